package scenario

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"dealgraph/deals"
	"dealgraph/graph"
)

// NullOptions say how many random networks are drawn. The zero NullOptions is DefaultSamples, seed 0, on all cores.
type NullOptions struct {
	Samples int    // 0 is DefaultSamples
	Seed    uint64 // the same seed gives the same networks, for any number of workers
	Workers int    // 0 is as many as there are cores
}

// DefaultSamples allow a P of one in a thousand.
const DefaultSamples = 999

// NullResult is a number of a network beside the same of random networks.
type NullResult struct {
	Observed float64
	Null     []float64 // of the random networks, in the order in which they are numbered
	// P is the share of networks whose number is at least the observed one, with the observed network among them: (1 + those
	// of Null at or above Observed) / (1 + samples). It is never 0. Small means: more than degrees and amounts explain.
	P float64
	// PLow is the same for numbers at or below the observed one. Who looks at both doubles the smaller.
	PLow             float64
	Mean             float64 // of Null
	Q05, Median, Q95 float64 // of Null: quantiles, interpolated (Hyndman and Fan 1996, type 7)

	Moving        int     // arcs whose payees are drawn
	Fixed         int     // arcs that stay as they are: of a party with itself, or between two parties outside
	Parallel      bool    // of the moving arcs some are parallel, so random networks may have parallel arcs
	Steps         int     // tried for each random network
	SwapsWanted   int     // of them should change something
	SwapsAccepted int     // did, for the random network with the fewest
	Warnings      []error // of type graph.Warning
}

// The codes of warnings of Null.
const (
	WarnNoSwaps  = "null-no-swaps"
	WarnFewSwaps = "null-few-swaps"
)

// Null compares a number that is computed on a network with the same of random networks in which everybody has as many deals
// as before. It answers whether the number is more than that alone brings about: who has many deals is in many cycles by
// chance.
//
// # What is kept and what is drawn
//
// Each arc keeps its payer, its amount and whatever else it says; only the payees change places among the arcs. So every
// party keeps its number of deals out and in, the list of the amounts it pays and their sum. What it receives is kept in
// number and not in value: to keep both, only arcs of equal amounts could change places, and hardly anything would move. No
// party comes to deal with itself, and none outside with another outside; arcs that do so already stay as they are. Parallel
// arcs arise only if the network has some. All ways to deal out the payees that satisfy this are equally likely.
//
// The function sees networks whose arcs have no Leg, since a leg would name another payee, and that have no Ledger and no
// Warnings. Like is compared with like: the Observed number is of the network without them too. The function is called from
// several goroutines at once, and has to depend on nothing but the network.
//
// # How it is drawn
//
// By a Markov chain. In a step two arcs exchange their payees, or three pass theirs on in a circle; sometimes the three are
// chosen so that a circle of three parties turns round, without which not every network can be reached (Rao, Jana and
// Bandyopadhyay 1996). What is not allowed is not done and counts as a step all the same: to count only steps that change
// something would favour networks that can change much. The number of steps is the same for all, set by a trial run so that
// at least ten for each arc change something; if they do not, there is a warning.
//
// The chain leads from the network to a common start, and from there, each time anew, to every random network. Since it is
// as likely to go one way as back, the observed network is then one among equals, and P holds even if the chain is too short
// to forget where it began; it only finds less (Besag and Clifford 1989).
//
// Errors: that of the function for the first network that has one, also a number that is not one; options below 0; the
// context's. Cost: for each sample, some twenty steps for each arc and the function, spread over the workers. A step takes
// constant time where parallel arcs are allowed, else it looks through the arcs of two or three payers.
//
// Rao, Jana and Bandyopadhyay, A Markov chain Monte Carlo method for generating random (0, 1)-matrices with given marginals,
// Sankhyā A 58, 1996. Besag and Clifford, Generalized Monte Carlo significance tests, Biometrika 76(4), 1989.
func Null(ctx context.Context, n *graph.Network, o NullOptions, f func(context.Context, *graph.Network) (float64, error)) (NullResult, error) {
	if o.Samples < 0 || o.Workers < 0 {
		return NullResult{}, fmt.Errorf("compare with random networks: %d samples on %d workers, but neither can be below 0", o.Samples, o.Workers)
	}
	if o.Samples == 0 {
		o.Samples = DefaultSamples
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	u := newUrn(n)
	r := NullResult{Moving: len(u.to), Fixed: n.Size() - len(u.to), Parallel: u.parallel, SwapsWanted: nullSwaps * len(u.to)}
	err := u.compare(ctx, o, f, &r)
	if err != nil {
		return NullResult{}, fmt.Errorf("compare with random networks: %w", err)
	}
	r.summarise()
	return r, nil
}

const (
	nullSwaps = 10     // steps wanted that change something, for each arc
	nullTries = 20     // steps at most, for each that is wanted
	nullLeast = 10_000 // steps at least before a network is given up
	nullSpare = 1_000  // steps to spare, so that chance leaves few networks below what is wanted
	nullLook  = 1 << 12
)

// compare computes the number of the network and those of the random networks.
func (u *urn) compare(ctx context.Context, o NullOptions, f func(context.Context, *graph.Network) (float64, error), r *NullResult) error {
	var err error
	if r.Observed, err = ask(ctx, u.network(), f); err != nil {
		return err
	}
	if r.Steps, err = u.clone().trial(ctx, rand.New(rand.NewPCG(o.Seed, math.MaxUint64)), r.SwapsWanted); err != nil {
		return err
	}
	return u.draw(ctx, o, f, r)
}

// draw computes the numbers of the random networks, each as many steps from a common start as that is from the observed one.
func (u *urn) draw(ctx context.Context, o NullOptions, f func(context.Context, *graph.Network) (float64, error), r *NullResult) error {
	r.Null = slices.Repeat([]float64{r.Observed}, o.Samples)
	if r.Steps == 0 {
		return ctx.Err()
	}
	if _, err := u.walk(ctx, rand.New(rand.NewPCG(o.Seed, 0)), r.Steps); err != nil {
		return err
	}
	accepted, errs := make([]int, o.Samples), make([]error, o.Samples)
	var next atomic.Int64
	var failed atomic.Bool
	var all sync.WaitGroup
	for range min(o.Workers, o.Samples) {
		all.Go(func() {
			mine := u.clone()
			for !failed.Load() {
				i := int(next.Add(1)) - 1
				if i >= o.Samples {
					return
				}
				copy(mine.to, u.to)
				accepted[i], errs[i] = mine.walk(ctx, rand.New(rand.NewPCG(o.Seed, uint64(i)+1)), r.Steps)
				if errs[i] == nil {
					r.Null[i], errs[i] = ask(ctx, mine.network(), f)
				}
				if errs[i] != nil {
					failed.Store(true) // those before it have begun and come to their end, so the first error is always the same
				}
			}
		})
	}
	all.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	r.SwapsAccepted = slices.Min(accepted)
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("random network %d: %w", i+1, err)
		}
	}
	return nil
}

// ask calls the function.
func ask(ctx context.Context, n *graph.Network, f func(context.Context, *graph.Network) (float64, error)) (float64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	x, err := f(ctx, n)
	if err == nil && math.IsNaN(x) {
		err = fmt.Errorf("the result is not a number")
	}
	return x, err
}

// summarise says where the observed number stands among the others.
func (r *NullResult) summarise() {
	high, low := 1, 1
	for _, x := range r.Null {
		r.Mean += x / float64(len(r.Null))
		if x >= r.Observed {
			high++
		}
		if x <= r.Observed {
			low++
		}
	}
	r.P, r.PLow = float64(high)/float64(1+len(r.Null)), float64(low)/float64(1+len(r.Null))
	sorted := slices.Sorted(slices.Values(r.Null))
	r.Q05, r.Median, r.Q95 = quantile(sorted, 5), quantile(sorted, 50), quantile(sorted, 95)
	switch {
	case r.Steps == 0:
		r.Warnings = append(r.Warnings, graph.Warning{Code: WarnNoSwaps,
			Msg: "no deals were found that can exchange payees: the random networks are the observed one, and nothing follows from them"})
	case r.SwapsAccepted < r.SwapsWanted:
		r.Warnings = append(r.Warnings, graph.Warning{Code: WarnFewSwaps,
			Msg: fmt.Sprintf("of %d steps to a random network only %d changed something, where %d were wanted: "+
				"it may be too much like the observed one", r.Steps, r.SwapsAccepted, r.SwapsWanted)})
	}
}

// quantile is that of sorted numbers, in hundredths.
func quantile(sorted []float64, hundredths int) float64 {
	at := (len(sorted) - 1) * hundredths
	below, part := sorted[at/100], float64(at%100)/100
	if part == 0 {
		return below
	}
	return below + part*(sorted[at/100+1]-below)
}

// urn holds the payees of a network's arcs, and deals them out anew.
type urn struct {
	view     graph.View
	parties  []*deals.Party
	arcs     []graph.Arc // all, without legs
	moving   []int32     // places in arcs of those that move, in order of payer
	from, to []int32     // by moving arc
	first    []int32     // by party, and one more: the first of its moving arcs
	parallel bool        // moving arcs may be parallel
	// kind is the party itself, or the same for all parties outside: no arc leads from a kind to itself.
	kind   []int32
	start  []int32 // by kind, and one more
	paying []int32 // moving arcs by kind of payer: those of k are paying[start[k]:start[k+1]]
}

func newUrn(n *graph.Network) *urn {
	u := &urn{view: n.View, arcs: slices.Collect(n.Arcs()), first: make([]int32, n.Order()+1), start: make([]int32, n.Order()+2)}
	for v := range n.Order() {
		u.parties = append(u.parties, n.Party(graph.Node(v)))
		u.kind = append(u.kind, int32(v))
		if u.parties[v].Outside() {
			u.kind[v] = int32(n.Order())
		}
	}
	for at := range u.arcs {
		a := &u.arcs[at]
		a.Leg = nil
		if u.kind[a.From] == u.kind[a.To] {
			continue
		}
		if last := len(u.to) - 1; last >= 0 && u.from[last] == int32(a.From) && u.to[last] == int32(a.To) {
			u.parallel = true
		}
		u.moving = append(u.moving, int32(at))
		u.from, u.to = append(u.from, int32(a.From)), append(u.to, int32(a.To))
		u.first[a.From+1]++
		u.start[u.kind[a.From]+1]++
	}
	for v := range n.Order() {
		u.first[v+1] += u.first[v]
		u.start[v+1] += u.start[v]
	}
	u.start[n.Order()+1] += u.start[n.Order()]
	next := slices.Clone(u.start)
	u.paying = make([]int32, len(u.to))
	for i, v := range u.from {
		u.paying[next[u.kind[v]]] = int32(i)
		next[u.kind[v]]++
	}
	return u
}

// clone shares all but what changes.
func (u *urn) clone() *urn {
	c := *u
	c.arcs, c.to = slices.Clone(u.arcs), slices.Clone(u.to)
	return &c
}

// network is the network as the payees are dealt out now.
func (u *urn) network() *graph.Network {
	for i, at := range u.moving {
		u.arcs[at].To = graph.Node(u.to[i])
	}
	n := graph.New(u.parties, u.arcs)
	n.View = u.view
	return n
}

// trial finds how many steps to take so that as many as wanted change something; 0 if none ever does.
func (u *urn) trial(ctx context.Context, r *rand.Rand, wanted int) (int, error) {
	most := max(nullTries*wanted, nullLeast)
	tried, accepted := 0, 0
	for tried < most && accepted < wanted {
		k, err := u.walk(ctx, r, min(nullLook, most-tried))
		if err != nil {
			return 0, err
		}
		tried, accepted = tried+min(nullLook, most-tried), accepted+k
	}
	switch {
	case accepted == 0:
		return 0, nil
	case accepted < wanted:
		return most, nil
	}
	// What is wanted at the rate of the trial, and a quarter more.
	return int(math.Ceil(1.25*float64(wanted)*float64(tried)/float64(accepted))) + nullSpare, nil
}

// walk takes steps, and counts those that change something.
func (u *urn) walk(ctx context.Context, r *rand.Rand, steps int) (accepted int, err error) {
	if len(u.to) == 0 {
		return 0, ctx.Err()
	}
	for k := range steps {
		if k%nullLook == 0 {
			if err := ctx.Err(); err != nil {
				return accepted, err
			}
		}
		if u.step(r) {
			accepted++
		}
	}
	return accepted, nil
}

// step tries one change. Each is as likely as the one that undoes it.
func (u *urn) step(r *rand.Rand) bool {
	i := int32(r.IntN(len(u.to)))
	switch r.IntN(4) {
	case 0:
		return u.pass(i, int32(r.IntN(len(u.to))), int32(r.IntN(len(u.to))))
	case 1:
		j, ok := u.onward(r, i)
		if !ok {
			return false
		}
		k, ok := u.onward(r, j)
		return ok && u.kind[u.to[k]] == u.kind[u.from[i]] && u.pass(i, j, k)
	}
	return u.swap(i, int32(r.IntN(len(u.to))))
}

// onward draws an arc that the payee of another pays, or one outside if that is outside. Payees pay the same number of arcs
// however they are dealt out, so drawing along a circle is as likely as drawing back.
func (u *urn) onward(r *rand.Rand, i int32) (int32, bool) {
	k := u.kind[u.to[i]]
	paying := u.paying[u.start[k]:u.start[k+1]]
	if len(paying) == 0 {
		return 0, false
	}
	return paying[r.IntN(len(paying))], true
}

// swap exchanges the payees of two arcs, if that is allowed and changes something.
func (u *urn) swap(i, j int32) bool {
	a, b := u.to[i], u.to[j]
	if a == b || !u.may(i, b) || !u.may(j, a) {
		return false
	}
	u.to[i], u.to[j] = b, a
	if u.parallel || u.alone(i) && u.alone(j) {
		return true
	}
	u.to[i], u.to[j] = a, b
	return false
}

// pass gives each of three arcs the payee of the next, if that is allowed and changes something.
func (u *urn) pass(i, j, k int32) bool {
	a, b, c := u.to[i], u.to[j], u.to[k]
	if i == j || j == k || i == k || a == b && b == c || !u.may(i, b) || !u.may(j, c) || !u.may(k, a) {
		return false
	}
	u.to[i], u.to[j], u.to[k] = b, c, a
	if u.parallel || u.alone(i) && u.alone(j) && u.alone(k) {
		return true
	}
	u.to[i], u.to[j], u.to[k] = a, b, c
	return false
}

// may reports whether an arc may have a payee.
func (u *urn) may(i, payee int32) bool { return u.kind[u.from[i]] != u.kind[payee] }

// alone reports whether no other arc of the payer has the same payee.
func (u *urn) alone(i int32) bool {
	for j := u.first[u.from[i]]; j < u.first[u.from[i]+1]; j++ {
		if j != i && u.to[j] == u.to[i] {
			return false
		}
	}
	return true
}
