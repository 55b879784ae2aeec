package clearing

import (
	"context"
	"math"
	"slices"
)

// Where all that a class loses goes round in it, and a little is missing, nothing shrinks: each round takes as much as the one
// before, until somebody has nothing left to cut. A guarantor that buys from the party it guarantees is such a class: it cuts its purchases,
// the party pays less, and calls on it for more. There plain iteration takes as many steps as the missing amount goes into what there is.
//
// A stride takes many such rounds at once. For each place in a round the formulas hold on a convex set of means and calls. So if
// they are the same at the beginning and at the end of a stride, and so is what a round takes, then they are the same all the way
// between, and the iteration would have come by here.

// round is how many steps are looked at together: whatever goes round among at most six parties, calls counting as one, repeats in it.
const round = 60

// snapshot is a state of an iteration.
type snapshot struct{ means, calls []float64 }

func (w *work) snapshot() snapshot {
	return snapshot{slices.Clone(w.means), slices.Clone(w.calls)}
}

func (w *work) restore(s snapshot) {
	copy(w.means, s.means)
	copy(w.calls, s.calls)
	w.anew()
}

// less is what a round took.
func (s snapshot) less(t snapshot) snapshot {
	d := snapshot{slices.Clone(s.means), slices.Clone(s.calls)}
	for i := range d.means {
		d.means[i] -= t.means[i]
	}
	for c := range d.calls {
		d.calls[c] -= t.calls[c]
	}
	return d
}

// like reports whether two rounds took the same, but for rounding in numbers of the size of the system.
func (s snapshot) like(t snapshot, most float64) bool {
	near := func(a, b []float64) bool {
		for i := range a {
			if math.Abs(a[i]-b[i]) > most {
				return false
			}
		}
		return true
	}
	return near(s.means, t.means) && near(s.calls, t.calls)
}

// size is the most that a round took from anybody.
func (s snapshot) size() float64 {
	most := 0.0
	for _, list := range [][]float64{s.means, s.calls} {
		for _, x := range list {
			most = max(most, math.Abs(x))
		}
	}
	return most
}

// turn goes through a round and tells the formulas at each of its steps.
func (w *work) turn(dir direction, rules []rule) (formulas [round]uint64) {
	for at := range formulas {
		w.step(rules)
		formulas[at] = w.formulas()
		w.advance(dir)
	}
	return formulas
}

// formulas is a hash (FNV-1a, by words) of those that hold: of each party, of each guarantee, and the shares that guarantors pay.
func (w *work) formulas() uint64 {
	h := uint64(14695981039346656037)
	add := func(x uint64) { h = (h ^ x) * 1099511628211 }
	flag := func(b bool) {
		if b {
			add(1)
		} else {
			add(2)
		}
	}
	for i := range w.out {
		b := w.out[i].branch
		flag(b.Default)
		flag(b.Cutting)
		add(uint64(b.Marginal))
	}
	for g := range w.Guarantees {
		missing := w.missing(g) - w.before[g]
		flag(missing <= 0)
		flag(missing >= w.Guarantees[g].Cap)
		add(math.Float64bits(w.share[w.callCell[g]]))
	}
	return h
}

// stride goes as many rounds as take the same, and reports whether it went any. The states that it leaves behind are those of plain iteration, but for rounding.
func (w *work) stride(ctx context.Context, dir direction, rules []rule) (bool, error) {
	start := w.snapshot()
	first := w.turn(dir, rules)
	middle := w.snapshot()
	if second := w.turn(dir, rules); second != first {
		return false, nil
	}
	here := w.snapshot()
	taken := here.less(middle)
	most := 1e-13 * w.scale
	if size := taken.size(); size <= most || !taken.like(middle.less(start), most) {
		return false, nil
	}
	for rounds := math.Floor(w.reach(here, taken)); rounds >= 2; rounds = math.Floor(rounds / 2) {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		w.restore(here)
		for i := range w.means {
			w.means[i] += rounds * taken.means[i]
		}
		for c := range w.calls {
			w.calls[c] += rounds * taken.calls[c]
		}
		there := w.snapshot()
		if w.turn(dir, rules) == first && w.snapshot().less(there).like(taken, most) {
			return true, nil
		}
	}
	w.restore(here)
	return false, nil
}

// reach is how many rounds there can be at most: until somebody's means, or calls, come to nothing or more than there is.
func (w *work) reach(here, taken snapshot) float64 {
	rounds := math.Inf(1)
	bound := func(x, by float64) {
		switch {
		case by < 0:
			rounds = math.Min(rounds, x/-by)
		case by > 0:
			rounds = math.Min(rounds, (2*w.scale-x)/by)
		}
	}
	for i, by := range taken.means {
		bound(here.means[i], by)
	}
	for c, by := range taken.calls {
		bound(here.calls[c], by)
	}
	return math.Min(rounds, 1e15)
}
