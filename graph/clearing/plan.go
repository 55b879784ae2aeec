package clearing

import (
	"fmt"
	"math"

	"dealgraph/deals"
	"dealgraph/graph"
)

// The ranks of a plan are those that kinds fix ([deals.KindInfo]): secured, contractual, commitments to invest, and purchases
// that can be cut.
const (
	planRanks = 4
	planHard  = 3
)

// Plan is what a ledger says about who is to pay whom, year by year, in a form that shocks can be run on.
//
// A leg that falls in a year is due in it, payer to payee, at its rank: spending, and funding that has been promised but not
// moved. A loan, bond or convertible that has moved is due back, at its rank, in the year in which its term ends; interest is
// left out, since ledgers do not state it. Guarantees cover what their obligor is due to pay the party they protect.
// Warrants are no money. What a party is due to pay beyond what it receives is taken to be there, as money from outside that
// the plan counts on: a plan that cannot be carried out would show the shock's losses as those of the plan.
type Plan struct {
	View      graph.View     // of all years
	Parties   []*deals.Party // by node
	Years     []Year         // in order
	Unplaced  []deals.LegRef // legs that count, but whose money cannot be placed in time: left out
	Spread    []deals.LegRef // the same, but spread evenly over years, which is an assumption
	Repaid    []deals.LegRef // debts taken to be repaid when their term ends
	Uncovered []deals.LegRef // guarantees that cover nothing here: no obligor named, or it owes the protected party nothing
	Unknown   []deals.LegRef // legs without a disclosed amount, or without a rate
	Guarantee []deals.LegRef // by guarantee of the systems; what is called of one in a year is not there in the next
	backs     []Guarantee
}

// Year is what is due in a year, by leg.
type Year struct {
	Year int
	Dues []Due          // by leg, amounts in whole units
	Legs []deals.LegRef // of each due
}

// Span says which years a plan is about.
type Span struct {
	First, Last int // both 0: all that is ever due, as one period
	Spread      int // legs that cannot be placed in time are spread evenly over so many years from First; 0: they are left out
}

// NewPlan makes a plan. The function builds the network of a span of years, the zero span for all time, of one ledger and
// view; its errors are returned. Errors: years out of order, or more than a hundred.
func NewPlan(build func(graph.Years) (*graph.Network, error), span Span) (*Plan, error) {
	if span.Last < span.First || span.Last-span.First >= 100 || span.Spread < 0 || (span.First == 0) != (span.Last == 0) {
		return nil, fmt.Errorf("plan payments: the years %d to %d are out of order or too many", span.First, span.Last)
	}
	all, err := build(graph.Years{})
	if err != nil {
		return nil, err
	}
	p := &Plan{View: all.View}
	for v := range all.Order() {
		p.Parties = append(p.Parties, all.Party(graph.Node(v)))
	}
	for y := span.First; y <= span.Last; y++ {
		n := all
		if y != 0 {
			if n, err = build(graph.Years{First: y, Last: y}); err != nil {
				return nil, err
			}
		}
		p.Years = append(p.Years, p.year(n, all, y))
	}
	p.rest(all, span)
	return p, nil
}

// year lists what is due in a year; in year 0 all that is ever due.
func (p *Plan) year(n, all *graph.Network, y int) Year {
	out := Year{Year: y}
	for a := range n.Arcs() {
		if a.Known && a.From != a.To && a.Leg.Kind.Family() != deals.Contingent && !a.HasMoved() {
			out.add(a.From, a.To, a, a.Weight())
		}
	}
	for a := range all.Arcs() {
		if a.Known && a.From != a.To && debt(a.Leg.Kind) && a.HasMoved() && !a.Status.Ended() && (y == 0 || a.Leg.Term.End.Last().Year == y) {
			p.Repaid = append(p.Repaid, a.Leg.Ref())
			out.add(a.To, a.From, a, a.Weight())
		}
	}
	return out
}

// add notes that a leg is due.
func (y *Year) add(from, to graph.Node, a graph.Arc, amount float64) {
	y.Dues = append(y.Dues, Due{From: int(from), To: int(to), Rank: min(max(a.Leg.Rank, 1), planRanks), Amount: amount})
	y.Legs = append(y.Legs, a.Leg.Ref())
}

func debt(k deals.Kind) bool { return k.Info().Leaves == deals.ClaimCredit }

// rest takes in the guarantees, spreads what no year holds, and notes what is left out.
func (p *Plan) rest(all *graph.Network, span Span) {
	for a := range all.Arcs() {
		ref := a.Leg.Ref()
		switch {
		case a.Leg.Kind.Family() == deals.Contingent || a.HasMoved():
		case !a.Known:
			p.Unknown = append(p.Unknown, ref)
		case span.First == 0 || !graph.Untimed(a.Leg) || a.From == a.To:
		case span.Spread == 0:
			p.Unplaced = append(p.Unplaced, ref)
		default:
			p.Spread = append(p.Spread, ref)
			for i := range min(span.Spread, len(p.Years)) {
				p.Years[i].add(a.From, a.To, a, a.Weight()/float64(span.Spread))
			}
		}
	}
	for a := range all.Arcs() { // once everything they may cover is there
		if a.Leg.Kind == deals.Guarantee {
			p.guarantee(all, a)
		}
	}
}

func (p *Plan) guarantee(all *graph.Network, a graph.Arc) {
	debtor, ok := all.Of(a.Leg.Obligor)
	covers := false
	for _, y := range p.Years {
		for _, d := range y.Dues {
			covers = covers || ok && d.From == int(debtor) && d.To == int(a.To) && d.Rank <= planHard
		}
	}
	switch {
	case !a.Known:
		p.Unknown = append(p.Unknown, a.Leg.Ref())
	case !ok || !covers || debtor == a.From || debtor == a.To || a.From == a.To || a.Status.Ended() || a.Status == deals.Completed:
		p.Uncovered = append(p.Uncovered, a.Leg.Ref())
	default:
		p.backs = append(p.backs, Guarantee{Guarantor: int(a.From), Debtor: int(debtor), Creditor: int(a.To), Rank: min(max(a.Leg.Rank, 1), planHard), Cap: a.Weight()})
		p.Guarantee = append(p.Guarantee, a.Leg.Ref())
	}
}

// Policy says what becomes of obligations that are not met in their year.
type Policy string

// The policies.
const (
	Lapse      Policy = "lapse"      // they are lost
	Roll       Policy = "roll"       // they are due again in the next year
	Accelerate Policy = "accelerate" // and all later obligations of a party in default fall due in the year after its first default
)

// Policies lists them.
func Policies() []Policy { return []Policy{Lapse, Roll, Accelerate} }

// Meaning says in one line what a policy does.
func (p Policy) Meaning() string {
	switch p {
	case Lapse:
		return "what is not paid in its year is lost"
	case Roll:
		return "obligations that are not met are due again in the next year"
	case Accelerate:
		return "as roll, and all later obligations of a party in default fall due in the next year"
	}
	return ""
}

// Shock is what happens to one party.
type Shock struct {
	Party graph.Node
	Pay   float64 // share of what it would pay that it pays, 0 to 1
	From  int     // the first year in which that holds
	Ranks []int   // only these; empty: all
}

// Settings are the assumptions of a run. In the zero Settings nobody has a buffer, spending goes on until money is gone, a default
// destroys nothing and what is not paid lapses.
type Settings struct {
	Buffer     []float64 // by node: what a party can use at the start of the first year; nil: nothing
	Cut        float64   // θ of [Party]
	LostMeans  float64
	LostIncome float64
	Unpaid     Policy
}

// Period is one year of a run.
type Period struct {
	Year   int
	System *System
	Legs   []deals.LegRef // of each due
	After  *Solution
	Base   *Solution
	Losses *Losses
}

// system is what is due in a year, with the given buffers and dues left over.
func (p *Plan) system(y Year, buffer []float64, set Settings) (*System, []deals.LegRef) {
	n := len(p.Parties)
	s := &System{Ranks: planRanks, Hard: planHard, Parties: make([]Party, n), Dues: append([]Due(nil), y.Dues...), Guarantees: p.backs}
	in, out := make([]float64, n), make([]float64, n)
	for _, d := range y.Dues {
		out[d.From] += d.Amount
		in[d.To] += d.Amount
	}
	for i := range s.Parties {
		s.Parties[i] = Party{Outside: math.Max(0, out[i]-in[i]), Buffer: buffer[i], Cut: set.Cut, LostMeans: set.LostMeans, LostIncome: set.LostIncome}
	}
	return s, append([]deals.LegRef(nil), y.Legs...)
}
