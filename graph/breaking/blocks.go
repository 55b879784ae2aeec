package breaking

import (
	"dealgraph/graph"
)

// numberBlocks numbers the blocks of the network: two hops are in one if a cycle can lead over both, directions aside
// (biconnected components within strongly connected ones; Hopcroft and Tarjan 1973). A cycle lies in one block. The
// number of a hop in no cycle is -1.
func numberBlocks(n *graph.Network) (block []int32, blocks int) {
	a := n.Adjacency()
	comp := make([]int32, n.Order())
	components := n.Components()
	for i, c := range components {
		for _, v := range c {
			comp[v] = int32(i + 1)
		}
	}
	b := blocker{a: a, comp: comp, block: make([]int32, a.Hops()), seen: make([]int32, n.Order()), low: make([]int32, n.Order())}
	for h := range b.block {
		b.block[h] = outside
		if u, v := a.From[h], a.To[h]; comp[u] > 0 && comp[u] == comp[v] {
			b.block[h] = unseen
			if u == v {
				b.block[h] = b.blocks
				b.blocks++
			}
		}
	}
	for _, c := range components {
		b.visit(int32(c[0]))
	}
	return b.block, int(b.blocks)
}

const (
	outside = -1 - iota // of a hop in no cycle
	unseen
	open // on the stack
)

type blocker struct {
	a         *graph.Adjacency
	comp      []int32
	block     []int32 // by hop
	blocks    int32
	seen, low []int32 // by party, counted from 1
	count     int32
	open      []int32 // hops that are in no block yet
	calls     []visiting
}

// visiting is a party whose hops before next, those out first, are done; it was reached by a hop.
type visiting struct{ party, next, hop int32 }

func (b *blocker) visit(root int32) {
	b.enter(root, -1)
	for len(b.calls) > 0 {
		c := &b.calls[len(b.calls)-1]
		v := c.party
		h, w, ok := b.next(c)
		if !ok {
			b.leave(*c)
			continue
		}
		if b.block[h] != unseen {
			continue
		}
		b.block[h] = open
		b.open = append(b.open, h)
		if b.seen[w] == 0 {
			b.enter(w, h)
		} else {
			b.low[v] = min(b.low[v], b.seen[w])
		}
	}
}

func (b *blocker) enter(v, hop int32) {
	b.count++
	b.seen[v], b.low[v] = b.count, b.count
	b.calls = append(b.calls, visiting{v, 0, hop})
}

// next is the next hop at a party and its other end.
func (b *blocker) next(c *visiting) (h, w int32, ok bool) {
	out := b.a.Start[c.party+1] - b.a.Start[c.party]
	at := c.next
	c.next++
	if at < out {
		h = b.a.Start[c.party] + at
		return h, b.a.To[h], true
	}
	if at = at - out + b.a.InStart[c.party]; at < b.a.InStart[c.party+1] {
		h = b.a.In[at]
		return h, b.a.From[h], true
	}
	return 0, 0, false
}

// leave closes the block that begins with the hop by which the party was reached, if it is one.
func (b *blocker) leave(c visiting) {
	b.calls = b.calls[:len(b.calls)-1]
	if len(b.calls) == 0 {
		return
	}
	u := b.calls[len(b.calls)-1].party
	b.low[u] = min(b.low[u], b.low[c.party])
	if b.low[c.party] < b.seen[u] {
		return
	}
	for {
		h := b.open[len(b.open)-1]
		b.open = b.open[:len(b.open)-1]
		b.block[h] = b.blocks
		if h == c.hop {
			break
		}
	}
	b.blocks++
}
