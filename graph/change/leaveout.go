package change

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Measure is a number of a network, in minor units.
type Measure func(context.Context, *graph.Network) (int64, error)

// Drops are what each change does to a number that does not add up over deals.
type Drops struct {
	Old, New int64
	Causes   []Drop // that move it, by falling size
	Rest     int64  // New less Old less all effects: changes that matter only together, each of which would do, or that were not tried
	Changes  int    // deals and groups of them that do not count alike in the two networks
	Tried    int    // how many of them were left out
}

// Drop is what one change does to a number.
type Drop struct {
	Deals  []deals.DealID // one, or several of which one depends on the other: a deal and what lies within it, or supersedes it; by id
	Party  deals.PartyID  // or a party that stands for many in one network only
	Effect int64          // the number as it is, less what it would be if only this were as before
}

// LeaveOut tells for each change between two networks what the newer number would be without it: with the arcs of that deal as they were in
// the older network. Changed deals of which one lies within the other, or supersedes it, are left out together, for the amount of the one
// depends on the other.
//
// At most so many changes are tried, those of most money first; 0 is all. The measure is called by several goroutines at once; the
// result does not depend on how many. When the context is done, or the measure fails, the error is returned with what was found so far.
// Cost: for each change that of a network and of the measure.
func LeaveOut(ctx context.Context, c *Changes, old, new *graph.Network, m Measure, most int) (Drops, error) {
	var out Drops
	var err error
	if out.Old, err = m(ctx, old); err != nil {
		return out, err
	}
	if out.New, err = m(ctx, new); err != nil {
		return out, err
	}
	b := newBetween(old, new)
	groups := b.groups(c)
	out.Changes, out.Rest = len(groups), out.New-out.Old
	if most > 0 && len(groups) > most {
		groups = groups[:most]
	}
	without, err := b.measure(ctx, groups, m)
	for i, x := range without {
		if x == nil {
			continue // it was not come to
		}
		out.Tried++
		if effect := out.New - *x; effect != 0 {
			groups[i].Effect = effect
			out.Rest -= effect
			out.Causes = append(out.Causes, groups[i].Drop)
		}
	}
	slices.SortStableFunc(out.Causes, func(a, b Drop) int {
		return cmp.Or(cmp.Compare(size(b.Effect), size(a.Effect)), slices.Compare(a.Deals, b.Deals), cmp.Compare(a.Party, b.Party))
	})
	return out, err
}

// measure is the measure without each group; nil for those that it did not come to.
func (b *between) measure(ctx context.Context, groups []group, m Measure) ([]*int64, error) {
	out := make([]*int64, len(groups))
	errs := make([]error, len(groups))
	var next atomic.Int64
	var failed atomic.Bool
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(groups)) {
		wait.Go(func() {
			for !failed.Load() {
				i := int(next.Add(1)) - 1
				if i >= len(groups) {
					return
				}
				x, err := int64(0), ctx.Err()
				if err == nil {
					x, err = m(ctx, b.without(groups[i]))
				}
				if err != nil {
					errs[i] = err
					failed.Store(true)
					return
				}
				out[i] = &x
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// between is what two networks have and have not in common.
type between struct {
	old, new *graph.Network
	parties  []*deals.Party // of both, as the newer has them
	at       map[deals.PartyID]int
	was, is  map[deals.DealID][]graph.Arc
}

func newBetween(old, new *graph.Network) *between {
	b := &between{old: old, new: new, at: map[deals.PartyID]int{}}
	for _, n := range []*graph.Network{new, old} {
		for v := range n.Order() {
			p := n.Party(graph.Node(v))
			if _, ok := b.at[p.ID]; !ok {
				b.at[p.ID] = len(b.parties)
				b.parties = append(b.parties, p)
			}
		}
	}
	b.was, b.is = b.byDeal(old), b.byDeal(new)
	return b
}

// byDeal are the arcs of a network by deal, from and to parties of both.
func (b *between) byDeal(n *graph.Network) map[deals.DealID][]graph.Arc {
	out := map[deals.DealID][]graph.Arc{}
	for a := range n.Arcs() {
		a.From, a.To = graph.Node(b.at[n.Party(a.From).ID]), graph.Node(b.at[n.Party(a.To).ID])
		out[a.Leg.Deal.ID] = append(out[a.Leg.Deal.ID], a)
	}
	return out
}

// group is a change that can be left out.
type group struct {
	Drop
	money int64 // how much it moves
}

// groups are the changes between the networks, those of most money first.
func (b *between) groups(c *Changes) []group {
	moves := map[deals.DealID]int64{}
	for _, arcs := range []map[deals.DealID][]graph.Arc{b.was, b.is} {
		for id := range arcs {
			if by, same := difference(b.was[id], b.is[id]); !same {
				moves[id] = by
			}
		}
	}
	var ids []deals.DealID
	for id := range moves {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out []group
	seen := map[deals.DealID]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		g := group{}
		g.Deals = c.together(id, func(d deals.DealID) bool {
			_, ok := moves[d]
			return ok || c.deals[d] != nil // another may have taken all of it
		}, seen)
		for _, d := range g.Deals {
			g.money += moves[d]
		}
		out = append(out, g)
	}
	for _, p := range b.parties {
		v, ok := b.old.Node(p.ID)
		if _, both := b.new.Node(p.ID); ok && both && b.old.Party(v).Outside() != p.Outside() {
			out = append(out, group{Drop: Drop{Party: p.ID}})
		}
	}
	slices.SortStableFunc(out, func(a, b group) int { return cmp.Compare(b.money, a.money) })
	return out
}

// difference is how much money moves between two lists of arcs of a deal; same if they count alike.
func difference(was, is []graph.Arc) (by int64, same bool) {
	type arc struct {
		from, to graph.Node
		leg      string
		minor    int64
		known    bool
	}
	count := map[arc]int{}
	for _, a := range was {
		count[arc{a.From, a.To, a.Leg.Name, a.Amount, a.Known}]--
	}
	for _, a := range is {
		count[arc{a.From, a.To, a.Leg.Name, a.Amount, a.Known}]++
	}
	same = true
	for a, n := range count {
		if n != 0 {
			same = false
			by += a.minor // a sum: in any order
		}
	}
	return by, same
}

// together are a deal and those among some that depend on one another with it, be it by way of others, sorted; they are marked as seen.
func (c *Changes) together(id deals.DealID, among func(deals.DealID) bool, seen map[deals.DealID]bool) []deals.DealID {
	var out []deals.DealID
	reached := map[deals.DealID]bool{id: true}
	for todo := []deals.DealID{id}; len(todo) > 0; todo = todo[1:] {
		if among(todo[0]) {
			seen[todo[0]] = true
			out = append(out, todo[0])
		}
		for _, next := range c.neighbours[todo[0]] {
			if !reached[next] {
				reached[next] = true
				todo = append(todo, next)
			}
		}
	}
	slices.Sort(out)
	return out
}

// without is the newer network with a group as in the older one.
func (b *between) without(g group) *graph.Network {
	parties := b.parties
	if g.Party != "" {
		parties = slices.Clone(parties)
		v, _ := b.old.Node(g.Party)
		parties[b.at[g.Party]] = b.old.Party(v)
	}
	out := map[deals.DealID]bool{}
	for _, id := range g.Deals {
		out[id] = true
	}
	var arcs []graph.Arc
	for a := range b.new.Arcs() {
		if !out[a.Leg.Deal.ID] {
			a.From, a.To = graph.Node(b.at[b.new.Party(a.From).ID]), graph.Node(b.at[b.new.Party(a.To).ID])
			arcs = append(arcs, a)
		}
	}
	for _, id := range g.Deals {
		arcs = append(arcs, b.was[id]...)
	}
	n := graph.New(parties, arcs)
	n.View, n.Ledger = b.new.View, b.new.Ledger
	return n
}
