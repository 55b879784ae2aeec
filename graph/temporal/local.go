package temporal

import "slices"

// localHops are the hops of one window, as far as they were walked: payments that can follow the root and lead back to its payer,
// by payer and payee. Those of one party are built when it is first entered.
type localHops struct {
	built       []int32 // by party: serial
	start, stop []int32 // by party: its hops, that to the payer of the root first, then by payee
	hop         []localHop
	day, rank   []int32 // by hop: its payments, in order of time

	found  []outgoing // of the party being built
	payees []int32
	tally  []int32 // by party: how many payments to it, then where the next goes; 0 between builds
}

// localHop is a payee with its payments, lo to hi; loose if some are not dated to the day.
type localHop struct {
	to, lo, hi int32
	loose      bool
}

func newLocalHops(parties int) localHops {
	return localHops{
		built: make([]int32, parties), start: make([]int32, parties), stop: make([]int32, parties), tally: make([]int32, parties),
	}
}

func (l *localHops) reset() { l.hop, l.day, l.rank = l.hop[:0], l.day[:0], l.rank[:0] }

// since is the first payment between two that is not before a day; until the first that is after it.
func (l *localHops) since(lo, hi int32, day int64) int32 {
	for lo < hi {
		if mid := (lo + hi) >> 1; int64(l.day[mid]) < day {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (l *localHops) until(lo, hi int32, day int64) int32 {
	if lo < hi && int64(l.day[hi-1]) <= day {
		return hi
	}
	return l.since(lo, hi, day+1)
}

// build lays out the hops of x.
func (w *walker) build(x int32) {
	l := &w.local
	w.find(x)
	l.payees = l.payees[:0]
	s := w.path[0]
	for _, f := range l.found {
		if l.tally[f.to] == 0 && f.to != s {
			l.payees = append(l.payees, f.to)
		}
		l.tally[f.to]++
	}
	slices.Sort(l.payees)
	l.built[x], l.start[x] = w.serial, int32(len(l.hop))
	at := int32(len(l.day))
	if l.tally[s] > 0 {
		at = l.open(s, at)
	}
	for _, y := range l.payees {
		at = l.open(y, at)
	}
	l.stop[x] = int32(len(l.hop))
	l.day, l.rank = slices.Grow(l.day, len(l.found))[:at], slices.Grow(l.rank, len(l.found))[:at]
	for _, f := range l.found {
		i := l.tally[f.to]
		l.day[i], l.rank[i] = f.day, f.rank
		l.tally[f.to]++
	}
	for i := l.start[x]; i < l.stop[x]; i++ {
		h := &l.hop[i]
		l.tally[h.to] = 0
		w.settle(h)
	}
}

// open makes the hop to y, whose payments go from at on, and turns its tally into the place of the next.
func (l *localHops) open(y, at int32) int32 {
	l.hop = append(l.hop, localHop{to: y, lo: at, hi: at + l.tally[y]})
	end := at + l.tally[y]
	l.tally[y] = at
	return end
}

// find collects the payments of x that can follow the root and lead back. Payees that cannot reach its payer were not met.
func (w *walker) find(x int32) {
	p, l := w.p, &w.local
	l.found = l.found[:0]
	s := w.path[0]
	last := w.p.columns
	i, end := w.outFrom(x), p.outStart[x+1]
	first := i
	for ; i < end && int64(p.out[i].day) <= w.end; i++ {
		f := p.out[i]
		if f.to == s || w.seen[f.to].met == w.serial && int64(f.day)+p.step <= int64(w.leave[w.row(f.to, last)]) {
			l.found = append(l.found, f)
		}
	}
	late := p.looseOut[p.looseOutStart[x]:p.looseOutStart[x+1]]
	for _, r := range late {
		y, limit := p.to[r], w.end
		if y != s {
			if w.seen[y].met != w.serial {
				continue
			}
			limit = min(limit, int64(w.leave[w.row(y, last)])-p.step)
		}
		if max(int64(p.first[r]), w.low) <= min(int64(p.last[r]), limit) {
			l.found = append(l.found, outgoing{p.first[r], y, r})
		}
	}
	w.work(int(i-first) + len(late))
}

// settle puts the payments of a hop in order of rank if some of them are not dated to the day, as these were found last.
func (w *walker) settle(h *localHop) {
	l := &w.local
	if w.p.exact(l.rank[h.hi-1]) {
		return
	}
	h.loose = true
	ranks := l.rank[h.lo:h.hi]
	slices.Sort(ranks)
	for i, r := range ranks {
		l.day[h.lo+int32(i)] = w.p.first[r]
	}
}
