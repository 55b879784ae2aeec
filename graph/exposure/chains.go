package exposure

import (
	"dealgraph/deals"
	"dealgraph/graph"
)

// Chains is the money of a network as it passes from hand to hand, ready for questions about chains of payments. It is safe
// for concurrent use.
//
// The money T of a party is what it receives from others, or, if that is less, what it pays: the gap is its own funds. Of
// each dollar it passes on the share F/T to whom it pays F, and the same share of each dollar that it has came from whom it
// was paid F: dollars have no names, and are told apart in proportion.
type Chains struct {
	n        *graph.Network
	a        *graph.Adjacency // of the payments, those with undisclosed amounts included
	outside  []bool
	circular []bool  // the party lies on a cycle
	received []int64 // by party, from others
	paid     []int64
	unknown  []int   // by party: undisclosed payments that it receives
	money    []int64 // T
	total    int64   // of all payments
	from     flow    // where the money of a party comes from
	on       flow    // where it goes
	left     legs    // what is not in it
}

// flow is, for each party, a list of others and which share of the money of the party each stands for, as rows of a sparse
// matrix. Shares and rest add up to 1.
type flow struct {
	start []int32
	with  []int32
	share []float64
	rest  []float64 // own funds, or what is kept
}

// legs are arcs by what is to be said of them.
type legs struct{ self, contingent, outside, unknown []graph.Arc }

// NewChains sets up the chains of a network: known amounts of all kinds but guarantees and warrants, which move nothing
// unless something happens. Cost: O(parties + arcs).
func NewChains(n *graph.Network) *Chains {
	c := &Chains{n: n, outside: make([]bool, n.Order()), circular: make([]bool, n.Order())}
	for v := range c.outside {
		c.outside[v] = n.Party(graph.Node(v)).Outside()
	}
	moves := n.Keep(c.moves)
	c.a = moves.Adjacency()
	for _, component := range moves.Components() {
		for _, v := range component {
			c.circular[v] = true
		}
	}
	c.count()
	c.from, c.on = c.rows(ends{c.a, true}, c.received), c.rows(ends{c.a, false}, c.paid)
	return c
}

// moves reports whether an arc is a link of a chain, and files it if there is something to say.
func (c *Chains) moves(a graph.Arc) bool {
	switch {
	case a.From == a.To:
		c.left.self = append(c.left.self, a)
		return false
	case a.Leg != nil && a.Leg.Kind.Family() == deals.Contingent:
		c.left.contingent = append(c.left.contingent, a)
		return false
	case c.outside[a.From] && c.outside[a.To]:
		c.left.outside = append(c.left.outside, a)
		return false
	case !a.Known:
		c.left.unknown = append(c.left.unknown, a)
		return true
	}
	return a.Amount > 0
}

func (c *Chains) count() {
	order := c.n.Order()
	c.received, c.paid, c.money, c.unknown = make([]int64, order), make([]int64, order), make([]int64, order), make([]int, order)
	for h, amount := range c.a.Amount {
		c.paid[c.a.From[h]] += amount
		c.received[c.a.To[h]] += amount
		c.unknown[c.a.To[h]] += int(c.a.Unknown[h])
		c.total += amount
	}
	for v := range c.money {
		c.money[v] = max(c.received[v], c.paid[v])
	}
}

// ends is one side of the payments of each party: those that it receives, or those that it makes.
type ends struct {
	a        *graph.Adjacency
	receives bool
}

// of are the places of the payments of a party.
func (s ends) of(v int32) (from, to int32) {
	if s.receives {
		return s.a.InStart[v], s.a.InStart[v+1]
	}
	return s.a.Start[v], s.a.Start[v+1]
}

// hop is the payment at a place, and who is on the other end.
func (s ends) hop(i int32) (hop, with int32) {
	if s.receives {
		return s.a.In[i], s.a.From[s.a.In[i]]
	}
	return i, s.a.To[i]
}

// rows lays out one side, of which each party has so much. A party of the sector outside stands for many: its rows are shares
// of that side alone.
func (c *Chains) rows(s ends, sums []int64) flow {
	f := flow{start: make([]int32, 1, len(sums)+1), rest: make([]float64, len(sums))}
	for v, sum := range sums {
		whole := c.money[v]
		if c.outside[v] {
			whole = sum
		}
		if whole > 0 {
			f.rest[v] = float64(whole-sum) / float64(whole)
		}
		for i, end := s.of(int32(v)); i < end; i++ {
			if h, with := s.hop(i); c.a.Amount[h] > 0 {
				f.with = append(f.with, with)
				f.share = append(f.share, float64(c.a.Amount[h])/float64(whole))
			}
		}
		f.start = append(f.start, int32(len(f.with)))
	}
	return f
}
