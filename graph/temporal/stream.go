package temporal

import (
	"context"
	"sync"
	"sync/atomic"

	"dealgraph/graph"
)

// chunkSize is how many roots a worker takes at once.
const chunkSize = 64

func (p *plan) chunks() int { return (int(p.roots()) + chunkSize - 1) / chunkSize }

// chunk tries the roots of a chunk. If the search ended it says at which.
func (w *walker) chunk(c int) (cut int32, done bool) {
	lo := int32(c) * chunkSize
	for r := lo; r < min(lo+chunkSize, w.p.roots()); r++ {
		if !w.try(r) || w.halted {
			return r, false
		}
	}
	return 0, true
}

// stream gives all bundles in order, and says why it stopped; wanted is false if yield did not want more.
func (p *plan) stream(ctx context.Context, yield func(*Cycle) bool) (stop *StopError, wanted bool) {
	if err := ctx.Err(); err != nil {
		return &StopError{graph.Beginning, err}, true
	}
	t := &teller{p: p, yield: yield, wanted: true}
	if workers := min(p.o.Workers, p.chunks()); workers > 1 {
		p.together(ctx, workers, t)
	} else {
		p.alone(ctx, t)
	}
	return t.stop, t.wanted
}

// teller is the end of the search at which the caller stands.
type teller struct {
	p      *plan
	yield  func(*Cycle) bool
	out    Cycle
	flat   []int
	given  int
	stop   *StopError
	wanted bool
}

// take passes a bundle on; false if it was the last.
func (t *teller) take(b *bundle) bool {
	if t.given == t.p.o.Limit {
		t.stop = &StopError{t.p.before(b.root), ErrLimit}
		return false
	}
	t.given++
	t.flat = t.p.tell(b, &t.out, t.flat)
	t.wanted = t.yield(&t.out)
	return t.wanted
}

func (t *teller) cut(root int32, cause error) { t.stop = &StopError{t.p.before(root), cause} }

func (t *teller) progress(chunks int) {
	if t.p.o.Progress != nil {
		t.p.o.Progress(min(chunks*chunkSize, int(t.p.roots())), int(t.p.roots()))
	}
}

// alone searches with one worker, who hands over each bundle as it is found.
func (p *plan) alone(ctx context.Context, t *teller) {
	w := newWalker(ctx, p, true, t.take)
	for c := range p.chunks() {
		if root, done := w.chunk(c); !done {
			if w.err != nil && t.wanted && t.stop == nil {
				t.cut(root, w.err)
			}
			return
		}
		t.progress(c + 1)
	}
}

// pack is bundles on their way from a worker, or word that the search ended at a root.
type pack struct {
	heads []bundle // without their lists
	ints  []int32  // their lists, one after the other
	cut   int32
	err   error
}

// Sizes of a pack, and how many of a chunk may wait. With four chunks for each worker, that bounds the memory.
const (
	packInts = 1 << 13
	lane     = 16
)

// add takes a bundle in.
func (k *pack) add(b *bundle) {
	k.ints = append(append(append(k.ints, b.parties...), b.ends...), b.ranks...)
	head := *b
	head.from, head.till = nil, nil
	k.heads = append(k.heads, head)
}

func (k *pack) full() bool { return len(k.ints) >= packInts }

// each gives the bundles back.
func (k *pack) each(take func(*bundle) bool) bool {
	rest := k.ints
	cut := func(n int) []int32 {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	for i := range k.heads {
		b := &k.heads[i]
		b.parties = cut(len(b.parties))
		b.ends = cut(len(b.ends))
		b.ranks = cut(len(b.ranks))
		if !take(b) {
			return false
		}
	}
	return true
}

var packs = sync.Pool{New: func() any { return &pack{} }}

func newPack() *pack {
	k := packs.Get().(*pack)
	k.heads, k.ints, k.cut, k.err = k.heads[:0], k.ints[:0], 0, nil
	return k
}

// together searches with several workers. Each takes chunks of roots and sends its bundles down a lane for each chunk; the lanes
// are read in order. No worker is more than a few chunks ahead, and one whose lane is full waits until it is its turn.
func (p *plan) together(ctx context.Context, workers int, t *teller) {
	ctx, cancel := context.WithCancel(ctx)
	chunks, ahead := p.chunks(), 4*workers
	c := &crew{p: p, lanes: make([]chan *pack, chunks), tickets: make(chan struct{}, ahead), quit: make(chan struct{})}
	for i := range ahead {
		c.open(i)
	}
	for range workers {
		c.wg.Go(func() { c.work(ctx) })
	}
	defer c.wg.Wait()
	defer cancel()
	defer close(c.quit)
	for i := range chunks {
		for k := range c.lanes[i] {
			if !k.each(t.take) {
				return
			}
			if k.err != nil {
				t.cut(k.cut, k.err)
				return
			}
			packs.Put(k)
		}
		c.lanes[i] = nil
		c.open(i + ahead)
		t.progress(i + 1)
	}
}

// crew is several workers and the lanes between them and the teller.
type crew struct {
	p       *plan
	lanes   []chan *pack  // by chunk
	tickets chan struct{} // one for each chunk whose lane is open
	quit    chan struct{} // closed when nothing more is wanted
	next    atomic.Int64  // chunk
	wg      sync.WaitGroup
}

// open lets a chunk be begun.
func (c *crew) open(chunk int) {
	if chunk < len(c.lanes) {
		c.lanes[chunk] = make(chan *pack, lane)
	}
	c.tickets <- struct{}{}
}

// work does one chunk after the other.
func (c *crew) work(ctx context.Context) {
	k := newPack()
	var lane chan *pack
	send := func() bool {
		select {
		case lane <- k:
			k = newPack()
			return true
		case <-c.quit:
			return false
		}
	}
	w := newWalker(ctx, c.p, true, func(b *bundle) bool {
		k.add(b)
		return !k.full() || send()
	})
	for {
		select {
		case <-c.tickets:
		case <-c.quit:
			return
		}
		chunk := int(c.next.Add(1)) - 1
		if chunk >= len(c.lanes) {
			return
		}
		lane = c.lanes[chunk]
		k.cut, _ = w.chunk(chunk)
		k.err = w.err
		if !send() || w.halted {
			return
		}
		close(lane)
	}
}
