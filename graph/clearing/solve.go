package clearing

import (
	"context"
	"errors"
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
	return solverOf(s).solve(ctx)
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
	means   []float64 // from which payments were computed last
	next    []float64 // means that these payments make
	calls   []float64 // by cell: called on its guarantees
	fresh   []float64 // calls that these payments make
	called  []float64 // by guarantee
	backed  []float64 // by guarantee: paid
	want    []float64 // by cell: what it would pay if it could
	paidBy  []float64 // by cell: what it pays, less what is withheld
	share   []float64 // by cell: the share of its dues that it pays
	out     []outcome
	moved   names // who has other means or calls than when it last paid
	reached names // whose next means are not taken yet
	steps   int
	looks   int     // steps between looks at how fast they come closer
	enough  float64 // steps to come that are worth waiting for
}

func newWork(l *layout) *work {
	n, cells := len(l.Parties), len(l.Parties)*l.Ranks
	w := &work{
		layout: l, looks: 16, enough: 150, means: make([]float64, n), next: make([]float64, n), out: make([]outcome, n), moved: newNames(n), reached: newNames(n),
		calls: make([]float64, cells), fresh: make([]float64, cells), want: make([]float64, cells), paidBy: make([]float64, cells), share: make([]float64, cells),
		called: make([]float64, len(l.Guarantees)), backed: make([]float64, len(l.Guarantees)),
	}
	w.anew()
	return w
}

// ErrEndless is the error of a system that could not be solved in [maxSteps] steps.
var ErrEndless = errors.New("no end in sight")

// maxSteps bounds an iteration that leaps do not help.
const maxSteps = 1 << 21

// settle iterates until nothing moves. Iterating down starts above the greatest solution, and up below the least. Where many
// steps would follow it leaps; what a leap takes for granted is in leap.go.
func (w *work) settle(ctx context.Context, dir direction, rules []rule) error {
	wait, before, leaps := w.looks, math.Inf(1), 0
	w.anew()
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
		w.anew()
		if err != nil {
			return err
		}
		before = math.Inf(1)
		if leapt {
			if w.step(rules); there && w.distance() <= 1e-13*w.scale {
				return nil
			}
			if leaps++; leaps%4 != 0 {
				continue
			}
		}
		went, err := w.stride(ctx, dir, rules) // where leaps do not get there
		w.anew()
		if err != nil {
			return err
		}
		if !leapt && !went {
			wait = 4 * n // too many parties are in distress for that
		}
	}
	return fmt.Errorf("clear payments: %w after %d steps", ErrEndless, w.steps)
}
