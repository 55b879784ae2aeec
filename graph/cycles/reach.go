package cycles

// exact is the number of steps up to which reach tells them apart: the bits of a word.
const exact = 64

// reach knows, for every number of steps below [exact], from which parties a goal can be reached in exactly so many: by a
// walk along inserted hops that neither returns to the goal nor passes the start. It grows a step at a time, as deep as it is
// asked for. Beyond, it knows the distance alone.
type reach struct {
	r           *ranking
	open, rank  int32 // hops from open to below rank are inserted
	start, goal int32
	any         []uint64 // by label, bit k: in k steps
	dark        []uint64 // by a walk with a hop that discloses nothing
	distance    []int32  // hops to the goal, when asked for; far if there is no way
	touched     []int32  // labels with a bit
	level       []int32  // parties of the last level
	next        []int32
	grown       int // levels
	scans       int // hops looked at so far
}

func newReach(r *ranking) *reach {
	return &reach{r: r, any: make([]uint64, len(r.party)), dark: make([]uint64, len(r.party)), start: -1}
}

// aim forgets the last goal.
func (a *reach) aim(start, goal, open, rank int32) {
	if a.grown > 0 && a.start == start && a.goal == goal && a.open == open && a.rank == rank {
		return
	}
	for _, l := range a.touched {
		a.any[l], a.dark[l] = 0, 0
	}
	a.start, a.goal, a.open, a.rank = start, goal, open, rank
	a.any[goal] = 1
	a.touched, a.level = append(a.touched[:0], goal), append(a.level[:0], goal)
	a.distance = a.distance[:0]
	a.grown = 1
}

// grow fills the levels up to a number of steps below exact. It returns false if no walk is so long.
func (a *reach) grow(steps int) bool {
	for ; a.grown <= steps; a.grown++ {
		bit := uint64(1) << a.grown
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
				if y == a.goal {
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
// level must have been grown; from exact on, the distance measured.
func (a *reach) near(x int32, steps int, dark bool) bool {
	switch {
	case steps >= exact:
		return int(a.distance[x]) <= steps
	case dark:
		return a.dark[x]>>steps&1 != 0
	default:
		return a.any[x]>>steps&1 != 0
	}
}

// measure finds the distance of every party to the goal, for ways longer than the levels.
func (a *reach) measure() {
	if len(a.distance) > 0 {
		return
	}
	for range a.r.party {
		a.distance = append(a.distance, far)
	}
	a.distance[a.goal] = 0
	queue := []int32{a.goal}
	for at := 0; at < len(queue); at++ {
		x := queue[at]
		if x == a.start {
			continue
		}
		ranks := a.r.reaching(x, a.open, a.rank)
		a.scans += len(ranks)
		for _, i := range ranks {
			if y := a.r.payer[i]; a.distance[y] == far {
				a.distance[y] = a.distance[x] + 1
				queue = append(queue, y)
			}
		}
	}
}
