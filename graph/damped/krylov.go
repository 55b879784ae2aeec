package damped

import (
	"context"
	"math"
)

const depth = 150 // of the Krylov space, at most

// iterate is GMRES with restarts (Saad and Schultz, SIAM J. Sci. Stat. Comput. 7(3), 1986) on (I−A)(I−L)⁻¹, which a
// sweep in order makes of the system: what does not go round takes no step at all. It reports false if it does not get there.
func (m *Matrix) iterate(ctx context.Context, b []float64, part float64, most int) (x []float64, ok bool, err error) {
	n := m.Rows()
	k := newKrylov(n)
	x, z, r := make([]float64, n), make([]float64, n), make([]float64, n)
	goal, before := part*norm(b), math.Inf(1)
	for round := 0; ; round++ {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		m.residual(r, b, x)
		now := norm(r)
		if now <= goal {
			return x, true, nil
		}
		if !(now < 0.999*before) || round == most {
			return nil, false, nil
		}
		before = now
		k.expand(m, r, z, goal)
		m.forward(z, k.combine(r))
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
func (k *krylov) expand(m *Matrix, r, z []float64, goal float64) {
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
		m.operate(w, z, k.basis[j])
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
