package exposure_test

import (
	"fmt"

	"dealgraph/graph/exposure"
	"dealgraph/graph/nettest"
)

// What others lose if openai fails.
func ExampleDirect() {
	n := nettest.Parse(`
		microsoft > openai   equity    13  completed
		openai    > oracle   compute   300 signed
		meta      > oracle   compute   100 active
		google    > landlord guarantee 3   signed for openai`)
	openai, _ := n.Node("openai")
	for _, p := range exposure.Direct(n, openai).AtStake.Positions {
		fmt.Print(n.Party(p.Counterparty).Label(), ":")
		for _, l := range p.Lines {
			fmt.Print(" ", l.Claim, " ", l.Amount/100, " by ", n.Arc(l.Arc).Leg.Kind)
		}
		if p.Revenue.Known {
			fmt.Printf(", %.0f%% of its inflow", 100*p.Revenue.OfInflow)
		}
		fmt.Println()
	}
	// Output:
	// oracle: revenue 300 by compute, 75% of its inflow
	// microsoft: equity 13 by equity
	// google: guarantee 3 by guarantee
}
