package damped

import (
	"context"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Matrix is a square matrix A without negative entries and with an empty diagonal, in compressed rows, for systems x = b + Ax in
// which what goes round shrinks. Row i has the entries Start[i] to Start[i+1], not counting the last: Share[e] in column Col[e].
//
// [New] makes one of pairs. Solving is fastest where most of what a row needs comes before it, as in the parts of an [Ordered]
// matrix. A Matrix remembers how it is best solved: entries must not be changed after a first solve, nor may several goroutines
// solve with one at a time.
type Matrix struct {
	Start []int32 // by row, and one more
	Col   []int32
	Share []float64

	slow  bool     // iteration was found to be
	short *reduced // what is left without rows that stand in chains and the like, where that is much less; set with slow
}

// Witness stands for a vector y > 0 with y − Ay > 0. It proves that A is damped (its spectral radius is below 1), and that no
// x is farther from the solution than its largest residual times gain. [Matrix.Witness] finds one; it does not change and may be
// shared by goroutines.
type Witness struct{ gain float64 }

const (
	directly = 64   // systems up to this size are solved by elimination at once,
	readily  = 600  // up to this size as soon as iteration turns out to be slow,
	atMost   = 2000 // and up to this size if it does not get there
	quickly  = 2    // restarts before something else is tried
	restarts = 100  // restarts before it is given up
)

var (
	// ErrUndamped says that no witness was found: the spectral radius is 1 or more, or so near to 1 that rounding hides which.
	ErrUndamped = errors.New("what goes round does not shrink")
	// ErrSlow says that a solution may well exist but was not reached. That takes thousands of rows in one component and next to no
	// damping, or entries of sizes so different that rounding is in the way.
	ErrSlow = errors.New("a linear system could not be solved to within rounding")
)

// Rows is the number of rows, which is that of columns.
func (m *Matrix) Rows() int { return len(m.Start) - 1 }

// residual is b + Ax − x, and the largest of its entries.
func (m *Matrix) residual(r, b, x []float64) float64 {
	largest := 0.0
	for i := range r {
		sum := b[i]
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			sum += m.Share[e] * x[m.Col[e]]
		}
		r[i] = sum - x[i]
		largest = math.Max(largest, math.Abs(r[i]))
	}
	return largest
}

// forward solves z = v + Lz, where L is what A has below its diagonal.
func (m *Matrix) forward(z, v []float64) {
	for i := range z {
		sum := v[i]
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			if c := int(m.Col[e]); c < i {
				sum += m.Share[e] * z[c]
			}
		}
		z[i] = sum
	}
}

// operate is w = (I−A)z with z = (I−L)⁻¹v.
func (m *Matrix) operate(w, z, v []float64) {
	m.forward(z, v)
	for i := range w {
		sum := z[i]
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			sum -= m.Share[e] * z[m.Col[e]]
		}
		w[i] = sum
	}
}

// Witness looks for a witness: the solution for b = 1, if it is one. Cost: a solve, refined up to twice.
//
// Errors: [ErrUndamped] if there is none, [ErrSlow] if that could not be found out, and the context's.
func (m *Matrix) Witness(ctx context.Context) (*Witness, error) {
	n := m.Rows()
	ones, y, r := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range ones {
		ones[i] = 1
	}
	copy(r, ones)
	for range 3 {
		x, err := m.approach(ctx, r, 1e-6)
		if err != nil {
			return nil, err
		}
		for i := range y {
			y[i] += x[i]
		}
		least, largest := math.Inf(1), 0.0
		m.residual(r, ones, y)
		for i := range y {
			if !(y[i] > 0) || math.IsInf(y[i], 1) {
				return nil, ErrUndamped
			}
			least, largest = math.Min(least, 1-r[i]), math.Max(largest, y[i]) // y − Ay = 1 − r
		}
		if least > 0.5 {
			return &Witness{gain: largest / least}, nil
		}
	}
	return nil, ErrUndamped
}

// Solve finds x = b + Ax, to within 1e-13 of its size by what the witness proves or, where rounding does not let that be, as
// near as rounding does. b has an entry by row, of any sign. Size is the largest entry of x and b: small entries are exact to that,
// not to their own size. The witness of a matrix is good also for one that has only some of its rows and the same columns.
//
// Cost: O(rows³) up to 64 rows. Beyond, O(entries) a step, some tens of steps as a rule; where these are slow, rows in chains,
// trees and rings are taken out first, and what is left is eliminated if it has up to 2000 rows. Errors: [ErrSlow], [ErrUndamped]
// where a matrix that was eliminated is singular, and the context's.
func (m *Matrix) Solve(ctx context.Context, b []float64, w *Witness) ([]float64, error) {
	n := m.Rows()
	x, r := make([]float64, n), make([]float64, n)
	last := math.Inf(1)
	for range 12 {
		left, size := m.residual(r, b, x), 0.0
		for i := range x {
			size = math.Max(size, math.Max(math.Abs(x[i]), math.Abs(b[i])))
		}
		if math.IsNaN(left) || math.IsInf(size, 0) {
			return nil, ErrSlow
		}
		if left*w.gain <= 1e-13*size || left > last/2 && left <= 1e-14*size {
			return x, nil
		}
		last = left
		more, err := m.approach(ctx, r, 1e-9)
		if err != nil {
			return nil, err
		}
		for i := range x {
			x[i] += more[i]
		}
	}
	if size := norm(x); last <= 1e-13*size {
		return x, nil
	}
	return nil, ErrSlow
}

// approach finds x with a residual below a part of that of 0: by elimination if the system is small, else by iteration. Where
// that is slow, rows that stand in chains and the like are taken out first.
func (m *Matrix) approach(ctx context.Context, b []float64, part float64) ([]float64, error) {
	if m.Rows() <= directly {
		return m.eliminate(b)
	}
	if !m.slow {
		x, ok, err := m.iterate(ctx, b, part, quickly)
		if ok || err != nil {
			return x, err
		}
		m.slow = true
		if r, ok := m.reduce(); ok && len(r.keep) < m.Rows()*9/10 {
			m.short = r
		}
	}
	if m.short != nil {
		full := slices.Clone(b)
		x, err := m.short.approach(ctx, m.short.down(full), part*1e-3)
		if err != nil {
			return nil, err
		}
		m.short.up(full, x)
		return full, nil
	}
	if m.Rows() > readily {
		x, ok, err := m.iterate(ctx, b, part, restarts)
		if ok || err != nil {
			return x, err
		}
	}
	if m.Rows() > atMost {
		return nil, ErrSlow
	}
	return m.eliminate(b)
}

func (m *Matrix) eliminate(b []float64) ([]float64, error) {
	n := m.Rows()
	if n == 0 {
		return nil, nil
	}
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.Set(i, i, 1)
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			a.Set(i, int(m.Col[e]), a.At(i, int(m.Col[e]))-m.Share[e])
		}
	}
	var lu mat.LU
	lu.Factorize(a)
	x := mat.NewVecDense(n, nil)
	if err := lu.SolveVecTo(x, false, mat.NewVecDense(n, append([]float64(nil), b...))); err != nil {
		if c, ok := err.(mat.Condition); !ok || math.IsInf(float64(c), 1) {
			return nil, ErrUndamped
		}
	}
	return x.RawVector().Data, nil
}
