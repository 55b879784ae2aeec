package exposure_test

import (
	"errors"
	"math"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
)

// visits is how often a dollar at v is at v before it gets to one of the dead, by inverting a matrix.
func (b books) visits(v int, dead []int) float64 {
	k := len(b.t)
	a := mat.NewDense(k, k, nil)
	gone := make([]bool, k)
	for _, d := range dead {
		gone[d] = true
	}
	for i := range k {
		a.Set(i, i, 1)
		for j := range k {
			if !gone[i] && !gone[j] {
				a.Set(i, j, a.At(i, j)-b.p(i, j))
			}
		}
	}
	var inv mat.Dense
	if err := inv.Inverse(a); err != nil {
		return math.NaN()
	}
	return inv.At(v, v)
}

// simple lists all simple paths between two parties with what they carry.
func (b books) simple(from, to int) map[string]float64 {
	out := map[string]float64{}
	var walk func(path []int, amount float64)
	walk = func(path []int, amount float64) {
		last := path[len(path)-1]
		if len(path) > 1 {
			amount *= b.visits(last, path[:len(path)-1])
		}
		if last == to {
			out[key(path)] = amount
			return
		}
		for j := range b.t {
			share := b.p(last, j)
			if len(path) == 1 && b.isOutside[last] {
				share = b.f[last][j] / b.t[last]
			}
			if share > 0 && !on(path, j) {
				walk(append(append([]int(nil), path...), j), amount*share)
			}
		}
	}
	walk([]int{from}, b.t[from])
	return out
}

func key(path []int) string {
	var out []byte
	for _, v := range path {
		out = append(out, byte('a'+v))
	}
	return string(out)
}

func on(path []int, v int) bool {
	for _, w := range path {
		if w == v {
			return true
		}
	}
	return false
}

// All paths together carry the dependence, each what its chain and its circles say, the largest first.
func TestPathsAgainstInverses(t *testing.T) {
	paths, circles := 0, 0
	for seed := range uint64(300) {
		n := some(seed, 0)
		b := keep(n)
		c := exposure.NewChains(n)
		for x := range n.Order() {
			r, err := c.Dependents(t.Context(), graph.Node(x), exposure.ReachOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for v := range n.Order() {
				if v == x {
					continue
				}
				want := b.simple(x, v)
				got, err := c.Paths(t.Context(), graph.Node(x), graph.Node(v), exposure.PathOptions{Most: 100_000, Cover: 1})
				if err != nil {
					t.Fatal(err)
				}
				sum, last := got.Rest, math.Inf(1)
				for _, p := range got.Paths {
					var ids []int
					for _, v := range p.Parties {
						ids = append(ids, int(v))
					}
					sum += p.Amount
					amount, ok := want[key(ids)]
					if math.IsNaN(amount) {
						continue // a closed circle elsewhere: the matrix of the test has no inverse
					}
					paths++
					if p.Factor > 1.01 {
						circles++
					}
					if !ok || !close2(p.Amount, amount) || amount > last*(1+1e-9) || p.Factor < 1-1e-12 {
						t.Fatalf("seed %d: %s carries %d, want %g after %g", seed, key(ids), p.Amount, amount, last)
					}
					last = amount
				}
				if total := total(r, v).Total; sum != total || got.Total != total || got.Rest < 0 || got.Rest > 1+int64(len(want)) || got.Stopped {
					t.Fatalf("seed %d: %d to %d: paths carry %d, rest %d of %d", seed, x, v, sum, got.Rest, total)
				}
			}
		}
	}
	if paths < 5000 || circles < 3000 {
		t.Errorf("%d paths, %d of them with circles", paths, circles)
	}
}

// By hand: x pays a 10 and b 10; a passes half of what it has to b and b half of what it has to a. A dollar that comes to a is
// there 1/(1−¼) times.
func TestPathsByHand(t *testing.T) {
	n := nettest.Parse("x > a loan 10; x > b loan 10; a > b loan 10; b > a loan 10; a > end loan 10; b > c loan 10; c > end loan 10")
	at := func(id deals.PartyID) graph.Node { v, _ := n.Node(id); return v }
	c := exposure.NewChains(n)
	got, err := c.Paths(t.Context(), at("x"), at("end"), exposure.PathOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, a, b, mid, end := at("x"), at("a"), at("b"), at("c"), at("end")
	want := []exposure.Path{
		{Parties: []graph.Node{x, a, end}, Amount: 667, Share: 1.0 / 3, Factor: 4.0 / 3},
		{Parties: []graph.Node{x, b, mid, end}, Amount: 666, Share: 1.0 / 3, Factor: 4.0 / 3},
		{Parties: []graph.Node{x, a, b, mid, end}, Amount: 334, Share: 1.0 / 6, Factor: 4.0 / 3},
		{Parties: []graph.Node{x, b, a, end}, Amount: 333, Share: 1.0 / 6, Factor: 4.0 / 3},
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	byCent := cmp.Comparer(func(a, b int64) bool { return a-b <= 1 && b-a <= 1 })
	if d := cmp.Diff(2000, int(got.Total)); d != "" || got.Rest != 0 || len(got.Paths) != 4 {
		t.Fatalf("%s%+v", d, got)
	}
	for _, w := range want {
		found := false
		for _, p := range got.Paths {
			found = found || cmp.Equal(w, p, near, byCent)
		}
		if !found {
			t.Errorf("%+v is not in %+v", w, got.Paths)
		}
	}
	two, _ := c.Paths(t.Context(), x, end, exposure.PathOptions{Most: 2})
	if len(two.Paths) != 2 || two.Rest != 2000-two.Paths[0].Amount-two.Paths[1].Amount || two.Paths[1].Amount < 666 {
		t.Errorf("%+v", two)
	}
	if half, _ := c.Paths(t.Context(), x, end, exposure.PathOptions{Cover: 0.5}); len(half.Paths) != 2 {
		t.Errorf("%+v", half)
	}
	if none, err := c.Paths(t.Context(), end, x, exposure.PathOptions{}); err != nil || len(none.Paths) != 0 || none.Total != 0 || none.Rest != 0 {
		t.Errorf("%+v, %v", none, err)
	}
	if _, err := c.Paths(t.Context(), x, x, exposure.PathOptions{}); !errors.Is(err, exposure.ErrSame) {
		t.Error(err)
	}
}
