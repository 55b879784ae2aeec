package valuation

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Holdings of debt among France, Germany, Greece, Italy, Portugal and Spain at the end of 2011, in millions of dollars, as
// Elliott, Golub and Jackson (American Economic Review 104(10), 2014, section IV) take them from the Bank for International
// Settlements: row holds of column. A third of each country's debt is taken to be held across borders. The matrix A,
// which says whose value depends how much on whose assets, is printed to two digits; the last may differ by one, as
// the paper rounds.
func TestEuropeanHoldings(t *testing.T) {
	held := [6][6]float64{
		{0, 198304, 39458, 329550, 21817, 115162},
		{174862, 0, 32977, 133954, 30208, 146096},
		{1960, 2663, 0, 444, 51, 292},
		{40311, 227813, 2302, 0, 3188, 26939},
		{6679, 2271, 8077, 2108, 0, 21620},
		{27015, 54178, 1001, 29938, 78005, 0},
	}
	want := [6][6]float64{
		{0.71, 0.13, 0.13, 0.17, 0.07, 0.11},
		{0.18, 0.72, 0.12, 0.11, 0.09, 0.14},
		{0.00, 0.00, 0.67, 0.00, 0.00, 0.00},
		{0.07, 0.12, 0.03, 0.70, 0.03, 0.05},
		{0.01, 0.00, 0.02, 0.00, 0.67, 0.02},
		{0.03, 0.03, 0.02, 0.02, 0.14, 0.68},
	}
	h := &Holdings{N: 6}
	for j := range 6 {
		sum := 0.0
		for i := range 6 {
			sum += held[i][j]
		}
		for i := range 6 {
			if i != j {
				h.Shares = append(h.Shares, Share{i, j, held[i][j] / sum / 3})
			}
		}
	}
	for j := range 6 {
		assets := make([]float64, 6)
		assets[j] = 1
		v, err := h.Values(t.Context(), assets, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range v.Market {
			if math.Abs(x-want[i][j]) > 0.0101 {
				t.Errorf("value of %d in assets of %d: %.4f, printed %.2f", i, j, x, want[i][j])
			}
		}
	}
}

// Values as the paper computes them: A = Ĉ(I−C)⁻¹ by inversion, and failures by waves from none; and (I−C)⁻¹ by its power
// series.
func TestValuesByInversion(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	waves, trials := 0, 1000
	if testing.Short() {
		trials = 300
	}
	for range trials {
		h, assets := holdings(r, 0.98)
		n := h.N
		threshold, cost := make([]float64, n), make([]float64, n)
		for i := range n {
			threshold[i], cost[i] = 80*r.Float64(), 60*r.Float64()
		}
		c := mat.NewDense(n, n, nil)
		for _, s := range h.Shares {
			c.Set(s.Holder, s.Of, c.At(s.Holder, s.Of)+s.Part)
		}
		series, power := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
		for i := range n {
			power.Set(i, i, 1)
		}
		for range 5000 {
			series.Add(series, power)
			var next mat.Dense
			next.Mul(c, power)
			power.Copy(&next)
		}
		failed := make([]bool, n)
		var market []float64
		for more := true; more; {
			market, more = make([]float64, n), false
			for i := range n {
				for j := range n {
					p := assets[j]
					if failed[j] {
						p -= cost[j]
					}
					market[i] += series.At(i, j) * p
				}
				out := 1.0
				for k := range n {
					out -= c.At(k, i)
				}
				market[i] *= out
			}
			for i := range n {
				if !failed[i] && market[i] < threshold[i] {
					failed[i], more = true, true
				}
			}
		}
		v, err := h.Values(t.Context(), assets, threshold, cost)
		if err != nil {
			t.Fatal(err)
		}
		waves = max(waves, v.Waves)
		for i := range n {
			if v.Failed[i] != failed[i] || math.Abs(v.Market[i]-market[i]) > 1e-7 {
				t.Fatalf("party %d: worth %g, failed %v; by the series %g, %v", i, v.Market[i], v.Failed[i], market[i], failed[i])
			}
		}
	}
	if waves < 3 && !testing.Short() {
		t.Errorf("no more than %d waves: the test sees little", waves)
	}
}

// A ring of thousands, each holding the same part c of the one before, the first alone with an asset of 1: book value k steps
// on is cᵏ/(1−cⁿ). The ring may be all but closed.
func TestRingOfHoldings(t *testing.T) {
	for _, n := range []int{2, 50, 5000} {
		for _, c := range []float64{0.5, 0.999, 0.999_999} {
			h := &Holdings{N: n}
			name := rand.New(rand.NewPCG(12, 1)).Perm(n)
			for k := range n {
				h.Shares = append(h.Shares, Share{name[(k+1)%n], name[k], c})
			}
			assets := make([]float64, n)
			assets[name[0]] = 1
			v, err := h.Values(t.Context(), assets, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for k := range n {
				want := math.Pow(c, float64(k)) / (1 - math.Pow(c, float64(n)))
				if math.Abs(v.Book[name[k]]-want) > 1e-9*v.Book[name[0]] {
					t.Fatalf("n %d, c %g: %g after %d steps, want %g", n, c, v.Book[name[k]], k, want)
				}
			}
		}
	}
}

// A party on its threshold has not failed: two that hold half of each other, with assets of 1 and 0.4, are worth 0.8 and 0.6
// (A = 2/3, 1/3; 1/3, 2/3).
func TestOnTheThreshold(t *testing.T) {
	h := &Holdings{N: 2, Shares: []Share{{0, 1, 0.5}, {1, 0, 0.5}}}
	v, err := h.Values(t.Context(), []float64{1, 0.4}, []float64{0.8, 0.6}, []float64{1, 1})
	if err != nil || v.Waves != 0 || v.Failed[0] || v.Failed[1] {
		t.Errorf("%+v, %v", v, err)
	}
	// Without costs a failure changes nothing.
	v, err = h.Values(t.Context(), []float64{1, 0.4}, []float64{0.9, 0}, nil)
	if err != nil || v.Waves != 1 || !v.Failed[0] || !near(v.Market[0], 0.8) {
		t.Errorf("%+v, %v", v, err)
	}
}

// A party held to 100% is no closed circle as long as its holders leave something to others. By hand: the first has the second
// whole and is itself held by nobody.
func TestWhollyOwned(t *testing.T) {
	h := &Holdings{N: 2, Shares: []Share{{0, 1, 0.7}, {0, 1, 0.2}, {0, 1, 0.1}}}
	v, err := h.Values(t.Context(), []float64{5, 3}, nil, nil)
	if err != nil || !near(v.Market[0], 8) || !near(v.Market[1], 0) {
		t.Errorf("%+v, %v", v, err)
	}
	// A circle of two below a third that holds part of one: its value leaves.
	h = &Holdings{N: 3, Shares: []Share{{0, 1, 1}, {1, 0, 0.5}, {2, 0, 0.5}}}
	if v, err := h.Values(t.Context(), []float64{1, 1, 0}, nil, nil); err != nil || !near(v.Market[2], 2) {
		t.Errorf("%+v, %v", v, err)
	}
	// And one that nothing leaves, beside a party of its own.
	h = &Holdings{N: 3, Shares: []Share{{2, 1, 1}, {1, 2, 1}}}
	if _, err := h.MarkDown([]float64{0, 0, 0}); !isClosed(err, 1, 2) || !strings.Contains(err.Error(), "parties 1, 2 are held") {
		t.Errorf("closed: %v", err)
	}
}

func TestBadHoldings(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	values := func(assets, threshold, cost []float64, shares ...Share) error {
		_, err := (&Holdings{N: 2, Shares: shares}).Values(t.Context(), assets, threshold, cost)
		return err
	}
	ones := []float64{1, 1}
	_, down := (&Holdings{N: 2}).MarkDown([]float64{0, -1})
	_, short := (&Holdings{N: 2}).MarkDown([]float64{0})
	for want, err := range map[string]error{
		"assets of 1 of 2 parties":               values([]float64{1}, nil, nil),
		"assets of party 1: NaN":                 values([]float64{1, nan}, nil, nil),
		"assets of party 0: -1":                  values([]float64{-1, 1}, nil, nil),
		"threshold of party 1: +Inf":             values(ones, []float64{1, inf}, nil),
		"a threshold for 3 of 2":                 values(ones, []float64{1, 1, 1}, nil),
		"a cost for 1 of 2":                      values(ones, ones, []float64{1}),
		"cost of party 0: -2":                    values(ones, ones, []float64{-2, 0}),
		"of party 0 in party 1, is NaN":          values(ones, nil, nil, Share{0, 1, nan}),
		"of party 0 in party 1, is 1.5":          values(ones, nil, nil, Share{0, 1, 1.5}),
		"of party 1 in party 0, is -0.1":         values(ones, nil, nil, Share{1, 0, -0.1}),
		"of party 0 in party 7, but there are 2": values(ones, nil, nil, Share{0, 7, 0.1}),
		"of party 1 in itself":                   values(ones, nil, nil, Share{1, 1, 0.1}),
		"130% of party 1 is held":                values(ones, nil, nil, Share{0, 1, 0.7}, Share{0, 1, 0.6}),
		"loss of party 1 is -1":                  down,
		"losses of 1 of 2":                       short,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

// Whatever the sizes, all that comes out is a number.
func TestValuesAreNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	amounts := []float64{0, 5e-324, 1e-300, 1e-9, 1, 1e15, 1e30}
	parts := []float64{0, 1e-300, 1e-9, 0.3, 0.5, 1 - 1e-15, 1}
	list := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = amounts[r.IntN(len(amounts))]
		}
		return out
	}
	good, open := 0, 0
	for range 5000 {
		n := 1 + r.IntN(5)
		h := &Holdings{N: n}
		b := &Balance{Assets: list(n), Debts: make([][]float64, n)}
		for j := range n {
			b.Debts[j] = list(2)
			if i := r.IntN(n); i != j {
				h.Shares = append(h.Shares, Share{i, j, parts[r.IntN(len(parts))]})
			}
			if i := r.IntN(n); i != j {
				b.Loans = append(b.Loans, Loan{i, j, 1 + r.IntN(2), parts[r.IntN(len(parts))]})
			}
		}
		b.Equity = h.Shares
		v, err := h.Values(t.Context(), b.Assets, list(n), list(n))
		if err != nil {
			continue
		}
		good++
		all := slices.Concat(v.Book, v.Market, v.Margin, []float64{v.Overstatement()})
		for _, f := range []func(context.Context) (Worth, error){b.Greatest, b.Least} {
			w, err := f(t.Context())
			if err != nil { // what all but closes on itself drains for ever
				open++
				continue
			}
			all = slices.Concat(all, w.Total, w.Equity)
			for _, x := range w.Repaid {
				all = slices.Concat(all, x)
			}
		}
		for _, x := range all {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%v\n%+v", all, b)
			}
		}
	}
	if good < 2500 || open > good/50 {
		t.Errorf("only %d of 5000 are valued, %d balances not", good, open)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h, assets := holdings(rand.New(rand.NewPCG(14, 1)), 0.9)
	if _, err := h.Values(ctx, assets, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("values: %v", err)
	}
	if _, err := (&Balance{Assets: []float64{1}, Debts: [][]float64{{1}}}).Greatest(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("balance: %v", err)
	}
}
