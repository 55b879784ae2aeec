package view

import (
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/table"
)

// PartyRecord is everything a ledger says about a party, and its deals on every basis.
type PartyRecord struct {
	Party
	FullName string       `json:"full_name"`
	Aliases  []string     `json:"aliases,omitempty"`
	Sector   string       `json:"sector,omitempty"`
	Country  string       `json:"country,omitempty"`
	Ticker   string       `json:"ticker,omitempty"`
	LEI      string       `json:"lei,omitempty"`
	Parents  []string     `json:"parents,omitempty"`
	Children []string     `json:"subsidiaries,omitempty"`
	Note     string       `json:"note,omitempty"`
	File     string       `json:"file"`
	Sources  []Source     `json:"sources,omitempty"`
	Facts    []FactRow    `json:"facts,omitempty"`
	Controls []ControlRow `json:"controls,omitempty"`
	Pays     []PartyDeal  `json:"pays"`
	IsPaid   []PartyDeal  `json:"is_paid"`
	Covered  []PartyDeal  `json:"covered_by,omitempty"` // guarantees of its debts
}

// PartyDeal is a leg of a party's, with what each basis makes of it.
type PartyDeal struct {
	Leg     string        `json:"leg"`
	Other   Party         `json:"counterparty"`
	Kind    string        `json:"kind"`
	Stated  string        `json:"stated"`
	State   string        `json:"state"`
	OnBasis []BasisAmount `json:"on_basis"`
}

// ControlRow is a disclosed total.
type ControlRow struct {
	About  string `json:"about"`
	Metric string `json:"metric"`
	Period string `json:"period,omitempty"`
	Stated string `json:"stated"` // the share, or the value
	Of     string `json:"of,omitempty"`
	Source string `json:"source,omitempty"`
}

// PartyOf is the record of a party; networks are those of all bases of one view. Every leg of the party is listed, also
// those that no basis counts.
func PartyOf(l *deals.Ledger, p *deals.Party, networks []*graph.Network) PartyRecord {
	r := PartyRecord{
		Party: PartyRef(p), FullName: p.Label(), Aliases: p.Aliases, Sector: p.Sector, Country: p.Country, Ticker: p.Ticker, LEI: p.LEI,
		Note: p.Note, File: p.Pos.String(), Sources: SourcesOf(p.Sources), Pays: []PartyDeal{}, IsPaid: []PartyDeal{},
	}
	for _, up := range p.Parents {
		s := string(up.ID)
		if !up.From.IsZero() {
			s += " from " + up.From.String()
		}
		if !up.To.IsZero() {
			s += " to " + up.To.String()
		}
		r.Parents = append(r.Parents, s)
	}
	for _, q := range l.Parties {
		if slices.ContainsFunc(q.Parents, func(up deals.Parent) bool { return up.ID == p.ID }) {
			r.Children = append(r.Children, string(q.ID))
		}
	}
	for _, f := range l.FactsOf(p.ID, "") {
		r.Facts = append(r.Facts, fact(f))
	}
	for _, c := range l.Controls {
		if c.Party == p.ID || slices.Contains(c.Counterparties, p.ID) {
			r.Controls = append(r.Controls, controlRow(c))
		}
	}
	for _, d := range l.Deals {
		for _, leg := range d.Legs {
			switch p.ID {
			case leg.From:
				r.Pays = append(r.Pays, partyDeal(l, leg, leg.To, networks))
			case leg.To:
				r.IsPaid = append(r.IsPaid, partyDeal(l, leg, leg.From, networks))
			case leg.Obligor:
				r.Covered = append(r.Covered, partyDeal(l, leg, leg.From, networks))
			}
		}
	}
	return r
}

func controlRow(c *deals.Control) ControlRow {
	row := ControlRow{About: string(c.Party) + ": " + c.About, Metric: words(c.Metric), Period: c.Period.Text, Source: c.Source.URL}
	if c.Share != nil {
		row.Stated = c.Share.String()
	}
	if c.Value != nil {
		row.Stated = c.Value.String()
	}
	if c.Of != nil {
		row.Of = c.Of.String()
	}
	return row
}

func partyDeal(l *deals.Ledger, leg *deals.Leg, other deals.PartyID, networks []*graph.Network) PartyDeal {
	used, _ := leg.Use()
	out := PartyDeal{Leg: leg.Ref().String(), Other: PartyRef(l.PartyByID(other)), Kind: string(leg.Kind), Stated: used.String()}
	for i, n := range networks {
		if i == 0 {
			out.State = state(l, leg, n)
		}
		out.OnBasis = append(out.OnBasis, onBasis(n, leg))
	}
	return out
}

// Tables shows the record: what is known of the party, its facts, what it pays and is paid.
func (r PartyRecord) Tables() []table.Table {
	f := fields(r.FullName + title(r.ID))
	f.add("answers to", strings.Join(r.Aliases, ", "))
	f.add("sector", words(r.Sector))
	f.add("country", r.Country)
	f.add("ticker", r.Ticker)
	f.add("LEI", r.LEI)
	f.add("parent", r.Parents...)
	f.add("subsidiaries", strings.Join(r.Children, ", "))
	f.add("note", r.Note)
	f.add("recorded at", r.File)
	for _, s := range r.Sources {
		f.source(s)
	}
	out := []table.Table{f.Table}
	if len(r.Facts) > 0 {
		t := FactList{r.Facts}.Tables()[0]
		t.Title = "Facts"
		out = append(out, t)
	}
	if len(r.Controls) > 0 {
		t := table.Table{Title: "Disclosed", Columns: []table.Column{{Name: "about", Max: 40}, {Name: "metric", Max: 40}, {Name: "period", Max: 32}, {Name: "stated", Align: table.Right}, {Name: "of", Align: table.Right}}}
		for _, c := range r.Controls {
			t.Rows = append(t.Rows, []table.Cell{Text(c.About), Text(c.Metric), Text(c.Period), {Text: c.Stated, Link: c.Source}, Text(c.Of)})
		}
		out = append(out, t)
	}
	for _, part := range []struct {
		title string
		deals []PartyDeal
	}{{"Pays", r.Pays}, {"Is paid", r.IsPaid}, {"Its debts are covered by", r.Covered}} {
		if len(part.deals) > 0 {
			out = append(out, partyDeals(part.title, part.deals))
		}
	}
	return out
}

func partyDeals(name string, list []PartyDeal) table.Table {
	t := table.Table{Title: name, Columns: []table.Column{{Name: "counterparty", Max: 28}, {Name: "kind"}, {Name: "stated", Align: table.Right, Max: 24}, {Name: "state"}}}
	for i, d := range list {
		row := Texts(d.Other.Name, words(d.Kind), d.Stated, d.State)
		for _, b := range d.OnBasis {
			if i == 0 {
				t.Columns = append(t.Columns, table.Column{Name: b.Basis, Align: table.Right})
			}
			cell := Text(notCounted)
			if b.Counts {
				cell = b.Amount.Cell()
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, append(row, Text(d.Leg)))
	}
	t.Columns = append(t.Columns, table.Column{Name: "deal", Max: 48})
	t.Footnotes = []string{notCounted + ": not counted on that basis"}
	return t
}
