package svg

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// block is a part of the legend: its size, and how to draw it with its upper left corner at a point.
type block struct {
	width, height float64
	draw          func(x, y float64) []*sheet.Element
}

const (
	legendRow   = 19.0 // from line to line
	legendHead  = 24.0 // from a heading to its first line
	legendGap   = 22.0 // between blocks above each other
	columnGap   = 34.0 // between columns, at least
	maxEntry    = 250.0
	swatchWidth = 44.0
	longSwatch  = 68.0 // room for a chain of links
)

// legend returns the legend below y and the height below it.
func (c *composer) legend(y float64) (*sheet.Element, float64) {
	if len(c.m.Nodes) == 0 {
		return nil, y
	}
	g := sheet.El("g", "class", "legend")
	g.Add(c.Stroke(sheet.El("line", "x1", sheet.Margin, "y1", y+4, "x2", c.Width-sheet.Margin, "y2", y+4), sheet.Hair))
	y += 26
	for _, row := range c.legendRows() {
		// What is left is shared among the gaps, but not so much that the columns drift apart.
		gap := columnGap
		if n := len(row.columns); n > 1 {
			gap += min((c.Room()-row.width)/float64(n-1), 70)
		}
		x := sheet.Margin
		for _, stack := range row.columns {
			at := y
			for _, b := range stack {
				g.Add(b.draw(x, at)...)
				at += b.height + legendGap
			}
			x += stackWidth(stack) + gap
		}
		y += row.height + 28
	}
	return g, y - 14
}

// row are columns beside each other, each a stack of blocks.
type row struct {
	columns       [][]block
	width, height float64 // with the smallest gaps
}

// legendRows stacks the blocks in several ways and returns the rows of the one that is lowest.
func (c *composer) legendRows() []row {
	room := c.Width - 2*sheet.Margin
	var best []row
	lowest := math.Inf(1)
	for _, limit := range []int{4, 9} { // lines of a column of kinds
		kinds, groups, firm := c.kindBlock(limit), c.groupBlock(3), c.certaintyBlock()
		amounts, values, cycles := c.amountBlock(), c.valueBlock(), c.cycleBlock(min(400, room))
		for _, columns := range [][][]block{
			{{kinds, groups}, {firm, amounts}, {values}, {cycles}},
			{{kinds, groups}, {firm, amounts}, {cycles, values}},
			{{kinds, groups}, {firm, amounts, values}, {cycles}},
			{{kinds, amounts}, {firm, groups}, {values}, {cycles}},
			{{kinds}, {firm}, {groups, amounts}, {values}, {cycles}},
			{{kinds}, {firm, amounts}, {groups, values}, {cycles}},
			{{kinds}, {firm, amounts}, {groups}, {values}, {cycles}},
		} {
			rows := packed(columns, room)
			height := 0.0
			for _, r := range rows {
				height += r.height + 28
			}
			if height < lowest {
				best, lowest = rows, height
			}
		}
	}
	return best
}

// packed puts columns into rows, as many into each as there is room for. Blocks and columns with nothing in
// them are left out.
func packed(columns [][]block, room float64) []row {
	var rows []row
	for _, stack := range columns {
		stack = slices.DeleteFunc(slices.Clone(stack), func(b block) bool { return b.height == 0 })
		if len(stack) == 0 {
			continue
		}
		width, height := stackWidth(stack), -legendGap
		for _, b := range stack {
			height += b.height + legendGap
		}
		last := len(rows) - 1
		if last < 0 || rows[last].width+columnGap+width > room {
			rows = append(rows, row{width: -columnGap})
			last++
		}
		rows[last].columns = append(rows[last].columns, stack)
		rows[last].width += columnGap + width
		rows[last].height = max(rows[last].height, height)
	}
	return rows
}

// stackWidth returns the width of the widest block.
func stackWidth(stack []block) float64 {
	w := 0.0
	for _, b := range stack {
		w = max(w, b.width)
	}
	return w
}

// rows makes a block of a heading and lines, in as many columns as needed to have at most limit lines each.
// draw draws line i with its middle at (x, y).
func (c *composer) rows(heading string, labels []string, limit int, sample float64, draw func(i int, x, y float64) []*sheet.Element) block {
	if len(labels) == 0 {
		return block{}
	}
	labels = slices.Clone(labels)
	for i, l := range labels {
		labels[i] = typeset.Shorten(l, maxEntry, sheet.BodyStyle.Size, false)
	}
	columns := (len(labels) + limit - 1) / limit
	perColumn := (len(labels) + columns - 1) / columns
	width := 0.0
	for _, l := range labels {
		width = max(width, sample+sheet.BodyStyle.Width(l))
	}
	const gap = 20
	return block{
		width:  max(sheet.HeadingStyle.Width(heading), float64(float64(columns)*(width+gap))-gap),
		height: legendHead + float64(perColumn-1)*legendRow + 6,
		draw: func(x, y float64) []*sheet.Element {
			out := []*sheet.Element{c.Text(x, y+4, heading, sheet.HeadingStyle)}
			for i, l := range labels {
				left, middle := x+float64(float64(i/perColumn)*(width+gap)), y+legendHead+float64(i%perColumn)*legendRow
				out = append(out, draw(i, left, middle)...)
				out = append(out, c.Text(left+sample, middle+4, l, sheet.BodyStyle))
			}
			return out
		},
	}
}

// sampleArrow draws an arrow for the legend from (x, y) to the right.
func (c *composer) sampleArrow(x, y, width, pen float64, l *sheet.Look, b sheet.Body) []*sheet.Element {
	head := 7 + float64(1.5*pen)
	end := x + width - 8
	base := end - head
	return c.Arrow(sheet.Arrow{
		Path:   fmt.Sprintf("M%s,%sL%s,%s", sheet.Number(x), sheet.Number(y), sheet.Number(base), sheet.Number(y)),
		Length: base - x, Base: sheet.Point{X: base, Y: y}, Tip: sheet.Point{X: end, Y: y},
		Pen: pen, HeadWidth: 6 + float64(1.5*pen), Look: l, Body: b,
	})
}

// kindBlock explains colours and dashes.
func (c *composer) kindBlock(limit int) block {
	used, lines := kindLines(c.m)
	return c.rows(c.m.Legend.Headings.Kinds, lines, limit, swatchWidth, func(i int, x, y float64) []*sheet.Element {
		return c.sampleArrow(x, y, swatchWidth, 3, &sheet.Looks[used[i]], sheet.Full)
	})
}

// certaintyBlock explains the bodies of the arrows.
func (c *composer) certaintyBlock() block {
	words := make(map[figure.Certainty]string)
	for _, e := range c.m.Legend.Certainties {
		words[figure.Certainty(e.Key)] = e.Label
	}
	names := make(map[sheet.Body][]string)
	var bodies []sheet.Body
	for _, certainty := range []figure.Certainty{
		figure.Signed, figure.Active, figure.Completed, figure.Announced, figure.Proposed, figure.Rumoured, figure.Ended,
	} {
		if !slices.ContainsFunc(c.m.Arcs, func(a figure.Arc) bool { return a.Certainty == certainty }) {
			continue
		}
		b := sheet.BodyOf(certainty)
		if !slices.Contains(bodies, b) {
			bodies = append(bodies, b)
		}
		if w := words[certainty]; w != "" {
			names[b] = append(names[b], w)
		}
	}
	var lines []string
	for _, b := range bodies {
		if len(names[b]) == 0 {
			lines = append(lines, sheet.BodyNames[b])
		} else {
			lines = append(lines, listed(names[b]))
		}
	}
	neutral := &sheet.Looks[len(sheet.Looks)-1]
	return c.rows(c.m.Legend.Headings.Certainties, lines, 5, longSwatch, func(i int, x, y float64) []*sheet.Element {
		pen := 5.5
		if bodies[i] == sheet.Full {
			pen = 4
		}
		return c.sampleArrow(x, y, longSwatch, pen, neutral, bodies[i])
	})
}

// groups returns the entries for the tints: the legend's, or the groups of the nodes under their own names.
func (c *composer) groups() []figure.Entry {
	if len(c.m.Legend.Groups) > 0 {
		return c.m.Legend.Groups
	}
	seen := make(map[string]bool)
	var out []figure.Entry
	for _, n := range c.m.Nodes {
		if n.Group != "" && !seen[n.Group] {
			seen[n.Group] = true
			out = append(out, figure.Entry{Key: n.Group, Label: typeset.Clean(n.Group)})
		}
	}
	slices.SortFunc(out, func(a, b figure.Entry) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// heavyRims reports whether some circles have a heavy rim, and others not.
func (c *composer) heavyRims() bool {
	heavy := make(map[string]bool)
	for _, n := range c.m.Nodes {
		heavy[n.ID] = n.Emphasis
	}
	for _, a := range c.m.Arcs {
		if len(a.Cycles) > 0 {
			heavy[a.From], heavy[a.To] = true, true
		}
	}
	some, others := false, false
	for _, h := range heavy {
		some, others = some || h, others || !h
	}
	return some && others
}

// groupBlock explains the tints that are in use, and heavy rims.
func (c *composer) groupBlock(limit int) block {
	var labels []string
	var fills []sheet.Role
	for i, e := range c.groups() {
		if slices.ContainsFunc(c.m.Nodes, func(n figure.Node) bool { return n.Group == e.Key }) {
			labels, fills = append(labels, e.Label), append(fills, tintOf(i, e))
		}
	}
	heavy := -1 // the line that explains heavy rims
	if c.heavyRims() {
		heavy = len(labels)
		labels, fills = append(labels, c.m.Legend.Headings.Rim), append(fills, sheet.Paper)
	}
	return c.rows(c.m.Legend.Headings.Groups, labels, limit, 20, func(i int, x, y float64) []*sheet.Element {
		disc, rim := sheet.El("circle", "cx", x+7, "cy", y, "r", 6.5, "stroke-width", 1), sheet.Rim
		if i == heavy {
			disc.Set("stroke-width", 2.4)
			rim = sheet.Ink
		}
		return []*sheet.Element{c.Stroke(c.Fill(disc, fills[i]), rim)}
	})
}

// cycleBlock lists the cycles: number, parties, amount, and a warning below if there is one.
func (c *composer) cycleBlock(limit float64) block {
	if len(c.m.Cycles) == 0 {
		return block{}
	}
	const indent = 24.0
	type entry struct {
		number int
		lines  []string
		amount string
		note   string
	}
	var rows []entry
	heading := c.m.Legend.Headings.Cycles
	width, height := sheet.HeadingStyle.Width(heading), legendHead-legendRow+6
	for _, y := range c.m.Cycles {
		r := entry{number: y.Number, amount: typeset.Shorten(y.Amount, limit/2, 12, true), note: y.Note}
		room := limit - indent - sheet.StrongStyle.Width(r.amount) - 8
		r.lines = sheet.BodyStyle.Wrap(y.Text, 3, room)
		for _, l := range r.lines {
			width = max(width, indent+sheet.BodyStyle.Width(l)+8+sheet.StrongStyle.Width(r.amount))
		}
		height += float64(len(r.lines)-1)*15 + legendRow + 1
		if r.note != "" {
			r.note = typeset.Shorten(r.note, limit-indent, sheet.NoteStyle.Size, false)
			width = max(width, indent+sheet.NoteStyle.Width(r.note))
			height += 14
		}
		rows = append(rows, r)
	}
	return block{width: min(width, limit), height: height, draw: func(x, y float64) []*sheet.Element {
		out := []*sheet.Element{c.Text(x, y+4, heading, sheet.HeadingStyle)}
		y += legendHead
		for _, r := range rows {
			g := sheet.El("g", "class", "cycle", "data-cycle", r.number).Add(c.badge(x+place.BadgeRadius+1, y, r.number)...)
			out = append(out, g)
			for i, l := range r.lines {
				g.Add(c.Text(x+indent, y+4, l, sheet.BodyStyle))
				if i == len(r.lines)-1 {
					g.Add(c.Text(x+indent+sheet.BodyStyle.Width(l)+8, y+4, r.amount, sheet.StrongStyle))
				} else {
					y += 15
				}
			}
			if r.note != "" {
				y += 14
				g.Add(c.Text(x+indent, y+4, r.note, sheet.NoteStyle))
			}
			y += legendRow + 1
		}
		return out
	}}
}
