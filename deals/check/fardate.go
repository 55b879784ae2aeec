package check

import (
	"fmt"
	"slices"

	"dealgraph/deals"
)

const (
	farYears = 5 // between a few dates and all the rest of a ledger
	restLegs = 5 // too few have no rest to be far from
)

// findFarDates finds years that a slip has put far off, as 2052 for 2025: those of at most a tenth of the legs that lie years
// after those of all others.
func findFarDates(l *deals.Ledger, report reporter) {
	var years []int
	legs(l, func(leg *deals.Leg) {
		if s := last(leg); !s.Date.IsZero() {
			years = append(years, int(s.Date.Year))
		}
	})
	slices.Sort(years)
	n, rest := len(years), 0
	for i := n - 1; i > 0 && n-i <= max(1, n/10); i-- {
		if years[i]-years[i-1] > farYears {
			rest = years[i-1]
		}
	}
	if n < restLegs || rest == 0 {
		return
	}
	legs(l, func(leg *deals.Leg) {
		if s := last(leg); int(s.Date.Year) > rest {
			report(aboutLeg(leg), leg.Pos, fmt.Sprintf("%s is %s %s, but all the rest of the ledger is of %d or before", leg.Ref(), s.Status, s.Date, rest),
				"correct the year: views of today would be of that day")
		}
	})
}
