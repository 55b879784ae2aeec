package scenario

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Sampling is how scenarios are spread over what may happen.
type Sampling string

// The ways of sampling.
const (
	Plain      Sampling = "plain"
	Antithetic Sampling = "antithetic"
	Sobol      Sampling = "sobol"
)

// Samplings are all ways of sampling, the plainest first.
func Samplings() []Sampling { return []Sampling{Plain, Antithetic, Sobol} }

// Meaning says in a few words what the sampling does.
func (s Sampling) Meaning() string {
	switch s {
	case Plain:
		return "every scenario is drawn by itself"
	case Antithetic:
		return "scenarios come in pairs, one high where the other is low"
	case Sobol:
		return "scenarios are spread evenly by scrambled Sobol' points"
	}
	return ""
}

// MaxScenarios bounds the scenarios of a run.
const MaxScenarios = 1_000_000_000

// groups of a block are the same for every block: scenarios that are not independent of each other are in one group, and the
// spread among groups is what tells the error.
const (
	pair       = 2                  // scenarios in a group of antithetic sampling
	replicates = 16                 // groups of Sobol' sampling, each with its own scrambling
	points     = block / replicates // of a replicate in a block
)

// rounded is how many scenarios are made if as many are asked for.
func (s Sampling) rounded(asked int) int {
	switch s {
	case Antithetic:
		return asked + asked%pair
	case Sobol:
		return block << bits.Len(uint((asked-1)/block))
	}
	return asked
}

// sampler makes the uniforms of scenarios, a block at a time. It is shared by all workers and does not change.
type sampler struct {
	sampling Sampling
	streams  []stream
	row      int      // numbers from one scenario to the next
	net      *network // of Sobol' sampling
}

// newSampler takes the inputs in order, and how many scenarios there are at most.
func newSampler(s Sampling, seed uint64, inputs []string, scenarios int) (*sampler, error) {
	if !slices.Contains(Samplings(), s) {
		return nil, fmt.Errorf("there is no sampling %q: it is one of %q", s, Samplings())
	}
	seen := make(map[string]bool, len(inputs))
	out := &sampler{sampling: s, row: rowOf(len(inputs))}
	for i, id := range inputs {
		if id == "" {
			return nil, fmt.Errorf("input %d has no name", i+1)
		}
		if seen[id] {
			return nil, fmt.Errorf("two inputs are named %q: they would always be equal", id)
		}
		seen[id] = true
		out.streams = append(out.streams, newStream(seed, id))
	}
	if s == Sobol {
		out.net = newNetwork(out.streams, scenarios/replicates)
	}
	return out, nil
}

// rowOf leaves room so that rows begin in odd places of the cache: an input is written down a column of all scenarios of a block,
// and columns a power of two apart would push each other out.
func rowOf(inputs int) int { return (inputs+7)/8*8 | 8 }

// fill makes the uniforms of a block: those of scenario k are u[k*row:].
func (s *sampler) fill(number int, u []float64) {
	covered := 0
	if s.sampling == Sobol {
		covered = s.net.fill(number, u, s.row)
	}
	var p rand.PCG
	for i := covered; i < len(s.streams); i++ {
		s.streams[i].start(&p, forDraws, uint64(number))
		if s.sampling == Antithetic {
			for at := i; at < len(u); at += pair * s.row {
				x := open(p.Uint64())
				u[at], u[at+s.row] = x, 1-x
			}
			continue
		}
		for at := i; at < len(u); at += s.row {
			u[at] = open(p.Uint64())
		}
	}
}

// Draws are the uniforms of one scenario, numbered from 0, of a run with the same inputs and options: what is needed to look into
// a scenario that stands out. Errors: as of [Run], and a scenario that the run does not have.
func Draws(inputs []string, o Options, scenario int) ([]float64, error) {
	p, err := o.plan(inputs)
	if err != nil {
		return nil, err
	}
	if scenario < 0 || scenario >= p.scenarios {
		return nil, fmt.Errorf("scenario %d: there are %d, numbered from 0", scenario, p.scenarios)
	}
	u := make([]float64, block*p.sampler.row)
	p.sampler.fill(scenario/block, u)
	at := scenario % block * p.sampler.row
	return slices.Clone(u[at : at+len(inputs)]), nil
}
