package svg

import (
	"math"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

// body is how the stroke of an arrow shows its certainty.
type body int

const (
	full  body = iota // signed, active, completed: a full stroke
	tube              // announced: two lines with nothing between them
	chain             // proposed: empty links
	beads             // rumoured: empty beads
	ghost             // ended: a thin grey line of short dashes
)

// bodyOf returns the body for a certainty.
func bodyOf(c figure.Certainty) body {
	switch c {
	case figure.Announced:
		return tube
	case figure.Proposed:
		return chain
	case figure.Rumoured:
		return beads
	case figure.Ended:
		return ghost
	}
	return full
}

// bodyNames are the English lines of the legend for the bodies.
var bodyNames = map[body]string{
	full:  "Signed, in force or done",
	tube:  "Announced, not signed",
	chain: "Letter of intent or proposal",
	beads: "Rumoured",
	ghost: "Ended",
}

// arrow is an arrow to be drawn, in the coordinates of the picture.
type arrow struct {
	path      string  // from the rim to the base of the head
	length    float64 // of the path
	base, tip place.Point
	pen       float64
	headWidth float64
	look      *look
	body      body
}

const (
	wall     = 1.3 // thickness of the wall of a hollow arrow
	leastDot = 2.4 // thickness of the thinnest dots that one still sees
)

// arrow returns the strokes and the head of a.
func (p *painter) arrow(a arrow) []*element {
	line := a.look.line
	if a.body == ghost {
		line = muted
	}
	outer := p.stroke(el("path", "d", a.path, "fill", "none", "stroke-width", a.pen), line)
	var out []*element
	switch a.body {
	case full:
		pen := a.pen
		if a.look.dotted() {
			pen = max(pen, leastDot)
			outer.set("stroke-width", pen, "stroke-linecap", "round")
		}
		if d := a.look.dashes(pen); d != "" {
			outer.set("stroke-dasharray", d)
		}
		out = append(out, outer)
	case ghost:
		outer.set("stroke-width", 1.2, "stroke-dasharray", "4 3")
		out = append(out, outer)
	default:
		core := p.stroke(el("path", "d", a.path, "fill", "none", "stroke-width", a.pen-2*wall), paper)
		if a.body != tube {
			link := 0.01
			if a.body == chain {
				link = max(7, 1.5*a.pen)
			}
			dashes := fitted(link, a.pen+3.4, a.length)
			outer.set("stroke-dasharray", dashes, "stroke-linecap", "round")
			core.set("stroke-dasharray", dashes, "stroke-linecap", "round")
		}
		out = append(out, outer, core)
	}
	return append(out, p.head(a, line))
}

// fitted returns the dash array of links and gaps stretched or shrunk so that the last link ends with the path.
func fitted(link, gap, length float64) string {
	n := math.Round((length - link) / (link + gap))
	if n < 1 {
		return number(link) + " " + number(gap)
	}
	return number(link) + " " + number(math.Floor(((length-link)/n-link)*100)/100)
}

// head returns the triangle with its tip on the rim: full for what is agreed, else empty.
func (p *painter) head(a arrow, line role) *element {
	dx, dy := a.tip.X-a.base.X, a.tip.Y-a.base.Y
	l := max(length(dx, dy), 0.01)
	// The base lies a little before the end of the shaft, so that no gap shows between the two.
	ux, uy, w := dx/l, dy/l, a.headWidth/2
	tipped := 0.0
	if a.body != full {
		// The line around an empty head is outside its corners by half its own width, more at the sharp tip.
		w, tipped = w-wall/2, wall*1.2
	}
	bx, by := a.base.X-float64(ux*0.6), a.base.Y-float64(uy*0.6)
	px, py := float64(-uy*w), float64(ux*w)
	corners := points(a.tip.X-float64(ux*tipped), a.tip.Y-float64(uy*tipped), bx+px, by+py, bx-px, by-py)
	if a.body == full {
		return p.fill(el("polygon", "points", corners), line)
	}
	e := p.fill(el("polygon", "points", corners, "stroke-width", wall, "stroke-linejoin", "round"), paper)
	return p.stroke(e, line)
}

// length returns the length of a vector. math.Hypot may differ in its last bit from machine to machine.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// curveLength returns the length of a cubic Bézier curve, by its polyline.
func curveLength(c [4]place.Point) float64 {
	const steps = 32
	sum, before := 0.0, c[0]
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		u := 1 - t
		var p place.Point
		for j, f := range [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t} {
			p.X += float64(f * c[j].X)
			p.Y += float64(f * c[j].Y)
		}
		sum += length(p.X-before.X, p.Y-before.Y)
		before = p
	}
	return sum
}
