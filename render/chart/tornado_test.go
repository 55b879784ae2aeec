package chart_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet/sheettest"
)

// plainTornado has rows of all shapes around a base of 100.
func plainTornado() figure.Tornado {
	return figure.Tornado{Frame: frame("t"), Base: 100, BaseLabel: "now: $100", XLabel: "cash", XTicks: []figure.Tick{{At: 0, Label: "0"}, {At: 200, Label: "$200"}},
		Rules: []figure.Rule{{At: 50, Label: "least"}}, Low: "input low", High: "input high",
		Rows: []figure.TornadoRow{
			{ID: "small", Label: "Small", Note: "b: 1 to 2", Low: 90, High: 110, LowLabel: "one", HighLabel: "twenty-two", LowValue: "$90", HighValue: "$110", Title: "a sentence"},
			{ID: "wide", Label: "Wide", Low: 160, High: 0, LowLabel: "10%", HighLabel: "90%", LowValue: "$160", HighValue: "$0"},
			{ID: "down", Label: "Both down", Low: 40, High: 70, LowValue: "$40", HighValue: "$70"},
			{ID: "open", Label: "Open", Low: 80, HighUnknown: true, LowValue: "$80", HighValue: "never"},
			{ID: "silent", Label: "Silent", Low: 85, HighUnknown: true, LowValue: "$85"},
			{ID: "still", Label: "Nothing", Low: 100, High: 100, LowValue: "$100.0", HighValue: "$100.1"},
		}}
}

// tornadoFigures are tornados that the laws are held against.
func tornadoFigures() map[string]figure.Figure {
	many := figure.Tornado{Frame: frame("many"), Base: -3}
	for i := range 300 {
		many.Rows = append(many.Rows, figure.TornadoRow{ID: fmt.Sprint(i), Label: fmt.Sprintf("Input %d", i), Note: "x: 1 to 2", Low: float64(i%17) - 9, High: float64(i%23) - 11, LowValue: "−$100bn", HighValue: "$100bn", LowLabel: "1", HighLabel: "20,000"})
	}
	flat := figure.Tornado{Frame: frame("flat"), Rows: []figure.TornadoRow{{ID: "a", LowValue: "$0", HighValue: "$0"}}}
	one := figure.Tornado{Frame: frame("one"), Base: 5, Rows: []figure.TornadoRow{{ID: "a", Label: "A", Low: 4, High: 8, LowValue: "4", HighValue: "8"}}}
	bad := figure.Tornado{Frame: hostileFrame("tornado"), Base: 1e308, BaseLabel: longText, XLabel: longText + hostileText, Low: longText, High: hostileText, XTicks: []figure.Tick{{At: -1.7e308, Label: longText}, {At: 1.7e308, Label: hostileText}},
		Rules: []figure.Rule{{At: -1e308, Label: longText}, {At: 1.7e308, Label: hostileText}, {At: 0}},
		Rows: []figure.TornadoRow{
			{ID: hostileText, Label: longText, Note: longText, Low: -1.7e308, High: 1.7e308, LowLabel: longText, HighLabel: hostileText, LowValue: longText, HighValue: longText + hostileText, Title: hostileText},
			{ID: "\x01", Label: "\x01", Low: -1e308, High: -1.2e308, LowLabel: longText, HighLabel: longText, LowValue: longText, HighValue: longText},
			{ID: "2", Note: hostileText, LowUnknown: true, HighUnknown: true, Low: math.NaN(), LowValue: longText, HighLabel: longText},
		}}
	return map[string]figure.Figure{"tornado": plainTornado(), "no rows": figure.Tornado{Frame: frame("none"), Empty: "Nothing moves it."}, "one row": one, "flat tornado": flat, "300 rows": many, "hostile tornado": bad}
}

// Bars go from the base to the result in proportion, low and high in their own colours, the widest swing on top.
func TestTornadoPlaces(t *testing.T) {
	all := draw(t, plainTornado())
	base := 0.0
	for _, e := range all {
		if e.Name == "line" && e.Has("base") {
			base = e.Num("x1")
		}
	}
	wide := full(all, "row", "wide")
	if len(wide) != 2 {
		t.Fatalf("the wide row has %d bars", len(wide))
	}
	unit := wide[1].Num("width") / 100 // from 0 to 100
	if !close(wide[1].Num("x"), base-100*unit) || !close(wide[0].Num("x"), base) || !close(wide[0].Num("width"), 60*unit) {
		t.Errorf("from 100 to 160 and to 0 is from %v by %v and from %v by %v", wide[0].Num("x")-base, wide[0].Num("width"), wide[1].Num("x")-base, wide[1].Num("width"))
	}
	small := full(all, "row", "small")
	if len(small) != 2 || small[0].Attrs["fill"] != wide[0].Attrs["fill"] || small[0].Attrs["fill"] == small[1].Attrs["fill"] || !close(small[0].Num("width"), 10*unit) {
		t.Errorf("the low ends of two rows: %v and %v", small[0].Attrs, wide[0].Attrs)
	}
	down := full(all, "row", "down")
	if len(down) != 2 || !close(down[0].Num("width"), 60*unit) || !close(down[1].Num("width"), 30*unit) || down[0].Num("y")+down[0].Num("height") > down[1].Num("y") {
		t.Error("two ends on one side are not two bars, one below the other")
	}
	for id, want := range map[string]int{"open": 1, "silent": 1, "still": 0} {
		if n := len(full(all, "row", id)); n != want {
			t.Errorf("row %s has %d bars, want %d", id, n, want)
		}
	}
	for _, e := range all {
		if e.Name == "line" && e.Has("rule") && !close(e.Num("x1"), base-50*unit) {
			t.Errorf("the rule at 50 is at %v", 100+(e.Num("x1")-base)/unit)
		}
	}
	var order []string
	for _, e := range all {
		if e.Name == "g" && e.Has("row") {
			order = append(order, e.Attrs["data-id"])
		}
	}
	// Swings: 160; from 40 to the base 60; 20; from 80 to the base 20; 15; 0.
	if got := strings.Join(order, " "); got != "wide down small open silent still" {
		t.Errorf("rows are in the order %s", got)
	}
}

// What the input is stands in its bar, or behind the result if that is too short; where there is no result it is said.
func TestTornadoTexts(t *testing.T) {
	all := draw(t, plainTornado())
	got := texts(all, "")
	for _, want := range []string{"now: $100|", "least|", "cash|", "input low|", "input high|", "b: 1 to 2|", "$160|", "never|", "?|", "$100.0|", "$100.1|"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the picture: %s", want, got)
		}
	}
	bars := full(all, "row", "wide")
	find := func(text string) *sheettest.Tag {
		for _, e := range all {
			if e.Name == "text" && e.Text == text && e.Attrs["fill"] != "none" {
				return e
			}
		}
		t.Fatalf("no text %q", text)
		return nil
	}
	if o := find("10%").Outline(); o[0][0] < bars[0].Num("x") || o[1][0] > bars[0].Num("x")+bars[0].Num("width") {
		t.Error("the input is not in its long bar")
	}
	if o := find("$160").Outline(); o[0][0] < bars[0].Num("x")+bars[0].Num("width") {
		t.Error("the result is not beyond its bar")
	}
	short := full(all, "row", "small")[1]
	if o := find("$110").Outline(); o[0][0] < short.Num("x")+short.Num("width") || find("twenty-two").Outline()[0][0] < o[1][0] {
		t.Error("result and input do not follow a short bar")
	}
}
