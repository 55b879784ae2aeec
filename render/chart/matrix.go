package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Matrix draws who pays whom as squares in a table, 900 to 1200 points wide. The area of a square is its amount; what is
// filled of it is signed or done.
//
// In the file a cell is a <g class="cell" data-id="payer payee"> with a tooltip. Labels stand in the cells where they fit, as a
// rule up to 30 parties; up to 60 and more the squares, the names and the tooltips stay.
func Matrix(f figure.Matrix, o Options) ([]byte, error) { return Draw(f, o) }

// The colours of a matrix. Ink on cellFill has a contrast of 5 or more in both themes.
var (
	cellFill = sheet.Role{Name: "cell", Light: "#8DBAE0", Dark: "#255D8F"}
	cellLine = sheet.Role{Name: "cellline", Light: "#2F73AD", Dark: "#5E9FD6"}
	cellBack = sheet.Role{Name: "cellback", Light: "#EDF3F9", Dark: "#17222D"}
	cellSelf = sheet.Role{Name: "cellself", Light: "#DEE4E9", Dark: "#28323C"}
)

const (
	matrixWidth   = 1200.0
	matrixLeast   = 900.0
	matrixPanel   = 290.0 // width of the column with cycles and samples
	matrixBeside  = 16    // up to so many parties it stands beside the table
	matrixMaxCell = 54.0
	matrixInset   = 2.0 // from the border of a cell to the largest square
	slant         = 0.70710678
)

// matrixPlot is a matrix on a sheet.
type matrixPlot struct {
	*sheet.Sheet
	f      figure.Matrix
	place  map[string]int
	cell   float64 // side of a cell
	left   float64 // of the table
	top    float64
	name   sheet.Style
	sum    sheet.Style
	names  float64 // width of the names of the rows
	sums   float64 // width of the sums of the rows
	full   float64
	beside bool
}

// matrix draws a matrix that passed its check.
func matrix(f figure.Matrix, o Options) []byte {
	p := newMatrixPlot(cleanMatrix(f), o.Theme)
	head, y := p.Header()
	if len(f.Cells) == 0 {
		empty := p.Text(p.Width/2, y+90, p.f.Terms.Empty, sheet.Style{Size: 17, Anchor: "middle", Color: sheet.Muted})
		foot, height := p.Footer(y + 160)
		return p.Bytes(height, sheet.Root{Class: "matrix", Description: "Matrix.", Metadata: o.Metadata}, head, empty, foot)
	}
	columns, y := p.columns(y + 10)
	p.top = y
	body, y := p.body()
	panel, y := p.panel(y)
	foot, height := p.Footer(y + 12)
	return p.Bytes(height, sheet.Root{Class: "matrix", Description: p.description(), Metadata: o.Metadata}, head, columns, body, panel, foot)
}

// newMatrixPlot decides the sizes.
func newMatrixPlot(f figure.Matrix, theme sheet.Theme) *matrixPlot {
	p := &matrixPlot{f: f, place: map[string]int{}, full: f.FullAmount}
	for i, party := range f.Parties {
		p.place[party.ID] = i
	}
	for _, c := range f.Cells {
		p.full = max(p.full, c.Amount)
	}
	p.beside = len(f.Parties) <= matrixBeside
	for size := 12.0; size >= 3; size-- { // until the slanted names are as far apart as they are high
		if p.measure(size); p.cell*0.66 >= size {
			break
		}
	}
	width := p.wide() + float64(p.cell*float64(len(f.Parties)))
	p.Sheet = sheet.New(f.Frame, max(math.Ceil(width), matrixLeast), theme)
	p.left = sheet.Margin + p.names + 10
	return p
}

// measure decides how wide names, sums and cells are with names of that size.
func (p *matrixPlot) measure(size float64) {
	p.name, p.sum = sheet.Style{Size: size, Color: sheet.Ink}, sheet.Style{Size: min(10.5, size), Color: sheet.Muted}
	p.names, p.sums = 0, 0
	for _, party := range p.f.Parties {
		p.names = max(p.names, p.name.Width(party.Name))
		p.sums = max(p.sums, p.sum.Width(party.Pays))
	}
	p.names = max(min(p.names, 170), p.sum.Width(p.f.Terms.Payers), p.sum.Width(p.f.Terms.Paid))
	p.sums = max(p.sums, sheet.StrongStyle.Width(p.f.Total), p.sum.Width(p.f.Terms.Pays))
	p.cell = math.Floor(min((matrixWidth-p.wide())/float64(max(len(p.f.Parties), 1)), matrixMaxCell)*10) / 10
}

// wide is the width of all but the cells.
func (p *matrixPlot) wide() float64 {
	rest := 2*sheet.Margin + p.names + 10 + p.sums + 10
	if p.beside {
		rest += matrixPanel + 36
	}
	return rest
}

// cleanMatrix returns f with every text that is shown made fit for a picture, and English words where it has none.
func cleanMatrix(f figure.Matrix) figure.Matrix {
	f.Parties, f.Cells, f.Cycles, f.Scale = slices.Clone(f.Parties), slices.Clone(f.Cells), slices.Clone(f.Cycles), slices.Clone(f.Scale)
	for i, p := range f.Parties {
		p.Name = cmp.Or(typeset.Clean(p.Name), typeset.Clean(p.ID))
		p.Title = typeset.Cut(cmp.Or(typeset.Clean(p.Title), p.Name), maxTip)
		p.Pays, p.Paid = cleanShort(p.Pays), cleanShort(p.Paid)
		f.Parties[i] = p
	}
	for i, c := range f.Cells {
		c.Label, c.Title = typeset.Clean(c.Label), typeset.Cut(typeset.Clean(c.Title), maxTip)
		f.Cells[i] = c
	}
	for i, c := range f.Cycles {
		f.Cycles[i].Text, f.Cycles[i].Amount, f.Cycles[i].Note = typeset.Clean(c.Text), typeset.Clean(c.Amount), typeset.Clean(c.Note)
	}
	for i, s := range f.Scale {
		f.Scale[i].Label = cleanShort(s.Label)
	}
	f.Total = cleanShort(f.Total)
	f.Terms = f.Terms.Each(cleanTerm)
	return f
}

// cleanShort makes a value fit for a picture: a word or two.
func cleanShort(s string) string { return typeset.Shorten(typeset.Clean(s), 170, 10.5, true) }

// cleanTerm makes a word of a figure fit for a picture, or takes the English one.
func cleanTerm(own, english string) string {
	return typeset.Shorten(cmp.Or(typeset.Clean(own), english), 520, 11, false)
}

// x and y are the upper left corner of a cell.
func (p *matrixPlot) x(column int) float64 { return p.left + float64(float64(column)*p.cell) }
func (p *matrixPlot) y(row int) float64    { return p.top + float64(float64(row)*p.cell) }

// columns writes the names over the columns, slanted so that they are as far apart as their height, and returns the height
// below them.
func (p *matrixPlot) columns(y float64) (*sheet.Element, float64) {
	g := sheet.El("g", "class", "columns")
	limit := make([]float64, len(p.f.Parties))
	height := 0.0
	for i, party := range p.f.Parties {
		limit[i] = min(170, (p.Width-sheet.Margin-p.x(i)-p.cell/2)/slant-8)
		height = max(height, min(p.name.Width(party.Name), limit[i])*slant)
	}
	y += math.Ceil(height) + p.name.Size
	p.top = y
	for i, party := range p.f.Parties {
		t := p.Text(0, 0, typeset.Shorten(party.Name, limit[i], p.name.Size, false), p.name)
		t.Set("transform", fmt.Sprintf("translate(%s %s) rotate(-45)", sheet.Number(p.x(i)+p.cell/2+float64(0.3*p.name.Size)), sheet.Number(y-6)))
		g.Add(sheet.El("g", "data-id", typeset.Clean(party.ID)).Add(sheet.El("title").Say(party.Title), t))
	}
	quiet := p.sum
	g.Add(p.Text(sheet.Margin, y-6, p.f.Terms.Payers, quiet))
	g.Add(p.Text(p.x(len(p.f.Parties))+8, y-5, p.f.Terms.Pays, quiet))
	return g, y
}

// body is the table: rows, cells and sums.
func (p *matrixPlot) body() (*sheet.Element, float64) {
	g, n := sheet.El("g", "class", "cells"), len(p.f.Parties)
	right, bottom := p.x(n), p.y(n)
	for i := range p.f.Parties {
		g.Add(p.Fill(sheet.El("rect", "x", p.x(i), "y", p.y(i), "width", p.cell, "height", p.cell), cellSelf))
	}
	cells := slices.Clone(p.f.Cells)
	slices.SortFunc(cells, func(a, b figure.MatrixCell) int {
		return cmp.Or(cmp.Compare(p.place[a.From], p.place[b.From]), cmp.Compare(p.place[a.To], p.place[b.To]))
	})
	for _, c := range cells {
		g.Add(p.Fill(sheet.El("rect", "x", p.x(p.place[c.To]), "y", p.y(p.place[c.From]), "width", p.cell, "height", p.cell), cellBack))
	}
	for i := 0; i <= n; i++ {
		g.Add(p.Stroke(sheet.El("line", "x1", p.left, "x2", right, "y1", p.y(i), "y2", p.y(i), "stroke-width", 0.7), sheet.Hair))
		g.Add(p.Stroke(sheet.El("line", "x1", p.x(i), "x2", p.x(i), "y1", p.top, "y2", bottom, "stroke-width", 0.7), sheet.Hair))
	}
	back := map[[2]string]bool{}
	for _, c := range cells {
		back[[2]string{c.To, c.From}] = true
	}
	for _, c := range cells {
		g.Add(p.draw(c, back[[2]string{c.From, c.To}]))
	}
	for i, party := range p.f.Parties {
		base := p.y(i) + p.cell/2 + float64(0.36*p.name.Size)
		name := p.name
		name.Anchor = "end"
		g.Add(sheet.El("g", "data-id", typeset.Clean(party.ID)).Add(sheet.El("title").Say(party.Title),
			p.Text(p.left-7, base, typeset.Shorten(party.Name, p.names, name.Size, false), name)))
		if party.Pays != "" {
			g.Add(p.Text(right+8, p.y(i)+p.cell/2+float64(0.36*p.sum.Size), party.Pays, p.sum))
		}
	}
	return g, p.totals(g, bottom)
}

// totals writes the sums of the columns under them, slanted as the names are, and the sum of all, and returns the height below.
func (p *matrixPlot) totals(g *sheet.Element, bottom float64) float64 {
	s := p.sum
	s.Anchor = "end"
	deep := s.Size + 8
	for i, party := range p.f.Parties {
		if party.Paid == "" {
			continue
		}
		t := p.Text(0, 0, party.Paid, s)
		t.Set("transform", fmt.Sprintf("translate(%s %s) rotate(-45)", sheet.Number(p.x(i)+p.cell/2+float64(0.4*s.Size)), sheet.Number(bottom+4+float64(0.5*s.Size))))
		g.Add(t)
		deep = max(deep, float64(s.Width(party.Paid)*slant)+s.Size+4)
	}
	s.Anchor = ""
	g.Add(p.Text(sheet.Margin, bottom+s.Size+1, p.f.Terms.Paid, s))
	if p.f.Total != "" {
		g.Add(p.Text(p.x(len(p.f.Parties))+8, bottom+17, p.f.Total, sheet.StrongStyle))
	}
	return bottom + math.Ceil(deep) + 8
}

// draw draws a cell.
func (p *matrixPlot) draw(c figure.MatrixCell, back bool) *sheet.Element {
	x, y := p.x(p.place[c.To]), p.y(p.place[c.From])
	g := sheet.El("g", "class", "cell", "data-id", typeset.Clean(c.From)+" "+typeset.Clean(c.To), "data-certainty", string(c.Certainty))
	g.Add(sheet.El("title").Say(p.sentence(c)))
	if c.Known {
		g.Add(p.square(x+p.cell/2, p.middle(c, y), p.side(c.Amount), p.side(c.Firm), c.Certainty)...)
	}
	if back || len(c.Cycles) > 0 {
		frame := p.Stroke(sheet.El("rect", "x", x+0.8, "y", y+0.8, "width", p.cell-1.6, "height", p.cell-1.6, "fill", "none", "stroke-width", 1.1), sheet.Rim)
		if len(c.Cycles) > 0 {
			frame = p.Stroke(sheet.El("rect", "x", x+0.8, "y", y+0.8, "width", p.cell-1.6, "height", p.cell-1.6, "fill", "none", "stroke-width", 1.7), sheet.Ink)
		}
		g.Add(frame)
	}
	p.label(g, c, x, y)
	return p.badges(g, c, x, y)
}

// side is the side of the square of an amount: its area is in proportion.
func (p *matrixPlot) side(amount float64) float64 {
	if p.full <= 0 {
		return 0
	}
	return (p.cell - 2*matrixInset) * math.Sqrt(amount/p.full)
}

// square is a square around a point: as much of it filled as is firm, the rest hollow.
func (p *matrixPlot) square(x, y, side, firm float64, c figure.Certainty) []*sheet.Element {
	var out []*sheet.Element
	box := func(side float64) *sheet.Element {
		return sheet.El("rect", "x", x-side/2, "y", y-side/2, "width", side, "height", side)
	}
	if firm < side {
		const pen = 1.1
		e := p.Stroke(p.Fill(box(max(side-pen, 0.3)).Set("stroke-width", min(pen, side)), sheet.Paper), cellLine)
		if b := sheet.BodyOf(c); b == sheet.Chain || b == sheet.Beads {
			e.Set("stroke-dasharray", "3 2")
		}
		out = append(out, e)
	}
	if firm > 0 {
		out = append(out, p.Fill(box(firm), cellFill))
	}
	return out
}

// labelStyle is the style of the amount in a cell, and false if there is no room for it.
func (p *matrixPlot) labelStyle(c figure.MatrixCell) (sheet.Style, bool) {
	s := sheet.Style{Size: 10.5, Anchor: "middle", Color: sheet.Ink, Italic: c.Firm == 0}
	for ; s.Size >= 8 && p.cell >= 22; s.Size -= 0.5 {
		if s.Width(c.Label) <= p.cell-3.5 {
			return s, true
		}
	}
	return s, false
}

// under reports whether the amount stands under the square: when it does not fit into it, and there is room below.
func (p *matrixPlot) under(c figure.MatrixCell) bool {
	s, ok := p.labelStyle(c)
	return ok && s.Width(c.Label)+2 > p.side(c.Amount) && p.side(c.Amount) <= p.cell-16
}

// middle is the height of the middle of the square of a cell that begins at y.
func (p *matrixPlot) middle(c figure.MatrixCell, y float64) float64 {
	if p.under(c) {
		return y + (p.cell-11)/2
	}
	return y + p.cell/2
}

// label writes the amount into a cell if there is room, and question marks.
func (p *matrixPlot) label(g *sheet.Element, c figure.MatrixCell, x, y float64) {
	if !c.Known {
		s := sheet.Style{Size: min(11, float64(p.cell*0.75)), Anchor: "middle", Color: sheet.Muted}
		if len(c.Cycles) > 0 && p.cell < 24 { // beside the badge
			s.Size, s.Anchor = 0.6*s.Size, "end"
			g.Add(p.Text(x+p.cell-1, y+p.cell-1.2, "?", s))
			return
		}
		g.Add(p.Text(x+p.cell/2, y+p.cell/2+float64(0.36*s.Size), "?", s))
		return
	}
	s, ok := p.labelStyle(c)
	switch {
	case !ok:
	case p.under(c):
		g.Add(p.Text(x+p.cell/2, y+p.cell-4.5, c.Label, s))
	default:
		g.Add(p.Text(x+p.cell/2, y+p.cell/2+float64(0.36*s.Size), c.Label, s))
	}
	if c.Unknown > 0 && p.cell >= 28 && len(c.Cycles) < 3 {
		s = sheet.Style{Size: 8.5, Strong: true, Anchor: "end", Color: sheet.Ink}
		g.Add(p.Text(x+p.cell-3, y+9.2, "?", s))
	}
}

// badges puts the numbers of its cycles into the upper left corner of a cell, as many as there is room for.
func (p *matrixPlot) badges(g *sheet.Element, c figure.MatrixCell, x, y float64) *sheet.Element {
	r := 5.6
	if p.cell < 30 {
		r = max(4, min(5, p.cell/4))
	}
	for i, number := range c.Cycles {
		at := x + r - 1 + float64(float64(i)*(2*r+1))
		if at+r > x+p.cell && i > 0 {
			break
		}
		g.Add(p.cycleBadge(at, y+r-1, r, number)...)
	}
	return g
}

// cycleBadge is the number of a cycle on a disc.
func (p *matrixPlot) cycleBadge(x, y, r float64, number int) []*sheet.Element {
	disc := p.Fill(sheet.El("circle", "cx", x, "cy", y, "r", r, "stroke-width", 0.8), sheet.Ink)
	s := sheet.Style{Size: 1.55 * r, Strong: true, Anchor: "middle", Color: sheet.Paper}
	text := fmt.Sprint(number)
	for s.Size > 2 && s.Width(text) > 1.7*r {
		s.Size -= 0.5
	}
	return []*sheet.Element{p.Stroke(disc, sheet.Paper), p.Text(x, y+float64(0.36*s.Size), text, s)}
}

// sentence is the tooltip of a cell.
func (p *matrixPlot) sentence(c figure.MatrixCell) string {
	said := c.Title
	if said == "" {
		said = p.f.Parties[p.place[c.From]].Name + " → " + p.f.Parties[p.place[c.To]].Name + ": " + c.Label
	}
	if len(c.Cycles) > 0 {
		said = typeset.Cut(said, maxTip-40) + "; cycle " + strings.Trim(strings.Join(strings.Fields(fmt.Sprint(c.Cycles)), ", "), "[]")
	}
	return typeset.Cut(said, maxTip)
}

// panel is the list of cycles and the samples, beside the table or below it; it returns the height below everything.
func (p *matrixPlot) panel(bottom float64) (*sheet.Element, float64) {
	g := sheet.El("g", "class", "panel")
	if p.beside {
		x := p.x(len(p.f.Parties)) + 8 + p.sums + 36
		room := p.Width - sheet.Margin - x
		y := p.top
		if len(p.f.Cycles) > 0 {
			y = p.cycleList(g, x, y, room, p.f.Cycles, true) + 18
		}
		return g, max(bottom, p.samples(g, x, y, room))
	}
	y := bottom + 6
	room := p.Room()
	g.Add(p.Stroke(sheet.El("line", "x1", sheet.Margin, "x2", p.Width-sheet.Margin, "y1", y, "y2", y, "stroke-width", 1), sheet.Hair))
	y += 14
	if len(p.f.Cycles) == 0 {
		return g, p.samples(g, sheet.Margin, y, room)
	}
	third := (room - 60) / 3
	low := p.samples(g, sheet.Margin, y, third)
	half := (len(p.f.Cycles) + 1) / 2
	low = max(low, p.cycleList(g, sheet.Margin+third+30, y, third, p.f.Cycles[:half], true))
	return g, max(low, p.cycleList(g, sheet.Margin+2*third+60, y, third, p.f.Cycles[half:], false))
}

// cycleList lists cycles and returns the height below.
func (p *matrixPlot) cycleList(g *sheet.Element, x, y, room float64, list []figure.Cycle, heading bool) float64 {
	y += 11
	if heading {
		g.Add(p.Text(x, y, typeset.Shorten(p.f.Terms.Cycles, room, 12, true), sheet.HeadingStyle))
	}
	for _, c := range list {
		y += 21
		g.Add(p.cycleBadge(x+6, y-4, 6.5, c.Number)...)
		amount := typeset.Shorten(c.Amount, room/2, 12, true)
		for i, line := range sheet.BodyStyle.Wrap(c.Text, 3, room-22) {
			if i > 0 {
				y += 15
			}
			g.Add(p.Text(x+20, y, line, sheet.BodyStyle))
		}
		y += 15
		g.Add(p.Text(x+20, y, amount, sheet.StrongStyle))
		at := x + 20 + sheet.StrongStyle.Width(amount) + 8
		if c.Note != "" && at < x+room-30 {
			g.Add(p.Text(at, y, typeset.Shorten(c.Note, x+room-at-2, 11, false), sheet.NoteStyle))
		}
	}
	return y + 8
}

// samples explain the squares and return the height below.
func (p *matrixPlot) samples(g *sheet.Element, x, y, room float64) float64 {
	y += 11
	g.Add(p.Text(x, y, typeset.Shorten(p.f.Terms.Amounts, room, 12, true), sheet.HeadingStyle))
	y += 8
	if len(p.f.Scale) > 0 {
		high := 10.0
		for _, s := range p.f.Scale {
			high = max(high, p.side(s.Value))
		}
		at := x
		for _, s := range p.f.Scale {
			side, width := p.side(s.Value), sheet.QuietStyle.Width(s.Label)
			if side < 1 || at+side+6+width > x+room {
				continue
			}
			g.Add(p.square(at+side/2, y+high-side/2, side, side, figure.Signed)...)
			g.Add(p.Text(at+side+5, y+high-max(0, side/2-4), s.Label, sheet.QuietStyle))
			at += side + width + 22
		}
		y += high
	}
	const box = 13.0
	line := func(text string, draw func(x, y float64) []*sheet.Element) {
		lines := sheet.QuietStyle.Wrap(text, 2, room-24)
		y += 19
		g.Add(draw(x+box/2, y-4)...)
		for i, l := range lines {
			if i > 0 {
				y += 14
			}
			g.Add(p.Text(x+22, y, l, sheet.QuietStyle))
		}
	}
	square := func(firm float64, c figure.Certainty) func(x, y float64) []*sheet.Element {
		return func(x, y float64) []*sheet.Element { return p.square(x, y, box, firm, c) }
	}
	line(p.f.Terms.Firm, square(box, figure.Signed))
	line(p.f.Terms.Hollow, square(0, figure.Announced))
	line(p.f.Terms.Proposed, square(0, figure.Proposed))
	line(p.f.Terms.Unknown, func(x, y float64) []*sheet.Element {
		s := sheet.Style{Size: 11, Anchor: "middle", Color: sheet.Muted}
		return []*sheet.Element{p.Text(x, y+4, "?", s)}
	})
	line(p.f.Terms.Back, func(x, y float64) []*sheet.Element {
		return []*sheet.Element{p.Stroke(sheet.El("rect", "x", x-box/2, "y", y-box/2, "width", box, "height", box, "fill", "none", "stroke-width", 1.1), sheet.Rim)}
	})
	return y + 8
}

// description tells the picture in words, if the figure does not.
func (p *matrixPlot) description() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Matrix of %d parties with %d cells that are not empty.", len(p.f.Parties), len(p.f.Cells))
	for _, c := range p.f.Cycles {
		fmt.Fprintf(&b, " Cycle %d: %s, %s.", c.Number, c.Text, c.Amount)
	}
	return b.String()
}
