package damped

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// random has ten entries a row, nearly all in one component, and a spectral radius near the given one.
func random(n int, radius float64, seed uint64) *Matrix {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	var pairs []Pair
	for i := range n {
		for range 10 {
			if on := r.IntN(n); on != i {
				pairs = append(pairs, Pair{int32(i), int32(on), radius * 0.2 * r.Float64()})
			}
		}
	}
	return New(n, pairs)
}

func amounts(n int, seed uint64) []float64 {
	r, b := rand.New(rand.NewPCG(seed, 9)), make([]float64, n)
	for i := range b {
		b[i] = r.Float64() - 0.3
	}
	return b
}

// ring needs row k for row k+1, each under another name.
func ring(name []int, shares []float64) *Matrix {
	var pairs []Pair
	for k, share := range shares {
		pairs = append(pairs, Pair{int32(name[(k+1)%len(name)]), int32(name[k]), share})
	}
	return New(len(name), pairs)
}

// row is a matrix in which each of n needs both neighbours with the same share.
func row(name []int, share float64) *Matrix {
	var pairs []Pair
	for i := range len(name) - 1 {
		a, b := int32(name[i]), int32(name[i+1])
		pairs = append(pairs, Pair{a, b, share}, Pair{b, a, share})
	}
	return New(len(name), pairs)
}

func solve(t *testing.T, m *Matrix, b []float64) []float64 {
	t.Helper()
	s, err := NewSolver(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Solve(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Pairs of one place add up in their order, whatever the order of places.
func TestNew(t *testing.T) {
	m := New(3, []Pair{{2, 1, 0.5}, {0, 2, 1}, {2, 0, 3}, {0, 1, 0.25}, {2, 1, 0.125}})
	if diff := cmp.Diff([]int32{0, 2, 2, 4}, m.Start); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int32{1, 2, 0, 1}, m.Col); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{0.25, 1, 3, 0.625}, m.Share); diff != "" {
		t.Error(diff)
	}
	turned := m.Transpose()
	if diff := cmp.Diff([]int32{0, 1, 3, 4}, turned.Start); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int32{2, 0, 2, 0}, turned.Col); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{3, 0.25, 0.625, 1}, turned.Share); diff != "" {
		t.Error(diff)
	}
}

// Components are those in which all reach one another, found here by the closure of what needs what, and each comes after
// what it needs. Renumbering moves entries and changes none.
func TestOrderedByClosure(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 1))
	for range 2000 {
		n := 1 + r.IntN(9)
		var pairs []Pair
		cell, reach := make([]float64, n*n), make([]bool, n*n)
		for range r.IntN(2 * n) {
			if i, j := r.IntN(n), r.IntN(n); i != j {
				share := float64(1 + r.IntN(9))
				pairs = append(pairs, Pair{int32(i), int32(j), share})
				cell[i*n+j] += share
				reach[i*n+j] = true
			}
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i*n+j] = reach[i*n+j] || reach[i*n+k] && reach[k*n+j]
				}
			}
		}
		o := New(n, pairs).Ordered()
		component := make([]int, n) // by old row
		for i, at := range o.Place {
			for int32(at) >= o.Cut[component[i]+1] {
				component[i]++
			}
		}
		for i := range n {
			for j := range n {
				together := i == j || reach[i*n+j] && reach[j*n+i]
				if together != (component[i] == component[j]) || reach[i*n+j] && component[j] > component[i] {
					t.Fatalf("rows %d and %d: components %v of %v", i, j, component, pairs)
				}
			}
		}
		moved := make([]float64, n*n)
		for i := range n {
			at := o.Place[i]
			for e := o.Start[at]; e < o.Start[at+1]; e++ {
				moved[i*n+slices.Index(o.Place, o.Col[e])] = o.Share[e]
			}
		}
		if diff := cmp.Diff(cell, moved); diff != "" {
			t.Fatal(diff)
		}
	}
}

// A system of any shape is solved as its power series adds up.
func TestSolverBySeries(t *testing.T) {
	r := rand.New(rand.NewPCG(42, 1))
	for range 2000 {
		n := 1 + r.IntN(12)
		var pairs []Pair
		for range r.IntN(4 * n) {
			if i, j := r.IntN(n), r.IntN(n); i != j {
				pairs = append(pairs, Pair{int32(i), int32(j), 0.9 * r.Float64() / 4})
			}
		}
		held := make([]float64, n) // makes no column add up to more than 0.9
		for _, p := range pairs {
			held[p.Col] += p.Share
		}
		for k, p := range pairs {
			pairs[k].Share *= 0.9 / math.Max(0.9, held[p.Col])
		}
		b := amounts(n, r.Uint64())
		want, power := slices.Clone(b), slices.Clone(b)
		for range 500 {
			next := make([]float64, n)
			for _, p := range pairs {
				next[p.Row] += p.Share * power[p.Col]
			}
			for i, v := range next {
				want[i] += v
			}
			power = next
		}
		given := slices.Clone(b)
		for i, x := range solve(t, New(n, pairs), b) {
			if math.Abs(x-want[i]) > 1e-11 {
				t.Fatalf("row %d: %g, the series %g\n%v %v", i, x, want[i], pairs, b)
			}
		}
		if !slices.Equal(b, given) {
			t.Fatal("b was changed")
		}
	}
}

// By hand: of what goes round a ring λⁿ comes back, so that row k has λᵏ/(1−λⁿ) of the 1 that the first has. Small and large,
// loose and all but closed.
func TestRing(t *testing.T) {
	for _, n := range []int{3, 60, 3000} {
		for _, lambda := range []float64{0.5, 0.999, 0.999_999} {
			name, shares, b := rand.New(rand.NewPCG(43, 1)).Perm(n), slices.Repeat([]float64{lambda}, n), make([]float64, n)
			b[name[0]] = 1
			x := solve(t, ring(name, shares), b)
			for k := range n {
				want := math.Pow(lambda, float64(k)) / (1 - math.Pow(lambda, float64(n)))
				if math.Abs(x[name[k]]-want) > 1e-9*x[name[0]] {
					t.Fatalf("n %d, λ %g: row %d: %g, want %g", n, lambda, k, x[name[k]], want)
				}
			}
		}
	}
}

// A row of those that need both neighbours, all but closed: the hardest of shapes for iteration. By hand x falls off by the same
// factor q with each step, where q = s(1 + q²), s the share in each neighbour.
func TestRow(t *testing.T) {
	const n, share = 4001, (1 - 1e-2) / 2
	name, b := rand.New(rand.NewPCG(44, 1)).Perm(n), make([]float64, n)
	b[name[n/2]] = 1
	x := solve(t, row(name, share), b)
	q := (1 - math.Sqrt(1-4*share*share)) / (2 * share)
	top := 1 / (1 - 2*share*q)
	for k := range 100 {
		if want := top * math.Pow(q, float64(k)); math.Abs(x[name[n/2+k]]-want) > 1e-10*top {
			t.Fatalf("%d steps away: %g, want %g", k, x[name[n/2+k]], want)
		}
	}
}

// A system that needs the large solver gives the same as elimination, and so does a part of it with the witness of the whole.
func TestIterationIsElimination(t *testing.T) {
	const n = 200
	for seed := range uint64(5) {
		m := random(n, 0.97, seed)
		w, err := m.Witness(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		o := Ordered{Matrix: *m}
		keep := make([]bool, n)
		for i := range keep {
			keep[i] = i%4 > 0
		}
		for _, a := range []*Matrix{m, o.Part(0, n, keep, make([]int32, n))} {
			b := amounts(a.Rows(), seed)
			got, err := a.Solve(t.Context(), b, w)
			if err != nil {
				t.Fatal(err)
			}
			want, err := a.eliminate(b)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-10*norm(want) {
					t.Fatalf("%d rows: entry %d: %g, want %g", a.Rows(), i, got[i], want[i])
				}
			}
		}
	}
}

// What goes round and does not shrink is refused, small or large, and what has no cycle is not, however large its entries.
func TestUndamped(t *testing.T) {
	name := []int{0, 1, 2}
	for what, m := range map[string]*Matrix{
		"closed ring":        ring(name, []float64{1, 1, 1}),
		"ring of 2, ½ and 1": ring(name, []float64{2, 0.5, 1}),
		"ring that grows":    ring(name, []float64{4, 0.5, 1}),
		"row beyond 1":       row(name, 0.8), // radius 0.8·√2
		"large":              random(200, 1.2, 1),
		"larger":             random(3000, 1.2, 1),
	} {
		if _, err := m.Witness(t.Context()); !errors.Is(err, ErrUndamped) {
			t.Errorf("%s: a witness: %v", what, err)
		}
		if _, err := NewSolver(t.Context(), m); !errors.Is(err, ErrUndamped) {
			t.Errorf("%s: a solver: %v", what, err)
		}
	}
	chain := New(3, []Pair{{1, 0, 100}, {2, 1, 100}})
	if diff := cmp.Diff([]float64{1, 101, 10_101}, solve(t, chain, []float64{1, 1, 1})); diff != "" {
		t.Error(diff)
	}
	if x := solve(t, New(0, nil), nil); len(x) != 0 {
		t.Errorf("nothing is solved as %v", x)
	}
}

// By hand: the radius of a ring is the geometric mean of its shares, that of a row of n neighbours 2s·cos(π/(n+1)).
func TestRadius(t *testing.T) {
	r := rand.New(rand.NewPCG(45, 1))
	check := func(what string, m *Matrix, want float64) {
		t.Helper()
		m.Balance()
		low, high := m.Radius(t.Context())
		if low > want*(1+1e-12) || high < want*(1-1e-12) || high-low > 1e-9*want {
			t.Errorf("%s of %d rows: between %g and %g, want %g", what, m.Rows(), low, high, want)
		}
	}
	for _, n := range []int{2, 5, 50, 500} {
		shares, logs := make([]float64, n), 0.0
		for k := range shares {
			x := 6*r.Float64() - 3
			shares[k], logs = math.Exp(x), logs+x
		}
		check("ring", ring(r.Perm(n), shares), math.Exp(logs/float64(n)))
		check("row", row(r.Perm(n), 0.7), 1.4*math.Cos(math.Pi/float64(n+1)))
	}
	check("unequal ring", ring([]int{0, 1}, []float64{1e10, 1e-10}), 1)
}

func TestCancelled(t *testing.T) {
	m := random(300, 0.99, 1)
	w, err := m.Witness(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Solve(ctx, amounts(300, 1), w); !errors.Is(err, context.Canceled) {
		t.Errorf("solve: %v", err)
	}
	if _, err := NewSolver(ctx, m); !errors.Is(err, context.Canceled) {
		t.Errorf("solver: %v", err)
	}
}

// Taking out the rows of chains and trees and putting them back changes no solution.
func TestReduceKeepsSolutions(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	left, all := 0, 0
	for range 300 {
		n := 3 + r.IntN(60)
		var pairs []Pair
		for range n + r.IntN(n) {
			if i, j := r.IntN(n), r.IntN(n); i != j {
				pairs = append(pairs, Pair{int32(i), int32(j), 0.9 * r.Float64() / 4})
			}
		}
		a, b := New(n, pairs), make([]float64, n)
		for i := range b {
			b[i] = r.Float64() - 0.3
		}
		want, err := a.eliminate(b)
		if err != nil {
			t.Fatal(err)
		}
		small, ok := a.reduce()
		if !ok {
			t.Fatal("what shrinks is taken for what grows")
		}
		x, err := small.eliminate(small.down(b))
		if err != nil {
			t.Fatal(err)
		}
		small.up(b, x)
		for i := range want {
			if math.Abs(b[i]-want[i]) > 1e-10 {
				t.Fatalf("row %d: %g, want %g", i, b[i], want[i])
			}
		}
		left, all = left+len(small.keep), all+n
	}
	if left == 0 || left > all/2 {
		t.Errorf("%d of %d rows are left: the test sees little", left, all)
	}
}
