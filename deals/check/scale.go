package check

import (
	"fmt"

	"dealgraph/deals"
)

// farBeyond is how many times the largest figure of a payer an amount must be to look like a slip of the unit.
const farBeyond = 20

// findScale looks for millions taken for billions: an amount a thousand times a claim on it, a figure in its own texts with
// the same digits and another unit, two facts of a series a thousand times apart, an amount far beyond all that is known of
// its payer.
func findScale(l *deals.Ledger, report reporter) {
	largest := largestFacts(l)
	legs(l, func(leg *deals.Leg) {
		if !leg.Amount.Disclosed() {
			return
		}
		for _, c := range leg.Claims {
			if n, ok := thousandfold(leg.Amount, c.Amount); ok {
				report(aboutLeg(leg), c.Pos, fmt.Sprintf("%s is %s, its claim %s: %s times as much", leg.Ref(), leg.Amount, c.Amount, n), "check M against B")
				return
			}
		}
		if findScaleWords(leg, report) {
			return
		}
		most := largest[leg.From]
		if most != nil && leg.Kind.Family() != deals.Contingent && leg.Amount.Currency == most.Value.Money.Currency && leg.Amount.Likely/farBeyond > most.Value.Money.Likely {
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s (%s) is more than %d times the largest figure of %s: %s %s", leg.Ref(), leg.Amount, farBeyond, leg.From, most.Metric, most.Value.Money), "check M against B, and from against to")
		}
	})
	findScaleFacts(l, report)
}

// findScaleWords looks for the amount's own digits with another unit, in texts that do not hold the amount itself.
func findScaleWords(leg *deals.Leg, report reporter) bool {
	for _, w := range words(leg) {
		said, slip := false, ""
		for _, f := range figures(w.text) {
			if f.is(leg.Amount) {
				said = true
			}
			if n, ok := thousandfold(leg.Amount, f.amount); ok && exactly(leg.Amount, f.amount) && slip == "" {
				slip = f.text + ": " + n + " times as much"
			}
		}
		if slip != "" && !said {
			report(aboutLeg(leg), leg.At("amount"), fmt.Sprintf("%s is %s, but %s says %s", leg.Ref(), leg.Amount, w.what, slip), "check M against B")
			return true
		}
	}
	return false
}

// exactly reports whether a figure has the digits of one of the values of an amount.
func exactly(a, figure deals.Amount) bool {
	for _, v := range []int64{a.Low, a.Likely, a.High} {
		if v == 0 {
			continue
		}
		large, small := max(v, figure.Likely), min(v, figure.Likely)
		for _, n := range []int64{1e3, 1e6} {
			if large%n == 0 && large/n == small {
				return true
			}
		}
	}
	return false
}

// thousandfold reports whether one of two amounts is about a thousand, or a million, times the other.
func thousandfold(a, b deals.Amount) (times string, ok bool) {
	if !a.Disclosed() || !b.Disclosed() || a.Currency != b.Currency {
		return "", false
	}
	small, large := float64(min(a.Likely, b.Likely)), float64(max(a.Likely, b.Likely))
	if small <= 0 {
		return "", false
	}
	for _, n := range []struct {
		times float64
		words string
	}{{1e3, "a thousand"}, {1e6, "a million"}} {
		if ratio := large / small / n.times; ratio > 0.8 && ratio < 1.25 {
			return n.words, true
		}
	}
	return "", false
}

// sizes are the metrics that say how large a party is.
var sizes = map[string]bool{"revenue": true, "valuation": true, "market_cap": true, "assets": true, "equity": true, "cash": true}

// largestFacts finds the largest figure of each party that has a revenue or a valuation.
func largestFacts(l *deals.Ledger) map[deals.PartyID]*deals.Fact {
	largest := map[deals.PartyID]*deals.Fact{}
	known := map[deals.PartyID]bool{}
	for _, f := range l.Facts {
		if f.Value.Money == nil || f.Value.Money.Likely <= 0 || !sizes[f.Metric] {
			continue
		}
		known[f.Party] = known[f.Party] || f.Metric == "revenue" || f.Metric == "valuation"
		if old := largest[f.Party]; old == nil || f.Value.Money.Likely > old.Value.Money.Likely {
			largest[f.Party] = f
		}
	}
	for id := range largest {
		if !known[id] {
			delete(largest, id)
		}
	}
	return largest
}

// findScaleFacts compares each fact with the one before it in its series.
func findScaleFacts(l *deals.Ledger, report reporter) {
	before := map[series]*deals.Fact{}
	for _, f := range l.Facts {
		if f.Value.Money == nil || f.Party == "" {
			continue
		}
		k := series{f.Party, f.Metric}
		if old := before[k]; old != nil {
			if n, ok := thousandfold(*old.Value.Money, *f.Value.Money); ok {
				report(aboutFact(l, f), f.Pos, fmt.Sprintf("%s, %s: %s here, %s at %s: %s times as much", f.Party, f.Metric, f.Value.Money, old.Value.Money, old.Pos, n), "check M against B")
			}
		}
		before[k] = f
	}
}

// findUnits looks for series in which money stands beside numbers, or one currency or unit beside another. The facts of no
// party are about the world, and in whatever unit they are stated.
func findUnits(l *deals.Ledger, report reporter) {
	first := map[series]*deals.Fact{}
	for _, f := range l.Facts {
		unit := unitOf(f)
		if unit == "" || f.Party == "" {
			continue
		}
		k := series{f.Party, f.Metric}
		old := first[k]
		if old == nil {
			first[k] = f
			continue
		}
		if theirs := unitOf(old); theirs != unit {
			report(aboutFact(l, f), f.Pos, fmt.Sprintf("%s, %s: in %s here, in %s at %s", f.Party, f.Metric, unit, theirs, old.Pos), "state both in one unit, or give one of them a metric of its own")
		}
	}
}

// unitOf is what a fact is measured in; "" for a text, a date and what is undisclosed.
func unitOf(f *deals.Fact) string {
	switch {
	case f.Value.Money != nil:
		return string(f.Value.Money.Currency)
	case f.Value.Quantity != nil && f.Value.Quantity.Unit == "":
		return "plain numbers"
	case f.Value.Quantity != nil:
		return f.Value.Quantity.Unit
	}
	return ""
}

// findSettlements looks for contingent legs that are said to move cash: --settlement cash would count them.
func findSettlements(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		switch {
		case leg.Kind == deals.Warrant && leg.Settlement != deals.Stock && leg.Settlement != deals.ContingentSet:
			report(aboutLeg(leg), leg.At("settlement"), fmt.Sprintf("the settlement of the warrant %s is %s", leg.Ref(), leg.Settlement), "leave settlement out: a warrant gives a right to shares; record cash paid for it as a leg")
		case leg.Kind == deals.Guarantee && leg.Settlement != deals.ContingentSet:
			report(aboutLeg(leg), leg.At("settlement"), fmt.Sprintf("the settlement of the guarantee %s is %s", leg.Ref(), leg.Settlement), "leave settlement out: a guarantee moves nothing until it is called; record what was paid under paid")
		}
	})
}

// findRecourse looks for guarantees that do not say whose debt they cover.
func findRecourse(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if leg.Kind == deals.Guarantee && leg.Obligor == "" && last(leg).Status.Live() {
			report(aboutLeg(leg), leg.Pos, fmt.Sprintf("the guarantee %s names no obligor", leg.Ref()), "write obligor: whose debt it covers; a promise to take what finds no buyer has none")
		}
	})
}
