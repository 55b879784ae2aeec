package cycles_test

import (
	"container/heap"
	"fmt"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/topo"
)

// The benchmarks of the engine stand beside what gonum offers on the same network in the same run. Each includes all that a
// caller waits for but the making of the network: see the metrics cycles and Mcycles/s.

// BenchmarkAll is all cycles of any length: gonum has topo.DirectedCyclesIn, which keeps them all.
func BenchmarkAll(b *testing.B) {
	for _, c := range []struct {
		name string
		n    *graph.Network
	}{
		{"complete10", nettest.Complete(10)},
		{"ring1000", nettest.RingWithChords(1000, 12)},
		{"communities2000", nettest.Communities(2000, 1)},
		{"deadends20", nettest.DeadEnds(20)},
	} {
		b.Run(c.name+"/dealgraph", func(b *testing.B) { each(b, c.n, cycles.Options{MaxLength: -1, Limit: -1, Workers: 1}) })
		b.Run(c.name+"/gonum", func(b *testing.B) {
			g := c.n.Gonum()
			found := 0
			for b.Loop() {
				found = len(topo.DirectedCyclesIn(g))
			}
			reportCycles(b, found)
		})
	}
	b.Run("complete11/dealgraph", func(b *testing.B) {
		each(b, nettest.Complete(11), cycles.Options{MaxLength: -1, Limit: -1, Workers: 1})
	})
}

// BenchmarkBounded is all cycles of at most so many parties: with gonum, a caller writes a depth first search of its own.
func BenchmarkBounded(b *testing.B) {
	for _, c := range []struct {
		name    string
		n       *graph.Network
		longest int
		gonum   bool
	}{
		{"trust", nettest.Trust(), 3, true},
		{"trust", nettest.Trust(), 4, false},
		{"trust", nettest.Trust(), 5, false},
		{"laundering", nettest.Laundering(), 4, true},
		{"laundering", nettest.Laundering(), 5, false},
		{"scattered20k", nettest.Scattered(20_000, 100_000, 1), 4, true},
		{"preferential32k", nettest.Preferential(32_000, 4, 1), 4, false},
	} {
		name := fmt.Sprintf("%s-%d", c.name, c.longest)
		o := cycles.Options{MaxLength: c.longest, Limit: -1, Workers: 1}
		b.Run(name+"/dealgraph", func(b *testing.B) { each(b, c.n, o) })
		b.Run(name+"/counted", func(b *testing.B) { counted(b, c.n, o) })
		if c.gonum {
			b.Run(name+"/gonum", func(b *testing.B) {
				found := 0
				for b.Loop() {
					found = gonumDFS(c.n, c.longest)
				}
				reportCycles(b, found)
			})
		}
	}
}

// BenchmarkWorkers is what a second core brings.
func BenchmarkWorkers(b *testing.B) {
	for _, c := range []struct {
		name    string
		n       *graph.Network
		longest int
	}{{"trust", nettest.Trust(), 5}, {"laundering", nettest.Laundering(), 6}, {"preferential32k", nettest.Preferential(32_000, 4, 1), 5}} {
		for _, workers := range []int{1, 2, 0} {
			o := cycles.Options{MaxLength: c.longest, Limit: -1, Workers: workers}
			b.Run(fmt.Sprintf("count/%s-%d/%d", c.name, c.longest, workers), func(b *testing.B) { counted(b, c.n, o) })
			b.Run(fmt.Sprintf("each/%s-%d/%d", c.name, c.longest, workers), func(b *testing.B) { each(b, c.n, o) })
		}
	}
}

// BenchmarkStrongest is the thousand strongest cycles: without a ranked search, all are told and the best are kept in a heap.
func BenchmarkStrongest(b *testing.B) {
	n := nettest.Preferential(32_000, 4, 1)
	for _, limit := range []int{10, 1000} {
		o := cycles.Options{MaxLength: 5, Limit: limit, Workers: 1}
		b.Run(fmt.Sprintf("preferential32k-5/%d", limit), func(b *testing.B) {
			for b.Loop() {
				if r, err := cycles.Find(b.Context(), n, o); err != nil || len(r.Cycles) != limit {
					b.Fatal(len(r.Cycles), err)
				}
			}
		})
	}
	b.Run("preferential32k-5/1000-of-all", func(b *testing.B) {
		for b.Loop() {
			strongestOfAll(b, n, 5, 1000)
		}
	})
}

// BenchmarkGrowth is time and cycles by size, at about the same degree.
func BenchmarkGrowth(b *testing.B) {
	for _, arcs := range []int{1_000, 10_000, 100_000, 1_000_000} {
		if testing.Short() && arcs > 100_000 {
			b.Skip("a million arcs take a while to make")
		}
		for _, name := range []string{"scattered", "preferential"} {
			n := nettest.Preferential(arcs/5, 5, 1)
			if name == "scattered" {
				n = nettest.Scattered(arcs/5, arcs, 1)
			}
			b.Run(fmt.Sprintf("count-4/%s/%d", name, arcs), func(b *testing.B) { counted(b, n, cycles.Options{MaxLength: 4, Workers: 1}) })
			b.Run(fmt.Sprintf("top100-5/%s/%d", name, arcs), func(b *testing.B) {
				for b.Loop() {
					if _, err := cycles.Find(b.Context(), n, cycles.Options{MaxLength: 5, Workers: 1}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func each(b *testing.B, n *graph.Network, o cycles.Options) {
	b.ReportAllocs()
	n.Adjacency()
	found := 0
	for b.Loop() {
		found = 0
		for _, err := range cycles.Each(b.Context(), n, o) {
			if err != nil {
				b.Fatal(err)
			}
			found++
		}
	}
	reportCycles(b, found)
}

func counted(b *testing.B, n *graph.Network, o cycles.Options) {
	b.ReportAllocs()
	n.Adjacency()
	var t cycles.Tally
	for b.Loop() {
		var err error
		if t, err = cycles.Count(b.Context(), n, o); err != nil {
			b.Fatal(err)
		}
	}
	reportCycles(b, int(t.Cycles))
}

func reportCycles(b *testing.B, found int) {
	b.ReportMetric(float64(found), "cycles")
	b.ReportMetric(float64(found)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mcycles/s")
}

// gonumDFS is the search that a user of gonum writes: from each party, depth first, cut at the bound, told from the smallest id.
func gonumDFS(n *graph.Network, longest int) int {
	var g gonum.Directed = n.Gonum()
	found := 0
	visited := map[int64]bool{}
	var walk func(root, v int64, depth int)
	walk = func(root, v int64, depth int) {
		for it := g.From(v); it.Next(); {
			x := it.Node().ID()
			switch {
			case x == root:
				found++
			case x > root && depth < longest && !visited[x]:
				visited[x] = true
				walk(root, x, depth+1)
				delete(visited, x)
			}
		}
	}
	for it := g.Nodes(); it.Next(); {
		walk(it.Node().ID(), it.Node().ID(), 1)
	}
	return found
}

// bottlenecks is a heap with the smallest on top.
type bottlenecks []int64

func (h bottlenecks) Len() int           { return len(h) }
func (h bottlenecks) Less(i, j int) bool { return h[i] < h[j] }
func (h bottlenecks) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *bottlenecks) Push(x any)        { *h = append(*h, x.(int64)) }
func (h *bottlenecks) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// strongestOfAll is the ranked search without one: every cycle is told, and the best are kept.
func strongestOfAll(b *testing.B, n *graph.Network, longest, limit int) bottlenecks {
	a := n.Adjacency()
	best := bottlenecks{}
	for path, err := range cycles.Each(b.Context(), n, cycles.Options{MaxLength: longest, Limit: -1, Workers: 1}) {
		if err != nil {
			b.Fatal(err)
		}
		least := int64(1) << 62
		for i, u := range path {
			h, _ := a.Hop(u, path[(i+1)%len(path)])
			least = min(least, a.Amount[h])
		}
		if len(best) < limit {
			heap.Push(&best, least)
		} else if least > best[0] {
			best[0] = least
			heap.Fix(&best, 0)
		}
	}
	return best
}
