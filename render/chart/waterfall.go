package chart

import (
	"math"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Waterfall draws steps from top to bottom, each bar beginning where the one before it ended, and under them bars on a
// scale of their own. A part that may not be there is empty.
//
// In the file a step is a <g class="step" data-id="…"> with a tooltip, a bar below a <g class="bar" data-id="…">.
func Waterfall(f figure.Waterfall, o Options) ([]byte, error) { return Draw(f, o) }

// waterfall draws a waterfall that passed its check.
func waterfall(f figure.Waterfall, o Options) []byte {
	f = cleanWaterfall(f)
	s := sheet.New(f.Frame, chartWidth, o.Theme)
	below := figure.BarPlot{}
	if f.Below != nil {
		below = *f.Below
	}
	from, to := f.Levels()
	longest, label, value := 0.0, 0.0, 0.0
	for i, x := range f.Steps {
		longest = max(longest, from[i], to[i])
		label = max(label, rowStrong.Width(x.Label), detailStyle.Width(x.Detail))
		value = max(value, valueStyle.Width(x.Value))
	}
	bars := newBarPlot(s, below, below.Longest(), label, value)
	w := waterfallPlot{newBarPlot(s, figure.BarPlot{}, longest, bars.x0-12-sheet.Margin, value), f}
	keys := bars.keys()
	if f.Open != "" && f.Open != below.Open {
		keys = append(keys, openKey(s, f.Open))
	}
	head, y := s.Header()
	samples, y := legend(s, y, keys)
	steps, y := w.steps(y, from, to)
	rows, y := bars.draw(y + 8)
	foot, height := s.Footer(y + 10)
	return s.Bytes(height, sheet.Root{Class: "waterfall", Description: "Waterfall.", Metadata: o.Metadata}, head, samples, steps, rows, foot)
}

// waterfallPlot draws steps in the columns of bars.
type waterfallPlot struct {
	*barPlot
	f figure.Waterfall
}

// cleanWaterfall returns f with every text that is shown made fit for a picture.
func cleanWaterfall(f figure.Waterfall) figure.Waterfall {
	f.Open, f.Empty = typeset.Clean(f.Open), typeset.Clean(f.Empty)
	var steps []figure.Step
	for _, x := range f.Steps {
		x.Label, x.Detail, x.Heading = typeset.Clean(x.Label), typeset.Clean(x.Detail), typeset.Clean(x.Heading)
		x.Value, x.Title = typeset.Clean(x.Value), typeset.Clean(x.Title)
		if x.Label == "" {
			x.Label = typeset.Clean(x.ID)
		}
		steps = append(steps, x)
	}
	f.Steps = steps
	if f.Below != nil {
		p := cleanPlot(*f.Below)
		f.Below = &p
	}
	return f
}

const stepBar = 20.0 // height of the bar of a step

// steps draws the steps from y on and returns the height below them.
func (w waterfallPlot) steps(y float64, from, to []float64) (*sheet.Element, float64) {
	lines, all := sheet.El("g", "class", "links"), sheet.El("g", "class", "steps")
	if len(w.f.Steps) == 0 {
		for _, l := range emptyStyle.Wrap(w.f.Empty, 3, w.s.Room()) {
			y += 20
			all.Add(w.s.Text(sheet.Margin, y-4, l, emptyStyle))
		}
		return all, y
	}
	bottom := 0.0 // lower end of the bar before
	for i, x := range w.f.Steps {
		if x.Heading != "" {
			y += 28
			all.Add(w.s.Halo(sheet.Margin, y-6, typeset.Shorten(x.Heading, w.s.Room(), groupStyle.Size, true), groupStyle, 5)...)
			y += 3
		}
		row, height := w.words(x, y)
		top := y + (height-stepBar)/2
		if i > 0 { // from where the step before ended
			lines.Add(w.link(w.x0+w.length(max(to[i-1], 0)), bottom, top))
		}
		right := w.step(row, x, from[i], to[i], top)
		row.Add(w.s.Text(right+6, top+stepBar/2+4.5, typeset.Shorten(x.Value, w.value, valueStyle.Size, true), valueStyle))
		all.Add(row)
		lines.Add(w.link(w.x0, y, y+height))
		bottom = top + stepBar
		y += height
	}
	return sheet.El("g").Add(lines, all), y
}

// link draws a thin line down.
func (w waterfallPlot) link(x, y1, y2 float64) *sheet.Element {
	return w.s.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", y1, "y2", y2, "stroke-width", 1), sheet.Rim)
}

// words begins the row of a step at y with its label and detail, and says how high the row is.
func (w waterfallPlot) words(x figure.Step, y float64) (row *sheet.Element, height float64) {
	room := w.x0 - 11.5 - sheet.Margin
	style := rowStyle
	if x.Total {
		style = rowStrong
	}
	labels, details := style.Wrap(x.Label, 2, room), detailStyle.Wrap(x.Detail, 2, room)
	text := float64(float64(len(labels))*16) + float64(float64(len(details))*14)
	height = max(stepBar+12, text+12)
	row = sheet.El("g", "class", "step", "data-id", typeset.Clean(x.ID))
	if x.Title != "" {
		row.Add(sheet.El("title").Say(typeset.Cut(x.Title, maxTip)))
	}
	base := y + (height-text)/2 - 3
	for _, l := range labels {
		base += 16
		row.Add(w.s.Text(sheet.Margin, base, l, style))
	}
	for _, l := range details {
		base += 14
		row.Add(w.s.Text(sheet.Margin, base, l, detailStyle))
	}
	return row, height
}

// step draws the bar of a step and returns its right end.
func (w waterfallPlot) step(g *sheet.Element, x figure.Step, from, to, top float64) float64 {
	sure := math.Abs(to - from)
	if x.Range {
		sure = min(x.Low, sure)
	}
	turn := from + sure // where what is sure ends
	if to < from {
		turn = from - sure
	}
	at := func(v float64) float64 { return w.x0 + w.length(max(v, 0)) }
	draw := func(a, b float64, empty bool) {
		a, b = min(at(a), at(b)), max(at(a), at(b))
		switch {
		case b <= a:
		case empty:
			g.Add(open(w.s, a, top, b-a, stepBar, rimOf(x.Color)))
		default:
			g.Add(swatch(w.s, a, top, b-a, stepBar, x.Color, false))
		}
	}
	draw(from, turn, false)
	if x.Range && !near(turn, to) {
		draw(turn, to, true)
	}
	right := max(at(from), at(to))
	if right-min(at(from), at(to)) < 0.5 { // nothing, or too little to see: a stroke says where
		g.Add(w.s.Fill(sheet.El("rect", "x", right-0.5, "y", top, "width", 1, "height", stepBar), rimOf(x.Color)))
	}
	return right
}

// near reports whether two levels are the same to the eye and to the cent.
func near(a, b float64) bool { return math.Abs(a-b) <= 0.005 }
