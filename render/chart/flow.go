package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// Flow draws the way of money to a party and on from it as ribbons, 1200 points wide, or 1000 if there is one side only. The
// width of a ribbon is its amount, on one scale; ribbons touch where they join, so that the widths add up in the picture too.
//
// In the file a branch is a <g class="branch" data-id="…"> with a tooltip. Money that comes back to the party in the middle has
// a colour and a ring of its own.
func Flow(f figure.Flow, o Options) ([]byte, error) { return Draw(f, o) }

// The colours of a flow.
var (
	flowOn      = sheet.Role{Name: "flowon", Light: "#2F73AD", Dark: "#5E9FD6"}
	flowOwn     = sheet.Role{Name: "flowown", Light: "#7C8996", Dark: "#8A97A5"}
	flowOutside = sheet.Role{Name: "flowoutside", Light: "#8A7A1E", Dark: "#C9B64A"}
	flowAgain   = sheet.Role{Name: "flowagain", Light: "#7A4FA3", Dark: "#BE9BE6"}
	flowBack    = sheet.Role{Name: "flowback", Light: "#C2183A", Dark: "#FF6B81"}
	flowOthers  = sheet.Role{Name: "flowothers", Light: "#9AA7B3", Dark: "#6E7C89"}
)

const (
	flowSlot   = 33.0 // the least room of an end: two lines of text
	flowGap    = 5.0
	flowBar    = 8.0 // width of the bar of a party
	flowCenter = 124.0
	flowPaler  = 0.3 // opacity of ribbons
)

// flowColor is the colour of a branch.
func flowColor(end figure.FlowEnd) sheet.Role {
	switch end {
	case figure.FlowOwn:
		return flowOwn
	case figure.FlowOutside:
		return flowOutside
	case figure.FlowAgain:
		return flowAgain
	case figure.FlowBack:
		return flowBack
	case figure.FlowOthers:
		return flowOthers
	}
	return flowOn
}

// flowPlot is a flow on a sheet.
type flowPlot struct {
	*sheet.Sheet
	f      figure.Flow
	scale  float64 // points per unit of money
	center float64 // left edge of the party in the middle
	column float64 // from bar to bar
}

// flow draws a flow that passed its check.
func flow(f figure.Flow, o Options) []byte {
	f = cleanFlow(f)
	in, out := flowDepth(f.In), flowDepth(f.Out)
	width := matrixWidth
	if in == 0 || out == 0 {
		width = 1000
	}
	p := &flowPlot{Sheet: sheet.New(f.Frame, width, o.Theme), f: f}
	root := sheet.Root{Class: "flow", Description: fmt.Sprintf("Flow of money through %s.", f.Party.Name), Metadata: o.Metadata}
	head, y := p.Header()
	if f.Amount == 0 || in+out == 0 {
		empty := p.Text(p.Width/2, y+90, f.Terms.Empty, sheet.Style{Size: 17, Anchor: "middle", Color: sheet.Muted})
		foot, height := p.Footer(y + 160)
		return p.Bytes(height, root, head, empty, foot)
	}
	left, right := flowRoom(f.In, in), flowRoom(f.Out, out)
	p.column = (p.Room() - flowCenter - left - right) / float64(in+out)
	p.center = sheet.Margin + left + float64(float64(in)*p.column)
	samples, y := p.samples(y + 8)
	body, y := p.body(y + 8)
	foot, height := p.Footer(y + 12)
	return p.Bytes(height, root, head, samples, body, foot)
}

// cleanFlow returns f with every text that is shown made fit for a picture, and English words where it has none.
func cleanFlow(f figure.Flow) figure.Flow {
	var branches func(list []figure.FlowBranch) []figure.FlowBranch
	branches = func(list []figure.FlowBranch) []figure.FlowBranch {
		list = slices.Clone(list)
		for i, b := range list {
			b.Name, b.Label = cmp.Or(typeset.Clean(b.Name), typeset.Clean(b.Party), "?"), cleanShort(b.Label)
			b.Title = typeset.Cut(cmp.Or(typeset.Clean(b.Title), b.Name+" "+b.Label), maxTip)
			b.Next = branches(b.Next)
			list[i] = b
		}
		return list
	}
	f.In, f.Out = branches(f.In), branches(f.Out)
	p := &f.Party
	p.Name, p.Detail = cmp.Or(typeset.Clean(p.Name), typeset.Clean(p.ID)), cleanShort(p.Detail)
	p.Title = typeset.Cut(cmp.Or(typeset.Clean(p.Title), p.Name+" "+p.Detail), maxTip)
	f.Terms = f.Terms.Each(cleanTerm)
	return f
}

// flowDepth is how many hands deep a tree is.
func flowDepth(list []figure.FlowBranch) (depth int) {
	for _, b := range list {
		depth = max(depth, 1+flowDepth(b.Next))
	}
	return depth
}

// flowRoom is the room for the words beside the outermost bars, those of the branches so many hands away.
func flowRoom(list []figure.FlowBranch, depth int) float64 {
	if depth == 0 {
		return 0
	}
	room := 110.0
	for _, b := range list {
		if depth > 1 && len(b.Next) > 0 {
			room = max(room, flowRoom(b.Next, depth-1))
		} else if depth == 1 {
			room = max(room, 24+typeset.Width(b.Name, 11.5, true))
		}
	}
	return min(room, 190)
}

// flowEnds counts the ends of a tree.
func flowEnds(list []figure.FlowBranch) (count int) {
	for _, b := range list {
		count += max(1, flowEnds(b.Next))
	}
	return count
}

// thick is how wide the ribbon of an amount is.
func (p *flowPlot) thick(amount int64) float64 { return float64(float64(amount) * p.scale) }

// span is how much room a branch needs, its parts and the gap below included.
func (p *flowPlot) span(b figure.FlowBranch) float64 {
	room := max(p.thick(b.Amount), flowSlot) + flowGap
	if len(b.Next) == 0 {
		return room
	}
	return max(room, p.spans(b.Next))
}

func (p *flowPlot) spans(list []figure.FlowBranch) (sum float64) {
	for _, b := range list {
		sum += p.span(b)
	}
	return sum
}

// body draws both trees and the party in the middle, and returns the height below.
func (p *flowPlot) body(y float64) (*sheet.Element, float64) {
	tall := min(360, max(150, float64(float64(max(flowEnds(p.f.In), flowEnds(p.f.Out)))*0.45*flowSlot)))
	p.scale = tall / float64(p.f.Amount)
	heading := sheet.Style{Size: 13, Strong: true, Color: sheet.Ink}
	g := sheet.El("g", "class", "trees")
	y += 14
	if len(p.f.In) > 0 {
		g.Add(p.Text(sheet.Margin, y, typeset.Shorten(p.f.Terms.In, p.Room()/2-20, 13, true), heading))
	}
	if len(p.f.Out) > 0 {
		heading.Anchor = "end"
		g.Add(p.Text(p.Width-sheet.Margin, y, typeset.Shorten(p.f.Terms.Out, p.Room()/2-20, 13, true), heading))
	}
	y += 16
	in, out := p.spans(p.f.In), p.spans(p.f.Out)
	all := max(in, out, tall+10)
	middle := y + all/2
	ribbons, bars, words := sheet.El("g", "class", "ribbons"), sheet.El("g", "class", "bars"), sheet.El("g", "class", "words")
	left := flowSide{p, -1, ribbons, bars, words}
	left.tree(p.f.In, p.center, middle-tall/2, 0, middle-in/2)
	right := flowSide{p, 1, ribbons, bars, words}
	right.tree(p.f.Out, p.center+flowCenter, middle-tall/2, 0, middle-out/2)
	return g.Add(ribbons, bars, words, p.party(middle, tall)), y + all
}

// party is the box in the middle.
func (p *flowPlot) party(middle, tall float64) *sheet.Element {
	g := sheet.El("g", "class", "party", "data-id", typeset.Clean(p.f.Party.ID)).Add(sheet.El("title").Say(p.f.Party.Title))
	box := p.Fill(sheet.El("rect", "x", p.center, "y", middle-tall/2, "width", flowCenter, "height", tall, "stroke-width", 1.6), sheet.Tint(2))
	g.Add(p.Stroke(box, sheet.Ink))
	s := sheet.Style{Size: 15, Strong: true, Anchor: "middle", Color: sheet.Ink}
	lines := typeset.Flow(p.f.Party.Name, 4, flowCenter-14, s.Size, true)
	y := middle - float64(float64(len(lines)-1)*9) - 1
	for _, l := range lines {
		g.Add(p.Text(p.center+flowCenter/2, y, l, s))
		y += 18
	}
	quiet := sheet.Style{Size: 12, Anchor: "middle", Color: sheet.Muted}
	return g.Add(p.Text(p.center+flowCenter/2, y, typeset.Shorten(p.f.Party.Detail, flowCenter-10, 12, false), quiet))
}

// flowSide draws one tree: to the left (-1) or to the right (1).
type flowSide struct {
	*flowPlot
	way                   float64
	ribbons, bars, leaves *sheet.Element
}

// tree draws the branches that join at a bar: x is its outer edge, y its upper end; depth counts the hands between it and the
// party in the middle, and at is the upper end of the room of the branches.
func (s flowSide) tree(list []figure.FlowBranch, x, y float64, depth int, at float64) {
	next := x + s.way*s.column // the inner edge of the bars of the branches
	if depth > 0 {
		next -= s.way * flowBar
	}
	var done int64
	for _, b := range list {
		room := s.span(b)
		thick := s.thick(b.Amount)
		middle := at + (room-flowGap)/2
		// The joints are rounded from one running sum, so that they touch and add up.
		from, to := y+s.thick(done), y+s.thick(done+b.Amount)
		s.branch(b, x, next, from, to, middle-thick/2, middle+thick/2)
		if len(b.Next) > 0 {
			below := s.spans(b.Next)
			s.tree(b.Next, next+s.way*flowBar, middle-thick/2, depth+1, middle-(below-flowGap)/2)
		}
		done += b.Amount
		at += room
	}
}

// branch draws a ribbon from the joint at x to the bar at next, the bar, and its words.
func (s flowSide) branch(b figure.FlowBranch, x, next, from, to, top, low float64) {
	color := flowColor(b.End)
	half := (x + next) / 2
	d := fmt.Sprintf("M%s %s C%s %s %s %s %s %s L%s %s C%s %s %s %s %s %s Z",
		sheet.Number(next), sheet.Number(top), sheet.Number(half), sheet.Number(top), sheet.Number(half), sheet.Number(from), sheet.Number(x), sheet.Number(from),
		sheet.Number(x), sheet.Number(to), sheet.Number(half), sheet.Number(to), sheet.Number(half), sheet.Number(low), sheet.Number(next), sheet.Number(low))
	opacity := flowPaler
	if b.End == figure.FlowBack {
		opacity = 0.6
	}
	g := sheet.El("g", "class", "branch", "data-id", typeset.Clean(b.Party)).Add(sheet.El("title").Say(b.Title))
	g.Add(s.Fill(sheet.El("path", "d", d, "opacity", opacity), color))
	if b.End == figure.FlowBack && low-top < 2 { // seen however thin it is
		line := fmt.Sprintf("M%s %s C%s %s %s %s %s %s", sheet.Number(next), sheet.Number((top+low)/2), sheet.Number(half), sheet.Number((top+low)/2),
			sheet.Number(half), sheet.Number((from+to)/2), sheet.Number(x), sheet.Number((from+to)/2))
		g.Add(s.Stroke(sheet.El("path", "d", line, "fill", "none", "stroke-width", 1), color))
	}
	s.ribbons.Add(g)
	outer := next + s.way*flowBar
	if b.End == figure.FlowOwn || b.End == figure.FlowOthers {
		outer = next + s.way*flowBar/2 // a quiet end
	}
	s.bars.Add(s.Fill(sheet.El("rect", "x", min(next, outer), "y", top, "width", math.Abs(outer-next), "height", max(low-top, 0.6)), color))
	if b.End == figure.FlowBack {
		ring := s.Fill(sheet.El("circle", "cx", outer+float64(s.way*5), "cy", (top+low)/2, "r", 4.5, "stroke-width", 2), sheet.Paper)
		s.bars.Add(s.Stroke(ring, color))
		outer += s.way * 10
	}
	s.words(b, next, outer, (top+low)/2)
}

// words writes name and worth: beyond the bar of an end, and on the ribbon of a branch that goes on.
func (s flowSide) words(b figure.FlowBranch, inner, outer, y float64) {
	name := sheet.Style{Size: 11.5, Strong: b.End == figure.FlowOn || b.End == figure.FlowBack, Color: sheet.Ink}
	worth := sheet.Style{Size: 10.5, Color: sheet.Muted}
	if b.End == figure.FlowBack {
		name.Color, worth.Color = flowBack, flowBack
	}
	x, limit, end := outer+float64(s.way*5), 0.0, s.way < 0
	switch { // beyond an end nothing lies at its height
	case len(b.Next) > 0:
		x, limit, end = inner-float64(s.way*5), s.column-flowBar-10, !end
	case s.way < 0:
		limit = min(x-sheet.Margin, 240)
	default:
		limit = min(s.Width-sheet.Margin-x, 240)
	}
	if end {
		name.Anchor, worth.Anchor = "end", "end"
	}
	s.leaves.Add(s.Halo(x, y-2, typeset.Shorten(b.Name, limit, name.Size, name.Strong), name, 2.6)...)
	if worth.Width(b.Label) <= limit { // half a number would be a wrong one; the tooltip has it
		s.leaves.Add(s.Halo(x, y+11, b.Label, worth, 2.6)...)
	}
}

// samples explain the colours that occur, and return the height below.
func (p *flowPlot) samples(y float64) (*sheet.Element, float64) {
	seen := map[figure.FlowEnd]bool{}
	var look func(list []figure.FlowBranch)
	look = func(list []figure.FlowBranch) {
		for _, b := range list {
			seen[b.End] = true
			look(b.Next)
		}
	}
	look(p.f.In)
	look(p.f.Out)
	g, x := sheet.El("g", "class", "legend"), sheet.Margin
	y += 10
	t := p.f.Terms
	for _, e := range []struct {
		end  figure.FlowEnd
		text string
	}{{figure.FlowOn, t.On}, {figure.FlowOwn, t.Own}, {figure.FlowOutside, t.Outside}, {figure.FlowAgain, t.Again}, {figure.FlowOthers, t.Others}, {figure.FlowBack, t.Back}} {
		if !seen[e.end] {
			continue
		}
		s := sheet.QuietStyle
		if e.end == figure.FlowBack {
			s.Strong, s.Color = true, flowBack
		}
		wide := 18 + s.Width(e.text)
		if x > sheet.Margin && x+wide > p.Width-sheet.Margin {
			x, y = sheet.Margin, y+18
		}
		g.Add(p.Fill(sheet.El("rect", "x", x, "y", y-9, "width", 8, "height", 10, "opacity", 0.45), flowColor(e.end)))
		g.Add(p.Fill(sheet.El("rect", "x", x+8, "y", y-9, "width", 4, "height", 10), flowColor(e.end)))
		g.Add(p.Text(x+18, y, e.text, s))
		x += wide + 22
	}
	return g, y + 8
}
