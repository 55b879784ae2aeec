package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"dealgraph/graph"
	"dealgraph/graph/concentration"
	"dealgraph/graph/exposure"
	"dealgraph/graph/throughflow"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type concentrationOptions struct {
	global
	party      string // "" = all
	side       string
	importance bool
	systemic   bool
	buffer     bufferFlag
	rule       graph.MeansRule
	top        int
	explain    bool
	timeout    time.Duration
	view       viewFlags
	output     outputFlags
}

func sideChoices() []choice {
	meaning := map[concentration.Side]string{
		concentration.Customers: "who pays it for goods and services",
		concentration.Funders:   "who gives it money for shares, debt or goods to come",
		concentration.Payers:    "who pays it, for anything",
		concentration.Suppliers: "whom it pays for goods and services",
		concentration.Funded:    "whom it gives money for shares, debt or goods to come",
		concentration.Payees:    "whom it pays, for anything",
	}
	var out []choice
	for _, s := range concentration.Sides() {
		out = append(out, choice{string(s), meaning[s]})
	}
	return out
}

func newConcentration(s streams, runF func(context.Context, *concentrationOptions) error) *cobra.Command {
	o := &concentrationOptions{side: string(concentration.Customers)}
	cmd := &cobra.Command{
		Use:   "concentration [PARTY]",
		Short: "Say on how few a party, or each of them, depends",
		Long: `Say on how few a party, or each of them, depends: the Herfindahl-Hirschman index
and its kin over those who pay it, or whom it pays, with bounds where amounts are
undisclosed, and flags at the usual lines of disclosure and prudence.

For one party also: on whose money it lives in the end, whoever hands it on;
through whose hands its money has passed; and what it has at stake that is large
beside its buffer. Counterparties under one control are one.

Without a party all are set side by side. --importance ranks them by how much
the network depends on each, in three ways, and says how far these agree.`,
		Example: `  dealgraph concentration -l example:ai --basis signed
  dealgraph concentration coreweave -l example:ai --basis signed --explain
  dealgraph concentration -l example:ai --side suppliers
  dealgraph concentration -l example:ai --basis signed --importance`,
		Args:              partyOrAll("concentration"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			if len(args) == 1 {
				o.party = args[0]
			}
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	addEnum(cmd, f, &o.side, "side", "which counterparties", sideChoices())
	f.BoolVar(&o.importance, "importance", false, "rank the parties by how much the network depends on each")
	f.BoolVar(&o.systemic, "systemic", false, "hold the exposures of a party against the lower limit between systemically important ones, too")
	o.buffer.bind(cmd)
	f.IntVar(&o.top, "top", 20, "list at most this many rows of each; 0 is all")
	f.BoolVar(&o.explain, "explain", false, "list the deals behind the shares of a party, with their sources")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *concentrationOptions) check() error {
	switch {
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.explain && o.party == "":
		return usagef("--explain lists the deals of one party: name it")
	case o.systemic && o.party == "":
		return usagef("--systemic is about the exposures of one party: name it")
	case o.importance && o.party != "":
		return usagef("--importance ranks all parties: leave out %s", o.party)
	}
	return o.buffer.check()
}

func runConcentration(ctx context.Context, o *concentrationOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	l, networks, r, err := o.askMoney("concentration", o.view)
	if err != nil {
		return err
	}
	if o.rule, err = o.buffer.rule(l); err != nil {
		return err
	}
	r.Stamp = "buffer=" + o.rule.String() + " " + r.Stamp
	if !o.importance {
		r.Stamp = "side=" + o.side + " " + r.Stamp
	}
	whole, err := o.view.networks(l) // what is at stake is more than money: shares and guarantees too
	if err != nil {
		return err
	}
	var all []any
	for i, n := range networks {
		on := " (" + string(n.View.Basis) + " basis)"
		var answer any
		switch {
		case o.importance:
			answer, err = o.rank(ctx, l, n, whole[i], on, &r)
		case o.party != "":
			var v graph.Node
			if v, err = oneNode(l, n, o.party); err == nil {
				answer, err = o.one(ctx, n, whole[i], v, on, &r)
			}
		default:
			answer, err = o.everyone(n, on, &r)
		}
		if err != nil {
			return stopped(err)
		}
		all = append(all, answer)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// options are how counterparties are told apart: those under one control are one.
func (o *concentrationOptions) options(n *graph.Network) concentration.Options {
	return concentration.Options{Group: func(v graph.Node) string { return string(n.Group(v)) }}
}

// everyone sets all parties that have something on the side beside each other, the most first.
func (o *concentrationOptions) everyone(n *graph.Network, on string, r *report) (any, error) {
	side := concentration.Side(o.side)
	whole, err := concentration.Network(n, side, o.options(n))
	if err != nil {
		return nil, err
	}
	reports, err := concentration.All(n, side, o.options(n))
	if err != nil {
		return nil, err
	}
	reports = slices.DeleteFunc(reports, func(c concentration.Report) bool {
		return len(c.Entries) == 0 || n.Party(c.Party).Outside()
	})
	slices.SortStableFunc(reports, func(a, b concentration.Report) int { return cmp.Compare(b.Amount, a.Amount) })
	var list []view.Concentration
	for _, c := range append([]concentration.Report{whole}, reports...) {
		list = append(list, view.ConcentrationOf(n, c))
	}
	top := o.top
	if top > 0 {
		top++ // the row of the network
	}
	r.Tables = append(r.Tables, view.ConcentrationTable("Concentration of "+o.side+on, list, "party", top))
	return list, nil
}

// oneConcentration is all that is known of one party.
type oneConcentration struct {
	Sides      []view.Concentration      `json:"sides"`
	Ultimate   *view.Concentration       `json:"ultimate_sources"` // null when the network is too large, or the party's money has no source
	Dependence []view.UltimateDependence `json:"ultimate_dependence"`
	Large      []view.Flag               `json:"large_exposures"`
}

// one says on how few one party depends.
func (o *concentrationOptions) one(ctx context.Context, n, claims *graph.Network, v graph.Node, on string, r *report) (any, error) {
	out := &oneConcentration{Dependence: []view.UltimateDependence{}, Large: []view.Flag{}}
	name := view.Name(n.Party(v))
	var chosen view.Concentration
	for _, side := range concentration.Sides() {
		c, err := concentration.Of(n, v, side, o.options(n))
		if err != nil {
			return nil, err
		}
		said := view.ConcentrationOf(n, c)
		if string(side) == o.side {
			chosen = said
			r.Warnings = append(r.Warnings, c.Warnings...)
		}
		if len(c.Entries) > 0 {
			out.Sides = append(out.Sides, said)
		}
	}
	r.Tables = append(r.Tables, view.ConcentrationTable("On how few "+name+" depends"+on, out.Sides, "side", 0),
		chosen.EntryTable(view.Upper(o.side)+" of "+name+on, o.top))
	if err := o.ultimate(ctx, n, v, on, out, r); err != nil {
		return nil, err
	}
	o.large(claims, v, on, out, r)
	if o.explain {
		r.Tables = append(r.Tables, view.ConcentrationDeals("Deals of "+name+" with its "+o.side+on, chosen))
	}
	return out, nil
}

// ultimate looks through everybody to where the money began, and to those whom it passed.
func (o *concentrationOptions) ultimate(ctx context.Context, n *graph.Network, v graph.Node, on string, out *oneConcentration, r *report) error {
	if n.Party(v).Outside() {
		return nil
	}
	m, err := throughflow.Solve(ctx, n)
	if errors.Is(err, throughflow.ErrSize) {
		r.Warnings = append(r.Warnings, err)
		return nil
	}
	if err != nil {
		return err
	}
	name := view.Name(n.Party(v))
	if sources := m.Provenance(v); len(sources) > 0 {
		shares := make([]float64, n.Order())
		for _, p := range sources {
			shares[p.Party] = p.Share
		}
		c, err := concentration.Ultimate(n, v, shares, o.options(n))
		if err != nil {
			return err
		}
		said := view.ConcentrationOf(n, c)
		out.Ultimate = &said
		r.Tables = append(r.Tables, said.EntryTable("On whose money "+name+" lives in the end, its own and unrecorded funds included"+on, o.top))
	}
	passed := m.Passed(v)
	depends, err := concentration.Dependences(n, v, passed, o.options(n).Group)
	if err != nil {
		return err
	}
	if out.Dependence = view.UltimateOf(n, depends); len(out.Dependence) > 0 {
		r.Tables = append(r.Tables, view.UltimateTable("Through whose hands the money of "+name+" passed"+on, out.Dependence, o.top))
	}
	return nil
}

// large flags what the party has at stake that is large beside its buffer.
func (o *concentrationOptions) large(n *graph.Network, v graph.Node, on string, out *oneConcentration, r *report) {
	buffer := n.Means(v, o.rule)
	name := view.Name(n.Party(v))
	if !buffer.Known || buffer.Amount == 0 {
		r.Warnings = append(r.Warnings, errors.New(name+" has no known buffer ("+o.rule.String()+") to hold its exposures against"))
		return
	}
	var entries []concentration.Entry
	for _, p := range exposure.Direct(n, v).Holds.Positions {
		label := string(n.Group(p.Counterparty)) // connected counterparties are one
		i := slices.IndexFunc(entries, func(e concentration.Entry) bool { return e.Label == label })
		if i < 0 {
			i = len(entries)
			entries = append(entries, concentration.Entry{Label: label, Many: n.Party(p.Counterparty).Outside()})
		}
		e := &entries[i]
		e.Parties, e.Amount, e.Unknown = append(e.Parties, p.Counterparty), e.Amount+p.Total.Amount, e.Unknown+p.Total.Unknown
	}
	slices.SortStableFunc(entries, func(a, b concentration.Entry) int { return cmp.Compare(b.Amount, a.Amount) })
	found, err := concentration.LargeExposures(entries, buffer.Amount, o.systemic)
	if err != nil || len(found) == 0 {
		return
	}
	out.Large = view.FlagsOf(n, entries, found)
	t := view.FlagTable("What "+name+" has at stake that is large beside its buffer of "+view.Sum(buffer.Amount, n.View.Currency)+on, "of buffer", out.Large)
	t.Footnotes = append(t.Footnotes, "at stake: claims of every kind, shares and guarantees too, though they are no money")
	r.Tables = append(r.Tables, t)
}
