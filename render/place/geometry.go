package place

import "math"

// Products are written float64(a*b) throughout this package: the conversion forbids the compiler to fuse a
// product with the sum around it, which some machines would do and others not, with different last bits.

// Point is a place on the canvas, in points, y upward.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

func (p Point) add(q Point) Point        { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) sub(q Point) Point        { return Point{p.X - q.X, p.Y - q.Y} }
func (p Point) scale(f float64) Point    { return Point{float64(p.X * f), float64(p.Y * f)} }
func (p Point) dot(q Point) float64      { return float64(p.X*q.X) + float64(p.Y*q.Y) }
func (p Point) cross(q Point) float64    { return float64(p.X*q.Y) - float64(p.Y*q.X) }
func (p Point) length() float64          { return math.Sqrt(p.dot(p)) }
func (p Point) distance(q Point) float64 { return p.sub(q).length() }
func (p Point) right() Point             { return Point{p.Y, -p.X} } // p turned a quarter clockwise
func (p Point) mix(q Point, t float64) Point {
	return p.add(q.sub(p).scale(t))
}

// unit returns p at length 1, or the x direction if p has no length.
func (p Point) unit() Point {
	l := p.length()
	if l < 1e-9 {
		return Point{1, 0}
	}
	return Point{p.X / l, p.Y / l}
}

// round returns p to a hundredth of a point.
func (p Point) round() Point { return Point{round(p.X), round(p.Y)} }

// round returns v to a hundredth, and never minus zero.
func round(v float64) float64 { return math.Round(float64(v*100))/100 + 0 }

// square returns v·v, rounded.
func square(v float64) float64 { return float64(v * v) }

// clamp returns v moved into [low, high], or the middle if that is empty.
func clamp(v, low, high float64) float64 {
	if low > high {
		return (low + high) / 2
	}
	return min(max(v, low), high)
}

// segmentDistance returns how far p is from the segment from a to b.
func segmentDistance(p, a, b Point) float64 {
	ab := b.sub(a)
	l := ab.dot(ab)
	if l < 1e-9 {
		return p.distance(a)
	}
	return p.distance(a.mix(b, clamp(p.sub(a).dot(ab)/l, 0, 1)))
}

// segmentsCross reports whether the insides of the segments ab and cd have a point in common.
func segmentsCross(a, b, c, d Point) bool {
	if max(a.X, b.X) < min(c.X, d.X) || max(c.X, d.X) < min(a.X, b.X) ||
		max(a.Y, b.Y) < min(c.Y, d.Y) || max(c.Y, d.Y) < min(a.Y, b.Y) {
		return false
	}
	ab, cd := b.sub(a), d.sub(c)
	return ab.cross(c.sub(a)) > 0 != (ab.cross(d.sub(a)) > 0) &&
		cd.cross(a.sub(c)) > 0 != (cd.cross(b.sub(c)) > 0)
}

// Box is an upright rectangle given by its middle and its size.
type Box struct {
	Center Point   `json:"center"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// grow returns b with d more on every side.
func (b Box) grow(d float64) Box { return Box{b.Center, b.Width + 2*d, b.Height + 2*d} }

// overlap returns the area that b and c share.
func (b Box) overlap(c Box) float64 {
	w := min(b.Center.X+b.Width/2, c.Center.X+c.Width/2) - max(b.Center.X-b.Width/2, c.Center.X-c.Width/2)
	h := min(b.Center.Y+b.Height/2, c.Center.Y+c.Height/2) - max(b.Center.Y-b.Height/2, c.Center.Y-c.Height/2)
	if w <= 0 || h <= 0 {
		return 0
	}
	return float64(w * h)
}

// distance returns how far p is from b; zero if it is inside.
func (b Box) distance(p Point) float64 {
	dx := max(math.Abs(p.X-b.Center.X)-b.Width/2, 0)
	dy := max(math.Abs(p.Y-b.Center.Y)-b.Height/2, 0)
	return Point{dx, dy}.length()
}

// inside reports whether b lies within a canvas of the given size.
func (b Box) inside(width, height float64) bool {
	return b.Center.X-b.Width/2 >= 0 && b.Center.X+b.Width/2 <= width &&
		b.Center.Y-b.Height/2 >= 0 && b.Center.Y+b.Height/2 <= height
}

// bounds returns the smallest box around points, of which there is at least one.
func bounds(points []Point) Box {
	low, high := points[0], points[0]
	for _, p := range points[1:] {
		low = Point{min(low.X, p.X), min(low.Y, p.Y)}
		high = Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	return Box{low.mix(high, 0.5), high.X - low.X, high.Y - low.Y}
}

// apart reports whether b and c are more than d from each other in x or in y.
func (b Box) apart(c Box, d float64) bool {
	return math.Abs(b.Center.X-c.Center.X) > (b.Width+c.Width)/2+d ||
		math.Abs(b.Center.Y-c.Center.Y) > (b.Height+c.Height)/2+d
}
