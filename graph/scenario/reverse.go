package scenario

import (
	"context"
	"fmt"
	"math"
	"slices"
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

// Set is some of the candidates, by their numbers in order, and what they do.
type Set struct {
	Members []int
	Cost    float64
	Effect  float64
}

// Cheapest finds, among all sets of at most size candidates, the one of least cost whose effect reaches a target; of equal cost the
// smallest, and of these the one that comes first. Costs add up; the effect is asked for each set. ok is false when none does. Errors: those of the
// analysis, the context's, and a size that is not 1 to 3. Cost: the number of sets that are not dearer than the best found.
func Cheapest(ctx context.Context, cost []float64, size int, target float64, effect func(members []int) (float64, error)) (best Set, ok bool, err error) {
	if size < 1 || size > 3 {
		return Set{}, false, fmt.Errorf("search a set of %d: from 1 to 3 are searched in full", size)
	}
	best.Cost = math.Inf(1)
	var try func(members []int, from, more int, sum float64) error
	try = func(members []int, from, more int, sum float64) error {
		for i := from; i < len(cost); i++ {
			if sum+cost[i] >= best.Cost {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			set := append(slices.Clone(members), i)
			if more > 1 {
				if err := try(set, i+1, more-1, sum+cost[i]); err != nil {
					return err
				}
				continue
			}
			e, err := effect(set)
			if err != nil {
				return err
			}
			if e >= target {
				best, ok = Set{set, sum + cost[i], e}, true
			}
		}
		return nil
	}
	for members := 1; members <= size; members++ { // small sets first: they bound the cost of the larger ones
		if err := try(nil, 0, members, 0); err != nil {
			return Set{}, false, err
		}
	}
	if !ok {
		return Set{}, false, nil
	}
	return best, true, nil
}
