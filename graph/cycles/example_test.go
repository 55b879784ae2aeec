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

// Of four parties that all pay one another, every pair is a cycle, every three are two, and all four are six.
func ExampleCount() {
	tally, err := cycles.Count(context.Background(), nettest.Complete(4), cycles.Options{MaxLength: -1})
	fmt.Println(tally, err)
	// Output: 20 cycles: 6 of 2 parties, 8 of 3, 6 of 4 <nil>
}

// Paths are borrowed and light; those worth a closer look are told.
func ExampleEach() {
	n := nettest.Parse(`
		nvidia > openai equity   30  signed
		openai > oracle compute  300 active
		oracle > nvidia purchase 40  active
		oracle > openai license  5   signed`)
	p, err := cycles.ParsePattern("equity spending+")
	if err != nil {
		fmt.Println(err)
		return
	}
	for path, err := range cycles.Each(context.Background(), n, cycles.Options{Pattern: p}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		c := cycles.Tell(n, path)
		fmt.Println(c.Path(n), c.Amount("USD"))
	}
	// Output: nvidia → openai → oracle → nvidia $30
}
