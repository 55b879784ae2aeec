package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/graph/scenario"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

type tableOf = table.Table

// sweep runs the shock at eleven sizes.
func (c *shockCase) sweep(ctx context.Context) (shockAnswer, error) {
	shocks, err := scenario.Sweep(ctx, 10, func(size float64) (view.Shock, error) {
		runs, err := c.runs(ctx, 1-size)
		if err != nil {
			return view.Shock{}, err
		}
		return view.ShockOf(c.l, c.all, fmt.Sprintf("pays %.0f%%", 100*(1-size)), runs), nil
	})
	if err != nil {
		return nil, err
	}
	return view.SweepOf(view.Name(c.all.Party(c.node)), shocks), nil
}

// candidates bounds the parties among which a cheapest set is searched: the largest payers. Most ledgers have fewer.
const candidates = 60

// reverse finds the smallest shock to the party, and the cheapest failures of up to three parties, that cost others an amount, if parties
// without facts have no means.
func (c *shockCase) reverse(ctx context.Context) (shockAnswer, error) {
	if c.o.target.Currency != c.all.View.Currency {
		return nil, usagef("--reverse %s: the view is in %s", c.o.reverse, c.all.View.Currency)
	}
	want := float64(c.o.target.Low) / 100
	size, ok, err := scenario.Smallest(ctx, want, func(size float64) (float64, error) {
		return c.loss(ctx, c.shocks(1-size))
	})
	if err != nil {
		return nil, err
	}
	out := view.Reverse{Basis: string(c.all.View.Basis), Party: view.PartyIn(c.all, c.node), Target: c.o.target.String(), Reached: ok}
	if ok {
		out.Unpaid = &size
		loss, err := c.loss(ctx, c.shocks(1-size))
		if err != nil {
			return nil, err
		}
		out.Loss = view.Whole(loss, c.all.View.Currency)
	}
	return &out, c.cheapest(ctx, want, &out)
}

// cheapest searches the sets of up to three large payers.
func (c *shockCase) cheapest(ctx context.Context, want float64, out *view.Reverse) error {
	payers, cost, all := c.payers()
	out.Searched, out.Payers = len(payers), all
	set, ok, err := scenario.Cheapest(ctx, cost, 3, want, func(members []int) (float64, error) {
		var shocks []clearing.Shock
		for _, m := range members {
			shocks = append(shocks, clearing.Shock{Party: payers[m], From: c.o.from, Ranks: c.o.ranks})
		}
		return c.loss(ctx, shocks)
	})
	if err != nil || !ok {
		return err
	}
	for _, m := range set.Members {
		out.Cheapest = append(out.Cheapest, view.PartyIn(c.all, payers[m]))
	}
	out.Cost = view.Whole(set.Cost, c.all.View.Currency)
	out.Effect = view.Whole(set.Effect, c.all.View.Currency)
	return nil
}

// payers are the parties from which most is due, how much is, and of how many.
func (c *shockCase) payers() ([]graph.Node, []float64, int) {
	due := make([]float64, c.all.Order())
	for _, y := range c.plan.Years {
		for _, d := range y.Dues {
			due[d.From] += d.Amount
		}
	}
	order := view.Largest(due, candidates)
	var payers []graph.Node
	var cost []float64
	for _, v := range order {
		payers = append(payers, graph.Node(v))
		cost = append(cost, due[v])
	}
	all := 0
	for _, x := range due {
		if x > 0 {
			all++
		}
	}
	return payers, cost, all
}

// loss is what all others receive less.
func (c *shockCase) loss(ctx context.Context, shocks []clearing.Shock) (float64, error) {
	run, err := c.plan.Run(ctx, shocks, c.high)
	if err != nil {
		return 0, err
	}
	shocked := map[graph.Node]bool{}
	for _, s := range shocks {
		shocked[s.Party] = true
	}
	sum := 0.0
	for v, t := range run.Totals() {
		if !shocked[graph.Node(v)] {
			sum += t.Loss()
		}
	}
	return sum, nil
}

// notes say what the plan leaves out or takes for granted.
func (c *shockCase) notes() []error {
	var out []error
	if c.o.deliver != "" {
		out = append(out, errors.New("sales are those of deals with a disclosed amount: stocks and other suppliers are not in the ledger, and would make losses smaller"))
		for _, v := range append([]graph.Node{c.node}, c.failing...) {
			if to := c.undisclosedSales(v); len(to) > 0 {
				out = append(out, fmt.Errorf("what %s sells for undisclosed amounts is not counted, and comes on top: to %s", view.Name(c.all.Party(v)), strings.Join(to, ", ")))
			}
			if !c.sells(v) {
				out = append(out, fmt.Errorf("%s sells nothing of a known amount here: there is nothing for it not to deliver", view.Name(c.all.Party(v))))
			}
		}
		return out
	}
	say := func(refs []deals.LegRef, one, many string) {
		if len(refs) == 1 {
			out = append(out, fmt.Errorf("1 %s", one))
		} else if len(refs) > 1 {
			out = append(out, fmt.Errorf("%d %s", len(refs), many))
		}
	}
	p := c.plan
	for _, v := range append([]graph.Node{c.node}, c.failing...) {
		if !c.owes(v) {
			when := ""
			if len(c.o.ranks) > 0 {
				when = " at the ranks named"
			}
			if len(p.Years) > 0 && p.Years[0].Year > 0 {
				when += fmt.Sprintf(" from %d to %d", max(p.Years[0].Year, c.o.from), p.Years[len(p.Years)-1].Year)
			}
			out = append(out, fmt.Errorf("nothing of a known amount is due from %s%s: there is nothing for it not to pay", view.Name(c.all.Party(v)), when))
		}
	}
	if w := c.unplaced(); w != nil {
		out = append(out, w)
	}
	say(p.Unplaced, "deal has no term and is due in no year: left out", "deals have no term and are due in no year: left out (see --spread)")
	say(p.Spread, fmt.Sprintf("deal without a term is spread over %d years: an assumption", c.o.spread), fmt.Sprintf("deals without a term are spread over %d years: an assumption", c.o.spread))
	say(p.Unknown, "deal has an undisclosed amount: in no sum, never taken as zero", "deals have undisclosed amounts: in no sum, never taken as zero")
	say(p.Repaid, "debt is taken to be repaid at the end of its term, without interest", "debts are taken to be repaid at the end of their terms, without interest")
	say(p.Uncovered, "guarantee covers nothing that is due here", "guarantees cover nothing that is due here")
	unknown := 0
	involved := map[int]bool{}
	for _, y := range p.Years {
		for _, d := range y.Dues {
			involved[d.From], involved[d.To] = true, true
		}
	}
	for v, m := range c.means {
		if !m.Known && involved[v] {
			unknown++
		}
	}
	if unknown > 0 {
		out = append(out, fmt.Errorf("%d of %d parties have no fact on %s: ranges run from ample means to none", unknown, len(involved), c.o.buffer.text))
	}
	if later := c.laterFacts(); later > 0 {
		out = append(out, fmt.Errorf("%d facts on %s are of a day after %s, and not counted: see --as-of", later, c.o.buffer.text, c.all.View.AsOf))
	}
	return out
}

// owes reports whether anything is due from a party.
func (c *shockCase) owes(v graph.Node) bool {
	for _, y := range c.plan.Years {
		hit := func(d clearing.Due) bool {
			return d.From == int(v) && d.Amount > 0 && (len(c.o.ranks) == 0 || slices.Contains(c.o.ranks, d.Rank))
		}
		if (y.Year == 0 || y.Year >= c.o.from) && slices.ContainsFunc(y.Dues, hit) {
			return true
		}
	}
	return false
}

// sells reports whether a party sells anything of a known amount.
func (c *shockCase) sells(v graph.Node) bool {
	for a := range c.all.In(v) {
		if a.Known && a.From != a.To && a.Leg.Kind.Family() == deals.Spending {
			return true
		}
	}
	return false
}

// undisclosedSales names those to whom a party sells for amounts that nobody knows.
func (c *shockCase) undisclosedSales(v graph.Node) []string {
	var out []string
	for a := range c.all.In(v) {
		if name := view.Name(c.all.Party(a.From)); !a.Known && a.From != a.To && a.Leg.Kind.Family() == deals.Spending && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// laterFacts counts facts that would make up buffers, but are of a day after that of the view.
func (c *shockCase) laterFacts() int {
	rule, _ := graph.ParseMeansRule(c.o.buffer.text)
	count := 0
	for _, f := range c.l.Facts {
		if slices.Contains(rule, f.Metric) && f.Nature == deals.Actual && !f.Period.Last.IsZero() && f.Period.Last.After(c.all.View.AsOf) {
			count++
		}
	}
	return count
}

// unplaced says what the shocked owe that no year has.
func (c *shockCase) unplaced() error {
	var sum int64
	var to []string
	for _, ref := range c.plan.Unplaced {
		for _, leg := range c.l.Legs(ref) {
			a, ok := c.all.ArcOf(leg)
			if !ok || a.From != c.node && !slices.Contains(c.failing, a.From) {
				continue
			}
			sum += a.Amount
			if name := view.Name(c.all.Party(a.To)); !slices.Contains(to, name) {
				to = append(to, name)
			}
		}
	}
	if len(to) == 0 {
		return nil
	}
	slices.Sort(to)
	return fmt.Errorf("what the shocked owe without a term is in none of this: %s to %s (see --spread)", view.Sum(sum, c.all.View.Currency), strings.Join(to, ", "))
}
