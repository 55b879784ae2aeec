package clearing

import (
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Run is a plan under shocks, year by year, beside the same plan without them.
type Run struct {
	Plan    *Plan
	Shocks  []Shock
	Unpaid  Policy // what became of obligations not met in their year
	Periods []Period
}

// Run runs shocks on a plan: each year is cleared with and without them. What is left of a buffer is there in the next year;
// other residuals are not, since a year's margin has uses that ledgers do not know.
//
// Errors: shocks and settings out of range, or the context's. Cost: two solutions for each year; see [Greatest].
func (p *Plan) Run(ctx context.Context, shocks []Shock, set Settings) (*Run, error) {
	if err := p.checkRun(shocks, set); err != nil {
		return nil, err
	}
	out := &Run{Plan: p, Shocks: shocks, Unpaid: set.Unpaid}
	base, hit := newPurse(p, set), newPurse(p, set)
	for at, y := range p.Years {
		period := Period{Year: y.Year}
		calm, _ := p.system(y, base.buffer, set)
		base.limit(calm)
		var err error
		if period.Base, err = Greatest(ctx, calm); err != nil {
			return nil, err
		}
		period.System, period.Legs = p.system(y, hit.buffer, set)
		hit.limit(period.System)
		hit.carry(at, &period)
		for _, s := range shocks {
			if y.Year >= s.From {
				withhold(&period.System.Parties[s.Party], s)
			}
		}
		if period.After, err = Greatest(ctx, period.System); err != nil {
			return nil, err
		}
		period.Losses = p.compare(calm, &period, shocks)
		base.spend(calm, period.Base)
		hit.spend(period.System, period.After)
		hit.leftOver(p, at, &period)
		out.Periods = append(out.Periods, period)
	}
	return out, nil
}

func (p *Plan) checkRun(shocks []Shock, set Settings) error {
	if set.Buffer != nil && len(set.Buffer) != len(p.Parties) {
		return fmt.Errorf("run a shock: buffers of %d of %d parties", len(set.Buffer), len(p.Parties))
	}
	for i, b := range set.Buffer {
		if !amount(b) {
			return fmt.Errorf("run a shock: the buffer of %s is %g: amounts are finite and not negative", p.Parties[i].ID, b)
		}
	}
	if !share(set.Cut) || !share(set.LostMeans) || !share(set.LostIncome) {
		return fmt.Errorf("run a shock: cut %g, lost means %g and lost income %g lie between 0 and 1", set.Cut, set.LostMeans, set.LostIncome)
	}
	if set.Unpaid != "" && !slices.Contains(Policies(), set.Unpaid) {
		return fmt.Errorf("run a shock: there is no policy %q: use lapse, roll or accelerate", set.Unpaid)
	}
	for _, s := range shocks {
		if s.Party < 0 || int(s.Party) >= len(p.Parties) {
			return fmt.Errorf("run a shock: there is no party %d among the %d", s.Party, len(p.Parties))
		}
		if !share(s.Pay) {
			return fmt.Errorf("run a shock: %s pays %g%%, but a share lies between 0%% and 100%%", p.Parties[s.Party].ID, 100*s.Pay)
		}
		for _, r := range s.Ranks {
			if r < 1 || r > planRanks {
				return fmt.Errorf("run a shock: rank %d is not one of 1 to %d", r, planRanks)
			}
		}
	}
	return nil
}

// withhold lets a shock act on a party. Of two on one rank the stronger counts.
func withhold(party *Party, s Shock) {
	if party.Withheld == nil {
		party.Withheld = make([]float64, planRanks)
	}
	for r := 1; r <= planRanks; r++ {
		hit := len(s.Ranks) == 0
		for _, rank := range s.Ranks {
			hit = hit || rank == r
		}
		if hit {
			party.Withheld[r-1] = math.Max(party.Withheld[r-1], 1-s.Pay)
		}
	}
}

// compare sets a shocked year against the calm one. What is paid late, on dues carried over from years before, is left out on
// both sides: it is in [Run.Totals].
func (p *Plan) compare(calm *System, period *Period, shocks []Shock) *Losses {
	base := *period.Base
	base.Dues = append(append([]float64(nil), base.Dues...), period.After.Dues[len(calm.Dues):]...)
	shocked := map[int]bool{}
	for _, s := range shocks {
		shocked[int(s.Party)] = true
	}
	carried := make([]float64, len(p.Parties))
	for i := range carried {
		carried[i] = calm.Parties[i].Buffer - period.System.Parties[i].Buffer
	}
	return Compare(period.System, &base, period.After, carried, func(i int) bool { return shocked[i] })
}

// purse is what a run carries from year to year.
type purse struct {
	policy Policy
	buffer []float64
	called []float64 // by guarantee: what was called of it so far; its cap is for all years
	dues   []Due     // left over
	legs   []deals.LegRef
	failed map[int]int // by party, the year, counted from 0, from which on its obligations have fallen due before
}

func newPurse(p *Plan, set Settings) *purse {
	b := make([]float64, len(p.Parties))
	copy(b, set.Buffer)
	return &purse{policy: set.Unpaid, buffer: b, called: make([]float64, len(p.backs)), failed: map[int]int{}}
}

// limit leaves of the caps of guarantees what was not called in the years before.
func (u *purse) limit(s *System) {
	s.Guarantees = slices.Clone(s.Guarantees)
	for i := range s.Guarantees {
		s.Guarantees[i].Cap = math.Max(0, s.Guarantees[i].Cap-u.called[i])
	}
}

// spend leaves what is left of the buffers, and notes what was called.
func (u *purse) spend(s *System, sol *Solution) {
	short := map[[2]int]float64{}
	for i, d := range s.Dues {
		short[[2]int{d.From, d.To}] += d.Amount - sol.Dues[i]
	}
	for i, g := range s.Guarantees {
		u.called[i] += math.Max(0, math.Min(g.Cap, short[[2]int{g.Debtor, g.Creditor}]))
	}
	for i := range u.buffer {
		u.buffer[i] = math.Min(u.buffer[i], sol.Residual[i])
	}
}

// carry adds what is left over to a year, and takes out what fell due before.
func (u *purse) carry(at int, period *Period) {
	for i, d := range period.System.Dues {
		if from, failed := u.failed[d.From]; failed && at >= from && d.Rank <= planHard {
			period.System.Dues[i].Amount = 0 // it fell due the year after the party failed
		}
	}
	period.System.Dues = append(period.System.Dues, u.dues...)
	period.Legs = append(period.Legs, u.legs...)
}

// leftOver notes what is due again.
func (u *purse) leftOver(p *Plan, at int, period *Period) {
	u.dues, u.legs = nil, nil
	if u.policy != Roll && u.policy != Accelerate {
		return
	}
	add := func(d Due, leg deals.LegRef, amount float64) {
		if amount > band(d.Amount) {
			u.dues = append(u.dues, Due{From: d.From, To: d.To, Rank: d.Rank, Amount: amount})
			u.legs = append(u.legs, leg)
		}
	}
	covered := coveredBy(period)
	for i, d := range period.System.Dues {
		if d.Rank > planHard {
			continue
		}
		short, pair := d.Amount-period.After.Dues[i], [2]int{d.From, d.To}
		paid := math.Min(math.Max(0, short), covered[pair])
		covered[pair] -= paid
		add(d, period.Legs[i], short-paid)
	}
	if u.policy != Accelerate {
		return
	}
	for i, failed := range period.After.Default {
		if _, before := u.failed[i]; !failed || before {
			continue
		}
		u.failed[i] = at + 2 // what is due in the next year in any case stays where it is
		for _, later := range p.Years[min(at+2, len(p.Years)):] {
			for k, d := range later.Dues {
				if d.From == i && d.Rank <= planHard {
					add(d, later.Legs[k], d.Amount)
				}
			}
		}
	}
}

// coveredBy is, by debtor and creditor, what guarantors have paid: that much is not due again.
func coveredBy(period *Period) map[[2]int]float64 {
	out := map[[2]int]float64{}
	for i, g := range period.System.Guarantees {
		out[[2]int{g.Debtor, g.Creditor}] += period.After.Guarantees[i]
	}
	return out
}

// Total is what a party loses in all years of a run.
type Total struct {
	Direct   float64 // receipts from the shocked parties, less what they pay late
	Indirect float64 // all other receipts; what guarantors pay for a debtor is in it
	Buffer   float64 // buffer used, beyond what the calm run uses
	Missed   float64 // obligations that the party itself does not meet: in their year, or to the end if they fall due again
	Residual float64 // what it is left with less
	First    int     // first year in which it is in default; -1: none
}

// Loss is all that the party receives less.
func (t Total) Loss() float64 { return t.Direct + t.Indirect }

// Totals adds up a run by party.
func (r *Run) Totals() []Total {
	n := len(r.Plan.Parties)
	out := make([]Total, n)
	for i := range out {
		out[i].First = -1
	}
	shocked := map[int]bool{}
	for _, s := range r.Shocks {
		shocked[int(s.Party)] = true
	}
	for at := range r.Periods {
		p := &r.Periods[at]
		direct := p.Losses.Direct(func(i int) bool { return shocked[i] })
		for k := len(r.Plan.Years[at].Dues); k < len(p.System.Dues); k++ { // paid late
			if d := p.System.Dues[k]; shocked[d.From] {
				direct[d.To] -= p.After.Dues[k]
			} else {
				out[d.To].Indirect -= p.After.Dues[k]
			}
		}
		for i := range out {
			t := &out[i]
			t.Direct += direct[i]
			for _, l := range p.Losses.to(i) {
				if !shocked[l.From] {
					t.Indirect += l.Amount
				}
			}
			if r.again() {
				t.Missed = 0 // what was missed is due again in this year
			}
			t.Missed += p.After.Missed[i]
			t.Residual += p.Losses.Residual[i]
			t.Buffer += math.Max(0, used(p.System, p.After, i)-used(p.System, p.Base, i))
			if p.After.Default[i] && t.First < 0 {
				t.First = p.Year
			}
		}
	}
	return out
}

// again reports whether obligations that are not met fall due again.
func (r *Run) again() bool { return r.Unpaid == Roll || r.Unpaid == Accelerate }

// Late is, by leg, what is paid in other years than that in which it was due, since it fell due again or all at once.
func (r *Run) Late() map[deals.LegRef]float64 {
	out := map[deals.LegRef]float64{}
	for at := range r.Periods {
		p := &r.Periods[at]
		for k := len(r.Plan.Years[at].Dues); k < len(p.System.Dues); k++ {
			out[p.Legs[k]] += p.After.Dues[k]
		}
	}
	return out
}

// used is how much of its buffer a party has spent.
func used(s *System, sol *Solution, i int) float64 {
	return math.Max(0, s.Parties[i].Buffer-sol.Residual[i])
}

// Node is a party of the plan by its id.
func (p *Plan) Node(id deals.PartyID) (graph.Node, bool) {
	for i, party := range p.Parties {
		if party.ID == id {
			return graph.Node(i), true
		}
	}
	return 0, false
}
