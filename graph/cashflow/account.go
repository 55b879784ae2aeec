package cashflow

import (
	"math"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
)

// Account is one party's side of a plan. Slices are by year of the plan, amounts in minor units.
type Account struct {
	Plan  *Plan
	Party graph.Node
	Books Books
	Lines []Line // in the order of the calendar

	Due        []int64 // what it is due to pay under deals
	Contracted []int64 // what customers in the network are due to pay it
	Repaid     []int64 // debts that are due back to it
	Drawn      []int64 // funding that has moved to it, where it comes on top of cash on record
	Promised   []int64 // funding promised to it that has not moved
	Unknown    []int   // its dues whose amount nobody states
	Unplaced   []graph.Arc
}

// Line is an item of the calendar as the party sees it.
type Line struct {
	graph.Item
	Out bool // it pays
}

// Means says what a party may pay from beside what deals bring it.
type Means struct {
	Slip    float64 // months by which revenue from outside is late
	Haircut float64 // share by which it is lower in every year of the plan, 0 to 1
	Closed  bool    // funding that has not moved does not come
	Late    float64 // months by which customers in the network pay later, because the party delivers later; the end of it may fall after the plan
	End     End     // of the ranges of growth and margin
}

// End is a place in a range that is assumed.
type End int

// The places.
const (
	Likely End = iota
	Low
	High
)

// of is the place in a range.
func (e End) of(r assumptions.Range) float64 {
	switch e {
	case Low:
		return r.Low
	case High:
		return r.High
	}
	return r.Likely
}

// Account is the side of one party.
func (p *Plan) Account(v graph.Node) *Account {
	n := len(p.Years)
	a := &Account{
		Plan: p, Party: v, Books: p.Books[v],
		Due: make([]int64, n), Contracted: make([]int64, n), Repaid: make([]int64, n), Drawn: make([]int64, n), Promised: make([]int64, n), Unknown: make([]int, n),
	}
	drawn := a.Books.drawn(p.Years[0])
	for _, i := range p.Items {
		if i.From != v && i.To != v {
			continue
		}
		l := Line{i, i.From == v}
		a.Lines = append(a.Lines, l)
		for y := range n {
			switch {
			case l.Out:
				a.Due[y] += i.Due[y]
				if i.Unknown[y] {
					a.Unknown[y]++
				}
			case l.Repays:
				a.Repaid[y] += i.Due[y]
			case !l.Funding():
				a.Contracted[y] += i.Due[y]
			default:
				a.Promised[y] += i.Open(y)
				if drawn {
					a.Drawn[y] += i.Moved[y]
				}
			}
		}
	}
	for _, arc := range p.Unplaced {
		if arc.From == v || arc.To == v {
			a.Unplaced = append(a.Unplaced, arc)
		}
	}
	return a
}

// Funding reports whether an item gives money for a claim; what is paid back is not.
func (l Line) Funding() bool { return !l.Repays && l.Arc.Leg.Kind.Family() == deals.Funding }

// Outside is revenue from outside in a year of the plan; known is false if no fact tells.
func (a *Account) Outside(year int, m Means) (minor float64, known bool) {
	if !a.Books.Revenue.Known() {
		return 0, false
	}
	path := Path{Marks: a.Books.Revenue.Marks, Growth: m.End.of(a.Books.Growth)}
	return (1 - m.Haircut) * path.In(a.Plan.Years[year], m.Slip), true
}

// Left is what of that is left to pay for deals.
func (a *Account) Left(year int, m Means) (minor float64, known bool) {
	x, known := a.Outside(year, m)
	return x * m.End.of(a.Books.Margin), known
}

// Balance is what a party has after each year: its cash on record, if that is known, and all that comes in less all that it
// is due to pay, added up from the first year on.
type Balance struct {
	Gap       []float64 // by year: what comes in less what is due; below zero something is missing
	Left      []float64 // by year: cash on record and all gaps until the end of the year
	Known     bool      // revenue from outside is known; else it is in no sum
	Cash      bool      // cash on record is known; else it is in no sum
	Lowest    float64   // the least of Left, or of the cash at the beginning
	LowestAt  int       // place of the year at whose end it is lowest; -1: at the beginning
	Short     int       // place of the first year at whose end something is missing; -1: none
	ShortFrom float64   // when in time that begins, each year's money coming evenly; 0: never
}

// Balance adds up an account.
func (a *Account) Balance(m Means) Balance {
	n := len(a.Plan.Years)
	b := Balance{Gap: make([]float64, n), Left: make([]float64, n), Known: a.Books.Revenue.Known(), Cash: a.Books.Cash.Known, LowestAt: -1, Short: -1}
	left := float64(a.Books.Cash.Minor)
	b.Lowest = left
	for y := range n {
		b.Gap[y] = a.gap(y, m)
		before := left
		left += b.Gap[y]
		b.Left[y] = left
		if left < b.Lowest {
			b.Lowest, b.LowestAt = left, y
		}
		if left < -0.5 && b.Short < 0 {
			b.Short = y
			b.ShortFrom = float64(a.Plan.Years[y])
			if before > 0 {
				b.ShortFrom += before / (before - left)
			}
		}
	}
	return b
}

// gap is what comes in during a year less what is due.
func (a *Account) gap(y int, m Means) float64 {
	left, _ := a.Left(y, m)
	in := left + a.contracted(y, m.Late) + float64(a.Repaid[y]+a.Drawn[y])
	if !m.Closed {
		in += float64(a.Promised[y])
	}
	return in - float64(a.Due[y])
}

// contracted is what customers pay in a year when they pay so many months later.
func (a *Account) contracted(y int, late float64) float64 { return delayed(a.Contracted, y, late) }

// delayed is what falls in a year of amounts that come evenly over their years, so many months later.
func delayed(by []int64, y int, months float64) float64 {
	shift := months / 12
	whole := int(math.Floor(shift))
	part := shift - float64(whole)
	at := func(i int) float64 {
		if i < 0 || i >= len(by) {
			return 0
		}
		return float64(by[i])
	}
	return (1-part)*at(y-whole) + part*at(y-whole-1)
}
