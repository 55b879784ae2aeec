package throughflow

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// queue hands out the party with the fewest others in its row, the last touched first among equals.
type queue struct {
	bucket [][]int32 // by length of the row; entries may be out of date
	done   []bool
	least  int
}

func newQueue(rows [][]entry) *queue {
	q := &queue{bucket: make([][]int32, len(rows)+1), done: make([]bool, len(rows))}
	for v := len(rows) - 1; v >= 0; v-- {
		q.push(int32(v), len(rows[v]))
	}
	return q
}

func (q *queue) push(v int32, length int) {
	q.bucket[length] = append(q.bucket[length], v)
	q.least = min(q.least, length)
}

// first is the party whose turn it is; there must be one. It stays in the queue until it is done.
func (q *queue) first(rows [][]entry) int32 {
	for ; ; q.least++ {
		for b := q.bucket[q.least]; len(b) > 0; b = q.bucket[q.least] {
			v := b[len(b)-1]
			if !q.done[v] && len(rows[v]) == q.least {
				return v
			}
			q.bucket[q.least] = b[:len(b)-1]
		}
	}
}

func sum(x []float64) float64                        { return floats.Sum(x) }
func dot(x, y []float64) float64                     { return floats.Dot(x, y) }
func addScaled(to []float64, x float64, y []float64) { floats.AddScaled(to, x, y) }

func sortShares(s []share) {
	slices.SortFunc(s, func(a, b share) int { return cmp.Compare(a.to, b.to) })
}
