package throughflow

import (
	"cmp"
	"context"
	"slices"
)

// diagonal is the diagonal of (I−P)⁻¹, without the rest of it: going back, each party needs the inverse only between those
// it was taken out from among (Takahashi, Fagan and Chin, Formation of a Sparse Bus Impedance Matrix, 1973).
//
// Cost: as for the factor.
func (f *factor) diagonal(ctx context.Context) ([]float64, error) {
	inv, err := f.inverse(ctx)
	if err != nil {
		return nil, err
	}
	b := back{factor: f, core: inv, turn: make([]int32, f.size), diag: make([]float64, f.size)}
	m := len(f.core)
	for k, v := range f.core {
		b.turn[v] = int32(len(f.steps) + k)
		b.diag[v] = inv[k*m+k]
	}
	for k, s := range f.steps {
		b.turn[s.party] = int32(k)
	}
	b.inv = make([][]share, len(f.steps))
	for k := len(f.steps) - 1; k >= 0; k-- {
		if k%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b.step(k)
	}
	return b.diag, nil
}

// inverse is that of the dense core, party by party in the other order: what a new one k adds is
// N_ik = Σ N_ij·P_jk/(1−P_kk), and the same along its row.
func (f *factor) inverse(ctx context.Context) ([]float64, error) {
	m := len(f.core)
	inv, column := make([]float64, m*m), make([]float64, m)
	for k := range m {
		if k%16 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for j := range k {
			column[j] = f.a[j*m+k] / f.stay[k]
		}
		self := 1 / f.stay[k]
		row := inv[k*m : k*m+k]
		for i, p := range f.a[k*m : k*m+k] {
			x := dot(inv[i*m:i*m+k], column[:k])
			inv[i*m+k] = x
			if p != 0 {
				self += p / f.stay[k] * x
				addScaled(row, p/f.stay[k], inv[i*m:i*m+k])
			}
		}
		inv[k*m+k] = self
	}
	return inv, nil
}

// back is the way back through the steps.
type back struct {
	*factor
	core []float64 // the inverse between parties of the core
	turn []int32   // of a party: its step, or behind all steps its place in the core
	diag []float64
	inv  [][]share // by step: the inverse to and from those near
}

// step finds the inverse between the party of a step and those near it.
func (b *back) step(k int) {
	s := &b.steps[k]
	inv := make([]share, len(s.near))
	self := 1.0
	for x, to := range s.near {
		inv[x].to = to.to
		for _, e := range s.near {
			n, reverse := b.between(to.to, e.to)
			inv[x].in += n * e.in / s.stay
			inv[x].out += e.out * reverse / s.stay
		}
		self += to.out * inv[x].in
	}
	b.inv[k], b.diag[s.party] = inv, self/s.stay
}

// between is the inverse from i to j and from j to i, of which one was near the other, or both are of the core.
func (b *back) between(i, j int32) (there, back float64) {
	if i == j {
		return b.diag[i], b.diag[i]
	}
	ti, tj := b.turn[i], b.turn[j]
	if first := int32(len(b.steps)); ti >= first && tj >= first {
		m := int32(len(b.factor.core))
		return b.core[(ti-first)*m+tj-first], b.core[(tj-first)*m+ti-first]
	}
	if ti < tj {
		s := find(b.inv[ti], j)
		return s.out, s.in
	}
	s := find(b.inv[tj], i)
	return s.in, s.out
}

func find(near []share, to int32) share {
	k, _ := slices.BinarySearchFunc(near, to, func(s share, to int32) int { return cmp.Compare(s.to, to) })
	return near[k]
}
