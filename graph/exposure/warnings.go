package exposure

import (
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// The codes of warnings, in the order in which they are given.
const (
	WarnNoKind        = "exposure-no-kind"
	WarnSelf          = "exposure-self"
	WarnActiveFunding = "exposure-active-funding"
	WarnEndedFunding  = "exposure-ended-funding"
	WarnNoObligor     = "exposure-no-obligor"
	WarnObligorGone   = "exposure-obligor-not-in-network"
	WarnOwnDebt       = "exposure-own-debt"
	WarnUndisclosed   = "exposure-undisclosed"
)

// remark is something to say about an arc, to whoever looks at one of two parties.
type remark struct {
	note note
	arc  graph.Arc
	a, b graph.Node
}

func (r remark) concerns(v graph.Node) bool { return r.a == v || r.b == v }

func (t *teller) remark(k note, a graph.Arc) {
	t.remarks = append(t.remarks, remark{k, a, a.From, a.To})
}

// note is the place of what is to be said in notes.
type note int

const (
	noKind note = iota
	selfDeal
	activeFunding
	endedFunding
	noObligor
	obligorGone
	ownDebt
	undisclosed
)

var notes = [...]struct{ code, one, many, rest string }{
	noKind:        {WarnNoKind, "arc has", "arcs have", " no leg of a known kind: no claim is told from it"},
	selfDeal:      {WarnSelf, "deal is", "deals are", " of a party with itself: no exposure to anybody else"},
	activeFunding: {WarnActiveFunding, "active funding deal counts", "active funding deals count", " as paid in full: the paid basis shows what is on record"},
	endedFunding:  {WarnEndedFunding, "funding deal that ended counts", "funding deals that ended count", " for what was paid: nothing on record says that it came back"},
	noObligor:     {WarnNoObligor, "guarantee does", "guarantees do", " not name whose debt is covered: no claim of the guarantor is told from it"},
	obligorGone:   {WarnObligorGone, "guarantee covers", "guarantees cover", " a party that is not in the network: no claim of the guarantor is told from it"},
	ownDebt:       {WarnOwnDebt, "guarantee covers", "guarantees cover", " the guarantor's own debt: no second claim"},
	undisclosed:   {WarnUndisclosed, "claim has", "claims have", " an undisclosed amount: counted, in no sum, never taken as zero"},
}

// warn says each note once, with the number of arcs and the legs it is about.
func warn(remarks []remark) []error {
	var out []error
	for k, w := range notes {
		count := 0
		var legs []deals.LegRef
		for _, r := range remarks {
			if r.note != note(k) {
				continue
			}
			count++
			if r.arc.Leg != nil {
				legs = append(legs, r.arc.Leg.Ref())
			}
		}
		if count > 0 {
			legs = slices.Compact(legs) // an arc can make two claims
			out = append(out, graph.Warning{Code: w.code, Msg: graph.Counted(count, w.one, w.many) + w.rest, Legs: legs})
		}
	}
	return out
}
