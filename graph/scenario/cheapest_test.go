package scenario

import (
	"math"
	"math/rand/v2"
	"testing"
)

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
