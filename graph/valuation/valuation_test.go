package valuation

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dealgraph/graph/clearing"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

// Elliott, Golub and Jackson's two parties that hold half of each other: C = ½ across, assets of 1 each. Book equity 2
// each, market value 1.
func TestTwoHoldHalf(t *testing.T) {
	h := &Holdings{N: 2, Shares: []Share{{0, 1, 0.5}, {1, 0, 0.5}}}
	v, err := h.Values(t.Context(), []float64{1, 1}, nil, nil)
	if err != nil || !near(v.Book[0], 2) || !near(v.Market[0], 1) || !near(v.Overstatement(), 2) {
		t.Errorf("%+v, %v", v, err)
	}
	// A is worth (2/3, 1/3; 1/3, 2/3): with assets 1 and 0.4 the second is worth 1/3 + 0.8/3 = 0.6, below 0.7, and its
	// cost of 0.3 pulls the first to 2/3 + 0.1/3 = 0.7, below 0.75.
	v, err = h.Values(t.Context(), []float64{1, 0.4}, []float64{0.75, 0.7}, []float64{0.3, 0.3})
	if err != nil || v.Waves != 2 || !v.Failed[0] || !v.Failed[1] || !near(v.Market[1], 0.7/3+0.2/3) {
		t.Errorf("%+v, %v", v, err)
	}
}

// Values add up to assets less costs; book values are at least the assets; without holdings a value is the assets.
func TestHoldingsLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		h, assets := holdings(r, 0.95)
		threshold, cost := make([]float64, h.N), make([]float64, h.N)
		for i := range threshold {
			threshold[i], cost[i] = 100*r.Float64(), 30*r.Float64()
		}
		v, err := h.Values(t.Context(), assets, threshold, cost)
		if err != nil {
			t.Fatal(err)
		}
		market, want, book := 0.0, 0.0, 0.0
		for i := range assets {
			market += v.Market[i]
			book += v.Book[i]
			want += assets[i]
			if v.Failed[i] {
				want -= cost[i]
			}
			if v.Failed[i] != (v.Market[i] < threshold[i]) {
				t.Fatalf("party %d: worth %g, threshold %g, failed %v", i, v.Market[i], threshold[i], v.Failed[i])
			}
		}
		if !near(market, want) || v.Waves == 0 && book < want-1e-9 {
			t.Fatalf("market %g, assets less costs %g, book %g", market, want, book)
		}
		// A loss of all parties' assets by a tenth marks every stake down by a tenth of its book value.
		full, _ := h.Values(t.Context(), assets, nil, nil)
		loss := make([]float64, h.N)
		for i := range loss {
			loss[i] = assets[i] / 10
		}
		down, err := h.MarkDown(loss)
		if err != nil {
			t.Fatal(err)
		}
		for i := range down {
			if stake := full.Book[i] - assets[i]; math.Abs(down[i]-stake/10) > 1e-8*math.Max(1, stake) {
				t.Fatalf("party %d: stakes of %g fall by %g", i, stake, down[i])
			}
		}
	}
}

func holdings(r *rand.Rand, most float64) (*Holdings, []float64) {
	h := &Holdings{N: 2 + r.IntN(6)}
	assets := make([]float64, h.N)
	for j := range h.N {
		assets[j] = float64(r.IntN(200))
		left := most
		for i := range h.N {
			if i != j && r.IntN(2) == 0 {
				part := left * r.Float64()
				h.Shares = append(h.Shares, Share{i, j, part})
				left -= part
			}
		}
	}
	return h, assets
}

// isClosed reports whether an error is that parties hold all of one another.
func isClosed(err error, parties ...int) bool {
	c, ok := errors.AsType[*ClosedError](err)
	return ok && slices.Equal(c.Parties, parties)
}

func TestClosedAndTooMuch(t *testing.T) {
	h := &Holdings{N: 2, Shares: []Share{{0, 1, 1}, {1, 0, 1}}}
	if _, err := h.Values(t.Context(), []float64{1, 1}, nil, nil); !isClosed(err, 0, 1) {
		t.Errorf("closed: %v", err)
	}
	h = &Holdings{N: 3, Shares: []Share{{0, 2, 0.7}, {1, 2, 0.6}}}
	if _, err := h.MarkDown([]float64{1, 1, 1}); err == nil {
		t.Error("130% of a party passes")
	} else if o, ok := errors.AsType[*OwnershipError](err); !ok || o.Party != 2 || !near(o.Held, 1.3) {
		t.Errorf("%v", err)
	}
}

// balance makes a balance; with shares false it is debts of one rank alone.
func balance(r *rand.Rand, shares bool) *Balance {
	n := 2 + r.IntN(5)
	b := &Balance{Assets: make([]float64, n), Debts: make([][]float64, n)}
	ranks := 1
	if shares {
		ranks = 1 + r.IntN(3)
		h, _ := holdings(r, 0.9)
		for _, s := range h.Shares {
			if s.Holder < n && s.Of < n {
				b.Equity = append(b.Equity, s)
			}
		}
	}
	for j := range n {
		b.Assets[j] = float64(r.IntN(100))
		b.Debts[j] = make([]float64, ranks)
		for k := range ranks {
			b.Debts[j][k] = float64(r.IntN(80))
			left := 0.9
			for i := range n {
				if i != j && r.IntN(2) == 0 {
					part := left * r.Float64()
					b.Loans = append(b.Loans, Loan{i, j, k + 1, part})
					left -= part
				}
			}
		}
	}
	return b
}

// With debts of one rank the values are the clearing payments of Eisenberg and Noe, found by package clearing.
func TestDebtsAloneClear(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 500 {
		b := balance(r, false)
		w, err := b.Greatest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s := &clearing.System{Ranks: 1, Hard: 1, Parties: make([]clearing.Party, len(b.Assets))}
		outside := make([]float64, len(b.Assets))
		for i, a := range b.Assets {
			s.Parties[i].Outside = a
			outside[i] = b.Debts[i][0]
		}
		for _, l := range b.Loans {
			s.Dues = append(s.Dues, clearing.Due{From: l.Of, To: l.Holder, Rank: 1, Amount: l.Part * b.Debts[l.Of][0]})
			outside[l.Of] -= l.Part * b.Debts[l.Of][0]
		}
		for i := range outside {
			s.Parties[i].OutsideDues = []float64{math.Max(0, outside[i])}
		}
		c, err := clearing.Greatest(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for i := range b.Assets {
			if !near(w.Repaid[i][0], c.Paid[i][0]) {
				t.Fatalf("party %d: debts worth %g, clearing pays %g", i, w.Repaid[i][0], c.Paid[i][0])
			}
		}
	}
}

// What those outside hold is worth all assets, and where outsiders hold something of everything there is one solution.
func TestBalanceLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	insolvent := 0
	for range 1500 {
		b := balance(r, true)
		top, err := b.Greatest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		low, err := b.Least(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		assets, outside := 0.0, 0.0
		for i := range b.Assets {
			if !near(top.Total[i], low.Total[i]) {
				t.Fatalf("party %d: greatest %g, least %g", i, top.Total[i], low.Total[i])
			}
			assets += b.Assets[i]
			outside += top.Equity[i]
			for k, x := range top.Repaid[i] {
				outside += x
				if x < b.Debts[i][k] {
					insolvent++
					if top.Equity[i] != 0 {
						t.Fatalf("party %d pays %g of %g and has equity of %g", i, x, b.Debts[i][k], top.Equity[i])
					}
				}
			}
		}
		for _, s := range b.Equity {
			outside -= s.Part * top.Equity[s.Of]
		}
		for _, l := range b.Loans {
			outside -= l.Part * top.Repaid[l.Of][l.Rank-1]
		}
		if math.Abs(outside-assets) > 1e-7*math.Max(1, assets) {
			t.Fatalf("assets of %g, outsiders hold %g", assets, outside)
		}
	}
	if insolvent < 100 {
		t.Errorf("%d insolvencies: the test sees little", insolvent)
	}
}

// By hand: A has 10 and owes a senior 8 and a junior 6; B holds the junior debt and a fifth of C's shares; C has 20 and
// owes nobody. A pays 8 and 2, its shares are worth nothing; B has 2 + 4.
func TestRanksByHand(t *testing.T) {
	b := &Balance{Assets: []float64{10, 0, 20}, Debts: [][]float64{{8, 6}, {0, 0}, {0, 0}}, Equity: []Share{{1, 2, 0.2}}, Loans: []Loan{{1, 0, 2, 1}}}
	w, err := b.Greatest(t.Context())
	if err != nil || w.Repaid[0][0] != 8 || w.Repaid[0][1] != 2 || w.Equity[0] != 0 || !near(w.Total[1], 6) {
		t.Errorf("%+v, %v", w, err)
	}
}
