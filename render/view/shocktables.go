package view

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/table"
)

// Cell shows an amount, or the two ends of a range.
func (b Between) Cell() table.Cell {
	switch {
	case b.High == nil:
		return table.Cell{Text: Unknown}
	case b.High.Amount == "0.00":
		return table.Cell{}
	case b.Low.Amount == b.High.Amount || b.Low.Text == b.High.Text:
		return b.High.Cell()
	case b.Low.Amount == "0.00":
		return table.Cell{Text: "0 to " + b.High.Text}
	default:
		return table.Cell{Text: b.Low.Text + " to " + b.High.Text}
	}
}

// orNothing shows a range that may not be there.
func (b *Between) orNothing() table.Cell {
	if b == nil {
		return table.Cell{}
	}
	return b.Cell()
}

func (r Ratio) String() string {
	switch {
	case r.High == nil:
		return ""
	case r.Low == nil:
		return fmt.Sprintf("%.2f", *r.High)
	}
	low, high := fmt.Sprintf("%.2f", min(*r.Low, *r.High)), fmt.Sprintf("%.2f", max(*r.Low, *r.High))
	if low == high {
		return low
	}
	return low + " to " + high
}

// Tables shows who loses what, by class, and the paths.
func (x Shock) Tables() []table.Table {
	if x.model == "threshold" || x.model == "debtrank" {
		return []table.Table{x.Models.table(x)}
	}
	out := []table.Table{x.table()}
	if x.Models != nil {
		out = append(out, x.Models.table(x))
	}
	if len(x.Classes) > 0 {
		t := table.Table{Title: "In which capacity", Columns: []table.Column{{Name: "who"}, {Name: "party", Max: 32}, {Name: "loses", Align: table.Right}}}
		for _, c := range x.Classes {
			t.Rows = append(t.Rows, []table.Cell{Text(c.Class), Text("all"), c.Amount.Cell()})
			for _, p := range c.Parties {
				t.Rows = append(t.Rows, []table.Cell{{}, Text(p.Party.Name), p.Amount.Cell()})
			}
		}
		out = append(out, t)
	}
	if indirect := slices.ContainsFunc(x.Losers, func(l Loser) bool { return !l.Shocked && l.Indirect.High.Amount != "0.00" }); indirect {
		t := table.Table{Title: "By whose hands, if parties without facts have no means", Columns: []table.Column{{Name: "party", Max: 32}, {Name: "from", Max: 32}, {Name: "receives less", Align: table.Right}}}
		t.Footnotes = x.byYear()
		rows(&t, x.Through, 20, func(h Through) []table.Cell {
			return []table.Cell{Text(h.Party.Name), Text(h.From.Name), h.Amount.Cell()}
		})
		out = append(out, t)
	}
	if x.Unpaid != nil {
		out = append(out, unpaidTable(x.Unpaid))
	}
	if len(x.Rounds) > 0 {
		t := table.Table{Title: "Defaults by round, if parties without facts have no means", Columns: []table.Column{{Name: "year"}, {Name: "round", Align: table.Right}, {Name: "parties", Max: 80}}}
		for _, r := range x.Rounds {
			year := "all"
			if r.Year > 0 {
				year = fmt.Sprint(r.Year)
			}
			t.Rows = append(t.Rows, []table.Cell{Text(year), table.CountCell(r.Round), Text(names(r.Parties, ", "))})
		}
		out = append(out, t)
	}
	if len(x.Paths) > 0 {
		t := table.Table{Title: "By which paths, if parties without facts have no means", Columns: []table.Column{{Name: "#", Align: table.Right}, {Name: "path", Max: 80}, {Name: "carries", Align: table.Right}, {Name: "way round", Align: table.Right}}}
		for i, p := range x.Paths {
			t.Rows = append(t.Rows, []table.Cell{table.CountCell(i + 1), Text(names(p.Parties, " → ")), p.Amount.Cell(), Text(p.round())})
		}
		if x.Rest != nil {
			t.Rows = append(t.Rows, []table.Cell{{}, Text("all other paths"), x.Rest.Cell(), {}})
		}
		t.Footnotes = x.byYear()
		out = append(out, t)
	}
	return out
}

// byYear says that what is paid in another year is not taken off, if anything is.
func (x Shock) byYear() []string {
	if x.Ends.Late.Amount == "0.00" {
		return nil
	}
	return []string{"in the years in which it was due: what is paid in another year is not taken off"}
}

func names(ps []Party, between string) string {
	var s []string
	for _, p := range ps {
		s = append(s, p.Name)
	}
	return strings.Join(s, between)
}

func (x Shock) table() table.Table {
	title := Upper(x.What) + " (" + x.Basis + " basis"
	if x.Years != "" {
		title += ", " + x.Years
	}
	t := table.Table{Title: title + ")", Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "direct", Align: table.Right}, {Name: "indirect", Align: table.Right}, {Name: "total", Align: table.Right}, {Name: "of inflow", Align: table.Right},
		{Name: "buffer", Align: table.Right}, {Name: "used", Align: table.Right}, {Name: "misses", Align: table.Right}, {Name: "default"},
	}}
	stakes := slices.ContainsFunc(x.Losers, func(l Loser) bool { return l.Stakes != nil })
	if stakes {
		t.Columns = append(t.Columns, table.Column{Name: "stakes down", Align: table.Right})
	}
	for _, l := range x.Losers {
		name := l.Party.Name
		if l.Shocked {
			name += " (shocked)"
		}
		row := []table.Cell{Text(name), l.Direct.Cell(), l.Indirect.Cell(), l.Total.Cell(), {}, l.Buffer.Cell(), {}, l.Missed.Cell(), Text(l.defaults())}
		if l.ShareOfInflow != nil {
			row[4] = table.PercentCell(*l.ShareOfInflow)
		}
		if l.Buffer != nil {
			row[6] = l.BufferUsed.Cell()
		}
		if stakes {
			row = append(row, l.Stakes.orNothing())
		}
		t.Rows = append(t.Rows, row)
	}
	row := make([]table.Cell, len(t.Columns))
	row[0], row[1], row[3] = Text("all but the shocked"), x.Direct.Cell(), x.Total.Cell()
	t.Rows = append(t.Rows, row)
	if s := x.Amplified.String(); s != "" {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("amplification (total/direct): %s; %s", s, x.Verdict))
	} else {
		t.Footnotes = append(t.Footnotes, x.Verdict)
	}
	if stakes {
		t.Footnotes = append(t.Footnotes, "stakes down: what shares are worth less, if a party is worth less by the share of its dues that it leaves unpaid; no cash, and in no other column")
	}
	ends := fmt.Sprintf("%s; felt outside the network %s, as lost margins and used buffers %s", x.Ends.Missing.Text, x.Ends.Outside.Text, x.Ends.Residual.Text)
	if x.Ends.Late.Amount != "0.00" { // who feels it changes from year to year
		ends = fmt.Sprintf("%s in the year in which it was due; of all that fell due again, %s was paid in another year", x.Ends.Missing.Text, x.Ends.Late.Text)
	}
	t.Footnotes = append(t.Footnotes, "totals count a dollar at every party that it fails to reach; missing in the end, if parties without facts have no means: "+ends)
	if x.Gap != nil {
		t.Footnotes = append(t.Footnotes, "this is the most that can be paid; if everybody expects the worst, "+x.Gap.Text+" more goes unpaid, and that is as consistent")
	}
	if len(x.Unknown) > 0 {
		t.Footnotes = append(t.Footnotes, "undisclosed amounts, in none of this, are owed to "+names(x.Unknown, ", "))
	}
	if len(x.Untouched) > 0 {
		t.Footnotes = append(t.Footnotes, Plural(len(x.Untouched), "party with something due loses", "parties with something due lose")+" nothing: "+names(x.Untouched, ", "))
	}
	return t
}

// optional is an amount, or nothing.
func optional(m *Money) table.Cell {
	if m == nil || m.Amount == "0.00" {
		return table.Cell{}
	}
	return m.Cell()
}
