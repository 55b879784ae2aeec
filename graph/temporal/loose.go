package temporal

// looseSearch measures a bundle in which some payments are not dated to the day. It goes through all combinations of different
// dates: payments of a hop with the same dates count as one, times their number.
type looseSearch struct {
	w     *walker
	class []looseClass
	start []int32 // by hop: its classes; the first hop has one, the root
	stop  []int32
	limit []int64 // by hop: the last day on which a payment leaves time for the hops after it
	pick  []int32 // by hop: the class in the combination at hand

	count, certain uint64
	full           bool
	most           int64
}

// looseClass is payments of one hop with the same dates.
type looseClass struct {
	first, last int64
	lo, hi      int32 // of localHops
	most        int64 // the largest known amount; -1 if none is known
	early       bool  // they come before the root in rank
	used        bool  // they are in some combination that counts
}

// looseState is a combination up to some hop.
type looseState struct {
	arrive         int64 // the earliest day of its last payment
	begin          int64 // the latest day of its first
	certain, early bool  // it is in order on any days; one of its payments comes before the root in rank
	many           uint64
	most           int64
}

// close makes the bundle of the path; false if no combination counts.
func (s *looseSearch) close() bool {
	w, b := s.w, &s.w.bundle
	p, r := w.p, w.root
	s.classes()
	s.limits()
	s.count, s.certain, s.full, s.most = 0, 0, false, -1
	s.extend(1, looseState{arrive: int64(p.first[r]), begin: int64(p.last[r]), certain: true, many: 1, most: p.amount[r]})
	if s.count == 0 || w.halted {
		return false
	}
	b.count, b.certain, b.saturated, b.bottleneck = s.count, s.certain, s.full, max(0, s.most)
	s.list()
	return true
}

// classes groups the payments of each hop by date. In order of rank those of one class stand together.
func (s *looseSearch) classes() {
	w, l := s.w, &s.w.local
	p, r := w.p, w.root
	s.class = append(s.class[:0], looseClass{first: int64(p.first[r]), last: int64(p.last[r])})
	s.start, s.stop, s.pick = append(s.start[:0], 0), append(s.stop[:0], 1), append(s.pick[:0], 0)
	for _, h := range w.hops[1:] {
		g := l.hop[h.group]
		s.start, s.pick = append(s.start, int32(len(s.class))), append(s.pick, 0)
		for i := g.lo; i < g.hi; {
			q := l.rank[i]
			c := looseClass{first: int64(p.first[q]), last: int64(p.last[q]), lo: i, most: -1, early: q < r}
			for ; i < g.hi && p.first[l.rank[i]] == p.first[q] && p.last[l.rank[i]] == p.last[q] && (l.rank[i] < r) == c.early; i++ {
				c.most = max(c.most, p.amount[l.rank[i]])
			}
			c.hi = i
			s.class = append(s.class, c)
		}
		s.stop = append(s.stop, int32(len(s.class)))
	}
}

// limits says how late a payment of each hop may be made.
func (s *looseSearch) limits() {
	k := len(s.start)
	s.limit = append(s.limit[:0], make([]int64, k)...)
	limit := s.w.end
	for i := k - 1; i >= 1; i-- {
		s.limit[i] = limit
		latest := int64(tooEarly)
		for _, c := range s.class[s.start[i]:s.stop[i]] {
			if t := min(c.last, limit); t >= c.first {
				latest = max(latest, t)
			}
		}
		limit = latest - s.w.p.step
	}
}

// extend puts each class of a hop after a combination so far. A payment is made as early as it can be, and, looked at from the
// other end, all before it as late as they can be: the difference is the shortest time that the combination can take.
func (s *looseSearch) extend(hop int, so looseState) {
	w := s.w
	step, rest := w.p.step, int64(len(s.start)-1-hop)
	for i := s.start[hop]; i < s.stop[hop] && w.work(1); i++ {
		c := &s.class[i]
		next := looseState{
			arrive:  max(so.arrive+step, c.first),
			begin:   min(so.begin, c.last-int64(hop)*step),
			certain: so.certain && s.class[s.pick[hop-1]].last+step <= c.first,
			early:   so.early || c.early,
			many:    saturatingMul(so.many, uint64(c.hi-c.lo), &s.full),
			most:    min(so.most, c.most),
		}
		if next.arrive > min(c.last, s.limit[hop]) || next.arrive+rest*step-next.begin > w.p.window {
			continue
		}
		s.pick[hop] = i
		if rest > 0 {
			s.extend(hop+1, next)
		} else if !next.early || s.firstOfAll() {
			s.take(next)
		}
	}
}

// firstOfAll reports whether the combination at hand is to be told from the root: it is possible from no payment that comes
// before the root in rank.
func (s *looseSearch) firstOfAll() bool {
	for hop, i := range s.pick {
		if s.class[i].early && s.possibleFrom(hop) {
			return false
		}
	}
	return true
}

// possibleFrom reports whether the combination at hand can have begun with another hop. The window need not be looked at: what makes
// a combination last long is a payment that comes late after one that comes early, and these are in the same order, with as many
// hops between them, from wherever it is possible.
func (s *looseSearch) possibleFrom(hop int) bool {
	p, k := s.w.p, len(s.pick)
	arrive := s.class[s.pick[hop]].first
	for i := 1; i < k; i++ {
		c := &s.class[s.pick[(hop+i)%k]]
		if arrive = max(arrive+p.step, c.first); arrive > c.last {
			return false
		}
	}
	return true
}

// take counts the combination at hand.
func (s *looseSearch) take(so looseState) {
	s.count = saturatingAdd(s.count, so.many, &s.full)
	closing := &s.class[s.pick[len(s.pick)-1]]
	if so.certain && closing.last-s.class[0].first <= s.w.p.window || s.certainElsewhere() {
		s.certain = saturatingAdd(s.certain, so.many, &s.full)
	}
	s.most = max(s.most, so.most)
	for _, i := range s.pick {
		s.class[i].used = true
	}
}

// certainElsewhere reports whether the combination at hand is certain from another payment than the root. That one is then made
// before all others on any days, but not before the root in rank: they share a day.
func (s *looseSearch) certainElsewhere() bool {
	if s.w.p.step > 0 {
		return false
	}
	day := s.class[0].first
	for hop, i := range s.pick {
		if c := &s.class[i]; hop > 0 && c.first == day && c.last == day && s.certainFrom(hop) {
			return true
		}
	}
	return false
}

// certainFrom reports whether the combination at hand is in order on any days if it begins with some hop.
func (s *looseSearch) certainFrom(hop int) bool {
	p, k := s.w.p, len(s.pick)
	first := &s.class[s.pick[hop]]
	last := first
	for i := 1; i < k; i++ {
		c := &s.class[s.pick[(hop+i)%k]]
		if last.last+p.step > c.first {
			return false
		}
		last = c
	}
	return last.last-first.first <= p.window
}

// list writes down the payments that take part.
func (s *looseSearch) list() {
	w, b := s.w, &s.w.bundle
	b.last = w.p.last[w.root]
	if w.full {
		b.add(w.p, w.root)
		b.endHop()
	}
	for hop := 1; hop < len(s.start); hop++ {
		b.last = tooEarly
		for _, c := range s.class[s.start[hop]:s.stop[hop]] {
			if !c.used {
				continue
			}
			b.last = max(b.last, int32(c.last))
			for i := c.lo; w.full && i < c.hi; i++ {
				b.add(w.p, w.local.rank[i])
			}
		}
		if w.full {
			b.endHop()
		}
	}
}
