package cycles_test

import (
	"context"
	"fmt"

	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"
)

// A supplier funds its customer, whose money comes back to it through a third party.
func ExampleFind() {
	n := nettest.Parse(`
		nvidia > openai equity   30  signed
		openai > oracle compute  300 active
		oracle > nvidia purchase 40  active
		oracle > nvidia purchase ?   announced
		oracle > openai license  ?   rumoured`)
	r, err := cycles.Find(context.Background(), n, cycles.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range r.Cycles {
		fmt.Println(c.Rotate(c.Start()).Path(n), "·", c.Amount("USD"), "·", c.Classes()[0], "·", c.Weakest)
	}
	fmt.Println(r.Proved)
	// Output:
	// nvidia → openai → oracle → nvidia · $30 · supplier-funded · signed
	// openai → oracle → openai · ? up to $300 · reciprocal-trade · rumoured
	// all 2 cycles
}
