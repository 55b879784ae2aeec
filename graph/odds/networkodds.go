package odds

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/clearing"
	"dealgraph/graph/scenario"
)

// Network is how likely parties fail, each by itself and together, when every scenario of a plan is cleared year by year.
//
// A party fails in a scenario when it does not meet an obligation in its year. What is not known of its means is taken from one
// end, as in [Survival]; at the bare end a party of unknown revenue has from outside what its deals need under the plan, whatever becomes of them.
type Network struct {
	System  *System
	World   *World
	Stress  Stress
	Side    Side
	Result  *scenario.Result
	Parties []PartyOdds      // that owe an obligation or may be called for one, and are not taken to have what they owe; in order of nodes
	Failing *scenario.Sample // how many parties fail
	Missing *scenario.Sample // obligations of all that are not met
	Alone   *scenario.Sample // those that would not be met if everybody else paid in full
	Endless Share            // scenarios in which a year could not be cleared: they count as far as they had come
}

// PartyOdds are the odds of one party.
type PartyOdds struct {
	Party    graph.Node
	By       []Share          // by year: it has failed in it or before
	Need     *scenario.Sample // money at the beginning with which it would meet its obligations, as others pay it in the scenario; 0 where it does. In a sketch not less than a 4096th of these
	Missing  float64          // obligations not met, on average over all scenarios
	MissingE float64          // standard error of that
}

// AtLeast is the share of scenarios in which so many parties fail, or more.
func (n *Network) AtLeast(parties int) Share {
	return shareOf(n.Failing.AtLeast(float64(parties)))
}

// Amplification is what is missing over what parties lack on their own, on average; ok is false if they lack nothing.
func (n *Network) Amplification() (factor float64, ok bool) {
	alone, _ := n.Alone.Mean()
	all, _ := n.Missing.Mean()
	return all / alone, alone > rounding
}

func shareOf(p, low, high float64) Share { return Share{p, low, high} }

// Outputs of a network: three for each party, then those of all.
const (
	outFirst   = iota // integral + place of the year of the first failure, or as many as there are years
	outMissing        // what its obligations come to, plus what is missing of them
	outOwnNeed
	outParty // how many there are for each party
)

const (
	outFailing = iota
	outTotal
	outAlone
	outEndless
	outNetwork
)

// integral is where whole numbers are written down so that a sketch keeps all of them apart in a single page.
const integral = 1 << 11

// keptBytes bounds the memory for results that are kept one by one, in a run with many outputs.
const keptBytes = 64 << 20

// NewNetwork clears each scenario of a plan at one side. Of the stress Slip, Haircut, Closed, Loss and Cut are heeded; purchases are
// cut as means fall short of the plan without chance or stress. Errors: those of [NewWorld], [NewSystem] and [scenario.Run], and a stress out of range;
// an answer that was stopped is no error. Cost: the clearing of each year, some ten microseconds for a hundred parties.
// Memory: within 100 MB for a hundred parties, some times that with Sobol' sampling and more scenarios than are kept.
func NewNetwork(ctx context.Context, p *cashflow.Plan, stress Stress, side Side, o scenario.Options) (*Network, error) {
	s, err := NewSystem(p)
	if err != nil {
		return nil, err
	}
	if err := stress.check(s); err != nil {
		return nil, err
	}
	stress.Late, stress.End = 0, cashflow.Likely
	e := newEngine(s)
	n := &Network{System: s, Stress: stress, Side: side}
	nodes := n.owing(e.money)
	if n.World, err = NewWorld(p, stress.Means, n.matters); err != nil {
		return nil, err
	}
	var calm *Course
	if stress.Cut > 0 {
		if calm, err = e.run(ctx, Stress{}, side, nil, extra{}); err != nil {
			return nil, err
		}
	}
	outputs := len(nodes)*outParty + outNetwork
	if o.Exact == 0 {
		o.Exact = max(1, min(scenario.DefaultExact, keptBytes/(16*outputs)))
	}
	ledger := newTrial(n, e, calm, nodes)
	ledger.sketched = o.Scenarios > o.Exact
	n.Result, err = scenario.Run(ctx, n.World.Names(), outputs, func() (scenario.Analysis, error) {
		t, err := ledger.copy()
		if err != nil {
			return nil, err
		}
		return func(u, out []float64) error { return t.answer(ctx, u, out) }, nil
	}, o)
	if err != nil {
		return nil, err
	}
	n.read(nodes, ledger.scale)
	return n, nil
}

// owing are the parties that can fail.
func (n *Network) owing(m *Money) []graph.Node {
	var out []graph.Node
	for v := range n.System.Plan.Network.Order() {
		if p := graph.Node(v); !m.Has(p, n.Side) && n.owes(p, true) {
			out = append(out, p)
		}
	}
	return out
}

// matters reports whether the means of a party matter, or funding to it, which nobody gives once it is closed.
func (n *Network) matters(v graph.Node) bool {
	return n.owes(v, false) || slices.ContainsFunc(n.System.Slots, func(s Slot) bool { return s.Funding && s.To == v })
}

// owes reports whether something is due from a party, or can be called.
func (n *Network) owes(v graph.Node, hard bool) bool {
	for _, d := range n.System.Slots {
		if d.From == v && (d.Hard() || !hard) {
			return true
		}
	}
	for _, g := range n.System.covers {
		if g.Guarantor == v {
			return true
		}
	}
	return false
}

// read reads the outputs.
func (n *Network) read(nodes []graph.Node, scale []float64) {
	for i, v := range nodes {
		of := n.Result.Outputs[i*outParty:]
		p := PartyOdds{Party: v, Need: of[outOwnNeed]}
		for y := range n.System.Plan.Years {
			not, low, high := of[outFirst].Above(integral + float64(y) + 0.5)
			p.By = append(p.By, Share{1 - not, 1 - high, 1 - low})
		}
		p.Missing, p.MissingE = of[outMissing].Mean()
		p.Missing = math.Max(0, p.Missing-scale[i])
		if p.By[len(p.By)-1].Share == 0 {
			p.Missing = 0
		}
		n.Parties = append(n.Parties, p)
	}
	of := n.Result.Outputs[len(nodes)*outParty:]
	n.Failing, n.Missing, n.Alone = of[outFailing], of[outTotal], of[outAlone]
	n.Endless = shareOf(of[outEndless].Above(0.5))
}

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

func newTrial(n *Network, e *engine, calm *Course, nodes []graph.Node) *trial {
	t := &trial{network: n, system: n.System, money: e.money, calm: calm, nodes: nodes, place: make([]int, n.System.Plan.Network.Order())}
	for v := range t.place {
		t.place[v] = -1
		t.has = append(t.has, e.money.Has(graph.Node(v), n.Side))
	}
	for i, v := range nodes {
		t.place[v] = i
	}
	t.scale = make([]float64, len(nodes))
	for _, d := range t.system.Slots {
		if i := t.place[d.From]; i >= 0 && d.Hard() {
			for y := range e.open[d.Item] {
				t.scale[i] += e.open[d.Item][y]
			}
		}
	}
	for _, g := range t.system.covers {
		if i := t.place[g.Guarantor]; i >= 0 {
			t.scale[i] += g.Cap
		}
	}
	return t
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
			t.lose()
			copy(t.start, t.buffer)
		}
		year := Year{At: y, Due: t.draw.Due, Outside: t.outside[y], Buffer: t.buffer, Caps: t.caps}
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

// lose takes losses off buffers, and then off the income of the first year.
func (t *trial) lose() {
	for v, x := range t.network.Stress.Loss {
		if !t.has[v] {
			from := math.Min(x, t.buffer[v])
			t.buffer[v] -= from
			t.outside[0][v] = math.Max(0, t.outside[0][v]-(x-from))
		}
	}
}

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
	for i := range t.nodes {
		clear(t.hardDue[i])
		clear(t.softDue[i])
		clear(t.full[i])
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
