package breaking

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// ordering is an order of the parties of a part in which one can be moved at little cost: a list with rising labels. The
// place before the first and after the last party is one of no party.
type ordering struct {
	part          *part
	cost          []price // by hop
	label         []int64 // by party, and of the end
	after, before []int32 // by party, and of the end: who comes next and who comes before
	near          []near  // scratch
	degree, queue []int32 // scratch, by party
	pass          []int32 // scratch, by hop
}

// near is a hop at a party: the other end, and by how much more is paid against the order when the party stands behind it.
type near struct {
	party int32
	label int64
	more  price
}

func newOrdering(p *part) *ordering {
	parties := len(p.outStart) - 1
	o := &ordering{part: p, cost: make([]price, len(p.to)), pass: make([]int32, len(p.to))}
	o.label, o.degree = make([]int64, parties+1), make([]int32, parties)
	o.after, o.before = make([]int32, parties+1), make([]int32, parties+1)
	var sum int64
	for _, c := range p.cost {
		sum += c.first
	}
	scale := int64(1) // so that there is something left of a deal that is split over its hops
	if sum < 1<<40 {
		scale = 1 << 20
	}
	for i, c := range p.cost {
		hops := p.hopsOf(int32(i))
		k := int64(len(hops))
		for _, h := range hops {
			o.cost[h] = o.cost[h].plus(price{c.first * scale / k, c.second / k})
		}
	}
	return o
}

// begin orders the parties so that nobody pays against the order when a set is gone.
func (o *ordering) begin(set []int32) {
	pass := o.without(set)
	p := o.part
	clear(o.degree)
	for h, k := range pass {
		if k > 0 {
			o.degree[p.to[h]]++
		}
	}
	queue := o.queue[:0]
	for v, k := range o.degree {
		if k == 0 {
			queue = append(queue, int32(v))
		}
	}
	for at := 0; at < len(queue); at++ {
		for h := p.outStart[queue[at]]; h < p.outStart[queue[at]+1]; h++ {
			if pass[h] > 0 {
				if o.degree[p.to[h]]--; o.degree[p.to[h]] == 0 {
					queue = append(queue, p.to[h])
				}
			}
		}
	}
	o.queue = queue
	last := int32(len(queue))
	for _, v := range queue {
		o.after[last], o.before[v] = v, last
		last = v
	}
	o.after[last], o.before[len(queue)] = int32(len(queue)), last
	o.number()
}

// without counts for each hop the items that a set leaves on it.
func (o *ordering) without(set []int32) []int32 {
	for h := range o.pass {
		o.pass[h] = int32(len(o.part.itemsOf(int32(h))))
	}
	for _, i := range set {
		for _, h := range o.part.hopsOf(i) {
			o.pass[h]--
		}
	}
	return o.pass
}

// number spreads the labels evenly.
func (o *ordering) number() {
	end := int32(len(o.label) - 1)
	label := int64(0)
	for v := o.after[end]; v != end; v = o.after[v] {
		label += 1 << 32
		o.label[v] = label
	}
	o.label[end] = label + 1<<32
}

// against reports whether a hop goes against the order.
func (o *ordering) against(h int) bool { return o.label[o.part.from[h]] >= o.label[o.part.to[h]] }

// round moves every party once to where least is paid against the order; false if none moved.
func (o *ordering) round() (moved bool) {
	for v := range int32(len(o.label) - 1) {
		o.look(v)
		if len(o.near) == 0 {
			continue
		}
		slices.SortFunc(o.near, func(a, b near) int { return cmp.Compare(a.label, b.label) })
		var sum, here, least price // against the order, less what is paid against it in front of all
		best := -1
		for k, x := range o.near {
			sum = sum.plus(x.more)
			if x.label < o.label[v] {
				here = sum
			}
			if sum.less(least) {
				best, least = k, sum
			}
		}
		if !least.less(here) {
			continue
		}
		moved = true
		if best < 0 {
			o.move(v, o.before[o.near[0].party])
		} else {
			o.move(v, o.near[best].party)
		}
	}
	return moved
}

// look collects the hops at a party but those to itself.
func (o *ordering) look(v int32) {
	p := o.part
	o.near = o.near[:0]
	for h := p.outStart[v]; h < p.outStart[v+1]; h++ {
		if w := p.to[h]; w != v {
			o.near = append(o.near, near{w, o.label[w], o.cost[h]})
		}
	}
	for _, h := range p.in[p.inStart[v]:p.inStart[v+1]] {
		if w := p.from[h]; w != v {
			o.near = append(o.near, near{w, o.label[w], price{}.minus(o.cost[h])})
		}
	}
}

// move puts a party behind another, or in front of all.
func (o *ordering) move(v, behind int32) {
	if behind == v {
		return
	}
	o.after[o.before[v]], o.before[o.after[v]] = o.after[v], o.before[v]
	next := o.after[behind]
	o.after[behind], o.before[v] = v, behind
	o.after[v], o.before[next] = next, v
	low := int64(0)
	if int(behind) < len(o.label)-1 {
		low = o.label[behind]
	}
	if o.label[v] = low + (o.label[next]-low)/2; o.label[v] == low {
		o.number()
	}
}

// kick moves a few parties anywhere.
func (o *ordering) kick(r *rand.Rand) {
	parties := len(o.label) - 1
	for range 2 + parties/50 {
		o.move(int32(r.IntN(parties)), int32(r.IntN(parties+1)))
	}
}
