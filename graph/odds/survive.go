package odds

import (
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/graph"
	"dealgraph/graph/cashflow"
)

// State is how a party comes through a course.
type State int

// The states, from good to bad.
const (
	Pays   State = iota // all that is due, in full and in its year
	Cuts                // its obligations, but not all its purchases
	Misses              // not all its obligations
)

// Survival is who still pays what is due under a stress, and what would save the others.
type Survival struct {
	System  *System
	Stress  Stress
	Parties []Standing // that owe something in the plan or are called upon, in order of nodes
	Courses [2]*Course // by side, at the likely rates
	Calm    [2]*Course // the same without stress
	Missing [2]float64 // by side: obligations of all parties that are not met
	Alone   [2]float64 // those that would not be met if everybody else paid in full: what parties lack on their own
}

// Standing is how a party stands under a stress. Slices are by year.
type Standing struct {
	Party     graph.Node
	Due       float64 // open and due from it in the years of the plan, under the stress
	Purchases float64 // what of it can be cut
	Unknown   int     // its dues whose amount nobody states
	Unplaced  int     // its dues of known amount that no year holds
	Own       float64 // of a party whose revenue no fact tells: the least money of its own at the beginning, beside cash on record, with which it meets its obligations at the bare side, if it earns nothing outside
	Has       bool    // it stands for many, and is taken to pay
	Fate      [2]Fate // by side
	Ends      [3]Ends // at the low, the likely and the high end of growth and margin
	Alone     [2]float64
	Calm      [2]State // without stress
	Deals     []cashflow.Part
	Fewest    bool // no smaller number of deals would do
	Slip      Limit
	Haircut   Limit
}

// Ends are states by side.
type Ends [2]State

// Fate is what becomes of a party at one side.
type Fate struct {
	State   State
	Missing []float64 // obligations not met
	Cut     []float64 // purchases not paid
	First   int       // place of the first year in which an obligation is not met; −1: none
	Month   int       // in which month of it, from 0, money coming and going evenly
	Need    float64   // the least money at the beginning with which it would meet all its obligations, as everybody else stands
	Earned  float64   // what it earns outside the network less than without stress, over the plan
	Loss    float64   // what it loses at the beginning
	Funding float64   // funding promised to it that does not come
	Less    []Lack    // who pays it less than is due, the most first; what guarantors pay instead is taken off
	Calls   float64   // what it is called to pay for others
}

// Total is all that it misses.
func (f Fate) Total() float64 { return sum(f.Missing) }

// Lack is what a payer pays less.
type Lack struct {
	Party  graph.Node
	Amount float64
}

// Limit is how much of one stress a party bears at the bare side, the rest of the stress as it is. More stress leaves more missing,
// but where revenue falls as time goes by, so that a slip helps, or a guarantee is called in one year and not there in another;
// there it is one of several limits.
type Limit struct {
	Asked bool    // there is such a stress, and the party does not bear all of it
	None  bool    // it misses obligations without any of it
	Most  float64 // in steps of a tenth of a month, or a tenth of a percent
}

// NewSurvival puts a plan under a stress. Errors: a stress out of range, those of [System.Clear], and the context's. Cost: about
// years · (20 + 30 · parties in trouble) solutions.
func NewSurvival(ctx context.Context, s *System, stress Stress) (*Survival, error) {
	if err := stress.check(s); err != nil {
		return nil, err
	}
	stress.Late = 0
	v := &Survival{System: s, Stress: stress}
	e := newEngine(s)
	f := &survey{engine: e, ctx: ctx, stress: stress}
	for side := range v.Calm {
		calm, err := f.calm(Side(side), stress.End)
		if err != nil {
			return nil, err
		}
		v.Calm[side] = calm
		if v.Courses[side], err = e.run(ctx, stress, Side(side), calm, extra{}); err != nil {
			return nil, err
		}
	}
	if err := v.stand(f); err != nil {
		return nil, err
	}
	return v, nil
}

// check refuses a stress that makes no sense.
func (s Stress) check(sys *System) error {
	switch {
	case !(s.Slip >= 0 && s.Slip <= 240):
		return fmt.Errorf("stress: a slip of %g months: from 0 to 240", s.Slip)
	case !(s.Haircut >= 0 && s.Haircut <= 1) || !(s.Means.Haircut >= 0):
		return fmt.Errorf("stress: a haircut of %g: from 0 to 1", s.Haircut)
	case !(s.Cut >= 0 && s.Cut <= 1):
		return fmt.Errorf("stress: purchases cut by %g: from 0 to 1", s.Cut)
	case s.Loss != nil && len(s.Loss) != sys.Plan.Network.Order():
		return fmt.Errorf("stress: losses of %d of %d parties", len(s.Loss), sys.Plan.Network.Order())
	}
	for i, x := range s.Loss {
		if !(x >= 0 && x <= 1e30) {
			return fmt.Errorf("stress: a loss of %g of %s", x, sys.Plan.Network.Party(graph.Node(i)).ID)
		}
	}
	return nil
}

// stand fills in the standings.
func (v *Survival) stand(f *survey) error {
	s := v.System
	var ends [3][2]*Course
	for i, end := range []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High} {
		for side := range ends[i] {
			var err error
			if ends[i][side], err = f.at(Side(side), end, v); err != nil {
				return err
			}
		}
	}
	for i := range s.Plan.Network.Order() {
		p := graph.Node(i)
		st := Standing{Party: p, Has: f.engine.money.many[i]}
		v.due(&st)
		if st.Due == 0 && st.Unknown == 0 && st.Unplaced == 0 && v.calls(p) == 0 && (v.Stress.Loss == nil || v.Stress.Loss[i] == 0) {
			continue
		}
		for k := range ends {
			for side, c := range ends[k] {
				st.Ends[k][side] = c.state(p)
			}
		}
		var err error
		for side, c := range v.Courses {
			st.Calm[side] = v.Calm[side].state(p)
			if st.Fate[side], err = f.fate(p, Side(side), c, v.Calm[side]); err != nil {
				return err
			}
			st.Alone[side] = f.alone(p, c)
			v.Missing[side] += st.Fate[side].Total()
			v.Alone[side] += st.Alone[side]
		}
		if !s.Plan.Books[p].Revenue.Known() && !st.Has {
			if st.Own, err = f.own(p); err != nil {
				return err
			}
		}
		if st.Fate[Bare].State == Misses {
			if err := f.save(&st, v); err != nil {
				return err
			}
		}
		v.Parties = append(v.Parties, st)
	}
	return nil
}

// due adds up what a party is due to pay.
func (v *Survival) due(st *Standing) {
	s := v.System
	for k, d := range s.Slots {
		if d.From != st.Party {
			continue
		}
		for y := range s.Plan.Years {
			x := v.Courses[Bare].Due[y][k]
			st.Due += x
			if !d.Hard() {
				st.Purchases += x
			}
		}
	}
	closed := func(i cashflow.Line) bool { return v.Stress.Closed && i.Funding() }
	for _, i := range s.Plan.Items {
		if i.From == st.Party && slices.Contains(i.Unknown, true) && !closed(cashflow.Line{Item: i}) {
			st.Unknown++
		}
	}
	for _, a := range s.Plan.Unplaced {
		switch {
		case a.From != st.Party || closed(cashflow.Line{Item: graph.Item{Arc: a}}):
		case a.Known:
			st.Unplaced++
		default:
			st.Unknown++
		}
	}
}

// calls is what a party is called to pay for others at most.
func (v *Survival) calls(p graph.Node) float64 {
	total := 0.0
	for g, c := range v.System.covers {
		if c.Guarantor == p {
			for y := range v.System.Plan.Years {
				total += v.Courses[Bare].Called[y][g]
			}
		}
	}
	return total
}

// some reports whether an amount is more than rounding of a size.
func some(x, size float64) bool { return x > math.Max(0.5, 1e-9*size) }

// state is how a party comes through.
func (c *Course) state(p graph.Node) State {
	state := Pays
	for y := range c.Missed {
		if some(c.Missed[y][p], c.means[y][p]) {
			return Misses
		}
		if some(c.Cut[y][p], c.means[y][p]) {
			state = Cuts
		}
	}
	return state
}

func sum(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total
}
