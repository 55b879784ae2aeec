package changes

import (
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/change"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

func ledger(t *testing.T, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "test.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const was = `
parties:
  - {id: a, parents: [c from 2030]}
  - {id: c}
deals:
  - {id: whole, from: a, to: b, kind: loan, amount: $9M, status: signed 2024-01, source: s}
  - {id: part, from: a, to: b, kind: loan, amount: $1M, status: signed 2024-01, within: whole, source: s}
  - {id: many, from: a, to: b, kind: loan, amount: $1M, status: proposed 2024-01, term: 2025..2026, source: s}
  - {id: words, from: a, to: b, kind: loan, amount: $1M, status: proposed 2024-01, note: old, source: s}
  - {id: euro, from: b, to: c, kind: loan, amount: €1M, status: signed 2024-01, source: s}
  - {id: gone, from: b, to: c, kind: loan, amount: $1M, status: signed 2024-01-02, source: s}
rates:
  - {currency: EUR, per: USD, rate: 1.5}
`

const is = `
parties:
  - {id: a, parents: [c from 2030]}
  - {id: c}
deals:
  - {id: whole, from: a, to: b, kind: loan, amount: $9M, status: signed 2024-01, source: s}
  - {id: part, from: a, to: b, kind: loan, amount: $2M, status: signed 2024-01, within: whole, source: s}
  - {id: many, from: a, to: b, kind: loan, amount: $2M, status: proposed 2024-01; signed 2024-02, term: 2025..2027, exit: 90 days, source: s}
  - {id: words, from: a, to: b, kind: loan, amount: $1M, status: proposed 2024-01, note: new, source: s}
  - {id: euro, from: b, to: c, kind: loan, amount: €1M, status: signed 2024-01, source: s}
  - {id: came, from: b, to: c, kind: loan, amount: $1M, status: signed 2024-01-02, source: s}
rates:
  - {currency: EUR, per: USD, rate: 2}
`

func TestWhy(t *testing.T) {
	c := change.Between(change.State{Ledger: ledger(t, was)}, change.State{Ledger: ledger(t, is)})
	for id, want := range map[deals.DealID]string{
		"whole": "by way of part (amount $1M → $2M)",
		"part":  "amount $1M → $2M",
		"many":  "proposed 2024-01 → signed 2024-02, amount $1M → $2M, term 2025..2026 → 2025..2027, …",
		"euro":  "exchange rates differ",
		"gone":  "removed, perhaps now came",
		"came":  "new, perhaps gone under another id",
	} {
		if got := Why(c, id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if got := Words(*c.Deal("words")); got != "another note" {
		t.Errorf("words: %q", got)
	}
	l := ledger(t, was)
	days := change.Between(change.State{Ledger: l, AsOf: deals.Date{Year: 2025}}, change.State{Ledger: l, AsOf: deals.Date{Year: 2026}})
	if got := Why(days, "whole"); got != "only the day is another" {
		t.Errorf("on another day: %q", got)
	}
}

func TestByCells(t *testing.T) {
	for _, tt := range []struct {
		minor   int64
		unknown int
		want    string
	}{
		{0, 0, "="}, {500_00, 0, "+$500"}, {-500_00, 0, "-$500"}, {500_00, 1, "+$500 + ?"}, {500_00, -2, "+$500 - ?"}, {0, 1, "+ ?"}, {0, -1, "- ?"},
	} {
		if got := by(view.MoneyOf(tt.minor, "USD"), tt.unknown); got.Text != tt.want {
			t.Errorf("%d and %d undisclosed: %q, want %q", tt.minor, tt.unknown, got.Text, tt.want)
		}
	}
	if got := by(nil, 0).Text; got != view.Unknown {
		t.Errorf("of nothing: %q", got)
	}
}

// All that is not disclosed is a question mark, and no zero; nothing at all is zero.
func TestAmounts(t *testing.T) {
	r := Read{Currency: "USD"}
	for _, tt := range []struct {
		sum  change.Sum
		want string
	}{
		{change.Sum{}, "$0"}, {change.Sum{Unknown: 2, Entries: 2}, "?"}, {change.Sum{Minor: 500_00, Unknown: 1, Entries: 2}, "$500 + ?"}, {change.Sum{Minor: 500_00, Entries: 1}, "$500"},
	} {
		if got := r.amount(tt.sum).String(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.sum, got, tt.want)
		}
	}
}

// Every table has a cell for each of its columns, and a paragraph is told, whatever there is.
func TestTablesAreWhole(t *testing.T) {
	a, b := ledger(t, was), ledger(t, is)
	for _, states := range [][2]*deals.Ledger{{a, b}, {b, a}, {a, a}, {ledger(t, "deals: []\n"), a}} {
		c := change.Between(change.State{Ledger: states[0]}, change.State{Ledger: states[1]})
		d := Of(c, func(change.Deal) bool { return true }, func(change.Record) bool { return true })
		read := Read{c, "USD"}
		var n [2]*graph.Network
		for i, l := range states {
			var err error
			if n[i], err = graph.Build(l, graph.View{}); err != nil {
				t.Fatal(err)
			}
		}
		total := change.Compare(change.Totals(n[0]), change.Totals(n[1]))
		d.Bases = []Basis{{Basis: "headline", Total: read.One(total), Parties: read.Parties(change.Compare(change.Pays(n[0]), change.Pays(n[1])), nil), Round: read.Round(change.Drops{Rest: 3, Changes: 4, Tried: 2})}}
		d.Shares = []Share{ShareOf(n, n)}
		d.Sort()
		if d.Lead() == "" {
			t.Error("nothing is told")
		}
		for _, top := range []int{0, 1} {
			for _, one := range d.Tables(top) {
				for _, f := range []table.Format{table.Text, table.CSV, table.Markdown} {
					if err := one.Write(&strings.Builder{}, f, table.Options{}); err != nil {
						t.Error(err)
					}
				}
			}
		}
	}
}
