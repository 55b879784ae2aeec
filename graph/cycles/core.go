package cycles

import (
	"slices"

	"dealgraph/graph"
)

// core is the part of a network in which cycles can lie, as the searches walk it: the hops inside its components that serve
// the search. Its parties have labels, those with most hops first, ties by node: a root takes with it all that is smaller,
// so that the heaviest are done first and never met again. Everything is dense and int32.
type core struct {
	n       *graph.Network
	adj     *graph.Adjacency
	pattern *Pattern // as which cycles are read too; may be nil

	party   []int32 // by label: the node
	label   []int32 // by node; -1 if it is on no cycle
	in      []bool  // by hop of adj: it is in the core, and no self-deal
	start   []int32 // by label, and one more: where the hops that leave it stand in to and hop
	to      []int32 // payees by label, ascending
	hop     []int32 // their numbers in adj
	inStart []int32
	from    []int32 // payers by label, ascending

	self     []int32 // hops of parties with themselves, in adj
	largest  int     // parties of the largest component: no cycle is longer
	parallel bool    // some hop has several arcs
}

// newCore keeps what serves a search. Parties of first get the smallest labels. Cost: O(parties + arcs).
func newCore(n *graph.Network, keep func(hop int) bool, first []graph.Node) *core {
	c := &core{n: n, adj: n.Adjacency()}
	component := make([]int32, n.Order())
	for i, members := range n.ComponentsOf(keep) {
		c.largest = max(c.largest, len(members))
		for _, v := range members {
			component[v] = int32(i + 1)
		}
	}
	kept := func(h int) bool {
		in := component[c.adj.From[h]]
		return in != 0 && in == component[c.adj.To[h]] && (keep == nil || keep(h))
	}
	degree := make([]int32, n.Order())
	c.in = make([]bool, c.adj.Hops())
	for h := range c.in {
		u, v := c.adj.From[h], c.adj.To[h]
		if !kept(h) {
			continue
		}
		if c.adj.First[h+1]-c.adj.First[h] > 1 {
			c.parallel = true
		}
		if u == v {
			c.self = append(c.self, int32(h))
			continue
		}
		c.in[h] = true
		degree[u]++
		degree[v]++
	}
	c.order(degree, first)
	c.link()
	return c
}

// order gives the labels: a counting sort by falling degree.
func (c *core) order(degree []int32, first []graph.Node) {
	early := map[int32]bool{}
	for _, v := range first {
		if degree[v] > 0 {
			c.party = append(c.party, int32(v))
			early[int32(v)] = true
		}
	}
	most := int32(0)
	if len(degree) > 0 {
		most = slices.Max(degree)
	}
	at := make([]int32, most+2)
	for v, d := range degree {
		if d > 0 && !early[int32(v)] {
			at[most-d+1]++
		}
	}
	at[0] = int32(len(c.party))
	for d := range most + 1 {
		at[d+1] += at[d]
	}
	c.party = append(c.party, make([]int32, at[most+1]-at[0])...)
	for v, d := range degree {
		if d > 0 && !early[int32(v)] {
			c.party[at[most-d]] = int32(v)
			at[most-d]++
		}
	}
}

// link lays out the hops by label. Going through the payees in order puts every payer's list in order, and the other way.
func (c *core) link() {
	c.label = make([]int32, c.n.Order())
	for v := range c.label {
		c.label[v] = -1
	}
	for l, v := range c.party {
		c.label[v] = int32(l)
	}
	order := len(c.party)
	c.start, c.inStart = make([]int32, order+1), make([]int32, order+1)
	size := int32(0)
	for h, ok := range c.in {
		if ok {
			c.start[c.label[c.adj.From[h]]+1]++
			c.inStart[c.label[c.adj.To[h]]+1]++
			size++
		}
	}
	for l := range order {
		c.start[l+1] += c.start[l]
		c.inStart[l+1] += c.inStart[l]
	}
	c.to, c.hop, c.from = make([]int32, size), make([]int32, size), make([]int32, size)
	next := slices.Clone(c.start)
	for l, v := range c.party {
		for _, h := range c.adj.In[c.adj.InStart[v]:c.adj.InStart[v+1]] {
			if c.in[h] {
				u := c.label[c.adj.From[h]]
				c.to[next[u]], c.hop[next[u]] = int32(l), h
				next[u]++
			}
		}
	}
	next = slices.Clone(c.inStart)
	for l := range order {
		for _, x := range c.to[c.start[l]:c.start[l+1]] {
			c.from[next[x]] = int32(l)
			next[x]++
		}
	}
}

// size is the number of hops.
func (c *core) size() int { return len(c.to) }

// arcs is how many arcs a hop has.
func (c *core) arcs(hop int32) int32 { return c.adj.First[hop+1] - c.adj.First[hop] }

// cycle tells the cycle of hops, which stand in order, from its party with the smallest id.
func (c *core) cycle(hops []int32) Cycle {
	first := 0
	for i, h := range hops {
		if c.adj.From[h] < c.adj.From[hops[first]] {
			first = i
		}
	}
	out := make([]Hop, len(hops))
	for i := range hops {
		out[i] = c.tell(hops[(first+i)%len(hops)])
	}
	cycle := newCycle(out)
	cycle.Readings = classify(c.n, out)
	if c.pattern != nil {
		if r, ok := c.pattern.read(c.n, out); ok {
			cycle.Readings = append([]Reading{r}, cycle.Readings...)
		}
	}
	return cycle
}

// tell lists the arcs of a hop.
func (c *core) tell(hop int32) Hop {
	arcs := make([]graph.Arc, 0, c.arcs(hop))
	for id := c.adj.First[hop]; id < c.adj.First[hop+1]; id++ {
		arcs = append(arcs, c.n.Arc(int(id)))
	}
	return newHop(arcs)
}
