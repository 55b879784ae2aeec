package graph_test

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// multigraphs calls f with small random networks with parallel arcs, unknown amounts and deals of parties with themselves.
func multigraphs(t *testing.T, count int, f func(r *rand.Rand, n *graph.Network)) {
	t.Helper()
	r := rand.New(rand.NewPCG(11, 4))
	for seed := range uint64(count) {
		order := 1 + r.IntN(9)
		n := nettest.Random(seed, nettest.Shape{
			Parties: order, Arcs: r.IntN(3*order + 1), Unknown: r.Float64() / 2, Self: r.Float64() / 3, Hubs: seed%2 == 0,
		})
		f(r, n)
		if t.Failed() {
			t.Fatalf("seed %d, %d parties, %d arcs", seed, n.Order(), n.Size())
		}
	}
}

// The merged arcs against maps that are filled arc by arc.
func TestAdjacencyAgainstArcs(t *testing.T) {
	parallel, unknown, self := 0, 0, 0
	multigraphs(t, 2000, func(_ *rand.Rand, n *graph.Network) {
		type pair struct{ from, to int32 }
		var want graph.Adjacency
		amount, hidden, arcs := map[pair]int64{}, map[pair]int32{}, map[pair][]int{}
		for a := range n.Arcs() {
			p := pair{int32(a.From), int32(a.To)}
			arcs[p] = append(arcs[p], a.ID)
			if a.Known {
				amount[p] += a.Amount
			} else {
				hidden[p]++
				unknown++
			}
		}
		pairs := slices.SortedFunc(maps.Keys(arcs), func(p, q pair) int {
			return cmp.Or(cmp.Compare(p.from, q.from), cmp.Compare(p.to, q.to))
		})
		want.First = []int32{}
		for _, p := range pairs {
			ids := arcs[p]
			if ids[len(ids)-1]-ids[0] != len(ids)-1 {
				t.Errorf("the arcs %v of one hop do not stand together", ids)
			}
			want.From, want.To = append(want.From, p.from), append(want.To, p.to)
			want.First, want.Amount, want.Unknown = append(want.First, int32(ids[0])), append(want.Amount, amount[p]), append(want.Unknown, hidden[p])
			if len(ids) > 1 {
				parallel++
			}
			if p.from == p.to {
				self++
			}
		}
		want.First = append(want.First, int32(n.Size()))
		for v := range int32(n.Order() + 1) { // starts by counting what lies before
			var out, in int32
			for _, p := range pairs {
				if p.from < v {
					out++
				}
				if p.to < v {
					in++
				}
			}
			want.Start, want.InStart = append(want.Start, out), append(want.InStart, in)
		}
		for v := range int32(n.Order()) {
			for h, p := range pairs {
				if p.to == v {
					want.In = append(want.In, int32(h))
				}
			}
		}
		got := n.Adjacency()
		if d := gocmp.Diff(&want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("adjacency (-want +got):\n%s", d)
		}
		if got.Order() != n.Order() || got.Hops() != len(pairs) {
			t.Errorf("%d parties and %d hops, want %d and %d", got.Order(), got.Hops(), n.Order(), len(pairs))
		}
		for u := range int32(n.Order()) {
			for v := range int32(n.Order()) {
				place := slices.Index(pairs, pair{u, v})
				h, ok := got.Hop(graph.Node(u), graph.Node(v))
				if ok != (place >= 0) || ok && h != place {
					t.Errorf("hop from %d to %d is %d, %v; want %d", u, v, h, ok, place)
				}
			}
		}
	})
	if parallel < 1000 || unknown < 1000 || self < 1000 {
		t.Errorf("%d hops of several arcs, %d unknown amounts, %d hops to oneself: too few to tell", parallel, unknown, self)
	}
}

func TestAdjacencyOfLittle(t *testing.T) {
	for _, c := range []struct {
		name string
		n    *graph.Network
		want graph.Adjacency
	}{
		{"no party", graph.New(nil, nil), graph.Adjacency{Start: []int32{0}, InStart: []int32{0}, First: []int32{0}}},
		{"one party", nettest.Parse("a"), graph.Adjacency{Start: []int32{0, 0}, InStart: []int32{0, 0}, First: []int32{0}}},
		{"one party with itself, twice", nettest.Parse("a > a loan 5; a > a loan ?"), graph.Adjacency{
			Start: []int32{0, 1}, From: []int32{0}, To: []int32{0}, First: []int32{0, 2}, InStart: []int32{0, 1}, In: []int32{0},
			Amount: []int64{500}, Unknown: []int32{1},
		}},
	} {
		if d := gocmp.Diff(&c.want, c.n.Adjacency(), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if got := c.n.Components(); (len(got) == 1) != (c.n.Size() > 0) {
			t.Errorf("%s: components %v", c.name, got)
		}
	}
}

// Many may ask first; all get the same. The race detector says the rest.
func TestAdjacencyConcurrently(t *testing.T) {
	for seed := range uint64(20) {
		n := nettest.Random(seed, nettest.Shape{Parties: 50, Arcs: 400})
		got := make([]*graph.Adjacency, 8)
		hops := make([]int, len(got))
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				got[i] = n.Adjacency()
				hops[i] = got[i].Hops() + len(n.Components())
			})
		}
		all.Wait()
		for i := range got {
			if got[i] != got[0] || hops[i] != hops[0] {
				t.Fatalf("seed %d: the first and the %dth to ask got different answers", seed, i+1)
			}
		}
	}
}

// Keep takes arcs out and leaves everything else: parties, the order of arcs, what the network was made of.
func TestKeep(t *testing.T) {
	multigraphs(t, 500, func(r *rand.Rand, n *graph.Network) {
		n.View, n.Ledger = graph.View{Basis: graph.Firm, Currency: "EUR"}, &deals.Ledger{Name: "l"}
		n.Warnings = []graph.Warning{{Code: graph.WarnEstimate, Msg: "about nothing"}}
		before := slices.Collect(n.Arcs())
		n.Adjacency() // must not be handed on
		keep := make([]bool, n.Size())
		var want []graph.Arc
		for i, a := range before {
			if keep[i] = r.IntN(2) == 0; keep[i] {
				a.ID = len(want)
				want = append(want, a)
			}
		}
		out := n.Keep(func(a graph.Arc) bool { return keep[a.ID] })
		byPointer := gocmp.Comparer(func(a, b *deals.Leg) bool { return a == b })
		if d := gocmp.Diff(want, slices.Collect(out.Arcs()), byPointer, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("arcs kept (-want +got):\n%s", d)
		}
		if d := gocmp.Diff(before, slices.Collect(n.Arcs()), byPointer, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("the network itself changed (-before +after):\n%s", d)
		}
		if out.Order() != n.Order() || out.Ledger != n.Ledger || !gocmp.Equal(out.View, n.View) || len(out.Warnings) != 1 || out.Warnings[0].Msg != n.Warnings[0].Msg {
			t.Errorf("%d parties, view %v, %d warnings", out.Order(), out.View, len(out.Warnings))
		}
		for v := range graph.Node(n.Order()) {
			if node, ok := out.Node(n.Party(v).ID); !ok || node != v || out.Party(v) != n.Party(v) {
				t.Errorf("party %s is at %d, was at %d", n.Party(v).ID, node, v)
			}
			var outgoing, incoming []int
			for _, a := range want {
				if a.From == v {
					outgoing = append(outgoing, a.ID)
				}
				if a.To == v {
					incoming = append(incoming, a.ID)
				}
			}
			for a := range out.Out(v) {
				if len(outgoing) == 0 || a.ID != outgoing[0] {
					t.Fatalf("arc %d leaves %d, want %v", a.ID, v, outgoing)
				}
				outgoing = outgoing[1:]
			}
			for a := range out.In(v) {
				if len(incoming) == 0 || a.ID != incoming[0] {
					t.Fatalf("arc %d reaches %d, want %v", a.ID, v, incoming)
				}
				incoming = incoming[1:]
			}
			if len(outgoing)+len(incoming) > 0 {
				t.Errorf("arcs %v and %v of %d are missing", outgoing, incoming, v)
			}
		}
		if a := out.Adjacency(); int(a.First[a.Hops()]) != len(want) {
			t.Errorf("the adjacency has %d arcs, want %d", a.First[a.Hops()], len(want))
		}
	})
}
