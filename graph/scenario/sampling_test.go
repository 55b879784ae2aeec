package scenario

import (
	"math"
	"slices"
	"testing"
)

// draws of one input in the first scenarios.
func draws(t *testing.T, inputs []string, input, n int, o Options) []float64 {
	t.Helper()
	var out []float64
	for k := range n {
		u, err := Draws(inputs, o, k)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, u[input])
	}
	return out
}

// Another input, in front or behind, changes nothing for the rest; another seed everything, and another id too.
func TestStreams(t *testing.T) {
	for _, how := range []Sampling{Plain, Antithetic} {
		o := Options{Scenarios: 600, Seed: 7, Sampling: how}
		alone := draws(t, []string{"deal-1 amount"}, 0, 600, o)
		if with := draws(t, []string{"deal-0 amount", "deal-1 amount", "deal-2 amount"}, 1, 600, o); !slices.Equal(alone, with) {
			t.Errorf("%s: other inputs change the draws", how)
		}
		o.Scenarios = 700
		if longer := draws(t, []string{"deal-1 amount"}, 0, 600, o); !slices.Equal(alone, longer) {
			t.Errorf("%s: more scenarios change the draws", how)
		}
		o.Seed = 8
		for name, other := range map[string][]float64{
			"seed": draws(t, []string{"deal-1 amount"}, 0, 600, o),
			"id":   draws(t, []string{"deal-1 delay"}, 0, 600, Options{Scenarios: 600, Seed: 7, Sampling: how}),
		} {
			equal := 0
			for i := range alone {
				equal += int(one(alone[i] == other[i]))
			}
			if equal > 0 {
				t.Errorf("%s: another %s leaves %d draws as they are", how, name, equal)
			}
		}
	}
	// With Sobol' points another input at the end changes nothing.
	o := Options{Scenarios: 512, Seed: 7, Sampling: Sobol}
	if !slices.Equal(draws(t, named(3), 2, 512, o), draws(t, named(9), 2, 512, o)) {
		t.Error("another input at the end changes Sobol' points")
	}
}

// Draws are uniform and of different inputs independent: moments, and χ² of 8 by 8 boxes, over blocks too.
func TestDrawsUniform(t *testing.T) {
	for _, how := range Samplings() {
		const n = 1 << 16
		var boxes [64]float64
		r, err := Run(t.Context(), named(2), 5, func() (Analysis, error) {
			return func(u, out []float64) error {
				boxes[int(8*u[0])*8+int(8*u[1])]++
				out[0], out[1], out[2], out[3], out[4] = u[0], u[0]*u[0], u[1], u[1]*u[1], u[0]*u[1]
				return nil
			}, nil
		}, Options{Scenarios: n, Seed: 1, Workers: 1, Sampling: how})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []float64{1.0 / 2, 1.0 / 3, 1.0 / 2, 1.0 / 3, 1.0 / 4} {
			if x, se := r.Outputs[i].Mean(); math.Abs(x-want) > 4*se+1e-15 || se > 0.002 {
				t.Errorf("%s, output %d: %v ± %v, want %v", how, i, x, se, want)
			}
		}
		chi := 0.0
		for _, k := range boxes {
			chi += (k - n/64) * (k - n/64) / (n / 64)
		}
		most := 63 + 4*math.Sqrt(126)
		if how == Antithetic {
			most *= 2 // pairs fall into boxes that mirror each other
		}
		if chi > most {
			t.Errorf("%s: χ² is %v", how, chi)
		}
	}
}

// Pairs mirror each other exactly, and for a function that rises their variance is below that of plain scenarios; for one that is the
// same for both, the error is that of half as many.
func TestAntithetic(t *testing.T) {
	o := Options{Scenarios: 601, Sampling: Antithetic}
	u := draws(t, named(1), 0, 602, o)
	for i := 0; i < len(u); i += 2 {
		if u[i]+u[i+1] != 1 {
			t.Fatalf("scenario %d: %v and %v", i, u[i], u[i+1])
		}
	}
	if _, err := Draws(named(1), o, 602); err == nil {
		t.Error("there is a scenario too many")
	}
	se := map[Sampling][]float64{}
	for _, how := range []Sampling{Plain, Antithetic} {
		r, err := Run(t.Context(), named(5), 2, func() (Analysis, error) {
			return func(u, out []float64) error {
				sum := 0.0
				for _, x := range u {
					sum += x * x
				}
				out[0], out[1] = math.Exp(sum), math.Abs(u[0]-0.5)
				return nil
			}, nil
		}, Options{Scenarios: 20_000, Sampling: how})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Outputs {
			_, e := s.Mean()
			se[how] = append(se[how], e)
		}
	}
	if se[Antithetic][0] > 0.8*se[Plain][0] {
		t.Errorf("rising: %v, plainly %v", se[Antithetic][0], se[Plain][0])
	}
	if ratio := se[Antithetic][1] / se[Plain][1]; math.Abs(ratio-math.Sqrt2) > 0.05 {
		t.Errorf("the same for both: %v times the plain error", ratio)
	}
}

func TestRounded(t *testing.T) {
	for _, c := range []struct {
		how         Sampling
		asked, want int
	}{
		{Plain, 1, 1}, {Plain, 1001, 1001}, {Antithetic, 1, 2}, {Antithetic, 1000, 1000},
		{Sobol, 1, 256}, {Sobol, 256, 256}, {Sobol, 257, 512}, {Sobol, 1000, 1024}, {Sobol, 1024, 1024}, {Sobol, 1025, 2048}, {Sobol, 100_000, 131_072},
	} {
		if got := c.how.rounded(c.asked); got != c.want {
			t.Errorf("%s: %d becomes %d, want %d", c.how, c.asked, got, c.want)
		}
	}
	for _, how := range Samplings() {
		if how.Meaning() == "" {
			t.Errorf("%s means nothing", how)
		}
	}
}
