package deals

import (
	"fmt"
)

// checkReferences checks within and supersedes: they lead to one place, not twice and never back. Then it ends what was
// superseded.
func (d *decoder) checkReferences() {
	if len(d.refs) == 0 {
		return
	}
	sound := d.refs[:0:0]
	for _, r := range d.refs {
		if d.checkReference(r) {
			sound = append(sound, r)
		}
	}
	d.checkTwice(sound)
	for _, key := range []string{"within", "supersedes"} {
		d.checkRings(sound, key)
	}
	if len(d.errs.list) == 0 { // the dates of histories that could not be read prove nothing
		d.endSuperseded(sound)
	}
}

// checkReference reports whether a reference leads to something else than itself and, within being a matter of money, to
// one leg.
func (d *decoder) checkReference(r reference) bool {
	targets := d.ledger.Legs(r.to)
	switch {
	case len(targets) == 0:
		d.dangling(r.to, r.pos, r.key)
	case r.to.Deal == r.deal.ID && (r.leg == nil || r.to.Leg == "" || r.to.Leg == r.leg.Name):
		d.fail(r.pos, r.key, fmt.Sprintf("%s refers to itself", quote(r.from().String())), "name the other deal, or one leg of it: deal#leg")
	case r.key == "within" && len(targets) > 1:
		d.fail(r.pos, r.key, fmt.Sprintf("deal %s has %d legs", quote(string(r.to.Deal)), len(targets)), legHint(targets))
	case r.part && r.leg == nil && len(r.deal.Legs) > 1:
		d.fail(r.pos, r.key, fmt.Sprintf("deal %s has %d legs, and the part would count for each", quote(string(r.deal.ID)), len(r.deal.Legs)), "write within at the leg that it is a part of")
	default:
		return true
	}
	return false
}

// from is who refers.
func (r reference) from() LegRef {
	if r.leg == nil {
		return LegRef{Deal: r.deal.ID}
	}
	return r.leg.Ref()
}

// legs are the legs that a reference speaks for.
func (r reference) legs() []*Leg {
	if r.leg == nil {
		return r.deal.Legs
	}
	return []*Leg{r.leg}
}

// checkTwice reports what says the same again: an overlap would be taken off twice.
func (d *decoder) checkTwice(refs []reference) {
	type pair struct {
		leg *Leg
		key string
		to  LegRef
	}
	seen := map[pair]bool{}
	for _, r := range refs {
		to := d.ledger.Legs(r.to)[0].Ref() // one spelling of "deal" and "deal#leg"
		if r.to.Leg == "" {
			to.Leg = ""
		}
		for _, l := range r.legs() {
			if seen[pair{l, r.key, to}] {
				d.fail(r.pos, r.key, fmt.Sprintf("%s of %s names %s twice", r.key, quote(l.Ref().String()), quote(r.to.String())), "remove one")
				break
			}
			seen[pair{l, r.key, to}] = true
		}
	}
}

// place is where references lead from and to: a leg, a deal as the sum of its legs, or what a deal says for all of them.
type place struct {
	deal *Deal
	leg  *Leg
	all  bool // the references that the deal makes for all its legs
}

// String names the place in a message.
func (p place) String() string {
	if p.leg != nil {
		return p.leg.Ref().String()
	}
	return string(p.deal.ID)
}

// checkRings reports references that lead back to where they come from. Cost: O(references + legs of the deals they name).
func (d *decoder) checkRings(refs []reference, key string) {
	from := map[place][]reference{}
	var roots []place
	for _, r := range refs {
		if r.key != key {
			continue
		}
		p := place{deal: r.deal, leg: r.leg, all: r.leg == nil}
		from[p] = append(from[p], r)
		if p.all {
			p = place{deal: r.deal, leg: r.deal.Legs[0]}
		}
		roots = append(roots, p)
	}
	target := func(r reference) place {
		if legs := d.ledger.Legs(r.to); len(legs) == 1 {
			return place{deal: legs[0].Deal, leg: legs[0]}
		}
		return place{deal: d.ledger.Deal(r.to.Deal)}
	}
	next := func(p place) []place {
		var out []place
		for _, r := range from[p] {
			out = append(out, target(r))
		}
		switch {
		case p.leg != nil && len(from[place{deal: p.deal, all: true}]) > 0:
			out = append(out, place{deal: p.deal, all: true})
		case p.leg == nil && !p.all:
			for _, l := range p.deal.Legs {
				out = append(out, place{deal: p.deal, leg: l})
			}
		}
		return out
	}
	rings(roots, next, func(ring []place) {
		var legs []place
		pos := Pos{}
		for i, p := range ring {
			if p.leg != nil {
				legs = append(legs, p)
			}
			for _, r := range from[p] {
				if pos == (Pos{}) && target(r) == ring[(i+1)%len(ring)] {
					pos = r.pos
				}
			}
		}
		d.fail(pos, key, fmt.Sprintf("%s leads back to where it comes from: %s", key, way(legs)), "break the ring")
	})
}

// endSuperseded gives superseded legs their dated end, when their own history does not tell one: the first day on which
// what replaces them was as firm as they are, or was announced. So a rumour ends no contract. Of several replacements the
// first counts.
func (d *decoder) endSuperseded(refs []reference) {
	type end struct {
		date Date
		pos  Pos
	}
	ends := map[*Leg]end{}
	var ended []*Leg
	for _, r := range refs {
		if r.key != "supersedes" {
			continue
		}
		for _, old := range d.ledger.Legs(r.to) {
			last := old.History().Last()
			if last.Status.Ended() {
				continue
			}
			date, ok := r.begins(min(last.Status, Announced))
			if !ok {
				continue
			}
			if !date.IsZero() && !last.Date.IsZero() && date.Last().Before(last.Date.First()) {
				d.fail(r.pos, "supersedes", fmt.Sprintf("%s (%s) is older than %s (%s), which it should replace", quote(r.from().String()), date, quote(old.Ref().String()), last.Date), "check which supersedes which")
				continue
			}
			known, twice := ends[old]
			if !twice {
				ended = append(ended, old)
			}
			if !twice || sooner(date, known.date) {
				ends[old] = end{date, r.pos}
			}
		}
	}
	for _, old := range ended {
		e := ends[old]
		end := Step{Status: Superseded, Date: e.date, Pos: e.pos, Implied: true}
		for _, l := range old.both() {
			if !l.History().Last().Status.Ended() {
				l.Status = append(append(History{}, l.History()...), end)
			}
		}
	}
}

// begins is the first day on which a leg that the reference speaks for was as firm as least; ok is false when none was. An
// unknown day comes last.
func (r reference) begins(least Status) (begin Date, ok bool) {
	for _, l := range r.legs() {
		for _, s := range l.History() {
			if s.Status < least || s.Status.Ended() {
				continue
			}
			if !ok || sooner(s.Date, begin) {
				begin = s.Date
			}
			ok = true
			break
		}
	}
	return begin, ok
}

// sooner reports whether a is known to have passed before b.
func sooner(a, b Date) bool {
	return !a.IsZero() && (b.IsZero() || a.Last().Before(b.Last()))
}
