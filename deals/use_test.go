package deals_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"

	"github.com/google/go-cmp/cmp"
)

// The statement in use is that of the best tier; the written one wins a tie, then the first; what says nothing gives way.
func TestStatements(t *testing.T) {
	const leg = "deals:\n  - id: a\n    from: x\n    to: y\n    kind: compute\n    amount: $10B\n    status: signed 2025-01-01\n    source: {title: p, tier: press}\n"
	claim := func(field, value, tier string) string {
		return fmt.Sprintf("      - {%s: %q, source: {title: s, tier: %s}}\n", field, value, tier)
	}
	for _, c := range []struct {
		name, more, claims string
		want               []string
	}{
		{"better", "", claim("amount", "$12B", "unnamed") + claim("amount", "$14B", "filing"),
			[]string{"amount $10B: lower tier", "amount $12B: lower tier", "amount $14B in use: best tier"}},
		{"tie", "", claim("amount", "$12B", "press") + claim("amount", "$14B", "estimate"),
			[]string{"amount $10B in use: first of its tier", "amount $12B: same tier, but later", "amount $14B: lower tier"}},
		{"undisclosed claim", "", claim("amount", "?", "filing"), []string{"amount $10B in use: nobody else states it", "amount ?: states nothing"}},
		{"exit not written", "", claim("exit", "90d", "social") + claim("exit", "60 days", "unnamed"),
			[]string{"exit : states nothing", "exit 90d: lower tier", "exit 60d in use: best tier"}},
		{"exit written", "    exit: 30d\n", claim("exit", "90d", "exhibit"), []string{"exit 30d: lower tier", "exit 90d in use: best tier"}},
		{"term and status", "    term: 2026..2028\n", claim("term", "2026..2030", "filing") + claim("status", "loi 2025-01-01", "social"),
			[]string{"term 2026..2028: lower tier", "term 2026..2030 in use: best tier", "status signed 2025-01-01 in use: best tier", "status proposed 2025-01-01: lower tier"}},
		{"schedule", "    term: 2026..2027\n", claim("schedule", "2026:$4B 2027:$6B", "filing"), []string{"schedule : states nothing", "schedule 2026:$4B 2027:$6B in use: nobody else states it"}},
		{"quantity and stake", "    quantity: 2 GW\n    stake: 5%\n", claim("quantity", "3 GW", "release") + claim("stake", "6%", "estimate"),
			[]string{"quantity 2 GW: lower tier", "quantity 3 GW in use: best tier", "stake 5% in use: best tier", "stake 6%: lower tier"}},
	} {
		l, err := deals.Read(strings.NewReader(leg+c.more+"    claims:\n"+c.claims), "l.yaml")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range l.Deals[0].Legs[0].Statements() {
			used := ""
			if s.InUse {
				used = " in use"
			}
			got = append(got, fmt.Sprintf("%s %s%s: %s", s.Field, s.Text, used, s.Why))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A leg has what is in use in every field; what was written is kept, and can be adopted back.
func TestWritten(t *testing.T) {
	l, err := deals.Read(strings.NewReader(`
deals:
  - id: a
    from: x
    to: y
    kind: compute
    amount: $10B
    term: 2026..2028
    exit: 30d
    status: announced 2025-01-01
    source: {title: p, tier: press}
    claims:
      - {exit: 90d after 2027, source: s, tier: filing}
      - {term: 2026..2030, source: s, tier: filing}
      - {status: signed 2025-02-01, source: s, tier: filing}
      - {amount: $12B, source: s, tier: filing}
      - {amount: $8B, source: s, tier: social}
`), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	leg := l.Deals[0].Legs[0]
	show := func(l *deals.Leg) string {
		amount, _ := l.Use()
		return fmt.Sprintf("%s, %s, %s, %s", amount, l.Term, l.Exit, l.History())
	}
	if got, want := show(leg), "$12B, 2026..2030, 90d after 2027, signed 2025-02-01"; got != want {
		t.Errorf("in use: %s, want %s", got, want)
	}
	if w := leg.Written(); w.Term.String() != "2026..2028" || w.Exit.String() != "30d" || w.Amount.String() != "$10B" || w.History().String() != "announced 2025-01-01" {
		t.Error("what was written is lost")
	}
	want := map[string]string{
		"amount $10B":                 "$10B, 2026..2030, 90d after 2027, signed 2025-02-01",
		"amount $12B":                 "$12B, 2026..2030, 90d after 2027, signed 2025-02-01",
		"amount $8B":                  "$8B, 2026..2030, 90d after 2027, signed 2025-02-01",
		"term 2026..2028":             "$12B, 2026..2028, 90d after 2027, signed 2025-02-01",
		"term 2026..2030":             "$12B, 2026..2030, 90d after 2027, signed 2025-02-01",
		"exit 30d":                    "$12B, 2026..2030, 30d, signed 2025-02-01",
		"exit 90d after 2027":         "$12B, 2026..2030, 90d after 2027, signed 2025-02-01",
		"status announced 2025-01-01": "$12B, 2026..2030, 90d after 2027, announced 2025-01-01",
		"status signed 2025-02-01":    "$12B, 2026..2030, 90d after 2027, signed 2025-02-01",
	}
	got := map[string]string{}
	for _, s := range leg.Statements() {
		got[s.Field+" "+s.Text] = show(leg.Adopting(s))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("adopting (-want +got):\n%s", diff)
	}
}

// A deal that a better source calls signed can end another, and one that was ended is ended in use too.
func TestClaimedStatusSupersedes(t *testing.T) {
	l, err := deals.Read(strings.NewReader(`
deals:
  - {id: old, from: x, to: y, kind: loan, amount: $1B, status: signed 2024-01-01, source: {title: p, tier: press}, claims: [{status: active 2024-02-01, source: s, tier: filing}]}
  - {id: new, from: x, to: y, kind: loan, amount: $2B, status: rumoured 2025-01-01, supersedes: old, source: {title: p, tier: press}, claims: [{status: signed 2025-06-01, source: s, tier: filing}]}
`), "l.yaml")
	if err != nil {
		t.Fatal(err)
	}
	old := l.Deals[0].Legs[0]
	if got, want := old.History().String(), "active 2024-02-01; superseded 2025-06-01"; got != want {
		t.Errorf("in use: %s, want %s", got, want)
	}
	if got, want := old.Written().History().String(), "signed 2024-01-01; superseded 2025-06-01"; got != want {
		t.Errorf("written: %s, want %s", got, want)
	}
}
