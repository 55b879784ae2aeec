package exposure_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
)

// books are the payments of a network as a test adds them up: F, what each party has, and what is its own.
type books struct {
	f         [][]float64
	t, own    []float64
	in        []float64
	isOutside []bool
}

func keep(n *graph.Network) books {
	k := n.Order()
	b := books{f: make([][]float64, k), t: make([]float64, k), own: make([]float64, k), in: make([]float64, k), isOutside: make([]bool, k)}
	out := make([]float64, k)
	for v := range k {
		b.f[v] = make([]float64, k)
		b.isOutside[v] = n.Party(graph.Node(v)).Sector == deals.SectorOutside
	}
	for a := range n.Arcs() {
		if a.Known && a.From != a.To && a.Leg.Kind != deals.Guarantee && a.Leg.Kind != deals.Warrant && !(b.isOutside[a.From] && b.isOutside[a.To]) {
			b.f[a.From][a.To] += float64(a.Amount)
			out[a.From] += float64(a.Amount)
			b.in[a.To] += float64(a.Amount)
		}
	}
	for v := range k {
		b.t[v] = math.Max(b.in[v], out[v])
		b.own[v] = b.t[v] - b.in[v]
		if b.isOutside[v] {
			b.t[v], b.own[v] = out[v], out[v]
		}
	}
	return b
}

// p is what a party passes on to another of each dollar; one that is outside passes nothing on.
func (b books) p(i, j int) float64 {
	if b.isOutside[i] || b.t[i] == 0 {
		return 0
	}
	return b.f[i][j] / b.t[i]
}

// series adds up what chains of one payment, of two and of more bring from x to each party, none of them through x again or
// through a dead party.
func (b books) series(x int, dead ...int) (one, two, all []float64) {
	k := len(b.t)
	step := append([]float64(nil), b.f[x]...)
	all = make([]float64, k)
	for _, d := range dead {
		step[d] = 0
	}
	for hops := 1; hops < 200_000; hops++ {
		next, sum := make([]float64, k), 0.0
		for i, amount := range step {
			all[i] += amount
			if i == x || amount == 0 {
				continue
			}
			for j := range next {
				next[j] += amount * b.p(i, j)
			}
		}
		for _, d := range dead {
			next[d] = 0
		}
		switch hops {
		case 1:
			one = step
		case 2:
			two = step
		}
		step = next
		for _, amount := range step {
			sum += amount
		}
		if sum < 1e-6 {
			break
		}
	}
	if two == nil {
		two = make([]float64, k)
	}
	return one, two, all
}

// without is what each party has if x pays nothing, by Gauss elimination: an independent answer to the same question.
func (b books) without(x int) []float64 {
	k := len(b.t)
	a, z := mat.NewDense(k, k, nil), mat.NewVecDense(k, nil)
	for j := range k {
		a.Set(j, j, 1)
		z.SetVec(j, b.own[j])
		for i := range k {
			switch {
			case i == x:
			case b.isOutside[i]:
				z.SetVec(j, z.AtVec(j)+b.f[i][j])
			default:
				a.Set(j, i, a.At(j, i)-b.p(i, j))
			}
		}
		if b.isOutside[j] {
			z.SetVec(j, z.AtVec(j)-b.own[j])
		}
	}
	var t mat.VecDense
	if err := t.SolveVec(a, z); err != nil {
		return nil
	}
	return t.RawVector().Data
}

// walks adds up all walks from x without cycles, one by one.
func (b books) walks(x int) []float64 {
	all := make([]float64, len(b.t))
	var walk func(at int, amount float64)
	walk = func(at int, amount float64) {
		all[at] += amount
		for j := range b.t {
			if share := b.p(at, j); share > 0 {
				walk(j, amount*share)
			}
		}
	}
	for j, amount := range b.f[x] {
		if amount > 0 {
			walk(j, amount)
		}
	}
	return all
}

// some is a small random network, a few of whose parties are outside.
func some(seed uint64, unknown float64) *graph.Network {
	r := rand.New(rand.NewPCG(seed, 7))
	parties := 2 + r.IntN(8)
	n := nettest.Random(seed, nettest.Shape{Parties: parties, Arcs: r.IntN(4 * parties), Amounts: 50, Unknown: unknown, Self: 0.05})
	for v := range n.Order() {
		if r.IntN(5) == 0 {
			n.Party(graph.Node(v)).Sector = deals.SectorOutside
		}
	}
	return n
}

// falling is a random network in which money only goes from earlier parties to later ones.
func falling(seed uint64) *graph.Network {
	n := nettest.Random(seed, nettest.Shape{Parties: 7, Arcs: 16, Amounts: 50})
	return n.Keep(func(a graph.Arc) bool { return a.From < a.To })
}

func total(r exposure.Reach, v int) exposure.Dependence {
	for _, d := range r.On {
		if d.Party == graph.Node(v) {
			return d
		}
	}
	return exposure.Dependence{}
}

func dependents(t *testing.T, n *graph.Network, x int, o exposure.ReachOptions) exposure.Reach {
	t.Helper()
	r, err := exposure.NewChains(n).Dependents(t.Context(), graph.Node(x), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func close2(got int64, want float64) bool { return math.Abs(float64(got)-want) <= 1.01+1e-9*want }

// By hand: lab has 100 and pays cloud 60 and law 20. Cloud has 100, 40 of its own, and pays chips 50 of them: 30 of these were
// with lab. Chips has 50 and pays fab 40: 24 of these. Fab pays nothing.
func TestDependentsByHand(t *testing.T) {
	n := nettest.Parse(`
		fund  > lab   equity   100
		lab   > cloud compute  60
		lab   > law   purchase 20
		cloud > chips purchase 50
		other > cloud compute  40
		cloud > fund  loan     50
		chips > fab   purchase 40
		other > fab   purchase 60`)
	lab, _ := n.Node("lab")
	buffers := make([]graph.Means, n.Order())
	fab, _ := n.Node("fab")
	buffers[fab] = graph.Means{Amount: 1200, Known: true}
	r := dependents(t, n, int(lab), exposure.ReachOptions{Buffers: buffers})
	type row struct {
		ID                             deals.PartyID
		Hops                           int
		Direct, TwoHops, Longer, Total int64
		OfInflow, OfNetwork, OfBuffer  float64
	}
	var got []row
	for _, d := range r.On {
		got = append(got, row{n.Party(d.Party).ID, d.Hops, d.Direct / 100, d.TwoHops / 100, d.Longer / 100, d.Total / 100, d.OfInflow, math.Round(1e6*d.OfNetwork) / 1e6, d.OfBuffer})
	}
	want := []row{
		{"cloud", 1, 60, 0, 0, 60, 0.6, 0.142857, 0},
		{"chips", 2, 0, 30, 0, 30, 0.6, 0.071429, 0},
		{"fund", 2, 0, 30, 0, 30, 0.6, 0.071429, 0},
		{"fab", 3, 0, 0, 24, 24, 0.24, 0.057143, 2},
		{"law", 1, 20, 0, 0, 20, 1, 0.047619, 0},
	}
	// The way back: fund has 100, 50 of which is its own; so 30 of the 100 that lab receives was with lab before.
	if d := cmp.Diff(want, got); d != "" || r.Back != 3000 || r.Sum != 16400 || r.Paid.Amount != 8000 || r.Closed || r.Within > 1e-12 {
		t.Errorf("%s%+v", d, r)
	}

	up, err := exposure.NewChains(n).DependsOn(t.Context(), fab, exposure.ReachOptions{Buffers: buffers})
	if err != nil {
		t.Fatal(err)
	}
	var ids []deals.PartyID
	for _, d := range up.On {
		ids = append(ids, n.Party(d.Party).ID)
	}
	// Of the 40 from chips all was with cloud, and of that 4/7 with other: 0.4 straight and 0.6 by lab, whose money is half
	// cloud's. What lab has is from fund, so fab depends on both alike.
	first := up.On[0]
	if d := cmp.Diff([]deals.PartyID{"other", "chips", "cloud", "fund", "lab"}, ids); d != "" || first.Total != 8286 || first.Direct != 6000 || first.Longer != 2286 || math.Abs(first.OfBuffer-(60+40*4.0/7)/12) > 1e-9 || up.On[4].Total != 2400 {
		t.Errorf("%s%+v", d, up.On)
	}
}

// Without cycles every walk can be written down.
func TestAgainstAllWalks(t *testing.T) {
	longer := 0
	for seed := range uint64(400) {
		n := falling(seed)
		b := keep(n)
		for x := range n.Order() {
			r := dependents(t, n, x, exposure.ReachOptions{})
			for v, want := range b.walks(x) {
				d := total(r, v)
				if !close2(d.Total, want) {
					t.Fatalf("seed %d: %d on %d: %d, want %g", seed, v, x, d.Total, want)
				}
				if d.Longer > 0 {
					longer++
				}
			}
		}
	}
	if longer < 50 {
		t.Errorf("only %d chains of three payments or more", longer)
	}
}

// With cycles, against the sum of the power series, hop by hop, and against the network without what the party pays.
func TestAgainstSeriesAndDeletion(t *testing.T) {
	solved, back := 0, 0
	for seed := range uint64(1500) {
		n := some(seed, 0.1)
		b := keep(n)
		c := exposure.NewChains(n)
		for x := range n.Order() {
			r, err := c.Dependents(t.Context(), graph.Node(x), exposure.ReachOptions{})
			if err != nil {
				t.Fatal(err)
			}
			one, two, all := b.series(x)
			deleted := b.without(x)
			var sum int64
			for v := range n.Order() {
				if v == x {
					continue
				}
				d := total(r, v)
				sum += d.Total
				if float64(d.Direct) != one[v] || !close2(d.TwoHops, two[v]) || !close2(d.Total, all[v]) || d.Direct+d.TwoHops+d.Longer != d.Total || d.Longer < 0 {
					t.Fatalf("seed %d: %d on %d: %+v, want %g, %g, %g", seed, v, x, d, one[v], two[v], all[v])
				}
				if b.in[v] > 0 && math.Abs(d.OfInflow-all[v]/b.in[v]) > 1e-7 || d.OfInflow > 1 {
					t.Fatalf("seed %d: %d on %d: %g of its inflow, want %g", seed, v, x, d.OfInflow, all[v]/b.in[v])
				}
				if deleted != nil {
					have := b.t[v]
					if b.isOutside[v] {
						have = b.in[v]
					}
					solved++
					if math.Abs(have-deleted[v]-float64(d.Total)) > 1.01 {
						t.Fatalf("seed %d: %d without %d has %g less, but depends with %d", seed, v, x, have-deleted[v], d.Total)
					}
				}
			}
			if !b.isOutside[x] && !close2(r.Back, all[x]) || b.isOutside[x] && r.Back != 0 || r.Sum != sum {
				t.Fatalf("seed %d: %d comes back to %d, want %g; sum %d, want %d", seed, r.Back, x, all[x], r.Sum, sum)
			}
			if r.Back > 0 {
				back++
			}
		}
	}
	if solved < 10_000 || back < 1000 {
		t.Errorf("%d deletions, %d ways back", solved, back)
	}
}

// Up is down from the other end, whatever is asked for; a limit only cuts the list.
func TestBothDirections(t *testing.T) {
	for seed := range uint64(500) {
		n := some(seed, 0.1)
		c := exposure.NewChains(n)
		down := make([]exposure.Reach, n.Order())
		for v := range down {
			down[v], _ = c.Dependents(t.Context(), graph.Node(v), exposure.ReachOptions{})
		}
		for v := range down {
			up, err := c.DependsOn(t.Context(), graph.Node(v), exposure.ReachOptions{})
			if err != nil {
				t.Fatal(err)
			}
			listed := 0
			for x := range down {
				want := total(down[x], v)
				if want.Hops > 0 {
					listed++
				}
				got := total(up, x)
				want.Party = got.Party
				if d := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }), cmp.Comparer(func(a, b int64) bool { return a-b <= 1 && b-a <= 1 })); d != "" {
					t.Fatalf("seed %d: %d on %d: (-down +up)\n%s", seed, v, x, d)
				}
			}
			if len(up.On) != listed {
				t.Fatalf("seed %d: %d depends on %d, by the others on %d", seed, v, len(up.On), listed)
			}
			for most := 1; most <= 3; most++ {
				few, _ := c.DependsOn(t.Context(), graph.Node(v), exposure.ReachOptions{Most: most})
				if d := cmp.Diff(up.On[:min(most, len(up.On))], few.On); d != "" {
					t.Fatalf("seed %d: the first %d of %d: %s", seed, most, v, d)
				}
			}
		}
	}
}

// What is by way of a party is what is not there without it.
func TestThrough(t *testing.T) {
	longer := 0
	for seed := range uint64(600) {
		n := some(seed, 0)
		b := keep(n)
		c := exposure.NewChains(n)
		for x := range n.Order() {
			for m := range n.Order() {
				r, err := c.Through(t.Context(), graph.Node(x), graph.Node(m), exposure.ReachOptions{})
				if x == m {
					if !errors.Is(err, exposure.ErrSame) {
						t.Fatal(err)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				_, _, all := b.series(x)
				_, _, rest := b.series(x, m)
				for v := range n.Order() {
					d := total(r, v)
					if v != x && !close2(d.Total, all[v]-rest[v]) || d.Direct+d.TwoHops+d.Longer != d.Total {
						t.Fatalf("seed %d: %d on %d by %d: %+v, want %g", seed, v, x, m, d, all[v]-rest[v])
					}
					if v != m && d.Longer > 0 {
						longer++
					}
				}
			}
		}
	}
	if longer < 1000 {
		t.Errorf("only %d of three payments or more", longer)
	}
}

// In a circle that nothing enters or leaves everybody has had all the money; around it nobody has.
func TestClosed(t *testing.T) {
	n := nettest.Parse("a > b loan 5; b > c loan 5; c > a loan 5; d > e loan 7")
	for v := range 3 {
		c := exposure.NewChains(n)
		r, err := c.Dependents(t.Context(), graph.Node(v), exposure.ReachOptions{})
		if err != nil || !r.Closed || r.Back != 500 || len(r.On) != 2 || r.On[0].OfInflow != 1 || r.On[1].Total != 500 {
			t.Errorf("%+v, %v", r, err)
		}
		up, err := c.DependsOn(t.Context(), graph.Node(v), exposure.ReachOptions{})
		if err != nil || !up.Closed || len(up.On) != 2 || up.On[0].OfInflow != 1 || up.On[1].Total != 500 {
			t.Errorf("%+v, %v", up, err)
		}
		if got := messages(r.Warnings); !cmp.Equal(got, []string{"all that the party receives has been its own before, in a circle that nothing enters or leaves: where the money came from cannot be told"}) {
			t.Error(got)
		}
	}
}

// A cent enters a circle of a million, and a cent leaves: all money in it was with x once. No number of rounds finds out.
func TestNextToNothingLeaves(t *testing.T) {
	arcs := func(x int64) []graph.Arc {
		out := []graph.Arc{{From: 0, To: 1, Amount: 1, Known: true}, {From: 3, To: 1, Amount: x, Known: true}}
		out = append(out, graph.Arc{From: 1, To: 2, Amount: 1e14 + x, Known: true}, graph.Arc{From: 2, To: 1, Amount: 1e14, Known: true})
		return out
	}
	parties := []*deals.Party{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}
	r := dependents(t, graph.New(parties, arcs(0)), 0, exposure.ReachOptions{})
	if b := total(r, 1); b.OfInflow != 1 || b.Total != 1e14+1 || total(r, 2).OfInflow != 1 || r.Within > 1e-12 {
		t.Errorf("%+v", r)
	}
	r = dependents(t, graph.New(parties, arcs(3)), 0, exposure.ReachOptions{}) // three from elsewhere for each of x's
	if b, c := total(r, 1), total(r, 2); math.Abs(b.OfInflow-0.25) > 1e-12 || math.Abs(c.OfInflow-0.25) > 1e-12 {
		t.Errorf("%+v", r)
	}
}

// What is linked by undisclosed payments only depends, by nobody knows how much.
func TestUndisclosedChains(t *testing.T) {
	n := nettest.Parse("x > a loan ?; a > b loan 5; x > c loan 3; x > c loan ?; c > c loan 1; x > d guarantee 9; b > e loan 1")
	x, _ := n.Node("x")
	r := dependents(t, n, int(x), exposure.ReachOptions{})
	var got []string
	for _, d := range r.On {
		got = append(got, string(n.Party(d.Party).ID))
		if d.Known != (n.Party(d.Party).ID == "c") {
			t.Errorf("%+v", d)
		}
	}
	if d := cmp.Diff([]string{"c", "a", "b", "e"}, got); d != "" || r.On[0].Undisclosed != 1 || r.On[0].Total != 300 || r.On[0].Inflow != (exposure.Cell{Amount: 300, Unknown: 1}) || r.On[1].Hops != 1 || r.On[2].Hops != 2 || r.Paid.Unknown != 2 {
		t.Errorf("%s%+v", d, r)
	}
	if d := cmp.Diff([]string{
		"2 payments along these chains have an undisclosed amount: in no sum, and shares could be larger or smaller with it",
		"1 guarantee or warrant is no payment unless something happens: left out of the chains",
		"1 deal is of a party with itself: left out of the chains",
		"2 parties pay out more than the ledger has coming in: the rest is taken as own funds, which hang on nobody",
	}, messages(r.Warnings)); d != "" {
		t.Error(d)
	}
}

// An outside party stands for many: a chain begins or ends there, and does not pass it.
func TestOutsideIsNotPassed(t *testing.T) {
	n := nettest.Parse("x > many purchase 5; many > a purchase 5; many > b purchase 5")
	many, _ := n.Node("many")
	n.Party(many).Sector = deals.SectorOutside
	x, _ := n.Node("x")
	if r := dependents(t, n, int(x), exposure.ReachOptions{}); len(r.On) != 1 || r.On[0].Party != many || r.On[0].OfInflow != 1 {
		t.Errorf("%+v", r.On)
	}
	if r := dependents(t, n, int(many), exposure.ReachOptions{}); len(r.On) != 2 || r.Back != 0 {
		t.Errorf("%+v", r)
	}
	if r, err := exposure.NewChains(n).Through(t.Context(), x, many, exposure.ReachOptions{}); err != nil || len(r.On) != 1 {
		t.Errorf("%+v, %v", r.On, err)
	}
}

func TestReachErrors(t *testing.T) {
	n := nettest.Ring(3)
	c := exposure.NewChains(n)
	if _, err := c.Dependents(t.Context(), 0, exposure.ReachOptions{Buffers: make([]graph.Means, 2)}); err == nil {
		t.Error("buffers of two of three parties pass")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Dependents(ctx, 0, exposure.ReachOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.DependsOn(ctx, 0, exposure.ReachOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Paths(ctx, 0, 1, exposure.PathOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
