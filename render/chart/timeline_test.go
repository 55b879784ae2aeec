package chart_test

import (
	"fmt"
	"math"
	"testing"

	"dealgraph/render/figure"
)

func timelineFigures() map[string]figure.Figure {
	return map[string]figure.Figure{
		"timeline": plainTimeline(), "timeline, empty": figure.Timeline{}, "timeline, one": longTimeline(1, "Party %d"), "timeline, 300": longTimeline(300, "Party %d"),
		"timeline, long": longTimeline(30, longText+"%d"), "timeline, Chinese": longTimeline(30, chineseText+"%d"), "timeline, hostile": hostileTimeline(),
		"timeline, no day": figure.Timeline{Frame: frame("timeline"), Blocks: []figure.TimelineBlock{{ID: "a", Rows: []figure.TimelineRow{{ID: "x", Made: "1900-01-01", Certainty: figure.Signed, Open: true}}}}},
	}
}

func plainTimeline() figure.Timeline {
	return figure.Timeline{
		Frame: frame("timeline"), Now: "2026-07-01", NowLabel: "2026-07-01", Last: "2036-12-31",
		Blocks: []figure.TimelineBlock{{ID: "out", Name: "Alpha pays", Detail: "$125bn + ?", Rows: []figure.TimelineRow{
			{ID: "two", Name: "→ Beta", Kind: "compute", Certainty: figure.Signed, Made: "2025-01-01", Start: "2025-01-01", End: "2027-01-01", Amount: 100, Known: true, Label: "$100bn"},
			{ID: "one", Name: "→ Gamma", Kind: "loan", Certainty: figure.Signed, Made: "2025-01-01", End: "2026-01-01", Amount: 25, Known: true, Label: "$25bn",
				Steps: []figure.TimelineStep{{At: "2025-01-01", Title: "loi 2025-01-01"}, {At: "2025-07-01", Title: "signed 2025-07-01"}}},
			{ID: "far", Name: "→ Delta", Kind: "lease", Certainty: figure.Announced, Made: "2025-06-01", Start: "2026-01-01", End: "2061-12-31", Label: "?"},
			{ID: "open", Name: "→ Epsilon", Kind: "purchase", Certainty: figure.Proposed, Made: "2026-01-01", Open: true, Label: "LOI 10 GW"},
			{ID: "dot", Name: "→ Zeta", Kind: "equity", Certainty: figure.Completed, Made: "2026-01-01", Amount: 100, Known: true, Label: "$100bn"},
			{ID: "over", Name: "→ Eta", Kind: "equity", Certainty: figure.Ended, Made: "2025-09-01", End: "2026-02-27", Amount: 100, Known: true, Label: "terminated $100bn",
				Steps: []figure.TimelineStep{{At: "2026-02-27", Ends: true, Title: "terminated"}}},
		}}},
	}
}

func longTimeline(n int, name string) figure.Timeline {
	t := figure.Timeline{Frame: frame("timeline"), Now: "2026-01-01", NowLabel: "2026-01-01", Last: "2036-12-31"}
	kinds := []string{"equity", "compute", "loan", "revenue_share", "warrant", "nobody knows"}
	for i := range n {
		if i%25 == 0 {
			t.Blocks = append(t.Blocks, figure.TimelineBlock{ID: fmt.Sprint(i), Name: fmt.Sprintf(name, i), Detail: "$123bn + ?"})
		}
		r := figure.TimelineRow{ID: fmt.Sprint(i), Name: fmt.Sprintf("→ "+name, i), Detail: kinds[i%6], Kind: kinds[i%6], Certainty: figure.Certainties()[i%7],
			Made: figure.Day(fmt.Sprintf("%d-03-01", 2015+i%20)), Amount: float64(i % 90), Known: i%4 > 0, Open: i%3 == 1, Label: fmt.Sprintf("rumoured ~$%dbn", i)}
		if i%3 == 0 {
			r.Start, r.End = figure.Day(fmt.Sprintf("%d-06-01", 2015+i%20)), figure.Day(fmt.Sprintf("%d-06-01", 2016+i%60))
			if r.End < r.Start {
				r.End = r.Start
			}
		}
		b := &t.Blocks[len(t.Blocks)-1]
		b.Rows = append(b.Rows, r)
	}
	return t
}

func hostileTimeline() figure.Timeline {
	t := longTimeline(8, hostileText+"%d")
	t.Frame, t.NowLabel = hostileFrame("timeline"), hostileText
	for i := range t.Blocks[0].Rows {
		r := &t.Blocks[0].Rows[i]
		r.ID, r.Detail, r.Kind, r.Label, r.Title = r.ID+hostileText, hostileText, hostileText, longText, hostileText
		r.Steps = []figure.TimelineStep{{At: "1900-01-01", Title: hostileText}, {At: "2200-12-31", Ends: true}}
	}
	t.Blocks[0].Rows[1].Amount = math.MaxFloat64
	t.Terms.Amount, t.Terms.Dot = longText, hostileText
	return t
}

// bars returns the widths and heights of the full or hollow bars of each deal.
func timelineBars(t *testing.T, f figure.Timeline) map[string][][2]float64 {
	out := map[string][][2]float64{}
	for _, e := range draw(t, f) {
		if e.Name == "rect" && e.Parent.Attrs["class"] == "deal" && e.Attrs["height"] != "14" { // the ground under a label
			w, h := e.Num("width"), e.Num("height")
			if e.Attrs["stroke-width"] != "" {
				w, h = w+e.Num("stroke-width"), h+e.Num("stroke-width")
			}
			out[e.Parent.Attrs["data-id"]] = append(out[e.Parent.Attrs["data-id"]], [2]float64{w, h})
		}
	}
	return out
}

// Two years are as long as twice one (both of 365 days), and a quarter of the amount is half as thick. What is not known to end
// has pieces at its end, and what ends after the axis is cut there and says so.
func TestTimelineLengths(t *testing.T) {
	b := timelineBars(t, plainTimeline())
	two, one := b["two"][0], b["one"][0]
	if math.Abs(two[0]-2*one[0]) > 0.03 {
		t.Errorf("two years are %v long, one %v", two[0], one[0])
	}
	if math.Abs(two[1]-2*one[1]) > 0.03 {
		t.Errorf("$100bn are %v thick, $25bn %v", two[1], one[1])
	}
	if len(b["open"]) != 4 || len(b["dot"]) != 0 || len(b["far"]) != 1 {
		t.Errorf("bars: %v; want four pieces of the open one, none of the dot", b)
	}
	if want := 11 * one[0]; math.Abs(b["far"][0][0]-want) > 0.1 { // 2026 to the end of 2036: 4018 days of 365 to a year
		if exact := one[0] / 365 * 4018; math.Abs(b["far"][0][0]-exact) > 0.1 {
			t.Errorf("the bar that goes on is %v long, want %v", b["far"][0][0], exact)
		}
	}
	found := false
	for _, e := range draw(t, plainTimeline()) {
		found = found || e.Name == "text" && e.Text == "?, to 2061"
		if e.Name == "circle" && e.Parent.Attrs["data-id"] == "dot" && math.Abs(2*e.Num("r")-two[1]) > 0.02 {
			t.Errorf("the dot of $100bn is %v across, its bar would be %v thick", 2*e.Num("r"), two[1])
		}
	}
	if !found {
		t.Error("nothing says that the bar goes on to 2061")
	}
}

// Only what is signed is filled with its colour.
func TestTimelineHollow(t *testing.T) {
	for _, e := range draw(t, plainTimeline()) {
		if e.Name != "rect" || e.Parent.Attrs["class"] != "deal" || e.Attrs["height"] == "14" {
			continue
		}
		certainty := e.Parent.Attrs["data-certainty"]
		hollow := e.Attrs["fill"] == "#FFFFFF" && e.Attrs["stroke"] != ""
		if want := certainty == "announced" || certainty == "proposed"; hollow != want {
			t.Errorf("%s (%s): hollow %v", e.Parent.Attrs["data-id"], certainty, hollow)
		}
		if certainty == "proposed" && e.Attrs["stroke-dasharray"] == "" {
			t.Error("a proposal looks like something announced")
		}
	}
}
