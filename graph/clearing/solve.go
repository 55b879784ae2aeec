package clearing

import (
	"context"
	"fmt"
	"math"
)

// Solution is who pays what. Its slices are indexed as those of the system.
type Solution struct {
	Means         []float64   // by party: all it has: inflow, buffer, receipts
	Received      []float64   // by party: receipts from parties, guarantees included
	Paid          [][]float64 // by party and rank: to everybody, calls of its guarantees included
	Missed        []float64   // by party: obligations, calls included, that it does not pay, withheld ones included
	Dues          []float64   // by due: paid
	Called        []float64   // by guarantee: what the creditor may ask for
	Guarantees    []float64   // by guarantee: paid
	Residual      []float64   // by party: what is left after the waterfall, unspent buffer included
	Lost          []float64   // by party: destroyed by its default
	Default       []bool      // by party: its means do not cover its obligations
	Indeterminate []bool      // by party: it is of a class whose next dollar only goes round in it; see [Solution.Undetermined]
	Steps         int         // evaluations of the map
	Gap           float64     // largest distance from a fixed point that was left, in money
}

// Greatest solves a system: the greatest vector of payments that is consistent with everyone's means, by iteration from full
// payment downwards, which cannot pass it. Where that is slow, the formulas that hold are solved as far as they hold, which
// cannot pass it either. The result is within 1e-12 of a fixed point, relative to the largest means; see [Solution.Gap]. A
// party whose means are within 1e-12 of its obligations counts as one that can pay.
//
// Errors: a system that makes no sense, one that could not be solved to within that in two million steps, or the context's. Cost: O(parties + dues
// + guarantees) a step; some tens of steps as a rule. Slow systems take an elimination of the parties in distress for each
// change of formulas: linear in rings and trees, cubic at worst.
//
// Where everybody's next dollar goes round in a class there are other solutions; see [Solution.Undetermined].
func Greatest(ctx context.Context, s *System) (*Solution, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	w := newWork(lay(s))
	copy(w.means, w.full)
	if err := w.settle(ctx, down, make([]rule, len(s.Parties))); err != nil {
		return nil, err
	}
	out := w.solution()
	out.Indeterminate = w.closed()
	return out, nil
}

// direction says whether an iteration falls from full payment or climbs from none.
type direction float64

const (
	down direction = -1
	up   direction = 1
)

// work is the state of an iteration.
type work struct {
	*layout
	means  []float64 // from which payments were computed last
	next   []float64 // means that these payments make
	calls  []float64 // by party and rank: called on its guarantees
	fresh  []float64 // calls that these payments make
	called []float64 // by guarantee
	paid   []float64 // by due
	backed []float64 // by guarantee: paid
	want   []float64 // by party and rank: what it would pay if it could
	paidBy []float64 // by party and rank: what it pays, less what is withheld
	share  []float64 // by party and rank: the share of its dues that it pays
	out    []outcome
	steps  int
	looks  int     // steps between looks at how fast they come closer
	enough float64 // steps to come that are worth waiting for
}

func newWork(l *layout) *work {
	n, cells := len(l.Parties), len(l.Parties)*l.Ranks
	return &work{
		layout: l, looks: 16, enough: 150, means: make([]float64, n), next: make([]float64, n), out: make([]outcome, n),
		calls: make([]float64, cells), fresh: make([]float64, cells), want: make([]float64, cells), paidBy: make([]float64, cells), share: make([]float64, cells),
		called: make([]float64, len(l.Guarantees)), paid: make([]float64, len(l.Dues)), backed: make([]float64, len(l.Guarantees)),
	}
}

// step computes all payments from the present means and calls, and from them the next.
func (w *work) step(rules []rule) {
	w.steps++
	w.spendAll(rules)
	copy(w.next, w.own)
	for d := range w.Dues {
		due := &w.Dues[d]
		w.paid[d] = due.Amount * w.share[due.From*w.Ranks+due.Rank-1]
		w.next[due.To] += w.paid[d]
	}
	clear(w.fresh)
	for g := range w.Guarantees {
		b := &w.Guarantees[g]
		w.called[g] = math.Min(b.Cap, math.Max(0, w.missing(g)-w.before[g]))
		w.fresh[b.Guarantor*w.Ranks+b.Rank-1] += w.called[g]
		w.backed[g] = w.called[g] * w.share[b.Guarantor*w.Ranks+b.Rank-1]
		w.next[b.Creditor] += w.backed[g]
	}
}

// spendAll runs everybody's waterfall.
func (w *work) spendAll(rules []rule) {
	for i := range w.Parties {
		w.spend(i, rules[i])
		for k := range w.Ranks {
			w.share[i*w.Ranks+k] = 1
			if due := w.due(i, k); due > 0 {
				w.share[i*w.Ranks+k] = w.paidBy[i*w.Ranks+k] / due
			}
		}
	}
}

// missing is what the debtor of a guarantee does not pay the creditor.
func (w *work) missing(g int) float64 {
	missing := w.between[g]
	for _, d := range w.pair[g] {
		missing -= w.paid[d]
	}
	return missing
}

// advance takes the next means and calls, and says by how much they moved. It keeps rounding from turning the iteration round.
func (w *work) advance(dir direction) float64 {
	moved := 0.0
	for i, x := range w.next {
		if by := float64(dir) * (x - w.means[i]); by > 0 {
			w.means[i], moved = x, math.Max(moved, by)
		}
	}
	if len(w.Guarantees) > 0 {
		for c, x := range w.fresh {
			if by := float64(dir) * (w.calls[c] - x); by > 0 {
				w.calls[c], moved = x, math.Max(moved, by)
			}
		}
	}
	return moved
}

// distance is how far means and calls of the last step were from a fixed point.
func (w *work) distance() float64 {
	far := 0.0
	for i := range w.means {
		far = math.Max(far, math.Abs(w.next[i]-w.means[i]))
	}
	for c := range w.calls {
		far = math.Max(far, math.Abs(w.fresh[c]-w.calls[c]))
	}
	return far
}

// maxSteps bounds an iteration that leaps do not help.
const maxSteps = 1 << 21

// settle iterates until nothing moves. Iterating down starts above the greatest solution, and up below the least. Where many
// steps would follow it leaps; what a leap takes for granted is in leap.go.
func (w *work) settle(ctx context.Context, dir direction, rules []rule) error {
	wait, before := w.looks, math.Inf(1)
	for n := 1; n <= maxSteps; n++ {
		w.step(rules)
		moved := w.advance(dir)
		if moved <= 1e-15*w.scale {
			if w.step(rules); w.distance() <= 1e-12*w.scale { // else somebody turned out solvent, or not
				return nil
			}
		}
		if n%w.looks != 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		rate := math.Log(before/moved) / float64(w.looks) // for each step
		before = moved
		if wait -= w.looks; wait > 0 || rate > 0 && math.Log(moved/(1e-15*w.scale))/rate <= w.enough {
			continue
		}
		leapt, there, err := w.leap(ctx, dir, rules)
		if err != nil {
			return err
		}
		if !leapt {
			wait = 4 * n // too many parties are in distress for that
			continue
		}
		before = math.Inf(1)
		if w.step(rules); there && w.distance() <= 1e-13*w.scale {
			return nil
		}
	}
	return fmt.Errorf("clear payments: no end in sight after %d steps", w.steps)
}
