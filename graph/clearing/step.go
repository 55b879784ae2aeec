package clearing

import "math"

// A step computes again only what can have changed: what those pay who have other means or calls than when they last paid, and
// what then arrives at those whom they pay another share than before. What arrives at somebody is always added up from the
// start and in the same order, so leaving out the rest changes no bit of the result.

// names is a set of parties.
type names struct {
	list []int32
	has  []bool
}

func newNames(n int) names { return names{make([]int32, 0, n), make([]bool, n)} }

func (s *names) add(i int32) {
	if !s.has[i] {
		s.has[i] = true
		s.list = append(s.list, i)
	}
}

func (s *names) all() {
	s.list = s.list[:len(s.has)]
	for i := range s.list {
		s.list[i], s.has[i] = int32(i), true
	}
}

func (s *names) clear() {
	for _, i := range s.list {
		s.has[i] = false
	}
	s.list = s.list[:0]
}

// anew makes the next step compute everything.
func (w *work) anew() {
	w.moved.all()
	w.reached.all()
}

// step computes all payments from the present means and calls, and from them the next.
func (w *work) step(rules []rule) {
	w.steps++
	for _, i := range w.moved.list {
		w.spend(int(i), rules[i])
		w.portion(i)
	}
	w.moved.clear()
	if len(w.Guarantees) > 0 {
		w.callAll()
	}
	for _, i := range w.reached.list {
		w.next[i] = w.arriving(i)
	}
}

// portion sets the shares of its dues that a party pays, and notes who is paid another share than before.
func (w *work) portion(i int32) {
	first := i * int32(w.Ranks)
	for c := first; c < first+int32(w.Ranks); c++ {
		due := w.owed[c]
		if int(c-first) < w.Hard {
			due = w.want[c]
		}
		share := 1.0
		if paid := w.paidBy[c]; paid != due && due > 0 {
			share = paid / due
		}
		if share == w.share[c] {
			continue
		}
		w.share[c] = share
		for _, to := range w.payees.of(c) {
			w.reached.add(to)
		}
	}
}

// callAll calls on all guarantees for what the payments leave open.
func (w *work) callAll() {
	for _, c := range w.callCells {
		w.fresh[c] = 0
	}
	for g := range w.Guarantees {
		b := &w.Guarantees[g]
		c := w.callCell[g]
		w.called[g] = math.Min(b.Cap, math.Max(0, w.missing(g)-w.before[g]))
		w.fresh[c] += w.called[g]
		if backed := w.called[g] * w.share[c]; backed != w.backed[g] {
			w.backed[g] = backed
			w.reached.add(int32(b.Creditor))
		}
	}
}

// missing is what the debtor of a guarantee does not pay the creditor.
func (w *work) missing(g int) float64 {
	missing := w.between[g]
	for _, d := range w.pair[g] {
		missing -= w.payment(d)
	}
	return missing
}

// payment is what is paid on a due. The conversion keeps the product from being fused into a sum.
func (w *work) payment(d int) float64 { return float64(w.Dues[d].Amount * w.share[w.cell[d]]) }

// arriving is a party's means by the present payments.
func (w *work) arriving(i int32) float64 {
	sum := w.own[i]
	start, end := w.into.start[i], w.into.start[i+1]
	amounts, cells := w.amounts[start:end], w.intoCell[start:end]
	for e, c := range cells {
		sum += float64(amounts[e] * w.share[c])
	}
	for _, g := range w.backs.of(i) {
		sum += w.backed[g]
	}
	return sum
}

// advance takes the next means and calls, and says by how much they moved. It keeps rounding from turning the iteration round.
func (w *work) advance(dir direction) float64 {
	moved := 0.0
	for _, i := range w.reached.list {
		if by := float64(dir) * (w.next[i] - w.means[i]); by > 0 {
			w.means[i], moved = w.next[i], max(moved, by)
			w.moved.add(i)
		}
	}
	w.reached.clear()
	for _, c := range w.callCells {
		if by := float64(dir) * (w.calls[c] - w.fresh[c]); by > 0 {
			w.calls[c], moved = w.fresh[c], max(moved, by)
			w.moved.add(c / int32(w.Ranks))
		}
	}
	return moved
}

// distance is how far means and calls of the last step were from a fixed point.
func (w *work) distance() float64 {
	far := 0.0
	for i, x := range w.means {
		far = max(far, math.Abs(w.next[i]-x))
	}
	for _, c := range w.callCells {
		far = max(far, math.Abs(w.fresh[c]-w.calls[c]))
	}
	return far
}
