package breaking

import (
	"math"
	"math/rand/v2"
)

// offer makes a set of the items that have nothing left, and takes it if it costs less than the target.
func (s *search) offer() {
	whole := s.target.second < 0
	for i, state := range s.state {
		s.inSet[i] = state == gone || state == free && !left(s.rest[i], whole)
	}
	s.trim()
}

// trim puts the items of a set back that turn out to be superfluous, the dearest first, and takes what remains if it costs less
// than the target.
func (s *search) trim() {
	p := s.part
	clear(s.pass)
	s.spend(len(s.pass) + len(p.hops))
	cost := price{}
	for i := range p.cost {
		if s.inSet[i] {
			cost = cost.plus(p.cost[i])
			continue
		}
		for _, h := range p.hopsOf(int32(i)) {
			s.pass[h]++
		}
	}
	for _, i := range s.dear {
		if s.inSet[i] && !(s.exact && s.state[i] == gone) && s.superfluous(i) {
			s.inSet[i] = false
			cost = cost.minus(p.cost[i])
		}
	}
	if !s.stopped && cost.less(s.target) {
		s.accept(cost)
	}
	clear(s.inSet)
}

// accept takes the set as the best, and as the one to beat.
func (s *search) accept(cost price) {
	s.best, s.cost = s.best[:0], cost
	for i := range s.inSet {
		if s.inSet[i] {
			s.best = append(s.best, int32(i))
		}
	}
	switch {
	case s.exact:
		s.found = true
	case s.target.second < 0:
		s.target.first = cost.first
	default:
		s.target = cost
	}
}

// superfluous puts an item back if that closes no cycle.
func (s *search) superfluous(i int32) bool {
	hops := s.part.hopsOf(i)
	for _, h := range hops {
		s.pass[h]++
	}
	for _, h := range hops {
		if s.pass[h] == 1 && s.through(h, math.MaxInt) {
			for _, h := range hops {
				s.pass[h]--
			}
			return false
		}
	}
	return true
}

// rounds bounds how often the parties are gone through for one order, kicks how often a good order is disturbed.
const (
	rounds = 20
	kicks  = 300
)

// sift looks for better sets by orders of the parties: what is paid against an order is a set. Party after party moves to
// where least is paid against it, for as long as that helps; then the set is trimmed, and the best order is disturbed a little to
// try again. The disturbances are the same every time.
func (s *search) sift() {
	o := newOrdering(s.part)
	r := rand.New(rand.NewPCG(1, 0))
	s.target = s.cost
	for kick := range kicks {
		o.begin(s.best)
		if kick > 0 {
			o.kick(r)
		}
		for round := 0; round < rounds && o.round(); round++ {
			s.spend(4 * len(s.part.to))
		}
		for h := range s.part.to {
			if o.against(h) {
				for _, i := range s.part.itemsOf(int32(h)) {
					s.inSet[i] = true
				}
			}
		}
		if s.trim(); s.stopped || !s.bound.less(s.cost) {
			return
		}
	}
}
