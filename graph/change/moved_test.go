package change

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
)

func build(t testing.TB, l *deals.Ledger, v graph.View) *graph.Network {
	t.Helper()
	n, err := graph.Build(l, v)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCompareByHand(t *testing.T) {
	old := []Entry{{"a", "x", 100, true}, {"a", "y", 50, true}, {"b", "x", 7, true}, {"c", "z", 0, false}}
	new := []Entry{{"a", "x", 130, true}, {"a", "w", 5, true}, {"a", "w", 0, false}, {"b", "x", 7, true}, {"c", "z", 9, true}}
	want := []Moved{
		{Of: "a", Old: Sum{150, 0, 2}, New: Sum{135, 1, 3}, Causes: []Effect{ // −15 = −50 + 30 + 5
			{"y", Sum{50, 0, 1}, Sum{}}, {"x", Sum{100, 0, 1}, Sum{130, 0, 1}}, {"w", Sum{}, Sum{5, 1, 2}},
		}},
		{Of: "c", Old: Sum{0, 1, 1}, New: Sum{9, 0, 1}, Causes: []Effect{{"z", Sum{0, 1, 1}, Sum{9, 0, 1}}}},
		{Of: "b", Old: Sum{7, 0, 1}, New: Sum{7, 0, 1}},
	}
	if diff := cmp.Diff(want, Compare(old, new)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// On random ledgers what deals moved adds up to what moved, to the cent, whichever way it is told, and is explained.
func TestCompareAddsUp(t *testing.T) {
	for round := range 200 {
		r := rand.New(rand.NewPCG(uint64(round), 3))
		a, b := ledger(t, randomLedger(r)), ledger(t, randomLedger(r))
		c := Between(State{Ledger: a}, State{Ledger: b})
		for _, basis := range graph.Bases() {
			old, new := build(t, a, graph.View{Basis: basis}), build(t, b, graph.View{Basis: basis})
			for name, of := range map[string]func(*graph.Network) []Entry{"total": Totals, "pays": Pays, "receives": Receives} {
				for _, m := range Compare(of(old), of(new)) {
					by, unknown := int64(0), 0
					for _, e := range m.Causes {
						by += e.By()
						unknown += e.New.Unknown - e.Old.Unknown
						if why := c.Why(e.Deal); why.Deal == nil && len(why.Tied) == 0 && len(why.Records) == 0 {
							t.Fatalf("round %d: nothing explains why %s counts for another amount", round, e.Deal)
						}
					}
					if by != m.By() || unknown != m.New.Unknown-m.Old.Unknown {
						t.Fatalf("round %d, %s of %q: the deals moved it by %d, it moved by %d", round, name, m.Of, by, m.By())
					}
					if name == "total" && (m.Old.Minor != old.Total() || m.New.Minor != new.Total() || m.New.Unknown != new.Unknown()) {
						t.Fatalf("round %d: %+v is not the total of the networks", round, m)
					}
				}
			}
		}
	}
}

func circulated(ctx context.Context, n *graph.Network) (int64, error) {
	r, err := circulation.Maximum(ctx, n)
	return r.Circulated, err
}

// Two deals close a cycle of 2 × $5M; a third makes one half of another cycle wider, of which nothing more goes round.
func TestLeaveOutByHand(t *testing.T) {
	const was = `
deals:
  - {id: there, from: a, to: b, kind: compute, amount: $5M, status: signed 2024-01}
  - {id: small, from: a, to: c, kind: compute, amount: $1M, status: signed 2024-01}
  - {id: back, from: c, to: a, kind: loan, amount: $1M, status: signed 2024-01}
`
	const is = `
deals:
  - {id: there, from: a, to: b, kind: compute, amount: $5M, status: signed 2024-01}
  - {id: small, from: a, to: c, kind: compute, amount: $9M, status: signed 2024-01}
  - {id: back, from: c, to: a, kind: loan, amount: $1M, status: signed 2024-01}
  - {id: one, from: b, to: d, kind: compute, amount: $6M, status: signed 2024-01}
  - {id: two, from: d, to: a, kind: compute, amount: $7M, status: signed 2024-01}
  - {id: part, from: d, to: a, kind: compute, amount: $4M, status: signed 2024-01, within: two}
`
	a, b := ledger(t, was), ledger(t, is)
	c := Between(State{Ledger: a}, State{Ledger: b})
	got, err := LeaveOut(t.Context(), c, build(t, a, graph.View{}), build(t, b, graph.View{}), circulated, 0)
	if err != nil {
		t.Fatal(err)
	}
	// 2 goes round before, 17 after. Without one, or without two with its part, 15 less: together 15 of the 30 are told twice.
	want := Drops{Old: 2_000_000_00, New: 17_000_000_00, Rest: -15_000_000_00, Changes: 3, Tried: 3, Causes: []Drop{
		{Deals: []deals.DealID{"one"}, Effect: 15_000_000_00},
		{Deals: []deals.DealID{"part", "two"}, Effect: 15_000_000_00},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got, err = LeaveOut(t.Context(), c, build(t, a, graph.View{}), build(t, b, graph.View{}), circulated, 1)
	if err != nil || got.Tried != 1 || got.Changes != 3 {
		t.Errorf("one at most: %+v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := LeaveOut(ctx, c, build(t, a, graph.View{}), build(t, b, graph.View{}), circulated, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("when cancelled: %v", err)
	}
}

// A party that comes to stand for many is a change like any other.
func TestLeaveOutParty(t *testing.T) {
	text := func(sector string) string {
		return "parties:\n  - {id: a, sector: " + sector + "}\n" +
			"deals:\n  - {id: x, from: a, to: b, kind: loan, amount: $1M, status: signed}\n  - {id: y, from: b, to: a, kind: loan, amount: $1M, status: signed}\n"
	}
	a, b := ledger(t, text("cloud")), ledger(t, text("outside"))
	got, err := LeaveOut(t.Context(), Between(State{Ledger: a}, State{Ledger: b}), build(t, a, graph.View{}), build(t, b, graph.View{}), circulated, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := Drops{Old: 2_000_000_00, Changes: 1, Tried: 1, Causes: []Drop{{Party: "a", Effect: -2_000_000_00}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What a network without a change measures is what a ledger without it does, merged record by record.
func TestLeaveOutIsTheMergedLedger(t *testing.T) {
	tried, moved := 0, 0
	for round := range 300 {
		r := rand.New(rand.NewPCG(uint64(round), 5))
		a, b := ledger(t, randomLedger(r)), ledger(t, randomLedger(r))
		b, err := deals.Merge(a, b, func(p deals.Part) bool { return p.Table == "deals" }) // nothing else differs
		if err != nil {
			continue
		}
		day := deals.Date{Year: 2024, Month: 6, Day: 1}
		c := Between(State{a, day}, State{b, day})
		v := graph.View{AsOf: day}
		for name, m := range map[string]Measure{"circulated": circulated, "total": func(_ context.Context, n *graph.Network) (int64, error) { return n.Total(), nil }} {
			got, err := LeaveOut(t.Context(), c, build(t, a, v), build(t, b, v), m, 0)
			if err != nil {
				t.Fatal(err)
			}
			if rest := got.New - got.Old; name == "total" {
				for _, d := range got.Causes {
					rest -= d.Effect
				}
				if rest != 0 || got.Rest != 0 {
					t.Fatalf("round %d: of a sum %d is left", round, got.Rest)
				}
			}
			for _, d := range got.Causes {
				out := map[string]bool{}
				for _, id := range d.Deals {
					out[string(id)] = true
				}
				l, err := deals.Merge(a, b, func(p deals.Part) bool { return p.Table == "deals" && !out[p.Key] })
				if err != nil {
					continue // no ledger is between the two
				}
				x, err := m(t.Context(), build(t, l, v))
				if err != nil {
					t.Fatal(err)
				}
				tried++
				if len(d.Deals) > 1 {
					moved++
				}
				if got.New-x != d.Effect {
					t.Fatalf("round %d, %s: %v is worth %d, by the merged ledger %d", round, name, d.Deals, d.Effect, got.New-x)
				}
			}
		}
	}
	if tried < 500 || moved < 20 {
		t.Errorf("only %d changes were held against a merged ledger, %d of several deals", tried, moved)
	}
}

func headline(l *deals.Ledger) (float64, error) {
	n, err := graph.Build(l, graph.View{})
	if err != nil {
		return 0, err
	}
	return float64(n.Total()) / 100, nil
}

func goesRound(l *deals.Ledger) (float64, error) {
	n, err := graph.Build(l, graph.View{})
	if err != nil {
		return 0, err
	}
	x, err := circulated(context.Background(), n)
	return float64(x) / 100, err
}

func line(c Cause) string {
	return fmt.Sprintf("%s: %g, step %g, %t", c.Part, c.Effect, c.Step, c.Told)
}

func attributed(t *testing.T, was, is string, number Number, most int) (Attribution, string) {
	t.Helper()
	a, err := Attribute(t.Context(), ledger(t, was), ledger(t, is), number, most)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range a.Causes {
		lines = append(lines, line(c))
	}
	return a, strings.Join(lines, "\n")
}

func TestAttributeByHand(t *testing.T) {
	const was = `
deals:
  - {id: x, from: a, to: b, kind: loan, amount: $10M, status: signed 2024-01}
  - {id: y, from: b, to: a, kind: loan, amount: $3M, status: signed 2024-01}
  - {id: gone, from: b, to: c, kind: loan, amount: €1M, status: signed 2024-01}
rates:
  - {currency: EUR, per: USD, rate: 1.5, date: 2024-01-01}
`
	const is = `
deals:
  - {id: x, from: a, to: b, kind: loan, amount: $10M, status: signed 2024-01}
  - {id: y, from: b, to: a, kind: loan, amount: $8M, status: signed 2024-01, note: more}
  - {id: z, from: b, to: c, kind: loan, amount: €2M, status: signed 2024-01}
facts:
  - {metric: something, period: 2024, value: 3}
rates:
  - {currency: EUR, per: USD, rate: 2, date: 2024-01-01}
`
	// 14.5 before, 22 after: +5 by y, +4 by z (at the new rate), and −2 by what is gone (at the new rate, when it goes);
	// the rate first +0.5 on what was there, and +1 on what is there now: 22 − (10 + 8 + 3).
	a, got := attributed(t, was, is, headline, 100)
	want := "deals y: 5e+06, step 5e+06, true\ndeals z: 4e+06, step 4e+06, true\ndeals gone: -2e+06, step -2e+06, true\nrates EUR/USD/2024-01-01: 1e+06, step 500000, true"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if a.Old != 14.5e6 || a.New != 22e6 || a.Rest != -0.5e6 || !a.Every || a.Stopped || a.Changes != 5 || a.Runs != 11 {
		t.Errorf("%+v", a)
	}
	// What goes round: 6 before, 16 after.
	if _, got = attributed(t, was, is, goesRound, 100); got != "deals y: 1e+07, step 1e+07, true" {
		t.Error(got)
	}
	// By halves fewer runs do: two ends, the steps, and what was found.
	a, got = attributed(t, was, is, goesRound, 10)
	if got != "deals y: 1e+07, step 1e+07, true" || a.Every || a.Stopped || a.Runs > 6 {
		t.Errorf("by halves: %s, %+v", got, a)
	}
	if a, _ = attributed(t, was, is, headline, 3); !a.Stopped || a.Runs != 3 {
		t.Errorf("with three runs: %+v", a)
	}
	if a, got = attributed(t, was, was, headline, 3); got != "" || a.Stopped || a.Rest != 0 {
		t.Errorf("of nothing: %s, %+v", got, a)
	}
}

// Two deals that close a cycle only together are both the reason, and the last one takes the step.
func TestAttributeTogether(t *testing.T) {
	const was = "deals:\n  - {id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2024-01}\n"
	const more = "  - {id: y, from: b, to: c, kind: loan, amount: $1M, status: signed 2024-01}\n  - {id: z, from: c, to: a, kind: loan, amount: $1M, status: signed 2024-01}\n"
	a, got := attributed(t, was, was+more, goesRound, 10)
	if want := "deals y: 3e+06, step 0, true\ndeals z: 3e+06, step 3e+06, true"; got != want || a.Rest != -3e6 {
		t.Errorf("%s, rest %g", got, a.Rest)
	}
}

// The day up to which a ledger tells is a change of its own: what falls in it is not put down to the deal that came last.
func TestAttributeDay(t *testing.T) {
	const was = "deals:\n  - {id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2024}\n  - {id: y, from: a, to: b, kind: loan, amount: $2M, status: signed by 2024-06-01; terminated 2024-12}\n"
	const more = "  - {id: late, from: b, to: c, kind: loan, amount: $7M, status: signed 2025-01-01}\n"
	l := ledger(t, was)
	if l.LastDate().String() != "2024-12-31" {
		t.Fatal(l.LastDate())
	}
	_, got := attributed(t, was, was+more, headline, 10)
	// Without the later day the late deal is not there either.
	if want := "day: 7e+06, step 0, true\ndeals late: 7e+06, step 7e+06, true"; got != want {
		t.Errorf("%s", got)
	}
}

func TestAttributeUnknown(t *testing.T) {
	const was = "deals:\n  - {id: x, from: a, to: b, kind: loan, amount: $1M, status: signed 2024-01}\n"
	const more = "  - {id: y, from: a, to: c, kind: loan, amount: $2M, status: signed 2024-01}\n"
	received := func(l *deals.Ledger) (float64, error) {
		if _, err := l.Party("c"); err != nil {
			return 0, err
		}
		return headline(l)
	}
	a, got := attributed(t, was, was+more, received, 10)
	if got != "deals y: NaN, step NaN, true" || !math.IsNaN(a.Old) || a.New != 3e6 || !math.IsNaN(a.Rest) {
		t.Errorf("%s, %+v", got, a)
	}
	if _, err := Attribute(t.Context(), ledger(t, was+more), ledger(t, was), received, 10); err == nil {
		t.Error("a number that the newer ledger does not have is attributed")
	}
	ctx, cancel := context.WithCancel(t.Context())
	runs := 0
	b, err := Attribute(ctx, ledger(t, was), ledger(t, was+more), func(l *deals.Ledger) (float64, error) {
		if runs++; runs == 3 {
			cancel()
		}
		return headline(l)
	}, 10)
	if !errors.Is(err, context.Canceled) || !b.Stopped {
		t.Errorf("when cancelled: %+v, %v", b, err)
	}
}

// Of any number the steps add up to the difference when every change is looked at, and of a sum over deals that have nothing to do with
// each other the effects do.
func TestAttributeAddsUp(t *testing.T) {
	full := 0
	for round := range 150 {
		r := rand.New(rand.NewPCG(uint64(round), 11))
		a, b := ledger(t, randomLedger(r)), ledger(t, randomLedger(r))
		for _, number := range []Number{headline, goesRound} {
			for _, most := range []int{8, 1000} {
				got, err := Attribute(t.Context(), a, b, number, most)
				if err != nil {
					t.Fatal(err)
				}
				steps, effects := 0.0, 0.0
				for _, c := range got.Causes {
					steps += c.Step
					if c.Told {
						effects += c.Effect
					}
				}
				if got.Runs > most {
					t.Fatalf("round %d: %d runs of at most %d", round, got.Runs, most)
				}
				if math.IsNaN(steps) {
					continue // some state between is no ledger
				}
				if !got.Stopped && steps != got.New-got.Old {
					t.Fatalf("round %d: the steps come to %g, the number moved by %g: %+v", round, steps, got.New-got.Old, got)
				}
				if !math.IsNaN(effects) && math.Abs(got.New-got.Old-effects-got.Rest) > 1e-6 {
					t.Fatalf("round %d: effects %g and the rest %g are not %g", round, effects, got.Rest, got.New-got.Old)
				}
				if got.Every {
					full++
				}
			}
		}
	}
	if full < 100 {
		t.Errorf("only %d were looked at in full", full)
	}
}

// Of two versions several numbers can be asked, of the same ledgers.
func TestVersions(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	a, b := ledger(t, randomLedger(r)), ledger(t, randomLedger(r))
	v := NewVersions(a, b)
	seen := map[*deals.Ledger]int{}
	hashes := map[string]bool{}
	for _, number := range []Number{headline, goesRound, headline} {
		got, err := v.Attribute(t.Context(), func(l *deals.Ledger) (float64, error) {
			seen[l]++
			hashes[l.Hash] = true
			return number(l)
		}, 1000)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Attribute(t.Context(), a, b, number, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("(-alone +together)\n%s", diff)
		}
	}
	for _, times := range seen {
		if times != 3 {
			t.Errorf("a ledger was asked about %d times, want 3", times)
		}
	}
	if len(hashes) != len(seen) || len(v.Parts()) == 0 {
		t.Errorf("%d ledgers with %d hashes between two with %d differences", len(seen), len(hashes), len(v.Parts()))
	}
}
