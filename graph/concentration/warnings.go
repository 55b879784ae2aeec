package concentration

import (
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
			out = append(out, graph.Warning{Code: code, Msg: graph.Counted(len(arcs), one, many) + rest, Legs: graph.Refs(arcs)})
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
		out = append(out, graph.Warning{Code: WarnMany, Msg: graph.Counted(many, "counterparty stands", "counterparties stand") + " for many: one entry here, any number of them within the bounds"})
	}
	return out
}
