package chart

import (
	"cmp"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// stacks draws the columns, and the line of zero on top of them.
func (p *columnPanel) stacks(g *sheet.Element) {
	for _, s := range p.f.Stacks {
		g.Add(p.stack(s))
	}
	zero := p.y(0)
	g.Add(p.s.Stroke(sheet.El("line", "x1", p.left, "x2", p.right, "y1", zero, "y2", zero, "stroke-width", 1), sheet.Rim))
}

// stack draws one column: parts above zero upward, parts below zero downward, and what may be there beyond them.
func (p *columnPanel) stack(s figure.ColumnStack) *sheet.Element {
	g := sheet.El("g", "class", "column", "data-id", typeset.Clean(p.fig.Columns[s.Column].ID))
	if s.Title != "" {
		g.Add(sheet.El("title").Say(typeset.Cut(s.Title, maxTip)))
	}
	up, down := 0.0, 0.0
	color := [2]string{"rest", "rest"} // of the last part upward, downward
	for _, x := range p.inOrder(s.Parts) {
		switch {
		case x.Value > 0:
			g.Add(p.part(s.Column, x, up, up+x.Value))
			up += x.Value
			color[0] = p.series[x.Series].Color
		case x.Value < 0:
			g.Add(p.part(s.Column, x, down, down+x.Value))
			down += x.Value
			color[1] = p.series[x.Series].Color
		}
	}
	for i, ends := range [][2]float64{{up, s.High}, {s.Low, down}} {
		if ends[1] > ends[0] {
			y := p.y(ends[1])
			g.Add(open(p.s, p.center(s.Column)-p.wide/2, y, p.wide, p.y(ends[0])-y, rimOf(color[i])))
		}
	}
	top, bottom := p.y(max(up, s.High)), p.y(min(down, s.Low))
	x := p.center(s.Column)
	if bottom > top {
		p.bars = append(p.bars, box{x - p.wide/2, top, x + p.wide/2, bottom})
	}
	p.head[s.Column] = box{x, top, x, bottom}
	return g
}

// inOrder are parts in the order of their series.
func (p *columnPanel) inOrder(parts []figure.ColumnPart) []figure.ColumnPart {
	place := map[string]int{}
	for i, s := range p.fig.Series {
		place[s.Key] = i
	}
	out := slices.Clone(parts)
	slices.SortStableFunc(out, func(a, b figure.ColumnPart) int { return cmp.Compare(place[a.Series], place[b.Series]) })
	return out
}

// part draws a piece of a column between two levels, and in it its text if there is room.
func (p *columnPanel) part(column int, x figure.ColumnPart, from, to float64) *sheet.Element {
	g := sheet.El("g", "class", "part", "data-id", typeset.Clean(x.Series))
	if x.Title != "" {
		g.Add(sheet.El("title").Say(typeset.Cut(x.Title, maxTip)))
	}
	color := p.series[x.Series].Color
	hollow := p.hollow(x)
	left, top := p.center(column)-p.wide/2, p.y(max(from, to))
	height := p.y(min(from, to)) - top
	if hollow && height > outline && p.wide > outline {
		g.Add(swatch(p.s, left, top, p.wide, height, color, true))
	} else {
		g.Add(swatch(p.s, left, top, p.wide, height, color, false))
	}
	if from != 0 && height > 2 { // a hair of paper between two parts
		g.Add(p.s.Fill(sheet.El("rect", "x", left, "y", p.y(from)-0.4, "width", p.wide, "height", 0.8), sheet.Paper))
	}
	style := partText
	style.Color = on(fillOf(color))
	if hollow {
		style.Color = inkOf(color)
	}
	base := top + height/2 + 4
	b := textBox(p.center(column), base, x.Text, style)
	if x.Text != "" && height >= 13 && style.Width(x.Text) <= p.wide-4 && p.texts.free(b) && !p.crossed(b) {
		p.texts = append(p.texts, b)
		g.Add(p.s.Text(p.center(column), base, x.Text, style))
	}
	return g
}

// values writes above each column what it comes to, and that there is more that is not known; below it if the column hangs.
// If there is no room for all, the highest columns have it.
func (p *columnPanel) values(g *sheet.Element) {
	order := slices.Clone(p.f.Stacks)
	far := func(s figure.ColumnStack) float64 { return max(s.Up(), s.High, -s.Down(), -s.Low) }
	slices.SortStableFunc(order, func(a, b figure.ColumnStack) int {
		return cmp.Or(-cmp.Compare(far(a), far(b)), cmp.Compare(a.Column, b.Column))
	})
	for _, s := range order {
		away := p.beyond(g, s, typeset.Shorten(s.Value, valueLimit, stackValue.Size, true), stackValue, 0)
		p.beyond(g, s, typeset.Shorten(s.Unknown, valueLimit, unknownMark.Size, true), unknownMark, away)
	}
}

// beyond writes a text beyond the end of a column, so far away at the least, and returns how far it reaches. It goes up to 40
// points farther to keep off lines. A text that would stand on or above another column, or touch another text, is left out:
// it would be taken for that column's.
func (p *columnPanel) beyond(g *sheet.Element, s figure.ColumnStack, text string, style sheet.Style, from float64) float64 {
	if text == "" {
		return from
	}
	x, head := p.center(s.Column), p.head[s.Column]
	base := func(away float64) float64 {
		if hangs(s) {
			return head.y1 + 14 + away
		}
		return head.y0 - 5 - away
	}
	free := func(away float64) bool {
		b := textBox(x, base(away), text, style)
		return b.x0 >= sheet.Margin && b.x1 <= p.right+10 && b.y0 >= p.top-p.headroom() && b.y1 <= p.bottom+40 && p.texts.free(b) && p.bars.free(b)
	}
	if !free(from) {
		return from
	}
	best := from
	for away := from; away <= from+40 && free(away); away += 4 {
		if !p.crossed(textBox(x, base(away), text, style)) {
			best = away
			break
		}
	}
	p.texts = append(p.texts, textBox(x, base(best), text, style))
	g.Add(p.s.Halo(x, base(best), text, style, 3)...)
	return best + 14
}

// headroom is how far above the scale texts may stand.
func (p *columnPanel) headroom() float64 {
	above, _ := p.air()
	return above - 2
}
