package temporal_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/nettest"
	"dealgraph/graph/temporal"
)

// dated is a network for payments: an arc for each.
func dated(parties int, payments []graph.Payment, outside ...graph.Node) *graph.Network {
	ps := make([]*deals.Party, parties)
	for i := range ps {
		ps[i] = &deals.Party{ID: nettest.Numbered(i)}
		if slices.Contains(outside, graph.Node(i)) {
			ps[i].Sector = deals.SectorOutside
		}
	}
	arcs := make([]graph.Arc, len(payments))
	for i, q := range payments {
		arcs[i] = graph.Arc{From: q.From, To: q.To, Amount: q.Amount, Known: q.Known}
	}
	return graph.New(ps, arcs)
}

// onDay is a payment of a known amount on a day.
func onDay(from, to graph.Node, day int32, amount int64) graph.Payment {
	return graph.Payment{From: from, To: to, First: day, Last: day, Amount: amount, Known: true}
}

// drawPayments makes few payments on few days, so that there are ties. Loose is the share that is not dated to the day.
func drawPayments(r *rand.Rand, parties, count, days int, loose float64) []graph.Payment {
	out := make([]graph.Payment, count)
	for i := range out {
		q := onDay(graph.Node(r.IntN(parties)), graph.Node(r.IntN(parties)), int32(r.IntN(days)), 1+r.Int64N(9))
		if q.From == q.To && r.IntN(4) > 0 {
			q.To = graph.Node((int(q.To) + 1) % parties)
		}
		if r.Float64() < loose {
			q.Last += int32(r.IntN(days))
			if r.IntN(6) == 0 {
				q.First = graph.Beginning
			}
		}
		if r.IntN(6) == 0 {
			q.Amount, q.Known = 0, false
		}
		out[i] = q
	}
	return out
}

// brute is a definition: all closed sequences of payments between distinct parties, on all days on which each can have
// been made.
type brute struct {
	payments []graph.Payment
	outside  []graph.Node
	o        temporal.Options
	longest  int
	found    map[string]*bruteBundle
	seq      []int
}

type bruteBundle struct {
	temporal.Cycle
	Combos [][]int
	Sure   []bool
}

func bruteForce(payments []graph.Payment, o temporal.Options, outside ...graph.Node) []*bruteBundle {
	b := &brute{payments: payments, outside: outside, o: o, longest: o.MaxLength, found: map[string]*bruteBundle{}}
	if o.MaxLength == 0 {
		b.longest = temporal.DefaultMaxLength
	}
	if o.MaxLength < 0 {
		b.longest = 1 << 30
	}
	for i := range payments {
		b.seq = []int{i}
		b.extend()
	}
	var out []*bruteBundle
	for _, x := range b.found {
		for i := range x.Hops {
			slices.SortFunc(x.Hops[i], b.order)
			x.Hops[i] = slices.Compact(x.Hops[i])
			for _, q := range x.Hops[i] {
				if !payments[q].Known {
					x.Unknown++
				}
			}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y *bruteBundle) int {
		return cmp.Or(b.order(x.Hops[0][0], y.Hops[0][0]), slices.Compare(x.Parties, y.Parties))
	})
	return out
}

// order is that of First, Last, and the place among the payments.
func (b *brute) order(i, j int) int {
	p, q := b.payments[i], b.payments[j]
	return cmp.Or(cmp.Compare(p.First, q.First), cmp.Compare(p.Last, q.Last), cmp.Compare(i, j))
}

// extend looks at every sequence from its payment with the smallest index, so at each cyclic sequence once.
func (b *brute) extend() {
	first, last := b.payments[b.seq[0]], b.payments[b.seq[len(b.seq)-1]]
	if b.o.MinAmount > 0 && (!last.Known || last.Amount < b.o.MinAmount) || slices.Contains(b.outside, last.From) {
		return
	}
	if last.To == first.From {
		b.combination(b.seq)
		return
	}
	if len(b.seq) == b.longest {
		return
	}
	for i, q := range b.payments {
		if i <= b.seq[0] || q.From != last.To || slices.ContainsFunc(b.seq, func(j int) bool { return b.payments[j].From == q.To && j != b.seq[0] }) {
			continue
		}
		if q.From == q.To {
			continue
		}
		b.seq = append(b.seq, i)
		b.extend()
		b.seq = b.seq[:len(b.seq)-1]
	}
}

// combination counts a cyclic sequence if it is possible from some payment on.
func (b *brute) combination(seq []int) {
	var told []int
	sure := false
	for i := range seq {
		rotated := append(slices.Clone(seq[i:]), seq[:i]...)
		if b.possible(rotated, 0, 0, 0) && (told == nil || b.order(rotated[0], told[0]) < 0) {
			told = rotated
		}
		sure = sure || b.certain(rotated)
	}
	if told == nil {
		return
	}
	var parties []graph.Node
	for _, i := range told {
		parties = append(parties, b.payments[i].From)
	}
	for _, v := range b.o.Through {
		if !slices.Contains(parties, v) {
			return
		}
	}
	b.put(parties, told, sure)
}

func (b *brute) put(parties []graph.Node, told []int, sure bool) {
	key := fmt.Sprint(told[0], parties)
	x := b.found[key]
	if x == nil {
		x = &bruteBundle{Cycle: temporal.Cycle{Parties: parties, Hops: make([][]int, len(told)), First: b.payments[told[0]].First, Last: -1 << 31}}
		b.found[key] = x
	}
	x.Count++
	if sure {
		x.Certain++
	}
	x.Combos, x.Sure = append(x.Combos, told), append(x.Sure, sure)
	x.Last = max(x.Last, b.payments[told[len(told)-1]].Last)
	least := int64(1 << 62)
	for i, q := range told {
		x.Hops[i] = append(x.Hops[i], q)
		if !b.payments[q].Known {
			least = 0
		}
		least = min(least, b.payments[q].Amount)
	}
	x.Bottleneck = max(x.Bottleneck, least)
}

// days are those on which a payment can have been made. For one without a first day, some near the others and one long ago.
func (b *brute) days(i int) []int32 {
	q := b.payments[i]
	var out []int32
	from := q.First
	if from == graph.Beginning {
		out, from = append(out, -1000), -20
	}
	for d := from; d <= q.Last; d++ {
		out = append(out, d)
	}
	return out
}

func (b *brute) follows(day, next int32) bool {
	return day < next || b.o.NonStrict && day == next
}

func (b *brute) within(first, last int32) bool {
	return b.o.Window <= 0 || int(last)-int(first) <= b.o.Window
}

// possible reports whether there are days for the payments from some place on.
func (b *brute) possible(seq []int, at int, first, before int32) bool {
	if at == len(seq) {
		return b.within(first, before)
	}
	for _, d := range b.days(seq[at]) {
		if at == 0 {
			first = d
		}
		if (at == 0 || b.follows(before, d)) && b.possible(seq, at+1, first, d) {
			return true
		}
	}
	return false
}

// certain reports whether all days will do. A single payment begins and ends the cycle on its own day.
func (b *brute) certain(seq []int) bool {
	for i := 1; i < len(seq); i++ {
		for _, d := range b.days(seq[i-1]) {
			for _, e := range b.days(seq[i]) {
				if !b.follows(d, e) {
					return false
				}
			}
		}
	}
	for _, d := range b.days(seq[0]) {
		for _, e := range b.days(seq[len(seq)-1]) {
			if len(seq) > 1 && !b.within(d, e) {
				return false
			}
		}
	}
	return true
}

// plain counts temporal cycles of payments in order of time, one by one, from each payment on.
func plain(parties int, payments []graph.Payment, window int32) uint64 {
	out := make([][]graph.Payment, parties)
	for _, q := range payments {
		out[q.From] = append(out[q.From], q)
	}
	on := make([]bool, parties)
	count := uint64(0)
	var walk func(root, at graph.Node, after, until int32)
	walk = func(root, at graph.Node, after, until int32) {
		on[at] = true
		later, _ := slices.BinarySearchFunc(out[at], after+1, func(q graph.Payment, day int32) int { return int(q.First - day) })
		for _, q := range out[at][later:] {
			switch {
			case q.First > until:
				on[at] = false
				return
			case q.To == root:
				count++
			case !on[q.To]:
				walk(root, q.To, q.First, until)
			}
		}
		on[at] = false
	}
	for _, q := range payments {
		if q.From == q.To {
			count++
			continue
		}
		on[q.From] = true
		walk(q.From, q.To, q.First, q.First+window)
		on[q.From] = false
	}
	return count
}
