package cycles

import (
	"cmp"
	"context"
	"slices"

	"dealgraph/graph"
)

// search walks the windows of a ranking.
type search struct {
	*ranking
	ctx     context.Context
	n       *graph.Network
	o       Options
	longest int // hops
	reach   reach

	// of the hop that closes
	window window
	onPath []bool
	path   []int // ranks; path[0] is the hop that closes
	room   int   // keep no more than that many of the best; negative: all
	found  [][]int
	err    error
	ticks  int
}

func newSearch(ctx context.Context, n *graph.Network, o Options) (*search, error) {
	o, err := o.filled(n)
	if err != nil {
		return nil, err
	}
	s := &search{ctx: ctx, n: n, o: o, onPath: make([]bool, n.Order())}
	if s.err = ctx.Err(); s.err != nil {
		s.ranking = &ranking{}
		return s, nil
	}
	s.ranking = rank(n, o)
	s.reach.r = s.ranking
	s.longest = s.largest
	if o.MaxLength > 0 {
		s.longest = min(s.longest, o.MaxLength)
	}
	return s, nil
}

// run yields every cycle of the search in order and says what was proved. It is false if the consumer stopped it.
func (s *search) run(yield func(Cycle) bool) (Proved, bool) {
	p := Proved{Filtered: s.o.filtered(), Above: unproved}
	if s.longest < s.largest || s.err != nil {
		p.MaxLength = max(0, s.o.MaxLength)
	}
	for _, w := range s.windows(s.o.MinBottleneck) {
		p.Above = w.above
		for length := 1; length <= s.longest; length++ {
			s.room = -1
			if s.o.Limit > 0 {
				s.room = s.o.Limit - p.Count + 1
			}
			more := s.gather(w, length)
			if s.err != nil {
				p.Stopped = InTime
				return p, true
			}
			for _, ranks := range s.found {
				if p.Count == s.o.Limit {
					p.Stopped = AtLimit
					return p, true
				}
				p.Count++
				if !yield(s.cycle(ranks)) {
					return p, false
				}
			}
			if !more {
				break
			}
		}
	}
	if s.err != nil {
		p.Stopped = InTime
		return p, true
	}
	p.Complete, p.Above = true, -1
	return p, true
}

// gather finds the cycles of exactly one length that a window closes, in order; no more than the room asks for. It
// returns false if there are none of that length and none longer.
func (s *search) gather(w window, length int) bool {
	s.window, s.found = w, s.found[:0]
	more := length == 1
	for i := w.first; i < w.last && s.err == nil; i++ {
		h := s.hops[i]
		s.path = append(s.path[:0], i)
		switch {
		case length == 1:
			if h.From == h.To && !w.dark && !s.misses(h.From, h.To, 0) {
				s.keep()
			}
		case h.From != h.To:
			more = s.close(h, i, length-1) || more
		}
	}
	s.sortFound()
	return more
}

// close finds the cycles in which a hop is joined by exactly so many steps back over hops of lower rank.
func (s *search) close(h Hop, rank, steps int) bool {
	s.reach.aim(h.To, h.From, s.window.open, rank)
	scans := s.reach.scans
	more := s.reach.grow(steps)
	if !s.tick(s.reach.scans - scans) {
		return false
	}
	if s.reach.near(h.To, steps, s.window.dark) && !s.misses(h.To, h.From, steps) {
		s.onPath[h.To] = true
		s.walk(h.To, steps, s.window.dark)
		s.onPath[h.To] = false
	}
	return more
}

// walk goes on from x to the goal in exactly so many steps; if dark, over a hop that discloses nothing. It returns false
// when the search must stop.
func (s *search) walk(x graph.Node, steps int, dark bool) bool {
	if steps == 0 {
		s.keep()
		return true
	}
	ranks := between(s.out[x], s.reach.from, s.reach.to)
	if !s.tick(len(ranks)) {
		return false
	}
	for _, i := range ranks {
		y, dark := s.hops[i].To, dark && i >= s.dark
		if s.onPath[y] || !s.reach.near(y, steps-1, dark) || s.misses(y, s.reach.goal, steps-1) {
			continue
		}
		s.onPath[y] = true
		s.path = append(s.path, i)
		ok := s.walk(y, steps-1, dark)
		s.path = s.path[:len(s.path)-1]
		s.onPath[y] = false
		if !ok {
			return false
		}
	}
	return true
}

// misses reports whether a path that stands at x and must reach goal in so many steps cannot pass all parties asked for.
func (s *search) misses(x, goal graph.Node, steps int) bool {
	for _, t := range s.spans {
		if t.party == x || t.party == goal || s.onPath[t.party] {
			continue
		}
		if t.to[x]+t.from[goal] > steps {
			return true
		}
	}
	return false
}

// tick counts work and looks at the context once in a while, output or not.
func (s *search) tick(work int) bool {
	const often = 1 << 12
	s.ticks += 1 + work
	if s.err == nil && s.ticks >= often {
		s.ticks = 0
		s.err = s.ctx.Err()
	}
	return s.err == nil
}

// keep adds the path to what was found, told from its smallest party, if it is of a class asked for.
func (s *search) keep() {
	first := 0
	for i, rank := range s.path {
		if s.hops[rank].From < s.hops[s.path[first]].From {
			first = i
		}
	}
	ranks := rotated(s.path, first)
	if len(s.o.Classes) > 0 && !slices.ContainsFunc(s.o.Classes, s.cycle(ranks).Is) {
		return
	}
	s.found = append(s.found, ranks)
	if s.room >= 0 && len(s.found) >= 2*s.room+64 {
		s.sortFound()
	}
}

// sortFound orders what was found, all of one length, by party and forgets what nobody will ask for.
func (s *search) sortFound() {
	slices.SortFunc(s.found, func(a, b []int) int {
		return slices.CompareFunc(a, b, func(i, j int) int { return cmp.Compare(s.hops[i].From, s.hops[j].From) })
	})
	if s.room >= 0 && len(s.found) > s.room {
		clear(s.found[s.room:])
		s.found = s.found[:s.room]
	}
}

func (s *search) cycle(ranks []int) Cycle {
	hops := make([]Hop, len(ranks))
	for i, rank := range ranks {
		hops[i] = s.hops[rank]
		hops[i].Arcs = slices.Clone(hops[i].Arcs)
	}
	c := newCycle(hops)
	c.Readings = classify(s.n, hops)
	return c
}
