package notes

import (
	"fmt"
	"strings"

	"dealgraph/render/table"
	"dealgraph/render/view"
)

// Story says where what stands in a note comes from.
type Story struct {
	File   string  `json:"file"`
	Places []Place `json:"places"`
}

// Place is a place in a note, with what is behind it.
type Place struct {
	ID       string   `json:"id"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Sentence string   `json:"sentence,omitempty"`
	Says     string   `json:"says"` // what the note has
	Is       string   `json:"is"`   // what the answer is now
	Verdict  string   `json:"verdict"`
	Query    string   `json:"query"`
	Get      string   `json:"get,omitempty"`
	Format   string   `json:"fmt,omitempty"`
	Full     string   `json:"in_full,omitempty"` // the value, not rounded
	Method   string   `json:"method,omitempty"`
	Stamp    string   `json:"stamp,omitempty"`
	Then     string   `json:"ledger_then,omitempty"` // as the marker records it
	Now      string   `json:"ledger_now"`
	Legs     []Leg    `json:"deals"`
	More     int      `json:"more_deals,omitempty"` // that are not told
	Which    string   `json:"which_deals,omitempty"`
	List     string   `json:"list,omitempty"` // the command that lists all
	Facts    []Fact   `json:"facts"`
	Remark   string   `json:"remark,omitempty"`
	Warnings []string `json:"warnings"`
}

// Leg is a leg that a number rests on, and what its sources say.
type Leg struct {
	Leg    string      `json:"leg"`
	Payer  view.Party  `json:"payer"`
	Payee  view.Party  `json:"payee"`
	Kind   string      `json:"kind"`
	Amount string      `json:"amount"` // in use
	Status string      `json:"status"`
	Source view.Source `json:"source"`
	File   string      `json:"file"`
	Others []Said      `json:"claims"` // what other sources say, or the leg as written where a claim is in use
}

// Said is a statement of another source.
type Said struct {
	Field  string      `json:"field"`
	Says   string      `json:"says"`
	InUse  bool        `json:"in_use"`
	Why    string      `json:"why,omitempty"`
	Source view.Source `json:"source"`
}

// Fact is a fact that a number rests on.
type Fact struct {
	Party  string      `json:"party,omitempty"`
	Metric string      `json:"metric"`
	Period string      `json:"period"`
	Value  string      `json:"value"`
	Nature string      `json:"nature"`
	Source view.Source `json:"source"`
}

// Tables tell the story: of each place what it is, and the deals, claims and facts behind it.
func (s Story) Tables() []table.Table {
	var out []table.Table
	for _, p := range s.Places {
		out = append(out, p.head(s.File))
		if len(p.Legs) > 0 {
			out = append(out, p.legs())
		}
		if t := p.claims(); len(t.Rows) > 0 {
			out = append(out, t)
		}
		if len(p.Facts) > 0 {
			out = append(out, p.facts())
		}
	}
	return out
}

// head is what a place is.
func (p Place) head(file string) table.Table {
	t := table.Table{Columns: []table.Column{{Name: p.ID}, {Name: "", Max: 110}}}
	add := func(what, said string) {
		if said != "" {
			t.Rows = append(t.Rows, view.Texts(what, said))
		}
	}
	if file != "" {
		add("place", fmt.Sprintf("%s:%d:%d", file, p.Line, p.Column))
	}
	add("sentence", p.Sentence)
	add("the note says", oneLine(p.Says))
	add("the answer is", oneLine(p.Is))
	add("verdict", p.Verdict)
	add("query", "dealgraph "+p.Query)
	add("picks", p.Get)
	add("written as", p.Format)
	add("in full", p.Full)
	add("worked out", p.Method)
	add("stamp", p.Stamp)
	add("ledger then", p.Then)
	add("ledger now", p.Now)
	add("rests on", p.Which)
	add("all of them", p.List)
	add("remark", p.Remark)
	t.Footnotes = p.Warnings
	return t
}

// legs are the deals behind a place.
func (p Place) legs() table.Table {
	t := table.Table{Title: "The deals behind " + p.ID, Columns: []table.Column{{Name: "deal"}, {Name: "payer → payee", Max: 40}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "status", Max: 50}, {Name: "source", Max: 60}, {Name: "place"}}}
	for _, l := range p.Legs {
		row := view.Texts(l.Leg, l.Payer.Name+" → "+l.Payee.Name, l.Kind, l.Amount, l.Status, l.Source.String(), l.File)
		row[5].Link = l.Source.URL
		t.Rows = append(t.Rows, row)
	}
	if p.More > 0 {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("and %s", view.Plural(p.More, "deal more", "deals more")))
	}
	return t
}

// claims are what other sources say about these deals.
func (p Place) claims() table.Table {
	t := table.Table{Title: "What other sources say", Columns: []table.Column{{Name: "deal"}, {Name: "field"}, {Name: "says", Max: 50}, {Name: "in use"}, {Name: "why", Max: 50}, {Name: "source", Max: 60}}}
	for _, l := range p.Legs {
		for _, c := range l.Others {
			row := view.Texts(l.Leg, c.Field, c.Says, map[bool]string{true: "yes", false: "no"}[c.InUse], c.Why, c.Source.String())
			row[5].Link = c.Source.URL
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// facts are the facts behind a place.
func (p Place) facts() table.Table {
	t := table.Table{Title: "The facts behind " + p.ID, Columns: []table.Column{{Name: "party"}, {Name: "metric"}, {Name: "period"}, {Name: "value", Align: table.Right}, {Name: "nature"}, {Name: "source", Max: 60}}}
	for _, f := range p.Facts {
		row := view.Texts(f.Party, f.Metric, f.Period, f.Value, f.Nature, strings.TrimSpace(f.Source.String()))
		row[5].Link = f.Source.URL
		t.Rows = append(t.Rows, row)
	}
	return t
}
