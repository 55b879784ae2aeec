package outlook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph/cashflow"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// assumedNature is that of a figure that no fact states.
const assumedNature = "assumed"

// Revenue is what a party earns outside the network.
type Revenue struct {
	Years   []Ends     `json:"years"`
	Outlook string     `json:"outlook"`
	Growth  [3]float64 `json:"growth"` // multiples per year: low, likely, high
	Own     bool       `json:"growth_of_this_party"`
	Margin  [3]float64 `json:"margin"`
	From    string     `json:"margin_from"`
	Marks   []Mark     `json:"from"` // the facts it rests on
	Derived bool       `json:"less_deals,omitempty"`
	AtMost  bool       `json:"at_most,omitempty"`
	Beside  []string   `json:"beside,omitempty"`              // what facts tell of other debts and costs, which are in no sum
	Hangs   []DealPart `json:"conditional_funding,omitempty"` // funding promised under conditions that are not met
}

// Mark is a figure on which revenue rests.
type Mark struct {
	Period string      `json:"period"`
	Pace   *view.Money `json:"per_year"`
	Nature string      `json:"nature"` // actual, guided, forecast, assumed
	Source view.Source `json:"source"`
}

// Stock is cash on record.
type Stock struct {
	Amount *view.Money  `json:"amount"` // null: no fact tells
	Period string       `json:"period,omitempty"`
	Assume bool         `json:"assumed,omitempty"`
	Source *view.Source `json:"source,omitempty"`
}

// sumOf is an amount in minor units; nil for one that is larger than any that can be told.
func sumOf(x float64, c deals.Currency) *view.Money {
	if !(math.Abs(x) < 1e18) {
		return nil
	}
	return view.MoneyOf(cents(x), c)
}

// cents rounds to minor units.
func cents(x float64) int64 { return int64(math.Round(x)) }

func stockOf(c cashflow.Cash, currency deals.Currency) Stock {
	s := Stock{Assume: c.Assume}
	if c.Known {
		s.Amount = view.MoneyOf(c.Minor, currency)
	}
	if c.Fact != nil {
		src := view.SourceOf(c.Fact.Source)
		s.Period, s.Source = c.Fact.Period.Text, &src
	}
	return s
}

func revenueOf(a *cashflow.Account) Revenue {
	b := a.Books
	r := Revenue{
		Outlook: string(a.Plan.Options.Outlook), Growth: three(b.Growth), Own: b.OwnRate, Margin: three(b.Margin), Derived: b.Derived, AtMost: b.AtMost, Marks: []Mark{}, Beside: besides(a), Hangs: conditional(a),
	}
	switch {
	case b.OwnShare.Assumed:
		r.From = "assumed for it"
	case b.OwnShare.Fact != nil:
		r.From = "its " + strings.ReplaceAll(b.OwnShare.Fact.Metric, "_", " ") + " of " + b.OwnShare.Fact.Period.Text + " over its revenue"
	default:
		r.From = "assumed for all"
	}
	if !b.Revenue.Known() {
		return r
	}
	for _, m := range b.Revenue.Marks {
		mark := Mark{Pace: view.MoneyOf(cents(m.Speed), a.Plan.View.Currency), Nature: string(m.Nature), Period: strconv.Itoa(int(m.At))}
		if m.Fact == nil {
			mark.Nature = assumedNature
		} else {
			mark.Period, mark.Source = m.Fact.Period.Text, view.SourceOf(m.Fact.Source)
		}
		r.Marks = append(r.Marks, mark)
	}
	return r
}

func three(r assumptions.Range) [3]float64 { return [3]float64{r.Low, r.Likely, r.High} }

// notes say on what revenue rests.
func (r Revenue) notes(name string) []string {
	if len(r.Marks) == 0 {
		return []string{"no actual figure tells what " + name + " earns outside the network: its means are not known, and no gap is told"}
	}
	first := r.Marks[0]
	said := fmt.Sprintf("revenue from outside: %s a year in %s (%s)", first.Pace.Text, first.Period, first.Nature)
	for _, m := range r.Marks[1:] {
		said += fmt.Sprintf(", %s in %s (%s)", m.Pace.Text, m.Period, m.Nature)
	}
	whose := "the rate assumed for all"
	if r.Own {
		whose = "assumed for it"
	}
	said += fmt.Sprintf("; from there %s a year (%s)", multiples(r.Growth), whose)
	out := []string{said, fmt.Sprintf("of it %s is left for deals (%s)", shares(r.Margin), r.From)}
	if r.Derived {
		note := "revenue from outside is all revenue less what customers in the ledger are due to pay in the year under signed deals"
		if r.AtMost {
			note += "; some of that is undisclosed, so it may be less"
		}
		out = append(out, note)
	}
	if len(r.Hangs) > 0 {
		out = append(out, "funding promised to "+name+" hangs on conditions that are not met: "+dealList(r.Hangs))
	}
	return append(out, besideNote(name, r.Beside))
}

// conditional is funding that is still to come in the years of a plan, under conditions that are not met by the day of its view.
func conditional(a *cashflow.Account) []DealPart {
	var out []DealPart
	for _, l := range a.Lines {
		if l.Out || !l.Funding() {
			continue
		}
		var open, unmet int64
		for y := range a.Plan.Years {
			open += l.Open(y)
		}
		for _, t := range l.Arc.Leg.Tranches {
			if t.Condition != "" && (t.Met.IsZero() || t.Met.Last().After(a.Plan.View.AsOf)) {
				unmet += max(t.Amount.Ceiling(), t.Amount.Likely)
			}
		}
		if part := min(open, unmet); part > 0 { // tranches are in the currency of the deal: where that is another, it is at most what is open
			out = append(out, DealPart{l.Arc.Leg.Ref().String(), view.MoneyOf(part, a.Plan.View.Currency)})
		}
	}
	return out
}

// multiples spells a range of growth: "1.1x to 1.6x, likely 1.3x".
func multiples(r [3]float64) string {
	of := func(x float64) string { return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64) + "x" }
	return rangeWords(r, of)
}

func shares(r [3]float64) string { return rangeWords(r, table.Percent) }

func rangeWords(r [3]float64, of func(float64) string) string {
	if r[0] == r[2] {
		return of(r[1])
	}
	return of(r[0]) + " to " + of(r[2]) + ", likely " + of(r[1])
}
