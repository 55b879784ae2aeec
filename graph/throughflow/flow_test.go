package throughflow

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// A flow is as large as the smallest cut: all cuts are tried.
func TestMaxFlowIsMinCut(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 3000 {
		nodes := 2 + r.IntN(6)
		type pipe struct {
			u, v int
			room int64
		}
		var list []pipe
		p := newPipes(nodes, 0)
		for range r.IntN(4 * nodes) {
			e := pipe{r.IntN(nodes), r.IntN(nodes), r.Int64N(20)}
			list = append(list, e)
			p.add(int32(e.u), int32(e.v), e.room)
		}
		want := int64(math.MaxInt64)
		for set := range 1 << nodes {
			if set&1 == 0 || set&2 != 0 {
				continue // node 0 is the source, node 1 the sink
			}
			var cut int64
			for _, e := range list {
				if set>>e.u&1 == 1 && set>>e.v&1 == 0 {
					cut += e.room
				}
			}
			want = min(want, cut)
		}
		if got, err := p.max(t.Context(), 0, 1); err != nil || got != want {
			t.Fatalf("flow %d, %v; smallest cut %d\n%+v", got, err, want, list)
		}
	}
}

// bruteBounds are the bounds by trying all cuts.
func bruteBounds(o *oracle, i int) (least, most float64) {
	most, foreign := math.Inf(1), math.Inf(1)
	for set := range 1 << o.n {
		if set>>i&1 == 0 {
			continue
		}
		cut := o.f[i][i] // set is the side of i as a payer; as a payee it is on the other
		for u := range o.n {
			for v := range o.n {
				if u != v && set>>u&1 == 1 && (v == i || set>>v&1 == 0) {
					cut += o.f[u][v]
				}
			}
		}
		most = min(most, cut)
		cut = 0 // set is the side of i as a payee; the sources are on the other
		for u := range o.n {
			if u == i {
				continue
			}
			if set>>u&1 == 1 {
				cut += o.z[u] + o.own[u]
			}
			for v := range o.n {
				if set>>u&1 == 0 && set>>v&1 == 1 {
					cut += o.f[u][v]
				}
			}
		}
		foreign = min(foreign, cut)
	}
	received := 0.0
	for k := range o.n {
		received += o.f[k][i]
	}
	return max(0, received-foreign), most
}

func TestBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	open, forced := 0, 0
	for round := range 1500 {
		n := random(r)
		m, o := solve(t, n), newOracle(n)
		for i, p := range m.Parties {
			b, err := RoundTripBounds(t.Context(), n, graph.Node(i))
			if p.Outside {
				if !errors.Is(err, ErrOutside) {
					t.Fatalf("a party outside has bounds: %v", err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			least, most := bruteBounds(o, i)
			if float64(b.Min) != least || float64(b.Max) != most {
				t.Fatalf("round %d, party %d: %d to %d, by cuts %g to %g", round, i, b.Min, b.Max, least, most)
			}
			c := p.RoundTrip * float64(p.Throughflow)
			if float64(b.Min) > c+1e-6 || c > float64(b.Max)+1e-6 {
				t.Fatalf("round %d, party %d: %g is not between %d and %d", round, i, c, b.Min, b.Max)
			}
			if b.Min > 0 && b.Min < b.Max {
				forced++
			}
			if b.Max > 0 && b.Min == 0 {
				open++
			}
			checkCut(t, n, i, b)
		}
	}
	if open < 500 || forced < 100 {
		t.Errorf("%d open at the bottom, %d forced: the test sees little", open, forced)
	}
}

// checkCut sees that the arcs of a cut carry its flow, and that nothing comes back without them.
func checkCut(t *testing.T, n *graph.Network, i int, b Bounds) {
	t.Helper()
	var sum int64
	for _, id := range b.Cut {
		sum += n.Arc(id).Amount
	}
	if sum != b.Max {
		t.Fatalf("the cut carries %d, the flow is %d", sum, b.Max)
	}
	rest, err := RoundTripBounds(t.Context(), n.Keep(func(a graph.Arc) bool { return !slices.Contains(b.Cut, a.ID) }), graph.Node(i))
	if err != nil || rest.Max != 0 {
		t.Fatalf("without the cut %d comes back, %v", rest.Max, err)
	}
}

// By hand. The vendor puts 100 into a lab, to which investors give 100 more. The lab spends 20 with the vendor and 150 with a
// cloud, which spends 60 of it with the vendor. Of the vendor's 100, 10 come straight back and 75 go to the cloud, of which
// 30 come back. What the lab lends the vendor is no sale, and a guarantee is no funding.
func TestVendorByHand(t *testing.T) {
	n := nettest.WithOutside(nettest.Parse(`
		vendor > lab equity 100; funds > lab equity 100
		lab > vendor purchase 20; lab > cloud compute 150; cloud > vendor purchase 60
		vendor > cloud guarantee 500; lab > vendor loan 10; vendor > tower lease 5
		people > vendor purchase 20`), "funds", "people")
	vendor, lab, cloud := node(t, n, "vendor"), node(t, n, "lab"), node(t, n, "cloud")
	got, err := solve(t, n).VendorFinanced(t.Context(), vendor)
	if err != nil {
		t.Fatal(err)
	}
	got.Warnings = nil
	for _, list := range [][]Portion{got.Funded, got.Payers} {
		for i := range list {
			list[i].Share = math.Round(1e9*list[i].Share) / 1e9
		}
	}
	got.Share = math.Round(1e9*got.Share) / 1e9
	want := Vendor{Funding: 10000, Sales: 10000, Financed: 4000, Share: 0.4, Direct: 1000, Through: 3000,
		Funded: []Portion{{lab, 1, 4000}}, Payers: []Portion{{cloud, 0.75, 3000}, {lab, 0.25, 1000}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, err := solve(t, n).VendorFinanced(t.Context(), node(t, n, "funds")); !errors.Is(err, ErrOutside) {
		t.Errorf("funds: %v", err)
	}
}

// Where the others deal without cycles, the walks can be listed: out as funding, on in proportion, back as a sale.
func TestVendorByPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	some := 0
	for range 1500 {
		order := 3 + r.IntN(5)
		n := nettest.Random(r.Uint64(), nettest.Shape{Parties: order, Arcs: 4 * order, Amounts: 20, Unknown: 0.1})
		n = n.Keep(func(a graph.Arc) bool { return a.From == 0 || a.To == 0 || a.From < a.To })
		o := newOracle(n)
		var walk func(v graph.Node, money float64) float64
		walk = func(v graph.Node, money float64) float64 {
			back := 0.0
			for a := range n.Out(v) {
				if !Moves(a) {
					continue
				}
				on := money * float64(a.Amount) / o.t[v]
				switch {
				case a.To != 0:
					back += walk(a.To, on)
				case a.Leg.Kind.Family() == deals.Spending:
					back += on
				}
			}
			return back
		}
		want := 0.0
		for a := range n.Out(0) {
			if Moves(a) && a.Leg.Kind.Family() == deals.Funding {
				want += walk(a.To, float64(a.Amount))
			}
		}
		m := solve(t, n)
		got, err := m.VendorFinanced(t.Context(), 0)
		if err != nil || math.Abs(float64(got.Financed)-want) > 0.5001 {
			t.Fatalf("financed %d, %v; the walks carry %g", got.Financed, err, want)
		}
		if p := m.Parties[0]; float64(got.Financed) > p.RoundTrip*float64(p.Throughflow)+1 || got.Financed > got.Funding || got.Financed > got.Sales {
			t.Fatalf("%+v of %+v", got, p)
		}
		if want > 0 {
			some++
		}
		for _, list := range [][]Portion{got.Funded, got.Payers} {
			sum := 0.0
			for _, p := range list {
				sum += p.Share
			}
			if got.Financed > 0 && !near(sum, 1) {
				t.Fatalf("shares sum to %g", sum)
			}
		}
	}
	if some < 500 {
		t.Errorf("%d vendors finance sales: the test sees little", some)
	}
}

// Where all is funding out and sales in, what a vendor has financed is all that comes back; by deletion, with cycles.
func TestVendorIsRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for range 500 {
		order := 2 + r.IntN(6)
		n := nettest.Random(r.Uint64(), nettest.Shape{Parties: order, Arcs: 4 * order, Kinds: []deals.Kind{deals.Loan, deals.Lease}})
		n = n.Keep(func(a graph.Arc) bool {
			return a.From == 0 && a.Leg.Kind == deals.Loan || a.To == 0 && a.Leg.Kind == deals.Lease || a.From != 0 && a.To != 0
		})
		m := solve(t, n)
		got, err := m.VendorFinanced(t.Context(), 0)
		if err != nil || max(got.Financed-m.Parties[0].Circular(), m.Parties[0].Circular()-got.Financed) > 1 {
			t.Fatalf("financed %d, %v; comes back %d", got.Financed, err, m.Parties[0].Circular())
		}
	}
}

// pay is a list of dated payments and the network of their arcs.
type pay struct {
	n        *graph.Network
	payments []graph.Payment
}

// dated draws payments between few parties. spread is how many days a date may be off.
func dated(r *rand.Rand, parties, payments, days, spread int) pay {
	var list []*deals.Party
	for i := range parties {
		list = append(list, &deals.Party{ID: nettest.Numbered(i)})
	}
	var arcs []graph.Arc
	for range payments {
		u, v := graph.Node(r.IntN(parties)), graph.Node(r.IntN(parties))
		if u == v && r.IntN(4) > 0 {
			v = (v + 1) % graph.Node(parties)
		}
		arcs = append(arcs, graph.Arc{From: u, To: v, Amount: 1 + r.Int64N(9), Known: true})
	}
	out := pay{n: graph.New(list, arcs)}
	for a := range out.n.Arcs() {
		first := int32(r.IntN(days))
		last := first + int32(r.IntN(spread+1))
		out.payments = append(out.payments, graph.Payment{Arc: a.ID, From: a.From, To: a.To, First: first, Last: last, Amount: a.Amount, Known: true})
	}
	return out
}

func (p pay) returned(t *testing.T, r graph.Node, o ReturnOptions) Returned {
	t.Helper()
	out, err := ReturnFlow(t.Context(), p.n, p.payments, r, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// By hand: a pays b 5 on day 1 and 5 on day 3; b pays a 4 on day 1, 7 on day 2 and 9 on day 5. Strictly, 5 come back on day 2
// and 5 on day 5. Within a day of the first payment it is 5. If payments of one day may chain, still 10, within a day 5.
func TestReturnByHand(t *testing.T) {
	n := nettest.Parse(`a > b loan 5; a > b loan 5; b > a lease 4; b > a lease 7; b > a lease 9`)
	p := pay{n: n}
	for i, day := range []int32{1, 3, 1, 2, 5} {
		a := n.Arc(i)
		p.payments = append(p.payments, graph.Payment{Arc: i, From: a.From, To: a.To, First: day, Last: day, Amount: a.Amount, Known: true})
	}
	for _, c := range []struct {
		o    ReturnOptions
		want Return
	}{
		{ReturnOptions{}, Return{1000, 0}},
		{ReturnOptions{OneDay: true}, Return{1000, 0}},
		{ReturnOptions{Window: 1}, Return{500, 1}},
		{ReturnOptions{Window: 2, OneDay: true}, Return{500, 1}},
		{ReturnOptions{Window: 4}, Return{1000, 1}},
	} {
		got := p.returned(t, 0, c.o)
		if got.Certain != c.want || got.Possible != c.want {
			t.Errorf("%+v: %+v, want %+v", c.o, got, c.want)
		}
	}
	p.payments[3].First = 0 // the 7 may be paid on day 0, 1 or 2: then only the 9 is certain to be after both
	if got := p.returned(t, 0, ReturnOptions{}); got.Certain.Amount != 900 || got.Possible.Amount != 1000 {
		t.Errorf("%+v", got)
	}
	p.payments[4].Known = false
	got := p.returned(t, 0, ReturnOptions{})
	if got.Unknown != 1 || len(got.Warnings) != 1 || got.Possible.Amount != 500 || got.Certain.Amount != 0 {
		t.Errorf("%+v", got)
	}
	p.n = nettest.WithOutside(n, "b")
	if got := p.returned(t, 0, ReturnOptions{}); got.Possible.Amount != 0 || got.Unknown != 0 {
		t.Errorf("money passes through a party outside: %+v", got)
	}
	if _, err := ReturnFlow(context.Background(), p.n, p.payments, 1, ReturnOptions{}); !errors.Is(err, ErrOutside) {
		t.Errorf("%v", err)
	}
}

// program is the return flow by linear programming, with a balance for each party and day on which it pays.
func program(t *testing.T, p pay, r graph.Node, oneDay, possible bool) (float64, bool) {
	leaves := func(q graph.Payment) int32 { return map[bool]int32{false: q.First, true: q.Last}[possible] }
	arrives := func(q graph.Payment) int32 { return map[bool]int32{false: q.Last, true: q.First}[possible] }
	k := len(p.payments)
	var rows [][]float64
	var rhs []float64
	for i, q := range p.payments {
		row := make([]float64, k)
		row[i] = 1
		rows, rhs = append(rows, row), append(rhs, float64(q.Amount))
		if q.From == r {
			continue
		}
		row = make([]float64, k) // of q.From, up to the day of q: paid − received ≤ 0
		for j, s := range p.payments {
			if s.From == q.From && leaves(s) <= leaves(q) {
				row[j]++
			}
			if s.To == q.From && (arrives(s) < leaves(q) || oneDay && arrives(s) == leaves(q)) {
				row[j]--
			}
		}
		rows, rhs = append(rows, row), append(rhs, 0)
	}
	c := make([]float64, k+len(rows))
	for j, s := range p.payments {
		if s.To == r {
			c[j] = -1
		}
	}
	a := mat.NewDense(len(rows), k+len(rows), nil)
	for i, row := range rows {
		for j, x := range row {
			a.Set(i, j, x)
		}
		a.Set(i, k+i, 1)
	}
	best, _, err := lp.Simplex(c, a, rhs, 1e-10, nil)
	return -best, err == nil
}

func TestReturnIsTheLinearProgram(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	solved, positive, differ := 0, 0, 0
	for round := range 600 {
		p := dated(r, 2+r.IntN(4), 2+r.IntN(12), 6, round%3)
		oneDay := r.IntN(2) == 0
		got := p.returned(t, 0, ReturnOptions{OneDay: oneDay})
		certain, ok1 := program(t, p, 0, oneDay, false)
		possible, ok2 := program(t, p, 0, oneDay, true)
		if !ok1 || !ok2 {
			continue
		}
		solved++
		if !near(float64(got.Certain.Amount), certain) || !near(float64(got.Possible.Amount), possible) {
			t.Fatalf("round %d: %+v, the program says %g and %g\n%+v", round, got, certain, possible, p.payments)
		}
		if certain > 0 {
			positive++
		}
		if possible > certain {
			differ++
		}
	}
	if solved < 550 || positive < 150 || differ < 100 {
		t.Errorf("%d programs solved, %d with a return, %d with a gap: the test sees little", solved, positive, differ)
	}
}

// On whatever days the payments truly moved, the return flow lies between what is certain and what is possible.
func TestReturnOnTrueDays(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	inside := 0
	for range 1500 {
		p := dated(r, 2+r.IntN(4), 2+r.IntN(12), 8, 5)
		o := ReturnOptions{OneDay: r.IntN(2) == 0, Window: r.IntN(3) * 3}
		got := p.returned(t, 0, o)
		for range 4 {
			q := pay{n: p.n, payments: slices.Clone(p.payments)}
			for i := range q.payments {
				s := &q.payments[i]
				s.First += int32(r.IntN(int(s.Last - s.First + 1)))
				s.Last = s.First
			}
			on := q.returned(t, 0, o)
			if on.Certain.Amount != on.Possible.Amount {
				t.Fatalf("days are known, and yet %+v", on)
			}
			x := on.Certain.Amount
			if x < got.Certain.Amount || x > got.Possible.Amount {
				t.Fatalf("%d is not between: %+v with %+v\n%+v\n%+v", x, got, o, p.payments, q.payments)
			}
			if x > got.Certain.Amount && x < got.Possible.Amount {
				inside++
			}
		}
	}
	if inside < 100 {
		t.Errorf("%d between: the test sees little", inside)
	}
}

func TestReturnLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	for range 1500 {
		p := dated(r, 2+r.IntN(4), 2+r.IntN(14), 8, r.IntN(3))
		var before Returned
		for k := range p.payments { // one payment more at a time
			part := pay{p.n, p.payments[:k+1]}
			after := part.returned(t, 0, ReturnOptions{})
			if after.Certain.Amount < before.Certain.Amount || after.Possible.Amount < before.Possible.Amount {
				t.Fatalf("a payment more: %+v became %+v", before, after)
			}
			before = after
		}
		oneDay := p.returned(t, 0, ReturnOptions{OneDay: true})
		most, err := RoundTripBounds(t.Context(), p.n, 0)
		if err != nil {
			t.Fatal(err)
		}
		chain := []int64{before.Certain.Amount, oneDay.Certain.Amount, oneDay.Possible.Amount, most.Max}
		if !slices.IsSorted(chain) || before.Possible.Amount > oneDay.Possible.Amount || before.Certain.Amount > before.Possible.Amount {
			t.Fatalf("out of order: %v, %+v", chain, before)
		}
		last := int64(0)
		for _, w := range []int{1, 3, 6, 30} {
			got := p.returned(t, 0, ReturnOptions{Window: w})
			if got.Possible.Amount < last || got.Possible.Amount > before.Possible.Amount {
				t.Fatalf("window %d: %+v after %d, without %+v", w, got, last, before)
			}
			if last = got.Possible.Amount; w == 30 && (last != before.Possible.Amount || got.Certain.Amount != before.Certain.Amount) {
				t.Fatalf("a long window: %+v, none: %+v", got, before)
			}
		}
		for i := range p.payments { // all that comes in does so before anything goes out
			if q := &p.payments[i]; q.To == 0 && q.From != 0 {
				q.First, q.Last = q.First-100, q.Last-100
			}
		}
		p.payments = slices.DeleteFunc(p.payments, func(q graph.Payment) bool { return q.From == q.To })
		if got := p.returned(t, 0, ReturnOptions{OneDay: true}); got.Possible.Amount != 0 {
			t.Fatalf("money came back before it left: %+v", got)
		}
	}
}
