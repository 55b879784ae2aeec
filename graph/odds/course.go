package odds

import (
	"context"
	"math"

	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/clearing"
)

// Stress is what happens to all parties, and to some.
type Stress struct {
	cashflow.Means           // slip, haircut, whether funding is closed, and the end of the ranges; Late is not heeded
	Loss           []float64 // by node: money that is gone in the first year, found from its means like a secured debt; nil: nothing
	Cut            float64   // θ: how far purchases are cut as means fall short of plan, before money is gone; see [clearing.Party]
}

// Course is how a plan goes under a stress, at one side: year by year, then by node, slot or guarantee.
type Course struct {
	Outside    [][]float64 // by year and node: what comes in from outside the network, after a loss
	Buffer     [][]float64 // at the beginning of the year
	Received   [][]float64 // from parties, guarantors included
	Paid       [][]float64 // to parties, guarantees included
	Missed     [][]float64 // obligations not met, calls included
	Cut        [][]float64 // purchases due and not paid
	Left       [][]float64 // at the end of the year
	Due        [][]float64 // by year and slot: due under the stress
	Short      [][]float64 // by year and slot: due and not paid
	Called     [][]float64 // by year and guarantee
	Guaranteed [][]float64 // by year and guarantee: paid
	Lost       []float64   // by node: of a loss, what there was nothing to take from; it is in Missed
	loss       []float64   // by node: what has to be found; nil: nothing
	means      [][]float64 // by year and node, all there is
}

// engine runs courses of one system.
type engine struct {
	system *System
	money  *Money
	open   [][]float64 // by item and year
	closed [][]float64 // the same with funding closed
	left   map[cashflow.Means][][]float64
}

func newEngine(s *System) *engine {
	e := &engine{system: s, money: NewMoney(s), left: map[cashflow.Means][][]float64{}}
	n := len(s.Plan.Years)
	e.open, e.closed = grid(len(s.Plan.Items), n), grid(len(s.Plan.Items), n)
	for _, d := range s.Slots {
		for y := range n {
			e.open[d.Item][y] = float64(s.Plan.Items[d.Item].Open(y))
			if !d.Funding {
				e.closed[d.Item][y] = e.open[d.Item][y]
			}
		}
	}
	return e
}

// leftOf is what revenue on record leaves for deals, by node and year.
func (e *engine) leftOf(m cashflow.Means) [][]float64 {
	if left, ok := e.left[m]; ok {
		return left
	}
	p := e.system.Plan
	out := grid(p.Network.Order(), len(p.Years))
	for v := range out {
		a := cashflow.Account{Plan: p, Party: graph.Node(v), Books: p.Books[v]}
		for y := range p.Years {
			out[v][y], _ = a.Left(y, m)
		}
	}
	e.left[m] = out
	return out
}

// extra is money that a party gets at the beginning.
type extra struct {
	party  graph.Node
	amount float64
}

// run clears all years. Of a calm course the means are those that parties had counted on; nil if purchases are not cut before
// money is gone.
func (e *engine) run(ctx context.Context, stress Stress, side Side, calm *Course, more extra) (*Course, error) {
	s := e.system
	order, n := s.Plan.Network.Order(), len(s.Plan.Years)
	c := newCourse(n, order, len(s.Slots), len(s.covers))
	left, due := e.leftOf(stress.Means), e.open
	if stress.Closed {
		due = e.closed
	}
	buffer, caps := make([]float64, order), s.Caps()
	e.money.Start(side, buffer)
	var cut []float64
	if stress.Cut > 0 && calm != nil {
		cut = make([]float64, order)
		for v := range cut {
			if !e.money.Has(graph.Node(v), side) {
				cut[v] = stress.Cut
			}
		}
	}
	for y := range n {
		e.money.Year(y, left, stress.Means, side, c.Outside[y], buffer)
		if y == 0 {
			buffer[more.party] += more.amount
		}
		copy(c.Buffer[y], buffer)
		year := Year{At: y, Due: due, Outside: c.Outside[y], Buffer: buffer, Caps: caps}
		if y == 0 && stress.Loss != nil {
			c.loss = e.money.losses(stress.Loss, side)
			year.Loss = c.loss
		}
		if cut != nil {
			year.Cut, year.Planned = cut, calm.means[y]
		}
		sol, err := s.Clear(ctx, year)
		if err != nil {
			return nil, err
		}
		c.note(s, y, due, sol)
		if year.Loss != nil {
			c.lose(s, year.Loss, sol)
		}
		s.Carry(sol, buffer, caps)
	}
	return c, nil
}

// lose notes what of the losses was not found.
func (c *Course) lose(s *System, loss []float64, sol *clearing.Solution) {
	for v, x := range loss {
		if x > 0 {
			c.Lost[v] = math.Max(0, x-sol.Outside(s.solver.System(), v))
		}
	}
}

func newCourse(years, order, slots, guarantees int) *Course {
	of := func(columns int) [][]float64 { return grid(years, columns) }
	return &Course{
		Outside: of(order), Buffer: of(order), Received: of(order), Paid: of(order), Missed: of(order), Cut: of(order), Left: of(order), means: of(order),
		Due: of(slots), Short: of(slots), Called: of(guarantees), Guaranteed: of(guarantees), Lost: make([]float64, order),
	}
}

// note writes down a solution.
func (c *Course) note(s *System, y int, due [][]float64, sol *clearing.Solution) {
	copy(c.Received[y], sol.Received)
	copy(c.Missed[y], sol.Missed)
	copy(c.Left[y], sol.Residual)
	copy(c.means[y], sol.Means)
	copy(c.Called[y], sol.Called)
	copy(c.Guaranteed[y], sol.Guarantees)
	for k, d := range s.Slots {
		c.Due[y][k] = due[d.Item][y]
		short := math.Max(0, c.Due[y][k]-sol.Dues[k])
		c.Short[y][k] = short
		c.Paid[y][d.From] += sol.Dues[k]
		if !d.Hard() {
			c.Cut[y][d.From] += short
		}
	}
	for g, cover := range s.covers {
		c.Paid[y][cover.Guarantor] += sol.Guarantees[g]
	}
}
