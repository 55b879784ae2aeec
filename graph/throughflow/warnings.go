package throughflow

import (
	"fmt"

	"dealgraph/graph"
)

// The codes of warnings, in the order in which they are given.
const (
	WarnUndisclosed = "throughflow-undisclosed"
	WarnContingent  = "throughflow-contingent"
	WarnOutside     = "throughflow-outside"
	WarnOwn         = "throughflow-own"
	WarnClosed      = "throughflow-closed"
)

// warn says what is not in the matrix, and what is in it that no deal says.
func (m *money) warn(blocks []block) []error {
	var unknown, promised, outside []graph.Arc
	for a := range m.given.Arcs() {
		switch {
		case contingent(a):
			promised = append(promised, a)
		case !a.Known:
			unknown = append(unknown, a)
		case m.parties[a.From].Outside && m.parties[a.To].Outside:
			outside = append(outside, a)
		}
	}
	var out []error
	say := func(code string, arcs []graph.Arc, one, many, rest string) {
		if len(arcs) > 0 {
			out = append(out, graph.Warning{Code: code, Msg: graph.Counted(len(arcs), one, many) + rest, Legs: graph.Refs(arcs)})
		}
	}
	say(WarnUndisclosed, unknown, "amount is", "amounts are", " not known: in no sum and no share, which could be larger or smaller with them")
	say(WarnContingent, promised, "guarantee or warrant is a promise", "guarantees and warrants are promises", " and no payment: left out")
	say(WarnOutside, outside, "payment is", "payments are", " between parties that are outside: left out")
	if w, ok := m.owners(); ok {
		out = append(out, w)
	}
	closed := 0
	for _, b := range blocks {
		if b.closed {
			closed += len(b.nodes)
		}
	}
	if closed > 0 {
		msg := graph.Counted(closed, "party pays", "parties pay") + " only within a circle that nothing enters or leaves: all they receive has been theirs before, and its source cannot be told"
		out = append(out, graph.Warning{Code: WarnClosed, Msg: msg})
	}
	return out
}

// owners says how much money is taken to be there because it is spent.
func (m *money) owners() (graph.Warning, bool) {
	owners, own, sources := 0, 0.0, 0.0
	for _, p := range m.parties {
		if p.Own > 0 {
			owners++
		}
		own += float64(p.Own)
		sources += float64(p.Own) + float64(p.External)
	}
	if owners == 0 {
		return graph.Warning{}, false
	}
	msg := graph.Counted(owners, "party pays", "parties pay") + fmt.Sprintf(" out more than the ledger has coming in: the rest, %.0f%% of all money at its sources, is taken to be their own or unrecorded", 100*own/sources)
	return graph.Warning{Code: WarnOwn, Msg: msg}, true
}
