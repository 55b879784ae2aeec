package scenario

import (
	"fmt"
	"math"
)

// Factor makes inputs rise and fall together: a Gaussian copula with one common factor. Deals fail together, and to draw them
// apart would hide the bad years.
//
//	u' = Φ(√ρ·Φ⁻¹(z) + √(1−ρ)·Φ⁻¹(e))
//
// where z is the uniform of the factor, the same for all inputs of a scenario, and e the input's own. u' is uniform again, and
// the normal scores of any two inputs correlate by ρ. [NewFactor] makes one.
//
// Li, On default correlation: a copula function approach, Journal of Fixed Income 9(4), 2000. Glasserman, Monte Carlo Methods in
// Financial Engineering, 2004, section 9.4.
type Factor struct{ common, own float64 }

// NewFactor is the factor of a correlation from 0 to 1. At 0 inputs are independent, at 1 they are all the factor.
func NewFactor(rho float64) (Factor, error) {
	if !(rho >= 0 && rho <= 1) {
		return Factor{}, fmt.Errorf("a correlation of %v: it is from 0 to 1", rho)
	}
	return Factor{math.Sqrt(rho), math.Sqrt(1 - rho)}, nil
}

// Score is the normal score Φ⁻¹(z) of the factor's uniform: computed once in a scenario, for all its inputs.
func (f Factor) Score(z float64) float64 { return score(z) }

// Uniform is the uniform of an input, in the open interval from 0 to 1, from the factor's score and the input's own uniform. It
// rises in both. Cost: some 30 ns, next to nothing where the correlation is 0 or 1.
func (f Factor) Uniform(factor, e float64) float64 {
	switch {
	case f.common == 0:
		return e
	case f.own == 0:
		return inside(below(factor))
	}
	return inside(below(f.common*factor + f.own*score(e)))
}

// Mixed is the normal score of an input: Uniform is Φ of it. A [Scored] distribution takes it as it is. Cost: half of that of Uniform.
func (f Factor) Mixed(factor, e float64) float64 {
	if f.own == 0 {
		return f.common * factor
	}
	return f.common*factor + f.own*score(e)
}

// Own is the input's own uniform at which Uniform is u, from 0 to 1: the other way round. So an input that is only asked on which side of u
// it lies, as whether something of a probability happens, need not be computed: many such inputs share one bar.
func (f Factor) Own(factor, u float64) float64 {
	switch {
	case f.common == 0 || u <= 0 || u >= 1:
		return min(max(u, 0), 1)
	case f.own > 0:
		return below((score(u) - f.common*factor) / f.own)
	case below(factor) > u:
		return 0
	}
	return 1
}

// Singly is the factor for a world in which one input moves while all others, and the factor, stay at their medians: an input then is
// where its own uniform says, which in [Factor.Uniform] it reaches only with the help of the factor. See [Tornado].
func (f Factor) Singly() Factor { return Factor{f.common, 1} }

// inside keeps a uniform off 0 and 1, where quantiles may be infinite.
func inside(u float64) float64 { return min(max(u, least), greatest) }
