package graphviz

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What Graphviz is given at most. Beyond, its 64 KiB stack and its running time are not to be trusted.
const (
	MaxNodes  = 500  // nodes of a LayoutGraph, circles of a Drawing
	MaxEdges  = 2000 // edges of a LayoutGraph, curves of a Drawing
	MaxRuns   = 200  // attempts of one Layout
	MaxWeight = 1e4  // weight of a LayoutEdge: Graphviz exits for good at 1e11

	maxLength = 1e5 // points, any coordinate or size
	maxPoints = 301 // control points of one curve
	maxStart  = 1<<31 - 1
)

// check says what of g cannot be laid out.
func (g LayoutGraph) check() error {
	if len(g.Nodes) > MaxNodes {
		return tooLarge("nodes", len(g.Nodes), MaxNodes)
	}
	if len(g.Edges) > MaxEdges {
		return tooLarge("edges", len(g.Edges), MaxEdges)
	}
	for i, n := range g.Nodes {
		if !(n.Radius >= 0 && n.Radius <= maxLength) {
			return invalid("node %d: radius %g", i, n.Radius)
		}
	}
	for i, e := range g.Edges {
		switch {
		case !within(e.From, g.Nodes) || !within(e.To, g.Nodes):
			return invalid("edge %d: from node %d to node %d of %d nodes", i, e.From, e.To, len(g.Nodes))
		case !(e.Length > 0 && e.Length <= maxLength):
			return invalid("edge %d: length %g is not above 0 and at most %g", i, e.Length, float64(maxLength))
		case !(e.Weight > 0 && e.Weight <= MaxWeight):
			return invalid("edge %d: weight %g is not above 0 and at most %g", i, e.Weight, float64(MaxWeight))
		}
	}
	return nil
}

// checkRuns says which of the attempts Graphviz does not know.
func checkRuns(runs []LayoutRun) error {
	if len(runs) > MaxRuns {
		return tooLarge("layout runs", len(runs), MaxRuns)
	}
	for i, r := range runs {
		if r.Mode != "" && r.Mode != "major" && r.Mode != "sgd" {
			return invalid("layout run %d: mode %q is not major or sgd", i, r.Mode)
		}
		if r.Start < 0 || r.Start > maxStart {
			return invalid("layout run %d: start %d is not between 0 and %d", i, r.Start, maxStart)
		}
	}
	return nil
}

// check says what of d cannot be drawn.
func (d Drawing) check() error {
	if len(d.Circles) > MaxNodes {
		return tooLarge("circles", len(d.Circles), MaxNodes)
	}
	if len(d.Curves) > MaxEdges {
		return tooLarge("curves", len(d.Curves), MaxEdges)
	}
	if !positive(d.Width) || !positive(d.Height) {
		return invalid("canvas of %g by %g points", d.Width, d.Height)
	}
	ids := make(map[string]bool, len(d.Circles)+len(d.Curves))
	unique := func(id string) bool {
		known := ids[id]
		ids[id] = true
		return !known
	}
	for i, c := range d.Circles {
		switch {
		case !isID(c.ID) || !isClass(c.Class):
			return invalid("circle %d: id %q, class %q: letters, digits and _ . : - only", i, c.ID, c.Class)
		case !unique(c.ID):
			return invalid("circle %d: id %q is taken", i, c.ID)
		case !d.holds(c.Center):
			return invalid("circle %s: centre %g,%g lies outside the canvas", c.ID, c.Center.X, c.Center.Y)
		case !positive(c.Radius) || !size(c.PenWidth) || !size(c.FontSize):
			return invalid("circle %s: radius %g, pen %g, font size %g", c.ID, c.Radius, c.PenWidth, c.FontSize)
		case !isColor(c.Stroke) || !isColor(c.Fill):
			return invalid("circle %s: stroke %q, fill %q: write #rrggbb", c.ID, c.Stroke, c.Fill)
		case !finite(c.LabelAt):
			return invalid("circle %s: label at %g,%g", c.ID, c.LabelAt.X, c.LabelAt.Y)
		}
	}
	for i, c := range d.Curves {
		switch {
		case !isID(c.ID) || !isClass(c.Class):
			return invalid("curve %d: id %q, class %q: letters, digits and _ . : - only", i, c.ID, c.Class)
		case !unique(c.ID):
			return invalid("curve %d: id %q is taken", i, c.ID)
		case !within(c.From, d.Circles) || !within(c.To, d.Circles):
			return invalid("curve %s: from circle %d to circle %d of %d circles", c.ID, c.From, c.To, len(d.Circles))
		case len(c.Points) < 4 || len(c.Points) > maxPoints || len(c.Points)%3 != 1:
			return invalid("curve %s: %d control points: write 4, 7, 10 … up to %d", c.ID, len(c.Points), maxPoints)
		case !d.holds(c.Points[0]) || !d.holds(c.Tip):
			return invalid("curve %s: runs from %v to %v, outside the canvas", c.ID, c.Points[0], c.Tip)
		case !finite(c.Points...) || !finite(c.LabelAt):
			return invalid("curve %s: a coordinate is not a number, or beyond %g", c.ID, float64(maxLength))
		case !positive(c.PenWidth) || !size(c.FontSize):
			return invalid("curve %s: pen %g, font size %g", c.ID, c.PenWidth, c.FontSize)
		case !isColor(c.Color):
			return invalid("curve %s: color %q: write #rrggbb", c.ID, c.Color)
		case c.Style != "" && c.Style != "solid" && c.Style != "dashed" && c.Style != "dotted":
			return invalid("curve %s: style %q is not solid, dashed or dotted", c.ID, c.Style)
		}
	}
	return nil
}

// holds reports whether p lies on the canvas.
func (d Drawing) holds(p Point) bool {
	return p.X >= 0 && p.X <= d.Width && p.Y >= 0 && p.Y <= d.Height
}

// within reports whether i is an index of s.
func within[T any](i int, s []T) bool { return i >= 0 && i < len(s) }

// positive reports whether x is a length above 0.
func positive(x float64) bool { return x > 0 && x <= maxLength }

// size reports whether x is a length, 0 included.
func size(x float64) bool { return x >= 0 && x <= maxLength }

// finite reports whether all points have coordinates that can be written down.
func finite(points ...Point) bool {
	for _, p := range points {
		if !(math.Abs(p.X) <= maxLength && math.Abs(p.Y) <= maxLength) {
			return false
		}
	}
	return true
}

// isID reports whether s is an id that Graphviz passes on unchanged.
func isID(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.:-", r) {
			return false
		}
	}
	return s != "" && len(s) <= 200 && utf8.ValidString(s)
}

// isClass reports whether s is nothing, or ids separated by one space.
func isClass(s string) bool {
	if s == "" {
		return true
	}
	for class := range strings.SplitSeq(s, " ") {
		if !isID(class) {
			return false
		}
	}
	return true
}

// isColor reports whether s is #rrggbb, #rrggbbaa or nothing.
func isColor(s string) bool {
	if s == "" {
		return true
	}
	if s[0] != '#' || len(s) != 7 && len(s) != 9 {
		return false
	}
	for _, c := range []byte(s[1:]) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
			return false
		}
	}
	return true
}
