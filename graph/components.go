package graph

// Components are the strongly connected components in which money can come back: those of two parties or more, and
// single parties with an arc to themselves. Each is sorted, and so is the list, by first node.
//
// A party of the sector outside is in none: it stands for many, and what some of them are paid does not come back from
// others of them.
//
// Cost: O(parties + arcs), by Tarjan's algorithm (SIAM J. Comput. 1(2), 1972).
func (n *Network) Components() [][]Node { return n.ComponentsOf(nil) }

// ComponentsOf are the components of the network with only the hops that keep accepts; all, if it is nil.
func (n *Network) ComponentsOf(keep func(hop int) bool) [][]Node {
	a := n.Adjacency()
	t := tarjan{a: a, keep: keep, index: make([]int32, n.Order()), low: make([]int32, n.Order())}
	for v, p := range n.parties {
		if p.Outside() {
			t.index[v] = closed
		}
	}
	for v := range t.index {
		if t.index[v] == 0 {
			t.visit(int32(v))
		}
	}
	return t.components()
}

// closed is the index of a party whose component is known.
const closed = -1

// tarjan is the state of Tarjan's algorithm, with a stack of its own: a chain of a million parties is no deep recursion.
type tarjan struct {
	a     *Adjacency
	keep  func(hop int) bool
	index []int32 // 0: not seen; else the order in which it was seen, from 1; or closed
	low   []int32 // the smallest index that is known to be reached; of a closed party its component, from 1, or 0
	seen  int32
	open  []int32 // parties whose component is not known
	calls []call
	sizes []int // by component
}

// call is a visit that waits: to a party, of whose hops those before next are done.
type call struct{ party, next int32 }

func (t *tarjan) visit(root int32) {
	t.enter(root)
	for len(t.calls) > 0 {
		c := &t.calls[len(t.calls)-1]
		v := c.party
		if c.next < t.a.Start[v+1] {
			h := c.next
			w := t.a.To[h]
			c.next++
			switch {
			case t.index[w] == closed || t.keep != nil && !t.keep(int(h)):
			case t.index[w] == 0:
				t.enter(w)
			default:
				t.low[v] = min(t.low[v], t.index[w])
			}
			continue
		}
		t.calls = t.calls[:len(t.calls)-1]
		if len(t.calls) > 0 {
			u := t.calls[len(t.calls)-1].party
			t.low[u] = min(t.low[u], t.low[v])
		}
		if t.low[v] == t.index[v] {
			t.leave(v)
		}
	}
}

func (t *tarjan) enter(v int32) {
	t.seen++
	t.index[v], t.low[v] = t.seen, t.seen
	t.open = append(t.open, v)
	t.calls = append(t.calls, call{v, t.a.Start[v]})
}

// leave closes the component whose first party is v.
func (t *tarjan) leave(v int32) {
	at := len(t.open) - 1
	for t.open[at] != v {
		at--
	}
	members := t.open[at:]
	t.open = t.open[:at]
	if len(members) == 1 {
		if h, self := t.a.Hop(Node(v), Node(v)); !self || t.keep != nil && !t.keep(h) {
			t.index[v], t.low[v] = closed, 0
			return
		}
	}
	t.sizes = append(t.sizes, len(members))
	for _, w := range members {
		t.index[w], t.low[w] = closed, int32(len(t.sizes))
	}
}

// components lists what was found. Going through the parties in order sorts all without comparing any.
func (t *tarjan) components() [][]Node {
	if len(t.sizes) == 0 {
		return nil
	}
	total := 0
	for _, size := range t.sizes {
		total += size
	}
	rest := make([]Node, total) // one piece of memory for all
	out := make([][]Node, 0, len(t.sizes))
	place := make([]int, len(t.sizes)) // by component: its place in out, from 1
	for v, c := range t.low {
		if c == 0 {
			continue
		}
		c--
		if place[c] == 0 {
			size := t.sizes[c]
			out, rest = append(out, rest[:0:size]), rest[size:]
			place[c] = len(out)
		}
		i := place[c] - 1
		out[i] = append(out[i], Node(v))
	}
	return out
}
