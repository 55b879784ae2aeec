package scenario

import (
	"math"
	"slices"
	"sort"
)

// Sample is one output of a run. Up to Options.Exact scenarios every value is kept, and all that is asked of it is exact for the
// scenarios made; of more there is a sketch, and values are within SketchWidth, 0.05 %, of what they would be if all were kept. Mean,
// StdDev, Min and Max are exact either way.
//
// Every answer comes with its Monte Carlo error: what other scenarios might have given. It says nothing of whether the inputs are
// right. Intervals are at 95 %. How the error is found depends on the sampling:
//
//   - plain: scenarios are independent of each other.
//   - antithetic: pairs are. The spread is that of pair means, and where the pairs are no longer known, in a sketch, shares, quantiles
//     and shortfalls are taken to be no better than half as many plain scenarios, which is the worst that pairs can do.
//   - Sobol': 16 replicates are, each scrambled by itself. The spread is that of the replicates' means, and intervals use Student's t
//     of 15 degrees of freedom (L'Ecuyer and Lemieux 2002).
type Sample struct {
	N                int
	Kept             bool // every value is kept; else there is a sketch
	Min, Max, StdDev float64

	sampling Sampling
	all      moments
	pairs    moments
	total    sum
	groups   [replicates]sum

	values []float64 // kept, in order of scenario
	sorted []float64
	sketch *sketch
	cells  []bucket  // of the sketch
	upTo   []float64 // how many values there are up to the end of each
}

func newSample(how Sampling, scenarios, exact int) *Sample {
	s := &Sample{sampling: how, Kept: scenarios <= exact, Min: math.Inf(1), Max: math.Inf(-1)}
	if s.Kept {
		s.values = make([]float64, 0, scenarios)
		return s
	}
	s.sketch = &sketch{groups: 1}
	if how == Sobol {
		s.sketch.groups = replicates
	}
	return s
}

// add takes up a block.
func (s *Sample) add(values []float64, b *sums) {
	s.N += len(values)
	s.Min, s.Max = min(s.Min, b.min), max(s.Max, b.max)
	s.all.merge(b.all)
	s.pairs.merge(b.pairs)
	s.total.add(b.all.mean * b.all.n)
	if s.sampling == Sobol {
		for g, x := range b.groups {
			s.groups[g].add(x)
		}
	}
	if s.Kept {
		s.values = append(s.values, values...)
		return
	}
	for i, x := range values {
		s.sketch.add(x, i/points)
	}
}

// finish puts in order what was added.
func (s *Sample) finish() {
	s.StdDev = math.Sqrt(s.all.variance())
	if s.Kept {
		s.sorted = slices.Clone(s.values)
		slices.Sort(s.sorted)
		return
	}
	n := 0.0
	for c := range s.sketch.buckets {
		n += c.n
		s.cells, s.upTo = append(s.cells, c), append(s.upTo, n)
	}
}

// Values are those of all scenarios in order, for who wants to relate outputs to each other; nil if they were not kept.
func (s *Sample) Values() []float64 { return slices.Clone(s.values) }

// Mean is the mean and its standard error; +Inf if there is one scenario, or pair, only.
func (s *Sample) Mean() (x, se float64) {
	x = s.total.value() / float64(s.N)
	switch s.sampling {
	case Antithetic:
		return x, errorOf(s.pairs)
	case Sobol:
		var means [replicates]float64
		for g := range means {
			means[g] = s.groups[g].value() / float64(s.N/replicates)
		}
		return x, errorOf(momentsOf(means[:]))
	}
	return x, errorOf(s.all)
}

// MeanRange is the interval of the mean.
func (s *Sample) MeanRange() (low, high float64) {
	x, se := s.Mean()
	return x - s.critical()*se, x + s.critical()*se
}

// errorOf is the standard error of a mean.
func errorOf(m moments) float64 {
	if m.n < 2 {
		return math.Inf(1)
	}
	return math.Sqrt(m.variance() / m.n)
}

// Quantile is the value that a share q of scenarios does not exceed, interpolated (Hyndman and Fan 1996, type 7), and its interval.
// Of independent scenarios that lies between two order statistics, from the binomial distribution (David and Nagaraja 2003, section
// 7.1); else between the quantiles at the ends of an interval of the share (Woodruff 1952). An end is infinite if there are too few
// scenarios to know it: no scenario tells how far beyond the last one things may go. q below 0 is taken as 0, above 1 as 1.
//
// Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50(4), 1996. David and Nagaraja, Order
// Statistics, 3rd edition, 2003. Woodruff, Confidence intervals for medians and other position measures, JASA 47, 1952.
func (s *Sample) Quantile(q float64) (x, low, high float64) {
	q = min(max(q, 0), 1)
	x = type7(s.N, q, s.at)
	if s.sampling == Plain {
		l, h := orderInterval(s.N, q)
		return x, s.beyond(l), s.beyond(h)
	}
	_, se := s.spread(func(low, _ float64) float64 {
		if low <= x {
			return 1
		}
		return 0
	})
	low, high = math.Inf(-1), math.Inf(1)
	half := s.critical() * s.floored(se)
	if q-half >= 0 {
		low = type7(s.N, q-half, s.at)
	}
	if q+half <= 1 {
		high = type7(s.N, q+half, s.at)
	}
	return x, low, high
}

// at is the value of a rank from 0.
func (s *Sample) at(rank int) float64 {
	if s.Kept {
		return s.sorted[rank]
	}
	i := sort.Search(len(s.upTo), func(i int) bool { return s.upTo[i] > float64(rank) })
	c := &s.cells[i]
	if c.n == 1 || c.low == c.high {
		return c.low
	}
	return c.low + (c.high-c.low)*(float64(rank)-(s.upTo[i]-c.n))/(c.n-1)
}

// beyond is the value of a rank from 1, and infinite outside.
func (s *Sample) beyond(rank int) float64 {
	switch {
	case rank < 1:
		return math.Inf(-1)
	case rank > s.N:
		return math.Inf(1)
	}
	return s.at(rank - 1)
}

// Above is the share of scenarios in which the output is greater than x, and its interval (Wilson 1927). In a sketch the values that
// share a bucket with x are divided evenly, unless they are all equal, and the interval allows for any division.
func (s *Sample) Above(x float64) (p, low, high float64) {
	return s.share(x, func(v float64) bool { return v > x })
}

// AtLeast is the same for x or more.
func (s *Sample) AtLeast(x float64) (p, low, high float64) {
	return s.share(x, func(v float64) bool { return v >= x })
}

func (s *Sample) share(x float64, counts func(float64) bool) (p, low, high float64) {
	p, se := s.spread(func(l, h float64) float64 {
		switch {
		case counts(l):
			return 1
		case !counts(h):
			return 0
		case l == h:
			return 1
		}
		return (h - x) / (h - l)
	})
	low, high = s.wilson(p, se)
	if !s.Kept {
		sure, _ := s.spread(func(l, _ float64) float64 { return one(counts(l)) })
		most, _ := s.spread(func(_, h float64) float64 { return one(counts(h)) })
		low, high = max(0, low-(p-sure)), min(1, high+(most-p))
	}
	return p, low, high
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// wilson takes as many independent scenarios as would have the error that the sampling has.
func (s *Sample) wilson(p, se float64) (low, high float64) {
	n := float64(s.N)
	switch {
	case s.sampling == Antithetic && (p == 0 || p == 1):
		n /= pair
	case s.sampling != Plain && p > 0 && p < 1:
		se = s.floored(se)
		n = p * (1 - p) / (se * se)
	}
	return wilson(p, n, s.critical())
}

// Shortfall is the expected shortfall: the mean of the highest share 1-q of what may happen, and its standard error. Give an output of
// which more is worse. If several scenarios have the value at which the share begins, as many of them count as belong to it:
//
//	(1/(1−q))·(E[X; X > v] + v·(1 − q − P(X > v))), v the smallest value with P(X ≤ v) ≥ q
//
// At q of 1 or more it is the maximum, with an unknown error, +Inf.
//
// Acerbi and Tasche, On the coherence of expected shortfall, Journal of Banking & Finance 26(7), 2002, definition 2.6.
func (s *Sample) Shortfall(q float64) (x, se float64) {
	q = max(q, 0)
	if q >= 1 {
		return s.Max, math.Inf(1)
	}
	v := s.at(min(max(int(math.Ceil(float64(s.N)*q))-1, 0), s.N-1))
	// The same in other words: v and what X exceeds it by. If rounding makes v the next value, that changes nothing.
	over, se := s.spread(func(l, h float64) float64 { return max(0, (l+h)/2-v) })
	return v + over/(1-q), se / (1 - q)
}

// spread is the mean of a function of the value, and its standard error. The function is given a bucket's ends.
func (s *Sample) spread(f func(low, high float64) float64) (mean, se float64) {
	if s.Kept {
		return s.spreadKept(f)
	}
	var m moments
	var groups [replicates]float64
	for i := range s.cells {
		c := &s.cells[i]
		x := f(c.low, c.high)
		m.merge(moments{n: c.n, mean: x})
		if c.groups != nil {
			for g, n := range c.groups {
				groups[g] += x * float64(n) / float64(s.N/replicates)
			}
		}
	}
	switch s.sampling {
	case Antithetic:
		return m.mean, errorOf(m) * math.Sqrt2
	case Sobol:
		m = momentsOf(groups[:])
	}
	return m.mean, errorOf(m)
}

func (s *Sample) spreadKept(f func(low, high float64) float64) (mean, se float64) {
	var m moments
	switch s.sampling {
	case Antithetic:
		for i := 0; i < len(s.values); i += pair {
			a, b := s.values[i], s.values[i+1]
			m.merge(moments{n: 1, mean: (f(a, a) + f(b, b)) / 2})
		}
	case Sobol:
		var groups [replicates]float64
		for i, x := range s.values {
			groups[i%block/points] += f(x, x) / float64(s.N/replicates)
		}
		m = momentsOf(groups[:])
	default:
		for _, x := range s.values {
			m.merge(moments{n: 1, mean: f(x, x)})
		}
	}
	return m.mean, errorOf(m)
}
