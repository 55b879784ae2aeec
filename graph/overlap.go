package graph

import "dealgraph/deals"

// A leg within another is part of the other's money, so a network that shows both may count it once only. The specific leg
// keeps its amount, and the containing one is left with the rest. For a leg with own amount A and legs inside it, write T
// for what a leg and everything inside it come to together:
//
//	T(leg) = ΣT(inside) + rest,   rest = max(0, A − Σ min(part, T(inside)))
//
// where part is the stated part of an overlap, or no limit. The sum over all roots of T is then never below that of a
// basis which counts less: T grows with every A.
type overlaps struct {
	inside  map[*deals.Leg][]member // by containing leg
	counts  map[*deals.Leg]*counted // legs that count
	total   map[*deals.Leg]int64    // T, once known
	convert func(*deals.Leg, deals.Amount) int64
}

type member struct {
	leg  *deals.Leg
	part *deals.Amount // nil: all of it
}

// t computes T(leg), and sets the leg to its rest. Rings are refused when a ledger is read.
func (o *overlaps) t(l *deals.Leg) int64 {
	if v, done := o.total[l]; done {
		return v
	}
	var own, inside, off int64
	c := o.counts[l]
	if c != nil && c.known {
		own = c.minor
	}
	for _, m := range o.inside[l] {
		if o.implied(l, m.leg) {
			continue
		}
		t := o.t(m.leg)
		inside = sum(inside, t)
		if m.part != nil {
			t = min(t, o.convert(m.leg, *m.part))
		}
		off = sum(off, t)
	}
	rest := max(0, own-off)
	if c != nil && c.known {
		c.minor, c.taken = rest, own-rest
	}
	o.total[l] = sum(inside, rest)
	return o.total[l]
}

// implied reports whether a member of l lies in another member of l too, and so is taken off with that one.
func (o *overlaps) implied(l, m *deals.Leg) bool {
	for _, other := range o.inside[l] {
		if other.leg != m && o.contains(other.leg, m) {
			return true
		}
	}
	return false
}

func (o *overlaps) contains(l, m *deals.Leg) bool {
	for _, x := range o.inside[l] {
		if x.leg == m || o.contains(x.leg, m) {
			return true
		}
	}
	return false
}
