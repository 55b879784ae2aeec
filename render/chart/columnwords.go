package chart

import (
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// rules draws the levels to compare with.
func (p *columnPanel) rules(g *sheet.Element) {
	for _, r := range p.f.Rules {
		y := p.y(r.At)
		g.Add(p.s.Stroke(sheet.El("line", "class", "rule", "x1", p.left, "x2", p.right, "y1", y, "y2", y, "stroke-width", 3), sheet.Paper))
		g.Add(p.s.Stroke(sheet.El("line", "class", "rule", "x1", p.left, "x2", p.right, "y1", y, "y2", y, "stroke-width", 1.2, "stroke-dasharray", "5 3"), sheet.Ink))
	}
}

// ruleNames writes the words of rules on them, where no column, no line and no text is, and returns those that find no room.
func (p *columnPanel) ruleNames(g *sheet.Element) (left []figure.Rule) {
	for _, r := range p.f.Rules {
		label := typeset.Shorten(r.Label, p.right-p.left-12, ruleStyle.Size, true)
		if label == "" {
			continue
		}
		if !p.ruleName(g, label, p.y(r.At)) {
			left = append(left, r)
		}
	}
	return left
}

// ruleName writes the words of a rule at its left or right end, above or below it.
func (p *columnPanel) ruleName(g *sheet.Element, label string, y float64) bool {
	end := ruleStyle
	end.Anchor = "end"
	for _, at := range []struct {
		x, base float64
		style   sheet.Style
	}{{p.left + 4, y - 5, ruleStyle}, {p.right - 4, y - 5, end}, {p.left + 4, y + 14, ruleStyle}, {p.right - 4, y + 14, end}} {
		b := textBox(at.x, at.base, label, at.style)
		if b.y0 < p.top-p.headroom() || b.y1 > p.bottom || !p.texts.free(b) || !p.bars.free(b) || p.crossed(b) {
			continue
		}
		p.texts = append(p.texts, b)
		g.Add(p.s.Halo(at.x, at.base, label, at.style, 3)...)
		return true
	}
	return false
}

// markRows are remarks above the columns, in as few rows as they need.
type markRows struct {
	label []string
	x     []float64 // the middle of each
	row   []int
	rows  int
	base  float64 // of the first row
}

// marks finds the places of remarks.
func (p *columnPanel) marks(y float64) markRows {
	m := markRows{base: y + 12}
	var start, width []float64
	for _, k := range p.f.Marks {
		label := typeset.Shorten(k.Label, 320, markStyle.Size, true)
		w := markStyle.Width(label)
		x := p.within(p.center(k.Column), w)
		m.label, m.x = append(m.label, label), append(m.x, x)
		start, width = append(start, x-w/2), append(width, w)
	}
	m.row = lanes(start, width, 12)
	for _, r := range m.row {
		m.rows = max(m.rows, r+1)
	}
	return m
}

// drawMarks writes remarks above the columns with a thin line down to what stands in the column. The first row is the lowest;
// a line that must pass a text below its own passes behind it.
func (p *columnPanel) drawMarks(g *sheet.Element, m markRows) {
	words := sheet.El("g", "class", "marks")
	for i, k := range p.f.Marks {
		base := m.base + float64(m.rows-1-m.row[i])*markLane
		x := p.center(k.Column)
		end := p.bottom
		if b, ok := p.head[k.Column]; ok {
			end = b.y0
		}
		for _, t := range p.texts {
			if t.x0 < x && t.x1 > x && t.y0 > base {
				end = min(end, t.y0)
			}
		}
		if end-3 > base+5 {
			g.Add(p.s.Stroke(sheet.El("line", "class", "mark", "x1", x, "x2", x, "y1", base+5, "y2", end-3, "stroke-width", 1), sheet.Rim))
		}
		words.Add(p.s.Halo(m.x[i], base, m.label[i], markStyle, 3)...)
	}
	g.Add(words)
}

// sideKey is a name at the right of a panel.
type sideKey struct {
	label, last string
	style       sheet.Style
	y           float64
	sample      func(x, y float64) *sheet.Element // in a box of 12 by 12
}

func (k sideKey) width() float64 {
	w := sampleWidth + k.style.Width(k.label)
	if k.last != "" {
		w += 6 + lastStyle.Width(k.last)
	}
	return w
}

// sideKeys are the names at the right: of the series beside their parts in the last column, of lines beside their ends.
// Without a panel they have no places yet.
func (p *columnsPlot) sideKeys(f figure.ColumnPanel, at *columnPanel) []sideKey {
	var out []sideKey
	if !p.crowded(f) {
		y := map[string]float64{}
		if at != nil {
			y = at.partPlaces()
		}
		for _, s := range p.used(f) {
			out = append(out, sideKey{s.Label, "", sideStyle, y[s.Key], func(x, y float64) *sheet.Element { return swatch(p.s, x, y, 12, 12, s.Color, s.Hollow) }})
		}
	}
	for _, l := range f.Lines {
		k := sideKey{label: l.Label, style: nameStyle, sample: func(x, y float64) *sheet.Element { return lineSample(p.s, x, y, l.Color, l.Dashed, l.Emphasis) }}
		k.style.Color = inkOf(l.Color)
		ends := false
		for _, x := range l.Points {
			if !x.Unknown {
				k.last, ends = x.Value, true
				if at != nil {
					k.y = at.y(x.Y)
				}
			}
		}
		if ends {
			out = append(out, k)
		}
	}
	return out
}

// lineSample is a piece of a line.
func lineSample(s *sheet.Sheet, x, y float64, color string, dashed, emphasis bool) *sheet.Element {
	pen := 2.2
	if emphasis {
		pen = 3
	}
	e := s.Stroke(sheet.El("line", "x1", x, "x2", x+13, "y1", y+6, "y2", y+6, "stroke-width", pen), rimOf(color))
	if dashed {
		e.Set("stroke-dasharray", "5 3")
	}
	return e
}

// partPlaces are the middles of the parts of the last column by series. One that has no part there is where it would begin.
func (p *columnPanel) partPlaces() map[string]float64 {
	value, sign := map[string]float64{}, map[string]float64{}
	last := -1
	for _, s := range p.f.Stacks {
		last = max(last, s.Column)
	}
	for _, s := range p.f.Stacks {
		for _, x := range s.Parts {
			if x.Value != 0 {
				sign[x.Series] = x.Value
			}
			if s.Column == last {
				value[x.Series] += x.Value
			}
		}
	}
	out := map[string]float64{}
	up, down := 0.0, 0.0
	for _, s := range p.fig.Series {
		level := &up
		if value[s.Key] < 0 || value[s.Key] == 0 && sign[s.Key] < 0 {
			level = &down
		}
		out[s.Key] = p.y(*level + value[s.Key]/2)
		*level += value[s.Key]
	}
	return out
}

// names writes names at the right, apart from each other. Rules that found no room on the plot have theirs here too.
func (p *columnPanel) names(g *sheet.Element, rules []figure.Rule) {
	keys := p.sideKeys(p.f, p)
	for _, r := range rules {
		style := ruleStyle
		style.Size = 12
		keys = append(keys, sideKey{r.Label, "", style, p.y(r.At), func(x, y float64) *sheet.Element {
			return p.s.Stroke(sheet.El("line", "x1", x, "x2", x+13, "y1", y+6, "y2", y+6, "stroke-width", 1.2, "stroke-dasharray", "5 3"), sheet.Ink)
		}})
	}
	at := make([]float64, len(keys))
	for i, k := range keys {
		at[i] = k.y - float64(float64(i)*1e-6) // of two at one place the later is above, as in a stack
	}
	side := sheet.El("g", "class", "names")
	for i, y := range spread(at, nameGap+1, p.top-4, p.bottom+4) {
		if y > p.bottom+20 { // no room for more
			continue
		}
		k := keys[i]
		x := p.right + 14
		side.Add(k.sample(x, y-6))
		last := typeset.Shorten(k.last, maxEndLabel/2, lastStyle.Size, false)
		value := lastStyle
		value.Color = sheet.Ink
		room := p.s.Width - sheet.Margin - x - sampleWidth
		if last != "" {
			room -= 6 + value.Width(last)
		}
		label := typeset.Shorten(k.label, room, k.style.Size, k.style.Strong)
		side.Add(p.s.Text(x+sampleWidth, y+4, label, k.style))
		if last != "" {
			side.Add(p.s.Text(x+sampleWidth+k.style.Width(label)+6, y+4, last, value))
		}
	}
	g.Add(side)
}
