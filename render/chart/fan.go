package chart

import (
	"math"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// bandStyle is how the name of a band is set.
var bandStyle = sheet.Style{Size: 11, Color: sheet.Muted}

// nested draws the bands of a line on one another, so that the inner ones are darker.
func (p *linePanel) nested(g *sheet.Element, l figure.Line) {
	depth := 0
	for _, x := range l.Points {
		if !x.Unknown {
			depth = max(depth, len(x.Bands))
		}
	}
	for k := range depth {
		var run []figure.Point
		for _, x := range l.Points {
			if x.Unknown || len(x.Bands) <= k {
				p.area(g, l, run, k)
				run = nil
				continue
			}
			run = append(run, x)
		}
		p.area(g, l, run, k)
	}
}

// area draws the k-th band along a run of points.
func (p *linePanel) area(g *sheet.Element, l figure.Line, run []figure.Point, k int) {
	switch len(run) {
	case 0:
		return
	case 1: // a lonely point has a stroke for a band
		x, b := p.x(run[0].X), run[0].Bands[k]
		g.Add(p.s.Stroke(sheet.El("line", "class", "fan", "x1", x, "x2", x, "y1", p.y(b.High), "y2", p.y(b.Low), "stroke-width", 7, "opacity", bandTint), fillOf(l.Color)))
		return
	}
	upper := p.edge(l, run, func(x figure.Point) float64 { return x.Bands[k].High })
	lower := p.edge(l, run, func(x figure.Point) float64 { return x.Bands[k].Low })
	for i := len(lower) - 2; i >= 0; i -= 2 {
		upper = append(upper, lower[i], lower[i+1])
	}
	g.Add(p.s.Fill(sheet.El("polygon", "class", "fan", "points", sheet.Points(upper...), "opacity", bandTint), fillOf(l.Color)))
}

// edge are the corners of one edge of a band, in pairs.
func (p *linePanel) edge(l figure.Line, run []figure.Point, of func(figure.Point) float64) (xy []float64) {
	for i, x := range run {
		if l.Step && i > 0 {
			xy = append(xy, p.x(x.X), p.y(of(run[i-1])))
		}
		xy = append(xy, p.x(x.X), p.y(of(x)))
	}
	return xy
}

// bandNames are the names of bands, where they end: in the middle between their upper edge and that of the next one within.
func (p *linePanel) bandNames(all []figure.Line) (out []lineEnd) {
	for _, l := range all {
		for k, words := range l.BandLabels {
			if words == "" {
				continue
			}
			for i := len(l.Points) - 1; i >= 0; i-- {
				x := l.Points[i]
				if x.Unknown || len(x.Bands) <= k {
					continue
				}
				within := x.Y
				if k+1 < len(x.Bands) {
					within = x.Bands[k+1].High
				}
				out = append(out, lineEnd{line: l, x: p.right, y: (p.y(x.Bands[k].High) + p.y(within)) / 2, words: words, depth: k + 1})
				break
			}
		}
	}
	return out
}

// bandName writes the name of a band with a sample of its tint, or of a rule.
func (p *linePanel) bandName(g *sheet.Element, e lineEnd, y float64) {
	x := p.right + 14
	if e.depth == 0 {
		if math.Abs(y-e.y) > 3 {
			p.leader(g, e, y)
		}
		g.Add(p.s.Text(x, y+4, typeset.Shorten(e.words, maxEndLabel, ruleStyle.Size, true), ruleStyle))
		return
	}
	g.Add(bandSample(p.s, x, y-6, e.line.Color, e.depth))
	g.Add(p.s.Text(x+sampleWidth+1, y+4, typeset.Shorten(e.words, maxEndLabel-sampleWidth-1, bandStyle.Size, false), bandStyle))
}

// sideNames is how many names a panel has at its right at the most.
func sideNames(f figure.LinePanel) int {
	n := len(f.Lines) + len(f.Rules)
	for _, l := range f.Lines {
		n += len(l.BandLabels)
	}
	return n
}

// rules draws levels to compare with.
func (p *linePanel) rules(g *sheet.Element, rules []figure.Rule) {
	for _, r := range rules {
		y := p.y(r.At)
		g.Add(p.s.Stroke(sheet.El("line", "class", "rule", "x1", p.left, "x2", p.right, "y1", y, "y2", y, "stroke-width", 1.2, "stroke-dasharray", "5 3"), sheet.Ink))
	}
}

// ruleNames writes the words of rules on them, where no line passes, and returns those that find no room.
func (p *linePanel) ruleNames(g *sheet.Element, rules []figure.Rule) (left []figure.Rule) {
	end := ruleStyle
	end.Anchor = "end"
	for _, r := range rules {
		label := typeset.Shorten(r.Label, p.right-p.left-12, ruleStyle.Size, true)
		if label == "" {
			continue
		}
		y, found := p.y(r.At), false
		for _, at := range []struct {
			x, base float64
			style   sheet.Style
		}{{p.left + 6, y - 5, ruleStyle}, {p.right - 6, y - 5, end}, {p.left + 6, y + 14, ruleStyle}, {p.right - 6, y + 14, end}} {
			b := textBox(at.x, at.base, label, at.style)
			if b.y0 < p.top-14 || b.y1 > p.bottom || p.covered(b) || p.crossings(b) > 0 || p.marked(b) {
				continue
			}
			p.taken = append(p.taken, b)
			g.Add(p.s.Halo(at.x, at.base, label, at.style, 3)...)
			found = true
			break
		}
		if !found {
			left = append(left, figure.Rule{At: r.At, Label: label})
		}
	}
	return left
}

// marked reports whether a mark of the axis passes through a box.
func (p *linePanel) marked(b box) bool {
	for _, m := range p.f.Marks {
		if x := p.x(m.At); x > b.x0 && x < b.x1 {
			return true
		}
	}
	return false
}

// marks are the words of the marks of the axis, in rows.
func (p *linePlot) marks() markRows {
	var m markRows
	var start, width []float64
	for _, r := range p.f.Marks {
		label := typeset.Shorten(r.Label, 320, markStyle.Size, true)
		w := markStyle.Width(label)
		x := min(max(p.x(r.At), sheet.Margin+w/2), p.s.Width-sheet.Margin-w/2)
		m.label, m.x = append(m.label, label), append(m.x, x)
		start, width = append(start, x-w/2), append(width, w)
	}
	m.row = lanes(start, width, 12)
	for _, r := range m.row {
		m.rows = max(m.rows, r+1)
	}
	return m
}

// markNames writes the words of the marks above the first panel and returns the height below them.
func (p *linePlot) markNames(g *sheet.Element, y float64) float64 {
	m := p.marks()
	if m.rows == 0 {
		return y
	}
	p.markEnd = make([]float64, len(m.label))
	for i, label := range m.label {
		base := y + 17 + float64(float64(m.rows-1-m.row[i])*markLane)
		p.markEnd[i] = base + 5
		g.Add(p.s.Halo(m.x[i], base, label, markStyle, 3)...)
	}
	return y + 5 + float64(float64(m.rows)*markLane)
}

// verticals draws the marks of the axis down a panel, in the first one from their words on.
func (p *linePanel) verticals(g *sheet.Element, first bool) {
	for i, r := range p.f.Marks {
		top := p.top - 6
		if first {
			top = p.markEnd[i]
		}
		x := p.x(r.At)
		g.Add(p.s.Stroke(sheet.El("line", "class", "mark", "x1", x, "x2", x, "y1", top, "y2", p.bottom, "stroke-width", 1.2, "stroke-dasharray", "2 3"), sheet.Ink))
	}
}

// axisName writes what the axis counts below the last panel and returns the height below it.
func (p *linePlot) axisName(g *sheet.Element, y float64) float64 {
	if p.f.XLabel == "" {
		return y
	}
	style := detailStyle
	style.Anchor = "middle"
	middle := (p.left + p.right) / 2
	g.Add(p.s.Text(middle, y+8, typeset.Shorten(p.f.XLabel, 2*(middle-sheet.Margin), style.Size, false), style))
	return y + 14
}

// passes reports whether a line passes through a box on its way from one point to the next.
func (p *linePanel) passes(b box, l figure.Line, from, to figure.Point) bool {
	x0, y0, x1, y1 := p.x(from.X), p.y(from.Y), p.x(to.X), p.y(to.Y)
	if l.Step {
		return b.cut(x0, y0, x1, y0) || (segment{x1, y0, x1, y1}).through(b)
	}
	return b.cut(x0, y0, x1, y1)
}
