package clearing

// layout is a system laid out for solving.
type layout struct {
	*System
	shape
	amounts []float64 // by entry of into
	between []float64 // by guarantee: all obligations of the debtor to the creditor
	before  []float64 // by guarantee: what has to be missing until it is called: the caps of those before it
	owed    []float64 // by cell: all it is due to pay, calls apart
	own     []float64 // by party: inflow and buffer
	full    []float64 // by party: its means if everybody pays in full and nothing is called
	plan    []float64 // by party: the means it had counted on
	scale   float64   // the largest means, for tolerances
}

func lay(s *System) *layout {
	n := len(s.Parties)
	l := &layout{
		System: s, shape: shapeOf(s), amounts: make([]float64, len(s.Dues)), between: make([]float64, len(s.Guarantees)), before: make([]float64, len(s.Guarantees)),
		owed: make([]float64, n*s.Ranks), own: make([]float64, n), full: make([]float64, n), plan: make([]float64, n),
	}
	l.load()
	return l
}

// load reads the amounts of the system.
func (l *layout) load() {
	clear(l.owed)
	for i := range l.Parties {
		p := &l.Parties[i]
		copy(l.row(l.owed, i), p.OutsideDues)
		l.own[i] = p.Outside + p.Buffer
		l.full[i] = l.own[i]
	}
	for i := range l.Dues {
		d := &l.Dues[i]
		l.owed[l.cell[i]] += d.Amount
		l.full[d.To] += d.Amount
		l.amounts[l.place[i]] = d.Amount
	}
	l.scale = 1
	for i := range l.Parties {
		l.scale = max(l.scale, l.full[i])
		if l.plan[i] = l.Parties[i].Planned; l.plan[i] == 0 {
			l.plan[i] = l.full[i]
		}
	}
	for g, before := range l.last {
		l.between[g], l.before[g] = 0, 0
		for _, d := range l.pair[g] {
			l.between[g] += l.Dues[d].Amount
		}
		if before >= 0 {
			l.before[g] = l.before[before] + l.Guarantees[before].Cap
		}
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
	means, hard := w.means[i], 0.0
	for k := range w.Hard {
		want[k] = owed[k] + calls[k]
		hard += want[k]
	}
	short := means < hard && hard-means > band(hard)
	inDefault, available := r == byMeans && short, means
	if inDefault {
		available = (1-p.LostMeans)*w.own[i] + (1-p.LostIncome)*(means-w.own[i])
	}
	left, marginal := available, w.Ranks+1
	for k := range w.Ranks {
		if k >= w.Hard {
			want[k] = owed[k] * w.appetite(i, means)
		}
		met := want[k]
		if k >= w.Hard || inDefault {
			if met = min(want[k], max(left, 0)); met < want[k] && marginal > w.Ranks {
				marginal = k + 1
			}
		}
		left -= met
		paid[k] = met * (1 - at(p.Withheld, k))
	}
	out.branch = branch{Default: inDefault, Marginal: marginal, Cutting: p.Cut > 0 && means < w.plan[i]}
	out.hard, out.lost, out.left, out.residual = hard, means-available, left, max(left, 0)
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
