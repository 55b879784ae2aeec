package circulation_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/nettest"
)

func balanced(t testing.TB, n *graph.Network) circulation.Split {
	t.Helper()
	s, err := circulation.Balanced(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func near(a, b, scale float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, scale) }

// By hand, in shares of the arcs by payer and payee. In the network of two rounds, b may pay twice the share that a pays,
// and c two thirds of it: b pays all first, so a half and c a third. Then a and c are left with 3 and 6.
func TestBalancedByHand(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []float64
		rounds     int
	}{
		{"nothing", "a", nil, 0},
		{"chain", "a > b loan 5; b > c loan 5", []float64{0, 0}, 0},
		{"pair", "a > b loan 5; b > a loan 3", []float64{0.6, 1}, 1},
		{"triangle", "a > b loan 10; b > c loan 8; c > a loan 4", []float64{0.4, 0.5, 1}, 1},
		{"self", "a > a loan 7; a > b loan 3; b > a loan 6", []float64{1, 1, 0.5}, 1},
		{"self alone", "a > a loan 7; a > b loan 3", []float64{1, 0}, 1},
		{"fork", "a > b loan 10; b > a loan 4; b > c loan 4; c > a loan 4", []float64{0.8, 1, 1, 1}, 1},
		{"two rounds", "a > b loan 6; a > c loan 6; b > a loan 3; c > a loan 9", []float64{0.5, 1, 1, 2. / 3}, 2},
		{"two components", "a > b loan 2; b > a loan 4; b > c loan 9; c > d loan 6; d > c loan 3", []float64{1, 0.5, 0, 0.5, 1}, 1},
		{"unknown", "a > b loan 5; b > a loan ?; b > a loan 3", []float64{0.6, 0, 1}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := nettest.Parse(c.text)
			s := balanced(t, n)
			total := 0.0
			for a := range n.Arcs() {
				if !near(s.Share[a.ID], c.want[a.ID], 1) || !near(s.Circular[a.ID], c.want[a.ID]*float64(a.Amount), 1000) {
					t.Errorf("arc %d: share %g, %g; want %g", a.ID, s.Share[a.ID], s.Circular[a.ID], c.want[a.ID])
				}
				total += c.want[a.ID] * float64(a.Amount)
			}
			if s.Rounds != c.rounds || !near(s.Total, total, 1000) || s.Unknown != n.Unknown() || len(s.Warnings) != n.Unknown() {
				t.Errorf("%d rounds, total %g; want %d, %g; unknown %d, %v", s.Rounds, s.Total, c.rounds, total, s.Unknown, s.Warnings)
			}
		})
	}
}

// byDefinition is balanced flow forwarding as it is written: the matrix of what is left, transition probabilities, their
// stationary distribution by a dense solver, and the largest multiple of it that fits.
func byDefinition(t *testing.T, n *graph.Network) *mat.Dense {
	k := n.Order()
	left, circular := mat.NewDense(k, k, nil), mat.NewDense(k, k, nil)
	for a := range n.Arcs() {
		left.Set(int(a.From), int(a.To), left.At(int(a.From), int(a.To))+float64(a.Amount))
	}
	for round := 0; ; round++ {
		if round > n.Size() {
			t.Fatal("the definition takes too many rounds")
		}
		members := n.Keep(func(a graph.Arc) bool { return left.At(int(a.From), int(a.To)) > 0 }).Components()
		if len(members) == 0 {
			return circular
		}
		for _, m := range members {
			p, sum := mat.NewDense(len(m), len(m), nil), make([]float64, len(m))
			for i, u := range m {
				for _, v := range m {
					sum[i] += left.At(int(u), int(v))
				}
				for j, v := range m {
					p.Set(i, j, left.At(int(u), int(v))/sum[i])
				}
			}
			pi := stationary(t, p)
			fits := math.Inf(1)
			for i := range m {
				fits = math.Min(fits, sum[i]/pi[i])
			}
			for i, u := range m {
				for j, v := range m {
					x := fits * pi[i] * p.At(i, j)
					rest := left.At(int(u), int(v)) - x
					if rest < 1e-9*left.At(int(u), int(v)) {
						rest = 0
					}
					left.Set(int(u), int(v), rest)
					circular.Set(int(u), int(v), circular.At(int(u), int(v))+x)
				}
			}
		}
	}
}

func stationary(t *testing.T, p *mat.Dense) []float64 {
	k, _ := p.Dims()
	a, b := mat.NewDense(k, k, nil), mat.NewVecDense(k, nil)
	for i := range k {
		for j := range k {
			a.Set(j, i, p.At(i, j))
		}
		a.Set(i, i, a.At(i, i)-1)
	}
	for i := range k {
		a.Set(0, i, 1)
	}
	b.SetVec(0, 1)
	var x mat.VecDense
	if err := x.SolveVec(a, b); err != nil {
		t.Fatal(err)
	}
	return x.RawVector().Data
}

func TestBalancedIsItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	deep := 0
	for range 1500 {
		n := draw(r, 1+r.IntN(9), r.IntN(40)).network()
		want, got := byDefinition(t, n), mat.NewDense(n.Order(), n.Order(), nil)
		s := balanced(t, n)
		for a := range n.Arcs() {
			got.Set(int(a.From), int(a.To), got.At(int(a.From), int(a.To))+s.Circular[a.ID])
		}
		if !mat.EqualApprox(got, want, 1e-6*math.Max(1, float64(n.Total()))) {
			t.Fatalf("got %v\nwant %v", mat.Formatted(got), mat.Formatted(want))
		}
		if s.Rounds > 3 {
			deep++
		}
	}
	if deep < 50 {
		t.Errorf("only %d networks took more than three rounds: the test sees little", deep)
	}
}

// looksRight holds a split against what must hold for every one of them.
func looksRight(t *testing.T, n *graph.Network, s circulation.Split) {
	t.Helper()
	in, out := make([]float64, n.Order()), make([]float64, n.Order())
	for a := range n.Arcs() {
		if s.Share[a.ID] < 0 || s.Share[a.ID] > 1 {
			t.Fatalf("arc %d has the share %g", a.ID, s.Share[a.ID])
		}
		out[a.From] += s.Circular[a.ID]
		in[a.To] += s.Circular[a.ID]
	}
	for v := range in {
		if math.Abs(in[v]-out[v]) > 1e-9*out[v] {
			t.Fatalf("party %d pays %g and is paid %g", v, out[v], in[v])
		}
	}
	if s.Rounds > n.Order() {
		t.Fatalf("%d rounds for %d parties", s.Rounds, n.Order())
	}
	if most := float64(maximum(t, n).Circulated); s.Total > most*(1+1e-9) {
		t.Fatalf("%g goes round, %g at most", s.Total, most)
	}
	if rest := n.Keep(func(a graph.Arc) bool { return a.Amount > 0 && s.Share[a.ID] < 1 }).Components(); len(rest) > 0 {
		t.Fatalf("money still goes round in %v", rest)
	}
}

func TestBalancedLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 600 {
		parties := 2 + r.IntN(20)
		d := draw(r, parties, r.IntN(5*parties))
		n := d.network()
		want := balanced(t, n)
		looksRight(t, n, want)
		hop := func(n *graph.Network, s circulation.Split, u, v graph.Node) (share float64) {
			for a := range n.Between(u, v) {
				share = math.Max(share, s.Share[a.ID])
			}
			return share
		}
		same := func(law string, d drawing, to func(graph.Node) graph.Node) {
			t.Helper()
			m := d.network()
			got := balanced(t, m)
			for a := range n.Arcs() {
				if x, y := hop(m, got, to(a.From), to(a.To)), hop(n, want, a.From, a.To); math.Abs(x-y) > 1e-7 {
					t.Fatalf("%s: share %g, before %g", law, x, y)
				}
			}
		}
		id := func(v graph.Node) graph.Node { return v }
		relabelled, to := d.relabelled(r)
		same("relabelled", relabelled, func(v graph.Node) graph.Node { return graph.Node(to[v]) })
		same("scaled", d.times(999_983), id)
		same("cut in parallel deals", d.cut(r), id)
	}
}

// Larger networks, among them some beyond the direct solution, rings and chains, on which iterations are slow, and amounts
// of all sizes.
func TestBalancedLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	wide := draw(r, 60, 400)
	for i := range wide.arcs {
		if wide.arcs[i].Known {
			wide.arcs[i].Amount = 1 + int64(math.Pow(10, 15*r.Float64()))
		}
	}
	for _, n := range []*graph.Network{
		nettest.Life(), nettest.Complete(40), nettest.Ring(1000), ladder(200), chain(500), wide.network(),
		nettest.Random(1, nettest.Shape{Parties: 900, Arcs: 3000}), nettest.Random(2, nettest.Shape{Parties: 900, Arcs: 3000, Hubs: true}),
	} {
		looksRight(t, n, balanced(t, n))
	}
}

// chain is k parties of which each pays the next, and is paid back a little less.
func chain(k int) *graph.Network {
	d := drawing{outside: make([]bool, k)}
	for i := range k - 1 {
		d.arcs = append(d.arcs, graph.Arc{From: graph.Node(i), To: graph.Node(i + 1), Amount: int64(2000 + i), Known: true},
			graph.Arc{From: graph.Node(i + 1), To: graph.Node(i), Amount: int64(1900 + i*i%100), Known: true})
	}
	return d.network()
}
