package valuation

import (
	"context"
	"fmt"
	"math"
	"slices"
)

func closedOf(parties []int) error {
	out := slices.Clone(parties)
	slices.Sort(out)
	return &ClosedError{Parties: out}
}

// Values is what parties are worth.
type Values struct {
	Book   []float64 // by party: its assets and its holdings at book value, which count what lies inside holdings again
	Market []float64 // by party: what it is worth to those outside: book value times what outsiders hold of it
	Failed []bool    // below its threshold
	Margin []float64 // by party: value / threshold − 1; 0 where no threshold was set
	Waves  int       // rounds of failures
}

// Overstatement is how many times the assets, less the costs of failures, the book values come to: 1 without holdings, and
// where nothing is left.
func (v Values) Overstatement() float64 {
	book, market := 0.0, 0.0
	for i := range v.Book {
		book += v.Book[i]
		market += v.Market[i]
	}
	if x := book / market; market > 0 && !math.IsInf(x, 0) {
		return x
	}
	return 1
}

// Values values parties by their own assets and their holdings: market value v = A(p − b), A = Ĉ(I−C)⁻¹. A party whose
// value falls below its threshold, by more than rounding (1e-12 of it), fails and loses its cost b; the failures found are the
// fewest that are consistent (Elliott, Golub and Jackson, Financial Networks and Contagion, American Economic Review 104(10),
// 2014, section II and its online appendix). Threshold and cost may be nil: nobody fails, or failures cost nothing. A
// value below 0 is possible where a cost is larger than what a party has.
//
// The paper asks that outsiders hold something of every party. Less will do: a party may be held to 100% as long as what
// its holders have ends with outsiders; a [ClosedError] names parties for which it does not, an [OwnershipError] one that is
// held beyond 100%. Errors: also numbers that are negative, infinite or none, and the context's. Cost: O(parties + shares), and a
// sparse solve for each wave and each component of parties that hold one another in a circle.
func (h *Holdings) Values(ctx context.Context, assets, threshold, cost []float64) (Values, error) {
	if err := h.check(assets, threshold, cost); err != nil {
		return Values{}, err
	}
	c, held, err := h.matrix()
	if err != nil {
		return Values{}, err
	}
	s, err := leontief(ctx, c)
	if err != nil {
		return Values{}, err
	}
	v := Values{Failed: make([]bool, h.N), Margin: make([]float64, h.N), Market: make([]float64, h.N)}
	for {
		if err := ctx.Err(); err != nil {
			return Values{}, err
		}
		p := slices.Clone(assets)
		for i := range cost {
			if v.Failed[i] {
				p[i] -= cost[i]
			}
		}
		if v.Book, err = s.Solve(ctx, p); err != nil {
			return Values{}, fmt.Errorf("value holdings: %w", err)
		}
		for i := range h.N {
			v.Market[i] = math.Max(0, 1-held[i]) * v.Book[i]
		}
		if !v.fail(threshold) {
			return v, nil
		}
		v.Waves++
	}
}

// check refuses what is no list of amounts by party.
func (h *Holdings) check(assets, threshold, cost []float64) error {
	if len(assets) != h.N {
		return fmt.Errorf("value holdings: assets of %d of %d parties", len(assets), h.N)
	}
	for _, list := range []struct {
		what   string
		amount []float64
	}{{"assets", assets}, {"threshold", threshold}, {"cost", cost}} {
		if list.amount != nil && len(list.amount) != h.N {
			return fmt.Errorf("value holdings: a %s for %d of %d parties", list.what, len(list.amount), h.N)
		}
		for i, x := range list.amount {
			if !amount(x) {
				return fmt.Errorf("value holdings: %s of party %d: %g does not lie between 0 and 1e30", list.what, i, x)
			}
		}
	}
	return nil
}

// fail marks those below their threshold and reports whether there are new ones.
func (v *Values) fail(threshold []float64) bool {
	more := false
	for i, t := range threshold {
		if t > 0 {
			if v.Margin[i] = v.Market[i]/t - 1; math.IsInf(v.Margin[i], 0) {
				v.Margin[i] = math.Copysign(math.MaxFloat64, v.Margin[i])
			}
			if !v.Failed[i] && v.Market[i] < t*(1-1e-12) {
				v.Failed[i], more = true, true
			}
		}
	}
	return more
}

// MarkDown is how much less each party's stakes are worth when parties lose the given amounts of value: C(I−C)⁻¹·loss.
// What a holder loses on a stake lowers its own value, and so the stakes in it. The sum over all parties may exceed what
// was lost: a stake of a stake falls too. Errors and cost are those of [Holdings.Values].
func (h *Holdings) MarkDown(loss []float64) ([]float64, error) {
	if len(loss) != h.N {
		return nil, fmt.Errorf("mark stakes down: losses of %d of %d parties", len(loss), h.N)
	}
	for i, x := range loss {
		if !amount(x) {
			return nil, fmt.Errorf("mark stakes down: the loss of party %d is %g, but lies between 0 and 1e30", i, x)
		}
	}
	c, _, err := h.matrix()
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	s, err := leontief(ctx, c)
	if err != nil {
		return nil, err
	}
	all, err := s.Solve(ctx, loss)
	if err != nil {
		return nil, fmt.Errorf("mark stakes down: %w", err)
	}
	stakes := make([]float64, h.N)
	for i := range stakes {
		for e := c.Start[i]; e < c.Start[i+1]; e++ {
			stakes[i] += c.Share[e] * all[c.Col[e]]
		}
	}
	return stakes, nil
}
