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

// composer puts a picture together. Heights are points from the top, y downward.
type composer struct {
	*sheet.Sheet
	m       *figure.Map
	scene   *place.Scene
	picture *drawn
	nodeIDs []string // by circle
	arcIDs  []string // by arrow
	strong  []bool   // by arrow: in full colour
	fading  bool     // the others step back
}

const (
	fadedArrow   = 0.36  // opacity of an arrow that steps back
	fadedHollow  = 0.6   // of an empty or dotted one, which has less ink
	minimumWidth = 900.0 // the legend needs it
)

func newComposer(m *figure.Map, scene *place.Scene, picture *drawn, theme sheet.Theme, allInColor bool) *composer {
	frame := m.Frame
	frame.ID = cmp.Or(frame.ID, "map")
	c := &composer{Sheet: sheet.New(frame, max(scene.Width, minimumWidth), theme), m: m, scene: scene, picture: picture}
	taken := map[string]bool{c.ID: true, c.ID + "_title": true, c.ID + "_desc": true}
	for _, circle := range scene.Circles {
		c.nodeIDs = append(c.nodeIDs, c.unique("co", m.Nodes[circle.Node].ID, taken))
	}
	for _, a := range scene.Arcs {
		f := m.Arcs[a.Arc]
		c.arcIDs = append(c.arcIDs, c.unique("deal", f.ID, taken))
		strong := len(f.Cycles) > 0 || f.Emphasis
		c.strong = append(c.strong, strong || allInColor)
		c.fading = c.fading || strong && !allInColor
	}
	if !c.fading {
		for i := range c.strong {
			c.strong[i] = true
		}
	}
	return c
}

// unique returns an id for a part of the figure, made of its own ID, and different from those taken.
func (c *composer) unique(kind, id string, taken map[string]bool) string {
	base := c.ID + "_" + kind + "_" + sheet.Slug(id)
	name := base
	for i := 2; taken[name]; i++ {
		name = fmt.Sprintf("%s_%d", base, i)
	}
	taken[name] = true
	return name
}

// compose returns the finished file.
func (c *composer) compose() []byte {
	header, y := c.Header()
	body := c.body(y)
	y += c.mapHeight()
	legend, y := c.legend(y)
	footer, y := c.Footer(y)
	return c.Bytes(y, sheet.Root{Class: "dealmap", Description: c.description(), Rules: c.rules()}, header, body, legend, footer)
}

// description tells the picture in words.
func (c *composer) description() string {
	if c.m.AltText != "" {
		return c.m.AltText
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d parties, %d deals.", len(c.m.Nodes), len(c.m.Arcs))
	for _, y := range c.m.Cycles {
		fmt.Fprintf(&b, " Cycle %d: %s.", y.Number, joined(y.Text, joined(y.Amount, y.Note)))
	}
	return b.String()
}

// rules returns the style sheet that fades what has nothing to do with the party one points at. Nothing is lost where it is
// not read.
func (c *composer) rules() string {
	var b strings.Builder
	const mostRules = 60
	if len(c.nodeIDs) <= mostRules {
		fmt.Fprintf(&b, "\n#%s .deal{transition:opacity .15s}", c.ID)
		for i, id := range c.nodeIDs {
			fmt.Fprintf(&b, "\n#%s:has(#%s:hover) .deal:not(.p%d){opacity:.07}", c.ID, id, i)
		}
	}
	return b.String()
}

// mapHeight returns the height of the part with circles and arrows.
func (c *composer) mapHeight() float64 {
	if len(c.scene.Circles) == 0 {
		return 180
	}
	return c.scene.Height
}

// body returns circles and arrows, in layers: arrows that step back, arrows in full colour, circles, names and
// amounts. Its coordinates are Graphviz's: origin at the lower left of the canvas, y downward.
func (c *composer) body(top float64) *sheet.Element {
	if len(c.scene.Circles) == 0 {
		s := sheet.Style{Size: 17, Anchor: "middle", Color: sheet.Muted}
		return sheet.El("g", "class", "empty").Add(c.Text(c.Width/2, top+96, c.m.Legend.Headings.Empty, s))
	}
	left := (c.Width - c.scene.Width) / 2
	g := sheet.El("g", "class", "map", "transform", fmt.Sprintf("translate(%s %s)", sheet.Number(left), sheet.Number(top+c.scene.Height)))
	faded, strong := sheet.El("g", "class", "arcs"), sheet.El("g", "class", "arcs")
	quiet, loud := sheet.El("g", "class", "labels"), sheet.El("g", "class", "labels")
	for _, i := range c.thickestFirst() {
		if c.strong[i] {
			strong.Add(c.arc(i))
			loud.Add(c.label(i))
		} else {
			faded.Add(c.arc(i))
			quiet.Add(c.label(i))
		}
	}
	parties, names := sheet.El("g", "class", "parties"), sheet.El("g", "class", "names")
	for i := range c.scene.Circles {
		parties.Add(c.party(i))
		names.Add(c.name(i)...)
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
func (c *composer) thickestFirst() []int {
	order := make([]int, len(c.scene.Arcs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(c.scene.Arcs[j].Pen, c.scene.Arcs[i].Pen) })
	return order
}

// classes returns the classes that tie arrow i to its parties.
func (c *composer) classes(i int) string {
	a := c.scene.Arcs[i]
	return fmt.Sprintf("deal p%d p%d", a.From, a.To)
}

// arc returns arrow i with its tooltip.
func (c *composer) arc(i int) *sheet.Element {
	a := c.scene.Arcs[i]
	f := c.m.Arcs[a.Arc]
	down := func(p place.Point) sheet.Point { return sheet.Point{X: p.X, Y: -p.Y} }
	g := sheet.El("g", "id", c.arcIDs[i], "class", c.classes(i), "data-id", typeset.Clean(f.ID), "data-kind", typeset.Clean(f.Kind),
		"data-certainty", string(f.Certainty))
	look := sheet.LookOf(f.Kind)
	switch {
	case c.strong[i]:
	case sheet.BodyOf(f.Certainty) != sheet.Full || look.Dotted():
		g.Set("opacity", fadedHollow)
	default:
		g.Set("opacity", fadedArrow)
	}
	g.Add(sheet.El("title").Say(typeset.Cut(c.sentence(i), maxTooltip)))
	return g.Add(c.Arrow(sheet.Arrow{
		Path: c.picture.paths[fmt.Sprintf("a%d", i)], Length: curveLength(a.Curve),
		Base: down(a.Curve[3]), Tip: down(a.Tip), Pen: a.Pen, HeadWidth: a.HeadWidth,
		Look: look, Body: sheet.BodyOf(f.Certainty),
	})...)
}

// sentence returns the tooltip of an arc.
func (c *composer) sentence(i int) string {
	a := c.scene.Arcs[i]
	f := c.m.Arcs[a.Arc]
	if f.Title != "" {
		return f.Title
	}
	name := func(circle int) string { return c.m.Nodes[c.scene.Circles[circle].Node].Name }
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
func (c *composer) party(i int) *sheet.Element {
	circle, at := c.scene.Circles[i], c.picture.circles[fmt.Sprintf("c%d", i)]
	n := c.m.Nodes[circle.Node]
	e := sheet.El("circle", "cx", at.cx, "cy", at.cy, "r", at.r, "stroke-width", circle.Rim)
	line := sheet.Rim
	if circle.Rim > 2 {
		line = sheet.Ink
	}
	if !n.Known {
		e.Set("stroke-dasharray", "2.5 2")
	}
	c.Stroke(c.Fill(e, c.groupTint(n.Group)), line)
	title := cmp.Or(n.Title, joined(n.Name, n.Detail))
	return sheet.El("g", "id", c.nodeIDs[i], "class", "party", "data-id", typeset.Clean(n.ID)).Add(sheet.El("title").Say(typeset.Cut(title, maxTooltip)), e)
}

// name returns the lines of text of circle i; outside the circle they have a halo.
func (c *composer) name(i int) []*sheet.Element {
	var out []*sheet.Element
	circle := c.scene.Circles[i]
	for _, l := range circle.Lines {
		s := sheet.Style{Size: l.Size, Strong: l.Strong, Anchor: "middle", Color: sheet.Muted}
		if l.Strong {
			s.Color = sheet.Ink
		}
		if circle.Inside {
			out = append(out, c.Text(l.At.X, -l.At.Y, l.Text, s))
		} else {
			out = append(out, c.Halo(l.At.X, -l.At.Y, l.Text, s, 3.4)...)
		}
	}
	return out
}

// label returns the amount and the badges of arrow i, or nil if it has none.
func (c *composer) label(i int) *sheet.Element {
	a := c.scene.Arcs[i]
	if a.Label == nil {
		return nil
	}
	f := c.m.Arcs[a.Arc]
	g := sheet.El("g", "class", c.classes(i))
	line := a.Label.Line
	// Bold says that the arrow is in full colour; text does not fade, one must be able to read it.
	s := sheet.Style{Size: line.Size, Strong: c.strong[i], Italic: place.Hollow(f.Certainty), Anchor: "middle", Color: sheet.LookOf(f.Kind).Text}
	if line.Text != "" {
		g.Add(c.Halo(line.At.X, -line.At.Y, line.Text, s, 3.4)...)
	}
	for k, p := range a.Label.Badges {
		g.Add(c.badge(p.X, -p.Y, f.Cycles[k])...)
	}
	return g
}

// badge returns the number of a cycle on a disc.
func (c *composer) badge(x, y float64, number int) []*sheet.Element {
	disc := c.Fill(sheet.El("circle", "cx", x, "cy", y, "r", place.BadgeRadius, "stroke-width", 1), sheet.Ink)
	s := sheet.Style{Size: 10, Strong: true, Anchor: "middle", Color: sheet.Paper}
	if number > 9 {
		s.Size = 8.5
	}
	return []*sheet.Element{c.Stroke(disc, sheet.Paper), c.Text(x, y+float64(0.36*s.Size), fmt.Sprint(number), s)}
}

// groupTint returns the fill of a group.
func (c *composer) groupTint(key string) sheet.Role {
	for i, e := range c.groups() {
		if e.Key == key {
			return sheet.Tint(i)
		}
	}
	return sheet.Tint(-1)
}
