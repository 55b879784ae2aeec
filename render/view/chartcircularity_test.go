package view_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

// circular is a network with so many millions of all money, of which some can go round.
func circular(basis string, gross, round, two int) view.Circularity {
	of := func(v int) *view.Money {
		if v == 0 {
			return nothing()
		}
		return dollars(v)
	}
	c := view.Circularity{Basis: basis, Gross: of(gross), Bilateral: of(two), Circulated: of(round), OnCycles: of(round)}
	if gross > 0 {
		c.Index = float64(round) / float64(gross)
	}
	return c
}

func TestCircularityFigure(t *testing.T) {
	finn := 0.125
	signed := circular("signed", 200, 50, 20)
	signed.Finn, signed.Undisclosed = &finn, 3
	open := circular("firm", 100, 0, 0)
	open.OpenCircles, open.Undisclosed = 1, 2
	silent := circular("expected", 0, 0, 0)
	silent.Undisclosed = 4
	rows := []view.Circularity{signed, circular("paid", 80, 0, 0), open, silent}
	f := view.CircularityFigure("", rows)
	sound(t, f, view.CircularityFigure("", throughJSON(t, rows)))
	want := []figure.Bar{
		{ID: "signed", Label: "signed", Value: "$200m", Parts: []figure.Part{{Series: "two", Value: 20e6}, {Series: "more", Value: 30e6}, {Series: "rest", Value: 150e6}}, Cells: []string{"$50m", "25.0%", "12.5%", "3"},
			Title: "Signed basis: $50m can go round, 25.0% of all money; 3 amounts are undisclosed; between two $20m; all money $200m"},
		{ID: "paid", Label: "paid", Value: "$80m", Parts: []figure.Part{{Series: "rest", Value: 80e6}}, Cells: []string{"$0", "0.0%", "", "0"},
			Title: "Paid basis: $0 can go round, 0.0% of all money; 0 amounts are undisclosed; between two $0; all money $80m"},
		{ID: "firm", Label: "firm", Value: "$100m", Parts: []figure.Part{{Series: "rest", Value: 100e6}}, Cells: []string{"$0 + ?", "?", "?", "2"},
			Title: "Firm basis: $0 + ? can go round, ? of all money; 2 amounts are undisclosed; between two $0; all money $100m"},
		{ID: "expected", Label: "expected", Value: "?", Cells: []string{"?", "?", "?", "4"}, Title: "Expected basis: ? can go round, ? of all money; 4 amounts are undisclosed"},
	}
	if d := cmp.Diff(want, f.Groups[0].Rows); d != "" {
		t.Errorf("bars (-want +got):\n%s", d)
	}
	if want := "How much of all money could come back to where it came from, or cancel by netting around cycles. Nothing can go round on the paid basis. Not known, for want of disclosed amounts, on the firm basis and the expected basis."; f.Subtitle != want {
		t.Errorf("the subtitle is %s", f.Subtitle)
	}
	if len(f.Notes) != 3 || !strings.HasPrefix(f.Notes[0], "can go round: ") {
		t.Errorf("the notes are %q", f.Notes)
	}
	if !strings.Contains(f.AltText, "Signed: of $200m, $50m can go round (25.0%); 3 amounts undisclosed.") {
		t.Errorf("in words: %s", f.AltText)
	}
}

// Where nothing goes round the figure says so in words; years of a basis are a group; a broken result is unknown.
func TestCircularityFigureSizes(t *testing.T) {
	paid := []view.Circularity{circular("paid", 80, 0, 0)}
	f := view.CircularityFigure("Mine", paid)
	sound(t, f, view.CircularityFigure("Mine", throughJSON(t, paid)))
	if f.Title != "Mine" || !strings.HasPrefix(f.Subtitle, "Nothing can go round: ") {
		t.Errorf("%q, %q", f.Title, f.Subtitle)
	}
	var years []view.Circularity
	for i := range 60 {
		c := circular("firm", 100, i%2, 0)
		if i >= 30 {
			c.Basis = "paid"
		}
		c.Years = fmt.Sprint(2000 + i%30)
		years = append(years, c)
	}
	years = append(years, years[0], view.Circularity{})
	f = view.CircularityFigure("", years)
	sound(t, f, view.CircularityFigure("", throughJSON(t, years)))
	if len(f.Groups) != 2 || f.Groups[0].Heading != "Firm basis, year by year" || f.Groups[0].Rows[0].Label != "2000" || !strings.Contains(f.Subtitle, "31 of the 62 bars") {
		t.Errorf("%d groups, the first %q; %s", len(f.Groups), f.Groups[0].Heading, f.Subtitle)
	}
	empty := view.CircularityFigure("", nil)
	if err := empty.Check(); err != nil || empty.Groups[0].Empty == "" {
		t.Errorf("no networks: %v, %+v", err, empty.Groups)
	}
}

func TestCircularHistoryFigure(t *testing.T) {
	open := circular("signed", 100, 0, 0)
	open.OpenCircles = 1
	late := circular("signed", 400, 100, 0)
	late.Undisclosed = 7
	h := view.CircularHistory{
		{AsOf: "2025-12-31", Bases: []view.Circularity{late, circular("paid", 50, 0, 0)}},
		{AsOf: "2024-12-31", Bases: []view.Circularity{open}},
		{AsOf: "2025-06-30", Bases: []view.Circularity{circular("signed", 400, 120, 0), circular("paid", 0, 0, 0)}},
		{AsOf: "2025-06-30"}, {AsOf: "soon"},
	}
	f := h.Figure("")
	sound(t, f, throughJSON(t, h).Figure(""))
	// Days since 1970: 20088 is 2024-12-31, 20269 is 2025-06-30 (181 days later), 20453 is 2025-12-31 (184 later).
	signed := []figure.Point{
		{X: 20088, Unknown: true, Value: "$0 + ?", Title: "Signed basis, 2024-12-31: $0 + ? of $100m can go round"},
		{X: 20269, Y: 120e6, Value: "$120m", Title: "Signed basis, 2025-06-30: $120m of $400m can go round"},
		{X: 20453, Y: 100e6, Value: "$100m", Title: "Signed basis, 2025-12-31: $100m of $400m can go round"},
	}
	share := []figure.Point{
		{X: 20088, Value: "?", Unknown: true, Title: "Signed basis, 2024-12-31: ? of all money can go round"},
		{X: 20269, Y: 0.3, Value: "30.0%", Title: "Signed basis, 2025-06-30: 30.0% of all money can go round"},
		{X: 20453, Y: 0.25, Value: "25.0%", Title: "Signed basis, 2025-12-31: 25.0% of all money can go round"},
	}
	if d := cmp.Diff([][]figure.Point{signed, share}, [][]figure.Point{f.Panels[0].Lines[0].Points, f.Panels[1].Lines[0].Points}); d != "" {
		t.Errorf("points (-want +got):\n%s", d)
	}
	if l := f.Panels[0].Lines[1]; l.ID != "paid" || len(l.Points) != 2 || f.Panels[0].Lines[0].ID != "signed" || !f.Panels[0].Lines[0].Emphasis {
		t.Errorf("the lines are %+v", f.Panels[0].Lines)
	}
	ticks := func(list []figure.Tick) (out []string) {
		for _, x := range list {
			out = append(out, fmt.Sprintf("%v %s", x.At, x.Label))
		}
		return out
	}
	if d := cmp.Diff([][]string{
		{"0 $0", "5e+07 $50m", "1e+08 $100m", "1.5e+08 $150m"}, {"0 0%", "0.1 10%", "0.2 20%", "0.3 30%"},
		{"20089 Jan 2025", "20179 Apr 2025", "20270 Jul 2025", "20362 Oct 2025"},
	}, [][]string{ticks(f.Panels[0].YTicks), ticks(f.Panels[1].YTicks), ticks(f.XTicks)}); d != "" {
		t.Errorf("ticks (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"1 result without a day", "1 result of a day that has one already"}, f.Dropped); d != "" {
		t.Errorf("dropped (-want +got):\n%s", d)
	}
	if !strings.Contains(f.AltText, "signed $120m on 2025-06-30, $120m at its highest on 2025-06-30, $100m on 2025-12-31") || !strings.Contains(strings.Join(f.Notes, "|"), "on 2025-12-31: signed 7") {
		t.Errorf("in words: %s; notes %q", f.AltText, f.Notes)
	}
}

func TestCircularHistoryFigureEmpty(t *testing.T) {
	for name, tt := range map[string]struct {
		h    view.CircularHistory
		want string
	}{
		"no day":    {nil, "There is no day to show."},
		"nothing":   {view.CircularHistory{{AsOf: "2025-01-01", Bases: []view.Circularity{circular("paid", 80, 0, 0)}}}, "Nothing is known to go round on any of these days."},
		"not whole": {view.CircularHistory{{AsOf: "2025-01-01", Bases: []view.Circularity{{Basis: "paid", Index: 1e300}}}}, "Nothing is known to go round on any of these days."},
	} {
		f := tt.h.Figure("")
		sound(t, f, throughJSON(t, tt.h).Figure(""))
		if f.Empty != tt.want || len(f.Panels) != 0 {
			t.Errorf("%s: %q, %d panels", name, f.Empty, len(f.Panels))
		}
	}
	// One day, and days from the first year to the last: there are marks on the axis, and not too many.
	for _, days := range [][]string{{"2025-01-02"}, {"0001-01-01", "9999-12-31"}, {"2025-01-02", "2025-01-03"}, {"2020-05-05", "2026-05-05"}} {
		var h view.CircularHistory
		for _, d := range days {
			h = append(h, view.CircularDay{AsOf: d, Bases: []view.Circularity{circular("signed", 400, 100, 0)}})
		}
		f := h.Figure("")
		sound(t, f, throughJSON(t, h).Figure(""))
		if n := len(f.XTicks); n == 0 || n > 1000 {
			t.Errorf("%v: %d marks on the axis", days, n)
		}
	}
}
