package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/ladder"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Decay is what became of headlines.
type Decay struct {
	AsOf     string       `json:"as_of"`
	Currency string       `json:"currency"`
	Of       []view.Party `json:"of"`             // whose deals they are; none: all
	Side     string       `json:"side,omitempty"` // pays or receives, if they are of parties
	Deals    []DecayDeal  `json:"deals"`          // what has lost the most first
	Total    Rungs        `json:"total"`          // of these deals, each by itself
	Net      Rungs        `json:"net"`            // without what other deals record too: no dollar twice
	Ladder   *Ladder      `json:"ladder,omitempty"`
	Later    *DecayLater  `json:"later,omitempty"`
	Earned   *Earned      `json:"earned,omitempty"`
}

// RungSum is what legs come to on a rung of the ladder.
type RungSum struct {
	Amount  *view.Money `json:"amount"`                // of those that are disclosed
	Unknown int         `json:"undisclosed,omitempty"` // legs that are not
	Legs    int         `json:"legs"`                  // that count
}

// Rungs are the sums of some legs from the announcement down.
type Rungs struct {
	Announced RungSum `json:"announced"`
	Headline  RungSum `json:"headline"`
	Signed    RungSum `json:"signed"`
	Firm      RungSum `json:"firm"`
	Paid      RungSum `json:"paid"`
}

// DecayDeal is what became of one deal.
type DecayDeal struct {
	Deal     string       `json:"deal"`
	Title    string       `json:"title,omitempty"`
	Between  []string     `json:"between"` // "A → B"
	Public   string       `json:"public"`  // when it became public; "" if nobody says
	Days     *int         `json:"days"`    // since then
	Rungs                 // each leg by itself
	Lost     *view.Money  `json:"lost"`            // ended, and not announced again
	Again    *view.Money  `json:"announced_again"` // ended, and announced again by what took its place
	Open     bool         `json:"again_open"`      // something took its place, and nobody says how much
	Left     *float64     `json:"left"`            // headline now of what was announced; null if a part of it is not known
	State    string       `json:"state"`           // of its legs
	By       []string     `json:"by,omitempty"`    // what took its place
	Late     int          `json:"late,omitempty"`  // days since its term began, while it is signed or less
	Estimate bool         `json:"estimate"`        // of an amount
	Moves    []MarketMove `json:"announcement_value,omitempty"`
	Legs     []DecayLeg   `json:"leg_list"`
}

// DecayLeg is one leg of a deal.
type DecayLeg struct {
	Leg    string      `json:"leg"`
	Payer  view.Party  `json:"payer"`
	Payee  view.Party  `json:"payee"`
	Kind   string      `json:"kind"`
	Stated string      `json:"stated"`
	State  string      `json:"state"`
	Public string      `json:"public"`
	Rungs              // by itself
	Source view.Source `json:"source"`
}

// MarketMove is what a share price added, or took, on the day on which a deal became public: a fact of the ledger.
type MarketMove struct {
	Party  view.Party  `json:"party"`
	Period string      `json:"period"`
	Value  string      `json:"value"`
	Nature string      `json:"nature"`
	Source view.Source `json:"source"`
}

// Ladder is the way of some deals down, step by step.
type Ladder struct {
	Rows     []LadderRow `json:"rows"`
	Expected RungSum     `json:"expected"` // likely amounts times the assumed probability of their status
	// Of what is disclosed on the headline basis, the shares that are not signed, firm and paid; null if there is nothing.
	Possible *float64 `json:"mere_possibility"` // not signed
	Firm     *float64 `json:"firm_share"`
	Paid     *float64 `json:"paid_share"`
}

// LadderRow is a rung, or a step from one to the next.
type LadderRow struct {
	Kind    string       `json:"kind"`
	Label   string       `json:"label"`
	Rung    bool         `json:"rung,omitempty"`
	Amount  *view.Money  `json:"amount"` // of a step, what it takes off
	Left    *view.Money  `json:"left"`
	Unknown int          `json:"undisclosed,omitempty"` // legs in no sum
	Parts   []LadderPart `json:"parts,omitempty"`
}

// LadderPart is what a step takes off a leg; negative where it counts again.
type LadderPart struct {
	Leg    string      `json:"leg"`
	Payer  view.Party  `json:"payer"`
	Payee  view.Party  `json:"payee"`
	Kind   string      `json:"kind"`
	Amount *view.Money `json:"amount"` // null if nobody says
	Why    string      `json:"why"`
}

// DecayLater is how much of what stands falls due late.
type DecayLater struct {
	Months int        `json:"months"`
	Day    string     `json:"after"`
	Rows   []LaterRow `json:"parties"`
}

// LaterRow is a party's part of it.
type LaterRow struct {
	Party   view.Party  `json:"party"`
	All     *view.Money `json:"all"`
	Sooner  *view.Money `json:"sooner"`
	Later   *view.Money `json:"later"`
	Undated *view.Money `json:"undated"`
	Unknown int         `json:"undisclosed"`
	AtLeast *float64    `json:"at_least"` // share that is later; null if there is nothing
	AtMost  *float64    `json:"at_most"`  // if all that is undated is later too
}

// Earned is what a party last reported to have earned, beside what is on record as paid.
type Earned struct {
	Metric  string      `json:"metric"`
	Period  string      `json:"period"`
	Amount  *view.Money `json:"amount"`
	PerPaid float64     `json:"per_dollar_paid"`
	Source  view.Source `json:"source"`
}

// DecayOptions say what is asked of a ladder.
type DecayOptions struct {
	Keep func(ladder.Leg) bool
	Of   []view.Party
	Side string
	Way  bool // with the ladder of all these legs
}

// AnnouncementValue is the metric of facts about what a share price did on the day of an announcement.
const AnnouncementValue = "announcement_value"

// DecayOf tells what became of the deals of a ladder.
func DecayOf(l *deals.Ledger, found *ladder.Ladder, o DecayOptions) Decay {
	n := found.Network
	out := Decay{AsOf: n.View.AsOf.String(), Currency: string(n.View.Currency), Of: o.Of, Side: o.Side, Deals: []DecayDeal{}}
	if out.Of == nil {
		out.Of = []view.Party{}
	}
	var gross, net rungSums
	at := map[deals.DealID]int{}
	var of [][]ladder.Leg
	for _, leg := range found.Legs {
		if !o.Keep(leg) {
			continue
		}
		gross.add(leg.Gross[:])
		net.add(leg.Net[:])
		i, ok := at[leg.Leg.Deal.ID]
		if !ok {
			i = len(of)
			at[leg.Leg.Deal.ID] = i
			of = append(of, nil)
		}
		of[i] = append(of[i], leg)
	}
	for _, legs := range of {
		out.Deals = append(out.Deals, decayDeal(l, found, legs))
	}
	slices.SortStableFunc(out.Deals, mostLost)
	out.Total, out.Net = gross.rungs(n.View.Currency), net.rungs(n.View.Currency)
	if o.Way {
		out.Ladder = ladderOf(found, found.Down(o.Keep))
	}
	return out
}

// rungSums add up legs on the rungs that are shown.
type rungSums [5]ladder.Sum

var shownRungs = [5]ladder.Rung{ladder.Announced, ladder.Headline, ladder.Signed, ladder.Firm, ladder.Paid}

func (s *rungSums) add(on []ladder.Count) {
	for i, r := range shownRungs {
		c := on[r]
		if !c.Counts {
			continue
		}
		s[i].Legs++
		s[i].Minor += c.Minor
		if !c.Known {
			s[i].Unknown++
		}
	}
}

func (s rungSums) rungs(c deals.Currency) Rungs {
	of := func(i int) RungSum { return rungSum(s[i], c) }
	return Rungs{of(0), of(1), of(2), of(3), of(4)}
}

func rungSum(s ladder.Sum, c deals.Currency) RungSum {
	return RungSum{Amount: view.MoneyOf(s.Minor, c), Unknown: s.Unknown, Legs: s.Legs}
}

// minor is what of a sum is disclosed.
func (s RungSum) minor() int64 {
	v, _ := s.Amount.Minor()
	return v
}

// dark reports whether there is something, and nothing of it is disclosed.
func (s RungSum) dark() bool { return s.Unknown > 0 && s.minor() == 0 }

// rungNone stands where a rung counts nothing.
const rungNone = "–"

// Cell is the sum as a table cell.
func (s RungSum) Cell() table.Cell {
	c := s.Amount.Cell()
	switch {
	case s.dark():
		return view.Text(view.Unknown)
	case s.Legs == 0:
		c.Text, c.Raw = rungNone, "0.00"
	case s.Unknown > 0:
		c.Text += " + ?"
	}
	return c
}

// Short is the sum as a label spells it.
func (s RungSum) Short() string {
	switch {
	case s.dark():
		return view.Unknown
	case s.Unknown > 0:
		return s.Amount.Short() + " + ?"
	}
	return s.Amount.Short()
}

func decayDeal(l *deals.Ledger, found *ladder.Ladder, legs []ladder.Leg) DecayDeal {
	n := found.Network
	c := n.View.Currency
	d := legs[0].Leg.Deal
	out := DecayDeal{Deal: string(d.ID), Title: d.Title}
	var sums rungSums
	var lost, again int64
	var states []string
	var public deals.Date
	for _, leg := range legs {
		sums.add(leg.Gross[:])
		lost, again = lost+leg.Lost(), again+leg.Carried
		out.Open = out.Open || leg.Open
		out.Late = max(out.Late, found.Late(leg))
		out.Estimate = out.Estimate || leg.Gross[ladder.Announced].Estimate
		between := view.Name(n.Party(leg.From)) + " → " + view.Name(n.Party(leg.To))
		if !slices.Contains(out.Between, between) {
			out.Between = append(out.Between, between)
		}
		if s := leg.Status.String(); !slices.Contains(states, s) {
			states = append(states, s)
		}
		for _, by := range leg.By {
			if id := string(by.Deal.ID); !slices.Contains(out.By, id) {
				out.By = append(out.By, id)
			}
		}
		if days, ok := found.Days(leg); ok && (out.Days == nil || days > *out.Days) {
			out.Days, public = &days, leg.Public
			out.Public = leg.Public.String()
		}
		out.Legs = append(out.Legs, decayLeg(n, leg))
	}
	out.Rungs, out.State = sums.rungs(c), strings.Join(states, ", ")
	out.Lost, out.Again = view.MoneyOf(lost, c), view.MoneyOf(again, c)
	if was := sums[0]; was.Unknown == 0 && was.Minor > 0 {
		left := float64(sums[1].Minor) / float64(was.Minor)
		out.Left = &left
	}
	out.Moves = marketMoves(l, legs, public)
	return out
}

func decayLeg(n *graph.Network, leg ladder.Leg) DecayLeg {
	used, src := leg.Leg.Use()
	if src.Zero() && len(leg.Leg.AllSources()) > 0 {
		src = leg.Leg.AllSources()[0]
	}
	var sums rungSums
	sums.add(leg.Gross[:])
	return DecayLeg{
		Leg: leg.Leg.Ref().String(), Payer: view.PartyRef(n.Party(leg.From)), Payee: view.PartyRef(n.Party(leg.To)), Kind: string(leg.Leg.Kind),
		Stated: used.String(), State: leg.Status.String(), Public: leg.Public.String(), Rungs: sums.rungs(n.View.Currency), Source: view.SourceOf(src),
	}
}

// marketMoves are the facts about share prices on the day on which a deal became public.
func marketMoves(l *deals.Ledger, legs []ladder.Leg, public deals.Date) []MarketMove {
	var out []MarketMove
	if public.IsZero() {
		return nil
	}
	for _, f := range l.Facts {
		if f.Metric != AnnouncementValue || f.Period.First.IsZero() || f.Period.Last.IsZero() || f.Value.Money == nil {
			continue
		}
		first := public.First()
		if first.IsZero() {
			first = public.Last()
		}
		if f.Period.First.After(public.Last()) || f.Period.Last.Before(first) {
			continue
		}
		if slices.ContainsFunc(legs, func(leg ladder.Leg) bool { return leg.Leg.From == f.Party || leg.Leg.To == f.Party }) {
			out = append(out, MarketMove{view.PartyRef(l.PartyByID(f.Party)), f.Period.Text, f.Value.Text, string(f.Nature), view.SourceOf(f.Source)})
		}
	}
	return out
}

// mostLost puts first what has lost the most, then that of which the most is not firm.
func mostLost(a, b DecayDeal) int {
	x, _ := a.Lost.Minor()
	y, _ := b.Lost.Minor()
	return cmp.Or(cmp.Compare(y, x), leastFirm(a, b))
}

// leastFirm puts first that of which the most is not firm, then the largest.
func leastFirm(a, b DecayDeal) int {
	return cmp.Or(
		cmp.Compare(b.Announced.minor()-b.Firm.minor(), a.Announced.minor()-a.Firm.minor()),
		cmp.Compare(b.Announced.minor(), a.Announced.minor()), cmp.Compare(a.Deal, b.Deal),
	)
}

// ladderOf is the way of legs down, row by row.
func ladderOf(found *ladder.Ladder, w ladder.Way) *Ladder {
	c := found.Network.View.Currency
	out := &Ladder{Expected: rungSum(w.Expected, c)}
	rung := func(kind, label string, s ladder.Sum) {
		out.Rows = append(out.Rows, LadderRow{Kind: kind, Label: label, Rung: true, Amount: view.MoneyOf(s.Minor, c), Left: view.MoneyOf(s.Minor, c), Unknown: s.Unknown})
	}
	left := w.Announced.Minor
	rung("announced", "announced", w.Announced)
	for _, s := range w.Steps {
		left -= s.Minor
		row := LadderRow{Kind: string(s.Kind), Label: s.Kind.Meaning(), Amount: view.MoneyOf(s.Minor, c), Left: view.MoneyOf(left, c), Unknown: s.Unknown}
		for _, p := range s.Parts {
			leg := found.Legs[p.Leg]
			part := LadderPart{
				Leg: leg.Leg.Ref().String(), Payer: view.PartyRef(found.Network.Party(leg.From)), Payee: view.PartyRef(found.Network.Party(leg.To)),
				Kind: string(leg.Leg.Kind), Why: p.Why,
			}
			if p.Known {
				part.Amount = view.MoneyOf(p.Minor, c)
			}
			row.Parts = append(row.Parts, part)
		}
		out.Rows = append(out.Rows, row)
		switch s.Kind {
		case ladder.Ended:
			rung("standing", "still stands", w.Standing)
		case ladder.Overlap:
			rung("headline", "headline, no dollar twice", w.Headline)
		case ladder.Unsigned:
			rung("signed", "signed", w.Signed)
		case ladder.Exit:
			rung("firm", "firm", w.Firm)
		case ladder.Unpaid:
			rung("paid", "paid", w.Paid)
		}
	}
	if w.Headline.Minor > 0 {
		share := func(minor int64) *float64 { x := float64(minor) / float64(w.Headline.Minor); return &x }
		out.Possible, out.Firm, out.Paid = share(w.Headline.Minor-w.Signed.Minor), share(w.Firm.Minor), share(w.Paid.Minor)
	}
	return out
}

// LaterOf tells how much of what parties pay, or are paid, falls due late. Only says which parties are shown; nil is all.
func LaterOf(n *graph.Network, list []ladder.Later, months int, day deals.Date, only func(graph.Node) bool) *DecayLater {
	out := &DecayLater{Months: months, Day: day.String(), Rows: []LaterRow{}}
	slices.SortStableFunc(list, func(a, b ladder.Later) int { return cmp.Or(cmp.Compare(b.Later, a.Later), cmp.Compare(b.All, a.All)) })
	of := func(minor int64) *view.Money { return view.MoneyOf(minor, n.View.Currency) }
	for _, x := range list {
		if only != nil && !only(x.Party) {
			continue
		}
		row := LaterRow{
			Party: view.PartyRef(n.Party(x.Party)), All: of(x.All), Sooner: of(x.All - x.Later - x.Undated), Later: of(x.Later), Undated: of(x.Undated), Unknown: x.Unknown,
		}
		if x.All > 0 {
			low, high := float64(x.Later)/float64(x.All), float64(x.Later+x.Undated)/float64(x.All)
			row.AtLeast, row.AtMost = &low, &high
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// EarnedOf is the last revenue that a party reported for a year or more, beside what it is on record to have paid; nil without one.
func EarnedOf(l *deals.Ledger, n *graph.Network, party deals.PartyID, paid int64) *Earned {
	if paid <= 0 {
		return nil
	}
	for _, metric := range []string{"outside_revenue", "revenue"} {
		for _, f := range l.FactsOf(party, metric) {
			p, m := f.Period, f.Value.Money
			if f.Nature != deals.Actual || m == nil || !m.Disclosed() || p.First.IsZero() || p.Last.IsZero() || p.Last.After(n.View.AsOf) || p.First.DaysUntil(p.Last) < 364 {
				continue
			}
			minor, ok := n.Convert(m.Likely, m.Currency, p.Last)
			if !ok {
				continue
			}
			return &Earned{metric, p.Text, view.MoneyOf(minor, n.View.Currency), float64(minor) / float64(paid), view.SourceOf(f.Source)}
		}
	}
	return nil
}

// who names whose deals they are: "OpenAI", "all parties".
func (d Decay) who() string {
	var names []string
	for _, p := range d.Of {
		names = append(names, p.Name)
	}
	return view.ListOf(names)
}

// what says what the deals are: "what OpenAI is to pay".
func (d Decay) what() string {
	switch {
	case len(d.Of) == 0:
		return ""
	case d.Side == "receives":
		return "what " + d.who() + " is to be paid"
	}
	return "what " + d.who() + " is to pay"
}

// Lead tells the ladder in a paragraph; "" without one.
func (d Decay) Lead() string {
	if d.Ladder == nil || len(d.Deals) == 0 {
		return ""
	}
	sum := func(kind string) string {
		for _, r := range d.Ladder.Rows {
			if r.Rung && r.Kind == kind {
				return RungSum{Amount: r.Left, Unknown: r.Unknown, Legs: 1}.text()
			}
		}
		return view.Unknown
	}
	about := d.what()
	if about == "" {
		about = "these deals"
	}
	once := ""
	if d.overlap() {
		once = ", " + sum("headline") + " without a dollar twice"
	}
	out := fmt.Sprintf("Of %s, %s was announced and %s still stands%s. Of that, %s is signed, %s firm and %s on record as paid.",
		about, sum("announced"), sum("standing"), once, sum("signed"), sum("firm"), sum("paid"))
	if d.Ladder.Possible != nil {
		out += fmt.Sprintf(" %s is mere possibility: not signed.", table.Percent(*d.Ladder.Possible))
	}
	if d.Earned != nil {
		out += fmt.Sprintf(" Its last reported yearly %s, %s for %s, is %s for each dollar on record as paid so far.", strings.ReplaceAll(d.Earned.Metric, "_", " "), d.Earned.Amount.Text, d.Earned.Period, perDollar(d.Earned.PerPaid, d.Currency))
	}
	return out
}

func perDollar(x float64, currency string) string {
	return table.Money(int64(x*100+0.5), currency)
}

func (s RungSum) text() string { return s.Cell().Text }

// Tables shows the ladder, its steps deal by deal, the deals, and what falls due late. Top is how many deals, 0 all.
func (d Decay) Tables(top int, legs bool) []table.Table {
	var out []table.Table
	if d.Ladder != nil {
		out = append(out, d.ladderTable(), d.partTable())
	}
	out = append(out, d.dealTable(top))
	if legs {
		out = append(out, d.legTable(top))
	}
	if t, ok := d.moveTable(); ok {
		out = append(out, t)
	}
	if d.Later != nil {
		out = append(out, d.laterTable(top))
	}
	return out
}

func (d Decay) ladderTable() table.Table {
	title := "Down the ladder"
	if w := d.what(); w != "" {
		title = "Down the ladder: " + w
	}
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "step", Max: 56}, {Name: "takes off", Align: table.Right}, {Name: "left", Align: table.Right}, {Name: "of announced", Align: table.Right},
		{Name: "deals", Align: table.Right}, {Name: "undisclosed", Align: table.Right},
	}}
	var first int64
	for i, r := range d.Ladder.Rows {
		left, _ := r.Left.Minor()
		if i == 0 {
			first = left
		}
		share := view.Text("")
		if first > 0 {
			share = table.PercentCell(float64(left) / float64(first))
		}
		row := []table.Cell{view.Text(view.Upper(r.Label)), {}, r.Left.Cell(), share, {}, table.CountCell(r.Unknown)}
		if !r.Rung {
			row[0], row[1], row[2], row[3] = view.Text("  less: "+r.Label), r.Amount.Cell(), table.Cell{}, table.Cell{}
			row[4] = table.CountCell(countDeals(r.Parts))
			if len(r.Parts) == 0 {
				row[1] = table.Cell{Text: rungNone, Raw: "0.00", Number: true}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Footnotes = []string{
		"announced: what the headline basis would count if no deal had ended; each amount is the one in use today, since the ledger does not say when it was first stated",
		"undisclosed: legs whose amount nobody states; they are in no sum, and never taken as zero",
	}
	if e := d.Ladder.Expected; e.Legs > 0 {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("expected: %s, the likely amounts times the assumed probability of their status; at most the headline, at least what has been paid", e.text()))
	}
	return t
}

// countDeals counts the deals of parts, each once.
func countDeals(parts []LadderPart) int {
	seen := map[string]bool{}
	for _, p := range parts {
		id, _, _ := strings.Cut(p.Leg, "#")
		seen[id] = true
	}
	return len(seen)
}

func (d Decay) partTable() table.Table {
	t := table.Table{Title: "What each step takes off, and why", Columns: []table.Column{
		{Name: "step"}, {Name: "deal", Max: 44}, {Name: "payer", Max: 22}, {Name: "payee", Max: 22}, {Name: "kind"}, {Name: "takes off", Align: table.Right}, {Name: "why", Max: 110},
	}}
	for _, r := range d.Ladder.Rows {
		for _, p := range r.Parts {
			t.Rows = append(t.Rows, []table.Cell{
				view.Text(r.Label), view.Text(p.Leg), view.Text(p.Payer.Name), view.Text(p.Payee.Name), view.Text(strings.ReplaceAll(p.Kind, "_", " ")), p.Amount.Cell(), view.Text(p.Why),
			})
		}
	}
	return t
}

func (d Decay) dealTable(top int) table.Table {
	title := "How headlines shrink"
	if w := d.what(); w != "" {
		title += ": " + w
	}
	t := table.Table{Title: title, Columns: []table.Column{{Name: "deal", Max: 44}, {Name: "between", Max: 40}, {Name: "public"}, {Name: "days", Align: table.Right}}}
	for _, name := range []string{"announced", "headline", "signed", "firm", "paid", "left", "lost", "again"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "state"}, table.Column{Name: "in its place", Max: 44})
	shown := d.Deals
	if top > 0 && len(shown) > top {
		shown = shown[:top]
		t.Title += fmt.Sprintf(" (%d of %d deals, what has lost the most first)", top, len(d.Deals))
	}
	late := 0
	for _, x := range d.Deals {
		if x.Late > 0 {
			late++
		}
	}
	for _, x := range shown {
		t.Rows = append(t.Rows, x.row())
	}
	t.Rows = append(t.Rows, d.sumRow("all "+view.Plural(len(d.Deals), "deal", "deals"), d.Total))
	if d.Total != d.Net && d.overlap() {
		t.Rows = append(t.Rows, d.sumRow("no dollar twice", d.Net))
	}
	t.Footnotes = []string{
		"announced: what the headline basis counts the day the deal became public, which is its first step that is no rumour; amounts are those in use today; headline: what of it still stands; each deal by itself",
		"lost: ended and not announced again; again: ended, and announced again by what took its place, so that the sum of announced has it twice; left: headline of announced, of what is disclosed",
		rungNone + ": the basis counts nothing of it; paid is what is on record as moved, and much that moves is never recorded",
	}
	if u := d.Total.Announced.Unknown; u > 0 {
		t.Footnotes = append(t.Footnotes, view.Plural(u, "leg was", "legs were")+" announced without an amount that anybody states: in no sum, never taken as zero")
	}
	if late > 0 {
		t.Footnotes = append(t.Footnotes, view.Plural(late, "deal is", "deals are")+" late: the term has begun, and no source shows that it runs; "+d.latest())
	}
	return t
}

// overlap reports whether deals record the same money.
func (d Decay) overlap() bool {
	return d.Total.Announced.minor() != d.Net.Announced.minor() || d.Total.Headline.minor() != d.Net.Headline.minor()
}

// latest names up to three late deals, the latest first.
func (d Decay) latest() string {
	var late []DecayDeal
	for _, x := range d.Deals {
		if x.Late > 0 {
			late = append(late, x)
		}
	}
	slices.SortStableFunc(late, func(a, b DecayDeal) int { return cmp.Compare(b.Late, a.Late) })
	var said []string
	for _, x := range late[:min(3, len(late))] {
		said = append(said, fmt.Sprintf("%s by %s", x.Deal, lateness(x.Late)))
	}
	return strings.Join(said, ", ")
}

// lateness spells a number of days in months, rounded down, or in days.
func lateness(days int) string {
	if m := days * 12 / 365; m > 0 {
		return view.Plural(m, "month", "months")
	}
	return view.Plural(days, "day", "days")
}

func (x DecayDeal) row() []table.Cell {
	days := view.Text(view.Unknown)
	if x.Days != nil {
		days = table.CountCell(*x.Days)
	}
	public := view.Text(cmp.Or(x.Public, view.Unknown))
	left := view.Text(view.Unknown)
	if x.Left != nil {
		left = table.PercentCell(*x.Left)
	}
	cell := func(s RungSum) table.Cell {
		c := s.Cell()
		if x.Estimate && s.Legs > 0 && !s.dark() {
			c.Text = "~" + c.Text
		}
		return c
	}
	money := func(m *view.Money, dark bool) table.Cell {
		c := m.Cell()
		if v, _ := m.Minor(); v == 0 {
			c.Text = ""
			if dark {
				return view.Text(view.Unknown)
			}
		}
		return c
	}
	gone := x.Announced.Unknown > x.Headline.Unknown
	lost := money(x.Lost, gone)
	if x.Open && lost.Number {
		lost.Text = "up to " + lost.Text
	}
	return []table.Cell{
		view.Text(x.Deal), view.Text(strings.Join(x.Between, ", ")), public, days, cell(x.Announced), cell(x.Headline), cell(x.Signed), cell(x.Firm), cell(x.Paid),
		left, lost, money(x.Again, x.Open), view.Text(x.State), view.Text(strings.Join(x.By, ", ")),
	}
}

// sumRow is a row of sums.
func (d Decay) sumRow(name string, r Rungs) []table.Cell {
	left := view.Text(view.Unknown)
	if was := r.Announced.minor(); was > 0 && !r.Headline.dark() {
		left = table.PercentCell(float64(r.Headline.minor()) / float64(was))
	}
	var lost, again int64
	for _, x := range d.Deals {
		l, _ := x.Lost.Minor()
		a, _ := x.Again.Minor()
		lost, again = lost+l, again+a
	}
	row := []table.Cell{view.Text(name), {}, {}, {}, r.Announced.Cell(), r.Headline.Cell(), r.Signed.Cell(), r.Firm.Cell(), r.Paid.Cell(), left,
		table.MoneyCell(lost, d.Currency), table.MoneyCell(again, d.Currency), {}, {}}
	if r == d.Net && r != d.Total {
		row[10], row[11] = table.Cell{}, table.Cell{}
	}
	return row
}

func (d Decay) legTable(top int) table.Table {
	t := table.Table{Title: "The legs of these deals, and where their amounts come from", Columns: []table.Column{
		{Name: "leg", Max: 52}, {Name: "payer", Max: 22}, {Name: "payee", Max: 22}, {Name: "kind"}, {Name: "stated", Align: table.Right, Max: 24}, {Name: "public"}, {Name: "state"},
	}}
	for _, name := range []string{"announced", "headline", "signed", "firm", "paid"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "tier"}, table.Column{Name: "source"})
	for i, x := range d.Deals {
		if top > 0 && i == top {
			break
		}
		for _, l := range x.Legs {
			t.Rows = append(t.Rows, []table.Cell{
				view.Text(l.Leg), view.Text(l.Payer.Name), view.Text(l.Payee.Name), view.Text(strings.ReplaceAll(l.Kind, "_", " ")), view.Text(l.Stated), view.Text(cmp.Or(l.Public, view.Unknown)), view.Text(l.State),
				l.Announced.Cell(), l.Headline.Cell(), l.Signed.Cell(), l.Firm.Cell(), l.Paid.Cell(), view.Text(l.Source.Tier), {Text: l.Source.URL, Link: l.Source.URL},
			})
		}
	}
	return t
}

// moveTable is of what share prices did; ok is false if the ledger has no such fact.
func (d Decay) moveTable() (t table.Table, ok bool) {
	t = table.Table{Title: "What share prices did on the day", Columns: []table.Column{
		{Name: "deal", Max: 44}, {Name: "announced", Align: table.Right}, {Name: "party", Max: 22}, {Name: "day"}, {Name: "value added", Align: table.Right}, {Name: "nature"}, {Name: "source"},
	}}
	for _, x := range d.Deals {
		for _, m := range x.Moves {
			t.Rows = append(t.Rows, []table.Cell{view.Text(x.Deal), x.Announced.Cell(), view.Text(m.Party.Name), view.Text(m.Period), view.Text(m.Value), view.Text(m.Nature), {Text: m.Source.URL, Link: m.Source.URL}})
		}
	}
	t.Footnotes = []string{"value added is what a source says, not what the deal caused: other news of the day is in it"}
	return t, len(t.Rows) > 0
}

func (d Decay) laterTable(top int) table.Table {
	side := "is to pay"
	if d.Side == "receives" {
		side = "is to be paid"
	}
	t := table.Table{Title: fmt.Sprintf("How much of what a party %s falls due more than %s after %s", side, view.Plural(d.Later.Months, "month", "months"), d.AsOf), Columns: []table.Column{{Name: "party", Max: 32}}}
	for _, name := range []string{"headline", "by " + d.Later.Day, "later", "no date", "share later", "undisclosed"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	for i, r := range d.Later.Rows {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d)", top, len(d.Later.Rows))
			break
		}
		share := view.Text(view.Unknown)
		if r.AtLeast != nil {
			share = table.PercentCell(*r.AtLeast)
			if *r.AtMost > *r.AtLeast {
				share.Text += " to " + table.Percent(*r.AtMost)
			}
		}
		cell := func(m *view.Money) table.Cell {
			if v, _ := r.All.Minor(); v == 0 && r.Unknown > 0 {
				return view.Text(view.Unknown)
			}
			return m.Cell()
		}
		t.Rows = append(t.Rows, []table.Cell{view.Text(r.Party.Name), cell(r.All), cell(r.Sooner), cell(r.Later), cell(r.Undated), share, view.Text(strconv.Itoa(r.Unknown))})
	}
	t.Footnotes = []string{
		"headline basis, no dollar twice; a deal with a term falls due flat over it unless the ledger has a schedule (an assumption); a one-off falls due when it was completed, signed or announced",
		"no date: deals without a term, which nobody can place; the higher share is what would be later if all of that were",
	}
	return t
}
