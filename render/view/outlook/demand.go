package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph/cashflow"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Demand is whose money a party receives: that of end customers, or money that goes on among the parties of the network.
type Demand struct {
	Party     view.Party    `json:"party"`
	Basis     string        `json:"basis"`
	AsOf      string        `json:"as_of"`
	Currency  string        `json:"currency"`
	Years     []int         `json:"years"`
	Outside   []*view.Money `json:"outside_revenue"`            // null: no fact tells
	Surviving []*view.Money `json:"outside_surviving,omitzero"` // with payback_share below 100%
	Payback   float64       `json:"payback_share"`
	Customers []*view.Money `json:"customers_here"`
	Circular  []*view.Money `json:"customers_it_funds"`
	Funders   []*view.Money `json:"funding_from_parties"`
	Investors []*view.Money `json:"funding_from_investors"`
	Infra     []*view.Money `json:"due_for_goods_and_capacity"`
	Unknown   []int         `json:"undisclosed"`
	Undated   int           `json:"undated"`       // payments by parties here without an amount or a year: in no sum, and taken for end demand
	Unplaced  int           `json:"unplaced_dues"` // its dues that no year holds
	Spread    int           `json:"spread_years,omitempty"`
	Covered   int           `json:"covered,omitempty"` // the first year from which on revenue from outside covers what is due for goods and capacity
	Revenue   Revenue       `json:"revenue"`
}

// DemandOf reads an account.
func DemandOf(a *cashflow.Account) Demand {
	p := a.Plan
	c := p.View.Currency
	f := a.Inflow()
	d := Demand{
		Party: view.PartyRef(p.Network.Party(a.Party)), Basis: string(p.View.Basis), AsOf: p.View.AsOf.String(), Currency: string(c), Years: p.Years, Unknown: f.Unknown, Undated: f.Undated, Spread: p.Options.Spread,
		Payback: p.Options.Assumptions.PaybackShare(), Revenue: revenueOf(a),
	}
	for y := range p.Years {
		of := func(x int64) *view.Money { return view.MoneyOf(x, c) }
		var outside, left *view.Money
		if f.Known {
			outside, left = of(cents(f.Outside[y])), of(cents(f.Surviving[y]))
		}
		d.Outside = append(d.Outside, outside)
		if d.Payback < 1 {
			d.Surviving = append(d.Surviving, left)
		}
		d.Customers, d.Circular = append(d.Customers, of(f.Customers[y])), append(d.Circular, of(f.Circular[y]))
		d.Funders, d.Investors, d.Infra = append(d.Funders, of(f.Funders[y])), append(d.Investors, of(f.Investors[y])), append(d.Infra, of(f.Infra[y]))
	}
	for _, arc := range a.Unplaced {
		if arc.From == a.Party && arc.Leg.Kind.Family() == deals.Spending {
			d.Unplaced++
		}
	}
	if at := a.Covered(); at >= 0 {
		d.Covered = p.Years[at]
	}
	return d
}

// share is the part of what comes in during a year that is revenue from outside; false where no fact tells.
func (d Demand) share(y int) (float64, bool) {
	out, ok := d.Outside[y].Minor()
	if !ok {
		return 0, false
	}
	all := out + minorOf(d.Customers[y]) + minorOf(d.Funders[y]) + minorOf(d.Investors[y])
	if all == 0 {
		return 0, false
	}
	return float64(out) / float64(all), true
}

// shareCell is the share as a cell: at most so much, where payments by parties here are not known and taken for end demand.
func (d Demand) shareCell(y int) table.Cell {
	x, ok := d.share(y)
	if !ok {
		return view.Text(view.Unknown)
	}
	c := table.PercentCell(x)
	if d.Unknown[y]+d.Undated > 0 {
		c.Text, c.Number = "≤ "+c.Text, false
	}
	return c
}

// Tables are the years of one party.
func (d Demand) Tables(on string) []table.Table {
	t := table.Table{Title: "Whose money " + d.Party.Name + " receives, by year" + on, Columns: []table.Column{{Name: "what"}}}
	for _, y := range d.Years {
		t.Columns = append(t.Columns, table.Column{Name: strconv.Itoa(y), Align: table.Right})
	}
	row := func(what string, of func(y int) table.Cell) {
		cells := []table.Cell{view.Text(what)}
		for y := range d.Years {
			cells = append(cells, of(y))
		}
		t.Rows = append(t.Rows, cells)
	}
	list := func(l []*view.Money) func(int) table.Cell { return func(y int) table.Cell { return l[y].Cell() } }
	row("revenue from outside, likely", list(d.Outside))
	if len(d.Surviving) > 0 {
		row("of it, if only "+table.Percent(d.Payback)+" pays back", list(d.Surviving))
	}
	row("from customers here, under deals", func(y int) table.Cell { return open(d.Customers[y], d.Unknown[y]+d.Undated) })
	row("of it from those it funds or stands behind", list(d.Circular))
	row("funding from parties here", list(d.Funders))
	row("funding from investors and lenders outside", list(d.Investors))
	row("share that is revenue from outside", func(y int) table.Cell {
		return d.shareCell(y)
	})
	row("due for goods and capacity", list(d.Infra))
	row("the same for each dollar of outside revenue", func(y int) table.Cell {
		out, ok := d.Outside[y].Minor()
		if !ok || out == 0 {
			return view.Text(view.Unknown)
		}
		return view.Number(float64(minorOf(d.Infra[y])) / float64(out))
	})
	t.Footnotes = append(t.Footnotes, d.coveredWords())
	t.Footnotes = append(t.Footnotes, d.Revenue.notes(d.Party.Name)...)
	t.Footnotes = append(t.Footnotes, d.openNotes()...)
	return []table.Table{t}
}

func open(m *view.Money, unknown int) table.Cell {
	c := m.Cell()
	if unknown > 0 {
		c.Text += " + " + view.Unknown
	}
	return c
}

// openNotes say what is in no sum.
func (d Demand) openNotes() []string {
	var out []string
	if slices.Max(d.Unknown)+d.Undated > 0 {
		out = append(out, "+ ?, ≤: payments by parties here without an amount or a year on record come on top ("+view.Plural(d.Undated, "deal", "deals")+" in no year); until then they stand in revenue from outside, so that less than told is end demand")
	}
	if d.Unplaced > 0 {
		out = append(out, view.Plural(d.Unplaced, "deal under which it pays for goods or capacity is in no year, and in no sum", "deals under which it pays for goods or capacity are in no year, and in no sum")+": with --spread YEARS those with an amount are spread evenly")
	}
	return out
}

func (d Demand) coveredWords() string {
	left := "what is left of revenue from outside"
	if d.Payback < 1 {
		left = "what is left of the " + table.Percent(d.Payback) + " of revenue from outside that pays back"
	}
	last := 0 // in which something is due
	for y, m := range d.Infra {
		if minorOf(m) > 0 {
			last = d.Years[y]
		}
	}
	out := ""
	switch {
	case len(d.Revenue.Marks) == 0:
		return "whether revenue from outside covers what is due for goods and capacity, no fact tells"
	case last == 0:
		return "nothing is due for goods and capacity in these years, as far as years are known"
	case d.Covered == 0:
		out = fmt.Sprintf("%s is less than what is due for goods and capacity still in %d, the last year in which something is, at the likely rates", left, last)
	case d.Covered == d.Years[0]:
		out = left + " covers what is due for goods and capacity in each of these years, at the likely rates"
	default:
		out = fmt.Sprintf("from %d on %s covers what is due for goods and capacity in each year until %d, at the likely rates; before, it does not in every year", d.Covered, left, last)
	}
	if d.Unplaced > 0 {
		out += ", as far as dues have a year"
	}
	return out
}

// DemandTable sets parties side by side in the first year, the largest inflow first.
func DemandTable(title string, list []Demand, top int) table.Table {
	list = slices.Clone(list)
	sum := func(d Demand) int64 {
		return minorOf(d.Outside[0]) + minorOf(d.Customers[0]) + minorOf(d.Funders[0]) + minorOf(d.Investors[0])
	}
	slices.SortStableFunc(list, func(a, b Demand) int { return cmp.Compare(sum(b), sum(a)) })
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "party"}, {Name: "outside revenue", Align: table.Right}, {Name: "customers here", Align: table.Right}, {Name: "of them funded by it", Align: table.Right},
		{Name: "funding here", Align: table.Right}, {Name: "investors", Align: table.Right}, {Name: "from outside", Align: table.Right},
	}}
	for i, d := range list {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d)", top, len(list))
			break
		}
		t.Rows = append(t.Rows, []table.Cell{
			view.Text(d.Party.Name), d.Outside[0].Cell(), open(d.Customers[0], d.Unknown[0]+d.Undated), d.Circular[0].Cell(), d.Funders[0].Cell(), d.Investors[0].Cell(), d.shareCell(0),
		})
	}
	t.Footnotes = []string{
		"outside revenue: that of end customers, projected from the last actual figure; customers here: due under deals by parties of the network; funded by it: those of them to whom the party gave funding, or whose debts it guarantees",
		"from outside: the share of all these that is revenue from outside",
		"+ ?, ≤: payments by parties here without an amount or a year on record come on top; until then they stand in revenue from outside, so that less than told is end demand",
	}
	return t
}

// Requirement is the revenue that a cost of a year needs.
type Requirement struct {
	What      string         `json:"what"` // a party, or a fact about the world
	ID        string         `json:"id"`
	Cost      Ends           `json:"cost"`     // of the year
	Required  Ends           `json:"required"` // revenue at which it is paid from the share
	Projected *Ends          `json:"projected,omitempty"`
	Claims    []RevenueClaim `json:"claims,omitempty"` // what facts say the revenue will, or has to, be
	Source    *view.Source   `json:"source,omitempty"`
	Note      string         `json:"note,omitempty"`
	order     int64
}

// RevenueClaim is a fact about the revenue of the year.
type RevenueClaim struct {
	Amount *view.Money `json:"amount"`
	Nature string      `json:"nature"`
	Within string      `json:"within"` // of the required range: below, within, above
	Source view.Source `json:"source"`
	Metric string      `json:"metric"`
}

// RequiredOf is the revenue that a party needs in a year of the plan: what it rents in the year, and what of its purchases is
// worn in it, over the share of revenue that is left for deals.
func RequiredOf(a *cashflow.Account, l *deals.Ledger, year int) (Requirement, bool) {
	p := a.Plan
	set := p.Options.Assumptions
	y := p.Index(year)
	bought, rented := a.Bought()
	life := set.UsefulLife()
	cost := func(years float64) float64 { return float64(rented[y]) + cashflow.Worn(bought, y, years) }
	party := p.Network.Party(a.Party)
	r := Requirement{What: view.Name(party), ID: string(party.ID), order: cents(cost(life.Likely))}
	if r.order == 0 {
		return r, false
	}
	share := a.Books.Margin
	at := func(x float64) *view.Money { return sumOf(x, p.View.Currency) }
	r.Cost = Ends{at(cost(life.High)), at(cost(life.Likely)), at(cost(life.Low))}
	r.Required = Ends{
		at(cashflow.Required(cost(life.High), share).Low), at(cashflow.Required(cost(life.Likely), share).Likely), at(cashflow.Required(cost(life.Low), share).High),
	}
	if a.Books.Revenue.Known() {
		var ends [3]*view.Money
		for i, end := range []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High} {
			x, _ := a.Outside(y, cashflow.Means{End: end})
			ends[i] = at(x)
		}
		r.Projected = &Ends{ends[0], ends[1], ends[2]}
	}
	r.claims(l, party.ID, "revenue", year, p.View.Currency)
	return r, true
}

// claims are facts on the revenue of a year.
func (r *Requirement) claims(l *deals.Ledger, id deals.PartyID, metric string, year int, currency deals.Currency) {
	for _, f := range l.FactsOf(id, metric) {
		if f.Nature == deals.Actual || f.Period.First.Year != year || f.Period.Last.Year != year {
			continue
		}
		minor, ok := yearlyOf(f, currency)
		if !ok {
			continue
		}
		within := "within"
		switch {
		case r.Required.Low == nil || minor < minorOf(r.Required.Low): // no revenue is enough, or none that can be told
			within = "below"
		case r.Required.High != nil && minor > minorOf(r.Required.High):
			within = "above"
		}
		r.Claims = append(r.Claims, RevenueClaim{view.MoneyOf(minor, currency), string(f.Nature), within, view.SourceOf(f.Source), f.Metric})
	}
}

// yearlyOf is what a fact states for a year, in a currency.
func yearlyOf(f *deals.Fact, currency deals.Currency) (int64, bool) {
	a, ok := f.Value.PerYear()
	if m := f.Value.Money; m != nil {
		a, ok = *m, m.Disclosed()
		if years := int64(f.Period.Last.Year - f.Period.First.Year + 1); ok && years > 1 {
			a.Likely /= years
		}
	}
	return a.Likely, ok && a.Currency == currency
}

// worldCapex are the metrics of facts about the whole industry that say what is built for AI in a year.
var worldCapex = []string{"ai_capex", "data_centre_capex", "hyperscaler_capex", "big_tech_capex"}

// WorldRequired is the revenue that what the whole industry builds in a year needs, by each fact that says what it builds: if as much
// is built as is worn, the cost of the year is what is built, and revenue has to be that over the margin.
func WorldRequired(l *deals.Ledger, set *assumptions.Set, year int, currency deals.Currency) []Requirement {
	var out []Requirement
	for _, metric := range worldCapex {
		for _, f := range l.FactsOf("", metric) {
			minor, ok := yearlyOf(f, currency)
			if !ok || f.Period.First.IsZero() || f.Period.First.Year > year || f.Period.Last.Year < year {
				continue
			}
			m := func(x float64) *view.Money { return sumOf(x, currency) }
			need := cashflow.Required(float64(minor), set.CapexShare())
			src := view.SourceOf(f.Source)
			r := Requirement{
				What: f.Metric + " " + f.Period.Text, ID: f.Metric, Cost: Ends{m(float64(minor)), m(float64(minor)), m(float64(minor))}, Required: Ends{m(need.Low), m(need.Likely), m(need.High)}, Source: &src, Note: f.Note,
			}
			r.claims(l, "", "ai_revenue_needed", year, currency)
			out = append(out, r)
		}
	}
	return out
}

// RequiredTables are what parties need, and what the industry needs.
func RequiredTables(year int, parties, world []Requirement, set *assumptions.Set, on string) []table.Table {
	slices.SortStableFunc(parties, func(a, b Requirement) int { return cmp.Compare(b.order, a.order) })
	t := table.Table{Title: fmt.Sprintf("The revenue from outside that the deals of %d need%s", year, on), Columns: requiredColumns("party")}
	for _, r := range parties {
		t.Rows = append(t.Rows, r.cells())
	}
	t.Footnotes = []string{
		fmt.Sprintf("cost: what is rented in the year, and purchases written off over %s years from the year of payment on (those before the first year of the plan are not in it); required: that over the share of revenue left for deals, which is assumed (dealgraph assumptions margin) unless a party's own income tells it (dealgraph schedule PARTY)",
			rangeWords(three(set.UsefulLife()), func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) })),
		"parties pay one another: these sums overlap and must not be added up",
	}
	out := []table.Table{t}
	if len(world) > 0 {
		w := table.Table{Title: fmt.Sprintf("The revenue that what the industry builds in %d needs", year), Columns: requiredColumns("fact")}
		for _, r := range world {
			w.Rows = append(w.Rows, r.cells())
		}
		w.Footnotes = []string{fmt.Sprintf("cost: what is built in the year; required: the revenue of which that is %s, a share that an industry can bear for long (capex_share, an assumption); a total of several years counts in equal parts", shares(three(set.CapexShare())))}
		out = append(out, w)
	}
	return out
}

func requiredColumns(first string) []table.Column {
	return []table.Column{
		{Name: first}, {Name: "cost", Align: table.Right}, {Name: "required: low", Align: table.Right}, {Name: "likely", Align: table.Right}, {Name: "high", Align: table.Right},
		{Name: "projected", Align: table.Right}, {Name: "claimed"},
	}
}

func (r Requirement) cells() []table.Cell {
	projected := table.Cell{}
	if r.Projected != nil {
		projected = r.Projected.Likely.Cell()
	}
	claims := ""
	for i, c := range r.Claims {
		if i > 0 {
			claims += "; "
		}
		claims += c.Amount.Text + " " + c.Nature + ", " + c.Within
		if c.Within != "within" {
			claims += " the range"
		}
	}
	return []table.Cell{view.Text(r.What), r.Cost.Likely.Cell(), r.Required.Low.Cell(), r.Required.Likely.Cell(), r.Required.High.Cell(), projected, view.Text(claims)}
}
