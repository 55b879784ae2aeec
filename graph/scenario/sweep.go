package scenario

import (
	"context"
	"fmt"
)

// Sweep calls an analysis for steps+1 sizes from 0 to 1, evenly apart, in order. Errors: those of the analysis, the
// context's, and fewer than one step or more than 10,000.
func Sweep[T any](ctx context.Context, steps int, f func(size float64) (T, error)) ([]T, error) {
	if steps < 1 || steps > 10_000 {
		return nil, fmt.Errorf("sweep a shock: %d steps, but from 1 to 10,000", steps)
	}
	out := make([]T, 0, steps+1)
	for i := range steps + 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x, err := f(float64(i) / float64(steps))
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
