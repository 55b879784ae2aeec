package clearing

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// shares draws K: of each dollar a party passes on less than all, to a few.
func shares(r *rand.Rand, n, ties int, leak float64) (links []link, k *mat.Dense) {
	k = mat.NewDense(n, n, nil)
	for i := range n {
		left := 1 - leak
		for range ties {
			if j := r.IntN(n); j != i && k.At(i, j) == 0 {
				share := left * r.Float64()
				left -= share
				k.Set(i, j, share)
			}
		}
		for j := range n {
			if x := k.At(i, j); x != 0 {
				links = append(links, link{i, j, x})
			}
		}
	}
	return links, k
}

// Rows of (I−K)⁻¹ and the factors of paths, by elimination and step by step, are those of the inverse and of the inverses of
// what is left when the parties before are deleted.
func TestAround(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	for range 300 {
		n := 2 + r.IntN(9)
		links, k := shares(r, n, 4, 0.05)
		inverse := inverted(k, nil)
		for _, stepwise := range []bool{false, true} {
			a, ok := newAround(n, links)
			if !ok {
				t.Fatal("no answer")
			}
			if stepwise {
				a.by = nil
			}
			for i := range n {
				sum := 0.0
				for j := range n {
					sum += inverse.At(i, j)
					if got := a.row(int32(i))[j]; !near(got, inverse.At(i, j), 1) {
						t.Fatalf("stepwise %v: entry %d %d is %g, want %g", stepwise, i, j, got, inverse.At(i, j))
					}
				}
				if !near(a.all[i], sum, sum) {
					t.Fatalf("a dollar at %d brings about %g, want %g", i, a.all[i], sum)
				}
			}
			var path []int32
			for _, v := range r.Perm(n)[:1+r.IntN(n)] {
				path = append(path, int32(v))
			}
			last := int(path[len(path)-1])
			if got, want := a.factor(path), inverted(k, path[:len(path)-1]).At(last, last); !near(got, want, 1) {
				t.Fatalf("stepwise %v: the factor of %v is %g, want %g", stepwise, path, got, want)
			}
		}
	}
}

// inverted is (I−K)⁻¹ without some parties.
func inverted(k *mat.Dense, without []int32) *mat.Dense {
	n, _ := k.Dims()
	m := mat.NewDense(n, n, nil)
	gone := map[int]bool{}
	for _, v := range without {
		gone[int(v)] = true
	}
	for i := range n {
		for j := range n {
			if !gone[i] && !gone[j] {
				m.Set(i, j, -k.At(i, j))
			}
		}
		m.Set(i, i, m.At(i, i)+1)
	}
	var inverse mat.Dense
	if err := inverse.Inverse(m); err != nil {
		panic(err)
	}
	return &inverse
}

// Thousands of parties that are tied closely are followed step by step, to the answer that conservation asks for: of a dollar
// all leaks in the end.
func TestAroundCrowd(t *testing.T) {
	if testing.Short() {
		t.Skip("too many parties for a short test")
	}
	r := rand.New(rand.NewPCG(63, 64))
	const n = 3000
	var links []link
	for i := range n {
		for range 12 {
			if j := r.IntN(n - 1); true {
				if j >= i {
					j++
				}
				links = append(links, link{i, j, 0.95 / 12})
			}
		}
	}
	a, ok := newAround(n, links)
	if !ok || a.by != nil {
		t.Fatalf("answered %v, by elimination %v", ok, a.by != nil)
	}
	leaks := 0.0
	for _, x := range a.row(7) {
		leaks += 0.05 * x
	}
	if !near(leaks, 1, 1) || !near(a.all[7], 20, 20) {
		t.Errorf("%.12g of a dollar leaks and it brings about %.12g; want 1 and 1/0.05", leaks, a.all[7])
	}
	c := &circle{start: a.start, to: a.to, share: a.share, leak: make([]float64, n)}
	b := make([]float64, n)
	b[7] = 1
	for i := range c.leak {
		c.leak[i] = 0.05
	}
	if ok, err := c.solve(t.Context(), b); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for i, x := range b {
		if math.Abs(x-a.row(7)[i]) > 1e-12 {
			t.Fatalf("entry %d is %g, step by step %g", i, x, a.row(7)[i])
		}
	}
	for e := range c.share { // next to nothing leaks
		c.share[e] = (1 - 1e-8) / 12
	}
	clear(b)
	b[7], leaks = 1, 0
	for i := range c.leak {
		c.leak[i] = 1e-8
	}
	if ok, err := c.solve(t.Context(), b); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, x := range b {
		leaks += 1e-8 * x
	}
	if !near(leaks, 1, 1) {
		t.Errorf("%.12g of a dollar leaks, want 1", leaks)
	}
}

// Paths of a market with many parties: what they carry and the rest is the loss, and each bare chain times its factor
// is the amount.
func TestPathsOfManyParties(t *testing.T) {
	s := market(1000, 5, 1)
	base := solve(t, s)
	s.Parties[0].Withheld = []float64{0.5, 0.5, 0.5}
	l := Compare(s, base, solve(t, s), nil, func(i int) bool { return i == 0 })
	a, ok := l.Paths(func(int) bool { return true }, 0, 500)
	if !ok || len(a.Paths) != 500 {
		t.Fatalf("answered %v, %d paths", ok, len(a.Paths))
	}
	k := map[[2]int]float64{}
	for _, link := range l.Links {
		k[[2]int{link.From, link.To}] = link.Amount / (l.Received[link.From] + l.Missing[link.From])
	}
	sum := a.Rest
	for _, p := range a.Paths {
		sum += p.Amount
		chain := l.Missing[0]
		for i := range p.Parties[1:] {
			chain *= k[[2]int{p.Parties[i], p.Parties[i+1]}]
		}
		if p.Parties[0] != 0 || p.Factor < 1 || !near(chain*p.Factor, p.Amount, p.Amount) && len(p.Parties) > 1 {
			t.Fatalf("path %+v of a chain that carries %g", p, chain)
		}
	}
	if !near(sum, l.Total(), l.Total()) || a.Rest < 0 {
		t.Errorf("paths and rest are %g, the loss %g; rest %g", sum, l.Total(), a.Rest)
	}
}
