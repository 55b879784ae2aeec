package cycles

import (
	"sync"
	"sync/atomic"

	"dealgraph/graph"
)

// pack is paths on their way from a worker.
type pack struct {
	nodes []graph.Node
	ends  []int32
	cut   bool // the task was stopped before it was done
}

// Sizes of a pack, and how many of a task may wait. With four tasks for each worker, that bounds the memory.
const (
	packNodes = 1 << 13
	laneDepth = 32
)

// holds reports whether there is room for a path of n parties. A pack with nothing in it takes a path of any length.
func (p *pack) holds(n int) bool {
	return p.nodes != nil && (len(p.ends) == 0 || len(p.nodes)+n <= packNodes)
}

func (p *pack) add(path []graph.Node) {
	p.nodes = append(p.nodes, path...)
	p.ends = append(p.ends, int32(len(p.nodes)))
}

// packer keeps packs that were read for those who fill them.
type packer chan pack

func (c packer) empty() pack {
	select {
	case p := <-c:
		return p
	default:
		return pack{nodes: make([]graph.Node, 0, packNodes), ends: make([]int32, 0, packNodes/4)}
	}
}

func (c packer) take(p pack) {
	select {
	case c <- pack{nodes: p.nodes[:0], ends: p.ends[:0]}:
	default:
	}
}

func (p *pack) each(t *taker) bool {
	from := int32(0)
	for _, to := range p.ends {
		if !t.take(p.nodes[from:to:to], nil) {
			return false
		}
		from = to
	}
	return true
}

// inOrder does tasks on several workers at once and consumes what they send in the order of the tasks, whoever did them. It
// ends when all are done, or at once when consume returns false; send then returns false too. No worker is more than a few
// tasks ahead, and what waits is bounded: a worker whose task is not yet due stops until it is.
func inOrder[T any](workers, tasks int, do func(worker, task int, send func(T) bool), consume func(T) bool, done func(int)) {
	ahead := 4 * workers
	lanes := make([]chan T, ahead)
	for i := range lanes {
		lanes[i] = make(chan T, laneDepth)
	}
	tickets := make(chan struct{}, ahead)
	for range ahead {
		tickets <- struct{}{}
	}
	quit := make(chan struct{})
	var next atomic.Int64
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for {
				select {
				case <-tickets:
				case <-quit:
					return
				}
				t := int(next.Add(1)) - 1
				if t >= tasks {
					return
				}
				lane := lanes[t%ahead]
				do(worker, t, func(x T) bool {
					select {
					case lane <- x:
						return true
					case <-quit:
						return false
					}
				})
				close(lane)
			}
		})
	}
	defer wg.Wait()
	defer close(quit)
	for t := range tasks {
		for x := range lanes[t%ahead] {
			if !consume(x) {
				return
			}
		}
		lanes[t%ahead] = make(chan T, laneDepth)
		tickets <- struct{}{}
		done(t + 1)
	}
}
