package concentration

import (
	"cmp"
	"fmt"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// The codes of warnings, in the order in which they are given.
const (
	WarnUndisclosed = "concentration-undisclosed"
	WarnWithin      = "concentration-within"
	WarnMany        = "concentration-many"
)

func (g *gather) warn(r *Report) []error {
	var out []error
	say := func(code string, arcs []graph.Arc, one, many, rest string) {
		if len(arcs) > 0 {
			out = append(out, graph.Warning{Code: code, Msg: counted(len(arcs), one, many) + rest, Legs: refs(arcs)})
		}
	}
	rest := " undisclosed, or only a floor: not counted, or at the floor; how concentrated the whole is cannot be told, but for the bounds"
	if r.Sum > 0 {
		rest = " undisclosed, or only a floor: not counted, or at the floor; the sum of all bounds what they can be"
	}
	say(WarnUndisclosed, g.unknown, "amount is", "amounts are", rest)
	say(WarnWithin, g.within, "deal is", "deals are", " of a party with itself or within its group: left out")
	many := 0
	for _, e := range r.Entries {
		if e.Many {
			many++
		}
	}
	if many > 0 {
		out = append(out, graph.Warning{Code: WarnMany, Msg: counted(many, "counterparty stands", "counterparties stand") + " for many: one entry here, any number of them within the bounds"})
	}
	return out
}

// refs are the legs of arcs, each once.
func refs(arcs []graph.Arc) []deals.LegRef {
	var out []deals.LegRef
	for _, a := range arcs {
		if a.Leg != nil {
			out = append(out, a.Leg.Ref())
		}
	}
	slices.SortFunc(out, func(a, b deals.LegRef) int {
		return cmp.Or(cmp.Compare(a.Deal, b.Deal), cmp.Compare(a.Leg, b.Leg))
	})
	return slices.Compact(out)
}

func counted(k int, one, many string) string {
	if k == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", k, many)
}
