package cycles

import "slices"

// detour is what a long search for the ways from one party to a goal has learnt, as [barrier] is for the cycles of a root: by
// label, a number of hops that it certainly takes to come to the goal without meeting the path. It is never less than the
// distance.
type detour struct {
	bar   []int32 // far where there is no way, and for parties of which nothing is known
	from  int     // the least length of cycle that is kept
	cut   bool    // some way was not followed for its length
	queue []int32
}

// detour finds the cycles of these lengths whose last hop comes from the goal of the reach and ends at v. It returns false if
// there are none longer.
func (s *closer) detour(v int32, from, to int) bool {
	scans := s.reach.scans
	s.reach.measure()
	if !s.tick(s.reach.scans - scans + len(s.reach.measured)) {
		return false
	}
	d := &s.long
	if d.bar == nil {
		d.bar = slices.Repeat([]int32{far}, len(s.party))
	}
	for _, x := range s.reach.measured {
		d.bar[x] = s.reach.distance[x]
	}
	d.from, d.cut = from, false
	s.onPath[v] = true
	s.seek(v, int32(to-1))
	s.onPath[v] = false
	for _, x := range s.reach.measured {
		d.bar[x] = far
	}
	return d.cut
}

// seek goes on from x to the goal by at most so many hops, and keeps what is long enough. It returns the hops of a shortest way
// that it found, or of one that may be there and was not followed because it would miss a party asked for; far if there is none.
func (s *closer) seek(x, left int32) int32 {
	d, found := &s.long, far
	ranks := s.leaving(x, s.reach.open, s.reach.rank)
	if !s.tick(len(ranks)) {
		return far
	}
	for _, i := range ranks {
		y := s.payee[i]
		switch {
		case y == s.reach.goal:
			found = 1
			s.arrive(i)
			continue
		case s.onPath[y]:
			continue
		case d.bar[y] >= left:
			d.cut = d.cut || d.bar[y] < far
			continue
		case s.misses(y, s.reach.goal, int(left-1)):
			found, d.cut = min(found, d.bar[y]+1), true
			continue
		}
		s.onPath[y] = true
		s.path = append(s.path, i)
		found = min(found, s.seek(y, left-1)+1)
		s.path = s.path[:len(s.path)-1]
		s.onPath[y] = false
		if s.err != nil {
			return far
		}
	}
	switch {
	case len(s.path) == 1: // the start: nothing comes back to it
	case found < far:
		d.bar[x] = found
		s.lower(x)
	default:
		d.bar[x] = left + 1
	}
	return min(found, far)
}

// arrive keeps the path with a last hop to the goal, if it is long enough and passes what it must.
func (s *closer) arrive(rank int32) {
	if len(s.path)+1 < s.long.from || s.misses(s.reach.goal, s.reach.goal, 0) {
		return
	}
	s.path = append(s.path, rank)
	if !s.window.dark || slices.ContainsFunc(s.path, func(i int32) bool { return i < s.dark }) {
		s.keep()
	}
	s.path = s.path[:len(s.path)-1]
}

// lower takes down the barriers that the return of x makes too high.
func (s *closer) lower(x int32) {
	d := &s.long
	d.queue = append(d.queue[:0], x)
	for len(d.queue) > 0 {
		x := d.queue[len(d.queue)-1]
		d.queue = d.queue[:len(d.queue)-1]
		ranks := s.reaching(x, s.reach.open, s.reach.rank)
		s.work, s.ticks = s.work+len(ranks), s.ticks+len(ranks)
		for _, i := range ranks {
			if u := s.payer[i]; u != s.reach.goal && !s.onPath[u] && d.bar[u] > d.bar[x]+1 {
				d.bar[u] = d.bar[x] + 1
				d.queue = append(d.queue, u)
			}
		}
	}
}
