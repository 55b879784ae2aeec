package chart_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet/sheettest"
)

// plainColumns are three columns with a bit of everything. The scale goes from -50 to 100.
func plainColumns() figure.Columns {
	return figure.Columns{Frame: frame("c"),
		Series:  []figure.Series{{Key: "a", Label: "Alpha"}, {Key: "b", Label: "Beta", Color: "tone1"}, {Key: "c", Label: "Gamma", Color: "equity", Hollow: true}, {Key: "d", Label: "never there"}},
		Columns: []figure.Column{{ID: "x", Label: "2026", Note: "from 4 July"}, {ID: "y", Label: "2027"}, {ID: "z", Label: "2028"}},
		Panels: []figure.ColumnPanel{{
			Heading: "Due", Note: "$ a year", Hollow: "letter of intent", Open: "up to", Unknown: "not disclosed",
			YTicks: []figure.Tick{{At: -50, Label: "−50"}, {At: 0, Label: "0"}, {At: 100, Label: "$100"}},
			Rules:  []figure.Rule{{At: 80, Label: "$80 a year"}},
			Marks:  []figure.ColumnMark{{Column: 1, Label: "the worst"}, {Column: 1, Label: "first above $80"}},
			Stacks: []figure.ColumnStack{
				{Column: 0, Value: "$60", Title: "a sentence", Parts: []figure.ColumnPart{{Series: "b", Value: 40, Text: "forty", Title: "a part"}, {Series: "a", Value: 20}}},
				{Column: 1, Value: "$50 to $90", Unknown: "+ ?", High: 90, Low: -30, Parts: []figure.ColumnPart{{Series: "a", Value: 50}, {Series: "b", Value: -20}, {Series: "d", Value: 0}}},
				{Column: 2, Value: "−$40", Parts: []figure.ColumnPart{{Series: "a", Value: -30}, {Series: "c", Value: -10}}},
			},
			Lines: []figure.ColumnLine{
				{ID: "r", Label: "Revenue", Color: "ink", Emphasis: true, BandLabel: "low and high", Points: []figure.ColumnPoint{
					{Column: 0, Y: 10, Value: "$10", Title: "a point"}, {Column: 1, Y: 70, Low: 60, High: 95, Band: true}, {Column: 2, Y: 75, Low: 60, High: 100, Band: true, Value: "$75"}}},
				{ID: "s", Label: "Means", Color: "tone3", Step: true, Dashed: true, Points: []figure.ColumnPoint{{Column: 0, Y: 90, Value: "$90", Title: "means"}, {Column: 1, Y: 30}}},
			},
		}, {Heading: "Share", Height: 0.5, Lines: []figure.ColumnLine{{ID: "r", Label: "share", Color: "tone2", Points: []figure.ColumnPoint{{Column: 0, Y: 0.5, Value: "50%"}, {Column: 1, Unknown: true}, {Column: 2, Y: 1, Value: "100%"}}}}}},
	}
}

// columnFigures are columns that the laws are held against.
func columnFigures() map[string]figure.Figure {
	plain := plainColumns()
	one := plainColumns()
	one.Columns, one.Panels = one.Columns[:1], []figure.ColumnPanel{{Stacks: plain.Panels[0].Stacks[:1]}}
	grid := func(columns, series int, part func(c, i int) float64) figure.Columns {
		f := figure.Columns{Frame: frame("grid"), Panels: []figure.ColumnPanel{{Hollow: "h", Open: "o", Unknown: "u", Marks: []figure.ColumnMark{{Column: columns - 1, Label: "the last"}, {Column: 0, Label: "the first"}}}}}
		p := &f.Panels[0]
		for i := range series {
			f.Series = append(f.Series, figure.Series{Key: fmt.Sprint(i), Label: fmt.Sprintf("Series number %d", i)})
		}
		l := figure.ColumnLine{ID: "l", Label: "line", Color: "ink"}
		for c := range columns {
			f.Columns = append(f.Columns, figure.Column{ID: fmt.Sprint(c), Label: fmt.Sprint(2026 + c), Note: "for a part"})
			s := figure.ColumnStack{Column: c, Value: fmt.Sprintf("$%d00bn", c), Unknown: "+ ?"}
			for i := range series {
				s.Parts = append(s.Parts, figure.ColumnPart{Series: fmt.Sprint(i), Value: part(c, i), Text: "text"})
			}
			p.Stacks = append(p.Stacks, s)
			l.Points = append(l.Points, figure.ColumnPoint{Column: c, Y: part(c, 0), Value: "$7bn"})
		}
		p.Lines = []figure.ColumnLine{l}
		return f
	}
	unknown := figure.Columns{Frame: frame("u"), Empty: "Nothing is known.", Columns: plain.Columns, Panels: []figure.ColumnPanel{{Stacks: []figure.ColumnStack{{Column: 1}}, Lines: []figure.ColumnLine{{ID: "l", Points: []figure.ColumnPoint{{Unknown: true}}}}}}}
	bad := figure.Columns{Frame: hostileFrame("columns"), Empty: hostileText,
		Series:  []figure.Series{{Key: "<a>", Label: longText, Color: `red" onclick="x`}, {Key: hostileText, Label: hostileText, Color: "url(#x)", Hollow: true}},
		Columns: []figure.Column{{ID: hostileText, Label: longText, Note: longText}, {ID: "\x01", Label: "\x01", Note: hostileText}, {ID: "3", Label: hostileText, Note: chineseText}},
		Panels: []figure.ColumnPanel{{
			Heading: longText, Note: hostileText, Hollow: longText, Open: hostileText, Unknown: longText, YTicks: []figure.Tick{{At: 1.7e308, Label: longText}, {At: -1.7e308, Label: hostileText}},
			Rules: []figure.Rule{{At: 1e308, Label: longText}, {At: 0, Label: hostileText}, {At: 0, Label: ""}}, Marks: []figure.ColumnMark{{Column: 0, Label: longText}, {Column: 1, Label: hostileText}, {Column: 1, Label: longText}, {Column: 2}},
			Stacks: []figure.ColumnStack{
				{Column: 0, Value: longText, Unknown: hostileText, Title: hostileText, High: 1.7e308, Low: -1.7e308, Parts: []figure.ColumnPart{{Series: "<a>", Value: 1e308, Text: hostileText, Title: hostileText}, {Series: hostileText, Value: -1e308, Text: longText}}},
				{Column: 2, Value: hostileText, Unknown: longText, Parts: []figure.ColumnPart{{Series: hostileText, Value: -1e-300, Text: "x"}}},
			},
			Lines: []figure.ColumnLine{
				{ID: hostileText, Label: longText, Color: `"><script>`, BandLabel: hostileText, Points: []figure.ColumnPoint{{Column: 0, Y: -1e308, Low: -1.7e308, High: 1.7e308, Band: true, Value: longText, Title: hostileText}, {Column: 1, Y: 1e308, Value: hostileText}}},
				{ID: "\x01", Label: "\x01", Step: true, Points: []figure.ColumnPoint{{Column: 1, Y: 5, Value: longText, Title: hostileText}}},
				{ID: "none", Label: hostileText},
			},
		}},
	}
	return map[string]figure.Figure{"columns": plain, "no columns": figure.Columns{Frame: frame("none"), Empty: "Nothing is due."}, "one column": one, "unknown columns": unknown, "hostile columns": bad,
		"30 columns":     grid(30, 13, func(c, i int) float64 { return float64((c*7+i*5)%23) - 4 }),
		"300 series":     grid(60, 300, func(c, i int) float64 { return float64((c + i) % 9) }),
		"zero columns":   grid(4, 2, func(int, int) float64 { return 0 }),
		"huge columns":   grid(5, 10, func(c, i int) float64 { return 1e307 * float64(1-2*(i%2)) }),
		"tiny columns":   grid(5, 3, func(c, i int) float64 { return 1e-300 * float64(c) }),
		"below zero":     grid(6, 4, func(c, i int) float64 { return -float64(c + i) }),
		"sixteen series": grid(7, 16, func(c, i int) float64 { return float64(i%3) / 2 }),
	}
}

// pieces are the rectangles of a column's parts by series, of a panel, from top to bottom of the file.
func pieces(all []*sheettest.Tag, column, series string) (out []*sheettest.Tag) {
	for _, e := range all {
		if e.Name == "rect" && e.In("column", column) && e.In("part", series) && e.Attrs["fill"] != "#FFFFFF" {
			out = append(out, e)
		}
	}
	return out
}

// Heights are proportional, parts are stacked from zero up and from zero down in the order of the series, whatever that of the
// parts, and what may be there begins where they end.
func TestColumnPlaces(t *testing.T) {
	all := draw(t, plainColumns())
	forty := pieces(all, "x", "b")[0]
	unit := forty.Num("height") / 40
	if unit < 1 {
		t.Fatalf("40 is %v high", forty.Num("height"))
	}
	// Alpha comes first in the series, so it is below Beta: Beta goes from 20 to 60.
	zero := forty.Num("y") + 60*unit
	for _, tt := range []struct {
		column, series string
		from, to       float64
	}{{"x", "a", 0, 20}, {"x", "b", 20, 60}, {"y", "a", 0, 50}, {"y", "b", -20, 0}, {"z", "a", -30, 0}} {
		got := pieces(all, tt.column, tt.series)
		if len(got) != 1 || !close(got[0].Num("y"), zero-tt.to*unit) || !close(got[0].Num("height"), (tt.to-tt.from)*unit) {
			t.Errorf("%s of %s: %d pieces, the first from %.2f up by %.2f; want from %v to %v", tt.series, tt.column, len(got), (zero-got[0].Num("y"))/unit, got[0].Num("height")/unit, tt.from, tt.to)
		}
	}
	if n := len(pieces(all, "y", "d")); n != 0 {
		t.Errorf("a part of nothing is drawn %d times", n)
	}
	var open [][2]float64 // of what is empty, in units
	for _, e := range all {
		if e.Name == "rect" && e.Attrs["stroke-width"] != "" && len(e.Around) > 0 && e.Parent.Has("column") {
			pen := e.Num("stroke-width") / 2
			open = append(open, [2]float64{(zero - e.Num("y") - e.Num("height") - pen) / unit, (zero - e.Num("y") + pen) / unit})
		}
	}
	if len(open) != 2 || !close(open[0][0], 50) || !close(open[0][1], 90) || !close(open[1][0], -30) || !close(open[1][1], -20) {
		t.Errorf("what may be there is %v, want from 50 to 90 and from -30 to -20", open)
	}
	// The rule at 80 and the line at 10, 70, 75.
	for _, e := range all {
		if e.Name == "line" && e.Has("rule") && !close(e.Num("y1"), zero-80*unit) {
			t.Errorf("the rule at 80 is at %v", (zero-e.Num("y1"))/unit)
		}
	}
	var at []float64
	for _, e := range all {
		if e.Name == "circle" && e.In("line", "r") {
			at = append(at, (zero-e.Num("cy"))/unit)
		}
	}
	if len(at) < 3 || !close(at[0], 10) || !close(at[1], 70) || !close(at[2], 75) {
		t.Errorf("the points of the line are at %v, want 10, 70, 75", at)
	}
}

// A column is as wide as the others and in the middle of its place; a step goes over the whole of its places, at its levels.
func TestColumnWidths(t *testing.T) {
	all := draw(t, plainColumns())
	middle := func(column, series string) float64 {
		p := pieces(all, column, series)[0]
		return p.Num("x") + p.Num("width")/2
	}
	x, y, z := middle("x", "a"), middle("y", "a"), middle("z", "a")
	pitch := y - x
	if !close(z-y, pitch) || pieces(all, "x", "a")[0].Num("width") != pieces(all, "z", "a")[0].Num("width") {
		t.Errorf("columns are at %v, %v, %v", x, y, z)
	}
	unit := pieces(all, "x", "b")[0].Num("height") / 40
	zero := pieces(all, "x", "b")[0].Num("y") + 60*unit
	found := false
	for _, e := range all {
		if e.Name == "path" && e.In("line", "s") && e.Attrs["stroke-dasharray"] != "" {
			var got [8]float64
			if _, err := fmt.Sscanf(e.Attrs["d"], "M%g %gL%g %gL%g %gL%g %g", &got[0], &got[1], &got[2], &got[3], &got[4], &got[5], &got[6], &got[7]); err != nil {
				t.Fatalf("the step is %s", e.Attrs["d"])
			}
			found = true
			for i, want := range []float64{x - pitch/2, zero - 90*unit, x + pitch/2, zero - 90*unit, y - pitch/2, zero - 30*unit, y + pitch/2, zero - 30*unit} {
				if !close(got[i], want) {
					t.Errorf("number %d of the step is %v, want %v", i, got[i], want)
				}
			}
		}
	}
	if !found {
		t.Error("no step is drawn")
	}
	paths := 0
	for _, e := range all { // broken where nothing is known: two lonely points
		if e.Name == "path" && e.In("line", "r") && strings.Count(e.Attrs["d"], "M") == 2 {
			paths++
		}
	}
	if paths != 2 { // the line and the paper below it
		t.Errorf("the line of shares, which is broken once, has %d paths of two pieces", paths)
	}
}

// What a figure says stands in the picture; the legend names the signs that occur, and only them.
func TestColumnTexts(t *testing.T) {
	f := plainColumns()
	got := texts(draw(t, f), "")
	for _, want := range []string{"2026|", "from 4 July|", "$60|", "$50 to $90|", "+ ?|", "−$40|", "forty|", "Alpha|", "Beta|", "Gamma|", "Revenue|$75|", "Means|", "$80 a year|", "the worst|", "first above $80|",
		"letter of intent|", "up to|", "not disclosed|", "low and high|", "share|100%|", "$ a year|", "$90|"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the picture: %s", want, got)
		}
	}
	if strings.Contains(got, "never there") {
		t.Errorf("a series without parts has a name: %s", got)
	}
	f.Panels[0].Stacks = f.Panels[0].Stacks[:1]
	f.Panels[0].Lines = nil
	if got := texts(draw(t, f), "legend"); got != "" {
		t.Errorf("the legend of columns without signs is %q", got)
	}
	if got := texts(draw(t, columnFigures()["unknown columns"]), ""); !strings.Contains(got, "Nothing is known.|") {
		t.Errorf("columns of which nothing is known read %s", got)
	}
	if got := texts(draw(t, columnFigures()["300 series"]), "legend"); !strings.Contains(got, "Series number 299|") {
		t.Error("of 300 series the last is not in the legend")
	}
	for _, c := range []string{"Series number 0|", "Series number 15|"} {
		if got := texts(draw(t, columnFigures()["sixteen series"]), "names"); c == "Series number 15|" && !strings.Contains(got, "Series number 14|") {
			t.Errorf("%q is not beside the columns: %s", c, got)
		}
	}
}

// A sum stands above its own column and on no other, and a text within a part only where it fits.
func TestColumnValues(t *testing.T) {
	f := columnFigures()["30 columns"].(figure.Columns)
	all := draw(t, f)
	var bars []*sheettest.Tag
	for _, e := range all {
		if e.Name == "rect" && slices.ContainsFunc(e.Around, func(o *sheettest.Tag) bool { return o.Has("part") }) && e.Attrs["fill"] != "#FFFFFF" {
			bars = append(bars, e)
		}
	}
	values := 0
	for _, e := range all {
		if e.Name != "text" || e.Attrs["fill"] == "none" || !strings.HasPrefix(e.Text, "$") || !strings.HasSuffix(e.Text, "00bn") {
			continue
		}
		values++
		o := e.Outline()
		for _, b := range bars {
			if o[0][0] < b.Num("x")+b.Num("width")-0.5 && o[1][0] > b.Num("x")+0.5 && o[0][1] < b.Num("y")+b.Num("height")-0.5 && o[2][1] > b.Num("y")+0.5 {
				t.Errorf("%q stands on a column", e.Text)
			}
		}
	}
	if values < 4 {
		t.Errorf("%d sums are written", values)
	}
}
