package scenario

import "math"

// moments are number, mean and sum of squared deviations, merged in order without loss of digits.
//
// Chan, Golub and LeVeque, Algorithms for computing the sample variance: analysis and recommendations, The American Statistician
// 37(3), 1983.
type moments struct{ n, mean, m2 float64 }

func (m *moments) merge(b moments) {
	if b.n == 0 {
		return
	}
	n, d := m.n+b.n, b.mean-m.mean
	m.mean += d * b.n / n
	m.m2 += b.m2 + d*d*m.n*b.n/n
	m.n = n
}

// variance is 0 of fewer than two.
func (m *moments) variance() float64 {
	if m.n < 2 {
		return 0
	}
	return m.m2 / (m.n - 1)
}

// momentsOf sums twice: the second time what is left of rounding in the first.
func momentsOf(values []float64) moments {
	n, mean, rest, m2 := float64(len(values)), 0.0, 0.0, 0.0
	for _, x := range values {
		mean += x / n
	}
	for _, x := range values {
		rest += x - mean
	}
	mean += rest / n
	for _, x := range values {
		m2 += (x - mean) * (x - mean)
	}
	return moments{n, mean, m2}
}

// sum adds up without loss of digits (Neumaier 1974).
type sum struct{ all, rest float64 }

func (s *sum) add(x float64) {
	t := s.all + x
	if math.Abs(s.all) >= math.Abs(x) {
		s.rest += (s.all - t) + x
	} else {
		s.rest += (x - t) + s.all
	}
	s.all = t
}

func (s *sum) value() float64 { return s.all + s.rest }

// sums are those of a block.
type sums struct {
	all      moments
	pairs    moments // of the means of pairs, with antithetic sampling
	min, max float64
	groups   [replicates]float64 // with Sobol' sampling
}

func (s *sums) of(values []float64, how Sampling) {
	s.all = momentsOf(values)
	s.min, s.max = values[0], values[0]
	for _, x := range values {
		s.min, s.max = min(s.min, x), max(s.max, x)
	}
	switch how {
	case Antithetic:
		var means [block / pair]float64
		for i := range len(values) / pair {
			means[i] = values[pair*i]/2 + values[pair*i+1]/2
		}
		s.pairs = momentsOf(means[:len(values)/pair])
	case Sobol:
		for g := range s.groups {
			s.groups[g] = 0
			for _, x := range values[g*points : (g+1)*points] {
				s.groups[g] += x
			}
		}
	}
}
