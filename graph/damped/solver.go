package damped

import "context"

// Solver solves systems x = b + Ax of one A for many b, component by component. It serves one goroutine at a time.
type Solver struct {
	order  Ordered
	parts  []*Matrix
	proofs []*Witness // by component; nil where nothing goes round
}

// NewSolver proves that all components of a matrix are damped. A row that is a component of its own needs no proof: nothing goes
// round there. The matrix may be changed afterwards. Cost: O(rows + entries), and a [Matrix.Witness] for each larger component.
//
// Errors: [ErrUndamped] if a component is not damped, [ErrSlow] if that could not be found out, and the context's.
func NewSolver(ctx context.Context, m *Matrix) (*Solver, error) {
	s := &Solver{order: m.Ordered()}
	s.parts, s.proofs = make([]*Matrix, len(s.order.Cut)-1), make([]*Witness, len(s.order.Cut)-1)
	index := make([]int32, m.Rows())
	for c := range s.parts {
		if s.order.Cut[c+1]-s.order.Cut[c] == 1 {
			continue
		}
		s.parts[c] = s.order.Part(s.order.Cut[c], s.order.Cut[c+1], nil, index)
		var err error
		if s.proofs[c], err = s.parts[c].Witness(ctx); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Solve finds x = b + Ax. b has an entry by row of the matrix as it was given, of any sign, and is left as it is. Each component is
// solved as by [Matrix.Solve], to within 1e-13 of its own size. Cost: O(rows + entries), and that of a [Matrix.Solve] for each
// component in which something goes round. Errors: as there.
func (s *Solver) Solve(ctx context.Context, b []float64) ([]float64, error) {
	n := len(b)
	x, in := make([]float64, n), make([]float64, n)
	for i, at := range s.order.Place {
		in[at] = b[i]
	}
	for c := range s.parts {
		lo, hi := s.order.Cut[c], s.order.Cut[c+1]
		for i := lo; i < hi; i++ {
			for e := s.order.Start[i]; e < s.order.Start[i+1] && s.order.Col[e] < lo; e++ {
				in[i] += s.order.Share[e] * x[s.order.Col[e]]
			}
		}
		if s.proofs[c] == nil {
			x[lo] = in[lo]
			continue
		}
		part, err := s.parts[c].Solve(ctx, in[lo:hi], s.proofs[c])
		if err != nil {
			return nil, err
		}
		copy(x[lo:hi], part)
	}
	for i, at := range s.order.Place {
		in[i] = x[at]
	}
	return in, nil
}
