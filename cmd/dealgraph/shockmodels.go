package main

import (
	"context"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
	"dealgraph/graph/contagion"
	"dealgraph/graph/exposure"
	"dealgraph/render/view"
)

// stakes marks down what holders have in shares, after clearing, and on through the value of the holders: a party is worth less by
// the share of its dues that it leaves unpaid. A fall in value is no cash: it goes back into no payment.
func (c *shockCase) stakes(ctx context.Context, runs *view.ShockRuns) error {
	equity := contagion.Stress{Buffer: make([]float64, c.all.Order())}
	for v := range equity.Buffer {
		equity.Buffer[v] = math.Inf(1)
		if m := c.all.Means(graph.Node(v), graph.MeansRule{"valuation"}); m.Known && m.Amount > 0 {
			equity.Buffer[v] = float64(m.Amount) / 100
		}
	}
	lines, _ := exposure.Lines(c.all)
	for _, claim := range lines {
		if claim.Claim == exposure.Equity {
			equity.Claims = append(equity.Claims, stressClaim(claim))
		}
	}
	for side, run := range []*clearing.Run{runs.Low, runs.High} {
		h, err := equity.Differential(ctx, c.unpaidShares(run))
		if err != nil {
			return err
		}
		if runs.Stakes[side], err = equity.Losses(h); err != nil {
			return err
		}
	}
	return nil
}

// unpaidShares is, by party, what it leaves unpaid of what it would pay without the shock: of all of it for the shocked, and of its
// obligations for others, since spending that is cut is no default.
func (c *shockCase) unpaidShares(run *clearing.Run) []float64 {
	due, missing := make([]float64, c.all.Order()), make([]float64, c.all.Order())
	late := run.Late()
	for at, p := range run.Periods {
		for i := range run.Plan.Years[at].Dues {
			d := p.System.Dues[i]
			if !c.shocked(d.From) && d.Rank > p.System.Hard {
				continue
			}
			due[d.From] += p.Base.Dues[i]
			missing[d.From] += view.Short(p, i, late)
		}
	}
	for v := range due {
		if due[v] > 0 {
			missing[v] = math.Min(1, math.Max(0, missing[v]/due[v]))
		}
	}
	return missing
}

// shocked reports whether the shock is to a party.
func (c *shockCase) shocked(v int) bool {
	return v == int(c.node) || slices.Contains(c.failing, graph.Node(v))
}

// selfFulfilling finds what more goes unpaid if everybody expects the worst, on the high side: clearing tells the most that can be
// paid, and where defaults destroy means, or a circle pays nobody but itself, less is consistent too.
func selfFulfilling(ctx context.Context, runs *view.ShockRuns) error {
	for _, p := range runs.High.Periods {
		least, err := clearing.Least(ctx, p.System)
		if err != nil {
			return err
		}
		for i, paid := range p.After.Dues {
			runs.Gap += math.Max(0, paid-least.Dues[i])
		}
	}
	return nil
}

func stressClaim(l exposure.Line) contagion.Claim {
	return contagion.Claim{Holder: int(l.Holder), On: int(l.On), Amount: float64(l.Amount) / 100}
}

// hit is the distress with which the shock begins: what the shocked leave unpaid of what they owe, and who they are.
func (c *shockCase) hit(run *clearing.Run) (hit []float64, who []int) {
	hit = c.unpaidShares(run)
	for v := range hit {
		if !c.shocked(v) {
			hit[v] = 0
		} else if hit[v] > 0 {
			who = append(who, v)
		}
	}
	return hit, who
}

// models spreads the shock over all claims by the stress models: a threshold cascade, in which a party that is hit fails, and
// DebtRank; once with the buffers that are not known ample, and once with none.
func (c *shockCase) models(ctx context.Context, runs *view.ShockRuns) error {
	for side, unknown := range []float64{math.Inf(1), leastBuffer} {
		hit, who := c.hit([]*clearing.Run{runs.Low, runs.High}[side])
		s := c.stress(unknown)
		cascade, err := c.cascade(s, hit, who)
		if err != nil {
			return err
		}
		h, err := s.Differential(ctx, hit)
		if err != nil {
			return err
		}
		lost, err := s.Losses(h)
		if err != nil {
			return err
		}
		runs.Stress[side] = view.StressRun{Threshold: cascade.Loss, Failed: cascade.Round, DebtRank: lost, Distress: h}
	}
	// How a shock grows is asked of those that have something to lose: whoever has nothing fails by the first dollar.
	s := c.stress(math.Inf(1))
	for v := range s.Buffer {
		if s.Buffer[v] == leastBuffer {
			s.Buffer[v] = math.Inf(1)
			runs.Bare++
		}
	}
	var err error
	runs.LoopGain, err = s.LoopGain()
	return err
}

// leastBuffer is a cent: whoever has nothing to lose fails by the first dollar, and not before.
const leastBuffer = 0.01

func (c *shockCase) stress(unknown float64) contagion.Stress {
	return stressOf(c.all, c.means, unknown)
}

// stressOf is who loses what on whom, with buffers by party, and one for those of which nothing is known. What a guarantor would
// pay is not taken off the loss of those it protects, and not added to it when the guarantor fails.
func stressOf(n *graph.Network, means []graph.Means, unknown float64) contagion.Stress {
	s := contagion.Stress{Buffer: make([]float64, n.Order())}
	for v := range s.Buffer {
		s.Buffer[v] = unknown
		if means[v].Known {
			s.Buffer[v] = math.Max(leastBuffer, float64(means[v].Amount)/100)
		}
	}
	lines, _ := exposure.Lines(n)
	for _, l := range lines {
		if l.Claim != exposure.Contingent {
			s.Claims = append(s.Claims, stressClaim(l))
		}
	}
	return s
}

// cascade lets whoever loses more than its buffer fail. The shocked do not pay what the shock takes, and others that fail do not
// pay what is not recovered.
func (c *shockCase) cascade(s contagion.Stress, hit []float64, who []int) (contagion.Cascade, error) {
	recovery, _ := part(c.o.recovery)
	claims := slices.Clone(s.Claims)
	for i, l := range claims {
		lost := 1 - recovery
		if slices.Contains(who, l.On) {
			lost = hit[l.On]
		}
		claims[i].Amount *= lost
	}
	scaled := contagion.Stress{Buffer: s.Buffer, Claims: claims}
	return scaled.Threshold(who, 0)
}

// supply is what others can make less if the party delivers less: downstream, from supplier to customer. Where inputs can make
// up for one another, a customer loses in proportion to all it buys; where each is essential, in proportion to what it lacks of
// that sector.
func (c *shockCase) supply(ctx context.Context) (shockAnswer, error) {
	deliver, _ := part(c.o.deliver)
	n := c.all
	initial := make([]float64, n.Order())
	for _, v := range append([]graph.Node{c.node}, c.failing...) {
		initial[v] = 1 - deliver
	}
	spread := func(need contagion.Need) ([]float64, error) {
		s := contagion.Supply{Sector: make([]string, n.Order()), Outside: make([]float64, n.Order())}
		for v := range s.Sector {
			s.Sector[v] = n.Party(graph.Node(v)).Sector
		}
		for a := range n.Arcs() {
			if a.Known && a.From != a.To && a.Leg.Kind.Family() == deals.Spending {
				s.Sales = append(s.Sales, contagion.Sale{From: int(a.To), To: int(a.From), Amount: a.Weight(), Need: need})
			}
		}
		effect, err := s.Spread(ctx, initial)
		return effect.Downstream, err
	}
	linear, err := spread(contagion.Linear)
	if err != nil {
		return nil, err
	}
	essential, err := spread(contagion.Essential)
	if err != nil {
		return nil, err
	}
	return view.SupplyOf(n, c.words(), initial, linear, essential), nil
}
