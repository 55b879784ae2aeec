package clearing

import (
	"math"
	"slices"
	"testing"
)

// Three banks that owe one another in a ring, with a tenth of their outside assets lost: the balance sheets of an exercise to
// Barucca et al., Network valuation in financial systems, Mathematical Finance 30(4), 2020 (github.com/paolobarucca/
// eisenbergnoe, Exercise2.m). By hand, with Eisenberg and Noe (2001):
//
// Outside creditors on a par. Bank 1 has 18 + 2 and owes 21; it pays 20, of which 80/21 to bank 2. Bank 2 has 18 + 80/21 =
// 21.81 and owes 21; bank 3 has 9 + 3 and owes 10. Both pay.
//
// Outside creditors first. Bank 1 pays 17 outside and 3 of the 4 to bank 2, which has 18 + 3 and owes 21: just enough.
func TestThreeBanks(t *testing.T) {
	parties := func(due func(float64) []float64) []Party {
		return []Party{{Outside: 18, OutsideDues: due(17)}, {Outside: 18, OutsideDues: due(18)}, {Outside: 9, OutsideDues: due(8)}}
	}
	par := &System{Ranks: 1, Hard: 1, Parties: parties(func(d float64) []float64 { return []float64{d} }), Dues: []Due{{0, 1, 1, 4}, {1, 2, 1, 3}, {2, 0, 1, 2}}}
	first := &System{Ranks: 2, Hard: 2, Parties: parties(func(d float64) []float64 { return []float64{d} }), Dues: []Due{{0, 1, 2, 4}, {1, 2, 2, 3}, {2, 0, 2, 2}}}
	for _, c := range []struct {
		name     string
		s        *System
		paid     []float64 // on the dues
		residual []float64
	}{
		{"on a par", par, []float64{80. / 21, 3, 2}, []float64{0, 18 + 80./21 - 21, 2}},
		{"outside first", first, []float64{3, 3, 2}, []float64{0, 0, 2}},
	} {
		got := solve(t, c.s)
		for i := range c.paid {
			if !near(got.Dues[i], c.paid[i], 1) || !near(got.Residual[i], c.residual[i], 1) || got.Default[i] != (i == 0) {
				t.Errorf("%s: bank %d pays %g and keeps %g, want %g and %g; in default: %v", c.name, i+1, got.Dues[i], got.Residual[i], c.paid[i], c.residual[i], got.Default[i])
			}
		}
		rounds, err := Waves(t.Context(), c.s)
		if err != nil || !slices.Equal(rounds, []int{1, 0, 0}) {
			t.Errorf("%s: rounds %v, %v", c.name, rounds, err)
		}
	}
}

// Eisenberg and Noe, Systemic Risk in Financial Systems, Management Science 47(2), 2001: two parties that owe each
// other 1 and have nothing can pay any share of it, so that they need some money to be pinned down.
func TestEisenbergNoeIndeterminate(t *testing.T) {
	s := ring(2, 1)
	top, low := solve(t, s), must(Least(t.Context(), s))
	if top.Dues[0] != 1 || top.Dues[1] != 1 || low.Dues[0] != 0 || low.Dues[1] != 0 {
		t.Errorf("greatest %v, least %v; want 1 and 0", top.Dues, low.Dues)
	}
	if !slices.Equal(top.Undetermined(), []int{0, 1}) {
		t.Errorf("undetermined: %v", top.Undetermined())
	}
	s.Parties[0].Outside = 0.01 // now the first is rich and the other can pay
	low = must(Least(t.Context(), s))
	if top = solve(t, s); top.Undetermined() != nil || !near(low.Dues[0], 1, 1) || !near(low.Dues[1], 1, 1) {
		t.Errorf("with some money: least %v, undetermined %v", low.Dues, top.Undetermined())
	}
}

// Rogers and Veraart, Failure and Rescue in an Interbank Network, Management Science 59(4), 2013, section 3: with default costs
// the greatest and the least solution differ. By hand, α = β = 1/2, two banks with 10 each that owe each other 100 and 5 outside:
// if both pay, each has 110 for 105. If not, each pays p = 10/2 + (100/105)·p/2, which is 5·105/55 = 9.5454…, and has 10 + 100/11 =
// 19.09 before costs, so that neither could pay 105.
func TestRogersVeraart(t *testing.T) {
	p := Party{Outside: 10, OutsideDues: []float64{5}, LostMeans: 0.5, LostIncome: 0.5}
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{p, p}, Dues: []Due{{0, 1, 1, 100}, {1, 0, 1, 100}}}
	top, low := solve(t, s), must(Least(t.Context(), s))
	for i := range 2 {
		if !near(total(top, i), 105, 1) || top.Default[i] || !near(top.Residual[i], 5, 1) {
			t.Errorf("greatest: bank %d pays %g", i, total(top, i))
		}
		if !near(total(low, i), 105./11, 1) || !low.Default[i] || !near(low.Means[i], 10+100./11, 1) {
			t.Errorf("least: bank %d pays %g, want %g", i, total(low, i), 105./11)
		}
	}
	// With 4 of its own each has 104 for 105 at best: then there is only the other, p = 2 + (100/105)·p/2 = 42/11.
	for i := range s.Parties {
		s.Parties[i].Outside = 4
	}
	top, low = solve(t, s), must(Least(t.Context(), s))
	if !near(total(top, 0), 42./11, 1) || !near(total(low, 1), 42./11, 1) {
		t.Errorf("with 4: greatest %g, least %g, want %g", total(top, 0), total(low, 1), 42./11)
	}
}

// The two sectors of Miller and Blair, Input-Output Analysis, 2nd ed. 2009, section 2.3: sales of 150 and 500 by the first and 200
// and 100 by the second, final demand 350 and 1,700, output 1,000 and 2,000. The Leontief inverse is printed there as
// 1.2541 0.3300 / 0.2640 1.1221; exactly it is 0.95 0.25 / 0.20 0.85 divided by 0.7575. What a sector buys of itself goes by a
// party of its own here.
func TestLeontiefTextbook(t *testing.T) {
	const det = 0.7575
	inverse := [2][2]float64{{0.95 / det, 0.25 / det}, {0.20 / det, 0.85 / det}}
	for i, row := range [2][2]float64{{1.2541, 0.3300}, {0.2640, 1.1221}} {
		for j, printed := range row {
			if math.Abs(inverse[i][j]-printed) > 0.00006 {
				t.Errorf("entry %d %d is %g, printed %g", i, j, inverse[i][j], printed)
			}
		}
	}
	for _, fall := range [][2]float64{{100, 0}, {0, 100}, {30, 400}} {
		s := &System{Ranks: 1, Parties: []Party{{Outside: 350 - fall[0], Planned: 1000, Cut: 1}, {Outside: 1700 - fall[1], Planned: 2000, Cut: 1}, {Planned: 150, Cut: 1}, {Planned: 100, Cut: 1}},
			Dues: []Due{{0, 2, 1, 150}, {2, 0, 1, 150}, {1, 0, 1, 500}, {0, 1, 1, 200}, {1, 3, 1, 100}, {3, 1, 1, 100}}}
		got := solve(t, s)
		for i, output := range []float64{1000, 2000} {
			want := output - inverse[i][0]*fall[0] - inverse[i][1]*fall[1]
			if !near(got.Means[i], want, 1000) {
				t.Errorf("final demand falls by %v: sector %d sells %.9g, want %.9g", fall, i+1, got.Means[i], want)
			}
		}
	}
}

// Guarantees in a circle, by hand: A and B have 50 each, owe C 100 each, and each guarantees the other's debt. Each misses m =
// 100 − 100·50/(100+m), so m² = 5,000. C gets all 100 that there is.
func TestMutualGuarantees(t *testing.T) {
	s := &System{Ranks: 1, Hard: 1, Parties: []Party{{Outside: 50}, {Outside: 50}, {}}, Dues: []Due{{0, 2, 1, 100}, {1, 2, 1, 100}},
		Guarantees: []Guarantee{{Guarantor: 1, Debtor: 0, Creditor: 2, Rank: 1, Cap: 100}, {Guarantor: 0, Debtor: 1, Creditor: 2, Rank: 1, Cap: 100}}}
	m := math.Sqrt(5000)
	for name, got := range map[string]*Solution{"greatest": solve(t, s), "least": must(Least(t.Context(), s))} {
		if !near(got.Called[0], m, 1) || !near(got.Called[1], m, 1) || !near(got.Dues[0], 100-m, 1) || !near(got.Received[2], 100, 1) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// If A lacks only 1 and B has ample means, B pays the 1.
	s.Parties[0].Outside, s.Parties[1].Outside = 99, 500
	if got := solve(t, s); got.Guarantees[0] != 1 || got.Called[1] != 0 || got.Received[2] != 200 || got.Residual[1] != 399 {
		t.Errorf("solution %+v", got)
	}
	// Nobody has anything, so everything is called and nothing paid.
	s.Parties[0].Outside, s.Parties[1].Outside = 0, 0
	if got := solve(t, s); got.Called[0] != 100 || got.Received[2] != 0 || got.Means[0] != 0 || got.Guarantees[1] != 0 {
		t.Errorf("solution %+v", got)
	}
}
