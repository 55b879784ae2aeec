package odds_test

import (
	stdcontext "context"
	"testing"

	"dealgraph/graph"
	"dealgraph/graph/odds"

	"github.com/google/go-cmp/cmp"
)

// context is that of a test or benchmark.
func context(t testing.TB) stdcontext.Context { return t.Context() }

// years makes what a system clears of a plan: all that is open, and means of one size.
func years(s *odds.System, means float64) odds.Year {
	p := s.Plan
	n := p.Network.Order()
	y := odds.Year{Outside: make([]float64, n), Buffer: make([]float64, n), Caps: s.Caps()}
	for v := range n {
		y.Outside[v] = means
	}
	for _, i := range p.Items {
		var due []float64
		for at := range p.Years {
			due = append(due, float64(i.Open(at)))
		}
		y.Due = append(y.Due, due)
	}
	return y
}

// a has 5 of the 10 it owes b, b 5 more and owes c 8; g covers 3 of a's debt, has 5, and keeps what it is not called for.
func TestClearAndCarry(t *testing.T) {
	s, err := odds.NewSystem(planOf(t, chain+"cover,g,b,guarantee,$3B,,signed,2026-06-01,a\nidle,g,c,guarantee,$3B,,signed,2026-06-01,a\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Slots) != 2 || len(s.Guarantees) != 1 || len(s.Uncovered) != 1 || s.Uncovered[0].Leg.Deal.ID != "idle" {
		t.Fatalf("slots %v, guarantees %v, uncovered %v", s.Slots, s.Guarantees, s.Uncovered)
	}
	y := years(s, 5e11)
	sol, err := s.Clear(t.Context(), y)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{5, 8}, billions(sol.Dues...)); d != "" {
		t.Errorf("2027 (-want +got):\n%s", d)
	}
	s.Carry(sol, y.Buffer, y.Caps)
	if d := cmp.Diff([][]float64{{0}, {0, 5, 5 + 8, 2}}, [][]float64{billions(y.Caps...), byName(s, y.Buffer, "a", "b", "c", "g")}); d != "" {
		t.Errorf("what is left (-want +got):\n%s", d)
	}
	y.At = 1
	if sol, err = s.Clear(t.Context(), y); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]float64{{5, 8}, {0}}, [][]float64{billions(sol.Dues...), billions(sol.Called...)}); d != "" {
		t.Errorf("2028 (-want +got):\n%s", d)
	}
}

// byName picks parties.
func byName(s *odds.System, list []float64, ids ...string) []float64 {
	var out []float64
	for _, id := range ids {
		for v := range s.Plan.Network.Order() {
			if string(s.Plan.Network.Party(graph.Node(v)).ID) == id {
				out = append(out, list[v])
			}
		}
	}
	return billions(out...)
}

func TestClearAllocatesNothing(t *testing.T) {
	s, err := odds.NewSystem(aiPlan(t))
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Copy()
	if err != nil {
		t.Fatal(err)
	}
	y := years(s, 1e12)
	want, err := s.Clear(t.Context(), y)
	if err != nil {
		t.Fatal(err)
	}
	got, err := other.Clear(t.Context(), y)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Dues, got.Dues); d != "" {
		t.Errorf("a copy says something else: %s", d)
	}
	ctx := t.Context()
	if n := testing.AllocsPerRun(20, func() {
		if _, err := s.Clear(ctx, y); err != nil {
			t.Fatal(err)
		}
		s.Carry(want, y.Buffer, y.Caps)
	}); n > 0 {
		t.Errorf("%v allocations a year", n)
	}
}

func BenchmarkClear(b *testing.B) {
	s, err := odds.NewSystem(aiPlan(b))
	if err != nil {
		b.Fatal(err)
	}
	y := years(s, 1e12)
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		y.At = (y.At + 1) % len(s.Plan.Years)
		if _, err := s.Clear(ctx, y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSurvival(b *testing.B) {
	s, err := odds.NewSystem(aiPlan(b))
	if err != nil {
		b.Fatal(err)
	}
	stress := odds.Stress{Cut: 0}
	stress.Slip, stress.Haircut, stress.Closed = 12, 0.3, true
	b.ReportAllocs()
	for b.Loop() {
		if _, err := odds.NewSurvival(b.Context(), s, stress); err != nil {
			b.Fatal(err)
		}
	}
}
