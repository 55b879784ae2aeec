package odds

import (
	"context"
	"math"
	"slices"

	"dealgraph/graph"
	"dealgraph/graph/cashflow"
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
	n := &Network{System: s, Stress: stress, Side: side}
	if n.World, err = NewWorld(p, stress.Means, n.matters); err != nil {
		return nil, err
	}
	t, err := newTrial(ctx, n)
	if err != nil {
		return nil, err
	}
	outputs := len(t.nodes)*outParty + outNetwork
	if o.Exact == 0 {
		o.Exact = max(1, min(scenario.DefaultExact, keptBytes/(16*outputs)))
	}
	t.sketched = o.Scenarios > o.Exact
	n.Result, err = scenario.Run(ctx, n.World.Names(), outputs, func() (scenario.Analysis, error) {
		own, err := t.copy()
		if err != nil {
			return nil, err
		}
		return func(u, out []float64) error { return own.answer(ctx, u, out) }, nil
	}, o)
	if err != nil {
		return nil, err
	}
	n.read(t.nodes, t.scale)
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

// owes reports whether something is due from a party, or can be called, or lost.
func (n *Network) owes(v graph.Node, hard bool) bool {
	if n.Stress.Loss != nil && n.Stress.Loss[v] > 0 {
		return true
	}
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
