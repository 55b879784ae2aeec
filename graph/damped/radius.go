package damped

import (
	"context"
	"math"
)

// Balance scales rows and columns alike, which keeps all eigenvalues, until what goes into each row is about what comes out of its
// column (Osborne, On Pre-Conditioning of Matrices, Journal of the ACM 7(4), 1960): then no entry is far above the radius, and
// [Matrix.Radius] has little to do. It changes the matrix, which must be irreducible and have two rows or more. Cost: O(entries)
// a sweep, at most 200 of them.
func (m *Matrix) Balance() {
	n := m.Rows()
	out, scale := m.Transpose(), make([]float64, n)
	for i := range scale {
		scale[i] = 1
	}
	for range 200 {
		worst := 1.0
		for i := range n {
			row, col := 0.0, 0.0
			for e := m.Start[i]; e < m.Start[i+1]; e++ {
				row += m.Share[e] * scale[m.Col[e]]
			}
			for e := out.Start[i]; e < out.Start[i+1]; e++ {
				col += out.Share[e] / scale[out.Col[e]]
			}
			row, col = row/scale[i], col*scale[i]
			f := math.Sqrt(row / col)
			scale[i] *= f
			worst = math.Max(worst, math.Max(f, 1/f))
		}
		if worst < 1.1 {
			break
		}
	}
	for i := range n {
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			m.Share[e] *= scale[m.Col[e]] / scale[i]
		}
	}
}

// Radius bounds the spectral radius of an irreducible matrix of two rows or more, damped or not: the factor by which what goes round
// grows in the long run. As a rule high − low ≤ 1e-10·high; where that cannot be had, which takes thousands of rows or entries that
// differ by hundreds of digits, the bounds are farther apart but hold. Call [Matrix.Balance] first. Cost: some tens of steps
// of O(entries), and a few solves where these are slow; at most 4000 steps. The context stops solves alone.
//
// For any positive x the radius lies between the least and the largest ratio of Ax to x (Collatz and Wielandt). x is moved by
// powers of A with a constant on its diagonal, and where these are slow by solves with the upper bound (Noda, Note on the
// Computation of the Maximal Eigenvalue of a Non-Negative Irreducible Matrix, Numerische Mathematik 17, 1971).
func (m *Matrix) Radius(ctx context.Context) (low, high float64) {
	n := m.Rows()
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	low, high = 0, math.Inf(1)
	for step := range 4000 {
		l, h := m.ratios(y, x)
		low, high = math.Max(low, l), math.Min(high, h)
		if high-low <= 1e-10*high {
			break
		}
		if step%200 < 100 || !m.noda(ctx, high, x) {
			shift := h / 4
			for i := range x {
				x[i] = y[i] + shift*x[i]
			}
		}
		scaleTo1(x)
	}
	return low, high
}

// ratios is the least and the largest ratio of y = Ax to x.
func (m *Matrix) ratios(y, x []float64) (low, high float64) {
	low = math.Inf(1)
	for i := range y {
		y[i] = 0
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			y[i] += m.Share[e] * x[m.Col[e]]
		}
		low, high = math.Min(low, y[i]/x[i]), math.Max(high, y[i]/x[i])
	}
	return low, high
}

func scaleTo1(x []float64) {
	top := 0.0
	for _, v := range x {
		top = math.Max(top, v)
	}
	for i := range x {
		x[i] /= top
	}
}

// noda moves x to the solution of (high − A)z = x, and reports whether that is positive.
func (m *Matrix) noda(ctx context.Context, high float64, x []float64) bool {
	high *= 1 + 1e-11 // a hair above the radius even when the bound is met
	a := Matrix{Start: m.Start, Col: m.Col, Share: make([]float64, len(m.Share))}
	for e, v := range m.Share {
		a.Share[e] = v / high
	}
	z, err := a.approach(ctx, x, 1e-10)
	if err != nil {
		return false
	}
	for _, v := range z {
		if !(v > 0) || math.IsInf(v, 1) {
			return false
		}
	}
	copy(x, z)
	return true
}
