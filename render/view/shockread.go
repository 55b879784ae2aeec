package view

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/clearing"
)

// shocker reads a shock from its runs.
type shocker struct {
	l         *deals.Ledger
	n         *graph.Network
	r         ShockRuns
	low, high []clearing.Total
}

// money turns whole units into what people read.
func (s *shocker) money(x float64) *Money {
	return MoneyOf(int64(math.Round(x*100)), s.n.View.Currency)
}

func (s *shocker) between(low, high float64) Between {
	return Between{s.money(math.Min(low, high)), s.money(math.Max(low, high))}
}

func (s *shocker) years() string {
	first, last := s.r.High.Periods[0].Year, s.r.High.Periods[len(s.r.High.Periods)-1].Year
	return graph.Years{First: first, Last: last}.String()
}

func (s *shocker) shocked(v int) bool {
	return slices.ContainsFunc(s.r.High.Shocks, func(x clearing.Shock) bool { return int(x.Party) == v })
}

// losers fills the parties, the sums and the verdict.
func (s *shocker) losers(out *Shock) {
	due, unknown := s.due(), append(s.owedUnknown(), s.owedUnplaced()...)
	var direct, total [2]float64
	for v := range s.high {
		low, high := s.low[v], s.high[v]
		if !s.shocked(v) {
			direct[0], direct[1] = direct[0]+low.Direct, direct[1]+high.Direct
			total[0], total[1] = total[0]+low.Loss(), total[1]+high.Loss()
		}
		touched := high.Loss() > 0 || low.Loss() > 0 || high.Missed > 0 || s.r.Stakes[1][v] >= 0.005
		if !touched {
			if due[v] > 0 && !s.shocked(v) && !slices.Contains(unknown, node(s.n, graph.Node(v))) {
				out.Untouched = append(out.Untouched, node(s.n, graph.Node(v)))
			}
			continue
		}
		out.Losers = append(out.Losers, s.loser(v, due[v]))
	}
	slices.SortStableFunc(out.Losers, func(a, b Loser) int {
		return cmp.Or(cmp.Compare(worth(b.Total.High), worth(a.Total.High)), cmp.Compare(worth(b.Total.Low), worth(a.Total.Low)), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	out.Direct, out.Total = s.between(direct[0], direct[1]), s.between(total[0], total[1])
	out.Amplified = Ratio{ratio(total[0], direct[0]), ratio(total[1], direct[1])}
	out.Verdict = verdict(out.Amplified)
	if out.Unknown = s.owedUnknown(); len(unknown) > 0 && out.Amplified.High == nil {
		out.Verdict = "nobody is known to lose anything"
	}
}

// owedUnplaced are the parties to which the shocked owe what no year has.
func (s *shocker) owedUnplaced() []Party {
	var out []Party
	for _, ref := range s.r.High.Plan.Unplaced {
		for _, leg := range s.l.Legs(ref) {
			if a, ok := s.n.ArcOf(leg); ok && s.shocked(int(a.From)) {
				out = append(out, node(s.n, a.To))
			}
		}
	}
	return out
}

// owedUnknown are the parties to which the shocked owe amounts that are not disclosed.
func (s *shocker) owedUnknown() []Party {
	out := []Party{}
	for v := range s.high {
		if !slices.ContainsFunc(s.r.High.Shocks, func(x clearing.Shock) bool { return int(x.Party) == v && x.Pay < 1 }) {
			continue
		}
		for a := range s.n.Out(graph.Node(v)) {
			if p := node(s.n, a.To); !a.Known && a.From != a.To && a.Leg.Kind.Family() != deals.Contingent && a.Status != deals.Completed && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// worth is the size of an amount, for sorting.
func worth(m *Money) float64 {
	if m == nil {
		return 0
	}
	x, err := strconv.ParseFloat(m.Amount, 64)
	if err != nil {
		panic("view: an amount of ours is no number: " + m.Amount)
	}
	return x
}

func ratio(a, b float64) *float64 {
	if b <= 0 {
		return nil
	}
	x := math.Round(a/b*1000) / 1000
	return &x
}

// SelectionLimit is the amplification up to which a shock hits those who dealt with the shocked party and hardly anybody else.
const SelectionLimit = 1.1

// verdict says whether losses stay with those who dealt with the shocked party.
func verdict(r Ratio) string {
	switch {
	case r.High == nil && r.Low == nil:
		return "nobody loses anything"
	case r.Low != nil && *r.Low > SelectionLimit:
		return "chain: losses pass on well beyond those who dealt with the party"
	case r.High != nil && *r.High <= SelectionLimit:
		return "selection: losses stay with those who dealt with the party"
	}
	return "open: selection if the parties without facts have ample means, a chain if they have none"
}

// due is all that each party was to receive.
func (s *shocker) due() []float64 {
	out := make([]float64, len(s.high))
	for _, y := range s.r.High.Plan.Years {
		for _, d := range y.Dues {
			out[d.To] += d.Amount
		}
	}
	return out
}

func (s *shocker) loser(v int, due float64) Loser {
	low, high := s.low[v], s.high[v]
	out := Loser{
		Party: node(s.n, graph.Node(v)), Shocked: s.shocked(v),
		Direct: s.between(low.Direct, high.Direct), Indirect: s.between(low.Indirect, high.Indirect), Total: s.between(low.Loss(), high.Loss()),
		BufferUsed: s.between(low.Buffer, high.Buffer), Missed: s.between(low.Missed, high.Missed),
	}
	if due > 0 {
		if share := math.Max(low.Loss(), high.Loss()) / due; share > 0 {
			out.ShareOfInflow = &share
		}
	}
	if m := s.r.Means[v]; m.Known {
		out.Buffer = MoneyOf(m.Amount, s.n.View.Currency)
	} else {
		out.BufferUsed = Between{}
	}
	switch {
	case high.First > 0:
		out.Defaults = fmt.Sprint(high.First)
	case high.First == 0:
		out.Defaults = "yes"
	}
	if s.r.Stakes[1][v] >= 0.005 {
		down := s.between(s.r.Stakes[0][v], s.r.Stakes[1][v])
		out.Stakes = &down
	}
	return out
}

func (s *shocker) rounds() []Round {
	out := []Round{}
	for at, by := range s.r.Rounds {
		for round := 1; ; round++ {
			var who []Party
			for v, r := range by {
				if r == round {
					who = append(who, node(s.n, graph.Node(v)))
				}
			}
			if who == nil {
				break
			}
			out = append(out, Round{s.r.High.Periods[at].Year, round, who})
		}
	}
	return out
}

// through adds up by whose hands losses came, in the years in which they were due.
func (s *shocker) through() []Through {
	sum := map[[2]int]float64{}
	for _, p := range s.r.High.Periods {
		for _, l := range p.Losses.Links {
			sum[[2]int{l.To, l.From}] += l.Amount
		}
	}
	out := []Through{}
	for _, pair := range slices.SortedFunc(maps.Keys(sum), func(a, b [2]int) int {
		return cmp.Or(cmp.Compare(sum[b], sum[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	}) {
		if sum[pair] >= 0.005 && !s.shocked(pair[0]) {
			out = append(out, Through{node(s.n, graph.Node(pair[0])), node(s.n, graph.Node(pair[1])), s.money(sum[pair])})
		}
	}
	return out
}

func (s *shocker) paths() []LossPath {
	out := []LossPath{}
	for _, p := range s.r.Paths {
		q := LossPath{Amount: s.money(p.Amount), Factor: math.Round(p.Factor*1000) / 1000}
		for _, v := range p.Parties {
			q.Parties = append(q.Parties, node(s.n, graph.Node(v)))
		}
		out = append(out, q)
	}
	return out
}

func (s *shocker) ends() Ends {
	var missing, outside, residual, late float64
	for _, x := range s.r.High.Late() {
		late += x
	}
	for _, p := range s.r.High.Periods {
		for v := range p.Losses.Received {
			missing += p.Losses.Missing[v]
			outside += p.Losses.Outside[v]
			residual += p.Losses.Residual[v]
		}
	}
	return Ends{s.money(missing), s.money(late), s.money(outside), s.money(residual)}
}

// lossClass says in which capacity the payee of a leg loses.
func lossClass(l *deals.Leg, from deals.PartyID) string {
	switch {
	case l.From != from: // the payee of a debt pays it back
		return "lenders"
	case l.Kind == deals.Lease:
		return "landlords"
	case l.Kind.Family() == deals.Funding:
		return "those who were to be funded"
	case l.Kind == deals.Acquisition:
		return "sellers of companies"
	default:
		return "suppliers"
	}
}

// classes adds up what is not paid by the capacity in which the payees lose it, but for those that are shocked themselves. What guarantors pay is on top, and so is what
// shares are worth less, which is no cash.
func (s *shocker) classes() []ClassLoss {
	sum := map[string]map[int][2]float64{}
	add := func(class string, who, side int, x float64) {
		if sum[class] == nil {
			sum[class] = map[int][2]float64{}
		}
		both := sum[class][who]
		both[side] += x
		sum[class][who] = both
	}
	for side, run := range []*clearing.Run{s.r.Low, s.r.High} {
		late := run.Late()
		for at, p := range run.Periods {
			for i := range run.Plan.Years[at].Dues {
				d := p.System.Dues[i]
				legs := s.l.Legs(p.Legs[i])
				if x := Short(p, i, late); x > 0.005 && len(legs) > 0 && !s.shocked(d.To) {
					add(lossClass(legs[0], s.group(d.From, legs[0])), d.To, side, x)
				}
			}
			for g, x := range p.After.Guarantees {
				if x -= p.Base.Guarantees[g]; x != 0 && !s.shocked(p.System.Guarantees[g].Guarantor) {
					add("guarantors, who make good a part of it", p.System.Guarantees[g].Guarantor, side, x)
				}
			}
		}
		for v, x := range s.r.Stakes[side] {
			if x >= 0.005 && !s.shocked(v) {
				add("shareholders, by what their stakes are worth less", v, side, x)
			}
		}
	}
	out := []ClassLoss{}
	for class, by := range sum {
		out = append(out, s.class(class, by))
	}
	slices.SortFunc(out, func(a, b ClassLoss) int {
		return cmp.Or(cmp.Compare(worth(b.Amount.High), worth(a.Amount.High)), cmp.Compare(a.Class, b.Class))
	})
	return out
}

// class tells what parties lose in one capacity.
func (s *shocker) class(name string, by map[int][2]float64) ClassLoss {
	out := ClassLoss{Class: name, Parties: []PartyLoss{}}
	var low, high float64
	for _, v := range slices.Sorted(maps.Keys(by)) {
		low, high = low+by[v][0], high+by[v][1]
		out.Parties = append(out.Parties, PartyLoss{node(s.n, graph.Node(v)), s.between(by[v][0], by[v][1])})
	}
	out.Amount = s.between(low, high)
	slices.SortStableFunc(out.Parties, func(a, b PartyLoss) int { return cmp.Compare(worth(b.Amount.High), worth(a.Amount.High)) })
	return out
}

// group is the payer of a due as its leg names it: a parent pays for its subsidiaries where they are rolled up.
func (s *shocker) group(payer int, leg *deals.Leg) deals.PartyID {
	if v, ok := s.n.Of(leg.From); ok && int(v) == payer {
		return leg.From
	}
	return s.n.Party(graph.Node(payer)).ID
}

// defaults says whether a party defaults, and when: for certain, or only on the high side, on which parties without facts have no
// means.
func (l Loser) defaults() string {
	if low, ok := l.Missed.Low.Minor(); l.Defaults != "" && ok && low == 0 {
		if l.Defaults == "yes" {
			return "possibly"
		}
		return "possibly " + l.Defaults
	}
	return l.Defaults
}
