package graph

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"dealgraph/deals"
)

// Node is the dense index of a party in a Network, from 0, in the order of party ids.
type Node int

// Arc is a leg in a Network: From pays or promises, To receives.
type Arc struct {
	ID       int // place in Network.Arcs
	From, To Node
	Leg      *deals.Leg
	Status   deals.Status // on the day of the view
	Amount   int64        // minor units of the view's currency on its basis; 0 when not Known
	Known    bool         // the amount is disclosed; an unknown amount is never zero
	NoRate   bool         // disclosed, but in a currency the ledger cannot convert: not Known
	Estimate bool         // the amount is an estimate
	Assumed  bool         // an assumed profile, range midpoint or probability went into it
	Inside   int64        // what was taken off because other deals in the network are part of this one
}

// Weight is the amount in whole units of the view's currency; 0 when it is not known.
func (a Arc) Weight() float64 { return float64(a.Amount) / 100 }

// Network is an immutable weighted directed multigraph: the legs of a ledger that count in a view. Nodes are sorted by
// party id, arcs by payer, payee, deal and leg. It is safe for concurrent use.
type Network struct {
	View     View // as asked, with every default filled in
	Ledger   *deals.Ledger
	Warnings []Warning

	parties  []*deals.Party
	node     map[deals.PartyID]Node
	arcs     []Arc
	outStart []int // arcs[outStart[v]:outStart[v+1]] leave v
	inStart  []int
	in       []int // arc ids by payee

	once      sync.Once
	adjacency *Adjacency
}

// New builds a network of given parties and arcs, for tests and for analyses on networks that no ledger made. It sorts
// both and renumbers: arcs refer to parties by their index in the parties argument. Arcs may lack a Leg.
//
// It panics if an arc refers to no party, or a party id stands twice.
func New(parties []*deals.Party, arcs []Arc) *Network {
	order := make([]int, len(parties))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(parties[a].ID, parties[b].ID) })
	n := &Network{node: make(map[deals.PartyID]Node, len(parties)), parties: make([]*deals.Party, len(parties))}
	place := make([]Node, len(parties))
	for i, o := range order {
		place[o] = Node(i)
		n.parties[i] = parties[o]
		if _, twice := n.node[parties[o].ID]; twice {
			panic("graph: party " + string(parties[o].ID) + " stands twice")
		}
		n.node[parties[o].ID] = Node(i)
	}
	n.arcs = byPayer(arcs, place)
	for rest := n.arcs; len(rest) > 0; {
		same := 1
		for same < len(rest) && rest[same].From == rest[0].From {
			same++
		}
		slices.SortFunc(rest[:same], compareArcs)
		rest = rest[same:]
	}
	n.link()
	return n
}

// byPayer moves arcs to their nodes and lays them out by payer in one pass: sorting all of a million at once would not be
// linear. Each takes its present place as its ID, which breaks the last tie: legs that are alike keep their order.
func byPayer(arcs []Arc, place []Node) []Arc {
	next := make([]int, len(place)+1)
	for _, a := range arcs {
		next[place[a.From]+1]++
	}
	for v := range place {
		next[v+1] += next[v]
	}
	out := make([]Arc, len(arcs))
	for i, a := range arcs {
		a.ID, a.From, a.To = i, place[a.From], place[a.To]
		out[next[a.From]] = a
		next[a.From]++
	}
	return out
}

// compareArcs orders the arcs of one payer by payee and place in the ledger. Most differ in the first, so the rest waits.
func compareArcs(a, b Arc) int {
	if a.To != b.To {
		return int(a.To - b.To)
	}
	return cmp.Or(compareLegs(a.Leg, b.Leg), a.ID-b.ID)
}

func compareLegs(a, b *deals.Leg) int {
	if a == nil || b == nil || a == b {
		return 0
	}
	return cmp.Or(cmp.Compare(a.Deal.ID, b.Deal.ID), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Name, b.Name))
}

// Keep is the network with only the arcs that keep accepts, renumbered; all parties stay.
func (n *Network) Keep(keep func(Arc) bool) *Network {
	return n.With(func(a Arc) (Arc, bool) { return a, keep(a) })
}

// With is the network with each arc as change has it, without those that change refuses, renumbered; all parties stay. An arc
// keeps its payer and its payee, whatever change says of them. The network itself stays as it is, and its warnings are handed on: they are
// about the arcs as they were. Cost: O(parties + arcs).
func (n *Network) With(change func(Arc) (Arc, bool)) *Network {
	out := &Network{View: n.View, Ledger: n.Ledger, Warnings: n.Warnings, parties: n.parties, node: n.node}
	for _, a := range n.arcs {
		if b, ok := change(a); ok {
			b.From, b.To = a.From, a.To
			out.arcs = append(out.arcs, b)
		}
	}
	out.link()
	return out
}

// link numbers the sorted arcs and lays out who pays whom and who is paid by whom.
func (n *Network) link() {
	order := len(n.parties)
	n.outStart, n.inStart = make([]int, order+1), make([]int, order+1)
	for i := range n.arcs {
		a := &n.arcs[i]
		a.ID = i
		n.outStart[a.From+1]++
		n.inStart[a.To+1]++
	}
	for v := range order {
		n.outStart[v+1] += n.outStart[v]
		n.inStart[v+1] += n.inStart[v]
	}
	n.in = make([]int, len(n.arcs))
	next := slices.Clone(n.inStart)
	for i := range n.arcs {
		to := n.arcs[i].To
		n.in[next[to]] = i
		next[to]++
	}
}

// Order is the number of parties.
func (n *Network) Order() int { return len(n.parties) }

// Size is the number of arcs.
func (n *Network) Size() int { return len(n.arcs) }

// Party is the party at a node.
func (n *Network) Party(v Node) *deals.Party { return n.parties[v] }

// Node finds the node of a party id.
func (n *Network) Node(id deals.PartyID) (Node, bool) {
	v, ok := n.node[id]
	return v, ok
}

// Arc is the arc with an id.
func (n *Network) Arc(id int) Arc { return n.arcs[id] }

// ArcOf is the arc of a leg; false when the view does not count it.
func (n *Network) ArcOf(l *deals.Leg) (Arc, bool) {
	from, ok1 := n.Of(l.From)
	to, ok2 := n.Of(l.To)
	if !ok1 || !ok2 {
		return Arc{}, false
	}
	for _, a := range n.between(from, to) {
		if a.Leg == l {
			return a, true
		}
	}
	return Arc{}, false
}

// Arcs yields all arcs, by payer, payee, deal and leg.
func (n *Network) Arcs() iter.Seq[Arc] { return slices.Values(n.arcs) }

// Out yields the arcs that leave v, by payee, deal and leg.
func (n *Network) Out(v Node) iter.Seq[Arc] {
	return slices.Values(n.arcs[n.outStart[v]:n.outStart[v+1]])
}

// In yields the arcs that reach v, by payer, deal and leg.
func (n *Network) In(v Node) iter.Seq[Arc] {
	return func(yield func(Arc) bool) {
		for _, id := range n.in[n.inStart[v]:n.inStart[v+1]] {
			if !yield(n.arcs[id]) {
				return
			}
		}
	}
}

// Between yields the arcs from u to v, by deal and leg.
func (n *Network) Between(u, v Node) iter.Seq[Arc] { return slices.Values(n.between(u, v)) }

func (n *Network) between(u, v Node) []Arc {
	out := n.arcs[n.outStart[u]:n.outStart[u+1]]
	lo, _ := slices.BinarySearchFunc(out, v, func(a Arc, v Node) int { return cmp.Compare(a.To, v) })
	hi := lo
	for hi < len(out) && out[hi].To == v {
		hi++
	}
	return out[lo:hi]
}

// Total is the sum of all known amounts, in minor units of the view's currency.
func (n *Network) Total() int64 {
	var sum int64
	for i := range n.arcs {
		sum += n.arcs[i].Amount
	}
	return sum
}

// Unknown is the number of arcs whose amount is not disclosed.
func (n *Network) Unknown() int {
	count := 0
	for i := range n.arcs {
		if !n.arcs[i].Known {
			count++
		}
	}
	return count
}
