package scenario

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// unscrambled is coordinate d of point i of the sequence as published.
func unscrambled(d, i int) float64 {
	x := uint64(0)
	for g := uint(i) ^ uint(i)>>1; g != 0; g &= g - 1 {
		x ^= directions()[d][bits.TrailingZeros(g)]
	}
	return float64(x>>11) / (1 << 53)
}

// The first points as of SciPy 1.10, qmc.Sobol(5, scramble=False).random(8), whose first dimension is that of Sobol' himself: 0, 1/2, 3/4,
// 1/4, 3/8 … And some far out, in units of 2⁻³⁰.
func TestSobolPublished(t *testing.T) {
	for i, want := range [][]float64{
		{0, 0, 0, 0, 0},
		{0.5, 0.5, 0.5, 0.5, 0.5},
		{0.75, 0.25, 0.25, 0.25, 0.75},
		{0.25, 0.75, 0.75, 0.75, 0.25},
		{0.375, 0.375, 0.625, 0.875, 0.375},
		{0.875, 0.875, 0.125, 0.375, 0.875},
		{0.625, 0.125, 0.875, 0.625, 0.625},
		{0.125, 0.625, 0.375, 0.125, 0.125},
	} {
		for d, x := range want {
			if got := unscrambled(d, i); got != x {
				t.Errorf("point %d, dimension %d: %v, want %v", i, d+1, got, x)
			}
		}
	}
	for i, want := range map[int][]float64{ // dimensions 2, 3, 4, 10, 100, 500 and 1024
		5:    {939524096, 134217728, 402653184, 134217728, 402653184, 134217728, 402653184},
		100:  {276824064, 830472192, 780140544, 746586112, 947912704, 528482304, 1015021568},
		1000: {103809024, 556793856, 726663168, 74448896, 200278016, 273678336, 766509056},
	} {
		for k, d := range []int{1, 2, 3, 9, 99, 499, 1023} {
			if got := unscrambled(d, i) * (1 << 30); got != want[k] {
				t.Errorf("point %d, dimension %d: %v, want %v", i, d+1, got, want[k])
			}
		}
	}
}

// The table is whole, its dimensions are all different, and its numbers are odd and have as many digits as they may.
func TestJoeKuoTable(t *testing.T) {
	if len(directions()) != SobolInputs {
		t.Fatalf("%d dimensions, want %d", len(directions()), SobolInputs)
	}
	seen := map[[columns]uint64]bool{}
	for d, v := range directions() {
		if seen[v] {
			t.Errorf("dimension %d comes twice", d+1)
		}
		seen[v] = true
		for k, x := range v { // m_k is odd and has k+1 digits at most
			if x>>(63-k)&1 != 1 || x<<(k+1) != 0 {
				t.Errorf("dimension %d, number %d is %x", d+1, k, x)
			}
		}
	}
}

// The polynomials are primitive: the powers of x come back to 1 only after all 2^s-1 others. So each dimension takes all values.
func TestJoeKuoPrimitive(t *testing.T) {
	for line := range strings.Lines(joeKuo) {
		var d, s, a uint
		if n, _ := fmt.Sscan(line, &d, &s, &a); n < 3 {
			continue
		}
		polynomial := 1<<s | a<<1 | 1
		x, order := uint(1), 0
		for first := true; first || x != 1; first = false {
			if x <<= 1; x>>s == 1 {
				x ^= polynomial
			}
			if order++; order >= 1<<s {
				break
			}
		}
		if order != 1<<s-1 {
			t.Errorf("dimension %d: order %d of degree %d", d, order, s)
		}
	}
}

// Sobol's property A, which Joe and Kuo's numbers have: the first binary digits of 2^d points fall into all 2^d halves of the cube. The
// matrix of first digits of the direction numbers has full rank.
func TestPropertyA(t *testing.T) {
	for d := 1; d <= columns; d++ {
		rows := make([]uint64, d)
		for i := range rows {
			for k := range d {
				rows[i] |= directions()[i][k] >> 63 << k
			}
		}
		if rank := rankOf(rows); rank != d {
			t.Errorf("%d dimensions: rank %d", d, rank)
		}
	}
}

func rankOf(rows []uint64) (rank int) {
	rows = slices.Clone(rows)
	for bit := range 64 {
		at := slices.IndexFunc(rows, func(x uint64) bool { return x>>bit&1 == 1 })
		if at < 0 {
			continue
		}
		with := rows[at]
		rows = slices.Delete(rows, at, at+1)
		for i := range rows {
			if rows[i]>>bit&1 == 1 {
				rows[i] ^= with
			}
		}
		rank++
	}
	return rank
}

// points of the first replicate of a run.
func firstReplicate(t *testing.T, inputs int, seed uint64, n int) [][]float64 {
	t.Helper()
	s, err := newSampler(Sobol, seed, named(inputs), n*replicates)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float64
	u := make([]float64, block*s.row)
	for b := range n / points {
		s.fill(b, u)
		for p := range points {
			out = append(out, slices.Clone(u[p*s.row:][:inputs]))
		}
	}
	return out
}

// A (0, m, 2)-net: each of the 2^m boxes of equal size 2^-a by 2^-(m-a) holds one point, also scrambled. In one dimension, each input
// has one point in each interval.
func TestSobolNet(t *testing.T) {
	const m = 10
	for seed := range uint64(5) {
		x := firstReplicate(t, 40, seed, 1<<m)
		for a := 0; a <= m; a++ {
			seen := map[[2]int]int{}
			for _, u := range x {
				seen[[2]int{int(math.Ldexp(u[0], a)), int(math.Ldexp(u[1], m-a))}]++
			}
			if len(seen) != 1<<m {
				t.Errorf("seed %d: %d of %d boxes of 2^-%d by 2^-%d hold a point", seed, len(seen), 1<<m, a, m-a)
			}
		}
		for d := range 40 {
			seen := map[int]bool{}
			for _, u := range x {
				seen[int(math.Ldexp(u[d], m))] = true
			}
			if len(seen) != 1<<m {
				t.Errorf("seed %d, input %d: %d intervals hold a point", seed, d, len(seen))
			}
		}
	}
}

// Scrambled points are uniform each by itself: over many seeds the first point of an input, and the distance of the first two, are
// spread evenly. Two points of a net are never in the same half, and in which quarters is even again.
func TestScrambleUniform(t *testing.T) {
	const seeds = 4000
	var first, third [16]int
	for seed := range uint64(seeds) {
		s := newStream(seed, "x")
		v, shift := scramble(&directions()[3], &s, 0)
		first[shift>>60]++
		third[(shift^v[0]^v[1])>>60]++
	}
	for name, counts := range map[string][16]int{"first": first, "third": third} {
		chi := 0.0
		for _, k := range counts {
			chi += (float64(k) - seeds/16) * (float64(k) - seeds/16) / (seeds / 16)
		}
		if chi > 44 { // 99.99 % of χ² with 15 degrees of freedom
			t.Errorf("%s points: χ² is %v", name, chi)
		}
	}
}

// Below its first digit, which is kept, each digit of a scrambled direction number is set half of the time.
func TestScrambleMatrix(t *testing.T) {
	const seeds = 2000
	var set [columns][64]int
	for seed := range uint64(seeds) {
		s := newStream(seed, "x")
		v, _ := scramble(&directions()[5], &s, 1)
		for k, x := range v {
			for digit := range 64 {
				set[k][digit] += int(x >> (63 - digit) & 1)
			}
		}
	}
	for k, digits := range set {
		first := bits.LeadingZeros64(directions()[5][k])
		for digit, n := range digits {
			if digit < first && n != 0 || digit == first && n != seeds || digit > first && math.Abs(float64(n)-seeds/2) > 5*math.Sqrt(seeds/4) {
				t.Errorf("number %d, digit %d is set %d times in %d", k, digit, n, seeds)
			}
		}
	}
}

// Integrals of products ∏(|4x−2| + a)/(1 + a), which are 1: with Sobol' points the error falls nearly like 1/n, with plain like 1/√n; and it
// is what it says it is.
func TestSobolConverges(t *testing.T) {
	const d = 6
	f := func() (Analysis, error) {
		return func(u, out []float64) error {
			out[0] = 1
			for i, x := range u {
				a := float64(i * i)
				out[0] *= (math.Abs(4*x-2) + a) / (1 + a)
			}
			return nil
		}, nil
	}
	rms := func(how Sampling, n int) (actual, said float64) {
		const seeds = 20
		for seed := range uint64(seeds) {
			r, err := Run(t.Context(), named(d), 1, f, Options{Scenarios: n, Seed: seed, Sampling: how})
			if err != nil {
				t.Fatal(err)
			}
			x, se := r.Outputs[0].Mean()
			actual += (x - 1) * (x - 1) / seeds
			said += se * se / seeds
		}
		return math.Sqrt(actual), math.Sqrt(said)
	}
	var slope [2]float64
	for i, how := range []Sampling{Plain, Sobol} {
		small, _ := rms(how, 1<<11)
		large, said := rms(how, 1<<16)
		slope[i] = math.Log2(small/large) / 5
		if large > 1.5*said || large < said/1.5 {
			t.Errorf("%s: the error is %v, but said to be %v", how, large, said)
		}
	}
	if slope[0] < 0.3 || slope[0] > 0.7 || slope[1] < 0.8 {
		t.Errorf("errors fall with the power %v of n plainly, and %v of Sobol'", slope[0], slope[1])
	}
}

// Inputs beyond the table are drawn plainly, and Sobol' sampling still works.
func TestBeyondTable(t *testing.T) {
	r, err := Run(t.Context(), named(SobolInputs+10), 1, func() (Analysis, error) {
		return func(u, out []float64) error {
			out[0] = u[SobolInputs] + u[SobolInputs+9]
			return nil
		}, nil
	}, Options{Scenarios: 4096, Sampling: Sobol})
	if err != nil || r.Even != SobolInputs {
		t.Fatalf("%+v, %v", r, err)
	}
	if x, se := r.Outputs[0].Mean(); math.Abs(x-1) > 4*se || se < 0.002 { // √(2/12/4096) = 0.0064
		t.Errorf("%v ± %v", x, se)
	}
}

// The order of points of a replicate is that of the sequence: a run is the beginning of a longer one.
func TestSobolPrefix(t *testing.T) {
	short, long := firstReplicate(t, 3, 9, 64), firstReplicate(t, 3, 9, 1024)
	if fmt.Sprint(short) != fmt.Sprint(long[:64]) {
		t.Error("a longer run begins with other points")
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 100 { // two points differ as the unscrambled ones: the shift cancels, and the matrix keeps the first digit that differs
		i, j, d := r.IntN(1024), r.IntN(1024), r.IntN(3)
		plain := uint64(unscrambled(d, i)*(1<<53)) ^ uint64(unscrambled(d, j)*(1<<53))
		mixed := uint64(long[i][d]*(1<<53)) ^ uint64(long[j][d]*(1<<53))
		if i != j && bits.LeadingZeros64(plain) != bits.LeadingZeros64(mixed) {
			t.Fatalf("points %d and %d of input %d", i, j, d)
		}
	}
}
