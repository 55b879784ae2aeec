package place

import "math"

// tidy moves circles while that makes the arrangement better, at most passes times round: a little in eight
// directions and, if far is set, to the points of a grid or into the place of another circle.
func (t *tidier) tidy(passes int, far bool) {
	for range passes {
		better := false
		for v := range t.at {
			if t.stopped() {
				return
			}
			better = !t.nodes[v].pinned && t.move(v, far) || better
		}
		if far {
			better = t.swaps() || better
		}
		if !better {
			return
		}
	}
}

// steps are the distances of a small move.
var steps = [3]float64{8, 24, 60}

// move puts node v to the best place it can find and reports whether that is a new one.
func (t *tidier) move(v int, far bool) bool {
	start := t.at[v]
	best, bestCost := start, int64(math.MaxInt64)
	if t.free(v) {
		bestCost = t.local(v, math.MaxInt64)
	}
	try := func(p Point) {
		t.at[v] = t.keepIn(v, p).round()
		if t.free(v) {
			if cost := t.local(v, bestCost); cost < bestCost {
				best, bestCost = t.at[v], cost
			}
		}
	}
	for _, step := range steps {
		for i := 0; i < len(turns); i += 3 {
			try(start.add(turns[i].scale(step)))
			try(start.sub(turns[i].scale(step)))
		}
	}
	if far {
		columns, rows := 14, 9
		if len(t.at) > 60 {
			columns, rows = 10, 7
		}
		for i := range columns {
			for j := range rows {
				try(Point{t.width * (float64(i) + 0.5) / float64(columns), t.height * (float64(j) + 0.5) / float64(rows)})
			}
		}
	}
	t.at[v] = best
	return best != start
}

// swaps lets every node change places with a later one if that suits both, and reports whether any did. What
// the two of them cost together is in both sums and so counts twice, before and after: the difference
// is fair enough to decide by.
func (t *tidier) swaps() bool {
	swapped := false
	costs := make([]int64, len(t.at)) // of each node where it is; 0 when not known
	cost := func(v int) int64 {
		if costs[v] == 0 {
			costs[v] = t.local(v, math.MaxInt64)
		}
		return costs[v]
	}
	for v := range t.at {
		if t.stopped() {
			return false
		}
		for w := v + 1; w < len(t.at); w++ {
			if t.nodes[v].pinned || t.nodes[w].pinned {
				continue
			}
			if p, q := len(t.incident[v]), len(t.incident[w]); max(p, q) > 3+3*min(p, q) {
				continue // a hub and a leaf: dear to judge, and never a good exchange
			}
			p, q := t.at[v], t.at[w]
			before := cost(v) + cost(w)
			t.at[v], t.at[w] = t.keepIn(v, q).round(), t.keepIn(w, p).round()
			if t.free(v) && t.free(w) {
				after := t.local(v, before)
				if after < before {
					after += t.local(w, before-after)
				}
				if after < before {
					swapped = true
					clear(costs)
					continue
				}
			}
			t.at[v], t.at[w] = p, q
		}
	}
	return swapped
}
