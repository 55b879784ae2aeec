package circulation

import (
	"context"
	"math"

	"dealgraph/graph"
)

// elimination solves for the rates of a component: those y with Σ y(i)·amount(i→j) = y(j)·Σ amount(j→k) at every j. They
// are the stationary distribution of a Markov chain in continuous time with the amounts as rates. Parties are taken out
// one by one: what passes them goes directly to those behind. There is nothing but sums, products and quotients of
// positive numbers in it, so that no digits cancel.
type elimination struct {
	out     [][]share // by party, of those not taken out, in no order
	in      [][]int32 // by party: who pays it; may hold some who were taken out
	payers  []int     // by party: how many pay it, of those not taken out
	gone    []bool
	where   []int32 // by party: place in the row at hand, from 1
	removed []removal
}

type share struct {
	to     int32
	amount float64
}

// removal is a party as it was when it was taken out: who paid it, and what part of what it paid itself.
type removal struct {
	party int32
	from  []share
}

func newElimination(order int) *elimination {
	return &elimination{out: make([][]share, order), in: make([][]int32, order), payers: make([]int, order),
		gone: make([]bool, order), where: make([]int32, order)}
}

// add says that one party pays another; it did not so far.
func (e *elimination) add(from, to int32, amount float64) {
	e.out[from] = append(e.out[from], share{to, amount})
	e.in[to] = append(e.in[to], from)
	e.payers[to]++
}

// rates takes out all parties but one and puts them in again. Cost: O(parties³), less where few pay few.
func (e *elimination) rates(ctx context.Context) ([]float64, error) {
	for range len(e.out) - 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e.remove(e.lightest())
	}
	y := make([]float64, len(e.out))
	y[e.lightest()] = 1
	for i := len(e.removed) - 1; i >= 0; i-- {
		r := &e.removed[i]
		for _, f := range r.from {
			y[r.party] += y[f.to] * f.amount
		}
		if y[r.party] > 1e250 {
			for v := range y {
				y[v] *= 1e-250
			}
		}
	}
	return y, nil
}

// lightest is the party that makes the fewest new pairs when it is taken out.
func (e *elimination) lightest() int32 {
	best, least := int32(none), math.MaxInt
	for v, out := range e.out {
		if pairs := e.payers[v] * len(out); !e.gone[v] && pairs < least {
			best, least = int32(v), pairs
		}
	}
	return best
}

func (e *elimination) remove(z int32) {
	e.gone[z] = true
	total := 0.0
	for _, s := range e.out[z] {
		total += s.amount
		e.payers[s.to]--
	}
	r := removal{party: z, from: make([]share, 0, e.payers[z])}
	for _, i := range e.in[z] {
		if !e.gone[i] {
			r.from = append(r.from, share{i, e.bypass(i, z, total) / total})
		}
	}
	e.removed = append(e.removed, r)
	e.out[z], e.in[z] = nil, nil
}

// bypass pays those whom z pays directly what i pays z, and says how much that was.
func (e *elimination) bypass(i, z int32, total float64) float64 {
	row := e.out[i]
	at := 0
	for k, s := range row {
		e.where[s.to] = int32(k) + 1
		if s.to == z {
			at = k
		}
	}
	paid := row[at].amount
	for _, s := range e.out[z] {
		switch k := e.where[s.to]; {
		case s.to == i: // it comes back at once
		case k > 0:
			row[k-1].amount += paid * s.amount / total
		default:
			row = append(row, share{s.to, paid * s.amount / total})
			e.in[s.to] = append(e.in[s.to], i)
			e.payers[s.to]++
		}
	}
	for _, s := range row {
		e.where[s.to] = 0
	}
	last := len(row) - 1
	row[at] = row[last]
	e.out[i] = row[:last]
	return paid
}

const (
	sweeps   = 400   // of an iteration, before it counts as slow
	accurate = 1e-12 // error of rates by iteration, as far as its pace tells
)

// iterate finds the rates by the method of Gauss and Seidel, from those of the round before; nil if that is slow.
func (b *balancer) iterate(ctx context.Context, members []graph.Node, hops [][]within) []float64 {
	k := len(members)
	start, total := make([]int32, k+1), make([]float64, k)
	for i := range hops {
		for _, w := range hops[i] {
			start[w.to+1]++
			total[i] += float64(b.a.Amount[w.hop])
		}
	}
	for i := range k {
		start[i+1] += start[i]
	}
	in, next := make([]share, start[k]), append([]int32(nil), start[:k]...)
	for i := range hops {
		for _, w := range hops[i] {
			in[next[w.to]] = share{int32(i), float64(b.a.Amount[w.hop])}
			next[w.to]++
		}
	}
	y := make([]float64, k)
	for i, v := range members {
		y[i] = b.rate[v]
	}
	before := sweep(y, start, in, total)
	for range sweeps {
		if ctx.Err() != nil {
			return nil
		}
		moved := sweep(y, start, in, total)
		if pace := moved / before; moved == 0 || pace < 1 && moved*pace <= accurate*(1-pace) {
			return y
		}
		before = moved
	}
	return nil
}

// sweep balances every party in turn, and returns the largest relative change.
func sweep(y []float64, start []int32, in []share, total []float64) float64 {
	moved := 0.0
	for j := range y {
		got := 0.0
		for _, f := range in[start[j]:start[j+1]] {
			got += y[f.to] * f.amount
		}
		now := got / total[j]
		moved = math.Max(moved, math.Abs(now-y[j])/now)
		y[j] = now
	}
	return moved
}
