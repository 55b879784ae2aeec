package view

import (
	"fmt"

	"cmp"
	"math"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/table"
)

// Sweep is a shock at several sizes.
type Sweep struct {
	Party string  `json:"party"`
	Steps []Shock `json:"steps"`
}

// SweepOf sets shocks of rising size side by side.
func SweepOf(party string, steps []Shock) Sweep { return Sweep{party, steps} }

// Tables has a row for each size.
func (s Sweep) Tables() []table.Table {
	t := table.Table{Title: s.Party + " pays less and less (" + s.Steps[0].Basis + " basis)", Columns: []table.Column{
		{Name: "it"}, {Name: "direct", Align: table.Right}, {Name: "total", Align: table.Right}, {Name: "amplification", Align: table.Right}, {Name: "defaults", Align: table.Right}, {Name: "verdict"},
	}}
	for _, x := range s.Steps {
		defaults := 0
		for _, l := range x.Losers {
			if l.Defaults != "" && !l.Shocked {
				defaults++
			}
		}
		t.Rows = append(t.Rows, []table.Cell{Text(x.What), x.Direct.Cell(), x.Total.Cell(), Text(x.Amplified.String()), table.CountCell(defaults), Text(x.Verdict)})
	}
	t.Footnotes = append(t.Footnotes, "defaults if the parties without facts have no means")
	return []table.Table{t}
}

// Reverse is the shock that just costs others an amount.
type Reverse struct {
	Basis    string   `json:"basis"`
	Party    Party    `json:"party"`
	Target   string   `json:"target"`
	Reached  bool     `json:"reached"`          // by the party alone
	Unpaid   *float64 `json:"unpaid,omitempty"` // the smallest share not paid, 0 to 1
	Loss     *Money   `json:"loss,omitempty"`   // at that share
	Cheapest []Party  `json:"cheapest"`         // one to three parties whose failure does it, those from which least is due together
	Cost     *Money   `json:"cost,omitempty"`   // what is due from them
	Effect   *Money   `json:"effect,omitempty"` // what their failure costs others
	Searched int      `json:"searched"`         // of how many of the largest payers all sets were looked at
	Payers   int      `json:"payers"`           // of so many
}

// Tables has a row for each answer.
func (r *Reverse) Tables() []table.Table {
	t := table.Table{Title: "The smallest shock that costs others " + r.Target + " (" + r.Basis + " basis), if parties without facts have no means", Columns: []table.Column{
		{Name: "question"}, {Name: "answer"}, {Name: "costs others", Align: table.Right},
	}}
	answer, loss := r.Party.Name+" alone cannot", table.Cell{}
	if r.Reached {
		answer, loss = r.Party.Name+" does not pay "+table.Percent(*r.Unpaid)+" of what it owes", r.Loss.Cell()
	}
	t.Rows = append(t.Rows, []table.Cell{Text("the smallest shock to " + r.Party.Name), Text(answer), loss})
	if len(r.Cheapest) > 0 {
		t.Rows = append(t.Rows, []table.Cell{Text("one to three failures, least due from them"), Text(names(r.Cheapest, ", ") + " (" + r.Cost.Text + " due)"), r.Effect.Cell()})
	} else {
		t.Rows = append(t.Rows, []table.Cell{Text("one to three failures"), Text("no three payers do"), {}})
	}
	if r.Searched < r.Payers {
		t.Footnotes = append(t.Footnotes, fmt.Sprintf("failures: sets among the %d payers from which most is due, of %d", r.Searched, r.Payers))
	}
	return []table.Table{t}
}

// PartyIn is a party of a network as results name it.
func PartyIn(n *graph.Network, v graph.Node) Party { return node(n, v) }

// Whole is an amount in whole units as results show it.
func Whole(x float64, c deals.Currency) *Money { return MoneyOf(int64(math.Round(x*100)), c) }

// Largest are the places of the largest entries greater than zero, at most k, largest first, ties in order.
func Largest(x []float64, k int) []int {
	var order []int
	for i, v := range x {
		if v > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[b], x[a]) })
	return order[:min(k, len(order))]
}
