package throughflow

import (
	"context"
	"math"
)

// unlimited is the capacity of a pipe that does not bind.
const unlimited = math.MaxInt64

// pipes is a network of pipes with capacities, for the largest flow from one node to another. Pipes come in pairs, 2k and
// 2k+1, of which the second takes back what the first carries.
type pipes struct {
	head  []int32 // by node: its last pipe, or -1
	next  []int32 // by pipe: the one before it of the same node
	to    []int32
	room  []int64
	level []int32 // by node: pipes from the source, or -1
	open  []int32 // by node: the first pipe not yet found useless in this phase
	path  []int32
}

func newPipes(nodes, arcs int) *pipes {
	p := &pipes{
		head: make([]int32, nodes), level: make([]int32, nodes), open: make([]int32, nodes),
		next: make([]int32, 0, 2*arcs), to: make([]int32, 0, 2*arcs), room: make([]int64, 0, 2*arcs),
	}
	for v := range p.head {
		p.head[v] = -1
	}
	return p
}

// add lays a pipe, and its pair, and is the number of the first.
func (p *pipes) add(u, v int32, capacity int64) int32 {
	k := int32(len(p.to))
	p.to, p.room = append(p.to, v, u), append(p.room, capacity, 0)
	p.next = append(p.next, p.head[u], p.head[v])
	p.head[u], p.head[v] = k, k+1
	if u == v {
		p.next[k+1] = k
	}
	return k
}

// max is the largest flow from s to t, in whole units. Cost: O(nodes²·pipes) at worst, far less in practice.
//
// Dinic, Algorithm for Solution of a Problem of Maximum Flow in a Network with Power Estimation, Soviet Mathematics Doklady
// 11, 1970.
func (p *pipes) max(ctx context.Context, s, t int32) (int64, error) {
	var total int64
	for p.reach(s, t) {
		copy(p.open, p.head)
		for {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			f := p.augment(s, t)
			if f == 0 {
				break
			}
			total += f
		}
	}
	return total, ctx.Err()
}

// reach finds how far each node is from s, over pipes with room, and whether t is reached. Once it is not, the nodes with a
// level are the source's side of a smallest cut.
func (p *pipes) reach(s, t int32) bool {
	for v := range p.level {
		p.level[v] = -1
	}
	p.level[s] = 0
	p.path = append(p.path[:0], s)
	for k := 0; k < len(p.path); k++ {
		u := p.path[k]
		for e := p.head[u]; e >= 0; e = p.next[e] {
			if v := p.to[e]; p.room[e] > 0 && p.level[v] < 0 {
				p.level[v] = p.level[u] + 1
				p.path = append(p.path, v)
			}
		}
	}
	return p.level[t] >= 0
}

// augment fills one shortest path, with a stack of its own, and is what it carries; 0 when none is left in this phase.
func (p *pipes) augment(s, t int32) int64 {
	p.path = p.path[:0]
	for u := s; u != t; {
		e := p.open[u]
		for e >= 0 && (p.room[e] == 0 || p.level[p.to[e]] != p.level[u]+1) {
			e = p.next[e]
		}
		p.open[u] = e
		switch {
		case e >= 0:
			p.path = append(p.path, e)
			u = p.to[e]
		case u == s:
			return 0
		default: // a dead end: go back, and do not come again
			last := p.path[len(p.path)-1]
			p.path = p.path[:len(p.path)-1]
			u = p.to[last^1]
			p.open[u] = p.next[last]
		}
	}
	f := int64(unlimited)
	for _, e := range p.path {
		f = min(f, p.room[e])
	}
	for _, e := range p.path {
		p.room[e] -= f
		p.room[e^1] += f
	}
	return f
}
