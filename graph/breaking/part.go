package breaking

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/graph"
)

// price is what a set costs: money and deals, or deals and money. It is compared by its first number, then by its second. Costs
// can be added, taken off each other and compared like numbers, and that is all that bounds need.
type price struct{ first, second int64 }

func (a price) plus(b price) price {
	return price{a.first + b.first, a.second + b.second}
}
func (a price) minus(b price) price {
	return price{a.first - b.first, a.second - b.second}
}
func (a price) less(b price) bool {
	return a.first < b.first || a.first == b.first && a.second < b.second
}

// never is more than any set costs.
var never = price{math.MaxInt64 / 4, 0}

// part is a part of the network that shares no cycle and no deal with the rest. Parties and hops have numbers of their
// own. Deals that lie on the very same hops are one item: to take out some of them is no use without the others.
type part struct {
	from, to         []int32 // by hop; hops are in order of payer
	outStart         []int32 // hops that leave party v: outStart[v] to outStart[v+1]
	inStart, in      []int32 // hops that reach v: in[inStart[v]:inStart[v+1]]
	itemStart, items []int32 // items of hop h: items[itemStart[h]:itemStart[h+1]]
	hopStart, hops   []int32 // hops of item i: hops[hopStart[i]:hopStart[i+1]]
	cost             []price
	deals            [][]int32 // by item: deals, ascending
}

// takeApart takes a network apart: blocks that a deal has legs in stay together.
func takeApart(n *graph.Network, all []Deal, aim Aim) []*part {
	a := n.Adjacency()
	block, blocks := numberBlocks(n)
	onHops := onHopsOf(n, all, block)
	lead := make([]int32, blocks)
	for b := range lead {
		lead[b] = int32(b)
	}
	find := func(b int32) int32 {
		for lead[b] != b {
			lead[b] = lead[lead[b]]
			b = lead[b]
		}
		return b
	}
	for _, hops := range onHops {
		for _, h := range hops {
			x, y := find(block[hops[0]]), find(block[h])
			lead[max(x, y)] = min(x, y)
		}
	}
	members := make([][]int32, blocks) // by lead: deals
	for d, hops := range onHops {
		if len(hops) > 0 {
			b := find(block[hops[0]])
			members[b] = append(members[b], int32(d))
		}
	}
	place, number := make([]int32, n.Order()), make([]int32, a.Hops())
	var parts []*part
	for _, m := range members {
		if len(m) > 0 {
			parts = append(parts, newPart(a, all, m, onHops, aim, place, number))
		}
	}
	return parts
}

// onHopsOf lists for each deal the hops of its legs that are in cycles, ascending.
func onHopsOf(n *graph.Network, all []Deal, block []int32) [][]int32 {
	a := n.Adjacency()
	hop := make([]int32, n.Size()) // by arc
	for h := range a.Hops() {
		for i := a.First[h]; i < a.First[h+1]; i++ {
			hop[i] = int32(h)
		}
	}
	on := make([][]int32, len(all))
	for d := range all {
		for _, id := range all[d].Arcs {
			if h := hop[id]; block[h] >= 0 {
				on[d] = append(on[d], h)
			}
		}
		slices.Sort(on[d])
		on[d] = slices.Compact(on[d])
	}
	return on
}

// newPart lays a part out. The last two are scratch, by party and by hop of the network.
func newPart(a *graph.Adjacency, all []Deal, members []int32, onHops [][]int32, aim Aim, place, number []int32,
) *part {
	slices.SortStableFunc(members, func(x, y int32) int { return slices.Compare(onHops[x], onHops[y]) })
	p := &part{}
	var hops []int32
	for i, d := range members {
		c := price{1, all[d].Amount}
		if aim == LeastMoney {
			c = price{all[d].Amount, 1}
		}
		if i > 0 && slices.Equal(onHops[d], onHops[members[i-1]]) {
			last := len(p.deals) - 1
			p.deals[last], p.cost[last] = append(p.deals[last], d), p.cost[last].plus(c)
			continue
		}
		p.deals, p.cost = append(p.deals, []int32{d}), append(p.cost, c)
		hops = append(hops, onHops[d]...)
	}
	p.sortItems()
	slices.Sort(hops)
	hops = slices.Compact(hops)
	p.layHops(a, hops, place)
	for k, h := range hops {
		number[h] = int32(k)
	}
	p.layItems(onHops, number)
	return p
}

// sortItems puts the items in order of their first deals.
func (p *part) sortItems() {
	order := make([]int, len(p.deals))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(p.deals[x][0], p.deals[y][0]) })
	names, cost := make([][]int32, len(order)), make([]price, len(order))
	for i, o := range order {
		names[i], cost[i] = p.deals[o], p.cost[o]
	}
	p.deals, p.cost = names, cost
}

// layHops numbers parties and hops.
func (p *part) layHops(a *graph.Adjacency, hops, place []int32) {
	var parties []int32
	for _, h := range hops {
		parties = append(parties, a.From[h], a.To[h])
	}
	slices.Sort(parties)
	parties = slices.Compact(parties)
	for i, v := range parties {
		place[v] = int32(i)
	}
	p.from, p.to = make([]int32, len(hops)), make([]int32, len(hops))
	for k, h := range hops {
		p.from[k], p.to[k] = place[a.From[h]], place[a.To[h]]
	}
	p.outStart, _ = groupBy(p.from, len(parties))
	p.inStart, p.in = groupBy(p.to, len(parties))
}

// layItems says which items are on which hops, both ways.
func (p *part) layItems(onHops [][]int32, number []int32) {
	p.hopStart = make([]int32, len(p.deals)+1)
	var items []int32
	for i, ds := range p.deals {
		for _, h := range onHops[ds[0]] {
			p.hops = append(p.hops, number[h])
			items = append(items, int32(i))
		}
		p.hopStart[i+1] = int32(len(p.hops))
	}
	start, by := groupBy(p.hops, len(p.to))
	p.itemStart = start
	p.items = make([]int32, len(by))
	for k, at := range by {
		p.items[k] = items[at]
	}
}

// groupBy groups places by their key, 0 to keys-1: those with key k are by[start[k]:start[k+1]], ascending.
func groupBy(key []int32, keys int) (start, by []int32) {
	start, by = make([]int32, keys+1), make([]int32, len(key))
	for _, k := range key {
		start[k+1]++
	}
	for k := range keys {
		start[k+1] += start[k]
	}
	next := slices.Clone(start)
	for at, k := range key {
		by[next[k]] = int32(at)
		next[k]++
	}
	return start, by
}
