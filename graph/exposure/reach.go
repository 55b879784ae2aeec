package exposure

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/graph"
)

// Reach is who hangs on whom along chains of payments: on one party, or one party on others.
type Reach struct {
	Party    graph.Node
	On       []Dependence // by falling total, then those without a known amount; ties by party id
	Paid     Cell         // what the party pays others
	Received Cell         // what others pay it
	Back     int64        // of Received, what the party paid out before
	Sum      int64        // of the totals, of dependents only: a dollar that passes k parties is in k of them
	Closed   bool         // all the money that the party has was its own before: it has no source
	Within   float64      // no share of a party's money is off by more than this; 0 to some 1e-12 but in very large circles
	Warnings []error
}

// Dependence is how much of what a party receives was at another before, in minor units. Direct, TwoHops and Longer add up to
// Total.
type Dependence struct {
	Party       graph.Node // who depends, or on whom
	Hops        int        // payments in the shortest chain
	Known       bool       // a chain of disclosed amounts leads there; else no amount is known, which is no zero
	Direct      int64      // paid by the one to the other
	TwoHops     int64      // by one party in between
	Longer      int64      // by more
	Total       int64      // what the one would receive less if the other paid nothing
	Undisclosed int        // undisclosed payments from the one to the other
	Inflow      Cell       // all that the one who depends receives; undisclosed payments make its shares smaller
	OfInflow    float64    // Total of that, 0 to 1
	OfNetwork   float64    // Total of all payments in the network
	Buffer      graph.Means
	OfBuffer    float64 // Total of the buffer of the one who depends; 0 unless it is known and more than nothing
}

// ReachOptions say what to add and how much to list. The zero value lists all, without buffers.
type ReachOptions struct {
	Buffers []graph.Means // by party, what it can lose; nil: nothing is known of any
	Most    int           // list at most so many dependences, the largest; 0: all
}

// Dependents says whose inflow hangs on a party that pays less, and by how much: for each, the part of what it receives
// that was at the party before. It is what it would lose if the party paid nothing and everybody else went on to pay the same
// shares of what it has. Half as much less from the party is half as much less here. What comes back to the party on the way
// is not passed on another time.
//
// The error is that of ctx, or a list of buffers that is not by party. It panics if the party is not in the network. Cost:
// some dozen passes over the arcs that the party reaches; for circles from which next to nothing leaves, cubic in their
// parties.
//
// Kemeny and Snell, Finite Markov Chains, 1960, for the chance to reach a state, which is what a share in proportion is.
func (c *Chains) Dependents(ctx context.Context, party graph.Node, o ReachOptions) (Reach, error) {
	r, err := c.begin(party, o)
	if err != nil {
		return r, err
	}
	s, x := c.hit(ctx), int32(party)
	if err := s.passed(x); err != nil {
		return r, err
	}
	c.own(s, &r)
	near := c.nearest(x, ends{c.a, false})
	two := c.second(x, &c.on, c.paid[x])
	for v, hops := range near.all {
		if hops == 0 {
			continue
		}
		d := Dependence{Party: graph.Node(v), Hops: hops}
		share := 0.0
		if at := near.known[v]; at > 0 {
			var within float64
			d.Known, d.Hops = true, at
			share, within = s.share(int32(v))
			r.Within = math.Max(r.Within, within)
		}
		c.fill(&d, graph.Node(v), c.direct(x, int32(v)), share, two[v], o)
		r.On = append(r.On, d)
		r.Sum += d.Total
	}
	c.finish(&r, o, near.all)
	return r, nil
}

// DependsOn says on whom the inflow of a party hangs: for each other, the part of what the party receives that was at the
// other before, whether it was that one's own or was passed on. The parts overlap, since a dollar goes through many hands, and
// do not add up to what the party receives. It is [Chains.Dependents] of each other, as it concerns the party.
//
// Errors: as there. Cost: two solves as there, and one more for each party on a cycle that is listed or may have to be: with a
// limit of how many to list, few more than these.
func (c *Chains) DependsOn(ctx context.Context, party graph.Node, o ReachOptions) (Reach, error) {
	r, err := c.begin(party, o)
	if err != nil {
		return r, err
	}
	s, x := c.hit(ctx), int32(party)
	if err := s.passed(x); err != nil {
		return r, err
	}
	c.own(s, &r)
	shares, err := c.sources(s, x, &r, o.Most)
	if err != nil {
		return r, err
	}
	near := c.nearest(x, ends{c.a, true})
	two := c.second(x, &c.from, c.received[x])
	for v, hops := range near.all {
		share, listed := shares[int32(v)]
		if hops == 0 || near.known[v] > 0 && !listed {
			continue
		}
		d := Dependence{Party: graph.Node(v), Hops: hops}
		if at := near.known[v]; at > 0 {
			d.Known, d.Hops = true, at
		}
		c.fill(&d, party, c.direct(int32(v), x), share, two[v], o)
		r.On = append(r.On, d)
	}
	c.finish(&r, o, near.all)
	return r, nil
}

// begin checks the question and sets up its answer.
func (c *Chains) begin(party graph.Node, o ReachOptions) (Reach, error) {
	c.n.Party(party) // panics here rather than with an empty result
	if o.Buffers != nil && len(o.Buffers) != c.n.Order() {
		return Reach{}, fmt.Errorf("look through chains: buffers of %d of %d parties", len(o.Buffers), c.n.Order())
	}
	r := Reach{Party: party, Paid: Cell{Amount: c.paid[party]}, Received: Cell{Amount: c.received[party], Unknown: c.unknown[party]}}
	for h := c.a.Start[party]; h < c.a.Start[party+1]; h++ {
		r.Paid.Unknown += int(c.a.Unknown[h])
	}
	return r, nil
}

// own tells what comes back to the party, once the mark is set on it.
func (c *Chains) own(s *hit, r *Reach) {
	again, _ := s.again(&c.from)
	r.Back = min(r.Received.Amount, cents(again*float64(c.money[r.Party])))
	r.Closed = r.Received.Amount > 0 && c.closed(int32(r.Party))
}

// closed reports whether all that a party has was its own before: of those whose money reaches it, none has any of its own, or
// from outside. Amounts are whole, so that this is exact. Cost: O(hops before the party).
func (c *Chains) closed(x int32) bool {
	seen := make([]bool, len(c.money))
	seen[x] = true
	for queue := []int32{x}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		if c.outside[v] || c.money[v] > c.received[v] {
			return false
		}
		for e := c.from.start[v]; e < c.from.start[v+1]; e++ {
			if u := c.from.with[e]; !seen[u] {
				seen[u] = true
				queue = append(queue, u)
			}
		}
	}
	return true
}

// distances are payments in the shortest chain by party, 0 where there is none.
type distances struct{ known, all []int }

// nearest finds the shortest chains: of disclosed payments, and of any; none that passes one of without.
func (c *Chains) nearest(x int32, s ends, without ...int32) distances {
	return distances{c.steps(x, s, true, without), c.steps(x, s, false, without)}
}

func (c *Chains) steps(x int32, s ends, known bool, without []int32) []int {
	hops := make([]int, len(c.money))
	queue := []int32{x}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for i, end := s.of(v); i < end; i++ {
			h, w := s.hop(i)
			if w == x || hops[w] > 0 || known && c.a.Amount[h] == 0 || slices.Contains(without, w) {
				continue
			}
			hops[w] = hops[v] + 1
			if !c.outside[w] {
				queue = append(queue, w)
			}
		}
	}
	return hops
}

// second is by party what passes between it and x by one party in between, in minor units. Whole is what x has on its ends.
func (c *Chains) second(x int32, rows *flow, whole int64) []float64 {
	out := make([]float64, len(c.money))
	if !c.outside[x] {
		whole = c.money[x]
	}
	for i := rows.start[x]; i < rows.start[x+1]; i++ {
		v := rows.with[i]
		if c.outside[v] {
			continue
		}
		amount := rows.share[i] * float64(whole)
		for j := rows.start[v]; j < rows.start[v+1]; j++ {
			out[rows.with[j]] += amount * rows.share[j]
		}
	}
	return out
}

// direct is what one party pays another.
func (c *Chains) direct(from, to int32) Cell {
	h, ok := c.a.Hop(graph.Node(from), graph.Node(to))
	if !ok {
		return Cell{}
	}
	return Cell{c.a.Amount[h], int(c.a.Unknown[h])}
}

// fill sets the amounts of a dependence of holder: the share of its money, and what is paid directly and by one in between.
func (c *Chains) fill(d *Dependence, holder graph.Node, direct Cell, share, two float64, o ReachOptions) {
	d.Inflow = Cell{c.received[holder], c.unknown[holder]}
	d.Undisclosed = direct.Unknown
	if o.Buffers != nil {
		d.Buffer = o.Buffers[holder]
	}
	if !d.Known {
		return
	}
	total := share * float64(c.whole(holder))
	d.Direct = direct.Amount
	d.Total = min(d.Inflow.Amount, max(cents(total), d.Direct))
	d.TwoHops = min(cents(two), d.Total-d.Direct)
	d.Longer = d.Total - d.Direct - d.TwoHops
	if d.Inflow.Amount > 0 {
		d.OfInflow = math.Min(1, total/float64(d.Inflow.Amount))
	}
	if c.total > 0 {
		d.OfNetwork = total / float64(c.total)
	}
	if d.Buffer.Known && d.Buffer.Amount > 0 {
		d.OfBuffer = total / float64(d.Buffer.Amount)
	}
}

// whole is the money that shares of what a party received are of.
func (c *Chains) whole(v graph.Node) int64 {
	if c.outside[v] {
		return c.received[v]
	}
	return c.money[v]
}

func cents(x float64) int64 { return int64(math.Round(x)) }

// finish sorts, cuts and adds up.
func (c *Chains) finish(r *Reach, o ReachOptions, hops []int) {
	slices.SortFunc(r.On, func(a, b Dependence) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.OfNetwork, a.OfNetwork), known(b)-known(a), cmp.Compare(a.Party, b.Party))
	})
	if o.Most > 0 && len(r.On) > o.Most {
		r.On = r.On[:o.Most:o.Most]
	}
	r.Warnings = c.warn(r, hops)
}

func known(d Dependence) int {
	if d.Known {
		return 1
	}
	return 0
}
