package view

import (
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/render/table"
)

// Exposure is who has what at stake with a party, and what it has at stake with others, on one basis.
type Exposure struct {
	Basis   string       `json:"basis"`
	Party   Party        `json:"party"`
	AtStake ExposureSide `json:"at_stake_with_it"`
	Holds   ExposureSide `json:"it_has_at_stake"`

	// Along chains of payments, everybody passing on in proportion; null for a party that stands for many.
	Dependents *LookThrough `json:"dependents"`          // whose inflow hangs on it
	DependsOn  *LookThrough `json:"depends_on"`          // on whom its inflow hangs
	By         *Party       `json:"by_way_of,omitempty"` // only what passes this party
	Ways       *Ways        `json:"ways,omitempty"`
}

// ExposureSide is one direction of exposure.
type ExposureSide struct {
	Positions []Position         `json:"positions"`
	ByClaim   map[string]Exposed `json:"by_claim"`
	Total     Exposed            `json:"total"`
}

// Position is all that one holder has at stake with one party.
type Position struct {
	Counterparty  Party              `json:"counterparty"`
	Outside       bool               `json:"outside,omitempty"` // capital markets or end customers
	ByClaim       map[string]Exposed `json:"by_claim"`
	Total         Exposed            `json:"total"`
	ShareOfInflow *float64           `json:"share_of_inflow,omitempty"` // 0 to 1: of the holder's inflow in the network
	Deals         []ExposedDeal      `json:"deals"`
}

// Exposed is a sum of disclosed amounts, and the number of those that are not.
type Exposed struct {
	Amount  *Money `json:"amount"` // null when there are amounts and none is disclosed
	Unknown int    `json:"undisclosed,omitempty"`
}

// ExposedDeal is one claim and the deal it comes from.
type ExposedDeal struct {
	Claim string `json:"claim"`
	Deal
}

// ExposureOf tells the direct exposure found in a network.
func ExposureOf(n *graph.Network, r exposure.Result) Exposure {
	return Exposure{
		Basis: string(n.View.Basis), Party: node(n, r.Party),
		AtStake: side(n, r.AtStake), Holds: side(n, r.Holds),
	}
}

func side(n *graph.Network, s exposure.Side) ExposureSide {
	out := ExposureSide{Positions: []Position{}, ByClaim: byClaim(n, s.ByClaim), Total: exposed(n, s.Total)}
	for _, p := range s.Positions {
		q := Position{
			Counterparty: node(n, p.Counterparty), Outside: n.Party(p.Counterparty).Outside(),
			ByClaim: byClaim(n, p.ByClaim), Total: exposed(n, p.Total),
		}
		if p.Revenue.Known {
			q.ShareOfInflow = &p.Revenue.OfInflow
		}
		for _, l := range p.Lines {
			q.Deals = append(q.Deals, ExposedDeal{string(l.Claim), deal(n, n.Arc(l.Arc))})
		}
		out.Positions = append(out.Positions, q)
	}
	return out
}

func byClaim(n *graph.Network, b exposure.ByClaim) map[string]Exposed {
	out := map[string]Exposed{}
	for _, c := range exposure.Claims() {
		if cell := b.Of(c); !cell.IsZero() {
			out[string(c)] = exposed(n, cell)
		}
	}
	return out
}

func exposed(n *graph.Network, c exposure.Cell) Exposed {
	if c.Amount == 0 && c.Unknown > 0 {
		return Exposed{Unknown: c.Unknown}
	}
	return Exposed{MoneyOf(c.Amount, n.View.Currency), c.Unknown}
}

// Cell shows a sum: empty for nothing, a question mark for what is only undisclosed, a plus where undisclosed deals come on
// top.
func (e Exposed) Cell() table.Cell {
	switch {
	case e.Amount == nil:
		return table.Cell{Text: Unknown}
	case e.Amount.Amount == "0.00":
		return table.Cell{}
	case e.Unknown > 0:
		return table.Cell{Text: e.Amount.Text + " + ?", Raw: e.Amount.Amount, Number: true}
	default:
		return e.Amount.Cell()
	}
}

// orNothing is the sum with nothing shown as such.
func (e Exposed) orNothing() interface{ Cell() table.Cell } {
	if e.Amount != nil && e.Unknown == 0 {
		return e.Amount
	}
	return e
}

// Tables shows both directions, and, with details, the deals behind each position.
func (e Exposure) Tables(details bool) []table.Table {
	atStake := e.AtStake.table("At stake with " + e.Party.Name + " (" + e.Basis + " basis): what others lose if it fails")
	holds := e.Holds.table("What " + e.Party.Name + " has at stake with others (" + e.Basis + " basis)")
	out := []table.Table{atStake, holds}
	out = append(out, e.chains()...)
	if details {
		out = append(out, e.AtStake.deals("Deals behind what others have at stake with "+e.Party.Name), e.Holds.deals("Deals behind what "+e.Party.Name+" has at stake"))
	}
	return out
}

// chains shows what hangs on the party, and on whom it hangs, through others too.
func (e Exposure) chains() []table.Table {
	if e.Dependents == nil {
		return nil
	}
	on := " (" + e.Basis + " basis)"
	by := ""
	if e.By != nil {
		by = ", by way of " + e.By.Name
	}
	down := e.Dependents.table("Whose inflow hangs on "+e.Party.Name+by+", through others too"+on, true)
	down.Footnotes = append(down.Footnotes,
		"total: what a party would receive less if "+e.Party.Name+" paid nothing and everybody passed the loss on in proportion; of inflow: of all that this ledger has the party receive")
	if e.By == nil && len(e.Dependents.Untouched) > 0 {
		down.Footnotes = append(down.Footnotes, Plural(len(e.Dependents.Untouched), "party receives money, none of which hangs", "parties receive money, none of which hangs")+" on it: "+names(e.Dependents.Untouched, ", "))
	}
	out := []table.Table{down}
	if e.DependsOn != nil {
		up := e.DependsOn.table("On whom the inflow of "+e.Party.Name+" hangs, through others too"+on, false)
		if e.DependsOn.Closed {
			up.Footnotes = append(up.Footnotes, "all its money was its own before: it belongs to a circle that nothing enters or leaves")
		}
		out = append(out, up)
	}
	if e.Ways != nil {
		out = append(out, e.Ways.table(on))
	}
	return out
}

// table has a row for each counterparty and a column for each claim that occurs. The share is shown where anything is known
// of it.
func (s ExposureSide) table(name string) table.Table {
	t := table.Table{Title: name, Columns: []table.Column{{Name: "counterparty", Max: 32}}}
	var kinds []string
	for _, c := range exposure.Claims() {
		if _, ok := s.ByClaim[string(c)]; ok {
			kinds = append(kinds, string(c))
			t.Columns = append(t.Columns, table.Column{Name: string(c), Align: table.Right})
		}
	}
	t.Columns = append(t.Columns, table.Column{Name: "total", Align: table.Right}, table.Column{Name: "revenue/inflow", Align: table.Right})
	for _, p := range s.Positions {
		name := p.Counterparty.Name
		if p.Outside {
			name += " (outside)"
		}
		row := []table.Cell{Text(name)}
		for _, k := range kinds {
			row = append(row, claimCell(p.ByClaim, k))
		}
		row = append(row, p.Total.Cell(), table.Cell{})
		if p.ShareOfInflow != nil {
			row[len(row)-1] = table.PercentCell(*p.ShareOfInflow)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(s.Positions) > 1 {
		row := []table.Cell{Text("all")}
		for _, k := range kinds {
			row = append(row, claimCell(s.ByClaim, k))
		}
		t.Rows = append(t.Rows, append(row, s.Total.Cell(), table.Cell{}))
	}
	return t
}

func claimCell(by map[string]Exposed, claim string) table.Cell {
	if e, ok := by[claim]; ok {
		return e.Cell()
	}
	return table.Cell{}
}

func (s ExposureSide) deals(name string) table.Table {
	t := table.Table{Title: name, Columns: []table.Column{
		{Name: "counterparty", Max: 32}, {Name: "claim"}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "stated", Align: table.Right, Max: 24}, {Name: "status"}, {Name: "deal", Max: 48},
	}}
	for _, p := range s.Positions {
		for _, d := range p.Deals {
			t.Rows = append(t.Rows, []table.Cell{
				Text(p.Counterparty.Name), Text(d.Claim), Text(words(d.Kind)), d.Cell(), Text(d.Stated), Text(d.Status), {Text: d.Deal.Deal, Link: d.Source},
			})
		}
	}
	return t
}
