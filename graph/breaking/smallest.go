package breaking

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Aim says which of the sets of deals that break all cycles is the best.
type Aim string

// The aims. Deals without a disclosed amount count as no money under both, since nothing is known of theirs.
const (
	// FewestDeals is the fewest deals; of as few the least money, and of as little the set whose ids come first.
	FewestDeals Aim = "fewest"
	// LeastMoney is the least money; of as little the fewest deals, and of as few the set whose ids come first.
	LeastMoney Aim = "least-money"
)

// Options say what is sought and how long. The zero Options is the fewest deals, with the default effort.
type Options struct {
	Aim Aim // "" is FewestDeals
	// Effort bounds the search for a better set and for the proof that there is none, in steps of which one takes some
	// nanoseconds: it is a count and no time, so that an answer does not depend on the machine. 0 is DefaultEffort; a
	// negative Effort is no bound, and the time then exponential in the worst case.
	Effort int64
}

// DefaultEffort takes a few seconds where it is used up. The reference ledger takes less than a hundredth of it, a random
// network of its size up to all of it.
const DefaultEffort = 500_000_000

// Deal is a deal that is to go, with all its legs.
type Deal struct {
	ID      deals.DealID // "" for an arc without a leg, which is a deal of its own
	Arcs    []int        // ids of all its arcs in the network, ascending, also of those that are in no cycle
	Amount  int64        // of these arcs, as far as it is known, in minor units of the view's currency
	Unknown int          // arcs of it whose amount is not known
}

// Set is a set of deals without which no money can go round. No deal in it is superfluous: with any one of them back
// there is a cycle again.
type Set struct {
	Aim     Aim
	Deals   []Deal // by id, arcs without a leg at the end
	Amount  int64  // of the deals, as far as it is known, in minor units of the view's currency
	Unknown int    // arcs of theirs whose amount is not known: they are in no sum
	// AtLeast is proved: no set of fewer deals breaks all breaking. It is 0 when the aim is money.
	AtLeast int
	// AtLeastAmount is proved: no set worth less breaks all breaking. It is 0 when the aim is the number of deals.
	AtLeastAmount int64
	Proved        bool    // there is no set of fewer deals, or of less money, whichever is the aim
	Settled       bool    // Proved, and of the sets that are as good this is the first in the order of the aim
	Warnings      []error // of type graph.Warning
}

// String says how many deals break all cycles and what is proved of the number, for a caption: "4 deals; no set of fewer
// than 3 can do".
func (b Set) String() string {
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

// The codes of warnings of Smallest, in the order in which they are given.
const (
	WarnUnproved    = "breaking-unproved"
	WarnUndisclosed = "breaking-undisclosed"
)

// Smallest finds the smallest set of deals without which no money can go round: a minimum feedback arc set, except that what is
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
func Smallest(ctx context.Context, n *graph.Network, o Options) (Set, error) {
	if o.Aim == "" {
		o.Aim = FewestDeals
	}
	if o.Aim != FewestDeals && o.Aim != LeastMoney {
		return Set{}, fmt.Errorf("break cycles: the aim %q is not known (the aims are %s and %s)", o.Aim, FewestDeals, LeastMoney)
	}
	if o.Effort == 0 {
		o.Effort = DefaultEffort
	}
	all := allDeals(n)
	parts := takeApart(n, all, o.Aim)
	searches, err := solveAll(ctx, parts, o.Effort)
	if err != nil && searches == nil {
		return Set{Aim: o.Aim}, fmt.Errorf("break cycles: %w", err)
	}
	b := result(n, o.Aim, all, searches)
	if err != nil {
		err = fmt.Errorf("break cycles: %w", err)
	}
	return b, err
}

// solveAll finds a set for each part, and then improves them: small parts first, so that what they leave of the effort
// goes to those that need it.
func solveAll(ctx context.Context, parts []*part, effort int64) ([]*search, error) {
	searches := make([]*search, len(parts))
	for i, p := range parts {
		searches[i] = newSearch(ctx, p)
		if searches[i].begin(); searches[i].err != nil {
			return nil, searches[i].err
		}
	}
	order := slices.Clone(searches)
	slices.SortStableFunc(order, func(a, b *search) int { return len(a.part.to) - len(b.part.to) })
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

// result tells the deals of all parts.
func result(n *graph.Network, aim Aim, all []Deal, searches []*search) Set {
	b := Set{Aim: aim, Proved: true, Settled: true}
	var chosen []int32
	var cost, bound price
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
	b.Warnings = warnings(n, b)
	return b
}

func warnings(n *graph.Network, b Set) []error {
	var out []error
	say := func(code, msg string, legs []deals.LegRef) {
		out = append(out, graph.Warning{Code: code, Msg: msg, Legs: legs})
	}
	switch {
	case !b.Proved:
		say(WarnUnproved, "the search for a smaller set of deals ended before it was done: "+b.String(), nil)
	case !b.Settled:
		say(WarnUnproved, "the search ended before all sets of deals that are as small were compared", nil)
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
		say(WarnUndisclosed, "1 amount is not disclosed"+taken, legs)
	case b.Unknown > 1:
		say(WarnUndisclosed, fmt.Sprintf("%d amounts are not disclosed", b.Unknown)+taken, legs)
	}
	return out
}

// allDeals are all deals of a network, by id, arcs without a leg at the end.
func allDeals(n *graph.Network) []Deal {
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
	var out []Deal
	for at, id := range order {
		d := of[id]
		if last := len(out) - 1; d != nil && at > 0 && d.ID == out[last].ID && of[order[at-1]] != nil {
			out[last].add(n.Arc(id))
			continue
		}
		out = append(out, Deal{})
		if d != nil {
			out[len(out)-1].ID = d.ID
		}
		out[len(out)-1].add(n.Arc(id))
	}
	return out
}

func (d *Deal) add(a graph.Arc) {
	d.Arcs = append(d.Arcs, a.ID)
	if a.Known {
		d.Amount += a.Amount
	} else {
		d.Unknown++
	}
}
