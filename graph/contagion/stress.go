package contagion

import (
	"fmt"
	"math"

	"dealgraph/graph/damped"
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

// Amounts are at most largest, so that sums stay finite, a buffer below smallest counts as smallest, and a claim of a share of
// the buffer below nothing as none.
const (
	largest  = 1e30
	smallest = 1e-30
	nothing  = 1e-60
)

// amount reports whether x can be money here.
func amount(x float64) bool { return x >= 0 && x <= largest }

// almost is the part of a buffer whose loss counts as that of all of it, to allow for rounding.
const almost = 1 - 1e-12

func (s *Stress) check() error {
	for i, b := range s.Buffer {
		if math.IsNaN(b) || math.IsInf(b, -1) {
			return fmt.Errorf("spread losses: the buffer of party %d is %g: give an amount, or +Inf if it never fails", i, b)
		}
	}
	for i, c := range s.Claims {
		switch {
		case c.Holder < 0 || c.Holder >= len(s.Buffer) || c.On < 0 || c.On >= len(s.Buffer):
			return fmt.Errorf("spread losses: claim %d is of party %d on party %d, but there are %d parties", i, c.Holder, c.On, len(s.Buffer))
		case c.Holder == c.On:
			return fmt.Errorf("spread losses: claim %d is of party %d on itself: leave it out", i, c.On)
		case !amount(c.Amount):
			return fmt.Errorf("spread losses: claim %d, of party %d on party %d, is %g: amounts lie between 0 and 1e30", i, c.Holder, c.On, c.Amount)
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

// lambda is Λ by holder. Holders that have failed from the start have no more to lose, and those whose buffer has no end lose
// no share of it.
func (s *Stress) lambda() *damped.Matrix {
	pairs := make([]damped.Pair, 0, len(s.Claims))
	for _, c := range s.Claims {
		b := s.Buffer[c.Holder]
		if share := c.Amount / math.Max(b, smallest); b > 0 && share >= nothing { // 0 where the buffer has no end
			pairs = append(pairs, damped.Pair{Row: int32(c.Holder), Col: int32(c.On), Share: share})
		}
	}
	return damped.New(len(s.Buffer), pairs)
}

// begin is the distress that a shock begins with: those without a buffer have failed.
func (s *Stress) begin(shock []float64) []float64 {
	h := make([]float64, len(shock))
	for i, b := range s.Buffer {
		if h[i] = shock[i]; b <= 0 {
			h[i] = 1
		}
	}
	return h
}

// SingleHit is the relative loss of buffer of every party when each passes distress on once, with what it has when distress
// first reaches it; all parties of a round act at the same time. Errors: a shock or network that makes no sense. Cost:
// O(parties + claims).
func (s *Stress) SingleHit(shock []float64) ([]float64, error) {
	if err := s.checkShock(shock); err != nil {
		return nil, err
	}
	lambda, h := s.lambda(), s.begin(shock)
	holders := lambda.Transpose()
	var active, hit []int32
	done, more := make([]bool, len(h)), make([]float64, len(h))
	for i := range h {
		if h[i] > 0 {
			active, done[i] = append(active, int32(i)), true
		}
	}
	for len(active) > 0 {
		hit = hit[:0]
		for _, on := range active {
			for e := holders.Start[on]; e < holders.Start[on+1]; e++ {
				to := holders.Col[e]
				if more[to] == 0 {
					hit = append(hit, to)
				}
				more[to] += holders.Share[e] * h[on]
			}
		}
		active = active[:0]
		for _, i := range hit {
			if more[i] > 0 && !done[i] {
				active, done[i] = append(active, i), true
			}
			h[i], more[i] = math.Min(1, h[i]+more[i]), 0
		}
	}
	return h, nil
}

// Losses is what every party loses on its claims when others are in the given distress, in money: the sum of claims times
// distress. It is not cut off at the buffer, and so says also by how much a party fails, and what is lost by one whose
// buffer has no end or that has failed from the start. Errors: distress outside 0 to 1, or a network that makes no
// sense. Cost: O(parties + claims).
func (s *Stress) Losses(h []float64) ([]float64, error) {
	if err := s.checkShock(h); err != nil {
		return nil, err
	}
	out := make([]float64, len(h))
	for _, c := range s.Claims {
		out[c.Holder] += c.Amount * h[c.On]
	}
	return out, nil
}

// Uncapped is the distress h of [Stress.Differential] without the cut at 1: shock + Λh, where more than 1 is a loss beyond the
// buffer. Parties without a buffer stay at 1, since a loss is no share of nothing; [Stress.Losses] has their loss in
// money. Errors and cost are those of Losses.
func (s *Stress) Uncapped(shock, h []float64) ([]float64, error) {
	if err := s.checkShock(shock); err != nil {
		return nil, err
	}
	lost, err := s.Losses(h)
	if err != nil {
		return nil, err
	}
	out := s.begin(shock)
	for i, b := range s.Buffer {
		if b > 0 { // of a buffer without end nothing
			out[i] += lost[i] / math.Max(b, smallest)
		}
	}
	return out, nil
}

// Index is the part of all weight that is lost beyond the shock itself: DebtRank. Weights are 0 or more; they need not
// add up to 1. A weight that is negative, infinite or no number counts as 0. The index is 0 where nothing has weight.
// Parties that failed from the start count as lost unless the shock has them at 1; see [Stress.Ranks] for all parties at once.
func Index(shock, h, weight []float64) float64 {
	top := 0.0 // by which weights are measured, so that no sum overflows
	for _, w := range weight {
		if w > top && !math.IsInf(w, 1) {
			top = w
		}
	}
	if top == 0 {
		return 0
	}
	sum, all := 0.0, 0.0
	for i, w := range weight {
		if w > 0 && w <= top {
			sum += w / top * (h[i] - shock[i])
			all += w / top
		}
	}
	return math.Max(0, sum/all)
}
