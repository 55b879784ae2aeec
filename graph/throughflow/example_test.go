package throughflow_test

import (
	"context"
	"fmt"

	"dealgraph/graph/nettest"
	"dealgraph/graph/throughflow"
)

// How much of its own money a chip maker earns, and whose the rest is.
func Example() {
	n := nettest.WithOutside(nettest.Parse(`
		chipmaker > lab       equity   100
		investors > lab       equity   100
		lab       > cloud     compute  150
		lab       > chipmaker purchase 20
		cloud     > chipmaker purchase 60
		customers > chipmaker purchase 40`), "investors", "customers")
	ctx := context.Background()
	m, err := throughflow.Solve(ctx, n)
	if err != nil {
		fmt.Println(err)
		return
	}
	chipmaker, _ := n.Node("chipmaker")
	p := m.Parties[chipmaker]
	fmt.Printf("%.0f%% of its money has been its own before: %d of %d\n", 100*p.RoundTrip, p.Circular()/100, p.Throughflow/100)
	for _, s := range m.Provenance(chipmaker) {
		fmt.Printf("%.0f%% is that of %s\n", 100*s.Share, n.Party(s.Party).Label())
	}
	b, _ := throughflow.RoundTripBounds(ctx, n, chipmaker)
	fmt.Printf("at least %d and at most %d of its receipts come back, whatever dollar goes where\n", b.Min/100, b.Max/100)
	v, _ := m.VendorFinanced(ctx, chipmaker)
	fmt.Printf("it financed %d of %d in sales: %d directly, %d through others\n", v.Financed/100, v.Sales/100, v.Direct/100, v.Through/100)
	// Output:
	// 33% of its money has been its own before: 40 of 120
	// 50% is that of investors
	// 50% is that of customers
	// at least 0 and at most 80 of its receipts come back, whatever dollar goes where
	// it financed 40 of 120 in sales: 10 directly, 30 through others
}
