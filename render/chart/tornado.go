package chart

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Tornado draws a bar for each input, from the result at its low end to that at its high end, around the line of the result as
// it is now, the widest swing on top. Lengths are proportional; the scale need not begin at zero, since a bar shows a difference.
// An input whose both ends move the result the same way has two bars, one below the other.
//
// In the file a row is a <g class="row" data-id="…"> with a tooltip.
func Tornado(f figure.Tornado, o Options) ([]byte, error) { return Draw(f, o) }

const (
	tornadoRow  = 40.0
	tornadoBar  = 22.0
	tornadoLane = 14.0  // height of one of two bars in a row
	endLimit    = 190.0 // width of the texts beyond the ends of bars
	lowColor    = "hue2"
	highColor   = "hue1"
)

var (
	endValue = sheet.Style{Size: 12, Strong: true, Color: sheet.Ink}
	endInput = sheet.Style{Size: 11, Color: sheet.Muted}
)

// tornado draws a tornado that passed its check.
func tornado(f figure.Tornado, o Options) []byte {
	f = cleanTornado(f)
	s := sheet.New(f.Frame, chartWidth, o.Theme)
	head, y := s.Header()
	picture := sheet.El("g", "class", "rows")
	if len(f.Rows) == 0 {
		for _, l := range emptyStyle.Wrap(f.Empty, 3, s.Room()) {
			y += 22
			picture.Add(s.Text(sheet.Margin, y-4, l, emptyStyle))
		}
	} else {
		var samples *sheet.Element
		samples, y = legend(s, y, []key{
			{f.Low, func(px, py float64) *sheet.Element { return swatch(s, px, py, 14, 12, lowColor, false) }},
			{f.High, func(px, py float64) *sheet.Element { return swatch(s, px, py, 14, 12, highColor, false) }},
		})
		picture.Add(samples)
		y = newTornadoPlot(s, f).draw(picture, y)
	}
	foot, height := s.Footer(y + 10)
	return s.Bytes(height, sheet.Root{Class: "tornado", Description: "Tornado.", Metadata: o.Metadata}, head, picture, foot)
}

// cleanTornado returns f with every text that is shown made fit for a picture, and the widest swing first.
func cleanTornado(f figure.Tornado) figure.Tornado {
	f.BaseLabel, f.XLabel, f.Empty = typeset.Clean(f.BaseLabel), typeset.Clean(f.XLabel), typeset.Clean(f.Empty)
	f.Low = cmp.Or(typeset.Clean(f.Low), "input at its low end")
	f.High = cmp.Or(typeset.Clean(f.High), "input at its high end")
	f.XTicks, f.Rules = cleanTicks(f.XTicks), cleanRules(f.Rules)
	var rows []figure.TornadoRow
	for _, r := range f.Rows {
		r.Label, r.Note, r.Title = cmp.Or(typeset.Clean(r.Label), typeset.Clean(r.ID)), typeset.Clean(r.Note), typeset.Clean(r.Title)
		r.LowLabel, r.HighLabel = typeset.Clean(r.LowLabel), typeset.Clean(r.HighLabel)
		r.LowValue, r.HighValue = typeset.Clean(r.LowValue), typeset.Clean(r.HighValue)
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b figure.TornadoRow) int { return -cmp.Compare(f.Swing(a)/2, f.Swing(b)/2) })
	f.Rows = rows
	return f
}

// tornadoPlot places bars around a base.
type tornadoPlot struct {
	s     *sheet.Sheet
	f     figure.Tornado
	label float64 // room for the labels
	scale scale
}

// tornadoEnd is one end of a row.
type tornadoEnd struct {
	at           float64
	unknown      bool
	value, input string
	color        string
	side         int // -1 to the left of the base, 1 to the right
}

func newTornadoPlot(s *sheet.Sheet, f figure.Tornado) *tornadoPlot {
	p := &tornadoPlot{s: s, f: f}
	p.scale = scale{low: f.Base, high: f.Base}
	for _, t := range f.XTicks {
		p.scale.see(t.At)
	}
	for _, r := range f.Rules {
		p.scale.see(r.At)
	}
	for _, r := range f.Rows {
		p.label = max(p.label, rowStyle.Width(r.Label), detailStyle.Width(r.Note))
		for _, e := range p.ends(r) {
			if !e.unknown {
				p.scale.see(e.at)
			}
		}
	}
	p.label = min(p.label, labelLimit)
	p.makeRoom(sheet.Margin+p.label+12, s.Width-sheet.Margin)
	return p
}

// makeRoom sets the ends of the scale between left and right as far apart as the words beyond bars allow. Narrowing one side
// moves all bars, so it looks again a few times; each look only narrows.
func (p *tornadoPlot) makeRoom(left, right float64) {
	p.scale.start, p.scale.end = left+24, right-24
	for range 6 {
		whole := p.scale.end - p.scale.start
		for _, r := range p.f.Rows {
			for _, e := range p.ends(r) {
				over := e.width(math.Abs(p.scale.at(e.at)-p.scale.at(p.f.Base))) + 9
				if x := p.scale.at(e.at); e.side < 0 {
					p.scale.start += min(max(left-(x-over), 0), whole/8)
				} else {
					p.scale.end -= min(max(x+over-right, 0), whole/8)
				}
			}
		}
	}
}

// inside reports whether a bar of that length has room for what the input is.
func (e tornadoEnd) inside(length float64) bool {
	return e.input != "" && !e.unknown && endInput.Width(e.input) <= length-12
}

// width is how much room the words beyond the end of a bar of that length want.
func (e tornadoEnd) width(length float64) float64 {
	w := endValue.Width(e.value)
	if e.input != "" && !e.inside(length) {
		w += endInput.Width(e.input) + 8
	}
	return min(w, endLimit)
}

// ends are the low and the high end of a row. One that does not move the result stands on the side the other leaves free.
func (p *tornadoPlot) ends(r figure.TornadoRow) [2]tornadoEnd {
	low := tornadoEnd{at: r.Low, unknown: r.LowUnknown, value: r.LowValue, input: r.LowLabel, color: lowColor}
	high := tornadoEnd{at: r.High, unknown: r.HighUnknown, value: r.HighValue, input: r.HighLabel, color: highColor}
	for _, e := range []*tornadoEnd{&low, &high} {
		if e.unknown {
			e.at, e.value = p.f.Base, cmp.Or(e.value, "?")
		}
		e.side = cmp.Compare(e.at, p.f.Base)
	}
	switch {
	case low.side == 0 && high.side == 0:
		low.side, high.side = -1, 1
	case low.side == 0:
		low.side = -high.side
	case high.side == 0:
		high.side = -low.side
	}
	return [2]tornadoEnd{low, high}
}

// draw draws rows and scale from y on and returns the height below them.
func (p *tornadoPlot) draw(g *sheet.Element, y float64) float64 {
	words := p.words()
	top := y + 10 + float64(float64(words.rows)*markLane) + 8
	bottom := top + float64(float64(len(p.f.Rows))*tornadoRow) + 4
	end := p.axis(g, top, bottom)
	p.verticals(g, words, y+10, top, bottom)
	for i, r := range p.f.Rows {
		g.Add(p.row(r, top+4+float64(float64(i)*tornadoRow)))
	}
	base := p.scale.at(p.f.Base)
	g.Add(p.s.Stroke(sheet.El("line", "class", "base", "x1", base, "x2", base, "y1", top-4, "y2", bottom, "stroke-width", 1.6), sheet.Ink))
	return end
}

// axis draws the scale below the rows, with a thin line up from each mark, and returns the height below it.
func (p *tornadoPlot) axis(g *sheet.Element, top, bottom float64) float64 {
	end := math.Inf(-1)
	for _, t := range p.f.XTicks {
		x := p.scale.at(t.At)
		g.Add(p.s.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", top, "y2", bottom, "stroke-width", 0.8), sheet.Hair))
		w := timeStyle.Width(t.Label) / 2
		if x-w > end+6 && x-w >= 0 && x+w <= p.s.Width {
			g.Add(p.s.Text(x, bottom+16, t.Label, timeStyle))
			end = x + w
		}
	}
	if p.f.XLabel == "" {
		return bottom + 22
	}
	style := detailStyle
	style.Anchor = "middle"
	middle := (p.scale.start + p.scale.end) / 2
	room := 2 * min(middle-sheet.Margin, p.s.Width-sheet.Margin-middle)
	g.Add(p.s.Text(middle, bottom+34, typeset.Shorten(p.f.XLabel, room, style.Size, false), style))
	return bottom + 40
}

// verticals are the words above the base and the rules, in rows.
type verticals struct {
	at    []float64
	label []string
	row   []int
	rows  int
}

// words are those of the base and the rules. The base is first: its words stand in the lowest row.
func (p *tornadoPlot) words() verticals {
	var v verticals
	var start, width []float64
	for i, r := range append([]figure.Rule{{At: p.f.Base, Label: p.f.BaseLabel}}, p.f.Rules...) {
		if i == 0 && r.Label == "" {
			continue
		}
		label := typeset.Shorten(r.Label, 320, markStyle.Size, true)
		w := markStyle.Width(label)
		x := min(max(p.scale.at(r.At), sheet.Margin+w/2), p.s.Width-sheet.Margin-w/2)
		v.at, v.label = append(v.at, x), append(v.label, label)
		start, width = append(start, x-w/2), append(width, w)
	}
	v.row = lanes(start, width, 12)
	for _, r := range v.row {
		v.rows = max(v.rows, r+1)
	}
	return v
}

// verticals draws the rules and writes the words above them and above the base.
func (p *tornadoPlot) verticals(g *sheet.Element, v verticals, y, top, bottom float64) {
	base := func(i int) float64 { return y + 12 + float64(float64(v.rows-1-v.row[i])*markLane) }
	skip := len(v.label) - len(p.f.Rules) // the words of the base, if there are any
	for i, r := range p.f.Rules {
		x := p.scale.at(r.At)
		g.Add(p.s.Stroke(sheet.El("line", "class", "rule", "x1", x, "x2", x, "y1", min(base(i+skip)+5, top), "y2", bottom, "stroke-width", 1.2, "stroke-dasharray", "5 3"), sheet.Ink))
	}
	for i, label := range v.label {
		g.Add(p.s.Halo(v.at[i], base(i), label, markStyle, 4)...)
	}
}

// row draws one input, its upper edge at y.
func (p *tornadoPlot) row(r figure.TornadoRow, y float64) *sheet.Element {
	g := sheet.El("g", "class", "row", "data-id", typeset.Clean(r.ID))
	if r.Title != "" {
		g.Add(sheet.El("title").Say(typeset.Cut(r.Title, maxTip)))
	}
	base := y + tornadoRow/2 + 4.5
	if r.Note != "" {
		base = y + tornadoRow/2 - 2
		g.Add(p.s.Text(sheet.Margin, base+15, typeset.Shorten(r.Note, p.label, detailStyle.Size, false), detailStyle))
	}
	g.Add(p.s.Text(sheet.Margin, base, typeset.Shorten(r.Label, p.label, rowStyle.Size, false), rowStyle))
	ends := p.ends(r)
	if ends[0].side == ends[1].side {
		for i, e := range ends {
			p.end(g, e, y+(tornadoRow-2*tornadoLane)/2+float64(i)*tornadoLane, tornadoLane-1)
		}
		return g
	}
	for _, e := range ends {
		p.end(g, e, y+(tornadoRow-tornadoBar)/2, tornadoBar)
	}
	return g
}

// end draws the bar from the base to an end, with what the input is there in it, if there is room, and the result beyond it.
func (p *tornadoPlot) end(g *sheet.Element, e tornadoEnd, top, height float64) {
	from, to := p.scale.at(p.f.Base), p.scale.at(e.at)
	if !e.unknown && from != to {
		g.Add(swatch(p.s, min(from, to), top, math.Abs(to-from), height, e.color, false))
	}
	middle := top + height/2 + 4
	anchor := "start"
	if e.side < 0 {
		anchor = "end"
	}
	x := to + float64(e.side)*7
	input := e.input
	if e.inside(math.Abs(to - from)) {
		style := endInput
		style.Color, style.Anchor = on(fillOf(e.color)), "end"
		if e.side < 0 {
			style.Anchor = "start"
		}
		g.Add(p.s.Text(to-float64(e.side)*6, middle, input, style))
		input = ""
	}
	value, after := endValue, endInput
	value.Anchor, after.Anchor = anchor, anchor
	input = typeset.Shorten(input, endLimit/2, after.Size, false)
	room := endLimit
	if input != "" {
		room -= 8 + after.Width(input)
	}
	words := typeset.Shorten(e.value, room, value.Size, true)
	g.Add(p.s.Halo(x, middle, words, value, 3)...)
	if input != "" {
		if words != "" {
			x += float64(float64(e.side) * (value.Width(words) + 8))
		}
		g.Add(p.s.Halo(x, middle, input, after, 3)...)
	}
}
