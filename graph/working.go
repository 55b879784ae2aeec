package graph

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Working is how a leg comes to its amount in a view, step by step, so that the amount can be checked by hand.
type Working struct {
	Steps   []WorkingStep
	Counts  bool  // the leg is in the network
	Known   bool  // its amount is in sums
	Minor   int64 // what [Build] gives it: minor units of the view's currency
	Undated bool  // nothing is said of the leg by the day of the view
}

// WorkingStep is a rule that was applied, in words, and what the leg comes to after it. A rule that gives no amount, such as one
// that leaves the leg out, has Known false.
type WorkingStep struct {
	Rule     string
	Minor    int64 // minor units of Currency
	Currency deals.Currency
	Known    bool
}

// WorkingOf says how a leg of the ledger comes to its amount in a view. The filters Where and Parties are passed over: they choose among legs and
// change no amount. Errors are those of [Build]. Cost: O(legs log legs), for the deals that lie within one another.
func WorkingOf(l *deals.Ledger, v View, leg *deals.Leg) (Working, error) {
	v.Where, v.Parties = "", nil
	b := newBuilder(l, v)
	b.countLegs()
	b.settleOverlaps()
	n, err := b.network()
	if err != nil {
		return Working{}, err
	}
	w := working{builder: b, counter: counter{view: b.view, span: b.view.span(), known: l.LastDate()}, leg: leg}
	w.tell()
	for a := range n.Arcs() {
		if a.Leg == leg {
			w.Counts, w.Known, w.Minor = true, a.Known, a.Amount
		}
	}
	return w.Working, nil
}

// working collects the steps of one leg.
type working struct {
	builder
	counter
	leg *deals.Leg
	Working
}

// say adds a step that gives no amount.
func (w *working) say(rule string, args ...any) {
	w.Steps = append(w.Steps, WorkingStep{Rule: fmt.Sprintf(rule, args...)})
}

// come adds a step with what the leg comes to after it.
func (w *working) come(n count, rule string, args ...any) {
	w.Steps = append(w.Steps, WorkingStep{fmt.Sprintf(rule, args...), n.minor, n.currency, n.known})
}

// tell goes the way of [Build]: state, basis, years, currency, overlaps, filters.
func (w *working) tell() {
	state := w.counter.view.state(w.leg.History(), w.known)
	if state.Status == deals.StatusUnknown {
		w.Undated = true
		w.say("nothing is on record of it by %s", w.counter.view.AsOf)
		return
	}
	w.basis(state)
	n := w.counter.leg(w.leg, state)
	if n.drop || n.known && n.minor == 0 {
		return
	}
	w.currency(n)
	w.inside()
	w.filters()
}

// basis tells what the leg comes to on the basis, as [counter.leg] works it out.
func (w *working) basis(state deals.Step) {
	c, l := w.counter, w.leg
	amount, _ := l.Use()
	switch {
	case c.view.Basis == Paid:
		w.paid(amount)
		return
	case state.Status.Ended():
		w.say("it has ended (%s): what was paid stays", state)
		w.paid(amount)
		return
	case !c.counts(state.Status):
		w.say("it is %s, which this basis does not count; what was paid would stay", state)
		w.paid(amount)
		return
	}
	n, moved := c.leg(l, state), c.paid(l, amount)
	if !amount.Disclosed() {
		w.undisclosed(state, amount, n)
		return
	}
	stated := c.stated(l, amount, state.Status)
	w.rule(amount, state, stated)
	within := c.inYears(l, state, stated)
	if !c.span.IsZero() || !stated.cut.IsZero() {
		w.years(state, within)
	}
	if !moved.drop && moved.known && (within.drop || within.minor < moved.minor) {
		w.come(n, "no less than what was paid by then")
	}
}

// undisclosed tells of a leg without an amount.
func (w *working) undisclosed(state deals.Step, amount deals.Amount, n count) {
	bound := ""
	if text := amount.String(); text != "?" {
		bound = " (" + text + ")"
	}
	if n.known {
		w.come(n, "it is %s; the amount is not disclosed%s: the part that is recorded as paid", state, bound)
		return
	}
	w.say("it is %s; the amount is not disclosed%s: it is in no sum, and not zero", state, bound)
	if !w.span.IsZero() {
		w.years(state, n)
	}
}

// rule tells the amount that the basis takes.
func (w *working) rule(amount deals.Amount, state deals.Step, n count) {
	switch c := w.counter; {
	case c.view.Basis == Expected:
		p := big.NewRat(int64(c.view.Assumptions.Probability[state.Status]), 10_000)
		w.come(n, "it is %s; the likely amount of %s times %s%%, assumed for what is %s", state, amount, strings.TrimSuffix(strings.TrimRight(p.FloatString(4), "0"), "."), state.Status)
	case c.view.Basis != Firm:
		rule := "it is %s; the ceiling of %s"
		switch {
		case n.why == WarnFloor:
			rule = "it is %s; the floor of %s, since no more is known"
		case amount.Form == deals.Exact:
			rule = "it is %s; the amount of %s"
		}
		w.come(n, rule, state, amount)
	case n.why == WarnExit:
		w.come(count{}, "it is %s; it can be left (%s) and has no term: nothing of it is firm", state, w.leg.Exit)
	case len(w.leg.Tranches) > 0:
		w.come(n, "it is %s; the tranches that are met, or have no condition", state)
	default:
		w.come(n, "it is %s; the floor of %s", state, amount)
	}
}

// years tells which part falls in the years of the view, and before an exit.
func (w *working) years(state deals.Step, n count) {
	span := w.counter.view.Years.String()
	switch l := w.leg; {
	case n.why == WarnContingent:
		w.say("a maximum that may never be called falls in no year: left out")
	case n.why == WarnUntimed:
		w.say("no term or day says when it is paid: it falls in no year, and is left out")
	case n.drop && w.span.IsZero(), n.known && n.minor == 0:
		w.come(count{known: true, currency: n.currency}, "nothing of it falls due %s", w.until(span))
	case n.drop:
		w.say("it does not fall in %s: left out", span)
	case !n.known:
		w.say("it falls in %s", span)
	case l.Kind.Info().OneOff && len(l.Schedule.Years) == 0 && (l.Term.Start.IsZero() || l.Term.End.IsZero()):
		w.come(n, "paid once, on %s, which is in %s", oneOffDay(l, state), span)
	default:
		w.come(n, "the part that falls due %s, %s", w.until(span), w.profile())
	}
}

// until is how the years and an exit bound what falls due.
func (w *working) until(span string) string {
	var said []string
	if !w.span.IsZero() {
		said = append(said, "in "+span)
	}
	if w.leg.Exit != nil && w.counter.view.Basis == Firm {
		said = append(said, "until "+w.horizon(w.leg).String()+", when it can have been left ("+w.leg.Exit.String()+")")
	}
	return strings.Join(said, " and ")
}

// profile is how an amount lies in time.
func (w *working) profile() string {
	if w.leg.Schedule.Profile == deals.Explicit {
		return "as the schedule says (" + w.leg.Schedule.String() + ")"
	}
	if text := w.leg.Schedule.String(); text != "" {
		return "spread over " + w.leg.Term.String() + " (" + text + ")"
	}
	return "spread evenly over " + w.leg.Term.String()
}

// paid tells what had moved by the day of the view.
func (w *working) paid(amount deals.Amount) {
	c, l := w.counter, w.leg
	n := c.paid(l, amount)
	_, done := c.completed(l)
	when := ""
	if !c.span.IsZero() {
		when = " in " + c.view.Years.String()
	}
	switch {
	case len(l.Paid) > 0 && n.drop:
		w.say("no payment is recorded by %s%s", c.view.AsOf, when)
	case len(l.Paid) > 0:
		w.come(n, "the payments on record by %s%s: %s", c.view.AsOf, when, w.payments())
	case done && l.Settlement == deals.ContingentSet:
		w.say("completed, but a promise that was never called: nothing has moved")
	case n.drop && done:
		w.say("it was not completed%s", when)
	case n.drop:
		w.say("no payment is on record, and it was not completed by %s", c.view.AsOf)
	case !n.known:
		w.say("completed; the amount is not disclosed: it is in no sum, and not zero")
	default:
		w.come(n, "completed: the likely amount of %s counts as paid", amount)
	}
}

// payments are those that count, as [counter.paid] has it.
func (w *working) payments() string {
	var out []string
	for _, p := range w.leg.Paid {
		day := p.Date
		if day.IsZero() {
			day = w.leg.History().Last().Date
		}
		if !(day.IsZero() && w.span.IsZero() || w.within(day)) {
			continue
		}
		out = append(out, strings.TrimSpace(p.Amount.String()+" "+p.Date.String()))
	}
	return strings.Join(out, ", ")
}

// currency tells the conversion into the currency of the view.
func (w *working) currency(n count) {
	to, day := w.counter.view.Currency, firstDay(w.leg)
	if !n.known || n.currency == to {
		return
	}
	if !w.toViewCurrency(w.leg, &n) {
		w.say("the ledger has no rate from %s to %s: it is in no sum", n.currency, to)
		return
	}
	from := n.currency
	n.currency = to
	if price := w.rates.price(from, to, day); price != nil {
		w.come(n, "1 %s is %s %s, by the rate nearest to %s", from, strings.TrimRight(strings.TrimRight(price.FloatString(6), "0"), "."), to, day)
		return
	}
	w.come(n, "converted from %s to %s by way of a third currency, at the rates nearest to %s", from, to, day)
}

// inside tells what other deals record of the leg.
func (w *working) inside() {
	i := slices.IndexFunc(w.legs, func(c counted) bool { return c.leg == w.leg })
	if i < 0 || w.legs[i].taken == 0 {
		return
	}
	var refs []string
	for l := range allLegs(w.ledger) {
		if !slices.ContainsFunc(w.legs, func(c counted) bool { return c.leg == l && c.known && c.minor+c.taken > 0 }) {
			continue // it does not count here, so nothing of it is taken off
		}
		for _, o := range l.Overlaps() {
			if slices.Contains(w.ledger.Legs(o.Ref), w.leg) {
				refs = append(refs, l.Ref().String())
			}
		}
	}
	rest := w.legs[i].count
	rest.currency = w.counter.view.Currency
	w.come(rest, "less what is recorded of it as %s: no dollar counts twice", strings.Join(refs, ", "))
}

// filters tells why a leg that has an amount is left out all the same.
func (w *working) filters() {
	v, l := w.counter.view, w.leg
	if len(v.Settlements) > 0 && !slices.Contains(v.Settlements, l.Settlement) {
		w.say("it is settled in %s, which the view leaves out", strings.ReplaceAll(string(l.Settlement), "_", " "))
	}
	if w.group(l.From) == w.group(l.To) && l.From != l.To {
		w.say("payer and payee belong to one group: left out")
	}
}
