package clearing

import "context"

// Least solves a system for the least payments that are consistent with everyone's means. Without losses in a default it
// differs from [Greatest] only where a class of parties pays nobody but itself, which [Solution.Undetermined] finds; with
// them (Rogers and Veraart 2013, section 3) the difference is also what defaults bring about that would not happen if nobody
// expected them.
//
// It climbs from no payments and everything called. Where the climb ends a party may be just solvent, and has been treated
// as one in default on the way: it goes on from there. Errors and cost: those of [Greatest], times the number of parties that
// turn out solvent in the worst case.
func Least(ctx context.Context, s *System) (*Solution, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	w := newWork(lay(s))
	copy(w.means, w.own)
	for g, b := range s.Guarantees { // nobody pays, so everything is called
		w.calls[b.Guarantor*s.Ranks+b.Rank-1] += min(b.Cap, w.between[g])
	}
	if err := w.settle(ctx, up, make([]rule, len(s.Parties))); err != nil {
		return nil, err
	}
	return w.solution(), nil
}

// solvent reports whether a party's means covered its obligations in the last step.
func (w *work) solvent(i int) bool { return w.out[i].hard-w.means[i] <= band(w.out[i].hard) }

// Waves solves a system as [Greatest] does and says in which round each party defaults: 1 for those that cannot pay although
// all others do, 2 for those that cannot because of the first, and so on; 0 for those that can (the fictitious default
// algorithm, Eisenberg and Noe 2001, section 3). A party from which a shock withholds payments is not in default for that.
//
// Cost: that of [Greatest] for the first round; each later one, at most one for each party, goes on from the one before.
func Waves(ctx context.Context, s *System) (rounds []int, err error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	rounds = make([]int, len(s.Parties))
	rules := make([]rule, len(s.Parties))
	for i := range rules {
		rules[i] = never
	}
	w := newWork(lay(s))
	copy(w.means, w.full)
	for round := 1; ; round++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := w.settle(ctx, down, rules); err != nil {
			return nil, err
		}
		done := true
		for i := range rules {
			if rules[i] == never && !w.solvent(i) {
				rules[i], rounds[i], done = byMeans, round, false
			}
		}
		if done {
			return rounds, nil
		}
	}
}
