package contagion

import (
	"fmt"
	"slices"

	"dealgraph/graph/damped"
)

// Cascade is how failures spread.
type Cascade struct {
	Round []int     // by party: the round in which it fails, 0 for those failed at the start, -1 for those that do not fail
	Loss  []float64 // by party: what it loses on its claims, in money; more than its buffer where it fails by more
}

// Threshold spreads failures: a party fails when what it loses on those that failed, less what is recovered, reaches its
// buffer (≥, to within 1e-12 of it). Recovery is a share, 0 to 1. Losses are not cut off at the buffer. Errors: a party that
// does not exist, or a network that makes no sense. Cost: O(parties + claims log claims), whatever the order.
//
// Furfine, Interbank Exposures: Quantifying the Risk of Contagion, Journal of Money, Credit and Banking 35(1), 2003.
func (s *Stress) Threshold(failed []int, recovery float64) (Cascade, error) {
	if !(recovery >= 0 && recovery <= 1) {
		return Cascade{}, fmt.Errorf("spread failures: the recovery is %g, but lies between 0 and 1", recovery)
	}
	if err := s.check(); err != nil {
		return Cascade{}, err
	}
	out := Cascade{Round: make([]int, len(s.Buffer)), Loss: make([]float64, len(s.Buffer))}
	for i, b := range s.Buffer {
		if b > 0 {
			out.Round[i] = -1
		}
	}
	for _, i := range failed {
		if i < 0 || i >= len(s.Buffer) {
			return Cascade{}, fmt.Errorf("spread failures: party %d is to fail, but there are %d parties", i, len(s.Buffer))
		}
		out.Round[i] = 0
	}
	var front []int32
	for i, round := range out.Round {
		if round == 0 {
			front = append(front, int32(i))
		}
	}
	owed := s.owed()
	for round := 1; len(front) > 0; round++ {
		var hit []int32
		for _, on := range front {
			for e := owed.Start[on]; e < owed.Start[on+1]; e++ {
				out.Loss[owed.Col[e]] += (1 - recovery) * owed.Share[e]
				hit = append(hit, owed.Col[e])
			}
		}
		slices.Sort(hit)
		front = front[:0]
		for _, i := range slices.Compact(hit) {
			if out.Round[i] < 0 && out.Loss[i] > 0 && out.Loss[i] >= s.Buffer[i]*almost {
				out.Round[i] = round
				front = append(front, i)
			}
		}
	}
	return out, nil
}

// owed is the claims in money, by the party they are on.
func (s *Stress) owed() *damped.Matrix {
	pairs := make([]damped.Pair, 0, len(s.Claims))
	for _, c := range s.Claims {
		pairs = append(pairs, damped.Pair{Row: int32(c.On), Col: int32(c.Holder), Share: c.Amount})
	}
	return damped.New(len(s.Buffer), pairs)
}
