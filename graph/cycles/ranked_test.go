package cycles_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/nettest"

	"github.com/google/go-cmp/cmp"
)

// all lists every cycle without a limit.
func all(t *testing.T, n *graph.Network, o cycles.Options) []cycles.Cycle {
	t.Helper()
	if o.Limit == 0 {
		o.Limit = -1
	}
	var out []cycles.Cycle
	for c, err := range cycles.Ranked(t.Context(), n, o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

// diff is cmp.Diff, but quick when there is nothing to tell.
func diff(want, got any) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got)
}

func tellAll(cs []cycles.Cycle) []told {
	var out []told
	for _, c := range cs {
		out = append(out, tell(c))
	}
	return out
}

// shape is a small multigraph of the i-th kind: few or many arcs, ties, parallel arcs, arcs to oneself, unknown amounts.
func shape(i int) nettest.Shape {
	parties := 1 + i%7
	return nettest.Shape{
		Parties: parties,
		Arcs:    (i / 7 % 6) * parties,
		Amounts: []int64{1, 2, 4, 1000}[i%4],
		Unknown: []float64{0, 0.2, 0.6, 1}[i/4%4],
		Self:    []float64{0, 0.15}[i/2%2],
	}
}

func TestAgainstBruteForce(t *testing.T) {
	total := 0
	for i := range 5000 {
		n := nettest.Random(uint64(i), shape(i))
		for _, longest := range []int{2, 4, -1} {
			bound := longest
			if bound < 0 {
				bound = n.Order()
			}
			want := brute(n, bound)
			got := tellAll(all(t, n, cycles.Options{MaxLength: longest}))
			if d := diff(want, got); d != "" {
				t.Fatalf("network %d, at most %d parties: (-brute +ranked)\n%s", i, longest, d)
			}
			total += len(got)
		}
	}
	if total < 50_000 {
		t.Errorf("only %d cycles were compared", total)
	}
}

func TestLimitGivesTheFirst(t *testing.T) {
	for i := range 600 {
		n := nettest.Random(uint64(i), shape(i))
		want := brute(n, 6)
		for _, limit := range []int{1, 2, 5, 17} {
			r, err := cycles.Find(t.Context(), n, cycles.Options{Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			if d := diff(want[:min(limit, len(want))], tellAll(r.Cycles)); d != "" && len(want) > 0 {
				t.Fatalf("network %d, limit %d:\n%s", i, limit, d)
			}
			if r.Proved.Complete != (len(want) <= limit) || r.Proved.Count != len(r.Cycles) {
				t.Fatalf("network %d, limit %d of %d: %+v", i, limit, len(want), r.Proved)
			}
			for _, w := range want[len(r.Cycles):] {
				if w.Bound != cycles.Open && w.Bottleneck > r.Proved.Above {
					t.Fatalf("network %d, limit %d: %v is above %d and not listed", i, limit, w, r.Proved.Above)
				}
			}
		}
	}
}

func TestFilters(t *testing.T) {
	for i := range 1500 {
		n := nettest.Random(uint64(i), shape(i))
		every := all(t, n, cycles.Options{})
		keep := func(f func(cycles.Cycle) bool) []told {
			return tellAll(slices.DeleteFunc(slices.Clone(every), func(c cycles.Cycle) bool { return !f(c) }))
		}
		passes := func(c cycles.Cycle, v graph.Node) bool {
			return slices.ContainsFunc(c.Hops, func(h cycles.Hop) bool { return h.From == v })
		}
		u, v := graph.Node(i%n.Order()), graph.Node(i/7%n.Order())
		for name, c := range map[string]struct {
			o    cycles.Options
			want []told
		}{
			"through one": {cycles.Options{Through: []graph.Node{u}}, keep(func(c cycles.Cycle) bool { return passes(c, u) })},
			"through two": {cycles.Options{Through: []graph.Node{v, u, v}}, keep(func(c cycles.Cycle) bool { return passes(c, u) && passes(c, v) })},
			"least": {cycles.Options{MinBottleneck: 200}, keep(func(c cycles.Cycle) bool {
				return c.Bound != cycles.Open && c.Bottleneck >= 200
			})},
			"class": {cycles.Options{Classes: []cycles.Class{cycles.SupplierFunded, cycles.CrossHolding}}, keep(func(c cycles.Cycle) bool {
				return c.Is(cycles.SupplierFunded) || c.Is(cycles.CrossHolding)
			})},
		} {
			if d := diff(c.want, tellAll(all(t, n, c.o))); d != "" {
				t.Fatalf("network %d, %s: (-want +got)\n%s", i, name, d)
			}
		}
	}
}

// TestCompleteNetworks counts by formula: Σ C(k,j)·(j−1)! cycles of 2 ≤ j ≤ longest of k parties.
func TestCompleteNetworks(t *testing.T) {
	for _, c := range []struct{ k, longest, want int }{
		{3, 6, 3 + 2},
		{4, 6, 6 + 8 + 6},
		{5, 6, 10 + 20 + 30 + 24},
		{6, 6, 15 + 40 + 90 + 144 + 120},
		{7, 4, 21 + 70 + 210},
		{8, 6, 28 + 112 + 420 + 1344 + 3360},
	} {
		got := all(t, nettest.Complete(c.k), cycles.Options{MaxLength: c.longest})
		if len(got) != c.want {
			t.Errorf("%d parties, at most %d: %d cycles, want %d", c.k, c.longest, len(got), c.want)
		}
	}
}

func TestShapes(t *testing.T) {
	for _, c := range []struct {
		name string
		n    *graph.Network
		max  int
		want string
	}{
		{"empty", nettest.Parse(""), 6, "no cycles"},
		{"chain", nettest.Parse("a > b loan 1; b > c loan 1"), 6, "no cycles"},
		{"ring of 6", nettest.Ring(6), 6, "the only cycle"},
		{"ring of 7", nettest.Ring(7), 6, "no cycles of at most 6 parties"},
		{"ring of 40", nettest.Ring(40), -1, "the only cycle"},
		{"closed diamonds", nettest.Diamonds(5, true), -1, "all 32 cycles"},
		{"closed diamonds cut", nettest.Diamonds(5, true), 10, "no cycles of at most 10 parties"},
		{"open diamonds", nettest.Diamonds(20, false), -1, "the only cycle"},
		{"pair with itself", nettest.Parse("a > a loan 1; a > b loan 1; b > a loan 1"), 1, "the only cycle of at most 1 party"},
	} {
		r, err := cycles.Find(t.Context(), c.n, cycles.Options{MaxLength: c.max})
		if err != nil || r.Proved.String() != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, r.Proved, err, c.want)
		}
	}
}

// TestDiamondsDoNotExplode searches a chain of 40 diamonds: 2⁴⁰ ways forward, none of which comes back in time.
func TestDiamondsDoNotExplode(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for _, c := range []struct {
		closed bool
		max    int
		want   int
	}{{true, 6, 0}, {true, 80, 0}, {false, 6, 1}, {false, -1, 1}} {
		r, err := cycles.Find(ctx, nettest.Diamonds(40, c.closed), cycles.Options{MaxLength: c.max})
		if err != nil || len(r.Cycles) != c.want || !r.Proved.Complete {
			t.Errorf("closed %v, at most %d: %d cycles, %v", c.closed, c.max, len(r.Cycles), err)
		}
	}
}

func TestTieOrder(t *testing.T) {
	n := nettest.Parse(`
		a > b purchase 5; b > a purchase 9
		c > d purchase 5; d > c purchase 5
		a > a purchase 5
		a > c purchase 5; c > b purchase 7
		x > y purchase 3; y > x purchase ?
		x > z purchase 8; z > x purchase ?
		u > w purchase ?; w > u purchase ?
		b > y purchase 4; y > b loan 6`)
	var got []string
	for _, c := range all(t, n, cycles.Options{}) {
		got = append(got, fmt.Sprint(c.Path(n), " ", c.Bottleneck/100, " ", c.Bound))
	}
	want := []string{
		"a → a 5 exact", "a → b → a 5 exact", "c → d → c 5 exact", "a → c → b → a 5 exact",
		"b → y → b 4 exact", "x → z → x 8 open", "x → y → x 3 open", "u → w → u 0 open",
	}
	if d := diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestRelabellingChangesOnlyNames(t *testing.T) {
	for i := range 300 {
		n := nettest.Random(uint64(i), nettest.Shape{Parties: 6, Arcs: 20, Amounts: 4, Unknown: 0.2, Self: 0.1})
		k := n.Order()
		parties := make([]*deals.Party, k)
		for v := range k { // the order of ids is turned round
			parties[v] = &deals.Party{ID: nettest.Numbered(k - 1 - v)}
		}
		turned := graph.New(parties, slices.Collect(n.Arcs()))
		if d := cmp.Diff(signatures(n, func(v graph.Node) graph.Node { return v }, all(t, n, cycles.Options{})),
			signatures(turned, func(v graph.Node) graph.Node { return graph.Node(k-1) - v }, all(t, turned, cycles.Options{}))); d != "" {
			t.Fatalf("network %d: %s", i, d)
		}
	}
}

// signatures are cycles as sorted text, with parties renamed, hops from the smallest new name, and deals by id.
func signatures(n *graph.Network, rename func(graph.Node) graph.Node, cs []cycles.Cycle) []string {
	var out []string
	for _, c := range cs {
		first := 0
		for i, h := range c.Hops {
			if rename(h.From) < rename(c.Hops[first].From) {
				first = i
			}
		}
		s := fmt.Sprint(c.Bottleneck, c.Bound, c.Weakest, c.Classes())
		for _, h := range c.Rotate(first).Hops {
			ids := []string{}
			for _, id := range h.Arcs {
				ids = append(ids, string(n.Arc(id).Leg.Deal.ID))
			}
			slices.Sort(ids)
			s += fmt.Sprint(" ", rename(h.From), ids)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func TestScalingScalesBottlenecks(t *testing.T) {
	for i := range 300 {
		n := nettest.Random(uint64(i), shape(i))
		tripled := changed(n, func(a *graph.Arc) { a.Amount *= 3 })
		want := tellAll(all(t, n, cycles.Options{}))
		for j := range want {
			want[j].Bottleneck *= 3
		}
		if d := cmp.Diff(want, tellAll(all(t, tripled, cycles.Options{}))); d != "" {
			t.Fatalf("network %d: %s", i, d)
		}
	}
}

// changed is a copy of a network with other arcs.
func changed(n *graph.Network, change func(*graph.Arc)) *graph.Network {
	arcs := slices.Collect(n.Arcs())
	for i := range arcs {
		change(&arcs[i])
	}
	return graph.New(partiesOf(n), arcs)
}

func partiesOf(n *graph.Network) []*deals.Party {
	out := make([]*deals.Party, n.Order())
	for v := range out {
		out[v] = n.Party(graph.Node(v))
	}
	return out
}

func TestArcWithoutReturnChangesNothing(t *testing.T) {
	for i := range 300 {
		n := nettest.Random(uint64(i), shape(i))
		k := graph.Node(n.Order())
		arcs := append(slices.Collect(n.Arcs()), graph.Arc{From: 0, To: k, Amount: 7, Known: true})
		more := graph.New(append(partiesOf(n), &deals.Party{ID: "z"}), arcs)
		strip := func(cs []cycles.Cycle) []told {
			out := tellAll(cs)
			for j := range out {
				out[j].Deals = nil // ids of arcs shift
			}
			return out
		}
		if d := cmp.Diff(strip(all(t, n, cycles.Options{})), strip(all(t, more, cycles.Options{}))); d != "" {
			t.Fatalf("network %d: %s", i, d)
		}
	}
}

func TestMergingParallelArcsChangesOnlyTheListing(t *testing.T) {
	for i := range 300 {
		s := shape(i)
		s.Unknown = 0
		n := nettest.Random(uint64(i), s)
		var merged []graph.Arc
		for a := range n.Arcs() {
			if last := len(merged) - 1; last >= 0 && merged[last].From == a.From && merged[last].To == a.To {
				merged[last].Amount += a.Amount
			} else {
				merged = append(merged, a)
			}
		}
		strip := func(cs []cycles.Cycle) []told {
			out := tellAll(cs)
			for j := range out {
				out[j].Deals = nil
			}
			return out
		}
		if d := cmp.Diff(strip(all(t, n, cycles.Options{})), strip(all(t, graph.New(partiesOf(n), merged), cycles.Options{}))); d != "" {
			t.Fatalf("network %d: %s", i, d)
		}
	}
}

func TestSameAnswerEveryTime(t *testing.T) {
	first, err := cycles.Find(t.Context(), nettest.Life(), cycles.Options{Limit: 500})
	if err != nil || len(first.Cycles) == 0 {
		t.Fatal(len(first.Cycles), err)
	}
	for range 3 {
		again, err := cycles.Find(t.Context(), nettest.Life(), cycles.Options{Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(first, again); d != "" {
			t.Fatal(d)
		}
	}
}

func TestStops(t *testing.T) {
	n := nettest.Complete(9)

	var last error
	count := 0
	for _, err := range cycles.Ranked(t.Context(), n, cycles.Options{Limit: 10}) {
		if last = err; err == nil {
			count++
		}
	}
	var stop *cycles.StopError
	if count != 10 || !errors.Is(last, cycles.ErrLimit) || !errors.As(last, &stop) || stop.Proved.Stopped != cycles.AtLimit {
		t.Errorf("%d cycles, then %v", count, last)
	}
	if got, want := last.Error(), "find cycles: there are more cycles than the limit: the 10 strongest cycles of at most 6 parties; there are more"; got != want {
		t.Errorf("%s", got)
	}

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := cycles.Find(cancelled, n, cycles.Options{})
	if !errors.Is(err, context.Canceled) || len(r.Cycles) != 0 || r.Proved.Stopped != cycles.InTime {
		t.Errorf("%+v, %v", r.Proved, err)
	}

	count = 0
	for range cycles.Ranked(t.Context(), n, cycles.Options{}) {
		if count++; count == 3 {
			break
		}
	}
	if count != 3 {
		t.Error(count)
	}
}

// TestStopsWithoutOutput looks for a class that no cycle has, in a network too dense to finish.
func TestStopsWithoutOutput(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	n := nettest.Random(1, nettest.Shape{Parties: 40, Arcs: 800, Amounts: 1, Kinds: []deals.Kind{deals.Grant, deals.Guarantee}})
	r, err := cycles.Find(ctx, n, cycles.Options{MaxLength: -1, Limit: -1, Classes: []cycles.Class{cycles.SupplierFunded}})
	if !errors.Is(err, context.DeadlineExceeded) || r.Proved.Complete {
		t.Errorf("%v, %v", r.Proved, err)
	}
}

func TestBadOptions(t *testing.T) {
	n := nettest.Ring(3)
	for _, c := range []struct {
		o    cycles.Options
		want string
	}{
		{cycles.Options{Through: []graph.Node{3}}, "find cycles: there is no party 3 among the 3 of the network"},
		{cycles.Options{Classes: []cycles.Class{"odd"}}, `find cycles: class "odd" is not known (the classes are [supplier-funded warrant-for-orders reciprocal-trade cross-holding backstop self-deal mixed])`},
	} {
		if _, err := cycles.Find(t.Context(), n, c.o); err == nil || err.Error() != c.want {
			t.Errorf("%v", err)
		}
	}
}

// TestLongCycles: lengths above those that are told apart step by step, with and without a limit, a party, and hops that
// disclose nothing.
func TestLongCycles(t *testing.T) {
	long := 0
	for i := range 700 {
		parties := 11 + i%4
		n := nettest.Random(uint64(i), nettest.Shape{
			Parties: parties, Arcs: parties * (16 + i%9) / 8, Amounts: []int64{1, 3, 1000}[i%3], Unknown: []float64{0, 0.1, 0.5}[i/3%3],
		})
		want := brute(n, parties)
		through := graph.Node(i % parties)
		var passing, short []told
		for _, c := range want {
			if slices.Contains(c.Parties, through) {
				passing = append(passing, c)
			}
			if len(c.Parties) <= 10 {
				short = append(short, c)
			}
			if len(c.Parties) > 8 {
				long++
			}
		}
		for name, c := range map[string]struct {
			o    cycles.Options
			want []told
		}{
			"all":          {cycles.Options{MaxLength: -1}, want},
			"ten":          {cycles.Options{MaxLength: 10}, short},
			"through":      {cycles.Options{MaxLength: -1, Through: []graph.Node{through}}, passing},
			"many":         {cycles.Options{MaxLength: -1, Limit: 10_000}, want},
			"many through": {cycles.Options{MaxLength: -1, Limit: 10_000, Through: []graph.Node{through}}, passing},
		} {
			if d := diff(c.want, tellAll(all(t, n, c.o))); d != "" {
				t.Fatalf("network %d, %s: (-want +got)\n%s", i, name, d)
			}
		}
		for _, limit := range []int{1, 7, 40} {
			r, err := cycles.Find(t.Context(), n, cycles.Options{MaxLength: -1, Limit: limit})
			if d := diff(want[:min(limit, len(want))], tellAll(r.Cycles)); err != nil || d != "" && len(want) > 0 {
				t.Fatalf("network %d, limit %d: %v (-want +got)\n%s", i, limit, err, d)
			}
		}
	}
	if long < 5000 {
		t.Errorf("only %d long cycles were compared", long)
	}
}
