package circulation

import (
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// Every phase ends with a circulation that is ε-optimal, and the last with one that is optimal, without the proof that
// lets the solver stop before.
func TestPhases(t *testing.T) {
	for _, n := range []*graph.Network{
		nettest.Complete(12), nettest.Random(1, nettest.Shape{Parties: 700, Arcs: 3000}),
		nettest.Random(2, nettest.Shape{Parties: 800, Arcs: 3000, Hubs: true}), nettest.Random(3, nettest.Shape{Parties: 3000, Arcs: 9000, Amounts: 5}),
	} {
		a := n.Adjacency()
		for _, members := range n.Components() {
			if len(members) == 1 {
				continue
			}
			var s solver
			s.load(a, a.Amount, members)
			for eps := s.unit; eps > 1; {
				eps = max(1, eps/shrink)
				if err := s.refine(t.Context(), eps); err != nil {
					t.Fatal(err)
				}
				for v := range s.order {
					if s.excess[v] != 0 {
						t.Fatalf("ε %d: party %d is left with %d", eps, v, s.excess[v])
					}
					for _, w := range s.ways[s.start[v]:s.start[v+1]] {
						if cost := w.cost + s.price[v] - s.price[w.to]; w.room > 0 && cost < -eps {
							t.Fatalf("ε %d: a way has room and a reduced cost of %d", eps, cost)
						}
					}
				}
			}
			if !s.optimal() {
				t.Fatal("optimal, and no proof is found")
			}
		}
	}
}
