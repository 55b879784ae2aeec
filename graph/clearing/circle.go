package clearing

import (
	"context"
	"math"
)

// circle is what goes round among parties: of each dollar that one has, shares reach others and the rest leaks.
type circle struct {
	start []int32 // by payer, and one more
	to    []int32
	share []float64
	leak  []float64
}

// solve replaces b by the x = b + Ax. It reports false if a class pays only itself, or if it does not get there.
func (c *circle) solve(ctx context.Context, b []float64) (bool, error) {
	a := newElimination(len(b))
	copy(a.leak, c.leak)
	for i := range b {
		for e := c.start[i]; e < c.start[i+1]; e++ {
			a.add(int32(i), c.to[e], c.share[e])
		}
	}
	ok, err := a.factorize(ctx)
	switch {
	case err != nil:
		return false, err
	case ok:
		a.solve(b)
		return true, nil
	case a.crowded:
		return c.iterate(ctx, b)
	}
	return false, nil
}

// iterate is x ← b + Ax, after which x is scaled each time so that as much leaks as comes in. Where many are closely tied the
// one thing that goes slowly is how much goes round in all, and that sets it right at once (iterative aggregation with a single
// aggregate; Schweitzer and Kindle, An iterative aggregation-disaggregation algorithm for solving linear equations, Applied
// Mathematics and Computation 18(4), 1986). It reports false where nothing comes in, or something else goes slowly.
func (c *circle) iterate(ctx context.Context, b []float64) (bool, error) {
	in := 0.0
	for _, x := range b {
		in += x
	}
	x, next, before := make([]float64, len(b)), make([]float64, len(b)), math.Inf(1)
	for i := range x {
		x[i] = 1
	}
	for n := range 3000 {
		if n%64 == 63 {
			if err := ctx.Err(); err != nil {
				return false, err
			}
		}
		copy(next, b)
		for i, v := range x {
			for e := c.start[i]; e < c.start[i+1]; e++ {
				next[c.to[e]] += c.share[e] * v
			}
		}
		out := 0.0
		for i, v := range next {
			out += c.leak[i] * v
		}
		scale := in / out
		if !(scale > 0) || math.IsInf(scale, 0) {
			return false, nil
		}
		moved, size := 0.0, 0.0
		for i := range next {
			next[i] *= scale
			moved, size = math.Max(moved, math.Abs(next[i]-x[i])), math.Max(size, math.Abs(next[i]))
		}
		x, next = next, x
		if moved <= 1e-15*size || moved <= 1e-14*size && moved > before/2 {
			copy(b, x)
			return true, nil
		}
		before = moved
	}
	return false, nil
}
