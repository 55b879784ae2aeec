package cycles

import (
	"context"

	"dealgraph/graph"
)

// shortest is the largest bound on the length for which a search prunes by distance alone; above it, it also learns from its
// failures. See [walker.long].
const shortest = 8

// walker searches the cycles through one root after the other, of which the root has the smallest label. Each goroutine
// needs one of its own. Nothing is allocated once its lists have grown.
//
// For a root it lays out a small graph of those parties and hops that can lie on such a cycle, by two breadth first searches:
// backwards from the root for the distance to it, forwards from it for the depth. A hop from v to x is kept only if depth of
// v, one, and distance of x come to no more than the bound. The neighbours of each party are sorted by distance, so that
// those from which the root is near enough are a prefix. This is PathEnum's index (Sun et al., SIGMOD 2021) with every party
// once as the root.
type walker struct {
	*core
	ctx     context.Context
	longest int32                          // hops
	must    []int32                        // labels that a cycle has to pass, besides the root
	emit    func([]graph.Node, error) bool // takes a path, which it borrows; false stops the search

	// by label
	dist  []int32 // hops to the root, 0 if not known
	local []int32 // number in the small graph; -1 if not in it
	seen  []int32 // labels with a distance
	scc   *fresh  // nil for short searches

	// the small graph; party 0 is the root
	labels  []int32
	nodes   []graph.Node
	d       []int32 // hops to the root
	depth   []int32 // hops from the root
	adj0    []int32 // starts of adj1, and one more
	adj1    []int32 // neighbours but the root, those nearest to the root first
	many    []int32 // arcs of these hops
	home    []int32 // arcs of the hop to the root; 0 if there is none
	cut     []int32 // by party and hops left: the end of the neighbours that are near enough; for short searches
	onPath  []bool
	toMust  [][]int32 // for each of must, by party: hops to it within the small graph; far if there is no way
	mustAt  []int32   // numbers of must
	ready   bool      // there is something to search
	root    int32     // for which the small graph is laid out; -1 for none
	first   part1     // the hops from the root that are walked
	path    []graph.Node
	barrier barrier
	words   words
	word    int // the most parties for which words are used

	tally   []uint64 // by length, when counting
	sum     uint64   // combinations of arcs
	full    bool     // there are more
	budget  int      // scans until the context is looked at
	scans   int      // neighbours looked at
	stopped bool
	err     error // of the context
}

// part1 is a share of the hops that leave a root, so that several goroutines can take one root. Each is a stretch, so that one
// after the other they are the whole in its order.
type part1 struct{ part, parts int32 }

// of is the stretch of a range.
func (p part1) of(lo, hi int32) (from, to int32) {
	at := func(k int32) int32 { return lo + int32(int64(hi-lo)*int64(k)/int64(p.parts)) }
	return at(p.part), at(p.part + 1)
}

var whole = part1{0, 1}

const (
	far   int32 = 1 << 30
	often       = 1 << 16 // scans between looks at the context
)

func newWalker(ctx context.Context, c *core, longest int, must []int32) *walker {
	w := &walker{core: c, ctx: ctx, longest: int32(longest), must: must, root: -1, first: whole, word: word, budget: often}
	w.dist, w.local = make([]int32, len(c.party)), make([]int32, len(c.party))
	for i := range w.local {
		w.local[i] = -1
	}
	if longest > shortest {
		w.scc = newFresh(c)
	}
	w.path = make([]graph.Node, longest+1)
	w.tally = make([]uint64, longest+1)
	return w
}

// look counts work and looks at the context once in a while. It returns false when the search must stop.
func (w *walker) look(scans int) bool {
	w.budget -= scans + 1
	w.scans += scans
	if w.budget < 0 {
		w.budget = often
		if err := w.ctx.Err(); err != nil {
			w.err, w.stopped = err, true
		}
	}
	return !w.stopped
}

// misses reports whether a path that stands at x with so many hops left cannot pass all parties that it must.
func (w *walker) misses(x, left int32) bool {
	for i, t := range w.mustAt {
		if t != x && !w.onPath[t] && int(w.toMust[i][x])+int(w.d[t]) > int(left) {
			return true
		}
	}
	return false
}

// passesAll reports whether the path passes all that it must.
func (w *walker) passesAll() bool {
	for _, t := range w.mustAt {
		if !w.onPath[t] {
			return false
		}
	}
	return true
}

// search finds the cycles of the root for which the small graph is laid out.
func (w *walker) search(first part1) {
	w.first = first
	w.path[0] = w.nodes[0]
	if len(w.labels) <= w.word && int(w.longest) >= len(w.labels) {
		w.small()
		return
	}
	if w.longest > shortest {
		w.long()
		return
	}
	w.onPath[0] = true
	for i, end := first.of(w.adj0[0], w.cut[w.longest-1]); i < end && !w.stopped; i++ {
		x := w.adj1[i]
		if len(w.must) > 0 && w.misses(x, w.longest-1) {
			continue
		}
		w.onPath[x] = true
		w.path[1] = w.nodes[x]
		w.walk(x, 2, w.longest-1)
		w.onPath[x] = false
	}
	w.onPath[0] = false
}

// walk extends a path of n parties that stands at v by at most left hops, the one back to the root included. It returns
// false when the search must stop.
func (w *walker) walk(v int32, n int, left int32) bool {
	if w.d[v] == 1 && w.passesAll() && !w.tell(n) {
		return false
	}
	if left == 1 {
		return true
	}
	list := w.adj1[w.adj0[v]:w.cut[v*w.longest+left-1]]
	if !w.look(len(list)) {
		return false
	}
	if left == 2 && len(w.must) == 0 {
		return w.last(list, n)
	}
	for _, x := range list {
		if w.onPath[x] || len(w.must) > 0 && w.misses(x, left-1) {
			continue
		}
		w.onPath[x] = true
		w.path[n] = w.nodes[x]
		ok := w.walk(x, n+1, left-1)
		w.onPath[x] = false
		if !ok {
			return false
		}
	}
	return true
}

// last closes the path over each of the parties of a list, which all have a hop to the root. Most cycles are told here.
func (w *walker) last(list []int32, n int) bool {
	path, onPath, nodes, emit := w.path[:n+1], w.onPath, w.nodes, w.emit
	for _, x := range list {
		if onPath[x] {
			continue
		}
		path[n] = nodes[x]
		if !emit(path, nil) {
			w.stopped = true
			return false
		}
	}
	return true
}

// tell gives the path to whoever wants it.
func (w *walker) tell(n int) bool {
	if !w.emit(w.path[:n], nil) {
		w.stopped = true
	}
	return !w.stopped
}
