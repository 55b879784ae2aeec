package clearing

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

func solve(t *testing.T, s *System) *Solution {
	t.Helper()
	out, err := Greatest(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func near(a, b, scale float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, scale) }

// total is what a party pays in all.
func total(s *Solution, i int) float64 {
	sum := 0.0
	for _, p := range s.Paid[i] {
		sum += p
	}
	return sum
}

// A chain worked by hand. A owes B 100 and has 60; B owes C 90 and has 20; C owes nobody. A pays 60, so B has 80 and pays 80.
func TestChain(t *testing.T) {
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{{Outside: 60}, {Buffer: 20}, {}}, Dues: []Due{{0, 1, 1, 100}, {1, 2, 1, 90}}}
	got := solve(t, s)
	if got.Dues[0] != 60 || got.Dues[1] != 80 || got.Residual[2] != 80 || got.Missed[0] != 40 || got.Missed[1] != 10 || !got.Default[0] || !got.Default[1] || got.Default[2] {
		t.Errorf("solution %+v", got)
	}
	rounds, err := Waves(t.Context(), s)
	if err != nil || rounds[0] != 1 || rounds[1] != 2 || rounds[2] != 0 {
		t.Errorf("waves %v, %v; want A first, then B", rounds, err)
	}
}

// Two ranks, by hand: X has 100 and owes a lender 70 (rank 1), a landlord 60 (rank 2), and would buy for 50 (rank 3). It pays
// 70 and 30 and buys nothing.
func TestRanks(t *testing.T) {
	s := &System{Ranks: 3, Hard: 2, Parties: []Party{{Outside: 100}, {}, {}, {}}, Dues: []Due{{0, 1, 1, 70}, {0, 2, 2, 60}, {0, 3, 3, 50}}}
	got := solve(t, s)
	if got.Dues[0] != 70 || got.Dues[1] != 30 || got.Dues[2] != 0 || got.Missed[0] != 30 {
		t.Errorf("solution %+v", got)
	}
}

// A guarantee, by hand: D has 40 of the 100 it owes C; G guarantees up to 50 and has 30, of which it owes E 10 at the same
// rank. C asks G for 50; G owes 60, has 30, and pays half of each: 25 and 5. C gets 65.
func TestGuarantee(t *testing.T) {
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{{Outside: 40}, {}, {Outside: 30}, {}},
		Dues:       []Due{{0, 1, 1, 100}, {2, 3, 1, 10}},
		Guarantees: []Guarantee{{Guarantor: 2, Debtor: 0, Creditor: 1, Rank: 1, Cap: 50}}}
	got := solve(t, s)
	if got.Called[0] != 50 || !near(got.Guarantees[0], 25, 1) || !near(got.Dues[1], 5, 1) || !near(got.Received[1], 65, 1) {
		t.Errorf("solution %+v", got)
	}
	s.Parties[2].Outside = 1e6
	if got := solve(t, s); !near(got.Received[1], 90, 1) {
		t.Errorf("with ample means the creditor has %g, want 40 and the cap of 50", got.Received[1])
	}
	s.Guarantees = append(s.Guarantees, Guarantee{Guarantor: 3, Debtor: 0, Creditor: 1, Rank: 1, Cap: 50})
	s.Parties[3].Outside = 1e6
	if got := solve(t, s); !near(got.Received[1], 100, 1) || !near(got.Guarantees[1], 10, 1) {
		t.Errorf("a second guarantee pays %g, want the 10 that the first leaves open", got.Guarantees[1])
	}
	s.Guarantees[0].Cap, s.Guarantees[1].Cap = 0, 0
	if got := solve(t, s); !near(got.Received[1], 40, 1) {
		t.Errorf("guarantees of nothing leave %g, want 40", got.Received[1])
	}
}

// A ring of three, each owing 100, one with 1 of its own and a due of 1 outside: nearly closed, so that plain iteration from
// the top would take hundreds of thousands of steps. By hand: everything can be paid.
func TestSlowRing(t *testing.T) {
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{{Outside: 0.5, OutsideDues: []float64{1}}, {}, {}}, Dues: []Due{{0, 1, 1, 1e5}, {1, 2, 1, 1e5}, {2, 0, 1, 1e5}}}
	got := solve(t, s)
	// x pays what comes in and 0.5; of each dollar 1e5/(1e5+1) stays in the ring: in steady state the outside gets the 0.5.
	if got.Steps > 1000 || !near(got.Outside(s, 0), 0.5, 1e5) || got.Gap > 1e-6 {
		t.Errorf("outside gets %g in %d steps with gap %g, want 0.5", got.Outside(s, 0), got.Steps, got.Gap)
	}
}

// random makes a system; kinds switches on ranks, costs, shocks, guarantees and discretionary spending.
func random(r *rand.Rand, n int, everything bool) *System {
	s := &System{Ranks: 1, Hard: 1, Parties: make([]Party, n)}
	if everything {
		s.Ranks, s.Hard = 4, 1+r.IntN(4)
	}
	for i := range s.Parties {
		p := &s.Parties[i]
		p.Outside = float64(r.IntN(60))
		if !everything {
			p.OutsideDues = []float64{float64(r.IntN(30))}
			continue
		}
		p.Buffer = float64(r.IntN(30))
		p.OutsideDues = []float64{float64(r.IntN(20)), float64(r.IntN(20))}[:min(2, s.Ranks)]
		p.Cut = []float64{0, 0.5, 1}[r.IntN(3)]
		if r.IntN(3) == 0 {
			w := float64(r.IntN(5)) / 4
			p.Withheld = []float64{w, w, w, w}
		}
	}
	for range r.IntN(3 * n) {
		from, to := r.IntN(n), r.IntN(n)
		if from != to {
			s.Dues = append(s.Dues, Due{from, to, 1 + r.IntN(s.Ranks), float64(r.IntN(100))})
		}
	}
	for range r.IntN(4) {
		g, d, c := r.IntN(n), r.IntN(n), r.IntN(n)
		if everything && g != d && g != c && d != c {
			s.Guarantees = append(s.Guarantees, Guarantee{g, d, c, 1 + r.IntN(s.Hard), float64(r.IntN(80))})
		}
	}
	return s
}

// picard iterates plainly, for a long time.
func picard(s *System) *Solution {
	w := newWork(lay(s))
	copy(w.means, w.full)
	rules := make([]rule, len(s.Parties))
	for range 20_000 {
		w.step(rules)
		if w.distance() <= 1e-14*w.scale && w.steps > 50 {
			break
		}
		w.advance(down)
	}
	return w.solution()
}

// Eisenberg and Noe: the clearing vector is the largest payments within means and dues (their lemma 4), found here by
// linear programming.
func TestGreatestIsTheLinearProgram(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		n := 2 + r.IntN(5)
		s := random(r, n, false)
		got := solve(t, s)
		want := byProgram(t, s)
		for i := range want {
			if !near(total(got, i), want[i], 1000) {
				t.Fatalf("party %d pays %g, the program says %g\n%+v", i, total(got, i), want[i], s)
			}
		}
	}
}

func byProgram(t *testing.T, s *System) []float64 {
	n := len(s.Parties)
	due := make([]float64, n)
	for i, p := range s.Parties {
		due[i] = p.OutsideDues[0]
	}
	for _, d := range s.Dues {
		due[d.From] += d.Amount
	}
	// Columns: payments, slack of means, slack of dues.
	a, b, c := mat.NewDense(2*n, 3*n, nil), make([]float64, 2*n), make([]float64, 3*n)
	for i, p := range s.Parties {
		a.Set(i, i, 1)
		a.Set(i, n+i, 1)
		b[i] = p.Outside
		a.Set(n+i, i, 1)
		a.Set(n+i, 2*n+i, 1)
		b[n+i] = due[i]
		c[i] = -1
	}
	for _, d := range s.Dues {
		if due[d.From] > 0 {
			a.Set(d.To, d.From, a.At(d.To, d.From)-d.Amount/due[d.From])
		}
	}
	_, x, err := lp.Simplex(c, a, b, 1e-11, nil)
	if err != nil {
		t.Fatal(err)
	}
	return x[:n]
}

// The greatest solution by leaps is that by plain iteration, and a fixed point with every feature on.
func TestGreatestIsPicard(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 5000 {
		s := random(r, 2+r.IntN(7), true)
		if round%3 == 0 {
			for i := range s.Parties {
				s.Parties[i].LostMeans, s.Parties[i].LostIncome = float64(r.IntN(3))/4, float64(r.IntN(3))/4
			}
		}
		got, want := solve(t, s), picard(s)
		for i := range s.Parties {
			if !near(got.Means[i], want.Means[i], 1000) {
				t.Fatalf("round %d: party %d has %.12g, plain iteration says %.12g (%d steps, gap %g)\n%+v", round, i, got.Means[i], want.Means[i], got.Steps, want.Gap, s)
			}
		}
		if got.Gap > 1e-12*1000 {
			t.Fatalf("gap %g", got.Gap)
		}
	}
}

// What comes in from outside goes out to the outside, stays as residual, is destroyed, or is withheld.
func TestConservation(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		s := random(r, 2+r.IntN(7), true)
		for i := range s.Parties {
			s.Parties[i].LostMeans, s.Parties[i].LostIncome = float64(r.IntN(3))/4, float64(r.IntN(3))/4
		}
		got := solve(t, s)
		in, out := 0.0, 0.0
		for i, p := range s.Parties {
			in += p.Outside + p.Buffer
			withheld := 0.0
			for k := range got.Paid[i] {
				if w := at(p.Withheld, k); w < 1 {
					withheld += got.Paid[i][k] * w / (1 - w)
				}
			}
			all := total(got, i) + withheld + got.Residual[i] + got.Lost[i]
			full := false
			for k := range got.Paid[i] {
				full = full || at(p.Withheld, k) == 1
			}
			if !full && !near(all, got.Means[i], 1000) {
				t.Fatalf("party %d has %g and accounts for %g\n%+v\n%+v", i, got.Means[i], all, s, got)
			}
			out += got.Outside(s, i) + got.Means[i] - total(got, i)
		}
		if !near(in, out, 1000) {
			t.Fatalf("%g comes in and %g goes out", in, out)
		}
	}
}

// Rogers and Veraart: the greatest solution is at least the least, both are solutions, and without losses in default they
// are one where no class is closed.
func TestLeast(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	gaps := 0
	for round := range 1500 {
		s := random(r, 2+r.IntN(6), round%2 == 0)
		for i := range s.Parties {
			p := &s.Parties[i]
			p.LostMeans, p.LostIncome = float64(r.IntN(4))/4, float64(r.IntN(4))/4
			if len(p.OutsideDues) > 0 {
				p.OutsideDues[0]++ // a leak everywhere
			}
		}
		top := solve(t, s)
		low, err := Least(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if low.Gap > 1e-9 {
			t.Fatalf("the least is no solution: gap %g\n%+v", low.Gap, s)
		}
		for i := range s.Parties {
			if low.Means[i] > top.Means[i]+1e-9 {
				t.Fatalf("least %g above greatest %g", low.Means[i], top.Means[i])
			}
			if low.Means[i] < top.Means[i]-1e-6 {
				gaps++
			}
		}
		if round%2 == 1 {
			for i := range s.Parties {
				s.Parties[i].LostMeans, s.Parties[i].LostIncome = 0, 0
			}
			top, low := solve(t, s), must(Least(t.Context(), s))
			for i := range s.Parties {
				if !near(low.Means[i], top.Means[i], 1000) {
					t.Fatalf("without losses least %g, greatest %g", low.Means[i], top.Means[i])
				}
			}
		}
	}
	if gaps == 0 {
		t.Error("no system had two solutions: the test sees nothing")
	}
}

func must(s *Solution, err error) *Solution {
	if err != nil {
		panic(err)
	}
	return s
}

// Self-fulfilling, by hand: A and B owe each other 100 and the outside 10, have 10 each, and lose all receipts in a default. If
// both pay, both can: 110 in, 110 out. If neither does, each has 10, pays in default 10/110 of its dues.
func TestSelfFulfilling(t *testing.T) {
	p := Party{Outside: 10, OutsideDues: []float64{10}, LostIncome: 1}
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{p, p}, Dues: []Due{{0, 1, 1, 100}, {1, 0, 1, 100}}}
	top, low := solve(t, s), must(Least(t.Context(), s))
	if !near(total(top, 0), 110, 1) || !near(total(low, 0), 10, 1) || top.Default[0] || !low.Default[0] {
		t.Errorf("greatest %g, least %g; want 110 and 10", total(top, 0), total(low, 0))
	}
}

// With discretionary spending alone, cut in proportion, a fall of outside inflow spreads as in Leontief: ΔS = (I−Pᵀ)⁻¹ Δe.
func TestLeontief(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 200 {
		n := 2 + r.IntN(5)
		s := &System{Ranks: 1, Hard: 0, Parties: make([]Party, n)}
		for range 2 * n {
			if from, to := r.IntN(n), r.IntN(n); from != to {
				s.Dues = append(s.Dues, Due{from, to, 1, float64(1 + r.IntN(20))})
			}
		}
		in, out := make([]float64, n), make([]float64, n)
		for _, d := range s.Dues {
			out[d.From] += d.Amount
			in[d.To] += d.Amount
		}
		shock := make([]float64, n)
		for i := range s.Parties {
			e := math.Max(0, out[i]-in[i]) + 5 // the plan is feasible, and something stays
			shock[i] = float64(r.IntN(5))
			s.Parties[i] = Party{Outside: e, Cut: 1}
		}
		l := lay(s)
		a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, shock)
		for i := range n {
			a.Set(i, i, 1)
		}
		for _, d := range s.Dues {
			a.Set(d.To, d.From, a.At(d.To, d.From)-d.Amount/l.full[d.From])
		}
		var fall mat.VecDense
		if err := fall.SolveVec(a, b); err != nil {
			t.Fatal(err)
		}
		for i := range s.Parties {
			s.Parties[i].Planned = l.full[i]
			s.Parties[i].Outside -= shock[i]
		}
		got := solve(t, s)
		for i := range n {
			if want := l.full[i] - fall.AtVec(i); !near(got.Means[i], want, 1000) {
				t.Fatalf("party %d is left with %g, Leontief says %g", i, got.Means[i], want)
			}
		}
	}
}

// Whoever is paid less never leaves others with more: receipts fall as a shock grows, and grow with anybody's money.
func TestMonotone(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 600 {
		s := random(r, 2+r.IntN(6), true)
		for i := range s.Parties {
			s.Parties[i].Withheld = nil
		}
		hit := r.IntN(len(s.Parties))
		before := solve(t, s)
		for _, w := range []float64{0.25, 0.5, 1} {
			s.Parties[hit].Withheld = []float64{w, w, w, w}[:s.Ranks]
			after := solve(t, s)
			for i := range s.Parties {
				if after.Received[i] > before.Received[i]+1e-9 && !guarantees(s, i) {
					t.Fatalf("party %d receives %g after a larger shock, %g before", i, after.Received[i], before.Received[i])
				}
			}
			before = after
		}
	}
}

func guarantees(s *System, creditor int) bool {
	for _, g := range s.Guarantees {
		if g.Creditor == creditor {
			return true
		}
	}
	return false
}

func TestWavesEndInTheSolution(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	deep := 0
	for range 500 {
		s := random(r, 2+r.IntN(8), true)
		got := solve(t, s)
		rounds, err := Waves(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for i, round := range rounds {
			if (round > 0) != got.Default[i] {
				t.Fatalf("party %d: round %d, in default %v", i, round, got.Default[i])
			}
			deep = max(deep, round)
		}
	}
	if deep < 3 {
		t.Errorf("no default came later than round %d: the test sees little", deep)
	}
}
