package valuation

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Holdings are shares that parties hold of one another.
type Holdings struct {
	N      int
	Shares []Share
}

// Share says that a holder has a part of another party's equity, 0 to 1. Several of one pair add up.
type Share struct {
	Holder, Of int
	Part       float64
}

// matrix is C, C[i][j] the part of j that i holds. All parts of a party must leave something to those outside.
func (h *Holdings) matrix() (*mat.Dense, []float64, error) {
	if h.N < 1 {
		return nil, nil, fmt.Errorf("value holdings: no parties")
	}
	c := mat.NewDense(h.N, h.N, nil)
	held := make([]float64, h.N)
	for i, s := range h.Shares {
		switch {
		case s.Holder < 0 || s.Holder >= h.N || s.Of < 0 || s.Of >= h.N:
			return nil, nil, fmt.Errorf("value holdings: share %d names a party that does not exist", i)
		case s.Holder == s.Of:
			return nil, nil, fmt.Errorf("value holdings: share %d is of party %d in itself: leave treasury shares out", i, s.Of)
		case !(s.Part >= 0 && s.Part <= 1):
			return nil, nil, fmt.Errorf("value holdings: share %d is %g, but lies between 0 and 1", i, s.Part)
		}
		c.Set(s.Holder, s.Of, c.At(s.Holder, s.Of)+s.Part)
		held[s.Of] += s.Part
	}
	for j, sum := range held {
		if sum > 1 {
			return nil, nil, &OwnershipError{Party: j, Held: sum}
		}
	}
	return c, held, nil
}

// OwnershipError says that more of a party is held than there is.
type OwnershipError struct {
	Party int
	Held  float64
}

// Error names the party by its number; who knows its name says it better.
func (e *OwnershipError) Error() string {
	return fmt.Sprintf("value holdings: %.4g%% of party %d is held, more than there is", 100*e.Held, e.Party)
}

// Values is what parties are worth.
type Values struct {
	Book   []float64 // by party: its assets and its holdings at book value, which count what lies inside holdings again
	Market []float64 // by party: what it is worth to those outside: book value times what outsiders hold of it
	Failed []bool    // below its threshold
	Margin []float64 // by party: value / threshold − 1; 0 where no threshold was set
	Waves  int       // rounds of failures
}

// Overstatement is how many times the assets the book values come to: 1 without holdings.
func (v Values) Overstatement() float64 {
	book, market := 0.0, 0.0
	for i := range v.Book {
		book += v.Book[i]
		market += v.Market[i]
	}
	if market == 0 {
		return 1
	}
	return book / market
}

// Values values parties by their own assets and their holdings: market value v = A(p − b), A = Ĉ(I−C)⁻¹. A party whose
// value falls below its threshold fails and loses its cost b; the failures found are the fewest that are consistent
// (Elliott, Golub and Jackson 2014, section II and its online appendix). Threshold and cost may be nil.
//
// Errors: parts that make no sense, and ownership that closes on itself, where outsiders hold nothing. Cost: one dense
// factorisation, cubic in the parties, and a solve for each wave.
func (h *Holdings) Values(ctx context.Context, assets, threshold, cost []float64) (Values, error) {
	c, held, err := h.matrix()
	if err != nil {
		return Values{}, err
	}
	lu, err := leontief(c)
	if err != nil {
		return Values{}, err
	}
	v := Values{Failed: make([]bool, h.N), Margin: make([]float64, h.N)}
	for {
		if err := ctx.Err(); err != nil {
			return Values{}, err
		}
		p := mat.NewVecDense(h.N, nil)
		for i := range h.N {
			x := assets[i]
			if v.Failed[i] {
				x -= cost[i]
			}
			p.SetVec(i, x)
		}
		var book mat.VecDense
		if err := lu.SolveVecTo(&book, false, p); err != nil {
			return Values{}, errClosed
		}
		v.Book = append([]float64(nil), book.RawVector().Data...)
		v.Market = make([]float64, h.N)
		for i := range h.N {
			v.Market[i] = (1 - held[i]) * v.Book[i]
		}
		if !v.fail(threshold) {
			return v, nil
		}
		v.Waves++
	}
}

// fail marks those below their threshold and reports whether there are new ones.
func (v *Values) fail(threshold []float64) bool {
	more := false
	for i, t := range threshold {
		if t > 0 {
			v.Margin[i] = v.Market[i]/t - 1
			if !v.Failed[i] && v.Market[i] < t {
				v.Failed[i], more = true, true
			}
		}
	}
	return more
}

var errClosed = fmt.Errorf("value holdings: some parties are held by one another alone, so that their value is open")

// leontief factorises I−C.
func leontief(c *mat.Dense) (*mat.LU, error) {
	n, _ := c.Dims()
	a := mat.NewDense(n, n, nil)
	a.Scale(-1, c)
	for i := range n {
		a.Set(i, i, a.At(i, i)+1)
	}
	lu := &mat.LU{}
	lu.Factorize(a)
	if math.IsInf(lu.Cond(), 1) || lu.Cond() > 1e14 {
		return nil, errClosed
	}
	return lu, nil
}

// MarkDown is how much less each party's stakes are worth when parties lose the given amounts of value: C(I−C)⁻¹·loss.
// What a holder loses on a stake lowers its own value, and so the stakes in it. The sum over all parties may exceed what
// was lost: a stake of a stake falls too. Errors and cost are those of [Holdings.Values].
func (h *Holdings) MarkDown(loss []float64) ([]float64, error) {
	c, _, err := h.matrix()
	if err != nil {
		return nil, err
	}
	lu, err := leontief(c)
	if err != nil {
		return nil, err
	}
	var all, stakes mat.VecDense
	if err := lu.SolveVecTo(&all, false, mat.NewVecDense(h.N, append([]float64(nil), loss...))); err != nil {
		return nil, errClosed
	}
	stakes.MulVec(c, &all)
	return stakes.RawVector().Data, nil
}
