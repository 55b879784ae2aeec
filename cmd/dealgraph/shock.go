package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/graph/contagion"
	"dealgraph/graph/exposure"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type shockOptions struct {
	global
	party    string
	pay      string
	from     int
	ranks    []int
	fail     []string
	recovery string
	buffer   string
	cut      string
	costs    string
	spread   int
	unpaid   string
	model    string
	paths    int
	sweep    bool
	reverse  string
	target   deals.Amount // of reverse
	view     viewFlags
	output   outputFlags
}

func policyChoices() []choice {
	var out []choice
	for _, p := range clearing.Policies() {
		out = append(out, choice{string(p), p.Meaning()})
	}
	return out
}

func modelChoices() []choice {
	return []choice{
		{"clearing", "payments consistent with everyone's means"},
		{"all", "the same, and threshold cascade and DebtRank on the claims, as bounds"},
	}
}

func newShock(s streams, runF func(context.Context, *shockOptions) error) *cobra.Command {
	o := &shockOptions{buffer: graph.DefaultMeans().String(), unpaid: string(clearing.Lapse), model: "clearing"}
	cmd := &cobra.Command{
		Use:   "shock PARTY",
		Short: "Show who loses how much, and through whom, if a party pays less than it owes",
		Long: `Show who loses how much, and through whom, if a party pays less than it owes.

Everybody pays what is due in order of rank (1 secured, 2 contractual, 3
commitments to invest, 4 purchases, which are no obligation) as far as its means
go: what others pay it, money from outside that the deals need to work at all,
and its buffer. Buffers come from facts, by the rule of --buffer. Where no fact
tells, an answer has two ends: with ample means nothing passes on, with none
everything does.

Without --from and --years all that is ever due is one period, which needs no
timing. With them each year is cleared by itself; deals without a term cannot be
placed then, and are named, or spread with --spread.`,
		Example: `  dealgraph shock openai --pay 50% -l example:ai --basis signed
  dealgraph shock openai --pay 50% --from 2027 -l example:ai
  dealgraph shock coreweave --recovery 40% --model all -l example:ai
  dealgraph shock openai --sweep -l example:ai
  dealgraph shock openai --reverse '$200B' -l example:ai`,
		Args:              oneParty("shock"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			if err := o.check(cmd.Flags().Changed("pay")); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.pay, "pay", "0%", "the `SHARE` of its dues that the party pays")
	f.IntVar(&o.from, "from", 0, "the first `YEAR` in which that holds; clears year by year")
	f.IntSliceVar(&o.ranks, "ranks", nil, "only dues of these ranks (`1,2,…`)")
	f.StringSliceVar(&o.fail, "fail", nil, "these parties fail too (`ID,...`)")
	f.StringVar(&o.recovery, "recovery", "0%", "the `SHARE` that parties which fail pay; for the party itself too, without --pay")
	f.StringVar(&o.buffer, "buffer", o.buffer, "facts that make up a buffer, joined by +, or none (`RULE`)")
	f.StringVar(&o.cut, "cut", "0%", "how far purchases follow a fall of means: 0% until the money is gone, 100% in proportion (`SHARE`)")
	f.StringVar(&o.costs, "costs", "0%", "the `SHARE` of its means that a default destroys")
	f.IntVar(&o.spread, "spread", 0, "spread deals without a term evenly over so many `YEARS` (an assumption)")
	addEnum(cmd, f, &o.unpaid, "unpaid", "what becomes of obligations not met in their year", policyChoices())
	addEnum(cmd, f, &o.model, "model", "by which model", modelChoices())
	f.IntVar(&o.paths, "paths", 10, "list this many paths")
	f.BoolVar(&o.sweep, "sweep", false, "let the party pay 100%, 90% … 0%, side by side")
	f.StringVar(&o.reverse, "reverse", "", "find the smallest shock that costs others this `AMOUNT`")
	for _, name := range []string{"fail"} {
		if err := cmd.RegisterFlagCompletionFunc(name, completeParties(s)); err != nil {
			panic(err) // the flag was added just before
		}
	}
	for _, name := range []string{"pay", "from", "ranks", "recovery", "buffer", "cut", "costs", "spread", "paths", "reverse"} {
		noFiles(cmd, name)
	}
	o.view.bind(cmd, s)
	o.output.bind(cmd)
	return cmd
}

// check refuses what cannot be right before a ledger is read.
func (o *shockOptions) check(paySet bool) error {
	if !paySet {
		o.pay = o.recovery
	}
	for _, f := range []struct{ name, text string }{{"pay", o.pay}, {"recovery", o.recovery}, {"cut", o.cut}, {"costs", o.costs}} {
		if _, err := part(f.text); err != nil {
			return usagef("--%s %s: %w", f.name, f.text, err)
		}
	}
	if _, err := graph.ParseMeansRule(o.buffer); err != nil {
		return usagef("--buffer: %w", err)
	}
	for _, r := range o.ranks {
		if r < 1 || r > 4 {
			return usagef("--ranks: rank %d is not one of 1 to 4", r)
		}
	}
	if o.from != 0 && (o.from < deals.FirstYear || o.from > deals.LastYear) {
		return usagef("--from: %d is not a year from %d to %d", o.from, deals.FirstYear, deals.LastYear)
	}
	if o.paths < 0 || o.spread < 0 || o.spread > 100 {
		return usagef("--paths is at least 0, and --spread from 0 to 100")
	}
	if o.sweep && o.reverse != "" {
		return usagef("--sweep and --reverse are two questions: ask one at a time")
	}
	if o.reverse != "" {
		target, err := deals.ParseAmount(o.reverse)
		if err != nil || target.Form != deals.Exact {
			return usagef("--reverse %s: write one amount, as $200B", o.reverse)
		}
		o.target = target
	}
	return nil
}

// part reads a share between 0% and 100%.
func part(s string) (float64, error) {
	p, err := deals.ParseShare(s)
	if err != nil {
		return 0, err
	}
	if p < 0 || p > 1_000_000 {
		return 0, errors.New("a share lies between 0% and 100%")
	}
	return p.Float(), nil
}

func runShock(ctx context.Context, o *shockOptions) error {
	l, networks, r, err := o.ask("shock", viewWithoutYears(o.view))
	if err != nil {
		return err
	}
	r.Stamp = o.assumptions() + r.Stamp
	var all []any
	for _, n := range networks {
		c, err := o.newCase(l, n)
		if err != nil {
			return err
		}
		answer, err := c.answer(ctx)
		if err != nil {
			return fmt.Errorf("run the shock: %w", err)
		}
		all = append(all, answer)
		r.Tables = append(r.Tables, answer.Tables()...)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), c.notes())...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// viewWithoutYears is the view of all time: the years of a shock are periods, not a filter.
func viewWithoutYears(v viewFlags) viewFlags {
	v.years = yearSpan{}
	return v
}

// assumptions says for the stamp what no ledger states.
func (o *shockOptions) assumptions() string {
	out := fmt.Sprintf("pay=%s buffer=%s cut=%s costs=%s unpaid=%s ", o.pay, o.buffer, o.cut, o.costs, o.unpaid)
	if o.spread > 0 {
		out += fmt.Sprintf("spread=%dy ", o.spread)
	}
	return out
}

// shockCase is one shock on one basis.
type shockCase struct {
	o       *shockOptions
	l       *deals.Ledger
	all     *graph.Network // of all time
	plan    *clearing.Plan
	means   []graph.Means
	node    graph.Node
	failing []graph.Node
	low     clearing.Settings // unknown means are ample
	high    clearing.Settings // unknown means are nothing
}

func (o *shockOptions) newCase(l *deals.Ledger, n *graph.Network) (*shockCase, error) {
	c := &shockCase{o: o, l: l, all: n}
	var err error
	if c.node, err = oneNode(l, n, o.party); err != nil {
		return nil, err
	}
	for _, name := range o.fail {
		v, err := oneNode(l, n, name)
		if err != nil {
			return nil, err
		}
		c.failing = append(c.failing, v)
	}
	build := func(y graph.Years) (*graph.Network, error) {
		v := n.View
		v.Years = y
		return buildNetwork(l, v)
	}
	if c.plan, err = clearing.NewPlan(build, o.span(l)); err != nil {
		return nil, err
	}
	rule, err := graph.ParseMeansRule(o.buffer)
	if err != nil {
		return nil, err
	}
	c.settings(rule)
	return c, nil
}

// span is the years that are cleared: those asked for, or from the first year of the shock to the last in which a deal of the ledger has a term.
func (o *shockOptions) span(l *deals.Ledger) clearing.Span {
	switch {
	case o.view.years != yearSpan{}:
		return clearing.Span{First: o.view.years.from, Last: o.view.years.to, Spread: o.spread}
	case o.from == 0:
		return clearing.Span{}
	}
	last := o.from
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			if end := leg.Term.End; !end.IsZero() {
				last = max(last, end.Last().Year)
			}
			for _, y := range leg.Schedule.Years {
				last = max(last, y.Year)
			}
		}
	}
	return clearing.Span{First: o.from, Last: min(last, o.from+30), Spread: o.spread}
}

// settings makes the two ends of what is not known.
func (c *shockCase) settings(rule graph.MeansRule) {
	cut, _ := part(c.o.cut)
	costs, _ := part(c.o.costs)
	set := clearing.Settings{Cut: cut, LostMeans: costs, LostIncome: costs, Unpaid: clearing.Policy(c.o.unpaid)}
	c.low, c.high = set, set
	order := c.all.Order()
	c.low.Buffer, c.high.Buffer = make([]float64, order), make([]float64, order)
	ample := make([]float64, order) // enough for all that is due from a party
	for _, y := range c.plan.Years {
		for _, d := range y.Dues {
			ample[d.From] += d.Amount
		}
	}
	for a := range c.all.Arcs() {
		if a.Leg.Kind == deals.Guarantee {
			ample[a.From] += a.Weight()
		}
	}
	for v := range order {
		m := c.all.Means(graph.Node(v), rule)
		c.means = append(c.means, m)
		buffer := float64(m.Amount) / 100
		c.low.Buffer[v], c.high.Buffer[v] = buffer, buffer
		if !m.Known {
			c.low.Buffer[v] = ample[v] * float64(len(c.plan.Years))
		}
	}
}

// shocks are the shocks when the party pays a share.
func (c *shockCase) shocks(pay float64) []clearing.Shock {
	out := []clearing.Shock{{Party: c.node, Pay: pay, From: c.o.from, Ranks: c.o.ranks}}
	recovery, _ := part(c.o.recovery)
	for _, v := range c.failing {
		out = append(out, clearing.Shock{Party: v, Pay: recovery, From: c.o.from})
	}
	return out
}

// shockAnswer is a result that makes tables.
type shockAnswer interface{ Tables() []tableOf }

func (c *shockCase) answer(ctx context.Context) (shockAnswer, error) {
	switch {
	case c.o.sweep:
		return c.sweep(ctx)
	case c.o.reverse != "":
		return c.reverse(ctx)
	}
	pay, _ := part(c.o.pay)
	runs, err := c.runs(ctx, pay)
	if err != nil {
		return nil, err
	}
	if err := c.trace(ctx, &runs); err != nil {
		return nil, err
	}
	if err := c.stakes(ctx, &runs, pay); err != nil {
		return nil, err
	}
	return view.ShockOf(c.l, c.all, c.words(), runs), nil
}

func (c *shockCase) runs(ctx context.Context, pay float64) (view.ShockRuns, error) {
	out := view.ShockRuns{Means: c.means}
	var err error
	if out.Low, err = c.plan.Run(ctx, c.shocks(pay), c.low); err != nil {
		return out, err
	}
	out.High, err = c.plan.Run(ctx, c.shocks(pay), c.high)
	return out, err
}

// words says what the shock is.
func (c *shockCase) words() string {
	out := view.Name(c.all.Party(c.node)) + " pays " + c.o.pay + " of what it owes"
	if len(c.o.ranks) > 0 {
		out += " at rank " + strings.Trim(strings.Join(strings.Fields(fmt.Sprint(c.o.ranks)), ", "), "[]")
	}
	if c.o.from > 0 {
		out += fmt.Sprintf(" from %d", c.o.from)
	}
	for _, v := range c.failing {
		out += ", " + view.Name(c.all.Party(v)) + " " + c.o.recovery
	}
	return out
}

// trace finds rounds and paths of the high run.
func (c *shockCase) trace(ctx context.Context, runs *view.ShockRuns) error {
	type found struct {
		path clearing.Path
		bare float64
	}
	merged := map[string]*found{}
	var keys []string
	total := 0.0
	shocked := func(v int) bool {
		return v == int(c.node) || slices.Contains(c.failing, graph.Node(v))
	}
	for _, p := range runs.High.Periods {
		rounds, err := clearing.Waves(ctx, p.System)
		if err != nil {
			return err
		}
		runs.Rounds = append(runs.Rounds, rounds)
		for v, x := range p.Losses.Received {
			if !shocked(v) {
				total += x
			}
		}
		a, ok := p.Losses.Paths(func(v int) bool { return !shocked(v) }, 0.001, 20*c.o.paths)
		if !ok {
			continue
		}
		for _, path := range a.Paths {
			key := fmt.Sprint(path.Parties)
			f := merged[key]
			if f == nil {
				f = &found{path: clearing.Path{Parties: path.Parties}}
				merged[key] = f
				keys = append(keys, key)
			}
			f.path.Amount += path.Amount
			f.bare += path.Amount / path.Factor
		}
	}
	for _, key := range keys {
		f := merged[key]
		f.path.Factor = f.path.Amount / f.bare
		runs.Paths = append(runs.Paths, f.path)
	}
	slices.SortStableFunc(runs.Paths, func(a, b clearing.Path) int {
		switch {
		case a.Amount > b.Amount:
			return -1
		case a.Amount < b.Amount:
			return 1
		}
		return slices.Compare(a.Parties, b.Parties)
	})
	runs.Paths = runs.Paths[:min(len(runs.Paths), c.o.paths)]
	runs.Rest = total
	for _, p := range runs.Paths {
		runs.Rest -= p.Amount
	}
	if math.Abs(runs.Rest) < 0.01 {
		runs.Rest = 0
	}
	return nil
}

// stakes marks down what holders have in shares, in proportion to what the shocked do not pay and on through the value of the holders, and,
// if asked for, spreads all claims by the stress models.
func (c *shockCase) stakes(ctx context.Context, runs *view.ShockRuns, pay float64) error {
	lines, _ := exposure.Lines(c.all)
	order := c.all.Order()
	hit := make([]float64, order)
	var failed []int
	for _, s := range c.shocks(pay) {
		hit[s.Party] = 1 - s.Pay
		failed = append(failed, int(s.Party))
	}
	equity, claims := contagion.Stress{Buffer: make([]float64, order)}, contagion.Stress{Buffer: make([]float64, order)}
	for v := range order {
		equity.Buffer[v], claims.Buffer[v] = math.Inf(1), math.Inf(1)
		if m := c.all.Means(graph.Node(v), graph.MeansRule{"valuation"}); m.Known && m.Amount > 0 {
			equity.Buffer[v] = float64(m.Amount) / 100
		}
		if c.means[v].Known {
			claims.Buffer[v] = math.Max(1, float64(c.means[v].Amount)/100) // with nothing to lose it fails with the first dollar, not before
		}
	}
	for _, l := range lines {
		claim := contagion.Claim{Holder: int(l.Holder), On: int(l.On), Amount: float64(l.Amount) / 100}
		if l.Claim == exposure.Equity {
			equity.Claims = append(equity.Claims, claim)
		}
		claims.Claims = append(claims.Claims, claim)
	}
	h, err := equity.Differential(ctx, hit)
	if err != nil {
		return err
	}
	runs.Stakes = map[int]float64{}
	for _, e := range equity.Claims {
		runs.Stakes[e.Holder] += e.Amount * h[e.On]
	}
	if c.o.model != "all" {
		return nil
	}
	cascade, err := claims.Threshold(failed, pay)
	if err != nil {
		return err
	}
	rank, err := claims.Differential(ctx, hit)
	if err != nil {
		return err
	}
	runs.Threshold, runs.DebtRank = map[int]float64{}, map[int]float64{}
	for v := range order {
		runs.Threshold[v] = cascade.Loss[v]
		if c.means[v].Known {
			runs.DebtRank[v] = rank[v]
		}
	}
	return nil
}
