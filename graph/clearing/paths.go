package clearing

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
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
	Rest  float64 // what smaller paths carry; Σ Paths + Rest is the loss of all parties asked for
}

// maxAffected bounds the parties that lose something in one attribution.
const maxAffected = 1500

// Paths splits what parties receive less (all of them, or those that keep names) into simple paths from the shocked parties,
// and lists those that together carry all but a share of it, at most limit.
//
// Of each dollar by which a party's means fall it passes on K, the realised share; so losses are a sum over walks, and the
// walks that share a loop-erased path are gathered by the factor Π G, G being the diagonal entry of (I−K)⁻¹ at each party
// after deleting those before it. This is exact: nothing is counted twice and nothing is left out. It is an average over
// what happened, not a margin: change one deal and the shares change.
//
// It reports false if the losses cannot be split: too many parties, or a class that passes all it loses round for ever.
// Cost: one dense solve, cubic in the number of parties that lose, for each party on a path looked at.
func (l *Losses) Paths(keep func(party int) bool, share float64, limit int) (Attribution, bool) {
	s, ok := newSearch(l, keep)
	if !ok {
		return Attribution{}, false
	}
	return s.run(share, limit)
}

// search looks for paths, those first that may still carry most.
type search struct {
	*Losses
	keep  func(int) bool
	place map[int]int // of parties that lose or miss something, in k
	names []int
	k     *mat.Dense // K
	carry []float64  // (I−K)⁻¹·1: what a dollar lost at a party still brings about, at most
	queue prefixes
}

// prefix is a path that may go on. Weight is what arrives at its last party by it, the way round included.
type prefix struct {
	parties []int // places
	bare    float64
	weight  float64
	bound   float64
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
	s := &search{Losses: l, keep: keep, place: map[int]int{}}
	for i := range l.Received {
		if l.Received[i] > 0 || l.Missing[i] > 0 {
			s.place[i] = len(s.names)
			s.names = append(s.names, i)
		}
	}
	n := len(s.names)
	if n == 0 || n > maxAffected {
		return s, n == 0
	}
	s.k = mat.NewDense(n, n, nil)
	for _, link := range l.Links {
		from, to := s.place[link.From], s.place[link.To]
		if fall := l.Received[link.From] + l.Missing[link.From]; fall > 0 {
			s.k.Set(from, to, link.Amount/fall)
		}
	}
	var lu mat.LU
	lu.Factorize(s.rest(nil))
	ones := mat.NewVecDense(n, nil)
	for i := range n {
		ones.SetVec(i, 1)
	}
	var carry mat.VecDense
	if err := lu.SolveVecTo(&carry, false, ones); err != nil {
		return s, false
	}
	s.carry = carry.RawVector().Data
	return s, true
}

// rest is I−K without the parties of a path.
func (s *search) rest(without []int) *mat.Dense {
	n := len(s.names)
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.Set(i, i, 1)
		for j := range n {
			if !slices.Contains(without, i) && !slices.Contains(without, j) {
				a.Set(i, j, a.At(i, j)-s.k.At(i, j))
			}
		}
	}
	return a
}

// round is what passing a party again and again, without the parties before it, does to a dollar there.
func (s *search) round(before []int, party int) float64 {
	var lu mat.LU
	lu.Factorize(s.rest(before))
	unit := mat.NewVecDense(len(s.names), nil)
	unit.SetVec(party, 1)
	var x mat.VecDense
	if err := lu.SolveVecTo(&x, true, unit); err != nil {
		return 1
	}
	return x.AtVec(party)
}

func (s *search) run(share float64, limit int) (Attribution, bool) {
	var out Attribution
	loss := 0.0
	for i, x := range s.Received {
		if s.keep(i) {
			loss += x
		}
	}
	if len(s.names) == 0 {
		return out, true
	}
	for i, missing := range s.Missing {
		if missing > 0 {
			s.push(nil, s.place[i], missing, missing)
		}
	}
	found := 0.0
	for len(s.queue) > 0 && len(out.Paths) < limit && loss-found > share*loss {
		p := heap.Pop(&s.queue).(prefix)
		if path, ok := s.path(p); ok {
			out.Paths = append(out.Paths, path)
			found += path.Amount
		}
		last := p.parties[len(p.parties)-1]
		for _, link := range s.from[s.names[last]] {
			next := s.place[link.To]
			if !slices.Contains(p.parties, next) {
				k := s.k.At(last, next)
				s.push(p.parties, next, p.bare*k, p.weight*k)
			}
		}
	}
	slices.SortStableFunc(out.Paths, func(a, b Path) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), slices.Compare(a.Parties, b.Parties))
	})
	if out.Rest = loss - found; math.Abs(out.Rest) <= 1e-9*math.Max(1, loss) {
		out.Rest = 0
	}
	return out, true
}

// push puts a longer path into the queue.
func (s *search) push(before []int, party int, bare, arriving float64) {
	if arriving <= 0 {
		return
	}
	weight := arriving * s.round(before, party)
	heap.Push(&s.queue, prefix{append(slices.Clone(before), party), bare, weight, weight * s.carry[party]})
}

// path is what a prefix says as a path of its own.
func (s *search) path(p prefix) (Path, bool) {
	last := s.names[p.parties[len(p.parties)-1]]
	amount := p.weight
	if len(p.parties) == 1 {
		amount -= p.bare // the shock itself is no receipt
	}
	if !s.keep(last) || amount <= 1e-12*p.bare {
		return Path{}, false
	}
	out := Path{Amount: amount, Factor: p.weight / p.bare}
	for _, at := range p.parties {
		out.Parties = append(out.Parties, s.names[at])
	}
	return out, true
}
