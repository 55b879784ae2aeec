package exposure

// block is the system of parties that depend on one another: x = base + B·x.
type block struct {
	start []int32
	with  []int32 // places
	share []float64
	base  [][2]float64
	x     [][2]float64
	dense []float64
	open  []float64 // what is not known of what the block depends on
}

// How a block is solved: by sweeps while they are cheap, exactly if they are not, and as well as it goes if it is too large
// for that.
const (
	closeEnough = 1e-13      // between the two sides
	maxDense    = 2000       // parties that are eliminated
	maxSweeps   = 50_000     // of a larger block
	maxWork     = 4000000000 // hops in these
)

// together solves the members of a block.
func (s *hit) together(members []int32, rows *flow) error {
	b := &s.block
	b.start, b.with, b.share, b.base, b.x = append(b.start[:0], 0), b.with[:0], b.share[:0], b.base[:0], b.x[:0]
	for i, v := range members {
		s.place[v] = int32(i + 1)
	}
	for _, v := range members {
		b.base = append(b.base, s.row(v, rows, true))
		b.x = append(b.x, [2]float64{})
		for i := rows.start[v]; i < rows.start[v+1]; i++ {
			if at := s.place[rows.with[i]]; at > 0 {
				b.with, b.share = append(b.with, at-1), append(b.share, rows.share[i])
			}
		}
		b.start = append(b.start, int32(len(b.with)))
	}
	for _, v := range members {
		s.place[v] = 0
	}
	err := s.settle(b)
	for i, v := range members {
		s.x[v] = whole(b.x[i])
	}
	return err
}

// settle sweeps until the two sides meet. Both rise from nothing, so that they stay below the solution whenever it stops.
func (s *hit) settle(b *block) error {
	n := len(b.base)
	sweeps := maxSweeps
	if n <= maxDense {
		sweeps = 50 + n*n*n/(3*len(b.with)) // then elimination is cheaper
	}
	for k := 1; k <= sweeps && k*len(b.with) < maxWork; k++ {
		gap, change := b.sweep()
		s.work += 2 * len(b.with)
		if gap <= closeEnough || change <= 1e-17 {
			return nil
		}
		if k%16 == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
	}
	if n > maxDense {
		return nil
	}
	s.work += n * n * n / 3
	return s.eliminate(b)
}

// sweep goes through the block once (Gauss and Seidel). It returns the largest gap and the largest step.
func (b *block) sweep() (gap, change float64) {
	for v := range b.x {
		x := b.base[v]
		for i := b.start[v]; i < b.start[v+1]; i++ {
			with, share := &b.x[b.with[i]], b.share[i]
			x[0] += share * with[0]
			x[1] += share * with[1]
		}
		gap = max(gap, 1-x[0]-x[1])
		change = max(change, x[0]-b.x[v][0], x[1]-b.x[v][1])
		b.x[v] = x
	}
	return gap, change
}

// eliminate solves the block exactly. When a party is taken out, whatever others had by way of it they have directly. 1 less
// its share of itself is taken as the sum of its other shares, so that nothing is ever subtracted and every number is good to
// its last digits, even where next to nothing leaves the block (Grassmann, Taksar and Heyman, Operations Research 33(5), 1985).
func (s *hit) eliminate(b *block) error {
	n := len(b.base)
	if cap(b.dense) < n*n {
		b.dense = make([]float64, n*n)
	}
	a := b.dense[:n*n]
	clear(a)
	b.open = b.open[:0]
	for v := range n {
		b.x[v] = b.base[v]
		open := 1 - b.base[v][0] - b.base[v][1]
		for i := b.start[v]; i < b.start[v+1]; i++ {
			a[v*n+int(b.with[i])] += b.share[i]
			open -= b.share[i]
		}
		if open < 1e-12 {
			open = 0 // rounding
		}
		b.open = append(b.open, open)
	}
	for k := n - 1; k >= 0; k-- {
		if k%16 == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		row := a[k*n : k*n+k]
		stay := b.x[k][0] + b.x[k][1] + b.open[k]
		for _, share := range row {
			stay += share
		}
		if stay == 0 {
			continue // nothing but rounding to nothing leads here: the mark reaches every block
		}
		for j := range row {
			row[j] /= stay
		}
		b.x[k][0] /= stay
		b.x[k][1] /= stay
		b.open[k] /= stay
		for i := range k {
			if f := a[i*n+k]; f != 0 {
				to := a[i*n : i*n+k]
				for j, share := range row {
					to[j] += f * share
				}
				b.x[i][0] += f * b.x[k][0]
				b.x[i][1] += f * b.x[k][1]
				b.open[i] += f * b.open[k]
			}
		}
	}
	for k := range n {
		for j, share := range a[k*n : k*n+k] {
			b.x[k][0] += share * b.x[j][0]
			b.x[k][1] += share * b.x[j][1]
		}
	}
	return nil
}
