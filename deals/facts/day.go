package facts

import (
	"regexp"

	"dealgraph/deals"
)

// Dated says since when a fact counts.
type Dated struct {
	Day deals.Date // the last day it may be; zero: it has none, and counts on every day
	By  string     // what tells it: "period", "source" or "note"; "" if nothing does
}

// monthInNote is a month and a year in words.
var monthInNote = regexp.MustCompile(`\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b`)

// DatedOf says since when f counts: an actual fact from the end of its period, an expectation from the day of its source or the
// one month that its note names.
func DatedOf(f *deals.Fact) Dated {
	if f.Nature == deals.Actual {
		if f.Period.Last.IsZero() {
			return Dated{}
		}
		return Dated{f.Period.Last, "period"}
	}
	if d := f.Source.Date.Last(); !d.IsZero() {
		return Dated{d, "source"}
	}
	if months := monthInNote.FindAllString(f.Note, 2); len(months) == 1 {
		if p := deals.ParsePeriod(months[0]); !p.Last.IsZero() {
			return Dated{p.Last, "note"}
		}
	}
	return Dated{}
}

// Counts reports whether what is so dated counts on a day. On the zero day everything does.
func (d Dated) Counts(asOf deals.Date) bool {
	return d.Day.IsZero() || asOf.IsZero() || !d.Day.After(asOf.Last())
}

// LastDay is the day on which facts are read unless another is asked for: the last date of the deals of the ledger, or without
// any the last day since which a fact counts.
func LastDay(l *deals.Ledger) deals.Date {
	last := l.LastDate()
	if !last.IsZero() {
		return last
	}
	for _, f := range l.Facts {
		if d := DatedOf(f).Day; !d.IsZero() && (last.IsZero() || d.After(last)) {
			last = d
		}
	}
	return last
}

// monthsBetween counts the months from the month of a to that of b.
func monthsBetween(a, b deals.Date) int {
	return 12*(b.Year-a.Year) + int(b.Month) - int(a.Month)
}

// length is how many months a period covers, a part of one counted whole; 0 when either end is unknown.
func length(p deals.Period) int {
	if p.First.IsZero() || p.Last.IsZero() {
		return 0
	}
	return monthsBetween(p.First, p.Last) + 1
}
