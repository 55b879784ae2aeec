package scenario

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// errStopped is what work returns when the context ends.
var errStopped = errors.New("stopped")

// inOrder works numbered blocks on several workers and takes up the results in order of number, in the calling goroutine. begin is
// called once for each worker, slot for each result that may be under way: a few for each worker, however many blocks there are.
//
// It tells how many blocks were taken up, and the error of the first block that has one; errStopped is none. Nothing after that
// block is taken up, so what is taken up and the error are the same for any number of workers.
func inOrder[S any](blocks, workers int, slot func() S, begin func() (func(number int, s S) error, error), take func(number int, s S)) (done int, err error) {
	workers = min(workers, blocks)
	work := make([]func(int, S) error, workers)
	for i := range work {
		if work[i], err = begin(); err != nil {
			return 0, err
		}
	}
	type result struct {
		number int
		s      S
		err    error
		ready  bool
	}
	slots := 3 * workers
	free, results := make(chan S, slots), make(chan result, slots) // sending never blocks
	for range slots {
		free <- slot()
	}
	var next atomic.Int64
	var stop atomic.Bool
	var all sync.WaitGroup
	for _, f := range work {
		all.Go(func() {
			for s := range free {
				if stop.Load() {
					free <- s
					return
				}
				number := int(next.Add(1)) - 1
				if number >= blocks {
					free <- s
					return
				}
				err := f(number, s)
				if err != nil {
					stop.Store(true) // blocks before it have begun and come to their end, so the first error is always the same
				}
				results <- result{number, s, err, true}
			}
		})
	}
	go func() {
		all.Wait()
		close(results)
	}()
	// A block that has begun holds a slot, and so does a result that waits for those before it: their numbers are never further
	// apart than there are slots.
	waiting := make([]result, slots)
	for r := range results {
		waiting[r.number%slots] = r
		for at := done % slots; waiting[at].ready && err == nil; at = done % slots {
			if err = waiting[at].err; err == nil {
				take(done, waiting[at].s)
				done++
			}
			waiting[at].ready = false
			free <- waiting[at].s
		}
		if err == nil {
			continue
		}
		for at := range waiting { // nothing more is taken up, but workers wait for slots to see that they are to stop
			if waiting[at].ready {
				waiting[at].ready = false
				free <- waiting[at].s
			}
		}
	}
	if errors.Is(err, errStopped) {
		err = nil
	}
	return done, err
}

// stoppedBy turns the context's end into errStopped, also where an analysis has passed it on.
func stoppedBy(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil && (err == nil || errors.Is(err, ended) || errors.Is(err, context.Cause(ctx))) {
		return errStopped
	}
	return err
}
