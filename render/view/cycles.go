package view

import (
	"fmt"
	"math"
	"strings"

	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/table"
)

// CycleList is the cycles of a network on one basis, strongest first.
type CycleList struct {
	Basis    string  `json:"basis"`
	Proved   string  `json:"proved"`
	Complete bool    `json:"complete"`
	Cycles   []Cycle `json:"cycles"`
}

// Cycle is one cycle, told from the hop with which its first class begins.
type Cycle struct {
	Number     int     `json:"number"`
	Path       string  `json:"path"`
	Parties    []Party `json:"parties"`
	Bottleneck *Money  `json:"bottleneck"` // the smallest hop; null when some hop discloses nothing
	Bound      string  `json:"bound"`      // "exact", "at least", "open"
	Amount     string  `json:"amount"`     // the bottleneck as a ledger spells it, with what is known of its bounds
	Weakest    string  `json:"weakest_status"`
	WeakestHop string  `json:"weakest_hop"`
	Classes    []Class `json:"classes"`
	Hops       []Hop   `json:"hops"`
}

// Class is a pattern that deals of a cycle make, and what the deals of the pattern alone can carry round, where that differs
// from what the whole cycle can.
type Class struct {
	Class  string `json:"class"`
	Amount string `json:"amount,omitempty"`
}

func (c Class) String() string {
	if c.Amount == "" {
		return c.Class
	}
	return c.Class + " (" + c.Amount + ")"
}

// Hop is one step of a cycle: every deal by which one party pays the next.
type Hop struct {
	Payer   Party  `json:"payer"`
	Payee   Party  `json:"payee"`
	Amount  *Money `json:"amount"` // sum of the disclosed deals; null when none is
	Unknown int    `json:"undisclosed,omitempty"`
	Status  string `json:"status"` // the firmest of its deals
	Deals   []Deal `json:"deals"`
}

// Cycles tells the cycles that were found in a network.
func Cycles(n *graph.Network, found cycles.Result) CycleList {
	out := CycleList{Basis: string(n.View.Basis), Proved: proved(n, found.Proved), Complete: found.Proved.Complete, Cycles: []Cycle{}}
	for i, c := range found.Cycles {
		out.Cycles = append(out.Cycles, cycle(n, i+1, c))
	}
	return out
}

// proved says what a list is, and what is known of the cycles that are not in it.
func proved(n *graph.Network, p cycles.Proved) string {
	said := p.String()
	above := table.Money(p.Above, string(n.View.Currency))
	switch {
	case p.Complete || p.Count == 0 || p.Above == math.MaxInt64:
		return said
	case p.Above < 0 && p.Stopped == cycles.AtLimit:
		return said + ", all of them with an undisclosed step"
	case p.Above < 0:
		return said + "; what is missing has an undisclosed step"
	case p.Stopped == cycles.AtLimit:
		return said + ", none known to carry more than " + above
	}
	return said + "; none known to carry more than " + above + " is missing"
}

func cycle(n *graph.Network, number int, c cycles.Cycle) Cycle {
	c = c.Rotate(c.Start())
	amount := c.Amount(n.View.Currency)
	out := Cycle{
		Number: number, Path: path(n, c), Bound: string(c.Bound), Amount: spell(amount, table.Money),
		Weakest: c.Weakest.String(), WeakestHop: Name(n.Party(c.Hops[c.WeakestHop].From)) + " → " + Name(n.Party(c.Hops[c.WeakestHop].To)),
	}
	if c.Bound != cycles.Open {
		out.Bottleneck = MoneyOf(c.Bottleneck, n.View.Currency)
	}
	for _, r := range c.Readings {
		class := Class{Class: string(r.Class)}
		if r.Bottleneck != c.Bottleneck || r.Bound != c.Bound {
			class.Amount = spell(cycles.Cycle{Hops: r.Hops, Bottleneck: r.Bottleneck, Bound: r.Bound}.Amount(n.View.Currency), table.Money)
		}
		out.Classes = append(out.Classes, class)
	}
	for _, h := range c.Hops {
		hop := Hop{Payer: node(n, h.From), Payee: node(n, h.To), Unknown: h.Unknown, Status: h.Status.String()}
		if !h.Undisclosed() {
			hop.Amount = MoneyOf(h.Amount, n.View.Currency)
		}
		for _, id := range h.Arcs {
			hop.Deals = append(hop.Deals, deal(n, n.Arc(id)))
		}
		out.Parties = append(out.Parties, hop.Payer)
		out.Hops = append(out.Hops, hop)
	}
	return out
}

// path names the parties in order, the first again at the end.
func path(n *graph.Network, c cycles.Cycle) string {
	names := make([]string, 0, len(c.Hops)+1)
	for _, h := range c.Hops {
		names = append(names, Name(n.Party(h.From)))
	}
	return strings.Join(append(names, names[0]), " → ")
}

// Tables shows the list: one table of cycles, and, with details, one of the deals of each.
func (l CycleList) Tables(details bool) []table.Table {
	t := table.Table{Title: Upper(l.Basis) + " basis: " + l.Proved, Columns: []table.Column{
		{Name: "#", Align: table.Right}, {Name: "cycle", Max: 72}, {Name: "bottleneck", Align: table.Right}, {Name: "weakest step"}, {Name: "kind of cycle", Max: 44},
	}}
	for _, c := range l.Cycles {
		amount := table.Cell{Text: c.Amount}
		if c.Bottleneck != nil {
			amount.Raw, amount.Number = c.Bottleneck.Amount, true
		}
		t.Rows = append(t.Rows, []table.Cell{table.CountCell(c.Number), Text(c.Path), amount, Text(c.Weakest), Text(classes(c.Classes))})
	}
	out := []table.Table{t}
	if !details {
		return out
	}
	for _, c := range l.Cycles {
		out = append(out, c.table())
	}
	return out
}

func classes(list []Class) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.String()
	}
	return strings.Join(out, ", ")
}

// table lists the deals of a cycle, hop by hop.
func (c Cycle) table() table.Table {
	t := table.Table{Title: fmt.Sprintf("%d. %s: %s", c.Number, c.Path, c.Amount), Columns: []table.Column{
		{Name: "step"}, {Name: "kind"}, {Name: "amount", Align: table.Right}, {Name: "status"}, {Name: "deal", Max: 48},
	}}
	for _, h := range c.Hops {
		step := h.Payer.Name + " → " + h.Payee.Name
		for _, d := range h.Deals {
			t.Rows = append(t.Rows, []table.Cell{Text(step), Text(words(d.Kind)), d.Cell(), Text(d.Status), {Text: d.Deal, Link: d.Source}})
			step = ""
		}
		if len(h.Deals) > 1 && h.Amount != nil {
			sum := h.Amount.Cell()
			t.Rows = append(t.Rows, []table.Cell{{}, Text("together"), sum, {}, {}})
		}
	}
	return t
}

// CycleBases sets the bases side by side: on each, the strongest cycle and how many there are under the rule of the search.
func CycleBases(lists []CycleList) table.Table {
	t := table.Table{Title: "On every basis", Columns: []table.Column{
		{Name: "basis"}, {Name: "strongest cycle", Max: 72}, {Name: "bottleneck", Align: table.Right}, {Name: "weakest step"}, {Name: "search"},
	}}
	for _, l := range lists {
		row := Texts(l.Basis, "none", "", "", l.Proved)
		if len(l.Cycles) > 0 {
			c := l.Cycles[0]
			row = Texts(l.Basis, c.Path, c.Amount, c.Weakest, l.Proved)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Sources lists the deals of all cycles of the list, each once, with the source of its amount.
func (l CycleList) Sources() table.Table {
	var list []Deal
	seen := map[string]bool{}
	for _, c := range l.Cycles {
		for _, h := range c.Hops {
			for _, d := range h.Deals {
				if !seen[d.Deal] {
					seen[d.Deal] = true
					list = append(list, d)
				}
			}
		}
	}
	return dealSources(Upper(l.Basis)+" basis: deals of these cycles, and where their amounts come from", list)
}
