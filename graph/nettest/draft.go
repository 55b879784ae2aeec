package nettest

import (
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
)

// draft collects parties and arcs in the order in which they come up.
type draft struct {
	parties []*deals.Party
	index   map[deals.PartyID]graph.Node
	arcs    []graph.Arc
}

func newDraft() *draft { return &draft{index: map[deals.PartyID]graph.Node{}} }

// numbered is a draft of k parties p000000, p000001 … whose nodes are their numbers.
func numbered(k int) *draft {
	d := newDraft()
	for i := range k {
		d.party(Numbered(i))
	}
	return d
}

// Numbered is the id of the i-th party of a shape or a random network.
func Numbered(i int) deals.PartyID { return deals.PartyID(fmt.Sprintf("p%06d", i)) }

func (d *draft) party(id deals.PartyID) graph.Node {
	v, ok := d.index[id]
	if !ok {
		v = graph.Node(len(d.parties))
		d.index[id] = v
		d.parties = append(d.parties, &deals.Party{ID: id})
	}
	return v
}

// terms is what an arc says besides its ends.
type terms struct {
	kind            deals.Kind
	status          deals.Status
	minor           int64
	known, estimate bool
	obligor         deals.PartyID
}

func (d *draft) add(from, to graph.Node, t terms) {
	info := t.kind.Info()
	deal := &deals.Deal{ID: deals.DealID(fmt.Sprintf("d%06d", len(d.arcs))), Status: deals.History{{Status: t.status}}}
	leg := &deals.Leg{
		Deal: deal, Name: string(t.kind), From: d.parties[from].ID, To: d.parties[to].ID, Kind: t.kind,
		Settlement: info.Settlement, Rank: info.Rank, Obligor: t.obligor,
		Amount: deals.Amount{Form: deals.Undisclosed},
	}
	if t.known {
		leg.Amount = deals.Amount{Form: deals.Exact, Estimate: t.estimate, HighKnown: true, Low: t.minor, Likely: t.minor, High: t.minor, Currency: "USD"}
	}
	deal.Legs = []*deals.Leg{leg}
	d.arcs = append(d.arcs, graph.Arc{From: from, To: to, Leg: leg, Status: t.status, Amount: t.minor, Known: t.known, Estimate: t.estimate})
}

func (d *draft) network() *graph.Network { return graph.New(d.parties, d.arcs) }
