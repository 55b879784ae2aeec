package clearing

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

// leaping solves a system with a leap after every other step.
func leaping(t *testing.T, s *System, dir direction) (*Solution, *work) {
	t.Helper()
	w := newWork(lay(s))
	w.looks, w.enough = 1, -1
	copy(w.means, w.full)
	if dir == up {
		copy(w.means, w.own)
		for g, b := range s.Guarantees {
			w.calls[b.Guarantor*s.Ranks+b.Rank-1] += min(b.Cap, w.between[g])
		}
	}
	if err := w.settle(t.Context(), dir, make([]rule, len(s.Parties))); err != nil {
		t.Fatalf("%v\n%+v", err, s)
	}
	return w.solution(), w
}

// climb iterates plainly from nothing. It reports whether it ends where a party is just solvent, and so does not end there.
func climb(s *System) (sol *Solution, just bool) {
	w := newWork(lay(s))
	copy(w.means, w.own)
	for g, b := range s.Guarantees {
		w.calls[b.Guarantor*s.Ranks+b.Rank-1] += min(b.Cap, w.between[g])
	}
	rules := make([]rule, len(s.Parties))
	for range 20_000 {
		w.step(rules)
		if w.distance() <= 1e-14*w.scale && w.steps > 50 {
			break
		}
		w.advance(up)
	}
	for i := range w.out {
		just = just || w.out[i].Default && w.out[i].hard-w.means[i] < 1e-9
	}
	return w.solution(), just
}

// strained is a random system that leaks little: few dues outside, little money, long rings.
func strained(r *rand.Rand) *System {
	s := random(r, 2+r.IntN(8), true)
	for i := range s.Parties {
		p := &s.Parties[i]
		if r.IntN(3) > 0 {
			p.OutsideDues = nil
		}
		if r.IntN(3) > 0 {
			p.Outside, p.Buffer = float64(r.IntN(3)), 0
		}
		if r.IntN(4) == 0 {
			p.LostMeans, p.LostIncome = float64(r.IntN(3))/4, float64(r.IntN(3))/4
		}
		if r.IntN(4) == 0 {
			p.Planned = float64(1 + r.IntN(100))
		}
		s.Dues = append(s.Dues, Due{i, (i + 1) % len(s.Parties), 1 + r.IntN(s.Ranks), float64(1 + r.IntN(100))})
	}
	return s
}

// Leaps end where plain iteration ends, from above and from below, with every feature on.
func TestLeapsArePicard(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	quick := 0
	for round := range 6000 {
		s := strained(r)
		got, _ := leaping(t, s, down)
		want := picard(s)
		if want.Gap <= 1e-9 {
			alike(t, s, got, want, round)
		}
		if got.Steps < want.Steps/10 {
			quick++
		}
		got, _ = leaping(t, s, up)
		if want, just := climb(s); want.Gap <= 1e-9 && !just {
			alike(t, s, got, want, round)
		}
	}
	if quick < 100 {
		t.Errorf("leaps save much in %d systems only: the test sees little", quick)
	}
}

func alike(t *testing.T, s *System, got, want *Solution, round int) {
	t.Helper()
	for i := range s.Parties {
		if !near(got.Means[i], want.Means[i], 100) {
			t.Fatalf("round %d: party %d has %.12g, plain iteration says %.12g (%d steps for %d)\n%+v\n%v\n%v", round, i, got.Means[i], want.Means[i], got.Steps, want.Steps, s, got.Means, want.Means)
		}
	}
}

func TestElimination(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	for _, n := range []int{1, 2, 7, 40, 60, 90, 200} {
		for range 20 {
			a, m := newElimination(n), mat.NewDense(n, n, nil)
			for i := range n {
				m.Set(i, i, 1)
				left := 1.0
				for _, j := range r.Perm(n)[:min(n, 1+r.IntN(4))] {
					share := left * r.Float64()
					left -= share
					if i != j {
						m.Set(j, i, m.At(j, i)-share)
						a.add(int32(i), int32(j), share)
					} else {
						m.Set(i, i, 1-share)
					}
				}
				a.leak[i] = left
			}
			if ok, err := a.factorize(t.Context()); !ok || err != nil {
				t.Fatal(ok, err)
			}
			b := make([]float64, n)
			for i := range b {
				b[i] = r.Float64()
			}
			for _, back := range []bool{false, true} {
				x, want := append([]float64(nil), b...), new(mat.VecDense)
				of := mat.Matrix(m)
				if back {
					a.solveBack(x)
					of = m.T()
				} else {
					a.solve(x)
				}
				if err := want.SolveVec(of, mat.NewVecDense(n, b)); err != nil {
					t.Fatal(err)
				}
				for i := range x {
					if math.Abs(x[i]-want.AtVec(i)) > 1e-9*(1+want.AtVec(i)) {
						t.Fatalf("%d parties, back %v: entry %d is %g, want %g", n, back, i, x[i], want.AtVec(i))
					}
				}
			}
		}
	}
}

// By hand, a ring of 1e7 in which a senior due of 1 leads out and nothing comes in: all that went round runs out, 1 at a time.
func TestDrainedRing(t *testing.T) {
	s := ring(3, 1e7)
	s.Ranks, s.Hard = 2, 2
	for i := range s.Dues {
		s.Dues[i].Rank = 2
	}
	s.Parties[0].OutsideDues = []float64{1}
	got := solve(t, s)
	for i, x := range got.Means {
		if x != 0 || !got.Default[i] {
			t.Errorf("party %d has %g, want nothing", i, x)
		}
	}
	if got.Steps > 500 {
		t.Errorf("%d steps", got.Steps)
	}
	s.Parties[1].Outside = 1 // now the next has what the first cannot pay it, and the rest goes round
	if got := solve(t, s); got.Dues[0] != 1e7-1 || got.Dues[1] != 1e7 || got.Dues[2] != 1e7 || len(got.Undetermined()) != 3 {
		t.Errorf("solution %+v", got)
	}
	s.Parties[1].Outside = 0.25 // a quarter of it is: nothing else is paid
	if got := solve(t, s); !near(got.Outside(s, 0), 0.25, 1) || !near(got.Means[0], 0.25, 1) || !near(got.Dues[0], 0, 1) {
		t.Errorf("solution %+v", got)
	}
}

// By hand, the same from below: 1 comes in and nothing leads out, so there is no least solution but the full one.
func TestFilledRing(t *testing.T) {
	s := ring(3, 1e7)
	s.Parties[0].Outside = 1
	got, err := Least(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{1e7 + 1, 1e7, 1e7} {
		if !near(got.Means[i], want, 1) {
			t.Errorf("party %d has %g, want %g", i, got.Means[i], want)
		}
	}
}

// By hand: of each dollar 1/(d+1) leaks, and 1/2 comes in, so that each party of the ring has (d+1)/2. Plain iteration takes
// some d steps.
func TestNearlyClosedRings(t *testing.T) {
	for _, d := range []float64{10, 1e3, 1e6, 1e9} {
		for _, n := range []int{2, 3, 10, 300} {
			s := ring(n, d)
			s.Parties[0].Outside, s.Parties[0].OutsideDues = 0.5, []float64{1}
			got := solve(t, s)
			if x := got.Means[0]; !near(x, (d+1)/2, d) || !near(got.Outside(s, 0), 0.5, 1) || got.Undetermined() != nil {
				t.Errorf("%d parties, %g: the first has %.12g and %.12g leaks", n, d, x, got.Outside(s, 0))
			}
		}
	}
}

// A system that cannot be solved in time ends with the context.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	s := ring(100_000, 1e9)
	s.Parties[0].Outside, s.Parties[0].OutsideDues = 0.5, []float64{1}
	for _, f := range []func() error{
		func() error { _, err := Greatest(ctx, s); return err },
		func() error { _, err := Least(ctx, s); return err },
		func() error { _, err := Waves(ctx, s); return err },
	} {
		if err := f(); err != context.DeadlineExceeded {
			t.Errorf("got %v", err)
		}
	}
}
