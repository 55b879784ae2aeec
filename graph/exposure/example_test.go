package exposure_test

import (
	"context"
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

// Who lives on the money of a laboratory without ever dealing with it, and how it gets there.
func ExampleChains_Dependents() {
	n := nettest.Parse(`
		lab   > cloud compute  60
		other > cloud compute  40
		cloud > chips purchase 50
		chips > fab   purchase 40
		other > fab   purchase 60`)
	lab, _ := n.Node("lab")
	fab, _ := n.Node("fab")
	c := exposure.NewChains(n)
	r, err := c.Dependents(context.Background(), lab, exposure.ReachOptions{})
	if err != nil {
		panic(err)
	}
	for _, d := range r.On {
		fmt.Printf("%s: %d, %.0f%% of its inflow, after %d payments\n", n.Party(d.Party).Label(), d.Total/100, 100*d.OfInflow, d.Hops)
	}
	p, err := c.Paths(context.Background(), lab, fab, exposure.PathOptions{})
	if err != nil {
		panic(err)
	}
	for _, v := range p.Paths[0].Parties {
		fmt.Print("> ", n.Party(v).Label(), " ")
	}
	fmt.Println(p.Paths[0].Amount / 100)
	// Output:
	// cloud: 60, 60% of its inflow, after 1 payments
	// chips: 30, 60% of its inflow, after 2 payments
	// fab: 24, 24% of its inflow, after 3 payments
	// > lab > cloud > chips > fab 24
}
