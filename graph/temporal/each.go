package temporal

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"dealgraph/graph"
)

// Each yields the cycles that money can have run in order of time: a first party pays a second, that one later a third,
// and so on, until somebody pays the first. No party stands twice. The cycles that begin with the same payment and pass the
// same parties come together, as one [Cycle]: a bundle.
//
// # What counts as one combination
//
// A combination is a closed sequence of payments, one for each hop, wherever one begins to tell it. It counts
//
//   - as possible, if from some payment on its dates allow days on which every payment comes after the one before (on the
//     same day or later, with NonStrict), and the last no more than Window days after the first;
//   - as certain, if from some payment on this holds on whichever days within their dates the payments were made.
//
// Where all dates are known to the day the two are one. A combination that can have begun with any of several payments, as
// those of one year can of which only the year is known, is counted once: with the first of them, in the order of First, then
// Last, then place in payments, with which it is possible. A payment of a party to itself is a cycle of one party.
//
// # Order, and what a slice is worth
//
// Bundles come by their first payment, in that order, then by their parties, so in order of time; the order is the same for
// any number of workers. The slices of a Cycle are borrowed: they hold until the next step; see
// [Cycle.Clone].
//
// Payments may be in any order, as long as each is of an arc of n. Parties of the sector outside are on no cycle.
//
// When the limit or the context ends it, the last step yields an empty Cycle and a [*StopError], which says until
// which day everything was found; what is wrong with the arguments comes first and alone.
//
// # Cost
//
// For each payment, the payments within the window from which its payer can be reached are looked at about once. What follows
// grows with the bundles: no way is walked that time forbids, and a party from which money did not come back is not tried again as
// late, until a party that was in the way has left the path (on paths of up to 63 parties). A bundle costs one step for each of
// its payments, whatever the number of its combinations, if all are dated to the day; otherwise one step for each combination of
// different dates. Nothing is allocated for a bundle. Memory is some 100 bytes for each payment and, for each worker, for each
// party, and what the largest window needs.
//
// The search from the earliest payment and the bundles are as in Kumar and Calders, 2SCENT, PVLDB 11(11), 2018; so are the
// closing times by which a party is not tried again, though they are kept here with the set of parties that they depend on.
func Each(ctx context.Context, n *graph.Network, payments []graph.Payment, o Options) iter.Seq2[Cycle, error] {
	return func(yield func(Cycle, error) bool) {
		p, err := newPlan(n, payments, o)
		if err != nil {
			yield(Cycle{}, err)
			return
		}
		stop, wanted := p.stream(ctx, func(c *Cycle) bool { return yield(*c, nil) })
		if wanted && stop != nil {
			yield(Cycle{}, stop)
		}
	}
}

// Options bound a search for temporal cycles. The zero Options is: any time from the first to the last payment,
// each payment on a later day than the one before, at most six parties, the first hundred bundles.
type Options struct {
	// Window is the most days from the first payment to the last: the last may be made on the day of the first plus Window.
	// 0 or less is no bound.
	Window int
	// NonStrict lets payments of one day follow each other, in any order.
	NonStrict bool
	// MaxLength is the most parties in a cycle; 0 is DefaultMaxLength. A negative MaxLength is no bound: the number of
	// cycles, and so the time, is then exponential in the window in the worst case.
	MaxLength int
	// Limit is the most bundles; 0 is DefaultLimit, a negative Limit is no bound. The search looks one further to know
	// whether there are more. Counting does not look at it.
	Limit int
	// Through leaves only cycles that pass all of these parties.
	Through []graph.Node
	// MinAmount, in minor units of the view's currency, leaves out payments that are smaller. Above 0 it also leaves out
	// those whose amount is not known.
	MinAmount int64
	// Workers is how many goroutines search; 0 is one for each processor.
	Workers int
	// Progress, if not nil, is called now and then with how many of the payments were tried as the first. It must be quick.
	Progress func(done, all int)
}

// The bounds of the zero Options.
const (
	DefaultMaxLength = 6
	DefaultLimit     = 100
)

// Cycle is a bundle: all combinations that begin with one payment and pass the same parties in the same order.
type Cycle struct {
	Parties []graph.Node // in order of payment; the first makes the first payment and receives the last
	// Hops are, for each party, the payments to the next that take part in some combination: indices into the payments that were
	// searched, in order of time. The first hop is one payment.
	Hops [][]int
	// Count is how many combinations are possible, Certain how many of those are certain. What does not fit is the
	// largest number, and Saturated.
	Count, Certain uint64
	Saturated      bool
	First          int32 // the first day on which the first payment can have been made; may be graph.Beginning
	Last           int32 // the last day, by its own dates, on which one of the last hop's payments can have been made
	// Bottleneck is the most money that one possible combination of payments with known amounts carries all the way round:
	// the smallest of its payments, in minor units; 0 if there is no such combination. If Unknown is above 0 it is a floor, as
	// combinations with those payments may carry more. Bottlenecks of bundles that share payments do not add up.
	Bottleneck int64
	Unknown    int // payments in Hops whose amount is not known
}

// Clone is the bundle with slices of its own.
func (c Cycle) Clone() Cycle {
	c.Parties = slices.Clone(c.Parties)
	c.Hops = slices.Clone(c.Hops)
	for i := range c.Hops {
		c.Hops[i] = slices.Clone(c.Hops[i])
	}
	return c
}

// ErrLimit says that a search ended at its limit of bundles and that there are more.
var ErrLimit = errors.New("there are more temporal cycles than the limit")

// StopError ends a list of temporal cycles that is not complete. As the search goes by first payments, in order of time, it
// can say up to which day nothing is missing.
type StopError struct {
	// By is a day, counted from 1970-01-01, such that all cycles whose first payment can have been made by then were found.
	// It is graph.Beginning if nothing is proved.
	By    int32
	cause error
}

// Error says what was proved and why the search ended.
func (e *StopError) Error() string {
	if e.By == graph.Beginning {
		return fmt.Sprintf("find cycles in time: %v", e.cause)
	}
	day := time.Unix(int64(e.By)*24*60*60, 0).UTC().Format(time.DateOnly)
	return fmt.Sprintf("find cycles in time: %v: all cycles that begin by %s found", e.cause, day)
}

// Unwrap is ErrLimit, context.Canceled or context.DeadlineExceeded.
func (e *StopError) Unwrap() error { return e.cause }
