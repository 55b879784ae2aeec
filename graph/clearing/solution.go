package clearing

import "math"

// solution reads the result off the last step.
func (w *work) solution() *Solution {
	n := len(w.Parties)
	s := &Solution{
		Means: w.means, Received: make([]float64, n), Paid: make([][]float64, n), Missed: make([]float64, n), Dues: w.paid,
		Called: w.called, Guarantees: w.backed, Residual: make([]float64, n), Lost: make([]float64, n), Default: make([]bool, n),
		Steps: w.steps, Gap: w.distance(),
	}
	for i := range w.Parties {
		p, o := &w.Parties[i], &w.out[i]
		s.Received[i] = math.Max(0, w.means[i]-p.Outside-p.Buffer)
		s.Paid[i], s.Residual[i], s.Lost[i] = o.paid, o.residual, o.lost
		hard := 0.0
		for k := range w.Hard {
			hard += o.want[k]
			s.Missed[i] += o.want[k] - o.paid[k]
		}
		s.Default[i] = hard-w.means[i] > band(hard)
		if s.Missed[i] <= band(hard) {
			s.Missed[i] = 0
		}
	}
	return s
}

// Outside is what a party pays to those outside the system.
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
