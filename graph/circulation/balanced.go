package circulation

import (
	"context"
	"math"

	"dealgraph/graph"
)

// Split is the part of each arc that goes round, by balanced flow forwarding. Amounts are float64 in minor units, balanced
// at every party to 1e-9 of what passes it.
type Split struct {
	Circular []float64 // by arc id: what of it goes round
	Share    []float64 // by arc id: the same as a share of its amount, 0…1; 0 where the amount is not known
	Total    float64   // the sum of Circular, at most Circulated of [Maximum]
	Rounds   int       // rounds until nothing went round any more, at most one for each party
	Unknown  int       // arcs without a known amount: taken to carry nothing
	Warnings []error
}

// Balanced splits the amounts into a part that goes round and a rest without a cycle, in the one way that takes no side.
//
// In a component there is one set of rates, up to a factor, such that if every party pays its rate of each of its deals
// within the component, everybody gets as much as it pays: the pattern of money that is passed on in proportion. As much of
// that pattern as fits is taken out, which is when the first party pays all. The same is done with what is left, until
// nothing goes round.
//
// There is no choice in it: the split does not depend on the order or the names of deals and parties, and a deal has the
// same share as its parts if it is cut in parallel ones. Deals between the same two parties have the same share, and a deal
// of a party with itself goes round in full.
//
// Every round takes away all that some party pays within its component, so that there are at most as many rounds as
// parties. In each, the rates of components of up to 300 parties are solved for directly, to nearly the last digit whatever
// the amounts; those of larger ones by iteration to 1e-12, as far as its pace tells, and directly if it is slow. 10³ arcs
// take a tenth of a second, 10⁴ a second or two; 10⁵ are too many. When the context is done, its error is returned and no
// result.
//
// Balanced flow forwarding: Homs-Dones, MacKay, Sansom and Zhou, 2025. The direct solution is the elimination without
// subtractions of Grassmann, Taksar and Heyman, Operations Research 33(5), 1985.
func Balanced(ctx context.Context, n *graph.Network) (Split, error) {
	a := n.Adjacency()
	b := newBalancer(a, directly)
	s := Split{Circular: make([]float64, n.Size()), Share: make([]float64, n.Size())}
	for ; ; s.Rounds++ {
		if err := ctx.Err(); err != nil {
			return Split{}, err
		}
		members := n.ComponentsOf(func(h int) bool { return b.left[h] > 0 })
		if len(members) == 0 {
			break
		}
		for _, m := range members {
			if err := b.take(ctx, m); err != nil {
				return Split{}, err
			}
		}
	}
	for h, w := range a.Amount {
		for i := a.First[h]; w > 0 && i < a.First[h+1]; i++ {
			if amount := n.Arc(int(i)).Amount; amount > 0 {
				s.Share[i] = b.taken[h]
				s.Circular[i] = s.Share[i] * float64(amount)
				s.Total += s.Circular[i]
			}
		}
	}
	s.Unknown, s.Warnings = unknown(n)
	return s, nil
}

const (
	directly = 300   // parties in a component whose rates are solved for directly
	tie      = 1e-11 // parties within this of paying all pay all
)

// balancer takes out what goes round, component by component.
type balancer struct {
	a        *graph.Adjacency
	directly int
	left     []float64 // by hop: the share that has not been taken out; those of a payer in its component are equal
	taken    []float64 // by hop: 1 less left, without the rounding of a small share taken from a whole
	rate     []float64 // by party: where the iteration starts
	place    []int32   // by party: its number in the component, from 1, or 0
}

func newBalancer(a *graph.Adjacency, directly int) *balancer {
	b := &balancer{a: a, directly: directly, left: make([]float64, a.Hops()), taken: make([]float64, a.Hops()),
		rate: make([]float64, a.Order()), place: make([]int32, a.Order())}
	for h, w := range a.Amount {
		if w > 0 {
			b.left[h] = 1
		}
	}
	for v := range b.rate {
		b.rate[v] = 1
	}
	return b
}

// take takes out of a component as much as fits of the pattern that balances.
func (b *balancer) take(ctx context.Context, members []graph.Node) error {
	for _, v := range members {
		if h, ok := b.a.Hop(v, v); ok {
			b.left[h], b.taken[h] = 0, 1
		}
	}
	if len(members) == 1 {
		return nil
	}
	hops := b.hops(members)
	rates, err := b.rates(ctx, members, hops)
	if err != nil {
		return err
	}
	fits := math.Inf(1)
	for i, y := range rates {
		fits = min(fits, b.left[hops[i][0].hop]/y)
	}
	for i, y := range rates {
		first := hops[i][0].hop
		left, taken := b.left[first]-fits*y, min(1, b.taken[first]+fits*y)
		if left <= tie*fits*y {
			left, taken = 0, 1
		}
		for _, to := range hops[i] {
			b.left[to.hop], b.taken[to.hop] = left, taken
		}
		b.rate[members[i]] = y
	}
	return nil
}

// within is a hop between parties of a component.
type within struct {
	to, hop int32
}

// hops are those of each member to others that have something left. There is at least one.
func (b *balancer) hops(members []graph.Node) [][]within {
	for i, v := range members {
		b.place[v] = int32(i) + 1
	}
	out := make([][]within, len(members))
	for i, v := range members {
		for h := b.a.Start[v]; h < b.a.Start[v+1]; h++ {
			if to := b.place[b.a.To[h]]; to > 0 && b.left[h] > 0 {
				out[i] = append(out[i], within{to - 1, h})
			}
		}
	}
	for _, v := range members {
		b.place[v] = 0
	}
	return out
}

// rates are what each member pays of each of its deals in the pattern that balances, up to a factor.
func (b *balancer) rates(ctx context.Context, members []graph.Node, hops [][]within) ([]float64, error) {
	if len(members) > b.directly {
		if rates := b.iterate(ctx, members, hops); rates != nil {
			return rates, nil
		}
	}
	e := newElimination(len(members))
	for i := range hops {
		for _, w := range hops[i] {
			e.add(int32(i), w.to, float64(b.a.Amount[w.hop]))
		}
	}
	return e.rates(ctx)
}
