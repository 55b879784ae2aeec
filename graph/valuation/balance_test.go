package valuation

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Suzuki's two firms, worked by hand. A has 10 and owes 4, B owes 6; A holds half of B's debt and B half of A's shares.
// With assets of 2, B is solvent: A's shares are 10 + 3 − 4 = 9, B has 2 + 4.5. With assets of 1 it is not: its total is
// t = 1 + (10 + t/2 − 4)/2, so t = 16/3, and A's shares are 6 + 8/3.
func TestTwoFirms(t *testing.T) {
	for _, c := range []struct{ assets, total, shares float64 }{{2, 6.5, 9}, {1, 16.0 / 3, 26.0 / 3}} {
		b := &Balance{Assets: []float64{10, c.assets}, Debts: [][]float64{{4}, {6}}, Equity: []Share{{1, 0, 0.5}}, Loans: []Loan{{0, 1, 1, 0.5}}}
		w, err := b.Greatest(t.Context())
		if err != nil || !near(w.Total[1], c.total) || !near(w.Equity[0], c.shares) || !near(w.Repaid[1][0], math.Min(6, c.total)) {
			t.Errorf("assets of %g: %+v, %v", c.assets, w, err)
		}
	}
}

// Two that owe each other 10, hold all of that, and have nothing: both values are consistent (Elsinger 2009, Fischer 2014 on
// what makes them one).
func TestTwoSolutions(t *testing.T) {
	b := &Balance{Assets: []float64{0, 0}, Debts: [][]float64{{10}, {10}}, Loans: []Loan{{0, 1, 1, 1}, {1, 0, 1, 1}}}
	top, err := b.Greatest(t.Context())
	low, err2 := b.Least(t.Context())
	if err != nil || err2 != nil || !slices.Equal(top.Total, []float64{10, 10}) || !slices.Equal(low.Total, []float64{0, 0}) {
		t.Errorf("greatest %v, least %v, %v %v", top.Total, low.Total, err, err2)
	}
}

// A giant beside them does not make small parties inexact.
func TestGiant(t *testing.T) {
	b := &Balance{Assets: []float64{1, 0, 1e15}, Debts: [][]float64{{100}, {100}, {0}}, Loans: []Loan{{0, 1, 1, 0.99}, {1, 0, 1, 0.99}}}
	w, err := b.Greatest(t.Context())
	// t₀ = 1 + 0.99·t₁, t₁ = 0.99·t₀.
	if want := 1 / (1 - 0.99*0.99); err != nil || math.Abs(w.Total[0]-want) > 1e-9 {
		t.Errorf("%v, %v, want %g", w.Total, err, want)
	}
}

// Two that hold nearly all of each other's junior debt and pay their senior debt of 1 to others: t = 2 + c(t−1), so by hand
// t = (2−c)/(1−c). Plain iteration from above takes tens of millions of steps.
func TestSlowDebts(t *testing.T) {
	const c = 0.999_999
	b := &Balance{Assets: []float64{2, 2}, Debts: [][]float64{{1, 1e9}, {1, 1e9}}, Loans: []Loan{{0, 1, 2, c}, {1, 0, 2, c}}}
	w, err := b.Greatest(t.Context())
	if want := (2 - c) / (1 - c); err != nil || math.Abs(w.Total[0]/want-1) > 1e-9 {
		t.Errorf("%v, %v, want %g", w.Total, err, want)
	}
}

// Every pattern of where money ends is tried, and what it implies solved: of those that hold the first found is the solution,
// which is one where outsiders hold a part of all.
func TestBalanceByPatterns(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	inside := 0
	for range 3000 {
		b := balance(r, true)
		if len(b.Assets) > 3 {
			continue
		}
		n, ranks := len(b.Assets), len(b.Debts[0])
		var want []float64
		pattern := make([]int, n)
		for want == nil {
			want = implied(b, pattern)
			for i := range pattern { // count up
				if pattern[i]++; pattern[i] <= ranks {
					break
				}
				pattern[i] = 0
				if i == n-1 && want == nil {
					t.Fatalf("no pattern holds: %+v", b)
				}
			}
		}
		got, err := b.Greatest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if math.Abs(got.Total[i]-want[i]) > 1e-7 {
				t.Fatalf("party %d: %g, by patterns %g\n%+v", i, got.Total[i], want[i], b)
			}
			if got.Equity[i] == 0 {
				inside++
			}
		}
	}
	if inside < 300 {
		t.Errorf("%d insolvencies: the test sees little", inside)
	}
}

// implied are the totals if each party's money ends in a class, or nil if it does not.
func implied(b *Balance, pattern []int) []float64 {
	n, ranks := len(b.Assets), len(b.Debts[0])
	a, rhs := mat.NewDense(n, n, nil), mat.NewVecDense(n, slices.Clone(b.Assets))
	senior := func(j, k int) float64 {
		sum := 0.0
		for _, d := range b.Debts[j][:k] {
			sum += d
		}
		return sum
	}
	claim := func(holder, of, class int, part float64) {
		switch {
		case class < pattern[of]:
			rhs.SetVec(holder, rhs.AtVec(holder)+part*b.Debts[of][class])
		case class == pattern[of]:
			a.Set(holder, of, a.At(holder, of)-part)
			rhs.SetVec(holder, rhs.AtVec(holder)-part*senior(of, class))
		}
	}
	for i := range n {
		a.Set(i, i, 1)
	}
	for _, s := range b.Equity {
		claim(s.Holder, s.Of, ranks, s.Part)
	}
	for _, l := range b.Loans {
		claim(l.Holder, l.Of, l.Rank-1, l.Part)
	}
	var x mat.VecDense
	if err := x.SolveVec(a, rhs); err != nil {
		return nil
	}
	for j := range n {
		left := x.AtVec(j) - senior(j, pattern[j])
		if left < -1e-9 || pattern[j] < ranks && left > b.Debts[j][pattern[j]]+1e-9 {
			return nil
		}
	}
	return x.RawVector().Data
}

func TestBadBalance(t *testing.T) {
	nan := math.NaN()
	try := func(change func(*Balance)) error {
		b := &Balance{Assets: []float64{1, 1}, Debts: [][]float64{{1}, {1}}}
		change(b)
		_, err := b.Greatest(t.Context())
		return err
	}
	for want, err := range map[string]error{
		"assets of 0 parties":                        try(func(b *Balance) { b.Assets = nil }),
		"assets of party 1 are NaN":                  try(func(b *Balance) { b.Assets[1] = nan }),
		"assets of party 0 are -3":                   try(func(b *Balance) { b.Assets[0] = -3 }),
		"party 1 has debts of 2 ranks":               try(func(b *Balance) { b.Debts[1] = []float64{1, 1} }),
		"debt of party 1 at rank 1 is -1":            try(func(b *Balance) { b.Debts[1][0] = -1 }),
		"loan 0 is 1.2 of party 1 at rank 1":         try(func(b *Balance) { b.Loans = []Loan{{0, 1, 1, 1.2}} }),
		"loan 0 is 0.1 of party 1 at rank 2":         try(func(b *Balance) { b.Loans = []Loan{{0, 1, 2, 0.1}} }),
		"110% of the debts of party 1 at rank 1":     try(func(b *Balance) { b.Loans = []Loan{{0, 1, 1, 0.6}, {0, 1, 1, 0.5}} }),
		"120% of party 0 is held":                    try(func(b *Balance) { b.Equity = []Share{{1, 0, 0.6}, {1, 0, 0.6}} }),
		"parties 0, 1 are held by one another alone": try(func(b *Balance) { b.Equity = []Share{{1, 0, 1}, {0, 1, 1}} }),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}
