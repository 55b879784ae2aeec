package figure

import (
	"errors"
	"fmt"
	"math"
)

// Flow is the way of money to a party and on from it, as two trees of ribbons that meet in the party: money comes from the
// left and goes to the right.
//
// It is a tree and not a network, so that money which goes round cannot tie it into a knot: a ribbon that comes back to the
// party in the middle ends there with a mark that says so.
type Flow struct {
	Frame

	Party FlowParty `json:"party"`
	// In are the branches by which money comes, Out those by which it goes. The amounts of each side that is not empty sum
	// to Amount; see Check.
	In     []FlowBranch `json:"in,omitempty"`
	Out    []FlowBranch `json:"out,omitempty"`
	Amount int64        `json:"amount"`
	Terms  FlowWords    `json:"words"`
}

// FlowParty is the party in the middle.
type FlowParty struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Detail string `json:"detail,omitempty"`
	Title  string `json:"title,omitempty"`
}

// FlowEnd says why a branch ends where it does, or that it goes on.
type FlowEnd string

// The ends. Only a branch that goes on has a Next.
const (
	FlowOn      FlowEnd = ""        // goes on, or is not followed further
	FlowOwn     FlowEnd = "own"     // begins or ends here: own funds, or kept
	FlowOutside FlowEnd = "outside" // capital markets, end customers
	FlowAgain   FlowEnd = "again"   // a party that is on the branch already
	FlowBack    FlowEnd = "back"    // the party in the middle: the money has come round
	FlowOthers  FlowEnd = "others"  // several small branches together
)

// FlowBranch is a part of the money as it comes from or goes to a party. Its width is its Amount.
type FlowBranch struct {
	// Party is the id of the party; empty for others.
	Party string `json:"party,omitempty"`
	Name  string `json:"name"`
	// Label is its worth in words: "$40bn · 31.9%".
	Label string  `json:"label,omitempty"`
	Title string  `json:"title,omitempty"`
	End   FlowEnd `json:"end,omitempty"`
	// Amount is in whole units, however small: those of Next sum to it exactly.
	Amount int64        `json:"amount"`
	Next   []FlowBranch `json:"next,omitempty"`
}

// FlowWords are the words that stand in a flow. An empty one gets an English default.
type FlowWords struct {
	In      string `json:"in,omitempty"`      // "Whose money it is"
	Out     string `json:"out,omitempty"`     // "Where it goes"
	On      string `json:"on,omitempty"`      // "passed on"
	Own     string `json:"own,omitempty"`     // "begins or ends there"
	Outside string `json:"outside,omitempty"` // "from or to outside"
	Again   string `json:"again,omitempty"`   // "a party met before on that way"
	Back    string `json:"back,omitempty"`    // "comes back"
	Others  string `json:"others,omitempty"`  // "smaller ones together"
	Empty   string `json:"empty,omitempty"`   // "No disclosed amounts to follow in this view."
}

// Each returns w with every word put through f, which also gets the English one.
func (w FlowWords) Each(f func(own, english string) string) FlowWords {
	w.In = f(w.In, "Whose money it is")
	w.Out = f(w.Out, "Where it goes")
	w.On = f(w.On, "passed on")
	w.Own = f(w.Own, "begins or ends there")
	w.Outside = f(w.Outside, "from or to outside")
	w.Again = f(w.Again, "a party met before on that way")
	w.Back = f(w.Back, "comes back")
	w.Others = f(w.Others, "smaller ones together")
	w.Empty = f(w.Empty, "No disclosed amounts to follow in this view.")
	return w
}

// The most that a flow may be: deeper or larger ones cannot be read.
const (
	mostFlowDepth    = 12
	mostFlowBranches = 2000
)

// Check reports what makes f impossible to draw faithfully: a party without an id, amounts that are negative, that do not sum
// to the whole or to the branch they are parts of, ends that are not known or go on, and trees that are too deep or too large
// to be read. It returns all of them joined, or nil.
func (f Flow) Check() error {
	c := flowCheck{figure: f.ID}
	if f.Party.ID == "" {
		c.fail("figure %q: its party has no id", f.ID)
	}
	if f.Amount < 0 {
		c.fail("figure %q: amount %d is negative", f.ID, f.Amount)
	}
	for _, side := range [][]FlowBranch{f.In, f.Out} {
		if len(side) > 0 {
			c.branches(f.Party.ID, f.Amount, side, 1)
		}
	}
	if c.count > mostFlowBranches {
		c.fail("figure %q: %d branches are more than the %d that can be drawn", f.ID, c.count, mostFlowBranches)
	}
	return errors.Join(c.errs...)
}

type flowCheck struct {
	figure string
	errs   []error
	count  int
}

func (c *flowCheck) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

// branches checks the parts of a whole, and theirs.
func (c *flowCheck) branches(of string, whole int64, list []FlowBranch, depth int) {
	if depth > mostFlowDepth {
		c.fail("figure %q: at %q it is deeper than %d hands", c.figure, of, mostFlowDepth)
		return
	}
	var sum int64
	for _, b := range list {
		c.count++
		if b.Amount < 0 || sum > math.MaxInt64-max(b.Amount, 0) {
			c.fail("branch %q of %q: amount %d is negative or too large", b.Name, of, b.Amount)
			continue
		}
		sum += b.Amount
		switch b.End {
		case FlowOn, FlowOwn, FlowOutside, FlowAgain, FlowBack, FlowOthers:
		default:
			c.fail("branch %q of %q: end %q is not known", b.Name, of, b.End)
		}
		if b.End != FlowOn && len(b.Next) > 0 {
			c.fail("branch %q of %q: it ends (%s) and goes on", b.Name, of, b.End)
		}
		if len(b.Next) > 0 {
			c.branches(b.Name, b.Amount, b.Next, depth+1)
		}
	}
	if sum != whole {
		c.fail("branches of %q: they sum to %d, not %d", of, sum, whole)
	}
}
