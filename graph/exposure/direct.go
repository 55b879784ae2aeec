package exposure

import (
	"cmp"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Result is the direct exposure of others to a party, and of the party to others.
type Result struct {
	Party    graph.Node
	AtStake  Side // what others have at stake with the party: what they lose if it fails
	Holds    Side // what the party has at stake with others
	Warnings []error
}

// Side is one direction of exposure.
type Side struct {
	Positions []Position // by falling total, then by falling number of undisclosed amounts, then by party id
	ByClaim   ByClaim    // sums over the positions
	Total     Cell
}

// Position is all that one holder has at stake with one party.
type Position struct {
	Counterparty graph.Node
	ByClaim      ByClaim
	Total        Cell
	Revenue      Share
	Lines        []Line // by arc; every amount leads to its deal
}

// Share is how much of a holder's inflow hangs on one payer: its revenue claims on the payer over all the money it
// receives or is promised in the network, guarantees, warrants and deals with itself apart. Undisclosed amounts are on
// neither side; Inflow.Unknown says how many the lower side lacks.
type Share struct {
	OfInflow float64 // 0 … 1
	Known    bool    // there is a disclosed revenue claim
	Inflow   Cell    // of the holder
}

// Direct tells what is at stake with a party and what the party has at stake, claim by claim. Warnings are only about deals
// of the party. It panics if the party is not in the network. Cost: O(arcs), and sorting.
func Direct(n *graph.Network, party graph.Node) Result {
	n.Party(party) // panics here rather than with an empty result
	return direct(tell(n), inflows(n), party)
}

// All is Direct for every party, by node.
func All(n *graph.Network) []Result {
	t, in := tell(n), inflows(n)
	byParty := make([]teller, n.Order())
	for _, l := range t.lines {
		byParty[l.Holder].lines = append(byParty[l.Holder].lines, l)
		byParty[l.On].lines = append(byParty[l.On].lines, l)
	}
	for _, r := range t.remarks {
		byParty[r.a].remarks = append(byParty[r.a].remarks, r)
		if r.b != r.a {
			byParty[r.b].remarks = append(byParty[r.b].remarks, r)
		}
	}
	out := make([]Result, n.Order())
	for v := range out {
		out[v] = direct(byParty[v], in, graph.Node(v))
	}
	return out
}

// direct picks what concerns a party from lines and remarks.
func direct(t teller, in []Cell, party graph.Node) Result {
	r := Result{Party: party}
	r.AtStake = side(t.lines, in, func(l Line) (graph.Node, bool) { return l.Holder, l.On == party })
	r.Holds = side(t.lines, in, func(l Line) (graph.Node, bool) { return l.On, l.Holder == party })
	var mine []remark
	for _, m := range t.remarks {
		if m.concerns(party) {
			mine = append(mine, m)
		}
	}
	r.Warnings = warn(mine)
	return r
}

// side groups the lines that count by the counterparty they are with.
func side(lines []Line, in []Cell, with func(Line) (graph.Node, bool)) Side {
	var s Side
	at := map[graph.Node]int{}
	for _, l := range lines {
		v, counts := with(l)
		if !counts {
			continue
		}
		i, ok := at[v]
		if !ok {
			i = len(s.Positions)
			at[v] = i
			s.Positions = append(s.Positions, Position{Counterparty: v})
		}
		p := &s.Positions[i]
		p.Lines = append(p.Lines, l)
		p.ByClaim.add(l)
		s.ByClaim.add(l)
	}
	for i := range s.Positions {
		p := &s.Positions[i]
		p.Total = p.ByClaim.Total()
		p.Revenue = share(p.ByClaim.Of(Revenue), in[p.Lines[0].Holder])
	}
	s.Total = s.ByClaim.Total()
	slices.SortFunc(s.Positions, func(a, b Position) int {
		return cmp.Or(cmp.Compare(b.Total.Amount, a.Total.Amount), cmp.Compare(b.Total.Unknown, a.Total.Unknown),
			cmp.Compare(a.Counterparty, b.Counterparty))
	})
	return s
}

func share(revenue, inflow Cell) Share {
	s := Share{Inflow: inflow}
	if revenue.Amount > 0 && inflow.Amount > 0 {
		s.OfInflow, s.Known = float64(revenue.Amount)/float64(inflow.Amount), true
	}
	return s
}

// inflows are the money that each party receives or is promised by others, by node.
func inflows(n *graph.Network) []Cell {
	in := make([]Cell, n.Order())
	for a := range n.Arcs() {
		if a.From != a.To && (a.Leg == nil || a.Leg.Kind.Family() != deals.Contingent) {
			in[a.To].add(a.Amount, a.Known)
		}
	}
	return in
}

// Only is the side with only the counterparties that keep accepts, and its sums over them.
func (s Side) Only(keep func(graph.Node) bool) Side {
	var out Side
	for _, p := range s.Positions {
		if !keep(p.Counterparty) {
			continue
		}
		out.Positions = append(out.Positions, p)
		for _, l := range p.Lines {
			out.ByClaim.add(l)
		}
	}
	out.Total = out.ByClaim.Total()
	return out
}
