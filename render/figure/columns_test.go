package figure_test

import (
	"encoding/json"
	"math"
	"testing"

	"dealgraph/render/figure"

	"github.com/google/go-cmp/cmp"
)

// told is a frame with what every new figure must have.
var told = figure.Frame{ID: "f", AltText: "in words"}

func TestColumnsCheck(t *testing.T) {
	inf := math.Inf(1)
	with := func(p figure.ColumnPanel) figure.Columns {
		return figure.Columns{Frame: told, Series: []figure.Series{{Key: "a"}}, Columns: []figure.Column{{ID: "x"}, {ID: "y"}}, Panels: []figure.ColumnPanel{p}}
	}
	stack := func(s ...figure.ColumnStack) figure.Columns { return with(figure.ColumnPanel{Stacks: s}) }
	line := func(p ...figure.ColumnPoint) figure.Columns {
		return with(figure.ColumnPanel{Lines: []figure.ColumnLine{{ID: "l", Points: p}}})
	}
	part := func(v ...float64) (out []figure.ColumnPart) {
		for _, x := range v {
			out = append(out, figure.ColumnPart{Series: "a", Value: x})
		}
		return out
	}
	ids := with(figure.ColumnPanel{Lines: []figure.ColumnLine{{ID: "l"}, {ID: "l"}}})
	ids.Series, ids.Columns = append(ids.Series, ids.Series[0]), append(ids.Columns, figure.Column{})
	for name, tt := range map[string]struct {
		f    figure.Figure
		want []string
	}{
		"nothing": {figure.Columns{Frame: told}, nil},
		"silent":  {figure.Columns{}, []string{`figure "" does not tell in words what it shows`}},
		"sound": {with(figure.ColumnPanel{Height: 0.5, Stacks: []figure.ColumnStack{{Column: 1, Parts: part(1, -2, 3), High: 5, Low: -2}, {Column: 0}}, Marks: []figure.ColumnMark{{Column: 1}},
			Lines: []figure.ColumnLine{{ID: "l", Points: []figure.ColumnPoint{{Column: 0, Unknown: true}, {Column: 1, Y: 2, Low: 1, High: 2, Band: true}}}}}), nil},
		"ids":     {ids, []string{`series 2 of figure "f": key "a" is empty or used twice`, `column 3 of figure "f": id "" is empty or used twice`, `panel 1 of figure "f": line 2: id "l" is empty or used twice`}},
		"places":  {stack(figure.ColumnStack{Column: 2}, figure.ColumnStack{}, figure.ColumnStack{}), []string{`panel 1 of figure "f": column 2 is not there, or used twice`, `panel 1 of figure "f": column 0 is not there, or used twice`}},
		"series":  {stack(figure.ColumnStack{Parts: []figure.ColumnPart{{Series: "b"}}}), []string{`panel 1 of figure "f": column 0: no series has the key "b"`}},
		"part":    {stack(figure.ColumnStack{Parts: part(inf)}), []string{`panel 1 of figure "f": column 0: a part of +Inf is not finite`}},
		"sum":     {stack(figure.ColumnStack{Parts: part(1.7e308, 1.7e308)}), []string{`panel 1 of figure "f": column 0: its parts are more than a number can be`}},
		"high":    {stack(figure.ColumnStack{Parts: part(5, -9), High: 4}), []string{`panel 1 of figure "f": column 0: high end 4 is below the low end 5`}},
		"low":     {stack(figure.ColumnStack{Parts: part(5, -9), Low: -8}), []string{`panel 1 of figure "f": column 0: low end -8 is above the end -9 of its parts`}},
		"signs":   {stack(figure.ColumnStack{High: -1}, figure.ColumnStack{Column: 1, Low: 1}), []string{`panel 1 of figure "f": column 0: high end -1 is negative or not finite`, `panel 1 of figure "f": column 1: low end 1 is above zero or not finite`}},
		"points":  {line(figure.ColumnPoint{Column: 1}, figure.ColumnPoint{Column: 1}, figure.ColumnPoint{Column: 2}), []string{`panel 1 of figure "f": line "l": point 2 is not to the right of the one before`, `panel 1 of figure "f": line "l": point 3 is at column 2, which is not there`}},
		"band":    {line(figure.ColumnPoint{Y: 3, Low: 1, High: 2, Band: true}), []string{`panel 1 of figure "f": line "l": point 1 is not in its band from 1 to 2`}},
		"numbers": {line(figure.ColumnPoint{High: inf}), []string{`panel 1 of figure "f": line "l": point 1 is not finite`}},
		"marks": {with(figure.ColumnPanel{Height: 4, YTicks: []figure.Tick{{At: inf, Label: "t"}}, Rules: []figure.Rule{{At: -inf, Label: "r"}}, Marks: []figure.ColumnMark{{Column: -1, Label: "m"}}}),
			[]string{`panel 1 of figure "f": tick "t" is at +Inf`, `panel 1 of figure "f": rule "r" is at -Inf`, `panel 1 of figure "f": height 4 is not from 0.25 to 3`, `panel 1 of figure "f": mark "m": column -1 is not there`}},
	} {
		if d := cmp.Diff(tt.want, wrong(tt.f)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	many := figure.Columns{Frame: told}
	for i := range figure.MaxColumns + 1 {
		many.Columns = append(many.Columns, figure.Column{ID: string(rune('A' + i))})
	}
	if d := cmp.Diff([]string{`figure "f" has 61 columns, more than 60`}, wrong(many)); d != "" {
		t.Error(d)
	}
}

func TestTornadoCheck(t *testing.T) {
	nan := math.NaN()
	with := func(r ...figure.TornadoRow) figure.Tornado { return figure.Tornado{Frame: told, Rows: r} }
	for name, tt := range map[string]struct {
		f    figure.Figure
		want []string
	}{
		"nothing": {with(), nil},
		"silent":  {figure.Tornado{}, []string{`tornado "" does not tell in words what it shows`}},
		"sound":   {with(figure.TornadoRow{ID: "a", Low: 3, High: -1}, figure.TornadoRow{ID: "b", Low: nan, LowUnknown: true}), nil},
		"ids":     {with(figure.TornadoRow{ID: "a"}, figure.TornadoRow{ID: "a"}), []string{`row 2 of tornado "f": id "a" is empty or used twice`}},
		"numbers": {with(figure.TornadoRow{ID: "a", Low: nan}), []string{`row "a": result NaN or 0 is not finite`}},
		"base": {figure.Tornado{Frame: told, Base: nan, XTicks: []figure.Tick{{At: nan, Label: "t"}}, Rules: []figure.Rule{{At: nan, Label: "r"}}},
			[]string{`tick "t" is at NaN`, `rule "r" is at NaN`, `tornado "f": base NaN is not finite`}},
	} {
		if d := cmp.Diff(tt.want, wrong(tt.f)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestSwing(t *testing.T) {
	for _, tt := range []struct {
		row  figure.TornadoRow
		want float64
	}{
		{figure.TornadoRow{Low: 4, High: 15}, 11},
		{figure.TornadoRow{Low: 15, High: 4}, 11},
		{figure.TornadoRow{Low: 2, High: 7}, 8}, // both below the base of 10
		{figure.TornadoRow{Low: 2, HighUnknown: true, High: 99}, 8},
		{figure.TornadoRow{LowUnknown: true, HighUnknown: true}, 0},
	} {
		if got := (figure.Tornado{Base: 10}).Swing(tt.row); got != tt.want {
			t.Errorf("%+v swings by %v, want %v", tt.row, got, tt.want)
		}
	}
}

func TestBandsCheck(t *testing.T) {
	fan := func(b ...figure.Band) figure.Lines {
		return figure.Lines{Panels: []figure.LinePanel{{Lines: []figure.Line{{ID: "a", Points: []figure.Point{{Y: 5, Bands: b}}}}}}}
	}
	for name, tt := range map[string]struct {
		f    figure.Figure
		want []string
	}{
		"sound":   {fan(figure.Band{Low: 1, High: 9}, figure.Band{Low: 6, High: 9}), nil}, // a mean outside the inner band
		"outside": {fan(figure.Band{Low: 6, High: 9}), []string{`line "a": point 1 is not in its band from 6 to 9`}},
		"leaves":  {fan(figure.Band{Low: 1, High: 9}, figure.Band{Low: 0, High: 8}), []string{`line "a": band 2 of point 1, from 0 to 8, leaves the one around it`}},
		"none":    {fan(figure.Band{Low: 9, High: 1}), []string{`line "a": band 1 of point 1, from 9 to 1, is none`}},
		"marks": {figure.Lines{Marks: []figure.Rule{{At: math.NaN(), Label: "m"}}, Panels: []figure.LinePanel{{Rules: []figure.Rule{{At: math.Inf(1), Label: "r"}}}}},
			[]string{`rule "m" is at NaN`, `rule "r" is at +Inf`}},
	} {
		if d := cmp.Diff(tt.want, wrong(tt.f)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// The new figures can be saved and drawn later, and lines saved before bands were there read as they did.
func TestTimeFiguresRoundTrip(t *testing.T) {
	columns := figure.Columns{Frame: told, Empty: "e", Series: []figure.Series{{Key: "a", Label: "A", Color: "c", Hollow: true}}, Columns: []figure.Column{{ID: "x", Label: "2026", Note: "n"}}, Panels: []figure.ColumnPanel{{
		Heading: "h", Note: "n", YTicks: []figure.Tick{{At: 1, Label: "1"}}, Rules: []figure.Rule{{At: 2, Label: "2"}}, Marks: []figure.ColumnMark{{Column: 0, Label: "m"}}, Hollow: "h", Open: "o", Unknown: "u", Height: 2,
		Stacks: []figure.ColumnStack{{Column: 0, Parts: []figure.ColumnPart{{Series: "a", Value: -1.5, Hollow: true, Text: "t", Title: "t"}}, High: 1, Low: -2, Value: "v", Unknown: "?", Title: "t"}},
		Lines:  []figure.ColumnLine{{ID: "l", Label: "L", Color: "c", Dashed: true, Step: true, Emphasis: true, BandLabel: "b", Points: []figure.ColumnPoint{{Column: 0, Y: 1, Low: 0.5, High: 2, Band: true, Unknown: true, Value: "v", Title: "t"}}}},
	}}}
	tornado := figure.Tornado{Frame: told, Base: 1, BaseLabel: "b", XTicks: []figure.Tick{{At: 1, Label: "1"}}, XLabel: "x", Low: "l", High: "h", Rules: []figure.Rule{{At: 1, Label: "r"}}, Empty: "e",
		Rows: []figure.TornadoRow{{ID: "r", Label: "L", Note: "n", Low: 1, High: 2, LowUnknown: true, HighUnknown: true, LowLabel: "a", HighLabel: "b", LowValue: "c", HighValue: "d", Title: "t"}}}
	lines := figure.Lines{Frame: told, XLabel: "x", Marks: []figure.Rule{{At: 1, Label: "m"}}, Panels: []figure.LinePanel{{Rules: []figure.Rule{{At: 2, Label: "r"}},
		Lines: []figure.Line{{ID: "i", Step: true, Plain: true, BandLabels: []string{"b"}, Points: []figure.Point{{X: 1, Bands: []figure.Band{{Low: -1, High: 3}}}}}}}}}
	var c figure.Columns
	var o figure.Tornado
	var l figure.Lines
	for _, pair := range [][2]any{{&columns, &c}, {&tornado, &o}, {&lines, &l}} {
		data, err := json.Marshal(pair[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, pair[1]); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(pair[0], pair[1]); d != "" {
			t.Errorf("read back (-want +got):\n%s", d)
		}
	}
	for _, f := range []figure.Figure{columns, tornado} {
		if got := figure.Reworded(f, figure.Frame{ID: "new"}).Words().ID; got != "new" {
			t.Errorf("reworded, the id is %q", got)
		}
	}
}
