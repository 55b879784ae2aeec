package clearing

import "math"

// layout is a system laid out for solving: dues by payer and rank, guarantees by debtor and guarantor.
type layout struct {
	*System
	dues    [][]int     // of each party, in order
	covered [][]int     // guarantees of which it is the debtor, in order
	given   [][]int     // guarantees of which it is the guarantor, in order
	owed    [][]float64 // by party and rank: all it is due to pay, calls apart
	between []float64   // by guarantee: all obligations of the debtor to the creditor
	pair    [][]int     // by guarantee: those dues
	full    []float64   // by party: its means if everybody pays in full and nothing is called
	plan    []float64   // by party: the means it had counted on
	scale   float64     // the largest means, for tolerances
}

func lay(s *System) *layout {
	n := len(s.Parties)
	l := &layout{System: s, dues: make([][]int, n), covered: make([][]int, n), given: make([][]int, n), owed: make([][]float64, n), full: make([]float64, n), plan: make([]float64, n), scale: 1}
	for i, p := range s.Parties {
		l.owed[i] = make([]float64, s.Ranks)
		copy(l.owed[i], p.OutsideDues)
		l.full[i] = p.Outside + p.Buffer
	}
	for i, d := range s.Dues {
		l.dues[d.From] = append(l.dues[d.From], i)
		l.owed[d.From][d.Rank-1] += d.Amount
		l.full[d.To] += d.Amount
	}
	for i, g := range s.Guarantees {
		l.covered[g.Debtor] = append(l.covered[g.Debtor], i)
		l.given[g.Guarantor] = append(l.given[g.Guarantor], i)
		sum, dues := 0.0, []int(nil)
		for _, d := range l.dues[g.Debtor] {
			if s.Dues[d].To == g.Creditor && s.Dues[d].Rank <= s.Hard {
				sum, dues = sum+s.Dues[d].Amount, append(dues, d)
			}
		}
		l.between, l.pair = append(l.between, sum), append(l.pair, dues)
	}
	for i, p := range s.Parties {
		l.scale = math.Max(l.scale, l.full[i])
		if l.plan[i] = p.Planned; p.Planned == 0 {
			l.plan[i] = l.full[i]
		}
	}
	return l
}

// branch is which formulas hold for a party. As long as all branches stay the same, payments are a smooth function of means.
type branch struct {
	Default  bool
	Marginal int  // the first rank that is not met in full, from 1; Ranks+1 when all are
	Cutting  bool // discretionary spending follows means
}

// outcome is what a party does with its means.
type outcome struct {
	branch
	met      []float64 // by rank: what the waterfall gives it, withheld or not
	paid     []float64 // by rank: the same less what is withheld
	want     []float64 // by rank: what it would pay if it could
	residual float64
	lost     float64 // destroyed by a default
}

// rule says which default decides: the party's means, or what the search for waves and least solutions imposes.
type rule int

const (
	byMeans rule = iota // a party that cannot meet its obligations is in default
	never               // it pays all obligations, whatever its means
	always              // it is treated as one in default
)

// spend runs a party's waterfall: means is all it has, called what is called on its guarantees, by rank.
func (l *layout) spend(i int, means float64, called []float64, r rule, out *outcome) {
	p := &l.Parties[i]
	hard := 0.0
	for k := range l.Hard {
		hard += l.owed[i][k] + called[k]
	}
	short := hard-means > band(hard)
	out.Default = r == always || r == byMeans && short
	available := means
	if out.Default {
		own := p.Outside + p.Buffer
		available = (1-p.LostMeans)*own + (1-p.LostIncome)*(means-own)
	}
	out.lost = means - available
	out.Cutting = p.Cut > 0 && means < l.plan[i]
	out.Marginal = l.Ranks + 1
	left := available
	for k := range l.Ranks {
		want := l.owed[i][k] + called[k]
		if k >= l.Hard {
			want = l.owed[i][k] * l.appetite(i, means)
		}
		met := math.Min(want, math.Max(left, 0))
		if k < l.Hard && r == never {
			met = want
		}
		if met < want && out.Marginal > l.Ranks {
			out.Marginal = k + 1
		}
		left -= met
		out.want[k], out.met[k], out.paid[k] = want, met, met*(1-at(p.Withheld, k))
	}
	out.residual = math.Max(left, 0)
}

// appetite is the share of its discretionary spending that a party still wants with so much means.
func (l *layout) appetite(i int, means float64) float64 {
	cut := l.Parties[i].Cut
	if cut == 0 || means >= l.plan[i] || l.plan[i] == 0 {
		return 1
	}
	return math.Max(0, 1-cut*(1-means/l.plan[i]))
}
