package view_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

// dollars is a sum of so many million dollars, as results have it.
func dollars(millions int) *view.Money {
	return &view.Money{Amount: fmt.Sprintf("%d000000.00", millions), Currency: "USD", Text: fmt.Sprintf("$%dM", millions)}
}

// nothing is a sum of nothing.
func nothing() *view.Money { return &view.Money{Amount: "0.00", Currency: "USD", Text: "$0"} }

// throughJSON saves a value and reads it back.
func throughJSON[T any](t *testing.T, v T) T {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out T
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// sound fails if a figure cannot be drawn, or if another made from the saved result differs.
func sound(t *testing.T, f, again figure.Figure) {
	t.Helper()
	if err := f.Check(); err != nil {
		t.Errorf("the figure is not sound: %v", err)
	}
	if f.Words().AltText == "" {
		t.Error("the figure has no text for those who cannot see it")
	}
	if d := cmp.Diff(f, again); d != "" {
		t.Errorf("the figure of the saved result differs (-live +saved):\n%s", d)
	}
}

func position(name string, claims map[string]view.Exposed, total view.Exposed) view.Position {
	return view.Position{Counterparty: view.Party{ID: strings.ToLower(name), Name: name}, ByClaim: claims, Total: total}
}

// exposed is an exposure of two sides: with Lab 400 and 100 + ? and an undisclosed one; Lab itself has a warrant for 50.
func exposed() view.Exposure {
	half := 0.5
	big := position("Big", map[string]view.Exposed{"equity": {Amount: dollars(100)}, "revenue": {Amount: dollars(300)}}, view.Exposed{Amount: dollars(400)})
	big.ShareOfInflow = &half
	fund := position("Fund", map[string]view.Exposed{"equity": {Amount: dollars(100)}, "revenue": {Unknown: 1}}, view.Exposed{Amount: dollars(100), Unknown: 1})
	fund.Outside = true
	silent := position("Silent", map[string]view.Exposed{"revenue": {Unknown: 2}}, view.Exposed{Unknown: 2})
	warrant := position("Chips", map[string]view.Exposed{"contingent": {Amount: dollars(50)}}, view.Exposed{Amount: dollars(50)})
	return view.Exposure{
		Basis: "signed", Party: view.Party{ID: "lab", Name: "Lab"},
		AtStake: view.ExposureSide{
			Positions: []view.Position{big, fund, silent},
			ByClaim:   map[string]view.Exposed{"equity": {Amount: dollars(200)}, "revenue": {Amount: dollars(300), Unknown: 3}}, Total: view.Exposed{Amount: dollars(500), Unknown: 3},
		},
		Holds: view.ExposureSide{
			Positions: []view.Position{warrant}, ByClaim: map[string]view.Exposed{"contingent": {Amount: dollars(50)}}, Total: view.Exposed{Amount: dollars(50)},
		},
		Dependents: &view.LookThrough{On: []view.Dependence{
			{Party: view.Party{ID: "big"}, Buffer: dollars(80)}, {Party: view.Party{ID: "fund"}}, {Party: view.Party{ID: "chips"}, Buffer: dollars(7)},
		}},
	}
}

func TestExposureFigure(t *testing.T) {
	e := exposed()
	f := e.Figure("")
	sound(t, f, throughJSON(t, e).Figure(""))
	buffer := 80e6
	want := []figure.BarGroup{
		{Heading: "At stake with Lab: what others lose if it fails", Total: "$500m + ?", Empty: "Nobody in this view has anything at stake with it.", Note: "Amounts not disclosed, in no bar: Silent", Rows: []figure.Bar{
			{ID: "big", Label: "Big", Value: "$400m", Parts: []figure.Part{{Series: "equity", Value: 100e6}, {Series: "revenue", Value: 300e6}}, Mark: &buffer, Cells: []string{"50.0%", "$80m"},
				Title: "Big: $400m (equity $100m, revenue $300m); revenue from it is 50.0% of the holder's inflow; buffer $80m"},
			{ID: "fund", Label: "Fund", Detail: "outside", Value: "$100m + ?", Parts: []figure.Part{{Series: "equity", Value: 100e6}}, Cells: []string{"", ""}, Title: "Fund: $100m + ? (equity $100m, revenue ?)"},
		}},
		{Heading: "What Lab has at stake with others", Total: "$50m", Empty: "It has nothing at stake with others in this view.", Rows: []figure.Bar{
			{ID: "chips", Label: "Chips", Value: "$50m", Parts: []figure.Part{{Series: "contingent", Value: 50e6}}, Cells: []string{"", ""}, Title: "Chips: $50m (contingent $50m)"},
		}},
	}
	if d := cmp.Diff(want, f.Groups); d != "" {
		t.Errorf("bars (-want +got):\n%s", d)
	}
	series := []figure.Series{{Key: "equity", Label: "Equity", Color: "equity"}, {Key: "revenue", Label: "Revenue", Color: "compute"}, {Key: "contingent", Label: "Contingent", Color: "warrant", Hollow: true}}
	if d := cmp.Diff(series, f.Series); d != "" {
		t.Errorf("series (-want +got):\n%s", d)
	}
	if f.Title != "Who has what at stake with Lab" || e.Figure("Mine").Title != "Mine" {
		t.Errorf("the title is %q", f.Title)
	}
	if want := "Bars. At stake with Lab: what others lose if it fails, $500m + ?: Big $400m, Fund $100m + ?. Amounts not disclosed, in no bar: Silent. What Lab has at stake with others, $50m: Chips $50m."; f.AltText != want {
		t.Errorf("in words: %s", f.AltText)
	}
}

// Of many parties the largest are drawn, and what the others come to is said.
func TestExposureFigureOfMany(t *testing.T) {
	e := view.Exposure{Basis: "headline", Party: view.Party{ID: "lab", Name: "Lab"}}
	for i := range 60 {
		e.AtStake.Positions = append(e.AtStake.Positions, position(fmt.Sprintf("P%d", i), map[string]view.Exposed{"credit": {Amount: dollars(60 - i)}}, view.Exposed{Amount: dollars(60 - i), Unknown: i / 59}))
	}
	e.AtStake.ByClaim, e.AtStake.Total = map[string]view.Exposed{"credit": {Amount: dollars(1830)}}, view.Exposed{Amount: dollars(1830)}
	f := e.Figure("")
	sound(t, f, throughJSON(t, e).Figure(""))
	// 60 + … + 45 are drawn, 44 + … + 1 = 990 not.
	if len(f.Groups[0].Rows) != 16 || f.Groups[0].Rows[15].Value != "$45m" || len(f.Dropped) != 1 || !strings.HasPrefix(f.Dropped[0], "At stake with Lab: what others lose if it fails: 44 more parties, $990m + ?: P16, P17") {
		t.Errorf("%d bars, dropped %q", len(f.Groups[0].Rows), f.Dropped)
	}
	empty := view.Exposure{Basis: "paid", Party: view.Party{Name: "Lab"}}
	g := empty.Figure("")
	sound(t, g, throughJSON(t, empty).Figure(""))
	if g.Groups[0].Empty == "" || g.Groups[0].Total != "" || !strings.Contains(g.AltText, "Nobody in this view has anything at stake with it.") {
		t.Errorf("nothing at stake reads %+v, %s", g.Groups[0], g.AltText)
	}
}

// A mark beyond all bars would make them short: it is left out, its value stays in the column.
func TestExposureFigureLongBuffer(t *testing.T) {
	e := exposed()
	e.Dependents.On[0].Buffer = dollars(900)
	f := e.Figure("")
	if b := f.Groups[0].Rows[0]; b.Mark != nil || b.Cells[1] != "$900m" || f.Mark != "" {
		t.Errorf("mark %v, cells %q, legend %q", b.Mark, b.Cells, f.Mark)
	}
	e.Dependents.On[0].Buffer = &view.Money{Amount: "a lot", Currency: "USD"}
	if f := e.Figure(""); len(f.Columns) != 1 {
		t.Errorf("with no buffer known there are the columns %q", f.Columns)
	}
}
