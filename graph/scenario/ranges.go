package scenario

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Estimates come as low, likely and high. Experts who name them rarely mean that nothing lies outside, so low and high may be taken
// for the 5 % and 95 % quantiles instead of the ends. The fits of this file find the distribution that has them there.

// tail is the share that lies below low, and above high.
const tail = 0.05

// far is the normal score of 1-tail.
var far = score(1 - tail)

// LognormalRange has its 5 %, 50 % and 95 % quantiles at low, median and high: a lognormal to each side of the median, which is
// an ordinary one where median² = low·high. It is [Scored]. Errors: low not above 0, which no lognormal reaches, and an upside-down range.
func LognormalRange(low, median, high float64) (Distribution, error) {
	if err := rising("a lognormal range", low, median, high); err != nil {
		return nil, err
	}
	if low <= 0 {
		return nil, fmt.Errorf("a lognormal range from %v: it is above 0", low)
	}
	return newLognormal(math.Log(median), math.Log(median/low)/far, math.Log(high/median)/far)
}

// TriangularRange is the triangular distribution that is most likely at likely and has its 5 % and 95 % quantiles at low and high. It
// reaches beyond both, possibly below 0. There is exactly one for any low ≤ likely ≤ high. Errors: an upside-down range; a likely
// outside cannot be fitted, since the most likely value would be in a tail.
func TriangularRange(low, likely, high float64) (Distribution, error) {
	return fit("a triangular range", low, likely, high, Triangular, func(at float64) (float64, float64) {
		return math.Sqrt(tail * at), 1 - math.Sqrt(tail*(1-at))
	})
}

// PERTRange is the same for [PERT].
func PERTRange(low, likely, high float64) (Distribution, error) {
	return fit("a PERT range", low, likely, high, PERT, func(at float64) (float64, float64) {
		a, b := 1+4*at, 1+4*(1-at)
		return mathext.InvRegIncBeta(a, b, tail), 1 - mathext.InvRegIncBeta(b, a, tail)
	})
}

// fit finds the ends. What shapes the distribution is how far from its lower end its peak is, as a share of its width: the
// quantiles of that shape, from 0 to 1, are asked for. The further up the peak, the more of the range is below it, so bisection
// finds the shape that divides low to high as likely does; then the width follows.
func fit(what string, low, likely, high float64, made func(low, likely, high float64) (Distribution, error), quantiles func(at float64) (low, high float64)) (Distribution, error) {
	if err := rising(what, low, likely, high); err != nil {
		return nil, err
	}
	if low == high {
		return constant(low), nil
	}
	want := (likely - low) / (high - low)
	from, to := 0.0, 1.0
	for range 60 {
		at := (from + to) / 2
		if l, h := quantiles(at); (at-l)/(h-l) < want {
			from = at
		} else {
			to = at
		}
	}
	at := (from + to) / 2
	l, h := quantiles(at)
	width := (high - low) / (h - l)
	return made(likely-at*width, likely, likely+(1-at)*width)
}
