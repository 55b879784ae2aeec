package graph_test

import (
	"errors"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
)

// A has all facts, B lacks its debt, C has none.
func TestPartyWhere(t *testing.T) {
	l, err := deals.Read(strings.NewReader(`
deals:
  - {id: d, from: a, to: b, kind: loan, amount: $1B, status: signed 2026-01-01, source: s}
  - {id: e, from: b, to: c, kind: loan, amount: $1B, status: signed 2026-01-01, source: s}
parties:
  - {id: a, sector: chips}
  - {id: b, sector: cloud}
  - {id: c, sector: cloud}
facts:
  - {party: a, metric: free_cash_flow, period: 2025-12-31, value: -$2B, source: s}
  - {party: a, metric: debt, period: 2025-12-31, value: $8B, source: s}
  - {party: a, metric: revenue, period: 2025-12-31, value: $1B, source: s}
  - {party: b, metric: free_cash_flow, period: 2025-12-31, value: $1B, source: s}
  - {party: b, metric: free_cash_flow, period: 2024-12-31, value: -$9B, source: s}
  - {party: b, metric: revenue, period: 2025-12-31, value: $1B, source: s}
`), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, err := graph.Build(l, graph.View{})
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]string{ // of a, b and c: + holds, - does not, ? not known
		"free_cash_flow < 0":                       "+-?",
		"debt/revenue > 4":                         "+??",
		"free_cash_flow < 0 || debt/revenue > 4":   "+??",
		"free_cash_flow > 0 || debt/revenue > 4":   "++?",
		"!(debt > 1e9)":                            "-??",
		"not (free_cash_flow < 0)":                 "-+?",
		`sector == "cloud"`:                        "-++",
		`sector == "chips" && free_cash_flow < -1`: "+--", // of c it is known that it makes no chips
		"(debt > 1e9) == false":                    "-??",
		"debt > 1e9 ? false : true":                "-??",
		"debt > 1e9 || debt <= 1e9":                "+++",
	} {
		w, err := graph.ParsePartyWhere(src, l)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for v := range n.Order() {
			switch holds, known, err := w.Holds(n, graph.Node(v)); {
			case err != nil:
				t.Fatal(err)
			case !known:
				got += "?"
			case holds:
				got += "+"
			default:
				got += "-"
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
	for _, src := range []string{"ebidta > 1", "sector", "free_cash_flow <", "now() > 1"} {
		var bad *graph.WhereError
		if _, err := graph.ParsePartyWhere(src, l); !errors.As(err, &bad) || !strings.Contains(err.Error(), "names: id, name") {
			t.Errorf("%s: %v", src, err)
		}
	}
}

// Of what comes to so much in a period a year's figure counts, and no quarter's, however late that is; of a stock the latest.
func TestFactOfAYear(t *testing.T) {
	l, err := deals.Read(strings.NewReader(`
deals:
  - {id: d, from: a, to: b, kind: loan, amount: $1B, status: signed 2026-06-30, source: s}
facts:
  - {party: a, metric: revenue, period: 2025, value: $12B, source: s}
  - {party: a, metric: revenue, period: 2026 Q1, value: $5B, source: s}
  - {party: a, metric: revenue, period: 2024, value: $4B, source: s}
  - {party: a, metric: cash, period: 2025, value: $7B, source: s}
  - {party: a, metric: cash, period: 2026 Q1, value: $3B, source: s}
  - {party: b, metric: revenue, period: 2026 Q1, value: $2B, source: s}
`), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, err := graph.Build(l, graph.View{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		party  graph.Node
		metric string
		want   float64
	}{{0, "revenue", 12e9}, {0, "cash", 3e9}, {1, "revenue", 0}} { // of b nobody knows a year's
		if got, ok := n.Fact(tt.party, tt.metric); ok != (tt.want != 0) || got != tt.want {
			t.Errorf("%s of party %d: %v, %t; want %v", tt.metric, tt.party, got, ok, tt.want)
		}
	}
}
