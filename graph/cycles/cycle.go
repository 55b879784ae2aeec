package cycles

import (
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Bound says what is known of a bottleneck.
type Bound string

// The bounds. A hop of which no amount is disclosed leaves a bottleneck open; a hop of which only some amounts are
// disclosed can be larger than it looks, and makes a bottleneck a floor if it alone holds it down.
const (
	// Exact: every hop discloses an amount, and a smallest one discloses all of it.
	Exact Bound = "exact"
	// AtLeast: every hop discloses an amount, but each smallest one holds an undisclosed deal that may raise it.
	AtLeast Bound = "at least"
	// Open: some hop discloses nothing. The bottleneck is the smallest sum among the other hops, for ranking only: what
	// really goes round may be less. It is 0 if no hop discloses anything.
	Open Bound = "open"
)

// Cycle is a closed way over parties, each paying the next and the last paying the first.
//
// As found, it starts at the party with the smallest id; see [Cycle.Rotate].
type Cycle struct {
	Hops        []Hop
	Bottleneck  int64        // the smallest sum among hops that disclose any amount; minor units of the view's currency
	Bound       Bound        // how the bottleneck is to be read
	Narrowest   int          // the first hop whose sum is the bottleneck; -1 if no hop discloses an amount
	Undisclosed []int        // the hops that disclose nothing, in order
	Weakest     deals.Status // the least firm of its hops
	WeakestHop  int          // the first hop with that status
	Readings    []Reading    // its classes in the order of [Classes], each with the deals that make it; never empty
}

// newCycle measures hops that are already in order. Readings are left to the caller.
func newCycle(hops []Hop) Cycle {
	c := Cycle{Hops: hops}
	c.Bottleneck, c.Bound, c.Narrowest, c.Undisclosed = squeeze(hops)
	c.Weakest, c.WeakestHop = weakest(hops)
	return c
}

// squeeze finds the bottleneck of hops and what is known of it.
func squeeze(hops []Hop) (bottleneck int64, bound Bound, narrowest int, undisclosed []int) {
	narrowest = -1
	for i, h := range hops {
		switch {
		case h.Undisclosed():
			undisclosed = append(undisclosed, i)
		case narrowest < 0 || h.Amount < bottleneck:
			bottleneck, narrowest = h.Amount, i
		}
	}
	if len(undisclosed) > 0 {
		return bottleneck, Open, narrowest, undisclosed
	}
	for _, h := range hops {
		if h.Amount == bottleneck && h.Unknown == 0 {
			return bottleneck, Exact, narrowest, nil
		}
	}
	return bottleneck, AtLeast, narrowest, nil
}

func weakest(hops []Hop) (deals.Status, int) {
	at := 0
	for i, h := range hops {
		if firmness(h.Status) < firmness(hops[at].Status) {
			at = i
		}
	}
	return hops[at].Status, at
}

// Len is the number of hops, which is the number of parties.
func (c Cycle) Len() int { return len(c.Hops) }

// Ceiling is the most that the bottleneck can be: the smallest hop that discloses all its amounts. It is false if every
// hop holds an undisclosed deal.
func (c Cycle) Ceiling() (int64, bool) {
	least, ok := int64(0), false
	for _, h := range c.Hops {
		if h.Unknown == 0 && (!ok || h.Amount < least) {
			least, ok = h.Amount, true
		}
	}
	return least, ok
}

// Amount states the bottleneck as a ledger states an amount: "$5B", "at least $5B", "$5B..8B", "? up to $8B" or "?". It is
// an estimate if a hop that decides it, by its floor or as its ceiling, holds one.
func (c Cycle) Amount(currency deals.Currency) deals.Amount {
	ceiling, capped := c.Ceiling()
	a := deals.Amount{Currency: currency, High: ceiling, HighKnown: capped}
	for _, h := range c.Hops {
		floor := c.Bound != Open && h.Amount == c.Bottleneck
		top := capped && h.Unknown == 0 && h.Amount == ceiling
		a.Estimate = a.Estimate || h.Estimate && (floor || top)
	}
	switch {
	case c.Bound == Open:
		a.Form, a.Estimate = deals.Undisclosed, false
		if !capped {
			a.Currency = ""
		}
	case c.Bound == Exact:
		a.Form, a.Low, a.Likely = deals.Exact, c.Bottleneck, c.Bottleneck
	case capped:
		a.Form, a.Low, a.Likely = deals.Range, c.Bottleneck, c.Bottleneck+(ceiling-c.Bottleneck)/2
	default:
		a.Form, a.Low, a.Likely = deals.AtLeast, c.Bottleneck, c.Bottleneck
	}
	return a
}

// Is reports whether the cycle is of a class.
func (c Cycle) Is(class Class) bool {
	for _, r := range c.Readings {
		if r.Class == class {
			return true
		}
	}
	return false
}

// Classes are the classes of the cycle in the order of [Classes].
func (c Cycle) Classes() []Class {
	out := make([]Class, len(c.Readings))
	for i, r := range c.Readings {
		out[i] = r.Class
	}
	return out
}

// Start is the hop with which to begin to tell the cycle: where its first reading begins. For a supplier-funded cycle that
// is the funder, so that c.Rotate(c.Start()) reads Nvidia → OpenAI → … → Nvidia.
func (c Cycle) Start() int { return c.Readings[0].Start }

// Rotate is the same cycle told from another hop: hop becomes the first. It copies; hop may be any integer and counts
// round.
func (c Cycle) Rotate(hop int) Cycle {
	k := len(c.Hops)
	hop = (hop%k + k) % k
	out := newCycle(rotated(c.Hops, hop))
	out.Readings = make([]Reading, len(c.Readings))
	for i, r := range c.Readings {
		r.Hops, r.Start = rotated(r.Hops, hop), (r.Start-hop+k)%k
		out.Readings[i] = r
	}
	return out
}

func rotated[T any](s []T, first int) []T {
	out := make([]T, 0, len(s))
	return append(append(out, s[first:]...), s[:first]...)
}

// Path names the parties in order and the first one again at the end: "Nvidia → OpenAI → Nvidia".
func (c Cycle) Path(n *graph.Network) string {
	var b strings.Builder
	for _, h := range c.Hops {
		b.WriteString(n.Party(h.From).Label())
		b.WriteString(" → ")
	}
	b.WriteString(n.Party(c.Hops[0].From).Label())
	return b.String()
}
