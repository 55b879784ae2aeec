package main

import (
	"context"
	"slices"
	"strings"

	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/render/view"
	"dealgraph/render/view/outlook"

	"github.com/spf13/pflag"
)

// checkOdds refuses what is not about odds with them, and what is about odds without.
func (o *shockOptions) checkOdds(flags *pflag.FlagSet) error {
	o.odds.set = o.set
	if err := o.odds.check(flags, &o.view, "sweep", "reverse", "deliver", "model", "explain", "paths", "unpaid"); err != nil {
		return err
	}
	if o.odds.asked() {
		if o.from != 0 || o.spread != 0 || o.view.years != (yearSpan{}) {
			return usagef("--odds takes all that is ever due as one period: leave out --from, --years and --spread")
		}
		return nil
	}
	if err := o.assumed.expects(o.set, o.view.basis); err != nil {
		return err
	}
	for _, e := range o.set.Entries() {
		if key, _, _ := strings.Cut(e.Key, "."); e.From == assumptions.FromSet && key != "probability" && slices.Contains(dealOddsKeys, key) {
			return usagef("--set %s is about odds: add --odds N", e.Key)
		}
	}
	return nil
}

// runShockOdds says how much others lose in many scenarios.
func runShockOdds(ctx context.Context, o *shockOptions) error {
	l, networks, r, err := o.ask("shock", o.view)
	if err != nil {
		return err
	}
	if err := o.assumed.check(l, o.set); err != nil {
		return err
	}
	if err := converted(networks); err != nil {
		return err
	}
	c, err := o.newCase(l, networks[0])
	if err != nil {
		return err
	}
	pay, _ := part(o.pay)
	a, err := o.odds.of(ctx, o.streams, c.all, outlook.ShockAnswers(), func(n *graph.Network) ([]float64, error) {
		runs, err := c.on(n).runs(ctx, pay)
		return c.lost(runs), err
	})
	if err != nil {
		return stopped(err)
	}
	x := outlook.ShockOddsOf(c.all, c.words(), a, o.set, o.odds.above)
	r.Result, r.Lead, r.Tables = []outlook.ShockOdds{x}, x.Words(), x.Tables()
	r.Warnings = c.notes()
	r.Stamp, r.Seed = o.odds.draw.stamp()+o.odds.moreThanStamp()+o.assumptions()+r.Stamp, &o.odds.draw.seed
	if err := o.output.write(o.streams, r); err != nil {
		return err
	}
	return stopped(a.Result.Stopped)
}

// on is the same shock of another network of the same parties, as one period.
func (c *shockCase) on(n *graph.Network) *shockCase {
	out := *c
	out.all = n
	out.plan, _ = clearing.NewPlan(func(graph.Years) (*graph.Network, error) { return n, nil }, clearing.Span{}) // all time is no span to be refused
	out.settings()
	return &out
}

// lost is what all but the shocked receive less, in minor units, as [outlook.ShockAnswers] has it.
func (c *shockCase) lost(runs view.ShockRuns) []float64 {
	var out []float64
	for _, r := range []*clearing.Run{runs.Low, runs.High} {
		if r == nil {
			return nil
		}
		direct, total := 0.0, 0.0
		for v, t := range r.Totals() {
			if v != int(c.node) && !slices.Contains(c.failing, graph.Node(v)) {
				direct, total = direct+100*t.Direct, total+100*t.Loss()
			}
		}
		out = append(out, direct, total)
	}
	return out
}
