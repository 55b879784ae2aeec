package clearing

import (
	"context"
	"math"
)

// leap moves the means as far as the formulas that hold now can tell, and reports whether it could, and whether it got there:
// to where no formula changes.
//
// Going down, take each party's payments by the formula that holds now as far down as it holds, and as constant below. Since
// payments grow with means, the true ones are nowhere higher, so the greatest solution of the simpler system is not below
// the greatest solution of the true one. Going up it is the other way round. The simpler system is affine but for one kink
// for each party. Where it has no closed class it has one solution (it is a linear complementarity problem with an M-matrix;
// Cottle, Pang and Stone, The Linear Complementarity Problem, 1992, chapter 3): that without kinks, if it touches none, else
// it is found from the kinks on, by letting go one after the other that the others lift off (Chandrasekaran, A special case
// of the complementary pivot problem, Opsearch 7, 1970).
//
// A closed class keeps what it has, and has as many solutions as fit between the kinks of both sides. The greatest of them
// stands at a kink above, the least at one below, so one that stands there is held where it is, and left to plain iteration.
//
// For calls on guarantees the product of what is called and the share that is paid is replaced by its tangent on the safe side.
func (w *work) leap(ctx context.Context, dir direction, rules []rule) (leapt, there bool, err error) {
	for i := range w.Parties { // on the calls that the last step made
		w.spend(i, rules[i])
		w.portion(int32(i))
	}
	f := w.flow(dir, w.pieces(rules))
	means, ok, err := f.solve(ctx)
	if !ok || err != nil {
		return false, false, err
	}
	there = true
	for i, x := range means {
		if by := float64(dir) * (x - f.kink[i]); by > f.tiny {
			there = false
		}
		if float64(dir)*(x-w.means[i]) > 0 {
			w.means[i] = math.Max(x, 0)
		}
	}
	return true, there, nil
}

// flow is the simpler system of a leap: what arrives at each party is base + Σ share · means of those who pay it, the means
// held at the payer's kink where they are beyond it.
type flow struct {
	dir   direction
	tiny  float64
	base  []float64
	kink  []float64
	start []int32 // by payer, and one more
	to    []int32
	share []float64
	leak  []float64 // what reaches nobody of each dollar that a payer has less
	free  []bool    // it passes on what it has; else it is held at its kink
	all   []bool    // it passes on something
}

// flow makes the system of the present pieces.
func (w *work) flow(dir direction, p *pieces) *flow {
	n := len(w.Parties)
	f := &flow{dir: dir, tiny: 1e-14 * w.scale, base: append([]float64(nil), w.own...), kink: p.low, leak: make([]float64, n), free: make([]bool, n), all: p.passes}
	behind := p.high
	if dir == up {
		f.kink, behind = p.high, p.low
	}
	for i, x := range w.means {
		if float64(dir)*(x-behind[i]) <= f.tiny {
			f.kink[i] = x
		}
	}
	var links []link
	for d := range w.Dues {
		due := &w.Dues[d]
		l := w.duePiece(d, p)
		f.base[due.To] += l.at0
		if l.slope != 0 {
			links = append(links, link{due.From, due.To, l.slope})
		}
	}
	for g := range w.Guarantees {
		links = w.backing(g, dir, p, f, links)
	}
	w.leaks(dir, p, f)
	f.lay(links)
	return f
}

// link says that of each dollar a party has, so much reaches another.
type link struct {
	from, to int
	share    float64
}

// backing adds what a guarantee brings the creditor: what is called · the share that the guarantor pays. Going down the one
// can only grow from here and the other only fall, so the tangent lies above; going up the share is held where it is.
func (w *work) backing(g int, dir direction, p *pieces, f *flow, links []link) []link {
	b := &w.Guarantees[g]
	c := b.Guarantor*w.Ranks + b.Rank - 1
	share, missing := w.share[c], w.missing(g)-w.before[g]
	switch {
	case missing <= 0:
	case missing >= b.Cap:
		f.base[b.Creditor] += b.Cap * share
	default:
		f.base[b.Creditor] += (w.between[g] - w.before[g]) * share
		for _, d := range w.pair[g] {
			l := w.duePiece(d, p)
			f.base[b.Creditor] -= l.at0 * share
			if l.slope != 0 {
				links = append(links, link{b.Debtor, b.Creditor, -l.slope * share})
			}
		}
	}
	if all := w.due(b.Guarantor, b.Rank-1); dir == down && p.slope[c] != 0 && all > 0 {
		called := w.called[g]
		f.base[b.Creditor] += called * (p.at0[c]/all - share)
		links = append(links, link{b.Guarantor, b.Creditor, called * p.slope[c] / all})
	}
	return links
}

// leaks adds up what nobody receives of a dollar: kept, withheld, destroyed, paid outside. It is not 1 less all shares, which
// rounding would spoil where next to nothing leaks.
func (w *work) leaks(dir direction, p *pieces, f *flow) {
	for i := range w.Parties {
		rest := 1.0
		for k := range w.Ranks {
			c := i*w.Ranks + k
			rest -= p.slope[c]
			if k < len(w.Parties[i].OutsideDues) && p.slope[c] != 0 {
				f.leak[i] += p.slope[c] * w.Parties[i].OutsideDues[k] / w.due(i, k)
			}
			if dir == up && p.slope[c] != 0 && k < w.Hard {
				f.leak[i] += p.slope[c] * w.calls[c] / w.due(i, k)
			}
		}
		f.leak[i] += rest
	}
	for g := range w.Guarantees { // what the debtor pays less and the guarantor more
		b := &w.Guarantees[g]
		if missing := w.missing(g) - w.before[g]; missing > 0 && missing < b.Cap {
			for _, d := range w.pair[g] {
				f.leak[b.Debtor] += w.duePiece(d, p).slope * w.share[b.Guarantor*w.Ranks+b.Rank-1]
			}
		}
	}
}

// lay sorts the links by payer and merges those between the same parties.
func (f *flow) lay(links []link) {
	n := len(f.base)
	f.start = make([]int32, n+1)
	for _, l := range links {
		f.start[l.from+1]++
	}
	for i := range n {
		f.start[i+1] += f.start[i]
	}
	order, fill := make([]int32, len(links)), append([]int32(nil), f.start[:n]...)
	for at, l := range links {
		order[fill[l.from]] = int32(at)
		fill[l.from]++
	}
	place := make([]int32, n) // of a receiver in the row at hand, from 1
	f.to, f.share = make([]int32, 0, len(links)), make([]float64, 0, len(links))
	first := int32(0)
	for i := range n {
		begin := int32(len(f.to))
		for _, at := range order[first:f.start[i+1]] {
			l := links[at]
			if place[l.to] <= begin {
				f.to, f.share = append(f.to, int32(l.to)), append(f.share, 0)
				place[l.to] = int32(len(f.to))
			}
			f.share[place[l.to]-1] += l.share
		}
		first = f.start[i+1]
		f.start[i+1] = int32(len(f.to))
	}
}

// solve finds the solution; false if it has too many parties for an elimination, or a class without a way out.
func (f *flow) solve(ctx context.Context) (means []float64, ok bool, err error) {
	copy(f.free, f.all)
	means, ok, err = f.linear(ctx)
	if err != nil {
		return nil, false, err
	}
	if ok && !f.beyond(means) {
		return means, true, nil
	}
	for i := range f.free {
		f.free[i] = f.all[i] && math.IsInf(f.kink[i], 0)
	}
	for {
		if means, ok, err = f.linear(ctx); !ok || err != nil {
			return nil, false, err
		}
		if !f.release(means) {
			return means, true, nil
		}
	}
}

// beyond reports whether a free party is beyond its kink.
func (f *flow) beyond(means []float64) bool {
	for i, free := range f.free {
		if free && float64(f.dir)*(means[i]-f.kink[i]) > f.tiny {
			return true
		}
	}
	return false
}

// release frees the parties that are lifted off their kinks, and those whom they would lift; it spoils the means.
func (f *flow) release(means []float64) bool {
	var queue []int
	lift := func(i int) {
		if f.all[i] && !f.free[i] && float64(f.dir)*(f.kink[i]-means[i]) > f.tiny {
			f.free[i] = true
			queue = append(queue, i)
		}
	}
	for i := range means {
		lift(i)
	}
	for at := 0; at < len(queue); at++ {
		i := queue[at]
		by := means[i] - f.kink[i]
		for e := f.start[i]; e < f.start[i+1]; e++ {
			means[f.to[e]] += f.share[e] * by
			lift(int(f.to[e]))
		}
	}
	return len(queue) > 0
}

// linear solves the system with those who are free and those who are not as they are.
func (f *flow) linear(ctx context.Context) (means []float64, ok bool, err error) {
	means = append([]float64(nil), f.base...)
	place, names := make([]int32, len(f.base)), []int{}
	for i, free := range f.free {
		place[i] = -1
		if free {
			place[i] = int32(len(names))
			names = append(names, i)
		}
	}
	f.push(means, nil)
	x := make([]float64, len(names))
	for at, i := range names {
		x[at] = means[i]
	}
	if ok, err = f.among(names, place).solve(ctx, x); !ok || err != nil {
		return nil, false, err
	}
	f.push(means, func(i int) float64 { return x[place[i]] })
	for at, i := range names {
		means[i] = x[at]
	}
	return means, true, nil
}

// among is what goes round among the named.
func (f *flow) among(names []int, place []int32) *circle {
	c := &circle{start: make([]int32, 1, len(names)+1), leak: make([]float64, len(names))}
	for at, i := range names {
		c.leak[at] = f.leak[i]
		for e := f.start[i]; e < f.start[i+1]; e++ {
			if to := place[f.to[e]]; to >= 0 {
				c.to, c.share = append(c.to, to), append(c.share, f.share[e])
			} else {
				c.leak[at] += f.share[e]
			}
		}
		c.start = append(c.start, int32(len(c.to)))
	}
	return c
}

// push adds what parties pay: those held at their kinks, or with a function those that are free.
func (f *flow) push(means []float64, of func(i int) float64) {
	for i, all := range f.all {
		if !all || f.free[i] != (of != nil) {
			continue
		}
		x := f.kink[i]
		if of != nil {
			x = of(i)
		}
		for e := f.start[i]; e < f.start[i+1]; e++ {
			means[f.to[e]] += f.share[e] * x
		}
	}
}
