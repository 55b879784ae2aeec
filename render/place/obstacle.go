package place

import (
	"fmt"

	"dealgraph/render/figure"
)

// stroke is a shaft or a head as an obstacle for text.
type stroke struct {
	arc    int // index in the scene
	head   bool
	points []Point
	bounds Box
	half   float64 // half its width
	length float64
}

// strokes returns the placed arrows as obstacles, shaft and head of each.
func strokes(arcs []Arc) []stroke {
	out := make([]stroke, 0, 2*len(arcs))
	for i, a := range arcs {
		shaft := cubic(a.Curve).polyline(18)
		// A triangle is as wide as its base at one end only, so take the half that is.
		head := []Point{a.Curve[3], a.Curve[3].mix(a.Tip, 0.5)}
		out = append(out,
			stroke{arc: i, points: shaft, bounds: bounds(shaft), half: a.Pen / 2, length: pathLength(shaft)},
			stroke{arc: i, head: true, points: head, bounds: bounds(head), half: a.HeadWidth * 0.4, length: pathLength(head)},
		)
	}
	return out
}

// pathLength returns the length of a polyline.
func pathLength(points []Point) float64 {
	sum := 0.0
	for i := range len(points) - 1 {
		sum += points[i].distance(points[i+1])
	}
	return sum
}

// through returns how much of the stroke lies in box, in points of length, each step wholly or not at all.
func (s *stroke) through(box Box) float64 {
	box = box.grow(s.half)
	if box.apart(s.bounds, 0) {
		return 0
	}
	const parts = 4
	sum := 0.0
	for i := range len(s.points) - 1 {
		p, q := s.points[i], s.points[i+1]
		l := p.distance(q)
		if box.distance(p) > l {
			continue
		}
		for k := range parts {
			if box.distance(p.mix(q, (float64(k)+0.5)/parts)) == 0 {
				sum += l / parts
			}
		}
	}
	return sum
}

// pierced reports the arrows that run through a circle that is none of their ends.
func (b *board) pierced(m *figure.Map, at []Point, arcs []Arc) []error {
	var warnings []error
	for _, s := range strokes(arcs) {
		if s.head {
			continue
		}
		a := arcs[s.arc]
		for v := range at {
			if v == a.From || v == a.To || s.bounds.distance(at[v]) > b.nodes[v].radius+s.half {
				continue
			}
			if s.distance(at[v]) < b.nodes[v].radius+s.half {
				warnings = append(warnings, fmt.Errorf("arrow %q runs through the circle of %q: no way around it was found",
					m.Arcs[a.Arc].ID, m.Nodes[b.nodes[v].index].Name))
			}
		}
	}
	return warnings
}

// distance returns how far p is from the middle of the stroke.
func (s *stroke) distance(p Point) float64 {
	d := p.distance(s.points[0])
	for i := range len(s.points) - 1 {
		d = min(d, segmentDistance(p, s.points[i], s.points[i+1]))
	}
	return d
}
