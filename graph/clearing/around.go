package clearing

import (
	"context"
	"math"
)

// around answers what a dollar at one party brings about at another, the ways round included: the entries of N = (I−K)⁻¹. By
// elimination where that is possible, else by following the dollar until next to nothing of it moves.
type around struct {
	start []int32 // by payer, and one more
	to    []int32
	share []float64
	by    *elimination // nil: step by step
	all   []float64    // by party: all that a dollar there brings about, itself included: N·1
	rows  map[int32][]float64
}

const (
	maxRows  = 512    // of N that are kept
	maxRound = 20_000 // steps of a dollar
)

// newAround takes links between n parties, by payer. It reports false if a class passes all it loses round for ever, or
// nearly so and has too many parties.
func newAround(n int, links []link) (*around, bool) {
	a := &around{start: make([]int32, n+1), to: make([]int32, len(links)), share: make([]float64, len(links)), all: make([]float64, n), rows: map[int32][]float64{}}
	a.by = newElimination(n)
	for i := range n {
		a.by.leak[i], a.all[i] = 1, 1
	}
	for at, l := range links {
		a.start[l.from+1]++
		a.to[at], a.share[at] = int32(l.to), l.share
		a.by.leak[l.from] -= l.share
		a.by.add(int32(l.from), int32(l.to), l.share)
	}
	for i := range n {
		a.start[i+1] += a.start[i]
	}
	if ok, err := a.by.factorize(context.Background()); ok && err == nil {
		a.by.solveBack(a.all)
		return a, a.finite()
	}
	a.by = nil
	return a, a.follow(a.all, a.back, func(r []float64) float64 { return largest(r) }) && a.finite()
}

func (a *around) finite() bool { return !math.IsInf(largest(a.all), 0) && !math.IsNaN(largest(a.all)) }

func largest(x []float64) float64 {
	top := 0.0
	for _, v := range x {
		if top = math.Max(top, math.Abs(v)); math.IsNaN(top) {
			break
		}
	}
	return top
}

// follow adds to x what comes of it in all further steps, until what is left, by its measure, is next to nothing.
func (a *around) follow(x []float64, step func(to, from []float64), left func(r []float64) float64) bool {
	r, next := append([]float64(nil), x...), make([]float64, len(x))
	for range maxRound {
		step(next, r)
		r, next = next, r
		for i, v := range r {
			x[i] += v
		}
		if left(r) <= 1e-14 {
			return true
		}
	}
	return false
}

// on is where a dollar goes in one step, back what a dollar's next step brings about.
func (a *around) on(to, from []float64) {
	clear(to)
	for i, x := range from {
		if x == 0 {
			continue
		}
		for e := a.start[i]; e < a.start[i+1]; e++ {
			to[a.to[e]] += a.share[e] * x
		}
	}
}

func (a *around) back(to, from []float64) {
	for i := range to {
		sum := 0.0
		for e := a.start[i]; e < a.start[i+1]; e++ {
			sum += a.share[e] * from[a.to[e]]
		}
		to[i] = sum
	}
}

// row is what a dollar at a party brings about at each.
func (a *around) row(party int32) []float64 {
	if row, ok := a.rows[party]; ok {
		return row
	}
	row := make([]float64, len(a.all))
	row[party] = 1
	if a.by != nil {
		a.by.solve(row)
	} else {
		a.follow(row, a.on, func(r []float64) float64 {
			rest := 0.0 // all that is still to come
			for i, x := range r {
				rest += x * a.all[i]
			}
			return rest
		})
	}
	if len(a.rows) == maxRows {
		clear(a.rows)
	}
	a.rows[party] = row
	return row
}

// factor is what passing the last party of a path again and again, without the parties before it, does to a dollar there: the
// last pivot of what N says of the path's parties, for the others' part in the inverse of a part of I−K is a Schur complement.
func (a *around) factor(path []int32) float64 {
	k := len(path)
	m := make([]float64, k*k)
	for i, from := range path {
		row := a.row(from)
		for j, to := range path {
			m[i*k+j] = row[to]
		}
	}
	for v := range k - 1 {
		for i := v + 1; i < k; i++ {
			part := m[i*k+v] / m[v*k+v]
			for j := v + 1; j < k; j++ {
				m[i*k+j] -= part * m[v*k+j]
			}
		}
	}
	return math.Max(1, m[k*k-1])
}
