package chart

import (
	"math"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Lines draws panels of lines under one another. Places on both axes are proportional, and the scale of a panel begins at zero,
// unless a number is below. A line has its name and its last value at its right end; its first and its highest value stand at
// their points, where there is room.
//
// In the file a line is a <g class="line" data-id="…">, and each of its points has a tooltip.
func Lines(f figure.Lines, o Options) ([]byte, error) { return Draw(f, o) }

// The styles of lines.
var (
	tickStyle  = sheet.Style{Size: 11, Color: sheet.Muted, Anchor: "end"}
	timeStyle  = sheet.Style{Size: 11, Color: sheet.Muted, Anchor: "middle"}
	pointStyle = sheet.Style{Size: 11, Strong: true, Anchor: "middle"}
	nameStyle  = sheet.Style{Size: 12, Strong: true}
	lastStyle  = sheet.Style{Size: 12}
)

const (
	panelHeight = 250.0
	maxEndLabel = 230.0 // width of the names at the ends of lines
	nameGap     = 15.0  // between two names
	maxTickText = 110.0
)

// lines draws lines that passed their check.
func lines(f figure.Lines, o Options) []byte {
	f = cleanLines(f)
	s := sheet.New(f.Frame, chartWidth, o.Theme)
	head, y := s.Header()
	picture := sheet.El("g", "class", "panels")
	p := newLinePlot(s, f)
	if p.empty {
		for _, l := range emptyStyle.Wrap(f.Empty, 3, s.Room()) {
			y += 22
			picture.Add(s.Text(sheet.Margin, y-4, l, emptyStyle))
		}
	} else {
		for i, panel := range f.Panels {
			var e *sheet.Element
			e, y = p.panel(panel, y, i == 0)
			picture.Add(e)
		}
		y = p.axisName(picture, y)
	}
	foot, height := s.Footer(y + 10)
	return s.Bytes(height, sheet.Root{Class: "lines", Description: "Lines.", Metadata: o.Metadata}, head, picture, foot)
}

// cleanLines returns f with every text that is shown made fit for a picture.
func cleanLines(f figure.Lines) figure.Lines {
	f.XTicks, f.Empty = cleanTicks(f.XTicks), typeset.Clean(f.Empty)
	f.XLabel, f.Marks = typeset.Clean(f.XLabel), cleanRules(f.Marks)
	var panels []figure.LinePanel
	for _, p := range f.Panels {
		p.Heading, p.Note, p.YTicks = typeset.Clean(p.Heading), typeset.Clean(p.Note), cleanTicks(p.YTicks)
		p.Rules = cleanRules(p.Rules)
		var all []figure.Line
		for _, l := range p.Lines {
			l.Label = typeset.Clean(l.Label)
			if l.Label == "" {
				l.Label = typeset.Clean(l.ID)
			}
			var points []figure.Point
			for _, x := range l.Points {
				x.Value, x.Title = typeset.Clean(x.Value), typeset.Clean(x.Title)
				points = append(points, x)
			}
			l.Points = points
			var bands []string
			for _, b := range l.BandLabels {
				bands = append(bands, typeset.Clean(b))
			}
			l.BandLabels = bands
			all = append(all, l)
		}
		p.Lines = all
		panels = append(panels, p)
	}
	f.Panels = panels
	return f
}

// linePlot places points of panels that share their axis.
type linePlot struct {
	s           *sheet.Sheet
	f           figure.Lines
	empty       bool
	left, right float64   // of the plots
	first, last float64   // of the axis
	markEnd     []float64 // where the words of marks end
}

func newLinePlot(s *sheet.Sheet, f figure.Lines) *linePlot {
	p := &linePlot{s: s, f: f, empty: true, first: math.Inf(1), last: math.Inf(-1)}
	tick, name := 0.0, 0.0
	see := func(x float64) { p.first, p.last = min(p.first, x), max(p.last, x) }
	for _, panel := range f.Panels {
		for _, t := range panel.YTicks {
			tick = max(tick, tickStyle.Width(t.Label))
		}
		for _, l := range panel.Lines {
			for _, x := range l.Points {
				if !x.Unknown {
					p.empty = false
				}
				see(x.X)
			}
			name = max(name, nameStyle.Width(l.Label)+6+lastStyle.Width(lastValue(l)))
			for _, b := range l.BandLabels {
				name = max(name, sampleWidth+bandStyle.Width(b))
			}
		}
		for _, r := range panel.Rules {
			name = max(name, ruleStyle.Width(r.Label))
		}
	}
	for _, t := range f.XTicks {
		see(t.At)
	}
	for _, m := range f.Marks {
		see(m.At)
	}
	p.left = sheet.Margin + tick + 12
	p.right = s.Width - sheet.Margin - min(name, maxEndLabel) - 16
	return p
}

// lastValue is what the last known point of a line says.
func lastValue(l figure.Line) string {
	for i := len(l.Points) - 1; i >= 0; i-- {
		if !l.Points[i].Unknown {
			return l.Points[i].Value
		}
	}
	return ""
}

// x is where something lies on the axis.
func (p *linePlot) x(v float64) float64 {
	if p.last <= p.first { // one place only: beside the names
		return p.right
	}
	return p.left + float64((v/2-p.first/2)/(p.last/2-p.first/2)*(p.right-p.left))
}

// linePanel is one panel with its scale.
type linePanel struct {
	*linePlot
	top, bottom float64
	low, high   float64
	all         []figure.Line
	taken       []box // by text
}

// box is a rectangle.
type box struct{ x0, y0, x1, y1 float64 }

func (a box) meets(b box) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

// y is where a number lies on the scale.
func (p *linePanel) y(v float64) float64 {
	if p.high <= p.low {
		return p.bottom
	}
	return p.bottom - float64((v/2-p.low/2)/(p.high/2-p.low/2)*(p.bottom-p.top))
}

// panel draws a panel from y on and returns the height below it.
func (p *linePlot) panel(f figure.LinePanel, y float64, first bool) (*sheet.Element, float64) {
	g := sheet.El("g", "class", "panel")
	y += 26
	if f.Heading != "" {
		heading := typeset.Shorten(f.Heading, p.s.Room()*0.6, groupStyle.Size, true)
		g.Add(p.s.Text(sheet.Margin, y-4, heading, groupStyle))
		at := sheet.Margin + groupStyle.Width(heading) + 10
		g.Add(p.s.Text(at, y-4, typeset.Shorten(f.Note, p.s.Width-sheet.Margin-at, detailStyle.Size, false), detailStyle))
	}
	if first {
		y = p.markNames(g, y)
	}
	panel := &linePanel{linePlot: p, all: f.Lines, top: y + 18, bottom: y + 18 + max(panelHeight, nameGap*float64(sideNames(f)))}
	panel.scale(f)
	panel.axes(g, f)
	for _, l := range f.Lines {
		panel.band(g, l)
		panel.nested(g, l)
	}
	panel.verticals(g, first)
	panel.rules(g, f.Rules)
	groups := make([]*sheet.Element, len(f.Lines))
	for i, l := range f.Lines {
		groups[i] = sheet.El("g", "class", "line", "data-id", typeset.Clean(l.ID)).Add(sheet.El("title").Say(typeset.Cut(l.Label, maxTip)))
		panel.line(groups[i], l)
		g.Add(groups[i])
	}
	panel.names(g, f.Lines, panel.ruleNames(g, f.Rules))
	for _, l := range f.Lines {
		panel.values(g, l)
	}
	return g, panel.bottom + 28
}

// scale finds the ends of the scale: all points, bands, ticks, and zero.
func (p *linePanel) scale(f figure.LinePanel) {
	see := func(v float64) { p.low, p.high = min(p.low, v), max(p.high, v) }
	for _, t := range f.YTicks {
		see(t.At)
	}
	for _, l := range f.Lines {
		for _, x := range l.Points {
			if x.Unknown {
				continue
			}
			see(x.Y)
			if x.Band {
				see(x.Low)
				see(x.High)
			}
			for _, b := range x.Bands {
				see(b.Low)
				see(b.High)
			}
		}
	}
	for _, r := range f.Rules {
		see(r.At)
	}
}

// axes draws the lines of the scale, the zero line, and what stands at the axis. Marks of the axis that would touch the one
// before them are left without their text.
func (p *linePanel) axes(g *sheet.Element, f figure.LinePanel) {
	above := math.Inf(1)
	for _, t := range f.YTicks {
		y := p.y(t.At)
		if t.At != 0 {
			g.Add(p.s.Stroke(sheet.El("line", "x1", p.left, "x2", p.right, "y1", y, "y2", y, "stroke-width", 0.8), sheet.Hair))
		}
		if math.Abs(above-y) >= 13 {
			g.Add(p.s.Text(p.left-8, y+4, t.Label, tickStyle))
			above = y
		}
	}
	zero := p.y(0)
	g.Add(p.s.Stroke(sheet.El("line", "x1", p.left, "x2", p.right, "y1", zero, "y2", zero, "stroke-width", 1), sheet.Rim))
	end := math.Inf(-1)
	for _, t := range p.f.XTicks {
		x := p.x(t.At)
		g.Add(p.s.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", p.bottom, "y2", p.bottom+5, "stroke-width", 1), sheet.Rim))
		w := timeStyle.Width(t.Label) / 2
		if x-w > end+6 && x-w >= 0 && x+w <= p.s.Width {
			g.Add(p.s.Text(x, p.bottom+18, t.Label, timeStyle))
			end = x + w
		}
	}
}

// band draws the areas between low and high ends, lightly.
func (p *linePanel) band(g *sheet.Element, l figure.Line) {
	var run []figure.Point
	flush := func() {
		if len(run) > 1 {
			var xy []float64
			for _, x := range run {
				xy = append(xy, p.x(x.X), p.y(x.High))
			}
			for i := len(run) - 1; i >= 0; i-- {
				xy = append(xy, p.x(run[i].X), p.y(run[i].Low))
			}
			g.Add(p.s.Fill(sheet.El("polygon", "points", sheet.Points(xy...), "opacity", 0.16), fillOf(l.Color)))
		} else if len(run) == 1 { // a lonely point has a stroke for a band
			x := p.x(run[0].X)
			g.Add(p.s.Stroke(sheet.El("line", "x1", x, "x2", x, "y1", p.y(run[0].High), "y2", p.y(run[0].Low), "stroke-width", 5, "opacity", 0.16), fillOf(l.Color)))
		}
		run = nil
	}
	for _, x := range l.Points {
		if x.Unknown || !x.Band {
			flush()
			continue
		}
		run = append(run, x)
	}
	flush()
}

// line draws a line, broken where nothing is known, and its points.
func (p *linePanel) line(g *sheet.Element, l figure.Line) {
	pen, radius := 2.0, 3.0
	if l.Emphasis {
		pen, radius = 3, 3.8
	}
	var path strings.Builder
	down := false
	for _, x := range l.Points {
		if x.Unknown {
			down = false
			continue
		}
		move := "L"
		if !down {
			move = "M"
		}
		if down && l.Step { // along the level of the point before, then to the new one
			path.WriteString("H" + sheet.Number(p.x(x.X)))
		}
		down = true
		path.WriteString(move + sheet.Number(p.x(x.X)) + " " + sheet.Number(p.y(x.Y)))
	}
	if path.Len() == 0 {
		return
	}
	e := p.s.Stroke(sheet.El("path", "d", path.String(), "fill", "none", "stroke-width", pen, "stroke-linejoin", "round"), rimOf(l.Color))
	if l.Dashed {
		e.Set("stroke-dasharray", "7 4")
	}
	g.Add(e)
	for _, x := range l.Points {
		if x.Unknown {
			continue
		}
		if l.Plain && x.Title == "" {
			continue
		}
		dot := p.s.Fill(sheet.El("circle", "cx", p.x(x.X), "cy", p.y(x.Y), "r", radius, "stroke-width", 1.2), rimOf(l.Color))
		dot = p.s.Stroke(dot, sheet.Paper)
		if l.Plain { // not seen, but has its tooltip
			dot.Set("opacity", 0)
		}
		if x.Title != "" {
			dot = sheet.El("g").Add(sheet.El("title").Say(typeset.Cut(x.Title, maxTip)), dot)
		}
		g.Add(dot)
	}
}

// names writes the names of the lines with their last values beside their right ends, apart from each other, and those of their
// bands and of rules that found no room elsewhere. One that had to move away has a thin line to its place. If there are more
// than there is room for, those of the lowest ends are left out.
func (p *linePanel) names(g *sheet.Element, all []figure.Line, rules []figure.Rule) {
	var ends []lineEnd
	for _, l := range all {
		for i := len(l.Points) - 1; i >= 0; i-- {
			if x := l.Points[i]; !x.Unknown {
				ends = append(ends, lineEnd{line: l, x: p.x(x.X), y: p.y(x.Y)})
				break
			}
		}
	}
	ends = append(ends, p.bandNames(all)...)
	for _, r := range rules {
		ends = append(ends, lineEnd{x: p.right, y: p.y(r.At), words: r.Label})
	}
	at := make([]float64, len(ends))
	for i, e := range ends {
		at[i] = e.y
	}
	for i, y := range spread(at, nameGap, p.top-6, p.bottom+4) {
		e := ends[i]
		if e.words != "" {
			p.bandName(g, e, y)
			continue
		}
		x := p.right + 14
		name, value := nameStyle, lastStyle
		name.Color, value.Color = inkOf(e.line.Color), sheet.Ink
		if math.Abs(y-e.y) > 3 || e.x < p.right-1 {
			p.leader(g, e, y)
		}
		last := typeset.Shorten(lastValue(e.line), maxEndLabel/2, value.Size, false)
		label := typeset.Shorten(e.line.Label, maxEndLabel-6-value.Width(last), name.Size, true)
		g.Add(p.s.Text(x, y+4, label, name))
		if last != "" {
			g.Add(p.s.Text(x+name.Width(label)+6, y+4, last, value))
		}
	}
}

// lineEnd is what has a name at the right: a line, or if there are words, a band (which has a depth) or a rule.
type lineEnd struct {
	line  figure.Line
	x, y  float64
	words string
	depth int
}

// leader draws a thin line from an end to its name at y.
func (p *linePanel) leader(g *sheet.Element, e lineEnd, y float64) {
	x := p.right + 14
	g.Add(p.s.Stroke(sheet.El("path", "d", "M"+sheet.Number(e.x+5)+" "+sheet.Number(e.y)+"L"+sheet.Number(x-9)+" "+sheet.Number(e.y)+"L"+sheet.Number(x-3)+" "+sheet.Number(y),
		"fill", "none", "stroke-width", 0.8), sheet.Rim))
}

// values writes the first and the highest value of a line at their points, where nothing is in the way. What already stands
// at the end of the line is not said again.
func (p *linePanel) values(g *sheet.Element, l figure.Line) {
	first, peak, last := -1, -1, -1
	for i, x := range l.Points {
		if x.Unknown {
			continue
		}
		if first < 0 {
			first = i
		}
		if peak < 0 || x.Y > l.Points[peak].Y {
			peak = i
		}
		last = i
	}
	said := ""
	for _, i := range []int{peak, first} {
		if i < 0 || i == last || l.Points[i].Value == lastValue(l) || l.Points[i].Value == said {
			continue
		}
		said = l.Points[i].Value
		p.value(g, l, l.Points[i])
	}
}

// value writes the value of a point above or below it, where no other text and no other point is, and where the fewest lines
// pass.
func (p *linePanel) value(g *sheet.Element, l figure.Line, at figure.Point) {
	style := pointStyle
	style.Color = inkOf(l.Color)
	w := style.Width(at.Value) / 2
	x, y := p.x(at.X), p.y(at.Y)
	x = max(x, p.left+w-4) // not into the texts of the scale
	best, fewest := -1.0, 3
	for _, base := range []float64{y - 8, y + 17} {
		b := labelBox(x, base, w)
		if b.x1 > p.right+8 || b.y0 < p.top-18 || b.y1 > p.bottom-1 || p.covered(b) {
			continue
		}
		if n := p.crossings(b); n < fewest {
			best, fewest = base, n
		}
	}
	if best >= 0 {
		p.taken = append(p.taken, labelBox(x, best, w))
		g.Add(p.s.Halo(x, best, at.Value, style, 3)...)
	}
}

// labelBox is the room of a centred text on its baseline.
func labelBox(x, base, half float64) box { return box{x - half - 2, base - 10, x + half + 2, base + 3} }

// crossings counts the lines that pass through a box, and a point in it as many.
func (p *linePanel) crossings(b box) (count int) {
	for _, l := range p.all {
		var from *figure.Point
		for i := range l.Points {
			to := &l.Points[i]
			if to.Unknown {
				from = nil
				continue
			}
			if x, y := p.x(to.X), p.y(to.Y); x > b.x0 && x < b.x1 && y > b.y0-1 && y < b.y1+1 {
				count += 3
			}
			if from != nil && p.passes(b, l, *from, *to) {
				count++
			}
			from = to
		}
	}
	return count
}

// cut reports whether a line from one point to another passes through b: some of seventeen places on it within b is enough.
func (b box) cut(x0, y0, x1, y1 float64) bool {
	low, high := max(b.x0, min(x0, x1)), min(b.x1, max(x0, x1))
	if low > high || x0 == x1 {
		return false
	}
	for i := range 17 {
		x := low + float64((high-low)*float64(i)/16)
		y := y0 + float64((x-x0)/(x1-x0)*(y1-y0))
		if y > b.y0 && y < b.y1 {
			return true
		}
	}
	return false
}

// covered reports whether some text is in the way.
func (p *linePanel) covered(b box) bool {
	for _, t := range p.taken {
		if b.meets(t) {
			return true
		}
	}
	return false
}
