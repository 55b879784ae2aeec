package nettest

import (
	"math/rand/v2"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Shape says what a random network looks like. Only Parties and Arcs have no default.
type Shape struct {
	Parties, Arcs int
	Amounts       int64          // known amounts are 1 … Amounts whole units, so few amounts make many ties; 0 is 1000
	Unknown       float64        // share of the arcs whose amount is not disclosed
	Self          float64        // share of the arcs that a party has with itself
	Hubs          bool           // parties with many deals get more of them, as in life
	Kinds         []deals.Kind   // drawn from these; nil is all
	Statuses      []deals.Status // drawn from these; nil is proposed to completed
}

// Life is a network of the size and habits of a real ledger of one industry: 95 parties, 250 deals, a third of them
// without a disclosed amount, and a few hubs.
func Life() *graph.Network {
	return Random(95, Shape{Parties: 95, Arcs: 250, Amounts: 100, Unknown: 0.3, Hubs: true})
}

// Random draws a network from a seed. Parallel arcs come as they fall. Arcs of a party with itself come only by Self.
func Random(seed uint64, s Shape) *graph.Network {
	r := rand.New(rand.NewPCG(seed, 0))
	if s.Amounts == 0 {
		s.Amounts = 1000
	}
	if s.Kinds == nil {
		for _, k := range deals.Kinds() {
			s.Kinds = append(s.Kinds, k.Kind)
		}
	}
	if s.Statuses == nil {
		s.Statuses = []deals.Status{deals.Proposed, deals.Announced, deals.Signed, deals.Active, deals.Completed}
	}
	d := numbered(s.Parties)
	ends := make([]graph.Node, s.Parties) // every party once, and with hubs once more for every arc it has
	for i := range ends {
		ends[i] = graph.Node(i)
	}
	for range s.Arcs {
		from := ends[r.IntN(len(ends))]
		to := from
		if s.Parties > 1 && r.Float64() >= s.Self {
			for to == from {
				to = ends[r.IntN(len(ends))]
			}
		}
		t := terms{kind: s.Kinds[r.IntN(len(s.Kinds))], status: s.Statuses[r.IntN(len(s.Statuses))]}
		if r.Float64() >= s.Unknown {
			t.minor, t.known = 100*(1+r.Int64N(s.Amounts)), true
		}
		d.add(from, to, t)
		if s.Hubs {
			ends = append(ends, from, to)
		}
	}
	return d.network()
}
