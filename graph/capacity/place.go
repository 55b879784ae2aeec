package capacity

import (
	"slices"

	"dealgraph/deals"
)

// Placing says how a leg was placed in time.
type Placing string

// The ways to place a leg.
const (
	Undated   Placing = ""          // too little is known: it is in the total, and in no year
	Rented    Placing = "rented"    // all of it from the start of the term to its end
	Growing   Placing = "growing"   // rented, and more from year to year, as its schedule says of its money
	Delivered Placing = "delivered" // arrives over the term, and stays
	By        Placing = "by"        // nothing before the end of the term, all from then on
	Owned     Placing = "owned"     // from a day on
)

// placement is when the capacity of a leg is there.
type placement struct {
	how      Placing
	term     deals.Term
	schedule deals.Schedule
	assumed  bool // a profile over the years that the ledger does not state
}

// place says when the capacity of a leg is there. Goods with a start and no end arrive over so many years, if that is not 0.
func place(l *deals.Leg, layer Layer, delivery int) placement {
	p := placement{term: l.Term, schedule: l.Schedule}
	start, end := !l.Term.Start.IsZero(), !l.Term.End.IsZero()
	switch {
	case layer == Companies:
		return owned(l)
	case layer.goods() && start && end:
		p.how = Delivered
		p.assumed = l.Schedule.Profile != deals.Explicit && l.Term.Start.First().Year != l.Term.End.Last().Year
	case layer.goods() && end:
		p.how, p.term.Start, p.schedule = By, l.Term.End, deals.Schedule{}
	case layer.goods() && start && delivery > 0:
		first := l.Term.Start.First()
		p.term = deals.Term{Start: first, End: yearsOn(first, delivery).AddDays(-1)}
		p.how, p.assumed = Delivered, true
	case layer.goods() || !start:
	case end && (l.Schedule.Profile == deals.Ramp || len(l.Schedule.Years) > 0):
		p.how, p.assumed = Growing, true
	default:
		p.how = Rented
	}
	return p
}

// owned places a company that was bought at the start of its term, or the day on which that was done.
func owned(l *deals.Leg) placement {
	day := l.Term.Start
	for _, s := range l.History() {
		if s.Status == deals.Completed && day.IsZero() {
			day = s.Date.Last()
		}
	}
	if day.IsZero() {
		return placement{}
	}
	return placement{how: Owned, term: deals.Term{Start: day}}
}

// yearsOn is the same day so many years later.
func yearsOn(d deals.Date, years int) deals.Date {
	d.Year += years
	if d.Month == 2 && d.Day == 29 {
		d.Month, d.Day = 3, 1
	}
	return d
}

// endOf is the last day of a year.
func endOf(year int) deals.Date { return deals.Date{Year: year, Month: 12, Day: 31} }

// at is how much of some power is there at the end of a year.
func (p placement) at(k Kilowatts, year int) Kilowatts {
	day := endOf(year)
	switch p.how {
	case Delivered, By:
		return Kilowatts(p.schedule.Through(int64(k), p.term, day))
	case Undated:
		return 0
	}
	if p.term.Start.First().After(day) || !p.term.End.IsZero() && p.term.End.Last().Before(day) {
		return 0
	}
	if p.how != Growing {
		return k
	}
	if len(p.schedule.Years) > 0 {
		return p.byMoney(k, year)
	}
	first := p.term.Start.First().Year
	return k.times(int64(year-first+1), int64(p.term.End.Last().Year-first+1))
}

// byMoney is the power of a year in which not the most is due: in proportion.
func (p placement) byMoney(k Kilowatts, year int) Kilowatts {
	var most, now int64
	for _, y := range p.schedule.Years {
		most = max(most, y.Amount.Likely)
		if y.Year == year {
			now = y.Amount.Likely
		}
	}
	if most == 0 {
		return 0
	}
	return k.times(now, most)
}

// may is how much can be there at the end of a year: what is placed, and what is not unless its term is over by then or has not
// begun.
func (p placement) may(k Kilowatts, year int, rented bool) Kilowatts {
	if p.how != Undated {
		return p.at(k, year)
	}
	day := endOf(year)
	if rented && !p.term.End.IsZero() && p.term.End.Last().Before(day) || !p.term.Start.IsZero() && p.term.Start.First().After(day) {
		return 0
	}
	return k
}

// built is the year from which on there is no more of it; 0 when it is in no year.
func (p placement) built() int {
	switch p.how {
	case Undated:
		return 0
	case Rented, Owned:
		return p.term.Start.First().Year
	case Growing:
		if n := len(p.schedule.Years); n > 0 {
			most := slices.MaxFunc(p.schedule.Years, func(a, b deals.YearAmount) int { return int(min(1, max(-1, a.Amount.Likely-b.Amount.Likely))) })
			return most.Year
		}
	}
	return p.term.End.Last().Year
}
