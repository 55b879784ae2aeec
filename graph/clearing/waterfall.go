package clearing

import "math"

// layout is a system laid out for solving.
type layout struct {
	*System
	covered [][]int   // by party: guarantees of which it is the debtor, in order
	pair    [][]int   // by guarantee: the obligations of the debtor to the creditor
	between []float64 // by guarantee: their sum
	before  []float64 // by guarantee: what has to be missing until it is called: the caps of those before it
	owed    []float64 // by party and rank: all it is due to pay, calls apart
	own     []float64 // by party: inflow and buffer
	full    []float64 // by party: its means if everybody pays in full and nothing is called
	plan    []float64 // by party: the means it had counted on
	scale   float64   // the largest means, for tolerances
}

func lay(s *System) *layout {
	n := len(s.Parties)
	l := &layout{System: s, owed: make([]float64, n*s.Ranks), own: make([]float64, n), full: make([]float64, n), plan: make([]float64, n), scale: 1}
	for i := range s.Parties {
		p := &s.Parties[i]
		copy(l.owed[i*s.Ranks:(i+1)*s.Ranks], p.OutsideDues)
		l.own[i] = p.Outside + p.Buffer
		l.full[i] = l.own[i]
	}
	for i := range s.Dues {
		d := &s.Dues[i]
		l.owed[d.From*s.Ranks+d.Rank-1] += d.Amount
		l.full[d.To] += d.Amount
	}
	for i := range s.Parties {
		l.scale = math.Max(l.scale, l.full[i])
		if l.plan[i] = s.Parties[i].Planned; l.plan[i] == 0 {
			l.plan[i] = l.full[i]
		}
	}
	if len(s.Guarantees) > 0 {
		l.layGuarantees()
	}
	return l
}

// layGuarantees finds what each guarantee covers, and after how much.
func (l *layout) layGuarantees() {
	type debt struct{ from, to int }
	dues, caps := map[debt][]int{}, map[debt]float64{}
	for i := range l.Guarantees {
		g := &l.Guarantees[i]
		dues[debt{g.Debtor, g.Creditor}] = nil
	}
	for i, d := range l.Dues {
		if of, ok := dues[debt{d.From, d.To}]; ok && d.Rank <= l.Hard {
			dues[debt{d.From, d.To}] = append(of, i)
		}
	}
	l.covered = make([][]int, len(l.Parties))
	for i, g := range l.Guarantees {
		of, sum := debt{g.Debtor, g.Creditor}, 0.0
		for _, d := range dues[of] {
			sum += l.Dues[d].Amount
		}
		l.covered[g.Debtor] = append(l.covered[g.Debtor], i)
		l.pair, l.between, l.before = append(l.pair, dues[of]), append(l.between, sum), append(l.before, caps[of])
		caps[of] += g.Cap
	}
}

// row is the part of a list by party and rank that is a party's.
func (l *layout) row(list []float64, i int) []float64 { return list[i*l.Ranks : (i+1)*l.Ranks] }

// branch is which formulas hold for a party. As long as its branch stays the same, what it pays is affine in its means.
type branch struct {
	Default  bool
	Marginal int  // the first rank that is not met in full, from 1; Ranks+1 when all are
	Cutting  bool // discretionary spending follows means
}

// outcome is what a party does with its means.
type outcome struct {
	branch
	hard     float64 // all its obligations, calls included
	left     float64 // after all ranks; below 0 where obligations are met beyond the means
	lost     float64 // destroyed by a default
	residual float64
}

// rule says which default decides: the party's means, or what the search for waves imposes.
type rule int

const (
	byMeans rule = iota // a party that cannot meet its obligations is in default
	never               // it pays all obligations, whatever its means
)

// spend runs a party's waterfall on the means and calls that there are, and writes down what it wants to pay and pays.
func (w *work) spend(i int, r rule) {
	p, out := &w.Parties[i], &w.out[i]
	owed, calls, want, paid := w.row(w.owed, i), w.row(w.calls, i), w.row(w.want, i), w.row(w.paidBy, i)
	means := w.means[i]
	out.hard = 0
	for k := range w.Hard {
		want[k] = owed[k] + calls[k]
		out.hard += want[k]
	}
	short := out.hard-means > band(out.hard)
	out.Default = r == byMeans && short
	available := means
	if out.Default {
		available = (1-p.LostMeans)*w.own[i] + (1-p.LostIncome)*(means-w.own[i])
	}
	out.lost = means - available
	out.Cutting = p.Cut > 0 && means < w.plan[i]
	out.Marginal = w.Ranks + 1
	left := available
	for k := range w.Ranks {
		if k >= w.Hard {
			want[k] = owed[k] * w.appetite(i, means)
		}
		met := want[k]
		if k >= w.Hard || out.Default {
			if met = math.Min(want[k], math.Max(left, 0)); met < want[k] && out.Marginal > w.Ranks {
				out.Marginal = k + 1
			}
		}
		left -= met
		paid[k] = met * (1 - at(p.Withheld, k))
	}
	out.left, out.residual = left, math.Max(left, 0)
}

// appetite is the share of its discretionary spending that a party still wants with so much means.
func (l *layout) appetite(i int, means float64) float64 {
	cut := l.Parties[i].Cut
	if cut == 0 || means >= l.plan[i] {
		return 1
	}
	return 1 - cut*(1-means/l.plan[i])
}

// due is all that a party is due to pay at a rank from 0, of which everybody gets an equal share; calls included.
func (w *work) due(i, k int) float64 {
	if k < w.Hard {
		return w.want[i*w.Ranks+k]
	}
	return w.owed[i*w.Ranks+k]
}
