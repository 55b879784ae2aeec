package clearing

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// maxDense bounds the parties in one dense solve; beyond it the iteration goes on alone.
const maxDense = 1500

// leap solves the formulas that hold now and takes the solution if it obeys the same formulas: then it is where the
// iteration would have ended, since between the iterate and the solution every party stays on its branch and the map is
// affine. With guarantees the calls are a second, outer iteration. It reports false, with the state as it was, otherwise.
func (w *work) leap(dir direction, rules []rule, now []branch) bool {
	means, calls := slices.Clone(w.means), make([][]float64, len(w.calls))
	for i := range calls {
		calls[i] = slices.Clone(w.calls[i])
	}
	for range 60 {
		fixed := make([][]float64, len(w.calls))
		for i := range fixed {
			fixed[i] = slices.Clone(w.calls[i])
		}
		w.step(rules)
		if !w.newton() || !w.finite() {
			break
		}
		for i := range fixed {
			copy(w.calls[i], fixed[i]) // the solve was for these
		}
		w.step(rules)
		moved := w.distance()
		for i := range fixed {
			for k := range fixed[i] {
				moved = math.Max(moved, math.Abs(fixed[i][k]-w.calls[i][k]))
			}
		}
		if moved <= 1e-13*w.scale {
			w.step(rules) // with the calls that the last step found
			if w.distance() <= 1e-12*w.scale && slices.Equal(w.branches(), now) && w.beyond(means, dir) {
				return true
			}
			break
		}
	}
	copy(w.means, means)
	for i := range calls {
		copy(w.calls[i], calls[i])
	}
	return false
}

// newton moves the means to the solution of the formulas that held in the last step, calls unchanged.
func (w *work) newton() bool {
	var active []int
	place := make([]int, len(w.Parties))
	slopes := make([][]float64, len(w.Parties))
	for i := range w.Parties {
		place[i] = -1
		if slopes[i] = w.slopes(i); slopes[i] != nil {
			place[i] = len(active)
			active = append(active, i)
		}
	}
	n := len(active)
	if n == 0 {
		copy(w.means, w.next)
		return true
	}
	if n > maxDense {
		return false
	}
	a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for at, i := range active {
		a.Set(at, at, a.At(at, at)+1)
		b.SetVec(at, w.next[i]-w.means[i])
		w.receivers(i, slopes[i], func(to int, slope float64) {
			if row := place[to]; row >= 0 {
				a.Set(row, at, a.At(row, at)-slope)
			}
		})
	}
	var lu mat.LU
	lu.Factorize(a)
	var x mat.VecDense
	if err := lu.SolveVecTo(&x, false, b); err != nil {
		return false // a class that pays only itself, or nearly
	}
	for at, i := range active {
		w.receivers(i, slopes[i], func(to int, slope float64) { w.next[to] += slope * x.AtVec(at) })
	}
	copy(w.means, w.next)
	return true
}

// slopes says by how much a party's payments of each rank grow with its means; nil when they do not.
func (w *work) slopes(i int) []float64 {
	p, out := &w.Parties[i], &w.out[i]
	available := 1.0
	if out.Default {
		available = 1 - p.LostIncome
	}
	var slopes []float64
	used := 0.0
	for k := range w.Ranks {
		slope := 0.0
		switch {
		case k+1 == out.Marginal:
			slope = available - used
		case k+1 < out.Marginal && k >= w.Hard && out.Cutting:
			slope = w.owed[i][k] * p.Cut / w.plan[i]
		}
		used += slope
		if slope *= 1 - at(p.Withheld, k); slope != 0 {
			if slopes == nil {
				slopes = make([]float64, w.Ranks)
			}
			slopes[k] = slope
		}
	}
	return slopes
}

// receivers calls f with everyone whose receipts grow with a party's means, and by how much.
func (w *work) receivers(i int, slopes []float64, f func(to int, slope float64)) {
	for _, d := range w.dues[i] {
		due := &w.Dues[d]
		if all := w.due(i, due.Rank); all > 0 {
			f(due.To, slopes[due.Rank-1]*due.Amount/all)
		}
	}
	for _, g := range w.given[i] {
		b := &w.Guarantees[g]
		if all := w.due(i, b.Rank); all > 0 {
			f(b.Creditor, slopes[b.Rank-1]*w.called[g]/all)
		}
	}
}

// due is all that a party is due to pay at a rank, calls included, in the last step.
func (w *work) due(i, rank int) float64 {
	if rank <= w.Hard {
		return w.out[i].want[rank-1]
	}
	return w.owed[i][rank-1]
}

func (w *work) finite() bool {
	return !slices.ContainsFunc(w.means, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) || x < -1e-9*w.scale })
}

// beyond reports whether the means lie on the far side of where the iteration stood.
func (w *work) beyond(means []float64, dir direction) bool {
	for i, x := range w.means {
		if d := x - means[i]; dir == down && d > 1e-9*w.scale || dir == up && d < -1e-9*w.scale {
			return false
		}
	}
	return true
}
