package view

import (
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/table"
)

// Statement is what one source says about one field of a leg: the leg as written, or a claim.
type Statement struct {
	Leg     string   `json:"leg"`
	Field   string   `json:"field"`
	Says    string   `json:"says"`
	Claim   bool     `json:"claim"` // false: as written in the leg
	InUse   bool     `json:"in_use"`
	Why     string   `json:"why"`
	Source  Source   `json:"source"`
	Note    string   `json:"note,omitempty"`
	File    string   `json:"file,omitempty"`
	Changes []Change `json:"changes,omitempty"` // what it would change, basis by basis; none of what is in use
}

// Change is what the total of a basis would change by.
type Change struct {
	Basis   string `json:"basis"`
	By      *Money `json:"by"`
	Unknown int    `json:"undisclosed"` // how many more legs would be undisclosed
	minor   int64
}

// text is the change as a table shows it; nothing when there is none.
func (c Change) text() string {
	out := ""
	switch {
	case c.minor > 0:
		out = "+" + c.By.Text
	case c.minor < 0:
		out = c.By.Text
	}
	switch {
	case c.Unknown > 0:
		out += " + ?"
	case c.Unknown < 0:
		out += " − ?"
	}
	return out
}

// statements lists what all sources say about the fields of a leg that have claims, and what those not in use would change
// in the views that are asked.
func statements(leg *deals.Leg, views []*graph.WhatIf) ([]Statement, error) {
	if len(leg.Claims) == 0 {
		return nil, nil
	}
	var out []Statement
	for _, s := range leg.Statements() {
		row := Statement{Leg: leg.Ref().String(), Field: s.Field, Says: s.Text, InUse: s.InUse, Why: string(s.Why), Source: SourceOf(s.Source)}
		if s.Claim != nil {
			row.Claim, row.Note, row.File = true, s.Claim.Note, s.Claim.Pos.String()
		}
		if !s.InUse && s.Why != deals.SaysNone {
			var err error
			if row.Changes, err = changes(leg, s, views); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// changes are what the totals of views would change by if a statement were in use.
func changes(leg *deals.Leg, s deals.Statement, views []*graph.WhatIf) ([]Change, error) {
	adopting := leg.Adopting(s)
	var out []Change
	for _, w := range views {
		before, after, err := w.Change(leg, adopting)
		if err != nil {
			return nil, err
		}
		by := after.Minor - before.Minor
		out = append(out, Change{Basis: string(w.View().Basis), By: MoneyOf(by, w.View().Currency), Unknown: after.Unknown - before.Unknown, minor: by})
	}
	return out, nil
}

// whatIfs are the views of networks, to be asked what they would count.
func whatIfs(l *deals.Ledger, networks []*graph.Network) ([]*graph.WhatIf, error) {
	var out []*graph.WhatIf
	for _, n := range networks {
		w, err := graph.NewWhatIf(l, n.View)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// why is the reason in words, with the tier it speaks of.
func (s Statement) why() string {
	switch deals.Reason(s.Why) {
	case deals.BestTier, deals.LowerTier:
		if s.Source.Tier != "" {
			return s.Why + ", " + s.Source.Tier
		}
	}
	return s.Why
}

// label is how a record calls a statement.
func (s Statement) label() string {
	what := "written " + s.Field
	if s.Claim {
		what = "claim on " + s.Field
	}
	if s.InUse {
		what += ", in use"
	}
	return what
}

// text is a statement in one line.
func (s Statement) text() string {
	out := s.Says
	if out == "" {
		out = "nothing"
	}
	out += " (" + s.why() + ")"
	if from := s.Source.String(); from != "" {
		out += ": " + from
	}
	if s.Note != "" {
		out += "; " + s.Note
	}
	return out
}

// changesTable has a row for each statement that is not in use and would change something.
func changesTable(all []Statement) (t table.Table, any bool) {
	t = table.Table{Title: "What the other sources would change", Columns: []table.Column{{Name: "leg"}, {Name: "field"}, {Name: "says"}, {Name: "tier"}}}
	for _, s := range all {
		if len(s.Changes) == 0 {
			continue
		}
		if !any {
			for _, c := range s.Changes {
				t.Columns = append(t.Columns, table.Column{Name: c.Basis, Align: table.Right})
			}
		}
		any = true
		row := Texts(s.Leg, s.Field, s.Says, s.Source.Tier)
		row[2].Link = s.Source.URL
		for _, c := range s.Changes {
			row = append(row, Text(orNotCounted(c.text())))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Footnotes = []string{fmt.Sprintf("%s: it would change nothing on that basis", notCounted)}
	return t, any
}

func orNotCounted(s string) string {
	if s == "" {
		return notCounted
	}
	return s
}
