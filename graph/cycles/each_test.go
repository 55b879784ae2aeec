package cycles_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"
)

// paths lists what Each yields, each told from its smallest party, in the order of the tellings.
func paths(t *testing.T, n *graph.Network, o cycles.Options) [][]graph.Node {
	t.Helper()
	out := raw(t, n, o)
	for i, p := range out {
		first := slices.Index(p, slices.Min(p))
		out[i] = append(slices.Clone(p[first:]), p[:first]...)
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

// raw lists what Each yields as it comes.
func raw(t *testing.T, n *graph.Network, o cycles.Options) [][]graph.Node {
	t.Helper()
	if o.Limit == 0 {
		o.Limit = -1
	}
	var out [][]graph.Node
	for p, err := range cycles.Each(t.Context(), n, o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, slices.Clone(p))
	}
	return out
}

func bruteParties(n *graph.Network, longest int) [][]graph.Node {
	var out [][]graph.Node
	for _, c := range brute(n, longest) {
		out = append(out, c.Parties)
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

// TestEachAgainstBruteForce: bounds below eight prune by distance, those above learn, and none is a bound of its own.
func TestEachAgainstBruteForce(t *testing.T) {
	total := 0
	for i := range 12_000 {
		s := shape(i)
		if i%3 == 2 { // some larger and sparser, where the long search has dead ends to learn from
			s.Parties = 9 + i%6
			s.Arcs = s.Parties * (3 + i/5%3) / 2
		}
		n := nettest.Random(uint64(i), s)
		for _, longest := range []int{1 + i%9, 9, 10, n.Order() + 9, -1} {
			bound := longest
			if bound < 0 {
				bound = n.Order()
			}
			want := bruteParties(n, bound)
			got := paths(t, n, cycles.Options{MaxLength: longest, Workers: 1})
			if d := diff(want, got); d != "" {
				t.Fatalf("network %d, at most %d: (-brute +each)\n%s", i, longest, d)
			}
			total += len(got)
			check := func(o cycles.Options) {
				tally, err := cycles.Count(t.Context(), n, o)
				if err != nil || tally.Cycles != uint64(len(want)) || tally.Combinations != combinations(n, want) {
					t.Fatalf("network %d, at most %d, counted %+v of %d cycles, %d combinations: %v", i, longest, tally, len(want), combinations(n, want), err)
				}
			}
			check(cycles.Options{MaxLength: longest, Workers: 1 + i%3})
		}
	}
	if total < 100_000 {
		t.Errorf("only %d cycles were compared", total)
	}
}

func combinations(n *graph.Network, paths [][]graph.Node) uint64 {
	sum := uint64(0)
	for _, p := range paths {
		product := uint64(1)
		for i, u := range p {
			k := 0
			for range n.Between(u, p[(i+1)%len(p)]) {
				k++
			}
			product *= uint64(k)
		}
		sum += product
	}
	return sum
}

// TestLongSearch compares the long search with the short one's answer on networks too large for brute force, and with the
// ranked search, which shares no pruning with either.
func TestLongSearch(t *testing.T) {
	for i := range 150 {
		n := nettest.Random(uint64(i), nettest.Shape{Parties: 14 + i%12, Arcs: 30 + i%20, Hubs: i%2 == 0})
		for _, longest := range []int{9, 11, 14, -1} {
			var want [][]graph.Node
			for _, c := range all(t, n, cycles.Options{MaxLength: longest}) {
				var p []graph.Node
				for _, h := range c.Hops {
					p = append(p, h.From)
				}
				want = append(want, p)
			}
			slices.SortFunc(want, slices.Compare)
			if d := diff(want, paths(t, n, cycles.Options{MaxLength: longest})); d != "" {
				t.Fatalf("network %d, at most %d: (-ranked +each)\n%s", i, longest, d)
			}
		}
	}
}

// TestWorkersMakeNoDifference: the same cycles in the same order, and the same counts.
func TestWorkersMakeNoDifference(t *testing.T) {
	for i, n := range []*graph.Network{
		nettest.Random(3, nettest.Shape{Parties: 300, Arcs: 2000, Hubs: true}),
		nettest.Random(4, nettest.Shape{Parties: 60, Arcs: 400, Hubs: true, Unknown: 0.3, Amounts: 5}),
		nettest.Complete(8),
		nettest.Trust(), // whose first roots are worth sharing
	} {
		o := cycles.Options{MaxLength: []int{4, 5, -1, 4}[i], Limit: 20_000, Workers: 1}
		first := func(o cycles.Options) (string, string) {
			var each, ranked []byte
			for p, err := range cycles.Each(t.Context(), n, o) {
				each = fmt.Appendln(each, p, err)
			}
			o.Limit = 500
			for c, err := range cycles.Ranked(t.Context(), n, o) {
				ranked = fmt.Appendln(ranked, c, err)
			}
			return string(each), string(ranked)
		}
		each, ranked := first(o)
		tally, err := cycles.Count(t.Context(), n, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, o.Workers = range []int{2, 3, 8} {
			again, againRanked := first(o)
			if each != again || ranked != againRanked {
				t.Errorf("network %d: %d workers gave another list", i, o.Workers)
			}
			if other, err := cycles.Count(t.Context(), n, o); err != nil || diff(tally, other) != "" {
				t.Errorf("network %d: %d workers counted %+v, one %+v, %v", i, o.Workers, other, tally, err)
			}
		}
	}
}

func TestEachFilters(t *testing.T) {
	for i := range 1200 {
		n := nettest.Random(uint64(i), shape(i))
		every := all(t, n, cycles.Options{MaxLength: -1})
		u, v := graph.Node(i%n.Order()), graph.Node(i/7%n.Order())
		passes := func(c cycles.Cycle, v graph.Node) bool {
			return slices.ContainsFunc(c.Hops, func(h cycles.Hop) bool { return h.From == v })
		}
		var deal deals.DealID
		inDeal := func(c cycles.Cycle) bool {
			return slices.ContainsFunc(c.Hops, func(h cycles.Hop) bool {
				return slices.ContainsFunc(h.Arcs, func(id int) bool { return n.Arc(id).Leg.Deal.ID == deal })
			})
		}
		cases := map[string]struct {
			o    cycles.Options
			keep func(cycles.Cycle) bool
		}{
			"one":    {cycles.Options{Through: []graph.Node{u}}, func(c cycles.Cycle) bool { return passes(c, u) }},
			"two":    {cycles.Options{Through: []graph.Node{u, v}}, func(c cycles.Cycle) bool { return passes(c, u) && passes(c, v) }},
			"strong": {cycles.Options{MinBottleneck: 300}, func(c cycles.Cycle) bool { return c.Bound != cycles.Open && c.Bottleneck >= 300 }},
			"funded": {cycles.Options{Classes: []cycles.Class{cycles.SupplierFunded}}, func(c cycles.Cycle) bool { return c.Is(cycles.SupplierFunded) }},
		}
		if n.Size() > 0 {
			deal = n.Arc(i % n.Size()).Leg.Deal.ID
			cases["deal"] = struct {
				o    cycles.Options
				keep func(cycles.Cycle) bool
			}{cycles.Options{Deals: []deals.LegRef{{Deal: deal}}}, inDeal}
		}
		for name, c := range cases {
			var want [][]graph.Node
			for _, x := range every {
				if c.keep(x) {
					var p []graph.Node
					for _, h := range x.Hops {
						p = append(p, h.From)
					}
					want = append(want, p)
				}
			}
			slices.SortFunc(want, slices.Compare)
			for _, longest := range []int{8, -1, 9} { // no network here has more than seven parties
				c.o.MaxLength = longest
				if d := diff(want, paths(t, n, c.o)); d != "" {
					t.Fatalf("network %d, %s, %d: (-want +each)\n%s", i, name, longest, d)
				}
				if tally, err := cycles.Count(t.Context(), n, c.o); err != nil || int(tally.Cycles) != len(want) {
					t.Fatalf("network %d, %s: counted %d of %d, %v", i, name, tally.Cycles, len(want), err)
				}
			}
			ranked := all(t, n, c.o)
			if len(ranked) != len(want) {
				t.Fatalf("network %d, %s: ranked %d of %d", i, name, len(ranked), len(want))
			}
		}
	}
}

// TestCompleteNetworks: Σ C(k,j)·(j−1)! cycles of j ≥ 2 parties.
func TestCompleteNetworksAreCounted(t *testing.T) {
	for k := 2; k <= 9; k++ {
		tally, err := cycles.Count(t.Context(), nettest.Complete(k), cycles.Options{MaxLength: -1})
		if err != nil {
			t.Fatal(err)
		}
		choose, factorial := uint64(k), uint64(1) // C(k,1), 0!
		for j := 2; j <= k; j++ {
			choose = choose * uint64(k-j+1) / uint64(j)
			factorial *= uint64(j - 1)
			if tally.ByLength[j] != choose*factorial {
				t.Errorf("complete %d: %d cycles of %d parties, not %d", k, tally.ByLength[j], j, choose*factorial)
			}
		}
	}
}

// TestTraps are networks on which searches without the right pruning never end.
func TestTraps(t *testing.T) {
	for _, c := range []struct {
		name string
		n    *graph.Network
		o    cycles.Options
		want uint64
	}{
		{"closed diamonds, one too short", nettest.Diamonds(40, true), cycles.Options{MaxLength: 80}, 0},
		{"open diamonds, no bound", nettest.Diamonds(60, false), cycles.Options{MaxLength: -1}, 1},
		{"open diamonds, a long bound", nettest.Diamonds(60, false), cycles.Options{MaxLength: 100}, 1},
		{"closed diamonds, all", nettest.Diamonds(12, true), cycles.Options{MaxLength: -1}, 1 << 12},
		{"a ring", nettest.Ring(20_000), cycles.Options{MaxLength: -1}, 1},
		// each diamond has 4 cycles of 2, and 2 of 4; one of them is the triangle
		{"a triangle with a chain of diamonds both ways", trap(60), cycles.Options{MaxLength: -1}, 1 + 60*(4+2)},
		{"the same, and a long bound", trap(60), cycles.Options{MaxLength: 120}, 1 + 60*(4+2)},
	} {
		tally, err := cycles.Count(t.Context(), c.n, c.o)
		if err != nil || tally.Cycles != c.want {
			t.Errorf("%s: %d cycles, %v", c.name, tally.Cycles, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		c.o.Limit = 5000
		r, err := cycles.Find(ctx, c.n, c.o)
		cancel()
		if err != nil || uint64(len(r.Cycles)) != c.want {
			t.Errorf("%s: found %d cycles, %v", c.name, len(r.Cycles), err)
		}
	}
}

// trap is a triangle, at one party of which hangs a chain of diamonds that can be gone both ways: whoever enters it comes back
// only over the party by which they went in.
func trap(diamonds int) *graph.Network {
	arcs := []graph.Arc{}
	both := func(u, v graph.Node) {
		arcs = append(arcs, graph.Arc{From: u, To: v, Amount: 300, Known: true}, graph.Arc{From: v, To: u, Amount: 300, Known: true})
	}
	arcs = append(arcs, graph.Arc{From: 0, To: 1, Amount: 200, Known: true}, graph.Arc{From: 1, To: 2, Amount: 300, Known: true}, graph.Arc{From: 2, To: 0, Amount: 300, Known: true})
	at := graph.Node(2)
	for i := range diamonds {
		a := graph.Node(3 + 3*i)
		both(at, a)
		both(at, a+1)
		both(a, a+2)
		both(a+1, a+2)
		at = a + 2
	}
	parties := make([]*deals.Party, 3+3*diamonds)
	for v := range parties {
		parties[v] = &deals.Party{ID: nettest.Numbered(v)}
	}
	return graph.New(parties, arcs)
}

func TestEachStops(t *testing.T) {
	n := nettest.Complete(30) // about 10³² cycles
	var got int
	for p, err := range cycles.Each(t.Context(), n, cycles.Options{MaxLength: -1, Limit: 1000}) {
		var stop *cycles.StopError
		switch {
		case err == nil:
			got++
		case p != nil || !errors.As(err, &stop) || !errors.Is(err, cycles.ErrLimit):
			t.Errorf("%v: %v", p, err)
		case stop.Proved.String() != "the first 1000 cycles; there are more":
			t.Error(stop.Proved)
		}
	}
	if got != 1000 {
		t.Errorf("%d cycles", got)
	}
	for range cycles.Each(t.Context(), n, cycles.Options{MaxLength: -1}) {
		break // and no worker is left behind: the race detector and the end of the test would show it
	}
	for _, workers := range []int{1, 2} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		got = 0
		var last error
		for _, err := range cycles.Each(ctx, n, cycles.Options{MaxLength: -1, Limit: -1, Workers: workers}) {
			if got++; got == 5000 {
				cancel()
			}
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("%d workers: ended with %v", workers, last)
		}
		if _, err := cycles.Count(ctx, n, cycles.Options{Workers: workers}); !errors.Is(err, context.Canceled) {
			t.Errorf("counted with %v", err)
		}
	}
}

// TestStopsWithoutFinding: a search that finds nothing looks at the context too.
func TestStopsWithoutFinding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := cycles.Options{MaxLength: -1, Limit: -1, Classes: []cycles.Class{cycles.SelfDeal}} // there is none in it
	calls := 0
	o.Progress = func(int, int) { calls++ }
	done := make(chan error)
	go func() {
		_, err := cycles.Count(ctx, nettest.Complete(25), o)
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestManyParallelArcs(t *testing.T) {
	arcs := make([]graph.Arc, 0, 200_001)
	for range 200_000 {
		arcs = append(arcs, graph.Arc{From: 0, To: 1, Amount: 1, Known: true})
	}
	arcs = append(arcs, graph.Arc{From: 1, To: 0, Amount: 5, Known: true})
	n := graph.New([]*deals.Party{{ID: "a"}, {ID: "b"}}, arcs)
	tally, err := cycles.Count(t.Context(), n, cycles.Options{})
	if err != nil || tally.Cycles != 1 || tally.Combinations != 200_000 {
		t.Errorf("%+v %v", tally, err)
	}
}

// TestCombinationsStayBelowTheLargestNumber: 65 hops of two arcs each are 2⁶⁵ combinations.
func TestCombinationsStayBelowTheLargestNumber(t *testing.T) {
	var parties []*deals.Party
	var arcs []graph.Arc
	for i := range 65 {
		parties = append(parties, &deals.Party{ID: nettest.Numbered(i)})
		for range 2 {
			arcs = append(arcs, graph.Arc{From: graph.Node(i), To: graph.Node((i + 1) % 65), Amount: 1, Known: true})
		}
	}
	tally, err := cycles.Count(t.Context(), graph.New(parties, arcs), cycles.Options{MaxLength: -1})
	if err != nil || tally.Cycles != 1 || !tally.Full {
		t.Errorf("%+v %v", tally, err)
	}
	if r, err := cycles.Find(t.Context(), graph.New(parties, arcs), cycles.Options{MaxLength: -1}); err != nil || len(r.Cycles) != 1 || r.Cycles[0].Len() != 65 {
		t.Errorf("ranked: %d cycles, %v", len(r.Cycles), err)
	}
}

// TestBoundsAgree: with any bound, the counts by length are those without one, cut off. Barriers with a budget and barriers
// without are different rules, and the short search has none.
func TestBoundsAgree(t *testing.T) {
	total := uint64(0)
	for i := range 60 {
		n := nettest.Random(uint64(i), nettest.Shape{Parties: 20 + i%6, Arcs: 62 + i%8})
		all, err := cycles.Count(t.Context(), n, cycles.Options{MaxLength: -1})
		if err != nil {
			t.Fatal(err)
		}
		for bound := 1; bound < len(all.ByLength); bound++ {
			some, err := cycles.Count(t.Context(), n, cycles.Options{MaxLength: bound})
			if err != nil {
				t.Fatal(err)
			}
			if d := diff(all.ByLength[:bound+1], some.ByLength[:bound+1]); d != "" {
				t.Fatalf("network %d, at most %d: (-all +bounded)\n%s", i, bound, d)
			}
		}
		total += all.Cycles
	}
	if total < 50_000 {
		t.Errorf("only %d cycles", total)
	}
}
