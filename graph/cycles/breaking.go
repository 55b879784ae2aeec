package cycles

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// BreakAim says which of the sets of deals that break all cycles is the best.
type BreakAim string

// The aims. Deals without a disclosed amount count as no money under both, since nothing is known of theirs.
const (
	// FewestDeals is the fewest deals; of as few the least money, and of as little the set whose ids come first.
	FewestDeals BreakAim = "fewest"
	// LeastMoney is the least money; of as little the fewest deals, and of as few the set whose ids come first.
	LeastMoney BreakAim = "least-money"
)

// BreakOptions say what is sought and how long. The zero BreakOptions is the fewest deals, with the default effort.
type BreakOptions struct {
	Aim BreakAim // "" is FewestDeals
	// Effort bounds the search for a better set and for the proof that there is none, in steps of which one takes some
	// nanoseconds: it is a count and no time, so that an answer does not depend on the machine. 0 is DefaultBreakEffort; a
	// negative Effort is no bound, and the time then exponential in the worst case.
	Effort int64
}

// DefaultBreakEffort takes a few seconds where it is used up. The reference ledger takes less than a hundredth of it, a random
// network of its size up to all of it.
const DefaultBreakEffort = 500_000_000

// BrokenDeal is a deal that is to go, with all its legs.
type BrokenDeal struct {
	ID      deals.DealID // "" for an arc without a leg, which is a deal of its own
	Arcs    []int        // ids of all its arcs in the network, ascending, also of those that are in no cycle
	Amount  int64        // of these arcs, as far as it is known, in minor units of the view's currency
	Unknown int          // arcs of it whose amount is not known
}

// Breaking is a set of deals without which no money can go round. No deal in it is superfluous: with any one of them back
// there is a cycle again.
type Breaking struct {
	Aim     BreakAim
	Deals   []BrokenDeal // by id, arcs without a leg at the end
	Amount  int64        // of the deals, as far as it is known, in minor units of the view's currency
	Unknown int          // arcs of theirs whose amount is not known: they are in no sum
	// AtLeast is proved: no set of fewer deals breaks all cycles. It is 0 when the aim is money.
	AtLeast int
	// AtLeastAmount is proved: no set worth less breaks all cycles. It is 0 when the aim is the number of deals.
	AtLeastAmount int64
	Proved        bool    // there is no set of fewer deals, or of less money, whichever is the aim
	Settled       bool    // Proved, and of the sets that are as good this is the first in the order of the aim
	Warnings      []error // of type graph.Warning
}

// String says how many deals break all cycles and what is proved of the number, for a caption: "4 deals; no set of fewer
// than 3 can do".
func (b Breaking) String() string {
	if len(b.Deals) == 0 {
		return "no deals: there is no cycle"
	}
	s := fmt.Sprintf("%d deals", len(b.Deals))
	if len(b.Deals) == 1 {
		s = "1 deal"
	}
	switch {
	case b.Aim == LeastMoney && b.Proved:
		return s + "; no set worth less can do"
	case b.Aim == LeastMoney:
		return s + "; a set worth less may do"
	case b.Proved && len(b.Deals) == 1:
		return s + "; fewer cannot do"
	}
	return fmt.Sprintf("%s; no set of fewer than %d can do", s, b.AtLeast)
}

// The codes of warnings of Break, in the order in which they are given.
const (
	WarnBreakStopped     = "breaking-unproved"
	WarnBreakUndisclosed = "breaking-undisclosed"
)

// Break finds the smallest set of deals without which no money can go round: a minimum feedback arc set, except that what is
// taken out are deals. All legs of a deal go together, deals between the same payer and payee must all go before the way
// between them is cut, and a deal of a party with itself is a cycle. Parties outside are in no cycle.
//
// The problem is hard (Karp 1972) and mostly small. Cycles that have no deal in common show how many deals are needed; their
// deals, less those that turn out to be superfluous, are a set that suffices. Where the two numbers differ, a search by cases
// (branch and bound) goes on with and without one deal of a cycle after the other, and leaves out the cases that cannot
// beat the best set. Cycles are looked for when they are needed and never listed: there may be more than anyone can list.
// Parts of the network that share no cycle and no deal are solved apart.
//
// When the effort is used up, the result holds the best set found and the bound that is proved, with a warning; that is no
// error. When the context ends, the result is the same with the context's error, or no set if none was found yet. The other
// error is an aim that is not known.
//
// Cost: the first set and bound take a breadth first search for each deal, from both ends and mostly short; the rest is bounded
// by the Effort. Ledgers of a hundred parties mostly take milliseconds, and a random network of that size a second or two.
//
// Karp, Reducibility among combinatorial problems, 1972. Bar-Yehuda and Even, A local-ratio theorem for approximating the
// weighted vertex cover problem, Annals of Discrete Mathematics 25, 1985: the bound and the set that comes with it.
func Break(ctx context.Context, n *graph.Network, o BreakOptions) (Breaking, error) {
	if o.Aim == "" {
		o.Aim = FewestDeals
	}
	if o.Aim != FewestDeals && o.Aim != LeastMoney {
		return Breaking{}, fmt.Errorf("break cycles: the aim %q is not known (the aims are %s and %s)", o.Aim, FewestDeals, LeastMoney)
	}
	if o.Effort == 0 {
		o.Effort = DefaultBreakEffort
	}
	all := breakDeals(n)
	parts := breakParts(n, all, o.Aim)
	searches, err := breakSolve(ctx, parts, o.Effort)
	if err != nil && searches == nil {
		return Breaking{Aim: o.Aim}, fmt.Errorf("break cycles: %w", err)
	}
	b := breakResult(n, o.Aim, all, searches)
	if err != nil {
		err = fmt.Errorf("break cycles: %w", err)
	}
	return b, err
}

// breakSolve finds a set for each part, and then improves them: small parts first, so that what they leave of the effort
// goes to those that need it.
func breakSolve(ctx context.Context, parts []*breakPart, effort int64) ([]*breakSearch, error) {
	searches := make([]*breakSearch, len(parts))
	for i, p := range parts {
		searches[i] = newBreakSearch(ctx, p)
		if searches[i].begin(); searches[i].err != nil {
			return nil, searches[i].err
		}
	}
	order := slices.Clone(searches)
	slices.SortStableFunc(order, func(a, b *breakSearch) int { return len(a.part.to) - len(b.part.to) })
	if effort < 0 {
		effort = math.MaxInt64
	}
	for _, s := range order {
		if s.improve(effort); s.err != nil {
			return searches, s.err
		}
		effort = max(effort-s.work, 0)
	}
	return searches, nil
}

// breakResult tells the deals of all parts.
func breakResult(n *graph.Network, aim BreakAim, all []BrokenDeal, searches []*breakSearch) Breaking {
	b := Breaking{Aim: aim, Proved: true, Settled: true}
	var chosen []int32
	var cost, bound breakCost
	for _, s := range searches {
		for _, i := range s.best {
			chosen = append(chosen, s.part.deals[i]...)
		}
		cost, bound = cost.plus(s.cost), bound.plus(s.bound)
		b.Settled = b.Settled && s.settled
	}
	b.Proved = bound.first == cost.first
	slices.Sort(chosen)
	for _, d := range chosen {
		b.Deals = append(b.Deals, all[d])
		b.Amount += all[d].Amount
		b.Unknown += all[d].Unknown
	}
	b.AtLeast = int(bound.first)
	if aim == LeastMoney {
		b.AtLeast, b.AtLeastAmount = 0, bound.first
	}
	b.Warnings = breakWarnings(n, b)
	return b
}

func breakWarnings(n *graph.Network, b Breaking) []error {
	var out []error
	say := func(code, msg string, legs []deals.LegRef) {
		out = append(out, graph.Warning{Code: code, Msg: msg, Legs: legs})
	}
	switch {
	case !b.Proved:
		say(WarnBreakStopped, "the search for a smaller set of deals ended before it was done: "+b.String(), nil)
	case !b.Settled:
		say(WarnBreakStopped, "the search ended before all sets of deals that are as small were compared", nil)
	}
	var legs []deals.LegRef
	for _, d := range b.Deals {
		for _, id := range d.Arcs {
			if a := n.Arc(id); !a.Known && a.Leg != nil {
				legs = append(legs, a.Leg.Ref())
			}
		}
	}
	const taken = " in the deals that break all cycles: in no sum, and taken as no money in the choice"
	switch {
	case b.Unknown == 1:
		say(WarnBreakUndisclosed, "1 amount is not disclosed"+taken, legs)
	case b.Unknown > 1:
		say(WarnBreakUndisclosed, fmt.Sprintf("%d amounts are not disclosed", b.Unknown)+taken, legs)
	}
	return out
}

// breakDeals are all deals of a network, by id, arcs without a leg at the end.
func breakDeals(n *graph.Network) []BrokenDeal {
	of := make([]*deals.Deal, n.Size()) // by arc; nil without a leg
	order := make([]int, n.Size())
	for a := range n.Arcs() {
		order[a.ID] = a.ID
		if a.Leg != nil {
			of[a.ID] = a.Leg.Deal
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		a, b := of[x], of[y]
		switch {
		case a == b || a != nil && b != nil && a.ID == b.ID || a == nil && b == nil:
			return x - y
		case a == nil:
			return 1
		case b == nil:
			return -1
		}
		return cmp.Compare(a.ID, b.ID)
	})
	var out []BrokenDeal
	for at, id := range order {
		d := of[id]
		if last := len(out) - 1; d != nil && at > 0 && d.ID == out[last].ID && of[order[at-1]] != nil {
			out[last].add(n.Arc(id))
			continue
		}
		out = append(out, BrokenDeal{})
		if d != nil {
			out[len(out)-1].ID = d.ID
		}
		out[len(out)-1].add(n.Arc(id))
	}
	return out
}

func (d *BrokenDeal) add(a graph.Arc) {
	d.Arcs = append(d.Arcs, a.ID)
	if a.Known {
		d.Amount += a.Amount
	} else {
		d.Unknown++
	}
}

// breakCost is what a set costs: money and deals, or deals and money. It is compared by its first number, then by its second. Costs
// can be added, taken off each other and compared like numbers, and that is all that bounds need.
type breakCost struct{ first, second int64 }

func (a breakCost) plus(b breakCost) breakCost {
	return breakCost{a.first + b.first, a.second + b.second}
}
func (a breakCost) minus(b breakCost) breakCost {
	return breakCost{a.first - b.first, a.second - b.second}
}
func (a breakCost) less(b breakCost) bool {
	return a.first < b.first || a.first == b.first && a.second < b.second
}

// breakNever is more than any set costs.
var breakNever = breakCost{math.MaxInt64 / 4, 0}

// breakPart is a part of the network that shares no cycle and no deal with the rest. Parties and hops have numbers of their
// own. Deals that lie on the very same hops are one item: to take out some of them is no use without the others.
type breakPart struct {
	from, to         []int32 // by hop; hops are in order of payer
	outStart         []int32 // hops that leave party v: outStart[v] to outStart[v+1]
	inStart, in      []int32 // hops that reach v: in[inStart[v]:inStart[v+1]]
	itemStart, items []int32 // items of hop h: items[itemStart[h]:itemStart[h+1]]
	hopStart, hops   []int32 // hops of item i: hops[hopStart[i]:hopStart[i+1]]
	cost             []breakCost
	deals            [][]int32 // by item: deals, ascending
}

// breakParts takes a network apart: blocks that a deal has legs in stay together.
func breakParts(n *graph.Network, all []BrokenDeal, aim BreakAim) []*breakPart {
	a := n.Adjacency()
	block, blocks := breakBlocks(n)
	onHops := breakOnHops(n, all, block)
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
	var parts []*breakPart
	for _, m := range members {
		if len(m) > 0 {
			parts = append(parts, newBreakPart(a, all, m, onHops, aim, place, number))
		}
	}
	return parts
}

// breakOnHops lists for each deal the hops of its legs that are in cycles, ascending.
func breakOnHops(n *graph.Network, all []BrokenDeal, block []int32) [][]int32 {
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

// newBreakPart lays a part out. The last two are scratch, by party and by hop of the network.
func newBreakPart(a *graph.Adjacency, all []BrokenDeal, members []int32, onHops [][]int32, aim BreakAim, place, number []int32,
) *breakPart {
	slices.SortStableFunc(members, func(x, y int32) int { return slices.Compare(onHops[x], onHops[y]) })
	p := &breakPart{}
	var hops []int32
	for i, d := range members {
		c := breakCost{1, all[d].Amount}
		if aim == LeastMoney {
			c = breakCost{all[d].Amount, 1}
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
func (p *breakPart) sortItems() {
	order := make([]int, len(p.deals))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(p.deals[x][0], p.deals[y][0]) })
	names, cost := make([][]int32, len(order)), make([]breakCost, len(order))
	for i, o := range order {
		names[i], cost[i] = p.deals[o], p.cost[o]
	}
	p.deals, p.cost = names, cost
}

// layHops numbers parties and hops.
func (p *breakPart) layHops(a *graph.Adjacency, hops, place []int32) {
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
	p.outStart, _ = breakIndex(p.from, len(parties))
	p.inStart, p.in = breakIndex(p.to, len(parties))
}

// layItems says which items are on which hops, both ways.
func (p *breakPart) layItems(onHops [][]int32, number []int32) {
	p.hopStart = make([]int32, len(p.deals)+1)
	var items []int32
	for i, ds := range p.deals {
		for _, h := range onHops[ds[0]] {
			p.hops = append(p.hops, number[h])
			items = append(items, int32(i))
		}
		p.hopStart[i+1] = int32(len(p.hops))
	}
	start, by := breakIndex(p.hops, len(p.to))
	p.itemStart = start
	p.items = make([]int32, len(by))
	for k, at := range by {
		p.items[k] = items[at]
	}
}

// breakIndex groups places by their key, 0 to keys-1: those with key k are by[start[k]:start[k+1]], ascending.
func breakIndex(key []int32, keys int) (start, by []int32) {
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

// breakBlocks numbers the blocks of the network: two hops are in one if a cycle can lead over both, directions aside
// (biconnected components within strongly connected ones; Hopcroft and Tarjan 1973). A cycle lies in one block. The
// number of a hop in no cycle is -1.
func breakBlocks(n *graph.Network) (block []int32, blocks int) {
	a := n.Adjacency()
	comp := make([]int32, n.Order())
	components := n.Components()
	for i, c := range components {
		for _, v := range c {
			comp[v] = int32(i + 1)
		}
	}
	b := breakBlocker{a: a, comp: comp, block: make([]int32, a.Hops()), seen: make([]int32, n.Order()), low: make([]int32, n.Order())}
	for h := range b.block {
		b.block[h] = breakOutside
		if u, v := a.From[h], a.To[h]; comp[u] > 0 && comp[u] == comp[v] {
			b.block[h] = breakUnseen
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
	breakOutside = -1 - iota // of a hop in no cycle
	breakUnseen
	breakOpen // on the stack
)

type breakBlocker struct {
	a         *graph.Adjacency
	comp      []int32
	block     []int32 // by hop
	blocks    int32
	seen, low []int32 // by party, counted from 1
	count     int32
	open      []int32 // hops that are in no block yet
	calls     []breakVisit
}

// breakVisit is a party whose hops before next, those out first, are done; it was reached by a hop.
type breakVisit struct{ party, next, hop int32 }

func (b *breakBlocker) visit(root int32) {
	b.enter(root, -1)
	for len(b.calls) > 0 {
		c := &b.calls[len(b.calls)-1]
		v := c.party
		h, w, ok := b.next(c)
		if !ok {
			b.leave(*c)
			continue
		}
		if b.block[h] != breakUnseen {
			continue
		}
		b.block[h] = breakOpen
		b.open = append(b.open, h)
		if b.seen[w] == 0 {
			b.enter(w, h)
		} else {
			b.low[v] = min(b.low[v], b.seen[w])
		}
	}
}

func (b *breakBlocker) enter(v, hop int32) {
	b.count++
	b.seen[v], b.low[v] = b.count, b.count
	b.calls = append(b.calls, breakVisit{v, 0, hop})
}

// next is the next hop at a party and its other end.
func (b *breakBlocker) next(c *breakVisit) (h, w int32, ok bool) {
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
func (b *breakBlocker) leave(c breakVisit) {
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

// What a search by cases has decided of an item.
const (
	breakFree int8 = iota
	breakGone
	breakKept
)

// breakSearch looks for the best set of one part.
type breakSearch struct {
	ctx     context.Context
	part    *breakPart
	err     error // the context's
	work    int64 // steps done
	effort  int64 // steps allowed
	looked  int64 // steps when the context was last looked at
	stopped bool  // by the effort or the context

	best    []int32   // items of the best set found, ascending
	cost    breakCost // of these
	bound   breakCost // no set costs less
	settled bool      // the best set is the first of those that cost as little

	quiet []int32 // hops, those over which the fewest ways lead first
	dear  []int32 // items, the dearest first
	ways  []int64 // by item: how many ways lead over it

	// The case that is looked at.
	state  []int8
	fixed  []int32 // by hop: items that are kept; with any the hop cannot be cut
	spent  breakCost
	trail  []int32   // items in the order in which they were decided
	target breakCost // a set must cost less
	exact  bool      // items that are gone belong to the set even if they are superfluous
	found  bool      // exact, and a set was found: done
	open   breakCost // the least bound of the cases that were left open

	// Its bound.
	low     breakCost
	rest    []breakCost // by item: what is left of its cost when the cycles found are paid
	pass    []int32     // by hop: it can be passed if more than 0
	reverse bool        // hops are tried in the other order
	clause  []int32     // the fewest free items on one of the cycles found
	member  []int32     // scratch: free items on a cycle
	inSet   []bool      // scratch, by item: false between calls

	// Searches for cycles.
	cycle         []int32 // hops of the one found
	dead          bool    // there is none over the hop
	mark          int32
	ahead, behind breakFront
	colour        []int8  // by party: not seen, on the way, or done
	next          []int32 // by party: the hop that is next in the depth first search
	way           []int32 // its hops
}

// breakFront is one side of a breadth first search.
type breakFront struct {
	seen, via []int32 // by party: the mark of the search that has seen it, and the hop over which
	queue     []int32
	level     int // where the last level begins
}

func newBreakSearch(ctx context.Context, p *breakPart) *breakSearch {
	parties, hops, items := len(p.outStart)-1, len(p.to), len(p.cost)
	s := &breakSearch{ctx: ctx, part: p, effort: math.MaxInt64, state: make([]int8, items), fixed: make([]int32, hops)}
	s.rest, s.pass, s.inSet = make([]breakCost, items), make([]int32, hops), make([]bool, items)
	for _, f := range []*breakFront{&s.ahead, &s.behind} {
		f.seen, f.via = make([]int32, parties), make([]int32, parties)
	}
	s.colour, s.next = make([]int8, parties), make([]int32, parties)
	s.rank()
	return s
}

// rank puts hops and items into the orders in which they are tried.
func (s *breakSearch) rank() {
	p := s.part
	ways := make([]int64, len(p.to))
	s.quiet, s.dear, s.ways = make([]int32, len(p.to)), make([]int32, len(p.cost)), make([]int64, len(p.cost))
	for h := range p.to {
		u, v := p.from[h], p.to[h]
		ways[h] = int64(p.inStart[u+1]-p.inStart[u]) * int64(p.outStart[v+1]-p.outStart[v])
		s.quiet[h] = int32(h)
	}
	slices.SortStableFunc(s.quiet, func(g, h int32) int { return cmp.Compare(ways[g], ways[h]) })
	for i := range p.cost {
		s.dear[i] = int32(i)
		for _, h := range p.hopsOf(int32(i)) {
			s.ways[i] += ways[h]
		}
	}
	slices.SortFunc(s.dear, func(i, j int32) int {
		switch x, y := p.cost[i], p.cost[j]; {
		case y.less(x):
			return -1
		case x.less(y):
			return 1
		}
		return int(j - i)
	})
}

func (p *breakPart) hopsOf(item int32) []int32 { return p.hops[p.hopStart[item]:p.hopStart[item+1]] }
func (p *breakPart) itemsOf(hop int32) []int32 { return p.items[p.itemStart[hop]:p.itemStart[hop+1]] }

// begin finds a first set and bound, however long it takes.
func (s *breakSearch) begin() {
	s.cost, s.target = breakNever, breakNever
	if s.err = s.ctx.Err(); s.err != nil {
		return
	}
	if s.lower(); s.err == nil {
		s.bound = s.low
		s.offer()
	}
}

// breakShort is the effort of a first try, which is enough for most ledgers.
const breakShort = 2_000_000

// improve looks for better sets and bounds: by a short search by cases, and if that does not end, by orders of the parties and
// then a long one.
func (s *breakSearch) improve(effort int64) {
	if s.err = s.ctx.Err(); s.err != nil {
		return
	}
	s.work, s.looked = 0, 0
	s.allow(min(effort, breakShort))
	if s.prove() || s.err != nil || effort <= breakShort {
		return
	}
	s.allow(breakShort + (effort-breakShort)/3)
	s.sift()
	if s.err == nil {
		s.allow(effort)
		s.prove()
	}
}

func (s *breakSearch) allow(effort int64) { s.effort, s.stopped = effort, false }

// prove searches for better sets until there is none: first for what is sought, then for the ties.
func (s *breakSearch) prove() (done bool) {
	if s.bound.first < s.cost.first {
		s.target = breakCost{s.cost.first, math.MinInt64 / 4}
		if !s.cases() {
			return false
		}
	}
	if s.bound.less(s.cost) {
		s.target = s.cost
		if !s.cases() {
			return false
		}
	}
	return s.settle()
}

// cases searches all cases for sets that cost less than the target, which falls as they are found.
func (s *breakSearch) cases() (done bool) {
	s.open = breakNever
	s.dive(s.bound)
	if s.target.less(s.open) {
		s.open = s.target
	}
	if s.bound.less(s.open) {
		s.bound = s.open
	}
	return !s.stopped
}

// settle finds, of the sets that cost as little as the best, the one whose items come first.
func (s *breakSearch) settle() (done bool) {
	s.target, s.exact = s.cost.plus(breakCost{0, 1}), true
	for i := int32(0); s.spent.less(s.cost) && !s.stopped; i++ {
		at := len(s.trail)
		s.decide(i, breakGone)
		if _, ok := slices.BinarySearch(s.best, i); ok {
			continue
		}
		s.found = false
		if s.dive(s.bound); !s.found && !s.stopped {
			s.undo(at)
			s.decide(i, breakKept)
		}
	}
	s.settled = !s.stopped
	s.undo(0)
	s.exact, s.found = false, false
	return s.settled
}

func (s *breakSearch) decide(i int32, state int8) {
	s.state[i] = state
	s.trail = append(s.trail, i)
	if state == breakGone {
		s.spent = s.spent.plus(s.part.cost[i])
		return
	}
	for _, h := range s.part.hopsOf(i) {
		s.fixed[h]++
	}
}

func (s *breakSearch) undo(to int) {
	for _, i := range s.trail[to:] {
		if s.state[i] == breakGone {
			s.spent = s.spent.minus(s.part.cost[i])
		} else {
			for _, h := range s.part.hopsOf(i) {
				s.fixed[h]--
			}
		}
		s.state[i] = breakFree
	}
	s.trail = s.trail[:to]
}

// dive searches the case that was decided on, of which a bound is known.
func (s *breakSearch) dive(low breakCost) {
	start := len(s.trail)
	defer s.undo(start)
	low, on := s.narrow(low)
	if s.stopped {
		s.leaveOpen(low)
	}
	if !on || s.stopped {
		return
	}
	i := s.pick()
	at := len(s.trail)
	s.decide(i, breakGone)
	s.dive(low)
	s.undo(at)
	s.decide(i, breakKept)
	s.dive(low)
}

// narrow bounds the case, offers the set that comes with the bound, and decides on items that leave no choice, a few times; on
// is false when the case is done with.
func (s *breakSearch) narrow(low breakCost) (better breakCost, on bool) {
	for round := range 3 {
		s.reverse = round == 1 // another packing; often one of the two is better
		if s.stopped || s.found || !s.lower() {
			return low, false
		}
		if low.less(s.low) {
			low = s.low
		}
		if s.stopped || !low.less(s.target) {
			return low, false
		}
		if s.offer(); s.stopped || s.found || !low.less(s.target) {
			return low, false
		}
		if !s.keepDear() && round > 0 {
			break
		}
	}
	return low, true
}

func (s *breakSearch) leaveOpen(low breakCost) {
	if low.less(s.open) {
		s.open = low
	}
}

// keepDear keeps the items that no set below the target can hold: those with more left of their cost than lies between
// the bound and the target.
func (s *breakSearch) keepDear() (any bool) {
	for i, state := range s.state {
		if state == breakFree && !s.low.plus(s.rest[i]).less(s.target) {
			s.decide(int32(i), breakKept)
			any = true
		}
	}
	return any
}

// pick is the item of the smallest clause over which most ways lead.
func (s *breakSearch) pick() int32 {
	best := s.clause[0]
	for _, i := range s.clause[1:] {
		if s.ways[i] > s.ways[best] || s.ways[i] == s.ways[best] && i < best {
			best = i
		}
	}
	return best
}

// lower bounds the cost of the sets of the case, by cycles. Each takes a share of the cost of the items on it, the same of
// all, until one has nothing left; a set has an item of each cycle and costs at least the sum. It is false when there are
// none: on some cycle all items are kept.
func (s *breakSearch) lower() bool {
	s.low, s.clause = s.spent, s.clause[:0]
	copy(s.rest, s.part.cost)
	for _, whole := range []bool{true, false} {
		s.light(whole)
		if !s.pack(whole) {
			return false
		}
		if s.stopped || !s.low.less(s.target) || s.target.second < 0 {
			break
		}
	}
	return true
}

// breakLeft reports whether an item has something left.
func breakLeft(c breakCost, whole bool) bool {
	return c.first > 0 || !whole && c.first == 0 && c.second > 0
}

// light makes the hops passable that have an item with something left, or one that is kept.
func (s *breakSearch) light(whole bool) {
	p := s.part
	for h := range s.pass {
		s.pass[h] = s.fixed[h]
	}
	for i := range p.cost {
		if s.state[i] == breakFree && breakLeft(s.rest[i], whole) {
			for _, h := range p.hopsOf(int32(i)) {
				s.pass[h]++
			}
		}
	}
	s.spend(len(s.pass) + len(p.hops))
}

// breakLengths are the lengths of cycles in the order in which they are looked for: short ones first, which need less of
// what there is.
var breakLengths = []int{2, 3, 4, 6, 10}

// pack takes cycles until there are none, or the target is reached.
func (s *breakSearch) pack(whole bool) bool {
	for _, longest := range breakLengths {
		for at := range s.quiet {
			h := s.quiet[at]
			if s.reverse {
				h = s.quiet[len(s.quiet)-1-at]
			}
			for s.pass[h] > 0 && s.through(h, longest) {
				if !s.take(whole) {
					return false
				}
			}
			if s.dead {
				s.pass[h] = math.MinInt32 / 2
			}
			if s.stopped || !s.low.less(s.target) {
				return true
			}
		}
	}
	return s.peel(whole)
}

// take lets the cycle take what it can.
func (s *breakSearch) take(whole bool) bool {
	s.member = s.member[:0]
	for _, single := range []bool{true, false} {
		for _, h := range s.cycle {
			if s.fixed[h] == 0 && single == (len(s.part.itemsOf(h)) == 1) {
				s.join(h, whole)
			}
		}
	}
	if len(s.member) == 0 {
		return false
	}
	if len(s.clause) == 0 || len(s.member) < len(s.clause) {
		s.clause = append(s.clause[:0], s.member...)
	}
	share := s.rest[s.member[0]]
	for _, i := range s.member {
		s.inSet[i] = false
		if s.rest[i].less(share) {
			share = s.rest[i]
		}
	}
	s.low = s.low.plus(share)
	for _, i := range s.member {
		s.rest[i] = s.rest[i].minus(share)
		if !breakLeft(s.rest[i], whole) {
			for _, h := range s.part.hopsOf(i) {
				s.pass[h]--
			}
		}
	}
	return true
}

// join makes an item of a hop a member: none if one is already, else that with most left.
func (s *breakSearch) join(h int32, whole bool) {
	best := int32(-1)
	for _, i := range s.part.itemsOf(h) {
		if s.inSet[i] {
			return
		}
		if s.state[i] == breakFree && breakLeft(s.rest[i], whole) && (best < 0 || s.rest[best].less(s.rest[i])) {
			best = i
		}
	}
	s.inSet[best] = true
	s.member = append(s.member, best)
}

// spend counts steps.
func (s *breakSearch) spend(steps int) {
	s.work += int64(steps)
	if s.work > s.effort {
		s.stopped = true
	}
	if s.work-s.looked > 1<<16 {
		s.looked = s.work
		if err := s.ctx.Err(); err != nil {
			s.err, s.stopped = err, true
		}
	}
}

// through finds a shortest cycle over a hop, of at most so many hops, by a breadth first search from both ends, the smaller
// one first.
func (s *breakSearch) through(h int32, longest int) bool {
	u, v := s.part.from[h], s.part.to[h]
	s.cycle, s.dead = append(s.cycle[:0], h), false
	if u == v {
		return true
	}
	if s.mark++; s.mark == math.MaxInt32 {
		clear(s.ahead.seen)
		clear(s.behind.seen)
		s.mark = 1
	}
	s.ahead.begin(v, s.mark)
	s.behind.begin(u, s.mark)
	for length := 2; length <= longest; length++ {
		var at int32
		var met bool
		if s.ahead.size() <= s.behind.size() {
			at, met = s.stepAhead()
		} else {
			at, met = s.stepBehind()
		}
		switch {
		case s.stopped:
			return false
		case met:
			s.close(at, u, v)
			return true
		case s.ahead.size() == 0 || s.behind.size() == 0:
			s.dead = true
			return false
		}
	}
	return false
}

// size is the number of parties on the last level.
func (f *breakFront) size() int { return len(f.queue) - f.level }

func (f *breakFront) begin(v, mark int32) {
	f.queue, f.level = append(f.queue[:0], v), 0
	f.seen[v] = mark
}

// stepAhead takes one more step from the payee of the hop; at is where it meets the other side.
func (s *breakSearch) stepAhead() (at int32, met bool) {
	p, f := s.part, &s.ahead
	for end := len(f.queue); f.level < end; f.level++ {
		x := f.queue[f.level]
		s.spend(int(p.outStart[x+1]-p.outStart[x]) + 1)
		for h := p.outStart[x]; h < p.outStart[x+1]; h++ {
			y := p.to[h]
			if s.pass[h] <= 0 || f.seen[y] == s.mark {
				continue
			}
			f.seen[y], f.via[y] = s.mark, h
			if s.behind.seen[y] == s.mark {
				return y, true
			}
			f.queue = append(f.queue, y)
		}
	}
	return 0, false
}

// stepBehind takes one more step back from the payer of the hop.
func (s *breakSearch) stepBehind() (at int32, met bool) {
	p, f := s.part, &s.behind
	for end := len(f.queue); f.level < end; f.level++ {
		x := f.queue[f.level]
		s.spend(int(p.inStart[x+1]-p.inStart[x]) + 1)
		for _, h := range p.in[p.inStart[x]:p.inStart[x+1]] {
			y := p.from[h]
			if s.pass[h] <= 0 || f.seen[y] == s.mark {
				continue
			}
			f.seen[y], f.via[y] = s.mark, h
			if s.ahead.seen[y] == s.mark {
				return y, true
			}
			f.queue = append(f.queue, y)
		}
	}
	return 0, false
}

// close puts the two ways that met together.
func (s *breakSearch) close(at, u, v int32) {
	for x := at; x != v; x = s.part.from[s.ahead.via[x]] {
		s.cycle = append(s.cycle, s.ahead.via[x])
	}
	for x := at; x != u; x = s.part.to[s.behind.via[x]] {
		s.cycle = append(s.cycle, s.behind.via[x])
	}
}

// peel takes the cycles that a depth first search meets, until there are none. A party that it leaves is in no more cycle.
func (s *breakSearch) peel(whole bool) bool {
	clear(s.colour)
	copy(s.next, s.part.outStart)
	for root := range s.colour {
		if s.colour[root] == breakNew && !s.peelFrom(int32(root), whole) {
			return false
		}
		if s.stopped || !s.low.less(s.target) {
			break
		}
	}
	return true
}

func (s *breakSearch) peelFrom(u int32, whole bool) bool {
	p := s.part
	s.colour[u], s.way = breakOnWay, s.way[:0]
	for {
		h, ok := s.nextHop(u)
		if s.stopped || !s.low.less(s.target) {
			return true
		}
		if !ok {
			s.colour[u] = breakDone
			if len(s.way) == 0 {
				return true
			}
			u = p.from[s.way[len(s.way)-1]]
			s.way = s.way[:len(s.way)-1]
			continue
		}
		v := p.to[h]
		if s.colour[v] == breakNew {
			s.way = append(s.way, h)
			s.colour[v] = breakOnWay
			u = v
			continue
		}
		s.cycle = append(s.cycle[:0], h)
		for at, x := len(s.way)-1, u; x != v; at-- {
			s.cycle = append(s.cycle, s.way[at])
			x = p.from[s.way[at]]
		}
		if !s.take(whole) {
			return false
		}
		u = s.back(u)
	}
}

// The colours of a depth first search.
const (
	breakNew int8 = iota
	breakOnWay
	breakDone
)

// nextHop is the next hop of a party that can be passed and leads to one that is not done.
func (s *breakSearch) nextHop(u int32) (h int32, ok bool) {
	first, end := s.next[u], s.part.outStart[u+1]
	for h = first; h < end && (s.pass[h] <= 0 || s.colour[s.part.to[h]] == breakDone); h++ {
	}
	s.next[u] = h
	s.spend(int(h-first) + 1)
	return h, h < end
}

// back goes back on the way to before the first hop that can be passed no more.
func (s *breakSearch) back(u int32) int32 {
	cut := 0
	for cut < len(s.way) && s.pass[s.way[cut]] > 0 {
		cut++
	}
	for len(s.way) > cut {
		s.colour[u] = breakNew
		u = s.part.from[s.way[len(s.way)-1]]
		s.way = s.way[:len(s.way)-1]
	}
	return u
}

// offer makes a set of the items that have nothing left, and takes it if it costs less than the target.
func (s *breakSearch) offer() {
	whole := s.target.second < 0
	for i, state := range s.state {
		s.inSet[i] = state == breakGone || state == breakFree && !breakLeft(s.rest[i], whole)
	}
	s.trim()
}

// trim puts the items of a set back that turn out to be superfluous, the dearest first, and takes what remains if it costs less
// than the target.
func (s *breakSearch) trim() {
	p := s.part
	clear(s.pass)
	s.spend(len(s.pass) + len(p.hops))
	cost := breakCost{}
	for i := range p.cost {
		if s.inSet[i] {
			cost = cost.plus(p.cost[i])
			continue
		}
		for _, h := range p.hopsOf(int32(i)) {
			s.pass[h]++
		}
	}
	for _, i := range s.dear {
		if s.inSet[i] && !(s.exact && s.state[i] == breakGone) && s.superfluous(i) {
			s.inSet[i] = false
			cost = cost.minus(p.cost[i])
		}
	}
	if !s.stopped && cost.less(s.target) {
		s.accept(cost)
	}
	clear(s.inSet)
}

// accept takes the set as the best, and as the one to beat.
func (s *breakSearch) accept(cost breakCost) {
	s.best, s.cost = s.best[:0], cost
	for i := range s.inSet {
		if s.inSet[i] {
			s.best = append(s.best, int32(i))
		}
	}
	switch {
	case s.exact:
		s.found = true
	case s.target.second < 0:
		s.target.first = cost.first
	default:
		s.target = cost
	}
}

// superfluous puts an item back if that closes no cycle.
func (s *breakSearch) superfluous(i int32) bool {
	hops := s.part.hopsOf(i)
	for _, h := range hops {
		s.pass[h]++
	}
	for _, h := range hops {
		if s.pass[h] == 1 && s.through(h, math.MaxInt) {
			for _, h := range hops {
				s.pass[h]--
			}
			return false
		}
	}
	return true
}

// breakRounds bounds how often the parties are gone through for one order, breakKicks how often a good order is disturbed.
const (
	breakRounds = 20
	breakKicks  = 300
)

// sift looks for better sets by orders of the parties: what is paid against an order is a set. Party after party moves to
// where least is paid against it, for as long as that helps; then the set is trimmed, and the best order is disturbed a little to
// try again. The disturbances are the same every time.
func (s *breakSearch) sift() {
	o := newBreakOrder(s.part)
	r := rand.New(rand.NewPCG(1, 0))
	s.target = s.cost
	for kick := range breakKicks {
		o.begin(s.best)
		if kick > 0 {
			o.kick(r)
		}
		for round := 0; round < breakRounds && o.round(); round++ {
			s.spend(4 * len(s.part.to))
		}
		for h := range s.part.to {
			if o.against(h) {
				for _, i := range s.part.itemsOf(int32(h)) {
					s.inSet[i] = true
				}
			}
		}
		if s.trim(); s.stopped || !s.bound.less(s.cost) {
			return
		}
	}
}

// breakOrder is an order of the parties of a part in which one can be moved at little cost: a list with rising labels. The
// place before the first and after the last party is one of no party.
type breakOrder struct {
	part          *breakPart
	cost          []breakCost // by hop
	label         []int64     // by party, and of the end
	after, before []int32     // by party, and of the end: who comes next and who comes before
	near          []breakNear // scratch
	degree, queue []int32     // scratch, by party
	pass          []int32     // scratch, by hop
}

// breakNear is a hop at a party: the other end, and by how much more is paid against the order when the party stands behind it.
type breakNear struct {
	party int32
	label int64
	more  breakCost
}

func newBreakOrder(p *breakPart) *breakOrder {
	parties := len(p.outStart) - 1
	o := &breakOrder{part: p, cost: make([]breakCost, len(p.to)), pass: make([]int32, len(p.to))}
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
			o.cost[h] = o.cost[h].plus(breakCost{c.first * scale / k, c.second / k})
		}
	}
	return o
}

// begin orders the parties so that nobody pays against the order when a set is gone.
func (o *breakOrder) begin(set []int32) {
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
func (o *breakOrder) without(set []int32) []int32 {
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
func (o *breakOrder) number() {
	end := int32(len(o.label) - 1)
	label := int64(0)
	for v := o.after[end]; v != end; v = o.after[v] {
		label += 1 << 32
		o.label[v] = label
	}
	o.label[end] = label + 1<<32
}

// against reports whether a hop goes against the order.
func (o *breakOrder) against(h int) bool { return o.label[o.part.from[h]] >= o.label[o.part.to[h]] }

// round moves every party once to where least is paid against the order; false if none moved.
func (o *breakOrder) round() (moved bool) {
	for v := range int32(len(o.label) - 1) {
		o.look(v)
		if len(o.near) == 0 {
			continue
		}
		slices.SortFunc(o.near, func(a, b breakNear) int { return cmp.Compare(a.label, b.label) })
		var sum, here, least breakCost // against the order, less what is paid against it in front of all
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
func (o *breakOrder) look(v int32) {
	p := o.part
	o.near = o.near[:0]
	for h := p.outStart[v]; h < p.outStart[v+1]; h++ {
		if w := p.to[h]; w != v {
			o.near = append(o.near, breakNear{w, o.label[w], o.cost[h]})
		}
	}
	for _, h := range p.in[p.inStart[v]:p.inStart[v+1]] {
		if w := p.from[h]; w != v {
			o.near = append(o.near, breakNear{w, o.label[w], breakCost{}.minus(o.cost[h])})
		}
	}
}

// move puts a party behind another, or in front of all.
func (o *breakOrder) move(v, behind int32) {
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
func (o *breakOrder) kick(r *rand.Rand) {
	parties := len(o.label) - 1
	for range 2 + parties/50 {
		o.move(int32(r.IntN(parties)), int32(r.IntN(parties+1)))
	}
}
