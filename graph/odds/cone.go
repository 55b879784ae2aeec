package odds

import (
	"context"
	"fmt"
	"math"

	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/scenario"
)

// Cone is how the means and dues of one party spread out over the years of a plan. What others pay it hangs on whether their
// deals are carried through, not on whether they can pay: for that see [Network].
type Cone struct {
	Plan   *cashflow.Plan
	Party  graph.Node
	World  *World
	Result *scenario.Result
	Years  []ConeYear
	Need   *scenario.Sample // money from elsewhere without which something is missing at the end of some year; 0 or more
	Lowest *scenario.Sample // the lowest balance at the end of any year
	Ever   Share            // something is
}

// ConeYear is one year of a cone, in minor units.
type ConeYear struct {
	Year    int
	Income  *scenario.Sample // revenue from outside
	Means   *scenario.Sample // all there is to pay from: what is left of that, paid under deals, funding, and what the years before left or lack
	Due     *scenario.Sample
	Balance *scenario.Sample // means less dues
	Short   Share            // scenarios in which something is missing at its end
}

// Share is a share of scenarios with its 95 % Wilson interval.
type Share struct{ Share, Low, High float64 }

// outputs of a cone: by year, then those of all years.
const (
	outIncome = iota
	outMeans
	outDue
	outBalance
	outYear // how many there are by year
)

// outputs of all years, behind those by year.
const (
	outNeed = iota
	outLowest
	outAll
)

// NewCone runs the scenarios of one party. Errors: a party without revenue on record, those of [NewWorld] and [scenario.Run]; an
// answer that was stopped is no error, see [scenario.Result].
func NewCone(ctx context.Context, p *cashflow.Plan, v graph.Node, means cashflow.Means, o scenario.Options) (*Cone, error) {
	if !p.Books[v].Revenue.Known() {
		return nil, fmt.Errorf("no actual figure tells what %s earns outside the network: state it with --set revenue.%s.YEAR=AMOUNT, or as a fact", p.Network.Party(v).Label(), p.Network.Party(v).ID)
	}
	w, err := NewWorld(p, means, func(x graph.Node) bool { return x == v })
	if err != nil {
		return nil, err
	}
	a := newTally(w, v)
	n := len(p.Years)
	r, err := scenario.Run(ctx, w.Names(), n*outYear+outAll, func() (scenario.Analysis, error) {
		d := w.NewDraw()
		return func(u, out []float64) error {
			w.Fill(u, d)
			a.balance(d, out)
			return nil
		}, nil
	}, o)
	if err != nil {
		return nil, err
	}
	c := &Cone{Plan: p, Party: v, World: w, Result: r, Need: r.Outputs[n*outYear+outNeed], Lowest: r.Outputs[n*outYear+outLowest]}
	for y, year := range p.Years {
		of := r.Outputs[y*outYear:]
		c.Years = append(c.Years, ConeYear{year, of[outIncome], of[outMeans], of[outDue], of[outBalance], below(of[outBalance])})
	}
	p1, low, high := c.Need.Above(rounding)
	c.Ever = Share{p1, low, high}
	return c, nil
}

// below is the share of scenarios in which a balance is below zero, by more than rounding.
func below(s *scenario.Sample) Share {
	p, low, high := s.Above(-rounding)
	return Share{1 - p, 1 - high, 1 - low}
}

// rounding is what a balance may be below zero without anything missing: half a cent.
const rounding = 0.5

// tally adds up one party's side of a draw.
type tally struct {
	party   int
	cash    float64
	out, in []int     // items
	due     []float64 // by year: what has moved from it, which is certain
	came    []float64 // by year: what has moved to it
}

func newTally(w *World, v graph.Node) *tally {
	p := w.Plan
	n := len(p.Years)
	acc := p.Account(v)
	t := &tally{party: int(v), cash: float64(acc.Books.Cash.Minor), due: make([]float64, n), came: make([]float64, n)}
	for y := range n {
		t.came[y] = float64(acc.Drawn[y]) // of funding, what comes on top of cash on record
	}
	for k, i := range p.Items {
		moved := t.due
		switch funding := (cashflow.Line{Item: i}).Funding(); {
		case i.From == v:
			t.out = append(t.out, k)
		case i.To != v:
			continue
		default:
			t.in = append(t.in, k)
			if moved = t.came; funding {
				continue
			}
		}
		for y := range n {
			moved[y] += float64(i.Moved[y])
		}
	}
	return t
}

// balance writes down the outputs of a cone.
func (t *tally) balance(d *Draw, out []float64) {
	left, lowest := t.cash, math.Inf(1)
	for y := range t.came {
		due, in := t.due[y], t.came[y]
		for _, k := range t.out {
			due += d.Due[k][y]
		}
		for _, k := range t.in {
			in += d.Due[k][y]
		}
		in += d.Left[t.party][y]
		of := out[y*outYear:]
		of[outIncome], of[outMeans], of[outDue] = d.Income[t.party][y], left+in, due
		left += in - due
		of[outBalance] = left
		lowest = math.Min(lowest, left)
	}
	out[len(out)-outAll+outNeed], out[len(out)-outAll+outLowest] = math.Max(0, -lowest), lowest
}

// Tornado moves one input of a party's cone at a time, with all others at their medians, and says what that does to the lowest
// balance at the end of a year: a deal from not being carried through to being so, and else from the 10 % to the 90 % quantile. At the
// medians deals are carried through if that is likelier than not. Interactions are missed: see [scenario.Indices].
func (c *Cone) Tornado(ctx context.Context) ([]scenario.Bar, float64, error) {
	w := *c.World
	w.factor = w.factor.Singly()
	var swings []scenario.Swing
	for _, in := range w.Inputs {
		s := scenario.Swing{Name: in.ID, Low: 0.1, Base: 0.5, High: 0.9}
		if in.About == "deal" {
			s.Low, s.High = never, 1-never
		}
		swings = append(swings, s)
	}
	d, t := w.NewDraw(), newTally(&w, c.Party)
	out := make([]float64, len(c.Years)*outYear+outAll)
	return scenario.Tornado(ctx, swings, func(u []float64) (float64, error) {
		w.Fill(u, d)
		t.balance(d, out)
		return out[len(out)-outAll+outLowest], nil
	})
}

// never is less than the chance that any deal is not carried through: shares have six digits.
const never = 1e-9

// Indices splits the variance of the lowest balance at the end of a year among the inputs. Errors: those of [scenario.Indices].
func (c *Cone) Indices(ctx context.Context, o scenario.IndexOptions) ([]scenario.Index, error) {
	w, t := c.World, newTally(c.World, c.Party)
	r, err := scenario.Indices(ctx, w.Names(), 1, func() (scenario.Analysis, error) {
		d, all := w.NewDraw(), make([]float64, len(c.Years)*outYear+outAll)
		return func(u, out []float64) error {
			w.Fill(u, d)
			t.balance(d, all)
			out[0] = all[len(all)-outAll+outLowest]
			return nil
		}, nil
	}, o)
	if err != nil {
		return nil, err
	}
	return r.Outputs[0], nil
}
