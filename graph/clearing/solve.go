package clearing

import (
	"context"
	"math"
	"slices"
)

// Solution is who pays what. Its slices are indexed as those of the system.
type Solution struct {
	Means      []float64   // by party: all it has: inflow, buffer, receipts
	Received   []float64   // by party: receipts from parties, guarantees included
	Paid       [][]float64 // by party and rank: to everybody, calls of its guarantees included
	Missed     []float64   // by party: obligations, calls included, that it does not pay, withheld ones included
	Dues       []float64   // by due: paid
	Called     []float64   // by guarantee: what the creditor may ask for
	Guarantees []float64   // by guarantee: paid
	Residual   []float64   // by party: what is left after the waterfall, unspent buffer included
	Lost       []float64   // by party: destroyed by its default
	Default    []bool      // by party: its means do not cover its obligations
	Steps      int         // evaluations of the map
	Gap        float64     // largest distance from a fixed point that was left, in money
}

// Greatest solves a system: the greatest vector of payments that is consistent with everyone's means, by iteration from full
// payment downwards, which cannot pass it. Where that is slow, the formulas that hold are solved as they stand, and taken if
// their solution obeys the same formulas. The result is within 1e-12 of a fixed point, relative to the largest means; see
// [Solution.Gap].
//
// Errors: a system that makes no sense, or the context's. Cost: O(parties + dues + guarantees) a step; some tens of steps as
// a rule, and at most a few dense solves of the parties in distress, cubic in their number, up to 1,500 of them.
func Greatest(ctx context.Context, s *System) (*Solution, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	l := lay(s)
	w := newWork(l)
	copy(w.means, l.full)
	if err := w.settle(ctx, down, make([]rule, len(s.Parties))); err != nil {
		return nil, err
	}
	return w.solution(), nil
}

// direction says whether an iteration falls from full payment or climbs from none.
type direction int

const (
	down direction = iota
	up
)

// work is the state of an iteration.
type work struct {
	*layout
	means  []float64 // from which payments were computed last
	next   []float64 // means that these payments make
	calls  [][]float64
	called []float64 // by guarantee
	paid   []float64 // by due
	backed []float64 // by guarantee: paid
	out    []outcome
	steps  int
}

func newWork(l *layout) *work {
	n := len(l.Parties)
	w := &work{
		layout: l, means: make([]float64, n), next: make([]float64, n), calls: make([][]float64, n),
		called: make([]float64, len(l.Guarantees)), paid: make([]float64, len(l.Dues)), backed: make([]float64, len(l.Guarantees)), out: make([]outcome, n),
	}
	cells := make([]float64, 4*n*l.Ranks)
	take := func() []float64 {
		row := cells[:l.Ranks:l.Ranks]
		cells = cells[l.Ranks:]
		return row
	}
	for i := range n {
		w.calls[i] = take()
		w.out[i].met, w.out[i].paid, w.out[i].want = take(), take(), take()
	}
	return w
}

// step computes all payments from the present means, and from them the next means.
func (w *work) step(rules []rule) {
	w.steps++
	for i := range w.Parties {
		w.spend(i, w.means[i], w.calls[i], rules[i], &w.out[i])
	}
	for i, p := range w.Parties {
		w.next[i] = p.Outside + p.Buffer
	}
	for i := range w.Parties {
		for _, d := range w.dues[i] {
			due := &w.Dues[d]
			w.paid[d] = due.Amount * w.ratio(i, due.Rank)
			w.next[due.To] += w.paid[d]
		}
	}
	for i := range w.calls {
		clear(w.calls[i])
	}
	for i := range w.Parties {
		w.call(i)
	}
	for g, b := range w.Guarantees {
		w.backed[g] = w.called[g] * w.ratio(b.Guarantor, b.Rank)
		w.next[b.Creditor] += w.backed[g]
	}
}

// ratio is the share of its dues of a rank that a party pays, calls included.
func (w *work) ratio(i, rank int) float64 {
	k := rank - 1
	due := w.owed[i][k]
	if k < w.Hard {
		due = w.out[i].want[k]
	}
	if due == 0 {
		return 1
	}
	return w.out[i].paid[k] / due
}

// call finds what is called on the guarantees of a debtor, in their order, and notes it with the guarantors for the next step.
func (w *work) call(debtor int) {
	for at, g := range w.covered[debtor] {
		b := &w.Guarantees[g]
		missing := w.between[g]
		for _, d := range w.pair[g] {
			missing -= w.paid[d]
		}
		for _, before := range w.covered[debtor][:at] {
			if w.Guarantees[before].Creditor == b.Creditor {
				missing -= w.Guarantees[before].Cap
			}
		}
		w.called[g] = math.Min(b.Cap, math.Max(0, missing))
		w.calls[b.Guarantor][b.Rank-1] += w.called[g]
	}
}

// distance is how far the last step was from a fixed point.
func (w *work) distance() float64 {
	far := 0.0
	for i := range w.means {
		far = math.Max(far, math.Abs(w.next[i]-w.means[i]))
	}
	return far
}

const (
	patience = 20      // steps with the same branches before they are solved as they stand
	maxSteps = 2000000 // no system of ours needs them; see Gap
)

// settle iterates until nothing moves. Iterating down starts above the greatest solution, and up below the least.
func (w *work) settle(ctx context.Context, dir direction, rules []rule) error {
	var before []branch
	calls := make([][]float64, len(w.calls))
	for i := range calls {
		calls[i] = slices.Clone(w.calls[i])
	}
	wait, same := patience, 0
	for n := 0; n < maxSteps; n++ {
		if n%64 == 63 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		w.step(rules)
		moved := w.distance()
		for i := range calls { // what is called is part of the state
			for k := range calls[i] {
				moved = math.Max(moved, math.Abs(calls[i][k]-w.calls[i][k]))
				calls[i][k] = w.calls[i][k]
			}
		}
		if moved <= 1e-15*w.scale {
			copy(w.means, w.next)
			w.step(rules)
			return nil
		}
		now := w.branches()
		if slices.Equal(now, before) {
			same++
		} else {
			same, before = 0, now
		}
		w.advance(dir)
		if same >= wait {
			if w.leap(dir, rules, now) {
				return nil
			}
			for i := range calls {
				copy(calls[i], w.calls[i])
			}
			same, wait = 0, 2*wait
		}
	}
	return nil
}

// advance takes the next means, and keeps rounding from turning the iteration round.
func (w *work) advance(dir direction) {
	for i, x := range w.next {
		if dir == down {
			w.means[i] = math.Min(w.means[i], x)
		} else {
			w.means[i] = math.Max(w.means[i], x)
		}
	}
}

func (w *work) branches() []branch {
	out := make([]branch, len(w.out))
	for i := range w.out {
		out[i] = w.out[i].branch
	}
	return out
}
