package nettest_test

import (
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

// byLength counts the cycles of a small network by the number of their parties, by trying every sequence of different parties
// of which the first is the least.
func byLength(n *graph.Network) map[int]int {
	count := map[int]int{}
	on := make([]bool, n.Order())
	var extend func(first, v graph.Node, length int)
	extend = func(first, v graph.Node, length int) {
		on[v] = true
		for a := range n.Out(v) {
			if a.To == first {
				count[length]++
			} else if a.To > first && !on[a.To] {
				extend(first, a.To, length+1)
			}
		}
		on[v] = false
	}
	for v := range n.Order() {
		extend(graph.Node(v), graph.Node(v), 1)
	}
	return count
}

func TestKnownCounts(t *testing.T) {
	for _, c := range []struct {
		name        string
		n           *graph.Network
		order, size int
		want        map[int]int // cycles by number of parties
	}{
		{"ring", nettest.RingWithChords(9, 0), 9, 9, map[int]int{9: 1}},
		{"a chord that leaves one out", nettest.RingWithChords(4, 1), 4, 5, map[int]int{3: 1, 4: 1}},
		{"and one that leads back", nettest.RingWithChords(7, 2), 7, 9, map[int]int{3: 1, 6: 1, 7: 1}},
		{"five chords", nettest.RingWithChords(16, 5), 16, 21, map[int]int{3: 2, 13: 1, 14: 3, 15: 3, 16: 1}},
		{"longer stretches", nettest.RingWithChords(11, 2), 11, 13, map[int]int{5: 1, 10: 1, 11: 1}},
		{"a thousand with 12 chords", nettest.RingWithChords(1000, 12), 1000, 1012, map[int]int{83: 6, 994: 1, 995: 6, 996: 15, 997: 20, 998: 15, 999: 6, 1000: 1}},
		{"no diamonds", nettest.DeadEnds(0), 2, 2, map[int]int{2: 1}},
		{"a diamond", nettest.DeadEnds(1), 5, 8, map[int]int{2: 2, 3: 2}},
		{"12 diamonds", nettest.DeadEnds(12), 38, 74, map[int]int{2: 13, 3: 24}},
		{"communities", nettest.Communities(2*33+2, 7), 68, 0, nil},
	} {
		if c.n.Order() != c.order || c.size > 0 && c.n.Size() != c.size {
			t.Errorf("%s: %d parties, %d arcs", c.name, c.n.Order(), c.n.Size())
		}
		if d := cmp.Diff(c.want, byLength(c.n)); c.want != nil && d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
		checkArcs(t, c.name, c.n)
	}
}

// TestLaps counts the cycles of one lap, which are the shortest, and in networks so small that they can be counted also makes
// sure that there are none between one lap and two.
func TestLaps(t *testing.T) {
	for _, c := range []struct{ layers, width, arcs, want int }{
		{2, 3, 2, 6},     // 2^2 = 4 sums, of which 0 and 3 lead back
		{3, 3, 2, 9},     // 0, 3, 6 of 8
		{3, 5, 2, 10},    // 0, 5 of 8
		{3, 5, 3, 30},    // 0, 5, 10, 15, 20, 25 of 27
		{4, 4, 1, 4},     // straight on
		{4, 5, 2, 20},    // 0, 5, 10, 15 of 16
		{8, 50, 3, 6600}, // 132 of 6,561
	} {
		n := nettest.Layers(c.layers, c.width, c.arcs)
		if n.Order() != c.layers*c.width || n.Size() != c.layers*c.width*c.arcs {
			t.Errorf("%+v: %d parties, %d arcs", c, n.Order(), n.Size())
		}
		if got := laps(n, c.layers, c.width); got != c.want {
			t.Errorf("%+v: %d cycles of one lap", c, got)
		}
		checkArcs(t, "layers", n)
		if n.Order() > 20 {
			continue
		}
		for length, count := range byLength(n) {
			if length%c.layers != 0 || length == c.layers && count != c.want {
				t.Errorf("%+v: %d cycles of %d parties", c, count, length)
			}
		}
	}
	for _, bad := range []func(){
		func() { nettest.Layers(1, 3, 2) },
		func() { nettest.Layers(3, 4, 2) },
		func() { nettest.Layers(3, 4, 5) },
		func() { nettest.RingWithChords(3, 1) },
		func() { nettest.RingWithChords(14, 5) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("made what has no known count")
				}
			}()
			bad()
		}()
	}
}

// laps counts the walks from each party of the first layer back to it, in one lap.
func laps(n *graph.Network, layers, width int) int {
	sum := 0
	for first := range width {
		ways := map[graph.Node]int{graph.Node(first): 1}
		for range layers {
			next := map[graph.Node]int{}
			for v, w := range ways {
				for a := range n.Out(v) {
					next[a.To] += w
				}
			}
			ways = next
		}
		sum += ways[graph.Node(first)]
	}
	return sum
}

// TestCircles counts the cycles of communities, two for each circle, whatever the seed. Parties without a circle have no deals.
func TestCircles(t *testing.T) {
	for _, c := range []struct{ parties, circles int }{{2, 0}, {3, 1}, {6, 1}, {7, 2}, {33, 6}, {35, 6}, {36, 7}, {66, 12}} {
		for seed := range uint64(50) {
			n := nettest.Communities(c.parties, seed)
			sum := 0
			for _, count := range byLength(n) {
				sum += count
			}
			if sum != 2*c.circles {
				t.Fatalf("%d parties, seed %d: %d cycles, want %d", c.parties, seed, sum, 2*c.circles)
			}
			if got := len(n.Components()); got != c.circles {
				t.Fatalf("%d parties, seed %d: %d components, want %d", c.parties, seed, got, c.circles)
			}
		}
	}
	if got := len(nettest.Communities(20_000, 1).Components()); got != 3636 {
		t.Errorf("20,000 parties have %d circles", got)
	}
}

// TestDeadEndsAreMany: the ways down the chain double with every diamond.
func TestDeadEndsAreMany(t *testing.T) {
	n := nettest.DeadEnds(6)
	on := make([]bool, n.Order())
	var ways func(v graph.Node) int
	ways = func(v graph.Node) int {
		if int(v) == 18 {
			return 1
		}
		on[v] = true
		sum := 0
		for a := range n.Out(v) {
			if !on[a.To] {
				sum += ways(a.To)
			}
		}
		on[v] = false
		return sum
	}
	if got := ways(0); got != 64 {
		t.Errorf("%d ways down six diamonds", got)
	}
}
