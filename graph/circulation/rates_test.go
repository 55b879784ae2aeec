package circulation

import (
	"math"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// The two ways to solve for rates agree, on a component that the iteration likes.
func TestIterationIsDirect(t *testing.T) {
	for _, n := range []*graph.Network{
		nettest.Random(1, nettest.Shape{Parties: 200, Arcs: 1200}),
		nettest.Random(2, nettest.Shape{Parties: 300, Arcs: 1500, Hubs: true}),
	} {
		members := n.Components()[0]
		var got [2][]float64
		for i, directly := range []int{0, math.MaxInt} {
			b := newBalancer(n.Adjacency(), directly)
			hops := b.hops(members)
			if directly == 0 && b.iterate(t.Context(), members, hops) == nil {
				t.Fatal("the iteration is slow")
			}
			rates, err := b.rates(t.Context(), members, hops)
			if err != nil {
				t.Fatal(err)
			}
			got[i] = rates
		}
		for v := range members {
			x, y := got[0][v]/got[0][0], got[1][v]/got[1][0]
			if math.Abs(x-y) > 1e-10*y {
				t.Fatalf("party %d: rate %g by iteration, %g directly", v, x, y)
			}
		}
	}
}

// Of two groups that exchange 10⁻¹² of what they pay among themselves, one pays three times as much to the other as it is
// paid by it, so that its rates must be a third: to the last digits, where a solver that subtracts finds noise.
func TestDirectIsExact(t *testing.T) {
	const big = 1e12
	e := newElimination(4)
	for _, w := range []struct {
		from, to int32
		amount   float64
	}{{0, 1, big}, {1, 0, big}, {2, 3, big}, {3, 2, big}, {1, 2, 3}, {2, 1, 1}} {
		e.add(w.from, w.to, w.amount)
	}
	y, err := e.rates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Party 1: y₁(big+3) = y₀·big + y₂·1, party 0: y₀ = y₁. So 3y₁ = y₂.
	if math.Abs(y[0]/y[1]-1) > 1e-14 || math.Abs(3*y[1]/y[2]-1) > 1e-14 || math.Abs(y[3]/y[2]-1) > 1e-14 {
		t.Errorf("rates %v", y)
	}
}
