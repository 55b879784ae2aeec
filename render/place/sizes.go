package place

import (
	"math"

	"dealgraph/render/figure"
)

// The widths and radii below are those of the largest thing in a map; all others follow from it.
const (
	minRadius     = 10.0 // a party of no known value, or a very small one
	thinPen       = 1.1  // an arrow of no amount at all
	thickPen      = 9.0  // the largest amount
	unknownPen    = 1.6  // an amount nobody knows
	hollowPen     = 4.6  // at least, for an arrow whose stroke must show that it is empty
	plainRim      = 1.0
	emphasisRim   = 2.4
	maxLabelWidth = 150.0
	maxNameWidth  = 120.0
)

// Ruler measures: it turns values into radii and amounts into widths. Legends use it too, so that a sample
// shows what the map does.
type Ruler struct {
	fullValue, fullAmount float64
	fullRadius            float64
}

// NewRuler returns the ruler of m on a canvas of the given size. The largest circle gets at most 64 points,
// and less where many large circles must share the canvas: together they fill an eighth of it at most.
func NewRuler(m *figure.Map, width, height float64) Ruler {
	r := Ruler{fullValue: m.FullValue, fullAmount: m.FullAmount, fullRadius: 64}
	if r.fullValue == 0 {
		for _, n := range m.Nodes {
			r.fullValue = max(r.fullValue, n.Value)
		}
	}
	if r.fullAmount == 0 {
		for _, a := range m.Arcs {
			r.fullAmount = max(r.fullAmount, a.Amount)
		}
	}
	// The disc areas are summed as whole thousandths: such a sum does not depend on its order.
	discs := 0.0
	for _, n := range m.Nodes {
		discs += math.Round(1000 * square(r.Radius(n)))
	}
	if room := width * height / 8; discs*math.Pi/1000 > room {
		r.fullRadius = max(round(r.fullRadius*math.Sqrt(room*1000/(discs*math.Pi))), 3*minRadius)
	}
	return r
}

// Layout returns the measures of r, without places.
func (r Ruler) Layout() Layout {
	return Layout{FullValue: r.fullValue, FullRadius: r.fullRadius, FullAmount: r.fullAmount}
}

// Radius returns the radius of the circle of n.
func (r Ruler) Radius(n figure.Node) float64 {
	if !n.Known {
		return minRadius
	}
	return r.RadiusOf(n.Value)
}

// RadiusOf returns the radius that shows a value.
func (r Ruler) RadiusOf(value float64) float64 {
	if r.fullValue <= 0 {
		return minRadius
	}
	return max(round(r.fullRadius*math.Sqrt(value/r.fullValue)), minRadius)
}

// Honest reports whether the area of the circle for value is to scale: the smallest are not.
func (r Ruler) Honest(value float64) bool {
	return r.fullValue > 0 && r.fullRadius*math.Sqrt(value/r.fullValue) >= minRadius-0.5
}

// Pen returns the width of the arrow of a.
func (r Ruler) Pen(a figure.Arc) float64 {
	pen := unknownPen
	if a.Known {
		pen = r.PenOf(a.Amount)
	}
	if Hollow(a.Certainty) {
		pen = max(pen, hollowPen)
	}
	return pen
}

// PenOf returns the width that shows an amount.
func (r Ruler) PenOf(amount float64) float64 {
	if r.fullAmount <= 0 {
		return thinPen
	}
	return round(thinPen + float64((thickPen-thinPen)*math.Sqrt(amount/r.fullAmount)))
}

// Hollow reports whether an arrow of certainty c is drawn as an outline, because nothing is signed.
func Hollow(c figure.Certainty) bool {
	return c == figure.Rumoured || c == figure.Proposed || c == figure.Announced
}

// headLength and headWidth give the size of the arrowhead on an arrow of width pen.
func headLength(pen float64) float64 { return round(6 + float64(1.9*pen)) }
func headWidth(pen float64) float64  { return round(6 + float64(1.8*pen)) }
