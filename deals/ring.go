package deals

// rings calls found for the rings that a depth-first search from the roots runs into, each as the nodes on it in order. A
// graph without rings gives none, a graph with rings at least one. next must give the same nodes in the same order each
// time. Cost: O(nodes + edges), without recursion.
func rings[N comparable](roots []N, next func(N) []N, found func(ring []N)) {
	type step struct {
		node N
		rest []N
	}
	const open, done = 1, 2
	state := map[N]int{}
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
				var ring []N
				for i := len(path) - 1; i >= 0; i-- {
					ring = append([]N{path[i].node}, ring...)
					if path[i].node == to {
						break
					}
				}
				found(ring)
			case done:
			default:
				state[to] = open
				path = append(path, step{to, next(to)})
			}
		}
	}
}
