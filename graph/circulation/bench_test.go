package circulation_test

import (
	"fmt"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/nettest"
)

// sized runs a benchmark on random networks with five deals a party, and on hub-heavy ones with four.
func sized(b *testing.B, f func(*testing.B, *graph.Network), sizes ...int) {
	for _, arcs := range sizes {
		if arcs >= 1_000_000 && testing.Short() {
			continue
		}
		for _, hubs := range []bool{false, true} {
			name, s := "random", nettest.Shape{Parties: arcs / 5, Arcs: arcs, Amounts: 1_000_000}
			if hubs {
				name, s.Parties, s.Hubs = "hubs", arcs/4, true
			}
			b.Run(fmt.Sprintf("%s/%d", name, arcs), func(b *testing.B) {
				n := nettest.Random(1, s)
				n.Adjacency() // made once for all analyses
				b.ReportAllocs()
				f(b, n)
			})
		}
	}
}

func BenchmarkMaximum(b *testing.B) {
	sized(b, func(b *testing.B, n *graph.Network) {
		var r circulation.Result
		for b.Loop() {
			r = maximum(b, n)
		}
		b.ReportMetric(r.Index(), "index")
	}, 1_000, 10_000, 100_000, 1_000_000)
}

// BenchmarkProgram sets the solver against gonum's on the same networks.
func BenchmarkProgram(b *testing.B) {
	for _, arcs := range []int{200, 400} {
		n := nettest.Random(1, nettest.Shape{Parties: arcs / 5, Arcs: arcs, Amounts: 1000})
		b.Run(fmt.Sprintf("maximum/%d", arcs), func(b *testing.B) {
			for b.Loop() {
				maximum(b, n)
			}
		})
		b.Run(fmt.Sprintf("simplex/%d", arcs), func(b *testing.B) {
			if testing.Short() {
				b.Skip("takes a minute")
			}
			for b.Loop() {
				if got, want := byProgram(b, n), float64(maximum(b, n).Circulated); !near(got, want, want) {
					b.Fatalf("the program says %g, the solver %g", got, want)
				}
			}
		})
	}
}

func BenchmarkBalanced(b *testing.B) {
	sized(b, func(b *testing.B, n *graph.Network) {
		var s circulation.Split
		for b.Loop() {
			s = balanced(b, n)
		}
		b.ReportMetric(float64(s.Rounds), "rounds")
		b.ReportMetric(s.Total/float64(n.Total()), "index")
	}, 1_000, 10_000)
}

func BenchmarkDecompose(b *testing.B) {
	sized(b, func(b *testing.B, n *graph.Network) {
		flow := maximum(b, n).Flow
		var loops []circulation.Loop
		for b.Loop() {
			var err error
			if loops, err = circulation.Decompose(n, flow); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(loops)), "loops")
	}, 1_000, 100_000)
}

func BenchmarkWithoutParties(b *testing.B) {
	sized(b, func(b *testing.B, n *graph.Network) {
		var all []graph.Node
		for v := range n.Order() {
			all = append(all, graph.Node(v))
		}
		for b.Loop() {
			if _, err := circulation.WithoutParties(b.Context(), n, all); err != nil {
				b.Fatal(err)
			}
		}
	}, 1_000, 10_000)
}
