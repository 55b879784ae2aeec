package view

import (
	"fmt"

	"dealgraph/graph"
	"dealgraph/graph/breaking"
	"dealgraph/graph/exposure"
	"dealgraph/render/table"
)

// Breaking is a set of deals without which no money can go round.
type Breaking struct {
	Aim    string       `json:"aim"`
	Proved string       `json:"proved"`
	Amount Exposed      `json:"amount"`
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
	out := &Breaking{Aim: string(b.Aim), Proved: b.String(), Deals: []BrokenDeal{}}
	unknown := 0
	for _, d := range b.Deals {
		row := BrokenDeal{Deal: string(d.ID), Amount: exposed(n, exposure.Cell{Amount: d.Amount, Unknown: d.Unknown})}
		unknown += d.Unknown
		for _, id := range d.Arcs {
			row.Legs = append(row.Legs, deal(n, n.Arc(id)))
		}
		out.Deals = append(out.Deals, row)
	}
	out.Amount = exposed(n, exposure.Cell{Amount: b.Amount, Unknown: unknown})
	return out
}

func (b *Breaking) table(title string, top int) table.Table {
	t := table.Table{Title: title + ": " + b.Proved, Columns: []table.Column{
		{Name: "deal", Max: 48}, {Name: "payer", Max: 24}, {Name: "payee", Max: 24}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "status"},
	}}
	for i, d := range b.Deals {
		if top > 0 && i == top {
			t.Title += fmt.Sprintf(" (%d of %d)", top, len(b.Deals))
			break
		}
		name := d.Deal
		for _, l := range d.Legs {
			t.Rows = append(t.Rows, []table.Cell{{Text: name, Link: l.Source}, Text(l.Payer.Name), Text(l.Payee.Name), Text(words(l.Kind)), l.Cell(), Text(l.Status)})
			name = ""
		}
	}
	if len(b.Deals) > 1 {
		t.Rows = append(t.Rows, []table.Cell{Text("all"), {}, {}, {}, b.Amount.Cell(), {}})
	}
	return t
}
