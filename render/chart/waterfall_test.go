package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"dealgraph/render/figure"
)

// waterfallFigures are waterfalls that the laws are held against.
func waterfallFigures() map[string]figure.Figure {
	bars := barFigures()["bars"].(figure.Bars).BarPlot
	plain := figure.Waterfall{Frame: figure.Frame{ID: "w", Title: "Waterfall"}, Open: "at most", Below: &bars, Steps: []figure.Step{
		{ID: "up", Label: "Up", Detail: "what comes in", Heading: "How it adds up", Change: 80, Color: "tone1", Value: "$80", Title: "a sentence"},
		{ID: "more", Label: "More", Change: 20, Low: 5, Range: true, Color: "tone2", Value: "$5 to $20"},
		{ID: "sum", Label: "Sum", Change: 100, Total: true, Low: 85, Range: true, Color: "other", Value: "$85 to $100"},
		{ID: "down", Label: "Down", Heading: "Where it ends", Change: -60, Low: 30, Range: true, Color: "tone3", Value: "−$60"},
		{ID: "none", Label: "Nothing", Change: 0, Color: "tone4", Value: "$0"},
		{ID: "rest", Label: "Rest", Change: -40, Color: "rest", Value: "−$40"},
	}}
	many := figure.Waterfall{Frame: figure.Frame{ID: "w"}}
	for i := range 300 {
		many.Steps = append(many.Steps, figure.Step{ID: fmt.Sprint(i), Label: fmt.Sprintf("Step %d", i), Change: float64(i%7 + 1), Color: "tone1", Value: "$1bn"})
	}
	none := figure.Waterfall{Frame: figure.Frame{ID: "w", Title: "None"}, Empty: "Nobody loses anything."}
	one := figure.Waterfall{Steps: plain.Steps[:1]}
	hostile := barFigures()["hostile bars"].(figure.Bars).BarPlot
	bad := figure.Waterfall{Frame: hostileFrame("waterfall"), Open: hostileText, Empty: longText, Below: &hostile, Steps: []figure.Step{
		{ID: hostileText, Label: longText, Detail: longText, Heading: longText + longText, Change: 1e300, Color: `x" onload="y`, Value: longText, Title: hostileText},
		{ID: "\x01", Label: "\x01", Heading: hostileText, Detail: hostileText, Change: -1e300, Color: "tone1", Value: hostileText},
	}}
	return map[string]figure.Figure{"waterfall": plain, "no steps": none, "empty waterfall": figure.Waterfall{}, "one step": one, "300 steps": many, "hostile waterfall": bad}
}

// Each step begins where the one before it ended, a total at zero; what may not be there is empty.
func TestStepPlaces(t *testing.T) {
	all := draw(t, waterfallFigures()["waterfall"])
	up := full(all, "step", "up")[0]
	zero, unit := up.Num("x"), up.Num("width")/80
	axis := 0
	for _, e := range all {
		if e.Name == "line" && e.In("links", "") && close(e.Num("x1"), zero) {
			axis++
		}
	}
	if axis != 6 { // one piece for each step
		t.Errorf("%d of 6 pieces of the line of zero are where bars begin", axis)
	}
	for _, tt := range []struct {
		id                   string
		from, to, open, last float64 // full from … to, empty from … to
	}{
		{"more", 80, 85, 85, 100}, {"sum", 0, 85, 85, 100}, {"down", 70, 100, 40, 70}, {"rest", 0, 40, 0, 0},
	} {
		got := full(all, "step", tt.id)
		if len(got) != 1 || !close(got[0].Num("x"), zero+tt.from*unit) || !close(got[0].Num("width"), (tt.to-tt.from)*unit) {
			t.Errorf("step %s is %d bars, the first from %.2f, %.2f long; want from %v to %v", tt.id, len(got), (got[0].Num("x")-zero)/unit, got[0].Num("width")/unit, tt.from, tt.to)
		}
		x0, x1, n := empty(all, "step", tt.id)
		if want := tt.last > 0; want != (n == 1) || want && (!close(x0, zero+tt.open*unit) || !close(x1, zero+tt.last*unit)) {
			t.Errorf("step %s is empty %d times, from %.2f to %.2f; want from %v to %v", tt.id, n, (x0-zero)/unit, (x1-zero)/unit, tt.open, tt.last)
		}
	}
	if got := full(all, "step", "none"); len(got) != 1 || !close(got[0].Num("x")+0.5, zero+40*unit) || got[0].Num("width") > 1 {
		t.Error("a step of nothing is no stroke at the level")
	}
	if got := texts(draw(t, waterfallFigures()["no steps"]), ""); !strings.Contains(got, "Nobody loses anything.|") {
		t.Errorf("a waterfall without steps reads %s", got)
	}
	for _, want := range []string{"How it adds up|", "what comes in|", "−$60|", "$5 to $20|", "at most|", "Whole|"} {
		if got := texts(all, ""); !strings.Contains(got, want) {
			t.Errorf("%q is not in the picture: %s", want, got)
		}
	}
}
