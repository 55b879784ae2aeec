package chart

import (
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// The styles of bars.
var (
	rowStyle       = sheet.Style{Size: 13, Color: sheet.Ink}
	rowStrong      = sheet.Style{Size: 13, Strong: true, Color: sheet.Ink}
	detailStyle    = sheet.Style{Size: 11, Color: sheet.Muted}
	valueStyle     = sheet.Style{Size: 12, Strong: true, Color: sheet.Ink}
	groupStyle     = sheet.Style{Size: 14, Strong: true, Color: sheet.Ink}
	groupSum       = sheet.Style{Size: 14, Color: sheet.Muted}
	cellStyle      = sheet.Style{Size: 12, Color: sheet.Muted, Anchor: "end"}
	columnStyle    = sheet.Style{Size: 11, Color: sheet.Muted, Anchor: "end"}
	legendStyle    = sheet.Style{Size: 12, Color: sheet.Ink}
	emptyStyle     = sheet.Style{Size: 13, Italic: true, Color: sheet.Muted}
	maxTip         = 400   // characters of a tooltip
	labelLimit     = 236.0 // widths that text beside bars may have
	valueLimit     = 180.0
	columnsLimit   = 330.0
	legendLimit    = 330.0
	rowHeight      = 25.0
	barHeight      = 15.0
	outline        = 1.2 // thickness of the line around what is empty
	chartWidth     = 1000.0
	betweenColumns = 20.0
)

// barPlot draws bars between the margins of a sheet.
type barPlot struct {
	s       *sheet.Sheet
	p       figure.BarPlot
	color   map[string]figure.Series
	x0      float64 // where bars begin
	room    float64 // how long they may be
	longest float64 // what is drawn so long
	value   float64 // room for values
	cells   []float64
}

// newBarPlot makes room for the bars of p, whose texts are clean. Longest is what a bar over the whole width is worth, label
// and value are the widths of text that others need in the same columns.
func newBarPlot(s *sheet.Sheet, p figure.BarPlot, longest, label, value float64) *barPlot {
	b := &barPlot{s: s, p: p, color: map[string]figure.Series{}, longest: longest, cells: make([]float64, len(p.Columns))}
	for _, x := range p.Series {
		b.color[x.Key] = x
	}
	for i, c := range p.Columns {
		b.cells[i] = columnStyle.Width(c)
	}
	for _, g := range p.Groups {
		for _, r := range g.Rows {
			label = max(label, labelWidth(r))
			value = max(value, valueStyle.Width(r.Value))
			for i, c := range r.Cells {
				b.cells[i] = max(b.cells[i], cellStyle.Width(c))
			}
		}
	}
	b.narrow()
	b.value = min(value, valueLimit)
	b.x0 = sheet.Margin + min(label, labelLimit) + 12
	b.room = s.Width - sheet.Margin - b.x0 - b.value - 8
	for _, w := range b.cells {
		b.room -= w + betweenColumns
	}
	return b
}

// narrow cuts the widest columns down if all of them together are too wide.
func (b *barPlot) narrow() {
	room := columnsLimit - float64(betweenColumns*float64(len(b.cells)))
	for {
		sum, widest, at := 0.0, 0.0, -1
		for i, w := range b.cells {
			sum += w
			if w > widest {
				widest, at = w, i
			}
		}
		if sum <= room {
			return
		}
		b.cells[at] = max(widest-(sum-room), room/float64(len(b.cells)))
	}
}

// labelStyle is how the label of a row is set.
func labelStyle(r figure.Bar) sheet.Style {
	if r.Emphasis {
		return rowStrong
	}
	return rowStyle
}

// labelWidth is how much room the label of a row wants.
func labelWidth(r figure.Bar) float64 {
	w := labelStyle(r).Width(r.Label)
	if r.Detail != "" {
		w += 6 + detailStyle.Width(r.Detail)
	}
	return w
}

// length is how long something of that worth is drawn.
func (b *barPlot) length(v float64) float64 {
	if b.longest <= 0 {
		return 0
	}
	return float64(v / b.longest * b.room)
}

// cleanPlot returns p with every text that is shown made fit for a picture.
func cleanPlot(p figure.BarPlot) figure.BarPlot {
	list := func(in []string) []string {
		var out []string
		for _, s := range in {
			out = append(out, typeset.Clean(s))
		}
		return out
	}
	p.Columns, p.Open, p.Mark = list(p.Columns), typeset.Clean(p.Open), typeset.Clean(p.Mark)
	var series []figure.Series
	for _, s := range p.Series {
		s.Label = typeset.Clean(s.Label)
		series = append(series, s)
	}
	var groups []figure.BarGroup
	for _, g := range p.Groups {
		g.Heading, g.Total, g.Empty, g.Note = typeset.Clean(g.Heading), typeset.Clean(g.Total), typeset.Clean(g.Empty), typeset.Clean(g.Note)
		var rows []figure.Bar
		for _, r := range g.Rows {
			r.Label, r.Detail, r.Value, r.Title = typeset.Clean(r.Label), typeset.Clean(r.Detail), typeset.Clean(r.Value), typeset.Clean(r.Title)
			r.Cells = list(r.Cells)
			if r.Label == "" {
				r.Label = typeset.Clean(r.ID)
			}
			rows = append(rows, r)
		}
		g.Rows = rows
		groups = append(groups, g)
	}
	p.Series, p.Groups = series, groups
	return p
}

// key is a sample of something and what it means.
type key struct {
	label string
	draw  func(x, y float64) *sheet.Element // in a box of 14 by 12 with its upper left corner there
}

// keys are the samples for the legend: of the series that occur, of what is empty, of the mark.
func (b *barPlot) keys() []key {
	var out []key
	used := map[string]bool{}
	for _, g := range b.p.Groups {
		for _, r := range g.Rows {
			for _, part := range r.Parts {
				used[part.Series] = used[part.Series] || part.Value > 0
			}
		}
	}
	for _, x := range b.p.Series {
		if x.Label != "" && used[x.Key] {
			out = append(out, key{x.Label, func(px, py float64) *sheet.Element { return swatch(b.s, px, py, 14, 12, x.Color, x.Hollow) }})
		}
	}
	if b.p.Open != "" {
		out = append(out, openKey(b.s, b.p.Open))
	}
	if b.p.Mark != "" {
		out = append(out, key{b.p.Mark, func(px, py float64) *sheet.Element {
			return b.s.Fill(sheet.El("rect", "x", px+6, "y", py-2, "width", 2, "height", 16), sheet.Ink)
		}})
	}
	return out
}

// openKey is the sample of a part that may or may not be there.
func openKey(s *sheet.Sheet, label string) key {
	return key{label, func(px, py float64) *sheet.Element { return open(s, px, py, 14, 12, sheet.Rim) }}
}

// legend draws samples in lines from y on and returns the height below them.
func legend(s *sheet.Sheet, y float64, keys []key) (*sheet.Element, float64) {
	g := sheet.El("g", "class", "legend")
	if len(keys) == 0 {
		return g, y
	}
	x := sheet.Margin
	y += 18
	for _, k := range keys {
		label := typeset.Shorten(k.label, legendLimit, legendStyle.Size, false)
		w := 20 + legendStyle.Width(label) + 22
		if x > sheet.Margin && x+w-22 > s.Width-sheet.Margin {
			x, y = sheet.Margin, y+20
		}
		g.Add(k.draw(x, y-11), s.Text(x+20, y, label, legendStyle))
		x += w
	}
	return g, y + 8
}

// swatch draws an area, full or hollow. The line around a hollow one is inside it, so that it is no longer than it says.
func swatch(s *sheet.Sheet, x, y, w, h float64, color string, hollow bool) *sheet.Element {
	if hollow && w > outline {
		r := sheet.El("rect", "x", x+outline/2, "y", y+outline/2, "width", w-outline, "height", h-outline, "stroke-width", outline)
		return s.Stroke(s.Fill(r, sheet.Paper), rimOf(color))
	}
	return s.Fill(sheet.El("rect", "x", x, "y", y, "width", w, "height", h), fillOf(color))
}

// open draws an empty area that may be there or not, with a broken line around it.
func open(s *sheet.Sheet, x, y, w, h float64, line sheet.Role) *sheet.Element {
	if w <= outline {
		return s.Fill(sheet.El("rect", "x", x, "y", y, "width", w, "height", h), line)
	}
	r := sheet.El("rect", "x", x+outline/2, "y", y+outline/2, "width", w-outline, "height", h-outline, "stroke-width", outline, "stroke-dasharray", "3 2")
	return s.Stroke(s.Fill(r, sheet.Paper), line)
}

// draw draws the groups from y on and returns the height below them.
func (b *barPlot) draw(y float64) (*sheet.Element, float64) {
	all := sheet.El("g", "class", "bars")
	for i, g := range b.p.Groups {
		if i > 0 {
			y += 14
		}
		y = b.heading(all, g, y)
		if len(g.Rows) == 0 && g.Empty != "" {
			for _, l := range emptyStyle.Wrap(g.Empty, 3, b.s.Room()) {
				y += 20
				all.Add(b.s.Text(sheet.Margin, y-4, l, emptyStyle))
			}
		}
		if len(g.Rows) > 0 {
			top := y
			for _, r := range g.Rows {
				all.Add(b.row(r, y))
				y += rowHeight
			}
			// The line from which bars begin lies on top of them.
			all.Add(b.s.Stroke(sheet.El("line", "x1", b.x0, "x2", b.x0, "y1", top, "y2", y, "stroke-width", 1), sheet.Rim))
		}
		for _, l := range sheet.QuietStyle.Wrap(g.Note, 4, b.s.Room()) {
			y += 15
			all.Add(b.s.Text(sheet.Margin, y, l, sheet.QuietStyle))
		}
	}
	return all, y
}

// heading writes the heading of a group and those of the columns, and returns the height below them.
func (b *barPlot) heading(all *sheet.Element, g figure.BarGroup, y float64) float64 {
	columns := len(g.Rows) > 0 && len(b.p.Columns) > 0
	if g.Heading == "" && g.Total == "" && !columns {
		return y + 6
	}
	right := b.s.Width - sheet.Margin
	y += 24
	if columns {
		for i, x := range b.ends() {
			if filled(g, i) {
				all.Add(b.s.Text(x, y-4, typeset.Shorten(b.p.Columns[i], b.cells[i], columnStyle.Size, false), columnStyle))
			}
		}
		right = b.ends()[0] - b.cells[0] - 12
	}
	sum := typeset.Shorten(g.Total, 220, groupSum.Size, false)
	room := right - sheet.Margin
	if sum != "" {
		room -= groupSum.Width(sum) + 10
	}
	heading := typeset.Shorten(g.Heading, room, groupStyle.Size, true)
	all.Add(b.s.Text(sheet.Margin, y-4, heading, groupStyle))
	if sum != "" {
		all.Add(b.s.Text(sheet.Margin+groupStyle.Width(heading)+10, y-4, sum, groupSum))
	}
	return y + 5
}

// filled reports whether a group has anything in a column.
func filled(g figure.BarGroup, column int) bool {
	return slices.ContainsFunc(g.Rows, func(r figure.Bar) bool { return column < len(r.Cells) && r.Cells[column] != "" })
}

// ends are the right ends of the columns.
func (b *barPlot) ends() []float64 {
	out := make([]float64, len(b.cells))
	x := b.s.Width - sheet.Margin
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = x
		x -= b.cells[i] + betweenColumns
	}
	return out
}

// row draws one bar with its texts, its upper edge at y.
func (b *barPlot) row(r figure.Bar, y float64) *sheet.Element {
	g := sheet.El("g", "class", "bar", "data-id", typeset.Clean(r.ID))
	if r.Title != "" {
		g.Add(sheet.El("title").Say(typeset.Cut(r.Title, maxTip)))
	}
	top, base := y+(rowHeight-barHeight)/2, y+rowHeight/2+4.5
	b.label(g, r, base)
	end := b.parts(g, r, top)
	if r.Mark != nil {
		at := b.x0 + b.length(*r.Mark)
		g.Add(b.s.Fill(sheet.El("rect", "x", at-1, "y", top-3, "width", 2, "height", barHeight+6), sheet.Ink))
		if at < end+6+valueStyle.Width(r.Value) {
			end = max(end, at+1)
		}
	}
	g.Add(b.s.Text(b.x0+max(end-b.x0, 0)+6, base-0.5, typeset.Shorten(r.Value, b.value, valueStyle.Size, true), valueStyle))
	ends := b.ends()
	for i, c := range r.Cells {
		if c != "" {
			g.Add(b.s.Text(ends[i], base-0.5, typeset.Shorten(c, b.cells[i], cellStyle.Size, false), cellStyle))
		}
	}
	return g
}

// label writes the label of a row, and behind it the detail.
func (b *barPlot) label(g *sheet.Element, r figure.Bar, base float64) {
	room := b.x0 - 11.5 - sheet.Margin
	style := labelStyle(r)
	detail := typeset.Shorten(r.Detail, max(room/2, room-6-style.Width(r.Label)), detailStyle.Size, false)
	if detail != "" {
		room -= 6 + detailStyle.Width(detail)
	}
	label := typeset.Shorten(r.Label, room, style.Size, style.Strong)
	g.Add(b.s.Text(sheet.Margin, base, label, style))
	if detail != "" {
		g.Add(b.s.Text(sheet.Margin+style.Width(label)+6, base, detail, detailStyle))
	}
}

// parts draws the parts of a bar and what may come on top, and returns where it ends.
func (b *barPlot) parts(g *sheet.Element, r figure.Bar, top float64) float64 {
	sum, last := 0.0, ""
	for _, p := range r.Parts {
		from := b.length(sum)
		sum += p.Value
		if p.Value == 0 {
			continue
		}
		w := b.length(sum) - from
		s := b.color[p.Series]
		g.Add(swatch(b.s, b.x0+from, top, w, barHeight, s.Color, s.Hollow))
		if from > 0 && w > 2 { // a hair of paper between two parts
			g.Add(b.s.Fill(sheet.El("rect", "x", b.x0+from-0.4, "y", top, "width", 0.8, "height", barHeight), sheet.Paper))
		}
		last = s.Color
	}
	if r.High > sum {
		from := b.length(sum)
		if last == "" && len(b.p.Series) > 0 {
			last = b.p.Series[len(b.p.Series)-1].Color
		}
		g.Add(open(b.s, b.x0+from, top, b.length(r.High)-from, barHeight, rimOf(last)))
	}
	return b.x0 + b.length(r.End())
}
