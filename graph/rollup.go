package graph

import "dealgraph/deals"

// groups maps each party to the one that controls it on a day, at the top of the chain.
type groups struct {
	ledger *deals.Ledger
	day    deals.Date
	top    map[deals.PartyID]deals.PartyID
}

func newGroups(l *deals.Ledger, day deals.Date) groups {
	return groups{l, day, map[deals.PartyID]deals.PartyID{}}
}

// of is the party that id counts as. With several parents in force the first written wins; a ledger in which control runs
// in a ring is refused when it is read.
func (g groups) of(id deals.PartyID) deals.PartyID {
	if top, ok := g.top[id]; ok {
		return top
	}
	top := id
	if p := g.ledger.PartyByID(id); p != nil {
		for _, up := range p.Parents {
			begun := up.From.IsZero() || !up.From.Last().After(g.day)
			ended := !up.To.IsZero() && !up.To.Last().After(g.day)
			if begun && !ended {
				top = g.of(up.ID)
				break
			}
		}
	}
	g.top[id] = top
	return top
}

// Of is the node that a party counts as in the network: its own, or, rolled up, that of who controls it.
func (n *Network) Of(id deals.PartyID) (Node, bool) {
	if v, ok := n.node[id]; ok {
		return v, true
	}
	if n.Ledger == nil || !n.View.RollUp {
		return 0, false
	}
	return n.Node(newGroups(n.Ledger, n.View.AsOf).of(id))
}

// Group is the party at the top of the chain of control over a party on the day of the view; the party itself if nobody
// controls it, or if the ledger does not say.
func (n *Network) Group(v Node) deals.PartyID {
	if n.Ledger == nil {
		return n.parties[v].ID
	}
	return newGroups(n.Ledger, n.View.AsOf).of(n.parties[v].ID)
}
