package deals

import "slices"

// mostRings bounds the rings that are reported in one reading.
const mostRings = 100

// rings calls found for the rings that a depth-first search from the roots runs into, at most [mostRings], each as the
// nodes on it in order. A graph without rings gives none, a graph with rings at least one. Cost: O(nodes + edges), without
// recursion.
func rings[N comparable](roots []N, next func(N) []N, found func(ring []N)) {
	type step struct {
		node N
		rest []N
	}
	const open, done = 1, 2
	state := map[N]int{}
	count := 0
	for _, root := range roots {
		if state[root] != 0 {
			continue
		}
		state[root] = open
		path := []step{{root, next(root)}}
		for len(path) > 0 {
			top := &path[len(path)-1]
			if len(top.rest) == 0 {
				state[top.node] = done
				path = path[:len(path)-1]
				continue
			}
			to := top.rest[0]
			top.rest = top.rest[1:]
			switch state[to] {
			case open:
				begin := slices.IndexFunc(path, func(s step) bool { return s.node == to })
				ring := make([]N, 0, len(path)-begin)
				for _, s := range path[begin:] {
					ring = append(ring, s.node)
				}
				found(ring)
				if count++; count == mostRings {
					return
				}
			case done:
			default:
				state[to] = open
				path = append(path, step{to, next(to)})
			}
		}
	}
}
