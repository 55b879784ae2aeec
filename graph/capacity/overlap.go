package capacity

import (
	"dealgraph/deals"
	"dealgraph/graph"
)

// inside are the legs that lie within each leg, as a ledger states it.
type inside map[*deals.Leg][]member

type member struct {
	leg  *deals.Leg
	part *deals.Amount // how much of its money lies in there; nil: all
}

func overlaps(l *deals.Ledger) inside {
	out := inside{}
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			for _, w := range leg.Overlaps() {
				for _, whole := range l.Legs(w.Ref) {
					out[whole] = append(out[whole], member{leg, w.Part})
				}
			}
		}
	}
	return out
}

// settle leaves each leg with what no leg inside it records, as graph does it for money: with the power own of each leg, and T
// for what a leg and all inside it come to,
//
//	T(leg) = ΣT(inside) + rest,   rest = max(0, own − Σ part of T(inside))
type settle struct {
	inside inside
	own    map[*deals.Leg]Kilowatts
	total  map[*deals.Leg]Kilowatts
	rest   map[*deals.Leg]Kilowatts
}

func newSettle(in inside, own map[*deals.Leg]Kilowatts) *settle {
	return &settle{in, own, map[*deals.Leg]Kilowatts{}, map[*deals.Leg]Kilowatts{}}
}

// of is what is left of a leg.
func (s *settle) of(l *deals.Leg) Kilowatts {
	s.t(l)
	return s.rest[l]
}

func (s *settle) t(l *deals.Leg) Kilowatts {
	if t, done := s.total[l]; done {
		return t
	}
	var in, off Kilowatts
	for _, m := range s.inside[l] {
		if s.implied(l, m.leg) {
			continue
		}
		t := s.t(m.leg)
		in += t
		off += m.share(t)
	}
	s.rest[l] = max(0, s.own[l]-off)
	s.total[l] = in + s.rest[l]
	return s.total[l]
}

// share is the power that goes with the part of a member's money that lies in the other; all of it when either is unknown.
func (m member) share(k Kilowatts) Kilowatts {
	amount, _ := m.leg.Use()
	if m.part == nil || !m.part.Disclosed() || !amount.Disclosed() || m.part.Currency != amount.Currency || amount.Ceiling() <= 0 {
		return k
	}
	return k.times(min(m.part.Ceiling(), amount.Ceiling()), amount.Ceiling())
}

// implied reports whether a member of l lies in another member of l too, and so is taken off with that one.
func (s *settle) implied(l, m *deals.Leg) bool {
	for _, other := range s.inside[l] {
		if other.leg != m && s.contains(other.leg, m) {
			return true
		}
	}
	return false
}

func (s *settle) contains(l, m *deals.Leg) bool {
	for _, x := range s.inside[l] {
		if x.leg == m || s.contains(x.leg, m) {
			return true
		}
	}
	return false
}

// alone is a ledger without overlaps, so that a view of it has every leg that counts, at its whole amount; origin finds the legs
// as they were.
func alone(l *deals.Ledger) (out *deals.Ledger, origin map[*deals.Leg]*deals.Leg) {
	c := *l
	c.Deals = make([]*deals.Deal, len(l.Deals))
	origin = make(map[*deals.Leg]*deals.Leg, len(l.Deals))
	for i, d := range l.Deals {
		deal := *d
		deal.Within, deal.Legs = nil, make([]*deals.Leg, len(d.Legs))
		for k, leg := range d.Legs {
			own := *leg
			own.Deal, own.Within = &deal, nil
			deal.Legs[k], origin[&own] = &own, leg
		}
		c.Deals[i] = &deal
	}
	return &c, origin
}

// views are the arcs of a view of a ledger without overlaps, and for the firm basis the same at the headline.
type views struct {
	net, headline *graph.Network
	origin        map[*deals.Leg]*deals.Leg
}

func build(l *deals.Ledger, v graph.View) (out views, err error) {
	v.Years, v.Days = graph.Years{}, graph.Days{}
	var whole *deals.Ledger
	whole, out.origin = alone(l)
	if out.net, err = graph.Build(whole, v); err != nil || v.Basis != graph.Firm {
		return out, err
	}
	v.Basis = graph.Headline
	out.headline, err = graph.Build(whole, v)
	return out, err
}

// counted is how much of the power of an arc counts on the basis; ok is false when nobody can tell.
func (v views) counted(a graph.Arc, k Kilowatts) (counted Kilowatts, ok bool) {
	switch v.net.View.Basis {
	case graph.Expected:
		return k.times(int64(v.net.View.Assumptions.Probability[a.Status]), 1_000_000), true
	case graph.Firm:
		return v.firm(a, k)
	}
	return k, true
}

// firm is the share of the power that goes with the firm share of the money.
func (v views) firm(a graph.Arc, k Kilowatts) (Kilowatts, bool) {
	if !a.Known {
		return k, a.Leg.Exit == nil && len(a.Leg.Tranches) == 0
	}
	all, ok := v.headline.ArcOf(a.Leg)
	if !ok || !all.Known || all.Amount <= 0 {
		return 0, false
	}
	return k.times(min(a.Amount, all.Amount), all.Amount), true
}
