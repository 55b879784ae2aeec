package throughflow

import (
	"math"
	"math/rand/v2"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"gonum.org/v1/gonum/mat"
)

// oracle is the matrix of a network, set up from its arcs by the definitions and inverted by summing powers.
type oracle struct {
	n               int
	f               [][]float64 // between parties that are not outside
	z, own, t, gone []float64   // z is all that comes from outside
	p, all          *mat.Dense
}

func newOracle(net *graph.Network) *oracle {
	n := net.Order()
	o := &oracle{n: n, f: make([][]float64, n), z: make([]float64, n), own: make([]float64, n), t: make([]float64, n), gone: make([]float64, n)}
	for i := range o.f {
		o.f[i] = make([]float64, n)
	}
	for a := range net.Arcs() {
		from, to := net.Party(a.From).Outside(), net.Party(a.To).Outside()
		switch {
		case !a.Known || a.Leg.Kind == deals.Guarantee || a.Leg.Kind == deals.Warrant || from && to:
		case from:
			o.z[a.To] += float64(a.Amount)
		case to:
			o.gone[a.From] += float64(a.Amount)
		default:
			o.f[a.From][a.To] += float64(a.Amount)
		}
	}
	o.p = mat.NewDense(n, n, nil)
	for i := range n {
		in, out := o.z[i], o.gone[i]
		for j := range n {
			in += o.f[j][i]
			out += o.f[i][j]
		}
		o.own[i], o.t[i] = math.Max(0, out-in), math.Max(in, out)
		for j := range n {
			if o.t[i] > 0 {
				o.p.Set(i, j, o.f[i][j]/o.t[i])
			}
		}
	}
	o.all = series(o.p)
	return o
}

// series is Σ Pᵏ = (I+P)(I+P²)(I+P⁴)…; where it has no limit, a very large matrix.
func series(p *mat.Dense) *mat.Dense {
	n, _ := p.Dims()
	out, power := identity(n), mat.DenseCopyOf(p)
	for range 45 {
		var next, square mat.Dense
		next.Mul(power, out)
		next.Add(&next, out)
		square.Mul(power, power)
		out, power = &next, &square
	}
	return out
}

func identity(n int) *mat.Dense {
	out := mat.NewDense(n, n, nil)
	for i := range n {
		out.Set(i, i, 1)
	}
	return out
}

// without is Σ Pᵏ after a party was taken out.
func (o *oracle) without(i int) *mat.Dense {
	p := mat.DenseCopyOf(o.p)
	for j := range o.n {
		p.Set(i, j, 0)
		p.Set(j, i, 0)
	}
	return series(p)
}

// returns is the chance of a dollar at i to come back, by its first step, what happens without i, and its last step.
func (o *oracle) returns(i int) float64 {
	n := o.without(i)
	c := o.p.At(i, i)
	for a := range o.n {
		for b := range o.n {
			if a != i && b != i {
				c += o.p.At(i, a) * n.At(a, b) * o.p.At(b, i)
			}
		}
	}
	return c
}

// random is a small network with some parties outside, unknown amounts, promises and self-deals.
func random(r *rand.Rand) *graph.Network {
	order := 2 + r.IntN(7)
	n := nettest.Random(r.Uint64(), nettest.Shape{
		Parties: order, Arcs: r.IntN(4 * order), Amounts: []int64{1, 3, 50}[r.IntN(3)], Unknown: 0.1, Self: 0.1, Hubs: r.IntN(2) == 0,
	})
	var out []deals.PartyID
	for i := range r.IntN(3) {
		out = append(out, nettest.Numbered(i*r.IntN(order)))
	}
	return nettest.WithOutside(n, out...)
}

func solve(t testing.TB, n *graph.Network) *Matrix {
	t.Helper()
	m, err := Solve(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func node(t testing.TB, n *graph.Network, id deals.PartyID) graph.Node {
	t.Helper()
	v, ok := n.Node(id)
	if !ok {
		t.Fatalf("no party %s", id)
	}
	return v
}

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}
