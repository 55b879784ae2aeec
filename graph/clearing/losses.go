package clearing

import (
	"cmp"
	"math"
	"slices"
)

// Losses is what a shock takes from whom, against a baseline. All are amounts by party.
type Losses struct {
	Received []float64 // ΔIn: what it receives less; what a guarantor pays more on its guarantees is in it
	Missing  []float64 // s: what a shocked party pays, or keeps, less than it receives less: money that is simply not there
	Outside  []float64 // what it pays those outside the system less
	Residual []float64 // what it is left with less: margin lost and buffer used
	Lost     []float64 // destroyed by defaults that the baseline does not have
	Links    []Link    // by which the losses pass, by payer and payee; every one is greater than zero

	into map[int][]Link
}

// Link is what one party loses through another: money that does not arrive, and what a guarantor pays for a debtor.
type Link struct {
	From, To int
	Amount   float64
}

// Compare sets a solution against a baseline of the same dues. Shocked says which parties the shock itself hits: all others
// lose exactly what they receive less. Carried is by party how much more of a buffer the baseline began with, because of
// losses of periods before; nil: nothing. Where the solutions agree to within rounding nothing is lost.
//
// The identities are those of the balance sheet: for a party that is not shocked Received = what it pays all others less +
// Outside + Residual − Lost, and Σ Missing = Σ Outside + Σ Residual of the others − Σ Lost. Cost: O(dues · log).
func Compare(s *System, base, after *Solution, carried []float64, shocked func(party int) bool) *Losses {
	n := len(s.Parties)
	out := &Losses{Received: make([]float64, n), Missing: make([]float64, n), Outside: make([]float64, n), Residual: make([]float64, n), Lost: make([]float64, n)}
	out.link(s, base, after)
	passed := make([]float64, n)
	out.into = map[int][]Link{}
	for _, l := range out.Links {
		out.Received[l.To] += l.Amount
		passed[l.From] += l.Amount
		out.into[l.To] = append(out.into[l.To], l)
	}
	before, now := outside(s, base), outside(s, after)
	for i := range n {
		size := math.Max(base.Means[i], after.Means[i])
		out.Outside[i] = rounded(before[i]-now[i], size)
		out.Residual[i] = rounded(base.Residual[i]-after.Residual[i]-at(carried, i), size)
		out.Lost[i] = rounded(after.Lost[i]-base.Lost[i], size)
		if shocked(i) {
			out.Missing[i] = rounded(passed[i]+out.Outside[i]+out.Residual[i]-out.Lost[i]-out.Received[i], size)
		}
	}
	return out
}

// link finds by whom less money reaches whom.
func (out *Losses) link(s *System, base, after *Solution) {
	type pair struct{ from, to int }
	sum, size := map[pair]float64{}, map[pair]float64{}
	add := func(from, to int, amount, scale float64) {
		p := pair{from, to}
		sum[p] += amount
		size[p] = math.Max(size[p], scale)
	}
	for d, due := range s.Dues {
		add(due.From, due.To, base.Dues[d]-after.Dues[d], due.Amount)
	}
	for g, b := range s.Guarantees {
		was, is := ratioOf(base, g), ratioOf(after, g)
		covered := (after.Called[g] - base.Called[g]) * is // of what the debtor pays less
		add(b.Debtor, b.Creditor, -covered, b.Cap)
		add(b.Debtor, b.Guarantor, covered, b.Cap)
		add(b.Guarantor, b.Creditor, base.Called[g]*(was-is), b.Cap) // of what was called before the shock
	}
	for p, amount := range sum {
		if amount = rounded(amount, size[p]); amount != 0 {
			out.Links = append(out.Links, Link{p.from, p.to, amount})
		}
	}
	slices.SortFunc(out.Links, func(a, b Link) int { return cmp.Or(a.From-b.From, a.To-b.To) })
}

// ratioOf is the share of what is called on a guarantee that is paid.
func ratioOf(s *Solution, g int) float64 {
	if s.Called[g] == 0 {
		return 1
	}
	return s.Guarantees[g] / s.Called[g]
}

// rounded is x, or 0 where x is within rounding of amounts of a size.
func rounded(x, size float64) float64 {
	if math.Abs(x) <= 1e-9*math.Max(1, size) {
		return 0
	}
	return x
}

// outside is what every party pays those outside the system.
func outside(s *System, sol *Solution) []float64 {
	all := make([][]float64, len(s.Parties)) // dues by rank
	for i, p := range s.Parties {
		all[i] = make([]float64, s.Ranks)
		copy(all[i], p.OutsideDues)
	}
	for _, d := range s.Dues {
		all[d.From][d.Rank-1] += d.Amount
	}
	for g, b := range s.Guarantees {
		all[b.Guarantor][b.Rank-1] += sol.Called[g]
	}
	out := make([]float64, len(s.Parties))
	for i, p := range s.Parties {
		for k, due := range p.OutsideDues {
			if due > 0 {
				out[i] += due * sol.Paid[i][k] / all[i][k]
			}
		}
	}
	return out
}

// to are the links by which a party loses.
func (l *Losses) to(party int) []Link { return l.into[party] }

// Total is what all parties receive less: a sum over chains, which counts a dollar at every station. The money that is gone
// is Σ Missing.
func (l *Losses) Total() float64 {
	sum := 0.0
	for _, x := range l.Received {
		sum += x
	}
	return sum
}

// Direct is what parties receive less from those whom the shock hits, by party.
func (l *Losses) Direct(shocked func(party int) bool) []float64 {
	out := make([]float64, len(l.Received))
	for _, link := range l.Links {
		if shocked(link.From) {
			out[link.To] += link.Amount
		}
	}
	return out
}
