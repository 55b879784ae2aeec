package deals

import (
	"maps"
	"slices"
)

// Status is a rung of the ladder a deal climbs, or one of its three ends.
type Status int

// The ladder, lowest first, then the ends.
const (
	StatusUnknown Status = iota
	Rumoured
	Proposed // a letter of intent
	Announced
	Signed
	Active
	Completed
	Lapsed
	Terminated
	Superseded
)

var statusNames = [...]string{"", "rumoured", "proposed", "announced", "signed", "active", "completed", "lapsed", "terminated", "superseded"}

var statusMeanings = [...]string{
	"",
	"somebody says so; no party has confirmed it",
	"a letter of intent or term sheet: not binding",
	"the parties made it public; binding terms are not known",
	"a definitive agreement",
	"a contract under which the parties already perform",
	"done: nothing is left to pay or deliver",
	"ran out without being carried through",
	"ended by a party",
	"replaced by a later deal",
}

var statusAliases = map[string]Status{
	"loi": Proposed, "letter of intent": Proposed, "letter_of_intent": Proposed, "rumored": Rumoured, "rumor": Rumoured, "rumour": Rumoured,
	"definitive": Signed, "closed": Completed, "done": Completed, "cancelled": Terminated, "canceled": Terminated, "amended": Superseded,
	"term sheet": Proposed, "mou": Proposed,
}

// Statuses lists the ladder and the ends in order.
func Statuses() []Status {
	return []Status{Rumoured, Proposed, Announced, Signed, Active, Completed, Lapsed, Terminated, Superseded}
}

// String is the word a ledger uses.
func (s Status) String() string { return statusNames[s] }

// Meaning says in one line what the status stands for.
func (s Status) Meaning() string { return statusMeanings[s] }

// Aliases are other words for the status that the reader takes, in alphabetical order: loi for proposed. Their case does not
// matter, and _ or - may stand for a space.
func (s Status) Aliases() []string {
	var out []string
	for _, alias := range slices.Sorted(maps.Keys(statusAliases)) {
		if statusAliases[alias] == s {
			out = append(out, alias)
		}
	}
	return out
}

// Live reports whether a deal in this state still stands: on the ladder, completed included.
func (s Status) Live() bool { return s >= Rumoured && s <= Completed }

// Binding reports whether the parties are bound: signed, active or completed.
func (s Status) Binding() bool { return s >= Signed && s <= Completed }

// Ended reports whether the deal lapsed, was terminated or superseded.
func (s Status) Ended() bool { return s >= Lapsed }

// Step is a status and the day it was reached.
type Step struct {
	Status Status
	Date   Date // zero: the day is not known
	Pos    Pos

	Implied bool // not written down: it follows from the supersedes of another deal
}

// History is the dated way of a deal, oldest step first.
type History []Step

// At is the state on a day: the last step certainly reached by then. An imprecise date counts as reached when its last
// day has passed, so that an early view never shows what may have come later. A step without a date counts together with
// the step after it, or, when it is the last one, from known (the day the ledger was last brought up to date); a history
// whose every step is undated always stands.
//
// It returns the zero Step when nothing had been reached.
func (h History) At(day Date, known Date) Step {
	var at Step
	for i, s := range h {
		reached := false
		switch {
		case !s.Date.IsZero():
			reached = !s.Date.Last().After(day)
		case i == 0:
			reached = h.undated() || h.nextDated(i, day)
		default:
			reached = h.nextDated(i, day) || !known.After(day)
		}
		if reached {
			at = s
		}
	}
	return at
}

// Possible is the state that a day can have seen: the last step that can have been taken by then. Where At waits for the last
// day of an imprecise date, Possible takes the first: a step made "by" a day can have followed at once on the one before it. A
// first step made "by" a day, a step without a date, and an end count as in At.
func (h History) Possible(day Date, known Date) Step {
	at := h.At(day, known)
	var begun Date // the first day on which the steps so far can have been taken
	for i, s := range h {
		first := s.Date.First()
		switch {
		case s.Date.IsZero() || s.Status.Ended():
			continue
		case s.Date.By && i == 0:
			first = s.Date.Last()
		}
		if first.After(begun) {
			begun = first
		}
		if begun.After(day) {
			break
		}
		if s.Status > at.Status {
			at = s
		}
	}
	return at
}

func (h History) undated() bool {
	for _, s := range h {
		if !s.Date.IsZero() {
			return false
		}
	}
	return true
}

func (h History) nextDated(i int, day Date) bool {
	for _, s := range h[i+1:] {
		if !s.Date.IsZero() {
			return !s.Date.Last().After(day)
		}
	}
	return false
}

// Last is the latest step; the zero Step of an empty history.
func (h History) Last() Step {
	if len(h) == 0 {
		return Step{}
	}
	return h[len(h)-1]
}
