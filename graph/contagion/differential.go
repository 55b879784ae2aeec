package contagion

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"dealgraph/graph/damped"
)

// Differential is the relative loss of buffer of every party, 0 to 1, after a shock that takes the given shares: the least
// solution of h = min(1, shock + Λh) that the shock brings about.
//
// Strongly connected components are solved one after the other, those first on which others hold claims. In each, distress is
// bounded from below (nobody has lost more than by the shock) and from above (all have failed) and the bounds are moved by
// the rule until they meet, to 1e-13 of either. Where what goes round shrinks too slowly for that, it is solved from above:
// take those as failed that may have, solve for the others, let go of those that do not fail after all, until none does
// (policy iteration; every system solved has a spectral radius below 1, which is proved each time). Starting from nobody
// failed and cutting off at 1 afterwards would overstate failures. A loss of all but 1e-12 of a buffer counts as all.
//
// Errors: a shock or network that makes no sense, the context's, or a system that could not be solved to within rounding,
// which takes thousands of parties in one component and claims all but closed. Cost: O(parties + claims) a step, some tens of
// steps as a rule.
//
// Bardoscia, Battiston, Caccioli and Caldarelli, DebtRank: A Microscopic Foundation for Shock Propagation, PLoS ONE 10(6), 2015.
func (s *Stress) Differential(ctx context.Context, shock []float64) ([]float64, error) {
	if err := s.checkShock(shock); err != nil {
		return nil, err
	}
	n := newDistress(s)
	begin, h := s.begin(shock), make([]float64, len(shock))
	r := newRun(n)
	for i, at := range n.Place {
		r.begin[at] = begin[i]
	}
	if err := r.spread(ctx); err != nil {
		return nil, err
	}
	for i, at := range n.Place {
		h[i] = r.h[at]
	}
	return h, nil
}

// Ranks is the systemic importance of every party by DebtRank: the part of all weight that others lose when the party alone
// fails, 0 to 1, beyond what they lose without that because some have failed from the start. A party that has is given 0.
// Weights are 0 or more and need not add up to 1; nil weighs all alike.
//
// Each party is one run of [Stress.Differential]; what does not depend on who fails is prepared once, and the runs share all
// cores. The result does not depend on their number. Errors: as there, and weights that are negative, infinite or no numbers.
func (s *Stress) Ranks(ctx context.Context, weight []float64) ([]float64, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	weight, err := shares(weight, len(s.Buffer))
	if err != nil {
		return nil, err
	}
	n := newDistress(s)
	none := newRun(n)
	for i, at := range n.Place {
		if s.Buffer[i] <= 0 {
			none.begin[at] = 1
		}
	}
	if err := none.spread(ctx); err != nil {
		return nil, err
	}
	heavy := make([]float64, len(weight))
	for i, at := range n.Place {
		heavy[at] = weight[i]
	}
	out := make([]float64, len(weight))
	return out, n.each(ctx, func(ctx context.Context, r *run, i int) error {
		at := n.Place[i]
		if none.begin[at] == 1 {
			return nil
		}
		copy(r.begin, none.begin)
		r.begin[at] = 1
		if err := r.spread(ctx); err != nil {
			return fmt.Errorf("let party %d fail: %w", i, err)
		}
		sum := 0.0
		for j, w := range heavy {
			if j != int(at) {
				sum += w * math.Max(0, r.h[j]-none.h[j])
			}
		}
		out[i] = sum
		return nil
	})
}

// shares makes weights add up to 1.
func shares(weight []float64, n int) ([]float64, error) {
	out := make([]float64, n)
	if weight == nil {
		for i := range out {
			out[i] = 1 / float64(n)
		}
		return out, nil
	}
	if len(weight) != n {
		return nil, fmt.Errorf("rank parties: weights of %d of %d parties", len(weight), n)
	}
	all := 0.0
	for i, w := range weight {
		if !amount(w) {
			return nil, fmt.Errorf("rank parties: the weight of party %d is %g: weights lie between 0 and 1e30", i, w)
		}
		all += w
	}
	for i, w := range weight {
		if all > 0 {
			out[i] = w / all
		}
	}
	return out, nil
}

// each calls f for all parties on all cores, and returns the error of the first party that has one.
func (n *distress) each(ctx context.Context, f func(ctx context.Context, r *run, party int) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parties := len(n.Place)
	errs := make([]error, parties)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), parties) {
		wait.Go(func() {
			r := newRun(n)
			for i := int(next.Add(1)) - 1; i < parties && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if errs[i] = f(ctx, r, i); errs[i] != nil {
					stop()
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs { // one that is no mere echo of another's
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return context.Cause(ctx)
}

// distress is Λ in the order of solving, and what is known of its components.
type distress struct {
	damped.Ordered
	once    []sync.Once
	witness []*damped.Witness // by component, once asked for: nil if what goes round in it does not shrink
}

func newDistress(s *Stress) *distress {
	lambda := s.lambda()
	n := &distress{Ordered: lambda.Ordered()}
	n.once = make([]sync.Once, len(n.Cut)-1)
	n.witness = make([]*damped.Witness, len(n.Cut)-1)
	return n
}

// run is one shock. Its slices are in the order of solving.
type run struct {
	*distress
	begin, h, low, in []float64
	free              []bool
	index             []int32
}

func newRun(n *distress) *run {
	size := len(n.Place)
	return &run{distress: n, begin: make([]float64, size), h: make([]float64, size), low: make([]float64, size), in: make([]float64, size),
		free: make([]bool, size), index: make([]int32, size)}
}

// spread finds h from begin.
func (r *run) spread(ctx context.Context) error {
	for c := range len(r.Cut) - 1 {
		if c%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		lo, hi := r.Cut[c], r.Cut[c+1]
		if !r.receive(lo, hi) {
			clear(r.h[lo:hi])
			continue
		}
		if hi-lo == 1 {
			r.h[lo] = capped(r.in[lo])
			continue
		}
		met, err := r.close(ctx, lo, hi)
		if err != nil {
			return err
		}
		if !met {
			if err := r.fromAbove(ctx, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func capped(h float64) float64 {
	if h >= almost {
		return 1
	}
	return h
}

// receive adds up what reaches a component from the shock and from those before it, and reports whether anything does.
func (r *run) receive(lo, hi int32) bool {
	any := false
	for i := lo; i < hi; i++ {
		sum := r.begin[i]
		for e := r.Start[i]; e < r.Start[i+1] && r.Col[e] < lo; e++ {
			sum += r.Share[e] * r.h[r.Col[e]]
		}
		r.in[i] = sum
		any = any || sum > 0
	}
	return any
}

const (
	sweeps  = 400   // at most so many before a component is solved from above
	meeting = 1e-13 // part by which the bounds may differ
)

// close moves a bound from below and one from above by the rule until they meet, and reports whether they do soon.
func (r *run) close(ctx context.Context, lo, hi int32) (bool, error) {
	for i := lo; i < hi; i++ {
		r.low[i], r.h[i] = 0, 1
	}
	const look = 8
	before := 1.0
	for sweep := 1; sweep <= sweeps; sweep++ {
		r.sweep(lo, hi)
		if sweep%look != 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		gap := 0.0
		for i := lo; i < hi; i++ {
			gap = math.Max(gap, 1-r.low[i]/r.h[i])
		}
		if gap <= meeting {
			for i := lo; i < hi; i++ {
				r.h[i] = capped(r.low[i])
			}
			return true, nil
		}
		if sweep >= 3*look {
			if more := look * math.Log(meeting/gap) / math.Log(gap/before); !(more >= 0 && more <= float64(sweeps-sweep)) {
				return false, nil
			}
		}
		before = gap
	}
	return false, nil
}

func (r *run) sweep(lo, hi int32) {
	for i := lo; i < hi; i++ {
		low, high := r.in[i], r.in[i]
		for e := r.Start[i+1] - 1; e >= r.Start[i] && r.Col[e] >= lo; e-- {
			low += r.Share[e] * r.low[r.Col[e]]
			high += r.Share[e] * r.h[r.Col[e]]
		}
		r.low[i], r.h[i] = math.Min(1, low), math.Min(1, high)
	}
}

// fromAbove finds the distress in a component by policy iteration. h is a bound from above, so that all that fail are among
// those it has as failed.
func (r *run) fromAbove(ctx context.Context, c int) error {
	lo, hi := r.Cut[c], r.Cut[c+1]
	for i := lo; i < hi; i++ {
		r.free[i] = r.h[i] < almost
		r.h[i] = capped(r.h[i])
	}
	for {
		if err := r.solveFree(ctx, c); err != nil {
			return err
		}
		done := true
		for i := lo; i < hi; i++ {
			if !r.free[i] && r.inflow(lo, i) < almost {
				r.free[i], done = true, false
			}
		}
		if done {
			return nil
		}
	}
}

// inflow is what reaches party i of the component that begins at lo.
func (r *run) inflow(lo, i int32) float64 {
	sum := r.in[i]
	for e := r.Start[i+1] - 1; e >= r.Start[i] && r.Col[e] >= lo; e-- {
		sum += r.Share[e] * r.h[r.Col[e]]
	}
	return sum
}

// solveFree finds h of the parties of a component that are free, those that are not at 1.
func (r *run) solveFree(ctx context.Context, c int) error {
	lo, hi := r.Cut[c], r.Cut[c+1]
	a := r.Part(lo, hi, r.free, r.index)
	if a.Rows() == 0 {
		return nil
	}
	b := make([]float64, 0, a.Rows())
	for i := lo; i < hi; i++ {
		if !r.free[i] {
			continue
		}
		sum := r.in[i]
		for e := r.Start[i+1] - 1; e >= r.Start[i] && r.Col[e] >= lo; e-- {
			if !r.free[r.Col[e]] {
				sum += r.Share[e]
			}
		}
		b = append(b, sum)
	}
	x, err := r.solvePart(ctx, c, a, b)
	if err != nil {
		return fmt.Errorf("spread losses: %w", err)
	}
	for i := lo; i < hi; i++ {
		if r.free[i] {
			r.h[i] = math.Min(1, math.Max(0, x[r.index[i]]))
		}
	}
	r.polish(lo, hi)
	return nil
}

// solvePart solves x = b + Ax for the free parties of a component. Where buffers differ so much that rounding is in the way, it
// measures each x by the bound from above, by which no row of A adds up to more than 1.
func (r *run) solvePart(ctx context.Context, c int, a *damped.Matrix, b []float64) ([]float64, error) {
	w, err := r.proof(ctx, c, a)
	if err == nil {
		var x []float64
		if x, err = a.Solve(ctx, b, w); err == nil {
			return x, nil
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	bound := make([]float64, 0, len(b))
	for i := r.Cut[c]; i < r.Cut[c+1]; i++ {
		if r.free[i] {
			bound = append(bound, r.h[i])
		}
	}
	part := damped.Matrix{Start: a.Start, Col: a.Col, Share: make([]float64, len(a.Share))}
	for i := range bound {
		b[i] /= bound[i]
		for e := a.Start[i]; e < a.Start[i+1]; e++ {
			part.Share[e] = a.Share[e] * bound[a.Col[e]] / bound[i]
		}
	}
	if w, err = part.Witness(ctx); err != nil {
		return nil, err
	}
	x, err := part.Solve(ctx, b, w)
	for i := range x {
		x[i] *= bound[i]
	}
	return x, err
}

// polish makes small distress exact to its own size, where the solution is to that of the largest.
func (r *run) polish(lo, hi int32) {
	for range 3 {
		for i := lo; i < hi; i++ {
			if r.free[i] {
				r.h[i] = math.Min(1, r.inflow(lo, i))
			}
		}
	}
}

// proof is a witness for a part of a component: that of all of it, if it has one.
func (r *run) proof(ctx context.Context, c int, a *damped.Matrix) (*damped.Witness, error) {
	var failed error
	r.once[c].Do(func() {
		whole := r.Part(r.Cut[c], r.Cut[c+1], nil, make([]int32, len(r.Place)))
		r.witness[c], failed = whole.Witness(ctx)
	})
	switch {
	case r.distress.witness[c] != nil:
		return r.distress.witness[c], nil
	case failed != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return a.Witness(ctx)
}
