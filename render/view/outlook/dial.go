package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"dealgraph/graph/cashflow"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

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
		contracted += a.Contracted[y] + a.Repaid[y]
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

// sortBy puts those furthest beyond their means first, as far as known; those of whose means nothing is known come last.
func (d Dial) sortBy() float64 {
	switch {
	case d.Ratio == nil:
		return -2
	}
	return *d.Ratio
}
