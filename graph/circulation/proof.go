package circulation

import "math/bits"

// budget is how many times as many ways as there are may be looked at in search of a proof.
const budget = 4

// optimal tries to prove that the flow is a maximum circulation already, which it is long before ε has come down to 1: it
// looks for prices in whole units at which no way with room has a negative reduced cost. It starts from the prices of the
// solver, rounded down, at which few ways have, and lowers the price there until none is left. If there is a cycle of
// negative cost that never ends, so it gives up after a while: false means not proved.
//
// Cost: O(ways).
func (s *solver) optimal() bool {
	s.whole = resize(s.whole, s.order, false)
	digits := bits.TrailingZeros64(uint64(s.unit))
	for v, p := range s.price {
		s.whole[v] = p >> digits
		s.active.push(int32(v))
	}
	for left := budget * len(s.ways); left > 0; {
		v, ok := s.active.pop()
		if !ok {
			return true
		}
		left -= int(s.start[v+1] - s.start[v])
		for i := s.start[v]; i < s.start[v+1]; i++ {
			w := &s.ways[i]
			if far := s.whole[v] + w.cost>>digits; w.room > 0 && far < s.whole[w.to] {
				s.whole[w.to] = far
				s.active.push(w.to)
			}
		}
	}
	s.active.reset(s.order)
	return false
}
