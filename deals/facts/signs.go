package facts

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"dealgraph/deals"
)

// State is whether a sign is there.
type State string

// The states of a sign.
const (
	Yes           State = "yes"
	No            State = "no"
	NotEnoughData State = "not enough data"
)

// Sign is what a rule finds.
type Sign struct {
	Rule  Rule
	State State
	// Readings has one entry for each metric of the rule, in its order. Decided is the index of the one that decides, -1 for none.
	Readings []Reading
	Decided  int
	// Warned are the facts that tell of the warning in words.
	Warned []*deals.Fact
}

// Reading is what one metric says about a sign.
type Reading struct {
	Metric Metric
	State  State
	Why    string // why there is not enough data
	Latest *Point // the reading that is compared, and what it is compared with; nil if there are none
	Before *Point
	// Missing are the periods of which a fact is wanted to know the state; none if it is known.
	Missing []string
	// Others are facts of the metric that do not count as readings.
	Others []*deals.Fact
}

// Split reports whether metrics of the sign say different things: one yes, another no.
func (s Sign) Split() bool {
	yes, no := false, false
	for _, r := range s.Readings {
		yes, no = yes || r.State == Yes, no || r.State == No
	}
	return yes && no
}

// Signs evaluates the rules as of a day, which must not be zero. No fact that ends after the day counts.
func Signs(l *deals.Ledger, rules []Rule, asOf deals.Date) []Sign {
	asOf = asOf.Last()
	var out []Sign
	for _, rule := range rules {
		s := Sign{Rule: rule, State: NotEnoughData, Decided: -1}
		for _, m := range rule.Metrics {
			r := rule.read(m, SeriesOf(l, "", m.Name, asOf), asOf)
			if s.Decided < 0 && r.State != NotEnoughData {
				s.Decided, s.State = len(s.Readings), r.State
			}
			s.Readings = append(s.Readings, r)
		}
		for _, f := range l.FactsOf("", WarningMetric) {
			if strings.Contains(strings.ToLower(f.Value.Text), rule.Warned) && DatedOf(f).Counts(asOf) {
				s.Warned = append(s.Warned, f)
			}
		}
		out = append(out, s)
	}
	return out
}

// read evaluates one metric: of the readings that are fresh enough, the latest that has one to be compared with.
func (rule Rule) read(m Metric, s Series, asOf deals.Date) Reading {
	r := Reading{Metric: m, State: NotEnoughData, Others: s.Others}
	fresh := 0
	for i := len(s.Points) - 1; i >= 0; i-- {
		latest := s.Points[i]
		if monthsBetween(latest.Period.Last, asOf) > rule.Fresh {
			break
		}
		fresh++
		earlier := rule.earlier(s.Points[:i], latest)
		if len(earlier) == 0 {
			continue
		}
		r.Latest, r.Before = &latest, &earlier[0]
		if r.State = rule.compare(latest, earlier); r.State == NotEnoughData {
			r.Why = "the facts differ so far, or bound the values so loosely, that it can be either"
		}
		return r
	}
	r.Missing = rule.missing(m, s, asOf)
	switch {
	case len(s.Points) == 0:
		r.Why = "no actual fact up to then"
	case fresh == 0:
		r.Why = fmt.Sprintf("the last actual fact, of %s, ends more than %d months before", s.Points[len(s.Points)-1].Period, rule.Fresh)
	default:
		r.Why = fmt.Sprintf("no earlier actual fact to compare that of %s with", s.Points[len(s.Points)-1].Period)
		if len(r.Missing) == 0 {
			r.Why += " in one unit and of a period as long"
		}
	}
	return r
}

// earlier finds what a reading can be compared with, first what it is compared with if all values are certain.
func (rule Rule) earlier(points []Point, latest Point) []Point {
	var out []Point
	for _, p := range points {
		age := monthsBetween(p.Period.Last, latest.Period.Last)
		if p.comparable(latest) && p.Period.Last.Before(latest.Period.Last) && age <= rule.Months && (rule.Against != YearAgo || age >= 11) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(p, q Point) int {
		low, _ := p.Bounds()
		least, _ := q.Bounds()
		latestFirst := q.Period.Last.Compare(p.Period.Last)
		switch rule.Against {
		case Highest:
			return cmp.Or(least.Cmp(low), latestFirst)
		case Lowest:
			return cmp.Or(low.Cmp(least), latestFirst)
		}
		off := func(x Point) int {
			n := monthsBetween(x.Period.Last, latest.Period.Last) - 12
			return max(n, -n)
		}
		return cmp.Or(cmp.Compare(off(p), off(q)), latestFirst)
	})
	if rule.Against == YearAgo && len(out) > 1 {
		return out[:1]
	}
	return out
}

// compare says whether the latest reading differs from the highest or lowest of earlier ones as the rule wants: for certain,
// whichever of the facts are right, or for certain not; otherwise there is not enough data.
func (rule Rule) compare(latest Point, earlier []Point) State {
	low, high := latest.Bounds()
	if rule.Below { // turned round, below is above
		low, high = negative(high), negative(low)
	}
	state := No
	for _, p := range earlier { // it is above the lowest of them if it is above one of them
		least, most := p.Bounds()
		if rule.Below {
			least, most = negative(most), negative(least)
		}
		switch {
		case low != nil && most != nil && rule.above(low, most):
			return Yes
		case high == nil || least == nil || rule.above(high, least):
			state = NotEnoughData
		}
	}
	return state
}

// above reports whether x is above y by enough.
func (rule Rule) above(x, y *big.Rat) bool {
	more := new(big.Rat).Sub(x, y)
	enough := new(big.Rat).Mul(new(big.Rat).Abs(y), big.NewRat(rule.ByPercent, 100))
	return more.Sign() > 0 && more.Cmp(enough) >= 0
}

func negative(x *big.Rat) *big.Rat {
	if x == nil {
		return nil
	}
	return new(big.Rat).Neg(x)
}

// missing names the periods of which facts would decide: the last year or month that has ended by the day, and that a year
// before; those of which there is a reading are left out.
func (rule Rule) missing(m Metric, s Series, asOf deals.Date) []string {
	var want []string
	if m.Monthly {
		last := deals.Date{Year: asOf.Year, Month: asOf.Month}
		if asOf != last.Last() {
			last = last.AddDays(-1)
		}
		for _, year := range []int{last.Year - 1, last.Year} {
			want = append(want, deals.Date{Year: year, Month: last.Month}.String())
		}
	} else {
		last := asOf.Year - 1
		if asOf.Month == 12 && asOf.Day == 31 {
			last = asOf.Year
		}
		want = []string{deals.Date{Year: last - 1}.String(), deals.Date{Year: last}.String()}
	}
	var out []string
	for _, text := range want {
		has := false
		for _, p := range s.Points {
			wanted := deals.ParsePeriod(text)
			has = has || length(p.Period) == length(wanted) && monthsBetween(p.Period.Last, wanted.Last) == 0
		}
		if !has {
			out = append(out, text)
		}
	}
	return out
}
