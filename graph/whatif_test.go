package graph_test

import (
	"io/fs"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
)

const claimed = `
deals:
  - id: outer
    from: x
    to: y
    kind: compute
    amount: $30B
    term: 2026..2027
    exit: 90d after 2026-12-31
    status: signed 2025-01-01
    source: {title: p, tier: press}
    claims:
      - {amount: $20B, source: s, tier: unnamed}
      - {exit: 90d after 2027-06-30, source: s, tier: unnamed}
      - {status: loi 2025-01-01, source: s, tier: unnamed}
  - id: inner
    from: x
    to: y
    kind: compute
    amount: $10B
    term: 2026..2027
    status: signed 2025-01-01
    within: outer
    source: {title: p, tier: press}
    claims:
      - {amount: $25B, source: s, tier: unnamed}
  - {id: apart, from: y, to: x, kind: equity, amount: $5B, status: completed 2025-01-01}
`

// What the other statements of a small ledger would change, by hand. Inner lies in outer: together they come to the larger of
// the two sums, whatever inner says up to that.
func TestChange(t *testing.T) {
	l := read(t, "l.yaml", claimed)
	const billion = 100_000_000_000
	for _, c := range []struct {
		deal, field, says string
		basis             graph.Basis
		before, after     int64 // in tenths of a billion
	}{
		{"outer", "amount", "$20B", graph.Headline, 300, 200},
		{"outer", "amount", "$20B", graph.Expected, 270, 180},              // nine in ten
		{"outer", "status", "proposed 2025-01-01", graph.Signed, 300, 100}, // inner stays
		{"outer", "status", "proposed 2025-01-01", graph.Headline, 300, 300},
		{"outer", "status", "proposed 2025-01-01", graph.Paid, 0, 0},
		{"inner", "amount", "$25B", graph.Headline, 300, 300}, // still inside
		{"inner", "amount", "$25B", graph.Firm, 187, 250},     // outer binds for 455 of 730 days, less than inner alone
	} {
		w, err := graph.NewWhatIf(l, graph.View{Basis: c.basis})
		if err != nil {
			t.Fatal(err)
		}
		leg := l.Deal(deals.DealID(c.deal)).Legs[0]
		for _, s := range leg.Statements() {
			if s.Field != c.field || s.Text != c.says {
				continue
			}
			before, after, err := w.Change(leg, leg.Adopting(s))
			if err != nil {
				t.Fatal(err)
			}
			tenths := func(s graph.Sum) int64 { return (s.Minor + billion/20) / (billion / 10) }
			if before.Unknown+after.Unknown != 0 || tenths(before) != c.before || tenths(after) != c.after {
				t.Errorf("%s, %s %s on the %s basis: %d becomes %d, want %d and %d", c.deal, c.field, c.says, c.basis, tenths(before), tenths(after), c.before, c.after)
			}
		}
	}
}

// The change is that of the whole network: for every statement of the reference ledger and of the small one, on every basis, in
// all time and in a span of years, building the ledger with the statement written into it gives the same.
func TestChangeIsThatOfTheNetwork(t *testing.T) {
	ai, _ := example.FS("ai")
	for _, open := range []func() *deals.Ledger{
		func() *deals.Ledger { return read(t, "l.yaml", claimed) },
		func() *deals.Ledger { return readFS(t, ai) },
	} {
		l, changed := open(), open()
		for i, d := range l.Deals {
			for k, leg := range d.Legs {
				for _, s := range leg.Statements() {
					for _, v := range []graph.View{{}, {Years: graph.Years{First: 2026, Last: 2027}}, {RollUp: true, Where: `kind == "compute"`}} {
						for _, v.Basis = range graph.Bases() {
							checkChange(t, l, changed, leg, changed.Deals[i].Legs[k], s, v)
						}
					}
				}
			}
		}
	}
}

// checkChange compares what a statement would change with the totals of two ledgers: one as it is, and one into whose twin of
// the leg the statement is written for the time of the test.
func checkChange(t *testing.T, l, changed *deals.Ledger, leg, twin *deals.Leg, s deals.Statement, v graph.View) {
	t.Helper()
	w, err := graph.NewWhatIf(l, v)
	if err != nil {
		t.Fatal(err)
	}
	adopting := leg.Adopting(s)
	before, after, err := w.Change(leg, adopting)
	if err != nil {
		t.Fatal(err)
	}
	kept := *twin
	twin.Amount, twin.Claims, twin.Sources = adopting.Amount, adopting.Claims, adopting.Sources
	twin.Term, twin.Exit, twin.Status = adopting.Term, adopting.Exit, adopting.Status
	defer func() { *twin = kept }()
	was, is := total(t, l, v), total(t, changed, v)
	if got, want := after.Minor-before.Minor, is-was; got != want {
		t.Errorf("%s, %s %s, %+v: the change is %d, the totals differ by %d", leg.Ref(), s.Field, s.Text, v, got, want)
	}
	if s.InUse && before != after {
		t.Errorf("%s: what is in use changes %v into %v", leg.Ref(), before, after)
	}
}

func total(t *testing.T, l *deals.Ledger, v graph.View) int64 {
	t.Helper()
	n, err := graph.Build(l, v)
	if err != nil {
		t.Fatal(err)
	}
	return n.Total()
}

func readFS(t *testing.T, fsys fs.FS) *deals.Ledger {
	t.Helper()
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
