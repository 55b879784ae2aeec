package contagion

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Stress is who loses what when whom fails, and how much each can lose.
type Stress struct {
	Buffer []float64 // by party: what it can lose before it fails, in money; 0 or less: it has failed from the start; +Inf: it never does
	Claims []Claim
}

// Claim is what a holder loses if another party fails altogether, in money. Several of one pair add up.
type Claim struct {
	Holder, On int
	Amount     float64
}

func (s *Stress) check() error {
	for i, b := range s.Buffer {
		if math.IsNaN(b) {
			return fmt.Errorf("spread losses: the buffer of party %d is not a number", i)
		}
	}
	for i, c := range s.Claims {
		switch {
		case c.Holder < 0 || c.Holder >= len(s.Buffer) || c.On < 0 || c.On >= len(s.Buffer):
			return fmt.Errorf("spread losses: claim %d names a party that does not exist", i)
		case c.Holder == c.On:
			return fmt.Errorf("spread losses: claim %d is of party %d on itself: leave it out", i, c.On)
		case !(c.Amount >= 0) || math.IsInf(c.Amount, 1):
			return fmt.Errorf("spread losses: claim %d is %g: amounts are finite and not negative", i, c.Amount)
		}
	}
	return nil
}

func (s *Stress) checkShock(shock []float64) error {
	if len(shock) != len(s.Buffer) {
		return fmt.Errorf("spread losses: a shock for %d of %d parties", len(shock), len(s.Buffer))
	}
	for i, h := range shock {
		if !(h >= 0 && h <= 1) {
			return fmt.Errorf("spread losses: the shock to party %d is %g, but lies between 0 and 1", i, h)
		}
	}
	return s.check()
}

// weighted is a claim as a share of the holder's buffer.
type weighted struct {
	party int
	share float64
}

// holders lists for each party who holds how much of it, as shares of their buffers; parties without a buffer hold nothing
// more to lose.
func (s *Stress) holders() [][]weighted {
	sum := make([]map[int]float64, len(s.Buffer))
	for _, c := range s.Claims {
		if s.Buffer[c.Holder] > 0 && c.Amount > 0 {
			if sum[c.On] == nil {
				sum[c.On] = map[int]float64{}
			}
			sum[c.On][c.Holder] += c.Amount / s.Buffer[c.Holder]
		}
	}
	out := make([][]weighted, len(s.Buffer))
	for on, by := range sum {
		for holder, share := range by {
			if share > 0 { // 0 where the buffer has no end
				out[on] = append(out[on], weighted{holder, share})
			}
		}
		slices.SortFunc(out[on], func(a, b weighted) int { return a.party - b.party })
	}
	return out
}

// begin is the distress that a shock begins with: those without a buffer have failed.
func (s *Stress) begin(shock []float64) []float64 {
	h := slices.Clone(shock)
	for i, b := range s.Buffer {
		if b <= 0 {
			h[i] = 1
		}
	}
	return h
}

// Differential is the relative loss of buffer of every party, 0 to 1, after a shock that takes the given shares: the least
// solution of h = min(1, shock + Λh) that the shock brings about.
//
// It is found from above: start with all parties that the shock reaches as failed, solve for the others, and let go of those
// that do not fail after all, until none does (methods of policy iteration; every system solved has a spectral radius below 1,
// and there are at most as many as parties). Starting from nobody failed and cutting off at 1 afterwards would overstate
// failures. Errors: a shock or network that makes no sense, or the context's. Cost: dense solves, cubic in the number
// of reached parties that do not fail.
func (s *Stress) Differential(ctx context.Context, shock []float64) ([]float64, error) {
	if err := s.checkShock(shock); err != nil {
		return nil, err
	}
	holders, h0 := s.holders(), s.begin(shock)
	h := make([]float64, len(h0))
	failed := reach(holders, h0)
	for i := range failed {
		if failed[i] {
			h[i] = 1
		}
	}
	reached := slices.Clone(failed)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		solveFree(holders, h0, h, reached, failed)
		in := inflow(holders, h0, h)
		done := true
		for i := range failed {
			if failed[i] && in[i] < 1-1e-12 {
				failed[i], done = false, false
			}
		}
		if done {
			return h, nil
		}
	}
}

// reach finds all parties to which distress spreads.
func reach(holders [][]weighted, h0 []float64) []bool {
	seen := make([]bool, len(h0))
	var queue []int
	for i, h := range h0 {
		if h > 0 {
			seen[i] = true
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		on := queue[0]
		queue = queue[1:]
		for _, w := range holders[on] {
			if !seen[w.party] {
				seen[w.party] = true
				queue = append(queue, w.party)
			}
		}
	}
	return seen
}

// inflow is shock + Λh.
func inflow(holders [][]weighted, h0, h []float64) []float64 {
	in := slices.Clone(h0)
	for on := range holders {
		for _, w := range holders[on] {
			in[w.party] += w.share * h[on]
		}
	}
	return in
}

// solveFree solves h = shock + Λh for the reached parties that have not failed, those that have at 1.
func solveFree(holders [][]weighted, h0, h []float64, reached, failed []bool) {
	var free []int
	place := make([]int, len(h))
	for i := range h {
		place[i] = -1
		if reached[i] && !failed[i] {
			place[i] = len(free)
			free = append(free, i)
		}
	}
	if len(free) == 0 {
		return
	}
	a, b := mat.NewDense(len(free), len(free), nil), mat.NewVecDense(len(free), nil)
	for at, i := range free {
		a.Set(at, at, 1)
		b.SetVec(at, h0[i])
	}
	for on := range holders {
		for _, w := range holders[on] {
			row := place[w.party]
			switch {
			case row < 0:
			case failed[on]:
				b.SetVec(row, b.AtVec(row)+w.share)
			case place[on] >= 0:
				a.Set(row, place[on], a.At(row, place[on])-w.share)
			}
		}
	}
	var lu mat.LU
	lu.Factorize(a)
	var x mat.VecDense
	if err := lu.SolveVecTo(&x, false, b); err != nil && !isCondition(err) {
		panic("contagion: a system of damped shocks cannot be solved: " + err.Error())
	}
	for at, i := range free {
		h[i] = math.Min(1, math.Max(0, x.AtVec(at)))
	}
}

// isCondition reports whether a solve only warns that it is badly conditioned.
func isCondition(err error) bool {
	c, ok := err.(mat.Condition)
	return ok && !math.IsInf(float64(c), 1)
}

// SingleHit is the relative loss of buffer of every party when each passes distress on once, with what it has when distress
// first reaches it; all parties of a round act at the same time. Errors: a shock or network that makes no sense. Cost:
// O(parties + claims).
func (s *Stress) SingleHit(shock []float64) ([]float64, error) {
	if err := s.checkShock(shock); err != nil {
		return nil, err
	}
	holders, h := s.holders(), s.begin(shock)
	var active []int
	done := make([]bool, len(h))
	for i := range h {
		if h[i] > 0 {
			active = append(active, i)
			done[i] = true
		}
	}
	for len(active) > 0 {
		more := map[int]float64{}
		for _, on := range active {
			for _, w := range holders[on] {
				more[w.party] += w.share * h[on]
			}
		}
		active = active[:0]
		for i := range h { // in order, so that sums do not depend on the map
			if add := more[i]; add > 0 {
				h[i] = math.Min(1, h[i]+add)
				if !done[i] {
					done[i] = true
					active = append(active, i)
				}
			}
		}
	}
	return h, nil
}

// Index is the part of all weight that is lost beyond the shock itself: DebtRank. Weights are 0 or more; they need not
// add up to 1. It is 0 where nothing has weight.
func Index(shock, h, weight []float64) float64 {
	sum, all := 0.0, 0.0
	for i, w := range weight {
		sum += w * (h[i] - shock[i])
		all += w
	}
	if all == 0 {
		return 0
	}
	return math.Max(0, sum/all)
}

// Cascade is how failures spread.
type Cascade struct {
	Round []int     // by party: the round in which it fails, 0 for those failed at the start, -1 for those that do not fail
	Loss  []float64 // by party: what it loses on its claims, in money; more than its buffer where it fails by more
}

// Threshold spreads failures: a party fails when what it loses on those that failed, less what is recovered, reaches its
// buffer. Recovery is a share, 0 to 1. Errors: as before. Cost: O(parties + claims), whatever the order.
func (s *Stress) Threshold(failed []int, recovery float64) (Cascade, error) {
	if !(recovery >= 0 && recovery <= 1) {
		return Cascade{}, fmt.Errorf("spread failures: the recovery is %g, but lies between 0 and 1", recovery)
	}
	if err := s.check(); err != nil {
		return Cascade{}, err
	}
	out := Cascade{Round: make([]int, len(s.Buffer)), Loss: make([]float64, len(s.Buffer))}
	var front []int
	for i, b := range s.Buffer {
		if out.Round[i] = -1; b <= 0 || slices.Contains(failed, i) {
			out.Round[i] = 0
			front = append(front, i)
		}
	}
	by := make([][]Claim, len(s.Buffer))
	for _, c := range s.Claims {
		by[c.On] = append(by[c.On], c)
	}
	for round := 1; len(front) > 0; round++ {
		var hit []int
		for _, on := range front {
			for _, c := range by[on] {
				out.Loss[c.Holder] += (1 - recovery) * c.Amount
				hit = append(hit, c.Holder)
			}
		}
		slices.Sort(hit)
		front = front[:0:0]
		for _, i := range slices.Compact(hit) {
			if out.Round[i] < 0 && out.Loss[i] > 0 && out.Loss[i] >= s.Buffer[i]*(1-1e-12) {
				out.Round[i] = round
				front = append(front, i)
			}
		}
	}
	return out, nil
}
