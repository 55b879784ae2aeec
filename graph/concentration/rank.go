package concentration

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Spearman is the rank correlation of two lists of values of the same parties, −1 to 1, ties at their mean rank. It is
// NaN-free: where one list has no variation the correlation does not exist, and ok is false. It is the Pearson
// correlation of the ranks (Spearman 1904).
func Spearman(a, b []float64) (rho float64, ok bool) {
	if len(a) != len(b) {
		panic(fmt.Sprintf("concentration: rank %d values against %d", len(a), len(b)))
	}
	x, y := ranks(a), ranks(b)
	mean := float64(len(a)+1) / 2
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mean) * (y[i] - mean)
		xx += (x[i] - mean) * (x[i] - mean)
		yy += (y[i] - mean) * (y[i] - mean)
	}
	if xx == 0 || yy == 0 {
		return 0, false
	}
	return math.Max(-1, math.Min(1, xy/math.Sqrt(xx*yy))), true
}

// ranks gives the smallest value rank 1, and equal ones the mean of their ranks.
func ranks(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(v[i], v[j]) })
	out := make([]float64, len(v))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && v[order[to]] == v[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+1+to) / 2
		}
		from = to
	}
	return out
}
