package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/render/view"
)

// shockCase is one shock on one basis.
type shockCase struct {
	o       *shockOptions
	l       *deals.Ledger
	all     *graph.Network // of all time
	plan    *clearing.Plan
	means   []graph.Means
	rule    graph.MeansRule
	assumed map[graph.Node]int64
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
		if v == c.node || slices.Contains(c.failing, v) {
			return nil, usagef("--fail %s: it is named already", name)
		}
		c.failing = append(c.failing, v)
	}
	if c.plan, err = planOf(l, n, o.span(l)); err != nil {
		return nil, err
	}
	if c.rule, err = o.buffer.rule(l); err != nil {
		return nil, err
	}
	if c.assumed, err = o.means(n); err != nil {
		return nil, err
	}
	c.settings()
	return c, nil
}

// planOf is what is due in the view of a network, guarantees included.
func planOf(l *deals.Ledger, n *graph.Network, span clearing.Span) (*clearing.Plan, error) {
	return clearing.NewPlan(func(y graph.Years) (*graph.Network, error) {
		v := n.View
		v.Years = y
		return buildNetwork(l, v)
	}, span)
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
	return clearing.Span{First: o.from, Last: max(min(last, o.from+30), o.from+o.spread-1), Spread: o.spread}
}

// settings makes the two ends of what is not known.
func (c *shockCase) settings() {
	cut, _ := part(c.o.cut)
	costs, _ := part(c.o.costs)
	set := clearing.Settings{Cut: cut, LostMeans: costs, LostIncome: costs, Unpaid: clearing.Policy(c.o.unpaid)}
	c.low, c.high = set, set
	order := c.all.Order()
	c.means = make([]graph.Means, 0, order)
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
		m := c.all.Means(graph.Node(v), c.rule)
		if minor, ok := c.assumed[graph.Node(v)]; ok {
			m = graph.Means{Amount: minor, Known: true}
		}
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
		out = append(out, clearing.Shock{Party: v, Pay: recovery, From: c.o.from, Ranks: c.o.ranks})
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
	case c.o.deliver != "":
		return c.supply(ctx)
	}
	pay, _ := part(c.o.pay)
	runs, err := c.runs(ctx, pay)
	if err != nil {
		return nil, err
	}
	if err := c.trace(ctx, &runs); err != nil {
		return nil, err
	}
	if err := c.stakes(ctx, &runs); err != nil {
		return nil, err
	}
	if c.o.model != "clearing" {
		if err := c.models(ctx, &runs); err != nil {
			return nil, err
		}
	}
	if err := selfFulfilling(ctx, &runs); err != nil {
		return nil, err
	}
	runs.Model, runs.Explain = c.o.model, c.o.explain
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
	if c.o.deliver != "" {
		out = view.Name(c.all.Party(c.node)) + " delivers " + c.o.deliver + " of what it sells"
		for _, v := range c.failing {
			out += ", " + view.Name(c.all.Party(v)) + " too"
		}
		return out
	}
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
