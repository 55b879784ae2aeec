package changes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Tables show a diff: what changed, what moved, which deals moved it, and whose money moved; at most so many rows of each, 0 is all.
func (d Diff) Tables(top int) []table.Table {
	out := []table.Table{d.dealTable(top)}
	if len(d.Records) > 0 {
		out = append(out, d.recordTable(top))
	}
	if len(d.Bases) == 0 {
		return out
	}
	out = append(out, d.movedTable())
	if t := d.causeTable(top); len(t.Rows) > 0 {
		out = append(out, t)
	}
	for _, b := range d.Bases {
		on := " on the " + b.Basis + " basis"
		if len(b.Parties) > 0 {
			t := sideBySide("What parties pay and are paid"+on, "pays", "is paid")
			rows(&t, b.Parties, top, func(p PartyMoved) [][]table.Cell { return side(p.Party, p.Pays, p.Receives) })
			out = append(out, t)
		}
		if len(b.Stakes) > 0 {
			t := sideBySide("What others have at stake with a party, and it with others"+on, "with it", "with others")
			rows(&t, b.Stakes, top, func(p StakeMoved) [][]table.Cell { return side(p.Party, p.AtStake, p.Holds) })
			out = append(out, t)
		}
		if len(b.Years) > 0 {
			out = append(out, b.yearTable("What falls due"+on))
		}
	}
	return out
}

// twoDays reports whether the states are those of one ledger on two days.
func (d Diff) twoDays() bool { return d.Old.Hash == d.New.Hash && d.Old.AsOf != d.New.AsOf }

// between names the two states in a title.
func (d Diff) between() string {
	was, is := d.Old.Ledger, d.New.Ledger
	if d.twoDays() {
		return " between " + d.Old.AsOf + " and " + d.New.AsOf
	}
	if d.Old.AsOf != d.New.AsOf {
		was, is = was+" ("+d.Old.AsOf+")", is+" ("+d.New.AsOf+")"
	}
	return " between " + was + " and " + is
}

func (d Diff) dealTable(top int) table.Table {
	t := table.Table{Title: "Deals that changed" + d.between(), Columns: []table.Column{
		{Name: "change"}, {Name: "deal", Max: 44}, {Name: "leg", Max: 52}, {Name: "field"}, {Name: "was", Max: 44}, {Name: "is", Max: 52}, {Name: "says", Max: 44},
	}}
	if len(d.Deals) == 0 {
		return table.Table{Title: "No deal changed" + d.between()}
	}
	rows(&t, d.Deals, top, func(one Deal) (out [][]table.Cell) {
		switch {
		case one.Change == "removed":
			for _, l := range one.Legs {
				out = append(out, one.row(l.words(), "", l.Amount+", "+l.Status, "", &l.Source))
			}
		case one.Change == "new":
			for _, l := range one.Legs {
				out = append(out, one.row(l.words(), "", "", l.Amount+", "+l.Status, &l.Source))
			}
		default:
			for _, f := range one.Fields {
				source := f.IsSource
				if f.Is == "" {
					source = f.WasSource
				}
				out = append(out, one.row(one.legWords(f.Leg), f.Field, f.Was, f.Is, source))
			}
		}
		if one.Perhaps != "" && one.Change == "new" {
			out = append(out, one.row("", "id", "perhaps "+one.Perhaps, one.Deal, nil))
		}
		for _, by := range one.SupersededBy {
			out = append(out, one.row("", "superseded by", "", by, nil))
		}
		return out
	})
	if slices.ContainsFunc(d.Deals, func(one Deal) bool { return one.Perhaps != "" }) {
		t.Footnotes = append(t.Footnotes, "perhaps: a deal of the same parties, kind and day was removed, and may be this one under another id")
	}
	if slices.ContainsFunc(d.Deals, func(one Deal) bool { return slices.ContainsFunc(one.Fields, func(f Field) bool { return f.Claim }) }) {
		t.Footnotes = append(t.Footnotes, "(claim): the statement in use is a claim of that source; the leg is written otherwise")
	}
	return t
}

// row is a row about a deal.
func (d Deal) row(leg, field, was, is string, source *view.Source) []table.Cell {
	says := table.Cell{}
	if source != nil {
		says = sourceCell(*source)
	}
	for _, f := range d.Fields {
		if f.Field == field && f.Is == is && f.Claim {
			says.Text += " (claim)"
			break
		}
	}
	return append(view.Texts(d.Change, d.Deal, leg, field, was, is), says)
}

// sourceCell names a source.
func sourceCell(s view.Source) table.Cell {
	out := table.Cell{Text: cmp.Or(s.Title, s.URL, s.Date), Link: s.URL}
	if s.Tier != "" {
		out.Text = strings.TrimSpace(out.Text + " [" + s.Tier + "]")
	}
	return out
}

// words name a leg.
func (l Leg) words() string {
	return l.Payer.Name + " → " + l.Payee.Name + ", " + strings.ReplaceAll(l.Kind, "_", " ")
}

// legWords name the leg of a field: of a deal that has only one, that; of a field of all legs, none.
func (d Deal) legWords(leg string) string {
	for _, l := range d.Legs {
		if len(d.Legs) == 1 || leg != "" && strings.HasSuffix(l.Leg, "#"+leg) {
			return l.words()
		}
	}
	return leg
}

func (d Diff) recordTable(top int) table.Table {
	t := table.Table{Title: "Parties, facts, controls and rates that changed" + d.between(), Columns: []table.Column{
		{Name: "change"}, {Name: "record"}, {Name: "party", Max: 28}, {Name: "about", Max: 44}, {Name: "field"}, {Name: "was", Max: 44}, {Name: "is", Max: 44}, {Name: "says", Max: 44},
	}}
	rows(&t, d.Records, top, func(r Record) (out [][]table.Cell) {
		party, one := "", strings.TrimSuffix(r.Table, "s")
		if r.Table == "parties" {
			one = "party"
		}
		if r.Party != nil {
			party = r.Party.Name
		}
		for _, f := range r.told() {
			source := f.IsSource
			if f.Is == "" {
				source = f.WasSource
			}
			says := table.Cell{}
			if source != nil {
				says = sourceCell(*source)
			}
			out = append(out, append(view.Texts(r.Change, one, party, r.About, f.Field, f.Was, f.Is), says))
		}
		return out
	})
	return t
}

// told are the fields that a table tells: of a whole record one, which is enough to know it.
func (r Record) told() []Field {
	if r.Change != "new" && r.Change != "removed" || len(r.Fields) == 0 {
		return r.Fields
	}
	one := r.Fields[0]
	for _, f := range r.Fields[1:] {
		if r.Table == "parties" && f.Field == "sector" {
			one.Field, one.Was, one.Is = one.Field+", sector", joined(one.Was, f.Was), joined(one.Is, f.Is)
		}
	}
	return []Field{one}
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// rows adds the rows of a list, of at most so many entries, and says in the title when some are missing.
func rows[T any](t *table.Table, list []T, top int, of func(T) [][]table.Cell) {
	for i, x := range list {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d; --top 0 lists all)", top, len(list))
			return
		}
		t.Rows = append(t.Rows, of(x)...)
	}
}

func (d Diff) movedTable() table.Table {
	t := table.Table{Title: "What moved" + d.between(), Columns: []table.Column{
		{Name: "basis"}, {Name: "number"}, {Name: "was", Align: table.Right}, {Name: "is", Align: table.Right}, {Name: "by", Align: table.Right},
	}}
	for _, b := range d.Bases {
		t.Rows = append(t.Rows,
			append(view.Texts(b.Basis, "total of the deals"), b.Total.Was.Cell(), b.Total.Is.Cell(), by(b.Total.By, 0)),
			append(view.Texts(b.Basis, "undisclosed amounts"), table.CountCell(b.Total.Was.Unknown), table.CountCell(b.Total.Is.Unknown), countBy(b.Total.Is.Unknown-b.Total.Was.Unknown)),
		)
		if r := b.Round; r != nil {
			t.Rows = append(t.Rows, append(view.Texts(b.Basis, "can go round"), r.Was.Cell(), r.Is.Cell(), by(r.By, 0)))
		}
	}
	for _, s := range d.Shares {
		t.Rows = append(t.Rows, append(view.Texts(s.Basis, "share of "+s.Of), percent(s.Was), percent(s.Is), points(s)))
	}
	t.Footnotes = []string{"total: each dollar once, whatever the deal is settled in, guarantees and warrants at their most; can go round: the most that could come back to where it came from, of what is settled in cash or in kind unless --settlement says otherwise, without guarantees and warrants"}
	return t
}

func countBy(n int) table.Cell {
	cell := table.CountCell(n)
	switch {
	case n == 0:
		cell.Text = "="
	case n > 0:
		cell.Text, cell.Raw = fmt.Sprintf("+%d", n), fmt.Sprint(n)
	}
	return cell
}

func percent(x *float64) table.Cell {
	if x == nil {
		return view.Text(view.Unknown)
	}
	return table.PercentCell(*x)
}

// points is by how much a share moved, in percentage points.
func points(s Share) table.Cell {
	if s.Was == nil || s.Is == nil {
		return view.Text(view.Unknown)
	}
	x := *s.Is - *s.Was
	cell := table.PercentCell(x)
	cell.Text = strings.TrimSuffix(cell.Text, "%") + " points"
	switch {
	case x == 0:
		cell.Text = "="
	case x > 0:
		cell.Text = "+" + cell.Text
	}
	return cell
}

func (d Diff) causeTable(top int) table.Table {
	t := table.Table{Title: "Which deals moved it" + d.between(), Columns: []table.Column{
		{Name: "basis"}, {Name: "number"}, {Name: "by", Align: table.Right}, {Name: "deal", Max: 60}, {Name: "why", Max: 100},
	}}
	for _, b := range d.Bases {
		causes(&t, b.Basis, "total of the deals", b.Total.Causes, top)
		r := b.Round
		if r == nil {
			continue
		}
		causes(&t, b.Basis, "can go round", r.Causes, top)
		if r.Rest.Amount != "0.00" {
			t.Rows = append(t.Rows, append(view.Texts(b.Basis, "can go round"), by(r.Rest, 0), view.Text("the rest"), view.Text(r.rest())))
		}
	}
	t.Footnotes = []string{"of a total the deals add up to what it moved by; of what can go round each is what would be missing, or more, if that change alone were not made, and they need not add up"}
	if slices.ContainsFunc(t.Rows, func(row []table.Cell) bool { return strings.HasPrefix(row[4].Text, "together: ") }) {
		t.Footnotes = append(t.Footnotes, "together: left out together, since one lies within another or supersedes it")
	}
	return t
}

// rest says what the rest is.
func (r Round) rest() string {
	said := "what several changes do only together is told for each of them, what each alone would do for none"
	if r.Tried < r.Changes {
		said += fmt.Sprintf("; the %d smallest of %d changes were not left out", r.Changes-r.Tried, r.Changes)
	}
	return said
}

// causes adds what moved one number.
func causes(t *table.Table, basis, number string, list []Cause, top int) {
	for i, c := range list {
		if top > 0 && i == top {
			t.Rows = append(t.Rows, append(view.Texts(basis, number), table.Cell{}, view.Text(view.Plural(len(list)-top, "more deal", "more deals")), view.Text("--top 0 lists all")))
			return
		}
		t.Rows = append(t.Rows, append(view.Texts(basis, number), by(c.By, c.Unknown), view.Text(c.who(3)), view.Text(c.Why)))
	}
}

// who names a cause, at most so many of its deals.
func (c Cause) who(most int) string {
	switch {
	case c.Party != nil:
		return c.Party.Name
	case len(c.Deals) > most:
		return strings.Join(c.Deals[:most], ", ") + fmt.Sprintf(" and %d more", len(c.Deals)-most)
	}
	return view.ListOf(c.Deals)
}

// sideBySide is an empty table of two numbers of each party.
func sideBySide(title, one, other string) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "party", Max: 32}}}
	for _, of := range []string{one, other} {
		for _, state := range []string{" was", " is", " by"} {
			t.Columns = append(t.Columns, table.Column{Name: of + state, Align: table.Right})
		}
	}
	return t
}

// side is a row of it.
func side(p view.Party, of ...Moved) [][]table.Cell {
	row := []table.Cell{view.Text(p.Name)}
	for _, m := range of {
		row = append(row, m.Was.Cell(), m.Is.Cell(), m.cell())
	}
	return [][]table.Cell{row}
}

func (b Basis) yearTable(title string) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "year"}, {Name: "was", Align: table.Right}, {Name: "is", Align: table.Right}, {Name: "by", Align: table.Right}, {Name: "most by"},
	}}
	for _, y := range b.Years {
		why := ""
		if len(y.Causes) > 0 {
			why = y.Causes[0].Deals[0] + " (" + signed(y.Causes[0].By) + ")"
		}
		t.Rows = append(t.Rows, []table.Cell{view.Text(y.Year), y.Was.Cell(), y.Is.Cell(), y.cell(), view.Text(why)})
	}
	t.Footnotes = []string{"what falls due in a year by the terms and schedules of the deals, with what has been paid and debt that is due back; guarantees and warrants in none"}
	return t
}
