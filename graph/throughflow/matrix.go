package throughflow

import (
	"context"
	"slices"

	"dealgraph/graph"
)

// Matrix says, party by party, whose money there is and how much of it has been there before, for a network in which every
// party spends its money in proportion: each dollar that it pays is the same mixture of all that it has.
type Matrix struct {
	Parties  []Party // by node
	Finn     float64 // Σ RoundTrip·Throughflow / Σ Throughflow: the share of all money that has been where it is before; 0 without money
	Warnings []error

	*money
	visits []float64 // the diagonal of N = (I−P)⁻¹, by node; 1 where nothing comes back, 0 in closed classes
	blocks []block
	units  units
}

// block is a set of parties all of which reach one another.
type block struct {
	nodes  []graph.Node
	closed bool
	f      *factor // nil when closed
}

// Solve sets up the matrix of a network and takes it apart once, for all questions that follow.
//
// P_ij = F_ij/T_i is what i passes on to j of each dollar that it has, and N = (I−P)⁻¹ counts the visits that a dollar now at i
// still makes to j. RoundTrip is c_i = 1 − 1/N_ii: a dollar that is at i comes back with this chance; and of the money at i
// this share has been there before. Guarantees and warrants, and arcs whose amount is not known, are no part of it and named
// in Warnings. A Matrix is safe for concurrent use.
//
// The error is that of ctx, or ErrSize. Cost: O(parties + arcs), and for each strongly connected component work that is cubic
// in the number of its parties after those with few partners were taken out one by one: less than a millisecond for
// a hundred parties, less than a second for a thousand.
//
// Finn, Measures of Ecosystem Structure and Function Derived from Analysis of Flows, Journal of Theoretical Biology 56(2),
// 1976; Kemeny and Snell, Finite Markov Chains, 1960.
func Solve(ctx context.Context, n *graph.Network) (*Matrix, error) {
	m := &Matrix{money: count(n), visits: make([]float64, n.Order())}
	m.Parties = m.parties
	for v := range m.visits {
		m.visits[v] = 1
	}
	place := make([]int32, n.Order())
	for _, nodes := range m.net.Components() {
		b := block{nodes: nodes}
		if err := m.take(ctx, &b, place); err != nil {
			return nil, err
		}
		m.blocks = append(m.blocks, b)
	}
	m.units = m.arrange()
	m.Finn = m.finn()
	m.Warnings = m.warn(m.blocks)
	return m, ctx.Err()
}

// take takes a block apart and sets the round trips of its parties.
func (m *Matrix) take(ctx context.Context, b *block, place []int32) error {
	c := m.chain(b.nodes, place)
	if b.closed = sum(c.leak) == 0; b.closed {
		for _, v := range b.nodes {
			m.parties[v].Closed, m.parties[v].RoundTrip, m.visits[v] = true, 1, 0
		}
		return nil
	}
	var err error
	if b.f, err = factorise(ctx, c); err != nil {
		return err
	}
	visits, err := b.f.diagonal(ctx)
	if err != nil {
		return err
	}
	for i, v := range b.nodes {
		m.visits[v] = visits[i]
		m.parties[v].RoundTrip = max(0, 1-1/visits[i])
	}
	return nil
}

func (m *Matrix) finn() float64 {
	circular, all := 0.0, 0.0
	for _, p := range m.parties {
		circular += p.RoundTrip * float64(p.Throughflow)
		all += float64(p.Throughflow)
	}
	if all == 0 {
		return 0
	}
	return circular / all
}

// units are the components and the parties in none of them, so ordered that money goes from units to later ones only.
type units struct {
	of    []int32 // by party
	block []int32 // by unit; -1 for a single party
	node  []graph.Node
	order []int32
	turn  []int32 // by unit: its place in order
}

// arrange orders the units. Cost: O(parties + arcs), by counting payers (Kahn 1962).
func (m *Matrix) arrange() units {
	u := units{of: make([]int32, len(m.parties))}
	for v := range u.of {
		u.of[v] = -1
	}
	for k, b := range m.blocks {
		for _, v := range b.nodes {
			u.of[v] = int32(k)
		}
		u.block, u.node = append(u.block, int32(k)), append(u.node, b.nodes[0])
	}
	for v := range u.of {
		if u.of[v] < 0 {
			u.of[v] = int32(len(u.block))
			u.block, u.node = append(u.block, -1), append(u.node, graph.Node(v))
		}
	}
	waits := make([]int32, len(u.block)) // hops that reach a unit from others not yet in order
	for h := range m.a.To {
		if m.between(u.of, int32(h)) {
			waits[u.of[m.a.To[h]]]++
		}
	}
	for k, w := range waits {
		if w == 0 {
			u.order = append(u.order, int32(k))
		}
	}
	u.turn = make([]int32, len(u.block))
	for k := 0; k < len(u.order); k++ {
		u.turn[u.order[k]] = int32(k)
		for _, v := range m.members(u, u.order[k]) {
			for h := m.a.Start[v]; h < m.a.Start[v+1]; h++ {
				if to := u.of[m.a.To[h]]; m.between(u.of, h) {
					if waits[to]--; waits[to] == 0 {
						u.order = append(u.order, to)
					}
				}
			}
		}
	}
	return u
}

// between reports whether a hop goes from one unit to another, and not from or to the outside.
func (m *Matrix) between(of []int32, h int32) bool {
	from, to := m.a.From[h], m.a.To[h]
	return of[from] != of[to] && !m.parties[from].Outside && !m.parties[to].Outside
}

// members are the parties of a unit.
func (m *Matrix) members(u units, unit int32) []graph.Node {
	if b := u.block[unit]; b >= 0 {
		return m.blocks[b].nodes
	}
	return u.node[unit : unit+1]
}

// column is N_kj for all k: how often a dollar at k visits j. It is nil for a j whose money has no beginning: one that is
// outside, in a closed class, or has none.
func (m *Matrix) column(j graph.Node) []float64 {
	if !m.traceable(j) {
		return nil
	}
	x := make([]float64, len(m.parties))
	x[j] = 1
	u := &m.units
	for k := u.turn[u.of[j]]; k >= 0; k-- {
		nodes := m.members(*u, u.order[k])
		for _, v := range nodes {
			if m.parties[v].Outside {
				continue
			}
			for h := m.a.Start[v]; h < m.a.Start[v+1]; h++ {
				if to := m.a.To[h]; x[to] != 0 && m.between(u.of, h) {
					x[v] += m.p(h) * x[to]
				}
			}
		}
		m.within(u.order[k], nodes, x, (*factor).solve)
	}
	return x
}

// row is N_ij for all j: how often a dollar at i visits j. It is nil as column is.
func (m *Matrix) row(i graph.Node) []float64 {
	if !m.traceable(i) {
		return nil
	}
	x := make([]float64, len(m.parties))
	x[i] = 1
	u := &m.units
	for k := int(u.turn[u.of[i]]); k < len(u.order); k++ {
		nodes := m.members(*u, u.order[k])
		for _, v := range nodes {
			for _, h := range m.a.In[m.a.InStart[v]:m.a.InStart[v+1]] {
				if from := m.a.From[h]; x[from] != 0 && m.between(u.of, h) {
					x[v] += m.p(h) * x[from]
				}
			}
		}
		m.within(u.order[k], nodes, x, (*factor).solveLeft)
	}
	return x
}

func (m *Matrix) traceable(v graph.Node) bool {
	p := m.parties[v]
	return !p.Outside && !p.Closed && p.Throughflow > 0
}

// within lets what has reached a unit go round in it.
func (m *Matrix) within(unit int32, nodes []graph.Node, x []float64, solve func(*factor, []float64)) {
	if m.units.block[unit] < 0 {
		return
	}
	if !slices.ContainsFunc(nodes, func(v graph.Node) bool { return x[v] != 0 }) {
		return
	}
	b := make([]float64, len(nodes))
	for i, v := range nodes {
		b[i] = x[v]
	}
	solve(m.blocks[m.units.block[unit]].f, b)
	for i, v := range nodes {
		x[v] = b[i]
	}
}
