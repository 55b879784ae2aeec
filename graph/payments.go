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
// that cannot be placed are returned by id: an arc has payments or is among these, never both.
//
//   - On the paid basis these are the payments on record by the day of the view, else the completion. So they are on any other
//     basis for a leg that counts for what has moved and no more: because it ended, because that is all that is known of it, or
//     because all that it promises, or more, has moved. A payment on record without a day is put on the leg's last step, or
//     anywhere before the day of the view if that has no day either.
//   - A guarantee or a warrant may never be called and cannot be placed, unless a warrant was completed.
//   - A leg with a term or a schedule falls due year by year, each part on some day of its year: a schedule says no more. The
//     first and last part are cut to the term, to the days of the view and, on the firm basis, to the last day that binds.
//   - A leg that was completed, or that pays at once, moves on the day of its completion, else of its first binding step, else
//     of its first step. "By" a day is from the step before until that day.
//   - Other legs, and arcs without one, cannot be placed.
//
// Money falls in the years in which the view with these [View.Years] counts it; only a leg that is completed before its term
// is over is counted there in the year of its completion as well. Cost: O(p log p) for p payments.
func (n *Network) Payments() (payments []Payment, undated []int) {
	c := counter{view: n.View, span: n.View.span()}
	if n.Ledger != nil {
		c.known = n.Ledger.LastDate()
	}
	for _, a := range n.arcs {
		before := len(payments)
		if a.Leg != nil {
			payments = apportion(payments, a, c.placed(a))
		}
		if len(payments) == before {
			undated = append(undated, a.ID)
		}
	}
	slices.SortStableFunc(payments, func(p, q Payment) int { // what is alike stays as it is on record
		return cmp.Or(cmp.Compare(p.First, q.First), cmp.Compare(p.Last, q.Last), cmp.Compare(p.Arc, q.Arc))
	})
	return payments, undated
}

// part is a share of an arc, of any unit, and the days on which it can move.
type part struct {
	first, last int32
	share       int64
}

// apportion appends the payments of an arc: its amount in proportion to the shares. Rounding is cumulative; a part that comes to
// nothing is no payment.
func apportion(out []Payment, a Arc, parts []part) []Payment {
	var total, through, before int64
	for _, p := range parts {
		total = sum(total, p.share)
	}
	for _, p := range parts {
		if p.share == 0 {
			continue
		}
		through = sum(through, p.share)
		to := scale(a.Amount, through, total)
		if to > before || a.Amount == 0 {
			out = append(out, Payment{Arc: a.ID, From: a.From, To: a.To, First: p.first, Last: p.last, Amount: to - before, Known: a.Known})
		}
		before = to
	}
	return out
}

// placed are the days of an arc with a leg; nil if it cannot be placed.
func (c counter) placed(a Arc) []part {
	l := a.Leg
	term, termed := termOf(l)
	switch moved := c.moved(l); {
	case moved && len(l.Paid) > 0:
		return c.recorded(l)
	case moved:
		return c.completion(l)
	case l.Settlement == deals.ContingentSet:
		return nil
	case l.Kind.Family() == deals.Contingent && a.Status != deals.Completed:
		return nil
	case termed && l.Kind.Family() != deals.Contingent:
		return c.due(a, term)
	case a.Status == deals.Completed || l.Kind.Info().OneOff:
		return c.atOnce(l, a.Status == deals.Completed)
	}
	return nil
}

// moved reports whether a leg counts for what has moved by the day of the view; see [counter.leg]. If that is all that is
// promised as well, the payments on record are the better answer.
func (c counter) moved(l *deals.Leg) bool {
	if c.view.Basis == Paid {
		return true
	}
	amount, _ := l.Use()
	paid := c.paid(l, amount)
	if paid.drop {
		return false
	}
	state := c.view.state(l.History(), c.known)
	switch {
	case state.Status.Ended() || !c.counts(state.Status):
		return true
	case !amount.Disclosed():
		return paid.known
	}
	promised := c.inYears(l, state, c.stated(l, amount, state.Status))
	return promised.drop || promised.minor < paid.minor || promised.minor == paid.minor && len(l.Paid) > 0
}

// recorded are the payments on record that count.
func (c counter) recorded(l *deals.Leg) []part {
	h := l.History()
	var out []part
	for _, r := range l.Paid {
		p := part{share: r.Amount.Low}
		switch latest := h.Last().Date; {
		case c.within(r.Date):
			p.first, p.last = earliest(r.Date), dayNumber(r.Date.Last())
		case !r.Date.IsZero():
			continue
		case c.within(latest):
			p.first, p.last = stepDays(h, len(h)-1)
		case latest.IsZero() && c.span.IsZero() && !c.view.AsOf.IsZero():
			p.first, p.last = Beginning, dayNumber(c.view.AsOf.Last())
		default:
			continue
		}
		out = append(out, p)
	}
	return out
}

// termOf is how long a leg falls due, with both ends: its term, or else the years of its schedule.
func termOf(l *deals.Leg) (t deals.Term, ok bool) {
	ys := l.Schedule.Years
	switch {
	case !l.Term.Start.IsZero() && !l.Term.End.IsZero():
		return l.Term, true
	case len(ys) > 0:
		return deals.Term{Start: deals.Date{Year: ys[0].Year}, End: deals.Date{Year: ys[len(ys)-1].Year}}, true
	}
	return deals.Term{}, false
}

// due are the parts of an arc by calendar year, those of the days that the view counts.
func (c counter) due(a Arc, term deals.Term) []part {
	amount, _ := a.Leg.Use()
	if promised := c.stated(a.Leg, amount, a.Status).minor; a.Known && promised > 0 {
		if parts := c.dueOf(a.Leg, promised, term); len(parts) > 0 {
			return parts
		}
	}
	return c.dueOf(a.Leg, 1<<60, term) // not known, or another amount than the ledger's: in the same proportions
}

// dueOf splits an amount over the calendar years of a term.
func (c counter) dueOf(l *deals.Leg, minor int64, term deals.Term) []part {
	years, err := l.Schedule.Allocate(minor, term)
	if err != nil {
		return nil
	}
	window := c.span
	if c.view.Basis == Firm && l.Exit != nil {
		window = window.until(c.horizon(l))
	}
	var out []part
	for _, y := range years {
		d := Years{y.Year, y.Year}.days().since(window.First).until(window.Last)
		if d.Last.Before(d.First) {
			continue
		}
		p := part{share: c.between(l, minor, term, d.First, d.Last)}
		if p.share == 0 {
			continue
		}
		if cut := d.since(l.Term.Start).until(l.Term.End); !cut.Last.Before(cut.First) {
			d = cut // else it is a year of a schedule that lies outside the term
		}
		p.first, p.last = dayNumber(d.First), dayNumber(d.Last)
		out = append(out, p)
	}
	return out
}

// since and until are the days without those before, or after, another; a day that is not known changes nothing.
func (d Days) since(day deals.Date) Days {
	if day = day.First(); d.First.Before(day) {
		d.First = day
	}
	return d
}

func (d Days) until(day deals.Date) Days {
	if day = day.Last(); !day.IsZero() && (d.Last.IsZero() || day.Before(d.Last)) {
		d.Last = day
	}
	return d
}

// atOnce are the days of a leg that moves in one go: on its completion, if it is completed, else as [oneOffDay] has it.
func (c counter) atOnce(l *deals.Leg, completed bool) []part {
	h := l.History()
	dated := func(ok func(deals.Status) bool) int {
		return slices.IndexFunc(h, func(s deals.Step) bool { return ok(s.Status) && !s.Date.IsZero() })
	}
	step := -1
	if completed {
		step = dated(func(s deals.Status) bool { return s == deals.Completed })
	}
	if step < 0 {
		step = dated(deals.Status.Binding)
	}
	if step < 0 {
		step = dated(func(deals.Status) bool { return true })
	}
	if step < 0 {
		return nil
	}
	first, last := stepDays(h, step)
	return []part{{first, last, 1}}
}

// completion are the days of a leg that was completed by the day of the view, of which a possible view need not see the last.
func (c counter) completion(l *deals.Leg) []part {
	out := c.atOnce(l, true)
	for i := range out {
		if day := c.view.AsOf; !day.IsZero() {
			out[i].last = max(out[i].first, min(out[i].last, dayNumber(day)))
		}
	}
	return out
}

// stepDays are the days on which a step of a history can have been taken: its own, but none before the steps that precede it
// can have been taken.
func stepDays(h deals.History, step int) (first, last int32) {
	last = dayNumber(h[step].Date.Last())
	first = earliest(h[step].Date)
	for _, s := range h[:step] {
		first = max(first, min(earliest(s.Date), last))
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
