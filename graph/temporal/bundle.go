package temporal

import (
	"math"
	"slices"
)

// bundle is a Cycle on its way to whoever asked: labels and ranks in two flat lists.
type bundle struct {
	root           int32
	parties        []int32
	ends           []int32 // by hop: where its payments end in ranks
	ranks          []int32
	count, certain uint64
	saturated      bool
	last           int32
	bottleneck     int64
	unknown        int
	from, till     []int32 // by hop but the first: its payments in localHops, while the bundle is made
}

// self is the bundle of a payment to oneself: whichever day it was made on, it comes back on that day.
func (w *walker) self(s int32) bool {
	for _, v := range w.p.through {
		if v != s {
			return true
		}
	}
	b := &w.bundle
	b.begin(w.root, []int32{s})
	b.count, b.certain, b.last = 1, 1, w.p.last[w.root]
	if w.full {
		b.add(w.p, w.root)
		b.endHop()
		b.bottleneck = max(0, w.p.amount[w.root])
	}
	return w.give()
}

func (b *bundle) begin(root int32, parties []int32) {
	b.root, b.saturated, b.bottleneck, b.unknown = root, false, 0, 0
	b.parties = append(b.parties[:0], parties...)
	b.ends, b.ranks = b.ends[:0], b.ranks[:0]
}

func (b *bundle) add(p *plan, rank int32) {
	b.ranks = append(b.ranks, rank)
	if p.amount[rank] < 0 {
		b.unknown++
	}
}

func (b *bundle) endHop() { b.ends = append(b.ends, int32(len(b.ranks))) }

// give hands the bundle over.
func (w *walker) give() bool {
	if !w.take(&w.bundle) {
		w.halted = true
	}
	return w.work(1)
}

// close makes the bundle of the path, whose last hop leads to the payer of the root.
func (w *walker) close() {
	for _, v := range w.p.through {
		if v != w.path[0] && w.on[v] == 0 {
			return
		}
	}
	b := &w.bundle
	b.begin(w.root, w.path)
	loose := !w.p.exact(w.root)
	for _, h := range w.hops[1:] {
		loose = loose || w.local.hop[h.group].loose
	}
	if loose {
		if w.loose.close() {
			w.give()
		}
		return
	}
	if w.exact() {
		w.give()
	}
}

// exact measures a bundle of payments that are all dated to the day. Its payments are a range of each hop: late enough for the
// earliest payments before them, early enough for the latest after them.
func (w *walker) exact() bool {
	b, l := &w.bundle, &w.local
	last := len(w.hops) - 1
	b.from, b.till = append(b.from[:0], 0), append(b.till[:0], 0)
	for _, h := range w.hops[1:] {
		b.from, b.till = append(b.from, h.at), append(b.till, l.hop[h.group].hi)
	}
	var ok bool
	if w.p.step == 0 && int64(l.day[b.from[last]]) == w.low {
		ok = w.tied(last)
	} else {
		single := w.trim(last)
		b.count = 1
		if !single {
			b.count, b.saturated = w.combine(last)
		}
		ok = true
		if w.full {
			b.bottleneck = max(0, w.carry(last))
		}
	}
	if !ok {
		return false
	}
	b.certain, b.last = b.count, l.day[b.till[last]-1]
	if w.full {
		w.list(last)
	}
	return true
}

// trim leaves in each hop what some payment of the next can follow. It reports whether that is one payment each.
func (w *walker) trim(last int) (single bool) {
	b, l := &w.bundle, &w.local
	single = b.till[last]-b.from[last] == 1
	for i := last - 1; i >= 1; i-- {
		b.till[i] = l.until(b.from[i], b.till[i], int64(l.day[b.till[i+1]-1])-w.p.step)
		single = single && b.till[i]-b.from[i] == 1
	}
	return single
}

// tied measures a bundle that can be closed on the day on which it began. Combinations that end later have one beginning; those
// of one day could be told from any of their payments, and are told from the first in rank.
func (w *walker) tied(last int) bool {
	b, l := &w.bundle, &w.local
	oneDay, most := uint64(1), w.p.amount[w.root]
	for i := 1; i <= last; i++ {
		lo, hi := w.sameDay(i)
		oneDay = saturatingMul(oneDay, uint64(hi-lo), &b.saturated)
		most = min(most, w.richest(lo, hi))
	}
	b.count = oneDay
	later := l.since(b.from[last], b.till[last], w.low+1)
	if later == b.till[last] {
		for i := 1; i <= last; i++ {
			b.from[i], b.till[i] = w.sameDay(i)
		}
		b.bottleneck = max(0, most)
		return oneDay > 0
	}
	first, _ := w.sameDay(last)
	b.from[last] = later
	w.trim(last)
	more, over := w.combine(last)
	b.count = saturatingAdd(b.count, more, &b.saturated)
	b.saturated = b.saturated || over
	if w.full {
		b.bottleneck = max(0, most, w.carry(last))
	}
	if oneDay > 0 {
		b.from[last] = first
	}
	return true
}

// sameDay are the payments of a hop on the day of the root that come after it in rank.
func (w *walker) sameDay(i int) (lo, hi int32) {
	l := &w.local
	lo = w.hops[i].at
	hi = l.since(lo, l.hop[w.hops[i].group].hi, w.low+1)
	for lo < hi && l.rank[lo] < w.root {
		lo++
	}
	return lo, hi
}

// richest is the largest known amount of some payments of a hop; -1 if none is known.
func (w *walker) richest(lo, hi int32) int64 {
	most := int64(-1)
	for i := lo; i < hi; i++ {
		most = max(most, w.p.amount[w.local.rank[i]])
	}
	return most
}

// combine counts the combinations of the ranges: for each payment of a hop, in how many ways money can have come to it.
func (w *walker) combine(last int) (count uint64, saturated bool) {
	b, day := &w.bundle, w.local.day
	before := w.ways[0][:0]
	for range b.till[1] - b.from[1] {
		before = append(before, 1)
	}
	w.ways[0] = before
	for i := 2; i <= last; i++ {
		now := w.ways[(i-1)&1][:0]
		sum, q := uint64(0), b.from[i-1]
		for j := b.from[i]; j < b.till[i]; j++ {
			for ; q < b.till[i-1] && int64(day[q])+w.p.step <= int64(day[j]); q++ {
				sum = saturatingAdd(sum, before[q-b.from[i-1]], &saturated)
			}
			now = append(now, sum)
		}
		w.ways[(i-1)&1] = now
		before = now
	}
	for _, x := range before {
		count = saturatingAdd(count, x, &saturated)
	}
	return count, saturated
}

// carry is the most that one combination of known payments carries round: for each payment, what the best way to it carries. It
// is -1 if there is none.
func (w *walker) carry(last int) int64 {
	b, day := &w.bundle, w.local.day
	first := w.p.amount[w.root]
	before := w.widest[0][:0]
	for j := b.from[1]; j < b.till[1]; j++ {
		before = append(before, min(first, w.p.amount[w.local.rank[j]]))
	}
	w.widest[0] = before
	for i := 2; i <= last; i++ {
		now := w.widest[(i-1)&1][:0]
		most, q := int64(-1), b.from[i-1]
		for j := b.from[i]; j < b.till[i]; j++ {
			for ; q < b.till[i-1] && int64(day[q])+w.p.step <= int64(day[j]); q++ {
				most = max(most, before[q-b.from[i-1]])
			}
			now = append(now, min(most, w.p.amount[w.local.rank[j]]))
		}
		w.widest[(i-1)&1] = now
		before = now
	}
	return slices.Max(before)
}

// list writes down the payments of the ranges.
func (w *walker) list(last int) {
	b := &w.bundle
	b.add(w.p, w.root)
	b.endHop()
	for i := 1; i <= last; i++ {
		for j := b.from[i]; j < b.till[i]; j++ {
			b.add(w.p, w.local.rank[j])
		}
		b.endHop()
	}
}

// tell makes a bundle what the caller sees. The slices of out are used again.
func (p *plan) tell(b *bundle, out *Cycle, flat []int) []int {
	out.Parties, flat = out.Parties[:0], flat[:0]
	for _, v := range b.parties {
		out.Parties = append(out.Parties, p.party[v])
	}
	for _, r := range b.ranks {
		flat = append(flat, int(p.index[r]))
	}
	out.Hops = slices.Grow(out.Hops[:0], len(b.ends))
	at := int32(0)
	for _, end := range b.ends {
		out.Hops = append(out.Hops, flat[at:end:end])
		at = end
	}
	out.Count, out.Certain, out.Saturated = b.count, b.certain, b.saturated
	out.First, out.Last = p.first[b.root], b.last
	out.Bottleneck, out.Unknown = b.bottleneck, b.unknown
	return flat
}

// saturatingMul and saturatingAdd stop at the largest number and say so.
func saturatingMul(a, b uint64, full *bool) uint64 {
	if b != 0 && a > math.MaxUint64/b {
		*full = true
		return math.MaxUint64
	}
	return a * b
}

func saturatingAdd(a, b uint64, full *bool) uint64 {
	if a > math.MaxUint64-b {
		*full = true
		return math.MaxUint64
	}
	return a + b
}
