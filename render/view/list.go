package view

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/render/table"
)

// Deal is one leg of a network in a list.
type Deal struct {
	Deal     string `json:"deal"`
	Payer    Party  `json:"payer"`
	Payee    Party  `json:"payee"`
	Kind     string `json:"kind"`
	Family   string `json:"family"`
	Stated   string `json:"stated"` // the cell in use, as a ledger spells it
	Amount   *Money `json:"amount"` // on the basis of the view; null when undisclosed
	Estimate bool   `json:"estimate,omitempty"`
	NoRate   bool   `json:"no_rate,omitempty"` // disclosed, but the ledger cannot convert it
	Status   string `json:"status"`
	Since    string `json:"since,omitempty"`
	Quantity string `json:"quantity,omitempty"`
	Title    string `json:"title,omitempty"`
	Source   string `json:"source,omitempty"`
	Tier     string `json:"tier,omitempty"`
	Term     string `json:"term,omitempty"` // as a ledger spells it: "2026..2030"

	Steps []StatusStep `json:"steps,omitempty"` // the dated statuses up to the day of the view, where there is more than one
}

// StatusStep is a status of a deal and the day it was reached, as a ledger spells it.
type StatusStep struct {
	Status string `json:"status"`
	Date   string `json:"date,omitempty"`
}

// DealList is the deals of a network and their sum.
type DealList struct {
	Basis   string `json:"basis"`
	AsOf    string `json:"as_of,omitempty"`
	Deals   []Deal `json:"deals"`
	Total   *Money `json:"total"`
	Unknown int    `json:"undisclosed"`
	Ended   []Deal `json:"ended,omitempty"` // over by the day of the view and not counted, at their ceiling
}

// Deals lists the arcs of a network, largest first; those with undisclosed amounts come last.
func Deals(n *graph.Network) DealList {
	arcs := slices.Collect(n.Arcs())
	slices.SortStableFunc(arcs, func(a, b graph.Arc) int { return cmp.Compare(b.Amount, a.Amount) })
	out := DealList{Deals: []Deal{}, Total: MoneyOf(n.Total(), n.View.Currency), Unknown: n.Unknown(), Basis: string(n.View.Basis), AsOf: n.View.AsOf.String()}
	for _, a := range arcs {
		out.Deals = append(out.Deals, deal(n, a))
	}
	out.Ended = ended(n)
	return out
}

// ended lists the legs of the ledger that are over on the day of the view. A view that asks for some money only, or moves deals
// to parents, says nothing of deals that are over, so it gets none.
func ended(n *graph.Network) []Deal {
	v := n.View
	if n.Ledger == nil || v.Where != "" || len(v.Settlements) > 0 || v.RollUp || !v.Years.IsZero() || !v.Days.IsZero() {
		return nil
	}
	var out []Deal
	for _, d := range n.Ledger.Deals {
		for _, leg := range d.Legs {
			at := leg.History().At(v.AsOf, n.Ledger.LastDate())
			touches := len(v.Parties) == 0 || slices.Contains(v.Parties, leg.From) || slices.Contains(v.Parties, leg.To)
			if _, counts := n.ArcOf(leg); counts || !at.Status.Ended() || !touches {
				continue // one that is over can count for what was paid
			}
			a, _ := leg.Use()
			e := legDeal(n, leg, PartyRef(n.Ledger.PartyByID(leg.From)), PartyRef(n.Ledger.PartyByID(leg.To)))
			e.Status, e.Estimate = at.Status.String(), a.Estimate
			if minor, ok := n.Convert(a.Ceiling(), a.Currency, at.Date); ok && a.Disclosed() {
				e.Amount = MoneyOf(minor, n.View.Currency)
			}
			out = append(out, e)
		}
	}
	return out
}

func deal(n *graph.Network, a graph.Arc) Deal {
	d := legDeal(n, a.Leg, node(n, a.From), node(n, a.To))
	d.Estimate, d.NoRate, d.Status = a.Estimate, a.NoRate, a.Status.String()
	if a.Known {
		d.Amount = MoneyOf(a.Amount, n.View.Currency)
	}
	return d
}

// legDeal is what a leg says in any view.
func legDeal(n *graph.Network, leg *deals.Leg, payer, payee Party) Deal {
	stated, _ := leg.Use()
	src := firstSource(leg)
	d := Deal{
		Deal: leg.Ref().String(), Payer: payer, Payee: payee, Kind: string(leg.Kind), Family: string(leg.Kind.Family()), Stated: stated.String(),
		Since: since(n, leg), Title: leg.Deal.Title, Source: src.URL, Tier: src.Tier.String(), Term: leg.Term.String(), Steps: steps(n, leg),
	}
	if src.URL == "" {
		d.Source = src.Title
	}
	if leg.Quantity != nil {
		d.Quantity = leg.Quantity.String()
	}
	return d
}

// steps are the dated statuses of a leg up to the one it has on the day of the view, if there is more than one.
func steps(n *graph.Network, leg *deals.Leg) []StatusStep {
	h := leg.History()
	at := h.At(n.View.AsOf, n.Ledger.LastDate())
	var out []StatusStep
	for _, s := range h {
		if !s.Date.IsZero() {
			out = append(out, StatusStep{s.Status.String(), s.Date.String()})
		}
		if s == at {
			break
		}
	}
	if len(out) < 2 || at.Status == deals.StatusUnknown {
		return nil
	}
	return out
}

// Cell is the amount as tables show it: with ~ for an estimate, and in words where there is none.
func (d Deal) Cell() table.Cell {
	c := d.Amount.Cell()
	switch {
	case d.NoRate:
		c.Text = "no rate"
	case d.Estimate && d.Amount != nil:
		c.Text = "~" + c.Text
	}
	return c
}

// since is the date of the status a leg has.
func since(n *graph.Network, leg *deals.Leg) string {
	step := leg.History().At(n.View.AsOf, n.Ledger.LastDate())
	if step.Date.IsZero() {
		return ""
	}
	return step.Date.String()
}

// Tables shows the list.
func (l DealList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{
		{Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "stated", Align: table.Right, Max: 24},
		{Name: "status"}, {Name: "since"}, {Name: "deal", Max: 48},
	}}
	for _, d := range l.Deals {
		t.Rows = append(t.Rows, []table.Cell{
			Text(d.Payer.Name), Text(d.Payee.Name), Text(words(d.Kind)), d.Cell(), Text(d.Stated), Text(d.Status), Text(d.Since),
			{Text: d.Deal, Link: d.Source},
		})
	}
	t.Footnotes = append(t.Footnotes, "total "+l.Total.Text+" on the "+l.Basis+" basis, "+Plural(len(l.Deals), "leg", "legs"))
	return []table.Table{t}
}

// PartyRow is one party in a list, with what it pays and is paid in a network.
type PartyRow struct {
	Party
	Sector  string   `json:"sector,omitempty"`
	Country string   `json:"country,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
	Pays    Exposed  `json:"pays"`
	Paid    Exposed  `json:"is_paid"`
	Deals   int      `json:"deals"`
	Implied bool     `json:"only_named,omitempty"`

	Facts map[string]*float64 `json:"facts,omitempty"` // those that were asked for, in whole units; null: none on record
}

// PartyList is the parties of a network.
type PartyList struct {
	Basis   string     `json:"basis"`
	Parties []PartyRow `json:"parties"`

	metrics []string // of facts that are shown
}

// Only keeps the parties that meet a condition, with the facts by which they do, and counts those of which facts do not tell.
func (l PartyList) Only(n *graph.Network, w *graph.PartyWhere) (out PartyList, unknown int, err error) {
	out = PartyList{Basis: l.Basis, Parties: []PartyRow{}, metrics: w.Metrics()}
	for _, p := range l.Parties {
		v, ok := n.Of(deals.PartyID(p.ID))
		if !ok {
			continue
		}
		holds, known, err := w.Holds(n, v)
		if err != nil {
			return out, 0, err
		}
		switch {
		case !known:
			unknown++
			continue
		case !holds:
			continue
		}
		p.Facts = map[string]*float64{}
		for _, m := range out.metrics {
			p.Facts[m] = nil
			if x, ok := n.Fact(v, m); ok {
				p.Facts[m] = &x
			}
		}
		out.Parties = append(out.Parties, p)
	}
	return out, unknown, nil
}

// Parties lists the parties of a network, those with the most money in and out first.
func Parties(n *graph.Network) PartyList {
	type flow struct {
		v       graph.Node
		in, out exposure.Cell
		deals   int
	}
	flows := make([]flow, n.Order())
	for v := range graph.Node(n.Order()) {
		f := flow{v: v}
		for a := range n.Out(v) {
			sum(&f.out, a)
			f.deals++
		}
		for a := range n.In(v) {
			sum(&f.in, a)
			f.deals++
		}
		flows[v] = f
	}
	slices.SortStableFunc(flows, func(a, b flow) int {
		return cmp.Or(cmp.Compare(b.in.Amount/2+b.out.Amount/2, a.in.Amount/2+a.out.Amount/2), cmp.Compare(b.deals, a.deals))
	})
	out := PartyList{Basis: string(n.View.Basis), Parties: []PartyRow{}}
	for _, f := range flows {
		p := n.Party(f.v)
		out.Parties = append(out.Parties, PartyRow{
			Party: PartyRef(p), Sector: p.Sector, Country: p.Country, Aliases: p.Aliases, Implied: p.Implied,
			Pays: exposed(n, f.out), Paid: exposed(n, f.in), Deals: f.deals,
		})
	}
	return out
}

// sum adds an arc to a sum of disclosed amounts.
func sum(c *exposure.Cell, a graph.Arc) {
	if a.Known {
		c.Amount += a.Amount
	} else {
		c.Unknown++
	}
}

// Tables shows the list.
func (l PartyList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{
		{Name: "party", Max: 32}, {Name: "id"}, {Name: "sector"}, {Name: "country"}, {Name: "pays", Align: table.Right}, {Name: "is paid", Align: table.Right},
		{Name: "legs", Align: table.Right},
	}}
	for _, m := range l.metrics {
		t.Columns = append(t.Columns, table.Column{Name: words(m), Align: table.Right})
	}
	t.Columns = append(t.Columns, table.Column{Name: "answers to", Max: 40})
	for _, p := range l.Parties {
		row := []table.Cell{Text(p.Name), Text(p.ID), Text(words(p.Sector)), Text(p.Country), p.Pays.Cell(), p.Paid.Cell(), table.CountCell(p.Deals)}
		for _, m := range l.metrics {
			row = append(row, factCell(p.Facts[m]))
		}
		t.Rows = append(t.Rows, append(row, Text(strings.Join(p.Aliases, ", "))))
	}
	return []table.Table{t}
}

// factCell is a figure as facts have it: large ones as amounts are spelled, without their unit.
func factCell(x *float64) table.Cell {
	if x == nil {
		return Text(Unknown)
	}
	if math.Abs(*x) < 1e6 {
		return table.Cell{Text: strconv.FormatFloat(*x, 'f', -1, 64), Number: true}
	}
	c := table.MoneyCell(int64(math.Round(*x*100)), "")
	c.Text = strings.TrimSpace(c.Text)
	return c
}

// SectorRow is what the parties of one sector pay those of another.
type SectorRow struct {
	Payers string  `json:"payers"`
	Payees string  `json:"payees"`
	Amount Exposed `json:"amount"`
	Share  float64 `json:"share"` // of all disclosed amounts
	Deals  int     `json:"legs"`
}

// SectorList is who pays whom, by sector.
type SectorList struct {
	Basis   string      `json:"basis"`
	Sectors []SectorRow `json:"sectors"`
	Total   *Money      `json:"total"`
}

// Sectors adds up the arcs of a network by the sectors of payer and payee, the largest first.
func Sectors(n *graph.Network) SectorList {
	type pair struct{ from, to string }
	sums, legs := map[pair]*exposure.Cell{}, map[pair]int{}
	var keys []pair
	var total int64
	for a := range n.Arcs() {
		k := pair{cmp.Or(n.Party(a.From).Sector, "no sector"), cmp.Or(n.Party(a.To).Sector, "no sector")}
		if sums[k] == nil {
			sums[k] = &exposure.Cell{}
			keys = append(keys, k)
		}
		sum(sums[k], a)
		legs[k]++
		total += a.Amount
	}
	slices.SortFunc(keys, func(a, b pair) int {
		return cmp.Or(cmp.Compare(sums[b].Amount, sums[a].Amount), cmp.Compare(legs[b], legs[a]), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	out := SectorList{Basis: string(n.View.Basis), Sectors: []SectorRow{}, Total: MoneyOf(total, n.View.Currency)}
	for _, k := range keys {
		row := SectorRow{Payers: words(k.from), Payees: words(k.to), Amount: exposed(n, *sums[k]), Deals: legs[k]}
		if total > 0 {
			row.Share = float64(sums[k].Amount) / float64(total)
		}
		out.Sectors = append(out.Sectors, row)
	}
	return out
}

// Tables shows the list.
func (l SectorList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "payers"}, {Name: "payees"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}, {Name: "legs", Align: table.Right}}}
	for _, r := range l.Sectors {
		share := table.PercentCell(r.Share)
		if r.Amount.Amount == nil {
			share = Text(Unknown)
		}
		t.Rows = append(t.Rows, []table.Cell{Text(r.Payers), Text(r.Payees), r.Amount.Cell(), share, table.CountCell(r.Deals)})
	}
	t.Footnotes = append(t.Footnotes, "total "+l.Total.Text+" on the "+l.Basis+" basis; share: of disclosed amounts")
	return []table.Table{t}
}

// FactRow is one fact in a list.
type FactRow struct {
	ID     string `json:"id,omitempty"`
	Party  string `json:"party,omitempty"`
	Metric string `json:"metric"`
	Period string `json:"period,omitempty"`
	Value  string `json:"value"`
	Nature string `json:"nature"`
	Note   string `json:"note,omitempty"`
	Source string `json:"source,omitempty"`
}

// FactList is facts of a ledger.
type FactList struct {
	Facts []FactRow `json:"facts"`
}

// Facts lists the facts of a ledger in its own order: those about given parties, or all when none is given.
func Facts(l *deals.Ledger, only []deals.PartyID) FactList {
	out := FactList{Facts: []FactRow{}}
	for _, f := range l.Facts {
		if len(only) > 0 && !slices.Contains(only, f.Party) {
			continue
		}
		out.Facts = append(out.Facts, fact(f))
	}
	return out
}

func fact(f *deals.Fact) FactRow {
	src := f.Source.URL
	if src == "" {
		src = f.Source.Title
	}
	return FactRow{f.ID, string(f.Party), f.Metric, f.Period.Text, f.Value.Text, string(f.Nature), f.Note, src}
}

// Tables shows the list.
func (l FactList) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{
		{Name: "party"}, {Name: "metric"}, {Name: "period"}, {Name: "value", Align: table.Right}, {Name: "nature"}, {Name: "note", Max: 60},
	}}
	for _, f := range l.Facts {
		t.Rows = append(t.Rows, []table.Cell{Text(f.Party), Text(words(f.Metric)), Text(f.Period), {Text: f.Value, Link: f.Source}, Text(f.Nature), Text(f.Note)})
	}
	return []table.Table{t}
}
