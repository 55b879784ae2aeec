package clearing

import (
	"context"
	"errors"
	"slices"
)

// Solver solves systems of one shape again and again without allocating: same parties, dues and guarantees (who owes whom at
// which rank), other amounts. It is not safe for concurrent use: take one for each goroutine.
type Solver struct {
	w          *work
	rules      []rule
	solution   *Solution
	classes    classes
	ranks      [2]int      // of which so many are obligations
	guarantees []Guarantee // as they were when the shape was laid out
}

// NewSolver checks a system and lays out its shape. The solver keeps a copy of the system, see [Solver.System], and nothing of
// the caller's. Errors: a system that makes no sense. Cost: O(parties · ranks + dues + guarantees).
func NewSolver(s *System) (*Solver, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	v := solverOf(clone(s))
	v.ranks, v.guarantees = [2]int{s.Ranks, s.Hard}, slices.Clone(s.Guarantees)
	return v, nil
}

// clone copies a system; in the copy all lists by rank have an entry for each rank.
func clone(s *System) *System {
	c := *s
	c.Parties, c.Dues, c.Guarantees = slices.Clone(s.Parties), slices.Clone(s.Dues), slices.Clone(s.Guarantees)
	lists := make([]float64, 2*len(s.Parties)*s.Ranks)
	full := func(list []float64) []float64 {
		out := lists[:s.Ranks:s.Ranks]
		lists = lists[s.Ranks:]
		copy(out, list)
		return out
	}
	for i := range c.Parties {
		p := &c.Parties[i]
		p.OutsideDues, p.Withheld = full(p.OutsideDues), full(p.Withheld)
	}
	return &c
}

// solverOf makes a solver that works on a system itself, which makes sense.
func solverOf(s *System) *Solver {
	w := newWork(lay(s))
	return &Solver{w: w, rules: make([]rule, len(s.Parties)), solution: w.newSolution()}
}

// System is the solver's copy of the system that it was made of, in which OutsideDues and Withheld have an entry for each
// rank. Before each [Solver.Solve] the caller sets the amounts and shares in it: all fields of the parties, the amounts of dues
// and the caps of guarantees. Who owes whom at which rank must stay as it is.
func (v *Solver) System() *System { return v.w.System }

// Solve solves the system as [Greatest] does, with the same result to the last bit. The solution belongs to the solver: the
// next call overwrites it. A call allocates nothing, unless plain iteration is so slow that it has to leap.
//
// Errors: those of Greatest, or a system whose shape has changed. Cost: that of Greatest; a step costs as much as there are
// ties to those whose means it changes.
func (v *Solver) Solve(ctx context.Context) (*Solution, error) {
	s := v.w.System
	if len(s.Parties) != len(v.rules) || v.ranks != [2]int{s.Ranks, s.Hard} || !v.w.same(s, v.guarantees) {
		return nil, errors.New("clear payments: other parties, dues, guarantees or ranks than those that the solver was made for")
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	v.w.load()
	return v.solve(ctx)
}

// solve solves the system whose amounts are loaded.
func (v *Solver) solve(ctx context.Context) (*Solution, error) {
	w := v.w
	copy(w.means, w.full)
	clear(w.calls)
	w.steps = 0
	if err := w.settle(ctx, down, v.rules); err != nil {
		return nil, err
	}
	v.solution.read(w)
	w.closed(&v.classes, v.solution.Indeterminate)
	return v.solution, nil
}
