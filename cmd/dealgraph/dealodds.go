package main

import (
	"context"
	"slices"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/exposure"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// dealOddsFlags are the flags of commands that give one answer or, with --odds, one for each of many scenarios of which deals are
// carried through.
type dealOddsFlags struct {
	draw     drawFlags // its scenarios are 0 unless odds are asked for
	moreThan string
	above    *int64 // what moreThan comes to, in minor units
	assumed  assumeFlags
	set      *assumptions.Set
	idle     []string // flags that change nothing without --odds
}

// dealOddsOnly are flags that are about nothing but odds, and not in charts.
var dealOddsOnly = []string{"more-than", "workers", "sampling"}

// dealOddsKeys are the assumptions that say what is drawn.
var dealOddsKeys = []string{"probability", "correlation", "amounts", "ends"}

// chartsWithoutOdds are flags that a chart does not have of a command with --odds.
func chartsWithoutOdds(others ...string) []string {
	return append(append(others, "odds"), dealOddsOnly...)
}

// bind adds the flags. what is what there can be more than so much of.
func (o *dealOddsFlags) bind(cmd *cobra.Command, s streams, what string) {
	o.bindDraws(cmd, what)
	o.idle = append(o.idle, "assumptions", "set")
	o.assumed.uses = dealOddsKeys
	o.assumed.bind(cmd, s)
}

// bindDraws adds those that are not about assumptions, to a command that has such for something else as well.
func (o *dealOddsFlags) bindDraws(cmd *cobra.Command, what string) {
	o.idle = slices.Clone(dealOddsOnly)
	f := cmd.Flags()
	f.IntVar(&o.draw.scenarios, "odds", 0, "instead: draw this `NUMBER` of scenarios of which deals are carried through")
	f.StringVar(&o.moreThan, "more-than", "", "with --odds: the chance that "+what+" is more than this `AMOUNT`")
	noFiles(cmd, "odds")
	noFiles(cmd, "more-than")
	o.draw.bindDraws(cmd)
}

// asked reports whether scenarios are to be drawn.
func (o *dealOddsFlags) asked() bool { return o.draw.scenarios != 0 }

// check refuses what cannot be right before a ledger is read: with odds flags that ask for something else, and without them flags
// that are about odds. Without a basis odds are of the headline one. It reads the assumptions, unless they have been.
func (o *dealOddsFlags) check(flags *pflag.FlagSet, v *viewFlags, others ...string) error {
	if !flags.Changed("odds") {
		for _, name := range o.idle {
			if flags.Changed(name) {
				return usagef("--%s is about odds: add --odds N", name)
			}
		}
		return nil
	}
	if n := o.draw.scenarios; n < 1 || n > scenario.MaxScenarios {
		return usagef("--odds must lie between 1 and %d scenarios", scenario.MaxScenarios)
	}
	for _, name := range others {
		if flags.Changed(name) {
			return usagef("--odds gives how much may come out, and not the single answer that --%s is about: leave one of them out", name)
		}
	}
	if flags.Changed("assume") {
		return usagef("--assume is about the expected basis: with --odds write --set probability.STATUS=SHARE, as %s", assumptions.Example("probability"))
	}
	if !flags.Changed("basis") {
		v.basis = string(graph.Headline)
	}
	if err := uncertainBasis(v.basis); err != nil {
		return err
	}
	if err := o.draw.check(); err != nil {
		return err
	}
	if flags.Changed("more-than") {
		minor, err := yearly("--more-than", o.moreThan, deals.Currency(v.currency))
		switch {
		case err != nil:
			return err
		case minor <= 0: // of $400B without quotes a shell leaves 00B
			return usagef("--more-than %s: write an amount above zero, as 400B or '$400B'", o.moreThan)
		}
		o.above = &minor
	}
	if o.set != nil {
		return nil
	}
	var err error
	o.set, err = o.assumed.read()
	return err
}

// stamp says what was drawn.
func (o *dealOddsFlags) stamp() string {
	out := o.draw.stamp() + o.moreThanStamp()
	if s := o.set.Stamp(); s != "" {
		out += s + " "
	}
	return out
}

func (o *dealOddsFlags) moreThanStamp() string {
	if o.above == nil {
		return ""
	}
	return "more-than=" + o.moreThan + " "
}

// of runs an analysis in all scenarios.
func (o *dealOddsFlags) of(ctx context.Context, s streams, n *graph.Network, names []string, analysis func(*graph.Network) ([]float64, error)) (*odds.Answers, error) {
	options, end := o.draw.options(s, "drawing scenarios")
	defer end()
	return odds.Of(ctx, n, o.set, analysis, names, options)
}

// runCircularityOdds says how much can go round in many scenarios.
func runCircularityOdds(ctx context.Context, o *circularityOptions) error {
	l, networks, r, err := o.askMoney("circularity", o.view)
	if err != nil {
		return err
	}
	if err := o.odds.assumed.check(l, o.odds.set); err != nil {
		return err
	}
	n := networks[0]
	names := []string{outlook.RoundCirculated, outlook.RoundGross, outlook.RoundIndex}
	a, err := o.odds.of(ctx, o.streams, n, names, func(n *graph.Network) ([]float64, error) {
		r, err := circulation.Maximum(ctx, n)
		return []float64{float64(r.Circulated), float64(r.Gross), r.Index()}, err
	})
	if err != nil {
		return stopped(err)
	}
	x := outlook.RoundOddsOf(n, a, o.odds.set, o.odds.above)
	r.Result, r.Lead, r.Tables = []outlook.RoundOdds{x}, x.Words(), x.Tables()
	r.Stamp, r.Seed = o.odds.stamp()+r.Stamp, &o.odds.draw.seed
	if err := o.output.write(o.streams, r); err != nil {
		return err
	}
	return stopped(a.Result.Stopped)
}

// runExposureOdds says what others have at stake with a party in many scenarios.
func runExposureOdds(ctx context.Context, o *exposureOptions) error {
	l, networks, r, err := o.ask("exposure", o.view)
	if err != nil {
		return err
	}
	if err := o.odds.assumed.check(l, o.odds.set); err != nil {
		return err
	}
	if err := converted(networks); err != nil {
		return err
	}
	n := networks[0]
	v, err := oneNode(l, n, o.party)
	if err != nil {
		return err
	}
	keep, judged, err := o.keep(l, n)
	if err != nil {
		return err
	}
	n, side, err := stakes(n, o.odds.set, v, keep)
	if err != nil {
		return err
	}
	names, holders := []string{outlook.ExposureTotal}, []graph.Node{}
	for _, p := range side.Positions {
		if known := p.Total.Amount > 0 || p.Total.Unknown == 0; known && (o.top == 0 || len(holders) < o.top) {
			names, holders = append(names, string(n.Party(p.Counterparty).ID)), append(holders, p.Counterparty)
		}
	}
	a, err := o.odds.of(ctx, o.streams, n, names, func(n *graph.Network) ([]float64, error) {
		out := make([]float64, len(names))
		for _, p := range exposure.Direct(n, v).AtStake.Positions {
			if !keep(p.Counterparty) {
				continue
			}
			out[0] += float64(p.Total.Amount)
			if at := slices.Index(holders, p.Counterparty); at >= 0 {
				out[1+at] = float64(p.Total.Amount)
			}
		}
		return out, nil
	})
	if err != nil {
		return stopped(err)
	}
	x := outlook.ExposureOddsOf(n, v, side, a, o.odds.set, o.odds.above)
	x.Holders = o.holders
	r.Result, r.Lead, r.Tables = []outlook.ExposureOdds{x}, x.Words(), x.Tables()
	r.Warnings = append(about(l, n, v), judged...)
	r.Stamp, r.Seed = o.odds.stamp()+holdersStamp(o.holders)+r.Stamp, &o.odds.draw.seed
	if err := o.output.write(o.streams, r); err != nil {
		return err
	}
	return stopped(a.Result.Stopped)
}

// stakes is the network with only the deals by which others have something at stake with a party, or may have: of a deal that is not
// carried through, what was paid. The side is as counted, with those behind it that have something only then.
func stakes(n *graph.Network, set *assumptions.Set, v graph.Node, keep func(graph.Node) bool) (*graph.Network, exposure.Side, error) {
	d, err := odds.NewDeals(n, set)
	if err != nil {
		return nil, exposure.Side{}, err
	}
	none := d.None()
	side, fallen := exposure.Direct(n, v).AtStake.Only(keep), exposure.Direct(none, v).AtStake.Only(keep)
	matters := map[*deals.Leg]bool{}
	for _, p := range side.Positions {
		for _, line := range p.Lines {
			matters[n.Arc(line.Arc).Leg] = true
		}
	}
	for _, p := range fallen.Positions {
		for _, line := range p.Lines {
			matters[none.Arc(line.Arc).Leg] = true
		}
		if !slices.ContainsFunc(side.Positions, func(q exposure.Position) bool { return q.Counterparty == p.Counterparty }) {
			side.Positions = append(side.Positions, exposure.Position{Counterparty: p.Counterparty})
		}
	}
	return n.Keep(func(a graph.Arc) bool { return matters[a.Leg] }), side, nil
}
