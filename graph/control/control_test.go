package control_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph/control"

	"github.com/google/go-cmp/cmp"
)

// hold reads a ledger and holds its deals against its controls.
func hold(t *testing.T, text string) []control.Result {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	results, err := control.Hold(l)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// outcome is a result in one line: verdict, what was disclosed, what the deals come to, and the miss, in millions.
func outcome(r control.Result) string {
	if r.Verdict == control.NotHeld || r.Verdict == control.Absent {
		return string(r.Verdict)
	}
	high := fmt.Sprint(r.Stated.High / 1e8)
	if r.Stated.Unbounded {
		high = "…"
	}
	return fmt.Sprintf("%s %d..%s, deals %d..%d, miss %d", r.Verdict, r.Stated.Low/1e8, high, r.Deals.Low/1e8, r.Deals.High/1e8, r.Miss/1e8)
}

// A cloud with customers. Over its years the lab pays 1, 2 and 3 billion; of the second contract at least 4 billion is certain
// and the rest a ceiling; the shop's contract has no term; the fund owns a subsidiary that is a customer.
const cloud = `
parties:
  - {id: fund}
  - {id: sub, parents: fund from 2024}
  - {id: cloud}
  - {id: cloud-eu, parents: cloud}
deals:
  - {id: one, status: active 2024-01-01, from: lab, to: cloud, kind: compute, amount: $6B, schedule: "2025:$1B 2026:$2B 2027:$3B"}
  - {id: two, status: signed 2025-06-01, from: lab, to: cloud, kind: lease, amount: $4B..10B, schedule: "2026:$5B 2027:$5B"}
  - {id: three, status: signed 2025-03-01, from: shop, to: cloud, kind: purchase, amount: $2B}
  - {id: four, status: signed 2025-03-01, from: sub, to: cloud, kind: license, amount: $3B, schedule: "2025:$3B"}
  - {id: five, status: proposed 2025-03-01, from: lab, to: cloud, kind: compute, amount: $100B, term: 2025}
  - {id: six, status: signed 2025-03-01, from: lab, to: cloud, kind: equity, amount: $50B}
  - {id: seven, status: announced 2025-03-01; signed by 2026-02-01, from: lab, to: cloud, kind: compute, amount: $8B, schedule: "2026:$8B"}
  - {id: eight, status: completed 2025-05-01, from: lab, to: cloud, kind: purchase, amount: $1B, paid: "2025-05-01:$1B"}
  - {id: nine, status: signed 2025-01-01, from: cloud, to: maker, kind: purchase, amount: up to $9B, schedule: "2025:$3B 2026:$3B 2027:$3B", exit: 90d}
  - {id: ten, status: signed 2025-01-01, from: cloud, to: maker, kind: purchase, amount: $4B, schedule: "2025:$1B 2026:$3B"}
  - {id: eleven, status: signed 2025-01-01, from: cloud, to: landlord, kind: guarantee, amount: up to $7B, obligor: lab}
  - {id: twelve, status: active 2024, from: club, to: cloud, kind: compute, amount: "?", term: 2024..2026}
  - {id: loan, status: active 2025-01-01, from: bank, to: cloud, kind: loan, amount: $4B, paid: "2025-02-01:$2B", term: ..2027}
  - {id: note, status: completed 2024-01-01, from: bank, to: cloud, kind: convertible, amount: $1B, term: 2024..2025-06}
  - {id: bond, status: signed 2026-01-15, from: market, to: cloud, kind: bond, amount: $5B}
  - {id: rent, status: signed 2025-01-01, from: cloud, to: landlord, kind: lease, amount: $6B, schedule: "2025:$3B 2026:$3B"}
  - {id: thirteen, status: signed 2025-01-01, from: cloud, to: cloud-eu, kind: compute, amount: $5B, schedule: "2025:$5B"}
`

func TestHold(t *testing.T) {
	for _, c := range []struct{ control, want string }{
		// Of 2025: 1 of one, 1 of eight. Seven and two begin later.
		{"counterparties: lab, metric: revenue, period: 2025, value: $2B", "met 2000..2000, deals 2000..2000, miss 0"},
		{"counterparties: lab, metric: revenue, period: 2025, share: 50%, of: $4B", "met 2000..2000, deals 2000..2000, miss 0"},
		// Half a point of 4 billion is 20 million: 49.5% is still met, 49.4% is stated to a tenth of a point and is not.
		{"counterparties: lab, metric: revenue, period: 2025, share: 49%, of: $4B", "over 1960..1960, deals 2000..2000, miss 40"},
		{"counterparties: lab, metric: revenue, period: 2025, share: 49.5%, of: $4B", "over 1980..1980, deals 2000..2000, miss 20"},
		{"counterparties: lab, metric: revenue, period: 2025, share: 49.5%, of: $4B, tolerance: 1%", "met 1980..1980, deals 2000..2000, miss 0"},
		{"counterparties: lab, metric: revenue, period: 2025, value: $2.5B", "short 2500..2500, deals 2000..2000, miss -500"},
		{"counterparties: lab, metric: revenue, period: 2025, value: $2.5B, tolerance: 20%", "met 2500..2500, deals 2000..2000, miss 0"},
		{"counterparties: lab, metric: revenue, period: 2025, value: at least $1B", "met 1000..…, deals 2000..2000, miss 0"},
		{"counterparties: lab, metric: revenue, period: 2025, value: up to $1B", "over 0..1000, deals 2000..2000, miss 1000"},
		{"counterparties: lab, metric: revenue, period: 2025, share: at least 60%, of: $4B", "short 2400..…, deals 2000..2000, miss -400"},
		{"counterparties: lab, metric: revenue, period: 2025, share: up to 60%, of: $4B", "met 0..2400, deals 2000..2000, miss 0"},
		// Of 2026: 2 of one; of two 2 to 5; all of seven, which was signed at some time before February.
		{"counterparties: lab, metric: revenue, period: 2026, value: $12B", "met 12000..12000, deals 12000..15000, miss 0"},
		// A year is 1 billion of one on its 365 days; the second quarter has 91, in which eight was paid.
		{"counterparties: lab, metric: revenue, period: 2025 Q2, value: $1.25B", "met 1250..1250, deals 1249..1249, miss 0"},
		// The subsidiary is its owner.
		{"counterparties: fund, metric: revenue, period: 2025, value: $3B", "met 3000..3000, deals 3000..3000, miss 0"},
		{"counterparties: [fund, lab], metric: revenue, period: 2025, value: $5B", "met 5000..5000, deals 5000..5000, miss 0"},
		// The shop's contract has no term, the club's no amount.
		{"counterparties: shop, metric: revenue, period: 2025, value: $1B", "open 1000..1000, deals 0..0, miss -1000"},
		{"counterparties: club, metric: revenue, period: 2025, value: $1B", "open 1000..1000, deals 0..0, miss -1000"},
		{"metric: revenue, period: 2025, value: $9B", "open 9000..9000, deals 5000..5000, miss -4000"},
		{"counterparties: maker, metric: revenue, period: 2025, share: 10%", "absent"},
		{"counterparties: lab, metric: revenue, period: 2025, share: 10%", "not held"},
		{"about: the largest customer, metric: revenue, period: 2025, share: 10%, of: $4B", "not held"},
		{"counterparties: lab, metric: revenue, period: some time, share: 10%, of: $4B", "not held"},
		{"counterparties: lab, metric: seats, period: 2025, share: 10%, of: $4B", "not held"},
		// After 2025: 5 of one, 4 to 10 of two, and up to 8 of seven, which may not have been signed yet.
		{"counterparties: lab, metric: backlog, period: 2025-12-31, value: $9B", "met 9000..9000, deals 9000..23000, miss 0"},
		{"counterparties: lab, metric: backlog, period: 2025-12-31, value: $30B", "short 30000..30000, deals 9000..23000, miss -7000"},
		{"counterparties: lab, metric: backlog, period: 2026-12-31, value: $5B", "met 5000..5000, deals 5000..8000, miss 0"},
		// In the middle of 2025 one has paid 181 of 365 days of its first billion; two was not
		// signed before, seven can have been.
		{"counterparties: lab, metric: backlog, period: 2025-05-31, value: $5.6B", "met 5600..5600, deals 5586..13586, miss 0"},
		// An untimed contract is all ahead.
		{"counterparties: shop, metric: backlog, period: 2025-12-31, value: $2B", "met 2000..2000, deals 2000..2000, miss 0"},
		// Of what the cloud buys, ten cannot be escaped; nine is a ceiling that can be left.
		{"counterparties: maker, metric: purchases, period: 2026, value: $6B", "met 6000..6000, deals 3000..6000, miss 0"},
		{"counterparties: maker, metric: purchase_obligations, period: 2026, value: $3B", "met 3000..3000, deals 3000..3000, miss 0"},
		{"metric: purchase obligations, period: 2026, value: $3B, source_date: 2025-12-31", "met 3000..3000, deals 3000..3000, miss 0"},
		{"metric: purchase_obligations, period: 2026.., value: $3B, source_date: 2025-12-31", "met 3000..3000, deals 3000..3000, miss 0"},
		{"metric: guarantees, period: 2025-12-31, value: $7B", "met 7000..7000, deals 7000..7000, miss 0"},
		{"counterparties: lab, metric: guarantees, period: 2025-12-31, value: $7B", "met 7000..7000, deals 7000..7000, miss 0"},
		{"counterparties: shop, metric: guarantees, period: 2025-12-31, value: $7B", "short 7000..7000, deals 0..0, miss -7000"},
		{"metric: guarantees, period: 2024-12-31, value: $7B", "short 7000..7000, deals 0..0, miss -7000"},
		// What the cloud owes: the loan is drawn by half, the note has fallen due, the bond is for later.
		{"metric: debt, period: 2025-12-31, value: $3B", "met 3000..3000, deals 2000..4000, miss 0"},
		{"counterparties: bank, metric: debt, period: 2025-12-31, value: $9B", "short 9000..9000, deals 2000..4000, miss -5000"},
		{"metric: debt, period: 2026-01-31, value: $9B", "met 9000..9000, deals 2000..9000, miss 0"},
		// It rents for 6 billion over two years, of which one has passed.
		{"metric: lease_obligations, period: 2025-12-31, value: $3B", "met 3000..3000, deals 3000..3000, miss 0"},
		{"metric: lease_obligations, period: 2024-12-31, value: $6B", "short 6000..6000, deals 0..0, miss -6000"},
		{"counterparties: lab, metric: revenue, period: 2025, value: €2B", "open 2000..2000, deals 0..0, miss -2000"},
	} {
		r := hold(t, cloud+"controls:\n  - {party: cloud, "+c.control+"}\n")[0]
		if got := outcome(r); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.control, got, c.want)
		}
	}
}

// A share is of a fact where the control does not say of what: of the same period for what flows, of the same day for what
// stands. What happened goes before what was forecast.
func TestWhole(t *testing.T) {
	const facts = `
facts:
  - {id: forecast, party: cloud, metric: revenue, period: 2025, value: $9B, nature: forecast}
  - {id: year, party: cloud, metric: revenue, period: 2025, value: $4B}
  - {id: quarter, party: cloud, metric: revenue, period: 2025 Q2, value: $1B}
  - {id: backlog, party: cloud, metric: rpo, period: 2025-12, value: $20B..40B}
`
	for _, c := range []struct{ control, fact, want string }{
		{"metric: revenue, period: 2025, share: 50%", "year", "met 2000..2000, deals 2000..2000, miss 0"},
		{"metric: revenue, period: 2025 Q2, share: 100%", "quarter", "over 1000..1000, deals 1249..1249, miss 249"},
		{"metric: backlog, period: 2025-12-31, share: 10%", "backlog", "over 2000..4000, deals 9000..23000, miss 5000"},
		{"metric: revenue, period: 2024, share: 50%", "", "absent"},
	} {
		r := hold(t, cloud+facts+"controls:\n  - {party: cloud, counterparties: lab, "+c.control+"}\n")[0]
		fact := ""
		if r.Fact != nil {
			fact = r.Fact.ID
		}
		if got := outcome(r); got != c.want || fact != c.fact {
			t.Errorf("%s:\ngot  %s of %s\nwant %s of %s", c.control, got, fact, c.want, c.fact)
		}
	}
}

// The parts of a result add up to it, and say which of them may fill a gap.
func TestParts(t *testing.T) {
	r := hold(t, cloud+"controls:\n  - {party: cloud, metric: revenue, period: 2026, value: $1B}\n")[0]
	var got []string
	var low, high int64
	for _, p := range r.Parts {
		low, high = low+p.Low, high+p.High
		got = append(got, fmt.Sprintf("%s %d..%d known=%v untimed=%v assumed=%v", p.Leg.Ref(), p.Low/1e8, p.High/1e8, p.Known, p.Untimed, p.Assumed))
	}
	want := []string{
		"seven 8000..8000 known=true untimed=false assumed=false",
		"two 2000..5000 known=true untimed=false assumed=false",
		"one 2000..2000 known=true untimed=false assumed=false",
		"twelve 0..0 known=false untimed=false assumed=true",
		"three 0..0 known=true untimed=true assumed=false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if low != r.Deals.Low || high != r.Deals.High {
		t.Errorf("the parts come to %d..%d, the deals to %d..%d", low, high, r.Deals.Low, r.Deals.High)
	}
}

// TestDiamonds asks for all that a holding controls where every company has two parents: thirty layers are a thousand million
// ways up, and sixty companies.
func TestDiamonds(t *testing.T) {
	const layers = 30
	var b strings.Builder
	b.WriteString("parties:\n  - {id: p0a}\n  - {id: p0b, parents: p0a}\n")
	for i := 1; i <= layers; i++ {
		fmt.Fprintf(&b, "  - {id: p%da, parents: [p%da, p%db]}\n  - {id: p%db, parents: [p%da, p%db]}\n", i, i-1, i-1, i, i-1, i-1)
	}
	fmt.Fprintf(&b, "deals:\n  - {id: d, status: signed 2025-01-01, from: x, to: p%db, kind: lease, amount: $1B, term: 2025}\ncontrols:\n  - {party: p0a, metric: revenue, period: 2025, value: $1B}\n", layers)
	if got := outcome(hold(t, b.String())[0]); got != "met 1000..1000, deals 1000..1000, miss 0" {
		t.Error(got)
	}
}

// Laws: twice the money is twice the miss; the order of records and deals of others change nothing; an overlap counts once.
func TestLaws(t *testing.T) {
	const control = "controls:\n  - {party: b, counterparties: a, metric: revenue, period: 2026, value: %s}\n"
	deal := func(id, from, to, amount, more string) string {
		return fmt.Sprintf("  - {id: %s, status: signed 2025-01-01, from: %s, to: %s, kind: lease, amount: %s, term: 2026%s}\n", id, from, to, amount, more)
	}
	one := hold(t, "deals:\n"+deal("x", "a", "b", "$10B", "")+deal("y", "a", "b", "$3B", "")+fmt.Sprintf(control, "$20B"))[0]
	if got := outcome(one); got != "short 20000..20000, deals 13000..13000, miss -7000" {
		t.Error(got)
	}
	twice := hold(t, "deals:\n"+deal("y", "a", "b", "$6B", "")+deal("z", "b", "c", "$99B", "")+deal("x", "a", "b", "$20B", "")+fmt.Sprintf(control, "$40B"))[0]
	if twice.Miss != 2*one.Miss || twice.Deals.High != 2*one.Deals.High {
		t.Errorf("twice the money: %s instead of twice %s", outcome(twice), outcome(one))
	}
	inside := hold(t, "deals:\n"+deal("x", "a", "b", "$10B", "")+deal("y", "a", "b", "$3B", ", within: x")+fmt.Sprintf(control, "$20B"))[0]
	if got := outcome(inside); got != "short 20000..20000, deals 10000..10000, miss -10000" {
		t.Error(got)
	}
}
