package graph_test

import (
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
)

const meansLedger = `
parties: [{id: a}, {id: b}, {id: c}, {id: d}]
deals:
  - {id: x, from: a, to: b, kind: purchase, amount: $1B, status: signed 2026-06-30}
facts:
  - {party: a, metric: cash, period: 2024-12-31, value: $9B, source: s}
  - {party: a, metric: cash, period: 2025-12-31, value: $5B, source: s}
  - {party: a, metric: cash, period: 2027, value: $50B, nature: forecast, source: s}
  - {party: a, metric: free_cash_flow, period: 2025, value: -$2B, source: s}
  - {party: b, metric: free_cash_flow, period: 2025, value: -$2B, source: s}
  - {party: c, metric: cash, period: 2025, value: "?", source: s}
  - {party: d, metric: cash, period: 2025, value: €10B, source: s}
rates:
  - {currency: EUR, per: USD, rate: 1.1, date: 2025-12-31, source: s}
`

func TestMeans(t *testing.T) {
	l := read(t, "l.yaml", meansLedger)
	rule := graph.DefaultMeans()
	for _, c := range []struct {
		asOf, party string
		want        int64
		known, neg  bool
		facts       int
	}{
		{"2026-06-30", "a", 300_000_000_000, true, false, 2}, // 5 less 2
		{"2025-06-30", "a", 900_000_000_000, true, false, 1}, // the cash of the year before
		{"2026-06-30", "b", 0, true, true, 1},
		{"2026-06-30", "c", 0, false, false, 0},
		{"2026-06-30", "d", 1_100_000_000_000, true, false, 1},
	} {
		n := build(t, l, graph.View{AsOf: date(t, c.asOf)})
		v, _ := n.Of(deals.PartyID(c.party))
		got := n.Means(v, rule)
		if got.Amount != c.want || got.Known != c.known || got.Below != c.neg || len(got.Facts) != c.facts {
			t.Errorf("%s on %s: %+v, want %d", c.party, c.asOf, got, c.want)
		}
		if none := n.Means(v, graph.MeansRule{}); !none.Known || none.Amount != 0 {
			t.Errorf("by no rule: %+v", none)
		}
	}
}

func TestParseMeansRule(t *testing.T) {
	for in, want := range map[string]string{"cash": "cash", " Cash + Free cash flow": "cash+free_cash_flow", "none": "none"} {
		r, err := graph.ParseMeansRule(in)
		if err != nil || r.String() != want {
			t.Errorf("%q: %v, %v", in, r, err)
		}
	}
	for _, in := range []string{"", "cash+", "cash+cash"} {
		if r, err := graph.ParseMeansRule(in); err == nil {
			t.Errorf("%q: %v passes", in, r)
		}
	}
}
