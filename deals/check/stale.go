package check

import (
	"fmt"

	"dealgraph/deals"
)

// oldDays is after how many days a record that waits for news is stale; a quarter is what it takes to report a figure.
const (
	oldDays    = 365
	reportDays = 92
)

// findStaleDeals looks for deals that have waited for a step for more than a year, seen from the last day of the ledger:
// rumours, intents, and announcements of which nothing was heard.
func findStaleDeals(l *deals.Ledger, report reporter) {
	today := l.LastDate()
	legs(l, func(leg *deals.Leg) {
		step := last(leg)
		seen := step.Date.Last()
		if step.Status > deals.Announced || seen.IsZero() || len(leg.Paid) > 0 || saidBefore(leg) {
			return
		}
		if waits := seen.DaysUntil(today); waits > oldDays {
			report(aboutLeg(leg), step.Pos, fmt.Sprintf("%s has been %s since %s, %d days before the ledger ends on %s", holder(leg), step.Status, step.Date, waits, today), "look what became of it: add the step, or “lapsed” with the day by which it had")
		}
	})
}

// holder names what has the status of a leg: the leg, or its deal for all of its legs.
func holder(leg *deals.Leg) string {
	if len(leg.Status) > 0 {
		return leg.Ref().String()
	}
	return string(leg.Deal.ID)
}

// saidBefore reports whether the status of a leg is that of its deal, and so was looked at with the first leg that has it.
func saidBefore(leg *deals.Leg) bool {
	if len(leg.Status) > 0 {
		return false
	}
	for _, first := range leg.Deal.Legs {
		if len(first.Status) == 0 {
			return first != leg
		}
	}
	return false
}

// findTermOver looks for terms that have ended under a deal that goes on, and for deals that begin after their own end.
func findTermOver(l *deals.Ledger, report reporter) {
	today := l.LastDate()
	legs(l, func(leg *deals.Leg) {
		end, first, step := leg.Term.End.Last(), leg.History()[0], last(leg)
		switch {
		case end.IsZero():
		case first.Date.First().After(end):
			report(aboutLeg(leg), leg.At("term"), fmt.Sprintf("%s was %s on %s, after its term had ended: %s", leg.Ref(), first.Status, first.Date, leg.Term), "correct the term or the day")
		case step.Status.Live() && step.Status != deals.Completed && end.Before(today):
			report(aboutLeg(leg), leg.At("term"), fmt.Sprintf("%s is %s, but its term %s ended before the ledger does, on %s", leg.Ref(), step.Status, leg.Term, today), "add the step: completed, lapsed, or the deal that renewed it")
		}
	})
}

// recurring are the metrics that a party reports again and again, so that an old one is out of date.
var recurring = map[string]bool{
	"revenue": true, "outside_revenue": true, "cash": true, "debt": true, "equity": true, "free_cash_flow": true,
	"operating_cost": true, "capex": true, "burn": true,
}

// series are the facts of a party with one metric.
type series struct {
	party  deals.PartyID
	metric string
}

// findStaleFacts looks for recurring metrics whose latest actual is more than a year older than the ledger, and for what was
// guided or forecast for a time that has passed, without an actual that reaches as far.
func findStaleFacts(l *deals.Ledger, report reporter) {
	today := l.LastDate()
	latest := map[series]*deals.Fact{}
	for _, f := range l.Facts {
		if f.Party == "" || f.Nature != deals.Actual || f.Period.Last.IsZero() {
			continue
		}
		k := series{f.Party, f.Metric}
		if old := latest[k]; old == nil || f.Period.Last.After(old.Period.Last) {
			latest[k] = f
		}
	}
	for _, f := range l.Facts {
		k := series{f.Party, f.Metric}
		actual, end := latest[k], f.Period.Last
		switch {
		case end.IsZero() || f.Party == "" || !recurring[f.Metric]:
		case actual == f && end.DaysUntil(today) > oldDays+reportDays:
			report(aboutFact(l, f), f.Pos, fmt.Sprintf("the latest %s of %s is that of %s, %d days before the ledger ends on %s", f.Metric, f.Party, f.Period, end.DaysUntil(today), today), "add a newer one")
		case f.Nature != deals.Actual && end.DaysUntil(today) > reportDays && (actual == nil || actual.Period.Last.Before(end)):
			report(aboutFact(l, f), f.Pos, fmt.Sprintf("the %s of %s %s for %s has no actual figure after it, though the ledger ends on %s", f.Metric, f.Party, said(f.Nature), f.Period, today), "add what it came to")
		}
	}
}

func said(n deals.Nature) string {
	if n == deals.Guided {
		return "guided"
	}
	return "forecast"
}
