package view_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

// Every deal is a row, once, or counted among what is not drawn; a party's own timeline has all of its deals; and that of a saved
// list is that of the network.
func TestTimelineLosesNothing(t *testing.T) {
	n := build(t, reference(t), graph.View{})
	list := view.Deals(n)
	if len(list.Ended) == 0 {
		t.Fatal("the reference ledger has deals that are over")
	}
	for _, o := range []view.TimelineOptions{{MaxDeals: 1000}, {}, {Party: "openai", MaxDeals: 1000}, {Party: "openai", MaxDeals: 3}, {Party: "nobody"}} {
		f := list.TimelineFigure("", o)
		if err := f.Check(); err != nil {
			t.Fatalf("%+v: %v", o, err)
		}
		if d := cmp.Diff(f, saved(t, list).TimelineFigure("", o)); d != "" {
			t.Errorf("%+v: from a file it differs: %s", o, d)
		}
		rows, ids := 0, map[string]bool{}
		for _, b := range f.Blocks {
			for _, r := range b.Rows {
				rows, ids[r.ID] = rows+1, true
			}
		}
		want := 0
		for _, d := range append(append([]view.Deal{}, list.Deals...), list.Ended...) {
			if o.Party == "" || d.Payer.ID == o.Party || d.Payee.ID == o.Party {
				want++
			}
		}
		left := 0
		for _, s := range f.Dropped {
			var count int
			fmt.Sscan(s, &count)
			left += count
		}
		if rows != len(ids) || rows+left != want {
			t.Errorf("%+v: %d rows, %d ids and %d not drawn of %d deals", o, rows, len(ids), left, want)
		}
	}
	live := view.Timeline(n, "", view.TimelineOptions{})
	var notes []string
	for _, w := range n.Warnings {
		notes = append(notes, w.Msg)
	}
	if d := cmp.Diff(live, list.TimelineFigure("", view.TimelineOptions{Notes: notes})); d != "" {
		t.Error(d)
	}
}

// By hand: from which day to which a deal is drawn.
func TestTimelineDays(t *testing.T) {
	deal := func(since, term string, steps ...view.StatusStep) view.Deal {
		d := dealOf("x", "a", "b", "5.00", "signed")
		d.Since, d.Term, d.Steps = since, term, steps
		return d
	}
	over := deal("2026-02-27", "2025..2035", view.StatusStep{Status: "proposed", Date: "2025-09-22"}, view.StatusStep{Status: "terminated", Date: "2026-02-27"})
	over.Status = "terminated"
	lonely := deal("2026-02-27", "")
	lonely.Status = "lapsed"
	for _, c := range []struct {
		name string
		d    view.Deal
		want string // made, start, end, open, certainty, steps
	}{
		{"a term", deal("2025-09-12", "2027..2031"), "2025-09-12 2027-01-01 2031-12-31 false signed []"},
		{"no term", deal("2025-09-12", ""), "2025-09-12   false signed []"},
		{"an open end", deal("2025-09-12", "2026-03.."), "2025-09-12 2026-03-01  true signed []"},
		{"only an end", deal("2025-09-12", "..2041"), "2025-09-12  2041-12-31 false signed []"},
		{"an imprecise date counts from its last day", deal("2025", ""), "2025-12-31   false signed []"},
		{"by a day", deal("by 2025-09-12", ""), "2025-09-12   false signed []"},
		{"the term begins in the year in which it was made", deal("2025-09-12", "2025..2030"), "2025-09-12 2025-09-12 2030-12-31 false signed []"},
		{"reported late", deal("by 2025-09-12", "2023..2030"), "2023-01-01 2023-01-01 2030-12-31 false signed []"},
		{"no date but a term", deal("", "2026..2030"), "2026-01-01 2026-01-01 2030-12-31 false signed []"},
		{"steps", deal("2026-01-05", "", view.StatusStep{Status: "proposed", Date: "2025-09-22"}, view.StatusStep{Status: "signed", Date: "2026-01-05"}),
			"2025-09-22   false signed [2025-09-22 false 2026-01-05 false]"},
		{"over", over, "2025-09-22  2026-02-27 false ended [2025-09-22 false 2026-02-27 true]"},
		{"over, made nobody knows when", lonely, "2026-02-27  2026-02-27 false ended [2026-02-27 true]"},
		{"a date that is none", deal("soon", "whenever"), "not drawn"},
	} {
		f := view.DealList{AsOf: "2026-07-03", Deals: []view.Deal{c.d}}.TimelineFigure("", view.TimelineOptions{})
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		got := "not drawn"
		for _, b := range f.Blocks {
			for _, r := range b.Rows {
				var steps []string
				for _, s := range r.Steps {
					steps = append(steps, fmt.Sprint(s.At, " ", s.Ends))
				}
				got = fmt.Sprintf("%s %s %s %v %s %v", r.Made, r.Start, r.End, r.Open, r.Certainty, steps)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if told := strings.Contains(strings.Join(f.Dropped, ""), "without a date, worth $5: x"); told != (c.want == "not drawn") {
			t.Errorf("%s: not drawn: %q", c.name, f.Dropped)
		}
	}
}

// What a party pays and what it is paid are two blocks, the largest deals first chosen and then in the order of their dates; the
// sum leaves out what is over, and says what is not disclosed.
func TestTimelineOfParty(t *testing.T) {
	at := func(d view.Deal, since string) view.Deal {
		d.Since = since
		return d
	}
	l := view.DealList{Basis: "signed", AsOf: "2026-07-03", Total: &view.Money{Amount: "9.00", Currency: "USD"},
		Deals: []view.Deal{at(dealOf("big", "a", "b", "6.00", "signed"), "2026-03-01"), at(dealOf("old", "a", "c", "2.00", "signed"), "2024-03-01"),
			at(dealOf("in", "b", "a", "1.00", "signed"), "2025-01-01"), at(dealOf("dark", "a", "c", "", "signed"), "2025-02-01"), at(dealOf("other", "b", "c", "9.00", "signed"), "2025-01-01")},
		Ended: []view.Deal{at(dealOf("over", "a", "b", "90.00", "terminated"), "2026-01-01")}}
	f := l.TimelineFigure("", view.TimelineOptions{Party: "a"})
	got := []string{f.Title}
	for _, b := range f.Blocks {
		got = append(got, b.Name+": "+b.Detail)
		for _, r := range b.Rows {
			got = append(got, r.ID+" "+r.Name+" "+r.Label)
		}
	}
	want := []string{"The deals of A in time", "A pays: $8 + ?", "old → C $2", "dark → C ?", "over → B terminated $90", "big → B $6", "A is paid: $1", "in ← B $1"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	f = l.TimelineFigure("", view.TimelineOptions{Party: "a", MaxDeals: 2})
	if want := []string{"3 smaller deal legs, worth $3 + ?"}; !cmp.Equal(want, f.Dropped) {
		t.Errorf("not drawn: %q, want %q", f.Dropped, want)
	}
	var _ figure.Figure = f
}

// A list has the deals that are over beside those that count: one that was paid in part counts, and is not told twice. A view that
// asks for some money only says nothing of them.
func TestEndedDeals(t *testing.T) {
	l := read(t, `
deals:
  - {id: live, from: a, to: b, kind: loan, amount: $1, status: signed 2024, source: x}
  - {id: over, from: a, to: b, kind: loan, amount: up to $7, status: proposed 2024-03; terminated 2025-02-27, source: x}
  - {id: paid, from: a, to: c, kind: loan, amount: $9, paid: 2024-06-01:$2, status: signed 2024; terminated 2025, source: x}
  - {id: later, from: a, to: b, kind: loan, amount: $5, status: signed 2024; terminated 2027, source: x}
  - {id: now, from: c, to: b, kind: loan, amount: $3, status: signed 2026, term: 2026..2028, source: x}
`)
	for _, c := range []struct {
		v    graph.View
		want string
	}{
		{graph.View{}, "over $7 terminated 2025-02-27 [{proposed 2024-03} {terminated 2025-02-27}]"},
		{graph.View{Parties: []deals.PartyID{"c"}}, ""},
		{graph.View{Where: `kind == "loan"`}, ""},
		{graph.View{Years: graph.Years{First: 2024, Last: 2026}}, ""},
	} {
		if c.v.AsOf.IsZero() {
			c.v.AsOf, _ = deals.ParseDate("2026-12-31")
		}
		list := view.Deals(build(t, l, c.v))
		var got []string
		for _, d := range list.Ended {
			got = append(got, fmt.Sprint(d.Deal, " ", d.Amount.Text, " ", d.Status, " ", d.Since, " ", d.Steps))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%+v: over are %q, want %q", c.v.Parties, got, c.want)
		}
		if list.AsOf != "2026-12-31" {
			t.Errorf("as of %q", list.AsOf)
		}
	}
	for _, d := range view.Deals(build(t, l, graph.View{})).Deals {
		if d.Deal == "now" && d.Term != "2026..2028" {
			t.Errorf("the term is %q", d.Term)
		}
	}
}
