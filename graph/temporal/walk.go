package temporal

import (
	"context"
	"math"
	"math/bits"
	"slices"
)

// walker tries payments as the first of a cycle, in order of time. It belongs to one worker; all it needs is made once and
// grows to the size of the largest window.
type walker struct {
	p    *plan
	ctx  context.Context
	take func(*bundle) bool // what to do with a bundle; false ends the search
	full bool               // bundles with their payments, not only counted

	// The payment that is tried, and the first and last day on which others can follow it. Serial numbers the tries: what is
	// marked with another is of an earlier one.
	root     int32
	serial   int32
	low, end int64
	outLo    []int32 // by party: its first dated payment that is not before low

	// Who can reach the payer of the root, and how late a payment may still be.
	seen  []partyDays // by party
	leave []int32     // by party and column: the last day on which it can pay to reach the payer in so many hops
	round int32
	edge  []int32 // parties of this round and the next
	next  []int32

	local localHops
	path  []int32 // parties, from the payer of the root
	on    []int32 // by party: its place in path; 0 if it is not on it or the first
	hops  []hopOf
	// Failures, by party, hold while the last of the parties that caused them keeps its place on the path: pushed numbers every
	// step to a party, by place.
	failed []failure
	pushed []int64
	pushes int64

	bundle bundle
	ways   [2][]uint64
	widest [2][]int64
	loose  looseSearch

	scans, look int // work done, and when to look at the context next
	halted      bool
	err         error
}

// partyDays is what the search knows of a party that others pay.
type partyDays struct {
	inLo, inEnd int32 // its dated payments that are not before low
	next        int32 // the first of them that was not yet looked at
	met         int32 // serial: it can reach the payer of the root
	raised      int32 // the last round in which it rose
}

// hopOf is a hop on the path: group of localHops, and the first of its payments that is late enough.
type hopOf struct{ group, at int32 }

// failure says that from a party, paid on a day or later, no way of so many payments leads back to the first, as long as the
// parties at these places of the path are there.
type failure struct {
	serial, day, left int32
	blocked           uint64 // a bit for each place; the last stands for all from there on
	push              int64  // of the last place
}

func newWalker(ctx context.Context, p *plan, full bool, take func(*bundle) bool) *walker {
	k := len(p.party)
	w := &walker{
		p: p, ctx: ctx, take: take, full: full,
		outLo: slices.Clone(p.outStart[:k]), seen: make([]partyDays, k), leave: make([]int32, k*p.columns),
		local: newLocalHops(k), on: make([]int32, k), failed: make([]failure, k),
		look: lookEvery,
	}
	for v := range w.seen {
		w.seen[v].inLo, w.seen[v].inEnd = p.inStart[v], p.inStart[v+1]
	}
	w.loose.w = w
	return w
}

// lookEvery is after how much work the context is looked at.
const lookEvery = 1 << 15

// work counts steps and reports whether the search goes on.
func (w *walker) work(steps int) bool {
	w.scans += steps
	if w.scans >= w.look && !w.halted {
		w.look = w.scans + lookEvery
		if err := w.ctx.Err(); err != nil {
			w.err, w.halted = err, true
		}
	}
	return !w.halted
}

// try yields all bundles that begin with a payment. It must be called with rising ranks. It is false if the search ended.
func (w *walker) try(rank int32) bool {
	p := w.p
	s, v := p.from[rank], p.to[rank]
	w.root, w.serial = rank, rank+1
	w.low, w.end = int64(p.first[rank])+p.step, int64(p.last[rank])+p.window
	if s == v {
		return w.work(1) && w.self(s)
	}
	if p.longest < 2 || !w.payable(s, v) {
		return w.work(1)
	}
	w.reach(s)
	if !w.throughMet(s, v) {
		return w.work(1)
	}
	w.local.reset()
	w.path, w.hops, w.pushed = append(w.path[:0], s), append(w.hops[:0], hopOf{}), append(w.pushed[:0], 0)
	w.walk(v, int64(p.first[rank]), p.longest-1)
	return w.work(1)
}

// payable looks, before anything dear, whether in the window someone pays s and v pays someone.
func (w *walker) payable(s, v int32) bool {
	p := w.p
	if p.looseInStart[s] == p.looseInStart[s+1] {
		i := w.inFrom(&w.seen[s])
		if i == w.seen[s].inEnd || int64(p.in[i].day) > w.end {
			return false
		}
	}
	if p.looseOutStart[v] < p.looseOutStart[v+1] {
		return true
	}
	i := w.outFrom(v)
	return i < p.outStart[v+1] && int64(p.out[i].day) <= w.end
}

// outFrom is the first dated payment of a party that can follow the root. Roots come in order of time, so it only moves up.
func (w *walker) outFrom(v int32) int32 {
	i, end := w.outLo[v], w.p.outStart[v+1]
	for i < end && int64(w.p.out[i].day) < w.low {
		i++
	}
	w.outLo[v] = i
	return i
}

// inFrom is the same for payments to a party.
func (w *walker) inFrom(x *partyDays) int32 {
	i := x.inLo
	for i < x.inEnd && int64(w.p.in[i].day) < w.low {
		i++
	}
	x.inLo = i
	return i
}

// row is where the latest departure of a party with so many hops to go stands.
func (w *walker) row(v int32, hops int) int32 {
	return v*int32(w.p.columns) + int32(min(hops, w.p.columns)-1)
}

// tooEarly is a day that no payment is early enough for.
const tooEarly = math.MinInt32

// reach finds who can reach s in the window, in how many hops, and how late they may pay. In each round one more hop is allowed; two
// hops of a cycle are those of the root and of its payee.
func (w *walker) reach(s int32) {
	w.edge = append(w.edge[:0], s)
	w.meet(s)
	for hops := 1; hops <= w.p.longest-2 && len(w.edge) > 0 && !w.halted; hops++ {
		w.round++
		w.next = w.next[:0]
		for _, y := range w.edge {
			limit := w.end
			if y != s {
				limit = int64(w.leave[w.row(y, hops-1)]) - w.p.step
			}
			w.lift(s, y, hops, limit)
		}
		w.edge, w.next = w.next, w.edge
	}
}

// lift takes up all payments to y that can be made by a day.
func (w *walker) lift(s, y int32, hops int, limit int64) {
	p, seen := w.p, &w.seen[y]
	i := seen.next
	for ; i < seen.inEnd && int64(p.in[i].day) <= limit; i++ {
		if x := p.in[i].from; x != s {
			w.raise(x, hops, p.in[i].day)
		}
	}
	w.work(int(i - seen.next))
	seen.next = i
	if len(p.looseIn) == 0 {
		return
	}
	late := p.looseIn[p.looseInStart[y]:p.looseInStart[y+1]]
	for _, r := range late { // all again: a later limit makes later days possible
		day := min(int64(p.last[r]), limit)
		if x := p.from[r]; x != s && day >= max(int64(p.first[r]), w.low) {
			w.raise(x, hops, int32(day))
		}
	}
	w.work(len(late))
}

// meet begins the row of a party.
func (w *walker) meet(x int32) {
	seen := &w.seen[x]
	seen.met, seen.next = w.serial, w.inFrom(seen)
	at := int(x) * w.p.columns
	for c := range w.p.columns {
		w.leave[at+c] = tooEarly
	}
}

// raise notes that x can pay on a day and reach the payer of the root in so many hops or more.
func (w *walker) raise(x int32, hops int, day int32) {
	seen := &w.seen[x]
	if seen.met != w.serial {
		w.meet(x)
	}
	at := w.row(x, hops)
	if w.leave[at] >= day {
		return
	}
	for until := (x + 1) * int32(w.p.columns); at < until && w.leave[at] < day; at++ {
		w.leave[at] = day
	}
	if seen.raised != w.round {
		seen.raised = w.round
		w.next = append(w.next, x)
	}
}

// throughMet reports whether all parties that the cycles must pass, but for the payer and the payee of the root, can reach its
// payer.
func (w *walker) throughMet(s, v int32) bool {
	for _, x := range w.p.through {
		if x != s && x != v && w.seen[x].met != w.serial {
			return false
		}
	}
	return true
}

// walk goes on from x, which is paid on day a at the earliest, with at most so many payments left. It reports whether the payer
// of the root was reached, and if not, which places of the path were in the way.
func (w *walker) walk(x int32, a int64, left int) (found bool, blocked uint64) {
	if w.local.built[x] != w.serial {
		w.build(x)
	}
	place := len(w.path)
	w.path, w.hops = append(w.path, x), append(w.hops, hopOf{})
	w.on[x] = int32(place)
	w.pushes++
	w.pushed = append(w.pushed, w.pushes)
	lo, hi := w.local.start[x], w.local.stop[x]
	for g := lo; g < hi && w.work(1); g++ {
		h := &w.local.hop[g]
		at, day := w.earliest(h, a+w.p.step)
		if day > w.end {
			continue
		}
		y := h.to
		w.hops[place] = hopOf{g, at}
		if y == w.path[0] {
			found = true
			w.close()
			continue
		}
		if left < 2 || day+w.p.step > int64(w.leave[w.row(y, left-1)]) {
			continue
		}
		if w.on[y] != 0 {
			blocked |= placeBit(w.on[y])
			continue
		}
		if b, knows := w.fails(y, day, left-1); knows {
			blocked |= b
			continue
		}
		f, b := w.walk(y, day, left-1)
		found = found || f
		blocked |= b
	}
	w.on[x] = 0
	w.path, w.hops, w.pushed = w.path[:place], w.hops[:place], w.pushed[:place]
	if !found && !w.halted {
		w.fail(x, a, left, place, blocked)
	}
	return found, blocked
}

// noDay is a day after all others.
const noDay = math.MaxInt64 / 2

// earliest is the first payment of a hop that can be made on a day or later, and when. If the hop's payments are not all dated to
// the day, it is the first of all, with the earliest day of any.
func (w *walker) earliest(h *localHop, from int64) (at int32, day int64) {
	if h.loose {
		day = noDay
		for i := h.lo; i < h.hi; i++ {
			if r := w.local.rank[i]; int64(w.p.last[r]) >= from {
				day = min(day, max(from, int64(w.p.first[r])))
			}
		}
		w.scans += int(h.hi - h.lo)
		return h.lo, day
	}
	if int64(w.local.day[h.hi-1]) < from {
		return h.hi, noDay
	}
	at = w.local.since(h.lo, h.hi, from)
	return at, int64(w.local.day[at])
}

// lastPlace stands for this place of the path and all after it.
const lastPlace = 63

func placeBit(place int32) uint64 { return 1 << min(place, lastPlace) }

// fails reports whether it is known that y, paid on a day, does not lead back, and which places of the path that is due to.
func (w *walker) fails(y int32, day int64, left int) (blocked uint64, knows bool) {
	f := &w.failed[y]
	if f.serial != w.serial || day < int64(f.day) || left > int(f.left) {
		return 0, false
	}
	if f.blocked != 0 {
		place := bits.Len64(f.blocked) - 1
		if place >= len(w.pushed) || w.pushed[place] != f.push {
			return 0, false // what was in the way has gone, and what is there now may not be
		}
	}
	return f.blocked, true
}

// fail notes that x did not lead back. Only places before its own count: a way that meets itself could have been shorter. If a
// place has no bit of its own, nothing can be noted.
func (w *walker) fail(x int32, a int64, left, place int, blocked uint64) {
	if place <= lastPlace {
		blocked &= 1<<place - 1
	}
	if blocked>>lastPlace != 0 {
		return
	}
	f := failure{serial: w.serial, day: int32(a), left: int32(min(left, math.MaxInt32)), blocked: blocked}
	if blocked != 0 {
		f.push = w.pushed[bits.Len64(blocked)-1]
	}
	w.failed[x] = f
}
