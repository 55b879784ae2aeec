package clearing

import (
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// closed says which parties are of a class in which everybody's last dollar goes to the class alone: if they all had less of
// it, nothing would contradict that (Eisenberg and Noe 2001 exclude it by asking for some money everywhere).
func (w *work) closed() []bool {
	n := len(w.Parties)
	in, last := make([]bool, n), make([]bool, n*w.Ranks)
	for i := range n {
		in[i] = w.lastDollar(i, last[i*w.Ranks:(i+1)*w.Ranks])
	}
	w.refunded(last, in)
	links := w.lastLinks(last)
	payers := make([][]int, n)
	for _, l := range links {
		payers[l.to] = append(payers[l.to], l.from)
	}
	var open []int
	for i := range n {
		if !in[i] {
			open = append(open, i)
		}
	}
	for len(open) > 0 { // who pays somebody who is not of a class is of none
		i := open[len(open)-1]
		open = open[:len(open)-1]
		for _, from := range payers[i] {
			if in[from] {
				in[from] = false
				open = append(open, from)
			}
		}
	}
	return goesRound(in, links)
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

// lastLinks are the dues and calls at the marked ranks.
func (w *work) lastLinks(last []bool) []link {
	var links []link
	for _, d := range w.Dues {
		if d.Amount > 0 && last[d.From*w.Ranks+d.Rank-1] {
			links = append(links, link{from: d.From, to: d.To})
		}
	}
	for g, b := range w.Guarantees {
		if w.called[g] > 0 && last[b.Guarantor*w.Ranks+b.Rank-1] {
			links = append(links, link{from: b.Guarantor, to: b.Creditor})
		}
	}
	return links
}

// goesRound leaves those from whom all ways lead back, and takes out those who only pay them.
func goesRound(in []bool, links []link) []bool {
	g := simple.NewDirectedGraph()
	out := make([]bool, len(in))
	for _, l := range links {
		if in[l.from] {
			g.SetEdge(simple.Edge{F: simple.Node(l.from), T: simple.Node(l.to)})
		}
	}
	for _, class := range topo.TarjanSCC(g) {
		of := map[int64]bool{}
		for _, v := range class {
			of[v.ID()] = true
		}
		closed := true
		for _, v := range class {
			for to := g.From(v.ID()); to.Next(); {
				closed = closed && of[to.Node().ID()]
			}
		}
		for _, v := range class {
			out[v.ID()] = closed && len(class) > 1
		}
	}
	return out
}
