package check

import (
	"fmt"
	"regexp"

	"dealgraph/deals"
)

// findYearly looks for yearly sums recorded as totals: a text calls the amount yearly and the deal has several years, or
// nobody says how many; a claim, or a deal like this one, is as many times larger as the term has years; the quantity is
// per year.
func findYearly(l *deals.Ledger, report reporter) {
	near := map[route][]*deals.Leg{}
	legs(l, func(leg *deals.Leg) {
		n := years(leg.Term)
		if leg.Schedule.Profile == deals.Explicit || n == 1 {
			return
		}
		if findYearlyWords(leg, report) || findYearlyClaims(leg, n, report) {
			return
		}
		if q := leg.Quantity; q != nil && perYear.MatchString(q.Unit) {
			report(aboutLeg(leg), leg.At("quantity"), fmt.Sprintf("the quantity of %s is that of one year: %s", leg.Ref(), q), "write the quantity of the whole term, and in the note how it is spread")
		}
		findYearlyTwins(leg, n, near, report)
	})
}

var perYear = regexp.MustCompile(`(?i)/ ?(?:yr|year|a|annum)\b|\b(?:per|a|each) (?:year|annum)\b|\bannual|\byearly|年`)

func findYearlyWords(leg *deals.Leg, report reporter) bool {
	for _, w := range words(leg) {
		for _, f := range figures(w.text) {
			if !f.is(leg.Amount) || !f.yearly() {
				continue
			}
			over, hint := "but nothing says for how long", "write the total and its term, or the term of the one year that is meant"
			if !leg.Term.IsZero() {
				over, hint = "but its term is "+leg.Term.String(), "write the total of all years, or a schedule by years"
			}
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s is %s, which %s calls yearly, %s", leg.Ref(), leg.Amount, w.what, over), hint)
			return true
		}
	}
	return false
}

func findYearlyClaims(leg *deals.Leg, n int, report reporter) bool {
	for _, c := range leg.Claims {
		if n >= fewestYears && times(c.Amount, leg.Amount, n) {
			small, large := c.Amount, leg.Amount
			if small.Likely > large.Likely {
				small, large = large, small
			}
			report(aboutLeg(leg), c.Pos, fmt.Sprintf("%s is %s and its claim %s: %s is %d times %s, the years of the term %s", leg.Ref(), leg.Amount, c.Amount, large, n, small, leg.Term), "state the total in both, and in the note what is said per year")
			return true
		}
	}
	return false
}

// fewestYears is the shortest term for which a multiple of the years is no accident.
const fewestYears = 3

// nearDays is how far apart two records of one agreement may be dated.
const nearDays = 120

// route is who gives what to whom.
type route struct {
	from, to deals.PartyID
	kind     deals.Kind
}

// maxTwins bounds the deals of one route that a deal is compared with.
const maxTwins = 20

// findYearlyTwins compares a leg with those before it that look like it: one may be the year of the other's total.
func findYearlyTwins(leg *deals.Leg, n int, near map[route][]*deals.Leg, report reporter) {
	if !leg.Amount.Disclosed() || !last(leg).Status.Live() {
		return
	}
	key := route{leg.From, leg.To, leg.Kind}
	for _, other := range near[key] {
		total := leg
		if other.Amount.Likely > leg.Amount.Likely {
			total = other
		}
		n := years(total.Term)
		if n < fewestYears || other.Deal == leg.Deal || !times(other.Amount, leg.Amount, n) || tied(leg, other) || !together(leg, other) {
			continue
		}
		report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s (%s) and %s (%s) are alike, and one is %d times the other: the years of the term %s", leg.Ref(), leg.Amount, other.Ref(), other.Amount, n, total.Term), "if it is one agreement, keep the total; if not, accept it with the tag ok/yearly")
		break
	}
	if len(near[key]) < maxTwins {
		near[key] = append(near[key], leg)
	}
}

// times reports whether one amount is n times the other, within three in a hundred.
func times(a, b deals.Amount, n int) bool {
	if !a.Disclosed() || !b.Disclosed() || a.Currency != b.Currency {
		return false
	}
	small, large := float64(min(a.Likely, b.Likely)), float64(max(a.Likely, b.Likely))
	ratio := large / (small * float64(n))
	return small > 0 && ratio > 0.97 && ratio < 1.03
}

// tied reports whether the ledger says how two legs overlap.
func tied(a, b *deals.Leg) bool {
	names := func(a, b *deals.Leg) bool {
		for _, o := range a.Overlaps() {
			if o.Ref.Deal == b.Deal.ID {
				return true
			}
		}
		for _, r := range a.Ends() {
			if r.Deal == b.Deal.ID {
				return true
			}
		}
		return false
	}
	return names(a, b) || names(b, a)
}

// together reports whether two legs became known near in time.
func together(a, b *deals.Leg) bool {
	first := func(l *deals.Leg) deals.Date {
		for _, s := range l.History() {
			if !s.Date.IsZero() {
				return s.Date.Last()
			}
		}
		return deals.Date{}
	}
	x, y := first(a), first(b)
	if x.IsZero() || y.IsZero() {
		return false
	}
	days := x.DaysUntil(y)
	return days <= nearDays && days >= -nearDays
}

// years is the length of a term in years, at least one; 0 when an end of it is not known.
func years(t deals.Term) int {
	start, end := t.Start.First(), t.End.Last()
	if start.IsZero() || end.IsZero() {
		return 0
	}
	return max(1, (start.DaysUntil(end)+183)/365)
}
