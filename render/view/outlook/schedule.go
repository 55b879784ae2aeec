package outlook

import (
	"cmp"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph/cashflow"
	"dealgraph/render/view"
)

// Schedule is what a party is due to pay year by year, and what it has to pay it from.
type Schedule struct {
	Party      view.Party    `json:"party"`
	Basis      string        `json:"basis"`
	AsOf       string        `json:"as_of"`
	Currency   string        `json:"currency"`
	Years      []int         `json:"years"`
	Dues       []Due         `json:"dues"`
	Total      []*view.Money `json:"due"`
	Unknown    []int         `json:"undisclosed"` // by year: dues whose amount nobody states
	Contracted []*view.Money `json:"contracted"`
	Repaid     []*view.Money `json:"debts_paid_back"`
	Drawn      []*view.Money `json:"funding_drawn"`
	Promised   []*view.Money `json:"funding_promised"`
	Revenue    Revenue       `json:"outside_revenue"`
	Left       []Ends        `json:"left_for_deals"`
	Gap        []Ends        `json:"gap"`     // what comes in less what is due
	Balance    []Ends        `json:"balance"` // cash on record and all gaps so far
	Cash       Stock         `json:"cash"`
	Need       *Crossing     `json:"crossing,omitempty"` // of the line that was asked for
	Line       *view.Money   `json:"line,omitempty"`
	Missing    *Crossing     `json:"missing,omitempty"` // the first year at whose end something is missing, at the likely rates
	Unplaced   []Undated     `json:"unplaced"`
	Spread     int           `json:"spread_years,omitempty"`
}

// Due is a deal's leg by year.
type Due struct {
	Leg      string        `json:"leg"`
	Deal     string        `json:"deal"`
	Party    view.Party    `json:"party"` // to whom
	Kind     string        `json:"kind"`
	Rank     int           `json:"rank"`
	Status   string        `json:"status"`
	Amounts  []*view.Money `json:"amounts"`               // null in a year in which nothing is due, or nobody says how much
	Unknown  []bool        `json:"undisclosed,omitempty"` // by year
	Sum      *view.Money   `json:"sum"`                   // of the years shown
	Whole    *view.Money   `json:"whole"`                 // of all years; null if undisclosed
	Repays   bool          `json:"repays,omitempty"`
	Assumed  bool          `json:"assumed_profile,omitempty"`
	Spread   bool          `json:"spread,omitempty"`
	Estimate bool          `json:"estimate,omitempty"`
	Source   view.Source   `json:"source"`
}

// Ends are a number at the low, the likely and the high end of what is assumed; null where no fact tells.
type Ends struct {
	Low    *view.Money `json:"low"`
	Likely *view.Money `json:"likely"`
	High   *view.Money `json:"high"`
}

// Crossing is the first year in which a line is crossed, and the fewest deals that make the difference.
type Crossing struct {
	Year   int         `json:"year"`
	Due    *view.Money `json:"due"`
	Line   *view.Money `json:"line"`
	Deals  []DealPart  `json:"deals"`
	Unless bool        `json:"undisclosed_before,omitempty"`
}

// DealPart is what a deal has in it.
type DealPart struct {
	Deal   string      `json:"deal"`
	Amount *view.Money `json:"amount"`
}

// Undated is a leg that no year holds.
type Undated struct {
	Leg    string      `json:"leg"`
	Pays   bool        `json:"pays"` // the party pays it; else it is paid
	Party  view.Party  `json:"party"`
	Kind   string      `json:"kind"`
	Amount *view.Money `json:"amount"`
}

// ScheduleOf reads the account of a party. A line above which dues are asked for may be nil.
func ScheduleOf(a *cashflow.Account, line *int64) Schedule {
	p := a.Plan
	c := p.View.Currency
	of := func(minor int64) *view.Money { return view.MoneyOf(minor, c) }
	s := Schedule{
		Party: view.PartyRef(p.Network.Party(a.Party)), Basis: string(p.View.Basis), AsOf: p.View.AsOf.String(), Currency: string(c),
		Years: p.Years, Unknown: a.Unknown, Spread: p.Options.Spread, Dues: []Due{}, Unplaced: []Undated{},
	}
	for y := range p.Years {
		s.Total = append(s.Total, of(a.Due[y]))
		s.Contracted = append(s.Contracted, of(a.Contracted[y]))
		s.Repaid = append(s.Repaid, of(a.Repaid[y]))
		s.Drawn = append(s.Drawn, of(a.Drawn[y]))
		s.Promised = append(s.Promised, of(a.Promised[y]))
	}
	for _, l := range a.Lines {
		if l.Out {
			s.Dues = append(s.Dues, dueOf(p, l, c))
		}
	}
	slices.SortStableFunc(s.Dues, func(a, b Due) int {
		x, _ := a.Sum.Minor()
		y, _ := b.Sum.Minor()
		return cmp.Compare(y, x)
	})
	s.means(a)
	if line != nil {
		s.Line = of(*line)
		if found, ok := a.Crossing(*line); ok {
			s.Need = crossingOf(p, found)
		}
	}
	if found, ok := a.Missing(cashflow.Means{}); ok && a.Books.Revenue.Known() {
		s.Missing = crossingOf(p, found)
	}
	for _, arc := range a.Unplaced {
		u := Undated{Leg: arc.Leg.Ref().String(), Pays: arc.From == a.Party, Kind: string(arc.Leg.Kind), Party: view.PartyRef(p.Network.Party(arc.To))}
		if !u.Pays {
			u.Party = view.PartyRef(p.Network.Party(arc.From))
		}
		if arc.Known {
			u.Amount = of(arc.Amount)
		}
		s.Unplaced = append(s.Unplaced, u)
	}
	return s
}

func dueOf(p *cashflow.Plan, l cashflow.Line, c deals.Currency) Due {
	leg := l.Arc.Leg
	used, src := leg.Use()
	if src.Zero() && len(leg.AllSources()) > 0 {
		src = leg.AllSources()[0]
	}
	d := Due{
		Leg: leg.Ref().String(), Deal: string(leg.Deal.ID), Party: view.PartyRef(p.Network.Party(l.To)), Kind: string(leg.Kind), Rank: leg.Rank,
		Status: l.Arc.Status.String(), Repays: l.Repays, Assumed: l.Assumed, Spread: l.Spread, Estimate: used.Estimate, Source: view.SourceOf(src),
	}
	var sum int64
	some := false
	for y, due := range l.Due {
		var m *view.Money
		if due > 0 {
			m = view.MoneyOf(due, c)
		}
		sum += due
		d.Amounts = append(d.Amounts, m)
		some = some || l.Unknown[y]
	}
	if some {
		d.Unknown = l.Unknown
	}
	d.Sum = view.MoneyOf(sum, c)
	if l.Arc.Known {
		d.Whole = view.MoneyOf(l.Arc.Amount, c)
	}
	return d
}

// means fills in what there is to pay from.
func (s *Schedule) means(a *cashflow.Account) {
	b := a.Books
	c := a.Plan.View.Currency
	s.Cash = stockOf(b.Cash, c)
	s.Revenue = revenueOf(a)
	var balance [3]cashflow.Balance
	for i, end := range []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High} {
		balance[i] = a.Balance(cashflow.Means{End: end})
	}
	for y := range s.Years {
		ends := func(of func(i int, m cashflow.Means) (float64, bool)) Ends {
			var out [3]*view.Money
			for i, end := range []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High} {
				if x, known := of(i, cashflow.Means{End: end}); known {
					out[i] = view.MoneyOf(cents(x), c)
				}
			}
			return Ends{out[0], out[1], out[2]}
		}
		s.Revenue.Years = append(s.Revenue.Years, ends(func(_ int, m cashflow.Means) (float64, bool) { return a.Outside(y, m) }))
		s.Left = append(s.Left, ends(func(_ int, m cashflow.Means) (float64, bool) { return a.Left(y, m) }))
		s.Gap = append(s.Gap, ends(func(i int, _ cashflow.Means) (float64, bool) { return balance[i].Gap[y], balance[i].Known }))
		s.Balance = append(s.Balance, ends(func(i int, _ cashflow.Means) (float64, bool) { return balance[i].Left[y], balance[i].Known }))
	}
}

func crossingOf(p *cashflow.Plan, c cashflow.Crossing) *Crossing {
	of := func(minor int64) *view.Money { return view.MoneyOf(minor, p.View.Currency) }
	out := &Crossing{Year: p.Years[c.Year], Due: of(c.Due), Line: of(c.Line), Unless: c.Unless}
	for _, d := range c.Deals {
		out.Deals = append(out.Deals, DealPart{string(d.Deal), of(d.Amount)})
	}
	return out
}

// besideMetrics are those of facts that tell of debts and costs which no deal of a ledger may hold.
var besideMetrics = []string{
	"debt", "net_debt_with_leases", "uncommenced_leases", "lease_obligations", "lease_guarantees", "purchase_commitments", "supply_commitments", "cloud_commitments", "capex", "free_cash_flow",
	"net_income", "burn",
}

// besides spells the latest actual facts of a party on other debts and costs: of those that can be either, only where they are below zero.
func besides(a *cashflow.Account) []string {
	var out []string
	l, day := a.Plan.Network.Ledger, a.Plan.View.AsOf
	for _, metric := range besideMetrics {
		for _, f := range l.FactsOf(a.Plan.Network.Party(a.Party).ID, metric) {
			m := f.Value.Money
			if f.Nature != deals.Actual || m == nil || !m.Disclosed() || f.Period.Last.IsZero() || f.Period.Last.After(day) {
				continue
			}
			if income := metric == "free_cash_flow" || metric == "net_income"; !income || m.Likely < 0 {
				out = append(out, strings.ReplaceAll(metric, "_", " ")+" "+view.Sum(m.Likely, m.Currency)+" ("+f.Period.Text+")")
			}
			break
		}
	}
	return out
}

// besideNote says what is in no sum of a plan.
func besideNote(name string, beside []string) string {
	out := "debts, leases, interest, taxes and capital spending that no deal of the ledger holds are in no sum, and what customers here pay counts without the cost of delivering it"
	if len(beside) > 0 {
		out += "; of " + name + " facts tell " + view.ListOf(beside)
	}
	return out
}
