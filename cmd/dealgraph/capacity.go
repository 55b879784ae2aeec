package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/capacity"
	"dealgraph/render/figure"
	"dealgraph/render/table"
	"dealgraph/render/view"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type capacityOptions struct {
	global
	party    string
	supplies bool
	target   string
	price    string
	limits   []string
	delivery int
	details  bool
	wanted   outlook.CapacityAsk // what check has read
	assumed  assumeFlags
	view     viewFlags
	output   outputFlags
}

func newCapacity(s streams, runF func(context.Context, *capacityOptions) error) *cobra.Command {
	o := &capacityOptions{}
	cmd := &cobra.Command{
		Use:   "capacity PARTY",
		Short: "Count the gigawatts of a party's deals, and what is missing to a target",
		Long: `Count the gigawatts that a party is to obtain under its deals, or with --supplies
to deliver: by layer, supplier and year, as the deals state them in GW or MW.

A gigawatt of chips, of rented computing, of a site and of power plant can be one
and the same, so layers (the kinds purchase, compute, lease, acquisition) are never
added up. All together are at least the largest layer, and at most all of them,
less what the ledger says lies within another deal. Shares, loans, warrants and
guarantees that hang on gigawatts are none. Deals that state no gigawatts are named.

Of a year is shown what is in place at its end. What is rented is there from the
start of its term to its end. Goods arrive over the term of their delivery, evenly
unless the ledger says otherwise, and stay. Goods with a start alone are in no
year; --delivery 4 takes them to arrive over four. On the firm basis a deal counts
by the share of its money that is firm; nothing is counted on the paid basis.

--target says what is still needed, in GW a year and in dollars at the assumed cost
of a gigawatt: see dealgraph assumptions, and --set cost_per_gw=48B. --price holds
a sum that somebody names for the target against what is on record of that cost.
With --supplies, facts with the metric supply_limit, or --limit, say what a party
can deliver in a year, and the answer which deals cannot all be met.`,
		Example: `  dealgraph capacity openai -l example:ai --target 250GW@2033
  dealgraph capacity openai -l example:ai --target 250GW@2033 --set cost_per_gw=48B
  dealgraph capacity openai -l example:ai --target 250GW@2033 --price '$12T'
  dealgraph capacity anthropic -l example:ai --basis signed --details
  dealgraph capacity nvidia -l example:ai --supplies --limit 5GW@2027`,
		Args:              oneParty("capacity"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.supplies, "supplies", false, "what the party delivers, instead of what it obtains")
	f.StringVar(&o.target, "target", "", "hold it against a target of so many `GW@YEAR`, as 250GW@2033")
	f.StringVar(&o.price, "price", "", "an `AMOUNT` that somebody names for the target, as $12T: what is that per gigawatt?")
	f.StringArrayVar(&o.limits, "limit", nil, "with --supplies: assume that no more than so many `GW@YEAR` can be delivered in that year (may be repeated)")
	f.IntVar(&o.delivery, "delivery", 0, "take goods with a start and no end to arrive evenly over so many `YEARS` (an assumption)")
	f.BoolVar(&o.details, "details", false, "list the deals behind it, and what is on record of costs, with sources")
	for _, name := range []string{"target", "price", "limit", "delivery"} {
		noFiles(cmd, name)
	}
	o.assumed.bind(cmd, s)
	o.view.bind(cmd, s)
	f.Lookup("years").Usage = "show these years, as 2026..2035 (default: from the day of the view until nothing more is built, and to the target)"
	o.output.bind(cmd, s)
	return cmd
}

// check refuses what cannot be right before a ledger is read.
func (o *capacityOptions) check() error {
	switch {
	case o.view.basis == string(graph.Paid):
		return usagef("--basis paid: what is on record as paid is money, not gigawatts; choose headline, signed, firm or expected")
	case o.price != "" && o.target == "":
		return usagef("--price is a sum for a target: name it with --target, as 250GW@2033")
	case len(o.limits) > 0 && !o.supplies:
		return usagef("--limit is about what a party delivers: add --supplies")
	case o.target != "" && o.supplies:
		return usagef("--target is about what a party obtains: leave out --supplies")
	case o.delivery < 0 || o.delivery > 30:
		return usagef("--delivery must lie between 0 and 30")
	case o.view.years != (yearSpan{}) && o.view.years.to-o.view.years.from >= capacity.MostYears:
		return usagef("--years: show at most %d years", capacity.MostYears)
	}
	o.wanted = outlook.CapacityAsk{Delivery: o.delivery}
	if o.target != "" {
		t, err := capacity.ParseTarget(o.target)
		if err != nil {
			return usagef("--target: %w", err)
		}
		o.wanted.Target = &t
	}
	for _, text := range o.limits {
		t, err := capacity.ParseTarget(text)
		if err != nil {
			return usagef("--limit: %w", err)
		}
		o.wanted.Limits = append(o.wanted.Limits, t)
	}
	return o.readPrice()
}

// readPrice reads the sum for the target: $12T, 12T, $12.5T.
func (o *capacityOptions) readPrice() error {
	if o.price == "" {
		return nil
	}
	currency := deals.Currency(o.view.currency)
	a, err := deals.ParseAmount(o.price)
	if err != nil {
		if bare, bareErr := deals.ParseAmount(string(currency) + " " + o.price); bareErr == nil { // 12T
			a, err = bare, nil
		}
	}
	switch {
	case err != nil:
		return usagef("--price: %w", err)
	case a.Form != deals.Exact || a.Likely == 0:
		return usagef("--price %s: write one amount of more than nothing, as $12T", o.price)
	case a.Currency != currency:
		return usagef("--price %s: the view is in %s; ask in that, or with --currency %s", o.price, currency, a.Currency)
	}
	o.wanted.Price = &a.Likely
	return nil
}

func runCapacity(_ context.Context, o *capacityOptions) error {
	set, err := o.assumed.read()
	if err != nil {
		return err
	}
	o.assumed.apply(set, &o.view)
	o.wanted.Cost, o.wanted.CostIn = set.CostPerGigawatt()
	v := o.view
	years := v.years
	v.years = yearSpan{} // they say which years are shown, not which money counts
	l, networks, r, err := o.ask("capacity", v)
	if err != nil {
		return err
	}
	if err := o.assumed.check(l, set); err != nil {
		return err
	}
	if at := networks[0].View.AsOf; o.wanted.Target != nil && !at.IsZero() && o.wanted.Target.Year < at.Year {
		return usagef("--target %s: %d is over on %s, the day of the view; name a later year, or an earlier day with --as-of", o.target, o.wanted.Target.Year, at)
	}
	networks = slices.DeleteFunc(networks, func(n *graph.Network) bool { return n.View.Basis == graph.Paid })
	var all []outlook.Capacity
	for _, n := range networks {
		on := ""
		if len(networks) > 1 {
			on = " (" + string(n.View.Basis) + " basis)"
		}
		c, err := o.one(l, n, graph.Years{First: years.from, Last: years.to})
		if err != nil {
			return err
		}
		all, r.Tables = append(all, c), append(r.Tables, c.Tables(o.details, on)...)
		r.Warnings = append(r.Warnings, o.warnings(n, len(networks))...)
	}
	r.Result = all
	r.Stamp = o.stamp(years) + r.Stamp
	return o.output.write(o.streams, r)
}

// one counts the capacity of the party on one basis.
func (o *capacityOptions) one(l *deals.Ledger, n *graph.Network, years graph.Years) (outlook.Capacity, error) {
	v, err := oneNode(l, n, o.party)
	if err != nil {
		return outlook.Capacity{}, err
	}
	if n.Party(v).Outside() {
		return outlook.Capacity{}, usagef("%s stands for many parties outside the network: their gigawatts are not counted", view.Name(n.Party(v)))
	}
	options := capacity.Options{Supplies: o.supplies, Years: years, Delivery: o.delivery}
	if o.wanted.Target != nil {
		options.Until = o.wanted.Target.Year
		if years.IsZero() && !n.View.AsOf.IsZero() && options.Until-n.View.AsOf.Year >= capacity.MostYears {
			return outlook.Capacity{}, usagef("--target %s is more than %d years ahead: say with --years which are shown", o.target, capacity.MostYears-1)
		}
	}
	if years.IsZero() && n.View.AsOf.IsZero() {
		return outlook.Capacity{}, usagef("the ledger has no date: say with --years which years are meant, or with --as-of from when")
	}
	r, err := capacity.Of(n, v, options)
	if err != nil {
		return outlook.Capacity{}, err
	}
	return outlook.CapacityOf(n, r, o.supplies, o.wanted), nil
}

// warnings are those of the view that are about more than money.
func (o *capacityOptions) warnings(n *graph.Network, networks int) []error {
	var out []graph.Warning
	for _, w := range n.Warnings {
		if w.Code == graph.WarnBeyond {
			out = append(out, w)
		}
	}
	return onBasis(n, networks, out)
}

// stamp says what was asked and assumed.
func (o *capacityOptions) stamp(years yearSpan) string {
	out := ""
	add := func(name, value string) { out += name + "=" + value + " " }
	if o.supplies {
		add("side", "supplies")
	}
	if years != (yearSpan{}) {
		add("years", years.String())
	}
	if o.delivery > 0 {
		add("delivery", strconv.Itoa(o.delivery)+"y")
	}
	for _, t := range o.wanted.Limits {
		add("limit", t.String())
	}
	if t := o.wanted.Target; t != nil {
		add("target", t.String())
		add("cost_per_gw", rangeText(o.wanted.Cost, o.wanted.CostIn))
	}
	if o.wanted.Price != nil {
		add("price", view.Sum(*o.wanted.Price, deals.Currency(o.view.currency)))
	}
	return out
}

// rangeText writes a range of money: "$22.5B..50.0B..60.0B".
func rangeText(r assumptions.Range, c deals.Currency) string {
	one := func(x float64, c deals.Currency) string { return table.Money(int64(x*100), string(c)) }
	if r.Fixed() {
		return one(r.Low, c)
	}
	return strings.Join([]string{one(r.Low, c), one(r.Likely, ""), one(r.High, "")}, "..")
}

// capacityChart draws gigawatts by year.
func capacityChart() chartKind {
	return chartKind{
		name: "capacity", of: "capacity", without: []string{"details", "price", "limit", "set", "assumptions"}, use: "PARTY", short: "The gigawatts of a party's deals by year, against a target",
		long: `Draw the gigawatts of a party's deals in place at the end of each year, stacked by
supplier (or customer), in a panel for each layer; hollow what is no contract yet,
in a column of its own what is in no year, and a target as a line. It takes the
flags of the command capacity.`,
		example: `  dealgraph chart capacity openai -l example:ai --target 250GW@2033 -o openai.svg
  dealgraph chart capacity nvidia -l example:ai --supplies -o nvidia.svg`,
		command: func(s streams) *cobra.Command { return newCapacity(s, runCapacity) }, figure: capacityFigure,
	}
}

func capacityFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Capacity](results, "capacity")
	return x.Figure(c.title, scope(r.View)), err
}
