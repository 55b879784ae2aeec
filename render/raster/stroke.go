package raster

import (
	"dealgraph/render/shapes"
)

// stroker traces the outline of what a pen covers.
type stroker struct {
	pen  shapes.Pen
	half float64 // of the width
	out  []shapes.Point
	emit func(polygon []shapes.Point)
}

// stroke calls emit with polygons that together, by the non-zero rule, are what pen covers on its way along lines.
// The polygons are only valid during the call.
func stroke(lines []polyline, pen shapes.Pen, emit func(polygon []shapes.Point)) error {
	lines, err := dashed(lines, pen)
	if err != nil {
		return err
	}
	s := &stroker{pen: pen, half: pen.Width / 2, emit: emit}
	for _, l := range lines {
		s.trace(l)
	}
	return nil
}

// trace emits the outline of one line: along one side, around the end, back along the other side, around the
// beginning. A closed line has two outlines, one along each side.
func (s *stroker) trace(l polyline) {
	points, n := l.points, len(l.points)
	ways := waysOf(points, l.closed)
	switch {
	case n == 0:
		return
	case n == 1:
		s.turn(points[0], l.way)
		s.turn(points[0], back(l.way))
	case l.closed && n > 2:
		for i := range n {
			s.join(points[i], ways[(i+n-1)%n], ways[i])
		}
		s.flush()
		for i := n - 1; i >= 0; i-- {
			s.join(points[i], ways[i].back(), ways[(i+n-1)%n].back())
		}
	default:
		for i := 1; i < n-1; i++ {
			s.join(points[i], ways[i-1], ways[i])
		}
		s.turn(points[n-1], ways[n-2].Point)
		for i := n - 2; i > 0; i-- {
			s.join(points[i], ways[i].back(), ways[i-1].back())
		}
		s.turn(points[0], back(ways[0].Point))
	}
	s.flush()
}

// way is a line: a direction, which is a unit vector, and a length.
type way struct {
	shapes.Point
	long float64
}

// waysOf returns the ways from each point to the next, and from the last to the first if closed.
func waysOf(points []shapes.Point, closed bool) []way {
	var out []way
	for i, p := range points {
		q := points[(i+1)%len(points)]
		if i == len(points)-1 && (!closed || p == q) {
			break
		}
		long := length(q.X-p.X, q.Y-p.Y)
		out = append(out, way{shapes.Point{X: (q.X - p.X) / long, Y: (q.Y - p.Y) / long}, long})
	}
	return out
}

func (w way) back() way { return way{back(w.Point), w.long} }

func back(v shapes.Point) shapes.Point { return shapes.Point{X: -v.X, Y: -v.Y} }

// side returns the unit vector to the side of the way w that is being traced.
func side(w shapes.Point) shapes.Point { return shapes.Point{X: w.Y, Y: -w.X} }

// at adds the point that is half a width from p toward the unit vector v.
func (s *stroker) at(p, v shapes.Point) {
	s.out = append(s.out, shapes.Point{X: p.X + float64(v.X*s.half), Y: p.Y + float64(v.Y*s.half)})
}

func (s *stroker) flush() {
	if len(s.out) > 0 {
		s.emit(s.out)
	}
	s.out = s.out[:0]
}

// join traces the side of a corner at p between the ways v and w.
func (s *stroker) join(p shapes.Point, v, w way) {
	cross := float64(v.X*w.Y) - float64(v.Y*w.X)
	dot := float64(v.X*w.X) + float64(v.Y*w.Y)
	a, b := side(v.Point), side(w.Point)
	meet := shapes.Point{X: (a.X + b.X) / (1 + dot), Y: (a.Y + b.Y) / (1 + dot)} // of the two sides, from p, in halves
	inner := cross < 0
	switch reach := min(v.long, w.long) / s.half; {
	case inner && 1-dot <= (1+dot)*reach*reach: // the sides meet before they end
		s.at(p, meet)
		return
	case !inner && s.pen.Join == shapes.Miter && 2 <= (1+dot)*s.pen.MiterLimit*s.pen.MiterLimit:
		s.at(p, meet)
		return
	}
	s.at(p, a)
	switch {
	case inner: // through the corner itself, which is covered in any case
		s.out = append(s.out, p)
	case s.pen.Join != shapes.RoundJoin:
	case dot < -0.999: // the middle of a half circle cannot be computed from its ends
		s.arc(p, a, v.Point)
		s.at(p, v.Point)
		s.arc(p, v.Point, b)
	default:
		s.arc(p, a, b)
	}
	s.at(p, b)
}

// turn traces the end of a line that comes to p on the way w.
func (s *stroker) turn(p, w shapes.Point) {
	a, b := side(w), back(side(w))
	switch s.pen.Cap {
	case shapes.RoundCap:
		s.at(p, a)
		s.arc(p, a, w)
		s.at(p, w)
		s.arc(p, w, b)
		s.at(p, b)
	case shapes.Square:
		s.at(p, shapes.Point{X: a.X + w.X, Y: a.Y + w.Y})
		s.at(p, shapes.Point{X: b.X + w.X, Y: b.Y + w.Y})
	default:
		s.at(p, a)
		s.at(p, b)
	}
}

// arc adds points on the circle around p between the unit vectors v and w, without those at v and w themselves: the
// middle, and the middles of the halves, until the chords are near enough, or 250 of them make a quarter.
func (s *stroker) arc(p, v, w shapes.Point) {
	sum := shapes.Point{X: v.X + w.X, Y: v.Y + w.Y}
	long := length(sum.X, sum.Y)
	if s.half*(1-long/2) < tolerance || long > 1.99999 || long < 0.01 {
		return
	}
	mid := shapes.Point{X: sum.X / long, Y: sum.Y / long}
	s.arc(p, v, mid)
	s.at(p, mid)
	s.arc(p, mid, w)
}
