package view

import (
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
)

// Sizes are what the area of the circles of a map shows, if not valuations.
type Sizes struct {
	Heading string // over the sample circles: "At stake with the party (area)"
	What    string // in a sentence: "at stake with it"
	By      []Size // by node
}

// Size is the size of one party.
type Size struct {
	Minor  int64 // money of the view
	Period string
	Known  bool
}

// of is the size of a node. Nil Sizes are valuations.
func (s *Sizes) of(n *graph.Network, v graph.Node) Size {
	if s == nil {
		return valuation(n, n.Party(v).ID)
	}
	return s.By[v]
}

func (s *Sizes) heading(say speech) string {
	switch {
	case s != nil:
		return s.Heading
	case say.tag() == "zh":
		return "参与方的估值（面积）"
	}
	return "Valuation of the party (area)"
}

// sentence says a size in full.
func (s *Sizes) sentence(say speech, name, amount, period string) string {
	if s == nil {
		return say.valued(name, amount, period)
	}
	return fmt.Sprintf("%s: %s %s", name, amount, s.What)
}

// sizes takes the sizes away when most of the money is between parties that have none: the few circles would look like the
// giants.
func (m *mapper) sizes(f *figure.Map) {
	known := 0
	has := map[string]bool{}
	for _, n := range f.Nodes {
		if n.Known {
			known++
			has[n.ID] = true
		}
	}
	with, all := 0.0, 0.0
	for _, a := range f.Arcs {
		for _, end := range []string{a.From, a.To} {
			all += a.Amount
			if has[end] {
				with += a.Amount
			}
		}
	}
	if known == 0 || 2*known >= len(f.Nodes) || 2*with >= all && known > 2 {
		return
	}
	for i := range f.Nodes {
		f.Nodes[i].Value, f.Nodes[i].Known = 0, true // no size is shown, so none is missing
	}
	f.Notes = append(f.Notes, m.say.alike(known, len(f.Nodes)))
}

// valuation is the latest valuation of a party on or before the day of the view, in its currency.
func valuation(n *graph.Network, id deals.PartyID) Size {
	for _, f := range n.Ledger.FactsOf(id, "valuation") {
		if f.Value.Money == nil || f.Value.Money.Low <= 0 {
			continue
		}
		if !f.Period.Last.IsZero() && f.Period.Last.After(n.View.AsOf) {
			continue
		}
		if value, has := n.Convert(f.Value.Money.Low, f.Value.Money.Currency, f.Period.Last); has {
			return Size{value, f.Period.Text, true}
		}
	}
	return Size{}
}
