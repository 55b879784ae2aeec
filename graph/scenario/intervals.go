package scenario

import "math"

// The 97.5 % quantiles of the normal distribution and of Student's with 15 degrees of freedom.
const (
	normal95  = 1.959963984540054
	student95 = 2.131449545559323
)

// critical is how many standard errors an interval of 95 % reaches to each side.
func (s *Sample) critical() float64 {
	if s.sampling == Sobol {
		return student95
	}
	return normal95
}

// floored is the error of a share if it may be by luck that the groups agree: as if one of them had one scenario more.
func (s *Sample) floored(se float64) float64 {
	size, groups := float64(pair), float64(s.N/pair)
	if s.sampling == Sobol {
		size, groups = float64(s.N/replicates), replicates
	}
	if groups < 2 {
		return 1
	}
	return math.Sqrt(se*se + 1/(size*size*groups*(groups-1)))
}

// wilson is the score interval of a share p of n independent trials.
//
// Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
func wilson(p, n, z float64) (low, high float64) {
	z2 := z * z / n
	middle := (p + z2/2) / (1 + z2)
	half := z / (1 + z2) * math.Sqrt(p*(1-p)/n+z2/(4*n))
	low, high = max(0, middle-half), min(1, middle+half)
	if p == 0 {
		low = 0
	}
	if p == 1 {
		high = 1
	}
	return low, high
}

// orderInterval are the ranks from 1 of the order statistics of n independent values between which the quantile q lies with 95 %, and
// at most 2.5 % to each side; 0 and n+1 if there are none. The number B of values up to the quantile is binomial: the quantile is below the
// value of rank l if B < l.
func orderInterval(n int, q float64) (low, high int) {
	mode := min(int(float64(n+1)*q), n)
	// The probabilities relative to that of the mode, as far as they matter; they become smaller to both sides.
	down, up := 0.0, 1.0
	from, to := mode, mode
	for p := 1.0; from > 0 && p > 1e-20; from-- {
		p *= float64(from) / float64(n-from+1) * (1 - q) / q
		down += p
	}
	last := 1.0
	for ; to < n && last > 1e-20; to++ {
		last *= float64(n-to) / float64(to+1) * q / (1 - q)
		up += last
	}
	share := 0.025 * (down + up)
	return binomialLow(n, q, mode, down, share), binomialHigh(n, q, mode, up, share)
}

// binomialLow is the greatest l with P(B < l) at most the share. below is P(B < mode).
func binomialLow(n int, q float64, mode int, below, share float64) int {
	l := mode // P(B < l) is below
	for p := 1.0; l > 0 && below > share; l-- {
		p *= float64(l) / float64(n-l+1) * (1 - q) / q
		below -= p // p is now that of l-1
	}
	if l == mode && below <= share {
		for p := 1.0; l < n && below+p <= share; l++ {
			below += p
			p *= float64(n-l) / float64(l+1) * q / (1 - q)
		}
	}
	return l
}

// binomialHigh is the least h with P(B ≥ h) at most the share. above is P(B ≥ mode).
func binomialHigh(n int, q float64, mode int, above, share float64) int {
	h := mode
	for p := 1.0; h <= n && above > share; h++ {
		above -= p
		p *= float64(n-h) / float64(h+1) * q / (1 - q)
	}
	return h
}

// type7 is the quantile of n values, asked for by rank from 0.
func type7(n int, q float64, at func(rank int) float64) float64 {
	h := float64(n-1) * q
	below := int(h)
	x := at(below)
	if part := h - float64(below); part > 0 {
		x += part * (at(below+1) - x)
	}
	return x
}
