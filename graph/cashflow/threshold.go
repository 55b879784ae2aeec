package cashflow

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/deals"
)

// Crossing is the first year in which dues pass a line, and the fewest deals without which they would not.
type Crossing struct {
	Year   int   // place in the plan
	Due    int64 // what is due in it
	Line   int64 // what it may be at most
	Deals  []Part
	Unless bool // dues whose amount nobody states fall in an earlier year too, so that it may be crossed before
}

// Part is what a deal has in a year.
type Part struct {
	Deal   deals.DealID
	Amount int64
}

// Crossing finds the first year in which more than a line is due; ok is false if none does as far as amounts are known. Of sets
// of equally few deals the one of the largest is told; equally large ones in the order of their ids.
func (a *Account) Crossing(line int64) (c Crossing, ok bool) {
	for y, due := range a.Due {
		if due > line {
			c.Year, c.Due, c.Line = y, due, line
			c.Deals = fewest(a.parts(y), due-line)
			return c, true
		}
		c.Unless = c.Unless || a.Unknown[y] > 0
	}
	return Crossing{}, false
}

// Missing is the first year at whose end the balance is below zero, with the fewest deals without whose dues until then it
// would not be; ok is false if there is none. The Line is what could be paid until then.
func (a *Account) Missing(m Means) (c Crossing, ok bool) {
	b := a.Balance(m)
	if b.Short < 0 {
		return Crossing{}, false
	}
	c.Year = b.Short
	sum := map[deals.DealID]int64{}
	for y := range b.Short + 1 {
		c.Due += a.Due[y]
		c.Unless = c.Unless || y < b.Short && a.Unknown[y] > 0
		for _, p := range a.parts(y) {
			sum[p.Deal] += p.Amount
		}
	}
	short := int64(math.Ceil(-b.Left[b.Short]))
	c.Line = c.Due - short
	parts := make([]Part, 0, len(sum))
	for id, x := range sum {
		parts = append(parts, Part{id, x})
	}
	c.Deals = fewest(parts, short)
	return c, true
}

// parts are what is due in a year, by deal.
func (a *Account) parts(y int) []Part {
	sum := map[deals.DealID]int64{}
	for _, l := range a.Lines {
		if l.Out && l.Due[y] > 0 {
			sum[l.Arc.Leg.Deal.ID] += l.Due[y]
		}
	}
	out := make([]Part, 0, len(sum))
	for id, x := range sum {
		out = append(out, Part{id, x})
	}
	return out
}

// fewest are the fewest parts that come to as much as is too much: the largest, since any others come to less. All of them if
// even that is not enough.
func fewest(parts []Part, excess int64) []Part {
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Deal, b.Deal)) })
	for i, p := range parts {
		if excess -= p.Amount; excess <= 0 {
			return parts[:i+1]
		}
	}
	return parts
}
