package damped

import (
	"cmp"
	"slices"
)

// Ordered is a matrix whose rows are renumbered: strongly connected components one after the other, each after those it needs.
// So no row has an entry in a column beyond its own component, and those in columns before it are known by the time that component
// is solved. [Matrix.Ordered] makes one.
type Ordered struct {
	Matrix
	Place []int32 // by old row: the new one
	Cut   []int32 // component c has the rows Cut[c] to Cut[c+1], not counting the last
}

// Part is the matrix of the rows from lo to hi, not counting hi, for which keep is true, and of the same columns; of all, if keep
// is nil. keep goes by row of the whole matrix, and so does index, which Part fills from lo to hi with the number that a row has in
// the part, or −1. Cost: O(entries of these rows).
func (o *Ordered) Part(lo, hi int32, keep []bool, index []int32) *Matrix {
	rows := int32(0)
	for i := lo; i < hi; i++ {
		if index[i] = -1; keep == nil || keep[i] {
			index[i] = rows
			rows++
		}
	}
	start, col, share := make([]int32, 1, rows+1), []int32(nil), []float64(nil)
	for i := lo; i < hi; i++ {
		if index[i] < 0 {
			continue
		}
		for e := o.Start[i]; e < o.Start[i+1]; e++ {
			if c := o.Col[e]; c >= lo && c < hi && index[c] >= 0 {
				col, share = append(col, index[c]), append(share, o.Share[e])
			}
		}
		start = append(start, int32(len(col)))
	}
	return &Matrix{Start: start, Col: col, Share: share}
}

// Ordered renumbers a matrix, and leaves it as it is. Cost: O(rows + entries) and a sort of each component, by Tarjan's algorithm
// (Depth-First Search and Linear Graph Algorithms, SIAM J. Comput. 1(2), 1972).
func (m *Matrix) Ordered() Ordered {
	n := m.Rows()
	w := walk{m: m, index: make([]int32, n), low: make([]int32, n), done: make([]int32, n), cut: []int32{0}}
	for i := range n {
		if w.index[i] == 0 {
			w.visit(int32(i))
		}
	}
	out := Ordered{Place: make([]int32, n), Cut: w.cut}
	for at, i := range w.rows {
		out.Place[i] = int32(at)
	}
	pairs := make([]Pair, 0, len(m.Col))
	for i := range n {
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			pairs = append(pairs, Pair{out.Place[i], out.Place[m.Col[e]], m.Share[e]})
		}
	}
	out.Matrix = *New(n, pairs)
	return out
}

// walk is the state of Tarjan's algorithm, with a stack of its own.
type walk struct {
	m     *Matrix
	index []int32 // 0: not seen; -1: its component is known; else the order in which it was seen, from 1
	low   []int32
	done  []int32 // the order in which rows were left: what a row needs comes first, but for what goes round
	seen  int32
	left  int32
	open  []int32
	calls [][2]int32 // a row, and the next of its entries
	rows  []int32    // in the new order
	cut   []int32
}

func (w *walk) visit(root int32) {
	w.enter(root)
	for len(w.calls) > 0 {
		c := &w.calls[len(w.calls)-1]
		i := c[0]
		if c[1] < w.m.Start[i+1] {
			to := w.m.Col[c[1]]
			c[1]++
			switch {
			case w.index[to] == 0:
				w.enter(to)
			case w.index[to] > 0:
				w.low[i] = min(w.low[i], w.index[to])
			}
			continue
		}
		w.leave(i)
	}
}

func (w *walk) enter(i int32) {
	w.seen++
	w.index[i], w.low[i] = w.seen, w.seen
	w.open = append(w.open, i)
	w.calls = append(w.calls, [2]int32{i, w.m.Start[i]})
}

func (w *walk) leave(i int32) {
	w.left++
	w.done[i] = w.left
	w.calls = w.calls[:len(w.calls)-1]
	if len(w.calls) > 0 {
		up := w.calls[len(w.calls)-1][0]
		w.low[up] = min(w.low[up], w.low[i])
	}
	if w.low[i] != w.index[i] {
		return
	}
	at := len(w.open) - 1
	for w.open[at] != i {
		at--
	}
	members := w.open[at:]
	w.open = w.open[:at]
	slices.SortFunc(members, func(a, b int32) int { return cmp.Compare(w.done[a], w.done[b]) })
	for _, m := range members {
		w.index[m] = -1
	}
	w.rows = append(w.rows, members...)
	w.cut = append(w.cut, int32(len(w.rows)))
}
