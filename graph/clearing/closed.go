package clearing

// classes is room for finding closed classes, taken when it is needed.
type classes struct {
	last  []bool // by cell: a party would pay less of this if it had a little less
	links []link // by which last dollars go
	tarjan
}

// closed marks the parties that are of a class in which everybody's last dollar goes to the class alone: if they all had less of
// it, nothing would contradict that (Eisenberg and Noe 2001 exclude it by asking for some money everywhere).
func (w *work) closed(c *classes, in []bool) {
	if c.last == nil {
		c.last = make([]bool, len(w.want))
	}
	clear(c.last)
	some := false
	for i := range in {
		in[i] = w.lastDollar(i, c.last[i*w.Ranks:(i+1)*w.Ranks])
		some = some || in[i]
	}
	if !some {
		return
	}
	w.refunded(c.last, in)
	w.lastLinks(c, in)
	c.round(in, c.links)
}

// lastDollar marks the ranks at which a party would pay less if it had a little less. It reports false if somebody else than
// parties would feel it, or nobody.
func (w *work) lastDollar(i int, last []bool) bool {
	p, out := &w.Parties[i], &w.out[i]
	if out.residual > 10*band(w.means[i]) || out.Default && p.LostIncome > 0 {
		return false
	}
	k := min(out.Marginal, w.Ranks) - 1
	nothing := 1e-12 * w.scale
	for k >= 0 && (w.want[i*w.Ranks+k] <= nothing || k+1 == out.Marginal && w.paidBy[i*w.Ranks+k] <= nothing) {
		k--
	}
	if k < 0 || k < w.Hard && !out.Default && p.LostMeans+p.LostIncome > 0 {
		return false // it pays nothing, or would default and lose more
	}
	last[k] = true
	for j := w.Hard; j < k; j++ {
		last[j] = p.Cut > 0 && w.means[i] <= w.plan[i] && w.owed[i*w.Ranks+j] > 0
	}
	for j := range last {
		if last[j] && (at(p.Withheld, j) > 0 || at(p.OutsideDues, j) > 0) {
			return false
		}
	}
	return true
}

// refunded takes out debtors whose guarantors would pay more if they paid less.
func (w *work) refunded(last, in []bool) {
	for g, b := range w.Guarantees {
		if w.called[g] >= b.Cap || w.missing(g) < w.before[g] {
			continue
		}
		for _, d := range w.pair[g] {
			if w.Dues[d].Amount > 0 && last[b.Debtor*w.Ranks+w.Dues[d].Rank-1] {
				in[b.Debtor] = false
			}
		}
	}
}

// lastLinks are the dues and calls at the marked ranks of those who may be of a class.
func (w *work) lastLinks(c *classes, in []bool) {
	c.links = c.links[:0]
	for i := range w.Dues {
		if d := &w.Dues[i]; in[d.From] && d.Amount > 0 && c.last[w.cell[i]] {
			c.links = append(c.links, link{from: d.From, to: d.To})
		}
	}
	for g, b := range w.Guarantees {
		if in[b.Guarantor] && w.called[g] > 0 && c.last[w.callCell[g]] {
			c.links = append(c.links, link{from: b.Guarantor, to: b.Creditor})
		}
	}
}
