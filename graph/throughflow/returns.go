package throughflow

import (
	"cmp"
	"context"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// ReturnOptions say how money must have moved to count as returned.
type ReturnOptions struct {
	Window int  // days between the first and the last payment, at most; 0 is no limit
	OneDay bool // a payment may pass on what comes in on the same day; else only what came in on a day before
}

// Returned is how much of a party's own money can have come back to it, dates respected, in minor units.
type Returned struct {
	Certain  Return // on whatever days the payments moved within what is known of their dates
	Possible Return // at most, on the most convenient days
	Unknown  int    // payments whose amount is not known: left out
	Warnings []error
}

// Return is an amount and the window in which it comes back.
type Return struct {
	Amount int64 // minor units
	From   int32 // the first day of the window, counted from 1970-01-01; 0 without a window
}

// WarnUnknownPayments is the code of the warning that payments have no amount.
const WarnUnknownPayments = "throughflow-unknown-payments"

// ReturnFlow is how much money of r can have left it and come back to it in the order of the dates: the largest flow through
// payments from r to r in which every other party pays on only what it has been paid before, and nobody more than was paid.
// It may wait anywhere. With a window, all of it happens within so many days, and of all windows the best is taken. For n and
// payments see [graph.Network.Payments]; those that are not dated are the caller's to tell. Parties of the sector outside
// pass nothing on, and neither do guarantees and warrants.
//
// Dates that are known only as a span, First to Last, are read in two ways. Certain lets a payment pass on another only if the
// other's Last is before its First (or on it, with OneDay). Whatever the true days are, the return flow on them is at
// least that. Possible lets it if the other's First is before its Last. Whatever the true days are, the return flow is at most
// that; it need not be reached, because each pair of payments is looked at by itself and no days may suit all pairs. Where
// all days are known, both are the return flow itself. Days known by month or year make Certain small, since payments of one
// month are in no certain order.
//
// Without a window that is one maximum flow on a network of a node for each day on which a party can pay; with one, as many
// as there are windows to try, which is at least the days on which r pays. The error is ErrOutside or that of ctx.
//
// Ford and Fulkerson, Constructing Maximal Dynamic Flows from Static Flows, Operations Research 6(3), 1958; for cumulative
// balances of dated payments see Kosyfaki et al., Flow Computation in Temporal Interaction Networks, ICDE 2021.
func ReturnFlow(ctx context.Context, n *graph.Network, payments []graph.Payment, r graph.Node, o ReturnOptions) (Returned, error) {
	if n.Party(r).Outside() {
		return Returned{}, ErrOutside
	}
	var out Returned
	dated, unknown := usable(n, payments)
	if out.Unknown = len(unknown); out.Unknown > 0 {
		msg := graph.Counted(out.Unknown, "dated payment has an amount that is", "dated payments have amounts that are") + " not known: left out"
		out.Warnings = append(out.Warnings, graph.Warning{Code: WarnUnknownPayments, Msg: msg, Legs: unknownLegs(n, unknown)})
	}
	var err error
	if out.Certain, err = best(ctx, order{dated, r, o.OneDay, false}, o.Window); err != nil {
		return Returned{}, err
	}
	if out.Possible, err = best(ctx, order{dated, r, o.OneDay, true}, o.Window); err != nil {
		return Returned{}, err
	}
	return out, nil
}

// usable are the payments that can pass money on, and those of which nobody knows how much.
func usable(n *graph.Network, payments []graph.Payment) (dated, unknown []graph.Payment) {
	for _, p := range payments {
		switch {
		case contingent(n.Arc(p.Arc)) || n.Party(p.From).Outside() || n.Party(p.To).Outside():
		case !p.Known:
			unknown = append(unknown, p)
		case p.Amount > 0:
			dated = append(dated, p)
		}
	}
	return dated, unknown
}

func unknownLegs(n *graph.Network, payments []graph.Payment) []deals.LegRef {
	arcs := make([]graph.Arc, len(payments))
	for i, p := range payments {
		arcs[i] = n.Arc(p.Arc)
	}
	return graph.Refs(arcs)
}

// order is payments and a rule which may pass on which.
type order struct {
	payments []graph.Payment
	r        graph.Node
	oneDay   bool
	possible bool
}

// The moments of a payment are its days, twice, so that what comes in on a day comes between that day and the next where it
// can be passed on only from the next.
func (o *order) out(p *graph.Payment) int64 {
	if o.possible {
		return 2 * int64(p.Last)
	}
	return 2 * int64(p.First)
}

func (o *order) in(p *graph.Payment) int64 {
	day := int64(p.Last)
	if o.possible {
		day = int64(p.First)
	}
	if o.oneDay {
		return 2 * day
	}
	return 2*day + 1
}

// best is the largest return flow over all windows of some days, the earliest of equals; over all time with 0 days.
func best(ctx context.Context, o order, days int) (Return, error) {
	if days <= 0 {
		flow, err := o.flow(ctx, o.payments)
		return Return{Amount: flow}, err
	}
	var out Return
	var within []graph.Payment
	for _, t := range o.starts() {
		end := int64(t) + int64(days)
		within = within[:0]
		for _, p := range o.payments {
			first, last := int64(p.First), int64(p.Last)
			if o.possible {
				first, last = last, first
			}
			if first >= int64(t) && last <= end {
				within = append(within, p)
			}
		}
		flow, err := o.flow(ctx, within)
		if err != nil {
			return Return{}, err
		}
		if flow > out.Amount {
			out = Return{Amount: flow, From: t}
		}
	}
	return out, nil
}

// starts are the days on which it is worth to open a window. The first payment of money that returns is one of r. If the days
// must not matter, a window may as well open on the First of such a payment. If they may be chosen, it opens somewhere
// between its First and Last, and can be put off, gaining payments and losing none, until the Last of some payment.
func (o *order) starts() []int32 {
	var out []int32
	for _, p := range o.payments {
		switch {
		case p.From != o.r:
		case !o.possible:
			out = append(out, p.First)
		default:
			for _, q := range o.payments {
				if p.First <= q.Last && q.Last <= p.Last {
					out = append(out, q.Last)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moment is a party at a time from which on it can pay.
type moment struct {
	party graph.Node
	at    int64
}

func compareMoments(a, b moment) int {
	return cmp.Or(cmp.Compare(a.party, b.party), cmp.Compare(a.at, b.at))
}

// flow is the largest flow from r to r. A node is a party at a time when it pays; money waits from each to the next, and what
// comes in joins at the first time that is not too early.
func (o *order) flow(ctx context.Context, payments []graph.Payment) (int64, error) {
	var nodes []moment
	for i := range payments {
		if p := &payments[i]; p.From != o.r {
			nodes = append(nodes, moment{p.From, o.out(p)})
		}
	}
	slices.SortFunc(nodes, compareMoments)
	nodes = slices.Compact(nodes)
	find := func(v graph.Node, at int64) int32 {
		k, _ := slices.BinarySearchFunc(nodes, moment{v, at}, compareMoments)
		return int32(k)
	}
	pipes := newPipes(len(nodes)+2, len(nodes)+len(payments))
	source, sink := int32(len(nodes)), int32(len(nodes)+1)
	for k := 1; k < len(nodes); k++ {
		if nodes[k].party == nodes[k-1].party {
			pipes.add(int32(k-1), int32(k), unlimited)
		}
	}
	for i := range payments {
		p := &payments[i]
		from, to := source, sink
		if p.From != o.r {
			from = find(p.From, o.out(p))
		}
		if p.To != o.r {
			if to = find(p.To, o.in(p)); int(to) == len(nodes) || nodes[to].party != p.To {
				continue // too late to be passed on
			}
		}
		pipes.add(from, to, p.Amount)
	}
	return pipes.max(ctx, source, sink)
}
