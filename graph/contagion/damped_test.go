package contagion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Taking out the rows of chains and trees and putting them back changes no solution.
func TestReduceKeepsSolutions(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	left, all := 0, 0
	for range 300 {
		n := 3 + r.IntN(60)
		var pairs []pair
		for range n + r.IntN(n) {
			if i, j := r.IntN(n), r.IntN(n); i != j {
				pairs = append(pairs, pair{int32(i), int32(j), 0.9 * r.Float64() / 4})
			}
		}
		a, b := matrix(n, pairs), make([]float64, n)
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

// A row of parties that lean on both neighbours, all but closed: the hardest of shapes for iteration. By hand distress falls
// off by the same factor q with each step away from the shock, where q = s(1 + q²), s the share in each neighbour.
func TestRowOfNeighbours(t *testing.T) {
	for _, loss := range []float64{1e-2, 1e-6} {
		n := 4001
		if testing.Short() {
			n = 801
		}
		s, share := &Stress{Buffer: make([]float64, n)}, (1-loss)/2
		name := rand.New(rand.NewPCG(32, 1)).Perm(n)
		for i := range n {
			s.Buffer[i] = 1
		}
		for i := range n - 1 {
			s.Claims = append(s.Claims, Claim{name[i], name[i+1], share}, Claim{name[i+1], name[i], share})
		}
		shock := make([]float64, n)
		shock[name[n/2]] = loss / 10
		h := differential(t, s, shock)
		q := (1 - math.Sqrt(1-4*share*share)) / (2 * share)
		top := loss / 10 / (1 - 2*share*q)
		if loss < 1e-4 { // the ends are felt: compare with the rule itself
			for i, x := range inflow(s, shock, h) {
				if math.Abs(x-h[i]) > 1e-15 {
					t.Fatalf("party %d: %g, the rule says %g", i, h[i], x)
				}
			}
			continue
		}
		for k := range 100 {
			if want := top * math.Pow(q, float64(k)); math.Abs(h[name[n/2+k]]-want) > 1e-10*top {
				t.Fatalf("%d steps away: %g, want %g", k, h[name[n/2+k]], want)
			}
		}
	}
}

// A row of parties that lean on both neighbours with half of their buffers each, and whose ends lose what falls off. By hand
// distress falls evenly from the shock to nothing one step beyond the ends. From above nearly all seem to have
// failed at first, and are let go of one after the other.
func TestTent(t *testing.T) {
	const m = 60 // steps from the shock to nothing
	s := &Stress{Buffer: make([]float64, 2*m-1)}
	for i := range s.Buffer {
		s.Buffer[i] = 4
		if i > 0 {
			s.Claims = append(s.Claims, Claim{i, i - 1, 2}, Claim{i - 1, i, 2})
		}
	}
	shock := make([]float64, 2*m-1)
	shock[m-1] = 0.95 / m
	h := differential(t, s, shock)
	for i, x := range h {
		if want := 0.95 / m * float64(m-max(i-m+1, m-1-i)); math.Abs(x-want) > 1e-10 {
			t.Fatalf("party %d: %g, want %g", i, x, want)
		}
	}
}
