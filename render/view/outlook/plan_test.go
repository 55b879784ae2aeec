package outlook_test

import (
	"math"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
	"dealgraph/render/figure"
	"dealgraph/render/view/outlook"

	"github.com/google/go-cmp/cmp"
)

// planOf is the plan of the reference ledger on the signed basis, under some assumptions.
func planOf(t *testing.T, set ...string) *cashflow.Plan {
	t.Helper()
	ai, _ := example.FS("ai")
	l, err := deals.ReadFS(ai, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	s := assumptions.Default()
	for _, text := range set {
		if err := s.Override(text); err != nil {
			t.Fatal(err)
		}
	}
	p, err := cashflow.New(l, graph.View{Basis: graph.Signed}, cashflow.Options{Years: graph.Years{First: 2026, Last: 2033}, Spread: 6, Assumptions: s})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// same holds a figure made from a result against that from the same result read back, and checks it.
func same[F figure.Figure](t *testing.T, what string, live, read F) {
	t.Helper()
	if err := live.Check(); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if d := cmp.Diff(live, read); d != "" {
		t.Errorf("%s: a saved result draws something else (-live +saved):\n%s", what, d)
	}
	if words := live.Words(); words.AltText == "" || words.Title == "" {
		t.Errorf("%s: no title, or nothing that tells it in words", what)
	}
}

// Every party's schedule, slip and demand can be drawn, and a saved result draws the same.
func TestPlanFigures(t *testing.T) {
	p := planOf(t)
	for i := range p.Network.Order() {
		a := p.Account(graph.Node(i))
		id := string(p.Network.Party(a.Party).ID)
		line := int64(100e11)
		s := outlook.ScheduleOf(a, &line)
		for _, by := range outlook.Groupings() {
			same(t, "schedule of "+id, s.Figure("", outlook.ScheduleOptions{By: by}), again(t, s).Figure("", outlook.ScheduleOptions{By: by}))
		}
		d := outlook.DemandOf(a)
		same(t, "demand of "+id, d.Figure("", ""), again(t, d).Figure("", ""))
		var ends [3][]cashflow.Slip
		for k, end := range []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High} {
			list, err := a.Slips(t.Context(), cashflow.LateRevenue, -6, 24, 6, cashflow.Means{End: end})
			if err != nil {
				t.Fatal(err)
			}
			ends[k] = list
		}
		x := outlook.SlipOf(a, cashflow.LateRevenue, cashflow.Means{}, ends)
		same(t, "slip of "+id, x.Figure("", ""), again(t, x).Figure("", ""))
	}
}

// The cells of a schedule add up: rows to the sum of the year, whatever makes a row, and years to the sum of the row.
func TestScheduleAddsUp(t *testing.T) {
	p := planOf(t)
	v, _ := p.Network.Of("openai")
	s := outlook.ScheduleOf(p.Account(v), nil)
	for _, by := range outlook.Groupings() {
		sums := make([]int64, len(s.Years))
		for _, r := range s.Rows(by) {
			var row int64
			for y, x := range r.Amounts {
				sums[y] += x
				row += x
			}
			if row != r.Sum {
				t.Errorf("by %s: %s is %d over the years, its sum %d", by, r.Label, row, r.Sum)
			}
		}
		for y, total := range s.Total {
			if want, _ := total.Minor(); want != sums[y] {
				t.Errorf("by %s: rows of %d come to %d, the total is %d", by, s.Years[y], sums[y], want)
			}
		}
	}
}

func TestConeFigures(t *testing.T) {
	p := planOf(t, "growth.openai=1.3x..1.6x..2x")
	v, _ := p.Network.Of("openai")
	c, err := odds.NewCone(t.Context(), p, v, cashflow.Means{}, scenario.Options{Scenarios: 2000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	x := outlook.ConeOf(c, p.Account(v).Due)
	bars, base, err := c.Tornado(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x.SetTornado(c.World, bars, base)
	same(t, "cone", x.Figure("", ""), again(t, x).Figure("", ""))
	same(t, "tornado", x.TornadoFigure("", "", 5), again(t, x).TornadoFigure("", "", 5))
	for _, y := range x.Years {
		low, _ := y.Income.P5.Minor()
		mid, _ := y.Income.P50.Minor()
		high, _ := y.Income.P95.Minor()
		if low > mid || mid > high {
			t.Errorf("%d: revenue of %d, %d and %d", y.Year, low, mid, high)
		}
	}
	if !strings.Contains(x.Words(), "OpenAI") {
		t.Errorf("the answer in words: %s", x.Words())
	}
}

// Too few scenarios do not tell the tails: they are not known, and not the extremes.
func TestConeOfFew(t *testing.T) {
	p := planOf(t)
	v, _ := p.Network.Of("openai")
	c, err := odds.NewCone(t.Context(), p, v, cashflow.Means{}, scenario.Options{Scenarios: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	x := outlook.ConeOf(c, nil)
	if x.Years[3].Income.P95 != nil || x.Years[3].Income.P5 != nil {
		t.Errorf("ten scenarios tell the 5%% and the 95%% quantile: %v", x.Years[3].Income)
	}
	if err := x.Figure("", "").Check(); err != nil {
		t.Error(err)
	}
}

// 141.5 of rent in a year over a margin of 60% to 90%: from 157 to 236.
func TestRequired(t *testing.T) {
	r := cashflow.Required(141.5, assumptions.Range{Low: 0.6, Likely: 0.75, High: 0.9})
	for _, x := range []struct{ got, want float64 }{{r.Low, 157.222}, {r.Likely, 188.667}, {r.High, 235.833}} {
		if math.Abs(x.got-x.want) > 0.001 {
			t.Errorf("required %v, want %v", x.got, x.want)
		}
	}
	if r := cashflow.Required(1, assumptions.Range{}); !math.IsInf(r.Likely, 1) {
		t.Error("no share is enough at no revenue")
	}
}

// 10 a year bought from the first year on, over 2.5 years: 4, 8, 10, 10; and of one purchase of 10 it is 4, 4, 2, 0.
func TestWorn(t *testing.T) {
	steady, once := []int64{10, 10, 10, 10}, []int64{10, 0, 0, 0}
	for y, want := range []struct{ steady, once float64 }{{4, 4}, {8, 4}, {10, 2}, {10, 0}} {
		if got := cashflow.Worn(steady, y, 2.5); math.Abs(got-want.steady) > 1e-9 {
			t.Errorf("year %d, bought each year: %v, want %v", y, got, want.steady)
		}
		if got := cashflow.Worn(once, y, 2.5); math.Abs(got-want.once) > 1e-9 {
			t.Errorf("year %d, bought once: %v, want %v", y, got, want.once)
		}
	}
}
