package cycles

import "slices"

// reach knows, for every number of steps below [shortest], from which parties a goal can be reached in exactly so many: by a
// walk along inserted hops that neither returns to the goal nor passes the start. It grows a step at a time, as deep as it is
// asked for. Beyond, it knows the distance alone.
type reach struct {
	r           *inserted
	open, rank  int32 // hops from open to below rank are inserted
	start, goal int32
	any         []uint8 // by label, bit k: in k steps
	dark        []uint8 // by a walk with a hop that discloses nothing
	distance    []int32 // hops to the goal, when asked for; far if there is no way
	measured    []int32 // labels with a distance, the nearest first
	touched     []int32 // labels with a bit
	ahead       sphere  // around the start, forwards
	behind      sphere  // around the goal, backwards
	longest     int     // hops from start to goal that are of use
	level       []int32 // parties of the last level
	next        []int32
	grown       int // levels
	scans       int // hops looked at so far
}

func newReach(r *inserted, longest int) *reach {
	n := len(r.party)
	return &reach{
		r: r, longest: longest, any: make([]uint8, n), dark: make([]uint8, n), start: -1,
		ahead: sphere{hops: make([]int32, n)}, behind: sphere{hops: make([]int32, n)},
	}
}

// sphere is the parties up to some number of hops from one.
type sphere struct {
	hops   []int32 // by label: one more than that number; 0 outside
	marked []int32 // labels inside, the nearest first
	shell  int     // where in marked the last hop begins
	depth  int     // hops
}

func (s *sphere) reset(center int32) {
	for _, l := range s.marked {
		s.hops[l] = 0
	}
	s.hops[center] = 1
	s.marked = append(s.marked[:0], center)
	s.shell, s.depth = 0, 0
}

// open are the parties from which the sphere can grow.
func (s *sphere) open() []int32 { return s.marked[s.shell:] }

// aim turns to a goal and forgets the last. It returns false if there is no way from start to goal of a useful length.
func (a *reach) aim(start, goal, open, rank int32) bool {
	if a.start == start && a.goal == goal && a.open == open && a.rank == rank {
		return a.grown > 0
	}
	for _, l := range a.touched {
		a.any[l], a.dark[l] = 0, 0
	}
	a.start, a.goal, a.open, a.rank = start, goal, open, rank
	for _, l := range a.measured {
		a.distance[l] = far
	}
	a.touched, a.measured, a.grown = a.touched[:0], a.measured[:0], 0
	if !a.meet() {
		return false
	}
	a.any[goal] = 1
	a.touched, a.level = append(a.touched, goal), append(a.level[:0], goal)
	a.grown = 1
	return true
}

// meet reports whether there is a way from start to goal of a useful length. Spheres around both grow by turns, always that
// with fewer hops to look at, until together they are as deep as a way may be long: whatever lies on one is in either, and
// neither is as large as one alone would be.
func (a *reach) meet() bool {
	a.ahead.reset(a.start)
	a.behind.reset(a.goal)
	met := false
	for a.ahead.depth+a.behind.depth < a.longest {
		out, in := a.cost(a.ahead.open(), a.r.start), a.cost(a.behind.open(), a.r.inStart)
		switch {
		case out == 0 || in == 0: // one is complete
			if !met {
				return false
			}
			if out == 0 {
				a.ahead.depth = a.longest
			} else {
				a.behind.depth = a.longest
			}
		case out <= in:
			met = a.spread(&a.ahead, &a.behind, a.r.leaving, a.r.payee) || met
		default:
			met = a.spread(&a.behind, &a.ahead, a.r.reaching, a.r.payer) || met
		}
	}
	return met
}

// cost is about how many hops there are to look at from parties.
func (a *reach) cost(parties []int32, starts []int32) int {
	sum := 0
	for _, x := range parties {
		sum += int(min(starts[x+1]-starts[x], a.rank))
	}
	return sum
}

// spread grows a sphere by one hop. It reports whether that met the other.
func (a *reach) spread(s, other *sphere, hops func(l, open, rank int32) []int32, end []int32) bool {
	met := false
	open := len(s.marked)
	s.depth++
	for _, x := range s.open() {
		ranks := hops(x, a.open, a.rank)
		a.scans += len(ranks)
		for _, i := range ranks {
			y := end[i]
			if other.hops[y] != 0 {
				met = true
			}
			if s.hops[y] == 0 {
				s.hops[y] = int32(s.depth + 1)
				s.marked = append(s.marked, y)
			}
		}
	}
	s.shell = open
	return met
}

// useful reports whether a party so many hops before the goal can lie on a way of a useful length, as far as is known.
func (a *reach) useful(x int32, hops int) bool {
	left := a.longest - hops
	return left > a.ahead.depth || a.ahead.hops[x] != 0 && int(a.ahead.hops[x])-1 <= left
}

// grow fills the levels up to a number of steps below shortest. It returns false if no walk is so long.
func (a *reach) grow(steps int) bool {
	for ; a.grown <= steps; a.grown++ {
		bit := uint8(1) << a.grown
		a.next = a.next[:0]
		for _, x := range a.level {
			if x == a.start {
				continue
			}
			withDark := a.dark[x] & (bit >> 1) << 1
			ranks := a.r.reaching(x, a.open, a.rank)
			a.scans += len(ranks)
			for _, i := range ranks {
				y := a.r.payer[i]
				if y == a.goal || !a.useful(y, a.grown) {
					continue
				}
				if a.any[y] == 0 {
					a.touched = append(a.touched, y)
				}
				if a.any[y]&bit == 0 {
					a.any[y] |= bit
					a.next = append(a.next, y)
				}
				if i < a.r.dark {
					a.dark[y] |= bit
				}
				a.dark[y] |= withDark
			}
		}
		a.level, a.next = a.next, a.level
	}
	return len(a.level) > 0
}

// near reports whether the goal can be exactly so many steps from x; if dark, by a walk with a hop that discloses nothing. The
// level must have been grown.
func (a *reach) near(x int32, steps int, dark bool) bool {
	if dark {
		return a.dark[x]>>steps&1 != 0
	}
	return a.any[x]>>steps&1 != 0
}

// measure finds the distance of every party to the goal, for ways longer than the levels.
func (a *reach) measure() {
	if len(a.measured) > 0 {
		return
	}
	if a.distance == nil {
		a.distance = slices.Repeat([]int32{far}, len(a.r.party))
	}
	a.distance[a.goal] = 0
	a.measured = append(a.measured, a.goal)
	for at := 0; at < len(a.measured); at++ {
		x := a.measured[at]
		if x == a.start {
			continue
		}
		ranks := a.r.reaching(x, a.open, a.rank)
		a.scans += len(ranks)
		for _, i := range ranks {
			if y := a.r.payer[i]; a.distance[y] == far {
				a.distance[y] = a.distance[x] + 1
				a.measured = append(a.measured, y)
			}
		}
	}
}
