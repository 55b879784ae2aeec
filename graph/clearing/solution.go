package clearing

// newSolution makes room for a solution of the work.
func (w *work) newSolution() *Solution {
	n := len(w.Parties)
	s := &Solution{
		Means: w.means, Received: make([]float64, n), Paid: make([][]float64, n), Missed: make([]float64, n), Dues: make([]float64, len(w.Dues)),
		Called: w.called, Guarantees: w.backed, Residual: make([]float64, n), Lost: make([]float64, n), Default: make([]bool, n), Indeterminate: make([]bool, n),
	}
	for i := range w.Parties {
		s.Paid[i] = w.row(w.paidBy, i)
	}
	return s
}

// read takes the result from the last step, all but who is indeterminate.
func (s *Solution) read(w *work) {
	s.Steps, s.Gap = w.steps, w.distance()
	for i := range w.Parties {
		out := &w.out[i]
		s.Received[i] = max(0, w.means[i]-w.own[i])
		s.Residual[i], s.Lost[i], s.Default[i] = out.residual, out.lost, out.Default
		want, paid, missed := w.row(w.want, i), w.row(w.paidBy, i), 0.0
		for k := range w.Hard {
			missed += want[k] - paid[k]
		}
		if missed <= band(out.hard) {
			missed = 0
		}
		s.Missed[i] = missed
	}
	for d := range s.Dues {
		s.Dues[d] = w.payment(d)
	}
}

// solution is what the last step says.
func (w *work) solution() *Solution {
	s := w.newSolution()
	s.read(w)
	return s
}

// Undetermined lists the parties that payments alone do not pin down, in order; nil as a rule. They form classes in which each
// party's last dollar goes to parties of the class and to nobody else: if all paid less of it, all would have less, and that
// would be consistent too. [Greatest] marks them, and has them pay as much as can be; [Least] gives the other end. A party whose guarantor
// would be called if it paid less is never listed.
func (s *Solution) Undetermined() []int {
	var out []int
	for i, yes := range s.Indeterminate {
		if yes {
			out = append(out, i)
		}
	}
	return out
}

// Outside is what a party pays to those outside the system. Cost: O(dues + guarantees).
func (s *Solution) Outside(sys *System, party int) float64 {
	sum := 0.0
	for k, due := range sys.Parties[party].OutsideDues {
		if due > 0 {
			sum += due * s.ratio(sys, party, k)
		}
	}
	return sum
}

// ratio is the share of its outside dues of a rank that a party pays: the share of all its dues of that rank.
func (s *Solution) ratio(sys *System, party, k int) float64 {
	all := sys.Parties[party].OutsideDues[k]
	for _, d := range sys.Dues {
		if d.From == party && d.Rank == k+1 {
			all += d.Amount
		}
	}
	for g, b := range sys.Guarantees {
		if b.Guarantor == party && b.Rank == k+1 {
			all += s.Called[g]
		}
	}
	if all == 0 {
		return 1
	}
	return s.Paid[party][k] / all
}
