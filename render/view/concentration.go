package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/concentration"
	"dealgraph/graph/exposure"
	"dealgraph/render/table"
)

// Concentration is on how few a side of a party, or of the network, rests.
type Concentration struct {
	Basis        string               `json:"basis"`
	Side         string               `json:"side"`
	Party        *Party               `json:"party"` // null: the whole network
	Amount       Exposed              `json:"amount"`
	Entries      []ConcentrationEntry `json:"counterparties"`
	Measures     *Concentrated        `json:"measures"` // of what is disclosed; null if nothing is
	HHI          *Span                `json:"hhi_bounds"`
	Effective    *Span                `json:"effective_bounds"`
	LargestShare *Span                `json:"largest_bounds"`
	Flags        []Flag               `json:"flags"`
}

// Concentrated are the usual measures of a list.
type Concentrated struct {
	N          int     `json:"n"`
	HHI        float64 `json:"hhi"`
	Effective  float64 `json:"effective_number"`
	Normalised float64 `json:"normalised_hhi"`
	Entropy    float64 `json:"entropy_number"`
	Largest    float64 `json:"largest_share"`
	Three      float64 `json:"largest_three_share"`
	Gini       float64 `json:"gini"`
	GiniSample float64 `json:"gini_corrected"`
	Theil      float64 `json:"theil"`
}

// Span is a number between two bounds; High is null where nothing bounds it.
type Span struct {
	Low  float64  `json:"low"`
	High *float64 `json:"high"`
}

// ConcentrationEntry is a counterparty, or a group of them.
type ConcentrationEntry struct {
	Name    string   `json:"name"`
	Parties []Party  `json:"parties"`
	Many    bool     `json:"many,omitempty"` // stands for many
	Amount  *Exposed `json:"amount,omitempty"`
	Share   *float64 `json:"share"` // of what is disclosed
	Deals   []Deal   `json:"deals,omitempty"`
}

// Flag is a counterparty that crosses a line of disclosure or prudence, or may.
type Flag struct {
	Rule      string  `json:"rule"`
	Meaning   string  `json:"meaning"`
	Name      string  `json:"name"`
	Threshold float64 `json:"threshold"`
	Share     float64 `json:"share"` // by what is disclosed
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Open      bool    `json:"open,omitempty"` // nothing bounds it above
	Certain   bool    `json:"certain"`
}

// ConcentrationOf tells a report.
func ConcentrationOf(n *graph.Network, r concentration.Report) Concentration {
	out := Concentration{
		Basis: string(n.View.Basis), Side: string(r.Side), Amount: exposed(n, exposure.Cell{Amount: r.Amount, Unknown: r.Unknown}),
		Entries: []ConcentrationEntry{}, Flags: FlagsOf(n, r.Entries, r.Flags),
	}
	if r.Party != concentration.NoParty {
		p := node(n, r.Party)
		out.Party = &p
	}
	for _, e := range r.Entries {
		out.Entries = append(out.Entries, concentrationEntry(n, e))
	}
	if r.Told {
		m := r.Measures
		out.Measures = &Concentrated{m.N, m.HHI, m.Effective, m.Normalised, m.Entropy, m.Largest, m.Three, m.Gini, m.GiniSample, m.Theil}
	}
	if len(r.Entries) > 0 {
		out.HHI, out.Effective, out.LargestShare = within(r.Bounds.HHI), within(r.Bounds.Effective), within(r.Bounds.Largest)
	}
	return out
}

func within(r concentration.Range) *Span {
	if r.High < r.Low {
		return &Span{Low: r.Low}
	}
	return &Span{r.Low, &r.High}
}

func concentrationEntry(n *graph.Network, e concentration.Entry) ConcentrationEntry {
	out := ConcentrationEntry{Name: groupName(n, e.Label), Many: e.Many}
	for _, v := range e.Parties {
		out.Parties = append(out.Parties, node(n, v))
	}
	if e.Amount > 0 || e.Unknown > 0 {
		amount := exposed(n, exposure.Cell{Amount: e.Amount, Unknown: e.Unknown})
		out.Amount = &amount
	}
	if e.Share > 0 {
		out.Share = &e.Share
	}
	for _, id := range e.Arcs {
		out.Deals = append(out.Deals, deal(n, n.Arc(id)))
	}
	return out
}

// groupName is what a group is called: as the party at its top.
func groupName(n *graph.Network, label string) string {
	if n.Ledger != nil {
		if p := n.Ledger.PartyByID(deals.PartyID(label)); p != nil {
			return Name(p)
		}
	}
	return label
}

// FlagsOf tells flags of entries.
func FlagsOf(n *graph.Network, entries []concentration.Entry, list []concentration.Flag) []Flag {
	out := []Flag{}
	for _, f := range list {
		out = append(out, Flag{
			Rule: string(f.Rule), Meaning: f.Rule.Meaning(), Name: groupName(n, entries[f.Entry].Label), Threshold: f.Threshold,
			Share: f.Told, Low: f.Share.Low, High: f.Share.High, Open: f.Open, Certain: f.Certain,
		})
	}
	return out
}

// ConcentrationTable sets parties, or sides, side by side.
func ConcentrationTable(title string, list []Concentration, of string, top int) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: of, Max: 32}}}
	for _, name := range []string{"amount", "from", "HHI", "effective number", "bounds"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "largest", Max: 28})
	for _, name := range []string{"share", "largest 3", "flags"} {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	rows(&t, list, top, func(c Concentration) []table.Cell {
		name := c.Side
		if of == "party" {
			name = "the whole network"
			if c.Party != nil {
				name = c.Party.Name
			}
		}
		return append([]table.Cell{Text(name)}, c.cells()...)
	})
	t.Footnotes = []string{
		"HHI: sum of the squared shares, in points to 10,000; effective number: as many equal ones would be as concentrated; bounds: between which it lies whatever the undisclosed amounts are",
		"shares are of what this ledger has disclosed, and no reported revenue; those under one control are one; flags: how many are 10% or more, which a company would have to tell of a customer (ASC 280-10-50-42)",
	}
	return t
}

// cells are the measures of a row.
func (c Concentration) cells() []table.Cell {
	certain := 0
	for _, f := range c.Flags {
		if f.Certain {
			certain++
		}
	}
	many := slices.ContainsFunc(c.Entries, func(e ConcentrationEntry) bool { return e.Many })
	if len(c.Flags) > 0 && !many && float64(len(c.Entries))*c.Flags[0].Threshold <= 1 {
		certain = max(certain, 1) // of so few, one at least has so much, whichever it is
	}
	said := ""
	if len(c.Flags) > 0 {
		said = strconv.Itoa(certain)
		if most := min(len(c.Flags), int(1/c.Flags[0].Threshold+1e-9)); most > certain { // ten can be a tenth, and no more
			said += fmt.Sprintf(" to %d", most)
		}
	}
	if c.Measures == nil {
		return []table.Cell{c.Amount.Cell(), table.CountCell(len(c.Entries)), Text(Unknown), Text(Unknown), Text(c.Effective.String()), {}, {}, {}, Text(said)}
	}
	m := c.Measures
	return []table.Cell{
		c.Amount.Cell(), table.CountCell(len(c.Entries)), points(m.HHI), Number(m.Effective), Text(c.Effective.String()),
		Text(c.Entries[0].Name), table.PercentCell(m.Largest), table.PercentCell(m.Three), Text(said),
	}
}

func points(hhi float64) table.Cell {
	return table.Cell{Text: strconv.Itoa(int(math.Round(hhi * 10_000))), Raw: strconv.FormatFloat(hhi, 'g', -1, 64), Number: true}
}

// Number is a cell of a plain number.
func Number(x float64) table.Cell {
	return table.Cell{Text: fmt.Sprintf("%.1f", x), Raw: strconv.FormatFloat(x, 'g', -1, 64), Number: true}
}

// String is the bounds of an effective number; nothing where they meet.
func (s *Span) String() string {
	switch {
	case s == nil:
		return ""
	case s.High == nil:
		return fmt.Sprintf("at least %.1f", s.Low)
	case fmt.Sprintf("%.1f", s.Low) == fmt.Sprintf("%.1f", *s.High):
		return ""
	}
	return fmt.Sprintf("%.1f to %.1f", s.Low, *s.High)
}

// ConcentrationDeals lists the deals behind the shares of a side, with their sources.
func ConcentrationDeals(title string, c Concentration) table.Table {
	var list []Deal
	for _, e := range c.Entries {
		list = append(list, e.Deals...)
	}
	return dealSources(title, list)
}

// EntryTable lists the counterparties of a side.
func (c Concentration) EntryTable(title string, top int) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "counterparty", Max: 32}}}
	amounts := slices.ContainsFunc(c.Entries, func(e ConcentrationEntry) bool { return e.Amount != nil })
	if amounts {
		t.Columns = append(t.Columns, table.Column{Name: "amount", Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "share", Align: table.Right})
	if len(c.Flags) > 0 {
		t.Columns = append(t.Columns, table.Column{Name: "flag"})
	}
	rows(&t, c.Entries, top, func(e ConcentrationEntry) []table.Cell {
		name := e.Name
		if e.Many {
			name += " (stands for many)"
		} else if len(e.Parties) > 1 {
			name += " group: " + names(e.Parties, ", ")
		}
		row := []table.Cell{Text(name)}
		switch {
		case e.Amount != nil:
			row = append(row, e.Amount.Cell())
		case amounts:
			row = append(row, table.Cell{})
		}
		row = append(row, share(e.Share))
		if len(c.Flags) == 0 {
			return row
		}
		at := slices.IndexFunc(c.Flags, func(f Flag) bool { return f.Name == e.Name })
		if at < 0 {
			return append(row, table.Cell{})
		}
		return append(row, Text(c.Flags[at].String()))
	})
	return t
}

// String says whether the line is crossed, or may be.
func (f Flag) String() string {
	if f.Certain {
		return table.Percent(f.Threshold) + " or more (" + f.Rule + ")"
	}
	return "may be " + table.Percent(f.Threshold) + " or more (" + f.Rule + ")"
}

// FlagTable sets out which lines each counterparty crosses, or may.
func FlagTable(title, of string, list []Flag) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "counterparty", Max: 32}, {Name: of, Align: table.Right}, {Name: "crosses"}, {Name: "may cross"}}}
	said := map[string]bool{}
	for i, f := range list {
		line := table.Percent(f.Threshold) + " (" + f.Rule + ")"
		crosses, may := line, ""
		if !f.Certain {
			crosses, may = "", line
		}
		if !said[f.Meaning] {
			said[f.Meaning] = true
			t.Footnotes = append(t.Footnotes, f.Rule+": "+f.Meaning)
		}
		if i > 0 && list[i-1].Name == f.Name {
			last := t.Rows[len(t.Rows)-1]
			last[2].Text, last[3].Text = both(last[2].Text, crosses), both(last[3].Text, may)
			continue
		}
		told := table.PercentCell(f.Share)
		if f.Open {
			told.Text = "at least " + told.Text
		}
		t.Rows = append(t.Rows, []table.Cell{Text(f.Name), told, Text(crosses), Text(may)})
	}
	return t
}

func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// UltimateDependence is the part of a party's money that passed another before.
type UltimateDependence struct {
	Name  string  `json:"name"`
	Many  bool    `json:"many,omitempty"`
	Share Span    `json:"share"`
	Part  []Party `json:"parties"`
}

// UltimateOf tells dependences, none smaller than a thousandth.
func UltimateOf(n *graph.Network, list []concentration.Dependence) []UltimateDependence {
	out := []UltimateDependence{}
	for _, d := range list {
		if d.Share.High < 0.001 {
			continue
		}
		u := UltimateDependence{Name: groupName(n, d.Label), Many: d.Many, Share: *within(d.Share)}
		for _, v := range d.Parties {
			u.Part = append(u.Part, node(n, v))
		}
		out = append(out, u)
	}
	return out
}

// UltimateTable lists dependences.
func UltimateTable(title string, list []UltimateDependence, top int) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "party", Max: 32}, {Name: "of its money passed it", Align: table.Right}}}
	rows(&t, list, top, func(u UltimateDependence) []table.Cell {
		cell := table.PercentCell(u.Share.Low)
		if u.Share.High != nil && table.Percent(*u.Share.High) != table.Percent(u.Share.Low) {
			cell = Text(table.Percent(u.Share.Low) + " to " + table.Percent(*u.Share.High))
		}
		return []table.Cell{Text(u.Name), cell}
	})
	t.Footnotes = []string{"shares overlap, since a dollar passes many hands: they do not sum to 100%"}
	return t
}

// Importance is how much a party matters to the network, three ways.
type Importance struct {
	Party    Party    `json:"party"`
	Loss     *Money   `json:"loss_of_others"` // clearing, if it pays nothing
	DebtRank *float64 `json:"debtrank"`       // share of all buffers lost, beside its own
	Circular *Money   `json:"circular_less"`  // what can go round less without it
}

// RankAgreement is how far two of the rankings agree.
type RankAgreement struct {
	A        string   `json:"a"`
	B        string   `json:"b"`
	Spearman *float64 `json:"spearman"`
	Kendall  *float64 `json:"kendall"`
	Leaders  int      `json:"first_ten_in_common"`
}

// AgreementOf tells agreements.
func AgreementOf(list []concentration.Agreement) []RankAgreement {
	out := []RankAgreement{}
	for _, a := range list {
		r := RankAgreement{A: a.A, B: a.B, Leaders: a.Leaders}
		if a.Known {
			r.Spearman, r.Kendall = &a.Spearman, &a.Kendall
		}
		out = append(out, r)
	}
	return out
}

// ImportanceTables shows who matters most, and how far the three ways agree.
func ImportanceTables(on string, list []Importance, agree []RankAgreement, top int) []table.Table {
	t := table.Table{Title: "Who matters most, three ways" + on, Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "others lose if it pays nothing", Align: table.Right}, {Name: "DebtRank", Align: table.Right}, {Name: "less can go round without it", Align: table.Right},
	}}
	rows(&t, list, top, func(i Importance) []table.Cell {
		rank := Text(Unknown) // no buffer is known
		if i.DebtRank != nil {
			rank = table.PercentCell(*i.DebtRank)
		}
		return []table.Cell{Text(i.Party.Name), i.Loss.Cell(), rank, i.Circular.Cell()}
	})
	t.Footnotes = []string{
		"others lose: by clearing, all that is ever due at once, parties without facts taken to have no means, a dollar counted at every party that it fails to reach; DebtRank: the part of all known buffers that is lost beside its own, an index and no forecast",
	}
	a := table.Table{Title: "How far these rankings agree" + on, Columns: []table.Column{
		{Name: "one"}, {Name: "other"}, {Name: "Spearman", Align: table.Right}, {Name: "Kendall", Align: table.Right}, {Name: "of the first ten in both", Align: table.Right},
	}}
	for _, r := range agree {
		cell := func(x *float64) table.Cell {
			if x == nil {
				return Text(Unknown)
			}
			return table.Cell{Text: fmt.Sprintf("%.2f", *x), Raw: strconv.FormatFloat(*x, 'g', -1, 64), Number: true}
		}
		a.Rows = append(a.Rows, []table.Cell{Text(r.A), Text(r.B), cell(r.Spearman), cell(r.Kendall), table.CountCell(r.Leaders)})
	}
	return []table.Table{t, a}
}
