package facts

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dealgraph/deals"
)

// Claim is what one fact says about the burn of a company.
type Claim struct {
	Fact      *deals.Fact
	Measure   Measure
	MeasureBy string // what tells the measure: "metric", "note", "id" or ""
	Bound     Bound
	Dated     Dated
	// Whole says that the fact is about the way to profit, or about more than a year of it; otherwise about a single period.
	Whole bool
	// Low and High are what was burnt, in minor units of Currency; equal unless the fact states a range. A negative free cash flow
	// is a positive burn. Both are zero if Known is false: the amount is not disclosed.
	Low, High int64
	Currency  deals.Currency
	Known     bool
}

// Range is what the claims of one company with one window, one kind of measure and one currency come to. Claims that only bound
// the amount are not between Low and High.
type Range struct {
	Window   deals.Period // that of its claims which says most
	Assumed  bool         // a claim without a start of its window is taken to have the start of the others
	Measures []Measure
	Natures  []deals.Nature
	Claims   int
	Points   int // claims that state an amount, or a range; Low and High are zero if there are none
	Low      int64
	High     int64
	Floor    *int64 // the highest of the claims that say "more than" or "at least"; nil if none does
	Ceiling  *int64 // the lowest of the claims that say "less than" or "up to"
	Above    Bound  // the word of Floor
	Below    Bound  // the word of Ceiling
	Currency deals.Currency
}

// BurnRow is what a ledger says about the burn of one company.
type BurnRow struct {
	Name  string       // as the ledger or a note has it
	Party *deals.Party // nil: only a note names it
	// Whole are the claims about the way to profit; the first is the one in use, unless its amount is not disclosed. Single are
	// those about single periods, latest first.
	Whole  []Claim
	Single []Claim
	Ranges []Range // of Whole, the first with the claim in use
	// Others are its facts about cash flow or burn that are no claims of burn, such as a positive cash flow.
	Others []*deals.Fact
	// Named are amounts in the notes of Whole that no claim states.
	Named []string
	// Later counts claims that do not count yet on the day asked about.
	Later int
}

// InUse is the claim to be believed first, and false if there is none with an amount.
func (r BurnRow) InUse() (Claim, bool) {
	if len(r.Whole) == 0 || !r.Whole[0].Known {
		return Claim{}, false
	}
	return r.Whole[0], true
}

// Burn is what a ledger says about the burn of companies.
type Burn struct {
	Rows []BurnRow // those with a claim in use by its size, largest first, then the others by name
	// Nameless are facts about burn of no party, whose note does not begin with the name of one.
	Nameless []*deals.Fact
	// Unclear are facts about burn that cannot be read as burnt: text, or a loss with a minus, which may mean a gain.
	Unclear []*deals.Fact
}

// nameFirst is a name with which a note begins.
var nameFirst = regexp.MustCompile(`^([\p{L}\p{N}][^:;.,()"]{0,39}):\s`)

// companyOf is who a fact is about: its party, or the name with which the note of a fact without a party begins. The rest is the
// note without that name.
func companyOf(l *deals.Ledger, f *deals.Fact) (name string, p *deals.Party, rest string) {
	if f.Party != "" {
		return string(f.Party), l.PartyByID(f.Party), f.Note
	}
	m := nameFirst.FindStringSubmatch(f.Note)
	if m == nil {
		return "", nil, f.Note
	}
	rest = f.Note[len(m[0]):]
	if p, err := l.Party(m[1]); err == nil {
		return string(p.ID), p, rest
	}
	return strings.TrimSpace(m[1]), nil, rest
}

// BurnOf gathers what the ledger says about burn, for every company of which it says anything, as of a day.
func BurnOf(l *deals.Ledger, asOf deals.Date) Burn {
	var out Burn
	at := map[string]int{}
	row := func(name string, p *deals.Party) *BurnRow {
		key := strings.ToLower(name)
		if _, ok := at[key]; !ok {
			at[key] = len(out.Rows)
			out.Rows = append(out.Rows, BurnRow{Name: name, Party: p})
		}
		return &out.Rows[at[key]]
	}
	for _, f := range l.Facts {
		_, burn := burnMetrics[f.Metric]
		near := strings.Contains(f.Metric, "burn") || strings.Contains(f.Metric, "cash_flow")
		if !burn && !near {
			continue
		}
		name, p, note := companyOf(l, f)
		c, gain, ok := claimOf(f, note)
		switch {
		case name == "" && burn:
			out.Nameless = append(out.Nameless, f)
		case name == "":
		case !burn || gain:
			if DatedOf(f).Counts(asOf) {
				r := row(name, p)
				r.Others = append(r.Others, f)
			}
		case !ok:
			out.Unclear = append(out.Unclear, f)
		case !c.Dated.Counts(asOf):
			row(name, p).Later++
		case c.Whole:
			r := row(name, p)
			r.Whole = append(r.Whole, c)
		default:
			r := row(name, p)
			r.Single = append(r.Single, c)
		}
	}
	for i := range out.Rows {
		out.Rows[i].finish()
	}
	slices.SortStableFunc(out.Rows, largestFirst)
	return out
}

// claimOf reads a fact about burn. Gain says that it is about money that came in; not ok, that it cannot be read.
func claimOf(f *deals.Fact, note string) (c Claim, gain, ok bool) {
	a := f.Value.Money
	if a == nil {
		return c, false, false
	}
	c = Claim{Fact: f, Dated: DatedOf(f), Bound: boundOf(note), Whole: whole(f), Currency: a.Currency}
	c.Measure, c.MeasureBy = MeasureOf(f)
	flow := strings.HasSuffix(f.Metric, "free_cash_flow")
	if !a.Disclosed() {
		return c, flow, true // of a flow not even the sign is known
	}
	c.Known, c.Low, c.High = true, a.Low, a.High
	switch {
	case flow && a.Form == deals.Exact && a.Low < 0:
		c.Low, c.High = -a.Low, -a.Low
	case flow:
		return c, true, true
	case a.Low < 0:
		return c, false, false
	case a.Form == deals.AtLeast:
		c.High = a.Low
		c.Bound = AtLeast
	case a.Form == deals.UpTo:
		c.Low = a.High
		c.Bound = UpTo
	}
	if a.Estimate && c.Bound == NoBound {
		c.Bound = About
	}
	return c, false, true
}

// whole reports whether a fact is about the way to profit: it says so, or its period is open at one end or longer than a year.
func whole(f *deals.Fact) bool {
	if f.Metric == "burn_before_profit" || strings.HasPrefix(f.Metric, "cumulative_") {
		return true
	}
	n := length(f.Period)
	return n == 0 && !f.Period.IsZero() || n > 12
}

// finish orders the claims and computes the ranges.
func (r *BurnRow) finish() {
	slices.SortStableFunc(r.Whole, believed)
	slices.SortStableFunc(r.Single, func(a, b Claim) int {
		return cmp.Or(b.Fact.Period.Last.Compare(a.Fact.Period.Last), b.Fact.Period.First.Compare(a.Fact.Period.First), believed(a, b))
	})
	r.Ranges = ranges(r.Whole)
	r.Named = r.named()
}

// believed orders claims: those with an amount first, then by tier, by date with the newest first, what happened before what is
// expected, then those that say more about measure and window.
func believed(a, b Claim) int {
	return cmp.Or(
		first(a.Known, b.Known),
		first(a.Fact.Source.Tier.Better(b.Fact.Source.Tier), b.Fact.Source.Tier.Better(a.Fact.Source.Tier)),
		newest(a, b),
		first(a.Fact.Nature == deals.Actual, b.Fact.Nature == deals.Actual),
		first(a.Measure != NotStated, b.Measure != NotStated),
		first(length(a.Fact.Period) > 0, length(b.Fact.Period) > 0),
	)
}

// newest compares expectations by date; what happened is no older for having ended long ago.
func newest(a, b Claim) int {
	if a.Fact.Nature == deals.Actual || b.Fact.Nature == deals.Actual {
		return 0
	}
	return b.Dated.Day.Compare(a.Dated.Day)
}

func first(a, b bool) int {
	switch {
	case a && !b:
		return -1
	case b && !a:
		return 1
	}
	return 0
}

func largestFirst(a, b BurnRow) int {
	x, okX := a.InUse()
	y, okY := b.InUse()
	return cmp.Or(first(okX, okY), cmp.Compare(y.High, x.High), cmp.Compare(a.Name, b.Name))
}

// amountInNote is money in a note, of which the unit is stated: $150B, $20 billion.
var amountInNote = regexp.MustCompile(`(?:US)?[$€£¥]\d[\d.,]*\s?(?:[kmbMBT]|bn|mn|tn|million|billion|trillion)\b`)

// named lists amounts in notes that no claim states.
func (r *BurnRow) named() []string {
	var out []string
	stated := map[int64]bool{}
	for _, c := range slices.Concat(r.Whole, r.Single) {
		stated[c.Low], stated[c.High] = true, true
	}
	for _, c := range r.Whole {
		for _, text := range amountInNote.FindAllString(c.Fact.Note, -1) {
			a, err := deals.ParseAmount(text)
			if err == nil && !stated[a.Likely] {
				stated[a.Likely] = true
				out = append(out, text)
			}
		}
	}
	return out
}
