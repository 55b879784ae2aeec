package graph

import "math"

// Adjacency is who pays whom, with parallel arcs merged into one hop: the form in which algorithms walk a network. Hops are
// numbered by payer, then payee, so that those which leave v are Start[v] to Start[v+1], with ascending payees; the arcs of
// hop h are First[h] to First[h+1]. All is dense and int32, so that a network of a million arcs fits in a cache or two.
//
// It is shared: do not write to it.
type Adjacency struct {
	Start   []int32 // by party, and one more
	From    []int32 // by hop: the payer
	To      []int32 // by hop: the payee
	First   []int32 // by hop, and one more: the first of its arcs
	InStart []int32 // by party, and one more
	In      []int32 // hops by payee, then payer: those that reach v are In[InStart[v]] to In[InStart[v+1]]
	Amount  []int64 // by hop: the sum of the known amounts, in minor units
	Unknown []int32 // by hop: arcs whose amount is not known
}

// Order is the number of parties.
func (a *Adjacency) Order() int { return len(a.Start) - 1 }

// Hops is the number of hops.
func (a *Adjacency) Hops() int { return len(a.To) }

// Hop is the hop from u to v; false if u pays v nothing. Cost: O(log hops of u).
func (a *Adjacency) Hop(u, v Node) (int, bool) {
	lo, hi := int(a.Start[u]), int(a.Start[u+1])
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		switch t := a.To[mid]; {
		case t == int32(v):
			return mid, true
		case t < int32(v):
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// Adjacency is the network as algorithms walk it. It is made once. Cost: O(parties + arcs).
func (n *Network) Adjacency() *Adjacency {
	n.once.Do(func() { n.adjacency = merge(n) })
	return n.adjacency
}

func merge(n *Network) *Adjacency {
	if len(n.arcs) > math.MaxInt32-1 {
		panic("graph: more arcs than an adjacency can number") // some hundred gigabytes of them
	}
	hops := 0
	for i := range n.arcs {
		if i == 0 || n.arcs[i].From != n.arcs[i-1].From || n.arcs[i].To != n.arcs[i-1].To {
			hops++
		}
	}
	a := &Adjacency{
		Start: make([]int32, n.Order()+1), InStart: make([]int32, n.Order()+1),
		From: make([]int32, 0, hops), To: make([]int32, 0, hops), First: make([]int32, 0, hops+1), In: make([]int32, hops),
		Amount: make([]int64, hops), Unknown: make([]int32, hops),
	}
	for i := range n.arcs {
		arc := &n.arcs[i]
		if i == 0 || arc.From != n.arcs[i-1].From || arc.To != n.arcs[i-1].To {
			a.From, a.To, a.First = append(a.From, int32(arc.From)), append(a.To, int32(arc.To)), append(a.First, int32(i))
			a.Start[arc.From+1]++
			a.InStart[arc.To+1]++
		}
		if h := len(a.To) - 1; arc.Known {
			a.Amount[h] += arc.Amount
		} else {
			a.Unknown[h]++
		}
	}
	a.First = append(a.First, int32(len(n.arcs)))
	for v := range n.Order() {
		a.Start[v+1] += a.Start[v]
		a.InStart[v+1] += a.InStart[v]
	}
	next := make([]int32, n.Order())
	copy(next, a.InStart)
	for h, to := range a.To {
		a.In[next[to]] = int32(h)
		next[to]++
	}
	return a
}
