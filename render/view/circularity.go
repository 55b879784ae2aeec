package view

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/throughflow"
	"dealgraph/render/table"
)

// Circularity is how much of the money of a network goes round: the chain of sums, each at most the next but for Compressed,
// and two shares.
type Circularity struct {
	Basis       string  `json:"basis"`
	Years       string  `json:"years,omitempty"`
	Gross       *Money  `json:"gross"`
	Bilateral   *Money  `json:"bilateral"`             // cancels between two parties
	Circulated  *Money  `json:"circulated"`            // the most that can go round, each payment counted once
	OnCycles    *Money  `json:"on_cycles"`             // all of the deals that lie on some cycle
	Excess      *Money  `json:"excess"`                // what netting all positions would save, if anybody could pay anybody
	Compressed  *Money  `json:"compressed"`            // and what would be left
	Index       float64 `json:"index"`                 // Circulated of Gross
	Finn        *Share  `json:"finn_index"`            // the share of all that passes a party and has been there before, pro rata; null if the network is too large
	Deals       int     `json:"deals"`                 // legs
	Undisclosed int     `json:"undisclosed"`           // legs in none of the sums, since nobody knows their amounts
	NoRate      int     `json:"no_rate,omitempty"`     // and since the ledger has no rate for their currency
	OpenCircles int     `json:"undisclosed_on_cycles"` // of these, those that lie on some cycle, so that more may go round
	InNoYear    *Money  `json:"in_no_year,omitempty"`  // of Gross, what no single year has, if years were asked for
	Note        string  `json:"note,omitempty"`

	Parties     []CircularParty `json:"parties,omitzero"`
	PerDeal     []CircularDeal  `json:"per_deal,omitzero"`
	Cycles      []CircularCycle `json:"cycles,omitzero"`
	DropParties []Drop          `json:"without_party,omitzero"`
	DropDeals   []Drop          `json:"without_deal,omitzero"`
	Breaking    *Breaking       `json:"breaking,omitempty"`
	Null        *NullModel      `json:"null_model,omitempty"`
	OnCycle     []Deal          `json:"deals_on_cycles,omitzero"`
}

// Share is a number from 0 to 1.
type Share = float64

// CircularityOf tells what goes round in a network. The matrix may be nil, if the network is too large for one.
func CircularityOf(n *graph.Network, r circulation.Totals, m *throughflow.Matrix) Circularity {
	of := func(minor int64) *Money { return MoneyOf(minor, n.View.Currency) }
	c := Circularity{
		Basis: string(n.View.Basis), Years: n.View.Years.String(),
		Gross: of(r.Gross), Bilateral: of(r.Bilateral), Circulated: of(r.Circulated), OnCycles: of(r.InComponents),
		Excess: of(r.Excess), Compressed: of(r.Compressed), Index: r.Index(), Deals: n.Size(), Undisclosed: r.Unknown,
	}
	for a := range n.Arcs() {
		if a.NoRate {
			c.NoRate++
			c.Undisclosed--
		}
	}
	for a := range ArcsOnCycles(n) {
		if !a.Known {
			c.OpenCircles++
		}
	}
	if m != nil {
		c.Finn = &m.Finn
	}
	return c
}

// CircularityTable sets networks side by side: bases, or years.
func CircularityTable(title string, rows []Circularity) table.Table {
	years := slices.ContainsFunc(rows, func(c Circularity) bool { return c.Years != "" })
	t := table.Table{Title: title, Columns: []table.Column{{Name: "basis"}}}
	if years {
		t.Columns = append(t.Columns, table.Column{Name: "years"})
	}
	for _, name := range []string{"all money", "can go round", "share", "between two", "on a cycle", "round trip", "undisclosed"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	for _, c := range rows {
		row := Texts(c.Basis)
		if years {
			row = append(row, Text(c.Years))
		}
		finn := Text("")
		if c.Finn != nil {
			finn = table.PercentCell(*c.Finn)
		}
		index := table.PercentCell(c.Index)
		circulated := c.sum(c.Circulated)
		switch {
		case c.unknown():
			index, finn = Text(Unknown), Text(Unknown)
		case c.Circulated.Amount == "0.00" && c.OpenCircles > 0: // nothing is disclosed that goes round, and something may
			circulated.Text += " + ?"
			index, finn = Text(Unknown), Text(Unknown)
		}
		t.Rows = append(t.Rows, append(row, c.sum(c.Gross), circulated, index, c.sum(c.Bilateral), c.sum(c.OnCycles), finn, table.CountCell(c.Undisclosed)))
	}
	t.Footnotes = []string{
		"can go round: the most that could return to where it came from, or cancel by netting around cycles; each payment is counted once, so that $50 all the way round three parties is $150",
		"between two: cancels between two parties alone, or within one; on a cycle: all money of deals that lie on some cycle",
		"round trip: if every party passes on what it has in proportion, the share of all that is at its party and has been there before (Finn's index); unlike all money, it counts own and unrecorded funds too",
	}
	return t
}

// unknown reports whether there are deals, and the amount of none is known.
func (c Circularity) unknown() bool {
	return c.Gross.Amount == "0.00" && c.Undisclosed+c.NoRate > 0
}

// sum shows a sum, unless nothing is known that it could be of.
func (c Circularity) sum(m *Money) table.Cell {
	if c.unknown() {
		return Text(Unknown)
	}
	return m.Cell()
}

// YearTable sets the years of each basis side by side, and what no year has.
func YearTable(bases, years []Circularity) table.Table {
	t := CircularityTable("Year by year: what falls due in a year", years)
	t.Footnotes = nil // those of the first table explain this one
	for _, c := range bases {
		if c.InNoYear == nil || len(t.Columns) < 3 || t.Columns[1].Name != "years" {
			continue
		}
		row := Texts(c.Basis, "no year")
		t.Rows = append(t.Rows, append(row, c.InNoYear.Cell(), table.Cell{}, table.Cell{}, table.Cell{}, table.Cell{}, table.Cell{}, table.Cell{}))
	}
	t.Footnotes = []string{"no year: money of deals without a term, which cannot be placed in time"}
	return t
}

// CircularParty is how much of a party's money makes a round trip.
type CircularParty struct {
	Party     Party   `json:"party"`
	Received  *Money  `json:"received"`
	Paid      *Money  `json:"paid"`
	RoundTrip float64 `json:"round_trip"` // share of all it has that it had before, pro rata
	Back      *Money  `json:"comes_back"` // the same in money
	AtLeast   *Money  `json:"at_least"`   // whoever spends which dollar
	AtMost    *Money  `json:"at_most"`
	Closed    bool    `json:"closed,omitempty"`
}

// CircularPartyOf tells the round trip of a party.
func CircularPartyOf(n *graph.Network, p throughflow.Party, b throughflow.Bounds) CircularParty {
	of := func(minor int64) *Money { return MoneyOf(minor, n.View.Currency) }
	return CircularParty{
		Party: node(n, p.Node), Received: of(p.Received + p.External), Paid: of(p.Paid + p.Left), RoundTrip: p.RoundTrip, Back: of(p.Circular()),
		AtLeast: of(b.Min), AtMost: of(b.Max), Closed: p.Closed,
	}
}

// CircularDeal is how much of a deal comes back.
type CircularDeal struct {
	Deal
	Share    float64 `json:"share"` // of the amount
	Circular *Money  `json:"circular"`
}

// CircularDeals lists the legs of which something goes round, the most first; of two alike, the first in the ledger's order.
// Parts are rounded down, so that they add up to no more than what can go round.
func CircularDeals(n *graph.Network, s circulation.Split) []CircularDeal {
	var ids []int
	for id, c := range s.Circular {
		if c >= 0.5 {
			ids = append(ids, id)
		}
	}
	slices.SortStableFunc(ids, func(i, j int) int { return cmp.Compare(s.Circular[j], s.Circular[i]) })
	out := []CircularDeal{}
	for _, id := range ids {
		out = append(out, CircularDeal{deal(n, n.Arc(id)), s.Share[id], MoneyOf(int64(s.Circular[id]+1e-6), n.View.Currency)})
	}
	return out
}

// CircularCycle is a cycle of a circulation: what goes round it, and that amount for each of its steps.
type CircularCycle struct {
	Path    string  `json:"path"`
	Parties []Party `json:"parties"`
	Amount  *Money  `json:"amount"`
	Moved   *Money  `json:"moved"`
}

// CircularCycles tells the cycles into which a circulation was split, each from its first party by id.
func CircularCycles(n *graph.Network, loops []circulation.Loop) []CircularCycle {
	out := []CircularCycle{}
	for _, l := range loops {
		c := CircularCycle{Amount: MoneyOf(l.Amount, n.View.Currency), Moved: MoneyOf(l.Amount*int64(len(l.Parties)), n.View.Currency)}
		var names []string
		for _, v := range l.Parties {
			p := node(n, v)
			c.Parties, names = append(c.Parties, p), append(names, p.Name)
		}
		c.Path = strings.Join(append(names, names[0]), " → ")
		out = append(out, c)
	}
	return out
}

// Drop is what would go round without a party or a deal.
type Drop struct {
	Party   *Party  `json:"party,omitempty"`
	Deal    string  `json:"deal,omitempty"`
	Parties string  `json:"parties,omitempty"` // of the deal
	Left    *Money  `json:"circulated"`
	Fall    *Money  `json:"fall"`
	Index   float64 `json:"index"`
	fall    int64
}

// DropOf tells what is left of a circulation.
func DropOf(n *graph.Network, whole, left circulation.Totals) Drop {
	fall := whole.Circulated - left.Circulated
	return Drop{Left: MoneyOf(left.Circulated, n.View.Currency), Fall: MoneyOf(fall, n.View.Currency), Index: left.Index(), fall: fall}
}

// OfParty says that the drop is of a party.
func (d Drop) OfParty(n *graph.Network, v graph.Node) Drop {
	p := node(n, v)
	d.Party = &p
	return d
}

// SortDrops puts the deepest fall first and leaves out what changes nothing.
func SortDrops(list []Drop) []Drop {
	list = slices.DeleteFunc(list, func(d Drop) bool { return d.fall == 0 })
	slices.SortStableFunc(list, func(a, b Drop) int { return cmp.Compare(b.fall, a.fall) })
	return list
}

// Tables shows the parts that were asked for, at most so many rows of each; 0 is all.
func (c Circularity) Tables(top int) []table.Table {
	var out []table.Table
	if c.Parties != nil {
		out = append(out, c.partyTable(top))
	}
	if c.PerDeal != nil {
		out = append(out, c.dealTable(top))
	}
	if c.Cycles != nil {
		out = append(out, c.cycleTable(top))
	}
	if c.DropParties != nil {
		out = append(out, c.dropTable("party", c.DropParties, top))
	}
	if c.DropDeals != nil {
		out = append(out, c.dropTable("deal", c.DropDeals, top))
	}
	if c.Breaking != nil {
		out = append(out, c.Breaking.table(c.title("without these deals there is no cycle"), top))
	}
	if c.Null != nil {
		out = append(out, c.Null.table(c.title("beside random networks of the same parties and amounts")))
	}
	if c.OnCycle != nil {
		out = append(out, dealSources(c.title("deals on some cycle, and where their amounts come from"), c.OnCycle))
	}
	return out
}

func (c Circularity) title(what string) string {
	when := ""
	if c.Years != "" {
		when = ", " + c.Years
	}
	return Upper(c.Basis) + " basis" + when + ": " + what
}

// rows cuts a list and says so.
func rows[T any](t *table.Table, list []T, top int, row func(T) []table.Cell) {
	for i, x := range list {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d)", top, len(list))
			return
		}
		t.Rows = append(t.Rows, row(x))
	}
}

func (c Circularity) partyTable(top int) table.Table {
	t := table.Table{Title: c.title("how much of a party's money comes back to it"), Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "receives", Align: table.Right}, {Name: "pays", Align: table.Right},
		{Name: "round trip", Align: table.Right}, {Name: "share", Align: table.Right}, {Name: "at least", Align: table.Right}, {Name: "at most", Align: table.Right},
	}}
	rows(&t, c.Parties, top, func(p CircularParty) []table.Cell {
		return []table.Cell{Text(p.Party.Name), p.Received.Cell(), p.Paid.Cell(), p.Back.Cell(), table.PercentCell(p.RoundTrip), p.AtLeast.Cell(), p.AtMost.Cell()}
	})
	t.Footnotes = []string{"round trip: of all money the party has, that which it had before, if everybody passes on in proportion; at least and at most: whoever spends which dollar"}
	return t
}

func (c Circularity) dealTable(top int) table.Table {
	t := table.Table{Title: c.title("how much of a deal is circular"), Columns: []table.Column{
		{Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "circular", Align: table.Right},
		{Name: "share", Align: table.Right}, {Name: "status"}, {Name: "deal", Max: 48},
	}}
	rows(&t, c.PerDeal, top, func(d CircularDeal) []table.Cell {
		return []table.Cell{Text(d.Payer.Name), Text(d.Payee.Name), Text(words(d.Kind)), d.Cell(), d.Circular.Cell(), table.PercentCell(d.Share),
			Text(d.Status), {Text: d.Deal.Deal, Link: d.Source}}
	})
	t.Footnotes = []string{"circular: the part of the deal that goes round when what goes round is split in the one way that prefers no deal (balanced flow forwarding); its sum can be less than the most that can go round"}
	return t
}

func (c Circularity) cycleTable(top int) table.Table {
	t := table.Table{Title: c.title("what goes round, as cycles that add up"), Columns: []table.Column{
		{Name: "cycle", Max: 88}, {Name: "one lap", Align: table.Right}, {Name: "all its steps", Align: table.Right},
	}}
	rows(&t, c.Cycles, top, func(l CircularCycle) []table.Cell {
		return []table.Cell{Text(l.Path), l.Amount.Cell(), l.Moved.Cell()}
	})
	t.Rows = append(t.Rows, []table.Cell{Text("all"), {}, c.Circulated.Cell()})
	t.Footnotes = []string{"one way of many to split the same sum; for the cycles there are, and what each could carry alone, see the command cycles"}
	return t
}

func (c Circularity) dropTable(what string, list []Drop, top int) table.Table {
	t := table.Table{Title: c.title("what would go round without one " + what), Columns: []table.Column{{Name: "without", Max: 48}}}
	if what == "deal" {
		t.Columns = append(t.Columns, table.Column{Name: "between", Max: 48})
	}
	for _, name := range []string{"can go round", "less by", "of what is left"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	rows(&t, list, top, func(d Drop) []table.Cell {
		row := []table.Cell{Text(d.Deal), Text(d.Parties)}
		if d.Party != nil {
			row = Texts(d.Party.Name)
		}
		return append(row, d.Left.Cell(), d.Fall.Cell(), table.PercentCell(d.Index))
	})
	if len(list) == 0 {
		t.Footnotes = []string{"no single " + what + " changes what goes round"}
	}
	return t
}

// Sum spells a sum as tables do.
func Sum(minor int64, currency deals.Currency) string { return table.Money(minor, string(currency)) }

// ArcsOnCycles yields the arcs that lie on some cycle, in the order of the network.
func ArcsOnCycles(n *graph.Network) iter.Seq[graph.Arc] {
	component := make([]int, n.Order())
	for i, members := range n.Components() {
		for _, v := range members {
			component[v] = i + 1
		}
	}
	return func(yield func(graph.Arc) bool) {
		for a := range n.Arcs() {
			if component[a.From] != 0 && component[a.From] == component[a.To] && !yield(a) {
				return
			}
		}
	}
}

// DealsOnCycles lists the deals that lie on some cycle, in the order of the network.
func DealsOnCycles(n *graph.Network) []Deal {
	list := []Deal{}
	for a := range ArcsOnCycles(n) {
		list = append(list, deal(n, a))
	}
	return list
}

// dealSources lists deals with what they rest on.
func dealSources(title string, list []Deal) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "status"}, {Name: "deal", Max: 48}, {Name: "tier"}, {Name: "source"},
	}}
	for _, d := range list {
		t.Rows = append(t.Rows, []table.Cell{Text(d.Payer.Name), Text(d.Payee.Name), Text(words(d.Kind)), d.Cell(), Text(d.Status), Text(d.Deal), Text(d.Tier), {Text: d.Source, Link: d.Source}})
	}
	return t
}
