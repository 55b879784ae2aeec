package contagion

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

func random(r *rand.Rand, n int) *Stress {
	s := &Stress{Buffer: make([]float64, n)}
	for i := range s.Buffer {
		s.Buffer[i] = float64(1 + r.IntN(100))
	}
	for range r.IntN(4 * n) {
		if a, b := r.IntN(n), r.IntN(n); a != b {
			s.Claims = append(s.Claims, Claim{a, b, float64(r.IntN(60))})
		}
	}
	return s
}

// A ring where each holds λ of its buffer on the next: h = h0·λᵏ/(1−λⁿ) (summing the rounds by hand).
func TestRing(t *testing.T) {
	const n, lambda, h0 = 5, 0.6, 0.1
	s := &Stress{Buffer: make([]float64, n)}
	for i := range n {
		s.Buffer[i] = 10
		s.Claims = append(s.Claims, Claim{(i + 1) % n, i, lambda * 10})
	}
	h, err := s.Differential(t.Context(), []float64{h0, 0, 0, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	for k := range n {
		if want := h0 * math.Pow(lambda, float64(k)) / (1 - math.Pow(lambda, n)); !near(h[k], want) {
			t.Errorf("party %d: %g, want %g", k, h[k], want)
		}
	}
	if gain, _ := s.LoopGain(); !near(gain, lambda) {
		t.Errorf("loop gain %g, want %g", gain, lambda)
	}
	once, _ := s.SingleHit([]float64{h0, 0, 0, 0, 0})
	for k := range n {
		want := h0 * math.Pow(lambda, float64(k))
		if k == 0 {
			want += h0 * math.Pow(lambda, n) // what came round is felt, not passed on
		}
		if !near(once[k], want) {
			t.Errorf("once: party %d: %g, want %g", k, once[k], want)
		}
	}
}

// inflow is shock + Λh, claim by claim.
func inflow(s *Stress, shock, h []float64) []float64 {
	in := slices.Clone(shock)
	for _, c := range s.Claims {
		in[c.Holder] += c.Amount / s.Buffer[c.Holder] * h[c.On]
	}
	return in
}

// The end state is the limit of the plain iteration from below, which is its definition.
func TestDifferentialIsTheLimit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	capped := 0
	for range 3000 {
		s := random(r, 2+r.IntN(8))
		shock := make([]float64, len(s.Buffer))
		shock[r.IntN(len(shock))] = float64(1+r.IntN(10)) / 10
		got, err := s.Differential(t.Context(), shock)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(shock)
		for range 200_000 {
			next := inflow(s, shock, want)
			moved := 0.0
			for i := range next {
				next[i] = math.Min(1, next[i])
				moved = math.Max(moved, next[i]-want[i])
			}
			want = next
			if moved < 1e-14 {
				break
			}
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-7 {
				t.Fatalf("party %d: %g, iteration says %g\n%+v %v", i, got[i], want[i], s, shock)
			}
			if got[i] == 1 && shock[i] < 1 {
				capped++
			}
		}
	}
	if capped < 100 {
		t.Errorf("only %d parties failed: the test sees little", capped)
	}
}

// Single hit ≤ differential; both grow with the shock and with claims.
func TestOrderAndMonotony(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 1000 {
		s := random(r, 2+r.IntN(8))
		shock := make([]float64, len(s.Buffer))
		hit := r.IntN(len(shock))
		shock[hit] = 0.3
		h, _ := s.Differential(t.Context(), shock)
		once, _ := s.SingleHit(shock)
		shock[hit] = 0.6
		more, _ := s.Differential(t.Context(), shock)
		s.Claims = append(s.Claims, Claim{(hit + 1) % len(shock), hit, 5})
		most, _ := s.Differential(t.Context(), shock)
		for i := range h {
			if once[i] > h[i]+1e-9 || h[i] > more[i]+1e-9 || more[i] > most[i]+1e-9 {
				t.Fatalf("party %d: once %g, differential %g, larger shock %g, larger claim %g", i, once[i], h[i], more[i], most[i])
			}
		}
	}
}

// A threshold cascade never hurts more parties than DebtRank with the same start (without recovery), in shares of buffers
// cut at all.
func TestThresholdBelowDebtRank(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	failures := 0
	for range 2000 {
		s := random(r, 2+r.IntN(8))
		hit := r.IntN(len(s.Buffer))
		shock := make([]float64, len(s.Buffer))
		shock[hit] = 1
		c, err := s.Threshold([]int{hit}, 0)
		if err != nil {
			t.Fatal(err)
		}
		h, _ := s.Differential(t.Context(), shock)
		some, _ := s.Threshold([]int{hit}, 0.4)
		for i := range h {
			if i == hit {
				continue
			}
			if loss := math.Min(1, c.Loss[i]/s.Buffer[i]); loss > h[i]+1e-9 {
				t.Fatalf("party %d loses %g in the cascade, %g by DebtRank", i, loss, h[i])
			}
			if some.Round[i] >= 0 && c.Round[i] < 0 || some.Loss[i] > c.Loss[i]+1e-9 {
				t.Fatalf("recovery makes party %d worse off", i)
			}
			if c.Round[i] > 1 {
				failures++
			}
		}
	}
	if failures < 50 {
		t.Errorf("only %d failures of a later round: the test sees little", failures)
	}
}

// By hand: B (buffer 10) holds 10 of A, C (buffer 5) holds 4 of B and 2 of A. A fails: B loses 10 and fails in round 1; C
// loses 2, then 4.
func TestThresholdByHand(t *testing.T) {
	s := &Stress{Buffer: []float64{1, 10, 5}, Claims: []Claim{{1, 0, 10}, {2, 1, 4}, {2, 0, 2}}}
	c, err := s.Threshold([]int{0}, 0)
	if err != nil || !slices.Equal(c.Round, []int{0, 1, 2}) || !slices.Equal(c.Loss, []float64{0, 10, 6}) {
		t.Errorf("%+v, %v", c, err)
	}
	c, _ = s.Threshold([]int{0}, 0.5)
	if !slices.Equal(c.Round, []int{0, -1, -1}) || !slices.Equal(c.Loss, []float64{0, 5, 1}) {
		t.Errorf("with recovery %+v", c)
	}
}

func TestNoBufferHasFailed(t *testing.T) {
	s := &Stress{Buffer: []float64{0, 10, math.Inf(1)}, Claims: []Claim{{1, 0, 5}, {2, 0, 1e9}, {0, 1, 5}}}
	h, err := s.Differential(t.Context(), []float64{0, 0, 0})
	if err != nil || !slices.Equal(h, []float64{1, 0.5, 0}) {
		t.Errorf("%v, %v; want 1, 0.5, 0", h, err)
	}
}

// The radius is that of the eigenvalues.
func TestLoopGainIsTheSpectralRadius(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 400 {
		s := random(r, 2+r.IntN(8))
		gain, err := s.LoopGain()
		if err != nil {
			t.Fatal(err)
		}
		n := len(s.Buffer)
		a := mat.NewDense(n, n, nil)
		for _, c := range s.Claims {
			a.Set(c.Holder, c.On, a.At(c.Holder, c.On)+c.Amount/s.Buffer[c.Holder])
		}
		var e mat.Eigen
		if !e.Factorize(a, mat.EigenNone) {
			t.Fatal("no eigenvalues")
		}
		want := 0.0
		for _, v := range e.Values(nil) {
			want = math.Max(want, math.Hypot(real(v), imag(v)))
		}
		if math.Abs(gain-want) > 1e-6*math.Max(1, want) {
			t.Fatalf("loop gain %g, eigenvalues say %g", gain, want)
		}
	}
}

func TestBadStress(t *testing.T) {
	for _, s := range []*Stress{
		{Buffer: []float64{math.NaN()}},
		{Buffer: []float64{1}, Claims: []Claim{{0, 0, 1}}},
		{Buffer: []float64{1}, Claims: []Claim{{0, 1, 1}}},
		{Buffer: []float64{1, 1}, Claims: []Claim{{0, 1, math.Inf(1)}}},
		{Buffer: []float64{1, 1}, Claims: []Claim{{0, 1, -1}}},
	} {
		if _, err := s.Differential(t.Context(), make([]float64, len(s.Buffer))); err == nil {
			t.Errorf("%+v passes", s)
		}
	}
	s := &Stress{Buffer: []float64{1, 1}}
	for _, shock := range [][]float64{{0}, {0, 1.1}, {math.NaN(), 0}} {
		if _, err := s.SingleHit(shock); err == nil {
			t.Errorf("the shock %v passes", shock)
		}
	}
	if _, err := s.Threshold(nil, 2); err == nil {
		t.Error("a recovery of 2 passes")
	}
}

// By hand: a chip maker sells all chips (essential) to a cloud, the cloud half of its output to a lab (linear, its only
// input) and half outside. The chip maker stops. The cloud stops, the lab stops; nobody is upstream of the chip maker.
func TestSupplyByHand(t *testing.T) {
	s := &Supply{Sector: []string{"chips", "cloud", "lab"}, Outside: []float64{0, 50, 30},
		Sales: []Sale{{0, 1, 20, Essential}, {1, 2, 50, Linear}}}
	e, err := s.Spread(t.Context(), []float64{1, 0, 0})
	if err != nil || !slices.Equal(e.Downstream, []float64{0, 0, 0}) || e.Index != 1 {
		t.Errorf("%+v, %v", e, err)
	}
	// The lab stops: the cloud loses half its sales, and the chip maker half of its.
	e, _ = s.Spread(t.Context(), []float64{0, 0, 1})
	if !near(e.Upstream[1], 0.5) || !near(e.Upstream[0], 0.5) || !near(e.Downstream[1], 1) {
		t.Errorf("upstream %+v", e)
	}
	if want := (0.5*20 + 0.5*100 + 30) / 150; !near(e.Index, want) {
		t.Errorf("index %g, want %g", e.Index, want)
	}
	// With a second chip maker that sells 20 too, a loss of one is half as hard to make good: 20 of 20 left of 40 … by hand 1.
	s.Sector, s.Outside = append(s.Sector, "chips"), append(s.Outside, 60)
	s.Replace = true
	e, _ = s.Spread(t.Context(), []float64{0.5, 0, 0, 0})
	// The first makes 10 of 20, the sector 70 of 80: of what it fails to deliver 20/70 cannot be made good.
	if want := 1 - 0.5*20/70; !near(e.Downstream[1], want) {
		t.Errorf("replaceable: %g, want %g", e.Downstream[1], want)
	}
}

func TestSupplyLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 500 {
		n := 2 + r.IntN(7)
		s := &Supply{Sector: make([]string, n), Outside: make([]float64, n)}
		for i := range n {
			s.Sector[i] = string(rune('a' + r.IntN(3)))
			s.Outside[i] = float64(r.IntN(50))
		}
		for range r.IntN(3 * n) {
			if a, b := r.IntN(n), r.IntN(n); a != b {
				s.Sales = append(s.Sales, Sale{a, b, float64(r.IntN(50)), Need(r.IntN(3))})
			}
		}
		hit := make([]float64, n)
		at := r.IntN(n)
		hit[at] = 0.5
		half, err := s.Spread(t.Context(), hit)
		if err != nil {
			t.Fatal(err)
		}
		hit[at] = 1
		all, _ := s.Spread(t.Context(), hit)
		s.Replace = true
		eased, _ := s.Spread(t.Context(), hit)
		for i := range n {
			if half.Loss[i] < -1e-12 || all.Loss[i] > 1+1e-12 || half.Loss[i] > all.Loss[i]+1e-9 || eased.Loss[i] > all.Loss[i]+1e-9 {
				t.Fatalf("party %d: half %g, all %g, with replacement %g", i, half.Loss[i], all.Loss[i], eased.Loss[i])
			}
		}
	}
}
