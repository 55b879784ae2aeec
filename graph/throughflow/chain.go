package throughflow

import (
	"context"
	"errors"
	"fmt"

	"dealgraph/graph"
)

// ErrSize is the error for a network that is too large and too entangled to be solved.
var ErrSize = errors.New("too many parties pay one another in circles for a matrix of all of them")

// maxCore bounds the parties whose shares are held as a dense matrix: at 5000, 200 MB, and twice that while they are solved.
const maxCore = 5000

// maxEntries bounds the pairs of parties that are held while parties are taken out one by one: each that goes ties those it dealt
// with to one another, and among many that are entangled the pairs become more than any memory holds. Here, 320 MB.
const maxEntries = 20_000_000

// chain is a part of the matrix P of which every party can be left: what each party passes on to the others of the part, by
// rows, and its leak, what it passes on to anybody else or keeps. Shares of a party to itself are not there, since
// 1 − P_ii is the leak and the rest of the row together.
type chain struct {
	leak  []float64
	start []int32
	to    []int32
	p     []float64
}

// chain is the part of P between some parties, given in ascending order. place is workspace, all zero, one for each party of
// the network. Leaks are differences of whole minor units, so they are exact however small.
func (m *money) chain(nodes []graph.Node, place []int32) *chain {
	for i, v := range nodes {
		place[v] = int32(i + 1)
	}
	c := &chain{leak: make([]float64, len(nodes)), start: make([]int32, 1, len(nodes)+1)}
	for _, v := range nodes {
		leak, t := m.parties[v].Throughflow, float64(m.parties[v].Throughflow)
		for h := m.a.Start[v]; h < m.a.Start[v+1]; h++ {
			w := m.a.To[h]
			if place[w] == 0 {
				continue
			}
			leak -= m.a.Amount[h]
			if w != int32(v) {
				c.to = append(c.to, place[w]-1)
				c.p = append(c.p, float64(m.a.Amount[h])/t)
			}
		}
		c.leak[len(c.start)-1] = float64(leak) / t
		c.start = append(c.start, int32(len(c.to)))
	}
	for _, v := range nodes {
		place[v] = 0
	}
	return c
}

// share is what passes between two parties: out from the one whose row it is in, in to it.
type share struct {
	to      int32
	out, in float64
}

// step is the elimination of one party: its share to and from each party that was left, when its turn came, and 1 − P of it
// to itself then.
type step struct {
	party int32
	stay  float64
	near  []share // by party
}

// factor is a chain taken apart: parties with few others first, one by one, what is left as a dense matrix.
//
// When a party is taken out, whatever passed through it passes directly: P_ij gains P_is·P_sj/(1−P_ss), and the leak of i
// gains likewise. 1−P_ss is taken as the leak of s and its shares to others, so that nothing is ever subtracted and every
// number is good to its last digits, even where next to nothing leaks. (Grassmann, Taksar and Heyman, Regenerative Analysis
// and Steady State Distributions for Markov Chains, Operations Research 33(5), 1985, carried over to chains that leak.)
type factor struct {
	size  int
	steps []step
	core  []int32   // parties of the dense rest, ascending
	a     []float64 // core × core: row k left of its diagonal is what k passed on when its turn came, column k above it what it got
	stay  []float64 // by place in core
}

// entry is an element of a row while parties are taken out. Rows are as a pattern symmetric: i has an entry for j if j has
// one for i.
type entry struct {
	to int32
	p  float64
}

// factorise takes a chain apart. Cost: for parties that deal with few others, the square of their number; for the dense core,
// its cube.
func factorise(ctx context.Context, c *chain) (*factor, error) {
	f := &factor{size: len(c.leak)}
	rows := c.rows()
	leak := append([]float64(nil), c.leak...)
	q := newQueue(rows)
	at := make([]int32, f.size) // place of a party in the row at hand, from 1
	entries := 0
	for _, row := range rows {
		entries += len(row)
	}
	for left := f.size; left > 0; left-- {
		if left%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s := q.first(rows)
		if 4*len(rows[s]) >= left-1 {
			break
		}
		for _, e := range rows[s] {
			entries -= len(rows[e.to])
		}
		f.steps = append(f.steps, eliminate(s, rows, leak, at))
		q.done[s] = true
		for _, e := range f.steps[len(f.steps)-1].near {
			q.push(e.to, len(rows[e.to]))
			entries += len(rows[e.to])
		}
		if entries > maxEntries {
			return nil, fmt.Errorf("%w: %d parties", ErrSize, f.size)
		}
	}
	return f, f.dense(ctx, rows, leak, q.done)
}

// rows is the chain with an entry of nothing wherever only the other side has one.
func (c *chain) rows() [][]entry {
	rows := make([][]entry, len(c.leak))
	for i := range rows {
		for h := c.start[i]; h < c.start[i+1]; h++ {
			rows[i] = append(rows[i], entry{c.to[h], c.p[h]})
		}
	}
	for i := range rows {
		for h := c.start[i]; h < c.start[i+1]; h++ {
			if j := c.to[h]; !c.has(j, int32(i)) {
				rows[j] = append(rows[j], entry{int32(i), 0})
			}
		}
	}
	return rows
}

// has reports whether i passes anything on to j. Rows of a chain are ascending.
func (c *chain) has(i, j int32) bool {
	lo, hi := c.start[i], c.start[i+1]
	for lo < hi {
		mid := (lo + hi) / 2
		if c.to[mid] < j {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < c.start[i+1] && c.to[lo] == j
}

// eliminate takes party s out of the rows of those it deals with.
func eliminate(s int32, rows [][]entry, leak []float64, at []int32) step {
	out := step{party: s, stay: leak[s], near: make([]share, len(rows[s]))}
	for _, e := range rows[s] {
		out.stay += e.p
	}
	for k, e := range rows[s] {
		i := e.to
		row := rows[i]
		for x, e := range row {
			at[e.to] = int32(x + 1)
		}
		here := at[s] - 1
		in := row[here].p
		last := len(row) - 1
		at[row[last].to], at[s] = here+1, 0
		row[here] = row[last]
		row = row[:last]
		f := in / out.stay
		leak[i] += f * leak[s]
		for _, e := range rows[s] {
			switch x := at[e.to]; {
			case e.to == i:
			case x == 0:
				row = append(row, entry{e.to, f * e.p})
			default:
				row[x-1].p += f * e.p
			}
		}
		for _, e := range row {
			at[e.to] = 0
		}
		rows[i] = row
		out.near[k] = share{i, e.p, in}
	}
	rows[s] = nil
	sortShares(out.near)
	return out
}

// dense takes the rest apart, last party first.
func (f *factor) dense(ctx context.Context, rows [][]entry, leak []float64, done []bool) error {
	place := make([]int32, f.size)
	for v := range rows {
		if !done[v] {
			place[v] = int32(len(f.core))
			f.core = append(f.core, int32(v))
		}
	}
	m := len(f.core)
	if m > maxCore {
		return fmt.Errorf("%w: %d parties, of which %d can be looked at together", ErrSize, m, maxCore)
	}
	f.a, f.stay = make([]float64, m*m), make([]float64, m)
	left := make([]float64, m)
	for k, v := range f.core {
		left[k] = leak[v]
		for _, e := range rows[v] {
			f.a[k*m+int(place[e.to])] = e.p
		}
	}
	for k := m - 1; k >= 0; k-- {
		if k%16 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := f.a[k*m : k*m+k]
		f.stay[k] = left[k] + sum(row)
		for i := range k {
			if in := f.a[i*m+k]; in != 0 {
				x := in / f.stay[k]
				left[i] += x * left[k]
				addScaled(f.a[i*m:i*m+k], x, row)
			}
		}
	}
	return nil
}

// solve turns b into (I−P)⁻¹b: for b the unit of j, how often a dollar of each party visits j.
func (f *factor) solve(b []float64) {
	m := len(f.core)
	for _, s := range f.steps {
		if x := b[s.party] / s.stay; x != 0 {
			for _, e := range s.near {
				b[e.to] += e.in * x
			}
		}
	}
	for k := m - 1; k > 0; k-- {
		if x := b[f.core[k]] / f.stay[k]; x != 0 {
			for i := range k {
				b[f.core[i]] += f.a[i*m+k] * x
			}
		}
	}
	for k, v := range f.core {
		x := b[v]
		for j, p := range f.a[k*m : k*m+k] {
			x += p * b[f.core[j]]
		}
		b[v] = x / f.stay[k]
	}
	for k := len(f.steps) - 1; k >= 0; k-- {
		s := &f.steps[k]
		x := b[s.party]
		for _, e := range s.near {
			x += e.out * b[e.to]
		}
		b[s.party] = x / s.stay
	}
}

// solveLeft turns b into b(I−P)⁻¹: for b the unit of i, how often a dollar of i visits each party.
func (f *factor) solveLeft(b []float64) {
	m := len(f.core)
	for _, s := range f.steps {
		if x := b[s.party] / s.stay; x != 0 {
			for _, e := range s.near {
				b[e.to] += e.out * x
			}
		}
	}
	for k := m - 1; k > 0; k-- {
		if x := b[f.core[k]] / f.stay[k]; x != 0 {
			for j, p := range f.a[k*m : k*m+k] {
				b[f.core[j]] += p * x
			}
		}
	}
	for k, v := range f.core {
		x := b[v]
		for i := range k {
			x += f.a[i*m+k] * b[f.core[i]]
		}
		b[v] = x / f.stay[k]
	}
	for k := len(f.steps) - 1; k >= 0; k-- {
		s := &f.steps[k]
		x := b[s.party]
		for _, e := range s.near {
			x += e.in * b[e.to]
		}
		b[s.party] = x / s.stay
	}
}
