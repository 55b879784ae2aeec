package cashflow

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/deals"
)

// Mark is what one fact tells of a party's revenue: a speed, in minor units per year, in the middle of its period.
type Mark struct {
	At     float64 // calendar years: 2025.5 is the middle of 2025
	Low    float64 // of the speed; Low and High differ where the fact is a range
	Speed  float64
	High   float64
	Nature deals.Nature
	Fact   *deals.Fact // nil: the mark rests on an assumption
}

// Path is revenue from outside the network as time goes by. It begins with the last actual figure, passes through what is
// known or assumed of later times, and goes on from the last of these at a constant rate of growth. Between marks it grows at
// the constant rate that leads from one to the next.
type Path struct {
	Marks  []Mark  // in order of time; the first is the last actual figure
	Growth float64 // multiple per year after the last mark
}

// Known reports whether there is a path at all.
func (p *Path) Known() bool { return p != nil && len(p.Marks) > 0 }

// In is the revenue of a calendar year, taken at its middle; with a slip of months what lies ahead of the first mark comes so
// much later, and until then the speed of the first mark goes on. A negative slip lets it come earlier.
func (p *Path) In(year int, slip float64) float64 {
	return p.Speed(math.Max(p.Marks[0].At, float64(year)+0.5-slip/12))
}

// Speed is the revenue per year at a time. Before the first mark it is that of the first mark.
func (p *Path) Speed(t float64) float64 {
	i, on := slices.BinarySearchFunc(p.Marks, t, func(m Mark, t float64) int { return cmp.Compare(m.At, t) })
	switch {
	case on:
		return p.Marks[i].Speed
	case i == 0:
		return p.Marks[0].Speed
	case i == len(p.Marks):
		last := p.Marks[i-1]
		return last.Speed * math.Pow(p.Growth, t-last.At)
	}
	return between(p.Marks[i-1], p.Marks[i], t)
}

// between grows from one mark to the next: at a constant rate if both are above zero, else along a straight line.
func between(a, b Mark, t float64) float64 {
	w := (t - a.At) / (b.At - a.At)
	if a.Speed <= 0 || b.Speed <= 0 {
		return a.Speed + w*(b.Speed-a.Speed)
	}
	return a.Speed * math.Pow(b.Speed/a.Speed, w)
}
