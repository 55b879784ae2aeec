package view_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/google/go-cmp/cmp"
)

func between(low, high int) view.Between {
	of := func(v int) *view.Money {
		if v == 0 {
			return nothing()
		}
		return dollars(v)
	}
	return view.Between{Low: of(low), High: of(high)}
}

// shaken is a shock by hand. Lab keeps 100 from A (60) and B (40). If parties without facts have no means, A and B keep 30 from
// each other and 5 from Lab. So of 130 of losses 35 are passed on, and 95 are missing in the end: 10 are felt outside, 8 by the
// known buffer of A, 77 as lost margins and by buffers that nobody knows.
func shaken() view.Shock {
	share := 0.25
	return view.Shock{
		Basis: "signed", What: "Lab pays 0% of what it owes", Direct: between(100, 100), Total: between(100, 130), Verdict: "open",
		Losers: []view.Loser{
			{Party: view.Party{ID: "a", Name: "A"}, Direct: between(60, 60), Indirect: between(0, 10), Total: between(60, 70), ShareOfInflow: &share,
				Buffer: dollars(20), BufferUsed: between(0, 8), Missed: between(0, 15), Defaults: "yes"},
			{Party: view.Party{ID: "b", Name: "B"}, Direct: between(40, 40), Indirect: between(0, 20), Total: between(40, 60), Missed: between(0, 0)},
			{Party: view.Party{ID: "lab", Name: "Lab"}, Shocked: true, Direct: between(0, 0), Indirect: between(0, 5), Total: between(0, 5), Missed: between(0, 0)},
			{Party: view.Party{ID: "s", Name: "S"}, Direct: between(0, 0), Indirect: between(0, 0), Total: between(0, 0), Missed: between(0, 0), Stakes: new(between(3, 4))},
		},
		Unknown: []view.Party{{Name: "Q"}},
		Ends:    view.Ends{Missing: dollars(95), Late: nothing(), Outside: dollars(10), Residual: dollars(85)},
	}
}

// step is what counts of a step.
type step struct {
	id     string
	change float64 // in millions
	low    float64 // -1: no range
	value  string
}

func stepsOf(f figure.Waterfall) []step {
	var out []step
	for _, s := range f.Steps {
		low := -1.0
		if s.Range {
			low = s.Low / 1e6
		}
		out = append(out, step{s.ID, s.Change / 1e6, low, s.Value})
	}
	return out
}

func TestShockFigure(t *testing.T) {
	x := shaken()
	f := x.Figure("")
	sound(t, f, throughJSON(t, x).Figure(""))
	want := []step{
		{"direct", 100, -1, "$100m"}, {"indirect", 30, 0, "0 to $30m"}, {"total", 130, 100, "$100m to $130m"},
		{"passed", -35, -1, "−$35m"}, {"missing", 95, -1, "$95m"}, {"outside", -10, -1, "−$10m"}, {"buffers", -8, -1, "−$8m"}, {"margins", -77, -1, "−$77m"},
	}
	if d := cmp.Diff(want, stepsOf(f), cmp.AllowUnexported(step{})); d != "" {
		t.Errorf("steps (-want +got):\n%s", d)
	}
	if _, to := f.Levels(); to[len(to)-1] != 0 {
		t.Errorf("the steps end at %v, want nothing left", to[len(to)-1])
	}
	row := f.Below.Groups[0].Rows[0]
	if d := cmp.Diff(figure.Bar{ID: "a", Label: "A", Value: "$60m to $70m", Parts: []figure.Part{{Series: "direct", Value: 60e6}}, High: 70e6, Cells: []string{"25.0%", "$20m", "possibly", ""},
		Title: "A loses $60m to $70m: $60m directly, 0 to $10m through others; at most 25.0% of its inflow; buffer $20m, of which it uses 0 to $8m; misses 0 to $15m itself"}, row); d != "" {
		t.Errorf("the first loser (-want +got):\n%s", d)
	}
	if rows := f.Below.Groups[0].Rows; rows[2].Detail != "(shocked)" || rows[3].Value != "" || rows[3].Cells[3] != "$3m to $4m" || rows[1].Cells[1] != "?" {
		t.Errorf("the other losers are %+v", rows[1:])
	}
	for _, want := range []string{"undisclosed amounts, in none of this, are owed to Q", "if parties without facts have no means: $95m; felt outside the network $10m, as lost margins and used buffers $85m"} {
		if !strings.Contains(strings.Join(f.Notes, "|"), want) {
			t.Errorf("no note says %q: %q", want, f.Notes)
		}
	}
	for _, want := range []string{"Direct: $100m.", "Missing in the end: $95m.", "A $60m to $70m, B $40m to $60m"} {
		if !strings.Contains(f.AltText, want) {
			t.Errorf("%q is not in the words: %s", want, f.AltText)
		}
	}
	if x.Ends.Missing.Text != "$95M" {
		t.Error("making a figure has changed the result")
	}
}

// What defaults destroy comes on top of what is missing; what the shocked do without themselves is told apart; over several years
// known buffers are not.
func TestShockFigureEnds(t *testing.T) {
	ids := func(f figure.Waterfall) string {
		var out []string
		for _, s := range stepsOf(f) {
			out = append(out, fmt.Sprintf("%s %v", s.id, math.Round(s.change*1e8)/1e8))
		}
		return strings.Join(out, ", ")
	}
	const adds = "direct 100, indirect 30, total 130"
	for name, tt := range map[string]struct {
		change func(x *view.Shock)
		want   string
	}{
		"costs":        {func(x *view.Shock) { x.Ends.Residual = dollars(105) }, adds + ", passed -35, missing 95, lost 20, outside -10, buffers -8, margins -97"},
		"own":          {func(x *view.Shock) { x.Ends.Missing, x.Ends.Residual = dollars(98), dollars(88) }, adds + ", passed -35, own 3, missing 98, outside -10, buffers -8, margins -80"},
		"years":        {func(x *view.Shock) { x.Years = "2027..2030" }, adds + ", passed -35, missing 95, outside -10, residual -85"},
		"late":         {func(x *view.Shock) { x.Ends.Late = dollars(1) }, adds},
		"only buffers": {func(x *view.Shock) { x.Losers[0].BufferUsed = between(0, 85) }, adds + ", passed -35, missing 95, outside -10, buffers -85"},
		"no buffers":   {func(x *view.Shock) { x.Losers[0].BufferUsed = between(0, 0) }, adds + ", passed -35, missing 95, outside -10, residual -85"},
		"all outside":  {func(x *view.Shock) { x.Ends.Outside, x.Ends.Residual, x.Losers[0].Buffer = dollars(95), nothing(), nil }, adds + ", passed -35, missing 95, outside -95"},
		"cents more outside": {func(x *view.Shock) {
			x.Ends.Outside, x.Ends.Residual = &view.Money{Amount: "95000000.03", Currency: "USD"}, nothing()
			x.Losers[0].BufferUsed = between(0, 0)
		}, adds + ", passed -35, missing 95, outside -95"},
		"more back than kept":    {func(x *view.Shock) { x.Losers[2].Indirect = between(0, 101) }, adds},
		"less felt than missing": {func(x *view.Shock) { x.Ends.Residual = dollars(80) }, adds},
		"a cent off": {func(x *view.Shock) {
			x.Ends.Residual, x.Ends.Missing = &view.Money{Amount: "85000000.02", Currency: "USD"}, &view.Money{Amount: "94999999.99", Currency: "USD"}
		}, adds + ", passed -35.00000001, missing 94.99999999, outside -10, buffers -8, margins -76.99999999"},
	} {
		x := shaken()
		tt.change(&x)
		f := x.Figure("")
		sound(t, f, throughJSON(t, x).Figure(""))
		if got := ids(f); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
		if _, to := f.Levels(); len(to) > 3 && to[len(to)-1] > 0.001 {
			t.Errorf("%s: the steps end at %v", name, to[len(to)-1])
		}
	}
}

// Nobody loses, one loses, many lose; and a result that is not whole.
func TestShockFigureSizes(t *testing.T) {
	zero := view.Shock{Basis: "paid", What: "nobody pays less", Direct: between(0, 0), Total: between(0, 0), Verdict: "nobody loses anything", Ends: view.Ends{Missing: nothing(), Late: nothing(), Outside: nothing(), Residual: nothing()}}
	f := zero.Figure("")
	sound(t, f, throughJSON(t, zero).Figure(""))
	if f.Empty != "Nobody loses anything." || len(f.Steps) != 0 || f.Below != nil || slices.Contains(f.Notes, "nobody loses anything") || !strings.Contains(f.AltText, f.Empty) {
		t.Errorf("nobody loses: %+v", f)
	}
	many := shaken()
	loser := many.Losers[1]
	for i := range 60 {
		loser.Party = view.Party{ID: fmt.Sprint(i), Name: fmt.Sprintf("P%d", i)}
		many.Losers = append(many.Losers, loser)
	}
	f = many.Figure("")
	sound(t, f, throughJSON(t, many).Figure(""))
	// 20 of 64 are drawn; the 44 others are alike, with 40 to 60 each.
	if n := len(f.Below.Groups[0].Rows); n != 20 || len(f.Dropped) != 1 || !strings.HasPrefix(f.Dropped[0], "44 more parties, $1.76bn to $2.64bn: P16, P17") {
		t.Errorf("%d losers are drawn, dropped %q", n, f.Dropped)
	}
	late := shaken()
	late.Losers[0].Direct, late.Losers[0].Total = view.Between{Low: &view.Money{Amount: "-5000000.00", Currency: "USD"}, High: dollars(60)}, between(2, 70)
	f = late.Figure("")
	if err := f.Check(); err != nil {
		t.Errorf("a loss of which more is paid late than was missing: %v", err)
	}
	if d := cmp.Diff([]figure.Part{{Series: "net", Value: 2e6}}, f.Below.Groups[0].Rows[0].Parts); d != "" {
		t.Errorf("its bar (-want +got):\n%s", d)
	}
	for name, broken := range map[string]view.Shock{"nothing": {}, "no number": {Direct: view.Between{Low: &view.Money{Amount: "x"}}}} {
		f := broken.Figure("t")
		if err := f.Check(); err != nil || f.Empty != "This result has no amounts to draw." {
			t.Errorf("%s: %v, %q", name, err, f.Empty)
		}
	}
}
