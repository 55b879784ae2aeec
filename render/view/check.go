package view

import (
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/table"
)

// FindingList is what is wrong or doubtful in a ledger.
type FindingList struct {
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Notes    int       `json:"notes"`
	Summary  string    `json:"summary"`
	Findings []Finding `json:"findings"`
}

// Finding is one thing found.
type Finding struct {
	Check    string `json:"check"`
	Severity string `json:"severity"`
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`

	Error *deals.Error `json:"-"`
}

// Findings gathers what reading a ledger found and, if it could be read, what the checks find. Notes are left out unless
// asked for.
func Findings(l *deals.Ledger, errs *deals.ErrorList, notes bool) FindingList {
	var all []check.Finding
	add := func(list []*deals.Error, s check.Severity) {
		for _, e := range list {
			all = append(all, check.Finding{Check: e.Code, Severity: s, Error: e})
		}
	}
	if errs != nil {
		add(errs.Errors, check.SeverityError)
	} else {
		all = check.Run(l, check.All())
	}
	add(l.Warnings, check.SeverityWarning)
	check.Sort(all)
	out := FindingList{Findings: []Finding{}}
	for _, f := range all {
		switch f.Severity {
		case check.SeverityError:
			out.Errors++
		case check.SeverityWarning:
			out.Warnings++
		default:
			out.Notes++
			if !notes {
				continue
			}
		}
		out.Findings = append(out.Findings, Finding{f.Check, string(f.Severity), f.Pos.File, f.Pos.Line, f.Pos.Col, f.Msg, f.Hint, f.Error})
	}
	out.Summary = out.summary(l, notes)
	return out
}

// summary is one sentence: what was read and what was found.
func (f FindingList) summary(l *deals.Ledger, notes bool) string {
	legs := 0
	for _, d := range l.Deals {
		legs += len(d.Legs)
	}
	read := fmt.Sprintf("%s: %s, %s, %s", l.Name, plural(len(l.Deals), "deal", "deals"), plural(legs, "leg", "legs"), plural(len(l.Parties), "party", "parties"))
	var found []string
	for _, c := range []struct {
		n         int
		one, many string
	}{{f.Errors, "error", "errors"}, {f.Warnings, "warning", "warnings"}, {f.Notes, "note", "notes"}} {
		if c.n > 0 {
			found = append(found, plural(c.n, c.one, c.many))
		}
	}
	switch {
	case len(found) == 0:
		return read + ": nothing to report"
	case f.Notes > 0 && !notes:
		return read + ": " + strings.Join(found, ", ") + " (notes show with --strict)"
	}
	return read + ": " + strings.Join(found, ", ")
}

// Tables shows the findings.
func (f FindingList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "severity"}, {Name: "check"}, {Name: "file"}, {Name: "line", Align: table.Right}, {Name: "column", Align: table.Right}, {Name: "message"}, {Name: "hint"}}}
	for _, one := range f.Findings {
		t.Rows = append(t.Rows, []table.Cell{text(one.Severity), text(one.Check), text(one.File), table.CountCell(one.Line), table.CountCell(one.Column), text(one.Message), text(one.Hint)})
	}
	t.Footnotes = []string{f.Summary}
	return []table.Table{t}
}

// CheckList is the checks there are.
type CheckList struct {
	Checks []CheckRow `json:"checks"`
}

// CheckRow is one check.
type CheckRow struct {
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Meaning  string `json:"meaning"`
}

// Checks lists checks.
func Checks(all []check.Check) CheckList {
	var out CheckList
	for _, c := range all {
		out.Checks = append(out.Checks, CheckRow{c.Name, string(c.Severity), c.Meaning})
	}
	return out
}

// Tables shows the list.
func (l CheckList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "check"}, {Name: "severity"}, {Name: "what it asks"}}}
	for _, c := range l.Checks {
		t.Rows = append(t.Rows, texts(c.Name, c.Severity, c.Meaning))
	}
	return []table.Table{t}
}
