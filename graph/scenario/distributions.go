package scenario

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Distribution is what is known of an input. Draws are made by inverting it: Quantile of a uniform number. So a higher uniform
// always means a higher value, and one uniform makes one value, as antithetic and Sobol' sampling need.
type Distribution interface {
	Quantile(u float64) float64 // for 0 < u < 1; does not fall
	Mean() float64
}

// Scored is a distribution that is found from the normal score of a uniform number sooner than from the number: the lognormals.
type Scored interface {
	Distribution
	AtScore(z float64) float64
}

// finite refuses numbers that are none.
func finite(what string, numbers ...float64) error {
	for _, x := range numbers {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%s: %v is not a number to calculate with", what, x)
		}
	}
	return nil
}

// rising refuses ranges that are upside down.
func rising(what string, low, likely, high float64) error {
	if err := finite(what, low, likely, high); err != nil {
		return err
	}
	if low > likely || likely > high {
		return fmt.Errorf("%s: from %v, likely %v, to %v, but they have to rise", what, low, likely, high)
	}
	return nil
}

// Constant is always the same. Errors: no finite number.
func Constant(x float64) (Distribution, error) {
	if err := finite("a constant", x); err != nil {
		return nil, err
	}
	return constant(x), nil
}

type constant float64

func (c constant) Quantile(float64) float64 { return float64(c) }
func (c constant) Mean() float64            { return float64(c) }

// Bernoulli is 1 with a probability and else 0. The 1 is at the upper end: uniforms above 1-p. Errors: a probability that is not
// from 0 to 1.
func Bernoulli(p float64) (Distribution, error) {
	if !(p >= 0 && p <= 1) {
		return nil, fmt.Errorf("a probability of %v: it is from 0 to 1", p)
	}
	return bernoulli(p), nil
}

type bernoulli float64

func (b bernoulli) Quantile(u float64) float64 {
	if u > 1-float64(b) {
		return 1
	}
	return 0
}
func (b bernoulli) Mean() float64 { return float64(b) }

// Uniform is equally likely anywhere from low to high. Errors: an upside-down range.
func Uniform(low, high float64) (Distribution, error) {
	if err := rising("a uniform range", low, low, high); err != nil {
		return nil, err
	}
	return uniform{low, high}, nil
}

type uniform struct{ low, high float64 }

func (d uniform) Quantile(u float64) float64 { return d.low + u*(d.high-d.low) }
func (d uniform) Mean() float64              { return d.low + (d.high-d.low)/2 }

// Triangular is most likely at likely, never below low or above high, and straight between. Its mean is (a+m+b)/3. It gives the
// ends more weight than [PERT]. Errors: an upside-down range.
func Triangular(low, likely, high float64) (Distribution, error) {
	if err := rising("a triangular range", low, likely, high); err != nil {
		return nil, err
	}
	if low == high {
		return constant(low), nil
	}
	return distuv.NewTriangle(low, high, likely, nil), nil
}

// PERT is most likely at likely and never below low or above high: low + (high-low)·Beta(1+4(m-a)/(b-a), 1+4(b-m)/(b-a)) with a, m
// and b for low, likely and high. Its mean is (a+4m+b)/6. Quantiles are read off a table, see [Beta]. Errors: an upside-down range.
//
// Malcolm, Roseboom, Clark and Fazar, Application of a technique for research and development program evaluation, Operations
// Research 7(5), 1959.
func PERT(low, likely, high float64) (Distribution, error) {
	if err := rising("a PERT range", low, likely, high); err != nil {
		return nil, err
	}
	if low == high {
		return constant(low), nil
	}
	at := (likely - low) / (high - low)
	b, err := Beta(1+4*at, 1+4*(1-at))
	if err != nil {
		return nil, err
	}
	return scaled{b, low, high - low}, nil
}

// scaled is a distribution from 0 to 1 laid over a range.
type scaled struct {
	of         Distribution
	low, width float64
}

func (d scaled) Quantile(u float64) float64 { return d.low + d.width*d.of.Quantile(u) }
func (d scaled) Mean() float64              { return d.low + d.width*d.of.Mean() }

// Lognormal has a mean, and a logarithm with a standard deviation of sigma: exp(μ + σΦ⁻¹(u)) with μ = ln(mean) - σ²/2. So growth of
// uncertain size has the mean that is asked for and not a higher one. Errors: a mean that is not above 0, or a sigma below 0.
func Lognormal(mean, sigma float64) (Distribution, error) {
	if err := finite("a lognormal", mean, sigma); err != nil {
		return nil, err
	}
	if mean <= 0 || sigma < 0 {
		return nil, fmt.Errorf("a lognormal of mean %v and sigma %v: the mean is above 0, and sigma is not below it", mean, sigma)
	}
	return newLognormal(math.Log(mean)-sigma*sigma/2, sigma, sigma)
}

// lognormal may spread differently below and above its median.
type lognormal struct{ mu, under, over, mean float64 }

func newLognormal(mu, under, over float64) (Distribution, error) {
	half := func(sigma float64) float64 { return math.Exp(mu + sigma*sigma/2) }
	d := lognormal{mu, under, over, half(under)*below(-under) + half(over)*below(over)}
	if top := d.Quantile(greatest); math.IsInf(top, 0) || math.IsInf(d.mean, 0) || math.IsNaN(d.mean) {
		return nil, fmt.Errorf("a lognormal of median %v and sigma %v: its values are too large to calculate with", math.Exp(mu), max(under, over))
	}
	return d, nil
}

func (d lognormal) Quantile(u float64) float64 { return d.AtScore(score(u)) }

// AtScore is the quantile of Φ(z).
func (d lognormal) AtScore(z float64) float64 {
	if z < 0 {
		return math.Exp(d.mu + d.under*z)
	}
	return math.Exp(d.mu + d.over*z)
}
func (d lognormal) Mean() float64 { return d.mean }
