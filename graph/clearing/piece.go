package clearing

import "math"

// pieces says how payments depend on means near where they stand: for each party and rank slope and intercept of what it
// pays, and between which means of the party that formula holds.
type pieces struct {
	slope, at0 []float64 // by party and rank
	low, high  []float64 // by party
	passes     []bool    // by party: some slope is not 0
}

// pieces reads the formulas that hold off the last outcomes, calls unchanged.
func (w *work) pieces(rules []rule) *pieces {
	n := len(w.Parties)
	p := &pieces{slope: make([]float64, n*w.Ranks), at0: make([]float64, n*w.Ranks), low: make([]float64, n), high: make([]float64, n), passes: make([]bool, n)}
	for i := range n {
		w.piece(i, rules[i], p)
		p.low[i], p.high[i] = math.Min(p.low[i], w.means[i]), math.Max(p.high[i], w.means[i])
	}
	for g := range w.Guarantees {
		w.kinks(g, p)
	}
	return p
}

// line is an affine function of a party's means.
type line struct{ slope, at0 float64 }

func (a line) minus(b line) line { return line{a.slope - b.slope, a.at0 - b.at0} }

// keep narrows the means of a party to those at which a line that is not negative now stays so.
func (p *pieces) keep(i int, l line) {
	switch {
	case l.slope > 0:
		p.low[i] = math.Max(p.low[i], -l.at0/l.slope)
	case l.slope < 0:
		p.high[i] = math.Min(p.high[i], -l.at0/l.slope)
	}
}

func (w *work) piece(i int, r rule, p *pieces) {
	party, out := &w.Parties[i], &w.out[i]
	p.low[i], p.high[i] = math.Inf(-1), math.Inf(1)
	left := line{1, 0}
	if out.Default {
		left = line{1 - party.LostIncome, w.own[i] * (party.LostIncome - party.LostMeans)}
		p.high[i] = out.hard
	}
	for k := range w.Ranks {
		want := w.wants(i, k)
		if want.slope != 0 || k >= w.Hard && party.Cut > 0 && want.at0 > 0 {
			p.keep(i, line{1, -w.plan[i]}.turned(out.Cutting))
		}
		pays := want
		if k+1 == out.Marginal {
			if out.left < 0 { // it has nothing left for what it may cut
				p.keep(i, left.turned(true))
				return
			}
			p.keep(i, left)
			p.keep(i, want.minus(left))
			pays = left
		}
		left = left.minus(pays)
		kept := 1 - at(party.Withheld, k)
		p.slope[i*w.Ranks+k], p.at0[i*w.Ranks+k] = kept*pays.slope, kept*pays.at0
		p.passes[i] = p.passes[i] || kept*pays.slope != 0
		if k+1 == out.Marginal {
			return
		}
	}
	if r == byMeans { // else it pays its obligations with less as well
		p.keep(i, left)
	}
}

// wants is what a party wants to pay at a rank, by its means.
func (w *work) wants(i, k int) line {
	owed := w.owed[i*w.Ranks+k]
	switch cut := w.Parties[i].Cut; {
	case k < w.Hard:
		return line{0, w.want[i*w.Ranks+k]}
	case w.out[i].Cutting:
		return line{owed * cut / w.plan[i], owed * (1 - cut)}
	default:
		return line{0, owed}
	}
}

func (l line) turned(turn bool) line {
	if turn {
		return line{-l.slope, -l.at0}
	}
	return l
}

// kinks narrows a debtor's means to those at which a guarantee stays uncalled, called in part or called in full.
func (w *work) kinks(g int, p *pieces) {
	debtor := w.Guarantees[g].Debtor
	missing := line{0, w.between[g]}
	for _, d := range w.pair[g] {
		missing = missing.minus(w.duePiece(d, p))
	}
	now := w.missing(g)
	for _, turn := range []float64{w.before[g], w.before[g] + w.Guarantees[g].Cap} {
		p.keep(debtor, missing.minus(line{0, turn}).turned(now < turn))
		p.low[debtor], p.high[debtor] = math.Min(p.low[debtor], w.means[debtor]), math.Max(p.high[debtor], w.means[debtor])
	}
}

// duePiece is what is paid on a due, by the payer's means.
func (w *work) duePiece(d int, p *pieces) line {
	due := &w.Dues[d]
	c := due.From*w.Ranks + due.Rank - 1
	all := w.due(due.From, due.Rank-1)
	if all == 0 {
		return line{}
	}
	share := due.Amount / all
	return line{p.slope[c] * share, p.at0[c] * share}
}
