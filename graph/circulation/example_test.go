package circulation_test

import (
	"context"
	"fmt"

	"dealgraph/graph/circulation"
	"dealgraph/graph/nettest"
)

// A supplier funds its customer, which rents from a cloud, which buys from the supplier; and the customer buys from the
// supplier directly.
func Example() {
	n := nettest.Parse(`
		nvidia > openai equity   100
		openai > oracle compute   60
		oracle > nvidia purchase  50
		openai > nvidia purchase  30`)
	most, err := circulation.Maximum(context.Background(), n)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("of %d at most %d goes round, %.0f%%\n", most.Gross/100, most.Circulated/100, 100*most.Index())

	loops, err := circulation.Decompose(n, most.Flow)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range loops {
		for _, v := range l.Parties {
			fmt.Print(n.Party(v).ID, " > ")
		}
		fmt.Printf("%s: %d\n", n.Party(l.Parties[0]).ID, l.Amount/100)
	}

	split, err := circulation.Balanced(context.Background(), n)
	if err != nil {
		fmt.Println(err)
		return
	}
	for a := range n.Arcs() {
		fmt.Printf("%.0f%% of the %s from %s to %s comes back\n", 100*split.Share[a.ID], a.Leg.Kind, n.Party(a.From).ID, n.Party(a.To).ID)
	}
	// Output:
	// of 240 at most 210 goes round, 88%
	// nvidia > openai > oracle > nvidia: 50
	// nvidia > openai > nvidia: 30
	// 80% of the equity from nvidia to openai comes back
	// 100% of the purchase from openai to nvidia comes back
	// 83% of the compute from openai to oracle comes back
	// 100% of the purchase from oracle to nvidia comes back
}
