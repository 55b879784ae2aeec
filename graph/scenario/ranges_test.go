package scenario

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Fitted ranges have their quantiles where they are to be, and their peak too.
func TestRanges(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		low := -10 + 20*r.Float64()
		high := low + 100*r.Float64()
		likely := low + (high-low)*r.Float64()
		switch i {
		case 0:
			likely = low
		case 1:
			likely = high
		}
		for name, f := range map[string]func(low, likely, high float64) (Distribution, error){"triangular": TriangularRange, "PERT": PERTRange} {
			d, err := f(low, likely, high)
			if err != nil {
				t.Fatal(err)
			}
			tolerance := 2e-6 * (high - low)
			if math.Abs(d.Quantile(0.05)-low) > tolerance || math.Abs(d.Quantile(0.95)-high) > tolerance {
				t.Errorf("%s %v..%v..%v: quantiles %v and %v", name, low, likely, high, d.Quantile(0.05), d.Quantile(0.95))
			}
			// The density is highest where quantiles lie densest.
			dense, at := math.Inf(1), 0.0
			for u := 0.002; u < 0.998; u += 0.001 {
				if gap := d.Quantile(u+0.001) - d.Quantile(u-0.001); gap < dense {
					dense, at = gap, d.Quantile(u)
				}
			}
			if math.Abs(at-likely) > 0.06*(high-low) {
				t.Errorf("%s %v..%v..%v: the peak is at %v", name, low, likely, high, at)
			}
		}
	}
	// By hand: symmetric and triangular, half the width w has (low-a)² = 0.05·2w·w, so low lies (1-√0.1)·w below the middle.
	d, _ := TriangularRange(-1, 0, 1)
	if a := -1 / (1 - math.Sqrt(0.1)); math.Abs(d.Quantile(1e-15)-a) > 1e-6 {
		t.Errorf("the end is %v, want %v", d.Quantile(1e-15), a)
	}
}

func TestLognormalRange(t *testing.T) {
	d, err := LognormalRange(2, 5, 40)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ u, x float64 }{{0.05, 2}, {0.5, 5}, {0.95, 40}} {
		if math.Abs(d.Quantile(c.u)-c.x) > 1e-9 {
			t.Errorf("quantile %v is %v, want %v", c.u, d.Quantile(c.u), c.x)
		}
	}
	mean := 0.0
	const step = 1.0 / 512
	for i := -12 * 512; i <= 12*512; i++ {
		z := float64(i) * step
		sigma := math.Log(2.5) / 1.6448536269514722
		if z > 0 {
			sigma = math.Log(8) / 1.6448536269514722
		}
		mean += 5 * math.Exp(sigma*z) * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * step
	}
	if math.Abs(d.Mean()-mean) > 1e-5*mean {
		t.Errorf("mean %v, want %v", d.Mean(), mean)
	}
	// Where median² = low·high it is a lognormal.
	d, _ = LognormalRange(1, 4, 16)
	sigma := math.Log(4) / 1.6448536269514722
	same, _ := Lognormal(4*math.Exp(sigma*sigma/2), sigma)
	for u := 0.01; u < 1; u += 0.01 {
		if math.Abs(d.Quantile(u)/same.Quantile(u)-1) > 1e-12 {
			t.Errorf("at %v: %v and %v", u, d.Quantile(u), same.Quantile(u))
		}
	}
}
