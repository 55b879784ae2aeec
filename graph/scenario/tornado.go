package scenario

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Swing is an input that is moved from Low to High while all others stay at their Base. Low and High are commonly its 10 % and 90 %
// quantiles; they need not rise.
type Swing struct {
	Name            string
	Low, Base, High float64
}

// Bar is what that does to the result.
type Bar struct {
	Name          string
	AtLow, AtHigh float64
	Swing         float64 // |AtHigh - AtLow|
}

// Tornado moves one input at a time, and sorts by how far that moves the result, the furthest first and equals in the order of
// swings. base is the result with all at their base: say it with the bars, they hang on it. What inputs do only together is not seen;
// for that there is [Indices].
//
// f is called with one number for each swing, which it must not keep. Errors: that of f and which input was where; results and swings that
// are not finite; the context's. Cost: two calls for each swing, and one.
func Tornado(ctx context.Context, swings []Swing, f func(x []float64) (float64, error)) (bars []Bar, base float64, err error) {
	x := make([]float64, len(swings))
	for i, s := range swings {
		if err := finite(fmt.Sprintf("swing of %s", s.Name), s.Low, s.Base, s.High); err != nil {
			return nil, 0, err
		}
		x[i] = s.Base
	}
	ask := func(what string) (float64, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		y, err := f(x)
		if err == nil && (math.IsNaN(y) || math.IsInf(y, 0)) {
			err = fmt.Errorf("the result is %v, not a number to calculate with", y)
		}
		if err != nil {
			return 0, fmt.Errorf("with %s: %w", what, err)
		}
		return y, nil
	}
	if base, err = ask("all inputs at their base"); err != nil {
		return nil, 0, err
	}
	for i, s := range swings {
		b := Bar{Name: s.Name}
		x[i] = s.Low
		if b.AtLow, err = ask(fmt.Sprintf("%s at %v", s.Name, s.Low)); err != nil {
			return nil, 0, err
		}
		x[i] = s.High
		if b.AtHigh, err = ask(fmt.Sprintf("%s at %v", s.Name, s.High)); err != nil {
			return nil, 0, err
		}
		x[i] = s.Base
		b.Swing = math.Abs(b.AtHigh - b.AtLow)
		bars = append(bars, b)
	}
	slices.SortStableFunc(bars, func(a, b Bar) int { return cmp.Compare(b.Swing, a.Swing) })
	return bars, base, nil
}
