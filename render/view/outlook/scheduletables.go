package outlook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/table"
	"dealgraph/render/view"
)

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
	if slices.ContainsFunc(s.Repaid, func(m *view.Money) bool { return minorOf(m) > 0 }) {
		add("debts paid back to it", sum(s.Repaid))
	}
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
