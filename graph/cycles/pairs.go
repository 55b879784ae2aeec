package cycles

import (
	"cmp"
	"slices"

	"dealgraph/graph"
)

// ranking is a network as the search sees it: one hop for each payer and payee that can lie on a cycle, ranked.
//
// Hops that disclose nothing come first, by payer and payee, then the others by falling amount, ties by payer and payee.
// Hops are spoken of by rank. Hops from a party to itself have a rank but are in no list.
type ranking struct {
	hops    []Hop
	dark    int       // hops[:dark] disclose nothing
	out, in [][]int   // by party, the ranks of the hops that leave and reach it, ascending
	largest int       // parties of the largest component: no cycle is longer
	spans   []spanned // for each party of Through
}

// rank keeps the arcs inside the components of a network that may serve a search, and ranks their hops.
func rank(n *graph.Network, o Options) *ranking {
	r := &ranking{out: make([][]int, n.Order()), in: make([][]int, n.Order())}
	component := make([]int, n.Order())
	for i, c := range n.Components() {
		r.largest = max(r.largest, len(c))
		for _, v := range c {
			component[v] = i + 1
		}
	}
	var run []graph.Arc
	flush := func() {
		if len(run) > 0 && component[run[0].From] != 0 && component[run[0].From] == component[run[0].To] && serve(o.Classes, run) {
			r.hops = append(r.hops, newHop(run))
		}
		run = run[:0]
	}
	for a := range n.Arcs() {
		if len(run) > 0 && (a.From != run[0].From || a.To != run[0].To) {
			flush()
		}
		run = append(run, a)
	}
	flush()
	r.sort()
	for _, v := range o.Through {
		r.spans = append(r.spans, r.span(v))
	}
	return r
}

// serve reports whether one of the arcs can play a part in one of the classes, or none is asked for.
func serve(classes []Class, arcs []graph.Arc) bool {
	return len(classes) == 0 || slices.ContainsFunc(classes, func(c Class) bool {
		return slices.ContainsFunc(arcs, c.serves)
	})
}

// sort ranks the hops and lists them by party.
func (r *ranking) sort() {
	slices.SortFunc(r.hops, func(a, b Hop) int {
		return cmp.Or(-compareBools(a.Undisclosed(), b.Undisclosed()), cmp.Compare(b.Amount, a.Amount),
			cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for i, h := range r.hops {
		if h.Undisclosed() {
			r.dark = i + 1
		}
		if h.From != h.To {
			r.out[h.From] = append(r.out[h.From], i)
			r.in[h.To] = append(r.in[h.To], i)
		}
	}
}

// between is the part of a list of ranks with from ≤ rank < to.
func between(ranks []int, from, to int) []int {
	lo, _ := slices.BinarySearch(ranks, from)
	hi, _ := slices.BinarySearch(ranks, to)
	return ranks[lo:hi]
}

// spanned is how far every party is from one party, over all hops.
type spanned struct {
	party    graph.Node
	to, from []int // hops from each party to it, from it to each party; far if there is no way
}

const far = 1 << 30

func (r *ranking) span(v graph.Node) spanned {
	return spanned{
		party: v,
		to:    r.distances(v, r.in, func(h Hop) graph.Node { return h.From }),
		from:  r.distances(v, r.out, func(h Hop) graph.Node { return h.To }),
	}
}

// distances is a breadth first search along lists of ranks.
func (r *ranking) distances(v graph.Node, lists [][]int, next func(Hop) graph.Node) []int {
	d := make([]int, len(lists))
	for i := range d {
		d[i] = far
	}
	d[v] = 0
	for queue := []graph.Node{v}; len(queue) > 0; queue = queue[1:] {
		x := queue[0]
		for _, i := range lists[x] {
			if y := next(r.hops[i]); d[y] == far {
				d[y] = d[x] + 1
				queue = append(queue, y)
			}
		}
	}
	return d
}

// window is a range of ranks that are inserted together: hops[first:last] tie, and close cycles with hops[open:last].
type window struct {
	open, first, last int
	dark              bool  // only cycles with a hop that discloses nothing
	above             int64 // once reached, every cycle with a bottleneck above this that is not open has been yielded
}

// windows are the steps of a search in the order of its output: cycles that disclose something at every hop, cycles with a
// hop that discloses nothing, cycles that disclose nothing.
func (r *ranking) windows(least int64) []window {
	var known []window
	for first := r.dark; first < len(r.hops); {
		last := first + 1
		for last < len(r.hops) && r.hops[last].Amount == r.hops[first].Amount {
			last++
		}
		if r.hops[first].Amount < least {
			break
		}
		known = append(known, window{open: r.dark, first: first, last: last, above: r.hops[first].Amount})
		first = last
	}
	if r.dark == 0 || least > 0 {
		return known
	}
	out := slices.Clone(known)
	for _, w := range known {
		out = append(out, window{first: w.first, last: w.last, dark: true, above: -1})
	}
	return append(out, window{last: r.dark, above: -1})
}
