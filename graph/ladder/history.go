package ladder

import (
	"context"
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Pace is how often a history looks.
type Pace string

// The paces.
const (
	Monthly   Pace = "month"
	Quarterly Pace = "quarter"
	Yearly    Pace = "year"
)

// Paces lists them.
func Paces() []Pace { return []Pace{Monthly, Quarterly, Yearly} }

// Period is a month, a quarter or a year.
type Period struct {
	Name        deals.Date // as it is written: 2025-03, 2025Q1, 2025
	First, Last deals.Date // days
	Whole       bool       // false: it was cut short at an end of the history
}

// MostPeriods is how many a history can have.
const MostPeriods = 2400

// Periods are those from one day to another, both included. The first and the last may be cut short.
func Periods(pace Pace, from, to deals.Date) ([]Period, error) {
	months := map[Pace]int{Monthly: 1, Quarterly: 3, Yearly: 12}[pace]
	first, last := from.First(), to.Last()
	switch {
	case months == 0:
		return nil, fmt.Errorf("there is no pace %q", pace)
	case first.IsZero() || last.IsZero() || last.Before(first):
		return nil, fmt.Errorf("a history from %q to %q runs backwards, or has no days", from, to)
	case (last.Year-first.Year+1)*12/months > MostPeriods:
		return nil, fmt.Errorf("a history of more than %d periods is too long", MostPeriods)
	}
	var out []Period
	at := first.Year*12 + (int(first.Month)-1)/months*months
	for {
		start := deals.Date{Year: at / 12, Month: int8(at%12 + 1), Day: 1}
		if start.After(last) {
			return out, nil
		}
		end := deals.Date{Year: start.Year, Month: start.Month + int8(months-1)}.Last()
		p := Period{Name: nameOf(pace, start), First: start, Last: end, Whole: true}
		if start.Before(first) {
			p.First, p.Whole = first, false
		}
		if end.After(last) {
			p.Last, p.Whole = last, false
		}
		out = append(out, p)
		at += months
	}
}

func nameOf(pace Pace, start deals.Date) deals.Date {
	switch pace {
	case Monthly:
		return deals.Date{Year: start.Year, Month: start.Month}
	case Quarterly:
		return deals.Date{Year: start.Year, Part: (start.Month-1)/3 + 1}
	}
	return deals.Date{Year: start.Year}
}

// Moment is a ledger as it was known at the end of a day. Its networks are built when they are asked for, each once.
type Moment struct {
	Day    deals.Date
	ledger *deals.Ledger
	view   graph.View
	keep   func(graph.Arc) bool
	built  map[graph.Basis]*graph.Network
	so     map[Rung]int64
}

// On is the network of a basis on the day.
func (m *Moment) On(b graph.Basis) (*graph.Network, error) {
	if n := m.built[b]; n != nil {
		return n, nil
	}
	v := m.view
	v.Basis = b
	n, err := graph.Build(m.ledger, v)
	if err != nil {
		return nil, err
	}
	if m.keep != nil {
		n = n.Keep(m.keep)
	}
	m.built[b] = n
	return n, nil
}

// Network is that of the view's own basis.
func (m *Moment) Network() (*graph.Network, error) { return m.On(m.view.Basis) }

// Empty reports whether no leg of the view was public by the day: what it was worth is then not known, rather than nothing.
func (m *Moment) Empty() (bool, error) {
	n, err := m.On(graph.Headline)
	if err != nil || n.Size() > 0 {
		return false, err
	}
	arcs, err := m.ever(Announced)
	return len(arcs) == 0, err
}

// SoFar is all that had been announced, signed or paid by the day, whatever ended since, without a dollar counted twice: minor units.
// It never falls from one day to a later one, unless companies come under one control and are rolled up.
func (m *Moment) SoFar(r Rung) (int64, error) {
	if sum, ok := m.so[r]; ok {
		return sum, nil
	}
	arcs, err := m.ever(r)
	if err != nil {
		return 0, err
	}
	var sum int64
	for _, a := range arcs {
		sum += a.Amount
	}
	m.so[r] = sum
	return sum, nil
}

// ever are the arcs of a rung as if no leg had ended.
func (m *Moment) ever(r Rung) (map[*deals.Leg]graph.Arc, error) {
	v := m.view
	v.Basis = r.basis()
	known := m.ledger.LastDate()
	return arcs(m.ledger, v, m.keep, func(l *deals.Leg) *deals.Leg {
		if r == Paid { // what has moved stays moved
			return l
		}
		return unended(l, v, known)
	})
}

// Over asks the same of a ledger at the end of each of some days, as it was known then: every answer is that of a view as of the day.
// When the context is done or an answer fails, the answers so far are returned with the error. Progress, if it is not nil, hears
// how many are done.
func Over[R any](ctx context.Context, l *deals.Ledger, v graph.View, keep func(graph.Arc) bool, days []deals.Date, ask func(context.Context, *Moment) (R, error), progress func(done int)) ([]R, error) {
	if v.Basis == "" {
		v.Basis = graph.Headline
	}
	var out []R
	for i, day := range days {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		at := v
		at.AsOf = day.Last()
		r, err := ask(ctx, &Moment{Day: at.AsOf, ledger: l, view: at, keep: keep, built: map[graph.Basis]*graph.Network{}, so: map[Rung]int64{}})
		if err != nil {
			return out, err
		}
		out = append(out, r)
		if progress != nil {
			progress(i + 1)
		}
	}
	return out, nil
}

// Begins is the first day by which a leg of a view was public, of those whose day is known; zero if there is none. Keep says which
// arcs count; nil is all.
func Begins(l *deals.Ledger, v graph.View, keep func(graph.Arc) bool) (deals.Date, error) {
	v.Basis = graph.Headline
	first, err := graph.Build(l, v)
	if err != nil {
		return deals.Date{}, err
	}
	as := reading{view: first.View, known: l.LastDate()}
	legs, err := arcs(l, v, keep, func(leg *deals.Leg) *deals.Leg { return as.read(leg, Announced, true) })
	if err != nil {
		return deals.Date{}, err
	}
	var begins deals.Date
	for leg := range legs {
		day := as.public(leg).Last()
		if !day.IsZero() && (begins.IsZero() || day.Before(begins)) {
			begins = day
		}
	}
	return begins, nil
}
