package contagion

import (
	"context"
	"fmt"
	"math"
	"slices"
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
	Steps      int
}

// Spread spreads a loss of production: initial is the share that each party loses at the start, 0 to 1. Downstream a
// customer makes do with the worst of its essential inputs and the sum of what it lacks of others; upstream a supplier
// loses the sales to those who make less (Diem, Borsos, Reisch, Kertész and Thurner 2022, methods). Both fall to a fixed
// point, to within 1e-12. The index weighs losses by sales. Errors: numbers that make no sense, or the context's. Cost:
// O(sales) a step.
func (s *Supply) Spread(ctx context.Context, initial []float64) (Effect, error) {
	if err := s.check(initial); err != nil {
		return Effect{}, err
	}
	w := newSpread(s, initial)
	for w.moved > 1e-13 && w.steps < 1_000_000 {
		if err := ctx.Err(); err != nil {
			return Effect{}, err
		}
		w.step()
	}
	out := Effect{Downstream: w.down, Upstream: w.up, Loss: make([]float64, len(initial)), Steps: w.steps}
	all := 0.0
	for i := range initial {
		out.Loss[i] = 1 - math.Min(w.down[i], w.up[i])
		out.Index += out.Loss[i] * w.sold[i]
		all += w.sold[i]
	}
	if all > 0 {
		out.Index /= all
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
		if !(s.Outside[i] >= 0) || math.IsInf(s.Outside[i], 1) {
			return fmt.Errorf("spread a loss of supply: outside sales of party %d are %g", i, s.Outside[i])
		}
	}
	for i, sale := range s.Sales {
		if sale.From < 0 || sale.From >= n || sale.To < 0 || sale.To >= n || sale.From == sale.To {
			return fmt.Errorf("spread a loss of supply: sale %d is from party %d to party %d of %d", i, sale.From, sale.To, n)
		}
		if !(sale.Amount >= 0) || math.IsInf(sale.Amount, 1) {
			return fmt.Errorf("spread a loss of supply: sale %d is %g: amounts are finite and not negative", i, sale.Amount)
		}
	}
	return nil
}

// input is one supplier's part of what a customer needs.
type input struct {
	supplier int
	sector   int // of the customer's essential inputs; -1 where it is linear
	share    float64
}

type spread struct {
	*Supply
	initial  []float64
	sold     []float64
	inputs   [][]input
	kinds    []int // essential sectors by customer
	peers    []int // sector of each party as a number
	sectors  int
	down, up []float64
	moved    float64
	steps    int
}

func newSpread(s *Supply, initial []float64) *spread {
	n := len(initial)
	w := &spread{Supply: s, initial: initial, sold: slices.Clone(s.Outside), inputs: make([][]input, n), kinds: make([]int, n), peers: make([]int, n), down: make([]float64, n), up: make([]float64, n), moved: 1}
	number := map[string]int{}
	for i, sector := range s.Sector {
		if _, ok := number[sector]; !ok {
			number[sector] = len(number)
		}
		w.peers[i] = number[sector]
		w.down[i], w.up[i] = 1, 1
	}
	w.sectors = len(number)
	bought := make([]float64, n)           // by customer
	ofSector := make([]map[int]float64, n) // by customer and the supplier's sector
	for i := range ofSector {
		ofSector[i] = map[int]float64{}
	}
	for _, sale := range s.Sales {
		w.sold[sale.From] += sale.Amount
		bought[sale.To] += sale.Amount
		ofSector[sale.To][w.peers[sale.From]] += sale.Amount
	}
	place := make([]map[int]int, n)
	for _, sale := range s.Sales {
		switch {
		case sale.Amount == 0 || sale.Need == Negligible:
		case sale.Need == Linear:
			w.inputs[sale.To] = append(w.inputs[sale.To], input{sale.From, -1, sale.Amount / bought[sale.To]})
		default:
			if place[sale.To] == nil {
				place[sale.To] = map[int]int{}
			}
			k, ok := place[sale.To][w.peers[sale.From]]
			if !ok {
				k = w.kinds[sale.To]
				place[sale.To][w.peers[sale.From]] = k
				w.kinds[sale.To]++
			}
			w.inputs[sale.To] = append(w.inputs[sale.To], input{sale.From, k, sale.Amount / ofSector[sale.To][w.peers[sale.From]]})
		}
	}
	return w
}

// step moves both levels once, all parties at the same time.
func (w *spread) step() {
	w.steps++
	hard := w.hardToReplace()
	down, up := make([]float64, len(w.down)), make([]float64, len(w.up))
	lost := make([]float64, len(w.up))
	for _, sale := range w.Sales {
		if w.sold[sale.From] > 0 {
			lost[sale.From] += sale.Amount / w.sold[sale.From] * (1 - w.up[sale.To])
		}
	}
	w.moved = 0
	for i := range down {
		missing, linear := make([]float64, w.kinds[i]), 0.0
		for _, in := range w.inputs[i] {
			gone := in.share * hard[in.supplier] * (1 - w.down[in.supplier])
			if in.sector < 0 {
				linear += gone
			} else {
				missing[in.sector] += gone
			}
		}
		worst := 0.0
		for _, m := range missing {
			worst = math.Max(worst, m)
		}
		own := 1 - w.initial[i]
		down[i] = math.Min(w.down[i], math.Max(0, math.Min(own, math.Min(1-worst, 1-linear))))
		up[i] = math.Min(w.up[i], math.Max(0, math.Min(own, 1-lost[i])))
		w.moved = math.Max(w.moved, math.Max(w.down[i]-down[i], w.up[i]-up[i]))
	}
	w.down, w.up = down, up
}

// hardToReplace is by supplier the part of what it fails to deliver that its sector's others cannot make good.
func (w *spread) hardToReplace() []float64 {
	out := make([]float64, len(w.down))
	left := make([]float64, w.sectors)
	for i, sold := range w.sold {
		left[w.peers[i]] += sold * w.down[i]
	}
	for i := range out {
		out[i] = 1
		if all := left[w.peers[i]]; w.Replace && all > 0 {
			out[i] = math.Min(1, w.sold[i]/all)
		}
	}
	return out
}
