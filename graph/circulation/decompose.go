package circulation

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"dealgraph/graph"
)

// ErrUnbalanced is what [Decompose] returns, wrapped, for a flow that does not go round.
var ErrUnbalanced = errors.New("flow is not balanced")

// Loop is a cycle and an amount that goes all the way round it: that of every hop, so that it moves Amount times
// len(Parties) in all.
type Loop struct {
	Parties []graph.Node // in the order in which they pay, from the one of the lowest node; the last pays the first
	Amount  int64        // minor units
}

// Decompose splits a flow, given by arc id, into cycles that add up exactly to it on every hop, of falling amount; ties by
// length and parties. There are at most as many as hops that carry something.
//
// It is one decomposition of many. Each follows large flows first, but no rule makes its cycles the largest there are. Use
// it for tables that must add up, and package cycles for which cycles there are. Flows of less than a minor unit, such as
// those of a [Split], have no exact decomposition.
//
// The error wraps [ErrUnbalanced] if some party gets more than it gives or less, an amount is negative, or the flow has
// not one amount for each arc. Cost: O(hops · parties) in the worst case, in practice O(hops).
func Decompose(n *graph.Network, flow []int64) ([]Loop, error) {
	hop, err := byHop(n, flow)
	if err != nil {
		return nil, err
	}
	p := newPeeler(n.Adjacency(), hop)
	for v := range n.Order() {
		p.from(int32(v))
	}
	slices.SortFunc(p.loops, func(a, b Loop) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(len(a.Parties), len(b.Parties)), slices.Compare(a.Parties, b.Parties))
	})
	return p.loops, nil
}

// byHop adds up a flow by hop, and looks whether it is balanced.
func byHop(n *graph.Network, flow []int64) ([]int64, error) {
	if len(flow) != n.Size() {
		return nil, fmt.Errorf("%w: %d amounts for %d arcs", ErrUnbalanced, len(flow), n.Size())
	}
	a := n.Adjacency()
	hop, net := make([]int64, a.Hops()), make([]int64, n.Order())
	for h := range hop {
		for i := a.First[h]; i < a.First[h+1]; i++ {
			if flow[i] < 0 {
				return nil, fmt.Errorf("%w: arc %d has a negative amount", ErrUnbalanced, i)
			}
			hop[h] += flow[i]
		}
		net[a.From[h]] += hop[h]
		net[a.To[h]] -= hop[h]
	}
	for v, gap := range net {
		if gap != 0 {
			return nil, fmt.Errorf("%w: %s pays %d minor units more than it is paid", ErrUnbalanced, n.Party(graph.Node(v)).ID, gap)
		}
	}
	return hop, nil
}

// peeler takes cycles off a balanced flow. It walks along hops that carry something until it comes back to a party on the
// path: that is a cycle. What is left stays balanced, so that whoever is reached can be left.
type peeler struct {
	a     *graph.Adjacency
	flow  []int64 // what is left, by hop
	order []int32 // hops by payer, the largest first
	next  []int32 // by party: place in order of the first hop that may carry something
	path  []int32 // hops
	at    []int32 // by party: its place on the path, or none
	loops []Loop
}

func newPeeler(a *graph.Adjacency, flow []int64) *peeler {
	p := &peeler{a: a, flow: flow, order: make([]int32, a.Hops()), next: slices.Clone(a.Start[:a.Order()]), at: make([]int32, a.Order())}
	for h := range p.order {
		p.order[h] = int32(h)
	}
	for v := range p.at {
		p.at[v] = none
		slices.SortFunc(p.order[a.Start[v]:a.Start[v+1]], func(g, h int32) int {
			return cmp.Or(cmp.Compare(flow[h], flow[g]), cmp.Compare(g, h))
		})
	}
	return p
}

// from takes off cycles until nothing leaves v.
func (p *peeler) from(v int32) {
	p.at[v] = 0
	for tip := v; ; {
		h := p.leave(tip)
		if h == none {
			break // only where the path began: others have something left of what came in
		}
		p.path = append(p.path, h)
		tip = p.a.To[h]
		if p.at[tip] == none {
			p.at[tip] = int32(len(p.path))
			continue
		}
		tip = p.close(int(p.at[tip]))
	}
	p.at[v] = none
}

// leave is the largest hop from v that carries something, by what hops carried in the beginning.
func (p *peeler) leave(v int32) int32 {
	for ; p.next[v] < p.a.Start[v+1]; p.next[v]++ {
		if h := p.order[p.next[v]]; p.flow[h] > 0 {
			return h
		}
	}
	return none
}

// close takes off the cycle that begins at a place of the path, and cuts the path where it carries nothing any more. It
// returns the party at the new end.
func (p *peeler) close(begin int) int32 {
	cycle := p.path[begin:]
	amount := p.flow[cycle[0]]
	for _, h := range cycle {
		amount = min(amount, p.flow[h])
	}
	loop := Loop{Amount: amount, Parties: make([]graph.Node, len(cycle))}
	cut, least := -1, 0
	for i, h := range cycle {
		loop.Parties[i] = graph.Node(p.a.From[h])
		if loop.Parties[i] < loop.Parties[least] {
			least = i
		}
		if p.flow[h] -= amount; p.flow[h] == 0 && cut < 0 {
			cut = i
		}
	}
	loop.Parties = slices.Concat(loop.Parties[least:], loop.Parties[:least])
	p.loops = append(p.loops, loop)
	tip := p.a.From[cycle[cut]]
	for _, h := range cycle[cut:] {
		if u := p.a.From[h]; u != tip {
			p.at[u] = none
		}
	}
	p.path = p.path[:begin+cut]
	return tip
}
