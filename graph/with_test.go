package graph_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// With is the network that has the changed arcs from the beginning, and leaves the one that it is asked of alone.
func TestWith(t *testing.T) {
	byPointer := gocmp.Comparer(func(a, b *deals.Leg) bool { return a == b })
	multigraphs(t, 500, func(r *rand.Rand, n *graph.Network) {
		n.View, n.Ledger = graph.View{Basis: graph.Firm}, &deals.Ledger{Name: "l"}
		n.Adjacency() // must not be handed on
		before := slices.Collect(n.Arcs())
		amounts := make([]int64, n.Size())
		var parties []*deals.Party
		for v := range graph.Node(n.Order()) {
			parties = append(parties, n.Party(v))
		}
		var changed []graph.Arc
		for i, a := range before {
			if amounts[i] = int64(r.IntN(3)); amounts[i] > 0 {
				a.Amount, a.Known, a.Status = amounts[i], true, deals.Lapsed
				changed = append(changed, a)
			}
		}
		out := n.With(func(a graph.Arc) (graph.Arc, bool) {
			amount := amounts[a.ID]
			a.Amount, a.Known, a.Status = amount, true, deals.Lapsed
			a.ID, a.From, a.To = 77, 99, -1 // heeded by nobody
			return a, amount > 0
		})
		want := graph.New(parties, changed)
		if d := gocmp.Diff(slices.Collect(want.Arcs()), slices.Collect(out.Arcs()), byPointer, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("arcs (-want +got):\n%s", d)
		}
		if d := gocmp.Diff(before, slices.Collect(n.Arcs()), byPointer, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("the network itself changed (-before +after):\n%s", d)
		}
		if out.Ledger != n.Ledger || out.View.Basis != graph.Firm || out.Total() != want.Total() {
			t.Errorf("view %v, total %d, want %d", out.View, out.Total(), want.Total())
		}
		if d := gocmp.Diff(want.Adjacency(), out.Adjacency(), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("adjacency (-want +got):\n%s", d)
		}
		for v := range graph.Node(n.Order()) {
			if d := gocmp.Diff(slices.Collect(want.In(v)), slices.Collect(out.In(v)), byPointer, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("into %d (-want +got):\n%s", v, d)
			}
		}
	})
}
