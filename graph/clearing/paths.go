package clearing

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Path is a chain by which a loss came: no party stands in it twice. Its first party is one that the shock hit; a path of one
// party is what came back to that party itself.
type Path struct {
	Parties []int
	Amount  float64 // of the last party's loss
	Factor  float64 // what the way round does to it: the amount is that of the bare chain times this
}

// Attribution splits losses by the paths that they came by.
type Attribution struct {
	Paths []Path  // largest first
	Rest  float64 // what other paths carry, and what comes of buffers that were spent before; Σ Paths + Rest is the loss of all parties asked for
}

// Paths splits what parties receive less (all of them, or those that keep names) into simple paths from the shocked parties,
// and lists those that together carry all but a share of it, at most limit. Chains are followed in the order of what they and
// all that goes on from them can carry at most; where limit cuts the list short, a path that is left out can be larger than
// the least that is in it.
//
// Of each dollar by which a party's means fall it passes on K, the realised share; so losses are a sum over walks, and the
// walks that share a loop-erased path are gathered by the factor Π G, G being the diagonal entry of (I−K)⁻¹ at each party
// after deleting those before it. This is exact: nothing is counted twice and nothing is left out. It is an average over
// what happened, not a margin: change one deal and the shares change.
//
// It reports false if the losses cannot be split: a class passes all it loses round for ever. Cost: one elimination of the
// parties that lose, sparse where they are loosely tied, and a solve for each party on a path looked at; where thousands are
// closely tied, some tens of O(links) for each such party.
func (l *Losses) Paths(keep func(party int) bool, share float64, limit int) (Attribution, bool) {
	s, ok := newSearch(l, keep)
	if !ok {
		return Attribution{}, false
	}
	return s.run(share, limit), true
}

// search looks for paths, those first that may still carry most.
type search struct {
	*Losses
	keep  func(int) bool
	place []int32 // by party: its place among those that lose or miss something, −1 for others
	names []int
	a     *around
	queue prefixes
}

// prefix is a path that may go on.
type prefix struct {
	parties  []int32 // places
	bare     float64
	arriving float64 // at its last party by it, ways round before that included
	bound    float64 // what it and all that goes on from it carry, at most
}

type prefixes []prefix

func (q prefixes) Len() int { return len(q) }
func (q prefixes) Less(i, j int) bool {
	if q[i].bound != q[j].bound {
		return q[i].bound > q[j].bound
	}
	return slices.Compare(q[i].parties, q[j].parties) < 0
}
func (q prefixes) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *prefixes) Push(x any)   { *q = append(*q, x.(prefix)) }
func (q *prefixes) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func newSearch(l *Losses, keep func(int) bool) (*search, bool) {
	s := &search{Losses: l, keep: keep, place: make([]int32, len(l.Received))}
	for i := range l.Received {
		s.place[i] = -1
		if l.Received[i] > 0 || l.Missing[i] > 0 {
			s.place[i] = int32(len(s.names))
			s.names = append(s.names, i)
		}
	}
	if len(s.names) == 0 {
		return s, true
	}
	var links []link // sorted as those of the losses are
	for _, of := range l.Links {
		if k := s.passed(of); k > 0 {
			links = append(links, link{int(s.place[of.From]), int(s.place[of.To]), k})
		}
	}
	var ok bool
	s.a, ok = newAround(len(s.names), links)
	return s, ok
}

// passed is K of a link: the share of its payer's fall that passes by it.
func (s *search) passed(l Link) float64 {
	if s.place[l.From] < 0 || s.place[l.To] < 0 {
		return 0
	}
	return l.Amount / (s.Received[l.From] + math.Max(0, s.Missing[l.From]))
}

func (s *search) run(share float64, limit int) Attribution {
	var out Attribution
	loss := 0.0
	for i, x := range s.Received {
		if s.keep(i) {
			loss += x
		}
	}
	for i, missing := range s.Missing {
		if missing > 0 {
			s.push(nil, s.place[i], missing, missing)
		}
	}
	found := 0.0
	for len(s.queue) > 0 && len(out.Paths) < limit && loss-found > share*loss {
		p := heap.Pop(&s.queue).(prefix)
		weight := p.arriving * s.a.factor(p.parties)
		if path, ok := s.path(p, weight); ok {
			out.Paths = append(out.Paths, path)
			found += path.Amount
		}
		last := p.parties[len(p.parties)-1]
		for e := s.a.start[last]; e < s.a.start[last+1]; e++ {
			if next := s.a.to[e]; !slices.Contains(p.parties, next) {
				s.push(p.parties, next, p.bare*s.a.share[e], weight*s.a.share[e])
			}
		}
	}
	slices.SortStableFunc(out.Paths, func(a, b Path) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), slices.Compare(a.Parties, b.Parties))
	})
	if out.Rest = loss - found; math.Abs(out.Rest) <= 1e-9*math.Max(1, loss) {
		out.Rest = 0
	}
	return out
}

// push puts a longer path into the queue.
func (s *search) push(before []int32, party int32, bare, arriving float64) {
	if arriving > 0 {
		heap.Push(&s.queue, prefix{append(slices.Clone(before), party), bare, arriving, arriving * s.a.all[party]})
	}
}

// path is what a prefix says as a path of its own.
func (s *search) path(p prefix, weight float64) (Path, bool) {
	last := s.names[p.parties[len(p.parties)-1]]
	amount := weight
	if len(p.parties) == 1 {
		amount -= p.bare // the shock itself is no receipt
	}
	if !s.keep(last) || amount <= 1e-12*p.bare {
		return Path{}, false
	}
	out := Path{Amount: amount, Factor: weight / p.bare}
	for _, at := range p.parties {
		out.Parties = append(out.Parties, s.names[at])
	}
	return out, true
}
