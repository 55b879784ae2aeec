package graph

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/deals"
)

// Payment is money of an arc that moves on one day, which may not be known to the day.
type Payment struct {
	Arc         int // id
	From, To    Node
	First, Last int32 // the days on which it can move, both included, counted from 1970-01-01; First is Beginning if unknown
	Amount      int64 // minor units of the view's currency; 0 when not Known
	Known       bool
}

// Beginning is the First day of a payment of which only the latest day is known.
const Beginning int32 = math.MinInt32

// Payments places the arcs in time, sorted by first day, last day and arc; the payments of an arc add up to its amount. Arcs
// that cannot be placed are returned by id.
//
//   - On the paid basis these are the payments on record, else the completion.
//   - A leg with a term or a schedule falls due year by year, each part on some day of its year: a schedule says no more.
//   - A leg that was completed, or that pays at once, moves on the day of its completion, else of its first binding step, else
//     of its first step. "By" a day is from the step before until that day.
//   - Other legs, and arcs without one, cannot be placed.
func (n *Network) Payments() (payments []Payment, undated []int) {
	for _, a := range n.arcs {
		before := len(payments)
		if a.Leg != nil {
			payments = n.place(payments, a)
		}
		if len(payments) == before {
			undated = append(undated, a.ID)
		}
	}
	slices.SortFunc(payments, func(p, q Payment) int {
		return cmp.Or(cmp.Compare(p.First, q.First), cmp.Compare(p.Last, q.Last), cmp.Compare(p.Arc, q.Arc))
	})
	return payments, undated
}

// place appends the payments of an arc.
func (n *Network) place(out []Payment, a Arc) []Payment {
	p := Payment{Arc: a.ID, From: a.From, To: a.To, Amount: a.Amount, Known: a.Known}
	history := a.Leg.History()
	if n.View.Basis == Paid && len(a.Leg.Paid) > 0 {
		return n.recorded(out, a, p)
	}
	if n.View.Basis != Paid {
		if parts := n.yearly(a.Leg, a.Amount); len(parts) > 0 {
			return n.due(out, a, parts, p)
		}
		if a.Status != deals.Completed && !a.Leg.Kind.Info().OneOff {
			return out
		}
	}
	step := slices.IndexFunc(history, func(s deals.Step) bool { return s.Status == deals.Completed && !s.Date.IsZero() })
	if step < 0 || a.Status != deals.Completed && n.View.Basis != Paid {
		step = slices.IndexFunc(history, func(s deals.Step) bool { return s.Status.Binding() && !s.Date.IsZero() })
	}
	if step < 0 {
		step = slices.IndexFunc(history, func(s deals.Step) bool { return !s.Date.IsZero() })
	}
	if step < 0 {
		return out
	}
	p.First, p.Last = stepDays(history, step)
	return append(out, p)
}

// recorded appends the payments on record, scaled to the amount of the arc, which may have been converted.
func (n *Network) recorded(out []Payment, a Arc, p Payment) []Payment {
	span := n.View.span()
	var counted []deals.Payment
	var total int64
	for _, r := range a.Leg.Paid {
		if r.Date.IsZero() || r.Date.Last().After(n.View.AsOf) || !span.holds(r.Date) {
			continue
		}
		counted = append(counted, r)
		total = sum(total, r.Amount.Low)
	}
	var through, before int64
	for _, r := range counted {
		through = sum(through, r.Amount.Low)
		to := scale(a.Amount, through, max(total, 1))
		p.First, p.Last, p.Amount = earliest(r.Date), dayNumber(r.Date.Last()), to-before
		before = to
		out = append(out, p)
	}
	return out
}

// yearly is the money of a leg by calendar year; nil if it has neither a term nor a schedule. On the firm basis it ends at the
// exit.
func (n *Network) yearly(l *deals.Leg, amount int64) []deals.YearMoney {
	term := l.Term
	if term.Start.IsZero() || term.End.IsZero() {
		ys := l.Schedule.Years
		if len(ys) == 0 {
			return nil
		}
		term = deals.Term{Start: deals.Date{Year: ys[0].Year}, End: deals.Date{Year: ys[len(ys)-1].Year}}
	}
	parts, err := l.Schedule.Allocate(amount, term)
	if err != nil {
		return nil
	}
	if n.View.Basis == Firm && l.Exit != nil {
		horizon := counter{view: n.View}.horizon(l)
		parts = slices.DeleteFunc(parts, func(y deals.YearMoney) bool { return y.Year > horizon.Year })
	}
	return parts
}

// due appends the parts of an arc that fall due by year, those of the view's years in proportion to their share.
func (n *Network) due(out []Payment, a Arc, parts []deals.YearMoney, p Payment) []Payment {
	span := n.View.span()
	in := func(y int) bool {
		return span.holds(deals.Date{Year: y})
	}
	var total, through, before int64
	kept := 0
	for _, y := range parts {
		if in(y.Year) {
			total = sum(total, y.Minor)
			kept++
		}
	}
	if kept == 0 {
		return out
	}
	start, end := dayNumber(a.Leg.Term.Start.First()), dayNumber(a.Leg.Term.End.Last())
	for _, y := range parts {
		if !in(y.Year) {
			continue
		}
		through = sum(through, y.Minor)
		p.First, p.Last = dayNumber(deals.Date{Year: y.Year, Month: 1, Day: 1}), dayNumber(deals.Date{Year: y.Year, Month: 12, Day: 31})
		if !a.Leg.Term.Start.IsZero() && start > p.First && start <= p.Last {
			p.First = start
		}
		if !a.Leg.Term.End.IsZero() && end < p.Last && end >= p.First {
			p.Last = end
		}
		if total > 0 {
			to := scale(a.Amount, through, total)
			p.Amount, before = to-before, to
		}
		if p.Amount > 0 || !a.Known {
			out = append(out, p)
		}
	}
	return out
}

// stepDays are the days on which a step of a history can have been taken: its own, or, by a day, since the step before.
func stepDays(h deals.History, step int) (first, last int32) {
	last = dayNumber(h[step].Date.Last())
	first = earliest(h[step].Date)
	for i := step - 1; i >= 0 && first == Beginning; i-- {
		first = min(earliest(h[i].Date), last)
	}
	return first, last
}

// earliest is the first day that a date can mean, Beginning for a date that is only a latest one or unknown.
func earliest(d deals.Date) int32 {
	if d.First().IsZero() {
		return Beginning
	}
	return dayNumber(d.First())
}

var epoch = deals.Date{Year: 1970, Month: 1, Day: 1}

func dayNumber(d deals.Date) int32 {
	d.By = false
	return int32(epoch.DaysUntil(d))
}
