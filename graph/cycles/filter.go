package cycles

import (
	"slices"

	"dealgraph/graph"
)

// filter is what the options ask of a cycle besides its length.
type filter struct {
	o       Options
	n       *graph.Network
	through []graph.Node // that every cycle passes, the ends of deals between two parties included
	deals   [][]int32    // for each deal asked for, the hops that it is in
}

func newFilter(n *graph.Network, o Options) filter {
	f := filter{o: o, n: n, through: slices.Clone(o.Through)}
	adj := n.Adjacency()
	for _, ref := range o.Deals {
		var hops []int32
		for a := range n.Arcs() {
			if a.Leg != nil && a.Leg.Deal.ID == ref.Deal && (ref.Leg == "" || ref.Leg == a.Leg.Name) {
				h, _ := adj.Hop(a.From, a.To)
				hops = append(hops, int32(h))
			}
		}
		slices.Sort(hops)
		hops = slices.Compact(hops)
		f.deals = append(f.deals, hops)
		if len(hops) == 1 {
			f.through = append(f.through, graph.Node(adj.From[hops[0]]), graph.Node(adj.To[hops[0]]))
		}
	}
	slices.Sort(f.through)
	f.through = slices.Compact(f.through)
	return f
}

// keep says which hops can be on a cycle that is let through; nil for all.
func (f filter) keep() func(hop int) bool {
	if slices.ContainsFunc(f.deals, func(hops []int32) bool { return len(hops) == 0 }) {
		return func(int) bool { return false }
	}
	if f.o.MinBottleneck <= 0 && len(f.o.Classes) == 0 && f.o.Pattern == nil {
		return nil
	}
	adj := f.n.Adjacency()
	return func(h int) bool {
		first, until := adj.First[h], adj.First[h+1]
		if f.o.MinBottleneck > 0 && (adj.Unknown[h] == until-first || adj.Amount[h] < f.o.MinBottleneck) {
			return false
		}
		return f.serves(int(first), int(until))
	}
}

// serves reports whether the arcs of a hop can play a part: one in the pattern, and one, perhaps another, in a class.
func (f filter) serves(first, until int) bool {
	some := func(part func(graph.Arc) bool) bool {
		for id := first; id < until; id++ {
			if part(f.n.Arc(id)) {
				return true
			}
		}
		return false
	}
	if f.o.Pattern != nil && !some(f.o.Pattern.serves) {
		return false
	}
	return len(f.o.Classes) == 0 || slices.ContainsFunc(f.o.Classes, func(c Class) bool { return some(c.serves) })
}

// narrow reports whether a cycle has to be looked at.
func (f filter) narrow() bool {
	return len(f.o.Classes) > 0 || f.o.Pattern != nil || len(f.deals) > 0
}

// accepts reports whether a cycle is let through, of which the search has seen to the length, the least bottleneck and the
// parties.
func (f filter) accepts(c *core, path []graph.Node) bool {
	if !f.narrow() {
		return true
	}
	hops := make([]int32, len(path))
	for i, u := range path {
		h, _ := c.adj.Hop(u, path[(i+1)%len(path)])
		hops[i] = int32(h)
	}
	return f.acceptsHops(c, hops)
}

func (f filter) acceptsHops(c *core, hops []int32) bool {
	for _, d := range f.deals {
		if !slices.ContainsFunc(hops, func(h int32) bool { return slices.Contains(d, h) }) {
			return false
		}
	}
	if len(f.o.Classes) == 0 && f.o.Pattern == nil {
		return true
	}
	told := c.cycle(hops)
	if f.o.Pattern != nil {
		if _, ok := f.o.Pattern.read(c.n, told.Hops); !ok {
			return false
		}
	}
	return len(f.o.Classes) == 0 || slices.ContainsFunc(f.o.Classes, told.Is)
}
