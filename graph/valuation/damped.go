package valuation

import (
	"context"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// damped is a matrix A without negative entries and with an empty diagonal, by rows, for systems x = b + Ax in which what
// goes round shrinks. Rows are numbered so that most of what a row needs comes before it.
type damped struct {
	start []int32 // by row, and one more
	col   []int32
	share []float64

	slow  bool     // iteration was found to be
	short *reduced // what is left without rows that stand in chains and the like, where that is much less; set with slow
}

// witness is a vector y > 0 with y − Ay > 0. It proves that A is damped (its spectral radius is below 1), and that no x is
// farther from the solution than its largest residual times gain.
type witness struct{ gain float64 }

const (
	directly = 64   // systems up to this size are solved by elimination at once,
	readily  = 600  // up to this size as soon as iteration turns out to be slow,
	atMost   = 2000 // and up to this size if it does not get there
	depth    = 150  // of the Krylov space, at most
	quickly  = 2    // restarts before something else is tried
	restarts = 100  // restarts before it is given up
)

var (
	errUndamped = errors.New("what goes round does not shrink")
	errSlow     = errors.New("a linear system could not be solved to within rounding")
)

func (d *damped) order() int { return len(d.start) - 1 }

// residual is b + Ax − x, and the largest of its entries.
func (d *damped) residual(r, b, x []float64) float64 {
	largest := 0.0
	for i := range r {
		sum := b[i]
		for e := d.start[i]; e < d.start[i+1]; e++ {
			sum += d.share[e] * x[d.col[e]]
		}
		r[i] = sum - x[i]
		largest = math.Max(largest, math.Abs(r[i]))
	}
	return largest
}

// forward solves z = v + Lz, where L is what A has below its diagonal.
func (d *damped) forward(z, v []float64) {
	for i := range z {
		sum := v[i]
		for e := d.start[i]; e < d.start[i+1]; e++ {
			if c := int(d.col[e]); c < i {
				sum += d.share[e] * z[c]
			}
		}
		z[i] = sum
	}
}

// operate is w = (I−A)z with z = (I−L)⁻¹v.
func (d *damped) operate(w, z, v []float64) {
	d.forward(z, v)
	for i := range w {
		sum := z[i]
		for e := d.start[i]; e < d.start[i+1]; e++ {
			sum -= d.share[e] * z[d.col[e]]
		}
		w[i] = sum
	}
}

// witness looks for a witness: the solution for b = 1, if it is one. The error is errUndamped if there is none.
func (d *damped) witness(ctx context.Context) (*witness, error) {
	n := d.order()
	ones, y, r := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range ones {
		ones[i] = 1
	}
	copy(r, ones)
	for range 3 {
		x, err := d.approach(ctx, r, 1e-6)
		if err != nil {
			return nil, err
		}
		for i := range y {
			y[i] += x[i]
		}
		least, largest := math.Inf(1), 0.0
		d.residual(r, ones, y)
		for i := range y {
			if !(y[i] > 0) || math.IsInf(y[i], 1) {
				return nil, errUndamped
			}
			least, largest = math.Min(least, 1-r[i]), math.Max(largest, y[i]) // y − Ay = 1 − r
		}
		if least > 0.5 {
			return &witness{gain: largest / least}, nil
		}
	}
	return nil, errUndamped
}

// solve finds x = b + Ax, to within 1e-13 of its size by what the witness proves or, where rounding does not let that
// be, as near as rounding does. The witness of a matrix is good for any of which it has fewer rows and columns.
func (d *damped) solve(ctx context.Context, b []float64, w *witness) ([]float64, error) {
	n := d.order()
	x, r := make([]float64, n), make([]float64, n)
	last := math.Inf(1)
	for range 12 {
		left, size := d.residual(r, b, x), 0.0
		for i := range x {
			size = math.Max(size, math.Max(math.Abs(x[i]), math.Abs(b[i])))
		}
		if math.IsNaN(left) || math.IsInf(size, 0) {
			return nil, errSlow
		}
		if left*w.gain <= 1e-13*size || left > last/2 && left <= 1e-14*size {
			return x, nil
		}
		last = left
		more, err := d.approach(ctx, r, 1e-9)
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
	return nil, errSlow
}

// approach finds x with a residual below a part of that of 0: by elimination if the system is small, else by iteration. Where
// that is slow, rows that stand in chains and the like are taken out first.
func (d *damped) approach(ctx context.Context, b []float64, part float64) ([]float64, error) {
	if d.order() <= directly {
		return d.eliminate(b)
	}
	if !d.slow {
		x, ok, err := d.iterate(ctx, b, part, quickly)
		if ok || err != nil {
			return x, err
		}
		d.slow = true
		if r, ok := d.reduce(); ok && len(r.keep) < d.order()*9/10 {
			d.short = r
		}
	}
	if d.short != nil {
		full := slices.Clone(b)
		x, err := d.short.approach(ctx, d.short.down(full), part*1e-3)
		if err != nil {
			return nil, err
		}
		d.short.up(full, x)
		return full, nil
	}
	if d.order() > readily {
		x, ok, err := d.iterate(ctx, b, part, restarts)
		if ok || err != nil {
			return x, err
		}
	}
	if d.order() > atMost {
		return nil, errSlow
	}
	return d.eliminate(b)
}

func (d *damped) eliminate(b []float64) ([]float64, error) {
	n := d.order()
	if n == 0 {
		return nil, nil
	}
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.Set(i, i, 1)
		for e := d.start[i]; e < d.start[i+1]; e++ {
			a.Set(i, int(d.col[e]), a.At(i, int(d.col[e]))-d.share[e])
		}
	}
	var lu mat.LU
	lu.Factorize(a)
	x := mat.NewVecDense(n, nil)
	if err := lu.SolveVecTo(x, false, mat.NewVecDense(n, append([]float64(nil), b...))); err != nil {
		if c, ok := err.(mat.Condition); !ok || math.IsInf(float64(c), 1) {
			return nil, errUndamped
		}
	}
	return x.RawVector().Data, nil
}

// iterate is GMRES with restarts (Saad and Schultz, SIAM J. Sci. Stat. Comput. 7(3), 1986) on (I−A)(I−L)⁻¹, which a
// sweep in order makes of the system: what does not go round takes no step at all. It reports false if it does not get there.
func (d *damped) iterate(ctx context.Context, b []float64, part float64, most int) (x []float64, ok bool, err error) {
	n := d.order()
	k := newKrylov(n)
	x, z, r := make([]float64, n), make([]float64, n), make([]float64, n)
	goal, before := part*norm(b), math.Inf(1)
	for round := 0; ; round++ {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		d.residual(r, b, x)
		now := norm(r)
		if now <= goal {
			return x, true, nil
		}
		if !(now < 0.999*before) || round == most {
			return nil, false, nil
		}
		before = now
		k.expand(d, r, z, goal)
		d.forward(z, k.combine(r))
		for i := range x {
			x[i] += z[i]
		}
	}
}

func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}

// krylov is the space of an iteration and what is known in it.
type krylov struct {
	basis    [][]float64
	h        [depth + 1][depth]float64
	cos, sin [depth]float64
	g        [depth + 1]float64
	used     int
}

func newKrylov(n int) *krylov {
	return &krylov{basis: [][]float64{make([]float64, n)}}
}

// expand builds the space from a residual until the part of it that is left is below the goal.
func (k *krylov) expand(d *damped, r, z []float64, goal float64) {
	size := norm(r)
	for i := range r {
		k.basis[0][i] = r[i] / size
	}
	k.g[0], k.used = size, 0
	for j := range depth {
		if j+1 == len(k.basis) {
			k.basis = append(k.basis, make([]float64, len(r)))
		}
		w := k.basis[j+1]
		d.operate(w, z, k.basis[j])
		k.orthogonal(j, w)
		k.rotate(j)
		k.used = j + 1
		if math.Abs(k.g[j+1]) <= goal/2 {
			return
		}
	}
}

// orthogonal takes out of w what the space has of it already, twice, and makes it of length 1.
func (k *krylov) orthogonal(j int, w []float64) {
	for i := range j + 1 {
		k.h[i][j] = 0
	}
	for range 2 {
		for i := range j + 1 {
			v, dot := k.basis[i], 0.0
			for x := range w {
				dot += v[x] * w[x]
			}
			for x := range w {
				w[x] -= dot * v[x]
			}
			k.h[i][j] += dot
		}
	}
	size := norm(w)
	k.h[j+1][j] = size
	if size > 0 {
		for x := range w {
			w[x] /= size
		}
	}
}

// rotate keeps the small system triangular.
func (k *krylov) rotate(j int) {
	for i := range j {
		a, b := k.h[i][j], k.h[i+1][j]
		k.h[i][j], k.h[i+1][j] = k.cos[i]*a+k.sin[i]*b, k.cos[i]*b-k.sin[i]*a
	}
	a, b := k.h[j][j], k.h[j+1][j]
	size := math.Hypot(a, b)
	k.cos[j], k.sin[j] = 1, 0
	if size > 0 {
		k.cos[j], k.sin[j] = a/size, b/size
	}
	k.h[j][j], k.h[j+1][j] = size, 0
	k.g[j], k.g[j+1] = k.cos[j]*k.g[j], -k.sin[j]*k.g[j]
}

// combine is the best of the space, written over out.
func (k *krylov) combine(out []float64) []float64 {
	var c [depth]float64
	for i := k.used - 1; i >= 0; i-- {
		sum := k.g[i]
		for j := i + 1; j < k.used; j++ {
			sum -= k.h[i][j] * c[j]
		}
		if k.h[i][i] != 0 {
			c[i] = sum / k.h[i][i]
		}
	}
	clear(out)
	for j := range k.used {
		for x, v := range k.basis[j] {
			out[x] += c[j] * v
		}
	}
	return out
}
