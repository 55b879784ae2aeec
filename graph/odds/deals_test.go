package odds_test

import (
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
)

func BenchmarkDealsRound(b *testing.B) {
	fsys, _ := example.FS("ai")
	l, err := deals.ReadFS(fsys, ".")
	if err != nil {
		b.Fatal(err)
	}
	n, err := graph.Build(l, graph.View{Basis: graph.Headline, Settlements: []deals.Settlement{deals.Cash, deals.InKind}})
	if err != nil {
		b.Fatal(err)
	}
	n = n.Keep(func(a graph.Arc) bool { return a.Leg.Kind.Family() != deals.Contingent })
	for b.Loop() {
		_, err := odds.Of(b.Context(), n, assumptions.Default(), func(n *graph.Network) ([]float64, error) {
			r, err := circulation.Maximum(b.Context(), n)
			return []float64{float64(r.Circulated)}, err
		}, []string{"round"}, scenario.Options{Scenarios: 1000, Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
	}
}
