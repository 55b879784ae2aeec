package outlook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Tables shows the companies side by side, and then every claim; with single, also what is known of single periods.
func (b Burn) Tables(single bool) []table.Table {
	out := []table.Table{b.comparison()}
	for _, part := range []struct {
		title string
		shown bool
		of    func(BurnRow) []BurnClaim
	}{
		{"Every claim, the one in use first", true, func(r BurnRow) []BurnClaim { return r.Claims }},
		{"Single periods, no part of the comparison", single, func(r BurnRow) []BurnClaim { return r.Single }},
	} {
		if !part.shown {
			continue
		}
		t := b.claims(part.title, part.of)
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	if single && len(out) > 1 {
		last := &out[len(out)-1]
		last.Footnotes = append(last.Footnotes, b.gaps()...)
	}
	return out
}

// comparison is a row for each company.
func (b Burn) comparison() table.Table {
	t := table.Table{Title: "Money burnt before profit", Columns: []table.Column{
		{Name: "company", Max: 28}, {Name: "in use", Align: table.Right}, {Name: "window", Max: 28}, {Name: "measure", Max: 28}, {Name: "nature"}, {Name: "source", Max: 36}, {Name: "all claims", Max: 72},
	}}
	for _, r := range b.Rows {
		row := []table.Cell{view.Text(r.Party.Name), view.Text(view.Unknown), {}, {}, {}, {}, view.Text(r.all())}
		if c := r.InUse; c != nil {
			row[1] = c.cell()
			row[2], row[3], row[4], row[5] = view.Text(c.Window), c.measure(), view.Text(c.Nature), factSource(c.Source)
		}
		t.Rows = append(t.Rows, row)
		if r.Missing != "" {
			t.Footnotes = append(t.Footnotes, r.Party.Name+": "+r.Missing)
		}
		if len(r.Named) > 0 {
			t.Footnotes = append(t.Footnotes, r.Party.Name+": notes name "+view.ListOf(r.Named)+" too, which no fact of the ledger states; in no range")
		}
	}
	t.Footnotes = append(t.Footnotes, "in use: the claim from the best tier of source; of equal ones the newest, then the one that says more of measure and window. Claims are never averaged")
	if b.assumed() {
		t.Footnotes = append(t.Footnotes, "all claims: "+startsAssumed)
	}
	if slices.ContainsFunc(b.Rows, func(r BurnRow) bool { return r.InUse != nil && r.InUse.MeasureBy == "id" }) {
		t.Footnotes = append(t.Footnotes, byIDNote)
	}
	if len(b.Also) > 0 {
		t.Footnotes = append(t.Footnotes, "also in the ledger, not compared: "+view.ListOf(b.Also)+"; name them, or --all")
	}
	return t
}

// measureByID marks a measure that no note tells.
const (
	measureByID = "°"
	byIDNote    = measureByID + ": told by the id of the fact, since its note does not say"
)

func (c BurnClaim) measure() table.Cell {
	if c.MeasureBy == "id" {
		return table.Cell{Text: c.Measure + measureByID, Raw: c.Measure}
	}
	return view.Text(c.Measure)
}

// cell is the amount with its bound; a spreadsheet gets the number.
func (c BurnClaim) cell() table.Cell {
	cell := c.Amount.Cell()
	cell.Text = c.String()
	return cell
}

// all tells the ranges of all claims. One claim alone has been told.
func (r BurnRow) all() string {
	if len(r.Claims) < 2 {
		return ""
	}
	var out []string
	for _, x := range r.Ranges {
		said := x.String() + " (" + strings.Join(x.Measures, ", ")
		if r.InUse != nil && x.Window != r.InUse.Window && !r.sameEnd(x.Window) {
			said += "; " + x.Window
		}
		out = append(out, said+")")
	}
	return fmt.Sprintf("%d: %s", len(r.Claims), strings.Join(out, "; "))
}

// sameEnd reports whether a window of a claim ends with that of the claim in use.
func (r BurnRow) sameEnd(window string) bool {
	return slices.ContainsFunc(r.Claims, func(c BurnClaim) bool { return c.Window == window && c.Last != "" && c.Last == r.InUse.Last })
}

// claims is a row for each claim.
func (b Burn) claims(title string, of func(BurnRow) []BurnClaim) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{
		{Name: "company", Max: 28}, {Name: "amount", Align: table.Right}, {Name: "period", Max: 28}, {Name: "measure", Max: 28}, {Name: "metric", Max: 28},
		{Name: "nature"}, {Name: "known since"}, {Name: "source", Max: 36}, {Name: "fact", Max: 44},
	}}
	undated, byID := false, false
	for _, r := range b.Rows {
		for _, c := range of(r) {
			since := c.Dated
			byID = byID || c.MeasureBy == "id"
			switch {
			case c.DatedBy == "note":
				since += " by its note"
			case c.Dated == "":
				since, undated = "no date", true
			}
			t.Rows = append(t.Rows, []table.Cell{
				view.Text(r.Party.Name), c.cell(), view.Text(c.Window), c.measure(), view.Text(factMetric(c.Metric)), view.Text(c.Nature), view.Text(since), factSource(c.Source), view.Text(c.Fact),
			})
		}
	}
	if byID {
		t.Footnotes = append(t.Footnotes, byIDNote)
	}
	if undated {
		t.Footnotes = append(t.Footnotes, "no date: neither the source nor the note of an expectation says when, so it counts on every day")
	}
	return t
}

// gaps says of which years between those with a fact there is none.
func (b Burn) gaps() []string {
	var out []string
	for _, r := range b.Rows {
		has := map[int]bool{}
		from, to := 0, 0
		for _, c := range r.Single {
			year, err := strconv.Atoi(c.Last[:min(4, len(c.Last))])
			if err != nil {
				continue
			}
			has[year] = true
			if from == 0 || year < from {
				from = year
			}
			to = max(to, year)
		}
		var none []string
		for y := from + 1; y < to; y++ {
			if !has[y] {
				none = append(none, strconv.Itoa(y))
			}
		}
		switch {
		case len(r.Single) == 0:
			out = append(out, r.Party.Name+": no fact of a single period")
		case len(none) > 0:
			out = append(out, fmt.Sprintf("%s: no fact of %s: unknown, not zero", r.Party.Name, view.ListOf(none)))
		}
	}
	return out
}

// SourceTable lists the facts with their sources and notes.
func (b Burn) SourceTable() table.Table {
	t := table.Table{Title: "Sources", Columns: []table.Column{{Name: "company", Max: 28}, {Name: "fact", Max: 44}, {Name: "amount", Align: table.Right}, {Name: "source"}, {Name: "tier"}, {Name: "note", Max: 120}}}
	for _, r := range b.Rows {
		for _, c := range append(slices.Clone(r.Claims), r.Single...) {
			source := c.Source
			source.Tier = ""
			t.Rows = append(t.Rows, []table.Cell{
				view.Text(r.Party.Name), view.Text(c.Fact), c.cell(), {Text: source.String(), Link: c.Source.URL}, view.Text(c.Source.Tier), view.Text(c.Note),
			})
		}
		for _, f := range r.Others {
			t.Rows = append(t.Rows, []table.Cell{
				view.Text(r.Party.Name), view.Text(f.ID), view.Text(f.Value), {Text: f.Source, Link: f.Source}, {}, view.Text(strings.TrimSuffix("no claim: "+factMetric(f.Metric)+" of "+f.Period+"; "+f.Note, "; ")),
			})
		}
	}
	return t
}
