package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/table"
)

// FindingList is what is wrong or doubtful in a ledger.
type FindingList struct {
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Notes    int            `json:"notes"`
	Accepted int            `json:"accepted"` // by tags of the ledger; in none of the other counts
	Counts   []FindingCount `json:"counts"`
	Summary  string         `json:"summary"`
	Findings []Finding      `json:"findings"`
	Agreed   []Finding      `json:"accepted_findings"`

	unread bool // the ledger has errors of reading, and was not looked over
}

// FindingCount is how often one check found something.
type FindingCount struct {
	Check    string `json:"check"`
	Severity string `json:"severity"`
	Count    int    `json:"count"`
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

// FindingOptions say what to look for and what to show. The errors of reading are always there: without them, an empty list
// would look like a good ledger.
type FindingOptions struct {
	Notes bool                   // show notes
	Wants func(name string) bool // which checks, and warnings of reading; nil: all
}

// Findings gathers what reading a ledger found and, if it could be read, what the checks find.
func Findings(l *deals.Ledger, errs *deals.ErrorList, o FindingOptions) FindingList {
	wants := o.Wants
	if wants == nil {
		wants = func(string) bool { return true }
	}
	var all []check.Finding
	if errs != nil {
		for _, e := range errs.Errors {
			all = append(all, check.Finding{Check: e.Code, Severity: check.SeverityError, Error: e})
		}
	} else {
		checks := slices.DeleteFunc(check.All(), func(c check.Check) bool { return !wants(c.Name) })
		all = check.Run(l, checks, Controlled(l)...)
	}
	for _, e := range l.Warnings {
		if wants(e.Code) {
			all = append(all, check.Finding{Check: e.Code, Severity: check.SeverityWarning, Error: e})
		}
	}
	check.Sort(all)
	out := FindingList{Counts: []FindingCount{}, Findings: []Finding{}, Agreed: []Finding{}, unread: errs != nil}
	for _, f := range all {
		out.add(f, o.Notes)
	}
	slices.SortFunc(out.Counts, func(a, b FindingCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Severity, b.Severity))
	})
	out.Summary = out.summary(l, o.Notes)
	return out
}

func (f *FindingList) add(one check.Finding, notes bool) {
	row := Finding{one.Check, string(one.Severity), one.Pos.File, one.Pos.Line, one.Pos.Col, one.Msg, one.Hint, one.Error}
	if one.Accepted {
		f.Accepted++
		f.Agreed = append(f.Agreed, row)
		return
	}
	count := 1 + one.More // one may stand for others that are not listed
	switch one.Severity {
	case check.SeverityError:
		f.Errors += count
	case check.SeverityWarning:
		f.Warnings += count
	default:
		f.Notes += count
	}
	i := slices.IndexFunc(f.Counts, func(c FindingCount) bool { return c.Check == row.Check && c.Severity == row.Severity })
	if i < 0 {
		i, f.Counts = len(f.Counts), append(f.Counts, FindingCount{row.Check, row.Severity, 0})
	}
	f.Counts[i].Count += count
	if notes || one.Severity != check.SeverityNote {
		f.Findings = append(f.Findings, row)
	}
}

// summary is one sentence: what was read, what was found, and how many of which.
func (f FindingList) summary(l *deals.Ledger, notes bool) string {
	legs := 0
	for _, d := range l.Deals {
		legs += len(d.Legs)
	}
	read := fmt.Sprintf("%s: %s, %s, %s: ", l.Name, Plural(len(l.Deals), "deal", "deals"), Plural(legs, "leg", "legs"), Plural(len(l.Parties), "party", "parties"))
	var found []string
	for _, c := range []struct {
		n         int
		one, many string
	}{{f.Errors, "error", "errors"}, {f.Warnings, "warning", "warnings"}, {f.Notes, "note", "notes"}} {
		if c.n > 0 {
			found = append(found, Plural(c.n, c.one, c.many)+" ("+f.which(c.one)+")")
		}
	}
	if len(found) == 0 {
		found = []string{"nothing to report"}
	}
	if f.Accepted > 0 {
		found = append(found, Plural(f.Accepted, "finding", "findings")+" accepted in the ledger")
	}
	read += strings.Join(found, ", ")
	if f.unread {
		read += "; the checks run when these are mended"
	}
	if f.Notes > 0 && !notes {
		read += "; notes show with --strict"
	}
	return read
}

// which tells how many findings of a severity each check has, most first.
func (f FindingList) which(severity string) string {
	var out []string
	for _, c := range f.Counts {
		if c.Severity == severity {
			out = append(out, fmt.Sprintf("%d %s", c.Count, c.Check))
		}
	}
	return strings.Join(out, ", ")
}

// Tables shows the findings.
func (f FindingList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "severity"}, {Name: "check"}, {Name: "file"}, {Name: "line", Align: table.Right}, {Name: "column", Align: table.Right}, {Name: "message"}, {Name: "hint"}}}
	for _, one := range f.Findings {
		t.Rows = append(t.Rows, []table.Cell{Text(one.Severity), Text(one.Check), Text(one.File), table.CountCell(one.Line), table.CountCell(one.Column), Text(one.Message), Text(one.Hint)})
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
		t.Rows = append(t.Rows, Texts(c.Name, c.Severity, c.Meaning))
	}
	return []table.Table{t}
}

// acceptedWord stands in place of the severity of what the ledger accepts.
const acceptedWord = "accepted"

// WithAccepted is the list with the accepted findings among the others, in the order of their places, called so instead of
// by their severity.
func (f FindingList) WithAccepted() FindingList {
	all := slices.Clone(f.Findings)
	for _, one := range f.Agreed {
		one.Severity = acceptedWord
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Message, b.Message))
	})
	f.Findings = all
	return f
}
