package circulation

import "math/bits"

// ranking holds parties in buckets by distance, as lists linked both ways, so that one can move to a nearer bucket.
type ranking struct {
	first      []int32 // by rank: the first party in the bucket, or none
	next, prev []int32 // by party
	rank       []int32 // by party
}

const none = -1

func (r *ranking) reset(order int) {
	r.next, r.prev, r.rank = resize(r.next, order, false), resize(r.prev, order, false), resize(r.rank, order, false)
	r.first = r.first[:0]
}

func (r *ranking) put(v, rank int32) {
	for int(rank) >= len(r.first) {
		r.first = append(r.first, none)
	}
	head := r.first[rank]
	r.rank[v], r.next[v], r.prev[v] = rank, head, none
	if head != none {
		r.prev[head] = v
	}
	r.first[rank] = v
}

func (r *ranking) remove(v int32) {
	next, prev := r.next[v], r.prev[v]
	if prev == none {
		r.first[r.rank[v]] = next
	} else {
		r.next[prev] = next
	}
	if next != none {
		r.prev[next] = prev
	}
}

// reprice lowers every price by eps times the distance to the next party that lacks something, where a way of reduced
// cost c is ⌊c/eps⌋+1 long. So all excess gets a way downhill, and the flow stays eps-optimal. Once all that have excess
// are reached the rest count as being as far as the last: that keeps every way within its length.
//
// Cost: O(ways + longest distance).
func (s *solver) reprice(eps int64) {
	s.relabels = 0
	r, limit := &s.ranks, int32(min(int64(shrink)*int64(s.order), 1<<30)) // farther ones are taken to be this far
	r.first = r.first[:0]
	left := 0
	for v, e := range s.excess {
		switch {
		case e < 0:
			r.put(int32(v), 0)
		default:
			r.rank[v] = limit + 1
		}
		if e > 0 {
			left++
		}
	}
	if left == 0 {
		return
	}
	level := int32(0)
	for shift := bits.TrailingZeros64(uint64(eps)); int(level) < len(r.first); level++ {
		for r.first[level] != none && left > 0 {
			v := r.first[level]
			r.remove(v)
			if s.excess[v] > 0 {
				left--
			}
			s.reach(v, level, limit, shift)
		}
		if left == 0 {
			break
		}
	}
	for v := range s.order {
		s.price[v] -= eps * int64(min(r.rank[v], level))
		s.now[v] = s.start[v]
	}
}

// reach brings those nearer who can send to v, which is at a distance of level.
func (s *solver) reach(v, level, limit int32, shift int) {
	r := &s.ranks
	for i := s.start[v]; i < s.start[v+1]; i++ {
		w := &s.ways[i]
		if w.room == w.full || r.rank[w.to] <= level { // no room the other way, or no nearer
			continue
		}
		far := int64(level) + (s.price[w.to]-s.price[v]-w.cost)>>shift + 1
		if far >= int64(r.rank[w.to]) || far > int64(limit) {
			continue
		}
		if r.rank[w.to] <= limit {
			r.remove(w.to)
		}
		r.put(w.to, int32(far))
	}
}
