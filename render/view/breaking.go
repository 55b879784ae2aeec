package view

import (
	"dealgraph/graph"
	"dealgraph/graph/breaking"
	"dealgraph/render/table"
)

// Breaking is a set of deals without which no money can go round.
type Breaking struct {
	Aim    string       `json:"aim"`
	Proved string       `json:"proved"`
	Amount *Money       `json:"amount"`
	Deals  []BrokenDeal `json:"deals"`
}

// BrokenDeal is one of them, with all its legs.
type BrokenDeal struct {
	Deal   string  `json:"deal"`
	Amount Exposed `json:"amount"`
	Legs   []Deal  `json:"legs"`
}

// BreakingOf tells the set that was found.
func BreakingOf(n *graph.Network, b breaking.Set) *Breaking {
	out := &Breaking{Aim: string(b.Aim), Proved: b.String(), Amount: money(b.Amount, n.View.Currency), Deals: []BrokenDeal{}}
	for _, d := range b.Deals {
		row := BrokenDeal{Deal: string(d.ID), Amount: Exposed{money(d.Amount, n.View.Currency), d.Unknown}}
		if d.Amount == 0 && d.Unknown > 0 {
			row.Amount.Amount = nil
		}
		for _, id := range d.Arcs {
			row.Legs = append(row.Legs, deal(n, n.Arc(id)))
		}
		out.Deals = append(out.Deals, row)
	}
	return out
}

func (b *Breaking) table(title string) table.Table {
	t := table.Table{Title: title + ": " + b.Proved, Columns: []table.Column{
		{Name: "deal", Max: 48}, {Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "status"},
	}}
	for _, d := range b.Deals {
		name := d.Deal
		for _, l := range d.Legs {
			t.Rows = append(t.Rows, []table.Cell{{Text: name, Link: l.Source}, text(l.Payer.Name), text(l.Payee.Name), text(words(l.Kind)), l.cell(), text(l.Status)})
			name = ""
		}
	}
	if len(b.Deals) > 1 {
		t.Rows = append(t.Rows, []table.Cell{text("all"), {}, {}, {}, b.Amount.cell(), {}})
	}
	return t
}
