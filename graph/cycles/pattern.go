package cycles

import (
	"math/bits"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Pattern is what the hops of a cycle have to be, one after the other, all the way round. It is a regular expression whose
// letters are kinds of deals; see [ParsePattern]. It does not change: several searches can use it at once.
type Pattern struct {
	text   string
	atoms  []atom   // the places of the expression (Glushkov 1961): a hop stands at one of them
	first  uint64   // places with which it can begin
	last   uint64   // and end
	follow []uint64 // by place, those that can come next
}

// atom is what a pattern asks of one hop: that one of its arcs is of a family or a kind, and at least so firm.
type atom struct {
	any    bool
	family deals.Family
	kind   deals.Kind
	least  deals.Status // StatusUnknown: any
}

func (a atom) serves(arc graph.Arc) bool {
	if a.least != deals.StatusUnknown && firmness(arc.Status) < firmness(a.least) {
		return false
	}
	switch {
	case a.any:
		return true
	case arc.Leg == nil:
		return false
	case a.family != "":
		return arc.Leg.Kind.Family() == a.family
	default:
		return arc.Leg.Kind == a.kind
	}
}

// String is the pattern as it was written.
func (p *Pattern) String() string { return p.text }

// Matched is the class of a reading as the pattern that was asked for. It is not among [Classes].
const Matched Class = "pattern"

// glushkov is what is known of a part of a pattern: the places with which it can begin and end, and whether it can be empty.
type glushkov struct {
	first, last uint64
	empty       bool
}

// build gives every word a place, and every place those that can follow. Repetitions are written out. Places beyond 64 are
// counted, no more.
func (p *Pattern) build(n *node) glushkov {
	switch {
	case n.atom != nil:
		p.atoms, p.follow = append(p.atoms, *n.atom), append(p.follow, 0)
		bit := uint64(1) << (len(p.atoms) - 1) // 0 beyond 64
		return glushkov{first: bit, last: bit}
	case n.choice != nil:
		g := glushkov{}
		for _, c := range n.choice {
			h := p.build(c)
			g = glushkov{g.first | h.first, g.last | h.last, g.empty || h.empty}
		}
		return g
	case n.sequence != nil:
		g := glushkov{empty: true}
		for _, s := range n.sequence {
			g = p.join(g, p.build(s))
		}
		return g
	}
	g := glushkov{empty: true}
	for i := 0; i < n.min && len(p.atoms) <= 64; i++ {
		places := len(p.atoms)
		if g = p.join(g, p.build(n.repeat)); len(p.atoms) == places {
			return g // nothing, however often
		}
	}
	if n.max < 0 {
		h := p.build(n.repeat)
		p.link(h.last, h.first)
		h.empty = true
		return p.join(g, h)
	}
	for i := n.min; i < n.max && len(p.atoms) <= 64; i++ {
		places := len(p.atoms)
		h := p.build(n.repeat)
		if len(p.atoms) == places {
			return g
		}
		h.empty = true
		g = p.join(g, h)
	}
	return g
}

func (p *Pattern) join(g, h glushkov) glushkov {
	p.link(g.last, h.first)
	out := glushkov{first: g.first, last: h.last, empty: g.empty && h.empty}
	if g.empty {
		out.first |= h.first
	}
	if h.empty {
		out.last |= g.last
	}
	return out
}

// link lets the places of next follow those of last.
func (p *Pattern) link(last, next uint64) {
	for ; last != 0; last &= last - 1 {
		p.follow[bits.TrailingZeros64(last)] |= next
	}
}

// serves reports whether an arc can play any part.
func (p *Pattern) serves(arc graph.Arc) bool {
	return slices.ContainsFunc(p.atoms, func(a atom) bool { return a.serves(arc) })
}

// read finds the best way to read hops as the pattern, as [Reading] has it: the fewest hops that disclose nothing, then the
// largest bottleneck, then the smallest start. Cost: hops² × places².
func (p *Pattern) read(n *graph.Network, hops []Hop) (Reading, bool) {
	fits := make([][]Hop, len(p.atoms))
	for i, a := range p.atoms {
		fits[i] = parts(n, hops, a.serves)
	}
	var best Reading
	var bestWorth worth
	for start := range hops {
		w, places := p.from(fits, start)
		if !w.possible || bestWorth.possible && !w.better(bestWorth) {
			continue
		}
		bestWorth = w
		best = Reading{Class: Matched, Start: start, Turn: len(hops), Hops: make([]Hop, len(hops))}
		for i, place := range places {
			at := (start + i) % len(hops)
			best.Hops[at] = fits[place][at]
		}
	}
	if !bestWorth.possible {
		return Reading{}, false
	}
	best.Bottleneck, best.Bound, _, _ = squeeze(best.Hops)
	return best, true
}

// from finds the best places for the hops from start on.
func (p *Pattern) from(fits [][]Hop, start int) (worth, []int) {
	k := len(fits[0])
	now := make([]worth, len(fits))
	back := make([][]int, k)
	for i := range k {
		next := make([]worth, len(fits))
		back[i] = make([]int, len(fits))
		for place := range fits {
			hop := fits[place][(start+i)%k]
			if i == 0 {
				if p.first>>place&1 != 0 {
					next[place] = priceless.with(hop)
				}
				continue
			}
			for before := range fits {
				if p.follow[before]>>place&1 == 0 || !now[before].possible {
					continue
				}
				if w := now[before].with(hop); w.possible && (!next[place].possible || w.better(next[place])) {
					next[place], back[i][place] = w, before
				}
			}
		}
		now = next
	}
	end := -1
	for place := range fits {
		if p.last>>place&1 != 0 && now[place].possible && (end < 0 || now[place].better(now[end])) {
			end = place
		}
	}
	if end < 0 {
		return worth{}, nil
	}
	places := make([]int, k)
	for i, at := k-1, end; i >= 0; i-- {
		places[i] = at
		at = back[i][at]
	}
	return now[end], places
}
