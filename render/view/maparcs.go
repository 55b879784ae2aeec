package view

import (
	"fmt"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
)

// A bundle is deals that are drawn as one arrow.
type bundle struct {
	arcs  []graph.Arc
	sum   int64
	known bool
}

// arcs joins the deals between drawn parties that would look alike, keeping those on a cycle apart from those on none.
func (m *mapper) arcs() []figure.Arc {
	type like struct {
		from, to graph.Node
		kind     deals.Kind
		firm     figure.Certainty
		on       string
	}
	var order []like
	bundles := map[like]*bundle{}
	for a := range m.n.Arcs() {
		if !m.drawn[a.From] || !m.drawn[a.To] || a.From == a.To {
			continue
		}
		k := like{a.From, a.To, a.Leg.Kind, certainty(a.Status), fmt.Sprint(m.on[a.ID])}
		b := bundles[k]
		if b == nil {
			b = &bundle{}
			bundles[k] = b
			order = append(order, k)
		}
		b.arcs = append(b.arcs, a)
		b.sum += a.Amount
		b.known = b.known || a.Known
	}
	var out []figure.Arc
	for _, k := range order {
		b := bundles[k]
		first := b.arcs[0]
		out = append(out, figure.Arc{
			ID: first.Leg.Ref().String(), From: string(m.n.Party(k.from).ID), To: string(m.n.Party(k.to).ID),
			Kind: string(k.kind), Certainty: k.firm, Amount: float64(b.sum) / 100, Known: b.known,
			Deals: b.deals(), Label: m.label(b), Title: m.sentence(b), Cycles: m.on[first.ID],
			Emphasis: m.o.Plain || m.stressed(k.from) || m.stressed(k.to),
		})
	}
	return out
}

// deals are the references of the legs, in order.
func (b *bundle) deals() []string {
	var out []string
	for _, a := range b.arcs {
		out = append(out, a.Leg.Ref().String())
	}
	return out
}

// certainty is the rung that is drawn: signed, active and completed look alike, so they are joined as signed.
func certainty(s deals.Status) figure.Certainty {
	switch s {
	case deals.Rumoured:
		return figure.Rumoured
	case deals.Proposed:
		return figure.Proposed
	case deals.Announced:
		return figure.Announced
	case deals.Signed, deals.Active, deals.Completed:
		return figure.Signed
	}
	return figure.Ended
}

// label is what stands on the arrow: the sum, the quantity of a deal without a price, or a question mark.
func (m *mapper) label(b *bundle) string {
	estimate := ""
	for _, a := range b.arcs {
		if a.Known && a.Estimate {
			estimate = m.say.estimate()
		}
	}
	if b.known {
		if slices.ContainsFunc(b.arcs, func(a graph.Arc) bool { return !a.Known }) {
			return estimate + m.money(b.sum) + " + " + Unknown
		}
		return estimate + m.money(b.sum)
	}
	for _, a := range b.arcs {
		if a.Leg.Quantity != nil && a.Leg.Quantity.Unit == "GW" { // the unit readers compare these deals by
			return a.Leg.Quantity.String()
		}
	}
	return Unknown
}

// stressed reports whether all deals of a party are in full colour.
func (m *mapper) stressed(v graph.Node) bool {
	return slices.Contains(m.o.Focus, v) || slices.Contains(m.o.Star, v)
}

// sentence says in full what an arrow stands for: every deal, its amount and its status.
func (m *mapper) sentence(b *bundle) string {
	a := b.arcs[0]
	parts := make([]string, len(b.arcs))
	for i, a := range b.arcs {
		amount := m.say.undisclosed()
		if a.Known {
			amount = m.money(a.Amount)
			if a.Estimate {
				amount = m.say.estimate() + amount
			}
		}
		parts[i] = m.say.part(amount, m.say.status(a.Status), a.Leg.Ref().String())
	}
	return m.say.deal(m.say.party(m.n.Party(a.From)), m.say.party(m.n.Party(a.To)), m.say.kind(a.Leg.Kind), parts)
}
