package graph_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// dayOf is the date of a number of days from 1970-01-01.
func dayOf(n int32) deals.Date { return deals.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(n)) }

// placed lists payments as "first..last=whole units", a single day alone, and "undated" for each arc without.
func placed(n *graph.Network) string {
	payments, undated := n.Payments()
	var out []string
	for _, p := range payments {
		first, last, amount := dayOf(p.First).String(), "", "?"
		if p.First == graph.Beginning {
			first = ""
		}
		if p.First != p.Last {
			last = ".." + dayOf(p.Last).String()
		}
		if p.Known {
			amount = fmt.Sprint(float64(p.Amount) / 100)
		}
		out = append(out, first+last+"="+amount)
	}
	for range undated {
		out = append(out, "undated")
	}
	return strings.Join(out, " ")
}

// Every expected day and number is worked out by hand from the rules that [graph.Network.Payments] states.
func TestPayments(t *testing.T) {
	paid, firm, signed := graph.View{Basis: graph.Paid}, graph.View{Basis: graph.Firm}, graph.View{Basis: graph.Signed}
	asOf := func(v graph.View, day string) graph.View { v.AsOf = date(t, day); return v }
	years := func(v graph.View, first, last int) graph.View {
		v.Years = graph.Years{First: first, Last: last}
		return v
	}
	days := func(first, last string) graph.View {
		return graph.View{Days: graph.Days{First: date(t, first), Last: date(t, last)}}
	}
	possible := func(v graph.View, day string) graph.View { v = asOf(v, day); v.Possible = true; return v }
	for _, c := range []struct {
		name, deal string
		view       graph.View
		want       string
	}{
		// what is on record
		{"several", `kind: loan, amount: $100, status: signed 2025-01-01, paid: "2025-01-15:$5; 2025-02:$7; 2025-06-01:$9"`, asOf(paid, "2025-03-31"), "2025-01-15=5 2025-02-01..2025-02-28=7"},
		{"a month that is not over", `kind: loan, amount: $100, status: signed 2025-01-01, paid: "2025-01-15:$5; 2025-02:$7"`, asOf(paid, "2025-02-15"), "2025-01-15=5"},
		{"two on one day", `kind: loan, amount: $100, status: signed 2025-01-01, paid: "2025-01-15:$7; 2025-01-15:$5"`, paid, "2025-01-15=7 2025-01-15=5"},
		{"converted at 1.5", `kind: loan, amount: €9, status: signed 2025-01-01, paid: "2025-01-15:€1; 2025-02-15:€2"`, paid, "2025-01-15=1.5 2025-02-15=3"},
		{"converted to the cent", `kind: loan, amount: €9, status: signed 2025-01-01, paid: "2025-01-15:€0.01; 2025-02-15:€0.01; 2025-03-15:€0.01"`, paid,
			"2025-01-15=0.02 2025-02-15=0.01 2025-03-15=0.02"}, // 4.5 cents are 5; 5/3, 10/3 and 5 are 2, 3 and 5
		{"only those of the years", `kind: loan, amount: $100, status: signed 2024-01-01, paid: "2024-01-15:$5; 2025-02-01:$7; 2026-02-01:$9"`, years(paid, 2025, 2025), "2025-02-01=7"},
		{"by a day", `kind: loan, amount: $100, status: signed 2025-01-01, paid: "by 2025-03-31:$5"`, paid, "..2025-03-31=5"},
		{"nothing is no payment", `kind: loan, amount: $100, status: signed 2025-01-01, paid: "2025-01-15:$0; 2025-02-15:$5"`, paid, "2025-02-15=5"},
		{"without a day: on the last step", `kind: loan, amount: $100, status: signed 2025-01-01; active 2025-03-05, paid: "$5; 2025-02-01:$7"`, paid, "2025-02-01=7 2025-03-05=5"},
		{"without a day, before the last step", `kind: loan, amount: $100, status: signed 2025-01-01; active 2025-03-05, paid: "$5; 2025-02-01:$7"`, asOf(paid, "2025-03-01"), "2025-02-01=7"},
		{"without any day", `kind: loan, amount: $100, status: active, paid: "$5"`, asOf(paid, "2025-06-30"), "..2025-06-30=5"},
		{"without any day at all", `kind: loan, amount: $100, status: active, paid: "$5"`, paid, "undated"},

		// completed, on the paid basis
		{"completed", `kind: equity, amount: $7, status: announced 2025-01-10; completed 2025-02-10`, paid, "2025-02-10=7"},
		{"completed, not signed", `kind: equity, amount: $7, status: signed 2025-01-10; completed 2025-02-10`, paid, "2025-02-10=7"},
		{"completed in a month", `kind: acquisition, amount: $7, status: completed 2025-02`, paid, "2025-02-01..2025-02-28=7"},
		{"completed, with a term", `kind: compute, amount: $7, term: 2024..2025, status: completed 2025-12-31`, paid, "2025-12-31=7"},
		{"completed, then replaced", `kind: equity, amount: $7, status: signed 2025-01-01; completed 2025-02-01; superseded 2025-06-01`, paid, "2025-02-01=7"},
		{"completed, then replaced, not paid basis", `kind: equity, amount: $7, status: signed 2025-01-01; completed 2025-02-01; superseded 2025-06-01`, graph.View{}, "2025-02-01=7"},
		{"completed, undisclosed", `kind: equity, amount: "?", status: signed 2025-01-01; completed 2025-02-01`, paid, "2025-02-01=?"},
		{"completed, no day", `kind: equity, amount: $7, status: signed 2025-01-01; completed`, paid, "2025-01-01=7"},

		// by a day
		{"by, with a step before", `kind: equity, amount: $7, status: announced 2025-01-10; completed by 2025-03-31`, graph.View{}, "2025-01-10..2025-03-31=7"},
		{"by, alone", `kind: equity, amount: $7, status: completed by 2025-03-31`, graph.View{}, "..2025-03-31=7"},
		{"by, after a step without a day", `kind: equity, amount: $7, status: announced; completed by 2025-03-31`, graph.View{}, "..2025-03-31=7"},
		{"by, after another by", `kind: equity, amount: $7, status: signed by 2025-02-28; completed by 2025-03-31`, graph.View{}, "..2025-03-31=7"},
		{"by, the step before the one before", `kind: equity, amount: $7, status: announced 2025-01-10; signed by 2025-02-28; completed by 2025-03-31`, graph.View{}, "2025-01-10..2025-03-31=7"},
		{"by, signed", `kind: equity, amount: $7, status: announced 2025-01; signed by 2025-02-28; active 2025-04-01`, graph.View{}, "2025-01-01..2025-02-28=7"},
		{"not before the step before", `kind: equity, amount: $7, status: announced 2025-06-10; completed 2025`, graph.View{}, "2025-06-10..2025-12-31=7"},
		{"by, not before the latest of those before", `kind: equity, amount: $7, status: announced 2025-06-10; signed 2025; completed by 2026-01-31`, graph.View{}, "2025-06-10..2026-01-31=7"},

		// at once
		{"first binding step", `kind: loan, amount: $7, status: announced 2025-01-10; signed 2025-02-10; active 2025-03-10`, graph.View{}, "2025-02-10=7"},
		{"first step", `kind: loan, amount: $7, status: loi; announced 2025-01-10`, graph.View{}, "2025-01-10=7"},
		{"completion", `kind: loan, amount: $7, status: signed 2025-02-10; completed 2025-03-10`, graph.View{}, "2025-03-10=7"},
		{"no day", `kind: loan, amount: $7, status: signed`, graph.View{}, "undated"},
		{"undisclosed", `kind: loan, amount: "?", status: signed 2025-02-10`, graph.View{}, "2025-02-10=?"},
		{"no rate", `kind: loan, amount: £7, status: signed 2025-02-10`, graph.View{}, "2025-02-10=?"},
		{"term with one end", `kind: loan, amount: $7, term: 2025.., status: signed 2025-02-10`, graph.View{}, "2025-02-10=7"},

		// terms: 184 and 181 days; 1/3 and 2/3; 10 to 30
		{"flat", `kind: compute, amount: $365, term: 2025-07-01..2026-06-30, status: signed 2025-01-01`, graph.View{}, "2025-07-01..2025-12-31=184 2026-01-01..2026-06-30=181"},
		{"ramp", `kind: compute, amount: $300, term: 2026-11..2027-03, schedule: ramp, status: signed 2025-01-01`, graph.View{}, "2026-11-01..2026-12-31=100 2027-01-01..2027-03-31=200"},
		{"by year", `kind: compute, amount: $40, schedule: "2026:$10 2028:$30", status: signed 2025-01-01`, graph.View{}, "2026-01-01..2026-12-31=10 2028-01-01..2028-12-31=30"},
		{"by year, in proportion", `kind: compute, amount: $80, schedule: "2026:$10 2027:$0 2028:$30", status: signed 2025-01-01`, graph.View{}, "2026-01-01..2026-12-31=20 2028-01-01..2028-12-31=60"},
		{"by year, a year outside the term", `kind: compute, amount: $60, term: 2026-07-01..2027-06-30, schedule: "2026:$10 2027:$20 2028:$30", status: signed 2025-01-01`, graph.View{},
			"2026-07-01..2026-12-31=10 2027-01-01..2027-06-30=20 2028-01-01..2028-12-31=30"},
		{"by year, a term with one end", `kind: compute, amount: $30, term: 2026-07.., schedule: "2026:$10 2027:$20", status: signed 2025-01-01`, graph.View{},
			"2026-07-01..2026-12-31=10 2027-01-01..2027-12-31=20"},
		{"a profile without a term", `kind: compute, amount: $30, schedule: ramp, status: signed 2025-01-01`, graph.View{}, "undated"},
		{"a loan with a term", `kind: loan, amount: $731, term: 2027..2028, status: signed 2025-01-01`, graph.View{}, "2027-01-01..2027-12-31=365 2028-01-01..2028-12-31=366"},
		{"undisclosed", `kind: compute, amount: "?", term: 2025-07-01..2026-06-30, status: signed 2025-01-01`, graph.View{}, "2025-07-01..2025-12-31=? 2026-01-01..2026-06-30=?"},
		{"no rate, a year of nothing", `kind: compute, amount: £40, schedule: "2026:£10 2027:£0 2028:£30", status: signed 2025-01-01`, graph.View{}, "2026-01-01..2026-12-31=? 2028-01-01..2028-12-31=?"},
		{"converted", `kind: compute, amount: €365, term: 2025-07-01..2026-06-30, status: signed 2025-01-01`, graph.View{}, "2025-07-01..2025-12-31=276 2026-01-01..2026-06-30=271.5"},
		{"a cent", `kind: compute, amount: $0.01, term: 2025..2028, status: signed 2025-01-01`, graph.View{}, "2027-01-01..2027-12-31=0.01"}, // 730 of 1461 days are less than half of it
		{"partly paid", `kind: compute, amount: $730, term: 2025..2026, paid: "2025-01-15:$20", status: signed 2025-01-01`, graph.View{}, "2025-01-01..2025-12-31=365 2026-01-01..2026-12-31=365"},

		// years and days
		{"years", `kind: compute, amount: $1461, term: 2025..2028, status: signed 2025-01-01`, years(graph.View{}, 2026, 2027), "2026-01-01..2026-12-31=365 2027-01-01..2027-12-31=365"},
		{"years, a cent each", `kind: compute, amount: $0.05, term: 2025..2029, status: signed 2025-01-01`, years(graph.View{}, 2025, 2025), "2025-01-01..2025-12-31=0.01"},
		{"years, undisclosed", `kind: compute, amount: "?", term: 2025..2028, status: signed 2025-01-01`, years(graph.View{}, 2028, 2030), "2028-01-01..2028-12-31=?"},
		{"half a year", `kind: compute, amount: $365, term: 2025, status: signed 2025-01-01`, days("2025-01-01", "2025-06-30"), "2025-01-01..2025-06-30=181"},
		{"days over two years", `kind: compute, amount: $730, term: 2025..2026, status: signed 2025-01-01`, days("2025-12-01", "2026-01-10"), "2025-12-01..2025-12-31=31 2026-01-01..2026-01-10=10"},
		{"at once, in the years", `kind: loan, amount: $7, status: signed 2025-02-10`, years(graph.View{}, 2025, 2026), "2025-02-10=7"},
		{"spending of the year of its completion", `kind: purchase, amount: $7, status: signed 2024-02-10; completed 2025-02-10`, years(graph.View{}, 2025, 2026), "2025-02-10=7"},

		// the firm basis: notice on 2026-03-01 of 184 days binds through 2026-09-01, the 244th day; of 90 on 2027-03-31 through
		// 2027-06-29, the 180th
		{"exit", `kind: compute, amount: $730, term: 2025..2026, exit: 184d after 2025, status: signed 2025-01-01`, asOf(firm, "2026-03-01"), "2025-01-01..2025-12-31=365 2026-01-01..2026-09-01=244"},
		{"exit, one year", `kind: compute, amount: $730, term: 2025..2026, exit: 184d after 2025, status: signed 2025-01-01`, years(asOf(firm, "2026-03-01"), 2026, 2026), "2026-01-01..2026-09-01=244"},
		{"exit, a year that binds no more", `kind: compute, amount: $1095, term: 2025..2027, exit: 184d, status: signed 2025-01-01`, asOf(firm, "2026-03-01"), "2025-01-01..2025-12-31=365 2026-01-01..2026-09-01=244"},
		{"exit before the end of the first year", `kind: compute, amount: $730, term: 2025..2026, exit: 90d, status: signed 2025-01-01`, asOf(firm, "2025-03-31"), "2025-01-01..2025-06-29=180"},
		{"exit, by year", `kind: compute, amount: $465, schedule: "2026:$100 2027:$365", exit: 90d, status: signed 2025-01-01`, asOf(firm, "2027-03-31"), "2026-01-01..2026-12-31=100 2027-01-01..2027-06-29=180"},
		{"exit, ramp", `kind: compute, amount: $1095, term: 2026..2027, schedule: ramp, exit: 90d, status: signed 2025-01-01`, asOf(firm, "2027-03-31"), "2026-01-01..2026-12-31=365 2027-01-01..2027-06-29=360"},
		{"exit, converted", `kind: compute, amount: €730, term: 2025..2026, exit: 184d after 2025, status: signed 2025-01-01`, asOf(firm, "2026-03-01"), "2025-01-01..2025-12-31=547.5 2026-01-01..2026-09-01=366"},
		{"exit, undisclosed", `kind: compute, amount: "?", term: 2025..2027, exit: 90d, status: signed 2025-01-01`, asOf(firm, "2026-03-31"), "2025-01-01..2025-12-31=? 2026-01-01..2026-06-29=?"},
		{"exit on another basis", `kind: compute, amount: $730, term: 2025..2026, exit: 90d, status: signed 2025-01-01`, asOf(signed, "2025-03-31"), "2025-01-01..2025-12-31=365 2026-01-01..2026-12-31=365"},
		{"exit, no term, undisclosed", `kind: compute, amount: "?", exit: 90d, status: signed 2025-01-01`, asOf(firm, "2025-03-31"), "undated"},
		{"a floor below what was paid", `kind: compute, amount: up to $100, term: 2025..2026, paid: "2025-02-01:$5", status: signed 2025-01-01`, firm, "2025-02-01=5"},
		{"floor", `kind: compute, amount: $730..1000, term: 2025..2026, status: signed 2025-01-01`, firm, "2025-01-01..2025-12-31=365 2026-01-01..2026-12-31=365"},

		// what counts for what has moved, on any basis
		{"ended", `kind: compute, amount: $100, term: 2025..2029, paid: "2025-03-01:$20", status: active 2025-01-01; terminated 2026-01-01`, graph.View{}, "2025-03-01=20"},
		{"ended, at once", `kind: loan, amount: $100, paid: "2025-03-01:$20", status: signed 2025-01-01; terminated 2026-01-01`, graph.View{}, "2025-03-01=20"},
		{"not binding yet", `kind: loan, amount: $100, paid: "2025-02-01:$5", status: announced 2025-01-01`, signed, "2025-02-01=5"},
		{"not binding yet, headline", `kind: loan, amount: $100, paid: "2025-02-01:$5", status: announced 2025-01-01`, graph.View{}, "2025-01-01=100"},
		{"undisclosed but for what was paid", `kind: compute, amount: "?", term: 2025..2026, paid: "2025-02-01:$5", status: signed 2025-01-01`, graph.View{}, "2025-02-01=5"},
		{"all paid", `kind: compute, amount: $20, term: 2025..2026, paid: "2025-01-15:$20", status: signed 2025-01-01`, graph.View{}, "2025-01-15=20"},

		// possible views
		{"possible, paid", `kind: equity, amount: $7, status: announced 2025-01-10; completed by 2025-12-31`, possible(paid, "2025-06-30"), "2025-01-10..2025-06-30=7"},
		{"possible, headline", `kind: equity, amount: $7, status: announced 2025-01-10; completed by 2025-12-31`, possible(graph.View{}, "2025-06-30"), "2025-01-10..2025-12-31=7"},
		{"possible, signed", `kind: equity, amount: $7, status: announced 2025-01-10; signed by 2025-12-31`, possible(signed, "2025-06-30"), "2025-01-10..2025-12-31=7"},
		{"possible, term", `kind: compute, amount: $365, term: 2026, status: announced 2025-01-10; signed 2025`, possible(signed, "2025-06-30"), "2026-01-01..2026-12-31=365"},

		// what cannot be placed
		{"spending without a term", `kind: purchase, amount: $7, status: signed 2025-02-10`, graph.View{}, "undated"},
		{"spending, completed", `kind: purchase, amount: $7, status: signed 2025-02-10; completed 2025-03-10`, graph.View{}, "2025-03-10=7"},
		{"guarantee", `kind: guarantee, amount: $7, term: 2025..2026, status: signed 2025-02-10`, graph.View{}, "undated"},
		{"guarantee, over", `kind: guarantee, amount: $7, status: signed 2025-02-10; completed 2025-03-10`, graph.View{}, "undated"},
		{"guarantee, called", `kind: guarantee, amount: $7, status: signed 2025-02-10; completed 2025-03-10, paid: "2025-03-01:$7"`, graph.View{}, "2025-03-01=7"},
		{"warrant", `kind: warrant, amount: $7, term: 2025..2026, status: signed 2025-02-10`, graph.View{}, "undated"},
		{"warrant, exercised", `kind: warrant, amount: $7, term: 2025..2026, status: signed 2025-02-10; completed 2025-03-10`, graph.View{}, "2025-03-10=7"},
	} {
		l := read(t, "l.yaml", "deals:\n  - {id: d, from: a, to: b, source: x, "+c.deal+"}\nrates:\n  - {currency: EUR, per: USD, rate: 1.5, date: 2025-01-01}\n")
		if got := placed(build(t, l, c.view)); got != c.want {
			t.Errorf("%s (%s):\n got %s\nwant %s", c.name, c.deal, got, c.want)
		}
	}
}

// What lies in other deals is taken off every part alike; several arcs are sorted by day, then arc.
func TestPaymentsOfSeveralDeals(t *testing.T) {
	l := read(t, "l.csv", `id,from,to,kind,amount,status,term,within,source
whole,a,b,compute,$100,signed 2025-01-01,2025..2026,,x
inside,a,b,compute,$20,signed 2025-01-01,2026-02-01..2026-02-10,whole,x
early,b,a,equity,$3,completed by 2025-05-01,,,x
late,b,a,equity,?,completed 2026-01-01,,,x
none,b,a,license,$5,signed 2025-01-01,,,x
`)
	n := build(t, l, graph.View{})
	want := "..2025-05-01=3 2025-01-01..2025-12-31=40 2026-01-01=? 2026-01-01..2026-12-31=40 2026-02-01..2026-02-10=20 undated"
	if got := placed(n); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	_, undated := n.Payments()
	if len(undated) != 1 || n.Arc(undated[0]).Leg.Deal.ID != "none" {
		t.Errorf("undated: %v", undated)
	}
}

// Networks that no ledger made: arcs without a leg, and a leg with a term whose arc has another amount than the leg.
func TestPaymentsWithoutLedger(t *testing.T) {
	n := nettest.Parse("a > b equity 5; a > b loan ?")
	if got := placed(n); got != "undated undated" { // their steps have no days
		t.Errorf("steps without days: %s", got)
	}
	leg := &deals.Leg{Kind: deals.Compute, Deal: &deals.Deal{Status: deals.History{{Status: deals.Signed}}}, Term: deals.Term{Start: deals.Date{Year: 2025}, End: deals.Date{Year: 2026}}}
	for _, c := range []struct {
		arc  graph.Arc
		want string
	}{
		{graph.Arc{Amount: 700, Known: true}, "undated"},
		{graph.Arc{Amount: 700, Known: true, Leg: leg, Status: deals.Signed}, "2025-01-01..2025-12-31=3.5 2026-01-01..2026-12-31=3.5"},
		{graph.Arc{Known: true, Leg: leg, Status: deals.Signed}, "2025-01-01..2025-12-31=0 2026-01-01..2026-12-31=0"},
		{graph.Arc{Leg: leg, Status: deals.Signed}, "2025-01-01..2025-12-31=? 2026-01-01..2026-12-31=?"},
	} {
		if got := placed(graph.New(parties(1), []graph.Arc{c.arc})); got != c.want {
			t.Errorf("%d cents, known %v: got %s, want %s", c.arc.Amount, c.arc.Known, got, c.want)
		}
	}
}

// paymentLaws checks what holds of the payments of any network.
func paymentLaws(n *graph.Network) error {
	payments, undated := n.Payments()
	total, parts := make([]int64, n.Size()), make([]int, n.Size())
	sorted := slices.IsSortedFunc(payments, func(p, q graph.Payment) int {
		return cmp.Or(cmp.Compare(p.First, q.First), cmp.Compare(p.Last, q.Last), cmp.Compare(p.Arc, q.Arc))
	})
	if !sorted || !slices.IsSorted(undated) {
		return fmt.Errorf("not sorted: %v %v", payments, undated)
	}
	span := n.View.Days
	if y := n.View.Years; !y.IsZero() {
		span = graph.Days{First: deals.Date{Year: y.First}, Last: deals.Date{Year: y.Last}}
	}
	for _, p := range payments {
		a := n.Arc(p.Arc)
		switch {
		case p.From != a.From || p.To != a.To || p.Known != a.Known:
			return fmt.Errorf("%s: payment %+v is not of arc %+v", a.Leg.Ref(), p, a)
		case p.First > p.Last:
			return fmt.Errorf("%s: first day %d, last day %d", a.Leg.Ref(), p.First, p.Last)
		case p.Known && p.Amount <= 0 || !p.Known && p.Amount != 0:
			return fmt.Errorf("%s: amount %d, known %v", a.Leg.Ref(), p.Amount, p.Known)
		case n.View.Basis == graph.Paid && dayOf(p.Last).After(n.View.AsOf):
			return fmt.Errorf("%s: paid on %s, after the day of the view", a.Leg.Ref(), dayOf(p.Last))
		case !span.First.IsZero() && dayOf(p.Last).Before(span.First) || !span.Last.IsZero() && dayOf(p.Last).After(span.Last.Last()):
			return fmt.Errorf("%s: moves by %s, not in %s", a.Leg.Ref(), dayOf(p.Last), span)
		}
		total[p.Arc] += p.Amount
		parts[p.Arc]++
	}
	for _, id := range undated {
		if parts[id] != 0 {
			return fmt.Errorf("%s: %d payments, and undated", n.Arc(id).Leg.Ref(), parts[id])
		}
		parts[id] = -1
	}
	for a := range n.Arcs() {
		if parts[a.ID] == 0 || parts[a.ID] > 0 && total[a.ID] != a.Amount {
			return fmt.Errorf("%s: %d payments of %d, the arc is %d", a.Leg.Ref(), parts[a.ID], total[a.ID], a.Amount)
		}
	}
	return nil
}

func TestPaymentLawsOnReference(t *testing.T) {
	fsys, _ := example.FS("ai")
	l, err := deals.ReadFS(fsys, "example:ai")
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) deals.Date { return date(t, s) }
	for _, basis := range graph.Bases() {
		for name, v := range map[string]graph.View{
			"all":         {},
			"2025":        {Years: graph.Years{First: 2025, Last: 2025}},
			"2026..2028":  {Years: graph.Years{First: 2026, Last: 2028}},
			"2030..2040":  {Years: graph.Years{First: 2030, Last: 2040}},
			"half a year": {Days: graph.Days{First: day("2026-07-01"), Last: day("2026-12-31")}},
			"to a day":    {Days: graph.Days{Last: day("2027-03-15")}},
			"earlier":     {AsOf: day("2025-10-15")},
			"possible":    {AsOf: day("2025-10-15"), Possible: true},
			"euro":        {Currency: "EUR", Rumours: true},
			"rolled up":   {RollUp: true, Years: graph.Years{First: 2024, Last: 2027}},
		} {
			v.Basis = basis
			n := build(t, l, v)
			if err := paymentLaws(n); err != nil {
				t.Errorf("%s, %s: %v", basis, name, err)
			}
			if n.Size() < 50 && name == "all" {
				t.Errorf("%s: only %d arcs", basis, n.Size())
			}
		}
	}
}

// Random ledgers: the laws; and what falls in a year by its payments is what a view of that year counts.
func TestPaymentLawsOnRandomLedgers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 21))
	compared := map[graph.Basis]int{}
	for round := range 150 {
		text := randomLedger(r, 3+r.IntN(25))
		l := read(t, "l.yaml", text)
		v := graph.View{AsOf: date(t, fmt.Sprintf("%d-%02d-%02d", 2023+r.IntN(4), 1+r.IntN(12), 1+r.IntN(28)))}
		for _, basis := range graph.Bases() {
			v.Basis = basis
			v.Possible = r.IntN(3) == 0
			whole := build(t, l, v)
			if err := paymentLaws(whole); err != nil {
				t.Fatalf("round %d, %s: %v\n%s", round, whole.View.Stamp(), err, text)
			}
			for y := 2022; y <= 2032 && !v.Possible; y++ {
				v.Years = graph.Years{First: y, Last: y}
				year := build(t, l, v)
				if err := paymentLaws(year); err != nil {
					t.Fatalf("round %d, %s: %v\n%s", round, year.View.Stamp(), err, text)
				}
				n, err := compareYear(whole, year, y)
				if err != nil {
					t.Fatalf("round %d, %s: %v\n%s", round, year.View.Stamp(), err, text)
				}
				compared[basis] += n
			}
			v.Years = graph.Years{}
		}
	}
	for _, basis := range graph.Bases() {
		if compared[basis] < 100 {
			t.Errorf("%s: only %d parts compared", basis, compared[basis])
		}
	}
}

// compareYear compares the payments of all time that fall in a year with the network of that year, and counts them. Left out
// are legs that others lie in, those whose last step has no day, and those for which the year can count what has moved while
// all time counts what is promised.
func compareYear(whole, year *graph.Network, y int) (compared int, err error) {
	payments, _ := whole.Payments()
	inYear := make([]int64, whole.Size())
	for _, p := range payments {
		if dayOf(p.Last).Year == y {
			inYear[p.Arc] += p.Amount
		}
	}
	moves := map[*deals.Leg]bool{}
	containers := map[deals.DealID]bool{}
	for _, d := range whole.Ledger.Deals {
		for _, o := range d.Legs[0].Overlaps() {
			containers[o.Ref.Deal] = true
		}
	}
	for _, p := range payments {
		moves[whole.Arc(p.Arc).Leg] = true
	}
	for a := range whole.Arcs() {
		l := a.Leg
		undated := l.History().Last().Date.IsZero()
		partly := len(l.Paid) > 0 && whole.View.Basis != graph.Paid && !a.Status.Ended()
		ambiguous := a.Status == deals.Completed && (!l.Term.IsZero() || !l.Kind.Info().OneOff) && whole.View.Basis != graph.Paid
		if !a.Known || partly || ambiguous || undated || containers[l.Deal.ID] {
			continue
		}
		b, _ := year.ArcOf(l)
		if b.Amount != inYear[a.ID] {
			return 0, fmt.Errorf("%s: payments of %d in %d, the view of that year counts %d", l.Ref(), inYear[a.ID], y, b.Amount)
		}
		if b.Amount > 0 {
			compared++
		}
	}
	return compared, nil
}

func TestPaymentsAreTheSameTwice(t *testing.T) {
	l := read(t, "l.yaml", randomLedger(rand.New(rand.NewPCG(2, 2)), 60))
	p, u := build(t, l, graph.View{}).Payments()
	q, w := build(t, l, graph.View{}).Payments()
	if d := gocmp.Diff(p, q) + gocmp.Diff(u, w); d != "" {
		t.Error(d)
	}
}
