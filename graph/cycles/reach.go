package cycles

import "dealgraph/graph"

// reach knows, for every number of steps, from which parties a goal can be reached in exactly so many: by a walk along
// hops of a range of ranks that neither returns to the goal nor passes the start. It grows a step at a time, as deep as it
// is asked for, and forgets without clearing anything.
type reach struct {
	r        *ranking
	from, to int // ranks
	start    graph.Node
	goal     graph.Node
	stamp    int
	levels   []level
	grown    int
	scans    int // hops looked at so far
}

// level is the parties from which the goal is a number of steps away: marked with the stamp.
type level struct {
	parties []graph.Node
	any     []int // by any walk
	dark    []int // by a walk with a hop that discloses nothing
}

// aim forgets the last goal. From start to goal only hops with from ≤ rank < to count.
func (a *reach) aim(start, goal graph.Node, from, to int) {
	if a.grown > 0 && a.start == start && a.goal == goal && a.from == from && a.to == to {
		return
	}
	a.start, a.goal, a.from, a.to = start, goal, from, to
	a.stamp++
	a.clear(0)
	a.mark(0, goal, false)
	a.grown = 1
}

// grow fills the levels up to a number of steps. It returns false if no walk is so long.
func (a *reach) grow(steps int) bool {
	for ; a.grown <= steps; a.grown++ {
		a.clear(a.grown)
		last := &a.levels[a.grown-1]
		for _, x := range last.parties {
			if x == a.start {
				continue
			}
			for _, i := range between(a.r.in[x], a.from, a.to) {
				a.scans++
				if y := a.r.hops[i].From; y != a.goal {
					a.mark(a.grown, y, i < a.r.dark || last.dark[x] == a.stamp)
				}
			}
		}
	}
	return len(a.levels[steps].parties) > 0
}

func (a *reach) clear(steps int) {
	if steps == len(a.levels) {
		a.levels = append(a.levels, level{any: make([]int, len(a.r.in)), dark: make([]int, len(a.r.in))})
	}
	a.levels[steps].parties = a.levels[steps].parties[:0]
}

func (a *reach) mark(steps int, x graph.Node, dark bool) {
	l := &a.levels[steps]
	if l.any[x] != a.stamp {
		l.any[x] = a.stamp
		l.parties = append(l.parties, x)
	}
	if dark {
		l.dark[x] = a.stamp
	}
}

// near reports whether the goal is exactly so many steps from x; if dark, by a walk with a hop that discloses nothing. The
// level must have been grown.
func (a *reach) near(x graph.Node, steps int, dark bool) bool {
	if dark {
		return a.levels[steps].dark[x] == a.stamp
	}
	return a.levels[steps].any[x] == a.stamp
}
