package changes

import (
	"cmp"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph/change"
	"dealgraph/render/view"
)

// Diff is what two states of a ledger do not have alike.
type Diff struct {
	Words   string   `json:"in_words"`
	Old     Side     `json:"old"`
	New     Side     `json:"new"`
	Deals   []Deal   `json:"deals"`
	Records []Record `json:"records"` // parties, facts, controls and rates
	Bases   []Basis  `json:"bases"`
	Shares  []Share  `json:"shares"`
}

// Side is one of the two states.
type Side struct {
	Ledger string `json:"ledger"`
	Hash   string `json:"ledger_hash"`
	AsOf   string `json:"as_of"`
}

// Deal is a deal that changed.
type Deal struct {
	Deal         string   `json:"deal"`
	Title        string   `json:"title,omitempty"`
	Change       string   `json:"change"`
	Legs         []Leg    `json:"legs"`   // as they are now; of a removed deal, as they were
	Fields       []Field  `json:"fields"` // what differs, of a deal that is in both ledgers
	Perhaps      string   `json:"perhaps,omitempty"`
	SupersededBy []string `json:"superseded_by,omitempty"`
	Words        string   `json:"in_words"`
}

// Leg is a leg of a deal that changed.
type Leg struct {
	Leg    string      `json:"leg"`
	Payer  view.Party  `json:"payer"`
	Payee  view.Party  `json:"payee"`
	Kind   string      `json:"kind"`
	Amount string      `json:"amount"`
	Status string      `json:"status"`
	Source view.Source `json:"source"`
}

// Field is a field in two states.
type Field struct {
	Leg       string       `json:"leg,omitempty"`
	Field     string       `json:"field"`
	Was       string       `json:"was"`
	Is        string       `json:"is"`
	WasSource *view.Source `json:"was_source,omitempty"`
	IsSource  *view.Source `json:"is_source,omitempty"`
	Claim     bool         `json:"claim,omitempty"` // what is said now is a claim, not how the leg is written
}

// Record is a party, fact, control or rate that changed.
type Record struct {
	Table  string      `json:"table"`
	Key    string      `json:"key"`
	Change string      `json:"change"`
	Party  *view.Party `json:"party,omitempty"`
	About  string      `json:"about,omitempty"`
	Fields []Field     `json:"fields"`
}

// Of tells what changed. Deals and records that keep refuses are left out.
func Of(c *change.Changes, keepDeal func(change.Deal) bool, keepRecord func(change.Record) bool) Diff {
	out := Diff{Old: sideOf(c.Old), New: sideOf(c.New), Deals: []Deal{}, Records: []Record{}, Bases: []Basis{}, Shares: []Share{}}
	for _, d := range c.Deals {
		if keepDeal(d) {
			out.Deals = append(out.Deals, dealOf(c, d))
		}
	}
	for _, r := range c.Records {
		if !keepRecord(r) {
			continue
		}
		one := Record{Table: r.Table, Key: r.Key, Change: string(r.Kind), About: r.About, Fields: fieldsOf(r.Fields)}
		if r.Party != "" {
			p := Party(c, string(r.Party))
			one.Party = &p
		}
		out.Records = append(out.Records, one)
	}
	return out
}

func sideOf(s change.State) Side {
	out := Side{Ledger: s.Ledger.Name, Hash: s.Ledger.Hash}
	if !s.AsOf.IsZero() {
		out.AsOf = s.AsOf.String()
	}
	return out
}

// Party names a party of either ledger.
func Party(c *change.Changes, id string) view.Party {
	for _, s := range []change.State{c.New, c.Old} {
		if p := s.Ledger.PartyByID(deals.PartyID(id)); p != nil {
			return view.PartyRef(p)
		}
	}
	return view.Party{ID: id, Name: id}
}

func dealOf(c *change.Changes, d change.Deal) Deal {
	out := Deal{Deal: string(d.ID), Change: string(d.Kind), Perhaps: string(d.Perhaps), Fields: fieldsOf(d.Fields), Words: Words(d)}
	for _, id := range d.SupersededBy {
		out.SupersededBy = append(out.SupersededBy, string(id))
	}
	of, in := d.New, c.New
	if of == nil || d.Kind == change.Removed && d.Old != nil {
		of, in = d.Old, c.Old
	}
	out.Title = of.Title
	for _, l := range of.Legs {
		amount, from := l.Use()
		leg := Leg{
			Leg: l.Ref().String(), Payer: Party(c, string(l.From)), Payee: Party(c, string(l.To)), Kind: string(l.Kind), Amount: amount.String(),
			Status: "not yet", Source: view.SourceOf(from),
		}
		if at := l.History().At(in.AsOf, in.Ledger.LastDate()); at.Status != deals.StatusUnknown {
			leg.Status = deals.History{at}.String()
		}
		out.Legs = append(out.Legs, leg)
	}
	return out
}

func fieldsOf(list []change.Field) []Field {
	out := []Field{}
	for _, f := range list {
		one := Field{Leg: f.Leg, Field: f.Name, Was: f.Old, Is: f.New, Claim: f.NewClaim != nil}
		one.WasSource, one.IsSource = sourceOf(f.OldSource), sourceOf(f.NewSource)
		out = append(out, one)
	}
	return out
}

// sourceOf is a source, or nil where nothing is said about it.
func sourceOf(s deals.Source) *view.Source {
	if s.Zero() && s.Date.IsZero() && s.Tier == deals.TierUnknown {
		return nil
	}
	out := view.SourceOf(s)
	return &out
}

// Words say in a phrase what became of a deal, as a reason for what moved: "new (signed 2026-02)", "amount $10B → $12B", "superseded by x".
func Words(d change.Deal) string {
	switch {
	case d.Kind == change.New && d.Old == nil && d.Perhaps != "":
		return "new, perhaps " + string(d.Perhaps) + " under another id"
	case d.Kind == change.New:
		return "new"
	case d.Kind == change.Removed && d.New == nil && d.Perhaps != "":
		return "removed, perhaps now " + string(d.Perhaps)
	case d.Kind == change.Removed:
		return "removed"
	case len(d.SupersededBy) > 0:
		var ids []string
		for _, id := range d.SupersededBy {
			ids = append(ids, string(id))
		}
		return "superseded by " + view.ListOf(ids)
	}
	var said []string
	for _, f := range d.Fields {
		if f.Counts() && f.Name != "source" && f.Name != "claims" {
			said = append(said, phrase(f))
		}
	}
	switch {
	case len(said) > most:
		said = append(said[:most], "…")
	case len(said) == 0 && len(d.Fields) > 0: // nothing that changes a number by itself
		var names []string
		for _, f := range d.Fields {
			if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
		return "another " + view.ListOf(names)
	}
	return strings.Join(said, ", ")
}

// most is how many fields a phrase names.
const most = 3

// phrase says how a field changed.
func phrase(f change.Field) string {
	was, is := f.Old, f.New
	if f.Name == "status" {
		was, is = latest(was), latest(is)
	}
	switch {
	case f.Name == "leg" && was == "":
		return "a new leg"
	case f.Name == "leg" && is == "":
		return "a leg less"
	case was == "":
		return f.Name + " " + is
	case is == "":
		return f.Name + " no longer " + was
	case f.Name == "status":
		return was + " → " + is
	}
	return f.Name + " " + was + " → " + is
}

// latest is the last step of a history.
func latest(h string) string {
	return strings.TrimSpace(h[strings.LastIndex(h, ";")+1:])
}

// Why says in a phrase why a deal counts for another amount.
func Why(c *change.Changes, id deals.DealID) string {
	r := c.Why(id)
	switch {
	case r.Deal != nil:
		return Words(*r.Deal)
	case len(r.Tied) > 0:
		var said []string
		for i, t := range r.Tied {
			if i == most {
				said = append(said, "…")
				break
			}
			said = append(said, string(t)+" ("+cmp.Or(Words(*c.Deal(t)), "changed")+")")
		}
		return "by way of " + strings.Join(said, ", ")
	case len(r.Records) > 0:
		return view.ListOf(recordWords(r.Records)) + " differ"
	case r.Day:
		return "only the day is another"
	}
	return ""
}

func recordWords(tables []string) []string {
	var out []string
	for _, t := range tables {
		out = append(out, map[string]string{"rates": "exchange rates", "parties": "records of its parties"}[t])
	}
	return out
}

// Sort puts the deals that moved the totals most first; those that moved none stay in their order behind them.
func (d *Diff) Sort() {
	moved := map[string]int64{}
	for _, b := range d.Bases {
		for _, c := range b.Total.Causes {
			by, _ := c.By.Minor()
			moved[c.Deals[0]] = max(moved[c.Deals[0]], by, -by)
		}
	}
	slices.SortStableFunc(d.Deals, func(a, b Deal) int { return cmp.Compare(moved[b.Deal], moved[a.Deal]) })
}
