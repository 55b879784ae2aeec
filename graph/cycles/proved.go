package cycles

import (
	"errors"
	"fmt"
)

// ErrLimit says that a search ended at its limit of cycles and that there are more.
var ErrLimit = errors.New("there are more cycles than the limit")

// Stop says why a search ended before it was done.
type Stop string

// The stops. A search that ran to its end has none.
const (
	AtLimit Stop = "limit" // as many cycles as asked for; there is at least one more
	InTime  Stop = "time"  // the context was cancelled or its deadline passed
)

// Proved is what a search has shown. Its String is a clause for a caption.
type Proved struct {
	Count     int  // cycles listed
	MaxLength int  // no longer cycle was looked for; 0: no cycle of any length is missing for its length
	Filtered  bool // parties, deals, classes, a pattern or a least bottleneck narrowed the search
	Unranked  bool // the list is in no order of strength
	Complete  bool // all there are are listed
	Stopped   Stop // why the list is not complete
	// Above: every cycle whose bottleneck is not open and larger than Above is listed. It is -1 when all of those are, and
	// the largest int64 when nothing is proved.
	Above int64
}

// unproved is the Above of a search that did not begin.
const unproved = 1<<63 - 1

// String says what was proved: "all 37 cycles of at most 6 parties", or "the 100 strongest cycles of at most 6 parties;
// there are more".
func (p Proved) String() string {
	within := p.Within()
	if p.Filtered && p.Count == 1 {
		within += "es"
	}
	switch {
	case p.Complete && p.Count == 0:
		return "no cycles" + within
	case p.Complete && p.Count == 1:
		return "the only cycle" + within
	case p.Complete:
		return fmt.Sprintf("all %d cycles%s", p.Count, within)
	case p.Count == 0:
		return "no cycles" + within + " so far: the search was stopped before it found one"
	}
	list := "the strongest cycle" + within
	switch {
	case p.Unranked:
		list = fmt.Sprintf("the first %s%s", count(p.Count, "cycle", "cycles"), within)
	case p.Count > 1:
		list = fmt.Sprintf("the %d strongest cycles%s", p.Count, within)
	}
	if p.Stopped == AtLimit {
		return list + "; there are more"
	}
	return list + "; the search was stopped before it was done"
}

// Within is the rule under which cycles were looked for, to stand behind the word: " of at most 6 parties that match".
func (p Proved) Within() string {
	within := ""
	if p.MaxLength > 0 {
		within = fmt.Sprintf(" of at most %s", count(p.MaxLength, "party", "parties"))
	}
	if p.Filtered {
		within += " that match"
	}
	return within
}

func count(k int, one, many string) string {
	if k == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", k, many)
}

// StopError ends a list of cycles that is not complete. It wraps ErrLimit or the error of the context.
type StopError struct {
	Proved Proved
	cause  error
}

// Error says what was proved and why the search ended.
func (e *StopError) Error() string { return fmt.Sprintf("find cycles: %v: %v", e.cause, e.Proved) }

// Unwrap is ErrLimit, context.Canceled or context.DeadlineExceeded.
func (e *StopError) Unwrap() error { return e.cause }

// stopError is the error of a search that ended with p, for a cause if that was the context; nil if it was complete.
func stopError(p Proved, cause error) error {
	switch p.Stopped {
	case AtLimit:
		return &StopError{p, ErrLimit}
	case InTime:
		return &StopError{p, cause}
	}
	return nil
}
