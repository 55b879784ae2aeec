package check

import (
	"fmt"

	"dealgraph/deals"
)

// findOverlaps looks for ties between deals that count something twice or take off what was never in: a leg within two of
// which one lies within the other, within and supersedes to one deal, two deals in the place of the same one, and ties to
// deals of other parties.
func findOverlaps(l *deals.Ledger, report reporter) {
	nest := nesting{inside: map[*deals.Leg][]*deals.Leg{}}
	legs(l, func(leg *deals.Leg) {
		for _, o := range leg.Overlaps() {
			nest.inside[leg] = append(nest.inside[leg], l.Legs(o.Ref)...)
		}
	})
	heirs := map[*deals.Leg][]*deals.Leg{}
	legs(l, func(leg *deals.Leg) {
		overlaps, ends := leg.Overlaps(), leg.Ends()
		for _, o := range overlaps {
			for _, whole := range l.Legs(o.Ref) {
				nest.findTwice(leg, whole, o, report)
				if !shareParty(l, leg, whole) {
					report(aboutLeg(leg), o.Pos, fmt.Sprintf("%s lies within %s, with which it has no party in common", leg.Ref(), whole.Ref()), "check the reference; what is taken off there would be counted nowhere")
				}
			}
		}
		for _, r := range ends {
			old := l.Legs(r)
			for _, o := range overlaps {
				for _, whole := range l.Legs(o.Ref) {
					if contains(old, whole) {
						report(aboutLeg(leg), o.Pos, fmt.Sprintf("%s both lies within %s and supersedes it", leg.Ref(), whole.Ref()), "keep within if the other still stands, supersedes if this one took its place")
					}
				}
			}
			for _, old := range old {
				heirs[old] = append(heirs[old], leg)
			}
		}
	})
	findHeirs(l, heirs, report)
}

// nesting is what lies within what.
type nesting struct {
	inside map[*deals.Leg][]*deals.Leg // the legs that each lies within
	spent  int                         // steps of searches so far
	said   bool                        // that there were too many
}

// nestWork bounds the steps that searches through chains of overlaps take in all: a ledger has chains of two or three.
const nestWork = 2_000_000

// findTwice looks for a leg within a whole and within another that lies within that whole too.
func (n *nesting) findTwice(leg, whole *deals.Leg, o deals.Overlap, report reporter) {
	if n.spent > nestWork {
		if !n.said {
			n.said = true
			report(aboutLeg(leg), o.Pos, "from here on deals within deals are not searched: they nest too deep", "name the nearest deal alone")
		}
		return
	}
	for _, other := range n.inside[leg] {
		if other != whole && n.reaches(other, whole) {
			report(aboutLeg(leg), o.Pos, fmt.Sprintf("%s lies within %s and within %s, which lies within %s already", leg.Ref(), whole.Ref(), other.Ref(), whole.Ref()), "name the nearest alone: within: "+other.Ref().String())
			return
		}
	}
}

// reaches reports whether a leg lies within another, over any number of steps. Rings are refused when a ledger is read.
func (n *nesting) reaches(leg, whole *deals.Leg) bool {
	seen := map[*deals.Leg]bool{}
	var search func(*deals.Leg) bool
	search = func(at *deals.Leg) bool {
		if n.spent++; seen[at] {
			return false
		}
		seen[at] = true
		for _, next := range n.inside[at] {
			if next == whole || search(next) {
				return true
			}
		}
		return false
	}
	return search(leg)
}

// findHeirs looks for two live deals of the same parties and kind that took the place of one.
func findHeirs(l *deals.Ledger, heirs map[*deals.Leg][]*deals.Leg, report reporter) {
	legs(l, func(old *deals.Leg) {
		firsts := map[route]*deals.Leg{}
		for _, leg := range heirs[old] {
			key := route{leg.From, leg.To, leg.Kind}
			first := firsts[key]
			switch {
			case !last(leg).Status.Live():
			case first == nil:
				firsts[key] = leg
			case first.Deal != leg.Deal && !tied(leg, first):
				report(aboutLeg(leg), leg.At("supersedes"), fmt.Sprintf("%s and %s both supersede %s, and both stand", leg.Ref(), first.Ref(), old.Ref()), "if the later took the place of the earlier, let it supersede that one; if each took a part, accept it with the tag ok/overlap")
			}
		}
	})
}

func contains(legs []*deals.Leg, leg *deals.Leg) bool {
	for _, l := range legs {
		if l == leg {
			return true
		}
	}
	return false
}

// shareParty reports whether two legs have a payer or payee in common, or one that owns another.
func shareParty(l *deals.Ledger, a, b *deals.Leg) bool {
	of := map[deals.PartyID]bool{}
	for _, leg := range []*deals.Leg{a, b} {
		ids := []deals.PartyID{leg.From, leg.To}
		for _, id := range ids[:2] {
			if p := l.PartyByID(id); p != nil {
				for _, up := range p.Parents {
					ids = append(ids, up.ID)
				}
			}
		}
		for _, id := range ids {
			if leg == b && of[id] {
				return true
			}
			of[id] = of[id] || leg == a
		}
	}
	return false
}
