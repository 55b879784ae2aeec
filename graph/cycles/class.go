package cycles

import (
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Class is a pattern of deals along a cycle. A cycle can have several.
type Class string

// The classes.
const (
	SupplierFunded   Class = "supplier-funded"
	WarrantForOrders Class = "warrant-for-orders"
	ReciprocalTrade  Class = "reciprocal-trade"
	CrossHolding     Class = "cross-holding"
	Backstop         Class = "backstop"
	SelfDeal         Class = "self-deal"
	Mixed            Class = "mixed"
)

// Classes lists all classes, the most telling first. Readings stand in this order.
func Classes() []Class {
	return []Class{SupplierFunded, WarrantForOrders, ReciprocalTrade, CrossHolding, Backstop, SelfDeal, Mixed}
}

// Meaning says in one line what the class asks of the deals.
func (c Class) Meaning() string {
	switch c {
	case SupplierFunded:
		return "a party funds another, directly or through others, and is paid for goods and services along the way back"
	case WarrantForOrders:
		return "a party grants a right to its shares and is paid for goods and services along the way back"
	case ReciprocalTrade:
		return "every party buys from the next"
	case CrossHolding:
		return "every party holds shares, or notes that can become shares, of the next"
	case Backstop:
		return "at least one step can be a guarantee: money that moves only if somebody else does not pay"
	case SelfDeal:
		return "a party deals with itself"
	case Mixed:
		return "none of the other patterns"
	}
	return ""
}

// Reading is a way to read a cycle as a class: the deals that play the parts which the class asks for.
//
// Where several choices make the class, the reading has the fewest hops that disclose nothing; among those the largest
// bottleneck; then the shortest first run, and the smallest start.
type Reading struct {
	Class Class
	Start int   // the hop with which the pattern begins: the funding, the warrant, the guarantee; else 0
	Turn  int   // hops in its first run: of funding, or 1 for the warrant or the guarantee; else all
	Hops  []Hop // the cycle's hops, each with only the arcs that play its part

	Bottleneck int64 // as in [Cycle], with only these arcs
	Bound      Bound
}

// A part is what a class asks of an arc at some hop. Arcs without a leg play no part but anything.
type part func(graph.Arc) bool

func anything(graph.Arc) bool { return true }

func family(f deals.Family) part {
	return func(a graph.Arc) bool { return a.Leg != nil && a.Leg.Kind.Family() == f }
}

func kind(ks ...deals.Kind) part {
	return func(a graph.Arc) bool { return a.Leg != nil && slices.Contains(ks, a.Leg.Kind) }
}

var (
	funding   = family(deals.Funding)
	spending  = family(deals.Spending)
	shares    = kind(deals.Equity, deals.Convertible)
	guarantee = kind(deals.Guarantee)
	warrant   = kind(deals.Warrant)
)

// serves reports whether an arc can play any part in a class; arcs that cannot are left out of a search for the class.
func (c Class) serves(a graph.Arc) bool {
	switch c {
	case SupplierFunded:
		return funding(a) || spending(a)
	case WarrantForOrders:
		return warrant(a) || spending(a)
	case ReciprocalTrade:
		return spending(a)
	case CrossHolding:
		return shares(a)
	}
	return true
}

// classify reads a cycle as every class that it has.
func classify(n *graph.Network, hops []Hop) []Reading {
	var out []Reading
	for _, c := range Classes() {
		if c == Mixed && len(out) > 0 {
			break
		}
		if r, ok := c.read(n, hops); ok {
			r.Class = c
			r.Bottleneck, r.Bound, _, _ = squeeze(r.Hops)
			out = append(out, r)
		}
	}
	return out
}

// read finds the best reading of a cycle as the class.
func (c Class) read(n *graph.Network, hops []Hop) (Reading, bool) {
	if (c == SelfDeal) != (len(hops) == 1) && c != Mixed {
		return Reading{}, false
	}
	switch c {
	case SupplierFunded:
		return readRuns(parts(n, hops, funding), parts(n, hops, spending), len(hops)-1)
	case WarrantForOrders:
		return readRuns(parts(n, hops, warrant), parts(n, hops, spending), 1)
	case ReciprocalTrade:
		return readAll(parts(n, hops, spending))
	case CrossHolding:
		return readAll(parts(n, hops, shares))
	case Backstop:
		return readRuns(parts(n, hops, guarantee), parts(n, hops, anything), 1)
	default:
		return readAll(hops)
	}
}

// parts is the hops with only the arcs that play a part. A hop that has none has no Arcs.
func parts(n *graph.Network, hops []Hop, p part) []Hop {
	out := make([]Hop, len(hops))
	for i, h := range hops {
		out[i] = h.part(n, p)
	}
	return out
}

// readAll asks that every hop plays its part.
func readAll(hops []Hop) (Reading, bool) {
	for _, h := range hops {
		if len(h.Arcs) == 0 {
			return Reading{}, false
		}
	}
	return Reading{Turn: len(hops), Hops: slices.Clone(hops)}, true
}

// readRuns asks for a run of hops that play the first part, followed by a run of hops that play the second part and
// returns to where the first began. Both have at least one hop, and the first at most longest. Cost: O(hops²).
func readRuns(first, second []Hop, longest int) (Reading, bool) {
	k := len(first)
	var best Reading
	var bestWorth worth
	rest := make([]worth, k+1) // rest[i] is the worth of the last k-i hops as seen from start, all playing the second part
	for start := range k {
		rest[k] = priceless
		for i := k - 1; i > 0; i-- {
			rest[i] = rest[i+1].with(second[(start+i)%k])
		}
		head := priceless
		for turn := 1; turn <= longest; turn++ {
			head = head.with(first[(start+turn-1)%k])
			w := head.and(rest[turn])
			if w.possible && (best.Turn == 0 || w.better(bestWorth) || w == bestWorth && turn < best.Turn) {
				best, bestWorth = Reading{Start: start, Turn: turn}, w
			}
		}
	}
	if best.Turn == 0 {
		return Reading{}, false
	}
	best.Hops = slices.Clone(second)
	for i := range best.Turn {
		at := (best.Start + i) % k
		best.Hops[at] = first[at]
	}
	return best, true
}

// worth ranks the choices that make a class.
type worth struct {
	possible bool
	dark     int   // hops that disclose nothing
	least    int64 // the smallest disclosed hop
}

// priceless is the worth of no hops at all.
var priceless = worth{possible: true, least: 1<<63 - 1}

func (w worth) with(h Hop) worth {
	switch {
	case len(h.Arcs) == 0:
		return worth{}
	case h.Undisclosed():
		w.dark++
	default:
		w.least = min(w.least, h.Amount)
	}
	return w
}

func (w worth) and(v worth) worth {
	return worth{w.possible && v.possible, w.dark + v.dark, min(w.least, v.least)}
}

func (w worth) better(v worth) bool {
	return w.dark < v.dark || w.dark == v.dark && w.least > v.least
}
