package exposure

import (
	"math"
	"math/rand/v2"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"gonum.org/v1/gonum/mat"
)

// Sweeping, eliminating and the LU of gonum give the same.
func TestBlockThreeWays(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		n := 2 + r.IntN(30)
		swept, exact := block{start: []int32{0}}, hit{ctx: t.Context()}
		a, rhs := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
		for v := range n {
			row := make([]float64, n+2)
			sum := 0.0
			for j := range row {
				if j != v && r.IntN(3) == 0 || j == n+1 {
					row[j] = r.Float64()
				}
				sum += row[j]
			}
			a.Set(v, v, 1)
			for j := range n {
				if row[j] > 0 {
					swept.with, swept.share = append(swept.with, int32(j)), append(swept.share, row[j]/sum)
					a.Set(v, j, -row[j]/sum)
				}
			}
			swept.base = append(swept.base, [2]float64{row[n] / sum, row[n+1] / sum})
			rhs.SetVec(v, row[n]/sum)
			swept.start = append(swept.start, int32(len(swept.with)))
		}
		swept.x = make([][2]float64, n)
		eliminated := swept
		eliminated.x = make([][2]float64, n)
		for gap := 1.0; gap > closeEnough; {
			gap, _ = swept.sweep()
		}
		if err := exact.eliminate(&eliminated); err != nil {
			t.Fatal(err)
		}
		var want mat.VecDense
		if err := want.SolveVec(a, rhs); err != nil {
			t.Fatal(err)
		}
		for v := range n {
			w := want.AtVec(v)
			if math.Abs(swept.x[v][0]-w) > 1e-12 || math.Abs(eliminated.x[v][0]-w) > 1e-12 || math.Abs(eliminated.x[v][1]-(1-w)) > 1e-12 {
				t.Fatalf("%d of %d: %v and %v, want %g", v, n, swept.x[v], eliminated.x[v], w)
			}
		}
	}
}

// What is not known of what a block depends on stays not known: the two sides do not add up to 1, and bound the truth.
func TestEliminateKeepsWhatIsOpen(t *testing.T) {
	b := block{start: []int32{0, 1, 2}, with: []int32{1, 0}, share: []float64{0.5, 0.5}, base: [][2]float64{{0.2, 0.2}, {0.1, 0.4}}, x: make([][2]float64, 2)}
	if err := (&hit{ctx: t.Context()}).eliminate(&b); err != nil {
		t.Fatal(err)
	}
	// x₀ = 0.2 + x₁/2, x₁ = 0.1 + x₀/2; the other side 0.2 + y₁/2 and 0.4 + y₀/2.
	want := [][2]float64{{0.25 / 0.75, 0.4 / 0.75}, {0.2 / 0.75, 0.5 / 0.75}}
	for v := range want {
		for k := range want[v] {
			if math.Abs(b.x[v][k]-want[v][k]) > 1e-12 {
				t.Fatalf("%v, want %v", b.x, want)
			}
		}
	}
	if share, within := middle(b.x[0]); math.Abs(share-(0.25/0.75+0.1/1.5)) > 1e-12 || math.Abs(within-0.1/1.5) > 1e-12 {
		t.Errorf("%g within %g", share, within)
	}
}

// A large circle from which next to nothing leaves: the answer says how good it is, and the truth lies within. One cent comes
// from x and three from y, so a quarter of all money was with x.
func TestLargeSlowCircle(t *testing.T) {
	size := maxDense + 500
	var arcs []graph.Arc
	var parties []*deals.Party
	for v := range size + 2 {
		parties = append(parties, &deals.Party{ID: nettest.Numbered(v)})
		if v < size {
			arcs = append(arcs, graph.Arc{From: graph.Node(v), To: graph.Node((v + 1) % size), Amount: 1e12, Known: true})
		}
	}
	x, y := graph.Node(size), graph.Node(size+1)
	arcs = append(arcs, graph.Arc{From: x, To: 0, Amount: 1, Known: true}, graph.Arc{From: y, To: 0, Amount: 3, Known: true})
	r, err := NewChains(graph.New(parties, arcs)).Dependents(t.Context(), x, ReachOptions{})
	if err != nil || len(r.On) != size {
		t.Fatal(err, len(r.On))
	}
	for _, d := range r.On {
		if math.Abs(d.OfInflow-0.25) > r.Within {
			t.Fatalf("%+v, within %g", d, r.Within)
		}
	}
	last := r.Warnings[len(r.Warnings)-1].(graph.Warning)
	if r.Within < 0.1 || r.Within > 0.5 || last.Code != WarnChainWithin {
		t.Errorf("within %g: %v", r.Within, last)
	}
}

// Whichever way large blocks are solved, both sides meet: 3,000 parties, nearly all of them on cycles.
func TestLargeBlockMeets(t *testing.T) {
	c := NewChains(nettest.Scattered(3000, 20_000, 1))
	s := c.hit(t.Context())
	if err := s.passed(0); err != nil {
		t.Fatal(err)
	}
	for _, v := range s.list {
		share, within := s.share(v)
		mean := s.row(v, &c.from, false)[0]
		if within > 1e-12 || math.Abs(mean-share) > 1e-12 {
			t.Fatalf("%d: %g within %g, the mean is %g", v, share, within, mean)
		}
	}
	if len(s.list) < 2500 {
		t.Errorf("only %d parties reached", len(s.list))
	}
}

func BenchmarkDependents(b *testing.B) {
	c := NewChains(nettest.Scattered(10_000, 100_000, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Dependents(b.Context(), 0, ReachOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDependsOnTop(b *testing.B) {
	c := NewChains(nettest.Scattered(10_000, 100_000, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.DependsOn(b.Context(), 0, ReachOptions{Most: 20}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPaths(b *testing.B) {
	c := NewChains(nettest.Preferential(10_000, 10, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Paths(b.Context(), 0, 9_000, PathOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDependsOnLife(b *testing.B) {
	c := NewChains(nettest.Life())
	for b.Loop() {
		for v := range 95 {
			if _, err := c.DependsOn(b.Context(), graph.Node(v), ReachOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkNewChains(b *testing.B) {
	n := nettest.Scattered(10_000, 100_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		NewChains(n)
	}
}
