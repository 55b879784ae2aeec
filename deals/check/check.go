package check

import (
	"cmp"
	"slices"

	"dealgraph/deals"
)

// Severity says how much a finding matters.
type Severity string

// The severities, gravest first.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
)

// Check is one thing to look for.
type Check struct {
	Name     string
	Severity Severity
	Meaning  string // one line, for people
	find     func(*deals.Ledger, reporter)
}

// Finding is one thing found.
type Finding struct {
	Check    string
	Severity Severity
	*deals.Error
}

// reporter takes what a check finds.
type reporter func(pos deals.Pos, msg, hint string)

// All lists the checks in the order of their names.
func All() []Check {
	all := []Check{
		{"source", SeverityWarning, "every deal, claim, fact and control says where it was read", findSources},
		{"undated", SeverityWarning, "every deal has a dated status, so that it can be left out of an earlier view", findUndated},
		{"undescribed", SeverityNote, "every party that a deal names is described under parties", findUndescribed},
		{"near-miss", SeverityWarning, "a party that is only named in a deal is not another spelling of one that is described", findNearMisses},
		{"self-deal", SeverityWarning, "a leg has two different parties", findSelfDeals},
		{"obligor", SeverityWarning, "only a guarantee covers an obligor, and not the guarantor's own debt", findObligors},
		{"paid", SeverityWarning, "no more is paid than the deal comes to", findOverpaid},
		{"schedule", SeverityWarning, "a schedule has a term, lies in it, and adds up to the amount where it is explicit", findSchedules},
		{"tranches", SeverityWarning, "the tranches come to no more than the amount", findTranches},
		{"within", SeverityWarning, "what lies within a deal is no larger than that deal, each part and all together", findWithin},
		{"duplicate", SeverityWarning, "no deal is recorded twice under two ids", findDuplicates},
		{"claim", SeverityNote, "the amount in use is the one written in the leg, not that of a better source", findClaims},
		{"rate", SeverityWarning, "amounts in another currency can be converted into US dollars", findRates},
		{"characters", SeverityWarning, "texts hold no invisible or direction-changing characters, and words no look-alike letters", findCharacters},
	}
	slices.SortFunc(all, func(a, b Check) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Run applies checks to a ledger. The findings are sorted by file, line, column and check; those of one place stay apart.
// Cost: O(size of the ledger · log) and, for near misses, undescribed × described parties up to a few million comparisons.
func Run(l *deals.Ledger, checks []Check) []Finding {
	var out []Finding
	for _, c := range checks {
		c.find(l, func(pos deals.Pos, msg, hint string) {
			out = append(out, Finding{c.Name, c.Severity, &deals.Error{Pos: pos, Code: c.Name, Msg: msg, Hint: hint}})
		})
	}
	Sort(out)
	return out
}

// Sort puts findings in the order of their places.
func Sort(f []Finding) {
	slices.SortStableFunc(f, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Check, b.Check), cmp.Compare(a.Msg, b.Msg))
	})
}

// legs calls f for every leg of the ledger.
func legs(l *deals.Ledger, f func(*deals.Leg)) {
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			f(leg)
		}
	}
}
