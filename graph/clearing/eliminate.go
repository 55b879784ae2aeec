package clearing

import (
	"container/heap"
	"context"
)

// elimination solves x = b + Ax for what goes round in a system: A has no negative entries, and its entry (to, from) is what
// reaches a party of each dollar that another has. Parties are taken out one by one, those with few ties first, and what went
// through them is joined; what is then left and tied closely is a table.
//
// What does not leak is counted as the sum of what goes elsewhere, never as 1 less what comes back, so that no digits are
// lost where next to nothing leaks (Grassmann, Taksar and Heyman, Regenerative Analysis and Steady State Distributions for
// Markov Chains, Operations Research 33(5), 1985).
type elimination struct {
	leak    []float64 // of each dollar, what reaches nobody
	out     [][]entry // by payer: who receives
	in      [][]int32 // by receiver: who pays
	gone    []bool
	order   []int32   // in which parties were taken out
	pivot   []float64 // by party: what does not come back at once
	ins     [][]entry // by party taken out: what reached it from whom when it was
	core    []int32   // those in the table, in order
	crowded bool      // too many were left that are tied closely
	table   []float64 // by core payer and core receiver
}

type entry struct {
	party int32
	share float64
}

const (
	maxFill = 1 << 23 // entries made on the way to the table
	maxCore = 1500    // parties in the table
)

func newElimination(n int) *elimination {
	return &elimination{leak: make([]float64, n), out: make([][]entry, n), in: make([][]int32, n), gone: make([]bool, n), pivot: make([]float64, n), ins: make([][]entry, n)}
}

// add says that of each dollar of one party a share reaches another. A party and another are named once; what comes back to a
// party itself at once is left out, as the sum of what goes elsewhere says it.
func (a *elimination) add(from, to int32, share float64) {
	if share == 0 || from == to {
		return
	}
	a.out[from] = append(a.out[from], entry{to, share})
	a.in[to] = append(a.in[to], from)
}

// factorize takes the parties out. It reports false if there are too many that are tied closely, or if a class pays only
// itself: then there is no solution, or no single one.
func (a *elimination) factorize(ctx context.Context) (bool, error) {
	q := &ties{a: a}
	left, entries := len(a.out), 0
	for i := range a.out {
		q.list = append(q.list, tie{int32(i), a.ties(int32(i))})
		entries += len(a.out[i])
	}
	heap.Init(q)
	place, fill := make([]int32, len(a.out)), 0
	for left > 0 {
		if left <= 48 || left <= maxCore && entries > left*left/4 || fill > maxFill {
			break
		}
		t := heap.Pop(q).(tie)
		if a.gone[t.party] {
			continue
		}
		if now := a.ties(t.party); now > t.count {
			heap.Push(q, tie{t.party, now})
			continue
		}
		if len(a.order)%256 == 255 {
			if err := ctx.Err(); err != nil {
				return false, err
			}
		}
		entries -= len(a.out[t.party]) + len(a.in[t.party])
		made := a.take(t.party, place)
		entries, fill, left = entries+made, fill+int(a.ties(t.party)), left-1
		if a.pivot[t.party] <= 0 {
			return false, nil
		}
	}
	if a.crowded = left > maxCore; a.crowded {
		return false, nil
	}
	return a.dense(ctx)
}

// ties is what taking out a party costs.
func (a *elimination) ties(i int32) int64 { return int64(len(a.in[i])) * int64(len(a.out[i])) }

// take takes out a party: its payers now pay whom it paid. Place has an entry of 0 for each party. It returns how many entries
// were made.
func (a *elimination) take(v int32, place []int32) int {
	pivot := a.leak[v]
	for _, e := range a.out[v] {
		pivot += e.share
		a.in[e.party] = without(a.in[e.party], v)
	}
	a.pivot[v], a.gone[v] = pivot, true
	a.order = append(a.order, v)
	made := 0
	for _, u := range a.in[v] {
		row := a.out[u]
		share := 0.0
		for at, e := range row {
			if e.party == v {
				share, row[at] = e.share, row[len(row)-1]
				row = row[:len(row)-1]
				break
			}
		}
		a.ins[v] = append(a.ins[v], entry{u, share})
		for at, e := range row {
			place[e.party] = int32(at + 1)
		}
		part := share / pivot
		a.leak[u] += part * a.leak[v]
		for _, e := range a.out[v] {
			switch at := place[e.party]; {
			case e.party == u: // it comes back
			case at > 0:
				row[at-1].share += part * e.share
			default:
				row = append(row, entry{e.party, part * e.share})
				a.in[e.party] = append(a.in[e.party], u)
				made++
			}
		}
		for _, e := range row {
			place[e.party] = 0
		}
		a.out[u] = row
	}
	return made
}

func without(list []int32, v int32) []int32 {
	for at, x := range list {
		if x == v {
			list[at] = list[len(list)-1]
			return list[:len(list)-1]
		}
	}
	return list
}

// dense takes out those that are left, in a table.
func (a *elimination) dense(ctx context.Context) (bool, error) {
	place := make([]int32, len(a.out))
	for i := range a.out {
		if !a.gone[i] {
			place[i] = int32(len(a.core))
			a.core = append(a.core, int32(i))
		}
	}
	m := len(a.core)
	a.table = make([]float64, m*m)
	for at, i := range a.core {
		for _, e := range a.out[i] {
			a.table[at*m+int(place[e.party])] = e.share
		}
	}
	for v := range m {
		if v%32 == 31 {
			if err := ctx.Err(); err != nil {
				return false, err
			}
		}
		row, leak := a.table[v*m:(v+1)*m], a.leak[a.core[v]]
		pivot := leak
		for _, share := range row[v+1:] {
			pivot += share
		}
		if a.pivot[a.core[v]] = pivot; pivot <= 0 {
			return false, nil
		}
		for u := v + 1; u < m; u++ {
			share := a.table[u*m+v]
			if share == 0 {
				continue
			}
			part := share / pivot
			a.leak[a.core[u]] += part * leak
			to := a.table[u*m : (u+1)*m]
			for j := v + 1; j < m; j++ {
				to[j] += part * row[j]
			}
		}
	}
	return true, nil
}

// solve replaces b by x.
func (a *elimination) solve(b []float64) {
	for _, v := range a.order {
		part := b[v] / a.pivot[v]
		for _, e := range a.out[v] {
			b[e.party] += part * e.share
		}
	}
	m := len(a.core)
	for v := range m {
		part := b[a.core[v]] / a.pivot[a.core[v]]
		for j := v + 1; j < m; j++ {
			b[a.core[j]] += part * a.table[v*m+j]
		}
	}
	for v := m - 1; v >= 0; v-- {
		sum := b[a.core[v]]
		for u := v + 1; u < m; u++ {
			sum += a.table[u*m+v] * b[a.core[u]]
		}
		b[a.core[v]] = sum / a.pivot[a.core[v]]
	}
	for at := len(a.order) - 1; at >= 0; at-- {
		v := a.order[at]
		sum := b[v]
		for _, e := range a.ins[v] {
			sum += e.share * b[e.party]
		}
		b[v] = sum / a.pivot[v]
	}
}

// solveBack replaces b by the solution of x = b + Aᵀx: what a dollar at each party brings about, if b is what it does at once.
func (a *elimination) solveBack(b []float64) {
	for _, v := range a.order {
		part := b[v] / a.pivot[v]
		for _, e := range a.ins[v] {
			b[e.party] += part * e.share
		}
	}
	m := len(a.core)
	for v := range m {
		part := b[a.core[v]] / a.pivot[a.core[v]]
		for u := v + 1; u < m; u++ {
			b[a.core[u]] += part * a.table[u*m+v]
		}
	}
	for v := m - 1; v >= 0; v-- {
		sum := b[a.core[v]]
		for j := v + 1; j < m; j++ {
			sum += a.table[v*m+j] * b[a.core[j]]
		}
		b[a.core[v]] = sum / a.pivot[a.core[v]]
	}
	for at := len(a.order) - 1; at >= 0; at-- {
		v := a.order[at]
		sum := b[v]
		for _, e := range a.out[v] {
			sum += e.share * b[e.party]
		}
		b[v] = sum / a.pivot[v]
	}
}

// ties is a queue of parties by what taking them out costs, perhaps by now more.
type ties struct {
	a    *elimination
	list []tie
}

type tie struct {
	party int32
	count int64
}

func (q *ties) Len() int { return len(q.list) }
func (q *ties) Less(i, j int) bool {
	if q.list[i].count != q.list[j].count {
		return q.list[i].count < q.list[j].count
	}
	return q.list[i].party < q.list[j].party
}
func (q *ties) Swap(i, j int) { q.list[i], q.list[j] = q.list[j], q.list[i] }
func (q *ties) Push(x any)    { q.list = append(q.list, x.(tie)) }
func (q *ties) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}
