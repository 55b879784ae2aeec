package nettest

import (
	"dealgraph/deals"
	"dealgraph/graph"
)

// purchase is the arc of the shapes: a signed purchase of some whole units.
func purchase(whole int64) terms {
	return terms{kind: deals.Purchase, status: deals.Signed, minor: whole * 100, known: true}
}

// Complete is the network in which each of k parties pays every other one unit. It has Σ C(k,j)·(j−1)! cycles of j ≥ 2
// parties.
func Complete(k int) *graph.Network {
	d := numbered(k)
	for u := range k {
		for v := range k {
			if u != v {
				d.add(graph.Node(u), graph.Node(v), purchase(1))
			}
		}
	}
	return d.network()
}

// Ring is k parties that pay one another in a circle, one unit more from each than from the one before. It has one cycle,
// whose bottleneck is one unit.
func Ring(k int) *graph.Network {
	d := numbered(k)
	for u := range k {
		d.add(graph.Node(u), graph.Node((u+1)%k), purchase(int64(u+1)))
	}
	return d.network()
}

// Diamonds is a chain of k diamonds: party 3i pays 3i+1 and 3i+2, and both pay 3i+3. There are 2^k ways from its first
// party to its last. A closed chain has an arc from the last party back to the first, hence 2^k cycles of 2k+1 parties
// and none shorter; an open one has, at its very beginning, a cycle of two parties and otherwise only dead ends. Searches
// that cut by depth alone walk all 2^k ways.
func Diamonds(k int, closed bool) *graph.Network {
	d := numbered(3*k + 1)
	for i := range k {
		top := graph.Node(3 * i)
		for _, side := range []graph.Node{top + 1, top + 2} {
			d.add(top, side, purchase(5))
			d.add(side, top+3, purchase(5))
		}
	}
	if closed {
		d.add(graph.Node(3*k), 0, purchase(5))
	} else {
		d.add(1, 0, purchase(5))
	}
	return d.network()
}
