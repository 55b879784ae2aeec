package temporal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Tally is how many temporal cycles there are.
type Tally struct {
	Number
	ByLength []Number // by number of parties, from 0
	Warnings []error  // as of Warnings
}

// Number is a number of bundles and of their combinations, possible and, among these, certain. What does not fit is the
// largest number, and Saturated.
type Number struct {
	Bundles, Count, Certain uint64
	Saturated               bool
}

func (c *Number) add(d Number) {
	c.Saturated = c.Saturated || d.Saturated
	c.Bundles = saturatingAdd(c.Bundles, d.Bundles, &c.Saturated)
	c.Count = saturatingAdd(c.Count, d.Count, &c.Saturated)
	c.Certain = saturatingAdd(c.Certain, d.Certain, &c.Saturated)
}

// Count counts what [Each] would yield without a limit, and writes none of it down. When the context ends it, the
// error is a [*StopError] and the tally is of what was found so far: of all that the error says, and of some of what comes
// after.
func Count(ctx context.Context, n *graph.Network, payments []graph.Payment, o Options) (Tally, error) {
	p, err := newPlan(n, payments, o)
	if err != nil {
		return Tally{}, err
	}
	if err := ctx.Err(); err != nil {
		return Tally{}, &StopError{graph.Beginning, err}
	}
	t, err := p.count(ctx)
	t.Warnings = Warnings(n, payments, o)
	return t, err
}

// tally is what one worker counts, with room before the next so that no two workers write to one line of the cache.
type tally struct {
	byLength []Number
	cut      int32 // the first root that was not done; past the last if the worker was not stopped
	err      error
	_        [128]byte
}

func (p *plan) count(ctx context.Context) (Tally, error) {
	tallies := make([]tally, max(1, min(p.o.Workers, p.chunks())))
	var next atomic.Int64
	var wg sync.WaitGroup
	report := p.reporter()
	for i := range tallies {
		t := &tallies[i]
		t.byLength, t.cut = make([]Number, p.longest+1, p.longest+8), p.roots()
		wg.Go(func() { p.countChunks(ctx, &next, t, report) })
	}
	wg.Wait()
	return p.sum(tallies)
}

// countChunks counts one chunk after the other until there are no more.
func (p *plan) countChunks(ctx context.Context, next *atomic.Int64, t *tally, report func()) {
	w := newWalker(ctx, p, false, func(b *bundle) bool {
		t.byLength[len(b.parties)].add(Number{1, b.count, b.certain, b.saturated})
		return true
	})
	for {
		c := int(next.Add(1)) - 1
		if c >= p.chunks() {
			return
		}
		if cut, done := w.chunk(c); !done {
			t.cut, t.err = cut, w.err
			return
		}
		report()
	}
}

// reporter tells of progress, one chunk more with each call, from any worker.
func (p *plan) reporter() func() {
	if p.o.Progress == nil {
		return func() {}
	}
	var mu sync.Mutex
	chunks := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		chunks++
		p.o.Progress(min(chunks*chunkSize, int(p.roots())), int(p.roots()))
	}
}

// sum adds up what the workers counted. Chunks are handed out in order, so that all roots before the first cut are done.
func (p *plan) sum(tallies []tally) (Tally, error) {
	out := Tally{ByLength: make([]Number, p.longest+1)}
	cut := p.roots()
	var cause error
	for _, t := range tallies {
		if t.err != nil {
			cut, cause = min(cut, t.cut), t.err
		}
		for k := range out.ByLength {
			out.ByLength[k].add(t.byLength[k])
		}
	}
	for _, c := range out.ByLength {
		out.add(c)
	}
	if cause != nil {
		return out, &StopError{p.before(cut), cause}
	}
	return out, nil
}

// WarnImprecise is the code of the warning about payments that are not dated to the day.
const WarnImprecise = "imprecise"

// Warnings are what a reader of temporal cycles should know about the payments: how many are not dated to the day, and
// how many were left out as their amount is not known.
func Warnings(n *graph.Network, payments []graph.Payment, o Options) []error {
	var out []error
	say := func(code, one, many, rest string, about func(graph.Payment) bool) {
		count := 0
		var legs []deals.LegRef
		for _, q := range payments {
			if !about(q) {
				continue
			}
			count++
			if q.Arc >= 0 && q.Arc < n.Size() && n.Arc(q.Arc).Leg != nil {
				legs = append(legs, n.Arc(q.Arc).Leg.Ref())
			}
		}
		if count == 1 {
			many = one
		}
		if count > 0 {
			out = append(out, graph.Warning{Code: code, Msg: fmt.Sprintf("%d %s%s", count, many, rest), Legs: inLedgerOrder(legs)})
		}
	}
	say(WarnImprecise, "payment is not dated to the day", "payments are not dated to the day",
		": a cycle with one is certain only if it is in order on any of the days", func(q graph.Payment) bool { return q.First != q.Last })
	if o.MinAmount > 0 {
		say(graph.WarnUndisclosed, "payment has an undisclosed amount", "payments have undisclosed amounts",
			": left out, as no smallest amount is known", func(q graph.Payment) bool { return !q.Known })
	}
	return out
}

// inLedgerOrder are legs by deal and name, each once.
func inLedgerOrder(legs []deals.LegRef) []deals.LegRef {
	slices.SortFunc(legs, func(a, b deals.LegRef) int {
		return cmp.Or(cmp.Compare(a.Deal, b.Deal), cmp.Compare(a.Leg, b.Leg))
	})
	return slices.Compact(legs)
}
