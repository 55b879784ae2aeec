package circulation

// tighten lowers what hops can carry: no more goes out of a party than can come in, and no more into it than can go out. That
// leaves every circulation as it is, and less to take back later: in a ring, everything but the bottleneck goes at
// once. It gives up after a while, since amounts can fall towards their limit in ever smaller steps.
//
// Cost: O(ways).
func (s *solver) tighten() {
	for v := range s.order {
		s.active.push(int32(v))
	}
	for left := budget * len(s.ways); left > 0; {
		v, ok := s.active.pop()
		if !ok {
			return
		}
		ways := s.ways[s.start[v]:s.start[v+1]]
		left -= len(ways)
		var in, out int64
		for i := range ways {
			if ways[i].cost < 0 {
				out += ways[i].full
			} else {
				in += ways[i].full
			}
		}
		for i := range ways {
			w := &ways[i]
			if most := min(in, out); w.full > most {
				back := &s.ways[w.back]
				w.full, back.full = most, most
				w.room, back.room = min(w.room, most), min(back.room, most)
				s.active.push(w.to)
			}
		}
	}
	s.active.reset(s.order)
}
