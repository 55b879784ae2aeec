package exposure

import (
	"fmt"
	"slices"

	"dealgraph/graph"
)

// The codes of warnings about chains, in the order in which they are given.
const (
	WarnChainUndisclosed = "exposure-chain-undisclosed"
	WarnChainContingent  = "exposure-chain-contingent"
	WarnChainSelf        = "exposure-chain-self"
	WarnChainOutside     = "exposure-chain-outside"
	WarnChainOwn         = "exposure-chain-own"
	WarnChainClosed      = "exposure-chain-closed"
	WarnChainWithin      = "exposure-chain-within"
)

// warn says what is not in an answer about the parties that are some payments away from one, and what is in it that no deal
// says.
func (c *Chains) warn(r *Reach, hops []int) []error {
	var out []error
	say := func(code string, arcs []graph.Arc, one, many, rest string) {
		about := slices.DeleteFunc(slices.Clone(arcs), func(a graph.Arc) bool { return !concerns(r.Party, hops, a) })
		if len(about) > 0 {
			out = append(out, graph.Warning{Code: code, Msg: graph.Counted(len(about), one, many) + rest, Legs: graph.Refs(about)})
		}
	}
	say(WarnChainUndisclosed, c.left.unknown, "payment along these chains has", "payments along these chains have", " an undisclosed amount: in no sum, and shares could be larger or smaller with it")
	say(WarnChainContingent, c.left.contingent, "guarantee or warrant is", "guarantees and warrants are", " no payment unless something happens: left out of the chains")
	say(WarnChainSelf, c.left.self, "deal is", "deals are", " of a party with itself: left out of the chains")
	say(WarnChainOutside, c.left.outside, "payment is", "payments are", " between parties that are outside: left out of the chains")
	own := 0
	for v, at := range hops {
		if (at > 0 || graph.Node(v) == r.Party) && !c.outside[v] && c.paid[v] > c.received[v] {
			own++
		}
	}
	if own > 0 {
		out = append(out, graph.Warning{Code: WarnChainOwn, Msg: graph.Counted(own, "party pays", "parties pay") + " out more than the ledger has coming in: the rest is taken as own funds, which hang on nobody"})
	}
	if r.Closed {
		out = append(out, graph.Warning{Code: WarnChainClosed, Msg: "all that the party receives has been its own before, in a circle that nothing enters or leaves: where the money came from cannot be told"})
	}
	if r.Within > 1e-9 {
		out = append(out, graph.Warning{Code: WarnChainWithin, Msg: fmt.Sprintf("next to nothing leaves a large circle: shares of a party's money are told to %.1g", r.Within)})
	}
	return out
}

// concerns reports whether an arc has an end among the parties that an answer is about.
func concerns(party graph.Node, hops []int, a graph.Arc) bool {
	return a.From == party || a.To == party || hops[a.From] > 0 || hops[a.To] > 0
}
