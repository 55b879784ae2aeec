package breaking_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/breaking"
	"dealgraph/graph/nettest"

	gocmp "github.com/google/go-cmp/cmp"
)

var aims = []breaking.Aim{breaking.FewestDeals, breaking.LeastMoney}

// random draws a small network of up to twelve deals with one to three legs, with parallel deals, deals of a party with
// itself, a party outside, arcs without a leg, and undisclosed amounts.
func random(r *rand.Rand) *graph.Network {
	parties := make([]*deals.Party, 1+r.IntN(6))
	for i := range parties {
		parties[i] = &deals.Party{ID: nettest.Numbered(i)}
	}
	if len(parties) > 2 && r.IntN(3) == 0 {
		parties[r.IntN(len(parties))].Sector = deals.SectorOutside
	}
	var arcs []graph.Arc
	for d := range r.IntN(13) {
		deal := &deals.Deal{ID: deals.DealID(fmt.Sprintf("d%02d", 7*d%13))}
		for range 1 + max(0, r.IntN(5)-2) {
			a := graph.Arc{From: graph.Node(r.IntN(len(parties))), To: graph.Node(r.IntN(len(parties)))}
			if a.From == a.To && r.IntN(3) > 0 {
				a.To = (a.From + 1) % graph.Node(len(parties))
			}
			if r.IntN(5) > 0 {
				a.Known, a.Amount = true, 100*int64(r.IntN(4))
			}
			if a.Leg = (&deals.Leg{Deal: deal}); r.IntN(15) == 0 {
				a.Leg = nil
			}
			arcs = append(arcs, a)
			if a.Leg == nil {
				break
			}
		}
	}
	return graph.New(parties, arcs)
}

// groups are the arcs of each deal, by id, arcs without a leg at the end.
func groups(n *graph.Network) (groups [][]graph.Arc) {
	by := map[deals.DealID][]graph.Arc{}
	var bare [][]graph.Arc
	for a := range n.Arcs() {
		if a.Leg == nil {
			bare = append(bare, []graph.Arc{a})
		} else {
			by[a.Leg.Deal.ID] = append(by[a.Leg.Deal.ID], a)
		}
	}
	var ids []deals.DealID
	for id := range by {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		groups = append(groups, by[id])
	}
	return append(groups, bare...)
}

// answer is a set of deals as a test compares it.
type answer struct {
	first, second int64 // deals and money, or money and deals
	members       []int // places among the groups
}

func (a answer) compare(b answer) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second), slices.Compare(a.members, b.members))
}

// told is what was found as a set of groups.
func told(b breaking.Set, groups [][]graph.Arc) answer {
	s := answer{first: int64(len(b.Deals)), second: b.Amount}
	if b.Aim == breaking.LeastMoney {
		s.first, s.second = s.second, s.first
	}
	for _, d := range b.Deals {
		s.members = append(s.members, slices.IndexFunc(groups, func(g []graph.Arc) bool { return g[0].ID == d.Arcs[0] }))
	}
	return s
}

// brute tries all sets of deals, and gives the best for each aim.
func brute(n *graph.Network, groups [][]graph.Arc) map[breaking.Aim]answer {
	best := map[breaking.Aim]answer{}
	for set := range 1 << len(groups) {
		var pays [6]uint8 // by party: whom it still pays
		var amount int64
		var members []int
		for d, g := range groups {
			gone := set>>d&1 == 1
			if gone {
				members = append(members, d)
			}
			for _, a := range g {
				switch {
				case gone:
					amount += a.Amount
				case !n.Party(a.From).Outside() && !n.Party(a.To).Outside():
					pays[a.From] |= 1 << a.To
				}
			}
		}
		left := uint8(1<<n.Order() - 1) // parties without the ends of all ways, over and over
		for again := true; again; {
			again = false
			for v := range n.Order() {
				if left>>v&1 == 1 && pays[v]&left == 0 {
					left &^= 1 << v
					again = true
				}
			}
		}
		if left != 0 {
			continue
		}
		k := int64(bits.OnesCount(uint(set)))
		for aim, s := range map[breaking.Aim]answer{breaking.FewestDeals: {k, amount, members}, breaking.LeastMoney: {amount, k, members}} {
			if old, ok := best[aim]; !ok || s.compare(old) < 0 {
				best[aim] = s
			}
		}
	}
	return best
}

func smallest(t testing.TB, n *graph.Network, o breaking.Options) breaking.Set {
	t.Helper()
	b, err := breaking.Smallest(t.Context(), n, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The set is that of trying all sets, ties and all; and with no effort the bound holds.
func TestBreakBrute(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	rounds := 4000
	if testing.Short() {
		rounds = 2000
	}
	for round := range rounds {
		n := random(r)
		groups := groups(n)
		want := brute(n, groups)
		for _, aim := range aims {
			b := smallest(t, n, breaking.Options{Aim: aim})
			got := told(b, groups)
			if got.compare(want[aim]) != 0 || !b.Proved || !b.Settled {
				t.Fatalf("round %d, %s: %+v, want %+v; %+v", round, aim, got, want[aim], b)
			}
			if bound := max(int64(b.AtLeast), b.AtLeastAmount); bound != got.first {
				t.Fatalf("round %d, %s: proved is %d, but the set has %d", round, aim, bound, got.first)
			}
			b = smallest(t, n, breaking.Options{Aim: aim, Effort: 1})
			if bound := max(int64(b.AtLeast), b.AtLeastAmount); bound > want[aim].first || told(b, groups).first < want[aim].first {
				t.Fatalf("round %d, %s: without effort %+v, best is %+v", round, aim, b, want[aim])
			}
			valid(t, n, b)
		}
	}
}

// valid checks that no cycle is left, and that with any deal of the set back there is one.
func valid(t *testing.T, n *graph.Network, b breaking.Set) {
	t.Helper()
	gone := make([]bool, n.Size())
	for _, d := range b.Deals {
		for _, id := range d.Arcs {
			gone[id] = true
		}
	}
	on := func(a graph.Arc) bool { return !n.Party(a.From).Outside() && !n.Party(a.To).Outside() }
	if left := n.Keep(func(a graph.Arc) bool { return on(a) && !gone[a.ID] }).Components(); len(left) > 0 {
		t.Fatalf("%s: cycles are left in %v", b, left)
	}
	for _, d := range b.Deals {
		for _, id := range d.Arcs {
			gone[id] = false
		}
		if !closes(n, d, func(a graph.Arc) bool { return on(a) && !gone[a.ID] }) {
			t.Fatalf("%s: deal %s (arcs %d) is superfluous", b, d.ID, d.Arcs)
		}
		for _, id := range d.Arcs {
			gone[id] = true
		}
	}
}

// closes reports whether an arc of a deal is in a cycle, by a search from each.
func closes(n *graph.Network, d breaking.Deal, on func(graph.Arc) bool) bool {
	for _, id := range d.Arcs {
		a := n.Arc(id)
		if !on(a) {
			continue
		}
		seen := map[graph.Node]bool{a.To: true}
		queue := []graph.Node{a.To}
		for len(queue) > 0 {
			v := queue[0]
			queue = queue[1:]
			if v == a.From {
				return true
			}
			for x := range n.Out(v) {
				if on(x) && !seen[x.To] {
					seen[x.To] = true
					queue = append(queue, x.To)
				}
			}
		}
	}
	return false
}

// With deals of one leg, the best set is what is paid against the best of all orders of the parties, which can be found by
// a table over all sets of parties (Lawler 1964): networks that take a search, checked by an algorithm that has nothing in common with it.
func TestBreakOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	rounds := 1200
	if testing.Short() {
		rounds = 200
	}
	for round := range rounds {
		k := 4 + r.IntN(8)
		n := nettest.Random(r.Uint64(), nettest.Shape{Parties: k, Arcs: 2*k + r.IntN(5*k), Amounts: int64(1 + r.IntN(30)), Unknown: 0.1, Self: 0.05, Hubs: round%2 == 0})
		for _, aim := range aims {
			first, second := byOrder(n, aim)
			b := smallest(t, n, breaking.Options{Aim: aim})
			if got := told(b, groups(n)); got.first != first || got.second != second || !b.Settled {
				t.Fatalf("round %d, %s: %d and %d, want %d and %d", round, aim, got.first, got.second, first, second)
			}
			valid(t, n, b)
			for _, effort := range []int64{300, 3000, 10_000, 30_000} { // what is claimed when the search is cut off
				cut := smallest(t, n, breaking.Options{Aim: aim, Effort: effort})
				got := told(cut, groups(n))
				if bound := max(int64(cut.AtLeast), cut.AtLeastAmount); bound > first || cut.Proved && got.first != first || cut.Settled && !slices.Equal(iDs(cut), iDs(b)) {
					t.Fatalf("round %d, %s, effort %d: %+v, but the best is %+v", round, aim, effort, cut, b)
				}
			}
		}
	}
}

// byOrder is the cost of the best order of the parties.
func byOrder(n *graph.Network, aim breaking.Aim) (first, second int64) {
	type cost struct{ first, second int64 }
	k := n.Order()
	pay := make([][]cost, k)
	for u := range pay {
		pay[u] = make([]cost, k)
		for a := range n.Out(graph.Node(u)) {
			c := cost{1, a.Amount}
			if aim == breaking.LeastMoney {
				c = cost{a.Amount, 1}
			}
			pay[u][a.To].first += c.first
			pay[u][a.To].second += c.second
		}
	}
	best := make([]cost, 1<<k) // by the parties that stand first
	for set := 1; set < 1<<k; set++ {
		for last := range k {
			if set>>last&1 == 0 {
				continue
			}
			c := best[set&^(1<<last)]
			for before := range k { // the last of them pays those before it against the order, and itself
				if set>>before&1 == 1 {
					c.first += pay[last][before].first
					c.second += pay[last][before].second
				}
			}
			if old := best[set]; old == (cost{}) || c.first < old.first || c.first == old.first && c.second < old.second {
				best[set] = c
			}
			if best[set] == (cost{}) { // nothing is less
				break
			}
		}
	}
	return best[1<<k-1].first, best[1<<k-1].second
}

func TestBreakKnown(t *testing.T) {
	ring := func(names ...string) string {
		var s strings.Builder
		for i, v := range names {
			fmt.Fprintf(&s, "%s > %s loan 1\n", v, names[(i+1)%len(names)])
		}
		return s.String()
	}
	for _, c := range []struct {
		name string
		n    *graph.Network
		want int
	}{
		{"nothing", nettest.Parse(""), 0},
		{"no cycle", nettest.Parse("a > b loan 1; b > c loan 1; a > c loan 1"), 0},
		{"a party with itself", nettest.Parse("a > a loan 1"), 1},
		{"a ring", nettest.Ring(7), 1},
		{"a long ring", nettest.Ring(5000), 1},
		{"two rings", nettest.Parse(ring("a", "b", "c") + ring("x", "y", "z")), 2},
		{"two rings at one party", nettest.Parse(ring("a", "b", "c") + ring("a", "y", "z")), 2},
		{"two rings over one deal", nettest.Parse(ring("a", "b", "c") + "b > d loan 1; d > a loan 1"), 1},
		{"parallel deals one way", nettest.Parse("a > b loan 1; a > b loan 1; a > b loan 1; b > a loan 9"), 1},
		{"parallel deals both ways", nettest.Parse("a > b loan 1; a > b loan 1; b > a loan 9; b > a loan 9; b > a loan 9"), 2},
		{"diamonds", nettest.Diamonds(30, true), 1}, // 2³⁰ cycles over the one deal that closes the chain
		{"diamonds with dead ends", nettest.Diamonds(30, false), 1},
	} {
		if b := smallest(t, c.n, breaking.Options{}); len(b.Deals) != c.want || b.AtLeast != c.want || !b.Settled {
			t.Errorf("%s: %s, settled %v; want %d", c.name, b, b.Settled, c.want)
		}
	}
	for k := 2; k <= 12; k++ { // every pair pays each other: one of the two deals must go, and an order of the parties says which
		b := smallest(t, nettest.Complete(k), breaking.Options{})
		if want := k * (k - 1) / 2; len(b.Deals) != want || !b.Settled || b.Amount != int64(want)*100 {
			t.Errorf("complete %d: %s, %d; want %d", k, b, b.Amount, want)
		}
	}
}

func iDs(b breaking.Set) (ids []string) {
	for _, d := range b.Deals {
		ids = append(ids, string(d.ID))
	}
	return ids
}

// What is best by hand.
func TestBreakAims(t *testing.T) {
	p := func(id deals.PartyID, sector string) *deals.Party { return &deals.Party{ID: id, Sector: sector} }
	leg := func(id deals.DealID) *deals.Leg { return &deals.Leg{Deal: &deals.Deal{ID: id}, Name: "x"} }
	swap := graph.New([]*deals.Party{p("a", ""), p("b", ""), p("c", "")}, []graph.Arc{
		{From: 0, To: 1, Leg: leg("both"), Amount: 900, Known: true}, // one deal that is in both cycles
		{From: 1, To: 2, Leg: leg("both"), Amount: 900, Known: true},
		{From: 1, To: 0, Leg: leg("back1"), Amount: 100, Known: true},
		{From: 2, To: 1, Leg: leg("back2"), Known: false},
	})
	outside := graph.New([]*deals.Party{p("a", ""), p("market", deals.SectorOutside)}, []graph.Arc{{From: 0, To: 1, Leg: leg("d1")}, {From: 1, To: 0, Leg: leg("d2")}, {From: 1, To: 1, Leg: leg("d3")}})
	for _, c := range []struct {
		name    string
		n       *graph.Network
		aim     breaking.Aim
		want    []string
		amount  int64
		unknown int
	}{
		{"one deal with two legs", swap, breaking.FewestDeals, []string{"both"}, 1800, 0},
		{"two cheap deals", swap, breaking.LeastMoney, []string{"back1", "back2"}, 100, 1},
		{"outside is in no cycle", outside, breaking.FewestDeals, nil, 0, 0},
		{"of as few the cheaper", nettest.Parse("a > b loan 3; b > a loan 2"), breaking.FewestDeals, []string{"d000001"}, 200, 0},
		{"of as cheap the first", nettest.Parse("b > a loan 2; a > b loan 2"), breaking.FewestDeals, []string{"d000000"}, 200, 0},
		{"of as little money the fewer", nettest.Parse("a > b loan 1; a > b loan 1; b > a loan 2"), breaking.LeastMoney, []string{"d000002"}, 200, 0},
		{"the cheaper way", nettest.Parse("a > b loan 1; a > b loan 1; b > a loan 3"), breaking.LeastMoney, []string{"d000000", "d000001"}, 200, 0},
		{"the shorter way", nettest.Parse("a > b loan 1; a > b loan 1; b > a loan 3"), breaking.FewestDeals, []string{"d000002"}, 300, 0},
	} {
		b := smallest(t, c.n, breaking.Options{Aim: c.aim})
		if d := gocmp.Diff(c.want, iDs(b)); d != "" || b.Amount != c.amount || b.Unknown != c.unknown || !b.Settled {
			t.Errorf("%s: %+v %s", c.name, b, d)
		}
		if told := len(b.Warnings) > 0; told != (c.unknown > 0) {
			t.Errorf("%s: warnings %v", c.name, b.Warnings)
		}
	}
	b := smallest(t, swap, breaking.Options{})
	if d := gocmp.Diff([]int{0, 2}, b.Deals[0].Arcs); d != "" {
		t.Errorf("arcs of the deal: %s", d)
	}
	if _, err := breaking.Smallest(t.Context(), swap, breaking.Options{Aim: "least"}); err == nil {
		t.Error("an aim that is not known passes")
	}
}

var sameWarning = gocmp.Comparer(func(a, b graph.Warning) bool {
	return a.Code == b.Code && a.Msg == b.Msg && slices.Equal(a.Legs, b.Legs)
})

// Sets found without time for a proof are sets all the same, and what is said of them holds.
func TestBreakLarge(t *testing.T) {
	efforts := []int64{1, 20_000_000}
	if testing.Short() {
		efforts[1] = 4_000_000
	}
	for _, s := range []nettest.Shape{{Parties: 1000, Arcs: 5000}, {Parties: 1000, Arcs: 5000, Hubs: true}, {Parties: 60, Arcs: 3000, Unknown: 0.3, Self: 0.01}} {
		n := nettest.Random(3, s)
		for _, aim := range aims {
			var before breaking.Set
			for _, effort := range efforts {
				b := smallest(t, n, breaking.Options{Aim: aim, Effort: effort})
				valid(t, n, b)
				if b.Proved || len(b.Warnings) == 0 || b.AtLeast >= len(b.Deals) || b.AtLeastAmount >= b.Amount {
					t.Errorf("%+v, %s: %s, warnings %v", s, aim, b, b.Warnings)
				}
				if d := gocmp.Diff(b, smallest(t, n, breaking.Options{Aim: aim, Effort: effort}), sameWarning); d != "" {
					t.Errorf("%+v, %s: twice not the same: %s", s, aim, d)
				}
				if effort > 1 && (aim == breaking.FewestDeals && len(b.Deals) >= len(before.Deals) || aim == breaking.LeastMoney && b.Amount >= before.Amount) {
					t.Errorf("%+v, %s: %s with effort, %s without", s, aim, b, before)
				}
				before = b
			}
		}
	}
}

// clock is a context that ends when it has been looked at so often.
type clock struct {
	context.Context
	left int
}

func (c *clock) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestBreakStops(t *testing.T) {
	n := nettest.Random(3, nettest.Shape{Parties: 300, Arcs: 1500})
	found := false
	for _, looks := range []int{0, 1, 2, 5, 50, 500} {
		b, err := breaking.Smallest(&clock{t.Context(), looks}, n, breaking.Options{Effort: -1})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("after %d looks: %v", looks, err)
		}
		if len(b.Deals) > 0 {
			found = true
			valid(t, n, b)
			if b.Proved || b.AtLeast == 0 || b.AtLeast > len(b.Deals) {
				t.Errorf("after %d looks: %s", looks, b)
			}
		} else if looks == 500 || b.AtLeast > 0 || b.Proved {
			t.Errorf("after %d looks: no set, but %+v", looks, b)
		}
	}
	if !found {
		t.Error("the best set found until then is not told")
	}
}

// Every view of the reference ledger is solved to the end.
func TestBreakReference(t *testing.T) {
	for v, n := range reference(t) {
		for _, aim := range aims {
			b := smallest(t, n, breaking.Options{Aim: aim, Effort: 2_000_000})
			if !b.Settled {
				t.Errorf("%s, %s: %s", v.Stamp(), aim, b)
			}
			valid(t, n, b)
		}
	}
}

func reference(t testing.TB) func(yield func(graph.View, *graph.Network) bool) {
	fsys, _ := example.FS("ai")
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(graph.View, *graph.Network) bool) {
		for _, basis := range graph.Bases() {
			for _, set := range [][]deals.Settlement{nil, {deals.Cash, deals.InKind}} {
				for _, up := range []bool{false, true} {
					v := graph.View{Basis: basis, Settlements: set, RollUp: up}
					n, err := graph.Build(l, v)
					if err != nil {
						t.Fatal(err)
					}
					if !yield(v, n) {
						return
					}
				}
			}
		}
	}
}

func BenchmarkBreak(b *testing.B) {
	run := func(name string, n *graph.Network, o breaking.Options) {
		b.Run(name, func(b *testing.B) {
			var r breaking.Set
			b.ReportAllocs()
			for b.Loop() {
				r = smallest(b, n, o)
			}
			b.ReportMetric(float64(len(r.Deals)), "deals")
			b.ReportMetric(float64(r.AtLeast), "at-least")
		})
	}
	for v, n := range reference(b) {
		if v.Basis == graph.Headline && !v.RollUp {
			run(fmt.Sprintf("ai-%d", len(v.Settlements)), n, breaking.Options{})
		}
	}
	run("life", nettest.Life(), breaking.Options{})
	run("life-money", nettest.Life(), breaking.Options{Aim: breaking.LeastMoney})
	run("complete30", nettest.Complete(30), breaking.Options{})
	run("random20k-100k-first", nettest.Random(1, nettest.Shape{Parties: 20_000, Arcs: 100_000}), breaking.Options{Effort: 1})
	if !testing.Short() {
		run("random20k-100k", nettest.Random(1, nettest.Shape{Parties: 20_000, Arcs: 100_000}), breaking.Options{})
	}
}
