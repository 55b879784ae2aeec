package clearing

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What makes no sense is refused, with the parties named.
func TestRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		spoil func(s *System)
		want  string
	}{
		{func(s *System) { s.Ranks = 0 }, "0 ranks"},
		{func(s *System) { s.Hard = 3 }, "of which 3"},
		{func(s *System) { s.Parties[1].Outside = nan }, "party 1: inflow NaN"},
		{func(s *System) { s.Parties[1].Outside = -1 }, "party 1: inflow -1"},
		{func(s *System) { s.Parties[2].Buffer = inf }, "party 2: buffer +Inf"},
		{func(s *System) { s.Parties[2].Buffer = -0.5 }, "party 2: buffer -0.5"},
		{func(s *System) { s.Parties[0].Planned = inf }, "party 0: planned means +Inf"},
		{func(s *System) { s.Parties[0].OutsideDues = []float64{1, nan} }, "party 0: due outside NaN at rank 2"},
		{func(s *System) { s.Parties[0].OutsideDues = []float64{1, 1, 1} }, "party 0: dues or shares for more than 2 ranks"},
		{func(s *System) { s.Parties[0].Withheld = []float64{1.5} }, "party 0: withheld 1.5 at rank 1"},
		{func(s *System) { s.Parties[0].Withheld = []float64{nan} }, "party 0: withheld NaN at rank 1"},
		{func(s *System) { s.Parties[0].Withheld = []float64{-0.1} }, "party 0: withheld -0.1 at rank 1"},
		{func(s *System) { s.Parties[1].Cut = 2 }, "party 1: cut 2"},
		{func(s *System) { s.Parties[1].LostMeans = nan }, "party 1: cut 0, lost means NaN"},
		{func(s *System) { s.Parties[1].LostIncome = -1 }, "lost income -1"},
		{func(s *System) { s.Dues[0].Amount = nan }, "of party 0 to party 1: NaN"},
		{func(s *System) { s.Dues[0].Amount = -3 }, "of party 0 to party 1: -3"},
		{func(s *System) { s.Dues[0].Amount = inf }, "of party 0 to party 1: +Inf"},
		{func(s *System) { s.Dues[0].To = 7 }, "of party 0 to party 7: there is no party 7"},
		{func(s *System) { s.Dues[0].From = -1 }, "there is no party -1"},
		{func(s *System) { s.Dues[0].To = 0 }, "of party 0 to party 0: a due of a party to itself"},
		{func(s *System) { s.Dues[0].Rank = 3 }, "of party 0 to party 1: rank 3 of 2"},
		{func(s *System) { s.Guarantees[0].Guarantor = 0 }, "of party 0 for what party 0 owes party 1: a party cannot guarantee its own debt"},
		{func(s *System) { s.Guarantees[0].Creditor = 2 }, "of party 2 for what party 0 owes party 2: guarantor, debtor and creditor"},
		{func(s *System) { s.Guarantees[0].Debtor = 9 }, "for what party 9 owes party 1: there is no party 9"},
		{func(s *System) { s.Guarantees[0].Cap = nan }, "the cap NaN"},
		{func(s *System) { s.Guarantees[0].Rank = 2 }, "rank 2, but obligations have ranks 1 to 1"},
	} {
		s := &System{Ranks: 2, Hard: 1, Parties: make([]Party, 3), Dues: []Due{{0, 1, 1, 5}}, Guarantees: []Guarantee{{2, 0, 1, 1, 5}}}
		if _, err := Greatest(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		c.spoil(s)
		_, err := Greatest(t.Context(), s)
		_, least := Least(t.Context(), s)
		_, waves := Waves(t.Context(), s)
		if err == nil || !strings.Contains(err.Error(), c.want) || least == nil || waves == nil {
			t.Errorf("got %v, %v, %v; want %q", err, least, waves, c.want)
		}
	}
}

// Parties without dues, without means, and no parties at all.
func TestNothing(t *testing.T) {
	for _, s := range []*System{
		{Ranks: 1}, {Ranks: 2, Hard: 1, Parties: make([]Party, 3)},
		{Ranks: 1, Hard: 1, Parties: []Party{{Cut: 1}, {}, {}}, Dues: []Due{{0, 1, 1, 0}}, Guarantees: []Guarantee{{2, 0, 1, 1, 0}}},
		{Ranks: 1, Parties: []Party{{Cut: 1}, {Cut: 1}}, Dues: []Due{{0, 1, 1, 3}, {1, 0, 1, 3}}},
	} {
		for _, f := range []func() (*Solution, error){
			func() (*Solution, error) { return Greatest(t.Context(), s) },
			func() (*Solution, error) { return Least(t.Context(), s) },
		} {
			got, err := f()
			if err != nil {
				t.Fatal(err)
			}
			for i := range s.Parties {
				if x := got.Means[i] + got.Residual[i] + got.Missed[i] + total(got, i) + got.Outside(s, i); math.IsNaN(x) || math.IsInf(x, 0) || got.Default[i] {
					t.Errorf("party %d of %+v: %+v", i, s, got)
				}
			}
		}
	}
}

// Without costs the least solution is the greatest but for classes that pay only themselves, and those are flagged: some
// member of such a class has less at the other end, and nobody has where none is flagged.
func TestClosedClasses(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	classes, plain := 0, 0
	for round := range 6000 {
		s := strained(r)
		for i := range s.Parties {
			s.Parties[i].LostMeans, s.Parties[i].LostIncome = 0, 0
			if round%2 == 0 { // little leads out, and little comes in
				s.Parties[i] = Party{Outside: float64(r.IntN(2) * r.IntN(2) * r.IntN(20)), OutsideDues: []float64{float64(r.IntN(2) * r.IntN(2) * r.IntN(20))}}
			}
		}
		s.Guarantees = nil
		top, low := solve(t, s), must(Least(t.Context(), s))
		open := top.Undetermined()
		for i := range s.Parties {
			if gap := top.Means[i] - low.Means[i]; gap < -1e-9 || gap > 1e-7 && open == nil {
				t.Fatalf("round %d: party %d has %g or %g, and nothing is flagged\n%+v", round, i, top.Means[i], low.Means[i], s)
			} else if gap <= 1e-7 && slices.Contains(open, i) {
				t.Fatalf("round %d: party %d is flagged and has %g at both ends\n%+v", round, i, low.Means[i], s)
			}
		}
		if open == nil {
			plain++
		} else {
			classes++
		}
	}
	if classes < 100 || plain < 100 {
		t.Errorf("%d systems with classes, %d without: the test sees little", classes, plain)
	}
}

// A guarantor with money ends a closed class: what one party does not pay comes back through it, so that all is pinned down. By
// hand: B and A owe each other 100, and G guarantees what A owes.
func TestGuaranteeEndsClass(t *testing.T) {
	s := ring(2, 100)
	s.Parties = append(s.Parties, Party{Outside: 1000})
	if got := solve(t, s); !slices.Equal(got.Undetermined(), []int{0, 1}) {
		t.Fatalf("undetermined without a guarantee: %v", got.Undetermined())
	}
	s.Guarantees = []Guarantee{{Guarantor: 2, Debtor: 0, Creditor: 1, Rank: 1, Cap: 100}}
	got, low := solve(t, s), must(Least(t.Context(), s))
	if got.Undetermined() != nil || !near(low.Dues[0], 100, 1) || !near(low.Dues[1], 100, 1) || !near(low.Guarantees[0], 0, 1) {
		t.Errorf("undetermined %v, least %+v", got.Undetermined(), low)
	}
}

// By hand: A and B pass money round, but half of A's goes to C, so it has to be there: A has 200. C pays 100 of it outside, and C
// and D owe each other 50 after that, which nothing pins down.
func TestClassBehindClass(t *testing.T) {
	s := &System{Ranks: 2, Hard: 2, Parties: []Party{{Outside: 100}, {}, {OutsideDues: []float64{100}}, {}},
		Dues: []Due{{0, 1, 2, 100}, {0, 2, 2, 100}, {1, 0, 2, 100}, {2, 3, 2, 50}, {3, 2, 2, 50}}}
	got, low := solve(t, s), must(Least(t.Context(), s))
	if !slices.Equal(got.Undetermined(), []int{2, 3}) || !near(low.Means[0], 200, 1) || !near(low.Dues[3], 0, 1) || got.Dues[3] != 50 {
		t.Errorf("undetermined %v, least %+v", got.Undetermined(), low)
	}
}

// Doubling all money doubles every payment, and other names for the parties change nothing.
func TestScaleAndNames(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	for range 1500 {
		s := strained(r)
		perm := r.Perm(len(s.Parties))
		other := &System{Ranks: s.Ranks, Hard: s.Hard, Parties: make([]Party, len(s.Parties))}
		for i, p := range s.Parties {
			p.Outside, p.Buffer, p.Planned = 2*p.Outside, 2*p.Buffer, 2*p.Planned
			p.OutsideDues = slices.Clone(p.OutsideDues)
			for k := range p.OutsideDues {
				p.OutsideDues[k] *= 2
			}
			other.Parties[perm[i]] = p
		}
		for _, d := range s.Dues {
			other.Dues = append(other.Dues, Due{perm[d.From], perm[d.To], d.Rank, 2 * d.Amount})
		}
		for _, g := range s.Guarantees {
			other.Guarantees = append(other.Guarantees, Guarantee{perm[g.Guarantor], perm[g.Debtor], perm[g.Creditor], g.Rank, 2 * g.Cap})
		}
		a, b := solve(t, s), solve(t, other)
		for i := range s.Parties {
			if !near(2*a.Means[i], b.Means[perm[i]], 1000) {
				t.Fatalf("party %d has %.12g, and %.12g of twice the money\n%+v", i, a.Means[i], b.Means[perm[i]], s)
			}
		}
	}
}
