package graph_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/graph/topo"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// componentsByClosure finds components by who can reach whom, over the pairs of parties that allowed accepts.
func componentsByClosure(n *graph.Network, allowed func(u, v graph.Node) bool) [][]graph.Node {
	order := n.Order()
	reach := make([][]bool, order)
	for v := range reach {
		reach[v] = make([]bool, order)
	}
	for a := range n.Arcs() {
		if !n.Party(a.From).Outside() && !n.Party(a.To).Outside() && allowed(a.From, a.To) {
			reach[a.From][a.To] = true
		}
	}
	for k := range order {
		for i := range order {
			for j := range order {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	var out [][]graph.Node
	seen := make([]bool, order)
	for v := range order {
		if seen[v] || !reach[v][v] { // whoever is in a component comes back to itself
			continue
		}
		var c []graph.Node
		for w := v; w < order; w++ {
			if w == v || reach[v][w] && reach[w][v] {
				c, seen[w] = append(c, graph.Node(w)), true
			}
		}
		out = append(out, c)
	}
	return out
}

func TestComponentsAgainstClosure(t *testing.T) {
	components, outside, filtered := 0, 0, 0
	multigraphs(t, 2000, func(r *rand.Rand, n *graph.Network) {
		share := []float64{0, 0.2}[r.IntN(2)]
		for v := range graph.Node(n.Order()) {
			if r.Float64() < share {
				n.Party(v).Sector = deals.SectorOutside
				outside++
			}
		}
		all := componentsByClosure(n, func(_, _ graph.Node) bool { return true })
		if d := gocmp.Diff(all, n.Components(), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("components (-want +got):\n%s", d)
		}
		components += len(all)
		a := n.Adjacency()
		keep := make([]bool, a.Hops())
		for h := range keep {
			keep[h] = r.IntN(4) > 0
		}
		some := componentsByClosure(n, func(u, v graph.Node) bool {
			h, ok := a.Hop(u, v)
			return ok && keep[h]
		})
		if d := gocmp.Diff(some, n.ComponentsOf(func(h int) bool { return keep[h] }), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("components of kept hops (-want +got):\n%s", d)
		}
		if !gocmp.Equal(all, some) {
			filtered++
		}
	})
	if components < 1000 || outside < 500 || filtered < 300 {
		t.Errorf("%d components, %d parties outside, %d networks changed by a filter: too few to tell", components, outside, filtered)
	}
}

// A party outside is never passed through, and a deal with oneself is a component of its own.
func TestComponentsByHand(t *testing.T) {
	n := nettest.Parse(`
		a > b loan 1; b > market equity 1; market > a equity 1   # only by way of the market
		c > d loan 1; d > c equity 1; d > e loan 1; e > e loan ? # two, and one with itself
		market > market loan 1; f > a loan 1`)
	market, _ := n.Node("market")
	if got := n.Components(); len(got) != 3 || len(got[0]) != 3 {
		t.Errorf("with the market inside: %v", got)
	}
	n.Party(market).Sector = deals.SectorOutside
	c, _ := n.Node("c")
	want := [][]graph.Node{{c, c + 1}, {c + 2}}
	if d := gocmp.Diff(want, n.Components()); d != "" {
		t.Errorf("with the market outside (-want +got):\n%s", d)
	}
}

// gonum's components, sorted as ours: two parties or more, and single ones with an arc to themselves.
func gonumComponents(n *graph.Network) [][]graph.Node {
	var out [][]graph.Node
	for _, members := range topo.TarjanSCC(n.Gonum()) {
		c := make([]graph.Node, len(members))
		for i, m := range members {
			c[i] = graph.Node(m.ID())
		}
		slices.Sort(c)
		if _, self := n.Adjacency().Hop(c[0], c[0]); len(c) > 1 || self {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b []graph.Node) int { return int(a[0] - b[0]) })
	return out
}

func TestComponentsAgainstGonum(t *testing.T) {
	check := func(name string, n *graph.Network) {
		t.Helper()
		if d := gocmp.Diff(gonumComponents(n), n.Components(), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-gonum +ours):\n%s", name, d)
		}
	}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		order := 20 + r.IntN(80)
		check("random", nettest.Random(seed, nettest.Shape{Parties: order, Arcs: order/2 + r.IntN(2*order), Self: 0.02, Hubs: seed%2 == 0}))
	}
	check("scattered", nettest.Scattered(3000, 4500, 1))
	check("communities", nettest.Communities(3000, 1))
	check("trust", nettest.Trust())
}

// chain is a million parties, each of which pays the next; the last pays the first if it is closed.
func chain(length int, closed bool) *graph.Network {
	parties := make([]*deals.Party, length)
	arcs := make([]graph.Arc, 0, length)
	for v := range length {
		parties[v] = &deals.Party{ID: nettest.Numbered(v)}
		if v+1 < length || closed {
			arcs = append(arcs, graph.Arc{From: graph.Node(v), To: graph.Node((v + 1) % length), Amount: 100, Known: true})
		}
	}
	return graph.New(parties, arcs)
}

func TestComponentsOfALongChain(t *testing.T) {
	length := 1_000_000 // ids have six digits, so that their order is that of their numbers
	if testing.Short() {
		length = 100_000
	}
	if got := chain(length, false).Components(); len(got) > 0 {
		t.Errorf("an open chain has %d components", len(got))
	}
	got := chain(length, true).Components()
	if len(got) != 1 || len(got[0]) != length || !slices.IsSorted(got[0]) {
		t.Errorf("a closed chain has %d components", len(got))
	}
}

// BenchmarkComponents finds the components of a million arcs, from a network that has just been made: the time includes
// Adjacency. Copying the network, so that it has none yet, is not timed. gonum's finds them in its view of the same network.
func BenchmarkComponents(b *testing.B) {
	for _, c := range []struct {
		name string
		make func() *graph.Network
	}{
		{"scattered", func() *graph.Network { return nettest.Scattered(500_000, 1_000_000, 1) }},
		{"preferential", func() *graph.Network { return nettest.Preferential(250_000, 4, 1) }},
	} {
		var n *graph.Network
		network := func() *graph.Network {
			if n == nil {
				n = c.make()
			}
			return n
		}
		b.Run(c.name+"/ours", func(b *testing.B) {
			n := network()
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				fresh := n.Keep(func(graph.Arc) bool { return true })
				b.StartTimer()
				fresh.Components()
			}
			b.ReportMetric(float64(n.Size())*float64(b.N)/b.Elapsed().Seconds(), "arcs/s")
		})
		b.Run(c.name+"/gonum", func(b *testing.B) {
			n := network()
			g := n.Gonum()
			b.ReportAllocs()
			for b.Loop() {
				topo.TarjanSCC(g)
			}
			b.ReportMetric(float64(n.Size())*float64(b.N)/b.Elapsed().Seconds(), "arcs/s")
		})
	}
}
