package contagion

import (
	"cmp"
	"context"
	"slices"
)

// pair is one entry of a matrix: a row and a column, and how much.
type pair struct {
	row, col int32
	share    float64
}

// matrix lays pairs out by rows, adding up those of one row and column in the order in which they come. Cost: O(n + pairs).
func matrix(n int, pairs []pair) damped {
	pairs = bucket(n, pairs, func(p *pair) int32 { return p.col })
	pairs = bucket(n, pairs, func(p *pair) int32 { return p.row })
	d := damped{start: make([]int32, n+1), col: make([]int32, 0, len(pairs)), share: make([]float64, 0, len(pairs))}
	for i, p := range pairs {
		if i > 0 && p.row == pairs[i-1].row && p.col == pairs[i-1].col {
			d.share[len(d.share)-1] += p.share
			continue
		}
		d.col, d.share = append(d.col, p.col), append(d.share, p.share)
		d.start[p.row+1]++
	}
	for i := range n {
		d.start[i+1] += d.start[i]
	}
	return d
}

// bucket sorts pairs by a key below n and leaves those of one key in their order.
func bucket(n int, pairs []pair, key func(*pair) int32) []pair {
	next, out := make([]int32, n+1), make([]pair, len(pairs))
	for i := range pairs {
		next[key(&pairs[i])+1]++
	}
	for k := range n {
		next[k+1] += next[k]
	}
	for i := range pairs {
		k := key(&pairs[i])
		out[next[k]] = pairs[i]
		next[k]++
	}
	return out
}

// ordered is a matrix whose rows are renumbered: strongly connected components one after the other, each after those it needs.
type ordered struct {
	damped
	place []int32 // by old row: the new one
	cut   []int32 // component c has the rows cut[c] to cut[c+1]
}

// part is the matrix of the rows from lo to hi for which keep is true; all, if it is nil. index is scratch by row.
func (o *ordered) part(lo, hi int32, keep []bool, index []int32) damped {
	rows := int32(0)
	for i := lo; i < hi; i++ {
		if index[i] = -1; keep == nil || keep[i] {
			index[i] = rows
			rows++
		}
	}
	out := damped{start: make([]int32, 1, rows+1)}
	for i := lo; i < hi; i++ {
		if index[i] < 0 {
			continue
		}
		for e := o.start[i]; e < o.start[i+1]; e++ {
			if c := o.col[e]; c >= lo && c < hi && index[c] >= 0 {
				out.col, out.share = append(out.col, index[c]), append(out.share, o.share[e])
			}
		}
		out.start = append(out.start, int32(len(out.col)))
	}
	return out
}

// order renumbers a matrix. Cost: O(rows + entries), by Tarjan's algorithm (SIAM J. Comput. 1(2), 1972).
func order(d *damped) ordered {
	n := d.order()
	w := walk{d: d, index: make([]int32, n), low: make([]int32, n), done: make([]int32, n), cut: []int32{0}}
	for i := range n {
		if w.index[i] == 0 {
			w.visit(int32(i))
		}
	}
	out := ordered{place: make([]int32, n), cut: w.cut}
	for at, i := range w.rows {
		out.place[i] = int32(at)
	}
	pairs := make([]pair, 0, len(d.col))
	for i := range n {
		for e := d.start[i]; e < d.start[i+1]; e++ {
			pairs = append(pairs, pair{out.place[i], out.place[d.col[e]], d.share[e]})
		}
	}
	out.damped = matrix(n, pairs)
	return out
}

// walk is the state of Tarjan's algorithm, with a stack of its own.
type walk struct {
	d     *damped
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
		if c[1] < w.d.start[i+1] {
			to := w.d.col[c[1]]
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
	w.calls = append(w.calls, [2]int32{i, w.d.start[i]})
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

// solver solves systems x = b + Ax of one A for many b, component by component.
type solver struct {
	ordered
	parts  []damped
	proofs []*witness // by component; nil where nothing goes round
}

// newSolver proves that all components are damped. The error is errUndamped if one is not.
func newSolver(ctx context.Context, d *damped) (*solver, error) {
	s := &solver{ordered: order(d)}
	s.parts, s.proofs = make([]damped, len(s.cut)-1), make([]*witness, len(s.cut)-1)
	index := make([]int32, d.order())
	for c := range s.parts {
		if s.cut[c+1]-s.cut[c] == 1 {
			continue
		}
		s.parts[c] = s.part(s.cut[c], s.cut[c+1], nil, index)
		var err error
		if s.proofs[c], err = s.parts[c].witness(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// solve finds x = b + Ax. Cost: O(rows + entries), and a solve for each component in which something goes round.
func (s *solver) solve(ctx context.Context, b []float64) ([]float64, error) {
	n := len(b)
	x, in := make([]float64, n), make([]float64, n)
	for i, at := range s.place {
		in[at] = b[i]
	}
	for c := range s.parts {
		lo, hi := s.cut[c], s.cut[c+1]
		for i := lo; i < hi; i++ {
			for e := s.start[i]; e < s.start[i+1] && s.col[e] < lo; e++ {
				in[i] += s.share[e] * x[s.col[e]]
			}
		}
		if s.proofs[c] == nil {
			x[lo] = in[lo]
			continue
		}
		part, err := s.parts[c].solve(ctx, in[lo:hi], s.proofs[c])
		if err != nil {
			return nil, err
		}
		copy(x[lo:hi], part)
	}
	for i, at := range s.place {
		in[i] = x[at]
	}
	return in, nil
}
