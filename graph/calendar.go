package graph

import (
	"fmt"

	"dealgraph/deals"
)

// Calendar is what falls due between the parties of a view in each of some years, leg by leg.
//
// A leg falls due, payer to payee, in the years in which the view with these [View.Years] counts it; one that has moved, in those in
// which it did. A loan, bond or convertible
// is due back in the year in which its term ends; interest is left out, since ledgers do not state it.
// Guarantees and warrants fall due in no year.
type Calendar struct {
	View       View // of all years, every default filled in
	Network    *Network
	Years      []int  // in order, without gaps
	Items      []Item // in the order of the arcs, repayments last
	Unplaced   []Arc  // legs of which nobody can say when they fall due, and that were not spread
	Guarantees []Arc
}

// Item is a leg in years, or its repayment. Amounts are minor units of the view's currency.
type Item struct {
	Arc     Arc // of all time
	From    Node
	To      Node
	Repays  bool    // what was lent goes back
	Due     []int64 // by year
	Moved   []int64 // by year: what of it is recorded as paid by the day of the view, or must have been since the leg was completed
	Unknown []bool  // by year: something falls due in it, and nobody says how much
	Assumed bool    // the years come from an assumed profile
	Spread  bool    // the years come from spreading what has no term
}

// Open is what is still to be paid in a year.
func (i Item) Open(year int) int64 { return i.Due[year] - i.Moved[year] }

// MostCalendarYears is how many years a calendar can have.
const MostCalendarYears = 100

// NewCalendar places the legs of a view in years. The view's own Years and Days must be zero. Legs that cannot be placed are
// spread evenly over so many years from the first on, if that is not 0, be it beyond the last; what has been paid of them is taken
// off before.
//
// Errors: years out of order or more than [MostCalendarYears], a spread below 0 or above that, and those of [Build].
// Cost: two networks for each year.
func NewCalendar(l *deals.Ledger, v View, years Years, spread int) (*Calendar, error) {
	if years.First == 0 || years.Last < years.First || years.Last-years.First >= MostCalendarYears {
		return nil, fmt.Errorf("place deals in years: the years %d to %d are out of order or more than %d", years.First, years.Last, MostCalendarYears)
	}
	if spread < 0 || spread > MostCalendarYears {
		return nil, fmt.Errorf("place deals in years: a spread over %d years is not one from 0 to %d", spread, MostCalendarYears)
	}
	if !v.Years.IsZero() || !v.Days.IsZero() {
		return nil, fmt.Errorf("place deals in years: the view has years of its own (%s)", v.when())
	}
	all, err := Build(l, v)
	if err != nil {
		return nil, err
	}
	c := &Calendar{View: all.View, Network: all}
	for y := years.First; y <= years.Last; y++ {
		c.Years = append(c.Years, y)
	}
	if err := c.fill(l, spread); err != nil {
		return nil, err
	}
	return c, nil
}

// fill makes the items.
func (c *Calendar) fill(l *deals.Ledger, spread int) error {
	due, err := c.byYear(l, c.View.Basis)
	if err != nil {
		return err
	}
	moved, err := c.byYear(l, Paid)
	if err != nil {
		return err
	}
	paid := c.View
	paid.Basis = Paid
	ever, err := Build(l, paid)
	if err != nil {
		return err
	}
	total := map[*deals.Leg]int64{}
	for a := range ever.Arcs() {
		total[a.Leg] += a.Amount
	}
	for a := range c.Network.Arcs() {
		switch {
		case a.From == a.To:
		case a.Leg.Kind == deals.Guarantee:
			c.Guarantees = append(c.Guarantees, a)
		case a.Leg.Kind.Family() == deals.Contingent:
		default:
			c.place(a, due[a.Leg], moved[a.Leg], total[a.Leg], spread)
		}
	}
	for a := range c.Network.Arcs() {
		c.repay(a)
	}
	return nil
}

// byYear are the arcs of each leg by year: nil in a year in which it does not count.
func (c *Calendar) byYear(l *deals.Ledger, basis Basis) (map[*deals.Leg][]*Arc, error) {
	out := map[*deals.Leg][]*Arc{}
	for i, y := range c.Years {
		v := c.View
		v.Basis, v.Years = basis, Years{y, y}
		n, err := Build(l, v)
		if err != nil {
			return nil, err
		}
		for a := range n.Arcs() {
			if out[a.Leg] == nil {
				out[a.Leg] = make([]*Arc, len(c.Years))
			}
			out[a.Leg][i] = &a
		}
	}
	return out, nil
}

// place puts a leg into its years.
func (c *Calendar) place(a Arc, due, moved []*Arc, paid int64, spread int) {
	item := c.item(a)
	if lends(a.Leg) && paid == 0 {
		c.lend(a, item)
		return
	}
	some := false
	for i := range c.Years {
		if moved != nil && moved[i] != nil {
			item.Moved[i] = moved[i].Amount
		}
		if a.HasMoved() && paid > 0 { // when, the payments tell, and no term
			item.Due[i] = item.Moved[i]
			some = some || item.Due[i] > 0
			continue
		}
		if due == nil || due[i] == nil {
			item.Moved[i] = 0
			continue
		}
		item.Due[i], item.Unknown[i] = due[i].Amount, !due[i].Known
		item.Assumed = item.Assumed || due[i].Assumed
		item.Moved[i] = min(item.Moved[i], item.Due[i])
		if a.HasMoved() {
			if c.Years[i] > c.View.AsOf.Year { // it has moved by the day of the view
				item.Due[i], item.Moved[i] = 0, 0
				continue
			}
			item.Moved[i] = item.Due[i]
		}
		some = true
	}
	if Untimed(a.Leg) && !a.HasMoved() {
		a.Amount = max(a.Amount-paid, 0) // the rest has no year
		switch {
		case a.Known && a.Amount == 0:
		case spread == 0 || !a.Known:
			c.Unplaced = append(c.Unplaced, a)
		default:
			item.Spread, some = true, true
			for i := range int64(min(spread, len(c.Years))) {
				item.Due[i] += scale(a.Amount, i+1, int64(spread)) - scale(a.Amount, i, int64(spread))
			}
		}
	}
	if some {
		c.Items = append(c.Items, item)
	}
}

// lends reports whether a term of a leg is how long something is owed, and not how long money is paid: so it is of debts,
// unless a schedule says by which years it is paid.
func lends(l *deals.Leg) bool {
	return l.Kind.Info().Leaves == deals.ClaimCredit && l.Schedule.Profile == deals.NoProfile && !l.Term.Start.IsZero()
}

// lend puts a debt into the year in which its term begins, or that of the view if it has begun and nothing has moved.
func (c *Calendar) lend(a Arc, item Item) {
	year := a.Leg.Term.Start.Last().Year
	if !a.HasMoved() {
		year = max(year, c.View.AsOf.Year)
	}
	if a.Status.Ended() || a.Status == deals.Completed {
		return // what was paid of it, and when, nobody says
	}
	at := year - c.Years[0]
	if at < 0 || at >= len(c.Years) {
		return
	}
	item.Due[at], item.Unknown[at] = a.Amount, !a.Known
	if a.HasMoved() {
		item.Moved[at] = a.Amount
	}
	c.Items = append(c.Items, item)
}

func (c *Calendar) item(a Arc) Item {
	n := len(c.Years)
	return Item{Arc: a, From: a.From, To: a.To, Due: make([]int64, n), Moved: make([]int64, n), Unknown: make([]bool, n)}
}

// repay puts a debt into the year in which it is due back.
func (c *Calendar) repay(a Arc) {
	if a.From == a.To || a.Leg.Kind.Info().Leaves != deals.ClaimCredit || a.Status.Ended() {
		return
	}
	at := a.Leg.Term.End.Last().Year - c.Years[0]
	if a.Leg.Term.End.IsZero() || at < 0 || at >= len(c.Years) {
		return
	}
	item := c.item(a)
	item.From, item.To, item.Repays = a.To, a.From, true
	item.Due[at], item.Unknown[at] = a.Amount, !a.Known
	c.Items = append(c.Items, item)
}

// HasMoved reports whether all that the payer gives has been paid, as far as the state of the leg tells: it was completed or
// has ended, or it is funding that runs and has no years of its own.
func (a Arc) HasMoved() bool {
	return a.Status == deals.Completed || a.Status.Ended() ||
		a.Status == deals.Active && a.Leg.Kind.Family() == deals.Funding && a.Leg.Schedule.Profile == deals.NoProfile
}

// Untimed reports whether a leg's money can be placed in no year: it is paid over time, and nobody says over which.
func Untimed(l *deals.Leg) bool {
	return len(l.Schedule.Years) == 0 && (l.Term.Start.IsZero() || l.Term.End.IsZero()) && !l.Kind.Info().OneOff
}
