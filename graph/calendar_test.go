package graph_test

import (
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"

	"github.com/google/go-cmp/cmp"
)

// calendarLedger has a term, a ramp, a one-off that has moved, one that has not, a debt that is due back, a leg without a term, a guarantee and
// an undisclosed lease.
const calendarLedger = `id,from,to,kind,amount,term,schedule,status,date,paid
term,a,b,compute,$30B,2026..2028,,signed,2025-12-31,
ramp,a,c,lease,$6B,2027..2029,ramp,signed,2025-12-31,
done,b,a,equity,$5B,,,completed,2026-02-01,
open,c,a,equity,$4B,,,signed,2026-03-01,
debt,b,c,loan,$8B,2025..2028,,completed,2025-01-01,
loose,a,d,purchase,$10B,,,signed,2026-01-01,2026-01-01: $1B
backs,b,d,guarantee,$2B,2026..2030,,signed,2026-01-01,
secret,a,d,lease,?,2027..2027,,signed,2026-01-01,
runs,b,d,loan,$7B,2026..2028,,active,2026-01-01,
promise,b,a,loan,$9B,2025-01..2027-06,,signed,2026-01-01,
parts,b,a,loan,$6B,2026..2028,2026:$4B 2027:$2B,signed,2026-01-01,
`

func calendar(t *testing.T, spread int, years graph.Years) *graph.Calendar {
	t.Helper()
	l, err := deals.Read(strings.NewReader(calendarLedger), "deals.csv")
	if err != nil {
		t.Fatal(err)
	}
	c, err := graph.NewCalendar(l, graph.View{Basis: graph.Signed, AsOf: deals.Date{Year: 2026, Month: 6, Day: 30}}, years, spread)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// item spells an item: payer → payee, then what is due and in brackets what has moved, in billions, by year.
func item(c *graph.Calendar, i graph.Item) string {
	out := string(c.Network.Party(i.From).ID) + ">" + string(c.Network.Party(i.To).ID)
	for y := range c.Years {
		out += " " + billions(i.Due[y])
		if i.Moved[y] != 0 {
			out += "(" + billions(i.Moved[y]) + ")"
		}
		if i.Unknown[y] {
			out += "?"
		}
	}
	return out
}

func billions(minor int64) string {
	return strings.TrimRight(strings.TrimRight(deals.Decimal{Coefficient: minor / 1e8, Scale: 3}.String(), "0"), ".")
}

func TestCalendar(t *testing.T) {
	got := map[string]string{}
	c := calendar(t, 0, graph.Years{First: 2026, Last: 2029})
	for _, i := range c.Items {
		key := string(i.Arc.Leg.Deal.ID)
		if i.Repays {
			key += " repaid"
		}
		got[key] = item(c, i)
	}
	want := map[string]string{
		// 1,096 days, of which 365 in 2026 and 2027 and 366 in 2028: 30 × 365/1096 = 9.9909, cut to three digits
		"term":        "a>b 9.99 9.99 10.018 0",
		"ramp":        "a>c 0 1 2 3", // 6 in the proportion 1:2:3
		"done":        "b>a 5(5) 0 0 0",
		"open":        "c>a 4 0 0 0",
		"debt repaid": "c>b 0 0 8 0",
		"secret":      "a>d 0 0? 0 0",
		"loose":       "a>d 1(1) 0 0 0", // the rest has no year
		// The term of a debt is how long it is owed: it moves when that begins, or at once if that is over, and is due back when it ends.
		"runs":           "b>d 7(7) 0 0 0",
		"runs repaid":    "d>b 0 0 7 0",
		"promise":        "b>a 9 0 0 0",
		"promise repaid": "a>b 0 9 0 0",
		"parts":          "b>a 4 2 0 0",
		"parts repaid":   "a>b 0 0 6 0",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("items (-want +got):\n%s", d)
	}
	if len(c.Unplaced) != 1 || c.Unplaced[0].Leg.Deal.ID != "loose" || c.Unplaced[0].Amount != 9e11 {
		t.Errorf("unplaced: %v", c.Unplaced)
	}
	if len(c.Guarantees) != 1 {
		t.Errorf("guarantees: %v", c.Guarantees)
	}
}

// Of a leg without a term what has been paid is taken off before the rest is spread: 10 − 1 over three years.
func TestCalendarSpread(t *testing.T) {
	c := calendar(t, 3, graph.Years{First: 2026, Last: 2029})
	for _, i := range c.Items {
		if i.Arc.Leg.Deal.ID != "loose" {
			continue
		}
		if got := item(c, i); got != "a>d 4(1) 3 3 0" || !i.Spread {
			t.Errorf("spread: %s, %t", got, i.Spread)
		}
		return
	}
	t.Error("the leg without a term was not spread")
}

// Of a spread over more years than there are the rest falls after them: 9 over six years is 1.5 a year.
func TestCalendarSpreadBeyond(t *testing.T) {
	c := calendar(t, 6, graph.Years{First: 2026, Last: 2027})
	for _, i := range c.Items {
		if i.Arc.Leg.Deal.ID == "loose" {
			if got := item(c, i); got != "a>d 2.5(1) 1.5" {
				t.Errorf("spread: %s", got)
			}
			return
		}
	}
	t.Error("the leg without a term was not spread")
}

func TestCalendarRefuses(t *testing.T) {
	l := reference(t)
	for _, tt := range []struct {
		years  graph.Years
		spread int
		view   graph.View
	}{
		{graph.Years{}, 0, graph.View{}},
		{graph.Years{First: 2030, Last: 2026}, 0, graph.View{}},
		{graph.Years{First: 2000, Last: 2100}, 0, graph.View{}},
		{graph.Years{First: 2026, Last: 2027}, 101, graph.View{}},
		{graph.Years{First: 2026, Last: 2027}, -1, graph.View{}},
		{graph.Years{First: 2026, Last: 2027}, 0, graph.View{Years: graph.Years{First: 2026, Last: 2026}}},
	} {
		if _, err := graph.NewCalendar(l, tt.view, tt.years, tt.spread); err == nil {
			t.Errorf("%v, spread %d: no error", tt.years, tt.spread)
		}
	}
}

// On the reference ledger, on each basis: what is due in a year, repayments and spread apart, is what the view of that year counts, and no
// more has moved than is due.
func TestCalendarAddsUp(t *testing.T) {
	l := reference(t)
	years := graph.Years{First: 2024, Last: 2034}
	for _, basis := range graph.Bases() {
		c, err := graph.NewCalendar(l, graph.View{Basis: basis}, years, 0)
		if err != nil {
			t.Fatal(err)
		}
		for y, year := range c.Years {
			n, err := graph.Build(l, graph.View{Basis: basis, Years: graph.Years{First: year, Last: year}})
			if err != nil {
				t.Fatal(err)
			}
			var want, got int64
			for a := range n.Arcs() {
				if a.From != a.To && a.Leg.Kind.Family() != deals.Contingent && !a.HasMoved() {
					want += a.Amount
				}
			}
			for _, i := range c.Items {
				if !i.Repays && !i.Arc.HasMoved() {
					got += i.Due[y]
				}
				if i.Moved[y] > 0 && year > c.View.AsOf.Year {
					t.Errorf("%s basis: %s has moved in %d, after the view", basis, i.Arc.Leg.Ref(), year)
				}
				if i.Moved[y] < 0 || i.Moved[y] > i.Due[y] {
					t.Errorf("%s basis: %s in %d: %d moved of %d", basis, i.Arc.Leg.Ref(), year, i.Moved[y], i.Due[y])
				}
			}
			if got != want {
				t.Errorf("%s basis, %d: items come to %d, the view to %d", basis, year, got, want)
			}
		}
	}
}

func reference(t *testing.T) *deals.Ledger {
	t.Helper()
	ai, ok := example.FS("ai")
	if !ok {
		t.Fatal("the reference ledger is missing")
	}
	l, err := deals.ReadFS(ai, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
