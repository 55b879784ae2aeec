package damped

import (
	"cmp"
	"slices"
)

// reduced is a system without the rows that few others depend on or that depend on few: those that stand in chains, trees and
// rings. Each was put into the rows that need it, which makes the matrix no denser.
type reduced struct {
	Matrix
	keep  []int32 // by row that is left: its number before
	steps []removal
}

// removal is a row that was put into others: x of it is b + Σ needs·x, and each user takes part of its b, and is scaled then so
// that it does not depend on itself.
type removal struct {
	row   int32
	needs []cell
	users []user
}

type cell struct {
	at    int32
	share float64
}

type user struct {
	row         int32
	part, scale float64
}

// reduction is a matrix that is being reduced.
type reduction struct {
	rows  [][]cell  // what each row needs, by column
	users [][]int32 // who needs each row, ascending
	gone  []bool
	steps []removal
}

// reduce takes out rows as long as the matrix grows no denser. It reports false if that comes upon what does not shrink.
func (m *Matrix) reduce() (*reduced, bool) {
	n := m.Rows()
	r := &reduction{rows: make([][]cell, n), users: make([][]int32, n), gone: make([]bool, n)}
	todo := make([]int32, 0, n)
	for i := range n {
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			r.rows[i] = append(r.rows[i], cell{m.Col[e], m.Share[e]})
			r.users[m.Col[e]] = append(r.users[m.Col[e]], int32(i))
		}
		slices.SortFunc(r.rows[i], func(a, b cell) int { return cmp.Compare(a.at, b.at) })
		todo = append(todo, int32(i))
	}
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		in, out := len(r.rows[k]), len(r.users[k])
		if r.gone[k] || in*out > in+out {
			continue
		}
		if !r.remove(k) {
			return nil, false
		}
		for _, c := range r.rows[k] {
			todo = append(todo, c.at)
		}
		todo = append(todo, r.users[k]...)
	}
	return r.rest(), true
}

// remove puts row k into those that need it.
func (r *reduction) remove(k int32) bool {
	step := removal{row: k, needs: r.rows[k]}
	for _, c := range r.rows[k] {
		r.users[c.at] = without(r.users[c.at], k)
	}
	for _, i := range r.users[k] {
		at, _ := r.find(i, k)
		part := r.rows[i][at].share
		r.rows[i] = slices.Delete(r.rows[i], at, at+1)
		self := 0.0
		for _, c := range r.rows[k] {
			if c.at == i {
				self = part * c.share
				continue
			}
			if at, ok := r.find(i, c.at); ok {
				r.rows[i][at].share += part * c.share
			} else {
				r.rows[i] = slices.Insert(r.rows[i], at, cell{c.at, part * c.share})
				place, _ := slices.BinarySearch(r.users[c.at], i)
				r.users[c.at] = slices.Insert(r.users[c.at], place, i)
			}
		}
		if !(self < 1) {
			return false
		}
		scale := 1 / (1 - self)
		for at := range r.rows[i] {
			r.rows[i][at].share *= scale
		}
		step.users = append(step.users, user{i, part, scale})
	}
	r.gone[k] = true
	r.steps = append(r.steps, step)
	return true
}

func (r *reduction) find(row, col int32) (int, bool) {
	return slices.BinarySearchFunc(r.rows[row], col, func(c cell, col int32) int { return cmp.Compare(c.at, col) })
}

func without(list []int32, x int32) []int32 {
	if at, ok := slices.BinarySearch(list, x); ok {
		return slices.Delete(list, at, at+1)
	}
	return list
}

// rest numbers the rows that are left.
func (r *reduction) rest() *reduced {
	out := &reduced{steps: r.steps}
	number := make([]int32, len(r.rows))
	for i := range r.rows {
		if !r.gone[i] {
			number[i] = int32(len(out.keep))
			out.keep = append(out.keep, int32(i))
		}
	}
	out.Start = append(out.Start, 0)
	for _, i := range out.keep {
		for _, c := range r.rows[i] {
			out.Col, out.Share = append(out.Col, number[c.at]), append(out.Share, c.share)
		}
		out.Start = append(out.Start, int32(len(out.Col)))
	}
	return out
}

// down is b for the rows that are left. full holds b of all rows after it.
func (r *reduced) down(full []float64) []float64 {
	for _, s := range r.steps {
		for _, u := range s.users {
			full[u.row] = (full[u.row] + u.part*full[s.row]) * u.scale
		}
	}
	b := make([]float64, len(r.keep))
	for at, i := range r.keep {
		b[at] = full[i]
	}
	return b
}

// up finds x of all rows in place of their b.
func (r *reduced) up(full, x []float64) {
	for at, i := range r.keep {
		full[i] = x[at]
	}
	for _, s := range slices.Backward(r.steps) {
		for _, c := range s.needs {
			full[s.row] += c.share * full[c.at]
		}
	}
}
