package outlook

import (
	"fmt"
	"math"
	"strconv"

	"dealgraph/graph/cashflow"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Slip is what it does to a party when money comes later.
type Slip struct {
	Party    view.Party `json:"party"`
	Basis    string     `json:"basis"`
	AsOf     string     `json:"as_of"`
	Currency string     `json:"currency"`
	What     string     `json:"what"` // revenue, delivery
	Years    []int      `json:"years"`
	From     float64    `json:"months_from"`
	To       float64    `json:"months_to"`
	Known    bool       `json:"revenue_known"` // else nothing of this can be told
	Rows     []SlipRow  `json:"rows"`
	Low      BreakEven  `json:"break_even_low"` // at the low, likely and high ends of growth and margin
	Likely   BreakEven  `json:"break_even"`
	High     BreakEven  `json:"break_even_high"`
	Cash     Stock      `json:"cash"`
	Revenue  Revenue    `json:"outside_revenue"`
	Closed   bool       `json:"funding_closed,omitempty"`
	Haircut  float64    `json:"haircut,omitempty"`
	Unknown  int        `json:"undisclosed"` // dues of the years without an amount
	Unplaced int        `json:"unplaced"`
}

// SlipRow is a slip of so many months.
type SlipRow struct {
	Months   float64 `json:"months"`
	Lowest   Ends    `json:"lowest"` // balance at the end of a year, or at the beginning
	LowestAt string  `json:"lowest_at"`
	Short    string  `json:"short_from,omitempty"` // the month from which something is missing, at the likely rates
	Need     Ends    `json:"need"`                 // low is the need at the low rates: the most
}

// BreakEven is the longest slip up to which nothing is missing.
type BreakEven struct {
	Months float64 `json:"months"`
	State  string  `json:"state"` // found, short_already (something is missing at the first end), never (nothing is missing at the other)
}

// The states of a break-even slip.
const (
	breakFound   = "found"
	breakAlready = "short_already"
	breakNever   = "never"
)

// SlipOf reads what slips do: one list for each of the low, likely and high ends.
func SlipOf(a *cashflow.Account, what cashflow.Delay, m cashflow.Means, ends [3][]cashflow.Slip) Slip {
	p := a.Plan
	out := Slip{
		Party: view.PartyRef(p.Network.Party(a.Party)), Basis: string(p.View.Basis), AsOf: p.View.AsOf.String(), Currency: string(p.View.Currency), What: string(what),
		Years: p.Years, Known: a.Books.Revenue.Known(), Cash: stockOf(a.Books.Cash, p.View.Currency), Revenue: revenueOf(a), Closed: m.Closed, Haircut: m.Haircut, Rows: []SlipRow{},
		Unplaced: len(a.Unplaced),
	}
	for _, n := range a.Unknown {
		out.Unknown += n
	}
	likely := ends[1]
	if !out.Known || len(likely) == 0 {
		return out
	}
	out.From, out.To = likely[0].Months, likely[len(likely)-1].Months
	of := func(x float64) *view.Money { return view.MoneyOf(cents(x), p.View.Currency) }
	for i, s := range likely {
		b := s.Balance
		row := SlipRow{
			Months: s.Months, LowestAt: "the beginning",
			Lowest: Ends{of(ends[0][i].Balance.Lowest), of(b.Lowest), of(ends[2][i].Balance.Lowest)},
			Need:   Ends{of(ends[0][i].Need), of(s.Need), of(ends[2][i].Need)},
		}
		if b.LowestAt >= 0 {
			row.LowestAt = strconv.Itoa(p.Years[b.LowestAt])
		}
		if b.Short >= 0 {
			row.Short = monthOf(b.ShortFrom)
		}
		out.Rows = append(out.Rows, row)
	}
	for i, to := range []*BreakEven{&out.Low, &out.Likely, &out.High} {
		m.End = []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High}[i]
		months, found := a.BreakEven(what, out.From, out.To, m)
		*to = BreakEven{Months: math.Floor(months*10+0.01) / 10, State: breakFound}
		switch {
		case found:
		case months == out.From:
			to.State = breakAlready
		default:
			to.State = breakNever
		}
	}
	return out
}

// monthOf spells a time in years as its month.
func monthOf(t float64) string {
	year := int(math.Floor(t))
	return fmt.Sprintf("%d-%02d", year, min(12, 1+int((t-float64(year))*12)))
}

// Words answer in a sentence.
func (s Slip) Words() string {
	if !s.Known {
		return "No actual figure tells what " + s.Party.Name + " earns outside the network: nobody can say how far it may slip."
	}
	what := "its revenue from outside"
	if s.What == string(cashflow.LateDelivery) {
		what = "what it delivers"
	}
	state := func(b BreakEven) string {
		switch b.State {
		case breakAlready:
			return "something is missing even at " + inMonths(b.Months)
		case breakNever:
			return "nothing is missing up to " + inMonths(b.Months)
		}
		return inMonths(b.Months)
	}
	if s.Likely.State == breakFound {
		return fmt.Sprintf("%s may be %s late until %s cannot pay all that is due (low growth and margin: %s; high: %s).",
			view.Upper(what), inMonths(s.Likely.Months), s.Party.Name, state(s.Low), state(s.High))
	}
	return fmt.Sprintf("If %s is late, at the likely growth and margin %s; at the low ones %s; at the high ones %s.", what, state(s.Likely), plainState(s.Low, state), plainState(s.High, state))
}

func plainState(b BreakEven, state func(BreakEven) string) string {
	if b.State == breakFound {
		return "nothing is missing up to " + state(b)
	}
	return state(b)
}

// inMonths spells a number of months.
func inMonths(x float64) string {
	if x == 1 {
		return "1 month"
	}
	return strconv.FormatFloat(x, 'f', -1, 64) + " months"
}

// Tables are the slips, one row each.
func (s Slip) Tables(on string) []table.Table {
	title := "If " + s.Party.Name + " earns its revenue from outside " + s.when()
	if s.What == string(cashflow.LateDelivery) {
		title = "If " + s.Party.Name + " delivers later"
	}
	t := table.Table{Title: title + on, Columns: []table.Column{
		{Name: "months", Align: table.Right}, {Name: "lowest balance", Align: table.Right}, {Name: "at the end of"}, {Name: "missing from"},
		{Name: "needs", Align: table.Right}, {Name: "needs, low rates", Align: table.Right}, {Name: "needs, high rates", Align: table.Right},
	}}
	for _, r := range s.Rows {
		n := strconv.FormatFloat(r.Months, 'f', -1, 64)
		t.Rows = append(t.Rows, []table.Cell{{Text: n, Number: true}, r.Lowest.Likely.Cell(), view.Text(r.LowestAt), view.Text(r.Short), r.Need.Likely.Cell(), r.Need.Low.Cell(), r.Need.High.Cell()})
	}
	if on != "" {
		t.Footnotes = append(t.Footnotes, s.Words()) // of one basis it leads
	}
	t.Footnotes = append(t.Footnotes, s.notes()...)
	return []table.Table{t}
}

func (s Slip) notes() []string {
	years := fmt.Sprintf("%d to %d", s.Years[0], s.Years[len(s.Years)-1])
	var out []string
	if s.Known {
		out = append(out, "needs: money from elsewhere without which some due of "+years+" is not paid; balances are at the ends of years, low and high rates are the ends of growth and margin")
	}
	out = append(out, s.Revenue.notes(s.Party.Name)...)
	switch {
	case s.Cash.Amount == nil:
		out = append(out, "no fact tells its cash (--set means."+s.Party.ID+"=AMOUNT assumes it): every need is less by what it has")
	case s.Cash.Assume:
		out = append(out, "cash of "+s.Cash.Amount.Text+" is assumed")
	default:
		out = append(out, "cash: "+s.Cash.Amount.Text+" ("+s.Cash.Period+", actual)")
	}
	if s.What == string(cashflow.LateDelivery) {
		out = append(out, "what customers pay in the last months of the plan may fall after it")
	}
	if s.Closed {
		out = append(out, "funding that is promised and has not moved does not come")
	}
	if s.Unknown > 0 {
		out = append(out, view.Plural(s.Unknown, "due of these years is", "dues of these years are")+" undisclosed and in no sum: with them more is needed")
	}
	if s.Unplaced > 0 {
		out = append(out, view.Plural(s.Unplaced, "deal cannot be placed in any year and is", "deals cannot be placed in any year and are")+" in no sum (--spread YEARS spreads those with an amount)")
	}
	return out
}
