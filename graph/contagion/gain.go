package contagion

import (
	"math"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// LoopGain is the spectral radius of Λ: by how much a small distress grows or shrinks each time it goes round. Below 1 shocks
// die out (Bardoscia, Battiston, Caccioli and Caldarelli 2017); without a cycle of claims it is 0. Relative error below 1e-9.
//
// Cost: an iteration of O(claims) a step on each strongly connected component, up to a few thousand steps.
func (s *Stress) LoopGain() (float64, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	holders := s.holders()
	g := simple.NewDirectedGraph()
	for i := range s.Buffer {
		g.AddNode(simple.Node(i))
	}
	for on := range holders {
		for _, w := range holders[on] {
			g.SetEdge(g.NewEdge(simple.Node(on), simple.Node(w.party)))
		}
	}
	gain := 0.0
	for _, component := range topo.TarjanSCC(g) {
		if len(component) > 1 {
			inside := map[int]int{}
			for _, v := range component {
				inside[int(v.ID())] = 0
			}
			place := 0
			for i := range s.Buffer {
				if _, ok := inside[i]; ok {
					inside[i] = place
					place++
				}
			}
			gain = math.Max(gain, radius(holders, inside))
		}
	}
	return gain, nil
}

// radius is the spectral radius on one component, where Λ with a constant on its diagonal is primitive: the ratios of an
// iterate to the one before bound it from both sides (Collatz and Wielandt).
func radius(holders [][]weighted, inside map[int]int) float64 {
	n := len(inside)
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	shift := 0.0 // of the size of the radius, which no sum of a party's shares falls short of everywhere
	for on := range holders {
		for _, w := range holders[on] {
			_, from := inside[on]
			if _, to := inside[w.party]; from && to {
				shift = math.Max(shift, w.share)
			}
		}
	}
	low, high := 0.0, math.Inf(1)
	for range 1_000_000 {
		for i := range y {
			y[i] = shift * x[i]
		}
		for on := range holders {
			at, ok := inside[on]
			if !ok {
				continue
			}
			for _, w := range holders[on] {
				if to, ok := inside[w.party]; ok {
					y[to] += w.share * x[at]
				}
			}
		}
		low, high = math.Inf(1), 0
		largest := 0.0
		for i := range y {
			low, high = math.Min(low, y[i]/x[i]), math.Max(high, y[i]/x[i])
			largest = math.Max(largest, y[i])
		}
		for i := range y {
			x[i] = y[i] / largest
		}
		if high-low <= 1e-10*high {
			break
		}
	}
	return math.Max(0, (low+high)/2-shift)
}
