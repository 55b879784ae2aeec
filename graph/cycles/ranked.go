package cycles

import (
	"context"
	"slices"

	"dealgraph/graph"
)

// closer finds the cycles that hops close as they are inserted. Each goroutine needs one of its own.
type closer struct {
	*inserted
	ctx     context.Context
	filter  *filter
	longest int
	reach   *reach
	long    detour

	window window
	onPath []bool
	path   []int32 // ranks; path[0] is the hop that closes
	room   int     // keep no more than so many of the best of a length; negative: all
	found  [][]int32
	ticks  int // of work since the context was looked at
	work   int // hops looked at
	err    error
}

func newCloser(ctx context.Context, r *ranking, f *filter, longest int) *closer {
	in := newInserted(r)
	return &closer{inserted: in, ctx: ctx, filter: f, longest: longest, reach: newReach(in, longest-1), onPath: make([]bool, len(r.party))}
}

// close finds the cycles of a window, no more than the room asks for, and gives them in order. It returns false if it was
// stopped before it had all.
func (s *closer) close(w window, room int, take func(hops []int32) bool) bool {
	s.window, s.room = w, room
	s.insert(w.first)
	for from, stride := 1, 1; from <= s.longest; {
		to := min(from+stride-1, s.longest)
		work := s.work
		more := s.gather(from, to)
		if s.err != nil {
			return false
		}
		for k, ranks := range s.found {
			if k%1024 == 1023 && s.ctx.Err() != nil {
				s.err = s.ctx.Err()
				return false
			}
			hops := make([]int32, len(ranks))
			for i, rank := range ranks {
				hops[i] = s.order[rank]
			}
			if !take(hops) {
				return true
			}
		}
		if s.room >= 0 {
			if s.room -= len(s.found); s.room <= 0 {
				return true
			}
		}
		if !more {
			return true
		}
		from, stride = to+1, s.stride(stride, from, s.work-work)
	}
	return true
}

// stride says how many lengths to take at once after so much work on the last. Lengths that are told apart by steps go one at
// a time. Greater ones are cheap to take together, unless there are so many cycles that the room is soon full.
func (s *closer) stride(last, from, work int) int {
	switch {
	case from < shortest:
		return 1
	case work <= often/16 || work <= 8*(len(s.party)+len(s.order)):
		return 2 * last
	}
	return 1
}

// gather finds the cycles of these lengths that the window closes, in order. It returns false if there are none longer.
func (s *closer) gather(from, to int) bool {
	s.found = s.found[:0]
	more := from == 1
	for i := s.window.first; i < s.window.last && s.err == nil; i++ {
		s.path = append(s.path[:0], i)
		switch {
		case from == 1:
			if s.payer[i] < 0 && !s.window.dark && s.onlyThrough(i) {
				s.keep()
			}
		case s.payer[i] >= 0:
			more = s.join(i, from, to) || more
		}
	}
	s.sortFound()
	return more
}

// onlyThrough reports whether a hop from a party to itself passes all that a cycle must pass.
func (s *closer) onlyThrough(rank int32) bool {
	v := graph.Node(s.adj.From[s.order[rank]])
	return !slices.ContainsFunc(s.filter.through, func(t graph.Node) bool { return t != v })
}

// join finds the cycles of these lengths in which a hop is joined by hops of lower rank. It returns false if there are none
// longer.
func (s *closer) join(rank int32, from, to int) bool {
	u, v := s.payer[rank], s.payee[rank]
	if s.closed || len(s.leaving(v, s.window.open, rank)) == 0 || len(s.reaching(u, s.window.open, rank)) == 0 {
		return false
	}
	scans := s.reach.scans
	more := s.reach.aim(v, u, s.window.open, rank)
	if !s.tick(s.reach.scans-scans) || !more {
		return false
	}
	if from > shortest {
		return s.detour(v, from, to)
	}
	scans = s.reach.scans
	more = s.reach.grow(from - 1)
	if !s.tick(s.reach.scans - scans) {
		return false
	}
	if s.reach.near(v, from-1, s.window.dark) && !s.misses(v, u, from-1) {
		s.onPath[v] = true
		s.walk(v, from-1, s.window.dark)
		s.onPath[v] = false
	}
	return more
}

// walk goes on from x to the goal in exactly so many steps; if dark, over a hop that discloses nothing. It returns false
// when the search must stop.
func (s *closer) walk(x int32, steps int, dark bool) bool {
	if steps == 0 {
		s.keep()
		return true
	}
	ranks := s.leaving(x, s.reach.open, s.reach.rank)
	if !s.tick(len(ranks)) {
		return false
	}
	for _, i := range ranks {
		y, dark := s.payee[i], dark && i >= s.dark
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
func (s *closer) misses(x, goal int32, steps int) bool {
	for i := range s.spans {
		t := &s.spans[i]
		if t.party == x || t.party == goal || s.onPath[t.party] {
			continue
		}
		if int(t.to[x])+int(t.from[goal]) > steps {
			return true
		}
	}
	return false
}

// tick counts work and looks at the context once in a while, output or not.
func (s *closer) tick(work int) bool {
	s.ticks += 1 + work
	s.work += 1 + work
	if s.err == nil && s.ticks >= often/4 {
		s.ticks = 0
		s.err = s.ctx.Err()
	}
	return s.err == nil
}

// keep adds the path to what was found, told from its smallest party, if the filter lets it through.
func (s *closer) keep() {
	first := 0
	for i, rank := range s.path {
		if s.order[rank] < s.order[s.path[first]] { // by payer, of which each stands once
			first = i
		}
	}
	ranks := rotated(s.path, first)
	if s.filter.narrow() {
		hops := make([]int32, len(ranks))
		for i, rank := range ranks {
			hops[i] = s.order[rank]
		}
		if !s.filter.acceptsHops(s.core, hops) {
			return
		}
	}
	s.found = append(s.found, ranks)
	if s.room >= 0 && len(s.found) >= 2*s.room+64 {
		s.sortFound()
	}
}

// sortFound orders what was found by length and party, and forgets what nobody will ask for. Hops are numbered by payer: so
// are their numbers compared.
func (s *closer) sortFound() {
	slices.SortFunc(s.found, func(a, b []int32) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return slices.CompareFunc(a, b, func(i, j int32) int { return int(s.adj.From[s.order[i]] - s.adj.From[s.order[j]]) })
	})
	if s.room >= 0 && len(s.found) > s.room {
		clear(s.found[s.room:])
		s.found = s.found[:s.room]
	}
}
