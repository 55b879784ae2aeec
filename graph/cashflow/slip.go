package cashflow

import (
	"context"
	"fmt"
)

// Delay says what is late.
type Delay string

// What can be late.
const (
	LateRevenue  Delay = "revenue"  // what the party earns outside the network
	LateDelivery Delay = "delivery" // what the party delivers: its customers in the network pay so much later
)

// Delays lists them.
func Delays() []Delay { return []Delay{LateRevenue, LateDelivery} }

// Meaning says in one line what is late.
func (d Delay) Meaning() string {
	switch d {
	case LateRevenue:
		return "what it earns outside the network comes later; dues stay where they are"
	case LateDelivery:
		return "it delivers later, so its customers in the network pay later; its own dues stay where they are"
	}
	return ""
}

// Slip is what so many months do to a party.
type Slip struct {
	Months  float64
	Balance Balance
	Need    float64 // money from elsewhere without which some due is not paid; minor units, 0 or more
}

// Slips are the balances for slips from one number of months to another; below 0 means earlier. Errors: more than 1,000 steps, a
// step that is not above 0, months beyond ±240, a delivery that is early, or the context's.
func (a *Account) Slips(ctx context.Context, what Delay, from, to, step float64, m Means) ([]Slip, error) {
	switch {
	case !(step > 0) || !(to >= from) || (to-from)/step > 1000:
		return nil, fmt.Errorf("slip from %g to %g months by %g: at most 1,000 steps forward", from, to, step)
	case from < -240 || to > 240:
		return nil, fmt.Errorf("slip from %g to %g months: at most 240 either way", from, to)
	case what == LateDelivery && from < 0:
		return nil, fmt.Errorf("slip from %g months: what is delivered early is not paid early", from)
	}
	var out []Slip
	for i := 0; ; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		months := from + float64(i)*step
		if months > to+1e-9 {
			return out, nil
		}
		out = append(out, a.slip(what, months, m))
	}
}

func (a *Account) slip(what Delay, months float64, m Means) Slip {
	if what == LateDelivery {
		m.Late = months
	} else {
		m.Slip = months
	}
	b := a.Balance(m)
	return Slip{Months: months, Balance: b, Need: max(0, -b.Lowest)}
}

// BreakEven is the longest slip, to a thousandth of a month, up to which nothing is missing at the end of any year: from there
// on something is, within the span asked for. ok is false if something is missing at the first end of the span already
// (months is then that end) or at no point of it (months is then the other end). The balance is looked at each month, so that a path
// that falls and rises again is not passed over.
func (a *Account) BreakEven(what Delay, from, to float64, m Means) (months float64, ok bool) {
	short := func(x float64) bool { return a.slip(what, x, m).Balance.Short >= 0 }
	if short(from) {
		return from, false
	}
	low := from
	for low < to {
		high := min(low+1, to)
		if !short(high) {
			low = high
			continue
		}
		for high-low > 0.0005 {
			if mid := (low + high) / 2; short(mid) {
				high = mid
			} else {
				low = mid
			}
		}
		return low, true
	}
	return to, false
}
