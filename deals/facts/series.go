package facts

import (
	"cmp"
	"math/big"
	"slices"

	"dealgraph/deals"
)

// Series is what has been read of one metric of one party, or of the world, up to a day.
type Series struct {
	Party  deals.PartyID // "" is the world
	Metric string
	Points []Point // by end of period, then by start
	// Others are facts of the metric that are no readings: expectations, texts, what cannot be placed in time, what ends after the
	// day.
	Others []*deals.Fact
}

// Point is one reading: actual facts of one period and unit. Facts that differ are all kept, those to be believed first before
// the others.
type Point struct {
	Period deals.Period
	Unit   string // a currency or the unit of a quantity
	Facts  []*deals.Fact
}

// SeriesOf gathers the readings of a metric as of a day: actual facts with a number, whose period has an end, which is no later
// than the day. Its cost is one look at every fact.
func SeriesOf(l *deals.Ledger, party deals.PartyID, metric string, asOf deals.Date) Series {
	s := Series{Party: party, Metric: metric}
	for _, f := range l.Facts {
		if f.Party != party || f.Metric != metric {
			continue
		}
		_, _, unit, ok := bounds(f)
		if f.Nature != deals.Actual || !ok || f.Period.Last.IsZero() || !DatedOf(f).Counts(asOf) {
			s.Others = append(s.Others, f)
			continue
		}
		i := slices.IndexFunc(s.Points, func(p Point) bool {
			return p.Unit == unit && p.Period.First == f.Period.First && p.Period.Last == f.Period.Last
		})
		if i < 0 {
			i = len(s.Points)
			s.Points = append(s.Points, Point{Period: f.Period, Unit: unit})
		}
		s.Points[i].Facts = append(s.Points[i].Facts, f)
	}
	for _, p := range s.Points {
		slices.SortStableFunc(p.Facts, func(a, b *deals.Fact) int {
			return cmp.Or(first(a.Source.Tier.Better(b.Source.Tier), b.Source.Tier.Better(a.Source.Tier)), b.Source.Date.Compare(a.Source.Date))
		})
	}
	slices.SortStableFunc(s.Points, func(a, b Point) int {
		return cmp.Or(a.Period.Last.Compare(b.Period.Last), a.Period.First.Compare(b.Period.First))
	})
	return s
}

// Bounds are the least and the most that the facts of a reading say; high is nil if nothing bounds it above.
func (p Point) Bounds() (low, high *big.Rat) {
	open := false
	for i, f := range p.Facts {
		l, h, _, _ := bounds(f)
		if i == 0 || l.Cmp(low) < 0 {
			low = l
		}
		switch {
		case h == nil:
			open = true
		case high == nil || h.Cmp(high) > 0:
			high = h
		}
	}
	if open {
		high = nil
	}
	return low, high
}

// Text is the value as the fact to be believed first has it.
func (p Point) Text() string { return p.Facts[0].Value.Text }

// bounds are those of the number that a fact states, with its unit, and false if it states none.
func bounds(f *deals.Fact) (low, high *big.Rat, unit string, ok bool) {
	switch v := f.Value; {
	case v.Money != nil && v.Money.Disclosed():
		low = big.NewRat(v.Money.Low, 100)
		if v.Money.HighKnown || v.Money.Form == deals.Exact {
			high = big.NewRat(v.Money.High, 100)
		}
		return low, high, string(v.Money.Currency), true
	case v.Quantity != nil:
		x := new(big.Rat)
		if _, ok := x.SetString(v.Quantity.Number.String()); !ok {
			return nil, nil, "", false
		}
		return x, x, v.Quantity.Unit, true
	}
	return nil, nil, "", false
}

// comparable reports whether two readings are of periods of one length, in one unit. A day is as good as a month: both say how
// high something stands.
func (p Point) comparable(q Point) bool {
	n := length(p.Period)
	return n > 0 && n == length(q.Period) && p.Unit == q.Unit
}
