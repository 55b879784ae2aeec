package nettest_test

import (
	"fmt"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

// large are the networks that are drawn at random, in the sizes of the benchmarks but for the largest.
var large = []struct {
	name string
	make func() *graph.Network
}{
	{"trust", nettest.Trust},
	{"laundering", nettest.Laundering},
	{"preferential 4k", func() *graph.Network { return nettest.Preferential(4000, 4, 1) }},
	{"scattered 2k", func() *graph.Network { return nettest.Scattered(2000, 20_000, 1) }},
	{"scattered 80k", func() *graph.Network { return nettest.Scattered(80_000, 400_000, 1) }},
	{"communities 20k", func() *graph.Network { return nettest.Communities(20_000, 1) }},
}

// TestLarge holds sizes and counts against what the documentation says, and the counts also against the networks whose shape
// these have: Bitcoin OTC has 52,681 cycles of at most three parties and 1,097,545 of at most four, the AMLSim network 4,215 of
// at most four, and networks of Erdős and Rényi with d arcs a party d²/2 + d³/3 + d⁴/4 in the mean.
func TestLarge(t *testing.T) {
	for i, want := range []struct {
		order, least, most int    // parties; arcs
		cycles, original   [5]int // by the most parties in them; 0 is not said
	}{
		{5881, 35_592, 35_592, [5]int{3: 44_248, 4: 1_031_576}, [5]int{3: 52_681, 4: 1_097_545}},
		{11_000, 118_000, 118_000, [5]int{4: 4_364}, [5]int{4: 4_215}},
		{4000, 15_000, 16_000, [5]int{}, [5]int{}},
		{2000, 20_000, 20_000, [5]int{}, [5]int{4: 2_883}},
		{80_000, 400_000, 400_000, [5]int{}, [5]int{4: 210}},
		{20_000, 20_000, 30_000, [5]int{}, [5]int{}},
	} {
		name, n := large[i].name, large[i].make()
		if n.Order() != want.order || n.Size() < want.least || n.Size() > want.most {
			t.Errorf("%s: %d parties, %d arcs", name, n.Order(), n.Size())
		}
		for k, got := range upToFour(n) {
			if c := want.cycles[k]; c > 0 && got != c {
				t.Errorf("%s: %d cycles of at most %d parties, want %d", name, got, k, c)
			}
			if c := want.original[k]; c > 0 && (got < c*2/3 || got > c*3/2) {
				t.Errorf("%s: %d cycles of at most %d parties, the original has %d", name, got, k, c)
			}
		}
		checkArcs(t, name, n)
	}
}

// checkArcs holds a network against what is promised of all: no party deals with itself, no arcs are parallel, every amount is
// known, and ties are rare.
func checkArcs(t *testing.T, name string, n *graph.Network) {
	t.Helper()
	amounts := map[int64]bool{}
	var last graph.Arc
	for a := range n.Arcs() {
		if a.From == a.To || !a.Known || a.Amount < 1<<20 || a.Amount >= 1<<37 {
			t.Fatalf("%s: %+v", name, a)
		}
		if a.ID > 0 && a.From == last.From && a.To == last.To {
			t.Fatalf("%s: two arcs from %d to %d", name, a.From, a.To)
		}
		amounts[a.Amount], last = true, a
	}
	if ties := n.Size() - len(amounts); ties > n.Size()/100 {
		t.Errorf("%s: %d of %d amounts stand twice", name, ties, n.Size())
	}
}

func TestLargeAreSeeded(t *testing.T) {
	for _, l := range large {
		if l.name != "scattered 80k" && !cmp.Equal(plain(l.make()), plain(l.make())) {
			t.Errorf("%s: two networks of one seed differ", l.name)
		}
	}
	for name, draw := range map[string]func(seed uint64) *graph.Network{
		"preferential": func(seed uint64) *graph.Network { return nettest.Preferential(50, 4, seed) },
		"scattered":    func(seed uint64) *graph.Network { return nettest.Scattered(50, 200, seed) },
		"communities":  func(seed uint64) *graph.Network { return nettest.Communities(50, seed) },
	} {
		if cmp.Equal(plain(draw(1)), plain(draw(2))) {
			t.Errorf("%s: two seeds gave one network", name)
		}
	}
}

// plain writes a network down without legs.
func plain(n *graph.Network) []string {
	out := []string{fmt.Sprint(n.Order())}
	for a := range n.Arcs() {
		out = append(out, fmt.Sprint(a.From, a.To, a.Amount))
	}
	return out
}

func TestScatteredFillsUp(t *testing.T) {
	if n := nettest.Scattered(6, 30, 1); n.Size() != 30 {
		t.Errorf("%d arcs of 30", n.Size())
	}
	defer func() {
		if recover() == nil {
			t.Error("31 arcs between 6 parties")
		}
	}()
	nettest.Scattered(6, 31, 1)
}

// upToFour counts the cycles of at most 2, 3 and 4 parties without searching for one. In a network without parallel arcs and
// deals of a party with itself, let A be the matrix of arcs and r the number of partners with whom a party deals both ways.
// Closed walks of 2 and 3 steps are cycles; of those of 4 steps, 2Σr² − Σr turn round at a partner. So there are tr A²/2,
// tr A³/3 and (tr A⁴ − 2Σr² + Σr)/4.
func upToFour(n *graph.Network) [5]int {
	order := n.Order()
	out, in := make([][]int32, order), make([][]int32, order)
	for a := range n.Arcs() {
		out[a.From] = append(out[a.From], int32(a.To))
		in[a.To] = append(in[a.To], int32(a.From))
	}
	pays, two := make([]int, order), make([]int, order) // steps from u in one and in two
	var trace [5]int
	turns := 0
	for u := range order {
		spread(out, u, pays, two, 1)
		r := 0
		for _, p := range in[u] {
			r += pays[p]
			trace[3] += two[p]
			for _, q := range in[p] {
				trace[4] += two[q]
			}
		}
		trace[2] += r
		turns += 2*r*r - r
		spread(out, u, pays, two, 0)
	}
	two2, three, four := trace[2]/2, trace[3]/3, (trace[4]-turns)/4
	return [5]int{2: two2, 3: two2 + three, 4: two2 + three + four}
}

// spread counts the ways from u in one and two steps, or sets them back to 0.
func spread(out [][]int32, u int, one, two []int, by int) {
	for _, v := range out[u] {
		one[v] = by
		for _, w := range out[v] {
			two[w] = by * (two[w] + 1)
		}
	}
}

func BenchmarkMake(b *testing.B) {
	for _, c := range []struct {
		name string
		make func() *graph.Network
	}{
		{"trust", nettest.Trust},
		{"laundering", nettest.Laundering},
		{"preferential200k-1M", func() *graph.Network { return nettest.Preferential(200_000, 5, 1) }},
		{"scattered200k-1M", func() *graph.Network { return nettest.Scattered(200_000, 1_000_000, 1) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.make()
			}
		})
	}
}
