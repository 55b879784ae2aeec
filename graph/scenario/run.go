package scenario

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// Options say how an analysis is asked. Scenarios has to be set; the rest may be zero.
type Options struct {
	Scenarios int
	Seed      uint64                  // the same seed gives the same result, bit by bit, for any number of workers
	Workers   int                     // 0 is as many as there are cores
	Sampling  Sampling                // empty is Plain
	Exact     int                     // up to how many scenarios each result is kept: 0 is DefaultExact. See [Sample]
	Progress  func(done, total int64) // called after every 256 scenarios, from the goroutine that called Run
}

// DefaultExact is half a megabyte for each output.
const DefaultExact = 65_536

// Analysis answers one scenario: out gets one number for each output, from one uniform number in the open interval from 0 to 1 for
// each input. It must set all of out, and what it does not know it has to encode: a number that is none, or infinite, is an error.
// It must depend on nothing but u, and must not keep u or out. Only one goroutine at a time calls it.
type Analysis func(u, out []float64) error

// Result is what a run has found.
type Result struct {
	Asked     int // scenarios asked for
	Scenarios int // that were to be made: Asked, rounded up as the sampling needs
	Done      int // that were made: fewer if the run was stopped
	Seed      uint64
	Sampling  Sampling
	// Even is how many inputs, the first, have Sobol' coordinates; the others are drawn plainly. 0 for other samplings.
	Even    int
	Outputs []*Sample
	// Stopped is the context's error if it ended the run early. The result is then that of the first Done scenarios.
	Stopped error
}

// Run asks an analysis in many scenarios. begin is called once for each worker: the analysis that it returns owns what it works with.
//
// Each input has its own stream of numbers, which depends on the seed and its id only, so that with plain and antithetic sampling
// another input changes nothing for the rest, and two runs with one seed compare like with like. Give each variable an id of its own,
// such as "deal-12 amount". With Sobol' sampling inputs are also told apart by their place: name first what matters most, and add
// others at the end. Scenario k is the same however many there are.
//
// Sobol' sampling rounds up to 256 times a power of two, antithetic sampling to an even number.
//
// Errors: no scenarios or more than MaxScenarios, no outputs, inputs without a name or with the same; that of begin; and that of the
// first scenario which has one. If the context ends, the scenarios so far are the result, and it is an error only if there are none.
//
// Cost: some 5 ns for each uniform, and the analysis. Memory: a few hundred scenarios for each worker, and for each output
// Options.Exact numbers or a sketch; it does not depend on the number of scenarios.
func Run(ctx context.Context, inputs []string, outputs int, begin func() (Analysis, error), o Options) (*Result, error) {
	p, err := o.plan(inputs)
	if err != nil {
		return nil, fmt.Errorf("run scenarios: %w", err)
	}
	if outputs < 1 {
		return nil, fmt.Errorf("run scenarios: %d outputs, but at least one is needed", outputs)
	}
	r := &Result{Asked: o.Scenarios, Scenarios: p.scenarios, Seed: o.Seed, Sampling: p.sampler.sampling}
	if p.sampler.net != nil {
		r.Even = p.sampler.net.coords
	}
	for range outputs {
		r.Outputs = append(r.Outputs, newSample(p.sampler.sampling, p.scenarios, p.exact))
	}
	if err := p.run(ctx, r, begin, o.Progress); err != nil {
		return nil, fmt.Errorf("run scenarios: %w", err)
	}
	finish(r.Outputs, p.workers)
	return r, nil
}

// finish sorts the outputs, each by itself.
func finish(outputs []*Sample, workers int) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(workers, len(outputs)) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(outputs)); i = next.Add(1) - 1 {
				outputs[i].finish()
			}
		})
	}
	all.Wait()
}

// plan is what follows from options.
type plan struct {
	sampler                           *sampler
	scenarios, blocks, workers, exact int
}

func (o Options) plan(inputs []string) (*plan, error) {
	switch {
	case o.Scenarios < 1 || o.Scenarios > MaxScenarios:
		return nil, fmt.Errorf("%d scenarios, but from 1 to %d are possible", o.Scenarios, MaxScenarios)
	case o.Workers < 0 || o.Exact < 0:
		return nil, fmt.Errorf("%d workers and %d results kept, but neither can be below 0", o.Workers, o.Exact)
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Exact == 0 {
		o.Exact = DefaultExact
	}
	if o.Sampling == "" {
		o.Sampling = Plain
	}
	p := &plan{workers: o.Workers, exact: o.Exact, scenarios: o.Sampling.rounded(o.Scenarios)}
	p.blocks = (p.scenarios + block - 1) / block
	var err error
	p.sampler, err = newSampler(o.Sampling, o.Seed, inputs, p.scenarios)
	return p, err
}

// answers are those of a block, by output, and what is summed of them.
type answers struct {
	values [][]float64
	sums   []sums
}

// run works all blocks.
func (p *plan) run(ctx context.Context, r *Result, begin func() (Analysis, error), progress func(done, total int64)) error {
	slot := func() *answers {
		a := &answers{make([][]float64, len(r.Outputs)), make([]sums, len(r.Outputs))}
		for o := range a.values {
			a.values[o] = make([]float64, 0, block)
		}
		return a
	}
	take := func(_ int, a *answers) {
		for o, s := range r.Outputs {
			s.add(a.values[o], &a.sums[o])
		}
		r.Done += len(a.values[0])
		if progress != nil {
			progress(int64(r.Done), int64(p.scenarios))
		}
	}
	_, err := inOrder(p.blocks, p.workers, slot, func() (func(int, *answers) error, error) {
		f, err := begin()
		if err != nil {
			return nil, err
		}
		return p.worker(ctx, f, len(r.Outputs)), nil
	}, take)
	if err != nil {
		return err
	}
	if r.Done < p.scenarios {
		r.Stopped = ctx.Err()
	}
	if r.Done == 0 {
		return r.Stopped
	}
	return nil
}

// worker works a block.
func (p *plan) worker(ctx context.Context, f Analysis, outputs int) func(number int, a *answers) error {
	u, out := make([]float64, block*p.sampler.row), make([]float64, outputs)
	return func(number int, a *answers) error {
		first := number * block
		n := min(block, p.scenarios-first)
		p.sampler.fill(number, u[:n*p.sampler.row])
		for o := range a.values {
			a.values[o] = a.values[o][:n]
		}
		for k := range n {
			if ctx.Err() != nil {
				return errStopped
			}
			if err := answer(f, u[k*p.sampler.row:][:len(p.sampler.streams):len(p.sampler.streams)], out); err != nil {
				if stoppedBy(ctx, err) == errStopped {
					return errStopped
				}
				return fmt.Errorf("scenario %d: %w", first+k, err)
			}
			for o, x := range out {
				a.values[o][k] = x
			}
		}
		for o, values := range a.values {
			a.sums[o].of(values, p.sampler.sampling)
		}
		return nil
	}
}

// answer calls the analysis and looks at what it answers. What it does not set is no number.
func answer(f Analysis, u, out []float64) error {
	for o := range out {
		out[o] = math.NaN()
	}
	if err := f(u, out); err != nil {
		return err
	}
	for o, x := range out {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("output %d is %v, not a number to calculate with", o, x)
		}
	}
	return nil
}
