package control

import (
	"cmp"
	"iter"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// parts finds the legs that make up the total of a control, and what they come to.
func (h *holder) parts(r *Result, total deals.Total) error {
	c := r.Control
	r.View = graph.View{AsOf: h.day(c, total), Basis: graph.Signed, Possible: true, Currency: r.Currency}
	whole, err := h.count(r.View)
	if err != nil {
		return err
	}
	if flows(total) && !c.Period.Last.IsZero() {
		r.View.Days = graph.Days{First: c.Period.First, Last: c.Period.Last}
	}
	if total == deals.TotalObligations {
		r.View.Basis = graph.Firm
	}
	floor := r.View
	floor.Possible = false
	switch total {
	case deals.TotalGuarantees:
	case deals.TotalDebt:
		floor.Basis = graph.Paid
	default:
		floor.Basis = graph.Firm
	}
	high, err := h.count(r.View)
	if err != nil {
		return err
	}
	low, err := h.count(floor)
	if err != nil {
		return err
	}
	later := total == deals.TotalBacklog || total == deals.TotalLeases || total == deals.TotalObligations && c.Period.Last.IsZero()
	due := func(*graph.Network, *deals.Leg) int64 { return 0 }
	if later {
		by := c.Period.Last
		if by.IsZero() {
			by = r.View.AsOf
		}
		if due, err = h.fallenDue(by, high, low); err != nil {
			return err
		}
	}
	g := h.group(c, r.View.AsOf)
	for a := range g.arcs(whole, total) {
		if !g.has(a.Leg, total) || later && a.Status == deals.Completed {
			continue
		}
		if p, counts := part(a, low, high, due, later); counts {
			r.Parts = append(r.Parts, p)
			r.Deals.Low, r.Deals.High = r.Deals.Low+p.Low, r.Deals.High+p.High
		}
	}
	slices.SortStableFunc(r.Parts, func(a, b Part) int { return cmp.Or(cmp.Compare(b.High, a.High), cmp.Compare(b.Low, a.Low)) })
	return nil
}

// part is what a leg adds; counts is false for one that has nothing to do with the period. later says that only what falls after
// the day counts.
func part(a graph.Arc, low, high *graph.Network, due func(*graph.Network, *deals.Leg) int64, later bool) (p Part, counts bool) {
	l := a.Leg
	spread := later || !high.View.Days.IsZero()
	p = Part{Leg: l, Known: a.Known, Estimate: a.Estimate}
	top, in := high.ArcOf(l)
	p.Untimed = spread && !later && !timed(l) && a.Status != deals.Completed && (!a.Known || top.Amount < a.Amount)
	if !in {
		return p, p.Untimed
	}
	p.High, p.Known = max(0, top.Amount-due(high, l)), top.Known
	p.Assumed = top.Assumed || spread && timed(l) && l.Schedule.Profile != deals.Explicit
	if bottom, in := low.ArcOf(l); in {
		p.Low = min(p.High, max(0, bottom.Amount-due(low, l)))
	}
	return p, p.High > 0 || p.fills()
}

// timed reports whether a leg can be placed in time.
func timed(l *deals.Leg) bool {
	return len(l.Schedule.Years) > 0 || !l.Term.Start.IsZero() && !l.Term.End.IsZero() || l.Kind.Info().OneOff
}

// fallenDue counts, in the views of networks, what of a leg falls due or is paid by a day.
func (h *holder) fallenDue(by deals.Date, networks ...*graph.Network) (func(*graph.Network, *deals.Leg) int64, error) {
	past := map[*graph.Network]*graph.Network{}
	for _, n := range networks {
		v := n.View
		v.Days = graph.Days{Last: by}
		var err error
		if past[n], err = h.count(v); err != nil {
			return nil, err
		}
	}
	return func(n *graph.Network, l *deals.Leg) int64 {
		a, _ := past[n].ArcOf(l)
		return a.Amount
	}, nil
}

// day is the day on which the deals are looked at.
func (h *holder) day(c *deals.Control, total deals.Total) deals.Date {
	day := c.Period.Last
	if total == deals.TotalObligations {
		day = c.Period.First // what a table of obligations shows lies ahead
		if !c.Source.Date.IsZero() {
			day = c.Source.Date.Last()
		}
	}
	if last := h.ledger.LastDate(); day.After(last) || day.IsZero() {
		day = last
	}
	return day
}

// mostNetworks is how many networks are kept for the next control. Those of one day and period stand together in a ledger as a
// rule, and each takes as much memory as its legs.
const mostNetworks = 8

// count builds a network, or finds it among those that were built.
func (h *holder) count(v graph.View) (*graph.Network, error) {
	key := string(v.Currency) + " " + v.Stamp()
	if n := h.networks[key]; n != nil {
		return n, nil
	}
	n, err := graph.Build(h.ledger, v)
	if err != nil {
		return nil, err
	}
	if len(h.networks) >= mostNetworks {
		clear(h.networks)
	}
	h.networks[key] = n
	return n, nil
}

// group tells whose legs make up a total.
type group struct {
	party, others map[deals.PartyID]bool // with those they control; others is nil for everybody
	day           deals.Date
}

func (h *holder) group(c *deals.Control, day deals.Date) group {
	g := group{party: h.under(day, c.Party), day: day}
	if len(c.Counterparties) > 0 {
		g.others = h.under(day, c.Counterparties...)
	}
	return g
}

// under are parties and all that they control on a day. Cost: O(parties that have parents).
func (h *holder) under(day deals.Date, tops ...deals.PartyID) map[deals.PartyID]bool {
	if h.below == nil {
		h.below = map[deals.PartyID][]control{}
		for _, p := range h.ledger.Parties {
			for _, up := range p.Parents {
				h.below[up.ID] = append(h.below[up.ID], control{p.ID, up})
			}
		}
	}
	all := map[deals.PartyID]bool{}
	for next := slices.Clone(tops); len(next) > 0; next = next[1:] {
		if all[next[0]] {
			continue
		}
		all[next[0]] = true
		for _, c := range h.below[next[0]] {
			begun := c.up.From.IsZero() || !c.up.From.Last().After(day)
			ended := !c.up.To.IsZero() && !c.up.To.Last().After(day)
			if begun && !ended {
				next = append(next, c.id)
			}
		}
	}
	return all
}

// control says that a party is controlled, and from when until when.
type control struct {
	id deals.PartyID
	up deals.Parent
}

// arcs are the arcs of a network at which the party stands on the side that a total looks at.
func (g group) arcs(n *graph.Network, total deals.Total) iter.Seq[graph.Arc] {
	at := n.In
	switch total {
	case deals.TotalPurchases, deals.TotalObligations, deals.TotalLeases, deals.TotalGuarantees:
		at = n.Out
	}
	return func(yield func(graph.Arc) bool) {
		for v := range graph.Node(n.Order()) {
			if !g.ours(n.Party(v).ID) {
				continue
			}
			for a := range at(v) {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// has reports whether a leg is part of the total.
func (g group) has(l *deals.Leg, total deals.Total) bool {
	switch total {
	case deals.TotalDebt:
		due := l.Term.End.Last()
		return debt(l.Kind) && g.ours(l.To) && g.theirs(l.From) && !g.ours(l.From) && (due.IsZero() || due.After(g.day))
	case deals.TotalLeases:
		return l.Kind == deals.Lease && g.ours(l.From) && g.theirs(l.To) && !g.ours(l.To)
	case deals.TotalGuarantees:
		return l.Kind == deals.Guarantee && g.ours(l.From) && (len(g.others) == 0 || g.theirs(l.To) || g.theirs(l.Obligor))
	}
	if l.Kind.Info().Leaves != deals.ClaimRevenue || total == deals.TotalObligations && l.Kind == deals.Lease {
		return false
	}
	payer, payee := l.From, l.To
	if total == deals.TotalPurchases || total == deals.TotalObligations {
		payer, payee = payee, payer
	}
	return g.ours(payee) && g.theirs(payer) && !g.ours(payer)
}

// debt reports whether a kind leaves money that has to be paid back.
func debt(k deals.Kind) bool {
	return k == deals.Loan || k == deals.Bond || k == deals.Convertible
}

func (g group) ours(id deals.PartyID) bool { return g.party[id] }

func (g group) theirs(id deals.PartyID) bool { return g.others == nil || g.others[id] }
