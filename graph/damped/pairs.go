package damped

// Pair is one entry of a matrix: a row and a column, and how much of x of the column is in x of the row.
type Pair struct {
	Row, Col int32
	Share    float64
}

// New is the n × n matrix of pairs: by rows, each by columns, those of one row and column added up in the order in which they
// come. It leaves pairs as they are. Shares must be finite and 0 or more, and rows and columns lie below n and differ: that is for
// the caller to see to, who knows whose mistake it is. New panics at a row or column that does not exist. Cost: O(n + pairs).
func New(n int, pairs []Pair) *Matrix {
	pairs = bucket(n, pairs, func(p *Pair) int32 { return p.Col })
	pairs = bucket(n, pairs, func(p *Pair) int32 { return p.Row })
	start, col, share := make([]int32, n+1), make([]int32, 0, len(pairs)), make([]float64, 0, len(pairs))
	for i, p := range pairs {
		if i > 0 && p.Row == pairs[i-1].Row && p.Col == pairs[i-1].Col {
			share[len(share)-1] += p.Share
			continue
		}
		col, share = append(col, p.Col), append(share, p.Share)
		start[p.Row+1]++
	}
	for i := range n {
		start[i+1] += start[i]
	}
	return &Matrix{Start: start, Col: col, Share: share}
}

// bucket sorts pairs by a key below n and leaves those of one key in their order.
func bucket(n int, pairs []Pair, key func(*Pair) int32) []Pair {
	next, out := make([]int32, n+1), make([]Pair, len(pairs))
	for i := range pairs {
		next[key(&pairs[i])+1]++
	}
	for k := range n {
		next[k+1] += next[k]
	}
	for i := range pairs {
		k := key(&pairs[i])
		out[next[k]] = pairs[i]
		next[k]++
	}
	return out
}

// Transpose is the matrix with rows and columns changed. Cost: O(rows + entries).
func (m *Matrix) Transpose() *Matrix {
	pairs := make([]Pair, 0, len(m.Col))
	for i := range m.Rows() {
		for e := m.Start[i]; e < m.Start[i+1]; e++ {
			pairs = append(pairs, Pair{m.Col[e], int32(i), m.Share[e]})
		}
	}
	return New(m.Rows(), pairs)
}
