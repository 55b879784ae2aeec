package concentration

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Ranking is a list of values of the same parties by one measure, the larger the more important.
type Ranking struct {
	Name   string
	Values []float64
}

// Agreement says how far two rankings agree: a robustness line under a list of who matters most.
type Agreement struct {
	A, B     string
	Spearman float64 // −1 to 1
	Kendall  float64 // −1 to 1
	Known    bool    // both rankings tell parties apart; else the correlations do not exist and are 0
	Leaders  int     // how many are among the first ten of both, those that tie with the tenth included; a value of 0 leads nobody
}

// Agree compares every two rankings, in their order. It panics if the rankings are not of one length. Cost: O(n log n) each.
func Agree(rankings []Ranking) []Agreement {
	var out []Agreement
	for i, a := range rankings {
		for _, b := range rankings[i+1:] {
			g := Agreement{A: a.Name, B: b.Name}
			g.Spearman, g.Known = Spearman(a.Values, b.Values)
			g.Kendall, _ = Kendall(a.Values, b.Values)
			g.Leaders = shared(leaders(a.Values, 10), leaders(b.Values, 10))
			out = append(out, g)
		}
	}
	return out
}

// Places are the ranks of values, 1 for the largest, ties at their mean.
func Places(values []float64) []float64 {
	out := ranks(values)
	for i := range out {
		out[i] = float64(len(values)) + 1 - out[i]
	}
	return out
}

// leaders are the places of the k largest values above 0, with all that tie with the last of them.
func leaders(values []float64, k int) []int {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b float64) int { return cmp.Compare(b, a) })
	var out []int
	for i, v := range values {
		if v > 0 && (len(sorted) <= k || v >= sorted[k-1]) {
			out = append(out, i)
		}
	}
	return out
}

// shared counts what two ascending lists have in common.
func shared(a, b []int) int {
	count := 0
	for _, v := range a {
		if _, ok := slices.BinarySearch(b, v); ok {
			count++
		}
	}
	return count
}

// Kendall is the rank correlation τ-b of two lists of values of the same parties, −1 to 1: of two parties, how much more
// often the lists put them in the same order than in opposite ones, ties allowed for. Where one list has no variation it
// does not exist, and ok is false. Cost: O(n log n).
//
// Kendall, The treatment of ties in ranking problems, Biometrika 33(3), 1945; Knight, A computer method for calculating
// Kendall's tau with ungrouped data, JASA 61, 1966.
func Kendall(a, b []float64) (tau float64, ok bool) {
	if len(a) != len(b) {
		panic(fmt.Sprintf("concentration: rank %d values against %d", len(a), len(b)))
	}
	order := make([]int, len(a))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(a[i], a[j]), cmp.Compare(b[i], b[j]), i-j) })
	x, y := make([]float64, len(a)), make([]float64, len(a))
	for at, i := range order {
		x[at], y[at] = a[i], b[i]
	}
	all := pairs(len(a))
	tiedX := tied(len(x), func(i int) bool { return x[i] == x[i-1] })
	both := tied(len(x), func(i int) bool { return x[i] == x[i-1] && y[i] == y[i-1] })
	discordant := inversions(y, make([]float64, len(y))) // sorts y
	tiedY := tied(len(y), func(i int) bool { return y[i] == y[i-1] })
	if all == tiedX || all == tiedY {
		return 0, false
	}
	concordant := all - tiedX - tiedY + both - discordant
	tau = (concordant - discordant) / math.Sqrt((all-tiedX)*(all-tiedY))
	return math.Max(-1, math.Min(1, tau)), true
}

func pairs(n int) float64 { return float64(n) * float64(n-1) / 2 }

// tied counts the pairs in runs of a sorted list.
func tied(n int, same func(int) bool) float64 {
	sum, run := 0.0, 1
	for i := 1; i <= n; i++ {
		if i < n && same(i) {
			run++
			continue
		}
		sum, run = sum+pairs(run), 1
	}
	return sum
}

// inversions sorts a list by merging and counts the pairs that stood in falling order.
func inversions(y, space []float64) float64 {
	if len(y) < 2 {
		return 0
	}
	mid := len(y) / 2
	count := inversions(y[:mid], space[:mid]) + inversions(y[mid:], space[mid:])
	copy(space, y)
	left, right := space[:mid], space[mid:]
	for k := range y {
		if len(right) == 0 || len(left) > 0 && left[0] <= right[0] {
			y[k], left = left[0], left[1:]
			continue
		}
		y[k], right = right[0], right[1:]
		count += float64(len(left))
	}
	return count
}
