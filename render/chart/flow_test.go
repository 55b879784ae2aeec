package chart_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/sheet/sheettest"
)

func flowFigures() map[string]figure.Figure {
	hostile := flowOf(3, 3, hostileText+" %d")
	hostile.Frame, hostile.Party = hostileFrame("flow"), figure.FlowParty{ID: hostileText, Name: hostileText + longText, Detail: longText, Title: hostileText}
	hostile.Terms = figure.FlowWords{In: longText, Out: hostileText, Back: longText, On: longText}
	return map[string]figure.Figure{
		"flow": plainFlow(), "flow, empty": figure.Flow{Party: figure.FlowParty{ID: "a"}}, "flow, in": figure.Flow{Frame: frame("flow"), Party: plainFlow().Party, Amount: 100, In: plainFlow().In},
		"flow, out": figure.Flow{Frame: frame("flow"), Party: plainFlow().Party, Amount: 100, Out: plainFlow().Out}, "flow, one": flowOf(1, 1, "Party %d"),
		"flow, deep": flowOf(6, 2, "Party %d"), "flow, 300": flowOf(1, 300, "Party %d"), "flow, long": flowOf(3, 3, longText+"%d"),
		"flow, Chinese": flowOf(4, 3, chineseText+"%d"), "flow, hostile": hostile,
	}
}

func plainFlow() figure.Flow {
	return figure.Flow{
		Frame: frame("flow"), Party: figure.FlowParty{ID: "a", Name: "Alpha", Detail: "$100bn + ?"}, Amount: 100,
		In: []figure.FlowBranch{
			{Party: "b", Name: "Beta", Label: "$60bn · 60.0%", Amount: 60, Next: []figure.FlowBranch{
				{Party: "a", Name: "back at Alpha", Label: "$40bn · 40.0%", End: figure.FlowBack, Amount: 40}, {Party: "b", Name: "own", End: figure.FlowOwn, Amount: 13}, {Name: "3 smaller ones", End: figure.FlowOthers, Amount: 7}}},
			{Party: "c", Name: "Gamma", Label: "$40bn · 40.0%", End: figure.FlowOutside, Amount: 40},
		},
		Out: []figure.FlowBranch{{Party: "b", Name: "Beta", Amount: 33, Label: "$33bn"}, {Party: "d", Name: "Delta", Amount: 33, End: figure.FlowOwn}, {Party: "e", Name: "Eta", Amount: 34, End: figure.FlowAgain}},
	}
}

// flowOf is a flow of so many hands, each branch with so many parts of all kinds.
func flowOf(depth, parts int, name string) figure.Flow {
	var grow func(whole int64, left int) []figure.FlowBranch
	ends := []figure.FlowEnd{figure.FlowOn, figure.FlowBack, figure.FlowOwn, figure.FlowOutside, figure.FlowAgain, figure.FlowOthers}
	grow = func(whole int64, left int) []figure.FlowBranch {
		var out []figure.FlowBranch
		for i := range parts {
			b := figure.FlowBranch{Party: fmt.Sprint(i), Name: fmt.Sprintf(name, i), Label: "$999.9bn · <0.1%", End: ends[i%6], Amount: whole / int64(parts+i)}
			if i == parts-1 {
				b.Amount = whole
			}
			whole -= b.Amount
			if left > 1 && b.End == figure.FlowOn {
				b.Next = grow(b.Amount, left-1)
			}
			out = append(out, b)
		}
		return out
	}
	return figure.Flow{Frame: frame("flow"), Party: figure.FlowParty{ID: "a", Name: fmt.Sprintf(name, 0), Detail: "$1tn"}, Amount: 1e15, In: grow(1e15, depth), Out: grow(1e15, depth)}
}

var ribbonPath = regexp.MustCompile(`^M(\S+) (\S+) C\S+ \S+ \S+ (\S+) (\S+) \S+ L\S+ (\S+) C\S+ \S+ \S+ (\S+) \S+ (\S+) Z$`)

// ribbon is the ends of a ribbon as they are written: at its bar, and where it joins.
type ribbon struct{ top, low, from, to, x string }

func ribbons(t *testing.T, f figure.Flow) (out []ribbon, box *sheettest.Tag) {
	for _, e := range draw(t, f) {
		switch {
		case e.Name == "path" && e.Attrs["fill"] != "none":
			m := ribbonPath.FindStringSubmatch(e.Attrs["d"])
			if m == nil {
				t.Fatalf("ribbon %q", e.Attrs["d"])
			}
			out = append(out, ribbon{m[2], m[7], m[3], m[5], m[4]})
		case e.Name == "rect" && e.Parent.Attrs["class"] == "party":
			box = e
		}
	}
	return out, box
}

// The widths add up: at every joint the first ribbon begins where the bar does, each begins where the one before ends, and the
// last ends where the bar does. A ribbon is as wide at its joint as at its bar, and as wide as its amount asks.
func TestFlowAddsUp(t *testing.T) {
	list, box := ribbons(t, plainFlow())
	if len(list) != 8 || box == nil {
		t.Fatalf("%d ribbons, box %v", len(list), box)
	}
	top, tall := box.Num("y"), box.Num("height")
	near := func(what string, got string, want float64) {
		t.Helper()
		if math.Abs(parseNumber(t, got)-want) > 0.011 {
			t.Errorf("%s at %s, want %v", what, got, want)
		}
	}
	// In the order they are drawn: Beta, its three parts, Gamma; then the other side.
	near("Beta joins", list[0].from, top)
	near("Beta ends", list[0].to, top+0.6*tall)
	near("Gamma ends", list[4].to, top+tall)
	near("the right side begins", list[5].from, top)
	near("the right side ends", list[7].to, top+tall)
	if list[0].to != list[4].from || list[5].to != list[6].from || list[6].to != list[7].from {
		t.Error("ribbons do not touch at the box")
	}
	if list[1].from != list[0].top || list[1].to != list[2].from || list[2].to != list[3].from || list[3].to != list[0].low {
		t.Errorf("the parts of Beta do not add up to its bar: %v", list[:4])
	}
	for i, share := range []float64{0.6, 0.4, 0.13, 0.07, 0.4, 0.33, 0.33, 0.34} {
		r := list[i]
		if w := parseNumber(t, r.low) - parseNumber(t, r.top); math.Abs(w-share*tall) > 0.02 {
			t.Errorf("ribbon %d is %v wide at its bar, want %v", i, w, share*tall)
		}
		if w := parseNumber(t, r.to) - parseNumber(t, r.from); math.Abs(w-share*tall) > 0.02 {
			t.Errorf("ribbon %d is %v wide at its joint, want %v", i, w, share*tall)
		}
	}
}

func parseNumber(t *testing.T, s string) float64 {
	t.Helper()
	var v float64
	if _, err := fmt.Sscan(s, &v); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return v
}

// Money that comes back ends in a ring of its own colour; nothing else does.
func TestFlowComesBack(t *testing.T) {
	out := string(picture(t, plainFlow(), sheet.Light))
	rings := 0
	for _, e := range sheettest.Parse(t, out) {
		if e.Name == "circle" {
			rings++
			if e.Attrs["stroke"] != "#C2183A" {
				t.Errorf("a ring in %s", e.Attrs["stroke"])
			}
		}
	}
	if rings != 1 || !strings.Contains(out, ">back at Alpha<") {
		t.Errorf("%d rings, want 1", rings)
	}
}
