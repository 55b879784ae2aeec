package clearing

import "context"

// Least solves a system for the least payments that are consistent with everyone's means. Without losses in a default it
// differs from [Greatest] only where a class of parties pays nobody but itself; with them (Rogers and Veraart 2013, section
// 3) the difference is what defaults bring about that would not happen if nobody expected them.
//
// It climbs from no payments with everybody in default who cannot pay on its own, and asks at each limit who could pay after
// all: a plain climb may end where a party is just solvent and yet treated as one in default. Errors and cost: those of
// [Greatest], times the number of parties that turn out solvent, one by one in the worst case.
func Least(ctx context.Context, s *System) (*Solution, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	l := lay(s)
	w := newWork(l)
	rules := make([]rule, len(s.Parties))
	for i, p := range s.Parties {
		w.means[i] = p.Outside + p.Buffer
		rules[i] = always
	}
	for g, b := range s.Guarantees { // nobody pays, so everything is called
		w.calls[b.Guarantor][b.Rank-1] += min(b.Cap, l.between[g])
	}
	for {
		for i := range rules {
			if rules[i] == always && w.solvent(i) {
				rules[i] = byMeans
			}
		}
		if err := w.settle(ctx, up, rules); err != nil {
			return nil, err
		}
		moved := false
		for i := range rules {
			moved = moved || rules[i] == always && w.solvent(i)
		}
		if !moved {
			return w.solution(), nil
		}
	}
}

// solvent reports whether a party's present means cover its obligations.
func (w *work) solvent(i int) bool {
	hard := 0.0
	for k := range w.Hard {
		hard += w.owed[i][k] + w.calls[i][k]
	}
	return hard-w.means[i] <= band(hard)
}

// Waves solves a system as [Greatest] does and says in which round each party defaults: 1 for those that cannot pay although
// all others do, 2 for those that cannot because of the first, and so on; 0 for those that can (the fictitious default
// algorithm, Eisenberg and Noe 2001, section 3). A party from which a shock withholds payments is not in default for that.
//
// Cost: that of [Greatest] for every round, at most one for each party.
func Waves(ctx context.Context, s *System) (rounds []int, err error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	rounds = make([]int, len(s.Parties))
	rules := make([]rule, len(s.Parties))
	for i := range rules {
		rules[i] = never
	}
	for round := 1; ; round++ {
		l := lay(s)
		w := newWork(l)
		copy(w.means, l.full)
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
