package breaking

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// What a search by cases has decided of an item.
const (
	free int8 = iota
	gone
	kept
)

// search looks for the best set of one part.
type search struct {
	ctx     context.Context
	part    *part
	err     error // the context's
	work    int64 // steps done
	effort  int64 // steps allowed
	looked  int64 // steps when the context was last looked at
	stopped bool  // by the effort or the context

	best    []int32 // items of the best set found, ascending
	cost    price   // of these
	bound   price   // no set costs less
	settled bool    // the best set is the first of those that cost as little

	quiet []int32 // hops, those over which the fewest ways lead first
	dear  []int32 // items, the dearest first
	ways  []int64 // by item: how many ways lead over it

	// The case that is looked at.
	state  []int8
	fixed  []int32 // by hop: items that are kept; with any the hop cannot be cut
	spent  price
	trail  []int32 // items in the order in which they were decided
	target price   // a set must cost less
	exact  bool    // items that are gone belong to the set even if they are superfluous
	found  bool    // exact, and a set was found: done
	open   price   // the least bound of the cases that were left open

	// Its bound.
	low     price
	rest    []price // by item: what is left of its cost when the cycles found are paid
	pass    []int32 // by hop: it can be passed if more than 0
	reverse bool    // hops are tried in the other order
	clause  []int32 // the fewest free items on one of the cycles found
	member  []int32 // scratch: free items on a cycle
	inSet   []bool  // scratch, by item: false between calls

	// Searches for breaking.
	cycle         []int32 // hops of the one found
	dead          bool    // there is none over the hop
	mark          int32
	ahead, behind front
	colour        []int8  // by party: not seen, on the way, or done
	next          []int32 // by party: the hop that is next in the depth first search
	way           []int32 // its hops
}

// front is one side of a breadth first search.
type front struct {
	seen, via []int32 // by party: the mark of the search that has seen it, and the hop over which
	queue     []int32
	level     int // where the last level begins
}

func newSearch(ctx context.Context, p *part) *search {
	parties, hops, items := len(p.outStart)-1, len(p.to), len(p.cost)
	s := &search{ctx: ctx, part: p, effort: math.MaxInt64, state: make([]int8, items), fixed: make([]int32, hops)}
	s.rest, s.pass, s.inSet = make([]price, items), make([]int32, hops), make([]bool, items)
	for _, f := range []*front{&s.ahead, &s.behind} {
		f.seen, f.via = make([]int32, parties), make([]int32, parties)
	}
	s.colour, s.next = make([]int8, parties), make([]int32, parties)
	s.rank()
	return s
}

// rank puts hops and items into the orders in which they are tried.
func (s *search) rank() {
	p := s.part
	ways := make([]int64, len(p.to))
	s.quiet, s.dear, s.ways = make([]int32, len(p.to)), make([]int32, len(p.cost)), make([]int64, len(p.cost))
	for h := range p.to {
		u, v := p.from[h], p.to[h]
		ways[h] = int64(p.inStart[u+1]-p.inStart[u]) * int64(p.outStart[v+1]-p.outStart[v])
		s.quiet[h] = int32(h)
	}
	slices.SortStableFunc(s.quiet, func(g, h int32) int { return cmp.Compare(ways[g], ways[h]) })
	for i := range p.cost {
		s.dear[i] = int32(i)
		for _, h := range p.hopsOf(int32(i)) {
			s.ways[i] += ways[h]
		}
	}
	slices.SortFunc(s.dear, func(i, j int32) int {
		switch x, y := p.cost[i], p.cost[j]; {
		case y.less(x):
			return -1
		case x.less(y):
			return 1
		}
		return int(j - i)
	})
}

func (p *part) hopsOf(item int32) []int32 { return p.hops[p.hopStart[item]:p.hopStart[item+1]] }
func (p *part) itemsOf(hop int32) []int32 { return p.items[p.itemStart[hop]:p.itemStart[hop+1]] }

// begin finds a first set and bound, however long it takes.
func (s *search) begin() {
	s.cost, s.target = never, never
	if s.err = s.ctx.Err(); s.err != nil {
		return
	}
	if s.lower(); s.err == nil {
		s.bound = s.low
		s.offer()
	}
}

// firstTry is the effort of a first try, which is enough for most ledgers.
const firstTry = 2_000_000

// improve looks for better sets and bounds: by a short search by cases, and if that does not end, by orders of the parties and
// then a long one.
func (s *search) improve(effort int64) {
	if s.err = s.ctx.Err(); s.err != nil {
		return
	}
	s.work, s.looked = 0, 0
	s.allow(min(effort, firstTry))
	if s.prove() || s.err != nil || effort <= firstTry {
		return
	}
	s.allow(firstTry + (effort-firstTry)/3)
	s.sift()
	if s.err == nil {
		s.allow(effort)
		s.prove()
	}
}

func (s *search) allow(effort int64) { s.effort, s.stopped = effort, false }

// prove searches for better sets until there is none: first for what is sought, then for the ties.
func (s *search) prove() (done bool) {
	if s.bound.first < s.cost.first {
		s.target = price{s.cost.first, math.MinInt64 / 4}
		if !s.cases() {
			return false
		}
	}
	if s.bound.less(s.cost) {
		s.target = s.cost
		if !s.cases() {
			return false
		}
	}
	return s.settle()
}

// cases searches all cases for sets that cost less than the target, which falls as they are found.
func (s *search) cases() (done bool) {
	s.open = never
	s.dive(s.bound)
	if s.target.less(s.open) {
		s.open = s.target
	}
	if s.bound.less(s.open) {
		s.bound = s.open
	}
	return !s.stopped
}

// settle finds, of the sets that cost as little as the best, the one whose items come first.
func (s *search) settle() (done bool) {
	s.target, s.exact = s.cost.plus(price{0, 1}), true
	for i := int32(0); s.spent.less(s.cost) && !s.stopped; i++ {
		at := len(s.trail)
		s.decide(i, gone)
		if _, ok := slices.BinarySearch(s.best, i); ok {
			continue
		}
		s.found = false
		if s.dive(s.bound); !s.found && !s.stopped {
			s.undo(at)
			s.decide(i, kept)
		}
	}
	s.settled = !s.stopped
	s.undo(0)
	s.exact, s.found = false, false
	return s.settled
}

func (s *search) decide(i int32, state int8) {
	s.state[i] = state
	s.trail = append(s.trail, i)
	if state == gone {
		s.spent = s.spent.plus(s.part.cost[i])
		return
	}
	for _, h := range s.part.hopsOf(i) {
		s.fixed[h]++
	}
}

func (s *search) undo(to int) {
	for _, i := range s.trail[to:] {
		if s.state[i] == gone {
			s.spent = s.spent.minus(s.part.cost[i])
		} else {
			for _, h := range s.part.hopsOf(i) {
				s.fixed[h]--
			}
		}
		s.state[i] = free
	}
	s.trail = s.trail[:to]
}

// dive searches the case that was decided on, of which a bound is known.
func (s *search) dive(low price) {
	start := len(s.trail)
	defer s.undo(start)
	low, on := s.narrow(low)
	if s.stopped {
		s.leaveOpen(low)
	}
	if !on || s.stopped {
		return
	}
	i := s.pick()
	at := len(s.trail)
	s.decide(i, gone)
	s.dive(low)
	s.undo(at)
	s.decide(i, kept)
	s.dive(low)
}

// narrow bounds the case, offers the set that comes with the bound, and decides on items that leave no choice, a few times; on
// is false when the case is done with.
func (s *search) narrow(low price) (better price, on bool) {
	for round := range 3 {
		s.reverse = round == 1 // another packing; often one of the two is better
		if s.stopped || s.found || !s.lower() {
			return low, false
		}
		if low.less(s.low) {
			low = s.low
		}
		if s.stopped || !low.less(s.target) {
			return low, false
		}
		if s.offer(); s.stopped || s.found || !low.less(s.target) {
			return low, false
		}
		if !s.keepDear() && round > 0 {
			break
		}
	}
	return low, true
}

func (s *search) leaveOpen(low price) {
	if low.less(s.open) {
		s.open = low
	}
}

// keepDear keeps the items that no set below the target can hold: those with more left of their cost than lies between
// the bound and the target.
func (s *search) keepDear() (any bool) {
	for i, state := range s.state {
		if state == free && !s.low.plus(s.rest[i]).less(s.target) {
			s.decide(int32(i), kept)
			any = true
		}
	}
	return any
}

// pick is the item of the smallest clause over which most ways lead.
func (s *search) pick() int32 {
	best := s.clause[0]
	for _, i := range s.clause[1:] {
		if s.ways[i] > s.ways[best] || s.ways[i] == s.ways[best] && i < best {
			best = i
		}
	}
	return best
}
