package breaking

import (
	"math"
)

// lower bounds the cost of the sets of the case, by breaking. Each takes a share of the cost of the items on it, the same of
// all, until one has nothing left; a set has an item of each cycle and costs at least the sum. It is false when there are
// none: on some cycle all items are kept.
func (s *search) lower() bool {
	s.low, s.clause = s.spent, s.clause[:0]
	copy(s.rest, s.part.cost)
	for _, whole := range []bool{true, false} {
		s.light(whole)
		if !s.pack(whole) {
			return false
		}
		if s.stopped || !s.low.less(s.target) || s.target.second < 0 {
			break
		}
	}
	return true
}

// left reports whether an item has something left.
func left(c price, whole bool) bool {
	return c.first > 0 || !whole && c.first == 0 && c.second > 0
}

// light makes the hops passable that have an item with something left, or one that is kept.
func (s *search) light(whole bool) {
	p := s.part
	for h := range s.pass {
		s.pass[h] = s.fixed[h]
	}
	for i := range p.cost {
		if s.state[i] == free && left(s.rest[i], whole) {
			for _, h := range p.hopsOf(int32(i)) {
				s.pass[h]++
			}
		}
	}
	s.spend(len(s.pass) + len(p.hops))
}

// lengths are the lengths of cycles in the order in which they are looked for: short ones first, which need less of
// what there is.
var lengths = []int{2, 3, 4, 6, 10}

// pack takes cycles until there are none, or the target is reached.
func (s *search) pack(whole bool) bool {
	for _, longest := range lengths {
		for at := range s.quiet {
			h := s.quiet[at]
			if s.reverse {
				h = s.quiet[len(s.quiet)-1-at]
			}
			for s.pass[h] > 0 && s.through(h, longest) {
				if !s.take(whole) {
					return false
				}
			}
			if s.dead {
				s.pass[h] = math.MinInt32 / 2
			}
			if s.stopped || !s.low.less(s.target) {
				return true
			}
		}
	}
	return s.peel(whole)
}

// take lets the cycle take what it can.
func (s *search) take(whole bool) bool {
	s.member = s.member[:0]
	for _, single := range []bool{true, false} {
		for _, h := range s.cycle {
			if s.fixed[h] == 0 && single == (len(s.part.itemsOf(h)) == 1) {
				s.join(h, whole)
			}
		}
	}
	if len(s.member) == 0 {
		return false
	}
	if len(s.clause) == 0 || len(s.member) < len(s.clause) {
		s.clause = append(s.clause[:0], s.member...)
	}
	share := s.rest[s.member[0]]
	for _, i := range s.member {
		s.inSet[i] = false
		if s.rest[i].less(share) {
			share = s.rest[i]
		}
	}
	s.low = s.low.plus(share)
	for _, i := range s.member {
		s.rest[i] = s.rest[i].minus(share)
		if !left(s.rest[i], whole) {
			for _, h := range s.part.hopsOf(i) {
				s.pass[h]--
			}
		}
	}
	return true
}

// join makes an item of a hop a member: none if one is already, else that with most left.
func (s *search) join(h int32, whole bool) {
	best := int32(-1)
	for _, i := range s.part.itemsOf(h) {
		if s.inSet[i] {
			return
		}
		if s.state[i] == free && left(s.rest[i], whole) && (best < 0 || s.rest[best].less(s.rest[i])) {
			best = i
		}
	}
	s.inSet[best] = true
	s.member = append(s.member, best)
}

// spend counts steps.
func (s *search) spend(steps int) {
	s.work += int64(steps)
	if s.work > s.effort {
		s.stopped = true
	}
	if s.work-s.looked > 1<<16 {
		s.looked = s.work
		if err := s.ctx.Err(); err != nil {
			s.err, s.stopped = err, true
		}
	}
}

// through finds a shortest cycle over a hop, of at most so many hops, by a breadth first search from both ends, the smaller
// one first.
func (s *search) through(h int32, longest int) bool {
	u, v := s.part.from[h], s.part.to[h]
	s.cycle, s.dead = append(s.cycle[:0], h), false
	if u == v {
		return true
	}
	if s.mark++; s.mark == math.MaxInt32 {
		clear(s.ahead.seen)
		clear(s.behind.seen)
		s.mark = 1
	}
	s.ahead.begin(v, s.mark)
	s.behind.begin(u, s.mark)
	for length := 2; length <= longest; length++ {
		var at int32
		var met bool
		if s.ahead.size() <= s.behind.size() {
			at, met = s.stepAhead()
		} else {
			at, met = s.stepBehind()
		}
		switch {
		case s.stopped:
			return false
		case met:
			s.close(at, u, v)
			return true
		case s.ahead.size() == 0 || s.behind.size() == 0:
			s.dead = true
			return false
		}
	}
	return false
}

// size is the number of parties on the last level.
func (f *front) size() int { return len(f.queue) - f.level }

func (f *front) begin(v, mark int32) {
	f.queue, f.level = append(f.queue[:0], v), 0
	f.seen[v] = mark
}

// stepAhead takes one more step from the payee of the hop; at is where it meets the other side.
func (s *search) stepAhead() (at int32, met bool) {
	p, f := s.part, &s.ahead
	for end := len(f.queue); f.level < end; f.level++ {
		x := f.queue[f.level]
		s.spend(int(p.outStart[x+1]-p.outStart[x]) + 1)
		for h := p.outStart[x]; h < p.outStart[x+1]; h++ {
			y := p.to[h]
			if s.pass[h] <= 0 || f.seen[y] == s.mark {
				continue
			}
			f.seen[y], f.via[y] = s.mark, h
			if s.behind.seen[y] == s.mark {
				return y, true
			}
			f.queue = append(f.queue, y)
		}
	}
	return 0, false
}

// stepBehind takes one more step back from the payer of the hop.
func (s *search) stepBehind() (at int32, met bool) {
	p, f := s.part, &s.behind
	for end := len(f.queue); f.level < end; f.level++ {
		x := f.queue[f.level]
		s.spend(int(p.inStart[x+1]-p.inStart[x]) + 1)
		for _, h := range p.in[p.inStart[x]:p.inStart[x+1]] {
			y := p.from[h]
			if s.pass[h] <= 0 || f.seen[y] == s.mark {
				continue
			}
			f.seen[y], f.via[y] = s.mark, h
			if s.ahead.seen[y] == s.mark {
				return y, true
			}
			f.queue = append(f.queue, y)
		}
	}
	return 0, false
}

// close puts the two ways that met together.
func (s *search) close(at, u, v int32) {
	for x := at; x != v; x = s.part.from[s.ahead.via[x]] {
		s.cycle = append(s.cycle, s.ahead.via[x])
	}
	for x := at; x != u; x = s.part.to[s.behind.via[x]] {
		s.cycle = append(s.cycle, s.behind.via[x])
	}
}

// peel takes the cycles that a depth first search meets, until there are none. A party that it leaves is in no more cycle.
func (s *search) peel(whole bool) bool {
	clear(s.colour)
	copy(s.next, s.part.outStart)
	for root := range s.colour {
		if s.colour[root] == new && !s.peelFrom(int32(root), whole) {
			return false
		}
		if s.stopped || !s.low.less(s.target) {
			break
		}
	}
	return true
}

func (s *search) peelFrom(u int32, whole bool) bool {
	p := s.part
	s.colour[u], s.way = onWay, s.way[:0]
	for {
		h, ok := s.nextHop(u)
		if s.stopped || !s.low.less(s.target) {
			return true
		}
		if !ok {
			s.colour[u] = done
			if len(s.way) == 0 {
				return true
			}
			u = p.from[s.way[len(s.way)-1]]
			s.way = s.way[:len(s.way)-1]
			continue
		}
		v := p.to[h]
		if s.colour[v] == new {
			s.way = append(s.way, h)
			s.colour[v] = onWay
			u = v
			continue
		}
		s.cycle = append(s.cycle[:0], h)
		for at, x := len(s.way)-1, u; x != v; at-- {
			s.cycle = append(s.cycle, s.way[at])
			x = p.from[s.way[at]]
		}
		if !s.take(whole) {
			return false
		}
		u = s.back(u)
	}
}

// The colours of a depth first search.
const (
	new int8 = iota
	onWay
	done
)

// nextHop is the next hop of a party that can be passed and leads to one that is not done.
func (s *search) nextHop(u int32) (h int32, ok bool) {
	first, end := s.next[u], s.part.outStart[u+1]
	for h = first; h < end && (s.pass[h] <= 0 || s.colour[s.part.to[h]] == done); h++ {
	}
	s.next[u] = h
	s.spend(int(h-first) + 1)
	return h, h < end
}

// back goes back on the way to before the first hop that can be passed no more.
func (s *search) back(u int32) int32 {
	cut := 0
	for cut < len(s.way) && s.pass[s.way[cut]] > 0 {
		cut++
	}
	for len(s.way) > cut {
		s.colour[u] = new
		u = s.part.from[s.way[len(s.way)-1]]
		s.way = s.way[:len(s.way)-1]
	}
	return u
}
