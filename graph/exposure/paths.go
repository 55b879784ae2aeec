package exposure

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"

	"dealgraph/graph"
)

// Path is a chain of payments in which no party stands twice, and what of the money of its last party came by it.
type Path struct {
	Parties []graph.Node // from the one that pays to the one that depends
	Amount  int64        // minor units
	Share   float64      // of all that came by any path
	Factor  float64      // what circles on the way do to it, 1 or more: the bare chain carries Amount/Factor
}

// Paths is a dependence taken apart by ways.
type Paths struct {
	From, To graph.Node
	Total    int64  // as [Dependence.Total]
	Paths    []Path // the largest first
	Rest     int64  // what other paths carry; the amounts of Paths and Rest add up to Total
	Stopped  bool   // the search gave up: there may be others as large as the last
	Warnings []error
}

// PathOptions say when enough paths are listed. The zero value lists ten, or fewer if these carry 99%.
type PathOptions struct {
	Most  int     // paths; 0 is 10
	Cover float64 // stop once they carry this share, 0 to 1; 0 is 0.99
}

// Paths splits what a party receives that was at another before into the simple paths that it came by, the largest first.
//
// Money can go round in circles on its way. All ways that are the same once their circles are taken out are one path, and it
// carries what they carry: the bare chain, times at each party after the first how often a dollar there is there again without
// passing those before it. This is exact; nothing is counted twice and nothing left out (Lawler, Loop-erased self-avoiding
// random walk, Duke Mathematical Journal 47(3), 1980).
//
// The error is that of ctx, or ErrSame. Cost: one solve for each path looked at through a party on a cycle; a path is looked
// at only while it may still be among the largest. In networks of many thousand parties the search may stop before the end.
func (c *Chains) Paths(ctx context.Context, from, to graph.Node, o PathOptions) (Paths, error) {
	c.n.Party(from)
	c.n.Party(to)
	out := Paths{From: from, To: to}
	if from == to {
		return out, ErrSame
	}
	if o.Most == 0 {
		o.Most = 10
	}
	if o.Cover == 0 {
		o.Cover = 0.99
	}
	p := pathSearch{c: c, s: c.hit(ctx), from: int32(from), to: int32(to)}
	if err := p.begin(); err != nil {
		return out, err
	}
	out.Total = p.whole
	if err := p.run(&out, o); err != nil {
		return out, err
	}
	near := c.steps(int32(from), ends{c.a, false}, false, nil)
	out.Warnings = c.warn(&Reach{Party: from}, near)
	return out, nil
}

// pathSearch looks for paths, those first that may carry most.
type pathSearch struct {
	c        *Chains
	s        *hit
	from, to int32
	total    float64   // minor units
	whole    int64     // the same, rounded
	gets     []float64 // by party: the share of a dollar there that gets to the end without passing the beginning
	again    float64   // how often a dollar at the end is there, without passing the beginning
	queue    steps
	limit    int
}

// step is the last step of a path that may go on.
type step struct {
	before   *step
	party    int32
	arrives  float64 // by the path, circles at parties before it included
	carries  float64 // circles at the party itself included, when known
	bare     float64
	bound    float64 // of all paths that begin with it
	measured bool
}

// maxPathWork is how many hops the search looks at before it gives up: some seconds.
const maxPathWork = 1_500_000_000

// begin solves what all paths share.
func (p *pathSearch) begin() error {
	if err := p.s.passed(p.from); err != nil {
		return err
	}
	share, _ := p.s.share(p.to)
	p.total = share * float64(p.c.whole(graph.Node(p.to)))
	p.whole = min(p.c.received[p.to], max(cents(p.total), p.c.direct(p.from, p.to).Amount))
	if p.total == 0 {
		return nil
	}
	if err := p.s.passed(p.to, p.from); err != nil {
		return err
	}
	_, not := p.s.again(&p.c.from)
	p.again = 1 / not
	if err := p.s.gets(p.to, p.from); err != nil {
		return err
	}
	p.gets = make([]float64, len(p.c.money))
	for _, v := range p.s.list {
		share, within := p.s.share(v)
		p.gets[v] = share + within
	}
	p.gets[p.to] = 1
	p.limit = p.s.work + maxPathWork
	first := &step{party: p.from, bare: float64(p.c.paid[p.from]), measured: true}
	if !p.c.outside[p.from] {
		first.bare = float64(p.c.money[p.from])
	}
	first.arrives, first.carries, first.bound = first.bare, first.bare, math.Inf(1)
	p.extend(first)
	return nil
}

func (p *pathSearch) run(out *Paths, o PathOptions) error {
	found, told := 0.0, int64(0)
	for len(p.queue) > 0 && len(out.Paths) < o.Most && found < o.Cover*p.total {
		if p.s.work > p.limit {
			out.Stopped = true
			break
		}
		st := heap.Pop(&p.queue).(*step)
		switch {
		case st.measured: // it ends here, and no other carries more
			found += st.carries
			path := Path{Parties: st.parties(), Share: math.Min(1, st.carries/p.total), Factor: st.carries / st.bare}
			path.Amount = min(p.whole, cents(found)) - told // rounded in sum, so that the rest is none too large
			told += path.Amount
			out.Paths = append(out.Paths, path)
		default:
			if err := p.measure(st); err != nil {
				return err
			}
			if st.party == p.to {
				st.bound = st.carries
				heap.Push(&p.queue, st)
				continue
			}
			p.extend(st)
		}
	}
	out.Rest = p.whole - told
	return p.s.ctx.Err()
}

// measure finds what circles at the last party of a path add to it.
func (p *pathSearch) measure(st *step) error {
	st.measured, st.carries = true, st.arrives
	if !p.c.circular[st.party] {
		return nil
	}
	var before []int32
	for b := st.before; b != nil; b = b.before {
		before = append(before, b.party)
	}
	if err := p.s.passed(st.party, before...); err != nil {
		return err
	}
	_, not := p.s.again(&p.c.from)
	st.carries = st.arrives / not
	return nil
}

// extend puts all paths of one party more into the queue.
func (p *pathSearch) extend(st *step) {
	on := &p.c.on
	p.s.work += int(on.start[st.party+1] - on.start[st.party])
	for i := on.start[st.party]; i < on.start[st.party+1]; i++ {
		w, share := on.with[i], on.share[i]
		if p.gets[w] == 0 || p.c.outside[w] && w != p.to || st.passes(w) {
			continue
		}
		arrives := st.carries * share
		bound := math.Min(st.bound, arrives*p.gets[w]*p.again)
		if bound < 0.5 {
			continue // less than half a cent
		}
		heap.Push(&p.queue, &step{before: st, party: w, arrives: arrives, bare: st.bare * share, bound: bound})
	}
}

// passes reports whether a party stands in the path.
func (st *step) passes(v int32) bool {
	for ; st != nil; st = st.before {
		if st.party == v {
			return true
		}
	}
	return false
}

func (st *step) parties() []graph.Node {
	var out []graph.Node
	for ; st != nil; st = st.before {
		out = append(out, graph.Node(st.party))
	}
	slices.Reverse(out)
	return out
}

// compare orders paths by their parties, the last first: any order that does not depend on chance.
func (st *step) compare(other *step) int {
	for st != nil && other != nil && st != other {
		if c := cmp.Compare(st.party, other.party); c != 0 {
			return c
		}
		st, other = st.before, other.before
	}
	switch {
	case st == other:
		return 0
	case st == nil:
		return -1
	}
	return 1
}

// steps is a heap by falling bound.
type steps []*step

func (q steps) Len() int { return len(q) }
func (q steps) Less(i, j int) bool {
	if q[i].bound != q[j].bound {
		return q[i].bound > q[j].bound
	}
	return q[i].compare(q[j]) < 0
}
func (q steps) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *steps) Push(x any)   { *q = append(*q, x.(*step)) }
func (q *steps) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
