package ladder_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/ladder"

	"github.com/google/go-cmp/cmp"
)

func read(t testing.TB, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), "l.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return l
}

func date(t testing.TB, s string) deals.Date {
	t.Helper()
	d, err := deals.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func all(ladder.Leg) bool { return true }

func of(t testing.TB, l *deals.Ledger, v graph.View) *ladder.Ladder {
	t.Helper()
	found, err := ladder.Of(l, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// tiny is worked out by hand, as of 2025-12-31 (day 365 of 2025):
//
//	frame    $100, announced; sites ($30) lies within it: 100 gross, 70 net on the headline basis, nothing signed
//	sites    $30, signed, up to: no floor
//	old      $50, superseded by new ($20): 20 are announced again, 30 are gone
//	new      $20, signed, $5 of it paid; its other $15 is firm
//	tranches $40, signed: $10 met at signing, $30 on milestones: 10 firm
//	leave    $365 over 2025 and 2026 (730 days), either side may leave on 73 days' notice: 365+73 = 438 of 730 days bind: $219
//	lapsed   $8, lapsed, $3 of it had been paid
//	dark     amount not disclosed, terminated
//	rumour   counts nowhere
const tiny = `
parties: [{id: lab}, {id: cloud}, {id: fund}]
deals:
  - {id: frame, from: lab, to: cloud, kind: compute, amount: $100, status: announced 2025-01-10, source: x}
  - {id: sites, from: lab, to: cloud, kind: lease, amount: up to $30, status: signed 2025-02-10, within: frame, source: x}
  - {id: old, from: fund, to: lab, kind: equity, amount: $50, status: loi 2025-03-01, source: x}
  - {id: new, from: fund, to: lab, kind: equity, amount: $20, status: announced 2025-06-30; signed 2025-07-01, paid: "2025-08-01:$5", supersedes: old, source: x}
  - id: tranches
    from: fund
    to: lab
    kind: equity
    amount: $40
    status: signed 2025-05
    source: x
    tranches: [{amount: $10, condition: at signing, met: 2025-05-01}, {amount: $30, condition: a gigawatt}]
  - {id: leave, from: lab, to: cloud, kind: compute, amount: $730, term: 2025-01-01..2026-12-31, exit: 73d, status: signed 2025-01-01, source: x}
  - {id: lapsed, from: lab, to: cloud, kind: purchase, amount: $8, status: signed 2025-01-01; lapsed 2025-09-01, paid: "2025-04-01:$3", source: x}
  - {id: dark, from: lab, to: cloud, kind: purchase, amount: "?", status: announced 2025-01-01; terminated 2025-09-01, source: x}
  - {id: rumour, from: lab, to: cloud, kind: purchase, amount: $999, status: rumoured 2025-01-01, source: x}
`

func TestByHand(t *testing.T) {
	l := read(t, tiny)
	v := graph.View{AsOf: date(t, "2025-12-31")}
	found := of(t, l, v)
	var rows []string
	for _, leg := range found.Legs {
		var s strings.Builder
		s.WriteString(string(leg.Leg.Deal.ID) + " " + leg.Public.String())
		for _, c := range leg.Gross {
			switch {
			case !c.Counts:
				s.WriteString(" -")
			case !c.Known:
				s.WriteString(" ?")
			default:
				s.WriteString(fmt.Sprint(" ", c.Minor/100))
			}
		}
		rows = append(rows, fmt.Sprintf("%s lost %d again %d", s.String(), leg.Lost()/100, leg.Carried/100))
	}
	want := []string{ // announced, headline, signed, floor, firm, paid
		"frame 2025-01-10 100 100 - - - - lost 0 again 0",
		"sites 2025-02-10 30 30 30 - - - lost 0 again 0",
		"old 2025-03-01 50 - - - - - lost 30 again 20",
		"new 2025-06-30 20 20 20 20 20 5 lost 0 again 0",
		"tranches 2025-05 40 40 40 10 10 - lost 0 again 0",
		"leave 2025-01-01 730 730 730 730 438 - lost 0 again 0",
		"lapsed 2025-01-01 8 3 3 3 3 3 lost 5 again 0",
		"dark 2025-01-01 ? - - - - - lost 0 again 0",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}

	// The lab pays: 100+30+730+8 = 868 announced, and one that nobody tells; 5 and the dark one are gone; 30 lie in the frame; 70 are
	// not signed; 30 have no floor; 292 can be left; 438 and nothing is paid but 3.
	lab, _ := found.Network.Node("lab")
	way := found.Down(ladder.Pays(lab))
	var steps []string
	for _, s := range way.Steps {
		var line strings.Builder
		line.WriteString(fmt.Sprintf("%s %d", s.Kind, s.Minor/100))
		if s.Unknown > 0 {
			line.WriteString(fmt.Sprint(" + ", s.Unknown, " unknown"))
		}
		for _, p := range s.Parts {
			line.WriteString(fmt.Sprintf("; %s %d: %s", found.Legs[p.Leg].Leg.Deal.ID, p.Minor/100, p.Why))
		}
		steps = append(steps, line.String())
	}
	want = []string{
		"replaced 0",
		"ended 5 + 1 unknown; lapsed 5: lapsed 2025-09-01; dark 0: terminated 2025-09-01",
		"overlap 30; frame 30: counted in sites",
		"not-signed 70; frame 70: announced: the parties made it public; binding terms are not known",
		"no-floor 30; sites 30: a ceiling (up to $30): nothing is promised below it",
		"exit 292; leave 292: can be left on 73 days' notice: binds until 2026-03-14",
		"not-paid 438; leave 438: nothing is on record as paid; its term is 2025-01-01..2026-12-31",
	}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
	for _, x := range []struct {
		what string
		got  ladder.Sum
		want ladder.Sum
	}{
		{"announced", way.Announced, ladder.Sum{Minor: 868_00, Unknown: 1, Legs: 5}}, {"standing", way.Standing, ladder.Sum{Minor: 863_00, Legs: 4}},
		{"headline", way.Headline, ladder.Sum{Minor: 833_00, Legs: 4}}, {"signed", way.Signed, ladder.Sum{Minor: 763_00, Legs: 3}},
		{"firm", way.Firm, ladder.Sum{Minor: 441_00, Legs: 2}}, {"paid", way.Paid, ladder.Sum{Minor: 3_00, Legs: 1}},
		// frame at 50%, sites at 90% of which lie within it, leave at 90%, and 3 that were paid: 50+657+3
		{"expected", way.Expected, ladder.Sum{Minor: 710_00, Legs: 4}},
	} {
		if x.got != x.want {
			t.Errorf("%s: %+v, want %+v", x.what, x.got, x.want)
		}
	}
	// The fund pays 110: 20 of it again, 30 gone, 30 of tranches, 5 of 30 firm paid.
	fund, _ := found.Network.Node("fund")
	got := amounts(found.Down(ladder.Pays(fund)))
	if want := "110 60 60 60 30 5 | 20 30 0 0 30 0 25"; got != want {
		t.Errorf("the fund: %s, want %s", got, want)
	}
	if got, want := found.Down(ladder.Receives(lab)), found.Down(ladder.Pays(fund)); got.Firm != want.Firm {
		t.Errorf("what the lab is paid is firm at %v, and what the fund pays it at %v", got.Firm, want.Firm)
	}
}

// amounts are the sums and the steps in whole units.
func amounts(w ladder.Way) string {
	out := []string{}
	for _, s := range []ladder.Sum{w.Announced, w.Standing, w.Headline, w.Signed, w.Firm, w.Paid} {
		out = append(out, fmt.Sprint(s.Minor/100))
	}
	out = append(out, "|")
	for _, s := range w.Steps {
		out = append(out, fmt.Sprint(s.Minor/100))
	}
	return strings.Join(out, " ")
}

// A deal within another that is not signed leaves the other whole on the signed basis: what was taken off counts again.
func TestCountsAgain(t *testing.T) {
	l := read(t, `
deals:
  - {id: frame, from: a, to: b, kind: compute, amount: $100, status: signed 2025-01-10, source: x}
  - {id: part, from: a, to: c, kind: lease, amount: $30, status: announced 2025-02-10, within: frame, source: x}
`)
	found := of(t, l, graph.View{})
	way := found.Down(all)
	if got, want := amounts(way), "130 130 100 100 100 0 | 0 0 30 0 0 0 100"; got != want { // 30 not signed, 30 of the frame count again
		t.Errorf("%s, want %s", got, want)
	}
	unsigned := way.Steps[3].Parts
	if len(unsigned) != 2 || unsigned[0].Minor != 30_00 || unsigned[1].Minor != -30_00 || !strings.Contains(unsigned[1].Why, "counts again") {
		t.Errorf("not signed: %+v", unsigned)
	}
}

// What one deal announces takes the place of others once: 20 of 50 and nothing of 15, 35 and 15 are gone; a deal whose amount nobody
// states leaves it open how much. A deal in another kind of settlement takes a place as well.
func TestReplaced(t *testing.T) {
	l := read(t, `
deals:
  - {id: first, from: a, to: b, kind: equity, amount: $50, status: announced 2025-01-01, source: x}
  - {id: second, from: a, to: b, kind: equity, amount: $15, status: announced 2025-01-02, source: x}
  - {id: third, from: a, to: b, kind: compute, amount: $9, status: announced 2025-01-03; lapsed 2025-03-01, source: x}
  - {id: fourth, from: a, to: c, kind: loan, amount: $8, status: announced 2025-01-03, source: x}
  - {id: new, from: a, to: b, kind: equity, amount: $20, status: announced 2025-02-01, supersedes: [first, second], source: x}
  - {id: dark, from: a, to: b, kind: compute, amount: "?", status: announced 2025-02-01, supersedes: third, source: x}
  - {id: shares, from: a, to: c, kind: equity, settlement: stock, amount: $12, status: announced 2025-02-01, supersedes: fourth, source: x}
  - {id: known-by-its-end, from: a, to: c, kind: purchase, amount: $7, status: terminated 2025-02-05, paid: "$2", source: x}
`)
	found := of(t, l, graph.View{Settlements: []deals.Settlement{deals.Cash}})
	var got []string
	for _, leg := range found.Legs {
		got = append(got, fmt.Sprintf("%s %d lost, %d again, open %v", leg.Leg.Deal.ID, leg.Lost()/100, leg.Carried/100, leg.Open))
	}
	want := []string{
		"first 30 lost, 20 again, open false", "second 15 lost, 0 again, open false", "third 9 lost, 0 again, open true", "fourth 0 lost, 8 again, open false",
		"new 0 lost, 0 again, open false", "dark 0 lost, 0 again, open false", "known-by-its-end 0 lost, 0 again, open false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Legs that lie within another because their deal does are as much by themselves as others: 100 + 30 + 10, and 100 without a dollar
// twice.
func TestDealWithin(t *testing.T) {
	l := read(t, `
deals:
  - {id: frame, from: a, to: b, kind: compute, amount: $100, status: signed 2025-01-10, source: x}
  - id: parts
    status: signed 2025-02-01
    within: frame
    source: x
    legs:
      - {from: a, to: b, kind: lease, amount: $30}
      - {from: a, to: b, kind: purchase, amount: $10}
`)
	if got, want := amounts(of(t, l, graph.View{}).Down(all)), "140 140 100 100 100 0 | 0 0 40 0 0 0 100"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// ledgerOf draws a ledger with everything that makes rungs differ.
func ledgerOf(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 7))
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	var b strings.Builder
	b.WriteString("deals:\n")
	n := 3 + r.IntN(12)
	ended := map[int]bool{}
	for i := range n {
		amount := pick("$100", "up to $60", "at least $20", "$10..50", "$10..20..90", `"?"`, `"? up to $70"`)
		first := pick("rumoured 2024-12; announced 2025-01", "loi 2025-02-03", "announced 2025", "announced 2025-03-01; signed 2025-05-01", "signed by 2025-06", "signed 2025-02; active 2025-08", "completed 2025-04-01", "announced 2025-04-01; completed 2025-11")
		if r.IntN(4) == 0 && !strings.Contains(first, "completed") {
			first += "; " + pick("lapsed", "terminated", "superseded") + " 2025-12"
			ended[i] = true
		}
		payer := r.IntN(3)
		fmt.Fprintf(&b, "  - {id: d%d, from: p%d, to: p%d, kind: %s, amount: %s, status: %s, source: x", i, payer, 3+r.IntN(3), pick("equity", "compute", "lease", "purchase", "loan"), amount, first)
		if r.IntN(2) == 0 {
			b.WriteString(", term: 2025-03..2027-06")
		}
		if r.IntN(4) == 0 {
			b.WriteString(", exit: " + pick("90d", "30d after 2026-01"))
		}
		if r.IntN(3) == 0 {
			b.WriteString(`, paid: "` + pick("2025-06-01:$5", "2026-02-01:$7", "$3") + `"`)
		}
		if i > 0 && r.IntN(3) == 0 {
			fmt.Fprintf(&b, ", within: d%d", r.IntN(i))
		}
		if !strings.Contains(amount, "?") && r.IntN(5) == 0 {
			b.WriteString(", tranches: [{amount: $5, condition: c, met: 2025-07}, {amount: $9, condition: d}]")
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// ledgers are many random ones, and those that come with the program.
func ledgers(t *testing.T) []*deals.Ledger {
	var out []*deals.Ledger
	bad := 0
	for seed := range uint64(250) {
		l, err := deals.Read(strings.NewReader(ledgerOf(seed)), "l.yaml")
		if err != nil {
			bad++
			continue
		}
		out = append(out, l)
	}
	if bad > 125 {
		t.Fatalf("%d of 250 random ledgers cannot be read:\n%s", bad, ledgerOf(1))
	}
	return append(out, reference(t), telecom(t))
}

func reference(t testing.TB) *deals.Ledger {
	fsys, _ := example.FS("ai")
	l, err := deals.Reader{}.ReadFS(t.Context(), fsys, "ai")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func telecom(t testing.TB) *deals.Ledger {
	l, err := deals.Reader{}.ReadFS(t.Context(), os.DirFS("../../testdata/telecom"), "telecom")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// The sums are those of the networks of the bases to the cent, for all and for each party; the steps are their differences; no rung
// has more than the one before.
func TestLaws(t *testing.T) {
	for _, l := range ledgers(t) {
		for _, v := range []graph.View{{}, {AsOf: date(t, "2025-07-15")}, {Years: graph.Years{First: 2025, Last: 2026}}, {Rumours: true, RollUp: true}} {
			found := of(t, l, v)
			total := func(b graph.Basis, keep func(graph.Arc) bool) (sum int64) {
				at := v
				at.Basis = b
				n, err := graph.Build(l, at)
				if err != nil {
					t.Fatal(err)
				}
				for a := range n.Arcs() {
					if keep(a) {
						sum += a.Amount
					}
				}
				return sum
			}
			check := func(who string, way ladder.Way, keep func(graph.Arc) bool) {
				for _, x := range []struct {
					b   graph.Basis
					got int64
				}{{graph.Headline, way.Headline.Minor}, {graph.Signed, way.Signed.Minor}, {graph.Firm, way.Firm.Minor}, {graph.Paid, way.Paid.Minor}, {graph.Expected, way.Expected.Minor}} {
					if want := total(x.b, keep); x.got != want {
						t.Errorf("%s of %s, %+v: %s %d, the network has %d", who, l.Name, v, x.b, x.got, want)
					}
				}
				level := way.Announced.Minor
				for i, s := range way.Steps {
					parts := int64(0)
					for _, p := range s.Parts {
						parts += p.Minor
						if p.Why == "" {
							t.Errorf("a part of step %s has no reason", s.Kind)
						}
					}
					if parts != s.Minor {
						t.Errorf("step %s is %d, its parts come to %d", s.Kind, s.Minor, parts)
					}
					level -= s.Minor
					after := map[ladder.Kind]int64{ladder.Ended: way.Standing.Minor, ladder.Overlap: way.Headline.Minor, ladder.Unsigned: way.Signed.Minor, ladder.Exit: way.Firm.Minor, ladder.Unpaid: way.Paid.Minor}
					if want, ok := after[s.Kind]; ok && level != want {
						t.Errorf("%s of %s: after step %d (%s) %d is left, want %d", who, l.Name, i, s.Kind, level, want)
					}
					if who == "all" && s.Minor < 0 {
						t.Errorf("%s: step %s adds %d", l.Name, s.Kind, -s.Minor)
					}
				}
			}
			check("all", found.Down(all), func(graph.Arc) bool { return true })
			for p := range min(6, found.Network.Order()) {
				v := graph.Node(p)
				check("payer", found.Down(ladder.Pays(v)), func(a graph.Arc) bool { return a.From == v })
				check("payee", found.Down(ladder.Receives(v)), func(a graph.Arc) bool { return a.To == v })
			}
			for _, leg := range found.Legs {
				for r := ladder.Headline; r <= ladder.Paid; r++ {
					if above, below := leg.Gross[r-1], leg.Gross[r]; above.Known && below.Minor > above.Minor {
						t.Errorf("%s: %s has %d on rung %d and %d on the one before", l.Name, leg.Leg.Ref(), below.Minor, r, above.Minor)
					}
				}
				if leg.Lost() < 0 || leg.Carried < 0 || leg.Net[ladder.Headline].Minor > leg.Gross[ladder.Headline].Minor {
					t.Errorf("%s: %+v", l.Name, leg)
				}
			}
		}
		if t.Failed() {
			return
		}
	}
}

// The day that counts is the first on which the leg is in a view of its day, and not in one of the day before.
func TestPublic(t *testing.T) {
	for _, l := range ledgers(t)[:60] {
		for _, leg := range of(t, l, graph.View{}).Legs {
			day := leg.Public.Last()
			if day.IsZero() {
				continue
			}
			in := func(day deals.Date) bool {
				n, err := graph.Build(l, graph.View{AsOf: day, Rumours: false})
				if err != nil {
					t.Fatal(err)
				}
				a, ok := n.ArcOf(leg.Leg)
				return ok && a.Status != deals.StatusUnknown
			}
			inside := len(l.Deals) > 0 && func() bool { // all of it may be counted in what lies within it
				n, _ := graph.Build(l, graph.View{AsOf: day})
				return slices.ContainsFunc(n.Warnings, func(w graph.Warning) bool {
					return w.Code == graph.WarnAllInside && slices.Contains(w.Legs, leg.Leg.Ref())
				})
			}()
			if h := leg.Leg.History().At(day, l.LastDate()).Status; !in(day) && !inside && !h.Ended() {
				t.Errorf("%s became public on %s, and the view of that day has it not", leg.Leg.Ref(), day)
			}
			if in(day.AddDays(-1)) {
				t.Errorf("%s became public on %s, and the view of the day before has it", leg.Leg.Ref(), day)
			}
		}
	}
}

func TestAfterDay(t *testing.T) {
	l := read(t, `
deals:
  - {id: flat, from: a, to: b, kind: compute, amount: $1000, term: 2026..2029, schedule: "2026:$100 2027:$200 2028:$300 2029:$400", status: signed 2025-12-31, source: x}
  - {id: once, from: a, to: b, kind: equity, amount: $50, status: completed 2025-06-30, source: x}
  - {id: open, from: a, to: b, kind: compute, amount: $70, status: signed 2025-12-31, source: x}
  - {id: dark, from: a, to: b, kind: compute, amount: "?", status: signed 2025-12-31, source: x}
`)
	n, err := graph.Build(l, graph.View{})
	if err != nil {
		t.Fatal(err)
	}
	cut := ladder.AddMonths(n.View.AsOf, 24)
	if cut != date(t, "2027-12-31") {
		t.Errorf("24 months after %s is %s", n.View.AsOf, cut)
	}
	if got, want := ladder.AfterDay(n, cut, false), []ladder.Later{{Party: 0, All: 1120_00, Later: 700_00, Undated: 70_00, Unknown: 1}}; !cmp.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	// 73 of the 365 days of 2027 come after 19 October: 40 of its 200.
	if got := ladder.AfterDay(n, date(t, "2027-10-19"), true); len(got) != 1 || got[0].Party != 1 || got[0].Later != 740_00 {
		t.Errorf("after 19 October 2027: %+v, want 740", got)
	}
	for months, want := range map[int]string{0: "2024-01-31", 1: "2024-02-29", 13: "2025-02-28", -11: "2023-02-28"} {
		if got := ladder.AddMonths(date(t, "2024-01-31"), months); got != date(t, want) {
			t.Errorf("%d months after 2024-01-31: %s, want %s", months, got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	show := func(pace ladder.Pace, from, to string) string {
		list, err := ladder.Periods(pace, date(t, from), date(t, to))
		if err != nil {
			return err.Error()
		}
		var out []string
		for _, p := range list {
			s := fmt.Sprintf("%s %s..%s", p.Name, p.First, p.Last)
			if !p.Whole {
				s += " cut"
			}
			out = append(out, s)
		}
		return strings.Join(out, ", ")
	}
	for _, tc := range []struct{ pace, from, to, want string }{
		{"month", "2024-12-15", "2025-02", "2024-12 2024-12-15..2024-12-31 cut, 2025-01 2025-01-01..2025-01-31, 2025-02 2025-02-01..2025-02-28"},
		{"quarter", "2024-10", "2025-05-31", "2024Q4 2024-10-01..2024-12-31, 2025Q1 2025-01-01..2025-03-31, 2025Q2 2025-04-01..2025-05-31 cut"},
		{"year", "2024", "2024", "2024 2024-01-01..2024-12-31"},
	} {
		if got := show(ladder.Pace(tc.pace), tc.from, tc.to); got != tc.want {
			t.Errorf("%s from %s to %s: %s, want %s", tc.pace, tc.from, tc.to, got, tc.want)
		}
	}
	if _, err := ladder.Periods(ladder.Monthly, date(t, "2025"), date(t, "2024")); err == nil {
		t.Error("a history runs backwards")
	}
	if _, err := ladder.Periods(ladder.Monthly, date(t, "1900"), date(t, "2200")); err == nil {
		t.Error("a history of 3612 months is not too long")
	}
}

// What had been announced, signed and paid by a day never falls, and at the end it is what the ladder has.
func TestSoFar(t *testing.T) {
	list := ledgers(t)
	for _, l := range append(list[:60:60], list[len(list)-2:]...) {
		last := l.LastDate()
		periods, err := ladder.Periods(ladder.Quarterly, deals.Date{Year: last.Year - 2}, last)
		if err != nil {
			t.Fatal(err)
		}
		var days []deals.Date
		for _, p := range periods {
			days = append(days, p.Last)
		}
		got, err := ladder.Over(t.Context(), l, graph.View{}, nil, days, func(_ context.Context, m *ladder.Moment) ([3]int64, error) {
			var out [3]int64
			for i, r := range []ladder.Rung{ladder.Announced, ladder.Signed, ladder.Paid} {
				var err error
				if out[i], err = m.SoFar(r); err != nil {
					return out, err
				}
			}
			return out, nil
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			n, err := graph.Build(l, graph.View{AsOf: days[i], Basis: graph.Paid})
			if err != nil {
				t.Fatal(err)
			}
			if got[i][2] != n.Total() {
				t.Errorf("%s: %d had been paid by %s, the paid basis has %d", l.Name, got[i][2], days[i], n.Total())
			}
			for k := range got[i] {
				if i > 0 && got[i][k] < got[i-1][k] {
					t.Errorf("%s: sum %d falls from %d to %d by %s", l.Name, k, got[i-1][k], got[i][k], days[i])
				}
			}
		}
		var announced, paid int64
		for _, leg := range of(t, l, graph.View{}).Legs {
			announced += leg.Net[ladder.Announced].Minor
			paid += leg.Net[ladder.Paid].Minor
		}
		if end := got[len(got)-1]; end[0] != announced || end[2] != paid {
			t.Errorf("%s: at the end %v, the ladder has %d announced and %d paid", l.Name, end, announced, paid)
		}
	}
}

func TestOverStops(t *testing.T) {
	l := read(t, tiny)
	days := []deals.Date{date(t, "2025-01-01"), date(t, "2025-02-01"), date(t, "2025-03-01")}
	ctx, cancel := context.WithCancel(t.Context())
	got, err := ladder.Over(ctx, l, graph.View{}, nil, days, func(_ context.Context, m *ladder.Moment) (string, error) {
		if m.Day == days[1] {
			cancel()
		}
		return m.Day.String(), nil
	}, nil)
	if !errors.Is(err, context.Canceled) || !slices.Equal(got, []string{"2025-01-01", "2025-02-01"}) {
		t.Errorf("stopped with %v, %v", got, err)
	}
}

func TestEmpty(t *testing.T) {
	l := read(t, `
deals:
  - {id: d, from: a, to: b, kind: loan, amount: $5, status: signed 2025-02-01; terminated 2025-03-01, source: x}
`)
	for day, want := range map[string]bool{"2025-01-31": true, "2025-02-01": false, "2025-04-01": false} {
		got, err := ladder.Over(t.Context(), l, graph.View{}, nil, []deals.Date{date(t, day)}, func(_ context.Context, m *ladder.Moment) (bool, error) { return m.Empty() }, nil)
		if err != nil || got[0] != want {
			t.Errorf("on %s nothing is known: %v (%v), want %v", day, got, err, want)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	l := reference(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ladder.Of(l, graph.View{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
