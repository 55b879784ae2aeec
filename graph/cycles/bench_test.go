package cycles_test

import (
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"
)

func BenchmarkFind(b *testing.B) {
	for _, c := range []struct {
		name string
		n    *graph.Network
		o    cycles.Options
	}{
		{"life", nettest.Life(), cycles.Options{}},
		{"life-all", nettest.Life(), cycles.Options{Limit: -1}},
		{"life-through", nettest.Life(), cycles.Options{Through: []graph.Node{0}, Limit: -1}},
		{"life-funded", nettest.Life(), cycles.Options{Classes: []cycles.Class{cycles.SupplierFunded}}},
		{"er1k-5k", nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000}), cycles.Options{}},
		{"er1k-5k-all", nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000}), cycles.Options{Limit: -1}},
		{"hubs1k-5k", nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000, Hubs: true}), cycles.Options{}},
		{"hubs1k-5k-unknown", nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000, Hubs: true, Unknown: 1}), cycles.Options{}},
		{"hubs1k-5k-ties", nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000, Hubs: true, Amounts: 3}), cycles.Options{Limit: 1000}},
		{"hubs1k-5k-top1000", nettest.Random(1, nettest.Shape{Parties: 1000, Arcs: 5000, Hubs: true}), cycles.Options{Limit: 1000}},
		{"diamonds40", nettest.Diamonds(40, true), cycles.Options{}},
		{"diamonds40-any", nettest.Diamonds(40, false), cycles.Options{MaxLength: -1}},
		{"complete10", nettest.Complete(10), cycles.Options{Limit: -1}},
	} {
		b.Run(c.name, func(b *testing.B) {
			found := 0
			for b.Loop() {
				r, err := cycles.Find(b.Context(), c.n, c.o)
				if err != nil {
					b.Fatal(err)
				}
				found = len(r.Cycles)
			}
			b.ReportMetric(float64(found), "cycles")
		})
	}
}
