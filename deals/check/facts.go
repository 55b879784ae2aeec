package check

import (
	"fmt"

	"dealgraph/deals"
)

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
