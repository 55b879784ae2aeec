package outlook

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Cone is how what a party has and what it is due to pay spread out over the years.
type Cone struct {
	Party     view.Party `json:"party"`
	Basis     string     `json:"basis"`
	AsOf      string     `json:"as_of"`
	Currency  string     `json:"currency"`
	Runs      Runs       `json:"scenarios"`
	Years     []ConeYear `json:"years"`
	Ever      Chance     `json:"ever_short"`
	Need      Spread     `json:"need"` // what would be needed from elsewhere until the end
	Worst     *Estimate  `json:"need_of_the_worst_twentieth,omitempty"`
	Cash      Stock      `json:"cash"`
	Drawn     *Money     `json:"funding_at_hand"` // that has moved to it in these years, beside cash on record
	Revenue   Revenue    `json:"outside_revenue"`
	Uncertain Uncertain  `json:"uncertain"`
	Swings    []Swing    `json:"tornado,omitempty"`
	Medium    *Money     `json:"medium,omitempty"` // the lowest balance with every input at its median
	Indices   []Index    `json:"indices,omitempty"`
	Unknown   int        `json:"undisclosed"`
	Unplaced  int        `json:"unplaced"`
	Unasked   bool       `json:"sensitivity_not_begun,omitempty"` // the run was stopped before
	Forward   []string   `json:"rests_on,omitempty"`              // facts about times to come
}

// Money is an amount in JSON.
type Money = view.Money

// Runs says how the scenarios were drawn.
type Runs struct {
	Asked    int    `json:"asked"`
	Done     int    `json:"done"`
	Seed     uint64 `json:"seed"`
	Sampling string `json:"sampling"`
	Stopped  string `json:"stopped,omitempty"`
}

// ConeYear is one year of a cone.
type ConeYear struct {
	Year    int    `json:"year"`
	Income  Spread `json:"outside_revenue"`
	Means   Spread `json:"means"`
	Due     Spread `json:"due"`
	Planned *Money `json:"due_as_planned"` // on the basis, without any chance
	Firm    *Money `json:"due_firm"`       // what cannot be escaped
	Balance Spread `json:"balance"`
	Short   Chance `json:"short"`
}

// Spread is an amount over all scenarios, each number rounded to what its error supports.
type Spread struct {
	Mean *Money `json:"mean"`
	Err  *Money `json:"mean_error"` // standard error
	P5   *Money `json:"p5"`
	P25  *Money `json:"p25"`
	P50  *Money `json:"p50"`
	P75  *Money `json:"p75"`
	P95  *Money `json:"p95"`
}

// Chance is a share of scenarios with its 95 % interval.
type Chance struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Text  string  `json:"text"`
}

// Estimate is an amount with its standard error.
type Estimate struct {
	Amount *Money `json:"amount"`
	Err    *Money `json:"error"`
}

// Uncertain counts what is drawn.
type Uncertain struct {
	Deals       int            `json:"deals"`
	Delays      int            `json:"delays"`
	Amounts     int            `json:"amounts"`
	Correlation float64        `json:"correlation"`
	Delay       [3]float64     `json:"delay_months"` // low, likely, high
	Chances     []StatusChance `json:"probabilities"`
	Growing     bool           `json:"growth_drawn"`
	AmountsAs   string         `json:"amounts_as"` // pert, triangular
	Ends        string         `json:"ends"`       // extremes, quantiles
}

// StatusChance is how likely deals of a status are carried through.
type StatusChance struct {
	Status string  `json:"status"`
	Share  float64 `json:"probability"`
}

// Swing is what one input does to the lowest balance at the end of a year.
type Swing struct {
	Input  string `json:"input"`
	Label  string `json:"label"`
	AtLow  *Money `json:"at_low"`
	AtHigh *Money `json:"at_high"`
}

// Index is the share of the variance that an input makes.
type Index struct {
	Input string  `json:"input"`
	Label string  `json:"label"`
	First float64 `json:"first_order"`
	Total float64 `json:"total"`
	Err   float64 `json:"error"`
}

// ConeOf reads a cone. firm is what is due by year on the firm basis.
func ConeOf(c *odds.Cone, firm []int64) Cone {
	p := c.Plan
	currency := p.View.Currency
	a := p.Account(c.Party)
	out := Cone{
		Party: view.PartyRef(p.Network.Party(c.Party)), Basis: string(p.View.Basis), AsOf: p.View.AsOf.String(), Currency: string(currency),
		Runs: runsOf(c.Result), Ever: chanceOf(c.Ever), Cash: stockOf(a.Books.Cash, currency), Revenue: revenueOf(a), Unplaced: len(a.Unplaced),
		Uncertain: uncertainOf(c.World),
	}
	out.Need = spreadOf(c.Need, currency)
	if es, se := c.Need.Shortfall(0.95); es > 0 && c.Need.N >= 200 { // the worst ten, at least
		out.Worst = &Estimate{rounded(es, se, currency), errorOf(se, currency)}
	}
	for _, n := range a.Unknown {
		out.Unknown += n
	}
	var drawn int64
	for _, x := range a.Drawn {
		drawn += x
	}
	out.Drawn = view.MoneyOf(drawn, currency)
	for y, of := range c.Years {
		row := ConeYear{
			Year: of.Year, Income: spreadOf(of.Income, currency), Means: spreadOf(of.Means, currency), Due: spreadOf(of.Due, currency),
			Balance: spreadOf(of.Balance, currency), Short: chanceOf(of.Short), Planned: view.MoneyOf(a.Due[y], currency),
		}
		if firm != nil {
			row.Firm = view.MoneyOf(firm[y], currency)
		}
		out.Years = append(out.Years, row)
	}
	for _, f := range a.Books.Forward() {
		out.Forward = append(out.Forward, f.Metric+" of "+f.Period.Text+" ("+string(f.Nature)+")")
	}
	return out
}

func runsOf(r *scenario.Result) Runs {
	out := Runs{Asked: r.Asked, Done: r.Done, Seed: r.Seed, Sampling: string(r.Sampling)}
	if r.Stopped != nil {
		out.Stopped = "stopped"
	}
	return out
}

func uncertainOf(w *odds.World) Uncertain {
	set := w.Plan.Options.Assumptions
	out := Uncertain{Correlation: set.Correlation(), Delay: three(set.Delay()), AmountsAs: set.Amounts(), Ends: set.Ends()}
	for _, in := range w.Inputs {
		switch in.About {
		case "deal":
			out.Deals++
		case "delay":
			out.Delays++
		case "amount":
			out.Amounts++
		case "growth":
			out.Growing = true
		}
	}
	for _, st := range w.Statuses() {
		out.Chances = append(out.Chances, StatusChance{st.String(), set.Probability(st).Float()})
	}
	return out
}

// spreadOf reads a sample.
func spreadOf(s *scenario.Sample, c deals.Currency) Spread {
	mean, se := s.Mean()
	at := func(q float64) *Money {
		x, low, high := s.Quantile(q)
		if math.IsInf(low, 0) || math.IsInf(high, 0) {
			return nil // too few scenarios tell it
		}
		return rounded(x, (high-low)/2/1.96, c)
	}
	return Spread{rounded(mean, se, c), errorOf(se, c), at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)}
}

// rounded is an amount without the digits that its standard error does not support.
func rounded(x, se float64, c deals.Currency) *Money {
	x, _ = scenario.Digits(x, se)
	m := sumOf(x, c)
	if m == nil {
		return nil
	}
	for unit, size := range map[string]float64{"T": 1e14, "B": 1e11} { // of which a table keeps a decimal whatever it is
		if whole, ok := strings.CutSuffix(m.Text, ".0"+unit); ok && se >= size {
			m.Text = whole + unit
		}
	}
	return m
}

// errorOf is a standard error, to two digits; null if nothing tells it.
func errorOf(se float64, c deals.Currency) *Money {
	if math.IsInf(se, 0) {
		return nil
	}
	x, _ := scenario.Digits(se, se/10)
	return sumOf(x, c)
}

// chanceOf spells a share of scenarios, without the digits that its interval does not support; never as sure, when none or all of
// them were.
func chanceOf(s odds.Share) Chance {
	whole := func(x float64) float64 { return math.Round(x*1e12) / 1e12 } // without what counting in halves leaves
	c := Chance{Share: whole(s.Share), Low: whole(s.Low), High: whole(s.High)}
	switch {
	case c.Share == 0:
		c.Text = "<" + bound(s.High, s.High, math.Ceil)
	case c.Share == 1:
		c.Text = ">" + bound(s.Low, 1-s.Low, math.Floor)
	default:
		err := (s.High - s.Low) / 2
		for c.Text = percent(c.Share, err); err > 1e-8 && (strings.HasPrefix(c.Text, "100") || strings.Trim(c.Text, "0.") == "%"); err /= 10 {
			c.Text = percent(c.Share, err/10)
		}
	}
	return c
}

// percent spells a share down to the place of the first digit of its error.
func percent(x, err float64) string {
	return strconv.FormatFloat(100*x, 'f', places(err), 64) + "%"
}

// points spells half an interval of a share.
func points(half float64) string {
	n := strings.TrimSuffix(percent(half, half), "%")
	if n == "1" {
		return "1 point"
	}
	return n + " points"
}

// bound is the same for the end of an interval, rounded outwards.
func bound(x, err float64, round func(float64) float64) string {
	scale := math.Pow10(places(err))
	return percent(round(100*x*scale)/scale/100, err)
}

// places are the decimals of a percentage that its error supports.
func places(err float64) int {
	n := 0
	for e := 100 * err; e > 0 && e < 1 && n < 6; e *= 10 {
		n++
	}
	return n
}

// Words answer in a paragraph.
func (c Cone) Words() string {
	last := c.Years[len(c.Years)-1].Year
	what := c.Party.Name + " is due to pay under deals of the ledger"
	disclosed := ""
	if c.Unknown+c.Unplaced > 0 {
		disclosed = ", as far as that is disclosed and has a year"
	}
	var out string
	each := "In each of " + thousands(c.Runs.Done) + " scenarios "
	if c.Runs.Done == 1 {
		each = "In the one scenario "
	}
	switch {
	case c.Ever.Share == 0:
		out = fmt.Sprintf("%sall is there that %s until %d%s: the chance that something is missing is %s", each, what, last, disclosed, c.Ever.Text)
	case c.Ever.Share == 1:
		out = fmt.Sprintf("%ssomething is missing, at the end of some year until %d, of what %s%s: the chance of that is %s", each, last, what, disclosed, c.Ever.Text)
	default:
		out = fmt.Sprintf("In %s of %s scenarios something is missing, at the end of some year until %d, of what %s%s", c.Ever.Text, thousands(c.Runs.Done), last, what, disclosed)
	}
	if c.Ever.High >= 0.05 {
		out += ". " + c.needs()
	}
	if c.Cash.Amount == nil {
		out += ". Its cash is not on record and counts as none"
	}
	return out + "."
}

// needs say how much it would need from elsewhere.
func (c Cone) needs() string {
	need := func(m *Money) string {
		if minor, _ := m.Minor(); minor == 0 {
			return "nothing"
		}
		return m.Text + " or more"
	}
	switch {
	case c.Need.P50 == nil:
		return "How much it would need from elsewhere so few scenarios do not tell"
	case c.Need.P95 == nil:
		return "In half of all scenarios it would need " + need(c.Need.P50) + " from elsewhere; what in one of twenty, so few do not tell"
	}
	return fmt.Sprintf("In half of all scenarios it would need %s from elsewhere, in one of twenty %s", need(c.Need.P50), need(c.Need.P95))
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Tables are the years, and what moves the answer most.
func (c Cone) Tables(on string, top int) []table.Table {
	out := []table.Table{c.yearTable(on)}
	if len(c.Swings) > 0 {
		out = append(out, c.swingTable(on, top))
	}
	if len(c.Indices) > 0 {
		out = append(out, c.indexTable(on, top))
	}
	return out
}

func (c Cone) yearTable(on string) table.Table {
	t := table.Table{Title: "The cone of " + c.Party.Name + on, Columns: []table.Column{
		{Name: "year"}, {Name: "revenue 5%", Align: table.Right}, {Name: "revenue 50%", Align: table.Right}, {Name: "revenue 95%", Align: table.Right},
		{Name: "due planned", Align: table.Right}, {Name: "due 50%", Align: table.Right}, {Name: "due 95%", Align: table.Right},
		{Name: "balance 5%", Align: table.Right}, {Name: "balance 50%", Align: table.Right}, {Name: "balance 95%", Align: table.Right}, {Name: "short", Align: table.Right},
	}}
	for _, y := range c.Years {
		t.Rows = append(t.Rows, []table.Cell{
			view.Text(strconv.Itoa(y.Year)), y.Income.P5.Cell(), y.Income.P50.Cell(), y.Income.P95.Cell(), y.Planned.Cell(), y.Due.P50.Cell(), y.Due.P95.Cell(),
			y.Balance.P5.Cell(), y.Balance.P50.Cell(), y.Balance.P95.Cell(), {Text: y.Short.Text, Raw: strconv.FormatFloat(y.Short.Share, 'f', -1, 64), Number: true},
		})
	}
	if on != "" {
		t.Footnotes = append(t.Footnotes, c.Words())
	}
	t.Footnotes = append(t.Footnotes, c.notes()...)
	return t
}

// notes say what was drawn from what.
func (c Cone) notes() []string {
	highest := c.Years[0].Short
	for _, y := range c.Years {
		if y.Short.High-y.Short.Low > highest.High-highest.Low {
			highest = y.Short
		}
	}
	half := (highest.High - highest.Low) / 2
	out := []string{
		fmt.Sprintf("revenue is that from outside; due planned: on the %s basis, ranges at their ceilings; short: the share of %s in which something is missing at the end of the year, to within %s (95%% interval of Wilson); numbers have no digit that the error does not support",
			c.Basis, plural(c.Runs.Done, "scenario", "scenarios"), points(half)),
		"odds under these assumptions, and no forecast: nobody renegotiates, sells or borrows more; what it receives under deals counts in full, without the costs of delivering, and hangs on whether a deal is carried through, not on whether the other side can pay",
	}
	if c.Need.P95 == nil || c.Years[0].Income.P5 == nil {
		out = append(out, "?: too few scenarios to tell")
	}
	out = append(out, c.Uncertain.notes(c.Years[len(c.Years)-1].Year)...)
	out = append(out, fmt.Sprintf("seed %d, %s sampling", c.Runs.Seed, c.Runs.Sampling))
	out = append(out, c.Revenue.notes(c.Party.Name)...)
	switch {
	case c.Cash.Amount == nil:
		out = append(out, "no fact tells its cash (--set means."+c.Party.ID+"=AMOUNT assumes it): every need is less, and every balance more, by what it has")
	case c.Cash.Assume:
		out = append(out, "cash of "+c.Cash.Amount.Text+" is assumed")
	default:
		out = append(out, "cash: "+c.Cash.Amount.Text+" ("+c.Cash.Period+", actual)")
	}
	if drawn, ok := c.Drawn.Minor(); ok && drawn > 0 {
		out = append(out, "funding of "+c.Drawn.Text+" that has moved to it since the plan begins counts as at hand, whatever of it is spent")
	}
	if c.Worst != nil {
		out = append(out, "in the worst twentieth of scenarios it would need "+c.Worst.Amount.Text+" on average (expected shortfall; standard error "+c.Worst.Err.Text+")")
	}
	if c.Unknown > 0 {
		out = append(out, view.Plural(c.Unknown, "due of these years is", "dues of these years are")+" undisclosed and in no sum: with them more is needed")
	}
	if c.Unplaced > 0 {
		out = append(out, view.Plural(c.Unplaced, "deal cannot be placed in any year and is", "deals cannot be placed in any year and are")+" in no sum (--spread YEARS spreads those with an amount)")
	}
	if c.Unasked {
		out = append(out, "what moves the answer most was not asked any more")
	}
	if c.Runs.Stopped != "" {
		out = append(out, fmt.Sprintf("stopped after %s of %s scenarios: this is the answer so far", thousands(c.Runs.Done), thousands(c.Runs.Asked)))
	}
	return out
}

// notes say what is drawn from what.
func (u Uncertain) notes(last int) []string {
	var drawn, odds []string
	for _, c := range u.Chances {
		odds = append(odds, c.Status+" "+table.Percent(c.Share))
	}
	if u.Deals > 0 {
		drawn = append(drawn, fmt.Sprintf("whether %s of its status (%s)", view.Plural(u.Deals, "deal is carried through, by the probability", "deals are carried through, each by the probability"), strings.Join(odds, ", ")))
	}
	if u.Delays > 0 {
		months := rangeWords(u.Delay, func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) })
		drawn = append(drawn, fmt.Sprintf("how late %s not begun, %s months (what falls after %d is not counted)", view.Plural(u.Delays, "deal comes that has", "deals come that have"), months, last))
	}
	if u.Amounts > 0 {
		drawn = append(drawn, fmt.Sprintf("%s (%s; low and high are %s)", view.Plural(u.Amounts, "amount in its range", "amounts in their ranges"), u.AmountsAs, map[bool]string{true: "5% and 95% quantiles", false: "the ends"}[u.Ends == "quantiles"]))
	}
	if u.Growing {
		drawn = append(drawn, "growth of revenue in each year, its low and high as 5% and 95% quantiles of a lognormal on either side of the likely one")
	}
	if len(drawn) == 0 {
		return []string{"nothing is drawn: all is certain under these assumptions"}
	}
	out := []string{"drawn: " + strings.Join(drawn, "; ")}
	if u.Correlation > 0 {
		out = append(out, "a common factor moves deals, delays, growth and margin together: correlation "+table.Percent(u.Correlation))
	}
	return out
}

// plural counts with a mark at the thousands.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// swingWords say how far an input is moved.
const swingWords = "low and high are the 10% and the 90% quantile, of a timing the late and the early one; of a deal, that it is not carried through, and that it is"

func (c Cone) swingTable(on string, top int) table.Table {
	t := table.Table{Title: "What moves the lowest balance of " + c.Party.Name + " most" + on, Columns: []table.Column{
		{Name: "input"}, {Name: "at its low", Align: table.Right}, {Name: "at its high", Align: table.Right},
	}}
	for i, s := range c.Swings {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d)", top, len(c.Swings))
			break
		}
		t.Rows = append(t.Rows, []table.Cell{view.Text(s.Label), s.AtLow.Cell(), s.AtHigh.Cell()})
	}
	t.Footnotes = []string{swingWords + "; with all others at their medians, at which the lowest balance at the end of a year is " + c.Medium.Text + ": what several do together is not in it"}
	return t
}

func (c Cone) indexTable(on string, top int) table.Table {
	t := table.Table{Title: "How much of the spread of its lowest balance each input makes" + on, Columns: []table.Column{
		{Name: "input"}, {Name: "alone", Align: table.Right}, {Name: "with others", Align: table.Right}, {Name: "error", Align: table.Right},
	}}
	for i, x := range c.Indices {
		if top > 0 && i == top {
			break
		}
		t.Rows = append(t.Rows, []table.Cell{view.Text(x.Label), table.PercentCell(math.Max(0, x.First)), table.PercentCell(math.Max(0, x.Total)), table.PercentCell(x.Err)})
	}
	t.Footnotes = []string{"Sobol' indices of the lowest balance (Saltelli 2010, Jansen 1999), with their standard error: alone is the share of the variance that an input makes by itself, with others that in which it has a part"}
	return t
}

// SetTornado takes in what swings the lowest balance.
func (c *Cone) SetTornado(w *odds.World, bars []scenario.Bar, base float64) {
	currency := deals.Currency(c.Currency)
	of := func(x float64) *Money { return view.MoneyOf(cents(x), currency) }
	c.Medium = of(base)
	for _, b := range bars {
		if b.Swing == 0 {
			continue
		}
		i := slices.IndexFunc(w.Inputs, func(in odds.Input) bool { return in.ID == b.Name })
		c.Swings = append(c.Swings, Swing{b.Name, c.named(w.Inputs[i].Label), of(b.AtLow), of(b.AtHigh)})
	}
}

// named puts the party's name in the place of its id.
func (c *Cone) named(label string) string {
	for _, what := range []string{"growth of ", "margin of ", "revenue of "} {
		if rest, ok := strings.CutPrefix(label, what+c.Party.ID); ok {
			return what + c.Party.Name + rest
		}
	}
	return label
}

// SetIndices takes in how the variance is split, the largest share first.
func (c *Cone) SetIndices(w *odds.World, found []scenario.Index) {
	for i, x := range found {
		if x.Total <= 2*x.TotalErr && x.First <= 2*x.FirstErr {
			continue // not told from nothing
		}
		c.Indices = append(c.Indices, Index{x.Input, c.named(w.Inputs[i].Label), x.First, x.Total, max(x.FirstErr, x.TotalErr)})
	}
	slices.SortStableFunc(c.Indices, func(a, b Index) int { return cmp.Compare(b.Total, a.Total) })
}
