package chart

import (
	"cmp"
	"math"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Columns draws stacked columns and lines over them, in panels under one another that share their columns. Heights are
// proportional; parts above zero are stacked up from zero, parts below zero down. Names stand at the right, beside their parts
// in the last column; if there are too many of them, in a legend above.
//
// In the file a stack is a <g class="column" data-id="…"> with the id of its column, each of its parts a <g class="part"
// data-id="…"> with the key of its series, a line a <g class="line" data-id="…">; all have tooltips.
func Columns(f figure.Columns, o Options) ([]byte, error) { return Draw(f, o) }

const (
	widestPitch  = 150.0 // from column to column
	narrowestAll = 360.0 // width of all columns, if they are few
	widestColumn = 100.0
	maxSideKeys  = 18
	maxSideLabel = 270.0 // width of the names there
	sampleWidth  = 18.0  // of the sample before a name, with the blank after it
	markLane     = 17.0
)

// The styles of columns.
var (
	columnLabel = sheet.Style{Size: 12, Strong: true, Color: sheet.Ink, Anchor: "middle"}
	columnNote  = sheet.Style{Size: 10, Color: sheet.Muted, Anchor: "middle"}
	stackValue  = sheet.Style{Size: 12, Strong: true, Color: sheet.Ink, Anchor: "middle"}
	unknownMark = sheet.Style{Size: 12, Strong: true, Color: sheet.Muted, Anchor: "middle"}
	partText    = sheet.Style{Size: 11, Anchor: "middle"}
	ruleStyle   = sheet.Style{Size: 11, Strong: true, Color: sheet.Ink}
	markStyle   = sheet.Style{Size: 11, Strong: true, Color: sheet.Ink, Anchor: "middle"}
	sideStyle   = sheet.Style{Size: 12, Color: sheet.Ink}
)

// columns draws columns that passed their check.
func columns(f figure.Columns, o Options) []byte {
	f = cleanColumns(f)
	s := sheet.New(f.Frame, chartWidth, o.Theme)
	head, y := s.Header()
	picture := sheet.El("g", "class", "panels")
	p := newColumnsPlot(s, f)
	if nothing(f) {
		for _, l := range emptyStyle.Wrap(f.Empty, 3, s.Room()) {
			y += 22
			picture.Add(s.Text(sheet.Margin, y-4, l, emptyStyle))
		}
	} else {
		var samples *sheet.Element
		samples, y = legend(s, y, p.legend())
		picture.Add(samples)
		for i, panel := range f.Panels {
			var e *sheet.Element
			e, y = p.panel(panel, y, i == len(f.Panels)-1)
			picture.Add(e)
		}
	}
	foot, height := s.Footer(y + 10)
	return s.Bytes(height, sheet.Root{Class: "columns", Description: "Columns.", Metadata: o.Metadata}, head, picture, foot)
}

// nothing reports whether there is nothing to draw.
func nothing(f figure.Columns) bool {
	for _, p := range f.Panels {
		for _, s := range p.Stacks {
			if len(s.Parts) > 0 || s.High > 0 || s.Low < 0 || s.Value != "" || s.Unknown != "" {
				return false
			}
		}
		for _, l := range p.Lines {
			for _, x := range l.Points {
				if !x.Unknown {
					return false
				}
			}
		}
	}
	return true
}

// cleanColumns returns f with every text that is shown made fit for a picture, and a colour for every series.
func cleanColumns(f figure.Columns) figure.Columns {
	f.Empty = typeset.Clean(f.Empty)
	f.Series = colored(f.Series)
	for i := range f.Series {
		f.Series[i].Label = typeset.Clean(f.Series[i].Label)
	}
	var all []figure.Column
	for _, c := range f.Columns {
		c.Label, c.Note = cmp.Or(typeset.Clean(c.Label), typeset.Clean(c.ID)), typeset.Clean(c.Note)
		all = append(all, c)
	}
	f.Columns = all
	var panels []figure.ColumnPanel
	for _, p := range f.Panels {
		panels = append(panels, cleanColumnPanel(p))
	}
	f.Panels = panels
	return f
}

func cleanColumnPanel(p figure.ColumnPanel) figure.ColumnPanel {
	p.Heading, p.Note = typeset.Clean(p.Heading), typeset.Clean(p.Note)
	p.Hollow, p.Open, p.Unknown = typeset.Clean(p.Hollow), typeset.Clean(p.Open), typeset.Clean(p.Unknown)
	p.YTicks, p.Rules = cleanTicks(p.YTicks), cleanRules(p.Rules)
	var stacks []figure.ColumnStack
	for _, s := range p.Stacks {
		s.Value, s.Unknown, s.Title = typeset.Clean(s.Value), typeset.Clean(s.Unknown), typeset.Clean(s.Title)
		var parts []figure.ColumnPart
		for _, x := range s.Parts {
			x.Text, x.Title = typeset.Clean(x.Text), typeset.Clean(x.Title)
			parts = append(parts, x)
		}
		s.Parts = parts
		stacks = append(stacks, s)
	}
	var lines []figure.ColumnLine
	for _, l := range p.Lines {
		l.Label, l.BandLabel = cmp.Or(typeset.Clean(l.Label), typeset.Clean(l.ID)), typeset.Clean(l.BandLabel)
		var points []figure.ColumnPoint
		for _, x := range l.Points {
			x.Value, x.Title = typeset.Clean(x.Value), typeset.Clean(x.Title)
			points = append(points, x)
		}
		l.Points = points
		lines = append(lines, l)
	}
	var marks []figure.ColumnMark
	for _, m := range p.Marks {
		m.Label = typeset.Clean(m.Label)
		marks = append(marks, m)
	}
	p.Stacks, p.Lines, p.Marks = stacks, lines, marks
	return p
}

// cleanTicks makes the texts of ticks fit for a picture, and short.
func cleanTicks(in []figure.Tick) []figure.Tick {
	var out []figure.Tick
	for _, t := range in {
		out = append(out, figure.Tick{At: t.At, Label: typeset.Shorten(typeset.Clean(t.Label), maxTickText, tickStyle.Size, false)})
	}
	return out
}

// cleanRules makes the texts of rules fit for a picture.
func cleanRules(in []figure.Rule) []figure.Rule {
	var out []figure.Rule
	for _, r := range in {
		out = append(out, figure.Rule{At: r.At, Label: typeset.Clean(r.Label)})
	}
	return out
}

// columnsPlot places columns that all panels share.
type columnsPlot struct {
	s           *sheet.Sheet
	fig         figure.Columns
	series      map[string]figure.Series
	left, right float64 // of the plots
	pitch, wide float64 // from column to column, of a column
}

func newColumnsPlot(s *sheet.Sheet, f figure.Columns) *columnsPlot {
	p := &columnsPlot{s: s, fig: f, series: map[string]figure.Series{}}
	for _, x := range f.Series {
		p.series[x.Key] = x
	}
	tick, name := 0.0, 0.0
	for _, panel := range f.Panels {
		for _, t := range panel.YTicks {
			tick = max(tick, tickStyle.Width(t.Label))
		}
		for _, k := range p.sideKeys(panel, nil) {
			name = max(name, k.width())
		}
	}
	p.left = sheet.Margin + tick + 12
	p.right = s.Width - sheet.Margin - min(name, maxSideLabel) - 16
	n := float64(max(len(f.Columns), 1))
	p.pitch = min((p.right-p.left)/n, max(widestPitch, narrowestAll/n))
	p.right = p.left + float64(n*p.pitch)
	p.wide = min(float64(p.pitch*0.74), widestColumn)
	return p
}

// center is the middle of a column.
func (p *columnsPlot) center(column int) float64 {
	return p.left + float64((float64(column)+0.5)*p.pitch)
}

// within is the middle of a text of that width that shall be around x and must be between the margins.
func (p *columnsPlot) within(x, width float64) float64 {
	return min(max(x, sheet.Margin+width/2), p.s.Width-sheet.Margin-width/2)
}

// hollow reports whether a part is drawn as an outline.
func (p *columnsPlot) hollow(x figure.ColumnPart) bool { return x.Hollow || p.series[x.Series].Hollow }

// used are the series of which a panel has parts, from the bottom up.
func (p *columnsPlot) used(f figure.ColumnPanel) []figure.Series {
	seen := map[string]bool{}
	for _, s := range f.Stacks {
		for _, x := range s.Parts {
			seen[x.Series] = seen[x.Series] || x.Value != 0
		}
	}
	var out []figure.Series
	for _, s := range p.fig.Series {
		if seen[s.Key] && s.Label != "" {
			out = append(out, s)
		}
	}
	return out
}

// crowded reports whether a panel has more names than there is room for at its side.
func (p *columnsPlot) crowded(f figure.ColumnPanel) bool {
	return len(p.used(f))+len(f.Lines) > maxSideKeys
}

// legend are the samples above the panels: of what is hollow, open or not known, and of series that find no room at the side.
func (p *columnsPlot) legend() []key {
	var out []key
	said := map[string]bool{"": true}
	add := func(label string, draw func(x, y float64) *sheet.Element) {
		if !said[label] {
			said[label] = true
			out = append(out, key{label, draw})
		}
	}
	for _, f := range p.fig.Panels {
		if p.crowded(f) {
			for _, x := range p.used(f) {
				add(x.Label, func(px, py float64) *sheet.Element { return swatch(p.s, px, py, 14, 12, x.Color, x.Hollow) })
			}
		}
		hollow, isOpen, unknown := p.signs(f)
		if hollow {
			add(f.Hollow, func(px, py float64) *sheet.Element { return swatch(p.s, px, py, 14, 12, "rest", true) })
		}
		if isOpen {
			add(f.Open, openKey(p.s, f.Open).draw)
		}
		if unknown != "" {
			style := unknownMark
			add(f.Unknown, func(px, py float64) *sheet.Element {
				return p.s.Text(px+7, py+11, typeset.Shorten(unknown, 22, style.Size, true), style)
			})
		}
		for _, l := range f.Lines {
			if l.BandLabel != "" && banded(l) {
				add(l.BandLabel, func(px, py float64) *sheet.Element { return bandSample(p.s, px, py, l.Color, 1) })
			}
		}
	}
	return out
}

// signs says which signs a panel needs explained.
func (p *columnsPlot) signs(f figure.ColumnPanel) (hollow, open bool, unknown string) {
	for _, s := range f.Stacks {
		for _, x := range s.Parts {
			hollow = hollow || x.Value != 0 && p.hollow(x)
		}
		open = open || s.High > s.Up() || s.Low < s.Down()
		unknown = cmp.Or(unknown, s.Unknown)
	}
	return hollow, open, unknown
}

// banded reports whether a line has a band anywhere.
func banded(l figure.ColumnLine) bool {
	for _, x := range l.Points {
		if x.Band && !x.Unknown {
			return true
		}
	}
	return false
}

// bandSample is a piece of a band, as deep as that of so many bands on one another.
func bandSample(s *sheet.Sheet, x, y float64, color string, depth int) *sheet.Element {
	g := sheet.El("g")
	for range depth {
		g.Add(s.Fill(sheet.El("rect", "x", x, "y", y, "width", 14, "height", 12, "opacity", bandTint), fillOf(color)))
	}
	return g
}

// bandTint is how much of its colour an area around a line has.
const bandTint = 0.16

// columnPanel is one panel with its scale.
type columnPanel struct {
	*columnsPlot
	f           figure.ColumnPanel
	top, bottom float64
	scale       scale
	texts       places
	bars        places      // the areas of columns
	segments    []segment   // of lines
	head        map[int]box // by column: what stands above it, down to its end
}

func (p *columnPanel) y(v float64) float64 { return p.scale.at(v) }

// panel draws a panel from y on and returns the height below it.
func (p *columnsPlot) panel(f figure.ColumnPanel, y float64, last bool) (*sheet.Element, float64) {
	g := sheet.El("g", "class", "panel")
	y += 26
	if f.Heading != "" || f.Note != "" {
		heading := typeset.Shorten(f.Heading, p.s.Room()*0.6, groupStyle.Size, true)
		g.Add(p.s.Text(sheet.Margin, y-4, heading, groupStyle))
		at := sheet.Margin
		if heading != "" {
			at += groupStyle.Width(heading) + 10
		}
		g.Add(p.s.Text(at, y-4, typeset.Shorten(f.Note, p.s.Width-sheet.Margin-at, detailStyle.Size, false), detailStyle))
	}
	panel := &columnPanel{columnsPlot: p, f: f, head: map[int]box{}}
	above, below := panel.air()
	marks := panel.marks(y)
	panel.top = y + above + float64(marks.rows)*markLane
	keys := len(f.Lines) + len(f.Rules)
	if !p.crowded(f) {
		keys += len(p.used(f))
	}
	panel.bottom = panel.top + max(float64(panelHeight*cmp.Or(f.Height, 1)), float64(nameGap*float64(keys)))
	panel.measure()
	panel.grid(g)
	panel.bands(g)
	panel.trace()
	panel.stacks(g)
	panel.rules(g)
	panel.lines(g)
	panel.values(g)
	rules := panel.ruleNames(g)
	panel.lineValues(g)
	panel.drawMarks(g, marks)
	panel.names(g, rules)
	return g, panel.labels(g, panel.bottom+below, last)
}

// air is the room that texts need above and below the columns.
func (p *columnPanel) air() (above, below float64) {
	above = 10
	for _, s := range p.f.Stacks {
		need := 0.0
		if s.Value != "" {
			need += 16
		}
		if s.Unknown != "" {
			need += 14
		}
		if hangs(s) {
			below = max(below, need)
		} else {
			above = max(above, need+6)
		}
	}
	if len(p.f.Lines) > 0 {
		above = max(above, 24)
	}
	return above, below
}

// hangs reports whether a stack is below zero only.
func hangs(s figure.ColumnStack) bool {
	return max(s.Up(), s.High) <= 0 && min(s.Down(), s.Low) < 0
}

// measure finds the ends of the scale: all columns, points, bands, ticks, rules, and zero.
func (p *columnPanel) measure() {
	p.scale = scale{start: p.bottom, end: p.top}
	for _, t := range p.f.YTicks {
		p.scale.see(t.At)
	}
	for _, r := range p.f.Rules {
		p.scale.see(r.At)
	}
	for _, s := range p.f.Stacks {
		p.scale.see(max(s.Up(), s.High))
		p.scale.see(min(s.Down(), s.Low))
	}
	for _, l := range p.f.Lines {
		for _, x := range l.Points {
			if x.Unknown {
				continue
			}
			p.scale.see(x.Y)
			if x.Band {
				p.scale.see(x.Low)
				p.scale.see(x.High)
			}
		}
	}
}

// grid draws the lines of the scale.
func (p *columnPanel) grid(g *sheet.Element) {
	above := math.Inf(1)
	for _, t := range p.f.YTicks {
		y := p.y(t.At)
		if t.At != 0 {
			g.Add(p.s.Stroke(sheet.El("line", "x1", p.left, "x2", p.right, "y1", y, "y2", y, "stroke-width", 0.8), sheet.Hair))
		}
		if math.Abs(above-y) >= 13 {
			g.Add(p.s.Text(p.left-8, y+4, t.Label, tickStyle))
			p.texts = append(p.texts, textBox(p.left-8, y+4, t.Label, tickStyle))
			above = y
		}
	}
}

// labels writes what the columns are called, as many as there is room for, below y, and returns the height below them. Notes
// stand in the last panel only.
func (p *columnPanel) labels(g *sheet.Element, y float64, last bool) float64 {
	step := 1
	for ; step < len(p.fig.Columns); step++ {
		if p.fits(step) {
			break
		}
	}
	base := y + 18
	for i, c := range p.fig.Columns {
		if i%step == 0 {
			label := typeset.Shorten(c.Label, max(float64(p.pitch*float64(step))-6, 24), columnLabel.Size, true)
			g.Add(p.s.Text(p.within(p.center(i), columnLabel.Width(label)), base, label, columnLabel))
		}
	}
	end := base
	var taken places
	for i, c := range p.fig.Columns {
		if !last || c.Note == "" {
			continue
		}
		at := base
		for _, l := range columnNote.Wrap(c.Note, 2, max(p.pitch-4, 70)) {
			at += 13
			x := p.within(p.center(i), columnNote.Width(l))
			if b := textBox(x, at, l, columnNote); taken.free(b) {
				taken = append(taken, b)
				g.Add(p.s.Text(x, at, l, columnNote))
				end = max(end, at)
			}
		}
	}
	return end + 10
}

// fits reports whether every step-th label finds room between its neighbours.
func (p *columnPanel) fits(step int) bool {
	for i := 0; i < len(p.fig.Columns); i += step {
		if columnLabel.Width(p.fig.Columns[i].Label) > max(float64(p.pitch*float64(step))-6, 0) {
			return false
		}
	}
	return true
}
