package graphviz

import (
	"bytes"
	"fmt"
	"math"
	"strings"
)

// corner is the radius of the smallest node Graphviz has. Two of them, unseen, hold the bounding box.
const corner = 0.72

// defaultFontSize is the font size of labels that do not say theirs, in points.
const defaultFontSize = 12

// DOT returns the drawing as DOT text with every coordinate in it. `neato -n2 -Tsvg` of any Graphviz draws the
// same picture from it. Text from outside is escaped here and nowhere else.
//
// DOT does not check d: what Draw refuses, Graphviz may refuse or draw strangely, but never as markup.
func DOT(d Drawing) []byte { return d.dot("") }

// dot writes the drawing, with an id for the whole graph if one is given.
func (d Drawing) dot(id string) []byte {
	var b bytes.Buffer
	b.WriteString("// Everything has its place: draw it with neato -n2 -Tsvg\ndigraph deals {\n")
	if id != "" {
		fmt.Fprintf(&b, "\tid=%s\n", quote(id))
	}
	// The viewport fixes the canvas and notranslate the origin, even if a label hangs over the edge.
	fmt.Fprintf(&b, "\tviewport=\"%s,%s,1,%s,%s\" notranslate=true pad=0 margin=0 bgcolor=transparent outputorder=nodesfirst\n",
		points(d.Width), points(d.Height), number(d.Width/2, 3), number(d.Height/2, 3))
	b.WriteString("\tnode [shape=circle fixedsize=true fontname=Helvetica style=filled label=\" \"]\n")
	b.WriteString("\tedge [fontname=Helvetica arrowhead=normal]\n")
	for i, at := range []Point{{corner, corner}, {d.Width - corner, d.Height - corner}} {
		fmt.Fprintf(&b, "\tcorner%d [shape=none style=invis width=%s height=%[2]s pos=\"%s\"]\n", i, inches(2*corner), at)
	}
	for i, c := range d.Circles {
		fmt.Fprintf(&b, "\tn%d [%s]\n", i, c.attributes())
	}
	for _, c := range d.Curves {
		fmt.Fprintf(&b, "\tn%d -> n%d [%s]\n", c.From, c.To, c.attributes())
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// attributes writes the attributes of the circle's node.
func (c Circle) attributes() string {
	a := names(c.ID, c.Class)
	a = append(a, fmt.Sprintf("pos=\"%s\" width=%s height=%[2]s penwidth=%s", c.Center, inches(2*c.Radius), points(c.PenWidth)),
		"color="+quote(or(c.Stroke, "#000000")), "fillcolor="+quote(or(c.Fill, "#ffffff")))
	// A label that is empty would become the node's name, hence the blank. One that is not centred is an
	// "external" label, the only kind with a place of its own.
	switch label := plain(c.Label); {
	case label == "":
	case c.LabelAt == c.Center:
		a = append(a, "label="+quote(label), fontSize(c.FontSize))
	default:
		a = append(a, "xlabel="+quote(label), fmt.Sprintf("xlp=\"%s\"", c.LabelAt), fontSize(c.FontSize))
	}
	return strings.Join(a, " ")
}

// attributes writes the attributes of the curve's edge.
func (c Curve) attributes() string {
	a := names(c.ID, c.Class)
	pos := make([]string, 0, len(c.Points)+1)
	arrow := "dir=none"
	if size := c.arrowSize(); size > 0 {
		arrow = "arrowsize=" + number(size, 4)
		pos = append(pos, "e,"+c.Tip.String())
	}
	for _, p := range c.Points {
		pos = append(pos, p.String())
	}
	a = append(a, "pos="+quote(strings.Join(pos, " ")), arrow, "penwidth="+points(c.PenWidth),
		"color="+quote(or(c.Color, "#000000")), "style="+quote(or(c.Style, "solid")))
	if label := plain(c.Label); label != "" {
		a = append(a, "label="+quote(label), fmt.Sprintf("lp=\"%s\"", c.LabelAt), fontSize(c.FontSize))
	}
	return strings.Join(a, " ")
}

// arrowSize returns how many times Graphviz's 10 points the arrowhead is long, so that it ends at Tip, or 0 for
// no arrowhead.
func (c Curve) arrowSize() float64 {
	if len(c.Points) == 0 {
		return 0
	}
	base := c.Points[len(c.Points)-1]
	return math.Hypot(c.Tip.X-base.X, c.Tip.Y-base.Y) / 10
}

// names writes the id and the class, if there is one.
func names(id, class string) []string {
	a := []string{"id=" + quote(id)}
	if class != "" {
		a = append(a, "class="+quote(class))
	}
	return a
}

// fontSize writes the size of a label.
func fontSize(x float64) string {
	if x == 0 {
		x = defaultFontSize
	}
	return "fontsize=" + points(x)
}

// or returns s, or otherwise what to write for nothing.
func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// dot writes the graph to be placed as neato reads it, with an id if one is given.
func (g LayoutGraph) dot(run LayoutRun, id string) []byte {
	var b bytes.Buffer
	b.WriteString("graph places {\n")
	if id != "" {
		fmt.Fprintf(&b, "\tid=%s\n", quote(id))
	}
	fmt.Fprintf(&b, "\tmode=%s start=%d overlap=true splines=none\n", or(run.Mode, "major"), run.Start)
	b.WriteString("\tnode [shape=circle fixedsize=true label=\" \"]\n")
	for i, n := range g.Nodes {
		fmt.Fprintf(&b, "\tn%d [width=%s height=%[2]s]\n", i, inches(2*n.Radius))
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "\tn%d -- n%d [len=%s weight=%s]\n", e.From, e.To, inches(e.Length), number(e.Weight, 4))
	}
	b.WriteString("}\n")
	return b.Bytes()
}
