package contagion

import (
	"context"
	"fmt"
	"math"
)

// LoopGain is the spectral radius of Λ: by how much a small distress grows or shrinks each time it goes round. Below 1 shocks
// die out (Bardoscia, Battiston, Caccioli and Caldarelli 2017); without a cycle of claims it is 0. Relative error below 1e-9;
// an error says between which bounds it lies should that fail, which takes thousands of parties in one component, or shares
// in one that differ by hundreds of digits.
//
// Cost: some tens of steps of O(claims) on each strongly connected component, and a few linear solves where that is too slow.
func (s *Stress) LoopGain() (float64, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	lambda := s.lambda()
	o := lambda.Ordered()
	gain, index := 0.0, make([]int32, len(s.Buffer))
	for c := range len(o.Cut) - 1 {
		if o.Cut[c+1]-o.Cut[c] == 1 {
			continue
		}
		a := o.Part(o.Cut[c], o.Cut[c+1], nil, index)
		a.Balance()
		low, high := a.Radius(context.Background())
		if !(high-low <= 1e-9*high) {
			return 0, fmt.Errorf("find the loop gain: it lies between %g and %g, and could not be told more exactly", low, high)
		}
		gain = math.Max(gain, low+(high-low)/2)
	}
	return gain, nil
}
