package sheet

import (
	"math"

	"dealgraph/render/figure"
)

// Body is how the stroke of an arrow shows its certainty.
type Body int

// The bodies.
const (
	Full  Body = iota // signed, active, completed: a full stroke
	Tube              // announced: two lines with nothing between them
	Chain             // proposed: empty links
	Beads             // rumoured: empty beads
	Ghost             // ended: a thin grey line of short dashes
)

// BodyOf returns the body for a certainty.
func BodyOf(c figure.Certainty) Body {
	switch c {
	case figure.Announced:
		return Tube
	case figure.Proposed:
		return Chain
	case figure.Rumoured:
		return Beads
	case figure.Ended:
		return Ghost
	}
	return Full
}

// BodyNames are the English lines of the legend for the bodies.
var BodyNames = map[Body]string{
	Full:  "Signed, in force or done",
	Tube:  "Announced, not signed",
	Chain: "Letter of intent or proposal",
	Beads: "Rumoured",
	Ghost: "Ended",
}

// Arrow is an arrow to be drawn, in the coordinates of the picture.
type Arrow struct {
	Path      string  // the shaft, from the rim to the base of the head, as in the attribute d
	Length    float64 // of the path
	Base, Tip Point   // of the head
	Pen       float64
	HeadWidth float64
	Look      *Look
	Body      Body
}

// Point is a point of a picture, y downward.
type Point struct{ X, Y float64 }

const (
	wall     = 1.3 // thickness of the wall of a hollow arrow
	leastDot = 2.4 // thickness of the thinnest dots that one still sees
)

// Arrow returns the strokes and the head of a.
func (p *Painter) Arrow(a Arrow) []*Element {
	line := a.Look.Line
	if a.Body == Ghost {
		line = Muted
	}
	outer := p.Stroke(El("path", "d", a.Path, "fill", "none", "stroke-width", a.Pen), line)
	var out []*Element
	switch a.Body {
	case Full:
		pen := a.Pen
		if a.Look.Dotted() {
			pen = max(pen, leastDot)
			outer.Set("stroke-width", pen, "stroke-linecap", "round")
		}
		if d := a.Look.Dashes(pen); d != "" {
			outer.Set("stroke-dasharray", d)
		}
		out = append(out, outer)
	case Ghost:
		outer.Set("stroke-width", 1.2, "stroke-dasharray", "4 3")
		out = append(out, outer)
	default:
		core := p.Stroke(El("path", "d", a.Path, "fill", "none", "stroke-width", a.Pen-2*wall), Paper)
		if a.Body != Tube {
			link := 0.01
			if a.Body == Chain {
				link = max(7, 1.5*a.Pen)
			}
			dashes := fitted(link, a.Pen+3.4, a.Length)
			outer.Set("stroke-dasharray", dashes, "stroke-linecap", "round")
			core.Set("stroke-dasharray", dashes, "stroke-linecap", "round")
		}
		out = append(out, outer, core)
	}
	return append(out, p.head(a, line))
}

// fitted returns the dash array of links and gaps stretched or shrunk so that the last link ends with the path.
func fitted(link, gap, length float64) string {
	n := math.Round((length - link) / (link + gap))
	if n < 1 {
		return Number(link) + " " + Number(gap)
	}
	return Number(link) + " " + Number(math.Floor(((length-link)/n-link)*100)/100)
}

// head returns the triangle with its tip on the rim: full for what is agreed, else empty.
func (p *Painter) head(a Arrow, line Role) *Element {
	dx, dy := a.Tip.X-a.Base.X, a.Tip.Y-a.Base.Y
	l := max(length(dx, dy), 0.01)
	// The base lies a little before the end of the shaft, so that no gap shows between the two.
	ux, uy, w := dx/l, dy/l, a.HeadWidth/2
	tipped := 0.0
	if a.Body != Full {
		// The line around an empty head is outside its corners by half its own width, more at the sharp tip.
		w, tipped = w-wall/2, wall*1.2
	}
	bx, by := a.Base.X-float64(ux*0.6), a.Base.Y-float64(uy*0.6)
	px, py := float64(-uy*w), float64(ux*w)
	corners := Points(a.Tip.X-float64(ux*tipped), a.Tip.Y-float64(uy*tipped), bx+px, by+py, bx-px, by-py)
	if a.Body == Full {
		return p.Fill(El("polygon", "points", corners), line)
	}
	e := p.Fill(El("polygon", "points", corners, "stroke-width", wall, "stroke-linejoin", "round"), Paper)
	return p.Stroke(e, line)
}

// length returns the length of a vector. math.Hypot may differ in its last bit from machine to machine.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
