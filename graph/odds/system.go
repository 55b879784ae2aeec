package odds

import (
	"context"
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/clearing"
)

// The ranks of dues: secured, contractual, commitments to invest, and purchases that can be cut. The first three are obligations.
const (
	ranks       = 4
	obligations = 3
)

// System clears a plan year by year, again and again with other amounts, without allocating. It is laid out once: who owes
// whom at which rank, and who guarantees what. It belongs to one goroutine; see [System.Copy].
type System struct {
	Plan       *cashflow.Plan
	Slots      []Slot      // dues, in the order of the items of the plan
	Guarantees []graph.Arc // that cover something
	Uncovered  []graph.Arc // the others: no obligor named, one that owes the protected party nothing, or no amount
	covers     []Guarantee
	solver     *clearing.Solver
}

// Slot is an item of the plan of which something is open in some year.
type Slot struct {
	Item     int // in Plan.Items
	From, To graph.Node
	Rank     int  // 1 to 4
	Funding  bool // money for a claim that has not moved
}

// Hard reports whether it is an obligation; else it is a purchase that can be cut.
func (s Slot) Hard() bool { return s.Rank <= obligations }

// Guarantee is who pays for whom.
type Guarantee struct {
	Guarantor, Debtor, Creditor graph.Node
	Cap                         float64 // for all years
}

// Year is what a system is to clear.
type Year struct {
	At      int         // place in the plan
	Due     [][]float64 // by item of the plan, then by year: what is open and falls due; those of items without a slot are not looked at
	Outside []float64   // by node: what comes in from outside the network, and what has moved
	Buffer  []float64   // by node: what it has at the beginning
	Planned []float64   // by node: the means it had counted on, for Cut; nil: what it has if everybody pays in full
	Cut     []float64   // by node: θ, see [clearing.Party]; nil: purchases go on until money is gone
	Caps    []float64   // by guarantee: what may still be called; nil: all
	Loss    []float64   // by node: money that is gone and has to be found, like a secured debt to somebody outside; nil: none
}

// NewSystem lays out a plan. Errors: none that a plan can give rise to. Cost: O(items + guarantees · items).
func NewSystem(p *cashflow.Plan) (*System, error) {
	s := &System{Plan: p}
	for k, i := range p.Items {
		for y := range p.Years {
			if i.Open(y) > 0 {
				funding, rank := !i.Repays && i.Arc.Leg.Kind.Family() == deals.Funding, min(max(i.Arc.Leg.Rank, 1), ranks)
				if funding { // the rank of a debt is that of paying it back; to give it is a commitment to invest
					rank = max(rank, obligations)
				}
				s.Slots = append(s.Slots, Slot{k, i.From, i.To, rank, funding})
				break
			}
		}
	}
	for _, a := range p.Guarantees {
		s.guarantee(a)
	}
	return s, s.lay()
}

// Copy is a system of the same plan for another goroutine.
func (s *System) Copy() (*System, error) {
	c := *s
	return &c, c.lay()
}

// guarantee takes in a guarantee if it covers some obligation.
func (s *System) guarantee(a graph.Arc) {
	debtor, ok := s.Plan.Network.Of(a.Leg.Obligor)
	covers := false
	for _, d := range s.Slots {
		covers = covers || ok && d.From == debtor && d.To == a.To && d.Hard()
	}
	if !ok || !covers || !a.Known || debtor == a.From || debtor == a.To || a.From == a.To || a.Status.Ended() || a.Status == deals.Completed {
		s.Uncovered = append(s.Uncovered, a)
		return
	}
	s.Guarantees = append(s.Guarantees, a)
	s.covers = append(s.covers, Guarantee{a.From, debtor, a.To, float64(a.Amount)})
}

// Covers is what a guarantee covers.
func (s *System) Covers(guarantee int) Guarantee { return s.covers[guarantee] }

// lay makes the solver.
func (s *System) lay() error {
	sys := &clearing.System{Ranks: ranks, Hard: obligations, Parties: make([]clearing.Party, s.Plan.Network.Order())}
	for _, d := range s.Slots {
		sys.Dues = append(sys.Dues, clearing.Due{From: int(d.From), To: int(d.To), Rank: d.Rank})
	}
	for k, g := range s.covers {
		rank := min(max(s.Guarantees[k].Leg.Rank, 1), obligations)
		sys.Guarantees = append(sys.Guarantees, clearing.Guarantee{Guarantor: int(g.Guarantor), Debtor: int(g.Debtor), Creditor: int(g.Creditor), Rank: rank, Cap: g.Cap})
	}
	var err error
	if s.solver, err = clearing.NewSolver(sys); err != nil {
		return fmt.Errorf("clear a plan: %w", err)
	}
	return nil
}

// Clear says who pays what in a year. Dues of the solution are by slot, parties by node. The solution belongs to the system: the next call
// overwrites it. Errors: those of [clearing.Solver.Solve]. Cost: that of it; nothing is allocated as a rule.
func (s *System) Clear(ctx context.Context, y Year) (*clearing.Solution, error) {
	sys := s.solver.System()
	for i := range sys.Parties {
		p := &sys.Parties[i]
		p.Outside, p.Buffer, p.Planned, p.Cut = y.Outside[i], y.Buffer[i], 0, 0
		if y.Planned != nil {
			p.Planned = y.Planned[i]
		}
		if y.Cut != nil {
			p.Cut = y.Cut[i]
		}
		p.OutsideDues[0] = 0
		if y.Loss != nil {
			p.OutsideDues[0] = y.Loss[i]
		}
	}
	for k, d := range s.Slots {
		sys.Dues[k].Amount = y.Due[d.Item][y.At]
	}
	for k, g := range s.covers {
		sys.Guarantees[k].Cap = g.Cap
		if y.Caps != nil {
			sys.Guarantees[k].Cap = y.Caps[k]
		}
	}
	return s.solver.Solve(ctx)
}

// Carry leaves what is left of a year for the next: buffers by node, and what may still be called by guarantee.
func (s *System) Carry(sol *clearing.Solution, buffer, caps []float64) {
	copy(buffer, sol.Residual)
	for k := range caps {
		caps[k] = max(0, caps[k]-sol.Called[k])
	}
}

// Caps are the whole caps of the guarantees, anew.
func (s *System) Caps() []float64 {
	out := make([]float64, len(s.covers))
	for k, g := range s.covers {
		out[k] = g.Cap
	}
	return out
}
