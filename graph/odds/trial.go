package odds

import (
	"context"
	"errors"
	"fmt"
	"math"

	"dealgraph/graph"
	"dealgraph/graph/clearing"
)

// trial clears scenarios. It belongs to one goroutine.
type trial struct {
	network  *Network
	system   *System
	money    *Money
	calm     *Course
	nodes    []graph.Node
	scale    []float64 // by place in nodes: what its obligations come to
	sketched bool
	place    []int  // by node: in nodes; −1
	has      []bool // by node: it has whatever is due

	draw    *Draw
	years   int       // so many are cleared
	caps    []float64 // by guarantee
	cut     []float64 // by node; nil: purchases are not cut
	loss    []float64 // by node; nil: nobody loses anything
	buffer  []float64 // by node
	start   []float64 // by node: what it has at the beginning
	missed  []float64 // by node
	first   []int     // by node: place of the year of the first failure
	outside [][]float64
	got     [][]float64 // by year and node: received
	called  [][]float64 // by year and node
	hardDue [][]float64 // by place in nodes and year
	softDue [][]float64
	full    [][]float64 // by place in nodes and year: what all others owe it
	in      []float64   // by year: room
	hard    []float64
}

// newTrial is one to be copied.
func newTrial(ctx context.Context, n *Network) (*trial, error) {
	e := newEngine(n.System)
	t := &trial{network: n, system: n.System, money: e.money, nodes: n.owing(e.money), place: make([]int, n.System.Plan.Network.Order())}
	for v := range t.place {
		t.place[v] = -1
		t.has = append(t.has, e.money.Has(graph.Node(v), n.Side))
	}
	for i, v := range t.nodes {
		t.place[v] = i
	}
	if n.Stress.Loss != nil {
		t.loss = e.money.losses(n.Stress.Loss, n.Side)
	}
	t.scale = make([]float64, len(t.nodes))
	for _, d := range t.system.Slots {
		if i := t.place[d.From]; i >= 0 && d.Hard() {
			t.scale[i] += sum(e.open[d.Item])
		}
	}
	for _, g := range t.system.covers {
		if i := t.place[g.Guarantor]; i >= 0 {
			t.scale[i] += g.Cap
		}
	}
	if n.Stress.Cut == 0 {
		return t, nil
	}
	var err error
	t.calm, err = e.run(ctx, Stress{}, n.Side, nil, extra{})
	return t, err
}

// copy is a trial for a goroutine of its own.
func (t *trial) copy() (*trial, error) {
	s, err := t.system.Copy()
	if err != nil {
		return nil, fmt.Errorf("odds: %w", err)
	}
	c := *t
	order, n := len(c.place), len(s.Plan.Years)
	c.system, c.draw = s, c.network.World.NewDraw()
	c.buffer, c.missed, c.start, c.first = make([]float64, order), make([]float64, order), make([]float64, order), make([]int, order)
	c.outside, c.got, c.called = grid(n, order), grid(n, order), grid(n, order)
	c.caps = make([]float64, len(s.covers))
	c.hardDue, c.softDue, c.full = grid(len(c.nodes), n), grid(len(c.nodes), n), grid(len(c.nodes), n)
	c.in, c.hard = make([]float64, n), make([]float64, n)
	if c.calm != nil {
		c.cut = make([]float64, order)
		for v := range c.cut {
			if !c.has[v] {
				c.cut[v] = c.network.Stress.Cut
			}
		}
	}
	return &c, nil
}

// answer clears a scenario and writes down its outputs.
func (t *trial) answer(ctx context.Context, u, out []float64) error {
	t.network.World.Fill(u, t.draw)
	err := t.run(ctx)
	if err != nil && !errors.Is(err, clearing.ErrEndless) {
		return err
	}
	t.owes()
	all := out[len(t.nodes)*outParty:]
	clear(all)
	if err != nil {
		all[outEndless] = 1
	}
	for i, v := range t.nodes {
		of := out[i*outParty:]
		of[outFirst], of[outMissing] = float64(integral+t.first[v]), t.scale[i]+t.missed[v]
		of[outOwnNeed] = t.need(i, v)
		all[outTotal] += t.missed[v]
		all[outAlone] += t.alone(i, v)
		if t.missed[v] > 0 {
			all[outFailing]++
		}
	}
	return nil
}

// run clears year by year, as far as it comes.
func (t *trial) run(ctx context.Context) error {
	s, n := t.system, t.network
	t.begin()
	for y := range s.Plan.Years {
		t.money.Year(y, t.draw.Left, n.Stress.Means, n.Side, t.outside[y], t.buffer)
		if y == 0 {
			copy(t.start, t.buffer)
		}
		year := Year{At: y, Due: t.draw.Due, Outside: t.outside[y], Buffer: t.buffer, Caps: t.caps}
		if y == 0 {
			year.Loss = t.loss
		}
		if t.cut != nil {
			year.Cut, year.Planned = t.cut, t.calm.means[y]
		}
		sol, err := s.Clear(ctx, year)
		if err != nil {
			return err
		}
		t.note(y, sol)
		s.Carry(sol, t.buffer, t.caps)
		t.years = y + 1
	}
	return nil
}

// begin takes everything back to the beginning of the first year.
func (t *trial) begin() {
	t.years = 0
	t.money.Start(t.network.Side, t.buffer)
	for v := range t.buffer {
		if t.has[v] {
			t.buffer[v] *= plenty
		}
	}
	for k, g := range t.system.covers {
		t.caps[k] = g.Cap
	}
	clear(t.missed)
	for v := range t.first {
		t.first[v] = len(t.system.Plan.Years)
	}
}

// plenty is how much more than is due from it under the plan a party has that has whatever is due: an amount that is drawn may be
// more than the plan has.
const plenty = 4

// note writes down the solution of a year.
func (t *trial) note(y int, sol *clearing.Solution) {
	copy(t.got[y], sol.Received)
	clear(t.called[y])
	for k, g := range t.system.covers {
		t.called[y][g.Guarantor] += sol.Called[k]
	}
	for _, v := range t.nodes {
		if x := sol.Missed[v]; some(x, sol.Means[v]) {
			t.missed[v] += x
			t.first[v] = min(t.first[v], y)
		}
	}
}

// owes adds up what is due from and to the parties that can fail, by year.
func (t *trial) owes() {
	for i, v := range t.nodes {
		clear(t.hardDue[i])
		clear(t.softDue[i])
		clear(t.full[i])
		if t.loss != nil {
			t.hardDue[i][0] = t.loss[v]
		}
	}
	for _, d := range t.system.Slots {
		due := t.draw.Due[d.Item]
		if i := t.place[d.From]; i >= 0 {
			to := t.softDue[i]
			if d.Hard() {
				to = t.hardDue[i]
			}
			for y, x := range due {
				to[y] += x
			}
		}
		if i := t.place[d.To]; i >= 0 {
			for y, x := range due {
				t.full[i][y] += x
			}
		}
	}
}

// need is what a party lacks at the beginning, as others pay it.
func (t *trial) need(i int, v graph.Node) float64 {
	if t.missed[v] == 0 {
		return 0
	}
	p := t.purseOf(i, v)
	for y := range p.in {
		p.in[y] = t.outside[y][v] + t.got[y][v]
		t.hard[y] = p.hard[y] + t.called[y][v]
	}
	p.hard = t.hard[:t.years]
	if t.sketched { // each halving of what is least takes memory
		return math.Max(p.lacks(), t.scale[i]/4096)
	}
	return p.lacks()
}

// alone is what it does not meet if all others pay in full.
func (t *trial) alone(i int, v graph.Node) float64 {
	p := t.purseOf(i, v)
	total := 0.0
	for y := range p.in {
		p.in[y] = t.outside[y][v] + t.full[i][y]
		total += p.in[y]
	}
	if x := p.missed(); some(x, total) {
		return x
	}
	return 0
}

// purseOf is the account of the years that were cleared, with nothing in it yet of what comes in.
func (t *trial) purseOf(i int, v graph.Node) purse {
	return purse{buffer: t.start[v], hard: t.hardDue[i][:t.years], soft: t.softDue[i][:t.years], in: t.in[:t.years]}
}
