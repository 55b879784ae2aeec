package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet/sheettest"
)

// plainFan is a line with two bands, a step line, a rule and two marks. The axis goes from 0 to 10, the scale from 0 to 100.
func plainFan() figure.Lines {
	band := func(low, high float64) figure.Band { return figure.Band{Low: low, High: high} }
	return figure.Lines{Frame: frame("fan"), XLabel: "months late", XTicks: []figure.Tick{{At: 0, Label: "0"}, {At: 10, Label: "10"}}, Marks: []figure.Rule{{At: 4, Label: "even"}, {At: 5, Label: "half way to the end"}},
		Panels: []figure.LinePanel{{
			Heading: "Cash", YTicks: []figure.Tick{{At: 0, Label: "0"}, {At: 100, Label: "100"}}, Rules: []figure.Rule{{At: 90, Label: "ninety"}},
			Lines: []figure.Line{
				{ID: "m", Label: "median", Color: "tone1", BandLabels: []string{"90% of paths", "half of the paths"}, Points: []figure.Point{
					{X: 0, Y: 20, Value: "$20", Bands: []figure.Band{band(20, 20), band(20, 20)}}, {X: 10, Y: 50, Value: "$50", Bands: []figure.Band{band(10, 80), band(40, 60)}}}},
				{ID: "s", Label: "due", Color: "tone3", Step: true, Plain: true, Points: []figure.Point{{X: 0, Y: 10, Title: "a step"}, {X: 5, Y: 30}, {X: 10, Y: 70, Value: "$70"}}},
			},
		}, {Heading: "Share", Lines: []figure.Line{{ID: "q", Label: "share", Color: "tone2", Points: []figure.Point{{X: 0, Y: 0}, {X: 10, Y: 1, Value: "100%"}}}}}},
	}
}

// fanFigures are lines with bands, rules and marks that the laws are held against.
func fanFigures() map[string]figure.Figure {
	one := figure.Lines{Frame: frame("one"), Marks: []figure.Rule{{At: 3, Label: "here"}}, Panels: []figure.LinePanel{{Rules: []figure.Rule{{At: 1, Label: "one"}},
		Lines: []figure.Line{{ID: "a", BandLabels: []string{"most", "many", "none of"}, Points: []figure.Point{{X: 3, Y: 1, Bands: []figure.Band{{Low: 0, High: 2}, {Low: 1, High: 1}}}}}}}}}
	many := figure.Lines{Frame: frame("many"), Panels: []figure.LinePanel{{}}}
	for i := range 300 {
		x := float64(i)
		many.Marks = append(many.Marks, figure.Rule{At: x, Label: "mark"})
		many.Panels[0].Rules = append(many.Panels[0].Rules, figure.Rule{At: x, Label: fmt.Sprintf("rule %d", i)})
		many.Panels[0].Lines = append(many.Panels[0].Lines, figure.Line{ID: fmt.Sprint(i), Step: i%2 == 0, Color: "tone1", BandLabels: []string{"band"}, Points: []figure.Point{{X: 0, Y: x, Bands: []figure.Band{{Low: 0, High: 300}}}, {X: x + 1, Y: 3, Bands: []figure.Band{{Low: -1, High: 9}}}}})
	}
	bad := figure.Lines{Frame: hostileFrame("fan"), XLabel: longText + hostileText, Marks: []figure.Rule{{At: -1.7e308, Label: longText}, {At: 1.7e308, Label: hostileText}, {At: 0}},
		Panels: []figure.LinePanel{{Heading: hostileText, Rules: []figure.Rule{{At: 1.7e308, Label: longText}, {At: -1.7e308, Label: hostileText}},
			Lines: []figure.Line{{ID: hostileText, Label: longText, Step: true, Plain: true, BandLabels: []string{longText, hostileText}, Points: []figure.Point{
				{X: -1e308, Y: -1e308, Title: hostileText, Bands: []figure.Band{{Low: -1.7e308, High: 1.7e308}, {Low: -1.6e308, High: 1.6e308}}}, {X: 1e308, Bands: []figure.Band{{Low: -1e-300, High: 1e-300}}}}}}}}}
	return map[string]figure.Figure{"fan": plainFan(), "one point of a fan": one, "300 fans": many, "hostile fan": bad, "marks only": figure.Lines{Frame: frame("m"), Empty: "None.", Marks: []figure.Rule{{At: 1, Label: "x"}}}}
}

// Bands lie where their numbers are, the inner one on the outer; a step stays on its level until the next point.
func TestFanPlaces(t *testing.T) {
	all := draw(t, plainFan())
	m := dots(all, "m")
	x0, x1 := m[0].Num("cx"), m[1].Num("cx")
	unit := (m[0].Num("cy") - m[1].Num("cy")) / 30
	zero := m[0].Num("cy") + 20*unit
	y := func(v float64) float64 { return zero - v*unit }
	var fans []*sheettest.Tag
	for _, e := range all {
		if e.Name == "polygon" && e.Has("fan") {
			fans = append(fans, e)
		}
	}
	want := [][]float64{{x0, y(20), x1, y(80), x1, y(10), x0, y(20)}, {x0, y(20), x1, y(60), x1, y(40), x0, y(20)}}
	if len(fans) != len(want) {
		t.Fatalf("%d bands, want %d", len(fans), len(want))
	}
	for k, e := range fans {
		got := strings.Fields(strings.ReplaceAll(e.Attrs["points"], ",", " "))
		if len(got) != 8 {
			t.Fatalf("a band of two points is %q", e.Attrs["points"])
		}
		for i, s := range got {
			var v float64
			if _, err := fmt.Sscan(s, &v); err != nil || !close(v, want[k][i]) {
				t.Errorf("number %d of band %d is %s, want %v", i, k, s, want[k][i])
			}
		}
	}
	for _, e := range all {
		switch {
		case e.Name == "path" && e.In("line", "s"):
			var got [7]float64
			if _, err := fmt.Sscanf(e.Attrs["d"], "M%g %gH%gL%g %gH%gL", &got[0], &got[1], &got[2], &got[3], &got[4], &got[5]); err != nil && !strings.Contains(e.Attrs["d"], "H") {
				t.Fatalf("the step is %s", e.Attrs["d"])
			}
			for i, v := range []float64{x0, y(10), (x0 + x1) / 2, (x0 + x1) / 2, y(30), x1} {
				if !close(got[i], v) {
					t.Errorf("number %d of the step %s is %v, want %v", i, e.Attrs["d"], got[i], v)
				}
			}
		case e.Name == "line" && e.Has("rule") && !close(e.Num("y1"), y(90)):
			t.Errorf("the rule at 90 is at %v", (zero-e.Num("y1"))/unit)
		case e.Name == "circle" && e.In("line", "s") && e.Attrs["opacity"] != "0":
			t.Error("a plain line has a dot")
		}
	}
	marks := map[float64]int{}
	for _, e := range all {
		if e.Name == "line" && e.Has("mark") {
			for _, at := range []float64{4, 5} {
				if close(e.Num("x1"), x0+(x1-x0)*at/10) {
					marks[at]++
				}
			}
		}
	}
	if marks[4] != 2 || marks[5] != 2 { // once in each panel
		t.Errorf("marks at 4 and 5 are drawn %v times", marks)
	}
}

// Bands are named once, at the right, and rules and marks have their words.
func TestFanTexts(t *testing.T) {
	got := texts(draw(t, plainFan()), "")
	for _, want := range []string{"90% of paths|", "half of the paths|", "ninety|", "even|", "half way to the end|", "months late|", "due|$70|"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%q is %d times in the picture: %s", want, strings.Count(got, want), got)
		}
	}
}
