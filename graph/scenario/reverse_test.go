package scenario

import (
	"math"
	"slices"
	"testing"
)

// The smallest size reaches the target and a little less does not, also where the effect jumps.
func TestSmallest(t *testing.T) {
	for _, f := range []func(float64) float64{
		func(x float64) float64 { return 10 * x },
		func(x float64) float64 { return math.Floor(8 * x) },
		func(x float64) float64 { return 10 * x * x },
	} {
		for _, target := range []float64{0, 1, 3.3, 8} {
			size, ok, err := Smallest(t.Context(), target, func(x float64) (float64, error) { return f(x), nil })
			if err != nil || !ok || f(size) < target || size > 0 && f(size-2e-6) >= target {
				t.Errorf("target %g: size %g, effect %g, %v %v", target, size, f(size), ok, err)
			}
		}
	}
	if _, ok, _ := Smallest(t.Context(), 11, func(x float64) (float64, error) { return 10 * x, nil }); ok {
		t.Error("a target out of reach is reached")
	}
	if _, _, err := Smallest(t.Context(), math.NaN(), nil); err == nil {
		t.Error("NaN passes")
	}
}

func TestFalls(t *testing.T) {
	up := func(x float64) (float64, error) { return math.Floor(5*x) + 1e-12*math.Sin(100*x), nil }
	if falls, err := Falls(t.Context(), 100, up); err != nil || falls != nil {
		t.Errorf("rises: %+v, %v", falls, err)
	}
	hill := func(x float64) (float64, error) { return x * (1 - x), nil }
	falls, err := Falls(t.Context(), 4, hill)
	want := []Fall{{0.5, 0.75, 0.25, 0.1875}, {0.75, 1, 0.1875, 0}}
	if err != nil || !slices.Equal(falls, want) {
		t.Errorf("a hill: %+v, %v", falls, err)
	}
	if _, err := Falls(t.Context(), 4, func(x float64) (float64, error) { return math.NaN(), nil }); err == nil {
		t.Error("NaN passes")
	}
	if _, err := Falls(t.Context(), 0, hill); err == nil {
		t.Error("no steps pass")
	}
}
