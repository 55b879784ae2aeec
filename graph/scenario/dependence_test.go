package scenario

import (
	"context"
	"math"
	"testing"
)

// The chance that two draws of a copula are both in their lower part p, from the integral over the common factor.
func bothBelow(p, q, rho float64) float64 {
	all := 0.0
	const step = 1.0 / 256
	for i := -8 * 256; i <= 8*256; i++ {
		z := float64(i) * step
		of := func(p float64) float64 { return below((score(p) - math.Sqrt(rho)*z) / math.Sqrt(1-rho)) }
		all += math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * step * of(p) * of(q)
	}
	return all
}

func TestFactor(t *testing.T) {
	// Two medians: 1/4 + asin(ρ)/2π (Sheppard 1899), which also tests the integral.
	if got, want := bothBelow(0.5, 0.5, 0.3), 0.25+math.Asin(0.3)/(2*math.Pi); math.Abs(got-want) > 1e-9 {
		t.Fatalf("the integral is %v, want %v", got, want)
	}
	for _, rho := range []float64{0, 0.3, 0.8, 1} {
		f, err := NewFactor(rho)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Run(t.Context(), []string{"common", "one", "other"}, 4, func() (Analysis, error) {
			return func(u, out []float64) error {
				z := f.Score(u[0])
				a, b := f.Uniform(z, u[1]), f.Uniform(z, u[2])
				out[0], out[1] = a, a*a
				out[2], out[3] = one(a < 0.5 && b < 0.5), one(a < 0.1 && b < 0.2)
				return nil
			}, nil
		}, Options{Scenarios: 200_000, Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		tail := min(0.1, 0.2) // ρ = 1: the smaller
		if rho < 1 {
			tail = bothBelow(0.1, 0.2, rho)
		}
		for i, want := range []float64{0.5, 1.0 / 3, 0.25 + math.Asin(rho)/(2*math.Pi), tail} {
			if x, se := r.Outputs[i].Mean(); math.Abs(x-want) > 4*se {
				t.Errorf("ρ = %v, output %d: %v ± %v, want %v", rho, i, x, se, want)
			}
		}
	}
	for _, rho := range []float64{-0.1, 1.1, math.NaN()} {
		if _, err := NewFactor(rho); err == nil {
			t.Errorf("a correlation of %v passes", rho)
		}
	}
	f, _ := NewFactor(0.5)
	for _, u := range []float64{least, 0.5, greatest} {
		for _, z := range []float64{least, 0.5, greatest} {
			if x := f.Uniform(f.Score(z), u); !(x > 0 && x < 1) {
				t.Errorf("u' of %v and %v is %v", z, u, x)
			}
		}
	}
}

// Bernoullis, counted out one by one, beside Monte Carlo: the distribution of what ten deals bring in.
func TestEnumeration(t *testing.T) {
	p := []float64{0.9, 0.7, 0.4, 0.15, 0.5, 0.95, 0.05, 0.6, 0.3, 0.8}
	amount := []float64{10, 3, 7, 40, 1, 2, 100, 8, 5, 4}
	const threshold = 30.0
	// given is the mean, and the chance to be above the threshold, with the chances given.
	given := func(p []float64) (mean, above float64) {
		for set := range 1 << len(p) {
			chance, sum := 1.0, 0.0
			for i := range p {
				if set>>i&1 == 1 {
					chance, sum = chance*p[i], sum+amount[i]
				} else {
					chance *= 1 - p[i]
				}
			}
			mean += chance * sum
			if sum > threshold {
				above += chance
			}
		}
		return mean, above
	}
	for _, rho := range []float64{0, 0.4} {
		var mean, above float64
		if rho == 0 {
			mean, above = given(p)
		} else {
			const step = 1.0 / 16
			for i := -7 * 16; i <= 7*16; i++ {
				z := float64(i) * step
				now := make([]float64, len(p))
				for j := range p { // high normal scores are those that happen
					now[j] = below((score(p[j]) + math.Sqrt(rho)*z) / math.Sqrt(1-rho))
				}
				m, a := given(now)
				weight := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * step
				mean, above = mean+weight*m, above+weight*a
			}
		}
		for _, how := range Samplings() {
			r := runDeals(t, t.Context(), p, amount, rho, Options{Scenarios: 1 << 16, Seed: 3, Sampling: how, Exact: 1 << 14})
			x, se := r.Outputs[0].Mean()
			share, shareErr := r.Outputs[1].Mean()
			if math.Abs(x-mean) > 4*se || math.Abs(share-above) > 4*shareErr || se > 0.2 || shareErr > 0.003 {
				t.Errorf("ρ = %v, %s: %v ± %v and %v ± %v, want %v and %v", rho, how, x, se, share, shareErr, mean, above)
			}
			// The same from the distribution of the first output.
			if q, low, high := r.Outputs[0].Above(threshold); math.Abs(q-share) > 1e-12 || low > above || high < above {
				t.Errorf("ρ = %v, %s: above %v in %v to %v, want %v", rho, how, q, low, high, above)
			}
		}
	}
}

func runDeals(t *testing.T, ctx context.Context, p, amount []float64, rho float64, o Options) *Result {
	t.Helper()
	f, err := NewFactor(rho)
	if err != nil {
		t.Fatal(err)
	}
	var deals []Distribution
	for _, p := range p {
		d, err := Bernoulli(p)
		if err != nil {
			t.Fatal(err)
		}
		deals = append(deals, d)
	}
	r, err := Run(ctx, append([]string{"common"}, named(len(p))...), 2, func() (Analysis, error) {
		return func(u, out []float64) error {
			z, sum := f.Score(u[0]), 0.0
			for i, d := range deals {
				sum += amount[i] * d.Quantile(f.Uniform(z, u[1+i]))
			}
			out[0], out[1] = sum, one(sum > 30)
			return nil
		}, nil
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Own is the way back from Uniform, and Mixed the score that Uniform is made of; a lognormal takes either.
func TestFactorBothWays(t *testing.T) {
	growth, err := LognormalRange(1.1, 1.3, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, rho := range []float64{0, 0.3, 0.9, 1} {
		f, err := NewFactor(rho)
		if err != nil {
			t.Fatal(err)
		}
		for _, z := range []float64{-3, -0.4, 0, 1.7} {
			for _, e := range []float64{0.001, 0.2, 0.5, 0.77, 0.999} {
				u := f.Uniform(z, e)
				if got := growth.(Scored).AtScore(f.Mixed(z, e)); math.Abs(got/growth.Quantile(u)-1) > 1e-9 {
					t.Errorf("%v, %v, %v: %v by the score, %v by the uniform", rho, z, e, got, growth.Quantile(u))
				}
				if got := f.Own(z, u); rho < 1 && math.Abs(got-e) > 1e-9 {
					t.Errorf("%v, %v: own uniform %v, but %v made it", rho, z, got, e)
				}
				for _, bar := range []float64{0, 0.1, 0.5, 0.95, 1} {
					if (u > bar) != (e > f.Own(z, bar)) && math.Abs(u-bar) > 1e-9 {
						t.Errorf("%v, %v, %v: %v is above %v, or its own is not above %v", rho, z, e, u, bar, f.Own(z, bar))
					}
				}
			}
		}
		if s := f.Singly(); math.Abs(s.Uniform(0, 0.3)-0.3) > 1e-12 || math.Abs(s.Uniform(0.8, 0.5)-below(math.Sqrt(rho)*0.8)) > 1e-12 {
			t.Errorf("%v: one at a time %v and %v", rho, s.Uniform(0, 0.3), s.Uniform(0.8, 0.5))
		}
	}
}
