package temporal

import (
	"cmp"
	"iter"

	"dealgraph/graph"
)

// Combinations yields the combinations of a bundle one by one, the earlier payments first: an index into payments for each hop, and
// whether the combination is certain. Both arguments are those with which the bundle was found. The slice is borrowed: it holds
// until the next step.
//
// Cost: a step or two for each hop of each combination, if all payments are dated to the day; else also a step for each
// combination of the payments in Hops that is in order only up to some hop, or is told from another payment.
func (c Cycle) Combinations(payments []graph.Payment, o Options) iter.Seq2[[]int, bool] {
	return func(yield func([]int, bool) bool) {
		if len(c.Hops) == 0 {
			return
		}
		e := combiner{hops: c.Hops, payments: payments, pick: make([]int, len(c.Hops)), yield: yield, step: 1, window: noWindow}
		if o.NonStrict {
			e.step = 0
		}
		if o.Window > 0 {
			e.window = min(int64(o.Window), noWindow)
		}
		root := payments[c.Hops[0][0]]
		e.pick[0] = c.Hops[0][0]
		e.extend(1, int64(root.First), int64(root.Last), true)
	}
}

// combiner is the state of Combinations.
type combiner struct {
	hops         [][]int
	payments     []graph.Payment
	pick         []int
	yield        func([]int, bool) bool
	step, window int64
}

// extend goes through the payments of a hop. Arrive is the earliest day of the payment before it, begin the latest of the first,
// as it is seen from there. It is false if no more are wanted.
func (e *combiner) extend(hop int, arrive, begin int64, certain bool) bool {
	if hop == len(e.hops) {
		return e.give(certain)
	}
	before := e.payments[e.pick[hop-1]]
	for _, i := range e.hops[hop] {
		q := &e.payments[i]
		at, from := max(arrive+e.step, int64(q.First)), min(begin, int64(q.Last)-int64(hop)*e.step)
		if at > int64(q.Last) || at+int64(len(e.hops)-1-hop)*e.step-from > e.window {
			continue
		}
		e.pick[hop] = i
		if !e.extend(hop+1, at, from, certain && int64(before.Last)+e.step <= int64(q.First)) {
			return false
		}
	}
	return true
}

// give yields the combination at hand if it is told from its first payment.
func (e *combiner) give(certain bool) bool {
	root := e.pick[0]
	for hop := 1; hop < len(e.pick); hop++ {
		if e.precedes(e.pick[hop], root) && e.possibleFrom(hop) {
			return true
		}
	}
	last := e.payments[e.pick[len(e.pick)-1]].Last
	certain = certain && int64(last)-int64(e.payments[root].First) <= e.window || len(e.pick) == 1
	return e.yield(e.pick, certain || e.certainElsewhere())
}

// certainElsewhere and certainFrom are as those of looseSearch.
func (e *combiner) certainElsewhere() bool {
	if e.step > 0 {
		return false
	}
	day := e.payments[e.pick[0]].First
	for hop := 1; hop < len(e.pick); hop++ {
		if q := &e.payments[e.pick[hop]]; q.First == day && q.Last == day && e.certainFrom(hop) {
			return true
		}
	}
	return false
}

func (e *combiner) certainFrom(hop int) bool {
	first := &e.payments[e.pick[hop]]
	last := first
	for i := 1; i < len(e.pick); i++ {
		q := &e.payments[e.pick[(hop+i)%len(e.pick)]]
		if int64(last.Last)+e.step > int64(q.First) {
			return false
		}
		last = q
	}
	return int64(last.Last)-int64(first.First) <= e.window
}

// precedes reports whether one payment stands before another in the order of time.
func (e *combiner) precedes(i, j int) bool {
	a, b := &e.payments[i], &e.payments[j]
	return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(i, j)) < 0
}

// possibleFrom is as that of looseSearch.
func (e *combiner) possibleFrom(hop int) bool {
	arrive := int64(e.payments[e.pick[hop]].First)
	for i := 1; i < len(e.pick); i++ {
		q := &e.payments[e.pick[(hop+i)%len(e.pick)]]
		if arrive = max(arrive+e.step, int64(q.First)); arrive > int64(q.Last) {
			return false
		}
	}
	return true
}
