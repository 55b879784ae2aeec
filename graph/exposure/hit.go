package exposure

import (
	"context"
	"math"
)

// hit works out which share of the money of each party passes a mark: one party.
//
// Along [Chains.from] it is the share that was at the mark before, along [Chains.on] the share that will get there. It
// solves x = 1 at the mark, 0 at dead parties and those outside, and elsewhere the mean of x over the row, what is in no row
// counting 0. Not only x but also 1−x is worked out by adding alone, so that both are good where they are next to nothing,
// and what is left between them bounds the error.
//
// Parties are taken in the order in which they depend on one another; only those that do so in a circle are solved together.
type hit struct {
	c    *Chains
	ctx  context.Context
	x    [][2]float64 // by party: passes the mark, does not
	at   []int32      // by party: apart if not looked at; its place in a block; or done
	list []int32      // parties that were looked at
	dead []bool
	mark int32
	work int // hops looked at so far, in all solves

	index, low  []int32
	seen        int32
	open, calls []int32
	next        []int32

	place []int32 // by party: its place in the block, from 1
	block block
}

// at says where a party stands in a solve.
const (
	apart   = iota // the mark does not reach it
	reached        // waits
	done           // solved
)

func (c *Chains) hit(ctx context.Context) *hit {
	order := c.n.Order()
	return &hit{
		c: c, ctx: ctx, x: make([][2]float64, order), at: make([]int32, order), dead: make([]bool, order), next: make([]int32, order),
		index: make([]int32, order), low: make([]int32, order), place: make([]int32, order),
	}
}

// passed is the share of the money of every party that was at mark before, over chains without the dead parties.
func (s *hit) passed(mark int32, dead ...int32) error { return s.solve(mark, &s.c.from, &s.c.on, dead) }

// gets is the share of the money of every party that will be at mark, over chains without the dead parties.
func (s *hit) gets(mark int32, dead ...int32) error { return s.solve(mark, &s.c.on, &s.c.from, dead) }

// solve fills x for all parties that depend on the mark by rows, which are those that lead to it by columns.
func (s *hit) solve(mark int32, rows, columns *flow, dead []int32) error {
	for _, v := range s.list {
		s.at[v], s.index[v] = apart, 0
	}
	s.list, s.seen, s.mark = s.list[:0], 0, mark
	for _, v := range dead {
		s.dead[v] = true
	}
	s.spread(columns)
	var err error
	for _, v := range s.list {
		if s.index[v] == 0 && err == nil {
			err = s.visit(v, rows)
		}
	}
	for _, v := range dead {
		s.dead[v] = false
	}
	if err == nil {
		err = s.ctx.Err()
	}
	return err
}

// spread finds the parties that the mark reaches.
func (s *hit) spread(columns *flow) {
	expand := func(v int32) {
		row := columns.with[columns.start[v]:columns.start[v+1]]
		s.work += len(row)
		for _, w := range row {
			if s.at[w] == apart && w != s.mark && !s.dead[w] {
				s.at[w] = reached
				s.list = append(s.list, w)
			}
		}
	}
	expand(s.mark)
	for i := 0; i < len(s.list); i++ {
		if v := s.list[i]; !s.c.outside[v] {
			expand(v)
		}
	}
}

// of is what is known of a party that others depend on.
func (s *hit) of(v int32) (passes, not float64) {
	switch {
	case v == s.mark:
		return 1, 0
	case s.at[v] == apart || s.c.outside[v]:
		return 0, 1
	}
	return s.x[v][0], s.x[v][1]
}

// share is the share of the money of a party, and how far it may be off.
func (s *hit) share(v int32) (share, within float64) {
	if s.at[v] == apart {
		return 0, 0
	}
	return middle(s.x[v])
}

// again is the share of the money of the mark itself that was, or will be, at the mark another time, and 1 less that.
func (s *hit) again(rows *flow) (again, not float64) {
	if s.c.outside[s.mark] {
		return 0, 1
	}
	x := s.row(s.mark, rows, false)
	again, _ = middle(x)
	not, _ = middle([2]float64{x[1], x[0]})
	return again, not
}

func middle(x [2]float64) (share, within float64) {
	gap := math.Max(0, 1-x[0]-x[1])
	return math.Min(1, x[0]+gap/2), gap / 2
}

// row is the mean over a row; without says to leave out the members of the block at hand.
func (s *hit) row(v int32, rows *flow, without bool) [2]float64 {
	x := [2]float64{0, rows.rest[v]}
	for i := rows.start[v]; i < rows.start[v+1]; i++ {
		w := rows.with[i]
		if without && s.place[w] > 0 {
			continue
		}
		passes, not := s.of(w)
		x[0] += rows.share[i] * passes
		x[1] += rows.share[i] * not
	}
	s.work += int(rows.start[v+1] - rows.start[v])
	return x
}

// inside reports whether a party is one that has yet to be solved.
func (s *hit) inside(w int32) bool { return s.at[w] == reached && !s.c.outside[w] }

// visit takes parties in the order of what they depend on, by the algorithm of Tarjan (SIAM J. Comput. 1(2), 1972), with a
// stack of its own: a chain of many parties is no deep recursion.
func (s *hit) visit(root int32, rows *flow) error {
	s.enter(root, rows)
	for len(s.calls) > 0 {
		v := s.calls[len(s.calls)-1]
		if i := s.next[v]; i < rows.start[v+1] {
			s.next[v]++
			switch w := rows.with[i]; {
			case !s.inside(w):
			case s.index[w] == 0:
				s.enter(w, rows)
			default:
				s.low[v] = min(s.low[v], s.index[w])
			}
			continue
		}
		s.calls = s.calls[:len(s.calls)-1]
		if len(s.calls) > 0 {
			u := s.calls[len(s.calls)-1]
			s.low[u] = min(s.low[u], s.low[v])
		}
		if s.low[v] == s.index[v] {
			if err := s.leave(v, rows); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *hit) enter(v int32, rows *flow) {
	s.seen++
	s.index[v], s.low[v], s.next[v] = s.seen, s.seen, rows.start[v]
	s.open, s.calls = append(s.open, v), append(s.calls, v)
}

// leave solves the parties that depend on one another, of which v was seen first.
func (s *hit) leave(v int32, rows *flow) error {
	first := len(s.open) - 1
	for s.open[first] != v {
		first--
	}
	members := s.open[first:]
	s.open = s.open[:first]
	if len(members) == 1 {
		s.x[v] = whole(s.row(v, rows, false))
	} else if err := s.together(members, rows); err != nil {
		s.open, s.calls = s.open[:0], s.calls[:0]
		return err
	}
	for _, w := range members {
		s.at[w] = done
	}
	return nil
}

// whole takes out what rounding left between the two, so that it does not add up along long chains.
func whole(x [2]float64) [2]float64 {
	if sum := x[0] + x[1]; sum > 0 && math.Abs(1-sum) <= 1e-12 {
		return [2]float64{x[0] / sum, x[1] / sum}
	}
	return x
}
