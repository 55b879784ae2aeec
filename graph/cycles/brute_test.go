package cycles_test

import (
	"cmp"
	"fmt"
	"slices"

	"dealgraph/graph"
	"dealgraph/graph/cycles"
)

// told is a cycle as a test compares it.
type told struct {
	Parties    []graph.Node
	Bottleneck int64
	Bound      cycles.Bound
	Deals      [][]int // by hop, ascending
}

func tell(c cycles.Cycle) told {
	t := told{Bottleneck: c.Bottleneck, Bound: c.Bound}
	for _, h := range c.Hops {
		t.Parties = append(t.Parties, h.From)
		t.Deals = append(t.Deals, slices.Sorted(slices.Values(h.Arcs)))
	}
	return t
}

// brute lists all cycles of at most longest parties by trying every sequence of different parties, and ranks them by the
// words of the documentation. It shares no code with the package.
func brute(n *graph.Network, longest int) []told {
	deals := map[[2]graph.Node][]graph.Arc{}
	for a := range n.Arcs() {
		deals[[2]graph.Node{a.From, a.To}] = append(deals[[2]graph.Node{a.From, a.To}], a)
	}
	var out []told
	var extend func(seq []graph.Node)
	extend = func(seq []graph.Node) {
		if len(deals[[2]graph.Node{seq[len(seq)-1], seq[0]}]) > 0 {
			out = append(out, measure(seq, deals))
		}
		if len(seq) == longest {
			return
		}
		for v := seq[0] + 1; int(v) < n.Order(); v++ {
			if !slices.Contains(seq, v) && len(deals[[2]graph.Node{seq[len(seq)-1], v}]) > 0 {
				extend(append(slices.Clone(seq), v))
			}
		}
	}
	for v := range n.Order() {
		extend([]graph.Node{graph.Node(v)})
	}
	slices.SortFunc(out, func(a, b told) int {
		return cmp.Or(
			cmp.Compare(class(a, deals), class(b, deals)),
			cmp.Compare(b.Bottleneck, a.Bottleneck),
			cmp.Compare(len(a.Parties), len(b.Parties)),
			slices.Compare(a.Parties, b.Parties))
	})
	return out
}

// class is 0 for a cycle whose every hop discloses an amount, 2 for one that discloses none, 1 for the others.
func class(t told, deals map[[2]graph.Node][]graph.Arc) int {
	dark := 0
	for i, u := range t.Parties {
		if known(deals[[2]graph.Node{u, t.Parties[(i+1)%len(t.Parties)]}]) == 0 {
			dark++
		}
	}
	switch dark {
	case 0:
		return 0
	case len(t.Parties):
		return 2
	default:
		return 1
	}
}

func known(arcs []graph.Arc) int {
	k := 0
	for _, a := range arcs {
		if a.Known {
			k++
		}
	}
	return k
}

func measure(seq []graph.Node, deals map[[2]graph.Node][]graph.Arc) told {
	t := told{Parties: seq, Bound: cycles.AtLeast}
	first, dark := true, false
	for i, u := range seq {
		arcs := deals[[2]graph.Node{u, seq[(i+1)%len(seq)]}]
		var ids []int
		var sum int64
		for _, a := range arcs {
			ids = append(ids, a.ID)
			sum += a.Amount
		}
		t.Deals = append(t.Deals, ids)
		if known(arcs) == 0 {
			dark = true
			continue
		}
		full := known(arcs) == len(arcs)
		switch {
		case first || sum < t.Bottleneck:
			t.Bottleneck, t.Bound = sum, cycles.AtLeast
			if full {
				t.Bound = cycles.Exact
			}
		case sum == t.Bottleneck && full:
			t.Bound = cycles.Exact
		}
		first = false
	}
	if dark {
		t.Bound = cycles.Open
	}
	return t
}

func (t told) String() string {
	return fmt.Sprint(t.Parties, " ", t.Bottleneck, " ", t.Bound, " ", t.Deals)
}
