package circulation

import (
	"context"
	"math/bits"

	"dealgraph/graph"
)

// Totals are the links of the chain from what cancels between two to all there is, in minor units of the view's currency:
//
//	Bilateral ≤ Circulated ≤ min(Excess, InComponents) ≤ Gross
//
// All are over arcs with a known amount. A deal of a party with itself goes round by itself and counts in full in all of
// the chain. A party of the sector outside stands for many: nothing goes round through it, not even its deals with itself,
// and in its net position what it pays and what it is paid are not set off against each other. If they were, the chain
// would hold as well, but Excess would call superfluous what some outsiders pay because others are paid.
type Totals struct {
	Gross        int64 // the sum of all amounts
	Bilateral    int64 // what cancels between two parties: twice the smaller of what each pays the other
	Circulated   int64 // the most that can go round, no dollar twice
	Excess       int64 // Gross less Compressed
	Compressed   int64 // the least with which all net positions can be settled, if anybody may pay anybody
	InComponents int64 // the amounts of arcs that lie on some cycle
	Unknown      int   // arcs without a known amount: in none of the sums
}

// Index is Circulated as a share of Gross, 0 when there is nothing.
func (t Totals) Index() float64 {
	if t.Gross == 0 {
		return 0
	}
	return float64(t.Circulated) / float64(t.Gross)
}

// Result is a maximum circulation.
type Result struct {
	Totals
	// Flow is, by arc id, the part of each arc in the circulation that was found, in minor units. The total is the only one
	// there is, its split is one of many: see [Balanced] for the share of a deal. Arcs between the same two parties take of
	// what their hop carries in proportion to their amounts.
	Flow     []int64
	Warnings []error
}

// Maximum finds the largest flow within the amounts of the arcs that is conserved at every party, so that what comes in
// goes out: the most that could go round, or cancel by netting around cycles. It is exact to the minor unit.
//
// When the context is done, its error is returned and no result. Cost: O(parties² · hops · log parties) in the worst case,
// that of cost scaling; in practice little more than linear, some tenths of a second for 10⁵ arcs and some seconds for 10⁶.
//
// The residual form is conservative compression: D'Errico and Roukny, Compressing Over-the-Counter Markets, Operations
// Research 69(6), 2021.
func Maximum(ctx context.Context, n *graph.Network) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	a := n.Adjacency()
	parts := split(n, a.Amount)
	r := Result{Totals: totals(n, a.Amount, parts), Flow: make([]int64, n.Size())}
	flow := make([]int64, a.Hops())
	var s solver
	for _, members := range parts.members {
		moved, err := s.circulate(ctx, a, a.Amount, members, flow)
		if err != nil {
			return Result{}, err
		}
		r.Circulated += moved
	}
	for h, f := range flow {
		prorate(n, r.Flow, int(a.First[h]), int(a.First[h+1]), f, a.Amount[h])
	}
	r.Unknown, r.Warnings = unknown(n)
	return r, nil
}

// circulate is the maximum circulation of a component. It is written to flow, by hop, unless that is nil.
func (s *solver) circulate(ctx context.Context, a *graph.Adjacency, amount []int64, members []graph.Node, flow []int64) (sum int64, err error) {
	for _, v := range members {
		if h, ok := a.Hop(v, v); ok {
			sum += amount[h]
			if flow != nil {
				flow[h] = amount[h]
			}
		}
	}
	if len(members) == 1 {
		return sum, nil
	}
	s.load(a, amount, members)
	if err := s.run(ctx); err != nil {
		return 0, err
	}
	for i, h := range s.hops {
		f := s.flow(i)
		sum += f
		if flow != nil {
			flow[h] = f
		}
	}
	return sum, nil
}

// prorate splits the flow of a hop among its arcs, first to end, so that they add up to it and none gets more than its
// amount: each gets what the arcs up to it get, rounded down, less what those before it got.
func prorate(n *graph.Network, out []int64, first, end int, flow, amount int64) {
	if flow == 0 {
		return
	}
	var before, given int64
	for i := first; i < end; i++ {
		before += n.Arc(i).Amount
		hi, lo := bits.Mul64(uint64(flow), uint64(before))
		upTo, _ := bits.Div64(hi, lo, uint64(amount))
		out[i] = int64(upTo) - given
		given = int64(upTo)
	}
}
