package contagion

import (
	"context"
	"fmt"
	"math"
)

// Need says what an input is to the customer.
type Need int

// The needs. The zero Need is linear.
const (
	Linear     Need = iota // less of it means less output in the proportion that it has in all inputs
	Essential              // without it nothing is made: output falls with the share of that sector's input that is missing
	Negligible             // nothing is lost without it
)

// Sale is what a supplier sells a customer in a period, in money. Several of one pair and need add up.
type Sale struct {
	From, To int
	Amount   float64
	Need     Need
}

// Supply is who delivers to whom.
type Supply struct {
	Sector  []string  // by party: inputs of one sector can stand in for one another
	Outside []float64 // by party: sales to those who are not in the network
	Sales   []Sale
	Replace bool // suppliers of a sector are the easier to replace the smaller their share of its output
}

// Effect is what is left of production.
type Effect struct {
	Downstream []float64 // by party: production that inputs allow, 1 is all of it
	Upstream   []float64 // by party: production that customers still ask for
	Loss       []float64 // by party: 1 less the smaller of the two
	Index      float64   // share of all sales that is lost, 0 to 1
	Steps      int       // sweeps over all parties, downstream and upstream together
}

// maxSweeps is when a spread is given up. None is known that comes near.
const maxSweeps = 100_000

// Spread spreads a loss of production: initial is the share that each party loses at the start, 0 to 1. Downstream a
// customer makes do with the worst of its essential inputs and the sum of what it lacks of others; upstream a supplier
// loses the sales to those who make less (Diem, Borsos, Reisch, Kertész and Thurner 2022, methods). Both fall to the fixed
// point nearest to full production. The index weighs losses by sales.
//
// Losses grow by sweeps, suppliers before their customers; where these are slow, what limits each party is taken as settled
// and solved for, which cannot overshoot. The end is that no sweep moves any level by more than 1e-13 after such a solve,
// or at all.
//
// Errors: numbers that make no sense, or the context's. Cost: O(sales) a sweep, some tens of sweeps as a rule.
func (s *Supply) Spread(ctx context.Context, initial []float64) (Effect, error) {
	if err := s.check(initial); err != nil {
		return Effect{}, err
	}
	f := newFlows(s)
	down, up := f.downstream(initial), f.upstream(initial)
	if err := down.settle(ctx); err != nil {
		return Effect{}, err
	}
	if err := up.settle(ctx); err != nil {
		return Effect{}, err
	}
	n := len(initial)
	out := Effect{Downstream: make([]float64, n), Upstream: make([]float64, n), Loss: make([]float64, n), Steps: down.sweeps + up.sweeps}
	all := 0.0
	for i := range initial {
		out.Downstream[i], out.Upstream[i] = 1-down.lost[i], 1-up.lost[i]
		out.Loss[i] = math.Max(down.lost[i], up.lost[i])
		out.Index += out.Loss[i] * f.sold[i]
		all += f.sold[i]
	}
	if all > 0 {
		out.Index = math.Min(1, out.Index/all)
	}
	return out, nil
}

func (s *Supply) check(initial []float64) error {
	n := len(s.Sector)
	if len(initial) != n || len(s.Outside) != n {
		return fmt.Errorf("spread a loss of supply: %d sectors, %d outside sales and %d initial losses", n, len(s.Outside), len(initial))
	}
	for i := range n {
		if !(initial[i] >= 0 && initial[i] <= 1) {
			return fmt.Errorf("spread a loss of supply: the initial loss of party %d is %g, but lies between 0 and 1", i, initial[i])
		}
		if !amount(s.Outside[i]) {
			return fmt.Errorf("spread a loss of supply: outside sales of party %d are %g: amounts lie between 0 and 1e30", i, s.Outside[i])
		}
	}
	for i, sale := range s.Sales {
		if sale.From < 0 || sale.From >= n || sale.To < 0 || sale.To >= n || sale.From == sale.To {
			return fmt.Errorf("spread a loss of supply: sale %d is from party %d to party %d of %d", i, sale.From, sale.To, n)
		}
		if !amount(sale.Amount) {
			return fmt.Errorf("spread a loss of supply: sale %d, of party %d to party %d, is %g: amounts lie between 0 and 1e30", i, sale.From, sale.To, sale.Amount)
		}
		if sale.Need < Linear || sale.Need > Negligible {
			return fmt.Errorf("spread a loss of supply: sale %d has the need %d, which is none", i, sale.Need)
		}
	}
	return nil
}
