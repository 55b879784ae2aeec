package scenario

import (
	"context"
	"fmt"
	"math"
)

// Smallest is the smallest size in 0 to 1, to within 1e-6, for which an analysis that does not fall with size reaches a
// target; ok is false when even size 1 does not. At the size returned the target is reached. Errors: those of the analysis,
// and a target that is not a number. Cost: some twenty calls.
func Smallest(ctx context.Context, target float64, f func(size float64) (float64, error)) (size float64, ok bool, err error) {
	if math.IsNaN(target) {
		return 0, false, fmt.Errorf("reverse a shock: the target is not a number")
	}
	low, high := 0.0, 1.0
	for _, end := range []float64{0, 1} {
		x, err := f(end)
		if err != nil {
			return 0, false, err
		}
		if x >= target {
			high = end
			break
		}
		if end == 1 {
			return 0, false, nil
		}
	}
	for high-low > 1e-6 {
		if err := ctx.Err(); err != nil {
			return 0, false, err
		}
		mid := (low + high) / 2
		x, err := f(mid)
		if err != nil {
			return 0, false, err
		}
		if x >= target {
			high = mid
		} else {
			low = mid
		}
	}
	return high, true, nil
}

// Fall is a place where an analysis falls although the size of the shock grows.
type Fall struct {
	From, To      float64 // sizes
	Before, After float64 // what the analysis says of them; After is less
}

// Falls looks whether an analysis rises with size, as [Smallest] takes for granted, on steps+1 sizes from 0 to 1, and tells where it
// does not; none is no proof. Differences of less than a billionth of the largest value are rounding. Errors: as of [Sweep], and a
// value that is not a number.
func Falls(ctx context.Context, steps int, f func(size float64) (float64, error)) ([]Fall, error) {
	values, err := Sweep(ctx, steps, f)
	if err != nil {
		return nil, err
	}
	largest := 0.0
	for i, x := range values {
		if math.IsNaN(x) {
			return nil, fmt.Errorf("sweep a shock: at size %v the result is not a number", float64(i)/float64(steps))
		}
		largest = max(largest, math.Abs(x))
	}
	var out []Fall
	for i, x := range values[1:] {
		if before := values[i]; x < before-1e-9*largest {
			out = append(out, Fall{float64(i) / float64(steps), float64(i+1) / float64(steps), before, x})
		}
	}
	return out, nil
}
