package control

import (
	"math/big"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Verdict says how a control came out.
type Verdict string

// The verdicts.
const (
	Met     Verdict = "met"      // the deals and the document agree within the tolerance
	Over    Verdict = "over"     // the deals come to more than was disclosed: counted twice, in the wrong direction or year
	Short   Verdict = "short"    // the deals come to less: some are missing
	Open    Verdict = "open"     // they come to less, but some are undisclosed or cannot be placed in time
	Absent  Verdict = "absent"   // a share of an unknown total, of which there is no deal at all
	NotHeld Verdict = "not held" // nothing can be said; Result.Why says why
)

// Interval is a span of money in minor units of the result's currency.
type Interval struct {
	Low, High int64
	Unbounded bool // there is no upper end
}

// Part is a leg that a total is made of.
type Part struct {
	Leg       *deals.Leg
	Low, High int64 // what it adds on the firm and on the signed basis
	Known     bool  // the amount is disclosed, and in a currency that the ledger can convert
	Untimed   bool  // it has no term and no schedule, and so adds nothing to a period
	Assumed   bool  // how it spreads over time is assumed
	Estimate  bool
}

// fills reports whether the part may come to more than it adds.
func (p Part) fills() bool { return !p.Known || p.Untimed }

// Result is what became of one control.
type Result struct {
	Control  *deals.Control
	Verdict  Verdict
	Why      string         // why the control is not held against the deals, in words
	Currency deals.Currency // of all amounts
	View     graph.View     // on which the deals were counted; of the two bases, the one named in it is the upper
	Whole    *deals.Amount  // what a share is of; nil when it is not known, or a value is stated
	Fact     *deals.Fact    // where Whole was found, when not in the control
	Stated   Interval       // what was disclosed
	Allowed  Interval       // the same, wider by the tolerance
	Deals    Interval       // what the deals come to
	Parts    []Part         // the largest first; those that may fill a gap behind them
	Miss     int64          // what the deals have too much, or, below zero, too little; 0 when the control is met
	Points   deals.Share    // the miss as a part of Whole; 0 without one
}

// Fills are the parts that may come to more than they add.
func (r Result) Fills() []Part {
	return slices.DeleteFunc(slices.Clone(r.Parts), func(p Part) bool { return !p.fills() })
}

// Hold holds the deals of a ledger against each of its controls, in their order.
//
// The error is [graph.ErrRange]. Cost: O(controls · legs log legs), less where controls share a day and a period.
func Hold(l *deals.Ledger) ([]Result, error) {
	h := holder{ledger: l, networks: map[string]*graph.Network{}}
	out := make([]Result, 0, len(l.Controls))
	for _, c := range l.Controls {
		r := Result{Control: c}
		if err := h.hold(&r); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// holder holds controls against the networks of one ledger.
type holder struct {
	ledger   *deals.Ledger
	networks map[string]*graph.Network   // by stamp
	below    map[deals.PartyID][]control // who is controlled by whom
}

func (h *holder) hold(r *Result) error {
	c := r.Control
	total, ok := c.Total()
	switch {
	case !ok:
		r.not("the metric is none of the totals that deals are added up for")
	case c.Party == "":
		r.not("it was disclosed for several parties together")
	case len(c.Counterparties) == 0 && c.Share != nil && c.About == "":
		r.not("it does not say whose share it is")
	case len(c.Counterparties) == 0 && c.About != "":
		r.not("the document names nobody that the ledger knows")
	case c.Period.Last.IsZero() && (total != deals.TotalObligations || c.Period.First.IsZero()):
		r.not("the period cannot be placed in time")
	}
	if r.Verdict == NotHeld {
		return nil
	}
	h.whole(r, total)
	if err := h.parts(r, total); err != nil {
		return err
	}
	switch {
	case c.Value != nil || r.Whole != nil:
		r.stated()
		r.judge()
	case len(r.Parts) == 0 && c.Share.Form != deals.UpTo && c.Share.Share > 0:
		r.Verdict = Absent
	default:
		r.not("nobody states the total that the share is of")
	}
	return nil
}

func (r *Result) not(why string) { r.Verdict, r.Why = NotHeld, why }

// wholes are the metrics of facts that state a total.
var wholes = map[deals.Total][]string{
	deals.TotalRevenue:     {"revenue"},
	deals.TotalBacklog:     {"backlog", "rpo"},
	deals.TotalObligations: {"purchase_obligations"},
	deals.TotalLeases:      {"lease_obligations", "uncommenced_leases"},
	deals.TotalDebt:        {"debt"},
	deals.TotalGuarantees:  {"guarantees"},
}

// whole finds what the share is of, and in which currency the control speaks.
func (h *holder) whole(r *Result, total deals.Total) {
	c := r.Control
	r.Currency = "USD"
	switch {
	case c.Value != nil:
		r.Currency = c.Value.Currency
		return
	case c.Of != nil:
		r.Whole = c.Of
	default:
		r.Fact = h.fact(c, wholes[total], !flows(total))
		if r.Fact != nil {
			r.Whole = r.Fact.Value.Money
		}
	}
	if r.Whole != nil {
		r.Currency = r.Whole.Currency
	}
}

// flows reports whether a total is of a period, not of its last day.
func flows(t deals.Total) bool {
	return t == deals.TotalRevenue || t == deals.TotalPurchases || t == deals.TotalObligations
}

// fact is the first fact of the party that states a total of the period: of the same days, or, for what is counted on a day,
// of the same last day. What happened goes before what was forecast.
func (h *holder) fact(c *deals.Control, metrics []string, instant bool) *deals.Fact {
	var found *deals.Fact
	for _, metric := range metrics {
		for _, f := range h.ledger.FactsOf(c.Party, metric) {
			same := f.Period.Last == c.Period.Last && (instant || f.Period.First == c.Period.First)
			if !same || f.Value.Money == nil || !f.Value.Money.Disclosed() || f.Value.Money.Low < 0 {
				continue
			}
			if found == nil || found.Nature != deals.Actual && f.Nature == deals.Actual {
				found = f
			}
		}
	}
	return found
}

// stated works out what was disclosed and, around it, what is allowed.
func (r *Result) stated() {
	c := r.Control
	if c.Value != nil {
		v := *c.Value
		r.Stated = Interval{v.Low, v.High, !v.HighKnown}
		around := lastDigit(v.Likely) / 2
		if c.Tolerance != nil {
			around = of(*c.Tolerance, max(v.Low, v.High))
		}
		r.Allowed = r.Stated.wider(around)
		return
	}
	s := *c.Share
	points := lastPoint(s.Share) / 2
	if c.Tolerance != nil {
		points = *c.Tolerance
	}
	low, high := r.Whole.Low, max(r.Whole.High, r.Whole.Low)
	r.Stated = Interval{of(s.Share, low), of(s.Share, high), !r.Whole.HighKnown}
	r.Allowed = Interval{of(s.Share-points, low), of(s.Share+points, high), r.Stated.Unbounded}
	switch s.Form {
	case deals.UpTo:
		r.Stated.Low, r.Allowed.Low = 0, 0
	case deals.AtLeast:
		r.Stated.Unbounded, r.Allowed.Unbounded = true, true
	}
}

// judge compares what the deals come to with what is allowed.
func (r *Result) judge() {
	r.Verdict = Met
	switch {
	case r.Deals.High < r.Allowed.Low:
		r.Verdict, r.Miss = Short, r.Deals.High-r.Stated.Low
		if len(r.Fills()) > 0 {
			r.Verdict = Open
		}
	case !r.Allowed.Unbounded && r.Deals.Low > r.Allowed.High:
		r.Verdict, r.Miss = Over, r.Deals.Low-r.Stated.High
	}
	if r.Whole != nil && r.Miss != 0 {
		end := r.Whole.Low
		if r.Miss > 0 {
			end = r.Whole.High
		}
		r.Points = portion(r.Miss, end)
	}
}

// wider is the interval with a tolerance on both sides.
func (i Interval) wider(by int64) Interval {
	return Interval{max(0, i.Low-by), i.High + by, i.Unbounded}
}

// million is the whole of which a share counts parts.
const million = 1_000_000

// of is a share of an amount, rounded to the nearest minor unit; nothing for a share below zero.
func of(s deals.Share, minor int64) int64 {
	p := new(big.Int).Mul(big.NewInt(int64(max(0, s))), big.NewInt(minor))
	return p.Add(p, big.NewInt(million/2)).Div(p, big.NewInt(million)).Int64()
}

// portion is what share of a whole an amount is, towards zero; 0 of nothing.
func portion(minor, whole int64) deals.Share {
	if whole == 0 {
		return 0
	}
	p := new(big.Int).Mul(big.NewInt(minor), big.NewInt(million))
	return deals.Share(p.Quo(p, big.NewInt(whole)).Int64())
}

// lastPoint is a unit of the last digit of a percentage: a point of 45%, a tenth of 66.7%.
func lastPoint(s deals.Share) deals.Share {
	unit := deals.Share(million / 100)
	for unit > 1 && s%unit != 0 {
		unit /= 10
	}
	return unit
}

// lastDigit is a unit of the last digit of a sum that is not zero, or of the second, where only the first is none: a billion of
// $26B and of $30B.
func lastDigit(minor int64) int64 {
	unit := int64(1)
	for minor%(unit*10) == 0 && unit*100 <= minor {
		unit *= 10
	}
	return unit
}
