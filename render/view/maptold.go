package view

import (
	"dealgraph/deals"
	"dealgraph/graph"
)

// ToldDeal is a leg of a network in the words of a map, for those who point at its arrow.
type ToldDeal struct {
	ID, From, To, Kind, Status, Amount, Since, Title, Note string
	Sources                                                []deals.Source
}

// Told tells the leg behind an arc in a language, with its sources.
func Told(language string, n *graph.Network, a graph.Arc) ToldDeal {
	say := speechOf(language)
	d := deal(n, a)
	out := ToldDeal{
		ID: d.Deal, From: say.party(n.Party(a.From)), To: say.party(n.Party(a.To)), Kind: Upper(say.kind(a.Leg.Kind)), Status: say.status(a.Status),
		Amount: say.undisclosed(), Since: d.Since, Title: d.Title, Note: a.Leg.Note, Sources: a.Leg.AllSources(),
	}
	if a.Known {
		out.Amount = say.money(a.Amount, string(n.View.Currency))
		if a.Estimate {
			out.Amount = "~" + out.Amount
		}
	}
	if d.Quantity != "" {
		out.Amount += ", " + d.Quantity
	}
	return out
}
