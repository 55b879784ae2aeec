package throughflow

import (
	"context"

	"dealgraph/graph"
)

// Bounds say how much of what a party receives from the network can be its own money that comes back, whatever dollar goes
// where. The share by proportion lies between them.
type Bounds struct {
	Min      int64 // no way of telling dollars apart makes it less; minor units
	Max      int64 // no way makes it more
	Received int64
	Cut      []int // arcs that together let no more than Max through, by id: of the smallest such sets the one nearest to the party as payer
	Warnings []error
}

// RoundTripBounds bounds the round trip of a party without the assumption that money is spent in proportion.
//
// Max is the largest flow from the party as a payer to itself as a payee, each arc carrying at most its amount. Min is what
// it receives less the largest flow to it from all that others have of their own or from outside, without passing through
// the party itself; it is never below 0. Both are exact. The error is ErrOutside or that of ctx. Cost: two maximum flows.
//
// Ford and Fulkerson, Maximal Flow through a Network, Canadian Journal of Mathematics 8, 1956.
func RoundTripBounds(ctx context.Context, n *graph.Network, i graph.Node) (Bounds, error) {
	if n.Party(i).Outside() {
		return Bounds{}, ErrOutside
	}
	m := count(n)
	out := Bounds{Received: m.parties[i].Received, Warnings: m.warn(nil)}
	var err error
	if out.Max, out.Cut, err = m.most(ctx, i); err != nil {
		return Bounds{}, err
	}
	foreign, err := m.foreign(ctx, i)
	if err != nil {
		return Bounds{}, err
	}
	out.Min = max(0, out.Received-foreign)
	return out, nil
}

// inside reports whether a hop is between parties that are not outside.
func (m *money) inside(h int) bool {
	return !m.parties[m.a.From[h]].Outside && !m.parties[m.a.To[h]].Outside
}

// most is the largest flow out of a party that can come back to it, and the arcs that limit it.
func (m *money) most(ctx context.Context, i graph.Node) (int64, []int, error) {
	p := newPipes(len(m.parties)+1, m.a.Hops())
	payee := int32(len(m.parties)) // the party as one that is paid
	pipe := make([]int32, m.a.Hops())
	for h := range pipe {
		pipe[h] = -1
		if m.inside(h) {
			to := m.a.To[h]
			if to == int32(i) {
				to = payee
			}
			pipe[h] = p.add(m.a.From[h], to, m.a.Amount[h])
		}
	}
	flow, err := p.max(ctx, int32(i), payee)
	if err != nil {
		return 0, nil, err
	}
	var cut []int
	for h, e := range pipe {
		if e >= 0 && p.level[m.a.From[h]] >= 0 && p.level[p.to[e]] < 0 {
			for arc := m.a.First[h]; arc < m.a.First[h+1]; arc++ {
				cut = append(cut, m.ids[arc])
			}
		}
	}
	return flow, cut, nil
}

// foreign is the largest flow to a party of money that others have of their own or from outside, and that has not been at
// the party before.
func (m *money) foreign(ctx context.Context, i graph.Node) (int64, error) {
	p := newPipes(len(m.parties)+1, m.a.Hops()+len(m.parties))
	source := int32(len(m.parties))
	for h := range m.a.Hops() {
		if m.inside(h) && m.a.From[h] != int32(i) {
			p.add(m.a.From[h], m.a.To[h], m.a.Amount[h])
		}
	}
	for v, q := range m.parties {
		if z := q.External + q.Own; z > 0 && v != int(i) {
			p.add(source, int32(v), z)
		}
	}
	return p.max(ctx, source, int32(i))
}
