package graph_test

import (
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
)

// Every leg of the reference ledger is worked out to what the network has, on every basis and in views of every kind; and what the
// steps come to last is that amount.
func TestWorkingAgreesWithBuild(t *testing.T) {
	fsys, _ := example.FS("ai")
	l, err := deals.ReadFS(fsys, "ai")
	if err != nil {
		t.Fatal(err)
	}
	early, _ := deals.ParseDate("2025-10-15")
	views := []graph.View{
		{}, {AsOf: early}, {Years: graph.Years{First: 2027, Last: 2028}}, {Currency: "EUR"}, {RollUp: true}, {Rumours: true},
		{Settlements: []deals.Settlement{deals.Stock}}, {AsOf: early, Years: graph.Years{First: 2025}, Currency: "GBP"},
	}
	for _, v := range views {
		for _, v.Basis = range graph.Bases() {
			n, err := graph.Build(l, v)
			if err != nil {
				t.Fatal(err)
			}
			arcs := map[*deals.Leg]graph.Arc{}
			for a := range n.Arcs() {
				arcs[a.Leg] = a
			}
			for _, d := range l.Deals {
				for _, leg := range d.Legs {
					w, err := graph.WorkingOf(l, v, leg)
					if err != nil {
						t.Fatal(err)
					}
					a, counts := arcs[leg]
					if w.Counts != counts || counts && (w.Known != a.Known || w.Minor != a.Amount) {
						t.Fatalf("%+v %s: %+v, and the network has %+v", v, leg.Ref(), w, a)
					}
					agree(t, v, leg, w)
				}
			}
		}
	}
}

// agree holds the steps of a working against what the leg comes to.
func agree(t *testing.T, v graph.View, leg *deals.Leg, w graph.Working) {
	t.Helper()
	last := w.Steps[len(w.Steps)-1]
	if w.Counts && w.Known && (!last.Known || last.Minor != w.Minor || last.Currency != currencyOf(v)) {
		t.Errorf("%+v %s counts for %d, and the last step is %+v", v, leg.Ref(), w.Minor, last)
	}
	if w.Counts && !w.Known && last.Known {
		t.Errorf("%+v %s has no amount, and the last step is %+v", v, leg.Ref(), last)
	}
	if !w.Counts && last.Known && last.Minor != 0 {
		t.Errorf("%+v %s does not count, and the last step is %+v", v, leg.Ref(), last)
	}
	for _, s := range w.Steps {
		if s.Rule == "" || strings.Contains(s.Rule, "%!") || strings.Contains(s.Rule, "()") || strings.Contains(s.Rule, "  ") {
			t.Errorf("%+v %s: the rule %q", v, leg.Ref(), s.Rule)
		}
	}
}

func currencyOf(v graph.View) deals.Currency {
	if v.Currency == "" {
		return "USD"
	}
	return v.Currency
}

// What each step comes to, by hand.
func TestWorkingByHand(t *testing.T) {
	l, err := deals.Read(strings.NewReader(`
deals:
  - id: ten
    status: signed 2026-01-10
    source: {url: https://example.org}
    legs:
      - {leg: stake, from: a, to: b, kind: equity, amount: $4B..8B..10B, tranches: [{amount: $3B, met: 2026-01-10}, {amount: $7B, condition: a permit}]}
      - {leg: chips, from: b, to: a, kind: purchase, amount: $6B, term: 2027..2029}
  - id: euros
    status: loi 2026-01-20
    source: {url: https://example.org}
    legs: [{from: a, to: c, kind: loan, amount: "€500m"}]
  - id: part
    status: signed 2026-01-12
    within: ten#chips
    source: {url: https://example.org}
    legs: [{from: b, to: a, kind: purchase, amount: $1B, term: 2027..2027}]
  - id: gone
    status: signed 2026-01-05; terminated 2026-01-15
    source: {url: https://example.org}
    legs: [{from: a, to: c, kind: purchase, amount: $2B}]
  - id: someday
    status: signed 2026-01-05
    source: {url: https://example.org}
    legs: [{from: a, to: c, kind: purchase, amount: $2B}]
  - id: paid
    status: signed 2025-01-01
    source: {url: https://example.org}
    legs: [{from: a, to: c, kind: purchase, amount: $9B, paid: "2025-03-01:$1B; 2026-06-01:$5B"}]
  - id: big
    status: signed 2025-01-01
    source: {url: https://example.org}
    legs: [{from: a, to: d, kind: equity, amount: $100B}]
  - id: part1
    status: signed 2025-01-01
    within: big
    source: {url: https://example.org}
    legs: [{from: a, to: d, kind: equity, amount: $5B}]
  - id: part2
    status: loi 2025-01-01
    within: big
    source: {url: https://example.org}
    legs: [{from: a, to: d, kind: equity, amount: $7B}]
  - id: open
    status: signed 2025-01-01
    source: {url: https://example.org}
    legs: [{from: a, to: e, kind: equity, amount: $6B, term: ..2030}]
rates:
  - {currency: EUR, per: USD, rate: 1.2, date: 2026-01-01, source: {url: https://example.org}}
`), "hand.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ref   string
		basis graph.Basis
		years graph.Years
		want  []string // how steps begin
		minor int64
	}{
		{"ten#stake", graph.Signed, graph.Years{}, []string{"it is signed 2026-01-10; the ceiling of"}, 10e11},
		{"ten#stake", graph.Firm, graph.Years{}, []string{"it is signed 2026-01-10; the tranches that are met"}, 3e11},
		{"ten#stake", graph.Expected, graph.Years{}, []string{"it is signed 2026-01-10; the likely amount of $4B..8B..10B times 90%"}, 72e10},
		{"ten#stake", graph.Paid, graph.Years{}, []string{"no payment is on record"}, 0},
		{"ten#chips", graph.Signed, graph.Years{}, []string{"it is signed 2026-01-10; the amount of $6B", "less what is recorded of it as part:"}, 5e11},
		{"ten#chips", graph.Signed, graph.Years{First: 2028, Last: 2028}, []string{"it is signed 2026-01-10; the amount of $6B", "the part that falls due in 2028, spread evenly over 2027..2029"}, 200364963504}, // 366 of 1,096 days
		{"euros", graph.Headline, graph.Years{}, []string{"it is proposed 2026-01-20; the amount of €500M", "1 EUR is 1.2 USD"}, 600e8},
		{"euros", graph.Signed, graph.Years{}, []string{"it is proposed 2026-01-20, which this basis does not count", "no payment is on record"}, 0},
		{"paid", graph.Paid, graph.Years{First: 2025, Last: 2025}, []string{"the payments on record by 2026-06-01 in 2025: $1B 2025-03-01"}, 1e11},
		{"big", graph.Signed, graph.Years{}, []string{"it is signed 2025-01-01; the amount of $100B", "less what is recorded of it as part1: no dollar"}, 95e11},
		{"open", graph.Signed, graph.Years{First: 2025, Last: 2025}, []string{"it is signed 2025-01-01; the amount of $6B", "paid once, on 2025-01-01, which is in 2025"}, 6e11},
		{"gone", graph.Headline, graph.Years{}, []string{"it has ended (terminated 2026-01-15)", "no payment is on record"}, 0},
		{"someday", graph.Signed, graph.Years{First: 2026}, []string{"it is signed 2026-01-05; the amount of $2B", "no term or day says when it is paid"}, 0},
	} {
		w, err := graph.WorkingOf(l, graph.View{Basis: c.basis, Years: c.years}, l.Legs(deals.ParseRef(c.ref))[0])
		if err != nil {
			t.Fatal(err)
		}
		if w.Minor != c.minor || len(w.Steps) != len(c.want) {
			t.Errorf("%s on %s: %+v, want %d in %d steps", c.ref, c.basis, w, c.minor, len(c.want))
			continue
		}
		for i, s := range w.Steps {
			if !strings.HasPrefix(s.Rule, c.want[i]) {
				t.Errorf("%s on %s, step %d: %q, want %q", c.ref, c.basis, i, s.Rule, c.want[i])
			}
		}
	}
}
