package throughflow

import (
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// networks are a ledger as in life, a large one, and one that no ledger reaches.
var networks = []struct {
	name string
	make func() *graph.Network
}{
	{"life95", nettest.Life},
	{"parties1000", func() *graph.Network {
		return nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000, Hubs: true, Kinds: []deals.Kind{deals.Loan, deals.Lease}})
	}},
	{"dense1000arcs1e5", func() *graph.Network {
		return nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 100_000, Kinds: []deals.Kind{deals.Loan, deals.Lease}})
	}},
	{"hubs20000arcs40000", func() *graph.Network {
		return nettest.Random(1, nettest.Shape{Parties: 20_000, Arcs: 40_000, Hubs: true, Kinds: []deals.Kind{deals.Loan, deals.Lease}})
	}},
}

func BenchmarkSolve(b *testing.B) {
	for _, w := range networks {
		b.Run(w.name, func(b *testing.B) {
			n := w.make()
			n.Adjacency()
			b.ReportAllocs()
			for b.Loop() {
				m, err := Solve(b.Context(), n)
				if err != nil {
					b.Fatal(err)
				}
				core := 0
				for _, k := range m.blocks {
					core += len(k.f.core)
				}
				b.ReportMetric(float64(core), "core")
			}
		})
	}
}

func BenchmarkProvenance(b *testing.B) {
	for _, w := range networks[:3] {
		b.Run(w.name, func(b *testing.B) {
			m := solve(b, w.make())
			b.ReportAllocs()
			for b.Loop() {
				m.Provenance(0)
			}
		})
	}
}

func BenchmarkRoundTripBounds(b *testing.B) {
	for _, w := range networks {
		b.Run(w.name, func(b *testing.B) {
			n := w.make()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := RoundTripBounds(b.Context(), n, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
