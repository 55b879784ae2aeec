package cashflow

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
)

// Outlook says by which facts revenue ahead of the last actual figure is told.
type Outlook string

// The outlooks. Whichever is chosen, revenue that assumptions state for a year goes before facts.
const (
	Growth   Outlook = "growth"   // the last actual figure, at an assumed rate of growth
	Guided   Outlook = "guided"   // through what the party itself said of later years
	Forecast Outlook = "forecast" // through what others said of later years
)

// Outlooks lists them.
func Outlooks() []Outlook { return []Outlook{Growth, Guided, Forecast} }

// Meaning says in one line what an outlook goes by.
func (o Outlook) Meaning() string {
	switch o {
	case Growth:
		return "the last actual figure, growing at the assumed rate"
	case Guided:
		return "through the figures that the party named for later years"
	case Forecast:
		return "through the figures that others forecast for later years"
	}
	return ""
}

// Books are what facts and assumptions tell of a party's means. Amounts are minor units of the view's currency.
type Books struct {
	Cash     Cash
	Revenue  *Path             // from outside the network; nil: no actual figure tells
	Derived  bool              // revenue is total revenue less what deals of the ledger account for
	AtMost   bool              // and some of these deals are undisclosed: it may be less
	Growth   assumptions.Range // multiples per year
	OwnRate  bool              // the growth was stated for this party
	Margin   assumptions.Range // share of revenue from outside that is left to pay for deals
	OwnShare MarginFrom
}

// Cash is what a party has at hand.
type Cash struct {
	Minor  int64
	Known  bool
	Assume bool        // an assumption states it
	Fact   *deals.Fact // the fact that does, if one does
}

// MarginFrom says where a margin comes from.
type MarginFrom struct {
	Assumed bool        // stated for this party
	Fact    *deals.Fact // this income over the revenue of its period; nil: the margin assumed for all
}

// Forward are the facts about times to come on which the revenue of a party rests.
func (b Books) Forward() []*deals.Fact {
	var out []*deals.Fact
	if b.Revenue.Known() {
		for _, m := range b.Revenue.Marks {
			if m.Fact != nil && m.Nature != deals.Actual {
				out = append(out, m.Fact)
			}
		}
	}
	return out
}

// reader reads the books of a ledger.
type reader struct {
	l       *deals.Ledger
	view    graph.View
	set     *assumptions.Set
	outlook Outlook
	years   []int
	spread  int
	all     *graph.Network                    // of all years, on the signed basis
	inflow  map[int]map[graph.Node]contracted // by year
}

// contracted is what customers in the network are due to pay a party in a year.
type contracted struct {
	minor   int64
	unknown bool
}

// read reads the books of a party.
func (r *reader) read(v graph.Node, p *deals.Party) (Books, error) {
	var b Books
	var err error
	if b.Cash, err = r.cash(p); err != nil {
		return b, err
	}
	b.Growth, b.OwnRate = r.set.Growth(p.ID)
	b.Margin, b.OwnShare = r.margin(p)
	if p.Outside() {
		return b, nil
	}
	marks, derived, err := r.marks(v, p, &b)
	if err != nil {
		return b, err
	}
	if err := r.bounded(p, marks, b.Growth); err != nil {
		return b, err
	}
	if len(marks) > 0 {
		b.Revenue, b.Derived = &Path{Marks: marks, Growth: b.Growth.Likely}, derived
	}
	return b, nil
}

// cash is the latest actual figure, unless an assumption states one.
func (r *reader) cash(p *deals.Party) (Cash, error) {
	if a, ok := r.set.Means(p.ID); ok {
		x, err := r.converted("means."+string(p.ID), a)
		return Cash{Minor: x.likely, Known: true, Assume: true}, err
	}
	for _, f := range r.l.FactsOf(p.ID, "cash") {
		if minor, ok := r.amount(f, deals.Actual); ok {
			return Cash{Minor: max(minor.likely, 0), Known: true, Fact: f}, nil
		}
	}
	return Cash{}, nil
}

// converted is an assumed amount in the currency of the view, at the rate of its day. The error is that of a ledger without one.
func (r *reader) converted(key string, a deals.Amount) (span, error) {
	var out span
	for _, x := range []struct {
		from int64
		to   *int64
	}{{a.Low, &out.low}, {a.Likely, &out.likely}, {max(a.Ceiling(), a.Likely), &out.high}} {
		var ok bool
		if *x.to, ok = graph.Convert(r.l, x.from, a.Currency, r.view.Currency, r.view.AsOf); !ok {
			return span{}, fmt.Errorf("%s is assumed to be %s, and the ledger has no rate from %s to %s: state it in %s", key, a, a.Currency, r.view.Currency, r.view.Currency)
		}
	}
	return out, nil
}

// largest is the most that revenue of a year may come to: the largest amount that a ledger can state, 1000T, in minor units.
const largest = 1e17

// bounded refuses revenue that grows beyond what can be told.
func (r *reader) bounded(p *deals.Party, marks []Mark, growth assumptions.Range) error {
	if len(marks) == 0 {
		return nil
	}
	path := Path{Marks: marks, Growth: growth.High}
	for _, y := range r.years {
		if path.In(y, 0) > largest {
			return fmt.Errorf("at a growth of %gx a year the revenue of %s in %d is more than 1000T, the largest amount there is: ask for fewer years, or assume less", growth.High, p.Label(), y)
		}
	}
	return nil
}

// margin is the share of revenue that is left for deals: what is assumed for this party, else its operating margin, or net margin,
// if it makes money, else what is assumed for all. A margin of the past counts deals among the costs that it pays already, so it
// errs on the low side; that of a party that loses money says nothing of what it could pay for deals.
func (r *reader) margin(p *deals.Party) (assumptions.Range, MarginFrom) {
	share, own := r.set.Margin(p.ID)
	if own {
		return share, MarginFrom{Assumed: true}
	}
	for _, metric := range []string{"operating_income", "net_income"} {
		if x, income := r.earned(p, metric); income != nil {
			return assumptions.Range{Low: x, Likely: x, High: x}, MarginFrom{Fact: income}
		}
	}
	return share, MarginFrom{}
}

// earned is the latest income of a metric over the revenue of the same period; nil if there is none above zero.
func (r *reader) earned(p *deals.Party, metric string) (share float64, income *deals.Fact) {
	for _, income := range r.l.FactsOf(p.ID, metric) {
		earned, ok := r.amount(income, deals.Actual)
		if !ok {
			continue
		}
		for _, f := range r.l.FactsOf(p.ID, "revenue") {
			revenue, ok := r.amount(f, deals.Actual)
			if ok && f.Period.First == income.Period.First && f.Period.Last == income.Period.Last && earned.likely > 0 && revenue.likely > earned.likely {
				return float64(earned.likely) / float64(revenue.likely), income
			}
		}
		return 0, nil // the latest says it, or none does
	}
	return 0, nil
}

// span is an amount of a fact.
type span struct{ low, likely, high int64 }

// amount is what a fact of some nature states in the currency of the view, if it counts on its day: an actual one from the end
// of its period on, another from the day of its source on, or at all times if that is not stated.
func (r *reader) amount(f *deals.Fact, nature deals.Nature) (span, bool) {
	last := f.Period.Last
	if f.Nature != nature || last.IsZero() {
		return span{}, false
	}
	if nature == deals.Actual && last.After(r.view.AsOf) {
		return span{}, false
	}
	if told := f.Source.Date; nature != deals.Actual && !told.IsZero() && told.Last().After(r.view.AsOf) {
		return span{}, false
	}
	a, ok := moneyOf(f)
	if !ok {
		return span{}, false
	}
	var out span
	for _, x := range []struct {
		from int64
		to   *int64
	}{{a.Low, &out.low}, {a.Likely, &out.likely}, {max(a.Ceiling(), a.Likely), &out.high}} {
		if *x.to, ok = graph.Convert(r.l, x.from, a.Currency, r.view.Currency, last); !ok {
			return span{}, false
		}
	}
	return out, true
}

// moneyOf is the money of a fact, a yearly pace ($25B/year) included.
func moneyOf(f *deals.Fact) (deals.Amount, bool) {
	if m := f.Value.Money; m != nil {
		return *m, m.Disclosed()
	}
	return f.Value.PerYear()
}

// marks are the points of a party's revenue from outside. Those of outside_revenue go before those of revenue, from which
// customers in the network are taken off.
func (r *reader) marks(v graph.Node, p *deals.Party, b *Books) (marks []Mark, derived bool, err error) {
	for _, metrics := range [][]string{{"outside_revenue"}, {"revenue", "revenue_run_rate"}} {
		base, ok := r.last(p, metrics)
		if !ok {
			continue
		}
		marks = append([]Mark{base}, r.ahead(p, metrics, base.At)...)
		derived = metrics[0] == "revenue"
		break
	}
	if derived {
		for i := range marks {
			if err := r.less(v, &marks[i], b); err != nil {
				return nil, false, err
			}
		}
	}
	marks, err = r.assumed(p, marks)
	return marks, derived, err
}

// last is the last actual figure, by the end of its period, and of several with one end that of the shortest. A quarter counts at its
// pace, less than that only if it is a pace already.
func (r *reader) last(p *deals.Party, metrics []string) (Mark, bool) {
	var best Mark
	found := false
	var end deals.Date
	for _, metric := range metrics {
		for _, f := range r.l.FactsOf(p.ID, metric) {
			m, ok := r.mark(f, deals.Actual)
			if ok && (!found || f.Period.Last.After(end) || f.Period.Last == end && m.At > best.At) {
				best, end, found = m, f.Period.Last, true
			}
		}
	}
	return best, found
}

// mark reads a fact as a point of a path.
func (r *reader) mark(f *deals.Fact, nature deals.Nature) (Mark, bool) {
	x, ok := r.amount(f, nature)
	if !ok || f.Period.First.IsZero() {
		return Mark{}, false
	}
	first, last := yearsOf(f.Period.First), yearsOf(f.Period.Last.AddDays(1))
	length := last - first
	pace := 1.0
	switch {
	case f.Value.Money == nil || f.Metric == "revenue_run_rate": // it is a speed
	case length > 0.9 && length < 1.1:
	case length > 0.2 && length <= 0.9:
		pace = 1 / (math.Round(length*12) / 12)
	default:
		return Mark{}, false
	}
	return Mark{At: (first + last) / 2, Low: pace * float64(x.low), Speed: pace * float64(x.likely), High: pace * float64(x.high), Nature: nature, Fact: f}, true
}

// yearsOf is the start of a day in years.
func yearsOf(d deals.Date) float64 {
	start := deals.Date{Year: d.Year, Month: 1, Day: 1}
	return float64(d.Year) + float64(start.DaysUntil(d))/float64(start.DaysUntil(deals.Date{Year: d.Year + 1, Month: 1, Day: 1}))
}

// ahead are the marks after a time that the outlook goes by, one for each time: of several facts of one time the one of the
// best tier, of equal tier the first in the ledger.
func (r *reader) ahead(p *deals.Party, metrics []string, after float64) []Mark {
	nature, ok := map[Outlook]deals.Nature{Guided: deals.Guided, Forecast: deals.Forecast}[r.outlook]
	if !ok {
		return nil
	}
	var out []Mark
	for _, metric := range metrics {
		for _, f := range r.l.FactsOf(p.ID, metric) {
			if m, ok := r.mark(f, nature); ok && m.At > after {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.At, b.At), better(a.Fact.Source.Tier, b.Fact.Source.Tier))
	})
	return slices.CompactFunc(out, func(a, b Mark) bool { return a.At == b.At })
}

func better(a, b deals.Tier) int {
	switch {
	case a.Better(b):
		return -1
	case b.Better(a):
		return 1
	}
	return 0
}

// less takes off what customers in the network are due to pay in the year of a mark, on the signed basis.
func (r *reader) less(v graph.Node, m *Mark, b *Books) error {
	year := int(m.At)
	if r.inflow[year] == nil {
		view := r.view
		view.Basis, view.Years = graph.Signed, graph.Years{First: year, Last: year}
		n, err := graph.Build(r.l, view)
		if err != nil {
			return err
		}
		sums := map[graph.Node]contracted{}
		for a := range n.Arcs() {
			if a.Leg.Kind.Family() == deals.Spending && !n.Party(a.From).Outside() && a.From != a.To {
				c := sums[a.To]
				c.minor, c.unknown = c.minor+a.Amount, c.unknown || !a.Known
				sums[a.To] = c
			}
		}
		r.inflow[year] = sums
	}
	c := r.inflow[year][v]
	pace, open := r.undated(v, m)
	c.minor, c.unknown = c.minor+pace, c.unknown || open
	b.AtMost = b.AtMost || c.unknown
	for _, x := range []*float64{&m.Low, &m.Speed, &m.High} {
		*x = math.Max(0, *x-float64(c.minor))
	}
	return nil
}

// undated is what customers in the network pay a party in a year under deals without a term that were signed when a mark was made, at the
// pace at which the plan spreads them; open reports whether there are any whose pace nobody knows.
func (r *reader) undated(v graph.Node, m *Mark) (pace int64, open bool) {
	if m.Fact == nil {
		return 0, false
	}
	for a := range r.all.In(v) {
		then := a.Leg.History().At(m.Fact.Period.Last, r.l.LastDate()).Status
		if a.Leg.Kind.Family() != deals.Spending || r.all.Party(a.From).Outside() || !graph.Untimed(a.Leg) || !then.Binding() || a.HasMoved() {
			continue
		}
		if r.spread == 0 || !a.Known {
			open = true
			continue
		}
		pace += a.Amount / int64(r.spread)
	}
	return pace, open
}

// assumed puts what assumptions state of a year in the place of facts.
func (r *reader) assumed(p *deals.Party, marks []Mark) ([]Mark, error) {
	for _, y := range r.years {
		a, ok := r.set.Revenue(p.ID, y)
		if !ok {
			continue
		}
		x, err := r.converted(fmt.Sprintf("revenue.%s.%d", p.ID, y), a)
		if err != nil {
			return nil, err
		}
		m := Mark{At: float64(y) + 0.5, Low: float64(x.low), Speed: float64(x.likely), High: float64(x.high), Nature: deals.Forecast}
		marks = slices.DeleteFunc(marks, func(o Mark) bool { return int(o.At) == y && o.At >= float64(r.years[0]) })
		marks = append(marks, m)
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(a.At, b.At) })
	return slices.CompactFunc(marks, func(a, b Mark) bool { return a.At == b.At }), nil
}
