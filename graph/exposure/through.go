package exposure

import (
	"context"
	"errors"

	"dealgraph/graph"
)

// ErrSame is the error of a question about a chain from a party to itself: what comes back is a round trip, see package
// throughflow.
var ErrSame = errors.New("the ends of a chain are two parties")

// Through says whose inflow hangs on a party by way of another one: of what [Chains.Dependents] tells for the party, the part
// that was at the other in between. For the other itself that is all. Nothing passes a party of the sector outside.
//
// Errors: as there, and ErrSame. Cost: two solves as there.
func (c *Chains) Through(ctx context.Context, party, between graph.Node, o ReachOptions) (Reach, error) {
	if party == between {
		return Reach{}, ErrSame
	}
	r, err := c.begin(party, o)
	if err != nil {
		return r, err
	}
	c.n.Party(between)
	s, x, m := c.hit(ctx), int32(party), int32(between)
	if err := s.passed(x); err != nil {
		return r, err
	}
	c.own(s, &r)
	first, within := s.share(m)
	if err := s.passed(m, x); err != nil {
		return r, err
	}
	r.Within = within
	hops := make([]int, len(c.money))
	near, beyond := c.nearest(x, ends{c.a, false}), c.nearest(m, ends{c.a, false}, x)
	if near.all[m] == 0 || c.outside[m] {
		beyond = distances{make([]int, len(hops)), make([]int, len(hops))}
	}
	for v := range hops {
		var d Dependence
		switch {
		case int32(v) == x || near.all[m] == 0:
			continue
		case int32(v) == m:
			d = Dependence{Hops: near.all[m], Known: near.known[m] > 0}
		case beyond.all[v] == 0:
			continue
		default:
			d = Dependence{Hops: near.all[m] + beyond.all[v], Known: near.known[m] > 0 && beyond.known[v] > 0}
		}
		hops[v] = d.Hops
		d.Party = graph.Node(v)
		c.by(&d, s, first, x, m, o)
		r.On, r.Sum = append(r.On, d), r.Sum+d.Total
	}
	c.finish(&r, o, hops)
	return r, nil
}

// by fills the part of a dependence that is by way of m: first is the share of the money of m that was at x, and the mark
// stands on m, with x dead.
func (c *Chains) by(d *Dependence, s *hit, first float64, x, m int32, o ReachOptions) {
	v := int32(d.Party)
	if v == m {
		c.fill(d, d.Party, c.direct(x, m), first, 0, o)
		return
	}
	behind, _ := s.share(v)
	two := 0.0
	if !c.outside[m] && c.money[m] > 0 {
		two = float64(c.direct(x, m).Amount) / float64(c.money[m]) * float64(c.direct(m, v).Amount)
	}
	c.fill(d, d.Party, Cell{}, first*behind, two, o)
}
