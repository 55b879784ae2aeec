package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"

	gocmp "github.com/google/go-cmp/cmp"
)

// nullNetwork is a network of arcs "a>b", of 1, 2, 3 … cents, so that every arc can be told. Parties in capitals are outside.
func nullNetwork(arcs string) *graph.Network {
	var parties []*deals.Party
	index := map[string]graph.Node{}
	party := func(id string) graph.Node {
		if _, ok := index[id]; !ok {
			index[id] = graph.Node(len(parties))
			p := &deals.Party{ID: deals.PartyID(id)}
			if id == strings.ToUpper(id) {
				p.Sector = deals.SectorOutside
			}
			parties = append(parties, p)
		}
		return index[id]
	}
	var all []graph.Arc
	for i, a := range strings.Fields(arcs) {
		from, to, _ := strings.Cut(a, ">")
		all = append(all, graph.Arc{From: party(from), To: party(to), Amount: int64(i + 1), Known: true})
	}
	return graph.New(parties, all)
}

// nullSpell writes an arc after the other, by amount: the payees in order.
func nullSpell(n *graph.Network) string {
	arcs := slices.SortedFunc(n.Arcs(), func(a, b graph.Arc) int { return cmp.Compare(a.Amount, b.Amount) })
	var s strings.Builder
	for _, a := range arcs {
		fmt.Fprintf(&s, "%s>%s ", n.Party(a.From).ID, n.Party(a.To).ID)
	}
	return strings.TrimSpace(s.String())
}

// nullAll lists all ways to deal out the payees, by the words of the documentation.
func nullAll(n *graph.Network) map[string]bool {
	arcs := slices.SortedFunc(n.Arcs(), func(a, b graph.Arc) int { return cmp.Compare(a.Amount, b.Amount) })
	lost := func(from, to graph.Node) bool {
		return from == to || n.Party(from).Outside() && n.Party(to).Outside()
	}
	parallel := func(arcs []graph.Arc) bool {
		seen := map[[2]graph.Node]bool{}
		for _, a := range arcs {
			key := [2]graph.Node{a.From, a.To}
			if seen[key] && !lost(a.From, a.To) {
				return true
			}
			seen[key] = true
		}
		return false
	}
	allowed := parallel(arcs)
	out := map[string]bool{}
	now, used := slices.Clone(arcs), make([]bool, len(arcs))
	var deal func(i int)
	deal = func(i int) {
		if i == len(arcs) {
			if allowed || !parallel(now) {
				out[nullSpell(graph.New(nullParties(n), now))] = true
			}
			return
		}
		fixed := lost(arcs[i].From, arcs[i].To)
		for j, a := range arcs {
			if used[j] || fixed != (i == j) && (fixed || lost(a.From, a.To)) || !fixed && lost(arcs[i].From, a.To) {
				continue
			}
			used[j] = true
			now[i].To = a.To
			deal(i + 1)
			used[j] = false
		}
	}
	deal(0)
	return out
}

func nullParties(n *graph.Network) (all []*deals.Party) {
	for v := range n.Order() {
		all = append(all, n.Party(graph.Node(v)))
	}
	return all
}

// nullSpelled collects what networks the function is asked of.
func nullSpelled(t *testing.T, n *graph.Network, o NullOptions) (map[string]int, NullResult) {
	t.Helper()
	var mutex sync.Mutex
	counts := map[string]int{}
	r, err := Null(t.Context(), n, o, func(_ context.Context, n *graph.Network) (float64, error) {
		mutex.Lock()
		defer mutex.Unlock()
		counts[nullSpell(n)]++
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	counts[nullSpell(n)]-- // the observed one
	return counts, r
}

// Where all networks can be listed, each is drawn as often as any other.
func TestNullUniform(t *testing.T) {
	for _, c := range []struct {
		name, arcs string
		count      int // by hand where it is not 0
	}{
		{"a circle of three turns round", "a>b b>c c>a", 2},
		{"a square", "a>b c>d", 2},
		{"a circle of four", "a>b b>c c>d d>a", 9}, // derangements of four
		{"one payer", "a>b a>c a>d", 6},
		{"no parallel arcs", "a>b a>c b>c c>a d>b", 0},
		{"parallel arcs", "a>b a>b c>a b>c d>a", 0},
		{"two of one pair", "a>b a>b c>d", 3},
		{"hub", "a>b a>c a>d b>a c>a e>f", 0},
		{"outside", "a>X b>Y X>a Y>c c>b", 0},
		{"outside pays in a circle", "X>a a>b b>Y", 2},
		{"fixed arcs", "a>a X>Y a>b b>c c>a c>c", 2},
	} {
		n := nullNetwork(c.arcs)
		all := nullAll(n)
		if c.count > 0 && len(all) != c.count {
			t.Fatalf("%s: %d ways are listed, %d by hand", c.name, len(all), c.count)
		}
		samples := 400 * len(all)
		if len(all) > 50 {
			samples = 60 * len(all)
		}
		counts, r := nullSpelled(t, n, NullOptions{Samples: samples, Seed: 7})
		want := float64(samples) / float64(len(all))
		chi := 0.0
		for s := range all {
			chi += (float64(counts[s]) - want) * (float64(counts[s]) - want) / want
		}
		for s, k := range counts {
			if k > 0 && !all[s] {
				t.Errorf("%s: %s is not one of them", c.name, s)
			}
		}
		if free := float64(len(all) - 1); chi > free+5*math.Sqrt(2*free)+5 {
			t.Errorf("%s: χ² of %g with %d ways: %v", c.name, chi, len(all), counts)
		}
		if len(r.Warnings) > 0 {
			t.Errorf("%s: %v", c.name, r.Warnings)
		}
	}
}

// What every random network keeps.
func TestNullKeeps(t *testing.T) {
	for seed := range uint64(40) {
		n := nettest.Random(seed, nettest.Shape{Parties: 12, Arcs: 20 + int(seed), Unknown: 0.2, Self: 0.1 * float64(seed%2), Hubs: seed%3 == 0})
		parties := nullParties(n)
		for v, p := range parties {
			if copied := *p; seed%4 == 1 && v < 3 {
				copied.Sector = deals.SectorOutside
				parties[v] = &copied
			}
		}
		n = graph.New(parties, slices.Collect(n.Arcs()))
		want := nullKept(n)
		moved := false
		_, err := Null(t.Context(), n, NullOptions{Samples: 20, Seed: seed, Workers: 1}, func(_ context.Context, m *graph.Network) (float64, error) {
			if d := gocmp.Diff(want, nullKept(m)); d != "" {
				return 0, fmt.Errorf("not kept: %s", d)
			}
			for a := range m.Arcs() {
				if a.Leg != nil {
					return 0, fmt.Errorf("a leg of %s", a.Leg.Deal.ID)
				}
			}
			moved = moved || !nullAlike(n, m)
			return 0, nil
		})
		if err != nil || !moved {
			t.Fatalf("seed %d: %v, moved %v", seed, err, moved)
		}
	}
}

func nullAlike(a, b *graph.Network) bool {
	return slices.EqualFunc(slices.Collect(a.Arcs()), slices.Collect(b.Arcs()), func(x, y graph.Arc) bool {
		return x.From == y.From && x.To == y.To && x.Amount == y.Amount
	})
}

// nullKept is what must be the same: degrees, what each pays arc by arc, deals with oneself and between two outside.
func nullKept(n *graph.Network) (kept []string) {
	for v := range n.Order() {
		in, self, lost := 0, 0, 0
		var pays []string
		for a := range n.In(graph.Node(v)) {
			in++
			if a.From == a.To {
				self++
			}
			if n.Party(a.From).Outside() && n.Party(a.To).Outside() {
				lost++
			}
		}
		for a := range n.Out(graph.Node(v)) {
			pays = append(pays, fmt.Sprint(a.Amount, a.Known, a.Status))
		}
		slices.Sort(pays)
		kept = append(kept, fmt.Sprint(n.Party(graph.Node(v)).ID, in, self, lost, pays))
	}
	return kept
}

// The numbers are the same for any number of workers, and others for another seed.
func TestNullWorkers(t *testing.T) {
	n := nettest.Life()
	var first NullResult
	for i, o := range []NullOptions{{Samples: 60, Seed: 3, Workers: 1}, {Samples: 60, Seed: 3, Workers: 7}, {Samples: 60, Seed: 3}, {Samples: 60, Seed: 4}} {
		r, err := Null(t.Context(), n, o, nullPairs)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Warnings) > 0 || r.SwapsAccepted < 10*n.Size() {
			t.Errorf("%d swaps, warnings %v", r.SwapsAccepted, r.Warnings)
		}
		if i == 0 {
			first = r
		}
		if d := gocmp.Diff(first, r); (d == "") != (o.Seed == 3) {
			t.Errorf("%+v: %s", o, d)
		}
	}
}

// nullPairs is the amount that parties who pay each other pay each other.
func nullPairs(_ context.Context, n *graph.Network) (float64, error) {
	a, sum := n.Adjacency(), 0.0
	for h := range a.Hops() {
		if back, ok := a.Hop(graph.Node(a.To[h]), graph.Node(a.From[h])); ok {
			sum += float64(min(a.Amount[h], a.Amount[back])) / 2
		}
	}
	return sum, nil
}

func TestNullSummary(t *testing.T) {
	n := nullNetwork("a>b b>c c>d d>a a>c b>d")
	numbers := []float64{5, 1, 2, 3, 4, 5, 6, 7, 8, 9} // the first is observed
	at := 0
	r, err := Null(t.Context(), n, NullOptions{Samples: 9, Workers: 1}, func(context.Context, *graph.Network) (float64, error) {
		at++
		return numbers[at-1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// By hand: 5 to 9 are at least 5, and 1 to 5 at most; the 5th of a hundred parts of nine numbers is 0.4 behind the first.
	want := NullResult{
		Observed: 5, Null: numbers[1:], P: 6.0 / 10, PLow: 6.0 / 10, Mean: 5, Q05: 1.4, Median: 5, Q95: 8.6,
		Moving: 6, SwapsWanted: 60, Steps: r.Steps, SwapsAccepted: r.SwapsAccepted,
	}
	if d := gocmp.Diff(want, r, gocmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })); d != "" {
		t.Error(d)
	}
	for _, c := range []struct {
		observed, p, low float64
	}{{100, 0.1, 1}, {0, 1, 0.1}} {
		at, numbers[0] = 0, c.observed
		r, _ := Null(t.Context(), n, NullOptions{Samples: 9, Workers: 1}, func(context.Context, *graph.Network) (float64, error) {
			at++
			return numbers[at-1], nil
		})
		if r.P != c.p || r.PLow != c.low {
			t.Errorf("observed %g: %g and %g, want %g and %g", c.observed, r.P, r.PLow, c.p, c.low)
		}
	}
}

// If the observed network is one of the random ones, P is at or below any level no more often than that.
func TestNullLevel(t *testing.T) {
	start := nullNetwork("a>b b>c c>a d>a a>d b>d e>b")
	var observed []*graph.Network
	var mutex sync.Mutex
	if _, err := Null(t.Context(), start, NullOptions{Samples: 600, Seed: 1}, func(_ context.Context, n *graph.Network) (float64, error) {
		mutex.Lock()
		defer mutex.Unlock()
		observed = append(observed, n)
		return 0, nil
	}); err != nil {
		t.Fatal(err)
	}
	below := map[float64]int{}
	for i, n := range observed[1:] {
		r, err := Null(t.Context(), n, NullOptions{Samples: 19, Seed: uint64(i), Workers: 1}, func(_ context.Context, n *graph.Network) (float64, error) {
			sum := 0.0
			for a := range n.Arcs() { // different for any two networks
				sum += float64(a.To) * math.Pow(7, float64(a.Amount))
			}
			return math.Mod(sum*math.Phi, 1), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range []float64{0.05, 0.25, 0.5} {
			if r.P <= level {
				below[level]++
			}
		}
	}
	for level, k := range below {
		mean, spread := 600*level, math.Sqrt(600*level*(1-level))
		if math.Abs(float64(k)-mean) > 4*spread {
			t.Errorf("P is %g or less %d times in 600", level, k)
		}
	}
}

// The observed network is one among equals even if the chain is far too short: as unlike the others as they are unlike each
// other, which they would not be if they all came from it.
func TestNullExchangeable(t *testing.T) {
	n := nettest.Random(1, nettest.Shape{Parties: 200, Arcs: 600, Amounts: 1e9})
	payee := func(n *graph.Network) map[int64]graph.Node { // by amount, which tells the arcs
		out := map[int64]graph.Node{}
		for a := range n.Arcs() {
			out[a.Amount] = a.To
		}
		return out
	}
	networks := []map[int64]graph.Node{payee(n)}
	u := newUrn(n)
	if err := u.draw(t.Context(), NullOptions{Samples: 20, Workers: 1}, func(_ context.Context, n *graph.Network) (float64, error) {
		networks = append(networks, payee(n))
		return 0, nil
	}, &NullResult{Steps: 150}); err != nil {
		t.Fatal(err)
	}
	var fromObserved, between float64
	for i, a := range networks {
		for j, b := range networks[:i] {
			apart := 0.0
			for amount, to := range a {
				if b[amount] != to {
					apart++
				}
			}
			if j == 0 {
				fromObserved += apart / 20
			} else {
				between += apart / 190
			}
		}
	}
	if math.Abs(fromObserved-between) > 0.05*between || between < 100 || between > 500 {
		t.Errorf("arcs that differ: %g from the observed network, %g between others", fromObserved, between)
	}
}

func TestNullStuck(t *testing.T) {
	for _, c := range []struct {
		arcs, code    string
		moving, fixed int
	}{
		{"", WarnNoSwaps, 0, 0},
		{"a>b", WarnNoSwaps, 1, 0},
		{"a>b b>a", WarnNoSwaps, 2, 0},
		{"a>a b>b c>c X>Y Y>X", WarnNoSwaps, 0, 5},
		{"X>a a>Y", WarnNoSwaps, 2, 0},
	} {
		r, err := Null(t.Context(), nullNetwork(c.arcs), NullOptions{Samples: 9}, nullPairs)
		if err != nil || len(r.Warnings) != 1 || r.Warnings[0].(graph.Warning).Code != c.code || r.P != 1 || r.Moving != c.moving || r.Fixed != c.fixed {
			t.Errorf("%q: %+v, %v", c.arcs, r, err)
		}
	}
	// Two hundred pay one party, and one pays another: hardly a step changes anything.
	arcs := "x>y"
	for v := range 200 {
		arcs += fmt.Sprintf(" p%d>hub", v)
	}
	r, err := Null(t.Context(), nullNetwork(arcs), NullOptions{Samples: 3}, nullPairs)
	if err != nil || r.SwapsAccepted == 0 || r.SwapsAccepted >= r.SwapsWanted || len(r.Warnings) != 1 || r.Warnings[0].(graph.Warning).Code != WarnFewSwaps {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestNullErrors(t *testing.T) {
	n := nettest.Life()
	bad := errors.New("bad")
	_, err := Null(t.Context(), n, NullOptions{}, func(context.Context, *graph.Network) (float64, error) { return 0, bad })
	if !errors.Is(err, bad) {
		t.Errorf("the function's: %v", err)
	}
	for _, workers := range []int{1, 8} {
		first := nullSpell(n)
		_, err = Null(t.Context(), n, NullOptions{Workers: workers, Samples: 50}, func(_ context.Context, m *graph.Network) (float64, error) {
			if nullSpell(m) != first {
				return math.NaN(), nil
			}
			return 0, nil
		})
		if err == nil || !strings.Contains(err.Error(), "random network 1: the result is not a number") {
			t.Errorf("not a number: %v", err)
		}
	}
	for _, o := range []NullOptions{{Samples: -1}, {Workers: -1}} {
		if _, err := Null(t.Context(), n, o, nullPairs); err == nil {
			t.Errorf("%+v passes", o)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err = Null(ctx, n, NullOptions{Workers: 1}, func(context.Context, *graph.Network) (float64, error) {
		if calls++; calls == 5 {
			cancel()
		}
		return 0, nil
	})
	if !errors.Is(err, context.Canceled) || calls != 5 {
		t.Errorf("cancelled: %v after %d calls", err, calls)
	}
}

func BenchmarkNull(b *testing.B) {
	big := nettest.Random(1, nettest.Shape{Parties: 20_000, Arcs: 100_000, Hubs: true})
	for _, c := range []struct {
		name string
		n    *graph.Network
		o    NullOptions
	}{
		{"life", nettest.Life(), NullOptions{}},
		{"life-1worker", nettest.Life(), NullOptions{Workers: 1}},
		{"hubs20k-100k-8samples", big, NullOptions{Samples: 8}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Null(b.Context(), c.n, c.o, func(context.Context, *graph.Network) (float64, error) { return 0, nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
