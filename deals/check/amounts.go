package check

import (
	"fmt"
	"maps"
	"math"

	"dealgraph/deals"
)

func findSelfDeals(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if leg.From == leg.To {
			report(aboutLeg(leg), leg.At("to"), fmt.Sprintf("%s pays itself in %s", leg.From, leg.Ref()), "check the direction; a deal inside a group belongs to two parties of it")
		}
	})
}

func findObligors(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		switch {
		case leg.Obligor == "":
		case leg.Kind != deals.Guarantee:
			report(aboutLeg(leg), leg.At("obligor"), fmt.Sprintf("%s is a %s and covers no obligor", leg.Ref(), leg.Kind), "only a guarantee has an obligor")
		case leg.Obligor == leg.From:
			report(aboutLeg(leg), leg.At("obligor"), fmt.Sprintf("%s guarantees its own debt in %s", leg.From, leg.Ref()), "name whose debt it covers, or record the debt itself")
		}
	})
}

func findOverpaid(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		amount, _ := leg.Use()
		if !amount.HighKnown || !amount.Disclosed() {
			return
		}
		var sum int64
		for _, p := range leg.Paid {
			sum = add(sum, p.Amount.Low)
		}
		if sum > amount.High {
			report(aboutLeg(leg), leg.At("paid"), fmt.Sprintf("%s has paid %s, more than its amount %s", leg.Ref(), spell(sum, amount), amount), "raise the amount, or correct what was paid")
		}
	})
}

func findSchedules(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		switch years := leg.Schedule.Years; {
		case leg.Schedule.Profile == deals.NoProfile:
		case leg.Schedule.Profile != deals.Explicit:
			if leg.Term.Start.IsZero() || leg.Term.End.IsZero() {
				report(aboutLeg(leg), leg.At("schedule"), fmt.Sprintf("the schedule of %s is %q, but the term is not known", leg.Ref(), leg.Schedule), "write term: 2026..2030")
			}
		case !leg.Term.Start.IsZero() && years[0].Year < leg.Term.Start.Last().Year,
			!leg.Term.End.IsZero() && years[len(years)-1].Year > leg.Term.End.Last().Year:
			report(aboutLeg(leg), leg.At("schedule"), fmt.Sprintf("the schedule of %s goes from %d to %d, its term is %s", leg.Ref(), years[0].Year, years[len(years)-1].Year, leg.Term), "let the term hold all years")
		default:
			findScheduleSum(leg, report)
		}
	})
}

func findScheduleSum(leg *deals.Leg, report reporter) {
	amount, _ := leg.Use()
	if !amount.Disclosed() {
		return
	}
	var sum int64
	for _, y := range leg.Schedule.Years {
		sum = add(sum, y.Amount.Likely)
	}
	if sum != amount.Likely {
		report(aboutLeg(leg), leg.At("schedule"), fmt.Sprintf("the schedule of %s adds up to %s, the amount is %s", leg.Ref(), spell(sum, amount), amount), "until they agree the years are scaled to the amount")
	}
}

func findTranches(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		amount, _ := leg.Use()
		if !amount.HighKnown || !amount.Disclosed() {
			return
		}
		var sum int64
		for _, t := range leg.Tranches {
			sum = add(sum, t.Amount.Ceiling())
		}
		if sum > amount.High {
			report(aboutLeg(leg), leg.At("tranches"), fmt.Sprintf("the tranches of %s come to %s, more than its amount %s", leg.Ref(), spell(sum, amount), amount), "raise the amount, or correct the tranches")
		}
	})
}

// findWithin looks for what is larger than that in which it lies, one by one and all together. Parts in another currency
// than the whole are left out, since a rate would be needed.
func findWithin(l *deals.Ledger, report reporter) {
	type sum struct {
		parts int
		minor int64
		last  deals.Pos
		leg   *deals.Leg
	}
	sums := map[*deals.Leg]*sum{}
	var wholes []*deals.Leg
	legs(l, func(leg *deals.Leg) {
		amount, _ := leg.Use()
		for _, o := range leg.Overlaps() {
			part := amount
			if o.Part != nil {
				part = *o.Part
			}
			for _, whole := range l.Legs(o.Ref) {
				outer, _ := whole.Use()
				if !part.Disclosed() || !outer.HighKnown || !outer.Disclosed() || part.Currency != outer.Currency {
					continue
				}
				if part.Low > outer.High {
					report(aboutLeg(leg), o.Pos, fmt.Sprintf("%s (%s) is larger than %s (%s), which should contain it", leg.Ref(), part, whole.Ref(), outer), "name the part that lies in there: within: deal ($5B)")
					continue
				}
				s := sums[whole]
				if s == nil {
					s = &sum{}
					sums[whole] = s
					wholes = append(wholes, whole)
				}
				s.parts, s.minor, s.last, s.leg = s.parts+1, add(s.minor, part.Low), o.Pos, leg
			}
		}
	})
	for _, whole := range wholes {
		outer, _ := whole.Use()
		if s := sums[whole]; s.minor > outer.High {
			report(aboutLeg(s.leg), s.last, fmt.Sprintf("with this the %d deals within %s come to %s, more than its amount %s", s.parts, whole.Ref(), spell(s.minor, outer), outer), "name the parts that lie in there: within: deal ($5B)")
		}
	}
}

func findClaims(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if len(leg.Claims) == 0 {
			return
		}
		written := map[string]string{}
		for _, s := range leg.Statements() {
			if s.Claim == nil {
				written[s.Field] = s.Text
			}
			if s.InUse && s.Claim != nil && s.Text != written[s.Field] {
				report(aboutLeg(leg), leg.At(s.Field), fmt.Sprintf("%s counts %s, which a claim states%s, not the %s written: %s", leg.Ref(), s.Text, ofTier(s.Source), s.Field, orNothing(written[s.Field])), "write the better "+s.Field+" in the leg and keep the other as a claim")
			}
		}
	})
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// ofTier says how good a source is, where that is known.
func ofTier(s deals.Source) string {
	if s.Tier == deals.TierUnknown {
		return ""
	}
	return fmt.Sprintf(" with a source of tier %s", s.Tier)
}

// findRates looks for amounts that no rate of the ledger leads to US dollars: none between the two, and none of both to a
// third currency.
func findRates(l *deals.Ledger, report reporter) {
	const target = "USD"
	priced := map[deals.Currency]bool{target: true}
	for range 2 {
		reached := maps.Clone(priced)
		for _, r := range l.Rates {
			if priced[r.Per] || priced[r.Currency] {
				reached[r.Per], reached[r.Currency] = true, true
			}
		}
		priced = reached
	}
	legs(l, func(leg *deals.Leg) {
		if a, _ := leg.Use(); a.Currency != "" && !priced[a.Currency] {
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s is in %s, for which the ledger has no rate into %s", leg.Ref(), a.Currency, target), "add a row to rates; until then the amount is in no sum")
		}
	})
}

// add adds amounts and stays at the largest number where it would overflow.
func add(a, b int64) int64 {
	if sum := a + b; sum >= a {
		return sum
	}
	return math.MaxInt64
}

// spell spells minor units in the currency of an amount.
func spell(minor int64, like deals.Amount) deals.Amount {
	return deals.Amount{Form: deals.Exact, Low: minor, Likely: minor, High: minor, HighKnown: true, Currency: like.Currency}
}
