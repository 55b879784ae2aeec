package contagion

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dealgraph/graph/clearing"
)

func differential(t *testing.T, s *Stress, shock []float64) []float64 {
	t.Helper()
	h, err := s.Differential(t.Context(), shock)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Two parties that hold half of each other's buffer, by hand: a shock of a fifth to the first comes back as a quarter of itself
// each time round, 0.2/(1−1/4) = 4/15, and the second has half of that. Passed on once: 0.2 + 0.05, and 0.1. The walk
// first-second-first-second, which uses the link to the second twice, is what Battiston et al. 2012 (Scientific Reports 2:541,
// methods) leave out and Bardoscia et al. 2015 do not.
func TestTwoHoldHalf(t *testing.T) {
	s := &Stress{Buffer: []float64{10, 20}, Claims: []Claim{{0, 1, 5}, {1, 0, 10}}}
	shock := []float64{0.2, 0}
	if h := differential(t, s, shock); !near(h[0], 4.0/15) || !near(h[1], 2.0/15) {
		t.Errorf("differential %v", h)
	}
	once, err := s.SingleHit(shock)
	if err != nil || !near(once[0], 0.25) || !near(once[1], 0.1) {
		t.Errorf("single hit %v, %v", once, err)
	}
	// DebtRank of the first when it fails, by hand: the second loses half of its buffer; weights 1 and 3.
	if got := Index([]float64{1, 0}, differential(t, s, []float64{1, 0}), []float64{1, 3}); !near(got, 3.0/8) {
		t.Errorf("index %g, want 3/8", got)
	}
}

// shuffledRing is a ring whose parties are numbered at random, each holding a share of the one before.
func shuffledRing(r *rand.Rand, shares []float64) (*Stress, []int) {
	n := len(shares)
	name := r.Perm(n)
	s := &Stress{Buffer: make([]float64, n)}
	for k, share := range shares {
		next := name[(k+1)%n]
		s.Buffer[next] = 1 + 9*r.Float64()
		s.Claims = append(s.Claims, Claim{next, name[k], share * s.Buffer[next]})
	}
	r.Shuffle(n, func(i, j int) { s.Claims[i], s.Claims[j] = s.Claims[j], s.Claims[i] })
	return s, name
}

// A ring of any length and of shares so near to 1 that plain iteration takes millions of steps: h = h0·λᵏ/(1−λⁿ), and the
// loop gain is λ.
func TestLongRing(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	for _, n := range []int{3, 60, 3000} {
		for _, lambda := range []float64{0.5, 0.999, 0.999_999} {
			shares := make([]float64, n)
			for k := range shares {
				shares[k] = lambda
			}
			s, name := shuffledRing(r, shares)
			shock := make([]float64, n)
			h0 := (1 - math.Pow(lambda, float64(n))) / 2
			shock[name[0]] = h0
			h := differential(t, s, shock)
			for k := range n {
				if want := math.Pow(lambda, float64(k)) / 2; math.Abs(h[name[k]]-want) > 1e-9*want+1e-300 {
					t.Fatalf("n %d, λ %g: party %d: %g, want %g", n, lambda, k, h[name[k]], want)
				}
			}
			if gain, err := s.LoopGain(); err != nil || math.Abs(gain-lambda) > 1e-9 {
				t.Errorf("n %d: loop gain %g, %v, want %g", n, gain, err, lambda)
			}
		}
	}
}

// The gain of a ring is the geometric mean of its shares, however unequal they are.
func TestGainOfUnequalRing(t *testing.T) {
	s := &Stress{Buffer: []float64{1, 1e10}, Claims: []Claim{{0, 1, 1e10}, {1, 0, 1}}} // shares 1e10 and 1e-10
	if gain, err := s.LoopGain(); err != nil || math.Abs(gain-1) > 1e-9 {
		t.Errorf("gain %g, %v, want 1", gain, err)
	}
	r := rand.New(rand.NewPCG(12, 1))
	for _, n := range []int{5, 50, 1000} {
		shares, logs := make([]float64, n), 0.0
		for k := range shares {
			x := 6*r.Float64() - 3
			shares[k], logs = math.Exp(x), logs+x
		}
		s, _ := shuffledRing(r, shares)
		if gain, err := s.LoopGain(); err != nil || math.Abs(gain/math.Exp(logs/float64(n))-1) > 1e-8 {
			t.Errorf("n %d: gain %g, %v, want %g", n, gain, err, math.Exp(logs/float64(n)))
		}
	}
}

// Networks of one large component, at gains from far below to far above 1. The end state lies between the iterates from
// below and from above, which are run in the test until they meet.
func TestLargeDifferentialIsBetween(t *testing.T) {
	for seed := range uint64(4) {
		for _, gain := range []float64{0.5, 0.95, 1, 1.05, 2} {
			s := market(300, gain, seed)
			shock := make([]float64, 300)
			shock[7], shock[13] = 0.3, 1
			h := differential(t, s, shock)
			low, high := slices.Clone(shock), make([]float64, 300)
			for i := range high {
				high[i] = 1 // every party is reached
			}
			for apart := 1.0; apart > 1e-12; {
				apart = 0
				low, high = inflow(s, shock, low), inflow(s, shock, high)
				for i := range low {
					low[i], high[i] = math.Min(1, low[i]), math.Min(1, high[i])
					apart = math.Max(apart, high[i]-low[i])
				}
			}
			for i := range h {
				if h[i] < low[i]-1e-11 || h[i] > high[i]+1e-11 {
					t.Fatalf("seed %d gain %g: party %d: %g is not between %g and %g", seed, gain, i, h[i], low[i], high[i])
				}
			}
		}
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

// Whatever the sizes of buffers and claims, all that comes out is a number from 0 to 1.
func TestNoNaN(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	sizes := []float64{0, -5, 5e-324, 1e-300, 1e-30, 1e-9, 1, 1e9, 1e30, 1e300, math.Inf(1)}
	open := 0 // loop gains that could not be told
	amounts := []float64{0, 5e-324, 1e-300, 1e-9, 1, 1e9, 1e30}
	trials := 20_000
	if testing.Short() {
		trials = 3000
	}
	for range trials {
		n := 2 + r.IntN(6)
		s, shock := &Stress{Buffer: make([]float64, n)}, make([]float64, n)
		for i := range n {
			s.Buffer[i] = sizes[r.IntN(len(sizes))]
			shock[i] = []float64{0, 0, 5e-324, 1e-20, 0.5, 1}[r.IntN(6)]
		}
		for range r.IntN(4 * n) {
			if a, b := r.IntN(n), r.IntN(n); a != b {
				s.Claims = append(s.Claims, Claim{a, b, amounts[r.IntN(len(amounts))]})
			}
		}
		h := differential(t, s, shock)
		once, _ := s.SingleHit(shock)
		ranks, err := s.Ranks(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		gain, err := s.LoopGain()
		if !(gain >= 0) || math.IsInf(gain, 1) {
			t.Fatalf("loop gain %g, %v\n%+v", gain, err, s)
		}
		if err != nil {
			open++
		}
		cascade, _ := s.Threshold(nil, 0)
		lost, _ := s.Losses(h)
		uncapped, _ := s.Uncapped(shock, h)
		for i := range n {
			for _, x := range []float64{h[i], once[i], ranks[i]} {
				if !(x >= 0 && x <= 1) {
					t.Fatalf("party %d: %g %g %g\n%+v %v", i, h[i], once[i], ranks[i], s, shock)
				}
			}
			for _, x := range []float64{lost[i], uncapped[i], cascade.Loss[i]} {
				if !(x >= 0) || math.IsInf(x, 1) {
					t.Fatalf("party %d: loses %g, uncapped %g, cascade %g\n%+v", i, lost[i], uncapped[i], cascade.Loss[i], s)
				}
			}
			if s.Buffer[i] <= 0 && h[i] != 1 || math.IsInf(s.Buffer[i], 1) && h[i] != shock[i] {
				t.Fatalf("party %d with buffer %g and shock %g has %g", i, s.Buffer[i], shock[i], h[i])
			}
		}
	}
	if open > 100 {
		t.Errorf("%d loop gains could not be told", open)
	}
}

// On the same balance sheets losses are ordered: clearing ≤ threshold without recovery ≤ differential DebtRank (Barucca et
// al., Network Valuation in Financial Systems, Mathematical Finance 30(4), 2020).
func TestOrderOfModels(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 1))
	strict := [2]int{}
	for range 3000 {
		n := 2 + r.IntN(7)
		assets, outside := make([]float64, n), make([]float64, n)
		equity := make([]float64, n)
		var claims []Claim
		for range r.IntN(4 * n) {
			if a, b := r.IntN(n), r.IntN(n); a != b {
				claims = append(claims, Claim{a, b, float64(r.IntN(60))})
			}
		}
		for i := range n {
			outside[i], equity[i] = float64(r.IntN(40)), float64(1+r.IntN(30))
			assets[i] = outside[i] + equity[i]
		}
		for _, c := range claims { // outside assets make up what claims do not
			assets[c.Holder] -= c.Amount
			assets[c.On] += c.Amount
		}
		for i := range n {
			if assets[i] < 0 {
				outside[i], assets[i] = outside[i]-assets[i], 0 // more debt outside, the same equity
			}
		}
		threeModels(t, r, assets, outside, equity, claims, &strict)
	}
	if strict[0] < 200 || strict[1] < 200 {
		t.Errorf("strict differences only %v times: the test sees little", strict)
	}
}

// threeModels compares the losses on claims by the three models after a shock to the assets of some parties.
func threeModels(t *testing.T, r *rand.Rand, assets, outside, equity []float64, claims []Claim, strict *[2]int) {
	t.Helper()
	n := len(assets)
	cut, shock := make([]float64, n), make([]float64, n)
	left := &Stress{Buffer: make([]float64, n), Claims: claims}
	sys := &clearing.System{Ranks: 1, Hard: 1, Parties: make([]clearing.Party, n)}
	for i := range n {
		if r.IntN(3) == 0 {
			cut[i] = math.Min(assets[i], float64(r.IntN(60)))
		}
		shock[i] = math.Min(1, cut[i]/equity[i])
		left.Buffer[i] = equity[i] - cut[i]
		sys.Parties[i] = clearing.Party{Outside: assets[i] - cut[i], OutsideDues: []float64{outside[i]}}
	}
	for _, c := range claims {
		sys.Dues = append(sys.Dues, clearing.Due{From: c.On, To: c.Holder, Rank: 1, Amount: c.Amount})
	}
	cleared, err := clearing.Greatest(t.Context(), sys)
	if err != nil {
		t.Fatal(err)
	}
	cascade, err := left.Threshold(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	full := &Stress{Buffer: equity, Claims: claims}
	rank, err := full.Losses(differential(t, full, shock))
	if err != nil {
		t.Fatal(err)
	}
	lost := make([]float64, n)
	for k, d := range sys.Dues {
		lost[d.To] += d.Amount - cleared.Dues[k]
	}
	for i := range n {
		if lost[i] > cascade.Loss[i]+1e-7 || cascade.Loss[i] > rank[i]+1e-7 {
			t.Fatalf("party %d loses %g by clearing, %g by thresholds, %g by DebtRank\n%v %v %v %v", i, lost[i], cascade.Loss[i], rank[i], assets, outside, claims, cut)
		}
		if lost[i] < cascade.Loss[i]-1e-6 {
			strict[0]++
		}
		if cascade.Loss[i] < rank[i]-1e-6 {
			strict[1]++
		}
	}
}

// The rank of a party is the index of its failure alone, and the same on one core as on all.
func TestRanks(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	for range 200 {
		s := random(r, 2+r.IntN(10))
		n := len(s.Buffer)
		weight := make([]float64, n)
		for i := range weight {
			weight[i] = float64(r.IntN(9))
		}
		got, err := s.Ranks(t.Context(), weight)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			shock := make([]float64, n)
			shock[i] = 1
			if want := Index(shock, differential(t, s, shock), weight); math.Abs(got[i]-want) > 1e-12 {
				t.Fatalf("party %d: %g, its index is %g", i, got[i], want)
			}
		}
	}
	s := market(150, 0.99, 3)
	all, err := s.Ranks(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := s.Ranks(t.Context(), nil)
	if err != nil || !slices.Equal(all, one) {
		t.Errorf("ranks depend on the number of cores (%v)", err)
	}
}

// By hand: the first has failed from the start and costs the third half its buffer. If the second fails too, which the third
// holds a quarter of its buffer of, that is what is lost beyond; all weigh alike.
func TestRanksBeyondTheStart(t *testing.T) {
	s := &Stress{Buffer: []float64{0, 10, 20}, Claims: []Claim{{2, 0, 10}, {2, 1, 5}}}
	got, err := s.Ranks(t.Context(), nil)
	if err != nil || got[0] != 0 || !near(got[1], 0.25/3) || got[2] != 0 {
		t.Errorf("%v, %v; want 0, 1/12, 0", got, err)
	}
}

// Losses beyond the buffer, by hand: the second has 10, holds 15 of the first and 5 of the third, and 20 are lost.
func TestUncapped(t *testing.T) {
	s := &Stress{Buffer: []float64{1, 10, 0}, Claims: []Claim{{1, 0, 15}, {1, 2, 5}, {2, 0, 7}}}
	shock := []float64{1, 0, 0}
	h := differential(t, s, shock)
	lost, err := s.Losses(h)
	if err != nil || !slices.Equal(lost, []float64{0, 20, 7}) {
		t.Errorf("losses %v, %v", lost, err)
	}
	open, err := s.Uncapped(shock, h)
	if err != nil || !slices.Equal(open, []float64{1, 2, 1}) {
		t.Errorf("uncapped %v, %v", open, err)
	}
}

// A party that is told apart from the rest by no more than its place keeps its result.
func TestRelabel(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 1))
	for range 500 {
		s := random(r, 2+r.IntN(8))
		n := len(s.Buffer)
		p := r.Perm(n)
		other := &Stress{Buffer: make([]float64, n)}
		shock, moved := make([]float64, n), make([]float64, n)
		shock[0], moved[p[0]] = 0.7, 0.7
		for i, b := range s.Buffer {
			other.Buffer[p[i]] = 3 * b // and all money three times as much
		}
		for _, c := range s.Claims {
			other.Claims = append(other.Claims, Claim{p[c.Holder], p[c.On], 3 * c.Amount})
		}
		r.Shuffle(len(other.Claims), func(i, j int) { other.Claims[i], other.Claims[j] = other.Claims[j], other.Claims[i] })
		a, b := differential(t, s, shock), differential(t, other, moved)
		once, _ := s.SingleHit(shock)
		twin, _ := other.SingleHit(moved)
		for i := range n {
			if !near(a[i], b[p[i]]) || !near(once[i], twin[p[i]]) {
				t.Fatalf("party %d: %g and %g, once %g and %g", i, a[i], b[p[i]], once[i], twin[p[i]])
			}
		}
	}
}

// Single hit as the paper writes it: matrices and the three states, round by round.
func TestSingleHitByStates(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 1))
	for range 3000 {
		s := random(r, 2+r.IntN(8))
		n := len(s.Buffer)
		w := make([][]float64, n) // [holder][on]
		for i := range w {
			w[i] = make([]float64, n)
		}
		for _, c := range s.Claims {
			w[c.Holder][c.On] += c.Amount / s.Buffer[c.Holder]
		}
		shock := make([]float64, n)
		for range 2 {
			shock[r.IntN(n)] = r.Float64()
		}
		h, state := slices.Clone(shock), []byte(strings.Repeat("U", n))
		for i := range h {
			if h[i] > 0 {
				state[i] = 'D'
			}
		}
		for range n + 1 {
			old, was := slices.Clone(h), slices.Clone(state)
			for i := range n {
				for j := range n {
					if was[j] == 'D' {
						h[i] += w[i][j] * old[j]
					}
				}
				h[i] = math.Min(1, h[i])
				switch {
				case was[i] == 'D':
					state[i] = 'I'
				case h[i] > 0 && was[i] == 'U':
					state[i] = 'D'
				}
			}
		}
		got, err := s.SingleHit(shock)
		if err != nil {
			t.Fatal(err)
		}
		for i := range h {
			if !near(got[i], h[i]) {
				t.Fatalf("party %d: %g, by states %g\n%+v %v", i, got[i], h[i], s, shock)
			}
		}
	}
}

// A cascade by the plain rule: all losses anew, until nobody fails any more.
func TestThresholdByRounds(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 1))
	late := 0
	for range 5000 {
		s := random(r, 2+r.IntN(9))
		n := len(s.Buffer)
		failed := []int{r.IntN(n), r.IntN(n)}
		recovery := float64(r.IntN(3)) / 4
		got, err := s.Threshold(failed, recovery)
		if err != nil {
			t.Fatal(err)
		}
		round := make([]int, n)
		for i := range round {
			if round[i] = -1; slices.Contains(failed, i) {
				round[i] = 0
			}
		}
		var loss []float64
		for k := 1; ; k++ {
			loss = make([]float64, n)
			for _, c := range s.Claims {
				if round[c.On] >= 0 {
					loss[c.Holder] += (1 - recovery) * c.Amount // quarters of whole numbers: exact
				}
			}
			more := false
			for i := range n {
				if round[i] < 0 && loss[i] >= s.Buffer[i] {
					round[i], more = k, true
				}
			}
			if !more {
				break
			}
			late = max(late, k)
		}
		if !slices.Equal(got.Round, round) || !slices.Equal(got.Loss, loss) {
			t.Fatalf("%+v, by rounds %v %v\n%+v", got, round, loss, s)
		}
	}
	if late < 4 {
		t.Errorf("no cascade of more than %d rounds: the test sees little", late)
	}
}

func TestBadInputNamesTheParty(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	ok := Stress{Buffer: []float64{1, 1}, Claims: []Claim{{0, 1, 1}}}
	errs := map[string]error{}
	for want, s := range map[string]*Stress{
		"buffer of party 1 is NaN":                               {Buffer: []float64{1, nan}},
		"buffer of party 1 is -Inf":                              {Buffer: []float64{1, -inf}},
		"claim 0 is of party 0 on party 1, but there are 1":      {Buffer: []float64{1}, Claims: []Claim{{0, 1, 1}}},
		"claim 0 is of party 1 on itself":                        {Buffer: []float64{1, 1}, Claims: []Claim{{1, 1, 1}}},
		"claim 1, of party 1 on party 0, is +Inf: amounts lie":   {Buffer: []float64{1, 1}, Claims: []Claim{{0, 1, 1}, {1, 0, inf}}},
		"claim 0, of party 0 on party 1, is -1: amounts lie":     {Buffer: []float64{1, 1}, Claims: []Claim{{0, 1, -1}}},
		"claim 0, of party 0 on party 1, is 1e+300: amounts lie": {Buffer: []float64{1, 1}, Claims: []Claim{{0, 1, 1e300}}},
	} {
		_, errs[want] = s.Differential(t.Context(), make([]float64, len(s.Buffer)))
		for _, f := range []func() error{
			func() error { _, err := s.SingleHit(make([]float64, len(s.Buffer))); return err },
			func() error { _, err := s.Threshold(nil, 0); return err },
			func() error { _, err := s.Ranks(t.Context(), nil); return err },
			func() error { _, err := s.LoopGain(); return err },
		} {
			if err := f(); err == nil || err.Error() != errs[want].Error() {
				t.Errorf("%v, elsewhere %v", errs[want], err)
			}
		}
	}
	_, errs["shock to party 1 is 1.1"] = ok.Differential(t.Context(), []float64{0, 1.1})
	_, errs["shock to party 0 is NaN"] = ok.SingleHit([]float64{nan, 0})
	_, errs["shock for 1 of 2"] = ok.Losses([]float64{0})
	_, errs["party 2 is to fail, but there are 2"] = ok.Threshold([]int{2}, 0)
	_, errs["party -1 is to fail"] = ok.Threshold([]int{-1}, 0)
	_, errs["recovery is NaN"] = ok.Threshold(nil, nan)
	_, errs["weight of party 1 is -1"] = ok.Ranks(t.Context(), []float64{1, -1})
	_, errs["weights of 1 of 2"] = ok.Ranks(t.Context(), []float64{1})
	for want, err := range errs {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if got := Index([]float64{0, 0, 0}, []float64{1, 0.5, 1}, []float64{nan, 2, inf}); got != 0.5 {
		t.Errorf("an index of what has a weight is %g, want 0.5", got)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := market(300, 0.99, 1)
	if _, err := s.Differential(ctx, firstFails(300)); !errors.Is(err, context.Canceled) {
		t.Errorf("differential: %v", err)
	}
	if _, err := s.Ranks(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("ranks: %v", err)
	}
	if _, err := economy(300, 1).Spread(ctx, firstFails(300)); !errors.Is(err, context.Canceled) {
		t.Errorf("spread: %v", err)
	}
}

// Nobody and nothing are no special cases.
func TestEmpty(t *testing.T) {
	s := &Stress{}
	h, err := s.Differential(t.Context(), nil)
	ranks, err2 := s.Ranks(t.Context(), nil)
	gain, err3 := s.LoopGain()
	if len(h) != 0 || len(ranks) != 0 || gain != 0 || err != nil || err2 != nil || err3 != nil {
		t.Errorf("%v %v %g %v %v %v", h, ranks, gain, err, err2, err3)
	}
}
