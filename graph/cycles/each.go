package cycles

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"dealgraph/graph"
)

// Each yields every cycle that the options let through, once, as the parties it passes. The slice is borrowed: it holds until
// the next step, so clone what is to be kept. [Tell] makes a [Cycle] of it.
//
// Self-deals come first, by id. The order of the others is by root, the party with most hops first, ties by id: a cycle is told
// from the first such party on it. It is the same for any number of workers. Cycles are not ranked: a list cut by a limit is the first, not the strongest; see
// [Ranked] for those.
//
// When the limit or the context ends it, the last step yields nil and a [*StopError]; what is wrong with the options comes
// first and alone.
//
// Several workers pay where most of the work is in the search, and not in what is done with the cycles: Workers 0 finds out.
//
// Cost: for each party, two breadth first searches among the parties within MaxLength hops of it, and with one worker some
// 8 ns for each cycle of a network with hubs, without a single allocation; memory is about 60 bytes for each party and hop,
// and as much again for each worker more, whatever the number of cycles. Up to eight parties the search prunes by distance;
// for longer cycles it learns from its failures, so that chains of dead ends are walked once, not over and over.
func Each(ctx context.Context, n *graph.Network, o Options) iter.Seq2[[]graph.Node, error] {
	return func(yield func([]graph.Node, error) bool) {
		s, err := newStream(ctx, n, o)
		if err != nil {
			yield(nil, err)
			return
		}
		p, wanted := s.each(yield)
		if err := s.stopError(p); wanted && err != nil {
			yield(nil, err)
		}
	}
}

// Tell is the cycle that passes these parties of a network in order, with its hops and classes, as [Find] has it. It panics
// if one of them does not pay the next.
func Tell(n *graph.Network, path []graph.Node) Cycle {
	c := core{n: n, adj: n.Adjacency()}
	hops := make([]int32, len(path))
	for i, u := range path {
		h, ok := c.adj.Hop(u, path[(i+1)%len(path)])
		if !ok {
			panic(fmt.Sprintf("cycles: party %d does not pay party %d", u, path[(i+1)%len(path)]))
		}
		hops[i] = int32(h)
	}
	return c.cycle(hops)
}

// stream is a search for all cycles, in no order of strength.
type stream struct {
	ctx     context.Context
	o       Options
	core    *core
	filter  filter
	longest int
	must    []int32
	err     error
}

func newStream(ctx context.Context, n *graph.Network, o Options) (*stream, error) {
	o, err := o.filled(n)
	if err != nil {
		return nil, err
	}
	s := &stream{ctx: ctx, o: o, filter: newFilter(n, o)}
	if s.err = ctx.Err(); s.err != nil {
		n = n.Keep(func(graph.Arc) bool { return false })
	}
	through := s.filter.through
	s.core = newCore(n, s.filter.keep(), through)
	s.core.pattern = o.Pattern
	s.longest = s.core.largest
	if o.MaxLength > 0 {
		s.longest = min(s.longest, o.MaxLength)
	}
	for i, v := range through {
		if l := s.core.label[v]; i > 0 && l >= 0 {
			s.must = append(s.must, l)
		}
	}
	return s, nil
}

// bound is the length that Proved names: 0 if it cut nothing off.
func (s *stream) bound() int {
	if s.longest < s.core.largest || s.err != nil {
		return max(0, s.o.MaxLength)
	}
	return 0
}

// selfDeals are the hops of parties with themselves that the options let through.
func (s *stream) selfDeals() []int32 {
	var out []int32
	for _, h := range s.core.self {
		v := graph.Node(s.core.adj.From[h])
		other := slices.ContainsFunc(s.filter.through, func(t graph.Node) bool { return t != v })
		if !other && s.filter.accepts(s.core, []graph.Node{v}) {
			out = append(out, h)
		}
	}
	return out
}

// task is a range of roots, or a part of the hops that leave one of them.
type task struct {
	root, until int32
	part1
}

// heavy is how many hops make a root worth sharing, and how many together make a task.
const heavy = 128

// tasks cuts the roots up in order, so that the tasks of a range of light roots cost about as much as a part of a heavy one.
func (s *stream) tasks() []task {
	var out []task
	roots := int32(len(s.core.party))
	if len(s.filter.through) > 0 {
		roots = min(roots, 1)
		for _, v := range s.filter.through {
			if s.core.label[v] < 0 {
				return nil
			}
		}
	}
	hops := int32(0)
	for r := range roots {
		d := s.core.start[r+1] - s.core.start[r]
		if parts := min(d/heavy, 16); parts > 1 && s.o.workers() > 1 {
			for p := range parts {
				out = append(out, task{r, r + 1, part1{p, parts}})
			}
			hops = 0
			continue
		}
		last := len(out) - 1
		if hops > 0 && hops+d <= heavy {
			out[last].until = r + 1
			hops += d
			continue
		}
		out = append(out, task{r, r + 1, whole})
		hops = max(d, 1)
	}
	return out
}

func (s *stream) walker() *walker { return newWalker(s.ctx, s.core, max(s.longest, 1), s.must) }

// do searches the roots of a task.
func (t task) do(w *walker, search func(part1)) {
	for root := t.root; root < t.until && !w.stopped; root++ {
		if w.prepare(root) {
			search(t.part1)
		}
	}
}

// everyRoot does every task once, in any order, on all workers, which it returns.
func (s *stream) everyRoot(do func(*walker, part1)) []*walker {
	if s.longest < 2 || s.err != nil {
		return nil
	}
	tasks := s.tasks()
	var next, done atomic.Int64
	var wg sync.WaitGroup
	workers := make([]*walker, min(s.o.workers(), max(len(tasks), 1)))
	for i := range workers {
		workers[i] = s.walker()
		wg.Go(func() {
			w := workers[i]
			for !w.stopped {
				t := int(next.Add(1)) - 1
				if t >= len(tasks) {
					return
				}
				tasks[t].do(w, func(first part1) { do(w, first) })
				if d := done.Add(1); i == 0 && s.o.Progress != nil {
					s.o.Progress(int(d), len(tasks))
				}
			}
		})
	}
	wg.Wait()
	for _, w := range workers {
		if w.err != nil {
			s.err = w.err
		}
	}
	return workers
}

// each yields the cycles in order and says what was proved. It is false if the consumer stopped it.
func (s *stream) each(yield func([]graph.Node, error) bool) (Proved, bool) {
	t := taker{yield: yield, limit: s.o.Limit}
	for _, h := range s.selfDeals() {
		if s.longest < 1 || s.err != nil || !t.take([]graph.Node{graph.Node(s.core.adj.From[h])}, nil) {
			break
		}
	}
	if s.longest > 1 && s.err == nil && !t.ended {
		s.ordered(&t)
	}
	p := Proved{Count: t.count, MaxLength: s.bound(), Filtered: s.o.filtered(), Unranked: true, Above: unproved}
	switch {
	case t.full:
		p.Stopped = AtLimit
	case s.err != nil && !t.ended:
		p.Stopped = InTime
	case !t.ended:
		p.Complete, p.Above = true, -1
	}
	return p, !t.ended || t.full
}

// taker hands cycles to a consumer, no more than the limit.
type taker struct {
	yield       func([]graph.Node, error) bool
	limit       int
	count       int
	ended, full bool // the consumer wants no more; or there are more than the limit
}

func (t *taker) take(path []graph.Node, _ error) bool {
	if t.count == t.limit {
		t.ended, t.full = true, true
		return false
	}
	t.count++
	if !t.yield(path, nil) {
		t.ended = true
	}
	return !t.ended
}

// ordered takes the cycles of all tasks in their order. Unless the caller says how many workers, others come in only when it
// turns out that the search is the work: to hand over cycles that are found at every step costs more than to find them.
func (s *stream) ordered(t *taker) {
	tasks := s.tasks()
	at := 0
	if workers := s.o.workers(); s.o.Workers == 0 || workers == 1 {
		w := s.walker()
		w.emit = s.filtered(t.take)
		for ; at < len(tasks) && !w.stopped; at++ {
			if workers > 1 && w.scans > warmUp && 4*t.count < w.scans {
				break
			}
			tasks[at].do(w, w.search)
			s.progress(at+1, len(tasks))
		}
		s.err = w.err
		if w.stopped {
			return
		}
	}
	if at < len(tasks) {
		s.together(tasks[at:], t)
	}
}

// together takes them from several workers.
func (s *stream) together(tasks []task, t *taker) {
	workers := make([]*walker, min(s.o.workers(), len(tasks)))
	for i := range workers {
		workers[i] = s.walker()
	}
	packs := make(packer, laneDepth)
	inOrder(len(workers), len(tasks), func(i, task int, send func(pack) bool) {
		w := workers[i]
		var out pack
		w.emit = s.filtered(func(path []graph.Node, _ error) bool {
			if out.holds(len(path)) {
				out.add(path)
				return true
			}
			ok := out.nodes == nil || send(out)
			out = packs.empty()
			out.add(path)
			return ok
		})
		tasks[task].do(w, w.search)
		out.cut = w.err != nil
		if out.nodes != nil || out.cut {
			send(out)
		}
	}, func(p pack) bool {
		wanted := p.each(t) && !p.cut
		packs.take(p)
		return wanted
	}, func(done int) { s.progress(done, len(tasks)) })
	for _, w := range workers {
		if w.err != nil {
			s.err = w.err
		}
	}
}

// filtered gives on what the options let through.
func (s *stream) filtered(emit func([]graph.Node, error) bool) func([]graph.Node, error) bool {
	if !s.filter.narrow() {
		return emit
	}
	return func(path []graph.Node, _ error) bool { return !s.accepts(path) || emit(path, nil) }
}

func (s *stream) progress(done, all int) {
	if s.o.Progress != nil {
		s.o.Progress(done, all)
	}
}

func (s *stream) accepts(path []graph.Node) bool { return s.filter.accepts(s.core, path) }

// stopError is the error of a search that ended with p; nil if it was complete.
func (s *stream) stopError(p Proved) error { return stopError(p, s.err) }
