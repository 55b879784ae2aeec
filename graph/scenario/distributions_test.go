package scenario

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// known is a distribution with its moments in closed form.
type known struct {
	name           string
	d              Distribution
	mean, variance float64
}

func distributions(t testing.TB) []known {
	must := func(d Distribution, err error) Distribution {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
		return d
	}
	// PERT(2, 3, 8): Beta(1+4/6, 1+20/6) over a width of 6: variance ab/((a+b)²(a+b+1)) with a+b = 6.
	a, b := 1+4.0/6, 1+20.0/6
	return []known{
		{"constant", must(Constant(3)), 3, 0},
		{"bernoulli", must(Bernoulli(0.3)), 0.3, 0.21},
		{"uniform", must(Uniform(2, 8)), 5, 3},
		{"triangular", must(Triangular(2, 3, 8)), 13.0 / 3, (4 + 9 + 64 - 6 - 16 - 24) / 18.0},
		{"triangular-left", must(Triangular(2, 2, 8)), 4, 2},
		{"triangular-right", must(Triangular(2, 8, 8)), 6, 2},
		{"pert", must(PERT(2, 3, 8)), 22.0 / 6, 36 * a * b / (36 * 7)},
		{"pert-left", must(PERT(2, 2, 8)), 3, 36 * 5 / (36 * 7.0)},
		{"pert-right", must(PERT(-8, -2, -2)), -3, 36 * 5 / (36 * 7.0)},
		{"beta", must(Beta(0.5, 3)), 1.0 / 7, 1.5 / (3.5 * 3.5 * 4.5)},
		{"lognormal", must(Lognormal(1.2, 0.4)), 1.2, 1.44 * (math.Exp(0.16) - 1)},
	}
}

// The moments of the quantile function, integrated, are those of the books.
func TestMoments(t *testing.T) {
	for _, c := range distributions(t) {
		// u = Φ(z), so that the ends of the range, where quantiles are steep, are far away.
		mean, square := 0.0, 0.0
		const step = 1.0 / 512
		for i := -8 * 512; i <= 8*512; i++ {
			z := float64(i) * step
			weight := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * step
			if c.name == "bernoulli" { // jumps: midpoints in u do better
				continue
			}
			x := c.d.Quantile(inside(below(z)))
			mean += weight * x
			square += weight * x * x
		}
		if c.name == "bernoulli" {
			for i := range 1000 {
				x := c.d.Quantile((float64(i) + 0.5) / 1000)
				mean += x / 1000
				square += x * x / 1000
			}
		}
		if math.Abs(mean-c.mean) > 1e-5*(1+math.Abs(c.mean)) || math.Abs(square-mean*mean-c.variance) > 2e-5*(1+c.variance) {
			t.Errorf("%s: mean %v, variance %v; want %v, %v", c.name, mean, square-mean*mean, c.mean, c.variance)
		}
		if math.Abs(c.d.Mean()-c.mean) > 1e-12 {
			t.Errorf("%s: Mean %v, want %v", c.name, c.d.Mean(), c.mean)
		}
	}
}

// Quantiles do not fall, also where tables meet and at the very ends.
func TestQuantilesRise(t *testing.T) {
	for _, c := range distributions(t) {
		last := math.Inf(-1)
		for _, u := range []float64{least, 3 * least, 1e-12, 1e-9, 1e-6} {
			if x := c.d.Quantile(u); x < last {
				t.Errorf("%s falls at %v", c.name, u)
			} else {
				last = x
			}
		}
		for i := 1; i < 100_000; i++ {
			u := float64(i) / 100_000
			if x := c.d.Quantile(u); x < last {
				t.Fatalf("%s falls at %v: from %v to %v", c.name, u, last, x)
			} else {
				last = x
			}
		}
		if x := c.d.Quantile(greatest); x < last || math.IsInf(x, 0) {
			t.Errorf("%s: at the end %v after %v", c.name, x, last)
		}
	}
}

// The table of a beta distribution beside gonum's inverse of the incomplete beta function, which is exact and slow.
func TestBetaTable(t *testing.T) {
	worst := 0.0
	try := func(a, b float64) {
		d, err := Beta(a, b)
		if err != nil {
			t.Fatalf("%v, %v: %v", a, b, err)
		}
		for i := range 400 {
			u := (float64(i) + 0.5) / 400
			switch i % 3 {
			case 1:
				u = math.Pow(u, 8)
			case 2:
				u = 1 - math.Pow(u, 8)/2
			}
			u = inside(u)
			want := mathext.InvRegIncBeta(a, b, u)
			if u > 0.5 {
				want = 1 - mathext.InvRegIncBeta(b, a, 1-u)
			}
			worst = max(worst, math.Abs(d.Quantile(u)-want))
		}
	}
	for at := 0.0; at <= 1; at += 1.0 / 64 { // all shapes of PERT
		try(1+4*at, 1+4*(1-at))
	}
	for _, a := range []float64{0.5, 0.9, 1, 2, 7, 20, 50} {
		for _, b := range []float64{0.5, 0.9, 1, 2, 7, 20, 50} {
			try(a, b)
		}
	}
	if worst > BetaError || worst == 0 {
		t.Errorf("off by up to %v", worst)
	}
}

func TestDistributionErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, f := range map[string]func() (Distribution, error){
		"constant nan":         func() (Distribution, error) { return Constant(nan) },
		"bernoulli nan":        func() (Distribution, error) { return Bernoulli(nan) },
		"bernoulli 1.1":        func() (Distribution, error) { return Bernoulli(1.1) },
		"bernoulli -0.1":       func() (Distribution, error) { return Bernoulli(-0.1) },
		"uniform down":         func() (Distribution, error) { return Uniform(2, 1) },
		"uniform inf":          func() (Distribution, error) { return Uniform(2, inf) },
		"triangular down":      func() (Distribution, error) { return Triangular(2, 1, 3) },
		"triangular nan":       func() (Distribution, error) { return Triangular(2, nan, 3) },
		"pert beyond":          func() (Distribution, error) { return PERT(2, 4, 3) },
		"pert nan":             func() (Distribution, error) { return PERT(nan, 4, 5) },
		"beta 0":               func() (Distribution, error) { return Beta(0, 4) },
		"beta nan":             func() (Distribution, error) { return Beta(nan, 4) },
		"lognormal 0":          func() (Distribution, error) { return Lognormal(0, 1) },
		"lognormal sigma":      func() (Distribution, error) { return Lognormal(1, -1) },
		"lognormal huge":       func() (Distribution, error) { return LognormalRange(1e-300, 1, 1e300) },
		"lognormal nan":        func() (Distribution, error) { return Lognormal(1, nan) },
		"lognormal range 0":    func() (Distribution, error) { return LognormalRange(0, 1, 2) },
		"lognormal range down": func() (Distribution, error) { return LognormalRange(3, 2, 1) },
		"triangular range":     func() (Distribution, error) { return TriangularRange(3, 2, 4) },
		"pert range":           func() (Distribution, error) { return PERTRange(1, 5, 4) },
	} {
		if d, err := f(); err == nil || d != nil {
			t.Errorf("%s passes: %v, %v", name, d, err)
		}
	}
	for _, f := range []func(low, likely, high float64) (Distribution, error){Triangular, PERT, TriangularRange, PERTRange, LognormalRange} {
		if d, err := f(4, 4, 4); err != nil || d.Quantile(0.01) != 4 && math.Abs(d.Quantile(0.01)-4) > 1e-12 || math.Abs(d.Mean()-4) > 1e-12 {
			t.Errorf("a range of one number: %v, %v", d, err)
		}
	}
}
