package nettest

import (
	"math/rand/v2"

	"dealgraph/deals"
	"dealgraph/graph"
)

// sketch collects arcs without legs, at most one from any party to any other: large networks are cheap this way.
type sketch struct {
	parties int
	r       *rand.Rand
	seen    map[[2]int32]struct{}
	arcs    []graph.Arc
}

func newSketch(parties, arcs int, seed uint64) *sketch {
	return &sketch{
		parties: parties,
		r:       rand.New(rand.NewPCG(seed, 0)),
		seen:    make(map[[2]int32]struct{}, arcs),
		arcs:    make([]graph.Arc, 0, arcs),
	}
}

// add makes an arc of a random amount. It reports false, and does nothing, if from and to are one party or the arc is there.
func (s *sketch) add(from, to int) bool {
	ends := [2]int32{int32(from), int32(to)}
	if _, there := s.seen[ends]; there || from == to {
		return false
	}
	s.seen[ends] = struct{}{}
	s.arcs = append(s.arcs, graph.Arc{
		From: graph.Node(from), To: graph.Node(to), Status: deals.Signed, Amount: s.amount(), Known: true,
	})
	return true
}

// amount draws cents between 2^20 and 2^37, some ten thousand to a billion and a half units: every doubling is as likely as
// every other, and within one all cents are. In whole numbers, it is the same on every machine. Of a million amounts fewer
// than one in a hundred stand twice.
func (s *sketch) amount() int64 {
	least := int64(1) << (20 + s.r.IntN(17))
	return least + s.r.Int64N(least)
}

// any draws a party.
func (s *sketch) any() int { return s.r.IntN(s.parties) }

// percent is true in so many of a hundred cases.
func (s *sketch) percent(p int) bool { return s.r.IntN(100) < p }

func (s *sketch) network() *graph.Network {
	parties := make([]*deals.Party, s.parties)
	for i := range parties {
		parties[i] = &deals.Party{ID: Numbered(i)}
	}
	return graph.New(parties, s.arcs)
}
