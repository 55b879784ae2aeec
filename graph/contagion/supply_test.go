package contagion

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// bySteps is the rule of Diem et al. 2022 (Scientific Reports 12:7719, methods) as they write it: all levels at the same time,
// from matrices, until none moves.
func bySteps(s *Supply, initial []float64) (down, up []float64, ended bool) {
	n := len(initial)
	out, bought := make([]float64, n), make([]float64, n)
	fromSector := make([]map[string]float64, n)
	for i := range n {
		out[i] = s.Outside[i]
		fromSector[i] = map[string]float64{}
	}
	for _, w := range s.Sales {
		out[w.From] += w.Amount
		bought[w.To] += w.Amount
		fromSector[w.To][s.Sector[w.From]] += w.Amount
	}
	down, up = make([]float64, n), make([]float64, n)
	for i := range n {
		down[i], up[i] = 1, 1
	}
	for range 20_000 {
		d, u := make([]float64, n), make([]float64, n)
		for j := range n {
			missing, linear, lost := map[string]float64{}, 0.0, 0.0
			for _, w := range s.Sales {
				if w.From == j && w.Amount > 0 {
					lost += w.Amount / out[j] * (1 - up[w.To])
				}
				if w.To != j || w.Amount == 0 {
					continue
				}
				sigma := 1.0
				if s.Replace {
					left := 0.0
					for l := range n {
						if s.Sector[l] == s.Sector[w.From] {
							left += out[l] * down[l]
						}
					}
					if left > 0 {
						sigma = math.Min(1, out[w.From]/left)
					}
				}
				switch w.Need {
				case Essential:
					missing[s.Sector[w.From]] += w.Amount / fromSector[j][s.Sector[w.From]] * sigma * (1 - down[w.From])
				case Linear:
					linear += w.Amount / bought[j] * sigma * (1 - down[w.From])
				}
			}
			worst := linear
			for _, m := range missing {
				worst = math.Max(worst, m)
			}
			d[j] = math.Max(0, math.Min(1-initial[j], 1-worst))
			u[j] = math.Max(0, math.Min(1-initial[j], 1-lost))
		}
		moved := 0.0
		for j := range n {
			moved = math.Max(moved, math.Max(math.Abs(d[j]-down[j]), math.Abs(u[j]-up[j])))
		}
		down, up = d, u
		if moved < 1e-15 {
			return down, up, true
		}
	}
	return down, up, false
}

func TestSpreadIsTheRule(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	passed, slow := 0, 0
	for range 2000 {
		n := 2 + r.IntN(6)
		s := &Supply{Sector: make([]string, n), Outside: make([]float64, n), Replace: r.IntN(2) == 0}
		initial := make([]float64, n)
		for i := range n {
			s.Sector[i] = string(rune('a' + r.IntN(3)))
			s.Outside[i] = float64(r.IntN(3) * r.IntN(50))
		}
		initial[r.IntN(n)] = r.Float64()
		initial[r.IntN(n)] = 1
		for range r.IntN(4 * n) {
			if a, b := r.IntN(n), r.IntN(n); a != b {
				s.Sales = append(s.Sales, Sale{a, b, float64(r.IntN(20)), Need(r.IntN(3))})
			}
		}
		down, up, ended := bySteps(s, initial)
		got, err := s.Spread(t.Context(), initial)
		if err != nil {
			t.Fatalf("%v\n%+v %v", err, s, initial)
		}
		for i := range n {
			if !ended { // two fixed points meet: steps shrink with the square of what is left
				slow++
				if got.Downstream[i] > down[i]+1e-9 || got.Downstream[i] < down[i]-1e-2 || math.Abs(got.Upstream[i]-up[i]) > 1e-9 {
					t.Fatalf("party %d: down %g, by steps still %g\n%+v %v", i, got.Downstream[i], down[i], s, initial)
				}
				continue
			}
			if math.Abs(got.Downstream[i]-down[i]) > 1e-9 || math.Abs(got.Upstream[i]-up[i]) > 1e-9 {
				t.Fatalf("party %d: down %g, by the rule %g; up %g, by the rule %g\n%+v %v", i, got.Downstream[i], down[i], got.Upstream[i], up[i], s, initial)
			}
			if loss := 1 - down[i]; initial[i] == 0 && loss > 0 && loss < 1 {
				passed++
			}
		}
	}
	if passed < 500 || slow > 100 {
		t.Errorf("only %d parties lose a part, %d are slow: the test sees little", passed, slow)
	}
}

// A row of parties that buy half of their inputs from either neighbour; the first stops, and the last needs nobody. Each loses
// the mean of its neighbours, so that by hand losses fall evenly: 1 − i/n. Plain iteration takes some n² steps.
func TestLongRow(t *testing.T) {
	for _, n := range []int{10, 100, 1000} {
		if testing.Short() && n > 100 {
			continue
		}
		s := &Supply{Sector: make([]string, n+1), Outside: make([]float64, n+1)}
		for i := 1; i < n; i++ {
			s.Outside[i] = 5
			s.Sales = append(s.Sales, Sale{i - 1, i, 10, Linear}, Sale{i + 1, i, 10, Linear})
		}
		e, err := s.Spread(t.Context(), firstFails(n+1))
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range e.Downstream {
			if want := float64(i) / float64(n); math.Abs(x-want) > 1e-9 {
				t.Fatalf("n %d: party %d makes %g, want %g", n, i, x, want)
			}
		}
	}
}

// A party without deals loses its own part, and the index is its weight.
func TestAlone(t *testing.T) {
	s := &Supply{Sector: []string{"a", "b"}, Outside: []float64{30, 70}}
	e, err := s.Spread(t.Context(), []float64{1, 0})
	if err != nil || !near(e.Index, 0.3) || e.Loss[1] != 0 {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestBadSupply(t *testing.T) {
	ok := func() *Supply {
		return &Supply{Sector: []string{"a", "b"}, Outside: []float64{1, 1}, Sales: []Sale{{0, 1, 1, Linear}}}
	}
	for i, c := range []struct {
		want    string
		initial []float64
		change  func(*Supply)
	}{
		{"2 sectors, 2 outside sales and 1 initial", []float64{0}, func(*Supply) {}},
		{"initial loss of party 1 is 1.5", []float64{0, 1.5}, func(*Supply) {}},
		{"initial loss of party 0 is NaN", []float64{math.NaN(), 0}, func(*Supply) {}},
		{"outside sales of party 1 are -1", []float64{0, 0}, func(s *Supply) { s.Outside[1] = -1 }},
		{"sale 0, of party 0 to party 1, is +Inf", []float64{0, 0}, func(s *Supply) { s.Sales[0].Amount = math.Inf(1) }},
		{"sale 0 is from party 0 to party 5 of 2", []float64{0, 0}, func(s *Supply) { s.Sales[0].To = 5 }},
		{"sale 0 has the need 9", []float64{0, 0}, func(s *Supply) { s.Sales[0].Need = 9 }},
	} {
		s := ok()
		c.change(s)
		if _, err := s.Spread(t.Context(), c.initial); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("case %d: %q is not in %v", i, c.want, err)
		}
	}
}

// Large economies obey the laws too: losses within 0 and 1, a fixed point, and less of a shock costs no more.
func TestLargeSpread(t *testing.T) {
	for seed := range uint64(3) {
		s := economy(400, seed)
		s.Replace = seed == 1
		initial := firstFails(400)
		e, err := s.Spread(t.Context(), initial)
		if err != nil {
			t.Fatal(err)
		}
		initial[0] = 0.5
		half, err := s.Spread(t.Context(), initial)
		if err != nil {
			t.Fatal(err)
		}
		for i := range e.Loss {
			if !(e.Loss[i] >= 0 && e.Loss[i] <= 1) || half.Loss[i] > e.Loss[i]+1e-9 {
				t.Fatalf("party %d: %g, with half the shock %g", i, e.Loss[i], half.Loss[i])
			}
		}
		// Without replacement the rule is linear on each piece, and from nothing lost: half the shock, half the losses.
		for i := range e.Loss {
			if !s.Replace && math.Abs(e.Loss[i]-2*half.Loss[i]) > 1e-9 {
				t.Fatalf("party %d: %g, twice that of half the shock is %g", i, e.Loss[i], 2*half.Loss[i])
			}
		}
	}
}
