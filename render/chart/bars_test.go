package chart_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet/sheettest"
)

// barFigures are bars that the laws are held against.
func barFigures() map[string]figure.Figure {
	mark := 70.0
	far := 1e9
	plain := figure.Bars{Frame: figure.Frame{ID: "b", Title: "Bars", Subtitle: "All there is", Source: "source"}, BarPlot: figure.BarPlot{
		Series:  []figure.Series{{Key: "a", Label: "Alpha", Color: "equity"}, {Key: "b", Label: "Beta", Color: "rest"}, {Key: "c", Label: "Gamma", Color: "warrant", Hollow: true}},
		Columns: []string{"share", "buffer"}, Open: "may be", Mark: "limit",
		Groups: []figure.BarGroup{
			{Heading: "One", Total: "$150", Note: "what is not there", Rows: []figure.Bar{
				{ID: "whole", Label: "Whole", Value: "$100", Parts: []figure.Part{{Series: "a", Value: 40}, {Series: "b", Value: 60}}, Cells: []string{"66%", "?"}, Title: "a sentence"},
				{ID: "half", Label: "Half", Detail: "outside", Value: "$50", Parts: []figure.Part{{Series: "a", Value: 50}}, Mark: &mark, Emphasis: true},
				{ID: "range", Label: "Range", Value: "$20 to $80", Parts: []figure.Part{{Series: "c", Value: 20}}, High: 80},
				{ID: "open", Label: "Open", Value: "0 to $80", High: 80},
				{ID: "nothing", Label: "Nothing", Value: "?"},
			}},
			{Heading: "Two", Empty: "Nobody."},
		},
	}}
	many := plain
	many.Groups = []figure.BarGroup{{}}
	for i := range 300 {
		many.Groups[0].Rows = append(many.Groups[0].Rows, figure.Bar{
			ID: fmt.Sprint(i), Label: fmt.Sprintf("Party number %d", i), Value: fmt.Sprintf("$%dbn", i), Parts: []figure.Part{{Series: "a", Value: float64(i)}}, Cells: []string{"100.0%", "$96.7bn to $108.4bn"},
		})
	}
	one := plain
	one.Columns, one.Groups = nil, []figure.BarGroup{{Rows: plain.Groups[0].Rows[:1]}}
	one.Groups[0].Rows = []figure.Bar{{ID: "x", Label: "Only", Value: "$1", Parts: []figure.Part{{Series: "a", Value: 1}}}}
	bad := figure.Bars{Frame: hostileFrame("bars"), BarPlot: figure.BarPlot{
		Series:  []figure.Series{{Key: "<a>", Label: longText, Color: `red" onclick="x`}, {Key: hostileText, Label: hostileText, Color: "url(#x)"}},
		Columns: []string{longText, hostileText, "", "x"}, Open: longText, Mark: hostileText, Full: 1,
		Groups: []figure.BarGroup{
			{Heading: longText, Total: longText, Empty: hostileText, Note: longText + longText + hostileText, Rows: []figure.Bar{
				{ID: hostileText, Label: longText, Detail: longText, Value: longText, Parts: []figure.Part{{Series: "<a>", Value: 1e300}, {Series: hostileText, Value: 1e-300}}, High: 1.7e300, Mark: &far, Cells: []string{longText, hostileText, "", longText}, Title: hostileText},
				{ID: "\x01", Label: "\x01", Value: "\u202e", Parts: []figure.Part{{Series: "<a>", Value: 5e299}}, Title: longText + longText},
			}},
			{Empty: longText + longText},
		},
	}}
	return map[string]figure.Figure{"bars": plain, "no bars": figure.Bars{}, "one bar": one, "300 bars": many, "hostile bars": bad}
}

// full are the full rectangles of a bar, from left to right.
func full(all []*sheettest.Tag, class, id string) (out []*sheettest.Tag) {
	for _, e := range all {
		if e.Name == "rect" && e.In(class, id) && e.Attrs["stroke-width"] == "" && e.Attrs["fill"] != "#FFFFFF" && e.Attrs["fill"] != "#14202B" {
			out = append(out, e)
		}
	}
	return out
}

// empty are the outlined rectangles of a bar, with their outer edges.
func empty(all []*sheettest.Tag, class, id string) (x0, x1 float64, count int) {
	for _, e := range all {
		if e.Name == "rect" && e.In(class, id) && e.Attrs["stroke-width"] != "" {
			pen := e.Num("stroke-width")
			x0, x1 = e.Num("x")-pen/2, e.Num("x")+e.Num("width")+pen/2
			count++
		}
	}
	return x0, x1, count
}

func close(a, b float64) bool { return math.Abs(a-b) < 0.03 }

// Lengths are proportional to values from zero on, parts follow one another, a range begins where the parts end, and a mark stands
// where its value would end.
func TestBarLengths(t *testing.T) {
	all := draw(t, barFigures()["bars"])
	whole := full(all, "bar", "whole")
	if len(whole) != 2 {
		t.Fatalf("the whole has %d parts, want 2", len(whole))
	}
	zero := whole[0].Num("x")
	length := whole[0].Num("width") + whole[1].Num("width") // of 100
	if !close(whole[0].Num("width"), 0.4*length) || !close(whole[1].Num("x"), zero+0.4*length) {
		t.Errorf("40 of 100 is %v of %v long", whole[0].Num("width"), length)
	}
	for _, e := range all {
		if e.Name == "line" && e.In("bars", "") && !close(e.Num("x1"), zero) {
			t.Errorf("bars begin at %v, the line of zero is at %v", zero, e.Num("x1"))
		}
	}
	half := full(all, "bar", "half")
	if len(half) != 1 || !close(half[0].Num("width"), length/2) || half[0].Num("x") != zero {
		t.Errorf("50 of 100 is %v", half[0].Attrs)
	}
	marked := false
	for _, e := range all {
		if e.Name == "rect" && e.In("bar", "half") && e.Attrs["fill"] == "#14202B" {
			marked = true
			if !close(e.Num("x")+e.Num("width")/2, zero+0.7*length) {
				t.Errorf("the mark at 70 of 100 is at %v", e.Num("x")-zero)
			}
		}
	}
	if !marked {
		t.Error("no mark is drawn")
	}
	if x0, x1, n := empty(all, "bar", "open"); n != 1 || !close(x0, zero) || !close(x1, zero+0.8*length) {
		t.Errorf("0 to 80 is %d outlines from %v to %v of %v", n, x0-zero, x1-zero, length)
	}
	// A hollow part and a range are two outlines: this is the second.
	if x0, x1, n := empty(all, "bar", "range"); n != 2 || !close(x0, zero+0.2*length) || !close(x1, zero+0.8*length) {
		t.Errorf("20 to 80 is %d outlines, the last from %v to %v of %v", n, x0-zero, x1-zero, length)
	}
	if len(full(all, "bar", "nothing")) != 0 {
		t.Error("what is not known has a bar")
	}
}

// What a bar says stands in the picture, whole, and the legend names what occurs.
func TestBarTexts(t *testing.T) {
	all := draw(t, barFigures()["bars"])
	got := texts(all, "")
	for _, want := range []string{"Whole|", "$20 to $80|", "outside|", "66%|", "share|", "what is not there|", "Nobody.|", "One|$150|", "Alpha|", "Beta|", "Gamma|", "may be|", "limit|", "?|"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the picture: %s", want, got)
		}
	}
	f := barFigures()["one bar"].(figure.Bars)
	if got := texts(draw(t, f), "legend"); strings.Contains(got, "Beta") || !strings.Contains(got, "Alpha") {
		t.Errorf("the legend of a bar with one series reads %s", got)
	}
	titles := 0
	for _, e := range all {
		if e.Name == "title" && e.In("bar", "whole") && e.Text == "a sentence" {
			titles++
		}
	}
	if titles != 1 {
		t.Errorf("the bar has %d tooltips", titles)
	}
}

// With Full a lonely bar of half of it is half as long as the room.
func TestBarFull(t *testing.T) {
	f := figure.Bars{BarPlot: figure.BarPlot{
		Series: []figure.Series{{Key: "a", Color: "tone1"}},
		Groups: []figure.BarGroup{{Rows: []figure.Bar{{ID: "x", Label: "x", Parts: []figure.Part{{Series: "a", Value: 25}}}}}},
	}}
	short := full(draw(t, f), "bar", "x")[0].Num("width")
	f.Full = 50
	if got := full(draw(t, f), "bar", "x")[0].Num("width"); !close(got, short/2) {
		t.Errorf("of a full scale of twice its value a bar is %v long, without one %v", got, short)
	}
}
