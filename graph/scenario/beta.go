package scenario

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// BetaError bounds how far a quantile of [Beta] is from the exact one, and one of [PERT] as a share of its width.
const BetaError = 1e-6

// Beta is the beta distribution from 0 to 1, for instance for the share of something that is delivered. Its mean is a/(a+b). Its
// quantile has no closed form and takes microseconds to find, so it is tabulated once, and read off in some 30 ns, to within
// [BetaError]. Errors: parameters that are not from 0.5 to 50.
func Beta(a, b float64) (Distribution, error) {
	if !(a >= 0.5 && a <= 50 && b >= 0.5 && b <= 50) {
		return nil, fmt.Errorf("a beta distribution of %v and %v: both are from 0.5 to 50", a, b)
	}
	d := beta{mean: distuv.Beta{Alpha: a, Beta: b}.Mean()}
	middle := mathext.InvRegIncBeta(a, b, 0.5)
	if err := d.low.build(a, b, middle); err != nil {
		return nil, err
	}
	if err := d.high.build(b, a, 1-middle); err != nil {
		return nil, err
	}
	return d, nil
}

// beta is tabulated from both ends to the middle, as each end has a shape of its own.
type beta struct {
	mean      float64
	low, high half
}

func (d beta) Mean() float64 { return d.mean }
func (d beta) Quantile(u float64) float64 {
	if u <= 0.5 {
		return d.low.quantile(u)
	}
	return 1 - d.high.quantile(1-u)
}

// half is the quantile for u up to 0.5. Near 0 it goes like the a-th root of u, so it is tabulated by t = u^(1/a), in which it is smooth,
// and between the nodes follows the cubic that has the exact value and slope at both (Hermite).
type half struct {
	root  float64 // 1/a
	from  float64 // t of the first node
	scale float64 // nodes per t
	nodes []node
}

type node struct{ x, slope float64 } // slope: to the next node, if it were straight

// build doubles the nodes until the cubics are good at the midpoints, where they are worst, with room to spare.
func (h *half) build(a, b, middle float64) error {
	h.root = 1 / a
	h.from = math.Pow(least, h.root)
	to := math.Pow(0.5, h.root)
	density := distuv.Beta{Alpha: a, Beta: b}
	exact := func(t float64) node {
		u := math.Pow(t, a)
		x := middle
		if t < to {
			x = mathext.InvRegIncBeta(a, b, min(u, 0.5))
		}
		return node{x, a * math.Pow(t, a-1) / density.Prob(x)} // dx/dt = (du/dt)/(du/dx)
	}
	for n := 16; n <= 1<<14; n *= 2 {
		step := (to - h.from) / float64(n)
		h.scale = 1 / step
		h.nodes = make([]node, n+1)
		for i := range h.nodes {
			h.nodes[i] = exact(h.from + float64(i)*step)
			h.nodes[i].slope *= step
		}
		h.nodes[n].x = middle
		good := true
		for i := 0; i < n && good; i++ {
			t := h.from + (float64(i)+0.5)*step
			good = math.Abs(h.at(t)-exact(t).x) < BetaError/10 && h.nodes[i].x <= h.nodes[i+1].x
		}
		if good {
			return nil
		}
	}
	return fmt.Errorf("a beta distribution of %v and %v is too steep to tabulate", a, b)
}

func (h *half) quantile(u float64) float64 { return h.at(math.Exp(math.Log(u) * h.root)) }

func (h *half) at(t float64) float64 {
	s := max(0, (t-h.from)*h.scale)
	i := min(int(s), len(h.nodes)-2)
	s = min(s-float64(i), 1)
	p, q := &h.nodes[i], &h.nodes[i+1]
	rise := q.x - p.x
	// The cubic of the two values and slopes, by divided differences.
	return p.x + s*(p.slope+s*((3*rise-2*p.slope-q.slope)+s*(p.slope+q.slope-2*rise)))
}
