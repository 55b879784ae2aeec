package circulation_test

import (
	"math/rand/v2"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
)

// drawing is a network before it is built, so that it can be changed.
type drawing struct {
	outside []bool // by party
	arcs    []graph.Arc
}

func (d drawing) network() *graph.Network {
	parties := make([]*deals.Party, len(d.outside))
	for i := range parties {
		parties[i] = &deals.Party{ID: nettest.Numbered(i)}
		if d.outside[i] {
			parties[i].Sector = deals.SectorOutside
		}
	}
	return graph.New(parties, d.arcs)
}

// draw is a random multigraph with ties, parallel arcs, unknown amounts, zeros, loops and parties outside.
func draw(r *rand.Rand, parties, arcs int) drawing {
	d := drawing{outside: make([]bool, parties)}
	for i := range d.outside {
		d.outside[i] = r.IntN(8) == 0
	}
	top := []int64{3, 20, 1_000_000}[r.IntN(3)]
	for range arcs {
		a := graph.Arc{From: graph.Node(r.IntN(parties)), To: graph.Node(r.IntN(parties)), Known: r.IntN(10) > 0}
		if a.Known {
			a.Amount = r.Int64N(top)
		}
		d.arcs = append(d.arcs, a)
	}
	return d
}

// relabelled is the same drawing with other numbers for the parties and another order of the arcs; to is the new number
// of each party.
func (d drawing) relabelled(r *rand.Rand) (out drawing, to []int) {
	to = r.Perm(len(d.outside))
	out.outside = make([]bool, len(to))
	for i, o := range d.outside {
		out.outside[to[i]] = o
	}
	for _, a := range d.arcs {
		a.From, a.To = graph.Node(to[a.From]), graph.Node(to[a.To])
		out.arcs = append(out.arcs, a)
	}
	r.Shuffle(len(out.arcs), func(i, j int) { out.arcs[i], out.arcs[j] = out.arcs[j], out.arcs[i] })
	return out, to
}

// times is the same drawing with every amount k-fold.
func (d drawing) times(k int64) drawing {
	out := drawing{outside: d.outside}
	for _, a := range d.arcs {
		a.Amount *= k
		out.arcs = append(out.arcs, a)
	}
	return out
}

// reversed is the same drawing with payers and payees exchanged.
func (d drawing) reversed() drawing {
	out := drawing{outside: d.outside}
	for _, a := range d.arcs {
		a.From, a.To = a.To, a.From
		out.arcs = append(out.arcs, a)
	}
	return out
}

// cut is the same drawing with each known amount in two parallel arcs.
func (d drawing) cut(r *rand.Rand) drawing {
	out := drawing{outside: d.outside}
	for _, a := range d.arcs {
		part := a
		if a.Amount > 0 {
			part.Amount = r.Int64N(a.Amount + 1)
		}
		a.Amount -= part.Amount
		out.arcs = append(out.arcs, part, a)
	}
	return out
}
