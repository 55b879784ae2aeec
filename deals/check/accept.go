package check

import (
	"fmt"
	"strings"

	"dealgraph/deals"
)

// A keeper who has looked at a finding and knows it to be right says so in the ledger: the tag ok/NAME on a leg, a deal, a
// party or a control accepts what the check of that name finds about it. On a deal it holds for all legs, on a party for all its
// facts. An accepted finding is still found and counted, but no longer held against the ledger.
const acceptPrefix = "ok/"

// nameAccepted is the check that looks over the acceptances themselves: it comes after all others, and cannot be accepted.
const nameAccepted = "accepted"

// subject is what a finding is about: what its tags accept is accepted. A finding about two things is about the later one.
type subject struct {
	leg     *deals.Leg
	deal    *deals.Deal
	party   *deals.Party
	control *deals.Control
}

func aboutLeg(l *deals.Leg) subject { return subject{leg: l, deal: l.Deal} }

// aboutDeal is about a deal; one of a single leg carries its tags there.
func aboutDeal(d *deals.Deal) subject {
	if len(d.Legs) == 1 {
		return aboutLeg(d.Legs[0])
	}
	return subject{deal: d}
}

func aboutParty(p *deals.Party) subject { return subject{party: p} }
func aboutNothing() subject             { return subject{} }
func aboutFact(l *deals.Ledger, f *deals.Fact) subject {
	return subject{party: l.PartyByID(f.Party)}
}

// acceptance is a tag and what carries it: a leg, a deal, a party or a control.
type acceptance struct {
	owner any
	check string
}

// acceptances are the tags of a ledger that accept findings, and how many findings each accepted.
type acceptances struct {
	used  map[acceptance]int
	order []acceptance // as they stand in the ledger
	pos   []deals.Pos  // where, by order
	about []string     // what carries it, in words, by order
	ran   map[string]bool
}

func newAcceptances(l *deals.Ledger, checks []Check) *acceptances {
	a := &acceptances{used: map[acceptance]int{}, ran: map[string]bool{}}
	for _, c := range checks {
		a.ran[c.Name] = true
	}
	for _, p := range l.Parties {
		a.add(p, p.Tags, p.Pos, fmt.Sprintf("party %q", p.ID))
	}
	for _, d := range l.Deals {
		a.add(d, d.Tags, d.Pos, string(d.ID))
		for _, leg := range d.Legs {
			a.add(leg, leg.Tags, leg.At("tags"), leg.Ref().String())
		}
	}
	for _, c := range l.Controls {
		a.add(c, c.Tags, c.Pos, fmt.Sprintf("control %q of %q", c.Metric, c.Party))
	}
	return a
}

func (a *acceptances) add(owner any, tags []string, pos deals.Pos, about string) {
	for _, t := range tags {
		name, ok := strings.CutPrefix(t, acceptPrefix)
		if !ok {
			continue
		}
		one := acceptance{owner, strings.TrimSpace(name)}
		if _, again := a.used[one]; !again {
			a.used[one] = 0
			a.order, a.pos, a.about = append(a.order, one), append(a.pos, pos), append(a.about, about)
		}
	}
}

// by reports whether a tag accepts what a check found about a subject, and notes that the tag is of use.
func (a *acceptances) by(s subject, check string) bool {
	if check == nameAccepted || len(a.used) == 0 {
		return false
	}
	found := false
	see := func(owner any) {
		one := acceptance{owner, check}
		if n, ok := a.used[one]; ok {
			a.used[one] = n + 1
			found = true
		}
	}
	if s.leg != nil {
		see(s.leg)
	}
	if s.deal != nil {
		see(s.deal)
	}
	if s.party != nil {
		see(s.party)
	}
	if s.control != nil {
		see(s.control)
	}
	return found
}

// judge reports tags that accept nothing: there is no such check, or it found nothing there. Of checks that did not run
// nothing is known.
func (a *acceptances) judge(report reporter) {
	var names []string
	known := map[string]bool{}
	for _, c := range All() {
		if c.Name != nameAccepted {
			names, known[c.Name] = append(names, c.Name), true
		}
	}
	for i, one := range a.order {
		switch {
		case !known[one.check]:
			hint := "dealgraph check --list has their names"
			if s, ok := deals.Suggest(one.check, names); ok {
				hint = fmt.Sprintf("did you mean %q?", acceptPrefix+s)
			}
			report(aboutNothing(), a.pos[i], fmt.Sprintf("the tag %s of %s names no check", short(acceptPrefix+one.check), a.about[i]), hint)
		case a.ran[one.check] && a.used[one] == 0:
			report(aboutNothing(), a.pos[i], fmt.Sprintf("the tag %q of %s accepts nothing: that check finds nothing here", acceptPrefix+one.check, a.about[i]), "remove it, so that it hides nothing later")
		}
	}
}
