package cycles

import (
	"cmp"
	"slices"

	"dealgraph/graph"
)

// ranking is a core with its hops in the order in which they are inserted: those that disclose nothing first, by payer and
// payee, then the others by falling amount, ties by payer and payee. Hops are spoken of by rank.
type ranking struct {
	*core
	order   []int32 // by rank: the number in adj, which is by payer and payee
	payer   []int32 // by rank: labels; -1 for a hop from a party to itself
	payee   []int32
	dark    int32   // ranks below disclose nothing
	tie     []int32 // ranks from dark on at which a new amount begins
	amount  []int64 // these amounts
	out     []int32 // ranks of the hops that leave, ascending; see start of the core
	in      []int32 // and of those that reach; see inStart
	outDark []int32 // by label: where in out those below dark end
	inDark  []int32
	spans   []span // for each party that must be passed
	closed  bool   // one of these is on no cycle of several parties
}

func newRanking(c *core, through []graph.Node) *ranking {
	r := &ranking{core: c}
	r.sort()
	r.list()
	for _, v := range through {
		if c.label[v] < 0 {
			r.closed = true
		} else {
			r.spans = append(r.spans, newSpan(c, c.label[v]))
		}
	}
	return r
}

// sort ranks the hops. Cost: O(hops log hops).
func (r *ranking) sort() {
	type key struct {
		amount int64
		hop    int32
	}
	a := r.adj
	var dark, known []key
	take := func(h int32) {
		k := key{a.Amount[h], h}
		if a.Unknown[h] == a.First[h+1]-a.First[h] {
			dark = append(dark, k)
		} else {
			known = append(known, k)
		}
	}
	for h, in := range r.core.in {
		if in {
			take(int32(h))
		}
	}
	for _, h := range r.self {
		take(h)
	}
	slices.SortFunc(dark, func(a, b key) int { return cmp.Compare(a.hop, b.hop) })
	slices.SortFunc(known, func(a, b key) int {
		if a.amount != b.amount {
			return cmp.Compare(b.amount, a.amount)
		}
		return int(a.hop - b.hop)
	})
	r.dark = int32(len(dark))
	for i, k := range append(dark, known...) {
		r.order = append(r.order, k.hop)
		u, v := r.label[a.From[k.hop]], r.label[a.To[k.hop]]
		if a.From[k.hop] == a.To[k.hop] {
			u, v = -1, -1
		}
		r.payer, r.payee = append(r.payer, u), append(r.payee, v)
		if i >= len(dark) && (i == len(dark) || k.amount != known[i-len(dark)-1].amount) {
			r.tie, r.amount = append(r.tie, int32(i)), append(r.amount, k.amount)
		}
	}
}

// list gives every party its hops by rank: ranks are handed out in order, so that no list needs sorting.
func (r *ranking) list() {
	r.out, r.in = make([]int32, r.size()), make([]int32, r.size())
	nextOut, nextIn := slices.Clone(r.start), slices.Clone(r.inStart)
	for i := range int32(len(r.order)) {
		if i == r.dark {
			r.outDark, r.inDark = slices.Clone(nextOut), slices.Clone(nextIn)
		}
		if u, v := r.payer[i], r.payee[i]; u >= 0 {
			r.out[nextOut[u]], r.in[nextIn[v]] = i, i
			nextOut[u]++
			nextIn[v]++
		}
	}
	if r.outDark == nil {
		r.outDark, r.inDark = nextOut, nextIn
	}
}

// span is how far every party of the core is from one, over all hops.
type span struct {
	party    int32
	to, from []int32 // hops from each party to it, and back; far if there is no way
}

func newSpan(c *core, l int32) span {
	return span{l, distances(l, c.inStart, c.from), distances(l, c.start, c.to)}
}

// distances is a breadth first search.
func distances(l int32, start, next []int32) []int32 {
	d := make([]int32, len(start)-1)
	for i := range d {
		d[i] = far
	}
	d[l] = 0
	for queue := []int32{l}; len(queue) > 0; queue = queue[1:] {
		x := queue[0]
		for _, y := range next[start[x]:start[x+1]] {
			if d[y] == far {
				d[y] = d[x] + 1
				queue = append(queue, y)
			}
		}
	}
	return d
}

// window is ranks that are inserted together: first to last tie, and close cycles with those from open on.
type window struct {
	open, first, last int32
	dark              bool  // only cycles with a hop that discloses nothing
	above             int64 // once reached, every cycle with a bottleneck above this that is not open has been found
}

// windows is how many there are. In the order of the output these are, for each amount, cycles that disclose something at
// every hop; then again, cycles with a hop that discloses nothing; last those that disclose nothing.
func (r *ranking) windows(onlyKnown bool) int {
	if r.dark == 0 || onlyKnown {
		return len(r.tie)
	}
	return 2*len(r.tie) + 1
}

func (r *ranking) window(i int) window {
	k := len(r.tie)
	if i == 2*k {
		return window{last: r.dark, above: -1}
	}
	first, last := r.tie[i%k], int32(len(r.order))
	if i%k+1 < k {
		last = r.tie[i%k+1]
	}
	if i < k {
		return window{open: r.dark, first: first, last: last, above: r.amount[i]}
	}
	return window{first: first, last: last, dark: true, above: -1}
}

// inserted is a ranking of which the hops up to some rank are inserted. Each goroutine needs one of its own.
type inserted struct {
	*ranking
	count  int32   // of ranks
	outEnd []int32 // by label: where in out those that are inserted end
	inEnd  []int32
}

func newInserted(r *ranking) *inserted {
	return &inserted{ranking: r, outEnd: slices.Clone(r.start[:len(r.party)]), inEnd: slices.Clone(r.inStart[:len(r.party)])}
}

// insert brings in the hops below a rank.
func (r *inserted) insert(rank int32) {
	if rank < r.count {
		copy(r.outEnd, r.start)
		copy(r.inEnd, r.inStart)
		r.count = 0
	}
	for ; r.count < rank; r.count++ {
		if u, v := r.payer[r.count], r.payee[r.count]; u >= 0 {
			r.outEnd[u]++
			r.inEnd[v]++
		}
	}
}

// leaving are the ranks from open, which is dark or 0, to below rank of the hops that leave a party. Of those that tie with
// the next to be inserted, none need be inserted.
func (r *inserted) leaving(l, open, rank int32) []int32 {
	from, end := r.start[l], r.outEnd[l]
	if open > 0 {
		from = r.outDark[l]
	}
	for end < r.start[l+1] && r.out[end] < rank {
		end++
	}
	return r.out[from:max(from, end)]
}

// reaching are those of the hops that reach it.
func (r *inserted) reaching(l, open, rank int32) []int32 {
	from, end := r.inStart[l], r.inEnd[l]
	if open > 0 {
		from = r.inDark[l]
	}
	for end < r.inStart[l+1] && r.in[end] < rank {
		end++
	}
	return r.in[from:max(from, end)]
}
