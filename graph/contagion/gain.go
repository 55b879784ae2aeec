package contagion

import (
	"context"
	"fmt"
	"math"
)

// LoopGain is the spectral radius of Λ: by how much a small distress grows or shrinks each time it goes round. Below 1 shocks
// die out (Bardoscia, Battiston, Caccioli and Caldarelli 2017); without a cycle of claims it is 0. Relative error below 1e-9;
// an error says between which bounds it lies should that fail, which takes thousands of parties in one component, or shares
// in one that differ by hundreds of digits.
//
// Cost: some tens of steps of O(claims) on each strongly connected component, and a few linear solves where that is too slow.
func (s *Stress) LoopGain() (float64, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	lambda := s.lambda()
	o := order(&lambda)
	gain, index := 0.0, make([]int32, len(s.Buffer))
	for c := range len(o.cut) - 1 {
		if o.cut[c+1]-o.cut[c] == 1 {
			continue
		}
		a := o.part(o.cut[c], o.cut[c+1], nil, index)
		a.balance()
		low, high := a.radius(context.Background())
		if !(high-low <= 1e-9*high) {
			return 0, fmt.Errorf("find the loop gain: it lies between %g and %g, and could not be told more exactly", low, high)
		}
		gain = math.Max(gain, low+(high-low)/2)
	}
	return gain, nil
}

// balance scales rows and columns alike, which keeps all eigenvalues, until what goes into each party is about what comes out
// (Osborne, On Pre-Conditioning of Matrices, Journal of the ACM 7(4), 1960): then no entry is far above the radius.
func (d *damped) balance() {
	n := d.order()
	out, scale := d.turned(), make([]float64, n)
	for i := range scale {
		scale[i] = 1
	}
	for range 200 {
		worst := 1.0
		for i := range n {
			row, col := 0.0, 0.0
			for e := d.start[i]; e < d.start[i+1]; e++ {
				row += d.share[e] * scale[d.col[e]]
			}
			for e := out.start[i]; e < out.start[i+1]; e++ {
				col += out.share[e] / scale[out.col[e]]
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
		for e := d.start[i]; e < d.start[i+1]; e++ {
			d.share[e] *= scale[d.col[e]] / scale[i]
		}
	}
}

// radius bounds the spectral radius of an irreducible matrix: for any positive x it lies between the least and the largest
// ratio of Ax to x (Collatz and Wielandt). x is moved by powers of A with a constant on its diagonal, and where these are slow
// by solves with the upper bound (Noda, Note on the Computation of the Maximal Eigenvalue of a Non-Negative Irreducible
// Matrix, Numerische Mathematik 17, 1971).
func (d *damped) radius(ctx context.Context) (low, high float64) {
	n := d.order()
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	low, high = 0, math.Inf(1)
	for step := range 4000 {
		l, h := d.ratios(y, x)
		low, high = math.Max(low, l), math.Min(high, h)
		if high-low <= 1e-10*high {
			break
		}
		if step%200 < 100 || !d.noda(ctx, high, x) {
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
func (d *damped) ratios(y, x []float64) (low, high float64) {
	low = math.Inf(1)
	for i := range y {
		y[i] = 0
		for e := d.start[i]; e < d.start[i+1]; e++ {
			y[i] += d.share[e] * x[d.col[e]]
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
func (d *damped) noda(ctx context.Context, high float64, x []float64) bool {
	high *= 1 + 1e-11 // a hair above the radius even when the bound is met
	a := damped{start: d.start, col: d.col, share: make([]float64, len(d.share))}
	for e, v := range d.share {
		a.share[e] = v / high
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
