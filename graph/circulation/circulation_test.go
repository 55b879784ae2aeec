package circulation_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/nettest"
)

func maximum(t testing.TB, n *graph.Network) circulation.Result {
	t.Helper()
	r, err := circulation.Maximum(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// overlapping is a cycle of three hops of 10, each of which is also on a cycle of its own with two hops of some amount.
func overlapping(own string) string {
	return `a > b purchase 10; b > c purchase 10; c > a purchase 10
		b > d loan ` + own + `; d > a loan ` + own + `
		c > e loan ` + own + `; e > b loan ` + own + `
		a > f loan ` + own + `; f > c loan ` + own
}

// By hand, in whole units.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       circulation.Totals
	}{
		{"nothing", "", circulation.Totals{}},
		{"one party", "a", circulation.Totals{}},
		{"one arc", "a > b loan 5", circulation.Totals{Gross: 5, Compressed: 5}},
		{"chain", "a > b loan 5; b > c loan 3", circulation.Totals{Gross: 8, Compressed: 5, Excess: 3}},
		{"pair", "a > b loan 5; b > a loan 3", circulation.Totals{Gross: 8, Bilateral: 6, Circulated: 6, Excess: 6, Compressed: 2, InComponents: 8}},
		{"triangle", "a > b loan 10; b > c loan 7; c > a loan 4",
			circulation.Totals{Gross: 21, Circulated: 12, Excess: 15, Compressed: 6, InComponents: 21}},
		{"figure eight", "a > b loan 5; b > a loan 5; b > c loan 3; c > b loan 4",
			circulation.Totals{Gross: 17, Bilateral: 16, Circulated: 16, Excess: 16, Compressed: 1, InComponents: 17}},
		{"self", "a > a loan 7; a > b loan 1",
			circulation.Totals{Gross: 8, Bilateral: 7, Circulated: 7, Excess: 7, Compressed: 1, InComponents: 7}},
		{"unknown", "a > b loan 5; b > a loan ?", circulation.Totals{Gross: 5, Compressed: 5, Unknown: 1}},
		{"unknown in parallel", "a > b loan 5; b > a loan ?; b > a loan 2",
			circulation.Totals{Gross: 7, Bilateral: 4, Circulated: 4, Excess: 4, Compressed: 3, InComponents: 7, Unknown: 1}},
		// All is balanced, so all goes round. The bottlenecks of the five cycles, the sixfold one b d a f c e among them, times
		// their lengths come to 30 + 3·27 + 54 = 165, twice as much as there is.
		{"overlapping", overlapping("9"), circulation.Totals{Gross: 84, Circulated: 84, Excess: 84, InComponents: 84}},
		{"overlapping more", overlapping("12"), circulation.Totals{Gross: 102, Circulated: 102, Excess: 102, InComponents: 102}},
		// Who takes the largest cycle first, a b c with 10, breaks both others and ends with 30. With 1 in the middle and 9 on
		// either side it is 3 + 27 + 27.
		{"greedy", `a > b loan 10; b > c loan 10; c > a loan 10
			b > d loan 9; d > a loan 9; c > e loan 9; e > b loan 9`,
			circulation.Totals{Gross: 66, Circulated: 57, Excess: 57, Compressed: 9, InComponents: 66}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := nettest.Parse(c.text)
			r := maximum(t, n)
			for _, sum := range []*int64{&c.want.Gross, &c.want.Bilateral, &c.want.Circulated, &c.want.Excess, &c.want.Compressed, &c.want.InComponents} {
				*sum *= 100
			}
			if d := cmp.Diff(c.want, r.Totals); d != "" {
				t.Error(d)
			}
			certify(t, n, r)
			if (len(r.Warnings) > 0) != (c.want.Unknown > 0) {
				t.Errorf("%d unknown, warnings %v", c.want.Unknown, r.Warnings)
			}
		})
	}
}

// By hand: customers o pay a 5 and are paid 4 by it; that is no round trip, nor is what they pay one another. a and b
// exchange 2. Settled, o pays 5 + 3, and who gets it are b (1) and o (4 + 3).
func TestOutside(t *testing.T) {
	d := drawing{outside: []bool{true, false, false}, arcs: []graph.Arc{
		{From: 0, To: 1, Amount: 5, Known: true}, {From: 1, To: 0, Amount: 4, Known: true}, {From: 0, To: 0, Amount: 3, Known: true},
		{From: 1, To: 2, Amount: 3, Known: true}, {From: 2, To: 1, Amount: 2, Known: true},
	}}
	want := circulation.Totals{Gross: 17, Bilateral: 4, Circulated: 4, Excess: 9, Compressed: 8, InComponents: 5}
	n := d.network()
	r := maximum(t, n)
	if diff := cmp.Diff(want, r.Totals); diff != "" {
		t.Error(diff)
	}
	certify(t, n, r)
}

func TestIndex(t *testing.T) {
	if got := (circulation.Totals{}).Index(); got != 0 {
		t.Errorf("index of nothing %g", got)
	}
	if got := maximum(t, nettest.Parse("a > b loan 5; b > a loan 3")).Index(); got != 0.75 {
		t.Errorf("index %g, want 6/8", got)
	}
}

func TestWarning(t *testing.T) {
	r := maximum(t, nettest.Parse("a > b loan ?; b > a equity ?; a > b loan 3"))
	want := []error{graph.Warning{
		Code: circulation.WarnUnknown,
		Msg:  "2 deals have no known amount: taken to carry nothing, so that more may go round",
		Legs: []deals.LegRef{{Deal: "d000000"}, {Deal: "d000001"}},
	}}
	if d := cmp.Diff(want, r.Warnings, cmp.Comparer(func(a, b graph.Warning) bool { return a.Code == b.Code && a.Msg == b.Msg && cmp.Equal(a.Legs, b.Legs) })); d != "" {
		t.Error(d)
	}
}

// certify proves that a result is a maximum circulation: it is conserved within the amounts, adds up, and no cycle of the
// residual network, forward or back, would add anything.
func certify(t *testing.T, n *graph.Network, r circulation.Result) {
	t.Helper()
	net, sum := make([]int64, n.Order()), int64(0)
	type edge struct {
		from, to graph.Node
		cost     int
	}
	var residual []edge
	for a := range n.Arcs() {
		f := r.Flow[a.ID]
		if f < 0 || f > a.Amount {
			t.Fatalf("arc %d of %d carries %d", a.ID, a.Amount, f)
		}
		if f > 0 && (n.Party(a.From).Outside() || n.Party(a.To).Outside()) {
			t.Fatalf("arc %d carries %d through a party outside", a.ID, f)
		}
		net[a.From] += f
		net[a.To] -= f
		sum += f
		if !n.Party(a.From).Outside() && !n.Party(a.To).Outside() {
			if f < a.Amount {
				residual = append(residual, edge{a.From, a.To, -1})
			}
			if f > 0 {
				residual = append(residual, edge{a.To, a.From, 1})
			}
		}
	}
	for v, gap := range net {
		if gap != 0 {
			t.Fatalf("party %d pays %d more than it is paid", v, gap)
		}
	}
	if sum != r.Circulated {
		t.Fatalf("arcs carry %d, total %d", sum, r.Circulated)
	}
	price := make([]int, n.Order()) // Bellman and Ford
	for round := 0; ; round++ {
		better := false
		for _, e := range residual {
			if price[e.from]+e.cost < price[e.to] {
				price[e.to], better = price[e.from]+e.cost, true
			}
		}
		if !better {
			break
		}
		if round > n.Order() {
			t.Fatal("more could go round")
		}
	}
	rest := n.Keep(func(a graph.Arc) bool { return a.Amount > r.Flow[a.ID] })
	if cycles := rest.Components(); len(cycles) > 0 {
		t.Fatalf("money still goes round in %v", cycles)
	}
	if r.Bilateral > r.Circulated || r.Circulated > min(r.Excess, r.InComponents) || max(r.Excess, r.InComponents) > r.Gross {
		t.Fatalf("the chain is broken: %+v", r.Totals)
	}
}

// byProgram is the maximum circulation by linear programming, with every party allowed to be paid less than it pays: the
// sum says that then nobody is.
func byProgram(t testing.TB, n *graph.Network) float64 {
	var arcs []graph.Arc
	for a := range n.Arcs() {
		if !n.Party(a.From).Outside() && !n.Party(a.To).Outside() && a.Amount > 0 {
			arcs = append(arcs, a)
		}
	}
	if len(arcs) == 0 {
		return 0
	}
	m, k := len(arcs), n.Order()
	a, b, c := mat.NewDense(m+k, 2*m+k, nil), make([]float64, m+k), make([]float64, 2*m+k)
	for i, arc := range arcs {
		a.Set(i, i, 1)
		a.Set(i, m+i, 1)
		b[i], c[i] = float64(arc.Amount), -1
		a.Set(m+int(arc.From), i, a.At(m+int(arc.From), i)-1)
		a.Set(m+int(arc.To), i, a.At(m+int(arc.To), i)+1)
	}
	for v := range k {
		a.Set(m+v, 2*m+v, 1)
	}
	z, _, err := lp.Simplex(c, a, b, 1e-10, nil)
	if err != nil {
		t.Fatal(err)
	}
	return -z
}

func TestIsTheLinearProgram(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	between := 0
	for range 3000 {
		n := draw(r, 1+r.IntN(8), r.IntN(25)).network()
		got, want := maximum(t, n), byProgram(t, n)
		if math.Abs(float64(got.Circulated)-want) > 1e-6*math.Max(1, want) {
			t.Fatalf("%d circulates, the program says %g", got.Circulated, want)
		}
		if got.Bilateral < got.Circulated && got.Circulated < min(got.Excess, got.InComponents) {
			between++
		}
	}
	if between < 300 {
		t.Errorf("only %d networks between their bounds: the test sees little", between)
	}
}

// Larger networks, and odd ones, prove themselves.
func TestCertificates(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 1500 {
		parties := 2 + r.IntN(30)
		n := draw(r, parties, r.IntN(5*parties)).network()
		certify(t, n, maximum(t, n))
	}
	for _, n := range []*graph.Network{
		nettest.Life(), nettest.Complete(30), nettest.Ring(1000), nettest.Diamonds(300, true), nettest.Diamonds(50, false),
		draw(r, 600, 3000).network(), draw(r, 100, 3000).network(), nettest.Random(3, nettest.Shape{Parties: 800, Arcs: 3000, Hubs: true, Self: 0.1}),
		ladder(400), steps(r, 4000), draw(r, 4000, 20_000).network(),
	} {
		certify(t, n, maximum(t, n))
	}
}

// ladder is two rings of opposite direction with a step between every two parties: what costs long ways.
func ladder(k int) *graph.Network {
	d := drawing{outside: make([]bool, 2*k)}
	pay := func(from, to int, amount int64) {
		d.arcs = append(d.arcs, graph.Arc{From: graph.Node(from), To: graph.Node(to), Amount: amount, Known: true})
	}
	for i := range k {
		next := (i + 1) % k
		pay(i, next, int64(1000+i))
		pay(k+next, k+i, int64(2000+i*i%77))
		pay(i, k+i, 1)
	}
	return d.network()
}

// steps is a ring on which everybody pays four of the next ten, so that cycles are long.
func steps(r *rand.Rand, k int) *graph.Network {
	d := drawing{outside: make([]bool, k)}
	for i := range 4 * k {
		to := (i/4 + 1 + r.IntN(10)) % k
		d.arcs = append(d.arcs, graph.Arc{From: graph.Node(i / 4), To: graph.Node(to), Amount: 1 + r.Int64N(1e8), Known: true})
	}
	return d.network()
}

func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 1000 {
		parties := 2 + r.IntN(12)
		d := draw(r, parties, r.IntN(6*parties))
		want := maximum(t, d.network()).Totals
		same := func(law string, d drawing, k int64) {
			t.Helper()
			got, want := maximum(t, d.network()).Totals, want
			for _, sum := range []*int64{&want.Gross, &want.Bilateral, &want.Circulated, &want.Excess, &want.Compressed, &want.InComponents} {
				*sum *= k
			}
			got.Unknown, want.Unknown = 0, 0
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: %s", law, diff)
			}
		}
		relabelled, _ := d.relabelled(r)
		same("relabelled", relabelled, 1)
		same("scaled", d.times(1_000_003), 1_000_003)
		same("cut in parallel deals", d.cut(r), 1)
		same("reversed", d.reversed(), 1)

		more := drawing{outside: d.outside, arcs: d.arcs[:len(d.arcs):len(d.arcs)]}
		more.arcs = append(more.arcs, graph.Arc{From: graph.Node(r.IntN(parties)), To: graph.Node(r.IntN(parties)), Amount: 5, Known: true})
		if got := maximum(t, more.network()); got.Circulated < want.Circulated {
			t.Fatalf("with a deal more %d, before %d", got.Circulated, want.Circulated)
		}
	}
}

func TestMillionParallelDeals(t *testing.T) {
	const count = 1_000_000
	d := drawing{outside: make([]bool, 2), arcs: make([]graph.Arc, count)}
	for i := range d.arcs {
		d.arcs[i] = graph.Arc{From: graph.Node(i % 2), To: graph.Node((i + 1) % 2), Amount: int64(1 + i%2), Known: true}
	}
	n := d.network()
	r := maximum(t, n) // 500,000 there, twice that back
	if r.Circulated != count {
		t.Errorf("%d circulates, want %d", r.Circulated, count)
	}
	var one, other int64
	for a := range n.Arcs() {
		if a.From == 0 {
			one += r.Flow[a.ID]
		} else if other += r.Flow[a.ID]; r.Flow[a.ID] != 1 { // half of 2
			t.Fatalf("arc %d carries %d, want 1", a.ID, r.Flow[a.ID])
		}
	}
	if one != count/2 || other != count/2 {
		t.Errorf("%d there, %d back", one, other)
	}
}

// Amounts as large as a ledger may hold, in one network.
func TestLargeAmounts(t *testing.T) {
	const huge = math.MaxInt64 / 4
	d := drawing{outside: make([]bool, 3), arcs: []graph.Arc{
		{From: 0, To: 1, Amount: huge, Known: true}, {From: 0, To: 1, Amount: 1, Known: true}, {From: 1, To: 2, Amount: huge, Known: true}, {From: 2, To: 0, Amount: huge, Known: true},
	}}
	n := d.network()
	r := maximum(t, n)
	if r.Circulated != 3*huge {
		t.Errorf("%d circulates, want %d", r.Circulated, int64(3*huge))
	}
	certify(t, n, r)
}

// countdown is a context that is done after it was looked at some times.
type countdown struct {
	context.Context
	seen atomic.Int64
	last int64
}

func (c *countdown) Err() error {
	if c.seen.Add(1) > c.last {
		return context.Canceled
	}
	return nil
}

func TestCancel(t *testing.T) {
	n := nettest.Random(1, nettest.Shape{Parties: 150, Arcs: 600})
	some := []graph.Node{0, 1, 2, 3, 4}
	for name, call := range map[string]func(context.Context) (size int, err error){
		"Maximum":  func(c context.Context) (int, error) { r, err := circulation.Maximum(c, n); return len(r.Flow), err },
		"Balanced": func(c context.Context) (int, error) { r, err := circulation.Balanced(c, n); return len(r.Share), err },
		"WithoutParties": func(c context.Context) (int, error) {
			r, err := circulation.WithoutParties(c, n, some)
			return len(r), err
		},
	} {
		whole := &countdown{Context: t.Context(), last: math.MaxInt64}
		if size, err := call(whole); err != nil || size == 0 {
			t.Fatalf("%s: size %d, error %v", name, size, err)
		}
		seen := whole.seen.Load()
		if seen < 5 {
			t.Errorf("%s looks at the context %d times", name, seen)
		}
		for _, last := range []int64{0, 1, 2, 3, seen / 2, seen - 1} {
			if size, err := call(&countdown{Context: t.Context(), last: last}); !errors.Is(err, context.Canceled) || size > 0 {
				t.Errorf("%s, done after %d of %d looks: size %d, error %v", name, last, seen, size, err)
			}
		}
	}
}

func TestCancelInTheSolver(t *testing.T) {
	n := nettest.Random(1, nettest.Shape{Parties: 4000, Arcs: 20_000})
	c := &countdown{Context: t.Context(), last: math.MaxInt64}
	if _, err := circulation.Maximum(c, n); err != nil {
		t.Fatal(err)
	}
	if c.seen.Load() < 200 {
		t.Errorf("the context was looked at %d times", c.seen.Load())
	}
}
