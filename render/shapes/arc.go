package shapes

import "math"

// kappa is how far, in radii, the control points of a cubic for a quarter of a circle are from its ends.
const kappa = 0.5522847498307936

// quarter adds a quarter of an ellipse from a to b; corner is where the tangents at a and b meet.
func (p *Path) quarter(a, corner, b Point) {
	toward := func(from Point) Point {
		return Point{from.X + float64((corner.X-from.X)*kappa), from.Y + float64((corner.Y-from.Y)*kappa)}
	}
	p.cubic(toward(a), toward(b), b)
}

// ellipse returns an ellipse that begins at three o'clock and goes clockwise as seen, as SVG has it.
func ellipse(cx, cy, rx, ry float64) Path {
	var p Path
	east, south := Point{cx + rx, cy}, Point{cx, cy + ry}
	west, north := Point{cx - rx, cy}, Point{cx, cy - ry}
	p.move(east)
	p.quarter(east, Point{cx + rx, cy + ry}, south)
	p.quarter(south, Point{cx - rx, cy + ry}, west)
	p.quarter(west, Point{cx - rx, cy - ry}, north)
	p.quarter(north, Point{cx + rx, cy - ry}, east)
	p.close()
	return p
}

// rectangle returns a rectangle with corners rounded by rx and ry, both 0 for square ones.
func rectangle(x, y, w, h, rx, ry float64) Path {
	var p Path
	r, b := x+w, y+h
	if rx == 0 || ry == 0 {
		p.move(Point{x, y})
		p.line(Point{r, y})
		p.line(Point{r, b})
		p.line(Point{x, b})
		p.close()
		return p
	}
	p.move(Point{x + rx, y})
	p.line(Point{r - rx, y})
	p.quarter(Point{r - rx, y}, Point{r, y}, Point{r, y + ry})
	p.line(Point{r, b - ry})
	p.quarter(Point{r, b - ry}, Point{r, b}, Point{r - rx, b})
	p.line(Point{x + rx, b})
	p.quarter(Point{x + rx, b}, Point{x, b}, Point{x, b - ry})
	p.line(Point{x, y + ry})
	p.quarter(Point{x, y + ry}, Point{x, y}, Point{x + rx, y})
	p.close()
	return p
}

// arc adds an arc of an ellipse from a to b as SVG's command A describes it, in cubics of at most a quarter turn.
//
// The centre is found as in SVG 1.1, appendix F.6.5; radii that are too small to reach grow until they do.
func (p *Path) arc(a, b Point, rx, ry, degrees float64, large, sweep bool) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if a == b {
		return
	}
	if rx == 0 || ry == 0 {
		p.line(b)
		return
	}
	turn := rotation(degrees)
	back := rotation(-degrees)
	half := back.Apply(Point{(a.X - b.X) / 2, (a.Y - b.Y) / 2})
	u := Point{half.X / rx, half.Y / ry} // in units of the radii, the arc is one of a circle
	d := math.Hypot(u.X, u.Y)
	if d > 1 {
		rx, ry = rx*d, ry*d
		u = Point{u.X / d, u.Y / d}
		d = 1
	}
	k := math.Sqrt(max(1/(d*d)-1, 0))
	if large == sweep {
		k = -k
	}
	c := Point{k * u.Y, -k * u.X}
	from := math.Atan2(u.Y-c.Y, u.X-c.X)
	angle := math.Atan2(-u.Y-c.Y, -u.X-c.X) - from
	if sweep && angle < 0 {
		angle += 2 * math.Pi
	} else if !sweep && angle > 0 {
		angle -= 2 * math.Pi
	}
	mid := Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2}
	place := func(x, y float64) Point { // from the circle back to the picture, rounded for the sake of other machines
		q := turn.Apply(Point{(c.X + x) * rx, (c.Y + y) * ry})
		return Point{math.Round((mid.X+q.X)*1e6) / 1e6, math.Round((mid.Y+q.Y)*1e6) / 1e6}
	}
	n := max(math.Ceil(math.Abs(angle)/(math.Pi/2)-1e-9), 1)
	step := angle / n
	t := 4.0 / 3 * math.Tan(step/4)
	for i := range int(n) {
		sin0, cos0 := math.Sincos(from + step*float64(i))
		sin1, cos1 := math.Sincos(from + step*float64(i+1))
		end := place(cos1, sin1)
		if i == int(n)-1 {
			end = b
		}
		p.cubic(place(cos0-t*sin0, sin0+t*cos0), place(cos1+t*sin1, sin1-t*cos1), end)
	}
}
