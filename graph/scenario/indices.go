package scenario

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"slices"
)

// IndexOptions say how Sobol' indices are found. Base has to be set.
type IndexOptions struct {
	Base     int // points: rounded up to 256 times a power of two. There are inputs+2 runs for each
	Seed     uint64
	Workers  int                     // 0 is as many as there are cores
	Progress func(done, total int64) // in runs; called from the goroutine that called Indices
}

// Index says how much of the variance of an output is due to an input. Errors are standard errors, from 16 replicates by jackknife;
// estimates may lie a little below 0 or above 1 within them.
type Index struct {
	Input           string
	First, FirstErr float64 // by itself: the share that would go if the input were known
	Total, TotalErr float64 // with all it does together with others: the share that would stay if all others were known
}

// IndexResult is what Indices has found.
type IndexResult struct {
	Base, Runs int       // as rounded
	Mean       []float64 // by output
	Variance   []float64 // by output; 0 if it is always the same, and then all indices are 0
	Outputs    [][]Index // by output and input
}

// Indices finds the Sobol' indices of first order and total effect of each input, which have to be independent: for each input, two
// matrices of scenarios A and B, and A with that input as in B, of scrambled Sobol' points in twice as many dimensions as there are inputs.
//
//	S = mean(f(B)·(f(AB) − f(A)))/V     (Saltelli et al. 2010, table 2, b)
//	T = mean((f(A) − f(AB))²)/2V        (Jansen 1999)
//
// with f less its mean, which does not change S but its error. The analysis is as for [Run].
//
// Errors: a Base below 1 or above MaxScenarios; inputs without a name or with the same, or none; no outputs; that of begin; that of the first
// scenario which has one; the context's. Cost: Base·(inputs+2) runs, and one for each worker.
//
// Sobol', Sensitivity estimates for nonlinear mathematical models, Mathematical Modelling and Computational Experiments 1, 1993. Saltelli,
// Annoni, Azzini, Campolongo, Ratto and Tarantola, Variance based sensitivity analysis of model output, Computer Physics
// Communications 181(2), 2010. Jansen, Analysis of variance designs for model output, Computer Physics Communications 117, 1999.
func Indices(ctx context.Context, inputs []string, outputs int, begin func() (Analysis, error), o IndexOptions) (*IndexResult, error) {
	x, err := newExperiment(inputs, outputs, o)
	if err == nil {
		err = x.run(ctx, begin, o)
	}
	if err != nil {
		return nil, fmt.Errorf("find Sobol' indices: %w", err)
	}
	out := &IndexResult{Base: x.blocks * block, Runs: x.blocks * block * (len(inputs) + 2)}
	for o := range outputs {
		mean, variance, indices := x.all.indices(o, inputs)
		out.Mean, out.Variance = append(out.Mean, mean), append(out.Variance, variance)
		out.Outputs = append(out.Outputs, indices)
	}
	return out, nil
}

// experiment is the design of a search for indices.
type experiment struct {
	sampler         *sampler
	inputs, outputs int
	blocks          int
	all             products
}

func newExperiment(inputs []string, outputs int, o IndexOptions) (*experiment, error) {
	switch {
	case o.Base < 1 || o.Base > MaxScenarios:
		return nil, fmt.Errorf("%d points, but from 1 to %d are possible", o.Base, MaxScenarios)
	case o.Workers < 0:
		return nil, fmt.Errorf("%d workers, but there cannot be less than 0", o.Workers)
	case outputs < 1 || len(inputs) < 1:
		return nil, fmt.Errorf("%d inputs and %d outputs, but at least one of each is needed", len(inputs), outputs)
	}
	both := slices.Clone(inputs) // of A, then of B
	for _, id := range inputs {
		if id != "" {
			id += "\x00again"
		}
		both = append(both, id)
	}
	s, err := newSampler(Sobol, o.Seed, both, Sobol.rounded(o.Base))
	if err != nil {
		return nil, err
	}
	x := &experiment{sampler: s, inputs: len(inputs), outputs: outputs, blocks: 1 << bits.Len(uint((o.Base-1)/block))}
	x.all = x.products()
	return x, nil
}

// products are sums over the points of each replicate. Results are less that of a point in the middle, so that squares stay small.
type products struct {
	inputs int
	each   []product // by replicate, output and input
	base   []basis   // by replicate and output
	n      float64   // points in a replicate
}

type product struct{ bd, d, dd float64 } // f(B)·(f(AB)-f(A)), f(AB)-f(A) and its square

type basis struct{ a, aa, b, bb, shift float64 } // f(A), its square, and of B

func (x *experiment) products() products {
	return products{inputs: x.inputs, each: make([]product, replicates*x.outputs*x.inputs), base: make([]basis, replicates*x.outputs)}
}

// add takes up those of a block.
func (p *products) add(b *products) {
	for i, x := range b.each {
		p.each[i].bd += x.bd
		p.each[i].d += x.d
		p.each[i].dd += x.dd
	}
	for i, x := range b.base {
		p.base[i].a += x.a
		p.base[i].aa += x.aa
		p.base[i].b += x.b
		p.base[i].bb += x.bb
		p.base[i].shift = x.shift
	}
	p.n += points
}

func (x *experiment) run(ctx context.Context, begin func() (Analysis, error), o IndexOptions) error {
	workers := o.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	slot := func() *products { p := x.products(); return &p }
	done, err := inOrder(x.blocks, workers, slot, func() (func(int, *products) error, error) {
		f, err := begin()
		if err != nil {
			return nil, err
		}
		return x.worker(ctx, f)
	}, func(number int, p *products) {
		x.all.add(p)
		if o.Progress != nil {
			o.Progress(int64((number+1)*block)*int64(x.inputs+2), int64(x.blocks*block)*int64(x.inputs+2))
		}
	})
	if err == nil && done < x.blocks {
		err = ctx.Err()
	}
	return err
}

// worker works a block of points.
func (x *experiment) worker(ctx context.Context, f Analysis) (func(int, *products) error, error) {
	u := make([]float64, block*x.sampler.row)
	middle, atA, atB, out := make([]float64, x.outputs), make([]float64, x.outputs), make([]float64, x.outputs), make([]float64, x.outputs)
	if err := answer(f, slices.Repeat([]float64{0.5}, x.inputs), middle); err != nil {
		return nil, fmt.Errorf("with all inputs at their median: %w", err)
	}
	return func(number int, p *products) error {
		x.sampler.fill(number, u)
		clear(p.each)
		for i := range p.base {
			p.base[i] = basis{shift: middle[i%x.outputs]}
		}
		for k := range block {
			row := u[k*x.sampler.row:]
			a, b := row[:x.inputs:x.inputs], row[x.inputs:2*x.inputs]
			if err := x.point(ctx, f, a, b, atA, atB, out, p, k/points); err != nil {
				if stoppedBy(ctx, err) == errStopped {
					return errStopped
				}
				return fmt.Errorf("point %d: %w", number*block+k, err)
			}
		}
		return nil
	}, nil
}

// point runs A, B, and A with each input as in B.
func (x *experiment) point(ctx context.Context, f Analysis, a, b, atA, atB, out []float64, p *products, replicate int) error {
	if err := answer(f, a, atA); err != nil {
		return err
	}
	if err := answer(f, b, atB); err != nil {
		return err
	}
	base := p.base[replicate*x.outputs:][:x.outputs]
	for o := range base {
		fa, fb := atA[o]-base[o].shift, atB[o]-base[o].shift
		base[o].a += fa
		base[o].aa += fa * fa
		base[o].b += fb
		base[o].bb += fb * fb
	}
	for i := range a {
		if ctx.Err() != nil {
			return errStopped
		}
		kept := a[i]
		a[i] = b[i]
		err := answer(f, a, out)
		a[i] = kept
		if err != nil {
			return err
		}
		for o, y := range out {
			d, q := y-atA[o], &p.each[(replicate*x.outputs+o)*x.inputs+i]
			q.bd += (atB[o] - base[o].shift) * d
			q.d += d
			q.dd += d * d
		}
	}
	return nil
}

// indices are those of an output: of all replicates, and how they change if one is left out.
func (p *products) indices(o int, inputs []string) (mean, variance float64, out []Index) {
	outputs := len(p.base) / replicates
	estimate := func(i, without int) (m, v, first, total float64) {
		var b basis
		var q product
		n := 0.0
		for r := range replicates {
			if r == without {
				continue
			}
			x, y := &p.base[r*outputs+o], &p.each[(r*outputs+o)*p.inputs+i]
			b.a, b.aa, b.b, b.bb = b.a+x.a, b.aa+x.aa, b.b+x.b, b.bb+x.bb
			q.bd, q.d, q.dd = q.bd+y.bd, q.d+y.d, q.dd+y.dd
			n += p.n
		}
		m = (b.a + b.b) / (2 * n)
		v = max(0, (b.aa+b.bb)/(2*n)-m*m)
		if v <= 1e-24*(b.aa+b.bb)/(2*n) {
			return m, 0, 0, 0
		}
		return m, v, (q.bd - m*q.d) / n / v, q.dd / (2 * n) / v
	}
	for i, input := range inputs {
		x := Index{Input: input}
		mean, variance, x.First, x.Total = estimate(i, -1)
		var first, total [replicates]float64
		for r := range replicates {
			_, _, first[r], total[r] = estimate(i, r)
		}
		x.FirstErr, x.TotalErr = jackknife(first[:]), jackknife(total[:])
		out = append(out, x)
	}
	return mean + p.base[o].shift, variance, out
}

// jackknife is the standard error from estimates that leave out a replicate each (Efron and Stein 1981).
func jackknife(without []float64) float64 {
	m := momentsOf(without)
	return math.Sqrt(m.m2 * (m.n - 1) / m.n)
}
