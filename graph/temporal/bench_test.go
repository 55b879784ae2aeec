package temporal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/temporal"
)

// The unit of time of the search is an integer. Here it is a second.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

// college is messages in the manner of CollegeMsg (Panzarasa, Opsahl and Carley, Patterns and Dynamics of Users' Behavior and
// Interaction, JASIST 60(5), 2009): 1,899 students, 59,835 messages in 193 days, on some 20,000 ways from one to another. Every
// day a crowd is online, in the first weeks a larger one, of whom a few are there most; most talks are short and some go on for
// hours.
func college(seed uint64) (*graph.Network, []graph.Payment) {
	const students, messages, days = 1899, 59835, 193
	r := rand.New(rand.NewPCG(seed, 0))
	active := make([]graph.Node, 0, messages) // everybody once, and once more for each day online
	for v := range graph.Node(students) {
		active = append(active, v)
	}
	out := make([]graph.Payment, 0, messages)
	for d := 0; len(out) < messages; d = (d + 1) % days {
		crowd := make([]graph.Node, 10+1500/(d+8))
		for i := range crowd {
			crowd[i] = active[r.IntN(len(active))]
		}
		active = append(active, crowd...)
		for range 3 * len(crowd) {
			from, to, when := crowd[r.IntN(1+r.IntN(len(crowd)))], crowd[r.IntN(1+r.IntN(len(crowd)))], d*day+r.IntN(16*hour)
			talk := 2
			if r.IntN(30) == 0 {
				talk = 40
			}
			for more := from != to; more && len(out) < messages; more = r.IntN(talk) > 0 {
				out = append(out, onDay(from, to, int32(when), 100+r.Int64N(9900)))
				if r.IntN(3) > 0 {
					from, to = to, from
				}
				when += 1 + r.IntN(r.IntN(20*hour)/talk+1)
			}
		}
	}
	slices.SortStableFunc(out, func(p, q graph.Payment) int { return int(p.First - q.First) })
	return dated(students, out), out
}

// trade is a market that grew: each newcomer trades with those who trade most, who also trade among each other. Dates are drawn
// alike, so there are few parallel payments within a window.
func trade(parties, payments, days int, seed uint64) (*graph.Network, []graph.Payment) {
	r := rand.New(rand.NewPCG(seed, 0))
	ends := append(make([]graph.Node, 0, 2+2*payments), 0, 1)
	out := make([]graph.Payment, 0, payments)
	for len(out) < payments {
		u, v := graph.Node(len(out)*parties/payments), ends[r.IntN(len(ends))]
		if r.IntN(2) == 0 {
			u = ends[r.IntN(len(ends))]
		}
		if r.IntN(2) == 0 {
			u, v = v, u
		}
		if u != v {
			ends = append(ends, u, v)
			out = append(out, onDay(u, v, int32(r.IntN(days)), 100+r.Int64N(9900)))
		}
	}
	slices.SortStableFunc(out, func(p, q graph.Payment) int { return int(p.First - q.First) })
	return dated(parties, out), out
}

// TestCollege: the network of the benchmarks has the size of what it stands for, and a plain search for its cycles within an hour
// finds as many.
func TestCollege(t *testing.T) {
	n, payments := college(1)
	if ways := n.Adjacency().Hops(); len(payments) != 59835 || ways < 10_000 || ways > 26_000 {
		t.Errorf("%d messages on %d ways", len(payments), ways)
	}
	c, err := temporal.Count(t.Context(), n, payments, temporal.Options{Window: hour, MaxLength: -1})
	if want := plain(n.Order(), payments, hour); err != nil || c.Count != want || want < 50_000 {
		t.Errorf("%d cycles, %v; one by one there are %d", c.Count, err, want)
	}
}

func BenchmarkEach(b *testing.B) {
	type search struct {
		name     string
		n        *graph.Network
		payments []graph.Payment
		o        temporal.Options
	}
	messages, sent := college(1)
	market, paid := trade(32_000, 128_000, 365, 1)
	for _, s := range []search{
		{"college/1h", messages, sent, temporal.Options{Window: hour, MaxLength: -1}},
		{"college/1d", messages, sent, temporal.Options{Window: day, MaxLength: -1}},
		{"college/1d/5", messages, sent, temporal.Options{Window: day, MaxLength: 5}},
		{"market/7d", market, paid, temporal.Options{Window: 7, MaxLength: -1}},
		{"market/14d/6", market, paid, temporal.Options{Window: 14}},
	} {
		for _, s.o.Workers = range []int{1, 2} {
			s.o.Limit = -1
			b.Run(fmt.Sprintf("%s/count/%d", s.name, s.o.Workers), func(b *testing.B) {
				var c temporal.Tally
				for b.Loop() {
					c, _ = temporal.Count(b.Context(), s.n, s.payments, s.o)
				}
				report(b, c)
			})
			b.Run(fmt.Sprintf("%s/bundles/%d", s.name, s.o.Workers), func(b *testing.B) {
				b.ReportAllocs()
				var c temporal.Tally
				for b.Loop() {
					c = temporal.Tally{}
					for x := range temporal.Each(b.Context(), s.n, s.payments, s.o) {
						c.Bundles++
						c.Count += x.Count
					}
				}
				report(b, c)
			})
		}
	}
}

// BenchmarkCombinations lists every cycle on its own.
func BenchmarkCombinations(b *testing.B) {
	n, payments := college(1)
	o := temporal.Options{Window: hour, MaxLength: -1, Limit: -1, Workers: 1}
	var c temporal.Tally
	for b.Loop() {
		c = temporal.Tally{}
		for x := range temporal.Each(b.Context(), n, payments, o) {
			c.Bundles++
			for range x.Combinations(payments, o) {
				c.Count++
			}
		}
	}
	report(b, c)
}

func report(b *testing.B, c temporal.Tally) {
	b.ReportAllocs()
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(c.Bundles), "bundles")
	b.ReportMetric(float64(c.Count), "cycles")
	b.ReportMetric(float64(c.Bundles)/seconds, "bundles/s")
	b.ReportMetric(float64(c.Count)/seconds, "cycles/s")
}
