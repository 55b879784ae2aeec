package circulation

import (
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
)

// parts are the components in which money can go round.
type parts struct {
	members [][]graph.Node
	of      []int32 // by party: which of them, or none
}

// split finds the components of the hops that have an amount.
func split(n *graph.Network, amount []int64) parts {
	return partsOf(n, n.ComponentsOf(func(h int) bool { return amount[h] > 0 }))
}

func partsOf(n *graph.Network, members [][]graph.Node) parts {
	p := parts{members: members, of: make([]int32, n.Order())}
	for v := range p.of {
		p.of[v] = none
	}
	for c, m := range members {
		for _, v := range m {
			p.of[v] = int32(c)
		}
	}
	return p
}

// inside is the component in which a hop lies, or none.
func (p parts) inside(a *graph.Adjacency, h int32) int32 {
	if c := p.of[a.From[h]]; c == p.of[a.To[h]] {
		return c
	}
	return none
}

// totals are all sums but Circulated and Unknown, for any amounts of the hops. Cost: O(parties + hops · log hops).
func totals(n *graph.Network, amount []int64, p parts) Totals {
	a := n.Adjacency()
	var t Totals
	net := make([]int64, n.Order()) // what parties pay, less what they are paid; those outside only that
	for h, w := range amount {
		u, v := graph.Node(a.From[h]), graph.Node(a.To[h])
		t.Gross += w
		if n.Party(u).Outside() {
			t.Compressed += w
		} else {
			net[u] += w
		}
		net[v] -= w
		if p.inside(a, int32(h)) == none {
			continue
		}
		t.InComponents += w
		if u == v {
			t.Bilateral += w
		} else if back, ok := a.Hop(v, u); ok && u < v {
			t.Bilateral += 2 * min(w, amount[back])
		}
	}
	for _, surplus := range net {
		t.Compressed += max(0, surplus)
	}
	t.Excess = t.Gross - t.Compressed
	return t
}

// WarnUnknown is the code of the warning that some amounts are not known.
const WarnUnknown = "circulation-unknown"

// unknown counts the arcs without a known amount, and says that they are in no sum.
func unknown(n *graph.Network) (int, []error) {
	count := 0
	var legs []deals.LegRef
	for a := range n.Arcs() {
		if a.Known {
			continue
		}
		count++
		if a.Leg != nil {
			legs = append(legs, a.Leg.Ref())
		}
	}
	if count == 0 {
		return 0, nil
	}
	return count, []error{graph.Warning{Code: WarnUnknown, Msg: sentence(count), Legs: legs}}
}

func sentence(count int) string {
	if count == 1 {
		return "1 deal has no known amount: taken to carry nothing, so that more may go round"
	}
	return fmt.Sprintf("%d deals have no known amount: taken to carry nothing, so that more may go round", count)
}
