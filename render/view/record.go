package view

import (
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/table"
)

// Source is a source in JSON.
type Source struct {
	URL   string `json:"url,omitempty"`
	Title string `json:"title,omitempty"`
	Date  string `json:"date,omitempty"`
	Tier  string `json:"tier,omitempty"`
}

// SourceOf is a source in JSON.
func SourceOf(s deals.Source) Source {
	out := Source{URL: s.URL, Title: s.Title, Tier: s.Tier.String()}
	if !s.Date.IsZero() {
		out.Date = s.Date.String()
	}
	return out
}

func (s Source) String() string {
	var parts []string
	for _, p := range []string{s.Title, s.URL, s.Date} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	out := strings.Join(parts, ", ")
	if s.Tier != "" {
		out += " [" + s.Tier + "]"
	}
	return out
}

// Record is everything a ledger says about a deal, and what each basis makes of it.
type Record struct {
	Deal    string      `json:"deal"`
	Title   string      `json:"title,omitempty"`
	File    string      `json:"file"`
	Note    string      `json:"note,omitempty"`
	Tags    []string    `json:"tags,omitempty"`
	Sources []Source    `json:"sources,omitempty"`
	Legs    []LegRecord `json:"legs"`
}

// LegRecord is everything about a leg.
type LegRecord struct {
	Leg        string        `json:"leg"`
	Payer      Party         `json:"payer"`
	Payee      Party         `json:"payee"`
	Kind       string        `json:"kind"`
	Amount     string        `json:"amount"`
	Tier       string        `json:"amount_tier,omitempty"`
	Status     string        `json:"status"`
	State      string        `json:"state"` // on the day of the view
	Settlement string        `json:"settlement"`
	Rank       int           `json:"rank"`
	Obligor    string        `json:"obligor,omitempty"`
	Term       string        `json:"term,omitempty"`
	Schedule   string        `json:"schedule,omitempty"`
	Exit       string        `json:"exit,omitempty"`
	Quantity   string        `json:"quantity,omitempty"`
	Stake      string        `json:"stake,omitempty"`
	Within     []string      `json:"within,omitempty"`
	Contains   []string      `json:"contains,omitempty"`
	Supersedes []string      `json:"supersedes,omitempty"`
	Tranches   []string      `json:"tranches,omitempty"`
	Paid       []string      `json:"paid,omitempty"`
	Statements []Statement   `json:"statements,omitempty"` // what all sources say about the fields that have claims
	Sources    []Source      `json:"sources,omitempty"`
	Note       string        `json:"note,omitempty"`
	OnBasis    []BasisAmount `json:"on_basis"`
}

// BasisAmount is what a basis makes of a leg: absent when the leg does not count on it.
type BasisAmount struct {
	Basis  string `json:"basis"`
	Counts bool   `json:"counts"`
	Amount *Money `json:"amount"` // null when undisclosed or not counted
	Note   string `json:"note,omitempty"`
}

// DealRecord is the record of a deal; networks are those of all bases of one view, in the order of [graph.Bases].
// The error is that of asking what another source would change.
func DealRecord(l *deals.Ledger, d *deals.Deal, networks []*graph.Network) (Record, error) {
	r := Record{Deal: string(d.ID), Title: d.Title, File: d.Pos.String(), Note: d.Note, Tags: d.Tags, Sources: SourcesOf(d.Sources)}
	views, err := whatIfs(l, networks)
	if err != nil {
		return r, err
	}
	for _, leg := range d.Legs {
		row := legRecord(l, leg, networks)
		if row.Statements, err = statements(leg, views); err != nil {
			return r, err
		}
		r.Legs = append(r.Legs, row)
	}
	return r, nil
}

// SourcesOf are sources in JSON.
func SourcesOf(in []deals.Source) []Source {
	var out []Source
	for _, s := range in {
		out = append(out, SourceOf(s))
	}
	return out
}

// legRecord is a leg with what is in use in each of its fields.
func legRecord(l *deals.Ledger, leg *deals.Leg, networks []*graph.Network) LegRecord {
	used, from := leg.Use()
	r := LegRecord{
		Leg: leg.Ref().String(), Payer: PartyRef(l.PartyByID(leg.From)), Payee: PartyRef(l.PartyByID(leg.To)), Kind: string(leg.Kind),
		Amount: used.String(), Tier: from.Tier.String(), Status: leg.History().String(), Settlement: string(leg.Settlement), Rank: leg.Rank,
		Obligor: string(leg.Obligor), Term: leg.Term.String(), Schedule: leg.Schedule.String(), Note: leg.Note,
	}
	if len(networks) > 0 {
		r.State = state(l, leg, networks[0])
	}
	if leg.Exit != nil {
		r.Exit = leg.Exit.String()
	}
	if leg.Quantity != nil {
		r.Quantity = leg.Quantity.String()
	}
	if leg.Stake != nil {
		r.Stake = leg.Stake.String()
	}
	for _, o := range leg.Overlaps() {
		s := o.Ref.String()
		if o.Part != nil {
			s += " (" + o.Part.String() + ")"
		}
		r.Within = append(r.Within, s)
	}
	r.Contains = contains(l, leg)
	for _, s := range leg.Ends() {
		r.Supersedes = append(r.Supersedes, s.String())
	}
	for _, t := range leg.Tranches {
		s := t.Amount.String()
		if t.Condition != "" {
			s += ": " + t.Condition
		}
		if !t.Met.IsZero() {
			s += ", met " + t.Met.String()
		} else if t.Condition != "" {
			s += ", not met"
		}
		r.Tranches = append(r.Tranches, s)
	}
	for _, p := range leg.Paid {
		s := p.Amount.String()
		if !p.Date.IsZero() {
			s = p.Date.String() + ": " + s
		}
		r.Paid = append(r.Paid, s)
	}
	if len(leg.Sources) > 0 && len(leg.Deal.Legs) > 1 || len(leg.Deal.Sources) == 0 {
		r.Sources = SourcesOf(leg.Sources)
	}
	for _, n := range networks {
		r.OnBasis = append(r.OnBasis, onBasis(n, leg))
	}
	return r
}

// notCounted stands where a basis does not count a leg at all.
const notCounted = "–"

// state is the status of a leg on the day of a network's view.
func state(l *deals.Ledger, leg *deals.Leg, n *graph.Network) string {
	if s := leg.History().At(n.View.AsOf, l.LastDate()).Status; s != deals.StatusUnknown {
		return s.String()
	}
	return "not yet"
}

// contains lists the legs that lie within this one.
func contains(l *deals.Ledger, leg *deals.Leg) []string {
	var out []string
	for _, d := range l.Deals {
		for _, other := range d.Legs {
			for _, o := range other.Overlaps() {
				for _, whole := range l.Legs(o.Ref) {
					if whole == leg {
						out = append(out, other.Ref().String())
					}
				}
			}
		}
	}
	return out
}

func onBasis(n *graph.Network, leg *deals.Leg) BasisAmount {
	out := BasisAmount{Basis: string(n.View.Basis)}
	a, ok := n.ArcOf(leg)
	if !ok {
		return out
	}
	out.Counts = true
	switch {
	case a.Known:
		out.Amount = MoneyOf(a.Amount, n.View.Currency)
	case a.NoRate:
		out.Note = "no rate into " + string(n.View.Currency) + " in the ledger"
	}
	if a.Inside > 0 {
		out.Note = table.Money(a.Inside, string(n.View.Currency)) + " is counted in the deals inside it"
	}
	return out
}

// Tables shows the record: one table of fields for each leg, one of what the bases make of all legs, one of claims.
func (r Record) Tables() []table.Table {
	head := fields(r.Deal + title(r.Title))
	head.add("recorded at", r.File)
	head.add("tags", strings.Join(r.Tags, ", "))
	head.add("note", r.Note)
	for _, s := range r.Sources {
		head.source(s)
	}
	out := []table.Table{head.Table}
	for _, l := range r.Legs {
		f := fields(l.Payer.Name + " → " + l.Payee.Name + ", " + words(l.Kind) + title(l.Leg))
		f.add("amount", l.Amount)
		f.add("status", l.Status)
		f.add("term", l.Term)
		f.add("schedule", l.Schedule)
		f.add("exit", l.Exit)
		f.add("obligor", l.Obligor)
		f.add("quantity", l.Quantity)
		f.add("stake", l.Stake)
		f.add("settlement", fmt.Sprintf("%s, rank %d", l.Settlement, l.Rank))
		f.add("within", l.Within...)
		f.add("contains", l.Contains...)
		f.add("supersedes", l.Supersedes...)
		f.add("tranche", l.Tranches...)
		f.add("paid", l.Paid...)
		for _, c := range l.Statements {
			f.add(c.label(), c.text())
		}
		for _, s := range l.Sources {
			f.source(s)
		}
		f.add("note", l.Note)
		out = append(out, f.Table)
	}
	out = append(out, r.bases())
	var said []Statement
	for _, l := range r.Legs {
		said = append(said, l.Statements...)
	}
	if t, any := changesTable(said); any {
		out = append(out, t)
	}
	return out
}

// bases has a row for each leg and a column for each basis.
func (r Record) bases() table.Table {
	t := table.Table{Title: "On each basis", Columns: []table.Column{{Name: "leg"}, {Name: "state"}}}
	for i, l := range r.Legs {
		row := Texts(l.Leg, l.State)
		for _, b := range l.OnBasis {
			if i == 0 {
				t.Columns = append(t.Columns, table.Column{Name: b.Basis, Align: table.Right})
			}
			cell := Text(notCounted)
			if b.Counts {
				cell = b.Amount.Cell()
			}
			row = append(row, cell)
			if b.Note != "" {
				t.Footnotes = append(t.Footnotes, l.Leg+" on the "+b.Basis+" basis: "+b.Note)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Footnotes = append(t.Footnotes, notCounted+": not counted on that basis")
	return t
}

func title(s string) string {
	if s == "" {
		return ""
	}
	return "  (" + s + ")"
}

// A fieldTable has a row for each field that says something.
type fieldTable struct{ table.Table }

func fields(title string) *fieldTable {
	return &fieldTable{table.Table{Title: title, Columns: []table.Column{{Name: "field"}, {Name: "value"}}}}
}

func (f *fieldTable) add(name string, values ...string) {
	for _, v := range values {
		if v != "" {
			f.Rows = append(f.Rows, Texts(name, v))
		}
	}
}

func (f *fieldTable) source(s Source) {
	f.Rows = append(f.Rows, []table.Cell{Text("source"), {Text: s.String(), Link: s.URL}})
}
