package outlook

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph/cashflow"
	"dealgraph/render/table"
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

// Outlooks are the plan's words.
const (
	assumedNature   = "assumed"
	projectedNature = "projected"
)

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
		Outlook: string(a.Plan.Options.Outlook), Growth: three(b.Growth), Own: b.OwnRate, Margin: three(b.Margin), Derived: b.Derived, AtMost: b.AtMost, Marks: []Mark{},
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

func crossingOf(p *cashflow.Plan, c cashflow.Crossing) *Crossing {
	of := func(minor int64) *view.Money { return view.MoneyOf(minor, p.View.Currency) }
	out := &Crossing{Year: p.Years[c.Year], Due: of(c.Due), Line: of(c.Line), Unless: c.Unless}
	for _, d := range c.Deals {
		out.Deals = append(out.Deals, DealPart{string(d.Deal), of(d.Amount)})
	}
	return out
}

// Grouping says what makes one row of a schedule.
type Grouping string

// The groupings.
const (
	ByDeal  Grouping = "deal"
	ByKind  Grouping = "kind"
	ByParty Grouping = "party"
	ByRank  Grouping = "rank"
)

// Groupings lists them.
func Groupings() []Grouping { return []Grouping{ByDeal, ByKind, ByParty, ByRank} }

// Row is dues that belong together.
type Row struct {
	ID      string
	Label   string
	Amounts []int64 // by year, minor units
	Unknown []bool
	Sum     int64
	Later   int64 // of legs all of whose amounts are known: what falls in other years
	Marked  bool  // an assumed profile or a spread went into it
}

// Rows are the dues, grouped, the largest first.
func (s Schedule) Rows(by Grouping) []Row {
	var out []Row
	for _, d := range s.Dues {
		id, label := d.group(by)
		i := slices.IndexFunc(out, func(r Row) bool { return r.ID == id })
		if i < 0 {
			i = len(out)
			out = append(out, Row{ID: id, Label: label, Amounts: make([]int64, len(s.Years)), Unknown: make([]bool, len(s.Years))})
		}
		r := &out[i]
		for y, m := range d.Amounts {
			minor, _ := m.Minor()
			r.Amounts[y] += minor
			r.Sum += minor
			r.Unknown[y] = r.Unknown[y] || y < len(d.Unknown) && d.Unknown[y]
		}
		if whole, ok := d.Whole.Minor(); ok {
			sum, _ := d.Sum.Minor()
			r.Later += max(0, whole-sum)
		}
		r.Marked = r.Marked || d.Assumed || d.Spread
	}
	slices.SortStableFunc(out, func(a, b Row) int { return cmp.Compare(b.Sum, a.Sum) })
	return out
}

func (d Due) group(by Grouping) (id, label string) {
	switch by {
	case ByKind:
		if d.Repays {
			return "repayment", "repayment"
		}
		return d.Kind, strings.ReplaceAll(d.Kind, "_", " ")
	case ByParty:
		return d.Party.ID, d.Party.Name
	case ByRank:
		return strconv.Itoa(d.Rank), "rank " + strconv.Itoa(d.Rank)
	}
	if d.Repays {
		return d.Leg + " repaid", d.Party.Name + ", repays " + d.Leg
	}
	return d.Leg, d.Party.Name + ", " + strings.ReplaceAll(d.Kind, "_", " ")
}

// Tables are the dues by year, and the means. Several bases are told apart by the words on.
func (s Schedule) Tables(by Grouping, on string) []table.Table {
	out := []table.Table{s.dueTable(by, on), s.meansTable(on)}
	if len(s.Unplaced) > 0 {
		out = append(out, s.unplacedTable(on))
	}
	return out
}

func (s Schedule) yearColumns(first ...table.Column) []table.Column {
	for _, y := range s.Years {
		first = append(first, table.Column{Name: strconv.Itoa(y), Align: table.Right})
	}
	return first
}

func (s Schedule) cell(minor int64, unknown bool) table.Cell {
	switch {
	case minor == 0 && unknown:
		return view.Text(view.Unknown)
	case minor == 0:
		return table.Cell{}
	case unknown:
		c := table.MoneyCell(minor, s.Currency)
		return table.Cell{Text: c.Text + " + " + view.Unknown, Raw: c.Raw}
	}
	return table.MoneyCell(minor, s.Currency)
}

func (s Schedule) dueTable(by Grouping, on string) table.Table {
	t := table.Table{Title: "What " + s.Party.Name + " is due to pay, by year" + on, Columns: s.yearColumns(table.Column{Name: string(by)})}
	t.Columns = append(t.Columns, table.Column{Name: "other years", Align: table.Right})
	if by == ByDeal {
		t.Columns = append(t.Columns, table.Column{Name: "leg"})
	}
	marked := false
	for _, r := range s.Rows(by) {
		label := r.Label
		if r.Marked {
			label += " *"
			marked = true
		}
		row := []table.Cell{view.Text(label)}
		for y, x := range r.Amounts {
			row = append(row, s.cell(x, r.Unknown[y]))
		}
		row = append(row, s.cell(r.Later, false))
		if by == ByDeal {
			row = append(row, view.Text(strings.TrimSuffix(r.ID, " repaid")))
		}
		t.Rows = append(t.Rows, row)
	}
	all := []table.Cell{view.Text("all")}
	for y, m := range s.Total {
		minor, _ := m.Minor()
		c := s.cell(minor, s.Unknown[y] > 0)
		if c.Text == "" {
			c = table.MoneyCell(0, s.Currency)
		}
		all = append(all, c)
	}
	all = append(all, table.Cell{})
	if by == ByDeal {
		all = append(all, table.Cell{})
	}
	t.Rows = append(t.Rows, all)
	if marked {
		t.Footnotes = append(t.Footnotes, "*: the years are assumed: flat over the term, or as a ramp, where no source states them"+s.spreadWords())
	}
	t.Footnotes = append(t.Footnotes, s.crossingWords()...)
	return t
}

func (s Schedule) spreadWords() string {
	if s.Spread == 0 {
		return ""
	}
	return fmt.Sprintf("; a deal without a term is spread over %s (--spread)", view.Plural(s.Spread, "year", "years"))
}

// crossingWords answer when a line is crossed and why.
func (s Schedule) crossingWords() []string {
	var out []string
	if s.Line != nil {
		if s.Need == nil {
			note := "in no year is more than " + s.Line.Text + " due"
			if slices.ContainsFunc(s.Unknown, func(n int) bool { return n > 0 }) {
				note += ", as far as amounts are disclosed"
			}
			out = append(out, note)
		} else {
			out = append(out, fmt.Sprintf("more than %s is due for the first time in %d (%s), because of %s%s", s.Line.Text, s.Need.Year, s.Need.Due.Text, dealList(s.Need.Deals), s.Need.before()))
		}
	}
	if len(s.Unplaced) > 0 {
		out = append(out, view.Plural(len(s.Unplaced), "deal", "deals")+" of "+s.Party.Name+" cannot be placed in any year and stand apart; with --spread YEARS those with an amount are spread evenly")
	}
	return out
}

func (c Crossing) before() string {
	if c.Unless {
		return "; dues of undisclosed amount fall in earlier years, so it may be crossed before"
	}
	return ""
}

func dealList(parts []DealPart) string {
	var out []string
	for _, p := range parts {
		out = append(out, p.Deal+" ("+p.Amount.Text+")")
	}
	return view.ListOf(out)
}

func (s Schedule) meansTable(on string) table.Table {
	t := table.Table{Title: "What " + s.Party.Name + " has to pay it from" + on, Columns: s.yearColumns(table.Column{Name: "what"})}
	add := func(what string, of func(y int) table.Cell) {
		row := []table.Cell{view.Text(what)}
		for y := range s.Years {
			row = append(row, of(y))
		}
		t.Rows = append(t.Rows, row)
	}
	sum := func(list []*view.Money) func(int) table.Cell {
		return func(y int) table.Cell {
			minor, _ := list[y].Minor()
			return s.cell(minor, false)
		}
	}
	add("paid under deals by customers here", sum(s.Contracted))
	add("funding drawn", sum(s.Drawn))
	add("funding promised", sum(s.Promised))
	add("revenue from outside, at the likely growth", func(y int) table.Cell { return s.Revenue.Years[y].Likely.Cell() })
	add("left of it for deals: low", func(y int) table.Cell { return s.Left[y].Low.Cell() })
	add("left of it for deals: likely", func(y int) table.Cell { return s.Left[y].Likely.Cell() })
	add("left of it for deals: high", func(y int) table.Cell { return s.Left[y].High.Cell() })
	add("all this less dues: low", func(y int) table.Cell { return s.Gap[y].Low.Cell() })
	add("all this less dues: likely", func(y int) table.Cell { return s.Gap[y].Likely.Cell() })
	add("all this less dues: high", func(y int) table.Cell { return s.Gap[y].High.Cell() })
	cash := "added up, without cash: likely"
	if s.Cash.Amount != nil {
		cash = "added up, with cash of " + s.Cash.Amount.Text + ": likely"
	}
	add(cash, func(y int) table.Cell { return s.Balance[y].Likely.Cell() })
	t.Footnotes = append(t.Footnotes, s.meansNotes()...)
	return t
}

// meansNotes say on what the means rest.
func (s Schedule) meansNotes() []string {
	out := s.Revenue.notes(s.Party.Name)
	switch {
	case s.Cash.Amount == nil:
		out = append(out, "no fact tells the cash of "+s.Party.Name+" (--set means."+s.Party.ID+"=AMOUNT assumes it): it is in no sum")
	case s.Cash.Assume:
		out = append(out, "cash of "+s.Cash.Amount.Text+" is assumed")
	default:
		out = append(out, "cash: "+s.Cash.Amount.Text+" ("+s.Cash.Period+", actual)")
	}
	if s.Missing != nil {
		out = append(out, fmt.Sprintf("at the likely rates something is missing for the first time at the end of %d: %s due by then against %s; without %s it would not be%s",
			s.Missing.Year, s.Missing.Due.Text, s.Missing.Line.Text, dealList(s.Missing.Deals), s.Missing.before()))
	}
	return out
}

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
		note := "revenue from outside is all revenue less what customers in the ledger are due to pay in the year, on the signed basis"
		if r.AtMost {
			note += "; some of that is undisclosed, so it may be less"
		}
		out = append(out, note)
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

func (s Schedule) unplacedTable(on string) table.Table {
	t := table.Table{Title: "Deals of " + s.Party.Name + " that no year holds" + on, Columns: []table.Column{{Name: "with"}, {Name: "direction"}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "leg"}}}
	for _, u := range s.Unplaced {
		way := "is paid"
		if u.Pays {
			way = "pays"
		}
		t.Rows = append(t.Rows, []table.Cell{view.Text(u.Party.Name), view.Text(way), view.Text(strings.ReplaceAll(u.Kind, "_", " ")), u.Amount.Cell(), view.Text(u.Leg)})
	}
	return t
}

// Dial is how far the dues of one party in the next years go beyond its means.
type Dial struct {
	Party      view.Party  `json:"party"`
	Due        *view.Money `json:"due"`
	Unknown    int         `json:"undisclosed"`
	Cash       *view.Money `json:"cash"` // null: no fact tells
	Promised   *view.Money `json:"funding_promised"`
	Contracted *view.Money `json:"contracted"`
	Left       *view.Money `json:"left_for_deals"` // of revenue from outside, at the likely rates; null: no fact tells
	Ratio      *float64    `json:"dues_of_means"`  // null where nothing of the means is known
	AtMost     bool        `json:"at_most"`        // of the means some are not known, so the ratio is an upper bound
	Short      int         `json:"short,omitempty"`
}

// DialOf reads the first years of an account; ok is false for a party that owes nothing in them.
func DialOf(a *cashflow.Account, years int) (d Dial, ok bool) {
	c := a.Plan.View.Currency
	d.Party = view.PartyRef(a.Plan.Network.Party(a.Party))
	var due, promised, contracted int64
	left, known := 0.0, false
	for y := range min(years, len(a.Plan.Years)) {
		due += a.Due[y]
		d.Unknown += a.Unknown[y]
		promised += a.Promised[y] + a.Drawn[y]
		contracted += a.Contracted[y]
		var x float64
		x, known = a.Left(y, cashflow.Means{})
		left += x
	}
	d.Due, d.Promised, d.Contracted = view.MoneyOf(due, c), view.MoneyOf(promised, c), view.MoneyOf(contracted, c)
	means := float64(promised+contracted) + left
	if known {
		d.Left = view.MoneyOf(cents(left), c)
	}
	if a.Books.Cash.Known {
		d.Cash = view.MoneyOf(a.Books.Cash.Minor, c)
		means += float64(a.Books.Cash.Minor)
	}
	d.AtMost = !known || !a.Books.Cash.Known
	if means > 0 {
		x := float64(due) / means
		d.Ratio = &x
	}
	if b := a.Balance(cashflow.Means{}); b.Known && b.Short >= 0 {
		d.Short = a.Plan.Years[b.Short]
	}
	return d, due > 0 || d.Unknown > 0
}

// DialTable sets all parties side by side, the furthest beyond their means first.
func DialTable(title string, list []Dial, top int) table.Table {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Dial) int {
		return cmp.Or(cmp.Compare(b.sortBy(), a.sortBy()), cmp.Compare(minorOf(b.Due), minorOf(a.Due)))
	})
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "party"}, {Name: "due", Align: table.Right}, {Name: "cash", Align: table.Right}, {Name: "funding", Align: table.Right}, {Name: "from deals", Align: table.Right},
		{Name: "left of outside revenue", Align: table.Right}, {Name: "dues of means", Align: table.Right}, {Name: "short from", Align: table.Right},
	}}
	open := false
	for i, d := range list {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d)", top, len(list))
			break
		}
		ratio := view.Text(view.Unknown)
		if d.Ratio != nil {
			ratio = table.PercentCell(*d.Ratio)
			if d.AtMost {
				ratio.Text, ratio.Number = "≤ "+ratio.Text, false
				open = true
			}
		}
		short := table.Cell{}
		if d.Short > 0 {
			short = view.Text(strconv.Itoa(d.Short))
		}
		due := d.Due.Cell()
		if d.Unknown > 0 {
			due = table.Cell{Text: due.Text + " + " + view.Unknown, Raw: due.Raw}
		}
		t.Rows = append(t.Rows, []table.Cell{view.Text(d.Party.Name), due, d.Cash.Cell(), d.Promised.Cell(), d.Contracted.Cell(), d.Left.Cell(), ratio, short})
	}
	t.Footnotes = append(t.Footnotes, "dues of means: what is due over cash on record, funding drawn and promised, what customers pay under deals, and what is left of revenue from outside at the likely growth and margin; above 100% something is missing")
	if open {
		t.Footnotes = append(t.Footnotes, "≤: cash or revenue is not on record and in no sum, so that the share is an upper bound as far as dues are disclosed")
	}
	return t
}

func minorOf(m *view.Money) int64 {
	x, _ := m.Minor()
	return x
}

// sortBy puts ratios that are no bounds first.
func (d Dial) sortBy() float64 {
	switch {
	case d.Ratio == nil:
		return -2
	case d.AtMost:
		return *d.Ratio / (1 + *d.Ratio) / 1e6 // behind all that are known
	}
	return *d.Ratio
}
