package figure_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"dealgraph/render/figure"

	"github.com/google/go-cmp/cmp"
)

// wrong lists what a figure's check says, one line each.
func wrong(f figure.Figure) []string {
	err := f.Check()
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func TestBarsCheck(t *testing.T) {
	nan, minus, inf := math.NaN(), -1.0, math.Inf(1)
	bars := func(rows ...figure.Bar) figure.Bars {
		return figure.Bars{BarPlot: figure.BarPlot{Series: []figure.Series{{Key: "a"}}, Columns: []string{"one"}, Groups: []figure.BarGroup{{Rows: rows}}}}
	}
	part := func(v float64) []figure.Part { return []figure.Part{{Series: "a", Value: v}} }
	for name, tt := range map[string]struct {
		f    figure.Figure
		want []string
	}{
		"nothing":   {figure.Bars{}, nil},
		"sound":     {bars(figure.Bar{ID: "x", Parts: part(3), High: 5, Cells: []string{"1"}}, figure.Bar{ID: "y", Parts: part(3), High: 3}), nil},
		"ids":       {bars(figure.Bar{ID: "x"}, figure.Bar{ID: "x"}, figure.Bar{}), []string{`row 2 of group 1 of the bars: id "x" is empty or used twice`, `row 3 of group 1 of the bars: id "" is empty or used twice`}},
		"part":      {bars(figure.Bar{ID: "x", Parts: part(minus)}), []string{`bar "x": a part of -1 is negative or not finite`}},
		"series":    {bars(figure.Bar{ID: "x", Parts: []figure.Part{{Series: "b"}}}), []string{`bar "x": no series has the key "b"`}},
		"high":      {bars(figure.Bar{ID: "x", Parts: part(3), High: 2}), []string{`bar "x": high end 2 is below the low end 3`}},
		"no number": {bars(figure.Bar{ID: "x", High: nan}), []string{`bar "x": high end NaN is negative or not finite`}},
		"too much":  {bars(figure.Bar{ID: "x", Parts: append(part(1.7e308), part(1.7e308)...)}), []string{`bar "x": its parts are more than a number can be`}},
		"mark":      {bars(figure.Bar{ID: "x", Mark: &inf}), []string{`bar "x": mark +Inf is negative or not finite`}},
		"cells":     {bars(figure.Bar{ID: "x", Cells: []string{"1", "2"}}), []string{`bar "x": 2 cells for 1 columns`}},
		"plot": {figure.Bars{BarPlot: figure.BarPlot{Series: []figure.Series{{Key: "a"}, {Key: "a"}}, Columns: make([]string, 5), Full: minus}},
			[]string{"the bars: 5 columns of text, more than the 4 there is room for", `series 2 of the bars: key "a" is empty or used twice`, "the bars: full scale -1 is negative or not finite"}},
	} {
		if d := cmp.Diff(tt.want, wrong(tt.f)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestWaterfallCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		steps []figure.Step
		want  []string
	}{
		"nothing":             {nil, nil},
		"sound":               {[]figure.Step{{ID: "a", Change: 3, Range: true, Low: 1}, {ID: "b", Change: 2}, {ID: "c", Change: 5, Total: true}, {ID: "d", Change: -5, Range: true, Low: 5}}, nil},
		"begins with a total": {[]figure.Step{{ID: "a", Change: 3, Total: true}, {ID: "b", Change: -3}}, nil},
		"total":               {[]figure.Step{{ID: "a", Change: 3}, {ID: "b", Change: 5, Total: true}}, []string{`step "b": the total is 5, and the steps before it come to 3`}},
		"below zero":          {[]figure.Step{{ID: "a", Change: 3}, {ID: "b", Change: -4}}, []string{`step "b": the level after it is -1, below zero`}},
		"range":               {[]figure.Step{{ID: "a", Change: 3, Range: true, Low: 4}}, []string{`step "a": low end 4 is not between nothing and 3`}},
		"ids":                 {[]figure.Step{{ID: "a"}, {ID: "a"}}, []string{`step 2 of waterfall "w": id "a" is empty or used twice`}},
		"no number":           {[]figure.Step{{ID: "a", Change: math.Inf(1)}}, []string{`step "a": change +Inf or low end 0 is not finite`}},
	} {
		if d := cmp.Diff(tt.want, wrong(figure.Waterfall{Frame: figure.Frame{ID: "w"}, Steps: tt.steps})); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	w := figure.Waterfall{Below: &figure.BarPlot{Full: -1}}
	if d := cmp.Diff([]string{"the bars below: full scale -1 is negative or not finite"}, wrong(w)); d != "" {
		t.Error(d)
	}
}

func TestWaterfallLevels(t *testing.T) {
	w := figure.Waterfall{Steps: []figure.Step{{Change: 80}, {Change: 20}, {Change: 100, Total: true}, {Change: -60}, {Change: -40}}}
	from, to := w.Levels()
	if d := cmp.Diff([][]float64{{0, 80, 0, 100, 40}, {80, 100, 100, 40, 0}}, [][]float64{from, to}); d != "" {
		t.Error(d)
	}
}

func TestLinesCheck(t *testing.T) {
	line := func(p ...figure.Point) figure.Lines {
		return figure.Lines{Frame: figure.Frame{ID: "l"}, Panels: []figure.LinePanel{{Lines: []figure.Line{{ID: "a", Points: p}}}}}
	}
	twice := line()
	twice.Panels[0].Lines = append(twice.Panels[0].Lines, figure.Line{ID: "a"})
	for name, tt := range map[string]struct {
		f    figure.Figure
		want []string
	}{
		"nothing": {figure.Lines{}, nil},
		"sound":   {line(figure.Point{X: 1, Y: 2}, figure.Point{X: 2, Unknown: true}, figure.Point{X: 3, Y: 1, Low: 0, High: 2, Band: true}), nil},
		"order":   {line(figure.Point{X: 1}, figure.Point{X: 1}), []string{`line "a": point 2 is not to the right of the one before`}},
		"band":    {line(figure.Point{Y: 3, Low: 1, High: 2, Band: true}), []string{`line "a": point 1 is not in its band from 1 to 2`}},
		"numbers": {line(figure.Point{Y: math.NaN()}), []string{`line "a": point 1 is not finite`}},
		"ids":     {twice, []string{`line 2 of panel 1 of figure "l": id "a" is empty or used twice`}},
		"ticks":   {figure.Lines{Frame: figure.Frame{ID: "l"}, XTicks: []figure.Tick{{At: math.Inf(1), Label: "x"}}}, []string{`tick "x" of figure "l" is at +Inf`}},
	} {
		if d := cmp.Diff(tt.want, wrong(tt.f)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// A chart can be saved and read back.
func TestChartsRoundTrip(t *testing.T) {
	mark := 3.0
	plot := figure.BarPlot{Series: []figure.Series{{Key: "a", Label: "A", Color: "equity", Hollow: true}}, Columns: []string{"c"}, Open: "o", Mark: "m", Full: 9,
		Groups: []figure.BarGroup{{Heading: "h", Total: "t", Empty: "e", Note: "n", Rows: []figure.Bar{{ID: "x", Label: "l", Detail: "d", Parts: []figure.Part{{Series: "a", Value: 1.5}}, High: 2, Mark: &mark, Value: "v", Cells: []string{"c"}, Emphasis: true, Title: "t"}}}}}
	bars, steps := figure.Bars{Frame: figure.Frame{ID: "b", Title: "t"}, BarPlot: plot}, figure.Waterfall{Frame: figure.Frame{ID: "w"}, Below: &plot, Open: "o", Empty: "e",
		Steps: []figure.Step{{ID: "s", Label: "l", Detail: "d", Heading: "h", Change: -1.25, Total: true, Low: 1, Range: true, Color: "c", Value: "v", Title: "t"}}}
	lines := figure.Lines{Frame: figure.Frame{ID: "l"}, XTicks: []figure.Tick{{At: 1, Label: "x"}}, Empty: "e", Panels: []figure.LinePanel{{Heading: "h", Note: "n", YTicks: []figure.Tick{{At: 2, Label: "y"}},
		Lines: []figure.Line{{ID: "i", Label: "l", Color: "c", Dashed: true, Emphasis: true, Points: []figure.Point{{X: 1, Y: 2, Unknown: true, Low: 1, High: 3, Band: true, Value: "v", Title: "t"}}}}}}}
	var b figure.Bars
	var w figure.Waterfall
	var l figure.Lines
	for _, pair := range [][2]any{{&bars, &b}, {&steps, &w}, {&lines, &l}} {
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
}
