package check

import (
	"fmt"

	"dealgraph/deals"
)

// findOrder looks for money and milestones outside the life of their deal: before its first dated step or after its end.
func findOrder(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		var begin, end deals.Step
		if h := leg.History(); !h[0].Date.IsZero() && h[0].Status != deals.StatusUnknown {
			begin = h[0]
		}
		if s := last(leg); s.Status.Ended() {
			end = s
		}
		see := func(day deals.Date, pos deals.Pos, what string) {
			switch {
			case day.IsZero() || day.By:
			case !begin.Date.First().IsZero() && day.Last().Before(begin.Date.First()):
				report(aboutLeg(leg), pos, fmt.Sprintf("%s of %s is of %s, before the deal was %s: %s", what, leg.Ref(), day, begin.Status, begin.Date), "correct the day, or put the earlier step in front of the status")
			case !end.Date.IsZero() && day.First().After(end.Date.Last()):
				report(aboutLeg(leg), pos, fmt.Sprintf("%s of %s is of %s, after the deal was %s: %s", what, leg.Ref(), day, end.Status, end.Date), "correct the day, or record what still ran as a deal of its own")
			}
		}
		for _, p := range leg.Paid {
			see(p.Date, p.Pos, "a payment")
		}
		for _, t := range leg.Tranches {
			see(t.Met, t.Pos, "a tranche")
		}
	})
}

// findSourceDates looks for sources that are older than what they are said to show: the last step of a deal, with every
// source of it from before; and the actual figure of a period that had not ended.
func findSourceDates(l *deals.Ledger, report reporter) {
	replaced := map[*deals.Leg]bool{} // the sources of what took their place tell how these ended
	legs(l, func(leg *deals.Leg) {
		for _, r := range leg.Ends() {
			for _, old := range l.Legs(r) {
				replaced[old] = true
			}
		}
	})
	legs(l, func(leg *deals.Leg) {
		step := last(leg)
		if step.Date.First().IsZero() || step.Status.Ended() && replaced[leg] {
			return
		}
		var newest deals.Date
		for _, s := range leg.AllSources() {
			if s.Date.IsZero() {
				return
			}
			newest = later(newest, s.Date.Last())
		}
		for _, c := range leg.Claims {
			newest = later(newest, c.Source.Date.Last())
		}
		if !newest.IsZero() && newest.Before(step.Date.First()) {
			report(aboutLeg(leg), leg.At("status"), fmt.Sprintf("%s is %s on %s, but its newest source is of %s", leg.Ref(), step.Status, step.Date, newest), "add the source that tells it, or correct the day")
		}
	})
	for _, f := range l.Facts {
		read := f.Source.Date.Last()
		if end := f.Period.Last; f.Nature == deals.Actual && !read.IsZero() && !end.IsZero() && read.AddDays(graceDays).Before(end) {
			report(aboutFact(l, f), f.Pos, fmt.Sprintf("%s, %s, %s is actual, but its source is of %s, before the period ended", f.Party, f.Metric, f.Period, f.Source.Date), "write nature: forecast or guided, or the period up to that day")
		}
	}
}

// graceDays is how much earlier than the end of its period a figure may be known: fiscal periods end with a week, not with
// the month that names them.
const graceDays = 31

func later(a, b deals.Date) deals.Date {
	if b.After(a) {
		return b
	}
	return a
}
