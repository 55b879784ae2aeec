package concentration

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Measures say how evenly a sum is spread over those it comes from.
type Measures struct {
	N          int     // entries greater than zero
	Sum        float64 // of all entries
	HHI        float64 // Herfindahl-Hirschman index Σ s², 1/N to 1; times 10,000 in points
	Effective  float64 // 1/HHI: as many equal entries would be as concentrated
	Normalised float64 // (HHI−1/N)/(1−1/N), 0 to 1; 1 for one entry
	Entropy    float64 // exp(−Σ s ln s): the effective number by entropy, between Effective and N
	Largest    float64 // share of the largest
	Three      float64 // share of the largest three
	Gini       float64 // 0 for equal entries, below 1; over the entries greater than zero
	GiniSample float64 // Gini · N/(N−1), which does not fall for small N; 0 for one entry
	Theil      float64 // (1/N) Σ (x/μ) ln(x/μ), 0 to ln N
}

// Points is the HHI as it is often written, 0 to 10,000.
func (m Measures) Points() float64 { return 10_000 * m.HHI }

// ErrNothing says that there is nothing to measure.
var ErrNothing = errors.New("nothing is disclosed: there are no shares")

// Measure measures entries, in money or any unit. Entries of zero are left out. Errors: [ErrNothing] without an entry
// greater than zero, and entries that are negative or not finite. Cost: O(n log n).
//
// Sources: Hirschman 1964; Hannah and Kay 1977 for effective numbers; Gini 1912; Theil 1967.
func Measure(entries []float64) (Measures, error) {
	var x []float64
	var m Measures
	for i, e := range entries {
		if !(e >= 0) || math.IsInf(e, 1) {
			return Measures{}, fmt.Errorf("measure concentration: entry %d is %g: entries are finite and not negative", i, e)
		}
		if e > 0 {
			x = append(x, e)
		}
	}
	if m.N = len(x); m.N == 0 {
		return Measures{}, ErrNothing
	}
	slices.Sort(x)
	for _, e := range x {
		m.Sum += e
	}
	n, entropy := float64(m.N), 0.0
	for i, e := range x {
		s := e / m.Sum
		m.HHI += s * s
		entropy -= s * math.Log(s)
		m.Gini += (2*float64(i+1) - n - 1) * s / n
		if rank := m.N - i; rank <= 3 {
			m.Three += s
		}
	}
	m.HHI = math.Min(1, math.Max(m.HHI, 1/n))
	m.Largest = x[m.N-1] / m.Sum
	m.Effective, m.Entropy = 1/m.HHI, math.Min(n, math.Exp(entropy))
	m.Theil = math.Max(0, math.Log(n)-entropy)
	m.Gini = math.Max(0, m.Gini)
	m.Normalised = 1
	if m.N > 1 {
		m.Normalised = (m.HHI - 1/n) / (1 - 1/n)
		m.GiniSample = m.Gini * n / (n - 1)
	}
	return m, nil
}

// Top is the share of the k largest entries, 0 to 1. It is 0 where nothing is greater than zero.
func Top(entries []float64, k int) float64 {
	x := slices.Clone(entries)
	slices.SortFunc(x, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	sum, top := 0.0, 0.0
	for i, e := range x {
		sum += e
		if i < k {
			top += e
		}
	}
	if sum == 0 {
		return 0
	}
	return top / sum
}

// Range bounds the HHI when a part of the sum is not disclosed by entry.
type Range struct{ Low, High float64 }

// WithResidual bounds the HHI of disclosed entries and a residual of which only the sum is known. It is lowest if the
// residual is split without end, which adds nothing, and highest if it comes in blocks as large as they may be
// undisclosed: largest, the threshold from which an entry would have had to be named, or the smallest disclosed entry; 0
// means that nothing bounds a block, and all may be one.
func WithResidual(entries []float64, residual, largest float64) (Range, error) {
	if !(residual >= 0) || math.IsInf(residual, 1) || !(largest >= 0) {
		return Range{}, fmt.Errorf("bound concentration: a residual of %g in blocks of %g: both are finite and not negative", residual, largest)
	}
	sum, squares := residual, 0.0
	for i, e := range entries {
		if !(e >= 0) || math.IsInf(e, 1) {
			return Range{}, fmt.Errorf("bound concentration: entry %d is %g: entries are finite and not negative", i, e)
		}
		sum += e
		squares += e * e
	}
	if sum == 0 {
		return Range{}, ErrNothing
	}
	if largest == 0 || largest > residual {
		largest = residual
	}
	blocks := 0.0
	if largest > 0 {
		whole := math.Floor(residual / largest)
		rest := residual - whole*largest
		blocks = whole*largest*largest + rest*rest
	}
	return Range{Low: squares / (sum * sum), High: math.Min(1, (squares+blocks)/(sum*sum))}, nil
}

// Merged is by how much the HHI rises when two entries become one: 2ab/sum².
func Merged(a, b, sum float64) float64 { return 2 * a * b / (sum * sum) }
