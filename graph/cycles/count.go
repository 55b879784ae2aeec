package cycles

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"strings"

	"dealgraph/graph"
)

// Tally is how many cycles there are. It is a property of the rule by which they are counted, above all of the bound on the
// length, and no measure of money.
type Tally struct {
	Cycles       uint64
	ByLength     []uint64 // by number of parties
	Combinations uint64   // of one deal for each step, over all cycles
	Full         bool     // there are more combinations than that
	Proved       Proved
}

// String says how many, by length: "37 cycles: 12 of 2 parties, 25 of 3".
func (t Tally) String() string {
	var parts []string
	for k, c := range t.ByLength {
		if c == 0 {
			continue
		}
		part := fmt.Sprintf("%s of %d", number(c), k)
		if len(parts) == 0 {
			part += map[bool]string{true: " party", false: " parties"}[k == 1]
		}
		parts = append(parts, part)
	}
	cycles := " cycles"
	if t.Cycles == 1 {
		cycles = " cycle"
	}
	if len(parts) == 0 {
		return "no cycles"
	}
	return number(t.Cycles) + cycles + ": " + strings.Join(parts, ", ")
}

// number writes a count with its thousands apart.
func number(n uint64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Count counts the cycles that [Each] yields, on all cores, without telling them. Limit does not hold. When the context ends
// it, the tally is what was counted until then, and the error a [*StopError].
//
// Cost: about 5 ns for each cycle of a network with hubs, and 20 bytes for each party and hop; see [Each].
func Count(ctx context.Context, n *graph.Network, o Options) (Tally, error) {
	s, err := newStream(ctx, n, o)
	if err != nil {
		return Tally{}, err
	}
	t := s.count()
	return t, s.stopError(t.Proved)
}

// count adds up what each worker counts: sums do not depend on who does what.
func (s *stream) count() Tally {
	t := Tally{ByLength: make([]uint64, max(s.longest, 1)+1)}
	for range s.selfDeals() {
		t.ByLength[1]++
	}
	for _, h := range s.selfDeals() {
		t.Combinations = plus(t.Combinations, uint64(s.core.arcs(h)), &t.Full)
	}
	workers := s.everyRoot(func(w *walker, first part1) {
		switch {
		case s.filter.narrow() || len(w.must) > 0 || w.longest > shortest:
			w.emit = s.filtered(func(path []graph.Node, _ error) bool {
				w.tally[len(path)]++
				w.addCombos(path)
				return true
			})
			w.search(first)
		default:
			w.count(first)
		}
	})
	for _, w := range workers {
		for k, c := range w.tally {
			t.ByLength[k] += c
		}
		t.Combinations = plus(t.Combinations, w.sum, &t.Full)
		t.Full = t.Full || w.full
	}
	for _, c := range t.ByLength {
		t.Cycles += c
	}
	t.Proved = Proved{Count: int(min(t.Cycles, math.MaxInt)), MaxLength: s.bound(), Filtered: s.o.filtered(), Complete: s.err == nil, Above: -1}
	if s.err != nil {
		t.Proved.Stopped, t.Proved.Above = InTime, unproved
	}
	return t
}

// count is search, but for counting.
func (w *walker) count(first part1) {
	w.onPath[0] = true
	for i, end := first.of(w.adj0[0], w.cut[w.longest-1]); i < end && !w.stopped; i++ {
		x := w.adj1[i]
		w.onPath[x] = true
		w.countFrom(x, 2, w.longest-1, uint64(w.many[i]))
		w.onPath[x] = false
	}
	w.onPath[0] = false
}

// countFrom is walk, but for counting; combos is the combinations of arcs on the path.
func (w *walker) countFrom(v int32, n int, left int32, combos uint64) {
	if w.d[v] == 1 {
		w.tally[n]++
		w.sum = plus(w.sum, multiply(combos, w.home[v], &w.full), &w.full)
	}
	if left == 1 {
		return
	}
	lo, hi := w.adj0[v], w.cut[v*w.longest+left-1]
	if !w.look(int(hi - lo)) {
		return
	}
	if left == 2 {
		w.countLast(lo, hi, n+1, combos)
		return
	}
	for i := lo; i < hi; i++ {
		x := w.adj1[i]
		if w.onPath[x] {
			continue
		}
		w.onPath[x] = true
		w.countFrom(x, n+1, left-1, multiply(combos, w.many[i], &w.full))
		w.onPath[x] = false
	}
}

// countLast counts the ways over one party more, of which each has a hop to the root.
func (w *walker) countLast(lo, hi int32, n int, combos uint64) {
	found, ways := uint64(0), uint64(0)
	for i := lo; i < hi; i++ {
		if x := w.adj1[i]; !w.onPath[x] {
			found++
			ways += uint64(w.many[i]) * uint64(w.home[x]) // no overflow: arcs are numbered by int32, and each pair stands once
		}
	}
	w.tally[n] += found
	over, product := bits.Mul64(combos, ways)
	if over != 0 {
		product, w.full = math.MaxUint64, true
	}
	w.sum = plus(w.sum, product, &w.full)
}

// addCombos adds the combinations of arcs of a cycle.
func (w *walker) addCombos(path []graph.Node) {
	combos := uint64(1)
	for i := 0; w.parallel && i < len(path); i++ {
		h, _ := w.adj.Hop(path[i], path[(i+1)%len(path)])
		combos = multiply(combos, w.arcs(int32(h)), &w.full)
	}
	w.sum = plus(w.sum, combos, &w.full)
}

// multiply and plus stay at the largest number rather than pass it, and say so.
func multiply(a uint64, b int32, full *bool) uint64 {
	over, product := bits.Mul64(a, uint64(b))
	if over != 0 {
		*full = true
		return math.MaxUint64
	}
	return product
}

func plus(a, b uint64, full *bool) uint64 {
	sum, over := bits.Add64(a, b, 0)
	if over != 0 {
		*full = true
		return math.MaxUint64
	}
	return sum
}
