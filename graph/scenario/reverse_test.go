package scenario

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSweep(t *testing.T) {
	got, err := Sweep(t.Context(), 4, func(x float64) (float64, error) { return x, nil })
	if err != nil || !slices.Equal(got, []float64{0, 0.25, 0.5, 0.75, 1}) {
		t.Errorf("%v, %v", got, err)
	}
	bad := errors.New("bad")
	if _, err := Sweep(t.Context(), 4, func(float64) (int, error) { return 0, bad }); !errors.Is(err, bad) {
		t.Errorf("%v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Sweep(stopped, 4, func(float64) (int, error) { return 0, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

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

// The cheapest set is that of trying all.
func TestCheapest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		n := 1 + r.IntN(7)
		cost, gain := make([]float64, n), make([]float64, n)
		for i := range n {
			cost[i], gain[i] = float64(1+r.IntN(20)), float64(r.IntN(20))
		}
		effect := func(m []int) (float64, error) {
			sum := 0.0
			for _, i := range m {
				sum += gain[i]
			}
			return sum, nil
		}
		target := float64(1 + r.IntN(40))
		want := math.Inf(1)
		for set := 1; set < 1<<n; set++ {
			var m []int
			c := 0.0
			for i := range n {
				if set&(1<<i) != 0 {
					m = append(m, i)
					c += cost[i]
				}
			}
			if e, _ := effect(m); len(m) <= 3 && e >= target {
				want = math.Min(want, c)
			}
		}
		got, ok, err := Cheapest(t.Context(), cost, 3, target, effect)
		if err != nil || ok != !math.IsInf(want, 1) || ok && got.Cost != want {
			t.Fatalf("cost %g, %v, %v; want %g", got.Cost, ok, err, want)
		}
	}
	if _, _, err := Cheapest(t.Context(), nil, 4, 1, nil); err == nil {
		t.Error("sets of four pass")
	}
}
