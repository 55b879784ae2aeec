package temporal

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"

	"dealgraph/graph"
)

// plan is the payments that can lie on a cycle, as all workers read them. A payment is known by its rank, its place in the
// order of time; a party by its label, its place among the parties of the components.
type plan struct {
	o       Options
	step    int64 // days from a payment to the next, at least
	window  int64 // days from the first payment to the last, at most
	longest int   // parties at most
	columns int   // how many numbers of hops are told apart when latest departures are asked for
	party   []graph.Node
	through []int32

	index       []int32 // by rank: place in the payments that were given
	from, to    []int32
	first, last []int32
	amount      []int64 // -1 if not known

	// Payments to others that are dated to the day, by payer and by payee, in order of time; and the ranks of those that
	// are not.
	outStart, inStart           []int32
	out                         []outgoing
	in                          []incoming
	looseOutStart, looseInStart []int32
	looseOut, looseIn           []int32
}

type outgoing struct{ day, to, rank int32 }

type incoming struct{ day, from int32 }

// noWindow is more days than lie between any two.
const noWindow = int64(1) << 40

// mostColumns bounds the memory: longer cycles share the last column.
const mostColumns = 8

func newPlan(n *graph.Network, payments []graph.Payment, o Options) (*plan, error) {
	o = o.filled()
	if err := o.check(n, payments); err != nil {
		return nil, err
	}
	p := &plan{o: o, step: 1, window: noWindow}
	if o.NonStrict {
		p.step = 0
	}
	if o.Window > 0 {
		p.window = min(int64(o.Window), noWindow)
	}
	label, component, largest, err := p.parties(n, payments)
	if err != nil {
		return nil, err
	}
	p.longest = largest
	if o.MaxLength > 0 {
		p.longest = min(p.longest, o.MaxLength)
	}
	if !o.NonStrict {
		p.longest = int(min(int64(p.longest), p.window+1))
	}
	p.columns = max(1, min(p.longest-2, mostColumns))
	if p.longest > 4*mostColumns { // as good as no bound
		p.columns = 1
	}
	p.rank(payments, func(q graph.Payment) bool {
		c := component[q.From]
		return p.serves(q) && c != 0 && c == component[q.To]
	})
	for r := range p.from {
		p.from[r], p.to[r] = label[p.from[r]], label[p.to[r]]
	}
	p.lists()
	return p, nil
}

// filled is the options with every default in place.
func (o Options) filled() Options {
	if o.MaxLength == 0 {
		o.MaxLength = DefaultMaxLength
	}
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	o.Through = slices.Clone(o.Through)
	slices.Sort(o.Through)
	o.Through = slices.Compact(o.Through)
	return o
}

func (o Options) check(n *graph.Network, payments []graph.Payment) error {
	for _, v := range o.Through {
		if v < 0 || int(v) >= n.Order() {
			return fmt.Errorf("find cycles in time: there is no party %d among the %d of the network", v, n.Order())
		}
	}
	if len(payments) > math.MaxInt32 {
		return fmt.Errorf("find cycles in time: %d payments are more than can be numbered", len(payments))
	}
	for i, q := range payments {
		if q.First > q.Last {
			return fmt.Errorf("find cycles in time: payment %d ends on day %d, before it begins on day %d", i, q.Last, q.First)
		}
		if q.From < 0 || int(q.From) >= n.Order() || q.To < 0 || int(q.To) >= n.Order() {
			return fmt.Errorf("find cycles in time: payment %d is between parties that are not in the network", i)
		}
	}
	return nil
}

// serves reports whether the amount of a payment lets it take part.
func (p *plan) serves(q graph.Payment) bool {
	return p.o.MinAmount <= 0 || q.Known && q.Amount >= p.o.MinAmount
}

// parties gives the parties of the components in which the payments can form cycles their labels. Component numbers count from
// 1; with Through, only the component of those parties is left.
func (p *plan) parties(n *graph.Network, payments []graph.Payment) (label, component []int32, largest int, err error) {
	adj := n.Adjacency()
	kept := make([]bool, adj.Hops())
	for i, q := range payments {
		h, ok := adj.Hop(q.From, q.To)
		if !ok {
			return nil, nil, 0, fmt.Errorf("find cycles in time: payment %d is of no arc of the network", i)
		}
		kept[h] = kept[h] || p.serves(q)
	}
	label, component = make([]int32, n.Order()), make([]int32, n.Order())
	for i, members := range n.ComponentsOf(func(hop int) bool { return kept[hop] }) {
		if !holdsEvery(members, p.o.Through) {
			continue
		}
		largest = max(largest, len(members))
		for _, v := range members {
			component[v] = int32(i + 1)
		}
	}
	for v, c := range component {
		if c != 0 {
			label[v] = int32(len(p.party))
			p.party = append(p.party, graph.Node(v))
		}
	}
	if largest > 0 {
		for _, v := range p.o.Through {
			p.through = append(p.through, label[v])
		}
	}
	return label, component, largest, nil
}

// holdsEvery reports whether sorted members hold all of some parties.
func holdsEvery(members, some []graph.Node) bool {
	for _, v := range some {
		if _, ok := slices.BinarySearch(members, v); !ok {
			return false
		}
	}
	return true
}

// rank lays out the payments that take part in order of time. From and to are nodes until they are relabelled.
func (p *plan) rank(payments []graph.Payment, keep func(graph.Payment) bool) {
	for i, q := range payments {
		if keep(q) {
			p.index = append(p.index, int32(i))
		}
	}
	byTime := func(i, j int32) int {
		a, b := &payments[i], &payments[j]
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(i, j))
	}
	if !slices.IsSortedFunc(p.index, byTime) {
		slices.SortFunc(p.index, byTime)
	}
	k := len(p.index)
	p.from, p.to, p.first, p.last = make([]int32, k), make([]int32, k), make([]int32, k), make([]int32, k)
	p.amount = make([]int64, k)
	for r, i := range p.index {
		q := &payments[i]
		p.from[r], p.to[r], p.first[r], p.last[r] = int32(q.From), int32(q.To), q.First, q.Last
		p.amount[r] = -1
		if q.Known {
			p.amount[r] = q.Amount
		}
	}
}

// exact reports whether a payment is dated to the day.
func (p *plan) exact(rank int32) bool { return p.first[rank] == p.last[rank] }

// lists lays out the payments to others by payer and by payee.
func (p *plan) lists() {
	parties := len(p.party)
	starts := func(end []int32, exact bool) []int32 {
		s := make([]int32, parties+1)
		for r := range p.from {
			if p.from[r] != p.to[r] && p.exact(int32(r)) == exact {
				s[end[r]+1]++
			}
		}
		for v := range parties {
			s[v+1] += s[v]
		}
		return s
	}
	p.outStart, p.inStart = starts(p.from, true), starts(p.to, true)
	p.looseOutStart, p.looseInStart = starts(p.from, false), starts(p.to, false)
	p.out, p.in = make([]outgoing, p.outStart[parties]), make([]incoming, p.inStart[parties])
	p.looseOut, p.looseIn = make([]int32, p.looseOutStart[parties]), make([]int32, p.looseInStart[parties])
	nextOut, nextIn := slices.Clone(p.outStart), slices.Clone(p.inStart)
	nextLooseOut, nextLooseIn := slices.Clone(p.looseOutStart), slices.Clone(p.looseInStart)
	put := func(next []int32, v int32) int32 { next[v]++; return next[v] - 1 }
	for i := range p.from {
		r, u, v := int32(i), p.from[i], p.to[i]
		switch {
		case u == v:
		case p.exact(r):
			p.out[put(nextOut, u)] = outgoing{p.first[r], v, r}
			p.in[put(nextIn, v)] = incoming{p.first[r], u}
		default:
			p.looseOut[put(nextLooseOut, u)] = r
			p.looseIn[put(nextLooseIn, v)] = r
		}
	}
}

// roots is how many payments are tried as the first.
func (p *plan) roots() int32 { return int32(len(p.index)) }

// before is the day by which all cycles begin that begin with a payment before one of a rank, as far as it is sure.
func (p *plan) before(rank int32) int32 {
	if p.first[rank] == graph.Beginning {
		return graph.Beginning
	}
	return p.first[rank] - 1
}
