package cycles

import (
	"cmp"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Hop is one step of a cycle: all that one party pays the next.
type Hop struct {
	From, To graph.Node
	Arcs     []int        // ids of the arcs; the largest first, those without a disclosed amount last, ties by id
	Amount   int64        // sum of the disclosed amounts, in minor units of the view's currency
	Unknown  int          // number of arcs without a disclosed amount
	Estimate bool         // some amount of the sum is an estimate
	Status   deals.Status // the firmest of its arcs: the hop stands if one of its deals stands
}

// Undisclosed reports whether no arc of the hop discloses its amount. The Amount is 0 then and says nothing.
func (h Hop) Undisclosed() bool { return h.Unknown == len(h.Arcs) }

// newHop sums arcs that share both ends. There must be at least one.
func newHop(arcs []graph.Arc) Hop {
	h := Hop{From: arcs[0].From, To: arcs[0].To, Status: arcs[0].Status}
	sorted := slices.Clone(arcs)
	slices.SortFunc(sorted, func(a, b graph.Arc) int {
		return cmp.Or(-compareBools(a.Known, b.Known), cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.ID, b.ID))
	})
	for _, a := range sorted {
		h.Arcs = append(h.Arcs, a.ID)
		if a.Known {
			h.Amount += a.Amount
			h.Estimate = h.Estimate || a.Estimate
		} else {
			h.Unknown++
		}
		if firmness(a.Status) > firmness(h.Status) {
			h.Status = a.Status
		}
	}
	return h
}

// part is the hop with only those arcs that keep accepts; without Arcs if there is none.
func (h Hop) part(n *graph.Network, keep func(graph.Arc) bool) Hop {
	kept := 0
	for _, id := range h.Arcs {
		if keep(n.Arc(id)) {
			kept++
		}
	}
	switch kept {
	case 0:
		return Hop{From: h.From, To: h.To}
	case len(h.Arcs):
		return h
	}
	arcs := make([]graph.Arc, 0, kept)
	for _, id := range h.Arcs {
		if a := n.Arc(id); keep(a) {
			arcs = append(arcs, a)
		}
	}
	return newHop(arcs)
}

// firmness orders statuses: deals that ended are less than rumours, and count only because money had moved.
func firmness(s deals.Status) int {
	if s.Ended() {
		return -1
	}
	return int(s)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}
