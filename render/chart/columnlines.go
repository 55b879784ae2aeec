package chart

import (
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// segment is a straight piece of a line.
type segment struct{ x0, y0, x1, y1 float64 }

// through reports whether s passes through b.
func (s segment) through(b box) bool {
	if s.x0 == s.x1 {
		return s.x0 > b.x0 && s.x0 < b.x1 && max(s.y0, s.y1) > b.y0 && min(s.y0, s.y1) < b.y1
	}
	return b.cut(s.x0, s.y0, s.x1, s.y1)
}

// crossed reports whether a line passes through a box.
func (p *columnPanel) crossed(b box) bool {
	for _, s := range p.segments {
		if s.through(b) {
			return true
		}
	}
	return false
}

// corner is a place of a line; up says that the pen does not draw to it.
type corner struct {
	x, y float64
	up   bool
}

// corners are the places that a line, or an end of its band, goes through.
func (p *columnPanel) corners(l figure.ColumnLine, of func(figure.ColumnPoint) float64, shown func(figure.ColumnPoint) bool) []corner {
	var out []corner
	before := -2 // the column of the point before, if that is shown
	for _, x := range l.Points {
		if !shown(x) {
			before = -2
			continue
		}
		y, up := p.y(of(x)), before < 0
		if l.Step {
			up = before != x.Column-1
			out = append(out, corner{p.center(x.Column) - p.pitch/2, y, up}, corner{p.center(x.Column) + p.pitch/2, y, false})
		} else {
			out = append(out, corner{p.center(x.Column), y, up})
		}
		before = x.Column
	}
	return out
}

// What of a point is drawn, and whether.
func level(x figure.ColumnPoint) float64  { return x.Y }
func high(x figure.ColumnPoint) float64   { return x.High }
func low(x figure.ColumnPoint) float64    { return x.Low }
func known(x figure.ColumnPoint) bool     { return !x.Unknown }
func bandKnown(x figure.ColumnPoint) bool { return !x.Unknown && x.Band }

// trace finds where lines, the ends of their bands and rules pass, so that texts can keep away.
func (p *columnPanel) trace() {
	add := func(corners []corner) {
		for i, c := range corners {
			if i > 0 && !c.up {
				p.segments = append(p.segments, segment{corners[i-1].x, corners[i-1].y, c.x, c.y})
			}
		}
	}
	for _, l := range p.f.Lines {
		add(p.corners(l, level, known))
		add(p.corners(l, high, bandKnown))
		add(p.corners(l, low, bandKnown))
		if l.Step {
			continue
		}
		for _, x := range l.Points { // a dot is wider than its line
			if !x.Unknown {
				p.segments = append(p.segments, segment{p.center(x.Column), p.y(x.Y) - 4, p.center(x.Column), p.y(x.Y) + 4})
			}
		}
	}
	for _, r := range p.f.Rules {
		p.segments = append(p.segments, segment{p.left, p.y(r.At), p.right, p.y(r.At)})
	}
}

// path is the attribute d of a line through corners.
func path(corners []corner) string {
	var b strings.Builder
	for _, c := range corners {
		move := "L"
		if c.up {
			move = "M"
		}
		b.WriteString(move + sheet.Number(c.x) + " " + sheet.Number(c.y))
	}
	return b.String()
}

// bands draws the areas around lines, behind the columns.
func (p *columnPanel) bands(g *sheet.Element) {
	for _, l := range p.f.Lines {
		high, low := p.corners(l, high, bandKnown), p.corners(l, low, bandKnown)
		for from := 0; from < len(high); {
			to := from + 1
			for to < len(high) && !high[to].up {
				to++
			}
			if to-from > 1 {
				var xy []float64
				for i := from; i < to; i++ {
					xy = append(xy, high[i].x, high[i].y)
				}
				for i := to - 1; i >= from; i-- {
					xy = append(xy, low[i].x, low[i].y)
				}
				g.Add(p.s.Fill(sheet.El("polygon", "points", sheet.Points(xy...), "opacity", bandTint), fillOf(l.Color)))
			}
			from = to
		}
	}
}

// lines draws the lines with paper around them, so that they stand out from columns, and their points. The ends of their bands
// are thin lines, which are seen on columns too.
func (p *columnPanel) lines(g *sheet.Element) {
	for _, l := range p.f.Lines {
		e := sheet.El("g", "class", "line", "data-id", typeset.Clean(l.ID)).Add(sheet.El("title").Say(typeset.Cut(l.Label, maxTip)))
		p.stroke(e, p.corners(l, high, bandKnown), 1, "2 3", l.Color)
		p.stroke(e, p.corners(l, low, bandKnown), 1, "2 3", l.Color)
		pen, dash := 2.2, ""
		if l.Emphasis {
			pen = 3
		}
		if l.Dashed {
			dash = "7 4"
		}
		p.stroke(e, p.corners(l, level, known), pen, dash, l.Color)
		for _, x := range l.Points {
			if !x.Unknown {
				e.Add(p.point(l, x, pen))
			}
		}
		g.Add(e)
	}
}

// stroke draws a line on a wider one of paper.
func (p *columnPanel) stroke(g *sheet.Element, corners []corner, pen float64, dash, color string) {
	if len(corners) < 2 {
		return
	}
	d := path(corners)
	g.Add(p.s.Stroke(sheet.El("path", "d", d, "fill", "none", "stroke-width", pen+2.4, "stroke-linejoin", "round", "opacity", 0.85), sheet.Paper))
	e := p.s.Stroke(sheet.El("path", "d", d, "fill", "none", "stroke-width", pen, "stroke-linejoin", "round"), rimOf(color))
	if dash != "" {
		e.Set("stroke-dasharray", dash)
	}
	g.Add(e)
}

// point draws the place of a line at a column: a dot, or for a step only where a tooltip is.
func (p *columnPanel) point(l figure.ColumnLine, x figure.ColumnPoint, pen float64) *sheet.Element {
	var mark *sheet.Element
	if l.Step {
		if x.Title == "" {
			return nil
		}
		mark = p.s.Fill(sheet.El("rect", "x", p.center(x.Column)-p.pitch/2, "y", p.y(x.Y)-5, "width", p.pitch, "height", 10, "opacity", 0), sheet.Paper)
	} else {
		mark = p.s.Fill(sheet.El("circle", "cx", p.center(x.Column), "cy", p.y(x.Y), "r", pen+1.4, "stroke-width", 1.4), rimOf(l.Color))
		mark = p.s.Stroke(mark, sheet.Paper)
	}
	if x.Title == "" {
		return mark
	}
	return sheet.El("g").Add(sheet.El("title").Say(typeset.Cut(x.Title, maxTip)), mark)
}

// lineValues writes the first and the highest value of each line at their columns, where nothing is in the way. The last one
// stands beside the name.
func (p *columnPanel) lineValues(g *sheet.Element) {
	for _, l := range p.f.Lines {
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
		for k, i := range []int{peak, first} {
			if i >= 0 && i != last && !(k == 1 && i == peak) && l.Points[i].Value != "" {
				p.lineValue(g, l, l.Points[i])
			}
		}
	}
}

// lineValue writes the value of a point above or below it, where there is no other text, no line and no column.
func (p *columnPanel) lineValue(g *sheet.Element, l figure.ColumnLine, at figure.ColumnPoint) {
	style := pointStyle
	style.Color = inkOf(l.Color)
	x, y := p.center(at.Column), p.y(at.Y)
	for _, base := range []float64{y - 8, y + 17, y - 14, y + 23} {
		b := textBox(x, base, at.Value, style)
		if b.x0 < p.left-4 || b.x1 > p.right+8 || b.y0 < p.top-p.headroom() || b.y1 > p.bottom-1 || !p.texts.free(b) || !p.bars.free(b) || p.crossed(b) {
			continue
		}
		p.texts = append(p.texts, b)
		g.Add(p.s.Halo(x, base, at.Value, style, 3)...)
		return
	}
}
