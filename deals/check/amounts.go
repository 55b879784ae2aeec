package check

import (
	"fmt"

	"dealgraph/deals"
)

func findSelfDeals(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if leg.From == leg.To {
			report(leg.At("to"), fmt.Sprintf("%s pays itself in %s", leg.From, leg.Ref()), "check the direction; a deal inside a group belongs to two parties of it")
		}
	})
}

func findObligors(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if leg.Kind != deals.Guarantee && leg.Obligor != "" {
			report(leg.At("obligor"), fmt.Sprintf("%s is a %s and covers no obligor", leg.Ref(), leg.Kind), "only a guarantee has an obligor")
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
			sum += p.Amount.Low
		}
		if sum > amount.High {
			report(leg.At("paid"), fmt.Sprintf("%s has paid %s, more than its amount %s", leg.Ref(), money(sum, amount), amount), "raise the amount, or correct what was paid")
		}
	})
}

func findSchedules(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		amount, _ := leg.Use()
		if leg.Schedule.Profile != deals.Explicit || !amount.Disclosed() {
			return
		}
		var sum int64
		for _, y := range leg.Schedule.Years {
			sum += y.Amount.Likely
		}
		if sum != amount.Likely {
			report(leg.At("schedule"), fmt.Sprintf("the schedule of %s adds up to %s, the amount is %s", leg.Ref(), money(sum, amount), amount), "years are scaled to the amount until they agree")
		}
	})
}

func findTranches(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		amount, _ := leg.Use()
		if !amount.HighKnown || !amount.Disclosed() {
			return
		}
		var sum int64
		for _, t := range leg.Tranches {
			sum += t.Amount.Ceiling()
		}
		if sum > amount.High {
			report(leg.At("tranches"), fmt.Sprintf("the tranches of %s come to %s, more than its amount %s", leg.Ref(), money(sum, amount), amount), "")
		}
	})
}

func findWithin(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		amount, _ := leg.Use()
		for _, o := range leg.Overlaps() {
			part := amount
			if o.Part != nil {
				part = *o.Part
			}
			for _, whole := range l.Legs(o.Ref) {
				outer, _ := whole.Use()
				if part.Disclosed() && outer.Disclosed() && part.Currency == outer.Currency && part.Low > max(outer.High, outer.Likely) {
					report(o.Pos, fmt.Sprintf("%s (%s) is larger than %s (%s), which should contain it", leg.Ref(), part, whole.Ref(), outer), "name the part that lies in there: within: deal ($5B)")
				}
			}
		}
	})
}

func findClaims(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if used, src := leg.Use(); used != leg.Amount {
			report(leg.At("amount"), fmt.Sprintf("%s counts %s, from a source of tier %s, not the amount written: %s", leg.Ref(), used, src.Tier, leg.Amount), "write the better amount in the leg and keep the other as a claim")
		}
	})
}

func findRates(l *deals.Ledger, report reporter) {
	const target = "USD"
	priced := map[deals.Currency]bool{target: true}
	for _, r := range l.Rates {
		if r.Per == target || r.Currency == target {
			priced[r.Per], priced[r.Currency] = true, true
		}
	}
	legs(l, func(leg *deals.Leg) {
		if a, _ := leg.Use(); a.Currency != "" && !priced[a.Currency] {
			report(leg.At("amount"), fmt.Sprintf("%s is in %s, for which the ledger has no rate into %s", leg.Ref(), a.Currency, target), "add a row to rates; until then the amount is in no sum")
		}
	})
}

// money spells minor units in the currency of an amount.
func money(minor int64, like deals.Amount) deals.Amount {
	return deals.Amount{Form: deals.Exact, Low: minor, Likely: minor, High: minor, HighKnown: true, Currency: like.Currency}
}
