package odds

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/scenario"
)

// Deals is what is not certain in a network, as independent uniform numbers, and the network that such numbers make of it.
//
// For each deal: whether it is carried through, with the probability of its status, and of each leg with a range, its amount. A
// common factor moves the fates of deals together, as in a one-factor Gaussian copula; amounts are apart from it. Of a deal that is
// not carried through there stays what has been paid, as of one that has ended. Money that has moved is certain, whatever the amount
// drawn. An undisclosed amount is in no sum, and nothing is drawn for it.
//
// A deal within another is drawn by itself. The network has taken it off the deal around it, which does not come to more if it is not
// carried through: nobody says that its money would then be spent otherwise.
//
// Inputs have the names that they have in a [World], so that with plain and antithetic sampling one seed carries the same deals
// through in either; only delays and revenue are not drawn here. Those that move most are named first.
type Deals struct {
	Network *graph.Network
	inputList
	Chances []Chance // of the deals that are drawn, by status from the top of the ladder down

	factor scenario.Factor
	common int       // input; −1: none
	fates  []fate    // of deals
	arcs   []arcDraw // by arc
}

// Chance is how likely deals in a status are carried through, and how many are drawn.
type Chance struct {
	Status      deals.Status
	Probability float64
	Deals       int
}

// fate is whether a deal is carried through.
type fate struct {
	input       int // −1: it is certain
	probability float64
}

// arcDraw says what an arc follows.
type arcDraw struct {
	fate   int                   // −1: the arc is certain
	amount int                   // input; −1: the amount is certain
	size   scenario.Distribution // of the amount, as a multiple of what the network has
	paid   int64                 // what has moved of it
}

// NewDeals lists what is uncertain in a network, which must be of the headline or signed basis: the others have taken chances into
// account, or leave them out. Errors: another basis, a range that makes no distribution, and those of [graph.Build], with which it
// looks up what has been paid.
func NewDeals(n *graph.Network, set *assumptions.Set) (*Deals, error) {
	if b := n.View.Basis; b != graph.Headline && b != graph.Signed {
		return nil, fmt.Errorf("odds: the %s basis has chances in it already, or leaves them out: ask for headline or signed", b)
	}
	paid, err := paidBy(n)
	if err != nil {
		return nil, fmt.Errorf("odds: %w", err)
	}
	m := dealMaker{Deals: &Deals{Network: n, common: -1}, set: set, fateOf: map[dealKey]int{}}
	if m.factor, err = scenario.NewFactor(set.Correlation()); err != nil {
		return nil, fmt.Errorf("odds: %w", err)
	}
	if set.Correlation() > 0 {
		m.common = m.input("common", "the common factor", "common")
	}
	open := m.open(paid)
	for _, a := range open {
		m.fate(a)
	}
	for _, a := range open {
		if err := m.amount(a); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(m.Chances, func(a, b Chance) int { return cmp.Compare(b.Status, a.Status) })
	return m.Deals, nil
}

// paidBy is what has been paid of each leg by the day of a network, in its years.
func paidBy(n *graph.Network) (map[*deals.Leg]int64, error) {
	if n.Ledger == nil {
		return nil, nil
	}
	v := n.View
	v.Basis, v.Where = graph.Paid, "" // a filter by amount would ask for that of another basis
	moved, err := graph.Build(n.Ledger, v)
	if err != nil {
		return nil, err
	}
	out := map[*deals.Leg]int64{}
	for a := range moved.Arcs() {
		out[a.Leg] += a.Amount
	}
	return out, nil
}

// dealMaker lists what is uncertain.
type dealMaker struct {
	*Deals
	set    *assumptions.Set
	fateOf map[dealKey]int
}

// open are the arcs of which money is known and still to come, the most first.
func (m *dealMaker) open(paid map[*deals.Leg]int64) []graph.Arc {
	var out []graph.Arc
	for a := range m.Network.Arcs() {
		s := arcDraw{fate: -1, amount: -1, paid: a.Amount}
		if a.Leg != nil && a.Known && !a.HasMoved() {
			s.paid = min(paid[a.Leg], a.Amount)
		}
		m.arcs = append(m.arcs, s)
		if s.paid < a.Amount {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b graph.Arc) int { return cmp.Compare(b.Amount-m.arcs[b.ID].paid, a.Amount-m.arcs[a.ID].paid) })
	return out
}

// fate finds on what hangs whether a leg is paid. Legs of a deal that stand differently are as likely as their own status says, and all
// follow one number.
func (m *dealMaker) fate(a graph.Arc) {
	key := dealKey{a.Leg.Deal.ID, a.Status}
	at, ok := m.fateOf[key]
	if !ok {
		at = len(m.fates)
		m.fateOf[key] = at
		f := fate{-1, m.set.Probability(a.Status).Float()}
		if f.probability < 1 {
			f.input = m.input("deal/"+string(key.id)+"/realised", string(key.id)+" is carried through", "deal")
			m.count(a.Status, f.probability)
		}
		m.fates = append(m.fates, f)
	}
	m.arcs[a.ID].fate = at
}

func (m *dealMaker) count(s deals.Status, probability float64) {
	i := slices.IndexFunc(m.Chances, func(c Chance) bool { return c.Status == s })
	if i < 0 {
		i = len(m.Chances)
		m.Chances = append(m.Chances, Chance{Status: s, Probability: probability})
	}
	m.Chances[i].Deals++
}

// amount finds on what hangs how much a leg comes to.
func (m *dealMaker) amount(a graph.Arc) error {
	used, _ := a.Leg.Use()
	top := max(used.Ceiling(), used.Likely)
	if !used.Disclosed() || top == 0 || used.Low >= top {
		return nil
	}
	s, ref := &m.arcs[a.ID], a.Leg.Ref().String()
	var err error
	if s.size, err = rangeOf(m.set, float64(used.Low)/float64(top), float64(used.Likely)/float64(top), 1); err != nil {
		return fmt.Errorf("odds: amount of %s: %w", ref, err)
	}
	s.amount = m.input("deal/"+ref+"/amount", "the amount of "+ref, "amount")
	return nil
}

// Draw makes of uniform numbers, one for each input, the network of a scenario: deals that are not carried through have ended.
// It is safe for concurrent use. The error is [graph.ErrRange], if the amounts drawn add up to too much.
func (d *Deals) Draw(u []float64) (*graph.Network, error) {
	common, total := 0.0, 0.0
	if d.common >= 0 {
		common = d.factor.Score(u[d.common])
	}
	n := d.Network.With(func(a graph.Arc) (graph.Arc, bool) {
		if s := &d.arcs[a.ID]; s.fate >= 0 {
			a.Status, a.Amount = d.drawn(s, a, u, common)
			if a.Amount == 0 {
				return a, false
			}
		}
		total += float64(a.Amount)
		return a, true
	})
	if total >= math.MaxInt64 {
		return nil, fmt.Errorf("odds: %w", graph.ErrRange)
	}
	return n, nil
}

// None is the network if no deal is carried through but those that are certain: what has moved of the others is left.
func (d *Deals) None() *graph.Network {
	return d.Network.With(func(a graph.Arc) (graph.Arc, bool) {
		if s := &d.arcs[a.ID]; s.fate >= 0 && d.fates[s.fate].input >= 0 {
			a.Status, a.Amount = ended(a.Status), s.paid
		}
		return a, a.Amount > 0 || !a.Known
	})
}

// ended is the status of a deal that is not carried through.
func ended(s deals.Status) deals.Status {
	if s.Binding() {
		return deals.Terminated
	}
	return deals.Lapsed
}

// drawn is how an arc stands in a scenario.
func (d *Deals) drawn(s *arcDraw, a graph.Arc, u []float64, common float64) (deals.Status, int64) {
	f := d.fates[s.fate]
	if f.input >= 0 && d.factor.Uniform(common, u[f.input]) <= 1-f.probability {
		return ended(a.Status), s.paid
	}
	if s.amount < 0 {
		return a.Status, a.Amount
	}
	x := math.Round(s.size.Quantile(u[s.amount]) * float64(a.Amount))
	if x >= math.MaxInt64 {
		return a.Status, math.MaxInt64 // Draw refuses it
	}
	return a.Status, max(s.paid, int64(math.Max(0, x)))
}

// Answers are what an analysis says of a network when it is not certain which deals are carried through.
type Answers struct {
	Deals  *Deals
	Names  []string
	Plain  []float64 // by name: what it says if all deals are carried through, with the amounts that the network has
	Result *scenario.Result
}

// Of is the sample of a name; nil if there is none.
func (a *Answers) Of(name string) *scenario.Sample {
	if i := slices.Index(a.Names, name); i >= 0 {
		return a.Result.Outputs[i]
	}
	return nil
}

// Of runs an analysis in many scenarios, each with the deals that are carried through in it. The analysis gives one number for each name,
// and is asked by several goroutines at a time. Errors: those of [NewDeals], [scenario.Run] and the analysis, and another
// number of answers than of names; an answer that was stopped is no error, see [scenario.Result]. Cost: the analysis, and some ten
// microseconds for a network of a few hundred arcs.
func Of(ctx context.Context, n *graph.Network, set *assumptions.Set, analysis func(*graph.Network) ([]float64, error), names []string, o scenario.Options) (*Answers, error) {
	d, err := NewDeals(n, set)
	if err != nil {
		return nil, err
	}
	asked := func(n *graph.Network) ([]float64, error) {
		out, err := analysis(n)
		if err == nil && len(out) != len(names) {
			err = fmt.Errorf("odds: %d answers to %d questions", len(out), len(names))
		}
		return out, err
	}
	a := &Answers{Deals: d, Names: names}
	if a.Plain, err = asked(n); err != nil {
		return nil, err
	}
	a.Result, err = scenario.Run(ctx, d.Names(), len(names), func() (scenario.Analysis, error) {
		return func(u, out []float64) error {
			drawn, err := d.Draw(u)
			if err != nil {
				return err
			}
			found, err := asked(drawn)
			copy(out, found)
			return err
		}, nil
	}, o)
	if err != nil {
		return nil, err
	}
	return a, nil
}
