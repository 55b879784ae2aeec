package outlook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// DealOdds are what all answers have in common that are drawn because it is not certain which deals are carried through.
type DealOdds struct {
	Basis       string     `json:"basis"`
	AsOf        string     `json:"as_of"`
	Years       string     `json:"years,omitempty"`
	Currency    string     `json:"currency"`
	Runs        Runs       `json:"scenarios"`
	Drawn       DealsDrawn `json:"drawn"`
	MoreThan    *MoreThan  `json:"more_than,omitempty"`
	Undisclosed []string   `json:"undisclosed"` // legs in none of the sums, since nobody knows their amounts
}

// DealsDrawn counts what is drawn.
type DealsDrawn struct {
	Deals       int          `json:"deals"`
	Amounts     int          `json:"amounts"`
	Chances     []DealChance `json:"probabilities"`
	Correlation float64      `json:"correlation"`
	AmountsAs   string       `json:"amounts_as"` // pert, triangular
	Ends        string       `json:"ends"`       // extremes, quantiles
	Within      int          `json:"within"`     // legs without what other deals record of them
}

// DealChance is how likely deals of a status are carried through, and how many are drawn.
type DealChance struct {
	Status string  `json:"status"`
	Share  float64 `json:"probability"`
	Deals  int     `json:"deals"`
}

// MoreThan is the chance of more than an amount.
type MoreThan struct {
	Amount *Money `json:"amount"`
	Chance Chance `json:"chance"`
}

// AmountOdds is an amount over all scenarios, beside what it is if every deal is carried through.
type AmountOdds struct {
	Counted *Money `json:"as_counted"`
	Spread
}

// ShareOdds is the same for a share.
type ShareOdds struct {
	Counted float64  `json:"as_counted"`
	Mean    Portion  `json:"mean"`
	Err     *float64 `json:"mean_error"` // standard error; null if nothing tells it
	P5      *Portion `json:"p5"`
	P25     *Portion `json:"p25"`
	P50     *Portion `json:"p50"`
	P75     *Portion `json:"p75"`
	P95     *Portion `json:"p95"`
}

// Portion is a share as its error supports it.
type Portion struct {
	Share float64 `json:"share"`
	Text  string  `json:"text"`
}

// Cell is the portion as a table cell; a question mark where there is none.
func (p *Portion) Cell() table.Cell {
	if p == nil {
		return table.Cell{Text: view.Unknown}
	}
	return table.Cell{Text: p.Text, Raw: strconv.FormatFloat(p.Share, 'f', -1, 64), Number: true}
}

// RoundOdds is how much can go round when it is not certain which deals are carried through.
type RoundOdds struct {
	DealOdds
	Circulated AmountOdds `json:"circulated"`
	Gross      AmountOdds `json:"gross"`
	Index      ShareOdds  `json:"index"` // Circulated of Gross
	Nothing    Chance     `json:"nothing_goes_round"`
	OnCycles   []string   `json:"undisclosed_on_cycles"` // of the undisclosed legs those that lie on some cycle, so that more may go round
}

// The names of the answers of circularity.
const (
	RoundCirculated = "circulated"
	RoundGross      = "gross"
	RoundIndex      = "index"
)

// RoundOddsOf reads the answers by those names. moreThan is in minor units, or nil.
func RoundOddsOf(n *graph.Network, a *odds.Answers, set *assumptions.Set, moreThan *int64) RoundOdds {
	out := RoundOdds{
		DealOdds: dealOddsOf(n, a, set, moreThan, a.Of(RoundCirculated)), Circulated: amountOdds(n, a, RoundCirculated), Gross: amountOdds(n, a, RoundGross),
		Index: shareOdds(a, RoundIndex), OnCycles: []string{},
	}
	p, low, high := a.Of(RoundCirculated).Above(0)
	out.Nothing = chanceOf(odds.Share{Share: 1 - p, Low: 1 - high, High: 1 - low})
	for arc := range view.ArcsOnCycles(n) {
		if !arc.Known {
			out.OnCycles = append(out.OnCycles, arc.Leg.Ref().String())
		}
	}
	return out
}

func dealOddsOf(n *graph.Network, a *odds.Answers, set *assumptions.Set, moreThan *int64, s *scenario.Sample) DealOdds {
	out := DealOdds{
		Basis: string(n.View.Basis), AsOf: n.View.AsOf.String(), Years: n.View.Years.String(), Currency: string(n.View.Currency), Runs: runsOf(a.Result),
		Drawn:       DealsDrawn{Correlation: set.Correlation(), AmountsAs: set.Amounts(), Ends: set.Ends(), Chances: []DealChance{}},
		Undisclosed: []string{},
	}
	for _, in := range a.Deals.Inputs {
		switch in.About {
		case "deal":
			out.Drawn.Deals++
		case "amount":
			out.Drawn.Amounts++
		}
	}
	for _, c := range a.Deals.Chances {
		out.Drawn.Chances = append(out.Drawn.Chances, DealChance{c.Status.String(), c.Probability, c.Deals})
	}
	for arc := range n.Arcs() {
		if !arc.Known {
			out.Undisclosed = append(out.Undisclosed, arc.Leg.Ref().String())
		}
		if arc.Inside > 0 {
			out.Drawn.Within++
		}
	}
	if moreThan != nil {
		p, low, high := s.Above(float64(*moreThan))
		out.MoreThan = &MoreThan{view.MoneyOf(*moreThan, n.View.Currency), chanceOf(odds.Share{Share: p, Low: low, High: high})}
	}
	return out
}

func amountOdds(n *graph.Network, a *odds.Answers, name string) AmountOdds {
	out := AmountOdds{view.MoneyOf(cents(a.Plain[slices.Index(a.Names, name)]), n.View.Currency), spreadOf(a.Of(name), n.View.Currency)}
	if _, se := a.Of(name).Mean(); out.Err != nil {
		out.Err = rounded(se, se/10, n.View.Currency)
	}
	return out
}

func shareOdds(a *odds.Answers, name string) ShareOdds {
	s := a.Of(name)
	portion := func(x, se float64) *Portion {
		if se == 0 {
			return &Portion{x, table.Percent(x)}
		}
		share, _ := scenario.Digits(x, se)
		return &Portion{share, percent(share, se)}
	}
	at := func(q float64) *Portion {
		x, low, high := s.Quantile(q)
		if math.IsInf(low, 0) || math.IsInf(high, 0) {
			return nil // too few scenarios tell it
		}
		return portion(x, (high-low)/2/1.96)
	}
	mean, se := s.Mean()
	out := ShareOdds{Counted: a.Plain[slices.Index(a.Names, name)], Mean: *portion(mean, se), P5: at(0.05), P25: at(0.25), P50: at(0.5), P75: at(0.75), P95: at(0.95)}
	if !math.IsInf(se, 0) {
		out.Err = &se
	}
	return out
}

// dark reports whether there are deals, and the amount of none is known.
func (r RoundOdds) dark() bool { return r.Gross.Counted.Amount == "0.00" && len(r.Undisclosed) > 0 }

// still reports whether nothing goes round as counted, so that nothing ever does.
func (r RoundOdds) still() bool { return r.Circulated.Counted.Amount == "0.00" }

// Words answer in a paragraph.
func (r RoundOdds) Words() string {
	if r.dark() {
		return "No amount is disclosed: nothing is known of what can go round."
	}
	if r.still() {
		return "Even if every deal of the " + r.Basis + " basis is carried through, nothing of a known amount can go round."
	}
	out := fmt.Sprintf("If every deal of the %s basis were carried through, %s could go round. ", r.Basis, r.Circulated.Counted.Text)
	out += "Over " + scenariosOf(r.Runs) + " in which deals may fall through it is " + r.Circulated.words() + "."
	if r.MoreThan != nil {
		out += " " + r.MoreThan.words("goes round")
	}
	return out
}

// words say the mean, and between which amounts nine of ten scenarios lie, if enough of them tell.
func (a AmountOdds) words() string {
	out := textOf(a.Mean) + " on average"
	switch {
	case a.P5 == nil || a.P95 == nil:
		return out
	case a.P5.Amount == a.P95.Amount:
		return out + ", and " + a.P5.Text + " in nine of ten"
	}
	return out + ", and between " + a.P5.Text + " and " + a.P95.Text + " in nine of ten"
}

func (m MoreThan) words(happens string) string {
	switch m.Chance.Share {
	case 0, 1:
		return fmt.Sprintf("That more than %s %s has a chance %s.", m.Amount.Text, happens, m.Chance.Text)
	}
	return fmt.Sprintf("More than %s %s in %s of them.", m.Amount.Text, happens, m.Chance.Text)
}

func scenariosOf(r Runs) string { return plural(r.Done, "scenario", "scenarios") }

// Tables set the amounts side by side with what they are if every deal is carried through.
func (r RoundOdds) Tables() []table.Table {
	t := oddsTable("What can go round if deals may fall through"+r.on(), "measure")
	t.Rows = append(t.Rows, r.Circulated.row("can go round"), r.Gross.row("all money"), r.Index.row("share"))
	if r.dark() {
		for _, row := range t.Rows {
			for i := range row[1:] {
				row[1+i] = view.Text(view.Unknown)
			}
		}
	}
	t.Footnotes = append(t.Footnotes, r.firstNote(r.Circulated.untold()))
	if r.Nothing.Share > 0 && !r.still() {
		t.Footnotes = append(t.Footnotes, "nothing can go round in "+r.Nothing.Text+" of scenarios")
	}
	t.Footnotes = append(t.Footnotes, "can go round: the most that could return to where it came from, or cancel by netting around cycles, in each scenario by itself; its mean is never above what amounts weighed by their chances give, since a cycle breaks as soon as one of its deals falls through")
	t.Footnotes = append(t.Footnotes, r.notes()...)
	if len(r.OnCycles) > 0 {
		t.Footnotes = append(t.Footnotes, view.Plural(len(r.OnCycles), "undisclosed amount lies", "undisclosed amounts lie")+" on a cycle, so that more may go round: "+few(r.OnCycles))
	}
	return []table.Table{t}
}

func (d DealOdds) on() string {
	if d.Years != "" {
		return " (" + d.Basis + " basis, " + d.Years + ")"
	}
	return " (" + d.Basis + " basis)"
}

func oddsTable(title, first string) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: first, Max: 32}}}
	for _, name := range []string{"as counted", "mean", "±", "5%", "25%", "50%", "75%", "95%"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	return t
}

func (a AmountOdds) row(name string) []table.Cell {
	return []table.Cell{view.Text(name), a.Counted.Cell(), a.Mean.Cell(), a.Err.Cell(), a.P5.Cell(), a.P25.Cell(), a.P50.Cell(), a.P75.Cell(), a.P95.Cell()}
}

func (s ShareOdds) row(name string) []table.Cell {
	se := view.Text(view.Unknown)
	if s.Err != nil {
		x, _ := scenario.Digits(*s.Err, *s.Err/10)
		se = (&Portion{x, percent(x, x/10)}).Cell()
	}
	return []table.Cell{view.Text(name), table.PercentCell(s.Counted), s.Mean.Cell(), se, s.P5.Cell(), s.P25.Cell(), s.P50.Cell(), s.P75.Cell(), s.P95.Cell()}
}

// firstNote explains the columns.
func (d DealOdds) firstNote(few bool) string {
	untold := ""
	if few {
		untold = " (?: too few scenarios tell it)"
	}
	return fmt.Sprintf("as counted: every deal carried through, at what the %s basis counts; mean: over %s, ± its standard error; 5%% … 95%%: that share of scenarios has no more%s; numbers have no digit that the error does not support",
		d.Basis, scenariosOf(d.Runs), untold)
}

// untold reports whether there are too few scenarios to tell how far it spreads.
func (a AmountOdds) untold() bool { return a.Err == nil || a.P5 == nil || a.P95 == nil }

// notes say what was drawn from what.
func (d DealOdds) notes() []string {
	var drawn, odds []string
	for _, c := range d.Drawn.Chances {
		odds = append(odds, fmt.Sprintf("%s %s (%d)", c.Status, table.Percent(c.Share), c.Deals))
	}
	if d.Drawn.Deals > 0 {
		drawn = append(drawn, fmt.Sprintf("whether %s carried through, by the probability of the status: %s", view.Plural(d.Drawn.Deals, "deal is", "deals are"), strings.Join(odds, ", ")))
	}
	if d.Drawn.Amounts > 0 {
		drawn = append(drawn, fmt.Sprintf("%s (%s; low and high are %s)", view.Plural(d.Drawn.Amounts, "amount in its range", "amounts in their ranges"), d.Drawn.AmountsAs, map[bool]string{true: "5% and 95% quantiles", false: "the ends"}[d.Drawn.Ends == "quantiles"]))
	}
	out := []string{"nothing is drawn: all is certain under these assumptions"}
	if len(drawn) > 0 {
		out = []string{"drawn: " + strings.Join(drawn, "; ")}
	}
	if d.Drawn.Correlation > 0 && d.Drawn.Deals > 0 {
		out = append(out, "a common factor moves the fates of deals together: correlation "+table.Percent(d.Drawn.Correlation))
	}
	if len(drawn) > 0 {
		out = append(out, "what has moved is certain: deals that are completed, running funding without a schedule, and payments on record; no delay is drawn")
	}
	if d.Drawn.Within > 0 && d.Drawn.Deals > 0 {
		out = append(out, "where a deal that lies within another falls through, the one around it does not come to more")
	}
	out = append(out, fmt.Sprintf("seed %d, %s sampling; odds under these assumptions, and no forecast", d.Runs.Seed, d.Runs.Sampling))
	if d.Runs.Stopped != "" {
		out = append(out, fmt.Sprintf("stopped after %s of %s scenarios: this is the answer so far", thousands(d.Runs.Done), thousands(d.Runs.Asked)))
	}
	return out
}

// few names some of many.
func few(names []string) string {
	const most = 6
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
}

// ExposureOdds is what others have at stake with a party when it is not certain which deals are carried through.
type ExposureOdds struct {
	DealOdds
	Party   view.Party   `json:"party"`
	AtStake AmountOdds   `json:"at_stake"`
	Parties []HolderOdds `json:"counterparties"` // those with the most at stake as counted
	Others  int          `json:"more_counterparties"`
	Dark    []view.Party `json:"undisclosed_only"` // counterparties of which no amount is known
	Holders string       `json:"holders,omitempty"`
}

// HolderOdds is what one counterparty has at stake.
type HolderOdds struct {
	Counterparty view.Party `json:"counterparty"`
	Outside      bool       `json:"outside,omitempty"`
	AtStake      AmountOdds `json:"at_stake"`
	Undisclosed  int        `json:"undisclosed,omitempty"` // claims that come on top
}

// ExposureTotal is the name of the answer for all; a counterparty's is its id.
const ExposureTotal = "all, in total"

// ExposureOddsOf reads the answers by those names. side are the counterparties, whether they have an answer of their own or not, as
// counted; n has the deals that matter for it alone. moreThan is in minor units, or nil.
func ExposureOddsOf(n *graph.Network, party graph.Node, side exposure.Side, a *odds.Answers, set *assumptions.Set, moreThan *int64) ExposureOdds {
	out := ExposureOdds{
		DealOdds: dealOddsOf(n, a, set, moreThan, a.Of(ExposureTotal)), Party: view.PartyRef(n.Party(party)), AtStake: amountOdds(n, a, ExposureTotal),
		Parties: []HolderOdds{}, Dark: []view.Party{},
	}
	for _, p := range side.Positions {
		holder := n.Party(p.Counterparty)
		switch ref := view.PartyRef(holder); {
		case a.Of(string(holder.ID)) != nil:
			out.Parties = append(out.Parties, HolderOdds{ref, holder.Outside(), amountOdds(n, a, string(holder.ID)), p.Total.Unknown})
		case p.Total.Amount == 0 && p.Total.Unknown > 0:
			out.Dark = append(out.Dark, ref)
		default:
			out.Others++
		}
	}
	return out
}

// Words answer in a paragraph.
func (e ExposureOdds) Words() string {
	switch {
	case e.AtStake.Counted.Amount == "0.00" && len(e.Undisclosed) > 0:
		return "What others have at stake with " + e.Party.Name + " is not disclosed."
	case e.AtStake.Counted.Amount == "0.00":
		return "Nobody has anything at stake with " + e.Party.Name + "."
	}
	out := fmt.Sprintf("If every deal of the %s basis were carried through, others would have %s at stake with %s. ", e.Basis, e.AtStake.Counted.Text, e.Party.Name)
	out += "Over " + scenariosOf(e.Runs) + " in which deals may fall through it is " + e.AtStake.words() + "."
	if e.MoreThan != nil {
		out += " " + e.MoreThan.words("is at stake")
	}
	return out
}

// Tables set the amounts side by side with what they are if every deal is carried through.
func (e ExposureOdds) Tables() []table.Table {
	t := oddsTable("At stake with "+e.Party.Name+" if deals may fall through"+e.on()+": what others lose if it fails", "counterparty")
	for _, p := range e.Parties {
		name := p.Counterparty.Name
		if p.Outside {
			name += " (outside)"
		}
		t.Rows = append(t.Rows, p.AtStake.row(name))
		if p.Undisclosed > 0 {
			t.Rows[len(t.Rows)-1][1].Text += " + ?"
		}
	}
	for _, p := range e.Dark {
		row := view.Texts(p.Name)
		for range t.Columns[1:] {
			row = append(row, view.Text(view.Unknown))
		}
		t.Rows = append(t.Rows, row)
	}
	all := e.AtStake.row("all")
	switch {
	case e.AtStake.Counted.Amount == "0.00" && len(e.Undisclosed) > 0:
		for i := range all[1:] {
			all[1+i] = view.Text(view.Unknown)
		}
	case len(e.Undisclosed) > 0:
		all[1].Text += " + ?"
	}
	t.Rows = append(t.Rows, all)
	t.Footnotes = append(t.Footnotes, e.firstNote(e.AtStake.untold()), "gross of any recovery, and directly: what passes on along chains is not drawn; amounts of several counterparties need not be high or low in the same scenario, so that their quantiles do not add up")
	if slices.ContainsFunc(e.Parties, func(h HolderOdds) bool { return h.AtStake.Counted.Amount == "0.00" }) {
		t.Footnotes = append(t.Footnotes, "who has nothing as counted has promised money and paid a part: if the rest falls through, it is the payer who has that at stake")
	}
	if e.Others > 0 {
		t.Footnotes = append(t.Footnotes, view.Plural(e.Others, "more counterparty is", "more counterparties are")+" in the total only (--top)")
	}
	t.Footnotes = append(t.Footnotes, e.notes()...)
	if len(e.Undisclosed) > 0 {
		t.Footnotes = append(t.Footnotes, view.Plural(len(e.Undisclosed), "deal has an undisclosed amount: in none of these numbers, and nothing is drawn for it: ", "deals have undisclosed amounts: in none of these numbers, and nothing is drawn for them: ")+few(e.Undisclosed))
	}
	return []table.Table{t}
}
