package temporal_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dealgraph/graph"
	"dealgraph/graph/temporal"

	"github.com/google/go-cmp/cmp"
)

// bundles lists what Each yields, without a limit unless one is set.
func bundles(t *testing.T, n *graph.Network, payments []graph.Payment, o temporal.Options) []temporal.Cycle {
	t.Helper()
	if o.Limit == 0 {
		o.Limit = -1
	}
	var out []temporal.Cycle
	for c, err := range temporal.Each(t.Context(), n, payments, o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c.Clone())
	}
	return out
}

// expanded lists the combinations of a bundle.
func expanded(c temporal.Cycle, payments []graph.Payment, o temporal.Options) (combos [][]int, sure []bool) {
	for x, s := range c.Combinations(payments, o) {
		combos, sure = append(combos, slices.Clone(x)), append(sure, s)
	}
	return combos, sure
}

// temporalCase is one of many small questions: ties are common, and every option is met with every other.
func temporalCase(i int) (parties int, payments []graph.Payment, o temporal.Options, outside []graph.Node) {
	r := rand.New(rand.NewPCG(uint64(i), 5))
	parties = 1 + r.IntN(6)
	loose := []float64{0, 0, 0.3, 1}[i%4]
	count := 1 + r.IntN(14)
	if i%3 > 0 {
		parties, count = min(parties, 4), 8+r.IntN(7)
	}
	payments = drawPayments(r, parties, count, 1+r.IntN(8), loose)
	o = temporal.Options{
		NonStrict: i/4%2 == 1,
		Window:    max(0, r.IntN(12)-4),
		MaxLength: []int{-1, 0, 1 + r.IntN(6)}[r.IntN(3)],
		Workers:   1,
	}
	switch r.IntN(8) {
	case 0:
		o.Through = []graph.Node{graph.Node(r.IntN(parties))}
	case 1:
		o.Through = []graph.Node{graph.Node(r.IntN(parties)), graph.Node(r.IntN(parties))}
	case 2:
		o.MinAmount = 1 + r.Int64N(6)
	case 3:
		outside = []graph.Node{graph.Node(r.IntN(parties))}
	}
	return parties, payments, o, outside
}

// TestAgainstBruteForce compares bundles, the payments in them, every number, and all combinations.
func TestAgainstBruteForce(t *testing.T) {
	cases := 24_000
	if testing.Short() {
		cases = 6_000
	}
	var seen struct{ bundles, combos, uncertain, many, long, ties int }
	for i := range cases {
		parties, payments, o, outside := temporalCase(i)
		n := dated(parties, payments, outside...)
		want := bruteForce(payments, o, outside...)
		got := bundles(t, n, payments, o)
		if len(want) != len(got) {
			t.Fatalf("case %d: %d bundles, brute force finds %d\n%+v\n%+v\n%+v", i, len(got), len(want), o, payments, got)
		}
		var tally temporal.Number
		for k, w := range want {
			if d := cmp.Diff(w.Cycle, got[k]); d != "" {
				t.Fatalf("case %d, bundle %d: (-brute +got)\n%s\n%+v\n%+v", i, k, d, o, payments)
			}
			combos, sure := expanded(got[k], payments, o)
			checkCombos(t, i, w, combos, sure)
			tally.Bundles++
			tally.Count += w.Count
			tally.Certain += w.Certain
			seen.bundles++
			seen.combos += int(w.Count)
			if w.Certain < w.Count {
				seen.uncertain++
			}
			if w.Count > 1 {
				seen.many++
			}
			if len(w.Parties) > 3 {
				seen.long++
			}
			if o.NonStrict && w.First == w.Last {
				seen.ties++
			}
		}
		counted, err := temporal.Count(t.Context(), n, payments, o)
		if err != nil || counted.Number != tally {
			t.Fatalf("case %d: counted %+v (%v), brute force %+v", i, counted.Number, err, tally)
		}
	}
	if least := cases / 10; seen.bundles < 2*least || seen.uncertain < least || seen.many < least || seen.long < least || seen.ties < least/2 {
		t.Errorf("the test sees little: %+v", seen)
	}
}

// checkCombos compares the combinations as sets, as brute force has them in another order, and looks at the order on its own.
func checkCombos(t *testing.T, i int, want *bruteBundle, combos [][]int, sure []bool) {
	t.Helper()
	type combo struct {
		Payments []int
		Sure     bool
	}
	pairs := func(combos [][]int, sure []bool) []combo {
		var out []combo
		for k := range combos {
			out = append(out, combo{combos[k], sure[k]})
		}
		slices.SortFunc(out, func(a, b combo) int { return slices.Compare(a.Payments, b.Payments) })
		return out
	}
	if d := cmp.Diff(pairs(want.Combos, want.Sure), pairs(combos, sure)); d != "" {
		t.Fatalf("case %d: (-brute +expanded)\n%s", i, d)
	}
	place := func(hop, payment int) int { return slices.Index(want.Hops[hop], payment) }
	for k := 1; k < len(combos); k++ {
		hop := 0
		for combos[k][hop] == combos[k-1][hop] {
			hop++
		}
		if place(hop, combos[k][hop]) < place(hop, combos[k-1][hop]) {
			t.Fatalf("case %d: %v comes after %v", i, combos[k], combos[k-1])
		}
	}
}

// TestAgainstPlainSearch goes where brute force cannot: longer ways, on which what a search has learnt from a failure is put
// to use, with parties that are reached again, later or earlier, and by other ways.
func TestAgainstPlainSearch(t *testing.T) {
	total := uint64(0)
	for i := range 3000 {
		r := rand.New(rand.NewPCG(uint64(i), 8))
		parties := 6 + r.IntN(9)
		payments := drawPayments(r, parties, 25+r.IntN(40), 1000, 0)
		slices.SortStableFunc(payments, func(p, q graph.Payment) int { return int(p.First - q.First) })
		n := dated(parties, payments)
		for _, window := range []int{300, 1000} {
			want := plain(parties, payments, int32(window))
			c, err := temporal.Count(t.Context(), n, payments, temporal.Options{Window: window, MaxLength: -1, Workers: 1})
			if err != nil || c.Count != want {
				t.Fatalf("case %d, %d days: %d cycles, %v; one by one there are %d", i, window, c.Count, err, want)
			}
			total += want
		}
	}
	if total < 100_000 {
		t.Errorf("only %d cycles were compared", total)
	}
}

// TestByHand: a pays b on days 1 and 2, b pays c on 2 and 3, c pays a on 3 and 4. Strictly: from day 1 by b's payments on 2
// or 3 and c's on 3 or 4: (1,2,3), (1,2,4), (1,3,4); from day 2: (2,3,4). Non-strictly also (1,3,3), (2,2,3), (2,2,4), (2,3,3).
func TestByHand(t *testing.T) {
	payments := []graph.Payment{
		onDay(0, 1, 1, 50), onDay(0, 1, 2, 90), onDay(1, 2, 2, 40), onDay(1, 2, 3, 70), onDay(2, 0, 3, 60), onDay(2, 0, 4, 30),
	}
	n := dated(3, payments)
	abc := []graph.Node{0, 1, 2}
	want := []temporal.Cycle{
		{Parties: abc, Hops: [][]int{{0}, {2, 3}, {4, 5}}, Count: 3, Certain: 3, First: 1, Last: 4, Bottleneck: 40},
		{Parties: abc, Hops: [][]int{{1}, {3}, {5}}, Count: 1, Certain: 1, First: 2, Last: 4, Bottleneck: 30},
	}
	if d := cmp.Diff(want, bundles(t, n, payments, temporal.Options{})); d != "" {
		t.Errorf("strict: (-want +got)\n%s", d)
	}
	want = []temporal.Cycle{
		{Parties: abc, Hops: [][]int{{0}, {2, 3}, {4, 5}}, Count: 4, Certain: 4, First: 1, Last: 4, Bottleneck: 50},
		{Parties: abc, Hops: [][]int{{1}, {2, 3}, {4, 5}}, Count: 4, Certain: 4, First: 2, Last: 4, Bottleneck: 60},
	}
	if d := cmp.Diff(want, bundles(t, n, payments, temporal.Options{NonStrict: true})); d != "" {
		t.Errorf("non-strict: (-want +got)\n%s", d)
	}
	want = []temporal.Cycle{ // only (1,2,3) and (2,3,4) take two days
		{Parties: abc, Hops: [][]int{{0}, {2}, {4}}, Count: 1, Certain: 1, First: 1, Last: 3, Bottleneck: 40},
		{Parties: abc, Hops: [][]int{{1}, {3}, {5}}, Count: 1, Certain: 1, First: 2, Last: 4, Bottleneck: 30},
	}
	if d := cmp.Diff(want, bundles(t, n, payments, temporal.Options{Window: 2})); d != "" {
		t.Errorf("within two days: (-want +got)\n%s", d)
	}
}

// TestYearsByHand: of payments of which only the year is known, those of one year may be in any order and count once, from the
// first; those of different years are certain.
func TestYearsByHand(t *testing.T) {
	year := func(from, to graph.Node, y int32) graph.Payment {
		return graph.Payment{From: from, To: to, First: 365 * y, Last: 365*y + 364, Amount: 5, Known: true}
	}
	payments := []graph.Payment{year(0, 1, 0), year(1, 0, 0), year(1, 0, 1)}
	want := []temporal.Cycle{{
		Parties: []graph.Node{0, 1}, Hops: [][]int{{0}, {1, 2}}, Count: 2, Certain: 1, Last: 729, Bottleneck: 5,
	}}
	if d := cmp.Diff(want, bundles(t, dated(2, payments), payments, temporal.Options{})); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	// Within a year of the first payment, both are possible and none is certain: 1 January of one year to 31 December of the next
	// is more.
	want[0].Certain = 0
	if d := cmp.Diff(want, bundles(t, dated(2, payments), payments, temporal.Options{Window: 365})); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestLaws: a wider window, and letting payments of a day follow each other, only add combinations; knowing the days
// better makes certain what was possible or rules it out.
func TestLaws(t *testing.T) {
	count := func(n *graph.Network, payments []graph.Payment, o temporal.Options) temporal.Number {
		c, err := temporal.Count(t.Context(), n, payments, o)
		if err != nil || c.Certain > c.Count || c.Saturated {
			t.Fatalf("%+v %v", c, err)
		}
		return c.Number
	}
	grew := 0
	for i := range 2000 {
		r := rand.New(rand.NewPCG(uint64(i), 6))
		parties := 2 + r.IntN(20)
		payments := drawPayments(r, parties, 10+r.IntN(50), 20, []float64{0, 0.2}[i%2])
		n := dated(parties, payments)
		o := temporal.Options{MaxLength: 5, Workers: 1}
		var before temporal.Number
		for _, o.Window = range []int{1, 2, 5, 11, 30, 0} {
			now := count(n, payments, o)
			free := count(n, payments, temporal.Options{MaxLength: 5, Window: o.Window, NonStrict: true})
			if now.Count < before.Count || now.Certain < before.Certain || free.Count < now.Count || free.Certain < now.Certain {
				t.Fatalf("case %d, %d days: %+v after %+v; not strictly %+v", i, o.Window, now, before, free)
			}
			if now.Count > before.Count {
				grew++
			}
			before = now
		}
		var exact []graph.Payment
		for _, q := range payments {
			q.First = max(q.First, q.Last-int32(r.IntN(5)))
			q.Last = q.First
			exact = append(exact, q)
		}
		if c := count(n, exact, o); c.Count < before.Certain || c.Count > before.Count || c.Count != c.Certain {
			t.Fatalf("case %d: with days known %+v, before %+v", i, c, before)
		}
	}
	if grew < 3000 {
		t.Errorf("a wider window made a difference only %d times", grew)
	}
}

// TestWorkers: the same for any number of workers, also where a chunk yields more than can wait.
func TestWorkers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for _, c := range []struct {
		parties, payments, days int
		loose                   float64
		o                       temporal.Options
	}{
		{40, 2000, 2000, 0, temporal.Options{Window: 200, MaxLength: 5, Limit: -1}},
		{40, 2000, 200, 0, temporal.Options{Window: 9, MaxLength: -1, NonStrict: true, Limit: -1}},
		{40, 2000, 200, 0, temporal.Options{Window: 20, Limit: 700}},
		{30, 1000, 1000, 0.2, temporal.Options{Window: 150, MaxLength: 5, Limit: -1}},
		{30, 1000, 1000, 0.2, temporal.Options{Window: 60, NonStrict: true, Through: []graph.Node{3}, MaxLength: 5, Limit: 200}},
		{8, 160, 1600, 0, temporal.Options{Limit: -1}}, // no window
		{7, 0, 10, 0, temporal.Options{Limit: -1}},     // a chunk is more than may wait
	} {
		payments := drawPayments(r, c.parties, c.payments, c.days, 0)
		if c.payments == 0 {
			payments = burst(c.parties, c.days)
		}
		for i := range payments {
			if r.Float64() < c.loose {
				payments[i].Last += int32(r.IntN(9))
			}
		}
		n := dated(c.parties, payments)
		o := c.o
		o.Workers = 1
		want, wantErr := told1(t, n, payments, o)
		tally, err := temporal.Count(t.Context(), n, payments, o)
		if err != nil || o.Limit < 0 && tally.Bundles != uint64(len(want)) {
			t.Fatalf("%+v: counted %+v of %d: %v", o, tally, len(want), err)
		}
		if len(want) < 500 && c.o.Limit < 0 {
			t.Errorf("%+v: only %d bundles", o, len(want))
		}
		for _, o.Workers = range []int{2, 4} {
			got, gotErr := told1(t, n, payments, o)
			if d := cmp.Diff(want, got); d != "" || wantErr != gotErr {
				t.Fatalf("%+v: %q, with one worker %q\n%s", o, gotErr, wantErr, d)
			}
			again, err := temporal.Count(t.Context(), n, payments, o)
			if d := cmp.Diff(tally.ByLength, again.ByLength); d != "" || err != nil {
				t.Fatalf("%+v: %v\n%s", o, err, d)
			}
		}
	}
}

// told1 is all that Each yields, a number for each bundle to keep it small, and its last error.
func told1(t *testing.T, n *graph.Network, payments []graph.Payment, o temporal.Options) (sums []uint64, last string) {
	t.Helper()
	for c, err := range temporal.Each(t.Context(), n, payments, o) {
		if err != nil {
			last = err.Error()
			continue
		}
		h := fnv64(uint64(len(c.Parties)))
		for i, v := range c.Parties {
			h = h.with(uint64(v)).with(uint64(len(c.Hops[i])))
			for _, q := range c.Hops[i] {
				h = h.with(uint64(q))
			}
		}
		for _, x := range []uint64{c.Count, c.Certain, uint64(c.First), uint64(c.Last), uint64(c.Bottleneck), uint64(c.Unknown)} {
			h = h.with(x)
		}
		sums = append(sums, uint64(h))
	}
	return sums, last
}

// fnv64 is a running sum in the manner of Fowler, Noll and Vo, a word at a time.
type fnv64 uint64

func (h fnv64) with(x uint64) fnv64 { return (h ^ fnv64(x)) * 1099511628211 }

// TestStops: the last step says by when all cycles begin that were found, and brute force agrees.
func TestStops(t *testing.T) {
	stopped := 0
	for i := range 3000 {
		parties, payments, o, outside := temporalCase(i)
		n := dated(parties, payments, outside...)
		all := bundles(t, n, payments, o)
		o.Limit, o.Workers = 1+i%3, 1+i%2
		var got []temporal.Cycle
		var last error
		for c, err := range temporal.Each(t.Context(), n, payments, o) {
			if err != nil {
				last = err
				if c.Parties != nil || c.Hops != nil {
					t.Fatalf("case %d: %+v with %v", i, c, err)
				}
				continue
			}
			got = append(got, c.Clone())
		}
		if d := cmp.Diff(all[:min(o.Limit, len(all))], got, emptyIsNil); d != "" {
			t.Fatalf("case %d: %s", i, d)
		}
		var stop *temporal.StopError
		if len(all) <= o.Limit {
			if last != nil {
				t.Fatalf("case %d: complete, but %v", i, last)
			}
			continue
		}
		stopped++
		if !errors.As(last, &stop) || !errors.Is(last, temporal.ErrLimit) {
			t.Fatalf("case %d: %v", i, last)
		}
		next := all[o.Limit].First
		if want := next - 1; next != graph.Beginning && stop.By != want || next == graph.Beginning && stop.By != next {
			t.Fatalf("case %d: all by day %d found, but the next begins on %d", i, stop.By, next)
		}
	}
	if stopped < 500 {
		t.Errorf("only %d searches were stopped", stopped)
	}
}

var emptyIsNil = cmp.Transformer("empty", func(x []temporal.Cycle) int { return len(x) })

func TestStopSays(t *testing.T) {
	// Day 20270 is 1 July 2025: 55 years of 365 days, 14 leap days and 181 days.
	payments := []graph.Payment{onDay(0, 1, 20200, 1), onDay(1, 0, 20201, 1), onDay(0, 1, 20270, 1), onDay(1, 0, 20271, 1)}
	var last error
	for _, err := range temporal.Each(t.Context(), dated(2, payments), payments, temporal.Options{Limit: 2, Window: 1}) {
		last = err
	}
	if last != nil {
		t.Error(last)
	}
	for _, err := range temporal.Each(t.Context(), dated(2, payments), payments, temporal.Options{Limit: 1, Window: 1}) {
		last = err
	}
	want := "find cycles in time: there are more temporal cycles than the limit: all cycles that begin by 2025-06-30 found"
	if last == nil || last.Error() != want {
		t.Errorf("%v, want %s", last, want)
	}
}

// burst is payments of everybody to everybody, every day: more cycles than anyone can wait for.
func burst(parties, days int) []graph.Payment {
	var out []graph.Payment
	for d := range days {
		for u := range parties {
			for v := range parties {
				if u != v {
					out = append(out, onDay(graph.Node(u), graph.Node(v), int32(d), 1))
				}
			}
		}
	}
	return out
}

func TestBreakAndCancel(t *testing.T) {
	payments := burst(12, 30)
	n := dated(12, payments)
	for _, workers := range []int{1, 2, 4} {
		for _, at := range []int{1, 5000} {
			got := 0
			for _, err := range temporal.Each(t.Context(), n, payments, temporal.Options{MaxLength: -1, Limit: -1, Workers: workers}) {
				if err != nil {
					t.Fatal(err)
				}
				if got++; got == at {
					break // and no worker is left behind: the race detector and the end of the test would show it
				}
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		got := 0
		var last error
		for _, err := range temporal.Each(ctx, n, payments, temporal.Options{MaxLength: -1, Limit: -1, Workers: workers}) {
			if got++; got == 5000 {
				cancel()
			}
			last = err
		}
		cancel()
		var stop *temporal.StopError
		if !errors.Is(last, context.Canceled) || !errors.As(last, &stop) || stop.By != -1 {
			t.Errorf("%d workers: %v", workers, last) // all first payments of day 0 alone would take for ever
		}
		for _, err := range temporal.Each(ctx, n, payments, temporal.Options{Workers: workers}) {
			if !errors.Is(err, context.Canceled) || !errors.As(err, &stop) || stop.By != graph.Beginning {
				t.Errorf("%d workers: %v", workers, err)
			}
		}
		if _, err := temporal.Count(ctx, n, payments, temporal.Options{Workers: workers}); !errors.Is(err, context.Canceled) {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

// fruitless is a dense crowd and a party that the cycles must pass: others can be reached from it, and it is paid, but only later
// than its own payments and never within the window.
func fruitless() (parties int, payments []graph.Payment, o temporal.Options) {
	payments = burst(12, 40)
	payments = append(payments, onDay(12, 3, 10, 1), onDay(3, 12, 25, 1))
	return 13, payments, temporal.Options{MaxLength: -1, Limit: -1, Window: 12, Through: []graph.Node{12}}
}

// endless is one way with 60⁵ combinations of different dates and more.
func endless() (parties int, payments []graph.Payment, o temporal.Options) {
	for i := range int32(60) {
		for v := range graph.Node(6) {
			payments = append(payments, graph.Payment{From: v, To: (v + 1) % 6, First: i, Last: 1000 + 2*i})
		}
	}
	return 6, payments, temporal.Options{}
}

// TestStopsWithoutFinding: a search that finds nothing, and one that is long in one bundle, look at the context too.
func TestStopsWithoutFinding(t *testing.T) {
	for _, shape := range []func() (int, []graph.Payment, temporal.Options){fruitless, endless} {
		parties, payments, o := shape()
		n := dated(parties, payments)
		for _, o.Workers = range []int{1, 2} {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
			if _, err := temporal.Count(ctx, n, payments, o); !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			cancel()
			ctx, cancel = context.WithTimeout(t.Context(), 30*time.Millisecond)
			var last error
			for c, err := range temporal.Each(ctx, n, payments, o) {
				if last = err; err == nil {
					t.Errorf("found %+v", c)
				}
			}
			cancel()
			if !errors.Is(last, context.DeadlineExceeded) {
				t.Error(last)
			}
		}
	}
}

// detour is one cycle, 0 → 1 → 0, and a chain of diamonds that leads from 1 only back to 1: 2^k ways into the dark for a search
// that does not learn. Those are cycles of their own, but not through 0.
func detour(k int) []graph.Payment {
	at, day := graph.Node(2), int32(1)
	out := []graph.Payment{onDay(0, 1, 0, 1), onDay(1, at, day, 1)}
	for range k {
		out = append(out, onDay(at, at+1, day+1, 1), onDay(at, at+2, day+1, 1), onDay(at+1, at+3, day+2, 1), onDay(at+2, at+3, day+2, 1))
		at, day = at+3, day+2
	}
	return append(out, onDay(at, 1, day+1, 1), onDay(1, 0, day+2, 1))
}

func TestDeadEnds(t *testing.T) {
	const k = 29 // without memory, half a billion ways
	payments := detour(k)
	n := dated(3*k+3, payments)
	for _, longest := range []int{-1, 2*k + 3, 2*k + 2, 3} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		o := temporal.Options{MaxLength: longest, Through: []graph.Node{0}}
		c, err := temporal.Count(ctx, n, payments, o)
		if err != nil || c.Count != 1 {
			t.Errorf("at most %d: %+v, %v", longest, c, err)
		}
		cancel()
	}
}

// TestSaturates: 70 hops of two payments each on consecutive days are 2^69 combinations.
func TestSaturates(t *testing.T) {
	for _, loose := range []int32{0, 1} {
		var payments []graph.Payment
		const k = 70
		for v := range graph.Node(k) {
			for i := range 2 {
				q := onDay(v, (v+1)%k, 10*int32(v), int64(i))
				if v == 0 && i == 1 {
					continue
				}
				q.Last += loose
				payments = append(payments, q)
			}
		}
		c, err := temporal.Count(t.Context(), dated(k, payments), payments, temporal.Options{MaxLength: -1})
		if err != nil || !c.Saturated || c.Count != math.MaxUint64 || c.Certain != math.MaxUint64 || c.Bundles != 1 {
			t.Errorf("%+v %v", c, err)
		}
	}
}

func TestRefuses(t *testing.T) {
	good := []graph.Payment{onDay(0, 1, 1, 1), onDay(1, 0, 2, 1)}
	n := dated(2, good)
	for _, c := range []struct {
		want string
		q    graph.Payment
		o    temporal.Options
	}{
		{"find cycles in time: payment 2 ends on day 1, before it begins on day 2", graph.Payment{To: 1, First: 2, Last: 1}, temporal.Options{}},
		{"find cycles in time: payment 2 is of no arc of the network", graph.Payment{}, temporal.Options{}},
		{"find cycles in time: payment 2 is between parties that are not in the network", graph.Payment{To: 2}, temporal.Options{}},
		{"find cycles in time: there is no party 2 among the 2 of the network", good[0], temporal.Options{Through: []graph.Node{2}}},
	} {
		payments := append(slices.Clone(good), c.q)
		for _, err := range temporal.Each(t.Context(), n, payments, c.o) {
			if err == nil || err.Error() != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		}
		if _, err := temporal.Count(t.Context(), n, payments, c.o); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	payments := []graph.Payment{onDay(0, 1, 1, 1), {From: 1, To: 0, First: 1, Last: 9}}
	c, err := temporal.Count(t.Context(), dated(2, payments), payments, temporal.Options{MinAmount: 1})
	var got []string
	for _, w := range c.Warnings {
		got = append(got, w.Error())
	}
	want := []string{
		"1 payment is not dated to the day: a cycle with one is certain only if it is in order on any of the days",
		"1 payment has an undisclosed amount: left out, as no smallest amount is known",
	}
	if d := cmp.Diff(want, got); d != "" || err != nil || c.Bundles != 0 {
		t.Errorf("%v %+v\n%s", err, c, d)
	}
}
