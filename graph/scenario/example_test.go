package scenario_test

import (
	"context"
	"fmt"

	"dealgraph/graph/scenario"
)

// Two deals that fail together, of an uncertain amount each: what comes in, and how likely it is that less than 40 does.
func Example() {
	happens, _ := scenario.Bernoulli(0.8)
	amount, _ := scenario.PERTRange(20, 30, 60)
	together, _ := scenario.NewFactor(0.3)
	r, err := scenario.Run(context.Background(), []string{"common", "a happens", "b happens", "a amount", "b amount"}, 1, func() (scenario.Analysis, error) {
		return func(u, out []float64) error {
			z := together.Score(u[0])
			out[0] = 0
			for i := range 2 {
				out[0] += happens.Quantile(together.Uniform(z, u[1+i])) * amount.Quantile(u[3+i])
			}
			return nil
		}, nil
	}, scenario.Options{Scenarios: 10_000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	mean, se := r.Outputs[0].Mean()
	mean, _ = scenario.Digits(mean, se)
	enough, low, high := r.Outputs[0].AtLeast(40)
	short, _ := scenario.Digits(1-enough, (high-low)/2)
	fmt.Printf("%g on average; less than 40 with %g\n", mean, short)
	fmt.Printf("the mean would be %.2f with endless scenarios\n", 2*happens.Mean()*amount.Mean())
	// Output:
	// 59.5 on average; less than 40 with 0.234
	// the mean would be 59.42 with endless scenarios
}
