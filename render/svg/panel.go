package svg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// panel is one map of a picture.
type panel struct {
	*composer
	m       *figure.Map
	scene   *place.Scene
	picture *drawn
	first   int      // number of its first circle in the picture
	nodeIDs []string // by circle
	arcIDs  []string // by arrow
	strong  []bool   // by arrow: in full colour
}

// addPanel adds a map to the picture.
func (c *composer) addPanel(m *figure.Map, scene *place.Scene, picture *drawn) *panel {
	p := &panel{composer: c, m: m, scene: scene, picture: picture, first: c.parties}
	c.panels, c.parties = append(c.panels, p), c.parties+len(scene.Circles)
	for _, circle := range scene.Circles {
		p.nodeIDs = append(p.nodeIDs, c.unique("co", m.Nodes[circle.Node].ID))
	}
	fading := c.fade // some arrows step back
	for _, a := range scene.Arcs {
		f := m.Arcs[a.Arc]
		p.arcIDs = append(p.arcIDs, c.unique("deal", f.ID))
		strong := len(f.Cycles) > 0 || f.Emphasis
		p.strong = append(p.strong, strong || c.allColor)
		fading = fading || strong && !c.allColor
	}
	if !fading {
		for i := range p.strong {
			p.strong[i] = true
		}
	}
	return p
}

// height returns the height of the part with circles and arrows.
func (p *panel) height() float64 {
	if len(p.scene.Circles) == 0 {
		return 180
	}
	return p.scene.Height
}

// body returns circles and arrows with the upper left corner of their canvas at (left, top), in layers: arrows that step back,
// arrows in full colour, circles, names and amounts. Its coordinates are Graphviz's: origin at the lower left of the canvas,
// y downward.
func (p *panel) body(left, top float64) *sheet.Element {
	if len(p.scene.Circles) == 0 {
		s := sheet.Style{Size: 17, Anchor: "middle", Color: sheet.Muted}
		return sheet.El("g", "class", "empty").Add(p.Text(left+p.scene.Width/2, top+96, p.m.Legend.Headings.Empty, s))
	}
	ruler := p.ruler.Layout()
	g := sheet.El("g", "class", "map", "transform", fmt.Sprintf("translate(%s %s)", sheet.Number(left), sheet.Number(top+p.scene.Height)),
		"data-width", p.scene.Width, "data-height", p.scene.Height, "data-full-value", ruler.FullValue, "data-full-radius", ruler.FullRadius,
		"data-full-amount", ruler.FullAmount)
	faded, strong := sheet.El("g", "class", "arcs"), sheet.El("g", "class", "arcs")
	quiet, loud := sheet.El("g", "class", "labels"), sheet.El("g", "class", "labels")
	for _, i := range p.thickestFirst() {
		if p.strong[i] {
			strong.Add(p.arc(i))
			loud.Add(p.label(i))
		} else {
			faded.Add(p.arc(i))
			quiet.Add(p.label(i))
		}
	}
	parties, names := sheet.El("g", "class", "parties"), sheet.El("g", "class", "names")
	for i := range p.scene.Circles {
		parties.Add(p.party(i))
		names.Add(p.name(i))
	}
	for _, layer := range []*sheet.Element{faded, strong, parties, quiet, names, loud} {
		if !layer.Empty() {
			g.Add(layer)
		}
	}
	return g
}

// thickestFirst returns the arrows in the order they are drawn: thin ones last, so that they lie on top of thick
// ones and not under them.
func (p *panel) thickestFirst() []int {
	order := make([]int, len(p.scene.Arcs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p.scene.Arcs[j].Pen, p.scene.Arcs[i].Pen) })
	return order
}

// classes returns the classes that tie arrow i to its parties.
func (p *panel) classes(i int) string {
	a := p.scene.Arcs[i]
	return fmt.Sprintf("deal p%d p%d", p.first+a.From, p.first+a.To)
}

// arc returns arrow i with its tooltip.
func (p *panel) arc(i int) *sheet.Element {
	a := p.scene.Arcs[i]
	f := p.m.Arcs[a.Arc]
	down := func(p place.Point) sheet.Point { return sheet.Point{X: p.X, Y: -p.Y} }
	g := sheet.El("g", "id", p.arcIDs[i], "class", p.classes(i), "data-id", typeset.Clean(f.ID), "data-kind", typeset.Clean(f.Kind),
		"data-certainty", string(f.Certainty), "data-from", typeset.Clean(f.From), "data-to", typeset.Clean(f.To))
	onCycles(g, f)
	look := sheet.LookOf(f.Kind)
	switch {
	case p.strong[i]:
	case sheet.BodyOf(f.Certainty) != sheet.Full || look.Dotted():
		g.Set("opacity", fadedHollow)
	default:
		g.Set("opacity", fadedArrow)
	}
	g.Add(sheet.El("title").Say(typeset.Cut(p.sentence(i), maxTooltip)))
	return g.Add(p.Arrow(sheet.Arrow{
		Path: p.picture.paths[fmt.Sprintf("a%d", i)], Length: curveLength(a.Curve),
		Base: down(a.Curve[3]), Tip: down(a.Tip), Pen: a.Pen, HeadWidth: a.HeadWidth,
		Look: look, Body: sheet.BodyOf(f.Certainty),
	})...)
}

// onCycles names the cycles that an arrow, or its label, is on.
func onCycles(e *sheet.Element, a figure.Arc) {
	if len(a.Cycles) > 0 {
		e.Set("data-cycles", strings.Trim(fmt.Sprint(a.Cycles), "[]"))
	}
}

// sentence returns the tooltip of an arc.
func (p *panel) sentence(i int) string {
	a := p.scene.Arcs[i]
	f := p.m.Arcs[a.Arc]
	if f.Title != "" {
		return f.Title
	}
	name := func(circle int) string { return p.m.Nodes[p.scene.Circles[circle].Node].Name }
	said := name(a.From) + " → " + name(a.To) + ": " + cmp.Or(sheet.KindNames[f.Kind], typeset.Clean(f.Kind))
	if f.Label != "" {
		said += ", " + f.Label
	}
	if f.Certainty != figure.Proposed && f.Certainty != figure.Rumoured { // whose label says so
		said += ", " + string(f.Certainty)
	}
	return said
}

// party returns circle i with its tooltip.
func (p *panel) party(i int) *sheet.Element {
	circle, at := p.scene.Circles[i], p.picture.circles[fmt.Sprintf("c%d", i)]
	n := p.m.Nodes[circle.Node]
	e := sheet.El("circle", "cx", at.cx, "cy", at.cy, "r", at.r, "stroke-width", circle.Rim)
	line := sheet.Rim
	if circle.Rim > 2 {
		line = sheet.Ink
	}
	if !n.Known {
		e.Set("stroke-dasharray", "2.5 2")
	}
	p.Stroke(p.Fill(e, p.tint(n.Group)), line)
	title := cmp.Or(n.Title, joined(n.Name, n.Detail))
	return sheet.El("g", "id", p.nodeIDs[i], "class", fmt.Sprintf("party n%d", p.first+i), "data-id", typeset.Clean(n.ID)).Add(sheet.El("title").Say(typeset.Cut(title, maxTooltip)), e)
}

// name returns the lines of text of circle i; outside the circle they have a halo.
func (p *panel) name(i int) *sheet.Element {
	circle := p.scene.Circles[i]
	n := p.m.Nodes[circle.Node]
	g := sheet.El("g", "class", "name", "data-party", typeset.Clean(n.ID))
	for _, l := range circle.Lines {
		s := sheet.Style{Size: l.Size, Strong: l.Strong, Anchor: "middle", Color: sheet.Muted}
		if l.Strong {
			s.Color = sheet.Ink
		}
		if circle.Inside {
			s.Color = sheet.On(p.tint(n.Group), s.Color)
			g.Add(p.Text(l.At.X, -l.At.Y, l.Text, s))
		} else {
			g.Add(p.Halo(l.At.X, -l.At.Y, l.Text, s, 3.4)...)
		}
	}
	return g
}

// label returns the amount and the badges of arrow i, or nil if it has none.
func (p *panel) label(i int) *sheet.Element {
	a := p.scene.Arcs[i]
	if a.Label == nil {
		return nil
	}
	f := p.m.Arcs[a.Arc]
	g := sheet.El("g", "class", p.classes(i), "data-for", typeset.Clean(f.ID))
	onCycles(g, f)
	line := a.Label.Line
	// Bold says that the arrow is in full colour; text does not fade, one must be able to read it.
	s := sheet.Style{Size: line.Size, Strong: p.strong[i], Italic: place.Hollow(f.Certainty), Anchor: "middle", Color: sheet.LookOf(f.Kind).Text}
	if line.Text != "" {
		g.Add(p.Halo(line.At.X, -line.At.Y, line.Text, s, 3.4)...)
	}
	for k, at := range a.Label.Badges {
		g.Add(p.badge(at.X, -at.Y, f.Cycles[k])...)
	}
	return g
}
