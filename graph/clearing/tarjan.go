package clearing

// tarjan finds the classes that lead nowhere else, in the room that it keeps (Tarjan, Depth-first search and linear graph
// algorithms, SIAM Journal on Computing 1(2), 1972).
type tarjan struct {
	start, to  []int32 // links by payer
	seen, low  []int32 // by party: when it was found, from 1, and the first that it leads back to
	next       []int32 // by party: the link to look at next
	path, open []int32 // parties on the way here; those of classes that are not complete
	leads      []bool  // by party: out of its class
	found      int32
}

// round leaves those marked who are of a class of at least two from whom all links lead back to it. Links are those of the
// marked; all others lead nowhere.
func (t *tarjan) round(in []bool, links []link) {
	if len(links) == 0 {
		clear(in)
		return
	}
	t.lay(len(in), links)
	for i := range in {
		if in[i] && t.seen[i] == 0 {
			t.from(int32(i), in)
		}
	}
}

// lay sorts the links by payer.
func (t *tarjan) lay(n int, links []link) {
	if t.seen == nil {
		t.start, t.seen, t.low, t.next, t.leads = make([]int32, n+1), make([]int32, n), make([]int32, n), make([]int32, n), make([]bool, n)
		t.path, t.open = make([]int32, 0, n), make([]int32, 0, n)
	}
	clear(t.start)
	clear(t.seen)
	clear(t.leads)
	t.found = 0
	for _, l := range links {
		t.start[l.from+1]++
	}
	for i := range n {
		t.start[i+1] += t.start[i]
		t.next[i] = t.start[i]
	}
	if cap(t.to) < len(links) {
		t.to = make([]int32, 2*len(links))
	}
	t.to = t.to[:len(links)]
	for _, l := range links {
		t.to[t.next[l.from]] = int32(l.to)
		t.next[l.from]++
	}
	copy(t.next, t.start)
}

func (t *tarjan) enter(i int32) {
	t.found++
	t.seen[i], t.low[i] = t.found, t.found
	t.path, t.open = append(t.path, i), append(t.open, i)
}

const done = int32(1<<31 - 1) // seen, of a class that is complete

func (t *tarjan) from(root int32, in []bool) {
	for t.enter(root); len(t.path) > 0; {
		i := t.path[len(t.path)-1]
		if t.next[i] < t.start[i+1] {
			to := t.to[t.next[i]]
			t.next[i]++
			switch {
			case t.seen[to] == 0:
				t.enter(to)
			case t.seen[to] == done:
				t.leads[i] = true
			default:
				t.low[i] = min(t.low[i], t.seen[to])
			}
			continue
		}
		t.path = t.path[:len(t.path)-1]
		class := t.low[i] == t.seen[i]
		if len(t.path) > 0 {
			by := t.path[len(t.path)-1]
			if class {
				t.leads[by] = true
			} else {
				t.low[by] = min(t.low[by], t.low[i])
			}
		}
		if class {
			t.complete(i, in)
		}
	}
}

// complete takes the class of a party from the open ones, and out of the marked if it is not closed.
func (t *tarjan) complete(first int32, in []bool) {
	at := len(t.open) - 1
	leads := t.leads[t.open[at]]
	for t.open[at] != first {
		at--
		leads = leads || t.leads[t.open[at]]
	}
	alone := at == len(t.open)-1
	for _, i := range t.open[at:] {
		t.seen[i] = done
		in[i] = !alone && !leads
	}
	t.open = t.open[:at]
}
