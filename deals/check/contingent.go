package check

import (
	"fmt"

	"dealgraph/deals"
)

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
