package ladder

import (
	"fmt"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Rung is a place on the ladder.
type Rung int

// The rungs, from the top.
const (
	Announced Rung = iota // as if no deal had ended
	Headline              // still stands
	Signed                // signed, active or completed
	Floor                 // the floor of the amount, met tranches only
	Firm                  // and of that what nobody can leave early
	Paid                  // has moved
	rungs
)

// basis is the one that counts a rung.
func (r Rung) basis() graph.Basis {
	return [rungs]graph.Basis{graph.Headline, graph.Headline, graph.Signed, graph.Firm, graph.Firm, graph.Paid}[r]
}

// Count is what a leg comes to on a rung, in minor units of the view's currency.
type Count struct {
	Minor    int64
	Counts   bool // the rung counts it at all
	Known    bool // its amount is; 0 minor units otherwise
	NoRate   bool // it is disclosed, in a currency that the ledger cannot convert
	Estimate bool
}

// Leg is a leg of a deal on all rungs.
type Leg struct {
	Leg      *deals.Leg
	From, To graph.Node
	Status   deals.Status // on the day of the view
	Public   deals.Date   // when it became public, as precise as it is written; zero if nobody says
	Gross    [rungs]Count // by itself
	Net      [rungs]Count // without what other deals record of it
	Expected Count        // net: the likely amount times the probability of its status

	By      []*deals.Leg // took its place
	Carried int64        // of what its end took, what the legs in its place announced again
	Open    bool         // something took its place, and nobody says how much
}

// Ladder is all legs of a view that were public by its day.
type Ladder struct {
	Network *graph.Network // on the headline basis, all of it
	Legs    []Leg          // in the order of the ledger

	ledger *deals.Ledger
	view   graph.View
	inside map[*deals.Leg][]*deals.Leg // that record a part of it
}

// Of counts the legs of a view on every rung. Keep says which arcs count; nil is all. The basis of the view does not matter.
//
// Errors are those of [graph.Build]. Cost: fifteen networks.
func Of(l *deals.Ledger, v graph.View, keep func(graph.Arc) bool) (*Ladder, error) {
	v.Basis = graph.Headline
	first, err := graph.Build(l, v)
	if err != nil {
		return nil, err
	}
	out := &Ladder{Network: first, ledger: l, view: first.View, inside: insideOf(l)}
	as := reading{view: first.View, known: l.LastDate(), cache: map[*deals.Leg]*[rungs * 2]*deals.Leg{}}
	var gross, net [rungs]map[*deals.Leg]graph.Arc
	for r := range rungs {
		v.Basis = r.basis()
		if gross[r], err = arcs(l, v, keep, as.use(r, true)); err != nil {
			return nil, err
		}
		if net[r], err = arcs(l, v, keep, as.use(r, false)); err != nil {
			return nil, err
		}
	}
	v.Basis = graph.Expected
	expected, err := arcs(l, v, keep, func(leg *deals.Leg) *deals.Leg { return leg })
	if err != nil {
		return nil, err
	}
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			a, ok := gross[Announced][leg]
			if !ok {
				continue
			}
			one := Leg{Leg: leg, From: a.From, To: a.To, Public: as.public(leg), Status: leg.History().At(as.view.AsOf, as.known).Status}
			for r := range rungs {
				one.Gross[r] = countOf(gross[r], leg)
				one.Net[r] = countOf(net[r], leg)
				if one.Gross[r].Counts && !one.Net[r].Counts { // all of it is counted in the deals inside it
					one.Net[r] = Count{Counts: true, Known: true, Estimate: one.Gross[r].Estimate}
				}
			}
			one.Expected = countOf(expected, leg)
			out.Legs = append(out.Legs, one)
		}
	}
	v.Basis, v.Settlements, v.Where, v.Parties = graph.Headline, nil, "", nil // what took its place may be settled otherwise
	everything, err := arcs(l, v, nil, as.use(Announced, true))
	if err != nil {
		return nil, err
	}
	out.replace(everything)
	return out, nil
}

// arcs are those of a network by leg.
func arcs(l *deals.Ledger, v graph.View, keep func(graph.Arc) bool, use func(*deals.Leg) *deals.Leg) (map[*deals.Leg]graph.Arc, error) {
	n, err := graph.BuildAs(l, v, use)
	if err != nil {
		return nil, fmt.Errorf("count the %s basis: %w", v.Basis, err)
	}
	out := make(map[*deals.Leg]graph.Arc, n.Size())
	for a := range n.Arcs() {
		if keep == nil || keep(a) {
			out[a.Leg] = a
		}
	}
	return out, nil
}

func countOf(arcs map[*deals.Leg]graph.Arc, leg *deals.Leg) Count {
	a, ok := arcs[leg]
	return Count{Minor: a.Amount, Counts: ok, Known: a.Known, NoRate: a.NoRate, Estimate: a.Estimate}
}

// insideOf are the legs that record a part of a leg.
func insideOf(l *deals.Ledger) map[*deals.Leg][]*deals.Leg {
	out := map[*deals.Leg][]*deals.Leg{}
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			for _, w := range leg.Overlaps() {
				for _, whole := range l.Legs(w.Ref) {
					out[whole] = append(out[whole], leg)
				}
			}
		}
	}
	return out
}

// reading has legs as the rungs count them.
type reading struct {
	view  graph.View
	known deals.Date // the ledger's last day
	cache map[*deals.Leg]*[rungs * 2]*deals.Leg
}

// use has legs as a rung counts them: gross lie within no other.
func (as reading) use(r Rung, gross bool) func(*deals.Leg) *deals.Leg {
	at := 2 * r
	if gross {
		at++
	}
	return func(l *deals.Leg) *deals.Leg {
		known := as.cache[l]
		if known == nil {
			known = &[rungs * 2]*deals.Leg{}
			as.cache[l] = known
		}
		if known[at] == nil {
			known[at] = as.read(l, r, gross)
		}
		return known[at]
	}
}

func (as reading) read(l *deals.Leg, r Rung, gross bool) *deals.Leg {
	out := l
	if r == Announced {
		out = unended(out, as.view, as.known)
	}
	if r == Floor && l.Exit != nil {
		c := *out
		c.Exit = nil
		out = &c
	}
	if gross && len(l.Overlaps()) > 0 {
		c, d := *out, *out.Deal
		c.Within, d.Within = nil, nil
		c.Deal = &d
		out = &c
	}
	return out
}

// unended is a leg as if it had not ended. One that was not there yet, or of which the ledger knows nothing but its end, is as it
// is.
func unended(l *deals.Leg, v graph.View, known deals.Date) *deals.Leg {
	h := l.History()
	if !h.Last().Status.Ended() || h.At(v.AsOf, known).Status == deals.StatusUnknown {
		return l
	}
	var stands deals.History
	for _, s := range h {
		if !s.Status.Ended() {
			stands = append(stands, s)
		}
	}
	if len(stands) == 0 {
		return l
	}
	c := *l
	c.Status = stands
	return &c
}

// public is when a leg became public: its first step that the headline basis counts. A step without a date came with the one
// after it.
func (as reading) public(l *deals.Leg) deals.Date {
	h := l.History()
	i := slices.IndexFunc(h, func(s deals.Step) bool {
		return s.Status.Live() && (s.Status != deals.Rumoured || as.view.Rumours)
	})
	if i < 0 {
		return deals.Date{}
	}
	for _, s := range h[i:] {
		if !s.Date.IsZero() {
			return s.Date
		}
	}
	return deals.Date{}
}

// replace finds what took the place of legs that ended, and how much of what they lose was announced again: at most what those in
// their place announced, which no two of them share. Those between the same parties are preferred.
func (l *Ladder) replace(announced map[*deals.Leg]graph.Arc) {
	by := map[*deals.Leg][]*deals.Leg{}
	room := make(map[*deals.Leg]int64, len(announced))
	for _, d := range l.ledger.Deals {
		for _, leg := range d.Legs {
			a, ok := announced[leg]
			if !ok {
				continue
			}
			room[leg] = a.Amount
			for _, ref := range leg.Ends() {
				for _, old := range l.ledger.Legs(ref) {
					by[old] = append(by[old], leg)
				}
			}
		}
	}
	for i := range l.Legs {
		old := &l.Legs[i]
		if !old.Status.Ended() {
			continue
		}
		old.By = sameEnds(by[old.Leg], old.Leg)
		lost := old.Gross[Announced].Minor - old.Gross[Headline].Minor
		for _, leg := range old.By {
			part := min(lost-old.Carried, room[leg])
			old.Carried += part
			room[leg] -= part
			old.Open = old.Open || !announced[leg].Known
		}
		old.Open = old.Open && old.Carried < lost
	}
}

// sameEnds are the legs with the payer and payee of another, or else all of them.
func sameEnds(legs []*deals.Leg, as *deals.Leg) []*deals.Leg {
	var out []*deals.Leg
	for _, l := range legs {
		if l.From == as.From && l.To == as.To {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return legs
	}
	return out
}

// Lost is what has gone of the announced amount of a leg without being announced again.
func (l Leg) Lost() int64 { return l.Gross[Announced].Minor - l.Gross[Headline].Minor - l.Carried }
