package svg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

// composer puts a picture together. Heights are points from the top, y downward.
type composer struct {
	*painter
	m       *figure.Map
	scene   *place.Scene
	picture *drawn
	nodeIDs []string // by circle
	arcIDs  []string // by arrow
	strong  []bool   // by arrow: in full colour
	fading  bool     // the others step back
	width   float64
}

const (
	margin       = 28.0  // around everything
	fadedArrow   = 0.36  // opacity of an arrow that steps back
	fadedHollow  = 0.6   // of an empty or dotted one, which has less ink
	minimumWidth = 900.0 // the legend needs it
)

func newComposer(m *figure.Map, scene *place.Scene, picture *drawn, theme Theme, allInColor bool) *composer {
	c := &composer{painter: newPainter(slug(cmp.Or(m.ID, "map")), theme), m: m, scene: scene, picture: picture}
	c.width = max(scene.Width, minimumWidth)
	taken := map[string]bool{c.id: true, c.id + "_title": true, c.id + "_desc": true}
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
	base := c.id + "_" + kind + "_" + slug(id)
	name := base
	for i := 2; taken[name]; i++ {
		name = fmt.Sprintf("%s_%d", base, i)
	}
	taken[name] = true
	return name
}

// compose returns the finished file.
func (c *composer) compose() []byte {
	header, y := c.header()
	body := c.body(y)
	y += c.mapHeight()
	legend, y := c.legend(y)
	footer, y := c.footer(y)

	root := el("svg", "xmlns", "http://www.w3.org/2000/svg", "id", c.id, "class", "dealmap",
		"width", c.width, "height", y, "viewBox", fmt.Sprintf("0 0 %s %s", number(c.width), number(y)),
		"role", "img", "aria-labelledby", c.id+"_title "+c.id+"_desc", "font-family", fonts)
	root.add(
		el("title", "id", c.id+"_title").say(cmp.Or(c.m.Title, "Deal map")),
		el("desc", "id", c.id+"_desc").say(c.description()),
		el("style").say(c.sheet()),
		c.fill(el("rect", "width", c.width, "height", y), paper),
		header, body, legend, footer,
	)
	var b strings.Builder
	root.write(&b)
	b.WriteByte('\n')
	return []byte(b.String())
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

// sheet returns the style sheet: the dark theme of an Auto picture, and fading of what has nothing to do with
// the party one points at. Nothing is lost where it is not read.
func (c *composer) sheet() string {
	var b strings.Builder
	b.WriteString(c.darkRules())
	const mostRules = 60
	if len(c.nodeIDs) <= mostRules {
		fmt.Fprintf(&b, "\n#%s .deal{transition:opacity .15s}", c.id)
		for i, id := range c.nodeIDs {
			fmt.Fprintf(&b, "\n#%s:has(#%s:hover) .deal:not(.p%d){opacity:.07}", c.id, id, i)
		}
	}
	return b.String()
}

// header returns title and subtitle and the height below them.
func (c *composer) header() (*element, float64) {
	g, y := el("g", "class", "header"), margin
	room := c.width - 2*margin
	for _, line := range titleStyle.wrap(c.m.Title, 2, room) {
		y += 30
		g.add(c.text(margin, y-8, line, titleStyle))
	}
	for _, line := range subtitleStyle.wrap(c.m.Subtitle, 3, room) {
		y += 19
		g.add(c.text(margin, y-2, line, subtitleStyle))
	}
	return g, y + 8
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
func (c *composer) body(top float64) *element {
	if len(c.scene.Circles) == 0 {
		s := style{size: 17, anchor: "middle", color: muted}
		return el("g", "class", "empty").add(c.text(c.width/2, top+96, c.m.Legend.Headings.Empty, s))
	}
	left := (c.width - c.scene.Width) / 2
	g := el("g", "class", "map", "transform", fmt.Sprintf("translate(%s %s)", number(left), number(top+c.scene.Height)))
	faded, strong := el("g", "class", "arcs"), el("g", "class", "arcs")
	quiet, loud := el("g", "class", "labels"), el("g", "class", "labels")
	for _, i := range c.thickestFirst() {
		if c.strong[i] {
			strong.add(c.arc(i))
			loud.add(c.label(i))
		} else {
			faded.add(c.arc(i))
			quiet.add(c.label(i))
		}
	}
	parties, names := el("g", "class", "parties"), el("g", "class", "names")
	for i := range c.scene.Circles {
		parties.add(c.party(i))
		names.add(c.name(i)...)
	}
	for _, layer := range []*element{faded, strong, parties, quiet, names, loud} {
		if len(layer.children) > 0 {
			g.add(layer)
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
func (c *composer) arc(i int) *element {
	a := c.scene.Arcs[i]
	f := c.m.Arcs[a.Arc]
	down := func(p place.Point) place.Point { return place.Point{X: p.X, Y: -p.Y} }
	g := el("g", "id", c.arcIDs[i], "class", c.classes(i), "data-id", clean(f.ID), "data-kind", clean(f.Kind),
		"data-certainty", string(f.Certainty))
	look := lookOf(f.Kind)
	switch {
	case c.strong[i]:
	case bodyOf(f.Certainty) != full || look.dotted():
		g.set("opacity", fadedHollow)
	default:
		g.set("opacity", fadedArrow)
	}
	g.add(el("title").say(capped(c.sentence(i), maxTooltip)))
	return g.add(c.arrow(arrow{
		path: c.picture.paths[fmt.Sprintf("a%d", i)], length: curveLength(a.Curve),
		base: down(a.Curve[3]), tip: down(a.Tip), pen: a.Pen, headWidth: a.HeadWidth,
		look: look, body: bodyOf(f.Certainty),
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
	said := name(a.From) + " → " + name(a.To) + ": " + cmp.Or(kindNames[f.Kind], clean(f.Kind))
	if f.Label != "" {
		said += ", " + f.Label
	}
	if f.Certainty != figure.Proposed && f.Certainty != figure.Rumoured { // whose label says so
		said += ", " + string(f.Certainty)
	}
	return said
}

// party returns circle i with its tooltip.
func (c *composer) party(i int) *element {
	circle, at := c.scene.Circles[i], c.picture.circles[fmt.Sprintf("c%d", i)]
	n := c.m.Nodes[circle.Node]
	e := el("circle", "cx", at.cx, "cy", at.cy, "r", at.r, "stroke-width", circle.Rim)
	line := rim
	if circle.Rim > 2 {
		line = ink
	}
	if !n.Known {
		e.set("stroke-dasharray", "2.5 2")
	}
	c.stroke(c.fill(e, c.groupTint(n.Group)), line)
	title := cmp.Or(n.Title, joined(n.Name, n.Detail))
	return el("g", "id", c.nodeIDs[i], "class", "party", "data-id", clean(n.ID)).add(el("title").say(capped(title, maxTooltip)), e)
}

// name returns the lines of text of circle i; outside the circle they have a halo.
func (c *composer) name(i int) []*element {
	var out []*element
	circle := c.scene.Circles[i]
	for _, l := range circle.Lines {
		s := style{size: l.Size, strong: l.Strong, anchor: "middle", color: muted}
		if l.Strong {
			s.color = ink
		}
		if circle.Inside {
			out = append(out, c.text(l.At.X, -l.At.Y, l.Text, s))
		} else {
			out = append(out, c.halo(l.At.X, -l.At.Y, l.Text, s, 3.4)...)
		}
	}
	return out
}

// label returns the amount and the badges of arrow i, or nil if it has none.
func (c *composer) label(i int) *element {
	a := c.scene.Arcs[i]
	if a.Label == nil {
		return nil
	}
	f := c.m.Arcs[a.Arc]
	g := el("g", "class", c.classes(i))
	line := a.Label.Line
	// Bold says that the arrow is in full colour; text does not fade, one must be able to read it.
	s := style{size: line.Size, strong: c.strong[i], italic: place.Hollow(f.Certainty), anchor: "middle", color: lookOf(f.Kind).text}
	if line.Text != "" {
		g.add(c.halo(line.At.X, -line.At.Y, line.Text, s, 3.4)...)
	}
	for k, p := range a.Label.Badges {
		g.add(c.badge(p.X, -p.Y, f.Cycles[k])...)
	}
	return g
}

// badge returns the number of a cycle on a disc.
func (c *composer) badge(x, y float64, number int) []*element {
	disc := c.fill(el("circle", "cx", x, "cy", y, "r", place.BadgeRadius, "stroke-width", 1), ink)
	s := style{size: 10, strong: true, anchor: "middle", color: paper}
	if number > 9 {
		s.size = 8.5
	}
	return []*element{c.stroke(disc, paper), c.text(x, y+float64(0.36*s.size), fmt.Sprint(number), s)}
}

// groupTint returns the fill of a group.
func (c *composer) groupTint(key string) role {
	for i, e := range c.groups() {
		if e.Key == key {
			return tint(i)
		}
	}
	return tint(-1)
}
