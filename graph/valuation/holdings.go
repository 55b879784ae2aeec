package valuation

import (
	"context"
	"errors"
	"fmt"
	"math"

	"dealgraph/graph/damped"
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

// full is how much of a party can be held, with room for the rounding of sums.
const full = 1 + 1e-12

// amount reports whether x can be money here. The bound keeps sums finite.
func amount(x float64) bool { return x >= 0 && x <= 1e30 }

// matrix is C by holder, and by party how much of it is held. Parties must not be held beyond 100%.
func (h *Holdings) matrix() (*damped.Matrix, []float64, error) {
	if h.N < 1 {
		return nil, nil, fmt.Errorf("value holdings: no parties")
	}
	pairs, held := make([]damped.Pair, 0, len(h.Shares)), make([]float64, h.N)
	for i, s := range h.Shares {
		switch {
		case s.Holder < 0 || s.Holder >= h.N || s.Of < 0 || s.Of >= h.N:
			return nil, nil, fmt.Errorf("value holdings: share %d is of party %d in party %d, but there are %d parties", i, s.Holder, s.Of, h.N)
		case s.Holder == s.Of:
			return nil, nil, fmt.Errorf("value holdings: share %d is of party %d in itself: leave treasury shares out", i, s.Of)
		case !(s.Part >= 0 && s.Part <= full):
			return nil, nil, fmt.Errorf("value holdings: share %d, of party %d in party %d, is %g, but lies between 0 and 1", i, s.Holder, s.Of, s.Part)
		}
		held[s.Of] += s.Part
		if s.Part > 0 {
			pairs = append(pairs, damped.Pair{Row: int32(s.Holder), Col: int32(s.Of), Share: s.Part})
		}
	}
	for j, sum := range held {
		if sum > full {
			return nil, nil, &OwnershipError{Party: j, Held: sum}
		}
	}
	return damped.New(h.N, pairs), held, nil
}

// OwnershipError says that more of a party, or of its debts, is held than there is.
type OwnershipError struct {
	Party int
	Rank  int // of the debts; 0 for shares
	Held  float64
}

// Error names the party by its number; who knows its name says it better.
func (e *OwnershipError) Error() string {
	if e.Rank > 0 {
		return fmt.Sprintf("value holdings: %.6g%% of the debts of party %d at rank %d is held, more than there is", 100*e.Held, e.Party, e.Rank)
	}
	return fmt.Sprintf("value holdings: %.6g%% of party %d is held, more than there is", 100*e.Held, e.Party)
}

// ClosedError says that parties are held by one another alone, all 100% of each, so that any value of them is consistent. One of
// them must leave something to others, directly or through its holders.
type ClosedError struct {
	Parties []int // ascending
}

// Error names the parties by their numbers.
func (e *ClosedError) Error() string {
	return fmt.Sprintf("value holdings: parties %s are held by one another alone, so that their value is open", numbers(e.Parties))
}

func numbers(parties []int) string {
	out := ""
	for i, p := range parties {
		switch {
		case i == 10:
			return fmt.Sprintf("%s and %d more", out, len(parties)-i)
		case i > 0:
			out += ", "
		}
		out += fmt.Sprint(p)
	}
	return out
}

// leontief prepares solves with I−C.
func leontief(ctx context.Context, c *damped.Matrix) (*damped.Solver, error) {
	if e := closed(c); e != nil {
		return nil, e
	}
	s, err := damped.NewSolver(ctx, c)
	if errors.Is(err, damped.ErrUndamped) || errors.Is(err, damped.ErrSlow) {
		return nil, fmt.Errorf("value holdings: parties leave so little to others that values cannot be told: %w", err)
	}
	return s, err
}

// closed finds the first component of parties that hold all of one another.
func closed(c *damped.Matrix) error {
	o := c.Ordered()
	old := make([]int, len(o.Place))
	for i, at := range o.Place {
		old[at] = i
	}
	within := make([]float64, len(old))
	for k := range len(o.Cut) - 1 {
		lo, hi := o.Cut[k], o.Cut[k+1]
		for i := lo; i < hi; i++ {
			for e := o.Start[i]; e < o.Start[i+1]; e++ {
				if o.Col[e] >= lo {
					within[o.Col[e]] += o.Share[e]
				}
			}
		}
		least := math.Inf(1)
		for i := lo; i < hi; i++ {
			least = math.Min(least, within[i])
		}
		if least > 2-full {
			return closedOf(old[lo:hi])
		}
	}
	return nil
}
