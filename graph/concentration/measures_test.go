package concentration

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b)) }

// By hand: 50, 30 and 20 of 100.
func TestMeasureByHand(t *testing.T) {
	m, err := Measure([]float64{30, 0, 50, 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"HHI", m.HHI, 0.25 + 0.09 + 0.04},
		{"effective", m.Effective, 1 / 0.38},
		{"normalised", m.Normalised, (0.38 - 1.0/3) / (2.0 / 3)},
		{"entropy", m.Entropy, math.Exp(-(0.5*math.Log(0.5) + 0.3*math.Log(0.3) + 0.2*math.Log(0.2)))},
		{"largest", m.Largest, 0.5},
		{"three", m.Three, 1},
		{"Gini", m.Gini, (-2*20 + 0*30 + 2*50.0) / (3 * 100)},
		{"Gini, sample", m.GiniSample, 0.3},
		{"Theil", m.Theil, (0.6*math.Log(0.6) + 0.9*math.Log(0.9) + 1.5*math.Log(1.5)) / 3},
	} {
		if !near(c.got, c.want) {
			t.Errorf("%s is %g, want %g", c.name, c.got, c.want)
		}
	}
	if m.N != 3 || m.Sum != 100 || Top([]float64{30, 0, 50, 20}, 2) != 0.8 || Top(nil, 2) != 0 {
		t.Errorf("%+v", m)
	}
}

// 1/N ≤ HHI ≤ 1; 1/HHI ≤ entropy number ≤ N; Gini in [0, 1); all but Sum do not care for the unit; merging two raises the
// HHI by 2ab.
func TestMeasureLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		x := make([]float64, 1+r.IntN(12))
		for i := range x {
			x[i] = r.Float64() * math.Pow(10, float64(r.IntN(6)))
		}
		m, err := Measure(x)
		if err != nil {
			t.Fatal(err)
		}
		n := float64(m.N)
		if m.HHI < 1/n || m.HHI > 1 || m.Effective > m.Entropy+1e-9 || m.Entropy > n || m.Gini < 0 || m.Gini >= 1 || m.Theil < 0 || m.Theil > math.Log(n)+1e-12 || m.Normalised < -1e-12 || m.Normalised > 1 {
			t.Fatalf("%v: %+v", x, m)
		}
		scaled := make([]float64, len(x))
		for i := range x {
			scaled[i] = x[i] * 1024
		}
		s, _ := Measure(scaled)
		if s.HHI != m.HHI || s.Gini != m.Gini || !near(s.Theil, m.Theil) {
			t.Fatalf("scaled: %+v, %+v", s, m)
		}
		if len(x) > 1 {
			merged := append([]float64{x[0] + x[1]}, x[2:]...)
			after, _ := Measure(merged)
			if !near(after.HHI, m.HHI+Merged(x[0], x[1], m.Sum)) {
				t.Fatalf("merged: %g, want %g", after.HHI, m.HHI+Merged(x[0], x[1], m.Sum))
			}
		}
	}
}

func TestMeasureEdges(t *testing.T) {
	one, err := Measure([]float64{7})
	if err != nil || one.HHI != 1 || one.Normalised != 1 || one.Gini != 0 || one.GiniSample != 0 || one.Entropy != 1 || one.Theil != 0 {
		t.Errorf("one entry: %+v, %v", one, err)
	}
	if _, err := Measure([]float64{0, 0}); !errors.Is(err, ErrNothing) {
		t.Errorf("nothing: %v", err)
	}
	for _, x := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := Measure([]float64{1, x}); err == nil {
			t.Errorf("%g passes", x)
		}
		if _, err := WithResidual([]float64{1, x}, 1, 1); err == nil {
			t.Errorf("%g passes", x)
		}
	}
}

// By hand: 40 and 20 named, 40 not, names from 10 on: low 0.16+0.04, high with four blocks of 10: + 4·0.01.
func TestWithResidual(t *testing.T) {
	got, err := WithResidual([]float64{40, 20}, 40, 10)
	if err != nil || !near(got.Low, 0.20) || !near(got.High, 0.24) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, _ := WithResidual([]float64{40, 20}, 40, 0); !near(got.High, 0.36) {
		t.Errorf("one block: %+v", got)
	}
	// However the residual is split into blocks that are allowed, the HHI lies within.
	r := rand.New(rand.NewPCG(2, 1))
	for range 500 {
		named := []float64{50 * r.Float64(), 50 * r.Float64()}
		residual, largest := 100*r.Float64(), 1+30*r.Float64()
		bounds, _ := WithResidual(named, residual, largest)
		all := named
		for left := residual; left > 1e-9; {
			b := math.Min(left, largest*r.Float64())
			all, left = append(all, b), left-b
		}
		m, _ := Measure(all)
		if m.HHI < bounds.Low-1e-9 || m.HHI > bounds.High+1e-9 {
			t.Fatalf("%g lies outside %+v", m.HHI, bounds)
		}
	}
}

// Ranks by hand: 1, 2.5, 2.5, 4 against 4, 3, 2, 1.
func TestSpearman(t *testing.T) {
	rho, ok := Spearman([]float64{1, 5, 5, 9}, []float64{40, 30, 20, 10})
	if want := -4.5 / math.Sqrt(4.5*5); !ok || !near(rho, want) {
		t.Errorf("%g, want %g", rho, want)
	}
	if _, ok := Spearman([]float64{1, 1}, []float64{1, 2}); ok {
		t.Error("equal values have a rank correlation")
	}
	if rho, _ := Spearman([]float64{1, 2, 3}, []float64{10, 200, 3000}); rho != 1 {
		t.Errorf("the same order has %g", rho)
	}
}
