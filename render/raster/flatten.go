package raster

import (
	"math"

	"dealgraph/render/shapes"
)

// tolerance is how far, in pixels, a line may be from the curve it stands for.
const tolerance = 1.0 / 32

// polyline is a subpath made of lines. A closed one does not repeat its first point.
type polyline struct {
	points []shapes.Point
	closed bool
	way    shapes.Point // where a line of a single point is headed, a unit vector
}

// flatten turns the curves of path into lines. No two points in succession are the same.
func flatten(path shapes.Path) []polyline {
	var out []polyline
	var at shapes.Point
	add := func(p shapes.Point) {
		if at = p; len(out) == 0 {
			return
		}
		l := &out[len(out)-1]
		if n := len(l.points); n == 0 || l.points[n-1] != p {
			l.points = append(l.points, p)
		}
	}
	for _, s := range path {
		switch s.Op {
		case shapes.MoveTo:
			out = append(out, polyline{way: shapes.Point{X: 1}})
			add(s.P[0])
		case shapes.LineTo:
			add(s.P[0])
		case shapes.CubicTo:
			cubic(at, s.P, add)
		case shapes.Close:
			if len(out) > 0 {
				shut(&out[len(out)-1])
			}
		}
	}
	return out
}

func shut(l *polyline) {
	l.closed = true
	if n := len(l.points); n > 1 && l.points[0] == l.points[n-1] {
		l.points = l.points[:n-1]
	}
}

// cubic calls add with points on a cubic from a, the last of which is its end. Cut in n parts of the parameter, a
// cubic is at most 3/4 of its largest second difference over n² from its chords.
func cubic(a shapes.Point, p [3]shapes.Point, add func(shapes.Point)) {
	bend := max(
		length(a.X-2*p[0].X+p[1].X, a.Y-2*p[0].Y+p[1].Y),
		length(p[0].X-2*p[1].X+p[2].X, p[0].Y-2*p[1].Y+p[2].Y),
	)
	n := int(min(math.Ceil(math.Sqrt(0.75*bend/tolerance)), 1000))
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		w0, w1, w2, w3 := float64(u*u)*u, 3*float64(u*u)*t, 3*float64(t*t)*u, float64(t*t)*t
		add(shapes.Point{
			X: float64(w0*a.X) + float64(w1*p[0].X) + float64(w2*p[1].X) + float64(w3*p[2].X),
			Y: float64(w0*a.Y) + float64(w1*p[0].Y) + float64(w2*p[1].Y) + float64(w3*p[2].Y),
		})
	}
	add(p[2])
}

// length returns the length of the vector (x, y).
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
