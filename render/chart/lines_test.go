package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet/sheettest"
)

// lineFigures are lines that the laws are held against.
func lineFigures() map[string]figure.Figure {
	plain := figure.Lines{Frame: figure.Frame{ID: "l", Title: "Lines"},
		XTicks: []figure.Tick{{At: 0, Label: "2024"}, {At: 100, Label: "2025"}, {At: 101, Label: "too near"}},
		Panels: []figure.LinePanel{{
			Heading: "Dollars", Note: "each once", YTicks: []figure.Tick{{At: 0, Label: "$0"}, {At: 50, Label: "$50"}, {At: 99, Label: "$99"}, {At: 100, Label: "$100"}},
			Lines: []figure.Line{
				{ID: "a", Label: "alpha", Color: "tone1", Emphasis: true, Points: []figure.Point{
					{X: 0, Y: 10, Value: "$10", Title: "a sentence"}, {X: 25, Y: 100, Value: "$100", Low: 80, High: 100, Band: true},
					{X: 50, Y: 60, Value: "$60", Low: 40, High: 90, Band: true}, {X: 100, Y: 50, Value: "$50"},
				}},
				{ID: "b", Label: "beta", Color: "tone2", Dashed: true, Points: []figure.Point{{X: 0, Y: 20, Value: "$20"}, {X: 50, Unknown: true, Value: "?"}, {X: 100, Y: 50, Value: "$50"}}},
				{ID: "c", Label: "gamma", Color: "equity", Points: []figure.Point{{X: 0, Y: 49, Value: "$49"}, {X: 100, Y: 49, Value: "$49"}}},
			},
		}, {
			Heading: "Below zero", YTicks: []figure.Tick{{At: -50, Label: "-50"}, {At: 0, Label: "0"}},
			Lines: []figure.Line{{ID: "a", Label: "alpha", Color: "rest", Points: []figure.Point{{X: 50, Y: -50, Value: "-50"}}}},
		}},
	}
	many := figure.Lines{Panels: []figure.LinePanel{{Heading: "many"}}}
	for i := range 300 {
		many.Panels[0].Lines = append(many.Panels[0].Lines, figure.Line{
			ID: fmt.Sprint(i), Label: fmt.Sprintf("line %d", i), Color: "tone3",
			Points: []figure.Point{{X: 0, Y: float64(i % 5), Value: "$1"}, {X: float64(i%9 + 1), Y: float64(i % 11), Value: "$2"}, {X: 10, Y: float64(i % 3), Value: "$3"}},
		})
	}
	one := figure.Lines{Panels: []figure.LinePanel{{Lines: []figure.Line{{ID: "x", Label: "x", Color: "tone1", Points: []figure.Point{{X: 5, Y: 0, Value: "$0"}}}}}}}
	none := figure.Lines{Empty: "Nothing is known.", Panels: []figure.LinePanel{{Lines: []figure.Line{{ID: "x", Points: []figure.Point{{X: 5, Unknown: true}}}}}}}
	bad := figure.Lines{Frame: hostileFrame("lines"), Empty: hostileText,
		XTicks: []figure.Tick{{At: -1e308, Label: longText}, {At: 1e308, Label: hostileText}},
		Panels: []figure.LinePanel{{
			Heading: longText, Note: longText, YTicks: []figure.Tick{{At: 1.7e308, Label: longText}, {At: -1e308, Label: hostileText}, {At: 0, Label: "\x01"}},
			Lines: []figure.Line{
				{ID: hostileText, Label: longText, Color: `"><script>`, Points: []figure.Point{{X: -1e308, Y: -1e308, Value: longText, Title: hostileText, Low: -1.1e308, High: 1e308, Band: true}, {X: 1e308, Y: 1e308, Value: longText}}},
				{ID: "\x01", Label: "\x01", Color: "", Points: []figure.Point{{X: 3, Y: 3, Value: hostileText, Band: true, Low: 3, High: 3}}},
				{ID: "none", Label: hostileText},
			},
		}},
	}
	return map[string]figure.Figure{"lines": plain, "no lines": figure.Lines{}, "one point": one, "nothing known": none, "300 lines": many, "hostile lines": bad}
}

// dots are the points of a line of the first panel, in order.
func dots(all []*sheettest.Tag, id string) (out []*sheettest.Tag) {
	var panel *sheettest.Tag
	for _, e := range all {
		if panel == nil && e.Attrs["class"] == "panel" {
			panel = e
		}
		if e.Name == "circle" && e.In("line", id) && e.Around[2] == panel {
			out = append(out, e)
		}
	}
	return out
}

// Places are proportional on both axes, the scale begins at zero, a line is broken where nothing is known.
func TestPointPlaces(t *testing.T) {
	all := draw(t, lineFigures()["lines"])
	a := dots(all, "a")
	if len(a) != 4 {
		t.Fatalf("line a has %d points, want 4", len(a))
	}
	// From 0 to 101 is the axis, from 0 to 100 the scale; 10 → 100 is nine tenths of it.
	width, height := (a[3].Num("cx")-a[0].Num("cx"))/100, (a[0].Num("cy")-a[1].Num("cy"))/90
	if !close(a[1].Num("cx"), a[0].Num("cx")+25*width) || !close(a[2].Num("cx"), a[0].Num("cx")+50*width) {
		t.Errorf("points at 0, 25, 50, 100 are at %v, %v, %v, %v", a[0].Num("cx"), a[1].Num("cx"), a[2].Num("cx"), a[3].Num("cx"))
	}
	zero := a[0].Num("cy") + 10*height
	if !close(a[2].Num("cy"), zero-60*height) || !close(a[3].Num("cy"), zero-50*height) {
		t.Errorf("60 and 50 are %v and %v above zero, of %v for 100", zero-a[2].Num("cy"), zero-a[3].Num("cy"), 100*height)
	}
	axis := false
	for _, e := range all {
		axis = axis || e.Name == "line" && close(e.Num("y1"), zero) && close(e.Num("y2"), zero) && e.Attrs["stroke"] == "#6E7B87"
	}
	if !axis {
		t.Errorf("no line at zero, which is at %v", zero)
	}
	for _, e := range all {
		if e.Name == "path" && e.In("line", "b") && strings.Count(e.Attrs["d"], "M") != 2 {
			t.Errorf("line b, which is broken once, is %s", e.Attrs["d"])
		}
		if e.Name == "path" && e.In("line", "b") && e.Attrs["stroke-dasharray"] == "" {
			t.Error("line b is not dashed")
		}
	}
	if n := len(dots(all, "b")); n != 2 {
		t.Errorf("line b has %d points, want 2 that are known", n)
	}
	bands := 0
	for _, e := range all {
		if e.Name == "polygon" {
			bands++
			if n := len(strings.Fields(e.Attrs["points"])); n != 4 {
				t.Errorf("the band of two points has %d corners", n)
			}
		}
	}
	if bands != 1 {
		t.Errorf("%d bands, want 1", bands)
	}
}

// Names with their last values stand at the right, apart from each other; first and highest values at their points; what is
// unknown is nowhere.
func TestLineTexts(t *testing.T) {
	all := draw(t, lineFigures()["lines"])
	got := texts(all, "panel")
	for _, want := range []string{"alpha|$50|", "beta|$50|", "gamma|$49|", "|$10|", "|$20|", "2024|", "2025|", "each once|"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the picture: %s", want, got)
		}
	}
	for _, never := range []string{"too near", "?"} {
		if strings.Contains(got, never) {
			t.Errorf("%q is in the picture: %s", never, got)
		}
	}
	if got := texts(draw(t, lineFigures()["nothing known"]), ""); !strings.Contains(got, "Nothing is known.|") {
		t.Errorf("lines without a known point read %s", got)
	}
}

// The highest value stands on the side of its point where no other line passes.
func TestValuesAvoidLines(t *testing.T) {
	for _, other := range []float64{108, 92} {
		f := figure.Lines{Panels: []figure.LinePanel{{YTicks: []figure.Tick{{At: 200, Label: "200"}}, Lines: []figure.Line{
			{ID: "a", Label: "a", Color: "tone1", Points: []figure.Point{{X: 0, Y: 0}, {X: 1, Y: 100, Value: "peak"}, {X: 2, Y: 0}}},
			{ID: "b", Label: "b", Color: "tone2", Points: []figure.Point{{X: 0, Y: other}, {X: 2, Y: other}}},
		}}}}
		all := draw(t, f)
		found := false
		for _, e := range all {
			if e.Name == "text" && e.Text == "peak" {
				found = true
				if above := e.Num("y") < dots(all, "a")[1].Num("cy"); above != (other < 100) {
					t.Errorf("with a line at %v the value of 100 stands above: %v", other, above)
				}
			}
		}
		if !found {
			t.Errorf("with a line at %v there is no value", other)
		}
	}
}
