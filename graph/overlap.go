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
	counts  map[*deals.Leg]*count   // live counted legs, in the view's currency
	total   map[*deals.Leg]int64
	convert func(*deals.Leg, deals.Amount) int64
}

type member struct {
	leg  *deals.Leg
	part *deals.Amount // nil: all of it
}

// settle sets each containing leg to its rest and returns what was taken off it.
func (o *overlaps) settle(legs []*deals.Leg) map[*deals.Leg]int64 {
	taken := map[*deals.Leg]int64{}
	for _, l := range legs {
		if len(o.inside[l]) > 0 {
			o.t(l, taken)
		}
	}
	return taken
}

// t computes T(leg). Rings are refused when a ledger is read.
func (o *overlaps) t(l *deals.Leg, taken map[*deals.Leg]int64) int64 {
	if v, done := o.total[l]; done {
		return v
	}
	var own, inside, off int64
	c := o.counts[l]
	if c != nil && c.known {
		own = c.minor
	}
	for _, m := range o.inside[l] {
		t := o.t(m.leg, taken)
		inside = sum(inside, t)
		if m.part != nil {
			t = min(t, o.convert(m.leg, *m.part))
		}
		off = sum(off, t)
	}
	rest := max(0, own-off)
	if c != nil && c.known && off > 0 {
		taken[l] = own - rest
		c.minor = rest
	}
	o.total[l] = sum(inside, rest)
	return o.total[l]
}
