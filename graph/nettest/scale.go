package nettest

import "dealgraph/graph"

// Trust is a network of the shape of the Bitcoin OTC web of trust (snap.stanford.edu/data/soc-sign-bitcoin-otc.html): 5,881
// parties and 35,592 arcs, a few hubs, and most arcs returned. Like there, cycles are few when short and soon beyond
// counting: 44,248 of at most three parties, 1,031,576 of at most four, 35,191,781 of at most five.
//
// Parties come one by one. In most deals both sides are parties that are there, and those with many arcs are chosen the more.
func Trust() *graph.Network {
	const founders, parties, arcs = 20, 5881, 35592
	s := newSketch(parties, arcs, 1)
	h := hubs{s: s}
	for v := range parties {
		h.enter(v)
		for v >= founders && len(s.arcs) < arcs*v/(parties-1) {
			from, to := h.deal(v, 58)
			if s.add(from, to) {
				h.count(from, to)
				if len(s.arcs) < arcs && s.percent(65) {
					s.add(to, from)
				}
			}
		}
	}
	return s.network()
}

// Preferential lets parties come one by one, of a seed. With each come so many arcs, in half of which a party that is there
// stands in for the newcomer; on the other side is always a party that is there. Those with many arcs are chosen the more, so
// that hubs arise and deal with one another (Bollobás, Borgs, Chayes and Riordan, Directed scale-free graphs, SODA 2003).
//
// Arcs drawn twice are left out, one in thirty of a small network and one in a hundred of a large: 4,000 parties of 4 have
// about 15,500 arcs and more than a million cycles of at most five parties.
func Preferential(parties, arcsPerParty int, seed uint64) *graph.Network {
	s := newSketch(parties, parties*arcsPerParty, seed)
	h := hubs{s: s}
	for v := range parties {
		h.enter(v)
		for range arcsPerParty {
			if from, to := h.deal(v, 50); s.add(from, to) {
				h.count(from, to)
			}
		}
	}
	return s.network()
}

// hubs draws parties by the number of their arcs: each stands in ends once, and once more for every arc that counts.
type hubs struct {
	s    *sketch
	ends []int
}

func (h *hubs) enter(v int) { h.ends = append(h.ends, v) }

func (h *hubs) count(from, to int) { h.ends = append(h.ends, from, to) }

func (h *hubs) any() int { return h.ends[h.s.r.IntN(len(h.ends))] }

// deal is between v, or in so many of a hundred cases any party, and any other; either may pay.
func (h *hubs) deal(v, percent int) (from, to int) {
	from, to = v, h.any()
	if h.s.percent(percent) {
		from = h.any()
	}
	if h.s.percent(50) {
		from, to = to, from
	}
	return from, to
}

// Scattered draws arcs between any two parties alike, of a seed: the random digraph of Erdős and Rényi, of exactly so many
// arcs. With d arcs for each party, about d^k/k cycles of k parties are to be expected, as long as k is far below the number
// of parties. It panics if there are fewer pairs of parties than arcs.
func Scattered(parties, arcs int, seed uint64) *graph.Network {
	if arcs > parties*(parties-1) {
		panic("nettest: more arcs than pairs of parties")
	}
	s := newSketch(parties, arcs, seed)
	for len(s.arcs) < arcs {
		s.add(s.any(), s.any())
	}
	return s.network()
}

// Laundering is a network of the shape of the synthetic payments in which money laundering is to be found (AMLSim; Weber et
// al., Scalable graph learning for anti-money laundering, 2018): 11,000 parties and 118,000 arcs, of which each belongs to a
// pattern of payments: to many, from many, to many and from these to one, or from hand to hand.
//
// It is wide and flat: 4,364 cycles of at most four parties, 37,134 of at most five, 332,108 of at most six.
func Laundering() *graph.Network {
	const parties, arcs, widest = 11_000, 118_000, 20
	s := newSketch(parties, arcs+widest, 1)
	for len(s.arcs) < arcs {
		s.pattern(5 + s.r.IntN(widest-4))
	}
	s.arcs = s.arcs[:arcs] // of the last pattern, as much as fits
	return s.network()
}

// pattern adds one pattern of about so many payments around one party.
func (s *sketch) pattern(width int) {
	center := s.any()
	switch s.r.IntN(4) {
	case 0:
		for range width {
			s.add(center, s.any())
		}
	case 1:
		for range width {
			s.add(s.any(), center)
		}
	case 2:
		gathers := s.any()
		for range width / 2 {
			between := s.any()
			s.add(center, between)
			s.add(between, gathers)
		}
	default: // some of those who are last pay the first
		last := center
		for range 3 + s.r.IntN(6) {
			next := s.any()
			s.add(last, next)
			last = next
		}
		if s.percent(25) {
			s.add(last, center)
		}
	}
}

// Communities is many small circles of parties that know one another, of a seed: 3, 4, 5, 6, 7 and 8 parties in turn, until
// there are not parties enough for the next; those who remain have no deals. In each circle everybody pays the next, and
// somebody somebody else, which closes one cycle more; and somebody pays a party of a later circle, which closes none. So c
// circles have 2c cycles, whatever the seed: 20,000 parties have 3,636 circles and 7,272 cycles.
func Communities(parties int, seed uint64) *graph.Network {
	s := newSketch(parties, 2*parties, seed)
	size := 3
	for first := 0; first+size <= parties; first, size = first+size, 3+(size-2)%6 {
		for i := range size {
			s.add(first+i, first+(i+1)%size)
		}
		from := s.r.IntN(size)
		s.add(first+from, first+(from+2+s.r.IntN(size-2))%size)
		if later := first + size; later < parties {
			s.add(first+s.r.IntN(size), later+s.r.IntN(parties-later))
		}
	}
	return s.network()
}
