package graph_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
)

func read(t testing.TB, name, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), name)
	if err != nil {
		t.Fatalf("read %s: %v\n%s", name, err, text)
	}
	return l
}

func build(t testing.TB, l *deals.Ledger, v graph.View) *graph.Network {
	t.Helper()
	n, err := graph.Build(l, v)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// amounts lists the arcs as "deal=whole units", unknown ones as "deal=?".
func amounts(n *graph.Network) string {
	var out []string
	for a := range n.Arcs() {
		s := "?"
		if a.Known {
			s = fmt.Sprint(a.Amount / 100)
		}
		out = append(out, a.Leg.Ref().String()+"="+s)
	}
	return strings.Join(out, " ")
}

func date(t testing.TB, s string) deals.Date {
	t.Helper()
	d, err := deals.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const basisLedger = `
deals:
  - {id: d1-loi, from: a, to: b, kind: equity, amount: up to $100, status: loi 2025-01-01, source: x}
  - {id: d2-signed, from: a, to: b, kind: equity, amount: $10..20..40, status: signed 2025-01-02, source: x}
  - {id: d3-done, from: a, to: b, kind: equity, amount: $7, status: announced 2025-01-01; completed 2025-02-01, source: x}
  - {id: d4-rumour, from: a, to: b, kind: loan, amount: $1000, status: rumoured 2025-01-01, source: x}
  - {id: d5-ended, from: a, to: b, kind: loan, amount: $50, paid: "2025-01-15:$5", status: signed 2025-01-01; terminated 2025-02-01, source: x}
  - {id: d6-unknown, from: b, to: a, kind: purchase, amount: "?", status: signed 2025-01-01, source: x}
  - id: d7-tranches
    from: b
    to: a
    kind: equity
    amount: $15..50..50
    status: signed 2025-01-01
    source: x
    tranches:
      - {amount: $15, condition: at signing, met: 2025-01-01}
      - {amount: $35, condition: milestones}
  - {id: d8-exit, from: b, to: a, kind: compute, amount: $3650, term: 2025-01-01..2025-12-31, exit: 90d, status: signed 2025-01-01, source: x}
`

// Every expected number here is worked out by hand from the rules of the bases, on 2025-03-31 (day 90 of the year).
func TestBases(t *testing.T) {
	l := read(t, "l.yaml", basisLedger)
	for _, tc := range []struct {
		basis graph.Basis
		want  string
	}{
		{graph.Headline, "d1-loi=100 d2-signed=40 d3-done=7 d5-ended=5 d6-unknown=? d7-tranches=50 d8-exit=3650"},
		{graph.Signed, "d2-signed=40 d3-done=7 d5-ended=5 d6-unknown=? d7-tranches=50 d8-exit=3650"},
		// d8: notice on day 90 binds to day 180: 180 of 365 days at 10 a day
		{graph.Firm, "d2-signed=10 d3-done=7 d5-ended=5 d6-unknown=? d7-tranches=15 d8-exit=1800"},
		{graph.Paid, "d3-done=7 d5-ended=5"},
		// 100 × 25%, 20 × 90%, 7, paid 5, 50 × 90%, 3650 × 90%
		{graph.Expected, "d1-loi=25 d2-signed=18 d3-done=7 d5-ended=5 d6-unknown=? d7-tranches=45 d8-exit=3285"},
	} {
		n := build(t, l, graph.View{Basis: tc.basis, AsOf: date(t, "2025-03-31")})
		if got := amounts(n); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.basis, got, tc.want)
		}
	}
}

func TestRumours(t *testing.T) {
	l := read(t, "l.yaml", basisLedger)
	for _, tc := range []struct {
		basis graph.Basis
		want  int64
	}{{graph.Headline, 1000}, {graph.Expected, 100}, {graph.Signed, -1}} {
		n := build(t, l, graph.View{Basis: tc.basis, Rumours: true})
		got := int64(-1)
		for a := range n.Arcs() {
			if a.Leg.Deal.ID == "d4-rumour" {
				got = a.Amount / 100
			}
		}
		if got != tc.want {
			t.Errorf("%s: the rumour counts for %d, want %d", tc.basis, got, tc.want)
		}
	}
}

func TestAsOf(t *testing.T) {
	l := read(t, "l.yaml", `
deals:
  - {id: year, from: a, to: b, kind: loan, amount: $1, status: signed 2024, source: x}
  - {id: by, from: a, to: b, kind: loan, amount: $2, status: announced 2024-02; signed by 2024-11-06, source: x}
  - {id: old, from: a, to: b, kind: loan, amount: $4, status: signed 2024-01-01, source: x}
  - {id: new, from: a, to: b, kind: loan, amount: $8, status: signed 2024-06-01, supersedes: old, source: x}
`)
	for _, tc := range []struct{ day, headline, signed string }{
		{"2023-12-31", "", ""},
		{"2024-01-01", "old=4", "old=4"},
		{"2024-02-28", "old=4", "old=4"}, // "2024-02" has certainly come only when it has passed
		{"2024-02-29", "by=2 old=4", "old=4"},
		{"2024-06-01", "by=2 new=8", "new=8"},
		{"2024-11-06", "by=2 new=8", "by=2 new=8"},
		{"2024-12-31", "by=2 new=8 year=1", "by=2 new=8 year=1"},
	} {
		for basis, want := range map[graph.Basis]string{graph.Headline: tc.headline, graph.Signed: tc.signed} {
			if got := amounts(build(t, l, graph.View{Basis: basis, AsOf: date(t, tc.day)})); got != want {
				t.Errorf("%s on %s: got %q, want %q", basis, tc.day, got, want)
			}
		}
	}
}

// What has moved stays moved, in the year in which it moved and not before.
func TestPaid(t *testing.T) {
	l := read(t, "l.yaml", `
deals:
  - {id: d1-undated, from: a, to: b, kind: compute, amount: $10, paid: $4, status: signed 2025-01-01; active 2026-01-01, source: x}
  - {id: d2-replaced, from: a, to: b, kind: equity, amount: $5, status: signed 2025-01-01; completed 2025-03-01, source: x}
  - {id: d3-new, from: a, to: b, kind: equity, amount: $7, status: announced 2026-01-01; completed 2026-02-01, supersedes: d2-replaced, source: x}
  - {id: d4-late, from: a, to: b, kind: compute, amount: $100, term: 2027..2030, paid: "2026-03:$3", status: signed 2025-01-01, source: x}
`)
	for _, tc := range []struct {
		basis graph.Basis
		day   string
		years graph.Years
		want  string
	}{
		{graph.Paid, "2025-02", graph.Years{}, ""},
		{graph.Paid, "2025-12-31", graph.Years{}, "d2-replaced=5"},
		{graph.Paid, "2026-12-31", graph.Years{}, "d1-undated=4 d2-replaced=5 d3-new=7 d4-late=3"},
		{graph.Paid, "2026-12-31", graph.Years{First: 2026, Last: 2026}, "d1-undated=4 d3-new=7 d4-late=3"},
		{graph.Headline, "2026-12-31", graph.Years{First: 2026, Last: 2026}, "d1-undated=4 d3-new=7 d4-late=3"},
		{graph.Headline, "2026-12-31", graph.Years{First: 2025, Last: 2025}, "d2-replaced=5"},
	} {
		if got := amounts(build(t, l, graph.View{Basis: tc.basis, AsOf: date(t, tc.day), Years: tc.years})); got != tc.want {
			t.Errorf("%s on %s in %s: got %q, want %q", tc.basis, tc.day, tc.years, got, tc.want)
		}
	}
}

func TestWithin(t *testing.T) {
	for name, tc := range map[string]struct{ ledger, headline, firm string }{
		"whole": {`
  - {id: round, from: f, to: c, kind: equity, amount: $30, status: signed 2025, source: x}
  - {id: ticket, from: n, to: c, kind: equity, amount: up to $10, status: signed 2025, within: round, source: x}`,
			"round=20 ticket=10", "round=30"},
		"part": {`
  - {id: round, from: f, to: c, kind: equity, amount: $30, status: signed 2025, source: x}
  - {id: ticket, from: n, to: c, kind: equity, amount: $25, status: signed 2025, within: round ($5), source: x}`,
			"round=25 ticket=25", "round=25 ticket=25"},
		"larger than its container": {`
  - {id: round, from: f, to: c, kind: equity, amount: $30, status: signed 2025, source: x}
  - {id: ticket, from: n, to: c, kind: equity, amount: $45, status: signed 2025, within: round, source: x}`,
			"ticket=45", "ticket=45"},
		"undisclosed inside": {`
  - {id: round, from: f, to: c, kind: equity, amount: $30, status: signed 2025, source: x}
  - {id: ticket, from: n, to: c, kind: equity, amount: "?", status: signed 2025, within: round, source: x}`,
			"round=30 ticket=?", "round=30 ticket=?"},
		"chain": {`
  - {id: a3, from: f, to: c, kind: equity, amount: $20, status: signed 2025, source: x}
  - {id: a2, from: g, to: c, kind: equity, amount: $5, status: signed 2025, within: a3, source: x}
  - {id: a1, from: h, to: c, kind: equity, amount: $10, status: signed 2025, within: a2, source: x}`,
			"a3=10 a1=10", "a3=10 a1=10"}, // a2 is swallowed by a1; a3 gives up what the two come to together
		"named twice over": {`
  - {id: a3, from: f, to: c, kind: equity, amount: $100, status: signed 2025, source: x}
  - {id: a2, from: g, to: c, kind: equity, amount: $40, status: signed 2025, within: a3, source: x}
  - {id: a1, from: h, to: c, kind: equity, amount: $30, status: signed 2025, within: [a2, a3], source: x}`,
			"a3=60 a2=10 a1=30", "a3=60 a2=10 a1=30"}, // a1 is taken off a3 with a2, once
		"container not live": {`
  - {id: round, from: f, to: c, kind: equity, amount: $30, status: rumoured 2025, source: x}
  - {id: ticket, from: n, to: c, kind: equity, amount: $10, status: signed 2025, within: round, source: x}`,
			"ticket=10", "ticket=10"},
	} {
		l := read(t, "l.yaml", "deals:"+tc.ledger)
		for basis, want := range map[graph.Basis]string{graph.Headline: tc.headline, graph.Firm: tc.firm} {
			if got := amounts(build(t, l, graph.View{Basis: basis})); got != want {
				t.Errorf("%s, %s: got %q, want %q", name, basis, got, want)
			}
		}
	}
}

func TestYears(t *testing.T) {
	l := read(t, "l.yaml", `
deals:
  - {id: d1-flat, from: a, to: b, kind: compute, amount: $1461, term: 2025..2028, status: signed 2024-05, source: x}
  - {id: d2-once, from: a, to: b, kind: equity, amount: $9, status: announced 2024-01; completed 2026-03-01, source: x}
  - {id: d3-untimed, from: a, to: b, kind: purchase, amount: $5, status: signed 2024, source: x}
  - {id: d4-stated, from: a, to: b, kind: compute, amount: $30, schedule: "2026:$10 2027:$20", status: signed 2024, source: x}
  - {id: d5-backstop, from: a, to: b, kind: guarantee, amount: $100, term: 2025..2026, status: signed 2024, source: x}
  - {id: d6-exit, from: a, to: b, kind: compute, amount: $730, term: 2025-01-01..2026-12-31, exit: 184d after 2025, status: signed 2024, source: x}
`)
	for _, tc := range []struct {
		basis  graph.Basis
		years  graph.Years
		want   string
		reason string
	}{
		{graph.Headline, graph.Years{First: 2026, Last: 2026}, "d1-flat=365 d2-once=9 d4-stated=10 d6-exit=365", "1461 days in four years with one leap year"},
		{graph.Headline, graph.Years{First: 2027, Last: 2028}, "d1-flat=731 d4-stated=20", "2028 has 366 days; a backstop is no money of a year"},
		{graph.Headline, graph.Years{First: 2030, Last: 2031}, "", "nothing runs so long"},
		{graph.Firm, graph.Years{First: 2026, Last: 2026}, "d1-flat=365 d2-once=9 d4-stated=10 d6-exit=244", "notice of 184 days on the last day of the ledger, 1 March 2026, ends on 1 September"},
		{graph.Paid, graph.Years{First: 2026, Last: 2026}, "d2-once=9", "completed in 2026"},
	} {
		n := build(t, l, graph.View{Basis: tc.basis, Years: tc.years})
		if got := amounts(n); got != tc.want {
			t.Errorf("%s %s (%s):\n got %q\nwant %q", tc.basis, tc.years, tc.reason, got, tc.want)
		}
	}
	n := build(t, l, graph.View{Years: graph.Years{First: 2026, Last: 2026}})
	if !warned(n, graph.WarnContingent) || !warned(n, graph.WarnUntimed) || !warned(n, graph.WarnAssumed) {
		t.Errorf("warnings %v: want those about the purchase without a term and about flat profiles", n.Warnings)
	}
}

func warned(n *graph.Network, code string) bool {
	for _, w := range n.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}

func TestFilters(t *testing.T) {
	l := read(t, "l.yaml", `
parties:
  - {id: nvda, name: Nvidia, sector: chips, aliases: [英伟达], source: x}
  - {id: lab, name: Lab, sector: ai_lab, source: x}
  - {id: sub, name: Sub, sector: ai_lab, parents: [lab from 2025-06-01], source: x}
  - {id: bank, name: Bank, sector: outside, source: x}
deals:
  - {id: d1, from: nvda, to: lab, kind: equity, amount: $6B, status: signed 2025-01, source: x}
  - {id: d2, from: lab, to: nvda, kind: purchase, amount: €2B, status: signed 2025-01, source: x}
  - {id: d3, from: sub, to: nvda, kind: purchase, amount: $1B, status: signed 2025-01, source: x}
  - {id: d4, from: lab, to: sub, kind: loan, amount: $3B, status: signed 2025-01, source: x}
  - {id: d5, from: nvda, to: sub, kind: warrant, amount: $4B, status: signed 2025-01, source: x}
  - {id: d6, from: bank, to: nvda, kind: loan, amount: £9B, status: signed 2025-12-31, source: x}
rates:
  - {currency: USD, per: EUR, rate: 0.8, date: 2025-02-01}
  - {currency: EUR, per: USD, rate: 1.5, date: 2024-01-01}
`)
	for name, tc := range map[string]struct {
		view graph.View
		want string // in billions
	}{
		"all":          {graph.View{}, "d6=? d2=3 d4=3 d1=6 d5=4 d3=1"}, // €2B at the rate before the deal, 1.5
		"settlement":   {graph.View{Settlements: []deals.Settlement{deals.Stock}}, "d5=4"},
		"party":        {graph.View{Parties: []deals.PartyID{"英伟达"}}, "d6=? d2=3 d1=6 d5=4 d3=1"},
		"where":        {graph.View{Where: `kind == "equity" && amount > 5e9 && payer.sector == "chips"`}, "d1=6"},
		"where out":    {graph.View{Where: `payer.outside || !disclosed`}, "d6=?"},
		"roll up":      {graph.View{RollUp: true}, "d6=? d2=3 d3=1 d1=6 d5=4"}, // d4 stays within the group
		"before merge": {graph.View{RollUp: true, AsOf: date(t, "2025-05-31")}, "d2=3 d4=3 d1=6 d5=4 d3=1"},
		"euro":         {graph.View{Currency: "EUR", Where: `kind == "purchase"`}, "d2=2 d3=0.66"}, // $1B / 1.5
	} {
		n := build(t, l, tc.view)
		var got []string
		for a := range n.Arcs() {
			s := "?"
			if a.Known {
				s = fmt.Sprint(float64(a.Amount/1_000_000_000) / 100) // two decimals of a billion, cut
			}
			got = append(got, string(a.Leg.Deal.ID)+"="+s)
		}
		if g := strings.Join(got, " "); g != tc.want {
			t.Errorf("%s: got %q, want %q", name, g, tc.want)
		}
	}
	// €2B at 1.5 dollars and one dollar at 0.8 euros: pounds into euros go through dollars, once there is a rate
	l2 := read(t, "l.yaml", `
deals:
  - {id: d1, from: a, to: b, kind: loan, amount: £2B, status: signed 2025-01, source: x}
rates:
  - {currency: GBP, per: USD, rate: 1.5, date: 2025-01-01}
  - {currency: USD, per: EUR, rate: 0.8, date: 2025-01-01}
`)
	if n := build(t, l2, graph.View{Currency: "EUR"}); n.Total() != 240_000_000_000 { // 2 × 1.5 × 0.8
		t.Errorf("£2B by way of dollars is %d cents, want €2.4B", n.Total())
	}
	if n := build(t, l2, graph.View{AsOf: date(t, "2031")}); !warned(n, graph.WarnBeyond) {
		t.Error("a day after the last of the ledger gets no warning")
	}
	if _, err := graph.Build(l, graph.View{Where: `amuont > 3`}); err == nil || !strings.Contains(err.Error(), "amuont") {
		t.Errorf("a misspelt name in where gives %v, want an error that names it", err)
	}
	if _, err := graph.Build(l, graph.View{Parties: []deals.PartyID{"nvdia"}}); err == nil || !strings.Contains(err.Error(), "Nvidia") {
		t.Errorf("a misspelt party gives %v, want one that suggests Nvidia", err)
	}
}

// Sums that do not fit are refused, not wrapped: of legs, and of the payments of one leg.
func TestTotalOverflow(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("from,to,kind,amount,status,date,source,note\n")
	for range 100 {
		rows.WriteString("a,b,loan,$1000T,signed,2025,x,\n") // 10^15 dollars each; 93 of them do not fit
	}
	payments := strings.TrimSuffix(strings.Repeat("2025-02:$1000T; ", 190), "; ")
	one := `deals: [{id: d, from: a, to: b, kind: loan, amount: $1000T, status: signed 2025-01-01, source: x, paid: "` + payments + `"}]`
	for name, text := range map[string]string{"l.csv": rows.String(), "l.yaml": one} {
		for _, basis := range []graph.Basis{graph.Headline, graph.Paid} {
			if name == "l.csv" && basis == graph.Paid {
				continue // nothing is paid there
			}
			if n, err := graph.Build(read(t, name, text), graph.View{Basis: basis}); !errors.Is(err, graph.ErrRange) {
				t.Errorf("%s on the %s basis: %v, %v; want a range error", name, basis, n, err)
			}
		}
	}
}

// randomLedger writes a ledger of n deals among a few parties that exercises every field the bases read.
func randomLedger(r *rand.Rand, n int) string {
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	var b strings.Builder
	b.WriteString("deals:\n")
	var begun []int // month of each deal's first status
	for i := range n {
		from := r.IntN(5)
		to := (from + 1 + r.IntN(4)) % 5
		kind := pick("equity", "loan", "compute", "purchase", "guarantee", "warrant", "lease", "acquisition")
		low := 1 + r.IntN(50)
		mid, high := low+r.IntN(30), low+30+r.IntN(40)
		amount := pick(fmt.Sprintf("$%dB", low), fmt.Sprintf("up to $%dB", high), fmt.Sprintf("at least $%dB", low),
			fmt.Sprintf("$%dB..%dB", low, high), fmt.Sprintf("~$%dB..%dB..%dB", low, mid, high), `"?"`, fmt.Sprintf(`"? up to $%dB"`, high))
		y, m := 2023+r.IntN(3), 1+r.IntN(11)
		step := func(s string, k int) string { return fmt.Sprintf("%s %d-%02d", s, y, min(m+k, 12)) }
		status := pick(step("rumoured", 0), step("loi", 0), step("announced", 0), step("signed", 0), step("active", 0), step("completed", 0),
			step("announced", 0)+"; "+step("signed by", 1), step("loi", 0)+"; "+step("terminated", 1), step("signed", 0)+"; "+step("active", 0)+"; "+step("lapsed", 1),
			step("announced", 0)+"; completed")
		fmt.Fprintf(&b, "  - {id: d%03d, from: p%d, to: p%d, kind: %s, amount: %s, status: %s, source: x", i, from, to, kind, amount, status)
		if r.IntN(3) == 0 {
			fmt.Fprintf(&b, ", term: %d..%d", 2024+r.IntN(2), 2026+r.IntN(5))
		}
		if r.IntN(4) == 0 {
			fmt.Fprintf(&b, ", exit: %dd", 30+r.IntN(300))
		}
		if r.IntN(4) == 0 {
			fmt.Fprintf(&b, `, paid: "%s$%dB"`, pick(fmt.Sprintf("%d-06:", y), fmt.Sprintf("%d-03:", y+1), ""), 1+r.IntN(low))
		}
		if i > 0 && r.IntN(5) == 0 {
			fmt.Fprintf(&b, ", within: [d%03d]", r.IntN(i))
		}
		if old := r.IntN(i + 1); i > 0 && old < i && begun[old]+1 <= 12*y+m && r.IntN(5) == 0 {
			fmt.Fprintf(&b, ", supersedes: [d%03d]", old)
		}
		begun = append(begun, 12*y+m)
		b.WriteString("}\n")
	}
	return b.String()
}

// The laws of the bases, on random ledgers and days: firm ≤ signed ≤ headline, paid ≤ headline, expected ≤ headline, in
// total and for each leg that contains no other; and an earlier day never shows a later deal.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for round := range 300 {
		text := randomLedger(r, 3+r.IntN(25))
		l := read(t, "l.yaml", text)
		day := date(t, fmt.Sprintf("%d-%02d-%02d", 2023+r.IntN(4), 1+r.IntN(12), 1+r.IntN(28)))
		v := graph.View{AsOf: day, Rumours: r.IntN(2) == 0}
		if r.IntN(3) == 0 {
			y := 2024 + r.IntN(4)
			v.Years = graph.Years{First: y, Last: y + r.IntN(3)}
		}
		contains := map[string]bool{}
		for _, d := range l.Deals {
			for _, o := range d.Legs[0].Overlaps() {
				contains[string(o.Ref.Deal)] = true
			}
		}
		total, by := map[graph.Basis]int64{}, map[graph.Basis]map[string]int64{}
		for _, basis := range graph.Bases() {
			v.Basis = basis
			n := build(t, l, v)
			total[basis], by[basis] = n.Total(), map[string]int64{}
			for a := range n.Arcs() {
				by[basis][string(a.Leg.Deal.ID)] = a.Amount
				if first := a.Leg.History()[0].Date; first.Last().After(day) {
					t.Fatalf("round %d: %s of %s shows on %s\n%s", round, a.Leg.Ref(), first, day, text)
				}
				if a.Amount < 0 || !a.Known && a.Amount != 0 {
					t.Fatalf("round %d: %s has amount %d, known %v", round, a.Leg.Ref(), a.Amount, a.Known)
				}
			}
		}
		below := func(lo, hi graph.Basis) {
			if total[lo] > total[hi] {
				t.Fatalf("round %d: %s %d > %s %d (years %s, day %s)\n%s", round, lo, total[lo], hi, total[hi], v.Years, day, text)
			}
			for id, x := range by[lo] {
				if !contains[id] && x > by[hi][id] {
					t.Fatalf("round %d: %s is %d %s, %d %s (years %s, day %s)\n%s", round, id, x, lo, by[hi][id], hi, v.Years, day, text)
				}
			}
		}
		below(graph.Firm, graph.Signed)
		below(graph.Signed, graph.Headline)
		below(graph.Expected, graph.Headline)
		below(graph.Paid, graph.Headline)
	}
}

// Taking out the deals within others one by one never lowers what a container is left with, and the total with overlaps
// never exceeds the sum without them, nor falls below the largest single deal.
func TestWithinNeverCountsTwice(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for round := range 200 {
		text := randomLedger(r, 12)
		with := build(t, read(t, "l.yaml", text), graph.View{}).Total()
		var lines []string
		for line := range strings.Lines(text) {
			if i := strings.Index(line, ", within"); i >= 0 {
				j := strings.Index(line[i:], "]")
				line = line[:i] + line[i+j+1:]
			}
			lines = append(lines, line)
		}
		n := build(t, read(t, "l.yaml", strings.Join(lines, "")), graph.View{})
		var largest int64
		for a := range n.Arcs() {
			largest = max(largest, a.Amount)
		}
		if with > n.Total() || with < largest {
			t.Fatalf("round %d: %d with overlaps, %d without, largest deal %d\n%s", round, with, n.Total(), largest, text)
		}
	}
}

// Days cut a year as finely as a ledger has days: the parts of a year add up to it, whatever the basis.
func TestDays(t *testing.T) {
	l := read(t, "l.yaml", `
deals:
  - {id: a, status: signed 2024-01-01, from: x, to: y, kind: compute, amount: $3650M, term: 2025}
  - {id: b, status: completed 2025-08-15, from: x, to: y, kind: equity, amount: $7M}
  - {id: c, status: active 2024-01-01, from: x, to: y, kind: lease, amount: $5M, paid: "2025-02-01:$2M; 2025-11:$1M", term: ..2030}
`)
	span := func(first, last string) int64 {
		day := func(s string) deals.Date {
			d, err := deals.ParseDate(s)
			if s != "" && err != nil {
				t.Fatal(err)
			}
			return d
		}
		n, err := graph.Build(l, graph.View{Basis: graph.Signed, Days: graph.Days{First: day(first), Last: day(last)}})
		if err != nil {
			t.Fatal(err)
		}
		return n.Total() / 100
	}
	for _, c := range []struct {
		first, last string
		want        int64
	}{
		{"2025-01-01", "2025-01-31", 310_000_000},            // 31 days of 10 million
		{"2025-02", "2025-02", 282_000_000},                  // 28 days, and 2 million paid
		{"2025-08-15", "2025-08-15", 17_000_000},             // a day, and the shares
		{"2025-01-01", "2025-12-31", 3_660_000_000},          // all of it
		{"", "2025-06-30", 181*10_000_000 + 2_000_000},       // to the middle
		{"2025-07-01", "", 184*10_000_000 + 8_000_000},       // from there
		{"2026-01-01", "2026-12-31", 0}, {"2024", "2024", 0}, // neither before nor after
	} {
		if got := span(c.first, c.last); got != c.want {
			t.Errorf("%s..%s comes to %d, want %d", c.first, c.last, got, c.want)
		}
	}
}
