package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
	"dealgraph/render/figure"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type surviveOptions struct {
	global
	parties       []string // none = all
	loss          []string
	of            string
	cut           string
	concentration bool
	explain       bool
	top           int
	timeout       time.Duration
	odds          int // scenarios; 0: none are drawn
	draw          drawFlags
	plan          planFlags
	view          viewFlags
	output        outputFlags
}

func newSurvive(s streams, runF func(context.Context, *surviveOptions) error) *cobra.Command {
	o := &surviveOptions{}
	cmd := &cobra.Command{
		Use:   "survive [PARTY...]",
		Short: "Stress all parties alike, and say who still pays what is due, and what would save the others",
		Long: `Stress all parties alike, and say who still pays what is due, and what would save
the others: revenue later by --slip, lower by --haircut, funding closed.

Each year is cleared: everybody pays what it can, by rank, out of cash, what is
left of revenue from outside the network, funding, and what others pay it; what is
left is there in the next year. An obligation that is not met in its year is lost
to the creditor, so that one failure can drag others. What has moved is certain.

Of many parties no fact tells revenue or cash. They are looked at from two ends. At
the ample end they have whatever they are due to pay. At the bare end they have no
cash and, of revenue, what their deals need to work at all, which the stress cuts
like that of the others. A verdict is told only if it holds at both ends.

Needs: the least money at the beginning with which a party meets its obligations,
found by running the network again. With funding closed a party that needs money
fails. Growth and margin are assumed (see dealgraph assumptions): the verdict is
looked at for the low and the high end, too. dealgraph schedule PARTY shows the
dues and means of one party.

--loss strikes one party: so much is gone of its cash, and then of its income of the
first year. --of keeps the rows of parties for which a condition on their facts
holds; all parties are under stress in any case.

--odds N draws N scenarios of the same stress (what is drawn, dealgraph cone --help
says) and clears every year of each: how likely who fails by when, how many fail
together, and how much that makes of what is missing. An interrupt gives the answer
so far.`,
		Example: `  dealgraph survive -l example:ai --basis signed --spread 6 --slip 12 --haircut 30% --funding-closed
  dealgraph survive coreweave oracle -l example:ai --basis signed --slip 24 --explain
  dealgraph survive meta -l example:ai --basis signed --loss meta=200B
  dealgraph survive -l example:ai --basis signed --haircut 50% --of 'free_cash_flow < 0'
  dealgraph survive -l example:ai --basis signed --spread 6 --haircut 30% --odds 10000
  dealgraph chart survive -l example:ai --basis signed --spread 6 --slip 12 --haircut 30% -o survive.svg`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeParties(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.parties = globals(cmd, s), args
			if err := o.check(cmd.Flags()); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.Float64Var(&o.plan.slip, "slip", 0, "revenue from outside of all parties is late by so many `MONTHS`")
	o.plan.bindStress(cmd)
	f.StringArrayVar(&o.loss, "loss", nil, "`PARTY=AMOUNT`: it loses so much of its cash, and then of its income of the first year (may be repeated)")
	f.StringVar(&o.of, "of", "", "only rows of parties for which this `EXPR` holds, as 'free_cash_flow < 0 || debt/revenue > 4';\n"+graph.PartyNames)
	f.StringVar(&o.cut, "cut", "0%", "how far purchases of the lowest rank are cut as means fall short of plan, before money is gone (`SHARE`; 100%: in proportion)")
	f.BoolVar(&o.concentration, "concentration", false, "measure on how few the money rests, without the stress and under it")
	f.BoolVar(&o.explain, "explain", false, "show what each has less and from whom, and what is missing year by year")
	f.IntVar(&o.odds, "odds", 0, "say how likely each fails by when, from this `NUMBER` of scenarios")
	f.IntVar(&o.top, "top", 20, "list at most this many parties; 0 is all")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	for _, name := range []string{"slip", "loss", "of", "cut", "top", "odds"} {
		noFiles(cmd, name)
	}
	o.draw.bindDraws(cmd)
	o.plan.bind(cmd, s)
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *surviveOptions) check(flags *pflag.FlagSet) error {
	if err := o.checkOdds(flags); err != nil {
		return err
	}
	switch {
	case !(o.plan.slip >= 0 && o.plan.slip <= 240):
		return usagef("--slip must lie between 0 and 240 months")
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	}
	if _, err := part(o.cut); err != nil {
		return usagef("--cut %s: %w", o.cut, err)
	}
	for _, text := range o.loss {
		if name, amount, ok := strings.Cut(text, "="); !ok || name == "" || amount == "" {
			return usagef("--loss %s: write PARTY=AMOUNT, as meta=200B", text)
		}
	}
	return o.plan.check()
}

// checkOdds refuses flags of draws where none are made.
func (o *surviveOptions) checkOdds(flags *pflag.FlagSet) error {
	if !flags.Changed("odds") {
		for _, name := range []string{"seed", "workers", "sampling"} {
			if flags.Changed(name) {
				return usagef("--%s says how scenarios are drawn: ask for some with --odds", name)
			}
		}
		return nil
	}
	o.draw.scenarios = o.odds
	if o.odds < 1 || o.odds > scenario.MaxScenarios {
		return usagef("--odds must lie between 1 and %d scenarios", scenario.MaxScenarios)
	}
	if err := uncertainBasis(o.view.basis); err != nil {
		return err
	}
	return o.draw.check()
}

func runSurvive(ctx context.Context, o *surviveOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	l, plans, r, err := o.askPlans("survive", &o.view, &o.plan)
	if err != nil {
		return err
	}
	r.Stamp = o.stamp() + r.Stamp
	if o.odds > 0 {
		r.Seed = &o.draw.seed
	}
	all := []outlook.Survive{}
	var ended error // of draws
	for _, p := range plans {
		on := ""
		if len(plans) > 1 {
			on = " (" + string(p.View.Basis) + " basis)"
		}
		s, warnings, early, err := o.one(ctx, l, p)
		if err != nil {
			return stopped(err)
		}
		ended = cmp.Or(ended, early)
		all, r.Tables = append(all, s), append(r.Tables, s.Tables(o.top, o.explain, on)...)
		r.Warnings = append(r.Warnings, onBasis(p.Network, len(plans), warnings)...)
	}
	r.Result = all
	if err := o.output.write(o.streams, r); err != nil {
		return err
	}
	return stopped(ended)
}

// stamp says what of the stress the flags of a plan do not.
func (o *surviveOptions) stamp() string {
	out := ""
	if o.odds > 0 {
		out = o.draw.stamp()
	}
	for _, text := range o.loss {
		out += "loss:" + text + " "
	}
	if cut, _ := part(o.cut); cut > 0 {
		out += "cut=" + o.cut + " "
	}
	if o.of != "" {
		out += "of=" + strconv.Quote(o.of) + " "
	}
	return out
}

// one puts one plan under the stress. early is the end of a context that ended the draws.
func (o *surviveOptions) one(ctx context.Context, l *deals.Ledger, p *cashflow.Plan) (_ outlook.Survive, _ []error, early, _ error) {
	fail := func(err error) (outlook.Survive, []error, error, error) { return outlook.Survive{}, nil, nil, err }
	stress := odds.Stress{Means: o.plan.means()}
	stress.Cut, _ = part(o.cut)
	var err error
	if stress.Loss, err = o.losses(l, p); err != nil {
		return fail(err)
	}
	named, err := o.named(l, p)
	if err != nil {
		return fail(err)
	}
	keep, warnings, err := o.keep(l, p, named)
	if err != nil {
		return fail(err)
	}
	system, err := odds.NewSystem(p)
	if err != nil {
		return fail(err)
	}
	found, err := odds.NewSurvival(ctx, system, stress)
	if err != nil {
		return fail(err)
	}
	s := outlook.SurviveOf(found, keep)
	s.Of = o.of
	s.AddLosses(l, found)
	if o.concentration {
		s.AddConcentration(found, named)
	}
	if o.odds > 0 {
		if early, err = o.addOdds(ctx, p, stress, &s, keep); err != nil {
			return fail(err)
		}
	}
	warnings = append(warnings, planNotes(system)...)
	for _, v := range named {
		if !slices.ContainsFunc(found.Parties, func(st odds.Standing) bool { return st.Party == v && !st.Has }) {
			warnings = append(warnings, fmt.Errorf("%s owes nothing in these years: it has no row", p.Network.Party(v).Label()))
		}
	}
	return s, warnings, early, nil
}

// addOdds draws the scenarios at the bare end, and then at the ample one.
func (o *surviveOptions) addOdds(ctx context.Context, p *cashflow.Plan, stress odds.Stress, s *outlook.Survive, keep func(graph.Node) bool) (early, _ error) {
	side := func(side odds.Side, what string) (*odds.Network, error) {
		options, end := o.draw.options(o.streams, what)
		defer end()
		return odds.NewNetwork(ctx, p, stress, side, options)
	}
	bare, err := side(odds.Bare, "drawing scenarios, bare end")
	if err != nil {
		return nil, err
	}
	early = bare.Result.Stopped
	ample, err := side(odds.Ample, "drawing scenarios, ample end")
	switch {
	case err == nil:
		early = cmp.Or(early, ample.Result.Stopped)
	case ctx.Err() != nil:
		early = ctx.Err()
	default:
		return nil, err
	}
	s.AddOdds(bare, ample, keep)
	return early, nil
}

// losses are those of --loss, by node in minor units; nil without any.
func (o *surviveOptions) losses(l *deals.Ledger, p *cashflow.Plan) ([]float64, error) {
	if len(o.loss) == 0 {
		return nil, nil
	}
	out := make([]float64, p.Network.Order())
	for _, text := range o.loss {
		name, amount, _ := strings.Cut(text, "=")
		v, err := oneNode(l, p.Network, strings.TrimSpace(name))
		if err != nil {
			return nil, fmt.Errorf("--loss %s: %w", text, err)
		}
		minor, err := yearly("--loss "+name+":", amount, p.View.Currency)
		if err != nil {
			return nil, err
		}
		switch {
		case minor <= 0: // of meta=$200B without quotes a shell leaves meta=00B
			return nil, usagef("--loss %s: a loss is an amount above zero, as meta=200B or 'meta=$200B'", text)
		case p.Network.Party(v).Outside():
			return nil, usagef("--loss %s: it stands for many, and is taken to pay whatever is due", text)
		}
		out[v] += float64(minor)
	}
	return out, nil
}

// named are the parties that are asked for.
func (o *surviveOptions) named(l *deals.Ledger, p *cashflow.Plan) ([]graph.Node, error) {
	var out []graph.Node
	for _, name := range o.parties {
		v, err := oneNode(l, p.Network, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out, nil
}

// keep says which rows are shown: parties that are named, and for which --of holds.
func (o *surviveOptions) keep(l *deals.Ledger, p *cashflow.Plan, named []graph.Node) (func(graph.Node) bool, []error, error) {
	chosen := func(v graph.Node) bool { return len(named) == 0 || slices.Contains(named, v) }
	if o.of == "" {
		return chosen, nil, nil
	}
	where, err := graph.ParsePartyWhere(o.of, l)
	if bad, ok := errors.AsType[*graph.WhereError](err); ok {
		return nil, nil, usagef("--of: %s", bad.Msg)
	}
	if err != nil {
		return nil, nil, err
	}
	holds := make([]bool, p.Network.Order())
	unknown := 0
	for v := range holds {
		kept, known, err := where.Holds(p.Network, graph.Node(v))
		if err != nil {
			return nil, nil, err
		}
		holds[v] = kept
		if !known && !kept && chosen(graph.Node(v)) {
			unknown++
		}
	}
	var warnings []error
	if unknown > 0 {
		warnings = append(warnings, fmt.Errorf("--of: of %d of %d parties the ledger has not the facts to tell: they are left out", unknown, p.Network.Order()))
	}
	return func(v graph.Node) bool { return chosen(v) && holds[v] }, warnings, nil
}

// surviveFigure draws a result of survive.
func surviveFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	s, _, err := only[outlook.Survive](results, "survive")
	if err != nil {
		return nil, err
	}
	return s.Figure(c.title), nil
}

// planNotes say what of a plan is assumed, and what is in no year of it.
func planNotes(s *odds.System) []error {
	var out []error
	say := func(n int, one, many string) {
		switch {
		case n == 1:
			out = append(out, errors.New("1 "+one))
		case n > 1:
			out = append(out, fmt.Errorf("%d %s", n, many))
		}
	}
	spread, repaid, assumed := 0, 0, 0
	for _, d := range s.Slots {
		switch i := s.Plan.Items[d.Item]; {
		case i.Repays:
			repaid++
		case i.Spread:
			spread++
		case i.Assumed:
			assumed++
		}
	}
	say(len(s.Plan.Unplaced), "deal cannot be placed in any year: left out (see --spread)", "deals cannot be placed in any year: left out (see --spread)")
	say(spread, fmt.Sprintf("deal without a term is spread over %d years: an assumption", s.Plan.Options.Spread), fmt.Sprintf("deals without a term are spread over %d years: an assumption", s.Plan.Options.Spread))
	say(assumed, "deal is paid in equal parts over its term, or as a ramp, since no source states the years", "deals are paid in equal parts over their terms, or as a ramp, since no source states the years")
	say(repaid, "debt is taken to be repaid at the end of its term, without interest", "debts are taken to be repaid at the end of their terms, without interest")
	say(len(s.Uncovered), "guarantee covers nothing that is due here", "guarantees cover nothing that is due here")
	return out
}
