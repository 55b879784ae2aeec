package clearing

import (
	"math"
	"math/rand/v2"
	"testing"
)

// shockedPair is a system, its baseline and the same under a shock to one party.
func shockedPair(t *testing.T, r *rand.Rand, costs bool) (s *System, base, after *Solution, hit int) {
	s = random(r, 2+r.IntN(6), true)
	for i := range s.Parties {
		s.Parties[i].Withheld = nil
		if costs {
			s.Parties[i].LostMeans, s.Parties[i].LostIncome = float64(r.IntN(3))/4, float64(r.IntN(3))/4
		}
	}
	base = solve(t, s)
	hit = r.IntN(len(s.Parties))
	w := float64(1+r.IntN(4)) / 4
	s.Parties[hit].Withheld = []float64{w, w, w, w}[:s.Ranks]
	return s, base, solve(t, s), hit
}

// What a party receives less it pays less, to others or outside, or has less; and all that is missing ends with outsiders or
// as somebody's residual. What defaults destroy is felt on top of it.
func TestLossIdentities(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	some := 0
	for round := range 6000 {
		s, base, after, hit := shockedPair(t, r, round%2 == 1)
		l := Compare(s, base, after, nil, func(i int) bool { return i == hit })
		passed := make([]float64, len(s.Parties))
		for _, link := range l.Links {
			if link.Amount < 0 {
				t.Fatalf("a gain passes: %+v", link)
			}
			passed[link.From] += link.Amount
		}
		ends := 0.0
		for i := range s.Parties {
			ends += l.Outside[i] + l.Residual[i] - l.Lost[i]
			if i == hit {
				continue
			}
			if !near(l.Received[i], passed[i]+l.Outside[i]+l.Residual[i]-l.Lost[i], 100) {
				t.Fatalf("party %d receives %g less, and passes on %g, %g outside, %g of its own; %g more is destroyed", i, l.Received[i], passed[i], l.Outside[i], l.Residual[i], l.Lost[i])
			}
			if l.Missing[i] != 0 {
				t.Fatalf("party %d is not shocked and misses %g", i, l.Missing[i])
			}
		}
		if !near(l.Missing[hit], ends, 1000) {
			t.Fatalf("%g is missing and %g ends somewhere", l.Missing[hit], ends)
		}
		if l.Total() > 0 {
			some++
		}
	}
	if some < 500 {
		t.Errorf("only %d shocks cost anybody anything: the test sees little", some)
	}
}

// The paths and the rest are the loss, and with no path left out nothing remains.
func TestPathsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	long, looped := 0, 0
	for round := range 3000 {
		s, base, after, hit := shockedPair(t, r, round%2 == 1)
		l := Compare(s, base, after, nil, func(i int) bool { return i == hit })
		a, ok := l.Paths(func(int) bool { return true }, 0, math.MaxInt)
		if !ok {
			continue // a class that passes everything on for ever
		}
		sum, by := a.Rest, make([]float64, len(s.Parties))
		for _, p := range a.Paths {
			sum += p.Amount
			by[p.Parties[len(p.Parties)-1]] += p.Amount
			if len(p.Parties) > 2 {
				long++
			}
			if p.Factor > 1.001 {
				looped++
			}
		}
		if !near(sum, l.Total(), 1000) || math.Abs(a.Rest) > 1e-6 {
			t.Fatalf("paths carry %g with %g left, the loss is %g", sum, a.Rest, l.Total())
		}
		for i := range by {
			if math.Abs(by[i]-l.Received[i]) > 1e-6*math.Max(1, l.Received[i]) {
				t.Fatalf("party %d loses %g, its paths carry %g", i, l.Received[i], by[i])
			}
		}
	}
	if long < 100 || looped < 20 {
		t.Errorf("%d long paths, %d with a way round: the test sees little", long, looped)
	}
}

// By hand: A pays B 100, B pays all it has to C and D in halves, and D pays A 10 of it. A withholds half. B receives 50 less
// and, with no money of its own, pays C and D 25 less each.
func TestPathsByHand(t *testing.T) {
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{{Outside: 100}, {}, {}, {}}, Dues: []Due{{0, 1, 1, 100}, {1, 2, 1, 50}, {1, 3, 1, 50}}}
	base := solve(t, s)
	s.Parties[0].Withheld = []float64{0.5}
	l := Compare(s, base, solve(t, s), nil, func(i int) bool { return i == 0 })
	a, ok := l.Paths(func(int) bool { return true }, 0, 10)
	if !ok || len(a.Paths) != 3 || a.Rest != 0 {
		t.Fatalf("attribution %+v", a)
	}
	for i, want := range []float64{50, 25, 25} {
		if !near(a.Paths[i].Amount, want, 1) || a.Paths[i].Factor != 1 {
			t.Errorf("path %d is %+v, want %g", i, a.Paths[i], want)
		}
	}
	if l.Total() != 100 || l.Missing[0] != 50 {
		t.Errorf("total %g, missing %g; want 100 and 50", l.Total(), l.Missing[0])
	}
}
