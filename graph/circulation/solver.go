package circulation

import (
	"context"

	"dealgraph/graph"
)

const (
	shrink  = 16 // by how much ε falls from phase to phase
	stride  = 4  // ways in one partial augmentation
	patient = 64 // discharges between two looks at the context
)

// way is one direction of a hop in the residual network: forward, more can be sent; back, what was sent can be taken back.
type way struct {
	room int64 // what can still go this way; with the room of the other direction it makes up full
	full int64 // the amount of the hop
	cost int64 // −unit forward, +unit back
	to   int32
	back int32 // the way in the other direction
}

// solver finds a maximum circulation in one component by cost scaling (Goldberg and Tarjan, Mathematics of Operations
// Research 15(3), 1990): every dollar on a hop costs −1, and what costs least circulates most.
//
// A flow is ε-optimal if no way with room has a reduced cost, cost + price here − price there, below −ε. Costs are
// multiplied by a unit above the number of parties, so that a flow that is 1-optimal has no cycle of negative cost left:
// such a cycle would cost −unit or less, on fewer ways than that. ε falls in phases; each sends everything over the ways
// of negative reduced cost, and then moves the excess where it is missing, along few ways at a time (partial
// augment–relabel, Goldberg 2008), with prices set anew by distance now and then.
//
// Its storage is reused from component to component.
type solver struct {
	order int   // parties of the component, numbered from 0
	unit  int64 // cost of a hop, a power of two above order

	start  []int32 // by party, and one more: its first way
	ways   []way
	hops   []int32 // hops of the network in the component
	at     []int32 // by place in hops: the way forward
	place  []int32 // by party of the network: its number here
	price  []int64
	whole  []int64 // prices in whole units, for a proof
	excess []int64 // what came in less what went out
	now    []int32 // by party: the first way that may be admissible

	active   ring
	path     []int32
	relabels int
	ranks    ranking
}

// load lays out the hops with an amount between members, of which there are at least two.
func (s *solver) load(a *graph.Adjacency, amount []int64, members []graph.Node) {
	s.order, s.unit = len(members), 1
	for s.unit <= int64(s.order) {
		s.unit *= 2
	}
	s.place = resize(s.place, a.Order(), false)
	for i, v := range members {
		s.place[v] = int32(i) + 1 // 0 is no member
	}
	s.start = resize(s.start, s.order+1, true)
	s.hops = s.hops[:0]
	for i, v := range members {
		for h := a.Start[v]; h < a.Start[v+1]; h++ {
			to := s.place[a.To[h]] - 1
			if to < 0 || int(to) == i || amount[h] <= 0 {
				continue
			}
			s.hops = append(s.hops, h)
			s.start[i+1]++
			s.start[to+1]++
		}
	}
	for i := range s.order {
		s.start[i+1] += s.start[i]
	}
	s.lay(a, amount)
	for _, v := range members {
		s.place[v] = 0
	}
	s.price = resize(s.price, s.order, true)
	s.excess = resize(s.excess, s.order, true)
	s.active.reset(s.order)
	s.ranks.reset(s.order)
}

// lay makes the two ways of every hop.
func (s *solver) lay(a *graph.Adjacency, amount []int64) {
	s.now = resize(s.now, s.order, false)
	copy(s.now, s.start[:s.order])
	s.ways = resize(s.ways, 2*len(s.hops), false)
	s.at = resize(s.at, len(s.hops), false)
	for i, h := range s.hops {
		u, v := s.place[a.From[h]]-1, s.place[a.To[h]]-1
		there, back := s.now[u], s.now[v]
		s.now[u]++
		s.now[v]++
		s.at[i] = there
		s.ways[there] = way{room: amount[h], full: amount[h], cost: -s.unit, to: v, back: back}
		s.ways[back] = way{full: amount[h], cost: s.unit, to: u, back: there}
	}
}

// resize is a slice of a length, in the old storage if it is long enough; zeroed if asked for. New storage is zero.
func resize[T any](old []T, length int, zero bool) []T {
	if cap(old) < length {
		return make([]T, length)
	}
	old = old[:length]
	if zero {
		clear(old)
	}
	return old
}

// run makes the flow a maximum circulation.
func (s *solver) run(ctx context.Context) error {
	s.tighten()
	for eps := s.unit; eps > 1; {
		eps = max(1, eps/shrink)
		if err := s.refine(ctx, eps); err != nil {
			return err
		}
		if s.optimal() {
			break
		}
	}
	return ctx.Err()
}

// flow is what goes over the i-th hop of the component.
func (s *solver) flow(i int) int64 {
	w := &s.ways[s.at[i]]
	return w.full - w.room
}

// refine makes the flow, which is a circulation, one that is eps-optimal.
func (s *solver) refine(ctx context.Context, eps int64) error {
	s.saturate()
	for v, e := range s.excess {
		if e > 0 {
			s.active.push(int32(v))
		}
	}
	s.reprice(eps)
	for round := 0; ; round++ {
		v, ok := s.active.pop()
		if !ok {
			return nil
		}
		if round%patient == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for s.excess[v] > 0 {
			s.advance(v, eps)
			s.send(v)
			if s.relabels <= s.order {
				continue
			}
			s.reprice(eps)
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
}

// saturate sends all there is room for over every way of negative reduced cost.
func (s *solver) saturate() {
	for v := range s.order {
		for i := s.start[v]; i < s.start[v+1]; i++ {
			w := &s.ways[i]
			if w.room > 0 && w.cost+s.price[v]-s.price[w.to] < 0 {
				s.push(int32(v), i, w.room)
			}
		}
	}
	copy(s.now, s.start[:s.order])
}

func (s *solver) push(v, i int32, amount int64) {
	w := &s.ways[i]
	w.room -= amount
	s.ways[w.back].room += amount
	s.excess[v] -= amount
	s.excess[w.to] += amount
}

// advance finds a path of admissible ways, those with room and a negative reduced cost, from v to a party that lacks
// something, or of some length. Where none goes on, the price falls until one does.
func (s *solver) advance(v int32, eps int64) {
	s.path = s.path[:0]
	for tip := v; len(s.path) < stride && s.excess[tip] >= 0; {
		if i := s.admissible(tip); i >= 0 {
			s.path = append(s.path, i)
			tip = s.ways[i].to
			continue
		}
		s.relabel(tip, eps)
		if last := len(s.path) - 1; last >= 0 { // the way here is no longer admissible
			tip = s.ways[s.ways[s.path[last]].back].to
			s.path = s.path[:last]
		}
	}
}

// admissible is the next admissible way from v, or -1. Ways before it cannot become admissible while the price stays.
func (s *solver) admissible(v int32) int32 {
	price := s.price[v]
	for i, end := s.now[v], s.start[v+1]; i < end; i++ {
		if w := &s.ways[i]; w.room > 0 && w.cost+price < s.price[w.to] {
			s.now[v] = i
			return i
		}
	}
	return -1
}

// relabel lowers the price of v just so far that a way becomes admissible.
func (s *solver) relabel(v int32, eps int64) {
	const none = 1<<63 - 1
	least := int64(none)
	for i := s.start[v]; i < s.start[v+1]; i++ {
		if w := &s.ways[i]; w.room > 0 {
			least = min(least, w.cost+s.price[v]-s.price[w.to])
		}
	}
	if least == none {
		panic("circulation: a party of a component has nowhere to go") // it has an arc out, so room on it or on one in
	}
	s.price[v] -= least + eps
	s.now[v] = s.start[v]
	s.relabels++
}

// send moves what it can of the excess of v along the path; what does not fit stays on the way.
func (s *solver) send(v int32) {
	for _, i := range s.path {
		to := s.ways[i].to
		s.push(v, i, min(s.excess[v], s.ways[i].room))
		if s.excess[v] > 0 {
			s.active.push(v)
		}
		v = to
	}
	if s.excess[v] > 0 {
		s.active.push(v)
	}
}

// ring is a queue of parties, each in it at most once.
type ring struct {
	items     []int32
	in        []bool
	head, len int
}

func (r *ring) reset(order int) {
	r.items, r.in = resize(r.items, order, false), resize(r.in, order, true)
	r.head, r.len = 0, 0
}

func (r *ring) push(v int32) {
	if r.in[v] {
		return
	}
	r.in[v] = true
	at := r.head + r.len
	if at >= len(r.items) {
		at -= len(r.items)
	}
	r.items[at] = v
	r.len++
}

func (r *ring) pop() (int32, bool) {
	if r.len == 0 {
		return 0, false
	}
	v := r.items[r.head]
	r.in[v] = false
	if r.head++; r.head == len(r.items) {
		r.head = 0
	}
	r.len--
	return v, true
}
