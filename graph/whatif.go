package graph

import (
	"slices"

	"github.com/expr-lang/expr/vm"

	"dealgraph/deals"
)

// WhatIf says what a view would count if a leg were as another source has it.
//
// Overlaps are settled as in [Build], among the legs that the leg is tied to by them; the rest of the ledger cannot change.
// When a deal supersedes another, the day on which it does stays as it was read.
type WhatIf struct {
	ledger *deals.Ledger
	view   View
	where  *vm.Program
	tied   map[*deals.Leg][]*deals.Leg // by overlaps, both ways
	place  map[*deals.Leg]int          // in the ledger, of those that are tied
}

// Sum is what legs come to on the basis of a view: minor units of its currency, and how many of the legs are undisclosed.
type Sum struct {
	Minor   int64
	Unknown int
}

// NewWhatIf prepares to ask what a view would count. Errors are those of [Build]. Cost: O(legs).
func NewWhatIf(l *deals.Ledger, v View) (*WhatIf, error) {
	where, err := compileWhere(v.Where)
	if err != nil {
		return nil, err
	}
	b := newBuilder(l, v)
	if err := b.parties(); err != nil {
		return nil, err
	}
	w := &WhatIf{ledger: l, view: v, where: where, tied: map[*deals.Leg][]*deals.Leg{}, place: map[*deals.Leg]int{}}
	for leg := range allLegs(l) {
		for _, o := range leg.Overlaps() {
			for _, whole := range l.Legs(o.Ref) {
				w.tied[leg] = append(w.tied[leg], whole)
				w.tied[whole] = append(w.tied[whole], leg)
			}
		}
	}
	at := 0
	for leg := range allLegs(l) {
		if w.tied[leg] != nil {
			w.place[leg] = at
		}
		at++
	}
	return w, nil
}

// View is the view that is asked about, as it was given.
func (w *WhatIf) View() View { return w.view }

// Change counts the leg and all legs tied to it as they are, and as they would be if the leg were another; see
// [deals.Leg.Adopting]. The difference of the two is the change of the view's total. The error is a [*WhereError]. Cost: that
// of building a network of these legs.
func (w *WhatIf) Change(leg, adopting *deals.Leg) (before, after Sum, err error) {
	group := w.group(leg)
	if before, err = w.sum(group, asIs); err != nil {
		return Sum{}, Sum{}, err
	}
	after, err = w.sum(group, func(l *deals.Leg) *deals.Leg {
		if l == leg {
			return adopting
		}
		return l
	})
	return before, after, err
}

// group are the legs that are tied to a leg, in the order of the ledger.
func (w *WhatIf) group(leg *deals.Leg) []*deals.Leg {
	group := []*deals.Leg{leg}
	seen := map[*deals.Leg]bool{leg: true}
	for i := 0; i < len(group); i++ {
		for _, next := range w.tied[group[i]] {
			if !seen[next] {
				seen[next] = true
				group = append(group, next)
			}
		}
	}
	slices.SortFunc(group, func(a, b *deals.Leg) int { return w.place[a] - w.place[b] })
	return group
}

// sum counts legs, each as use has it, settles their overlaps and adds up those that the view lets through.
func (w *WhatIf) sum(group []*deals.Leg, use func(*deals.Leg) *deals.Leg) (Sum, error) {
	b := newBuilder(w.ledger, w.view)
	b.of, b.use = slices.Values(group), use
	if err := b.parties(); err != nil {
		return Sum{}, err
	}
	b.countLegs()
	b.settleOverlaps()
	var out Sum
	for i := range b.legs {
		n := &b.legs[i]
		in, err := w.in(&b, n)
		switch {
		case err != nil:
			return Sum{}, err
		case !in:
		case n.known:
			out.Minor = sum(out.Minor, n.minor)
		default:
			out.Unknown++
		}
	}
	return out, nil
}

// in reports whether the filters of the view let a counted leg through.
func (w *WhatIf) in(b *builder, n *counted) (bool, error) {
	l := n.leg
	from, to := b.group(l.From), b.group(l.To)
	switch {
	case len(b.view.Settlements) > 0 && !slices.Contains(b.view.Settlements, l.Settlement),
		from == to && l.From != l.To,
		!b.touches(l):
		return false, nil
	case w.where == nil:
		return true, nil
	}
	a := Arc{Leg: b.use(l), Status: n.status, Amount: n.minor, Known: n.known, Estimate: n.estimate}
	return runWhere(w.where, candidate(a, w.ledger.PartyByID(from), w.ledger.PartyByID(to)))
}
