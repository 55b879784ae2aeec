package cycles

import (
	"context"
	"math"
	"runtime"

	"dealgraph/graph"
)

// search goes through the windows of a ranking in order.
type search struct {
	ctx     context.Context
	o       Options
	core    *core
	ranking *ranking
	filter  filter
	longest int
	windows int
	err     error
}

func newSearch(ctx context.Context, n *graph.Network, o Options) (*search, error) {
	o, err := o.filled(n)
	if err != nil {
		return nil, err
	}
	s := &search{ctx: ctx, o: o, filter: newFilter(n, o)}
	if s.err = ctx.Err(); s.err != nil {
		return s, nil
	}
	s.core = newCore(n, s.filter.keep(), nil)
	s.core.pattern = o.Pattern
	s.ranking = newRanking(s.core, s.filter.through)
	s.longest = s.core.largest
	if o.MaxLength > 0 {
		s.longest = min(s.longest, o.MaxLength)
	}
	s.windows = s.ranking.windows(o.MinBottleneck > 0)
	return s, nil
}

// ranked is a cycle on its way to the consumer, or word that a window could not be finished.
type ranked struct {
	above int64 // of its window
	hops  []int32
	cut   bool
}

// Windows are done one by one until that many hops were looked at, and then in tasks of so many on all workers: most
// searches end before a second worker has its memory.
const (
	warmUp   = 1 << 20
	together = 64
)

// run yields every cycle of the search in order and says what was proved. It is false if the consumer stopped it.
func (s *search) run(yield func(Cycle) bool) (Proved, bool) {
	p := Proved{Filtered: s.o.filtered(), Above: unproved}
	if s.err != nil || s.longest < s.core.largest {
		p.MaxLength = max(0, s.o.MaxLength)
	}
	if s.err != nil {
		p.Stopped = InTime
		return p, true
	}
	wanted := true
	take := func(r ranked) bool {
		p.Above = r.above
		switch {
		case r.cut:
			p.Stopped = InTime
		case p.Count == s.o.Limit:
			p.Stopped = AtLimit
		default:
			p.Count++
			wanted = yield(s.core.cycle(r.hops))
		}
		return wanted && p.Stopped == ""
	}
	s.all(take)
	if p.Stopped == InTime {
		s.err = s.ctx.Err()
	}
	if wanted && p.Stopped == "" {
		p.Complete, p.Above = true, -1
	}
	return p, wanted
}

// all gives the cycles of all windows in order.
func (s *search) all(take func(ranked) bool) {
	workers := s.o.workers()
	c := newCloser(s.ctx, s.ranking, &s.filter, s.longest)
	room := math.MaxInt
	if s.o.Limit > 0 {
		room = s.o.Limit + 1
	}
	at := 0
	for ; at < s.windows && (workers == 1 || c.work < warmUp); at++ {
		if !s.one(c, at, room, take) {
			return
		}
		s.progress(at + 1)
	}
	if at == s.windows {
		return
	}
	first := at
	closers := make([]*closer, workers)
	for i := range closers {
		closers[i] = newCloser(s.ctx, s.ranking, &s.filter, s.longest)
	}
	tasks := (s.windows - first + together - 1) / together
	inOrder(workers, tasks, func(worker, task int, send func(ranked) bool) {
		lo := first + task*together
		for i := lo; i < min(lo+together, s.windows); i++ {
			if !s.one(closers[worker], i, room, send) {
				return
			}
		}
	}, take, func(done int) { s.progress(min(first+done*together, s.windows)) })
}

// one gives the cycles of a window; false if no more are wanted.
func (s *search) one(c *closer, i, room int, take func(ranked) bool) bool {
	w := s.ranking.window(i)
	wanted := true
	if room == math.MaxInt {
		room = -1
	}
	whole := c.close(w, room, func(hops []int32) bool {
		wanted = take(ranked{above: w.above, hops: hops})
		return wanted
	})
	if !whole && wanted {
		return take(ranked{above: w.above, cut: true})
	}
	return wanted
}

func (s *search) progress(done int) {
	if s.o.Progress != nil {
		s.o.Progress(done, s.windows)
	}
}

// workers is how many goroutines search.
func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}
