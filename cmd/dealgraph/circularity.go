package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/breaking"
	"dealgraph/graph/circulation"
	"dealgraph/graph/scenario"
	"dealgraph/graph/throughflow"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type circularityOptions struct {
	global
	perYear, perParty, perDeal, perCycle bool
	dropOne                              []string
	breaking                             string
	null                                 int
	odds                                 dealOddsFlags
	top                                  int
	explain, inWords                     bool
	timeout                              time.Duration
	view                                 viewFlags
	output                               outputFlags
}

func newCircularity(s streams, runF func(context.Context, *circularityOptions) error) *cobra.Command {
	o := &circularityOptions{view: viewFlags{basis: everyBasis}}
	cmd := &cobra.Command{
		Use:   "circularity",
		Short: "Say how many dollars can go round, counting each payment once",
		Long: `Say how many dollars can go round, counting each payment once: the largest amount
of payments that could come back to where they came from, or cancel by netting
around cycles, to the cent. Adding up the bottlenecks of cycles counts payments
many times; this does not. $50 that goes all the way round three parties is $150
of payments.

All bases are set side by side unless --basis names one: one row alone misleads.
Money is what is settled in cash, or in kind as credits and capacity; shares are
not, unless --settlement says so, and guarantees and warrants never are.

Next to it stands the round trip: if every party passes on what it has in
proportion, the share of all that is at its party and has been there before.

--odds N asks another question: how much can go round if it is not certain which
deals are carried through. In N scenarios each is or is not, by the probability of
its status, amounts lie in their ranges, and a common factor lets deals fall through
together; what has moved stays. It is of the headline basis, or of --basis signed.
All probabilities are assumptions: dealgraph assumptions lists them, --set and
--assumptions change them. The same seed gives the same answer, on any number of
cores; an interrupt gives the answer so far.`,
		Example: `  dealgraph circularity -l example:ai
  dealgraph circularity -l example:ai --basis signed --per-deal --per-party
  dealgraph circularity -l example:ai --basis signed --drop-one party,deal
  dealgraph circularity -l example:ai --basis firm --per-year
  dealgraph circularity -l example:ai --in-words
  dealgraph circularity -l example:ai --odds 10000 --more-than '$300B'
  dealgraph circularity -l example:ai --basis signed --odds 10000 --set correlation=0%`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			if err := o.check(cmd); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.perYear, "per-year", false, "year by year, of what falls due in each, and what falls due in none")
	f.BoolVar(&o.perParty, "per-party", false, "the round trip of each party's money")
	f.BoolVar(&o.perDeal, "per-deal", false, "how much of each deal is circular")
	f.BoolVar(&o.perCycle, "per-cycle", false, "what goes round, as cycles that add up")
	addEnums(cmd, f, &o.dropOne, "drop-one", "what would go round without one", []choice{{"party", ""}, {"deal", ""}})
	addEnum(cmd, f, &o.breaking, "breaking", "a smallest set of deals without which there is no cycle", []choice{
		{string(breaking.FewestDeals), "as few deals as can do"},
		{string(breaking.LeastMoney), "as little money as can do"},
	})
	f.IntVar(&o.null, "null", 0, "compare with `N` random networks of the same parties, numbers of deals and amounts")
	f.IntVar(&o.top, "top", 20, "list at most this many rows of each; 0 is all")
	f.BoolVar(&o.explain, "explain", false, "list the deals behind the numbers, with their sources")
	f.BoolVar(&o.inWords, "in-words", false, "begin with a paragraph that can be quoted")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	o.odds.bind(cmd, s, "what can go round")
	f.Lookup("seed").Usage = "the `SEED` of the random networks of --null, and of the draws of --odds: the same seed gives the same answer"
	o.view.manyDates = s.chart != nil
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *circularityOptions) check(cmd *cobra.Command) error {
	switch {
	case o.null == 0 && !o.odds.asked() && cmd.Flags().Changed("seed"):
		return usagef("--seed is of what is drawn at random: add --null N or --odds N")
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.null < 0 || o.null > 100_000:
		return usagef("--null must lie between 0 and 100000")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.perYear && o.view.years != yearSpan{}:
		return usagef("--per-year goes through all years: leave out --years")
	}
	return o.odds.check(cmd.Flags(), &o.view, "per-year", "per-party", "per-deal", "per-cycle", "drop-one", "breaking", "null", "explain", "in-words", "top")
}

func runCircularity(ctx context.Context, o *circularityOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	if o.odds.asked() {
		return runCircularityOdds(ctx, o)
	}
	l, networks, r, err := o.askMoney("circularity", o.view)
	if err != nil {
		return err
	}
	c := circling{circularityOptions: o, report: &r}
	stop := c.all(ctx, l, networks)
	if stop != nil && (len(c.rows) == 0 || ctx.Err() == nil) {
		return stopped(stop)
	}
	if o.null > 0 {
		r.Seed = &o.odds.draw.seed
	}
	r.Tables = append(r.Tables, view.CircularityTable("What can go round, counting each payment once", c.rows))
	result := map[string]any{"bases": c.rows}
	if o.perYear && stop == nil {
		r.Tables = append(r.Tables, view.YearTable(c.rows, c.years))
		result["per_year"] = c.years
	}
	for _, row := range c.rows {
		r.Tables = append(r.Tables, row.Tables(o.top)...)
	}
	if o.inWords && stop == nil { // a paragraph of parts would be quoted as the whole
		r.Lead = view.CircularWords(c.stories)
		result["in_words"] = r.Lead
	}
	r.Result = result
	if err := o.output.write(o.streams, r); err != nil || stop == nil {
		return err
	}
	return fmt.Errorf("%w while working on %s; what is shown was computed in full", stopped(stop), c.doing)
}

// circling collects what goes round, basis by basis.
type circling struct {
	*circularityOptions
	report  *report
	rows    []view.Circularity
	years   []view.Circularity
	stories []view.CircularStory
	doing   string // what it works on, as a flag asks for it
}

// measured is what goes round in a network. A network too large for a money matrix has none, and a warning.
func measured(ctx context.Context, n *graph.Network) (circulation.Result, *throughflow.Matrix, []error, error) {
	whole, err := circulation.Maximum(ctx, n)
	if err != nil {
		return whole, nil, nil, err
	}
	m, err := throughflow.Solve(ctx, n)
	if errors.Is(err, throughflow.ErrSize) {
		return whole, nil, []error{fmt.Errorf("what comes back is not known: %w", err)}, nil
	}
	if err != nil {
		return whole, nil, nil, err
	}
	var warnings []error
	for _, w := range m.Warnings {
		if w, ok := errors.AsType[graph.Warning](w); !ok || w.Code == throughflow.WarnClosed || w.Code == throughflow.WarnContingent {
			warnings = append(warnings, w)
		}
	}
	return whole, m, warnings, nil
}

// all measures every network, as far as it comes: first how much can go round on each basis, then what is asked for besides.
func (c *circling) all(ctx context.Context, l *deals.Ledger, networks []*graph.Network) error {
	var whole []circulation.Result
	for _, n := range networks {
		c.doing = "the " + string(n.View.Basis) + " basis"
		r, m, warnings, err := measured(ctx, n)
		if err != nil {
			return err
		}
		whole = append(whole, r)
		c.report.Warnings = append(c.report.Warnings, onBasis(n, len(networks), warnings)...)
		c.rows = append(c.rows, view.CircularityOf(n, r.Totals, m))
		c.stories = append(c.stories, view.CircularStory{Network: n, Totals: r.Totals, Matrix: m})
	}
	for i, n := range networks {
		if err := c.more(ctx, n, len(networks), whole[i], &c.rows[i], &c.stories[i]); err != nil {
			return err
		}
	}
	if c.perYear {
		return c.byYear(ctx, l, networks)
	}
	return nil
}

// more adds to a row what is asked for besides.
func (c *circling) more(ctx context.Context, n *graph.Network, networks int, whole circulation.Result, row *view.Circularity, story *view.CircularStory) error {
	on := " on the " + string(n.View.Basis) + " basis"
	var err error
	c.doing = "--per-deal" + on
	if c.perDeal || c.inWords {
		if story.Split, err = circulation.Balanced(ctx, n); err != nil {
			return err
		}
	}
	if c.explain {
		row.OnCycle = view.DealsOnCycles(n)
	}
	if c.perDeal {
		row.PerDeal = view.CircularDeals(n, story.Split)
	}
	c.doing = "--per-party" + on
	if c.perParty && story.Matrix != nil {
		if row.Parties, err = c.parties(ctx, n, story.Matrix); err != nil {
			return err
		}
	}
	if c.perCycle {
		loops, err := circulation.Decompose(n, whole.Flow)
		if err != nil {
			return err
		}
		row.Cycles = view.CircularCycles(n, loops)
	}
	c.doing = "--drop-one" + on
	if err := c.without(ctx, n, whole.Totals, row); err != nil {
		return err
	}
	c.doing = "--breaking" + on
	if c.breaking != "" {
		b, err := breaking.Smallest(ctx, n, breaking.Options{Aim: breaking.Aim(c.breaking)})
		if err != nil {
			return err
		}
		row.Breaking = view.BreakingOf(n, b)
		c.report.Warnings = append(c.report.Warnings, onBasis(n, networks, b.Warnings)...)
	}
	c.doing = "--null" + on
	if c.null > 0 {
		return c.random(ctx, n, networks, row)
	}
	return nil
}

// parties are those to which money comes back, most first, with the bounds on it. No bound is looked for that is not shown:
// each takes two maximum flows.
func (c *circling) parties(ctx context.Context, n *graph.Network, m *throughflow.Matrix) ([]view.CircularParty, error) {
	circular := slices.DeleteFunc(slices.Clone(m.Parties), func(p throughflow.Party) bool { return p.RoundTrip == 0 })
	slices.SortStableFunc(circular, func(p, q throughflow.Party) int { return cmp.Compare(q.Circular(), p.Circular()) })
	if c.top > 0 && len(circular) > c.top {
		circular = circular[:c.top]
	}
	list := []view.CircularParty{}
	for _, p := range circular {
		b, err := throughflow.RoundTripBounds(ctx, n, p.Node)
		if err != nil {
			return nil, err
		}
		list = append(list, view.CircularPartyOf(n, p, b))
	}
	return list, nil
}

// without leaves out parties and deals, one at a time.
func (c *circling) without(ctx context.Context, n *graph.Network, whole circulation.Totals, row *view.Circularity) error {
	if slices.Contains(c.dropOne, "party") {
		var parties []graph.Node
		for _, members := range n.Components() {
			parties = append(parties, members...)
		}
		left, err := circulation.WithoutParties(ctx, n, parties)
		if err != nil {
			return err
		}
		row.DropParties = []view.Drop{}
		for i, t := range left {
			row.DropParties = append(row.DropParties, view.DropOf(n, whole, t).OfParty(n, parties[i]))
		}
		row.DropParties = view.SortDrops(row.DropParties)
	}
	if slices.Contains(c.dropOne, "deal") {
		ids, between := circularDeals(n)
		left, err := circulation.WithoutDeals(ctx, n, ids)
		if err != nil {
			return err
		}
		row.DropDeals = []view.Drop{}
		for i, t := range left {
			d := view.DropOf(n, whole, t)
			d.Deal, d.Parties = string(ids[i]), between[i]
			row.DropDeals = append(row.DropDeals, d)
		}
		row.DropDeals = view.SortDrops(row.DropDeals)
	}
	return nil
}

// circularDeals are the deals that lie on some cycle, in the order of the network, and between whom their legs there are.
func circularDeals(n *graph.Network) (ids []deals.DealID, between []string) {
	at, steps := map[deals.DealID]int{}, map[[2]string]bool{}
	for a := range view.ArcsOnCycles(n) {
		id, step := a.Leg.Deal.ID, view.Name(n.Party(a.From))+" → "+view.Name(n.Party(a.To))
		i, ok := at[id]
		switch {
		case !ok:
			at[id] = len(ids)
			ids, between = append(ids, id), append(between, step)
		case !steps[[2]string{string(id), step}]:
			between[i] += ", " + step
		}
		steps[[2]string{string(id), step}] = true
	}
	return ids, between
}

// random compares with random networks.
func (c *circling) random(ctx context.Context, n *graph.Network, networks int, row *view.Circularity) error {
	bar := c.progress("random networks")
	defer bar.end()
	found, err := scenario.Null(ctx, n, scenario.NullOptions{Samples: c.null, Seed: uint64(c.odds.draw.seed)}, func(ctx context.Context, n *graph.Network) (float64, error) {
		r, err := circulation.Maximum(ctx, n)
		return r.Index(), err
	})
	if err != nil {
		return err
	}
	row.Null = view.NullOf(found)
	c.report.Warnings = append(c.report.Warnings, onBasis(n, networks, found.Warnings)...)
	return nil
}

// byYear measures every year in which money falls due, on every basis, and what falls due in none.
func (c *circling) byYear(ctx context.Context, l *deals.Ledger, networks []*graph.Network) error {
	c.years, c.doing = []view.Circularity{}, "--per-year"
	for i, n := range networks {
		placed := int64(0)
		for _, y := range yearsOf(n) {
			v := n.View
			v.Years = graph.Years{First: y, Last: y}
			year, err := moneyNetwork(l, v)
			if err != nil {
				return err
			}
			if year.Size() == 0 {
				continue
			}
			whole, m, _, err := measured(ctx, year)
			if err != nil {
				return err
			}
			placed += whole.Gross
			c.years = append(c.years, view.CircularityOf(year, whole.Totals, m))
		}
		c.rows[i].InNoYear = view.MoneyOf(max(0, n.Total()-placed), n.View.Currency)
	}
	return nil
}

// yearsOf are the years in which money of a network can move, in order.
func yearsOf(n *graph.Network) []int {
	payments, _ := n.Payments()
	seen := map[int]bool{}
	for _, p := range payments {
		for _, day := range []int32{p.First, p.Last} {
			if day != graph.Beginning {
				seen[deals.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(day)).Year] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
