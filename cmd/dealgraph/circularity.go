package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	seed                                 int64
	top                                  int
	explain, inWords                     bool
	timeout                              time.Duration
	view                                 viewFlags
	output                               outputFlags
}

// moneySettlements are what counts as money when the question is where money goes.
var moneySettlements = []string{string(deals.Cash), string(deals.InKind)}

func newCircularity(s streams, runF func(context.Context, *circularityOptions) error) *cobra.Command {
	o := &circularityOptions{view: viewFlags{basis: everyBasis}}
	cmd := &cobra.Command{
		Use:   "circularity",
		Short: "Say how many dollars can go round, counting none twice",
		Long: `Say how many dollars can go round, counting none twice: the largest amount that
could come back to where it came from, or cancel by netting around cycles, to the
cent. Adding up the bottlenecks of cycles counts dollars many times; this does not.

All bases are set side by side unless --basis names one: one row alone misleads.
Money is what is settled in cash, or in kind as credits and capacity; shares,
warrants and guarantees are not, unless --settlement says so.

Next to it stands what comes back: if every party passes on what it gets in
proportion, the share of all money that has been at its party before.`,
		Example: `  dealgraph circularity -l example:ai
  dealgraph circularity -l example:ai --basis signed --per-deal --per-party
  dealgraph circularity -l example:ai --basis signed --drop-one party,deal
  dealgraph circularity -l example:ai --basis firm --per-year
  dealgraph circularity -l example:ai --in-words`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.perYear, "per-year", false, "year by year, of what falls due in it")
	f.BoolVar(&o.perParty, "per-party", false, "how much of each party's money comes back to it")
	f.BoolVar(&o.perDeal, "per-deal", false, "how much of each deal comes back")
	f.BoolVar(&o.perCycle, "per-cycle", false, "what goes round, as cycles that add up")
	addEnums(cmd, f, &o.dropOne, "drop-one", "what would go round without one", []choice{{"party", ""}, {"deal", ""}})
	addEnum(cmd, f, &o.breaking, "breaking", "a smallest set of deals without which no money can go round", []choice{
		{string(breaking.FewestDeals), "as few deals as can do"},
		{string(breaking.LeastMoney), "as little money as can do"},
	})
	f.IntVar(&o.null, "null", 0, "compare with `N` random networks of the same parties, numbers of deals and amounts")
	f.Int64Var(&o.seed, "seed", 1, "of the random networks")
	f.IntVar(&o.top, "top", 20, "list at most this many rows of each; 0 is all")
	f.BoolVar(&o.explain, "explain", false, "list the deals behind the numbers, with their sources")
	f.BoolVar(&o.inWords, "in-words", false, "begin with a paragraph that can be quoted")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	o.view.bind(cmd, s)
	o.output.bind(cmd)
	return cmd
}

func (o *circularityOptions) check() error {
	switch {
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.null < 0 || o.null > 100_000:
		return usagef("--null must lie between 0 and 100000")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.perYear && o.view.years != yearSpan{}:
		return usagef("--per-year goes through all years: leave out --years")
	}
	return nil
}

func runCircularity(ctx context.Context, o *circularityOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	asked := o.view
	if len(o.view.settlement) == 0 {
		o.view.settlement = moneySettlements
	}
	l, networks, r, err := o.ask("circularity", o.view)
	if err != nil {
		return err
	}
	r.Warnings = networkWarnings(networks)
	if len(asked.settlement) == 0 {
		r.Warnings = append(r.Warnings, leftOut(l, networks)...)
	}
	c := circling{circularityOptions: o, report: &r}
	for _, n := range networks {
		if err := c.basis(ctx, n, len(networks)); err != nil {
			return stopped(err)
		}
	}
	if o.null > 0 {
		r.Seed = &o.seed
	}
	r.Tables = append(r.Tables, view.CircularityTable("What can go round, counting no dollar twice", c.rows))
	if o.perYear {
		if err := c.years(ctx, l, networks); err != nil {
			return stopped(err)
		}
	}
	for _, row := range c.rows {
		r.Tables = append(r.Tables, row.Tables(o.top)...)
	}
	result := map[string]any{"bases": c.rows}
	if c.perYear != nil {
		result["per_year"] = c.perYear
	}
	if o.inWords {
		r.Lead = view.CircularWords(c.stories)
		result["in_words"] = r.Lead
	}
	r.Result = result
	return o.output.write(o.streams, r)
}

// stopped says what to do about a computation that the clock or an interrupt ended: there is no part of it to show.
func stopped(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stopped: the time was not enough (--timeout allows more): %w", err)
	}
	return err
}

// circling collects what goes round, basis by basis.
type circling struct {
	*circularityOptions
	report  *report
	rows    []view.Circularity
	perYear []view.Circularity
	stories []view.CircularStory
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

// basis measures one network and all that is asked of it.
func (c *circling) basis(ctx context.Context, n *graph.Network, networks int) error {
	whole, m, warnings, err := measured(ctx, n)
	if err != nil {
		return err
	}
	c.report.Warnings = append(c.report.Warnings, onBasis(n, networks, warnings)...)
	row := view.CircularityOf(n, whole.Totals, m)
	story := view.CircularStory{Network: n, Totals: whole.Totals, Matrix: m}
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
	if c.perParty && m != nil {
		if row.Parties, err = c.parties(ctx, n, m); err != nil {
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
	if err := c.without(ctx, n, whole.Totals, &row); err != nil {
		return err
	}
	if c.breaking != "" {
		b, err := breaking.Smallest(ctx, n, breaking.Options{Aim: breaking.Aim(c.breaking)})
		if err != nil {
			return err
		}
		row.Breaking = view.BreakingOf(n, b)
		c.report.Warnings = append(c.report.Warnings, onBasis(n, networks, b.Warnings)...)
	}
	if c.null > 0 {
		if err := c.random(ctx, n, networks, &row); err != nil {
			return err
		}
	}
	c.rows, c.stories = append(c.rows, row), append(c.stories, story)
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
	component := make([]int, n.Order())
	for i, members := range n.Components() {
		for _, v := range members {
			component[v] = i + 1
		}
	}
	at := map[deals.DealID]int{}
	for a := range n.Arcs() {
		if a.Leg == nil || component[a.From] == 0 || component[a.From] != component[a.To] {
			continue
		}
		id := a.Leg.Deal.ID
		step := view.Name(n.Party(a.From)) + " → " + view.Name(n.Party(a.To))
		if i, ok := at[id]; ok {
			if !strings.Contains(between[i], step) {
				between[i] += ", " + step
			}
			continue
		}
		at[id] = len(ids)
		ids, between = append(ids, id), append(between, step)
	}
	return ids, between
}

// random compares with random networks.
func (c *circling) random(ctx context.Context, n *graph.Network, networks int, row *view.Circularity) error {
	bar := c.progress("random networks")
	defer bar.end()
	found, err := scenario.Null(ctx, n, scenario.NullOptions{Samples: c.null, Seed: uint64(c.seed)}, func(ctx context.Context, n *graph.Network) (float64, error) {
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

// years measures every year in which money falls due, on every basis.
func (c *circling) years(ctx context.Context, l *deals.Ledger, networks []*graph.Network) error {
	c.perYear = []view.Circularity{}
	for _, n := range networks {
		first, last := yearsOf(n)
		for y := first; y <= last; y++ {
			v := n.View
			v.Years = graph.Years{First: y, Last: y}
			year, err := buildNetwork(l, v)
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
			c.perYear = append(c.perYear, view.CircularityOf(year, whole.Totals, m))
		}
		_, undated := n.Payments()
		if len(undated) > 0 {
			c.report.Warnings = append(c.report.Warnings, onBasis(n, len(networks), []error{fmt.Errorf("%d deals cannot be placed in time: they are in the sums over all years and in no single year", len(undated))})...)
		}
	}
	t := view.CircularityTable("Year by year: what falls due in a year", c.perYear)
	t.Footnotes = nil // those of the first table explain this one
	c.report.Tables = append(c.report.Tables, t)
	return nil
}

// yearsOf are the first and the last year in which money of a network moves.
func yearsOf(n *graph.Network) (first, last int) {
	payments, _ := n.Payments()
	for _, p := range payments {
		y := deals.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(p.Last)).Year
		if first == 0 || y < first {
			first = y
		}
		last = max(last, y)
	}
	if first == 0 {
		return 0, -1
	}
	return first, last
}

// leftOut says what is no money on each basis: shares, guarantees and warrants.
func leftOut(l *deals.Ledger, networks []*graph.Network) []error {
	var said []string
	for _, n := range networks {
		v := n.View
		v.Settlements = []deals.Settlement{deals.Stock, deals.ContingentSet}
		rest, err := buildNetwork(l, v)
		if err != nil || rest.Size() == 0 {
			continue
		}
		s := fmt.Sprintf("%d deals", rest.Size())
		if rest.Size() == 1 {
			s = "1 deal"
		}
		if len(networks) > 1 {
			s = string(v.Basis) + " " + s
		}
		said = append(said, s+" ("+view.Sum(rest.Total(), v.Currency)+")")
	}
	if len(said) == 0 {
		return nil
	}
	return []error{fmt.Errorf("no money, and left out: what is paid in shares, or only if something happens, as guarantees and warrants are: %s; --settlement counts them", strings.Join(said, ", "))}
}
