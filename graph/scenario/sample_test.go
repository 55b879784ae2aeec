package scenario

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sampled is a sample of given values.
func sampled(t *testing.T, how Sampling, exact int, values ...float64) *Sample {
	t.Helper()
	s := newSample(how, len(values), exact)
	for part := range slices.Chunk(values, block) {
		var b sums
		b.of(part, how)
		s.add(part, &b)
	}
	s.finish()
	return s
}

func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-12*max(1, math.Abs(a), math.Abs(b))
}

// By hand, as R's quantile does it (type 7, its default).
func TestQuantileTables(t *testing.T) {
	ten := []float64{7, 1, 10, 4, 2, 9, 3, 8, 6, 5}
	for _, c := range []struct {
		values  []float64
		q, want float64
	}{
		{ten, 0, 1}, {ten, 0.25, 3.25}, {ten, 0.5, 5.5}, {ten, 0.75, 7.75}, {ten, 1, 10}, {ten, 0.05, 1.45}, {ten, 0.9, 9.1}, {ten, 2, 10}, {ten, -1, 1},
		{[]float64{3}, 0.7, 3},
		{[]float64{2, 1}, 0.25, 1.25},
		{[]float64{15, 20, 35, 40, 50}, 0.4, 29}, // rank 1.6 from 0: 20 + 0.6·15
		{[]float64{0, 0, 0, 8}, 0.75, 2},         // rank 2.25
	} {
		for _, exact := range []int{1 << 20, 0} {
			s := sampled(t, Plain, exact, c.values...)
			if x, _, _ := s.Quantile(c.q); !near(x, c.want) {
				t.Errorf("kept %v: quantile %v of %v is %v, want %v", s.Kept, c.q, c.values, x, c.want)
			}
		}
	}
}

func TestMoments95(t *testing.T) {
	// By hand: mean 3, squares 4+1+0+1+4 = 10, variance 2.5.
	s := sampled(t, Plain, 100, 1, 2, 3, 4, 5)
	x, se := s.Mean()
	low, high := s.MeanRange()
	if !near(x, 3) || !near(se, math.Sqrt(0.5)) || !near(s.StdDev, math.Sqrt(2.5)) || s.Min != 1 || s.Max != 5 || !near(low, 3-1.959963984540054*math.Sqrt(0.5)) || !near(high, 6-low) {
		t.Errorf("%v ± %v in %v to %v, %+v", x, se, low, high, s)
	}
	if _, se := sampled(t, Plain, 100, 1).Mean(); !math.IsInf(se, 1) {
		t.Errorf("one scenario has an error of %v", se)
	}
	// Pairs: means 2 and 5, of which the variance is 4.5.
	if x, se := sampled(t, Antithetic, 100, 1, 3, 4, 6).Mean(); !near(x, 3.5) || !near(se, 1.5) {
		t.Errorf("pairs: %v ± %v", x, se)
	}
	// Replicates: replicate r has the mean r, from 0 to 15, variance 16·17/12.
	var values []float64
	for i := range 2 * block {
		values = append(values, float64(i%block/points)+float64(i%2)-0.5)
	}
	for _, exact := range []int{0, 1 << 20} {
		s := sampled(t, Sobol, exact, values...)
		if x, se := s.Mean(); !near(x, 7.5) || !near(se, math.Sqrt(16*17/12.0/16)) {
			t.Errorf("replicates: %v ± %v", x, se)
		}
		// Above 7 are half of replicate 7 and all above it: shares 0 (7 times), 1/2 and 1 (8 times).
		p, _, _ := s.Above(7)
		_, se := s.spread(func(l, _ float64) float64 { return one(l > 7) })
		if want := math.Sqrt((8 + 0.25 - 16*p*p) / 15 / 16); !near(p, 8.5/16) || !near(se, want) {
			t.Errorf("replicates: share %v ± %v, want %v", p, se, want)
		}
	}
	// Large numbers with a small spread do not lose it.
	s = sampled(t, Plain, 0, 1e9+4, 1e9+7, 1e9+13, 1e9+16)
	if x, _ := s.Mean(); x != 1e9+10 || !near(s.StdDev, math.Sqrt(30)) {
		t.Errorf("far from 0: %v, %v", x, s.StdDev)
	}
}

// Intervals of Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 1998, table I, method 3.
func TestWilson(t *testing.T) {
	for _, c := range []struct{ k, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		var values []float64
		for i := range int(c.n) {
			values = append(values, one(float64(i) < c.k))
		}
		for _, exact := range []int{0, 1000} {
			s := sampled(t, Plain, exact, values...)
			p, low, high := s.Above(0)
			if !near(p, c.k/c.n) || math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
				t.Errorf("%v of %v: %v in %v to %v, want %v to %v", c.k, c.n, p, low, high, c.low, c.high)
			}
			// What is not above 0 is the rest.
			if q, from, to := sampled(t, Plain, exact, values...).AtLeast(1); q != p || from != low || to != high {
				t.Errorf("%v of %v at least 1: %v in %v to %v", c.k, c.n, q, from, to)
			}
		}
	}
	s := sampled(t, Plain, 100, 1, 2, 2, 3)
	above, _, _ := s.Above(2)
	least, _, _ := s.AtLeast(2)
	if above != 0.25 || least != 0.75 {
		t.Errorf("above 2 are %v, at least 2 are %v", above, least)
	}
}

// Ranks of order statistics: of the median of ten the 2nd and 9th (David and Nagaraja 2003, section 7.1: 97.9 %), of 20 the 6th and 15th
// (95.9 %); and by the binomial distribution added up for all small cases.
func TestOrderInterval(t *testing.T) {
	for _, c := range []struct {
		n         int
		q         float64
		low, high int
	}{{10, 0.5, 2, 9}, {20, 0.5, 6, 15}, {5, 0.5, 0, 6}, {6, 0.5, 1, 6}, {100, 0.99, 97, 101}, {1, 0.5, 0, 2}} {
		if low, high := orderInterval(c.n, c.q); low != c.low || high != c.high {
			t.Errorf("%d values, %v: ranks %d and %d, want %d and %d", c.n, c.q, low, high, c.low, c.high)
		}
	}
	for n := 1; n <= 120; n++ {
		for _, q := range []float64{0, 0.001, 0.05, 0.3, 0.5, 0.77, 0.95, 0.999, 1} {
			low, high := 0, n+1
			less := 0.0 // P(B < k)
			for k := 0; k <= n+1; k++ {
				if less <= 0.025 {
					low = min(k, n)
				}
				if 1-less <= 0.025-1e-12 && k < high {
					high = k
				}
				if k <= n {
					a, _ := math.Lgamma(float64(n + 1))
					b, _ := math.Lgamma(float64(k + 1))
					c, _ := math.Lgamma(float64(n - k + 1))
					less += math.Exp(a-b-c) * math.Pow(q, float64(k)) * math.Pow(1-q, float64(n-k))
				}
			}
			if l, h := orderInterval(n, q); l != low || h != high {
				t.Errorf("%d values, %v: ranks %d and %d, want %d and %d", n, q, l, h, low, high)
			}
		}
	}
	// Many: normal, with half a rank to spare.
	low, high := orderInterval(MaxScenarios, 0.25)
	half := 1.959963984540054 * math.Sqrt(MaxScenarios*0.25*0.75)
	if math.Abs(float64(low)-(MaxScenarios*0.25-half)) > 3 || math.Abs(float64(high)-(MaxScenarios*0.25+half)) > 3 {
		t.Errorf("ranks %d and %d, want about %v to each side", low, high, half)
	}
}

// By hand, with atoms.
func TestShortfall(t *testing.T) {
	for _, c := range []struct {
		q, want float64
		values  []float64
	}{
		{0.8, 9.5, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},       // the highest two
		{0.75, 9.2, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},      // the highest two and half of the third: (10+9+0.5·8)/2.5
		{0.9, 10, []float64{0, 0, 0, 0, 0, 0, 0, 0, 10, 10}},       // half of an atom
		{0.7, 20.0 / 3, []float64{0, 0, 0, 0, 0, 0, 0, 0, 10, 10}}, // the atom and half as much of the other: (2·10+1·0)/3
		{0, 2, []float64{0, 0, 0, 0, 0, 0, 0, 0, 10, 10}},          // all
		{0.55, 78, slices.Collect(upTo(100))},                      // 56 to 100
		{1, 4, []float64{1, 4, 2}},
	} {
		for _, exact := range []int{0, 1 << 20} {
			if x, _ := sampled(t, Plain, exact, c.values...).Shortfall(c.q); !near(x, c.want) && (exact > 0 || math.Abs(x-c.want) > SketchWidth*c.want) {
				t.Errorf("%v of %v: %v, want %v", c.q, c.values, x, c.want)
			}
		}
	}
}

func upTo(n int) func(func(float64) bool) {
	return func(yield func(float64) bool) {
		for i := 1; i <= n && yield(float64(i)); i++ {
		}
	}
}

// The sketch beside the values themselves: from 10⁻³ to 10¹², of both signs, with zeros and atoms.
func TestSketch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	var values []float64
	for range 64 * block {
		x := math.Exp(34*r.Float64() - 7)
		switch r.IntN(8) {
		case 0, 1, 2:
			x = -x
		case 3:
			x = 0
		case 4:
			x = 1234.5
		}
		values = append(values, x)
	}
	for _, how := range Samplings() {
		kept, sketch := sampled(t, how, 1<<20, values...), sampled(t, how, 0, values...)
		if !kept.Kept || sketch.Kept || sketch.Values() != nil {
			t.Fatal("kept or not")
		}
		close := func(what string, a, b float64) {
			t.Helper()
			if a != b && math.Abs(a-b) > SketchWidth*math.Abs(a) {
				t.Errorf("%s: %s is %v, in the sketch %v", how, what, a, b)
			}
		}
		for q := 0.001; q < 1; q += 0.007 {
			x, low, high := kept.Quantile(q)
			y, from, to := sketch.Quantile(q)
			close(fmt.Sprint("quantile ", q), x, y)
			if how == Plain {
				close("low", low, from)
				close("high", high, to)
			}
			a, _ := kept.Shortfall(q)
			b, _ := sketch.Shortfall(q)
			close("shortfall", a, b)
		}
		for _, x := range []float64{-1e9, -1, 0, 1e-3, 1, 1234.4, 1234.5, 1234.6, 5e7, 1e15} {
			for name, f := range map[string]func(*Sample, float64) (p, low, high float64){"above": (*Sample).Above, "at least": (*Sample).AtLeast} {
				p, low, high := f(kept, x)
				q, from, to := f(sketch, x)
				if math.Abs(p-q) > 0.0005 || (x == 0 || x == 1234.5) && math.Abs(p-q) > 1e-12 || from > low+1e-12 && how != Antithetic || to < high-1e-12 && how != Antithetic || from > q || to < q {
					t.Errorf("%s: %s %v are %v in %v to %v, in the sketch %v in %v to %v", how, name, x, p, low, high, q, from, to)
				}
			}
		}
		a, se := kept.Mean()
		b, s := sketch.Mean()
		if a != b || se != s || kept.Min != sketch.Min || kept.StdDev != sketch.StdDev {
			t.Error("moments differ")
		}
	}
}

// Where both of a pair say the same, a pair is worth one scenario: the sketch, which cannot see pairs, allows for that.
func TestSketchPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	var values []float64
	for range 8 * block {
		x := r.Float64()
		values = append(values, x, x)
	}
	kept, sketch := sampled(t, Antithetic, 1<<20, values...), sampled(t, Antithetic, 0, values...)
	for _, x := range []float64{0.1, 0.5, 0.99} {
		_, low, high := kept.Above(x)
		_, from, to := sketch.Above(x)
		_, se := kept.Shortfall(x)
		_, other := sketch.Shortfall(x)
		if math.Abs((to-from)/(high-low)-1) > 0.05 || math.Abs(other/se-1) > 0.01 {
			t.Errorf("above %v: in %v to %v, in the sketch %v to %v; shortfall ± %v and %v", x, low, high, from, to, se, other)
		}
	}
}

// Within a bucket a sketch does not know, and its interval says so.
func TestSketchBucket(t *testing.T) {
	values := append(slices.Repeat([]float64{1.00001}, 128), slices.Repeat([]float64{1.0003}, 128)...)
	s := sampled(t, Plain, 0, values...)
	if len(s.cells) != 1 {
		t.Fatalf("%d buckets", len(s.cells))
	}
	if p, low, high := s.Above(1.0002); p <= 0 || p >= 0.5 || low > 1e-9 || high < 0.99 {
		t.Errorf("%v in %v to %v", p, low, high)
	}
	if p, low, high := s.Above(1); p != 1 || low < 0.98 || high != 1 {
		t.Errorf("%v in %v to %v", p, low, high)
	}
}

// Buckets are at most as wide as they are said to be, and rise.
func TestPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	where := func(x float64) int { at, i := place(x); return at*octave + i }
	for range 100_000 {
		x, y := math.Exp(200*r.Float64()-100), math.Exp(200*r.Float64()-100)
		if r.IntN(2) == 0 {
			x = -x
		}
		if r.IntN(2) == 0 {
			y = -y
		}
		if x > y {
			x, y = y, x
		}
		if where(x) > where(y) {
			t.Fatalf("%v is in bucket %d, %v in %d", x, where(x), y, where(y))
		}
		if z := x + math.Abs(x)*SketchWidth*1.001; where(z) == where(x) {
			t.Fatalf("%v and %v are in one bucket", x, z)
		}
	}
	if where(0) != where(math.Copysign(0, -1)) || where(0) <= where(-1e-300) || where(0) >= where(1e-300) {
		t.Error("0 is in the wrong place")
	}
}

// Intervals hold the truth in 95 of 100 repetitions. The output is the larger of two uniforms: its distribution function is x².
func TestCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	f := func() (Analysis, error) {
		return func(u, out []float64) error { out[0] = max(u[0], u[1]); return nil }, nil
	}
	const times = 1000
	for _, how := range Samplings() {
		holds := map[string]int{}
		count := func(what string, low, truth, high float64) { holds[what] += int(one(low <= truth && truth <= high)) }
		for seed := range uint64(times) {
			r, err := Run(t.Context(), named(2), 1, f, Options{Scenarios: 1024, Seed: seed, Sampling: how, Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			s := r.Outputs[0]
			low, high := s.MeanRange()
			count("mean", low, 2.0/3, high)
			for _, q := range []float64{0.05, 0.5, 0.9} {
				_, low, high := s.Quantile(q)
				count(fmt.Sprint("quantile ", q), low, math.Sqrt(q), high)
			}
			for _, x := range []float64{0.5, 0.95} {
				_, low, high := s.Above(x)
				count(fmt.Sprint("above ", x), low, 1-x*x, high)
			}
			x, se := s.Shortfall(0.9)
			count("shortfall", x-s.critical()*se, 2.0/3*(1-math.Pow(0.9, 1.5))/0.1, x+s.critical()*se)
		}
		for what, k := range holds {
			t.Logf("%s, %s: %d of %d", how, what, k, times)
			// Sobol' points count so evenly that their error may be less than one scenario, below which intervals do not go.
			if k < 930 || k > 970 && (how != Sobol || what == "mean" || what == "shortfall") {
				t.Errorf("%s: the interval of %s holds the truth %d times in %d", how, what, k, times)
			}
		}
	}
}
