package cycles

import "math"

// barrier is what a long search has learnt: by party, a number of hops that it certainly takes to come to the root without
// meeting the path (Peng et al., PVLDB 2019). It is never less than the distance, and for parties of the path it is infinite.
//
// When nothing is found below v with a budget of r hops, it takes at least r+1. When v leaves the path after a success, the
// shortest way that was found is exact, and parties before v may have failed only because v was in their way: theirs are
// lowered again, back along the hops, as far as need be. So for every hop from u to v off the path, bar[u] ≤ bar[v] + 1 holds
// at all times, and no cycle is ever lost.
//
// When the bound is no limit for the small graph, the budget is infinite, and so is the barrier of a party below which
// nothing was found: this is Johnson's algorithm (SIAM J. Comput. 4(1), 1975), which calls such a party blocked.
type barrier struct {
	bar    []int32
	free   bool    // the budget is no limit
	raised int     // parties off the path whose barrier is above their distance
	in0    []int32 // the small graph backwards
	in1    []int32
	frames []frame
	queue  []int32
}

// frame is a party on the path.
type frame struct {
	v, next int32 // its neighbours before next are done
	end     int32
	found   int32 // hops of the shortest way to the root that was found from it; far if none was
}

const (
	blocked = math.MaxInt32 - 1 // cut off from the root
	passed  = math.MaxInt32     // on the path
)

// long searches a root with barriers, on a stack of its own: a path may be very long.
func (w *walker) long() {
	b := &w.barrier
	b.reset(w)
	w.push(0)
	adj, bar, d := w.adj1, b.bar, w.d
	for len(b.frames) > 0 && !w.stopped {
		f := &b.frames[len(b.frames)-1]
		left := w.longest - int32(len(b.frames)-1) // hops, the one back to the root included
		if b.free {
			left = far
		}
		i, end := f.next, f.end
		w.budget -= int(end - i)
		w.scans += int(end - i)
		for i < end && bar[adj[i]] >= left && d[adj[i]] < left {
			i++
		}
		if i >= end || d[adj[i]] >= left { // the others are farther still
			w.pop(f, left)
			w.look(0)
			continue
		}
		f.next = i + 1
		w.push(adj[i])
	}
}

func (b *barrier) reset(w *walker) {
	b.bar = append(b.bar[:0], w.d...)
	b.raised, b.frames = 0, b.frames[:0]
	b.free = int(w.longest) >= len(w.labels)
	b.in0 = append(b.in0[:0], make([]int32, len(w.labels)+1)...)
	b.in1 = append(b.in1[:0], w.adj1...)
	for _, x := range w.adj1 {
		b.in0[x+1]++
	}
	for v := range w.labels {
		b.in0[v+1] += b.in0[v]
	}
	for v := len(w.labels) - 1; v >= 0; v-- {
		for _, x := range w.adj1[w.adj0[v]:w.adj0[v+1]] {
			b.in0[x+1]-- // fills each list from its end; afterwards in0[x+1] is where x begins
			b.in1[b.in0[x+1]] = int32(v)
		}
	}
	b.in0 = append(b.in0[1:], int32(len(w.adj1)))
}

// push puts x on the path and closes it if there is a hop to the root.
func (w *walker) push(x int32) {
	b := &w.barrier
	if x != 0 && b.bar[x] > w.d[x] {
		b.raised--
	}
	b.bar[x] = passed
	f := frame{v: x, next: w.adj0[x], end: w.adj0[x+1], found: far}
	n := len(b.frames)
	if x == 0 {
		f.next, f.end = w.first.of(f.next, f.end)
	}
	w.onPath[x] = true
	w.path[n] = w.nodes[x]
	b.frames = append(b.frames, f)
	if w.d[x] != 1 {
		return
	}
	b.frames[n].found = 1
	if w.passesAll() {
		w.tell(n + 1)
	}
}

// pop takes the last party off the path and says what was learnt.
func (w *walker) pop(f *frame, left int32) {
	b := &w.barrier
	v, found := f.v, f.found
	b.frames = b.frames[:len(b.frames)-1]
	w.onPath[v] = false
	if v == 0 {
		return
	}
	if up := &b.frames[len(b.frames)-1]; found < far {
		up.found = min(up.found, found+1)
	}
	switch {
	case b.free && found < far:
		b.bar[v] = w.d[v] // how far does not matter
	case b.free:
		b.bar[v] = blocked
	case found < far:
		b.bar[v] = found
	default:
		b.bar[v] = left + 1
	}
	if b.bar[v] > w.d[v] {
		b.raised++
	}
	if found < far && b.raised > 0 {
		w.lower(v)
	}
}

// lower takes down the barriers that the return of v makes too high.
func (w *walker) lower(v int32) {
	b := &w.barrier
	b.queue = append(b.queue[:0], v)
	for len(b.queue) > 0 {
		x := b.queue[len(b.queue)-1]
		b.queue = b.queue[:len(b.queue)-1]
		for _, u := range b.in1[b.in0[x]:b.in0[x+1]] {
			if b.bar[u] == passed || b.bar[u] <= b.bar[x]+1 {
				continue
			}
			was := b.bar[u] > w.d[u]
			b.bar[u] = b.bar[x] + 1
			if b.free {
				b.bar[u] = w.d[u]
			}
			if was && b.bar[u] <= w.d[u] {
				b.raised--
			}
			b.queue = append(b.queue, u)
		}
	}
}
