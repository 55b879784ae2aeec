package cycles

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Ranked yields the cycles of a network by falling bottleneck, ties by length, then by the ids of the parties as told
// from the smallest. Cycles with a hop that discloses nothing come after all others, in the same order among themselves by
// the smallest hop that discloses something, and those that disclose nothing at all come last.
//
// The cycles are the caller's to keep; the Arcs of a cycle and of its readings may share memory.
//
// When the list is not complete, the last step yields a zero Cycle and a [*StopError], which wraps [ErrLimit] or the
// error of the context and says what was proved. What was yielded until then are the strongest cycles. A party in Through
// that is not in the network and a class that is not known are the only other errors, and then come first and alone.
//
// The search looks at the context also while it finds nothing. Cost: for each hop inserted, at most MaxLength breadth first
// levels around it, and time for each path that the levels allow, which is nearly the number of cycles for the usual short
// lengths. For lengths above 8 the search learns from its failures, so that each cycle takes polynomial time, but with Through:
// whether any cycle passes both a party and a hop is NP-complete (Fortune, Hopcroft, Wyllie, Theor. Comput. Sci. 10, 1980).
// Cycles that tie in bottleneck and length are collected before they are yielded: as many as the Limit, or all of them when
// there is none.
func Ranked(ctx context.Context, n *graph.Network, o Options) iter.Seq2[Cycle, error] {
	return func(yield func(Cycle, error) bool) {
		s, err := newSearch(ctx, n, o)
		if err != nil {
			yield(Cycle{}, err)
			return
		}
		p, wanted := s.run(func(c Cycle) bool { return yield(c, nil) })
		if err := stopError(p, s.err); wanted && err != nil {
			yield(Cycle{}, err)
		}
	}
}

// Result is the cycles of a network, strongest first, and what is proved of the list.
type Result struct {
	Cycles   []Cycle // in the order of [Ranked]
	Proved   Proved
	Warnings []error // of type graph.Warning
}

// The codes of warnings, in the order in which they are given.
const (
	WarnStopped  = "cycles-stopped"
	WarnOpen     = "cycles-open"
	WarnFloor    = "cycles-floor"
	WarnEstimate = "cycles-estimate"
	WarnUnbound  = "cycles-not-binding"
)

// Find lists the cycles of a network; see [Ranked]. A list cut at the limit is no error: Proved says so.
//
// When the context ends the search, the result holds the strongest cycles found until then and what they prove, and the
// error is a [*StopError]. Other errors come with an empty result.
func Find(ctx context.Context, n *graph.Network, o Options) (Result, error) {
	s, err := newSearch(ctx, n, o)
	if err != nil {
		return Result{}, err
	}
	var r Result
	r.Proved, _ = s.run(func(c Cycle) bool {
		r.Cycles = append(r.Cycles, c)
		return true
	})
	r.Warnings = warnings(n, r)
	if err := stopError(r.Proved, s.err); !errors.Is(err, ErrLimit) {
		return r, err
	}
	return r, nil
}

// warnings says what a reader of the list should know.
func warnings(n *graph.Network, r Result) []error {
	var out []error
	say := func(code, msg string, legs []deals.LegRef) {
		out = append(out, graph.Warning{Code: code, Msg: msg, Legs: legs})
	}
	if !r.Proved.Complete {
		say(WarnStopped, "listed are "+r.Proved.String(), nil)
	}
	var open, floor, estimate, unbound int
	for _, c := range r.Cycles {
		if c.Bound == Open {
			open++
		}
		if c.Bound == AtLeast {
			floor++
		}
		if c.Amount("").Estimate {
			estimate++
		}
		if c.Weakest != deals.StatusUnknown && !c.Weakest.Binding() {
			unbound++
		}
	}
	of := func(k int, one, many string) string {
		if k == 1 {
			return "1 cycle" + one
		}
		return fmt.Sprintf("%d cycles%s", k, many)
	}
	if open > 0 {
		say(WarnOpen, of(open, " has", " have")+" a step of which no amount is known: ranked last, by what is known of the other steps", undisclosedLegs(n, r.Cycles))
	}
	if floor > 0 {
		say(WarnFloor, of(floor, " has a bottleneck", " have bottlenecks")+" known only as a floor: the smallest step holds a deal without a disclosed amount", nil)
	}
	if estimate > 0 {
		say(WarnEstimate, of(estimate, " has a bottleneck", " have bottlenecks")+" resting on an estimate", nil)
	}
	if unbound > 0 {
		say(WarnUnbound, of(unbound, " closes", " close")+" only with a deal that is not binding", nil)
	}
	return out
}

// undisclosedLegs are the legs of the steps that disclose nothing, each once, in the order of the network.
func undisclosedLegs(n *graph.Network, cycles []Cycle) []deals.LegRef {
	named := make([]bool, n.Size())
	for _, c := range cycles {
		for _, i := range c.Undisclosed {
			for _, id := range c.Hops[i].Arcs {
				named[id] = true
			}
		}
	}
	var out []deals.LegRef
	for a := range n.Arcs() {
		if named[a.ID] && a.Leg != nil {
			out = append(out, a.Leg.Ref())
		}
	}
	return out
}
