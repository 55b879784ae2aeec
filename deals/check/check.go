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

// Check is one thing to look for. [Explain] tells more about each.
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
	Accepted bool // a tag of the ledger, ok/NAME, says that this is so on purpose
	*deals.Error
}

// reporter takes what a check finds: what it is about, where it stands, what is the matter and the way out.
type reporter func(about subject, pos deals.Pos, msg, hint string)

// All lists the checks in the order of their names.
func All() []Check {
	all := []Check{
		{nameAccepted, SeverityWarning, "every tag ok/NAME names a check, and one that finds something there", nil},
		{"binding", SeverityWarning, "what its own words call a letter of intent or not binding is not recorded as signed", findNotBinding},
		{"ceiling", SeverityWarning, "what its own words call “up to” is not recorded as an exact amount", findCeilings},
		{"characters", SeverityWarning, "texts hold no invisible or direction-changing characters, and words no look-alike letters", findCharacters},
		{"claim", SeverityNote, "the amount in use is the one written in the leg, not that of a better source", findClaims},
		{"conflict", SeverityNote, "sources of one rank, and facts of one period, agree but for rounding", findConflicts},
		{nameControl, SeverityWarning, "the deals come to what documents disclose, within the tolerance", nil},
		{nameOpenControl, SeverityNote, "deals that are undisclosed or have no term leave no disclosed total open", nil},
		{"direction", SeverityWarning, "a leg points the way its title says: from the investor, buyer or lender", findDirections},
		{"duplicate", SeverityWarning, "no deal is recorded twice under two ids", findDuplicates},
		{"far-date", SeverityWarning, "no status is dated years after all the rest of the ledger", findFarDates},
		{"look-alike", SeverityWarning, "no two parties, and no two deals, have names that look the same", findLookAlikes},
		{"near-miss", SeverityWarning, "a party that is only named in a deal is not another spelling of one that is described", findNearMisses},
		{"obligor", SeverityWarning, "only a guarantee covers an obligor, and not the guarantor's own debt", findObligors},
		{"order", SeverityWarning, "nothing is paid or met before the deal, or after its end", findOrder},
		{"overlap", SeverityWarning, "what is counted once is tied once, and to a deal it can be part of", findOverlaps},
		{"paid", SeverityWarning, "no more is paid than the deal comes to", findOverpaid},
		{"rate", SeverityWarning, "amounts in another currency can be converted into US dollars", findRates},
		{"recourse", SeverityNote, "a guarantee names whose debt it covers", findRecourse},
		{"scale", SeverityWarning, "no amount is a thousand times another that should be near it, or far beyond its payer", findScale},
		{"schedule", SeverityWarning, "a schedule has a term, lies in it, and adds up to the amount where it is explicit", findSchedules},
		{"self-deal", SeverityWarning, "a leg has two different parties", findSelfDeals},
		{"settlement", SeverityWarning, "a warrant moves shares and a guarantee moves nothing until it is called", findSettlements},
		{"source", SeverityWarning, "every deal, claim, fact and control says where it was read", findSources},
		{"source-date", SeverityWarning, "a source is not older than what it is said to show", findSourceDates},
		{"stale", SeverityWarning, "no deal has stood for a year as a rumour, an intent or an announcement", findStaleDeals},
		{"stale-fact", SeverityNote, "facts are no older than a year, and what was forecast is followed by what happened", findStaleFacts},
		{"term-over", SeverityWarning, "a deal whose term has ended is completed or ended, and began before", findTermOver},
		{"tranches", SeverityWarning, "the tranches come to no more than the amount", findTranches},
		{"undated", SeverityWarning, "every deal has a dated status, so that it can be left out of an earlier view", findUndated},
		{"undescribed", SeverityNote, "every party that a deal names is described under parties", findUndescribed},
		{"units", SeverityWarning, "the facts of one metric of a party are in one unit", findUnits},
		{"within", SeverityWarning, "what lies within a deal is no larger than that deal, each part and all together", findWithin},
		{"yearly", SeverityWarning, "the amount of a deal of several years is the total, not that of one year", findYearly},
	}
	slices.SortFunc(all, func(a, b Check) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Run applies checks to a ledger that was read without errors. The findings are sorted by file, line, column and check and
// carry the text of their lines; those that the ledger accepts are among them, marked. To the checks of controls belongs what
// was found about these; see [Controlled].
//
// Cost: O(size of the ledger · log) and, for near misses, undescribed × described parties up to a few million comparisons.
func Run(l *deals.Ledger, checks []Check, controls ...Controlled) []Finding {
	var out []Finding
	accepted := newAcceptances(l, checks)
	report := func(c Check) reporter {
		return func(about subject, pos deals.Pos, msg, hint string) {
			e := &deals.Error{Pos: pos, Code: c.Name, Msg: msg, Hint: hint}
			out = append(out, Finding{c.Name, c.Severity, accepted.by(about, c.Name), e})
		}
	}
	for _, c := range checks {
		if c.find != nil {
			c.find(l, report(c))
		}
		findControls(c, controls, report(c))
	}
	for _, c := range checks {
		if c.Name == nameAccepted {
			accepted.judge(report(c))
		}
	}
	Sort(out)
	errs := make([]*deals.Error, len(out))
	for i, f := range out {
		errs[i] = f.Error
	}
	l.AttachLines(errs)
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
