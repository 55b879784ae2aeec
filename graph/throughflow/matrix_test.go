package throughflow

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
)

// Published: throughflow 30,626 and index 0.0919; see [nettest.ConeSpring].
func TestConeSpring(t *testing.T) {
	m := solve(t, nettest.ConeSpring())
	var total int64
	for _, p := range m.Parties {
		total += p.Throughflow
		if p.Own != 0 || p.Retained != 0 {
			t.Errorf("%s is out of balance: %+v", m.given.Party(p.Node).ID, p)
		}
	}
	if total != 30626 || math.Abs(m.Finn-0.0919) > 5e-5 {
		t.Errorf("throughflow %d, index %.5f; published 30626 and 0.0919", total, m.Finn)
	}
}

// Published in the manual of enaR: throughflows, the index, and all integral flows, output oriented.
func TestOysterReef(t *testing.T) {
	n := nettest.OysterReef()
	m := solve(t, n)
	if math.Abs(m.Finn-0.1101686) > 5e-8 {
		t.Errorf("index %.8f, published 0.1101686", m.Finn)
	}
	names := []deals.PartyID{"filter-feeders", "microbiota", "meiofauna", "deposit-feeders", "predators", "detritus"}
	throughflow := []int64{414700, 81721, 84805, 25100, 6856, 222651}
	integral := [][]float64{
		{1, 0.1970605, 0.2044972, 0.06052568, 0.01653243, 0.5368966},
		{0, 1.1018630, 0.2532824, 0.19036255, 0.01305235, 0.2775284},
		{0, 0.2862988, 1.2971032, 0.16586629, 0.01137274, 0.7800287},
		{0, 0.4039454, 0.4191895, 1.12406883, 0.07707261, 1.1005597},
		{0, 0.2424763, 0.2516269, 0.07447480, 1.00510642, 0.6606330},
		{0, 0.5096313, 0.5288639, 0.15652949, 0.01073256, 1.3885039},
	}
	for i, from := range names {
		v := node(t, n, from)
		if p := m.Parties[v]; p.Throughflow != throughflow[i] || p.Own != 0 || p.Retained != 0 {
			t.Errorf("%s: %+v, published throughflow %d", from, p, throughflow[i])
		}
		row := m.row(v)
		for j, to := range names {
			w := node(t, n, to)
			if got := row[w]; math.Abs(got-integral[i][j]) > 6e-8 {
				t.Errorf("%s to %s: %.8f, published %.8f", from, to, got, integral[i][j])
			}
			if got := m.column(w)[v]; math.Abs(got-integral[i][j]) > 6e-8 {
				t.Errorf("%s to %s by column: %.8f, published %.8f", from, to, got, integral[i][j])
			}
		}
	}
}

// By hand: p0 pays 1, p1 2, p2 3, p3 4, so that p0 keeps 3 of its 4, and the others add 1 of their own each. A quarter of
// what p0 has goes on, and all of that comes back. The 1 that comes back is of the same three sources as the rest.
func TestRingByHand(t *testing.T) {
	m := solve(t, nettest.Ring(4))
	for v, want := range []Party{
		{Node: 0, Received: 400, Throughflow: 400, Paid: 100, Retained: 300, RoundTrip: 0.25},
		{Node: 1, Received: 100, Own: 100, Throughflow: 200, Paid: 200, RoundTrip: 0.25},
		{Node: 2, Received: 200, Own: 100, Throughflow: 300, Paid: 300, RoundTrip: 0.25},
		{Node: 3, Received: 300, Own: 100, Throughflow: 400, Paid: 400, RoundTrip: 0.25},
	} {
		got := m.Parties[v]
		if near(got.RoundTrip, want.RoundTrip) {
			got.RoundTrip = want.RoundTrip
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
	if got := m.Parties[0]; got.Circular() != 100 || !near(got.OwnMoney(), 0.25) || !near(m.Parties[1].OwnMoney(), 0.5) || !near(m.Finn, 0.25) {
		t.Errorf("p0 %+v, Finn %g", got, m.Finn)
	}
	var got []string
	for _, p := range m.Provenance(0) {
		got = append(got, fmt.Sprintf("%d %.4f %d", p.Party, p.Share, p.Amount))
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"1 0.3333 100", "2 0.3333 100", "3 0.3333 100"}, got); d != "" {
		t.Error(d)
	}
	if d := m.Destination(2); len(d) != 1 || d[0].Party != 0 || !near(d[0].Share, 1) || d[0].Amount != 225 { // of its 300 a quarter has been there before
		t.Errorf("all ends with p0, got %+v", d)
	}
}

// By hand: investors put 60 into a lab and its supplier 20; it pays the supplier 80, who pays people 50 and keeps 10. Payments
// between parties outside, promises and unknown amounts change nothing.
func TestOutsideByHand(t *testing.T) {
	n := nettest.WithOutside(nettest.Parse(`
		bonds > lab equity 60; cloud > lab equity 20; lab > cloud compute 80
		cloud > people purchase 50
		bonds > people purchase 7; lab > cloud guarantee 1000; lab > cloud warrant 5; cloud > lab compute ?`), "bonds", "people")
	m := solve(t, n)
	lab, cloud, bonds, people := node(t, n, "lab"), node(t, n, "cloud"), node(t, n, "bonds"), node(t, n, "people")
	// The cloud has 80, passes on a quarter to the lab, which passes on all: N = 4/3, c = 1/4 at both.
	if p := m.Parties[lab]; p.External != 6000 || p.Received != 2000 || p.Own != 0 || p.Retained != 0 || p.Unknown != 1 || !near(p.RoundTrip, 0.25) || !near(p.OwnMoney(), 1) {
		t.Errorf("lab %+v", p)
	}
	if p := m.Parties[cloud]; p.Left != 5000 || p.Retained != 1000 || !near(p.RoundTrip, 0.25) {
		t.Errorf("cloud %+v", p)
	}
	if got := m.Provenance(cloud); len(got) != 1 || got[0].Party != bonds || !near(got[0].Share, 1) {
		t.Errorf("all is the investors', got %+v", got)
	}
	got := m.Destination(lab) // of 60: 50 to people, 10 kept by the cloud
	if len(got) != 2 || got[0].Party != people || !near(got[0].Share, 5./6) || got[1].Party != cloud || !near(got[1].Share, 1./6) {
		t.Errorf("destination %+v", got)
	}
	if p := m.Passed(lab); !near(p[cloud], 0.25) || !near(p[lab], 0.25) || p[bonds] != 0 {
		t.Errorf("passed %v", p)
	}
	if m.Provenance(bonds) != nil || m.Destination(bonds) != nil || m.Passed(bonds)[lab] != 0 {
		t.Error("a party that is outside has a provenance")
	}
	codes := map[string]int{}
	for _, w := range m.Warnings {
		codes[w.(graph.Warning).Code] = len(w.(graph.Warning).Legs)
	}
	if d := cmp.Diff(map[string]int{WarnUndisclosed: 1, WarnContingent: 2, WarnOutside: 1}, codes); d != "" {
		t.Error(d)
	}
}

// A circle that nothing enters or leaves: all comes back, and nothing else can be said. What is beside it stays as it is.
func TestClosedClass(t *testing.T) {
	n := nettest.Parse(`a > b loan 5; b > c loan 5; c > a loan 5; d > d loan 2; x > y loan 3; y > x loan 1`)
	m := solve(t, n)
	for _, id := range []deals.PartyID{"a", "b", "c", "d"} {
		v := node(t, n, id)
		if p := m.Parties[v]; p.RoundTrip != 1 || !p.Closed || p.Circular() != p.Throughflow || p.OwnMoney() != 1 || m.Provenance(v) != nil || m.Destination(v) != nil {
			t.Errorf("%s: %+v", id, p)
		}
	}
	if p := m.Passed(0); p[0] != 1 || p[1] != 1 || p[2] != 1 || p[3] != 0 {
		t.Errorf("passed %v", p)
	}
	if p := m.Parties[node(t, n, "x")]; p.Closed || !near(p.RoundTrip, 1./3) {
		t.Errorf("x %+v", p)
	}
	if len(m.Warnings) != 2 || m.Warnings[1].(graph.Warning).Code != WarnClosed {
		t.Errorf("warnings %v", m.Warnings)
	}
}

// A circle from which one cent in a quadrillion leaks. By hand N_ii is T/1 for the one that leaks, and nearly all comes back.
func TestNearlyClosed(t *testing.T) {
	const a = 1_000_000_000_000_000
	leg := func(k deals.Kind) *deals.Leg {
		d := &deals.Deal{ID: "d"}
		return &deals.Leg{Deal: d, Kind: k}
	}
	arc := func(u, v graph.Node, amount int64) graph.Arc {
		return graph.Arc{From: u, To: v, Amount: amount, Known: true, Leg: leg(deals.Loan)}
	}
	n := graph.New([]*deals.Party{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "o", Sector: deals.SectorOutside}},
		[]graph.Arc{arc(0, 1, a), arc(1, 2, a), arc(2, 0, a), arc(3, 0, 1), arc(0, 3, 1)})
	m := solve(t, n)
	for v := range 3 {
		if want := float64(a + 1); v == 0 && math.Abs(m.visits[v]/want-1) > 1e-12 || m.Parties[v].Closed || m.Parties[v].RoundTrip < 1-1e-14 {
			t.Errorf("party %d: %g visits, %+v", v, m.visits[v], m.Parties[v])
		}
		if p := m.Provenance(graph.Node(v)); len(p) != 1 || p[0].Party != 3 || math.Abs(p[0].Share-1) > 1e-12 {
			t.Errorf("provenance %+v", p)
		}
	}
}

// Everything against the powers of P, summed, and against what is left when a party is taken out.
func TestAgainstSeries(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	closed, circular := 0, 0
	for round := range 1500 {
		n := random(r)
		m, o := solve(t, n), newOracle(n)
		for i, p := range m.Parties {
			if c := o.returns(i); !near(c, p.RoundTrip) {
				t.Fatalf("round %d: party %d returns %.12g, by deletion %.12g", round, i, p.RoundTrip, c)
			}
			if p.Closed {
				closed++
				continue
			}
			if p.RoundTrip > 0 {
				circular++
			}
			if c := 1 - 1/o.all.At(i, i); !near(c, p.RoundTrip) {
				t.Fatalf("round %d: party %d returns %.12g, by the diagonal %.12g", round, i, p.RoundTrip, c)
			}
			if p.Throughflow > 0 && !p.Outside {
				compareTraces(t, m, o, graph.Node(i))
			}
		}
	}
	if closed < 30 || circular < 2000 {
		t.Errorf("%d parties in closed classes, %d with round trips: the test sees little", closed, circular)
	}
}

func compareTraces(t *testing.T, m *Matrix, o *oracle, i graph.Node) {
	t.Helper()
	row, column, passed := m.row(i), m.column(i), m.Passed(i)
	for j := range o.n {
		if m.Parties[j].Closed {
			continue
		}
		if !near(row[j], o.all.At(int(i), j)) && o.t[j] > 0 || !near(column[j], o.all.At(j, int(i))) && o.t[j] > 0 {
			t.Fatalf("N from %d to %d is %g and back %g, the series says %g and %g", i, j, row[j], column[j], o.all.At(int(i), j), o.all.At(j, int(i)))
		}
		if j != int(i) {
			if want := 1 - avoiding(o, j, int(i)); !near(passed[j], want) {
				t.Fatalf("%g of what %d has was at %d before, by deletion %g", passed[j], i, j, want)
			}
		}
	}
	sources, ends := m.Provenance(i), m.Destination(i)
	for _, list := range [][]Portion{sources, ends} {
		sum, money := 0.0, int64(0)
		for _, p := range list {
			sum += p.Share
			money += p.Amount
		}
		if self := m.Parties[i]; math.Abs(float64(money-self.New())) > 1e-9*float64(self.New()) { // float64 has 15 digits
			t.Fatalf("amounts of %d sum to %d of %d that are new", i, money, self.New())
		}
		if !near(sum, 1) {
			t.Fatalf("shares of %d sum to %g: %+v", i, sum, list)
		}
	}
	outside, kept := 0.0, 0.0
	for j := range o.n {
		outside += o.z[j] * o.all.At(j, int(i)) / o.t[i]
		if o.t[j] > 0 {
			kept += math.Max(0, 1-(sumRow(o, j)+o.gone[j])/o.t[j]) * o.all.At(int(i), j)
		}
	}
	for _, p := range sources {
		q := m.Parties[p.Party]
		if has := q.Own + q.Paid; p.Amount > has+1 || !q.Outside && p.Amount > q.Own+1 {
			t.Fatalf("%d gave %d of what it has, %+v", p.Party, p.Amount, q)
		}
		if p.Party == i && math.Abs(float64(p.Amount-q.Own)) > 1 {
			t.Fatalf("%d of its own at %d, which put in %d", p.Amount, i, q.Own)
		}
		if m.Parties[p.Party].Outside {
			outside -= p.Share
		} else if want := o.own[p.Party] * o.all.At(int(p.Party), int(i)) / o.t[i]; !near(p.Share, want) {
			t.Fatalf("%g is of %d, the definition says %g", p.Share, p.Party, want)
		}
	}
	for _, p := range ends {
		if !m.Parties[p.Party].Outside {
			kept -= p.Share
		}
	}
	if math.Abs(outside) > 1e-9 || math.Abs(kept) > 1e-9 {
		t.Fatalf("%d: outside money differs by %g, what is kept by %g", i, outside, kept)
	}
}

// avoiding is the share of what i has that was never at j.
func avoiding(o *oracle, j, i int) float64 {
	n := o.without(j)
	share := 0.0
	for s := range o.n {
		if s != j {
			share += (o.z[s] + o.own[s]) * n.At(s, i) / o.t[i]
		}
	}
	return share
}

func sumRow(o *oracle, i int) float64 {
	sum := 0.0
	for j := range o.n {
		sum += o.f[i][j]
	}
	return sum
}

// Larger networks, where parties are taken out one by one first, against a dense inverse.
func TestSparseIsDense(t *testing.T) {
	steps := 0
	for seed := range uint64(12) {
		n := nettest.Random(seed, nettest.Shape{Parties: 220, Arcs: 300 + 60*int(seed), Amounts: 40, Hubs: seed%2 == 0, Kinds: []deals.Kind{deals.Loan}})
		m, o := solve(t, n), newOracle(n)
		var i1, inv mat.Dense
		i1.Sub(identity(o.n), o.p)
		if err := inv.Inverse(&i1); err != nil {
			t.Fatal(err)
		}
		for _, b := range m.blocks {
			steps += len(b.f.steps)
		}
		for i, p := range m.Parties {
			if c := 1 - 1/inv.At(i, i); math.Abs(c-p.RoundTrip) > 1e-9 {
				t.Fatalf("seed %d, party %d: %g, dense %g", seed, i, p.RoundTrip, c)
			}
			if i%20 == 0 && p.Throughflow > 0 {
				row, column := m.row(graph.Node(i)), m.column(graph.Node(i))
				for j := range o.n {
					if !near(row[j], inv.At(i, j)) || !near(column[j], inv.At(j, i)) {
						t.Fatalf("seed %d, %d and %d: %g and %g, dense %g and %g", seed, i, j, row[j], column[j], inv.At(i, j), inv.At(j, i))
					}
				}
			}
		}
	}
	if steps < 300 {
		t.Errorf("%d parties were taken out one by one: the test sees little", steps)
	}
}

// changed is a network with other arcs.
func changed(n *graph.Network, change func(graph.Arc) []graph.Arc) *graph.Network {
	var arcs []graph.Arc
	for a := range n.Arcs() {
		arcs = append(arcs, change(a)...)
	}
	parties := make([]*deals.Party, n.Order())
	for v := range parties {
		parties[v] = n.Party(graph.Node(v))
	}
	return graph.New(parties, arcs)
}

func TestScalingAndSplitting(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		n := random(r)
		m := solve(t, n)
		scaled := solve(t, changed(n, func(a graph.Arc) []graph.Arc { a.Amount *= 7; return []graph.Arc{a} }))
		split := solve(t, changed(n, func(a graph.Arc) []graph.Arc {
			b := a
			a.Amount, b.Amount = a.Amount/3, a.Amount-a.Amount/3
			return []graph.Arc{a, b}
		}))
		for i, p := range m.Parties {
			if s := scaled.Parties[i]; !near(s.RoundTrip, p.RoundTrip) || s.Throughflow != 7*p.Throughflow {
				t.Fatalf("seven times the money: %+v became %+v", p, s)
			}
			s := split.Parties[i]
			s.Unknown = p.Unknown
			if d := cmp.Diff(p, s); d != "" {
				t.Fatalf("every deal in two: %s", d)
			}
		}
	}
}

// New money from outside, to whomever, never makes more of anybody's money come back.
func TestOutsideMoneyDilutes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	less := 0
	for range 1000 {
		n := random(r)
		to := graph.Node(r.IntN(n.Order()))
		var arcs []graph.Arc
		for a := range n.Arcs() {
			arcs = append(arcs, a)
		}
		parties := []*deals.Party{}
		for v := range n.Order() {
			parties = append(parties, n.Party(graph.Node(v)))
		}
		parties = append(parties, &deals.Party{ID: "zz", Sector: deals.SectorOutside})
		arcs = append(arcs, graph.Arc{From: graph.Node(n.Order()), To: to, Amount: 100 * (1 + r.Int64N(90)), Known: true, Leg: &deals.Leg{Deal: &deals.Deal{ID: "z"}, Kind: deals.Equity}})
		before, after := solve(t, n), solve(t, graph.New(parties, arcs))
		for i, p := range before.Parties {
			q := after.Parties[i]
			if q.RoundTrip > p.RoundTrip+1e-12 {
				t.Fatalf("party %d had %g, with new money %g", i, p.RoundTrip, q.RoundTrip)
			}
			if q.RoundTrip < p.RoundTrip-1e-6 {
				less++
			}
		}
	}
	if less < 100 {
		t.Errorf("only %d round trips fell: the test sees little", less)
	}
}

func TestAcyclic(t *testing.T) {
	n := nettest.Parse(`a > b loan 5; b > c loan 4; a > c loan 3; c > d loan 9`)
	m := solve(t, n)
	for _, p := range m.Parties {
		if p.RoundTrip != 0 || p.Circular() != 0 {
			t.Errorf("%+v", p)
		}
	}
	if m.Finn != 0 {
		t.Errorf("Finn %g", m.Finn)
	}
}

// Names change nothing: the same network with the parties in another order.
func TestRelabel(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		n := random(r)
		perm := r.Perm(n.Order())
		parties := make([]*deals.Party, n.Order())
		for v := range parties {
			p := *n.Party(graph.Node(v))
			p.ID = nettest.Numbered(perm[v])
			parties[v] = &p
		}
		other := solve(t, graph.New(parties, slices.Collect(n.Arcs())))
		for v, p := range solve(t, n).Parties {
			if q := other.Parties[perm[v]]; !near(p.RoundTrip, q.RoundTrip) || p.Throughflow != q.Throughflow {
				t.Fatalf("%+v became %+v", p, q)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := nettest.Complete(30)
	if _, err := Solve(ctx, n); !errors.Is(err, context.Canceled) {
		t.Errorf("Solve: %v", err)
	}
	if _, err := RoundTripBounds(ctx, n, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("RoundTripBounds: %v", err)
	}
	if _, err := solve(t, n).VendorFinanced(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("VendorFinanced: %v", err)
	}
}

// TestTooEntangled: what no memory holds is refused before it is tried.
func TestTooEntangled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	if _, err := Solve(t.Context(), nettest.Random(1, nettest.Shape{Parties: 30_000, Arcs: 150_000, Hubs: true})); !errors.Is(err, ErrSize) {
		t.Errorf("solved with %v", err)
	}
}
