package svg

import (
	"bytes"
	"fmt"

	"dealgraph/render/figure"
	"dealgraph/render/graphviz"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
)

// DOT writes a placed map, as Place returns it, in the language of Graphviz: every circle, arrow, name and amount at its place,
// in the light colours, for neato -n2. What only our own pictures have is missing: the bodies of arrows that are no contract
// are dashed or dotted here, and there is no legend. The record stands in a comment.
func DOT(m *figure.Map, s *place.Scene, record string) []byte {
	point := func(p place.Point) graphviz.Point { return graphviz.Point{X: p.X, Y: p.Y} }
	c := newComposer(m, s.Width, Options{})
	d := graphviz.Drawing{Width: s.Width, Height: s.Height}
	for _, circle := range s.Circles {
		n := m.Nodes[circle.Node]
		label, at := "", circle.Box.Center
		for i, l := range circle.Lines {
			if i > 0 {
				label += "\n"
			}
			label += l.Text
		}
		d.Circles = append(d.Circles, graphviz.Circle{
			ID: c.unique("co", n.ID), Class: "party", Center: point(circle.Center), Radius: circle.Radius, PenWidth: circle.Rim,
			Stroke: sheet.Rim.Light, Fill: c.tint(n.Group).Light, Label: label, LabelAt: point(at), FontSize: place.DetailSize,
		})
	}
	for _, a := range s.Arcs {
		f := m.Arcs[a.Arc]
		curve := graphviz.Curve{
			ID: c.unique("deal", f.ID), Class: "deal", From: a.From, To: a.To, Tip: point(a.Tip), PenWidth: a.Pen,
			Color: sheet.LookOf(f.Kind).Line.Light, Style: dotStyle(f),
		}
		for _, p := range a.Curve {
			curve.Points = append(curve.Points, point(p))
		}
		if a.Label != nil && a.Label.Line.Text != "" {
			curve.Label, curve.LabelAt, curve.FontSize = a.Label.Line.Text, point(a.Label.Box.Center), place.LabelSize
		}
		d.Curves = append(d.Curves, curve)
	}
	var out bytes.Buffer
	if record != "" {
		fmt.Fprintf(&out, "// %s\n", record)
	}
	out.Write(graphviz.DOT(d))
	return out.Bytes()
}

// dotStyle shows what is no contract as far as Graphviz can: announced and proposed deals dashed, rumours dotted.
func dotStyle(a figure.Arc) string {
	switch {
	case a.Certainty == figure.Rumoured:
		return "dotted"
	case place.Hollow(a.Certainty):
		return "dashed"
	}
	return "solid"
}
