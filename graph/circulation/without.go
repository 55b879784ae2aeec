package circulation

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"dealgraph/deals"
	"dealgraph/graph"
)

// WithoutParties says for each of some parties what would be left of the totals if it and its arcs were not there: the
// fall of Circulated is what goes round only because of it. It works on all cores; the result does not depend on how many.
//
// When the context is done, its error is returned and no result. Cost: for each party O(parties + hops), and that of
// [Maximum] on the component it is in.
func WithoutParties(ctx context.Context, n *graph.Network, parties []graph.Node) ([]Totals, error) {
	return without(ctx, n, len(parties), func(i int) []int {
		var arcs []int
		for a := range n.Out(parties[i]) {
			arcs = append(arcs, a.ID)
		}
		for a := range n.In(parties[i]) {
			if a.From != a.To {
				arcs = append(arcs, a.ID)
			}
		}
		return arcs
	})
}

// WithoutDeals is like [WithoutParties], for deals: each is left out with all its legs. A deal that is not in the network
// changes nothing.
func WithoutDeals(ctx context.Context, n *graph.Network, ids []deals.DealID) ([]Totals, error) {
	arcs := map[deals.DealID][]int{}
	for a := range n.Arcs() {
		if a.Leg != nil {
			arcs[a.Leg.Deal.ID] = append(arcs[a.Leg.Deal.ID], a.ID)
		}
	}
	return without(ctx, n, len(ids), func(i int) []int { return arcs[ids[i]] })
}

// baseline is the network as it is.
type baseline struct {
	n       *graph.Network
	parts   parts
	moved   []int64 // by component: its maximum circulation
	unknown int
}

func newBaseline(ctx context.Context, n *graph.Network) (*baseline, error) {
	a := n.Adjacency()
	b := &baseline{n: n, parts: split(n, a.Amount), unknown: n.Unknown()}
	var s solver
	for _, members := range b.parts.members {
		moved, err := s.circulate(ctx, a, a.Amount, members, nil)
		if err != nil {
			return nil, err
		}
		b.moved = append(b.moved, moved)
	}
	return b, nil
}

// without are the totals without the i-th set of arcs, for all i below count.
func without(ctx context.Context, n *graph.Network, count int, arcs func(i int) []int) ([]Totals, error) {
	b, err := newBaseline(ctx, n)
	if err != nil {
		return nil, err
	}
	out := make([]Totals, count)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), count) {
		wait.Go(func() {
			d := dropper{baseline: b, amount: make([]int64, n.Adjacency().Hops()), touched: make([]bool, len(b.moved))}
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= count {
					return
				}
				t, err := d.drop(ctx, arcs(i))
				if err != nil {
					return // the context is done
				}
				out[i] = t
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// dropper is what one worker needs to leave arcs out.
type dropper struct {
	*baseline
	amount  []int64 // by hop
	touched []bool  // by component: something in it was left out
	solver  solver
}

// drop leaves some arcs out. Only components that lose something are solved again.
func (d *dropper) drop(ctx context.Context, arcs []int) (Totals, error) {
	unknown := d.leaveOut(arcs)
	a := d.n.Adjacency()
	members := d.n.ComponentsOf(func(h int) bool {
		c := d.parts.inside(a, int32(h))
		return c != none && d.touched[c] && d.amount[h] > 0
	})
	var circulated int64
	for _, m := range members {
		moved, err := d.solver.circulate(ctx, a, d.amount, m, nil)
		if err != nil {
			return Totals{}, err
		}
		circulated += moved
	}
	for c, m := range d.parts.members {
		if !d.touched[c] {
			members = append(members, m)
			circulated += d.moved[c]
		}
	}
	t := totals(d.n, d.amount, partsOf(d.n, members))
	t.Circulated, t.Unknown = circulated, d.unknown-unknown
	return t, nil
}

// leaveOut takes arcs off the amounts of the network, and says how many of them are unknown.
func (d *dropper) leaveOut(arcs []int) (unknown int) {
	a := d.n.Adjacency()
	copy(d.amount, a.Amount)
	clear(d.touched)
	for _, id := range arcs {
		arc := d.n.Arc(id)
		if !arc.Known {
			unknown++
			continue
		}
		h, _ := a.Hop(arc.From, arc.To)
		d.amount[h] -= arc.Amount
		if c := d.parts.inside(a, int32(h)); c != none {
			d.touched[c] = true
		}
	}
	return unknown
}
