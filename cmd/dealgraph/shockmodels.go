package main

import (
	"context"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/contagion"
	"dealgraph/graph/exposure"
	"dealgraph/render/view"
)

// stakes marks down what holders have in shares, in proportion to what the shocked do not pay and on through the value of the
// holders. A fall in value is no cash: it goes back into no payment.
func (c *shockCase) stakes(ctx context.Context, runs *view.ShockRuns, pay float64) error {
	equity := contagion.Stress{Buffer: make([]float64, c.all.Order())}
	for v := range equity.Buffer {
		equity.Buffer[v] = math.Inf(1)
		if m := c.all.Means(graph.Node(v), graph.MeansRule{"valuation"}); m.Known && m.Amount > 0 {
			equity.Buffer[v] = float64(m.Amount) / 100
		}
	}
	for _, claim := range c.claims() {
		if claim.Claim == exposure.Equity {
			equity.Claims = append(equity.Claims, stressClaim(claim))
		}
	}
	hit, _ := c.hit(pay)
	h, err := equity.Differential(ctx, hit)
	if err != nil {
		return err
	}
	if runs.Stakes, err = byNode(equity.Losses(h)); err != nil {
		return err
	}
	return nil
}

// claims are what others have at stake with whom, directly.
func (c *shockCase) claims() []exposure.Line {
	lines, _ := exposure.Lines(c.all)
	return lines
}

func stressClaim(l exposure.Line) contagion.Claim {
	return contagion.Claim{Holder: int(l.Holder), On: int(l.On), Amount: float64(l.Amount) / 100}
}

// hit is the distress that the shock brings each party, and who is hit.
func (c *shockCase) hit(pay float64) (hit []float64, who []int) {
	hit = make([]float64, c.all.Order())
	for _, s := range c.shocks(pay) {
		hit[s.Party] = 1 - s.Pay
		who = append(who, int(s.Party))
	}
	return hit, who
}

// models spreads the shock over all claims by the stress models: a threshold cascade, in which a party that is hit fails, and
// DebtRank.
func (c *shockCase) models(ctx context.Context, runs *view.ShockRuns, pay float64) error {
	s := contagion.Stress{Buffer: make([]float64, c.all.Order())}
	for v := range s.Buffer {
		s.Buffer[v] = math.Inf(1)
		if c.means[v].Known {
			s.Buffer[v] = math.Max(1, float64(c.means[v].Amount)/100) // with nothing to lose it fails with the first dollar, not before
		}
	}
	for _, l := range c.claims() {
		s.Claims = append(s.Claims, stressClaim(l))
	}
	hit, who := c.hit(pay)
	cascade, err := c.cascade(s, hit, who)
	if err != nil {
		return err
	}
	h, err := s.Differential(ctx, hit)
	if err != nil {
		return err
	}
	runs.Threshold, runs.Failed = map[int]float64{}, map[int]int{}
	for v, x := range cascade.Loss {
		runs.Threshold[v], runs.Failed[v] = x, cascade.Round[v]
	}
	runs.Distress = map[int]float64{}
	for v := range h {
		if c.means[v].Known {
			runs.Distress[v] = h[v]
		}
	}
	if runs.DebtRank, err = byNode(s.Losses(h)); err != nil {
		return err
	}
	runs.LoopGain, err = s.LoopGain()
	return err
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

func byNode(list []float64, err error) (map[int]float64, error) {
	out := map[int]float64{}
	for v, x := range list {
		out[v] = x
	}
	return out, err
}

// supply is what others can make less if the party delivers less: the other direction, from supplier to customer. Where
// inputs can make up for one another, a customer loses in proportion to all it buys; where each is essential, in proportion
// to what it lacks of that sector.
func (c *shockCase) supply(ctx context.Context) (shockAnswer, error) {
	deliver, _ := part(c.o.deliver)
	n := c.all
	initial := make([]float64, n.Order())
	initial[c.node] = 1 - deliver
	for _, v := range c.failing {
		initial[v] = 1 - deliver
	}
	spread := func(need contagion.Need) (contagion.Effect, error) {
		s := contagion.Supply{Sector: make([]string, n.Order()), Outside: make([]float64, n.Order())}
		for v := range s.Sector {
			s.Sector[v] = n.Party(graph.Node(v)).Sector
		}
		for a := range n.Arcs() {
			if a.Known && a.From != a.To && a.Leg.Kind.Family() == deals.Spending {
				s.Sales = append(s.Sales, contagion.Sale{From: int(a.To), To: int(a.From), Amount: a.Weight(), Need: need})
			}
		}
		return s.Spread(ctx, initial)
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
