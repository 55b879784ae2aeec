package cycles

import (
	"slices"

	"dealgraph/graph"
)

// prepare lays out the small graph of a root, unless it is there. It returns false if no cycle within the bound has the root
// as the smallest label.
func (w *walker) prepare(root int32) bool {
	if w.root == root {
		return w.ready
	}
	w.root = root
	w.ready = w.layOut(root)
	return w.ready
}

func (w *walker) layOut(root int32) bool {
	for _, l := range w.seen {
		w.dist[l], w.local[l] = 0, -1
	}
	if len(w.labels) > 0 {
		w.local[w.labels[0]] = -1 // the last root, which has no distance
	}
	w.seen, w.labels, w.nodes, w.depth = w.seen[:0], w.labels[:0], w.nodes[:0], w.depth[:0]
	w.adj0, w.adj1, w.many = w.adj0[:0], w.adj1[:0], w.many[:0]
	if w.scc != nil && !w.scc.holds(root) {
		return false
	}
	scans := w.backwards(root)
	if !w.look(scans) || len(w.seen) == 0 {
		return false
	}
	scans += w.forwards(root)
	if w.scc != nil && len(w.adj1) == 0 {
		w.scc.wasted(scans, root)
	}
	if !w.look(scans) || len(w.adj1) == 0 {
		return false
	}
	w.onPath = append(w.onPath[:0], make([]bool, len(w.labels))...)
	return w.aim()
}

// backwards gives every party with a larger label its distance to the root, as far as the bound allows.
func (w *walker) backwards(root int32) (scans int) {
	at, end := -1, 0
	x, dx := root, int32(0)
	for {
		if dx < w.longest-1 {
			from := w.from[w.inStart[x]:w.inStart[x+1]]
			for i := len(from) - 1; i >= 0 && from[i] > root; i-- {
				scans++
				y := from[i]
				if w.dist[y] == 0 && (w.scc == nil || w.scc.together(y, root)) {
					w.dist[y] = dx + 1
					w.seen = append(w.seen, y)
				}
			}
		}
		at++
		if end = len(w.seen); at >= end {
			return scans
		}
		x = w.seen[at]
		dx = w.dist[x]
	}
}

// forwards numbers the parties that lie on a way from the root and back, and copies the hops between them.
func (w *walker) forwards(root int32) (scans int) {
	w.d, w.home = w.d[:0], w.home[:0]
	w.add(root, 0)
	for v := 0; v < len(w.labels); v++ {
		l := w.labels[v]
		w.adj0 = append(w.adj0, int32(len(w.adj1)))
		w.home[v] = 0
		slots := w.to[w.start[l]:w.start[l+1]]
		for i := len(slots) - 1; i >= 0 && slots[i] >= root; i-- {
			scans++
			x := slots[i]
			slot := w.start[l] + int32(i)
			if x == root {
				w.home[v] = w.arcs(w.hop[slot])
				continue
			}
			if w.dist[x] == 0 || w.depth[v]+1+w.dist[x] > w.longest {
				continue
			}
			if w.local[x] < 0 {
				w.add(x, w.depth[v]+1)
			}
			w.adj1 = append(w.adj1, w.local[x])
			w.many = append(w.many, w.arcs(w.hop[slot]))
		}
	}
	w.adj0 = append(w.adj0, int32(len(w.adj1)))
	w.sortByDistance()
	return scans
}

func (w *walker) add(l, depth int32) {
	w.local[l] = int32(len(w.labels))
	w.labels = append(w.labels, l)
	w.nodes = append(w.nodes, graph.Node(w.party[l]))
	w.depth = append(w.depth, depth)
	w.d = append(w.d, w.dist[l])
	w.home = append(w.home, 0)
}

// sortByDistance puts the neighbours of each party that are nearest to the root first, ties by label, and for short
// searches notes where each distance ends.
func (w *walker) sortByDistance() {
	short := w.longest <= shortest
	if short {
		w.cut = append(w.cut[:0], make([]int32, len(w.labels)*int(w.longest))...)
	}
	for v := range w.labels {
		lo, hi := w.adj0[v], w.adj0[v+1]
		w.sortNeighbours(lo, hi)
		if !short {
			continue
		}
		at := lo
		for r := range w.longest {
			for at < hi && w.d[w.adj1[at]] <= r {
				at++
			}
			w.cut[int32(v)*w.longest+r] = at
		}
	}
}

// sortNeighbours is a stable counting sort for the few distances of a short search and a comparison sort for a long one. The
// neighbours come in with falling labels.
func (w *walker) sortNeighbours(lo, hi int32) {
	if hi-lo < 2 {
		return
	}
	slices.Reverse(w.adj1[lo:hi])
	slices.Reverse(w.many[lo:hi])
	sorted := true
	for i := lo + 1; i < hi; i++ {
		if w.d[w.adj1[i]] < w.d[w.adj1[i-1]] {
			sorted = false
			break
		}
	}
	if sorted {
		return
	}
	type neighbour struct{ x, many int32 }
	var stack [64]neighbour
	list := stack[:0]
	for i := lo; i < hi; i++ {
		list = append(list, neighbour{w.adj1[i], w.many[i]})
	}
	slices.SortStableFunc(list, func(a, b neighbour) int { return int(w.d[a.x] - w.d[b.x]) })
	for i, x := range list {
		w.adj1[lo+int32(i)], w.many[lo+int32(i)] = x.x, x.many
	}
}

// aim measures the way to the parties that must be passed. It returns false if one of them cannot be.
func (w *walker) aim() bool {
	w.mustAt = w.mustAt[:0]
	for i, l := range w.must {
		at := w.local[l]
		if at < 0 {
			return false
		}
		w.mustAt = append(w.mustAt, at)
		if i == len(w.toMust) {
			w.toMust = append(w.toMust, nil)
		}
		w.toMust[i] = w.distancesTo(at, w.toMust[i][:0])
	}
	return true
}

// distancesTo is a backward search in the small graph by rounds over its hops: it is rarely asked for.
func (w *walker) distancesTo(goal int32, d []int32) []int32 {
	for range w.labels {
		d = append(d, far)
	}
	d[goal] = 0
	for changed := true; changed; {
		changed = false
		for v := range w.labels {
			for _, x := range w.adj1[w.adj0[v]:w.adj0[v+1]] {
				if d[x]+1 < d[v] {
					d[v], changed = d[x]+1, true
				}
			}
		}
	}
	return d
}
