package graph

import "dealgraph/deals"

// count is what a leg comes to on one basis: minor units of its currency.
type count struct {
	minor    int64
	currency deals.Currency
	known    bool
	estimate bool
	assumed  bool
	noRate   bool
	drop     bool       // the basis does not count the leg at all
	why      string     // the code of a warning, when counting needed a choice a reader should know
	cut      deals.Date // an exit: nothing that falls due after this day is counted
}

// counter counts legs on the basis and day of a view.
type counter struct {
	view  View
	span  Days       // when money has to fall to count
	known deals.Date // the ledger's last day
}

// leg counts one leg in the state it had on the day of the view.
//
// What has moved stays moved: on every basis a leg counts for at least what was paid by then, even when it ended
// afterwards. That keeps paid ≤ firm ≤ signed ≤ headline leg by leg, in all time and in any span of years.
func (c counter) leg(l *deals.Leg, state deals.Step) count {
	amount, _ := l.Use()
	paid := c.paid(l, amount)
	if c.view.Basis == Paid || state.Status.Ended() || !c.counts(state.Status) {
		return paid
	}
	if !amount.Disclosed() {
		if !paid.drop && paid.known { // part of an undisclosed amount is on record
			paid.why = WarnPart
			return paid
		}
		return c.inYears(l, state, count{estimate: amount.Estimate})
	}
	n := c.inYears(l, state, c.stated(l, amount, state.Status))
	if !paid.drop && paid.known && (n.drop || n.minor < paid.minor) { // both are in the currency of the amount in use
		return paid
	}
	return n
}

// stated is what a disclosed amount comes to on the basis, wherever in time it falls.
func (c counter) stated(l *deals.Leg, amount deals.Amount, s deals.Status) count {
	var n count
	switch c.view.Basis {
	case Firm:
		n = c.firm(l, amount)
	case Expected:
		n = c.expected(amount, s)
	default:
		n = count{minor: max(amount.Ceiling(), amount.Likely), known: true}
		if !amount.HighKnown && amount.Form == deals.AtLeast {
			n.why = WarnFloor
		}
	}
	n.estimate = n.estimate || amount.Estimate
	n.currency = amount.Currency
	return n
}

// counts reports whether a live status is on the basis at all.
func (c counter) counts(s deals.Status) bool {
	switch c.view.Basis {
	case Signed, Firm:
		return s.Binding()
	default:
		return s.Live() && (s != deals.Rumoured || c.view.Rumours)
	}
}

// paid is what had moved by the day of the view, in its years: recorded payments, or, for a leg that was completed without
// any, its likely amount. A payment without a day counts from the leg's last status date.
func (c counter) paid(l *deals.Leg, amount deals.Amount) count {
	if len(l.Paid) > 0 {
		n := count{known: true}
		for _, p := range l.Paid {
			day := p.Date
			if day.IsZero() {
				day = l.History().Last().Date
			}
			if day.IsZero() && c.span.IsZero() || c.within(day) {
				n.minor = sum(n.minor, p.Amount.Low)
				n.currency = p.Amount.Currency
				n.estimate = n.estimate || p.Amount.Estimate
			}
		}
		n.drop = n.minor == 0
		return n
	}
	done, ok := c.completed(l)
	if !ok || l.Settlement == deals.ContingentSet || !c.span.IsZero() && !c.within(done) {
		return count{drop: true}
	}
	if !amount.Disclosed() {
		return count{estimate: amount.Estimate}
	}
	n := count{minor: amount.Likely, known: true, estimate: amount.Estimate, currency: amount.Currency}
	if amount.Form != deals.Exact {
		n.assumed, n.why = true, WarnLikely
	}
	return n
}

// within reports whether a day has certainly come by that of the view, and lies in its years.
func (c counter) within(d deals.Date) bool {
	if d.IsZero() || d.Last().After(c.view.AsOf) {
		return false
	}
	return c.span.holds(d)
}

// completed is when the leg was completed, if it was by the day of the view, whatever became of it since.
func (c counter) completed(l *deals.Leg) (deals.Date, bool) {
	h := l.History()
	for i, s := range h {
		if s.Status == deals.Completed {
			at := c.view.state(h[:i+1], c.known)
			return s.Date, at.Status == deals.Completed
		}
	}
	return deals.Date{}, false
}

// firm is what the payer cannot escape: the floor of the amount, or the tranches whose condition is met or that have
// none, and no more than falls due before either side can have left.
func (c counter) firm(l *deals.Leg, amount deals.Amount) count {
	n := count{minor: amount.Low, known: true}
	if len(l.Tranches) > 0 {
		n.minor = 0
		for _, t := range l.Tranches {
			met := !t.Met.IsZero() && !t.Met.Last().After(c.view.AsOf)
			if met || t.Condition == "" && t.Met.IsZero() {
				n.minor = sum(n.minor, t.Amount.Low)
			}
		}
		n.minor = min(n.minor, max(amount.Ceiling(), amount.Likely))
	}
	if l.Exit == nil {
		return n
	}
	if l.Term.Start.IsZero() || l.Term.End.IsZero() {
		return count{known: true, why: WarnExit}
	}
	n.cut = c.horizon(l)
	n.assumed = l.Schedule.Profile != deals.Explicit
	return n
}

// horizon is the last day on which a leg with an exit still binds, when notice is given on the day of the view.
func (c counter) horizon(l *deals.Leg) deals.Date {
	from := c.view.AsOf
	if after := l.Exit.After; !after.IsZero() && after.Last().After(from) {
		from = after.Last()
	}
	return from.AddDays(l.Exit.Days)
}

// expected is the likely amount times the assumed probability of the status, rounded to the nearest minor unit.
func (c counter) expected(amount deals.Amount, s deals.Status) count {
	p := c.view.Assumptions.Probability[s]
	return count{minor: scale(amount.Likely, int64(p), 1_000_000), known: true, assumed: p != 1_000_000 || amount.Form != deals.Exact}
}

// inYears keeps the part of a counted amount that falls in the years of the view.
//
// A leg with a term is spread over it. A one-off without a term falls in the year of its completion, else of its first
// binding step, else of its first. A contingent leg is a maximum that may never be called, not a flow of any year, and
// spending without a term cannot be placed in time: both are left out, and named.
func (c counter) inYears(l *deals.Leg, state deals.Step, n count) count {
	if c.span.IsZero() {
		if !n.cut.IsZero() {
			n.minor = l.Schedule.Through(n.minor, l.Term, n.cut)
		}
		return n
	}
	switch {
	case l.Kind.Family() == deals.Contingent:
		return count{drop: true, why: WarnContingent}
	case len(l.Schedule.Years) > 0 || !l.Term.Start.IsZero() && !l.Term.End.IsZero():
		return c.spread(l, n)
	case l.Kind.Info().OneOff:
		day := oneOffDay(l, state)
		if day.IsZero() {
			return count{drop: true, why: WarnUntimed}
		}
		n.drop = !c.span.holds(day)
		return n
	default:
		return count{drop: true, why: WarnUntimed}
	}
}

// spread is the part of the amount whose days lie in those of the view and before an exit.
func (c counter) spread(l *deals.Leg, n count) count {
	term := l.Term
	if term.Start.IsZero() || term.End.IsZero() {
		ys := l.Schedule.Years
		term = deals.Term{Start: deals.Date{Year: ys[0].Year}, End: deals.Date{Year: ys[len(ys)-1].Year}}
	}
	first, until := c.span.First, c.span.Last
	if until.IsZero() {
		until = term.End.Last()
	}
	if !n.cut.IsZero() && n.cut.Before(until) {
		until = n.cut
	}
	n.assumed = n.assumed || l.Schedule.Profile != deals.Explicit
	if !n.known {
		n.drop = term.End.Last().Before(first) || term.Start.First().After(until)
		return n
	}
	n.minor = c.between(l, n.minor, term, first, until)
	n.drop = n.minor == 0
	return n
}

// between is what of an amount falls from one day to another; a zero first day is the beginning.
func (c counter) between(l *deals.Leg, minor int64, term deals.Term, first, until deals.Date) int64 {
	through := l.Schedule.Through(minor, term, until)
	if first.IsZero() {
		return through
	}
	return max(0, through-l.Schedule.Through(minor, term, first.AddDays(-1)))
}

// oneOffDay is the day on which a one-off is placed: that of its completion, else of its first binding step, else of its
// first.
func oneOffDay(l *deals.Leg, state deals.Step) deals.Date {
	if state.Status == deals.Completed && !state.Date.IsZero() {
		return state.Date.Last()
	}
	h := l.History()
	for _, s := range h {
		if s.Status.Binding() && !s.Date.IsZero() {
			return s.Date.Last()
		}
	}
	for _, s := range h {
		if !s.Date.IsZero() {
			return s.Date.Last()
		}
	}
	return deals.Date{}
}
