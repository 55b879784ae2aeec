package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dealgraph/deals"

	"golang.org/x/text/unicode/norm"
)

// shortestLook is the number of letters below which names are not compared: x1 and xl are told apart by whoever uses them.
const shortestLook = 3

// findLookAlikes compares what names look like: ids, names and aliases of parties, and the ids of deals. What differs only
// in case or width is no disguise; reading reports it where it names two parties.
func findLookAlikes(l *deals.Ledger, report reporter) {
	like := map[deals.PartyID]bool{} // parties that were reported
	seen := looked[*deals.Party]{}
	for _, p := range l.Parties {
		for _, name := range append([]string{string(p.ID), p.Name}, p.Aliases...) {
			if latin, ok := disguise(name); ok {
				report(aboutParty(p), p.Pos, fmt.Sprintf("%s looks like %q, but has none of its letters", escaped(name), latin), "write it in Latin letters, or keep it as an alias of a party with a Latin id")
				like[p.ID] = true
			}
			if other, theirs := seen.meet(p, name); other != nil && !like[p.ID] {
				report(aboutParty(p), p.Pos, fmt.Sprintf("%s of party %q looks like %s of party %q", escaped(name), p.ID, escaped(theirs), other.ID), "if it is one party, write it alike everywhere; if not, add what tells the two apart")
				like[p.ID] = true
			}
		}
	}
	ids := looked[*deals.Deal]{}
	for _, d := range l.Deals {
		other, theirs := ids.meet(d, string(d.ID))
		if other != nil && !namesAny(d, like) && !namesAny(other, like) {
			report(aboutDeal(d), d.Pos, fmt.Sprintf("the id %s looks like that of deal %s", escaped(string(d.ID)), escaped(theirs)), "choose ids that nobody confuses: within and supersedes name deals by them")
		}
	}
}

// looked holds names by what they look like.
type looked[T comparable] map[string]lookedName[T]

type lookedName[T comparable] struct {
	of   T
	name string
}

// meet adds a name and returns the first other one that looks like it and is not the same but for case and width.
func (l looked[T]) meet(of T, name string) (other T, theirs string) {
	if utf8.RuneCountInString(name) < shortestLook {
		return other, ""
	}
	for i, look := range looks(name) {
		key := string(rune('0'+i)) + look
		first, ok := l[key]
		switch {
		case !ok:
			l[key] = lookedName[T]{of, name}
		case first.of != of && plainest(first.name) != plainest(name):
			return first.of, first.name
		}
	}
	return other, ""
}

// plainest is a name without what people do not see as a difference: case, width, spaces and hyphens.
func plainest(s string) string {
	return bare.Replace(strings.ToLower(norm.NFKC.String(s)))
}

// namesAny reports whether a leg of the deal names one of the parties.
func namesAny(d *deals.Deal, parties map[deals.PartyID]bool) bool {
	for _, leg := range d.Legs {
		if parties[leg.From] || parties[leg.To] {
			return true
		}
	}
	return false
}

// escaped quotes a name and shows its letters outside ASCII by their numbers, since the eye cannot tell them apart.
func escaped(s string) string {
	quoted := short(s)
	if ascii := fmt.Sprintf("%+q", s); len(ascii) != len(quoted) && len(ascii) < 80 {
		return quoted + " (" + strings.Trim(ascii, `"`) + ")"
	}
	return quoted
}
