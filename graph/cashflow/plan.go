package cashflow

import (
	"errors"
	"fmt"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
)

// Options say what a plan is made with.
type Options struct {
	Years       graph.Years      // the years of the plan, both included
	Spread      int              // legs that cannot be placed in time are spread evenly over so many of the first years; 0: they are left out
	Outlook     Outlook          // of revenue; "" is [Growth]
	Assumptions *assumptions.Set // nil: the defaults
}

// Plan is what all parties of a view are due to pay each other by year, and what they have to pay it from.
type Plan struct {
	*graph.Calendar
	Options Options
	Books   []Books // by node
}

// New makes the plan of a ledger in a view. Errors: those of [graph.NewCalendar] and [graph.Build], an outlook that does
// not exist, [ErrYears], amounts assumed in a currency without a rate, and revenue that grows beyond the largest amount. Cost: two networks for each year of the plan, and one for each year in which revenue is known.
func New(l *deals.Ledger, v graph.View, o Options) (*Plan, error) {
	switch o.Outlook {
	case "":
		o.Outlook = Growth
	case Growth, Guided, Forecast:
	default:
		return nil, fmt.Errorf("plan cash: there is no outlook %q", o.Outlook)
	}
	if o.Assumptions == nil {
		o.Assumptions = assumptions.Default()
	}
	c, err := graph.NewCalendar(l, v, o.Years, o.Spread)
	if err != nil {
		return nil, err
	}
	if err := begins(c); err != nil {
		return nil, err
	}
	p := &Plan{Calendar: c, Options: o}
	r := &reader{l: l, view: c.View, set: o.Assumptions, outlook: o.Outlook, years: c.Years, spread: o.Spread, inflow: map[int]map[graph.Node]contracted{}}
	signed := c.View
	signed.Basis = graph.Signed
	if r.all, err = graph.Build(l, signed); err != nil {
		return nil, err
	}
	for i := range c.Network.Order() {
		v := graph.Node(i)
		b, err := r.read(v, c.Network.Party(v))
		if err != nil {
			return nil, err
		}
		p.Books = append(p.Books, b)
	}
	return p, nil
}

// ErrYears is the error of years that do not begin with that of the view.
var ErrYears = errors.New("a plan begins with the year of the view, since what is left of one year is there in the next")

// begins refuses years that begin later than the year of the view, or the next if that is over, or earlier.
func begins(c *graph.Calendar) error {
	day := c.View.AsOf
	if day.IsZero() || c.Years[0] == day.Year || c.Years[0] == day.Year+1 && day.Month == 12 && day.Day == 31 {
		return nil
	}
	return fmt.Errorf("%w: let the years begin with %d, or choose another day with an earlier or later as-of date", ErrYears, day.Year)
}

// Index is the place of a year in the plan; -1 if it is not in it.
func (p *Plan) Index(year int) int {
	if at := year - p.Years[0]; at >= 0 && at < len(p.Years) {
		return at
	}
	return -1
}

// drawn reports whether funding that has moved comes on top of the cash on record: the cash was counted before the plan
// begins, or nobody knows it.
func (b Books) drawn(first int) bool {
	f := b.Cash.Fact
	return !b.Cash.Assume && (f == nil || f.Period.Last.Last().Year < first)
}
