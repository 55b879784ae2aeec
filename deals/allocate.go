package deals

import (
	"errors"
	"fmt"
	"math/bits"
)

// YearMoney is the money of one calendar year, in minor units.
type YearMoney struct {
	Year  int
	Minor int64
}

// span is the part of a schedule that falls into one calendar year: its days and its weight among the others.
type span struct {
	year        int
	first, last int // numbers of days, both included
	weight      uint64
}

// Allocate splits total, in minor units, over calendar years, ascending; the parts always sum to total.
//
// Flat and no profile: by the days of each year that lie in the term, both ends included. Ramp: year k of the n calendar
// years that the term touches gets k/(1+2+…+n), whether or not the first and last are whole. Explicit: in proportion to
// the stated years, so that a total other than their sum (the paid part, the firm part) keeps their shape; t then only
// says on which days of a year money falls, see [Schedule.Through].
//
// Rounding is cumulative: the sum through each year is within half a unit of exact. An error says that the term lacks a
// start or an end, runs backwards or leaves the years 1900 to 2200, or that explicit years carry nothing.
func (s Schedule) Allocate(total int64, t Term) ([]YearMoney, error) {
	spans, sum, err := s.spans(t)
	if err != nil {
		return nil, err
	}
	years := make([]YearMoney, len(spans))
	var weight uint64
	var before int64
	for i, p := range spans {
		weight += p.weight
		through := part(total, weight, sum)
		years[i] = YearMoney{p.year, through - before}
		before = through
	}
	return years, nil
}

// Through is the part of total, in minor units, that falls from the start of the term through the end of the day last:
// the years of [Schedule.Allocate], each spread evenly over its days in the term. It never falls as last moves on; it is
// 0 before the start and total from the end on. An explicit year that lies outside t is spread over all of its days.
//
// last is taken at its last possible day. Through is 0 for a zero last, and for a term that Allocate refuses.
func (s Schedule) Through(total int64, t Term, last Date) int64 {
	spans, sum, err := s.spans(t)
	if err != nil || last.IsZero() {
		return 0
	}
	day := last.Last().number()
	var weight uint64
	var through int64
	for _, p := range spans {
		if day < p.first {
			break
		}
		weight += p.weight
		after := part(total, weight, sum)
		if day < p.last {
			return through + part(after-through, uint64(day-p.first+1), uint64(p.last-p.first+1))
		}
		through = after
	}
	return through
}

// spans cuts the schedule into calendar years. sum is the sum of the weights and not zero.
func (s Schedule) spans(t Term) (parts []span, sum uint64, err error) {
	if s.Profile == Explicit {
		return s.explicitSpans(t)
	}
	first, last, err := t.days()
	if err != nil {
		return nil, 0, err
	}
	for year := dateOfDay(first).Year; year <= dateOfDay(last).Year; year++ {
		p := spanOfYear(year, first, last)
		p.weight = uint64(p.last - p.first + 1)
		if s.Profile == Ramp {
			p.weight = uint64(len(parts) + 1)
		}
		sum += p.weight
		parts = append(parts, p)
	}
	return parts, sum, nil
}

func (s Schedule) explicitSpans(t Term) (parts []span, sum uint64, err error) {
	first, last, termErr := t.days()
	for i, y := range s.Years {
		if i > 0 && y.Year <= s.Years[i-1].Year || y.Year < FirstYear || y.Year > LastYear {
			return nil, 0, fmt.Errorf("spread an amount: year %d of the schedule is out of order or range", y.Year)
		}
		weight := y.Amount.Likely
		if weight < 0 || weight > largestMinor {
			return nil, 0, fmt.Errorf("spread an amount: year %d of the schedule has an amount out of range", y.Year)
		}
		p := spanOfYear(y.Year, first, last)
		if termErr != nil || p.first > p.last {
			p = spanOfYear(y.Year, yearStart(y.Year), yearEnd(y.Year))
		}
		p.weight = uint64(weight)
		parts = append(parts, p)
		if sum += p.weight; sum > largestMinor {
			return nil, 0, errors.New("spread an amount: the years of the schedule come to more than the largest amount")
		}
	}
	if sum == 0 {
		return nil, 0, errors.New("spread an amount: the years of the schedule carry nothing")
	}
	return parts, sum, nil
}

// days are the numbers of the first and last day of a term with both ends.
func (t Term) days() (first, last int, err error) {
	start, end := t.Start.First(), t.End.Last()
	switch {
	case start.IsZero():
		return 0, 0, fmt.Errorf("spread an amount over the term %q: it has no start", t)
	case end.IsZero():
		return 0, 0, fmt.Errorf("spread an amount over the term %q: it has no end", t)
	case end.Before(start):
		return 0, 0, fmt.Errorf("spread an amount over the term %q: it ends before it starts", t)
	case start.Year < FirstYear || end.Year > LastYear:
		return 0, 0, fmt.Errorf("spread an amount over the term %q: it leaves the years %d to %d", t, FirstYear, LastYear)
	}
	return start.number(), end.number(), nil
}

// spanOfYear is the part of first..last in the year; last before first when there is none.
func spanOfYear(year, first, last int) span {
	return span{year: year, first: max(first, yearStart(year)), last: min(last, yearEnd(year))}
}

func yearStart(year int) int { return Date{Year: year, Month: 1, Day: 1}.number() }

func yearEnd(year int) int { return Date{Year: year, Month: 12, Day: 31}.number() }

// part is total × n/of, rounded to the nearest, halves away from zero; n ≤ of and of > 0. The product is taken in 128 bits.
func part(total int64, n, of uint64) int64 {
	if total < 0 {
		return -part(-total, n, of)
	}
	hi, lo := bits.Mul64(uint64(total), n)
	lo, carry := bits.Add64(lo, of/2, 0)
	quotient, _ := bits.Div64(hi+carry, lo, of)
	return int64(quotient)
}
