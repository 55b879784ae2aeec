package graph

import (
	"cmp"
	"fmt"
	"slices"

	"dealgraph/deals"
)

// The codes of warnings, in the order in which they are given.
const (
	WarnUndisclosed = "undisclosed"
	WarnEstimate    = "estimate"
	WarnLikely      = "likely"
	WarnFloor       = "floor"
	WarnPart        = "part"
	WarnAssumed     = "assumed"
	WarnInside      = "inside"
	WarnAllInside   = "all-inside"
	WarnNoRate      = "no-rate"
	WarnExit        = "exit-without-term"
	WarnNoFloor     = "no-floor"
	WarnUntimed     = "untimed"
	WarnContingent  = "contingent"
	WarnBeyond      = "beyond"
	WarnGroup       = "inside-group"
)

// stillIn are the codes of notes that are about a number in the network, and go with it.
var stillIn = []string{WarnLikely, WarnFloor, WarnPart, WarnNoRate}

// warnings says what a reader of the network should know. Only legs that are in the network, or were left out for a reason
// worth telling, are named.
func (b *builder) warnings(n *Network) []Warning {
	notes := b.notes
	noted := map[deals.LegRef]bool{} // legs with a note that only matters while they are in the network
	for _, code := range stillIn {
		for _, ref := range notes[code] {
			noted[ref] = false
		}
	}
	var estimated int64
	for a := range n.Arcs() {
		if _, ok := noted[a.Leg.Ref()]; ok {
			noted[a.Leg.Ref()] = true
		}
		switch {
		case !a.Known && !a.NoRate:
			b.note(WarnUndisclosed, a.Leg)
		case a.Known && a.Estimate:
			b.note(WarnEstimate, a.Leg)
			estimated += a.Amount
		}
		if a.Assumed && b.view.Basis != Expected && !noted[a.Leg.Ref()] {
			b.note(WarnAssumed, a.Leg)
		}
		if a.Inside > 0 {
			b.note(WarnInside, a.Leg)
		}
	}
	for _, code := range stillIn {
		notes[code] = slices.DeleteFunc(notes[code], func(r deals.LegRef) bool { return !noted[r] })
	}
	var out []Warning
	say := func(code, one, many, rest string) {
		legs := notes[code]
		if len(legs) == 0 {
			return
		}
		slices.SortFunc(legs, func(a, b deals.LegRef) int {
			return cmp.Or(cmp.Compare(a.Deal, b.Deal), cmp.Compare(a.Leg, b.Leg))
		})
		w := Warning{Code: code, Legs: legs, one: one, many: many, rest: rest}
		w.Msg = w.sentence()
		out = append(out, w)
	}
	say(WarnUndisclosed, "deal has an undisclosed amount", "deals have undisclosed amounts", ": listed, in no sum, never taken as zero")
	say(WarnEstimate, "amount is an estimate", "amounts are estimates", ": "+share(estimated, n.Total())+" of the total")
	say(WarnLikely, "amount of a completed deal is a range or a ceiling", "amounts of completed deals are ranges or ceilings", ": the likely value is taken as paid")
	say(WarnFloor, "amount is known only as a floor", "amounts are known only as floors", ": counted at the floor")
	say(WarnPart, "amount is undisclosed but for what was paid", "amounts are undisclosed but for what was paid", ": counted at that")
	say(WarnAssumed, "amount is spread", "amounts are spread", " over time by an assumed profile: flat, or the ramp the ledger states")
	say(WarnInside, "deal is counted", "deals are counted", " without the parts that other deals in the ledger record: no dollar twice")
	say(WarnAllInside, "deal is not shown", "deals are not shown", ": the whole amount is counted in the deals inside it")
	say(WarnNoRate, "amount is in a currency", "amounts are in currencies", fmt.Sprintf(" without a rate into %s in the ledger: not counted", b.view.Currency))
	say(WarnExit, "deal has an exit but no term", "deals have an exit but no term", ": nothing of it is counted as firm")
	say(WarnNoFloor, "signed deal has no firm floor", "signed deals have no firm floor", ": nothing of them is counted")
	say(WarnUntimed, "deal has no term", "deals have no term", fmt.Sprintf(" and cannot be placed in %s: left out", b.view.when()))
	say(WarnContingent, "guarantee or warrant is a maximum", "guarantees and warrants are maxima", fmt.Sprintf(", not money of %s: left out", b.view.when()))
	say(WarnGroup, "deal lies within one group", "deals lie within one group", " of companies: left out")
	if last := b.ledger.LastDate(); !last.IsZero() && b.view.AsOf.After(last) {
		out = append(out, Warning{Code: WarnBeyond, Msg: fmt.Sprintf("the ledger ends on %s: nothing newer is known", last)})
	}
	return out
}

// share is a part of a whole as people read it: "12%", "less than 1%".
func share(part, whole int64) string {
	switch {
	case whole <= 0 || part <= 0:
		return "0%"
	case float64(part) < float64(whole)/100:
		return "less than 1%"
	default:
		return fmt.Sprintf("%.0f%%", 100*float64(part)/float64(whole))
	}
}

// Refs are the legs of arcs, each once, in order.
func Refs(arcs []Arc) []deals.LegRef {
	var out []deals.LegRef
	for _, a := range arcs {
		if a.Leg != nil {
			out = append(out, a.Leg.Ref())
		}
	}
	slices.SortFunc(out, func(a, b deals.LegRef) int {
		return cmp.Or(cmp.Compare(a.Deal, b.Deal), cmp.Compare(a.Leg, b.Leg))
	})
	return slices.Compact(out)
}

// Counted is a number of things in a warning: "1 deal", "3 deals".
func Counted(k int, one, many string) string {
	if k == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", k, many)
}
