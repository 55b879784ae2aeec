package view

import (
	"fmt"

	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/render/table"
)

// LookThrough is who hangs on a party, or on whom it hangs, along chains of payments.
type LookThrough struct {
	On        []Dependence `json:"parties"`
	Untouched []Party      `json:"untouched"` // parties that receive money, none of which hangs on the other side
	Closed    bool         `json:"closed,omitempty"`
	Of        int          `json:"of"` // how many there are, if the list is cut
}

// Dependence is what of a party's inflow hangs on another.
type Dependence struct {
	Party     Party    `json:"party"`
	Hops      int      `json:"hops"`
	Direct    Exposed  `json:"direct"`
	TwoHops   *Money   `json:"by_one_other"`
	Longer    *Money   `json:"by_more"`
	Total     Exposed  `json:"total"`
	OfInflow  *float64 `json:"share_of_inflow"`
	OfNetwork *float64 `json:"share_of_network"`
	Buffer    *Money   `json:"buffer"` // null when no fact tells
	OfBuffer  *float64 `json:"share_of_buffer"`
}

// LookThroughOf tells a reach, of which only the parties that keep accepts, and at most so many; 0 is all.
func LookThroughOf(n *graph.Network, r exposure.Reach, keep func(graph.Node) bool, top int) LookThrough {
	out := LookThrough{On: []Dependence{}, Untouched: []Party{}, Closed: r.Closed}
	hangs := make([]bool, n.Order())
	hangs[r.Party] = true
	for _, d := range r.On {
		hangs[d.Party] = true
		if !keep(d.Party) {
			continue
		}
		if out.Of++; top == 0 || out.Of <= top {
			out.On = append(out.On, dependence(n, d))
		}
	}
	for v := range n.Order() {
		p := graph.Node(v)
		if hangs[v] || !keep(p) || n.Party(p).Outside() {
			continue
		}
		for range n.In(p) {
			out.Untouched = append(out.Untouched, node(n, p))
			break
		}
	}
	return out
}

func dependence(n *graph.Network, d exposure.Dependence) Dependence {
	of := func(minor int64) *Money { return MoneyOf(minor, n.View.Currency) }
	out := Dependence{
		Party: node(n, d.Party), Hops: d.Hops,
		Direct: exposed(n, exposure.Cell{Amount: d.Direct, Unknown: d.Undisclosed}), TwoHops: of(d.TwoHops), Longer: of(d.Longer),
		Total: exposed(n, exposure.Cell{Amount: d.Total, Unknown: d.Undisclosed}),
	}
	if !d.Known {
		out.Total = Exposed{Unknown: max(1, d.Undisclosed)}
		return out
	}
	out.OfInflow, out.OfNetwork = &d.OfInflow, &d.OfNetwork
	if d.Buffer.Known {
		out.Buffer = MoneyOf(d.Buffer.Amount, n.View.Currency)
		if d.Buffer.Amount > 0 {
			out.OfBuffer = &d.OfBuffer
		}
	}
	return out
}

// table shows a reach; with buffers those of the parties that depend.
func (l LookThrough) table(title string, buffers bool) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "party", Max: 32}}}
	names := []string{"hops", "direct", "by one other", "by more", "total", "of inflow", "of network"}
	if buffers {
		names = append(names, "buffer", "of buffer")
	}
	for _, name := range names {
		t.Columns = append(t.Columns, table.Column{Name: name, Align: table.Right})
	}
	if len(l.On) < l.Of {
		t.Title += fmt.Sprintf(" (%d of %d)", len(l.On), l.Of)
	}
	for _, d := range l.On {
		row := []table.Cell{Text(d.Party.Name), table.CountCell(d.Hops), d.Direct.Cell(), optional(d.TwoHops), optional(d.Longer), d.Total.Cell(), share(d.OfInflow), share(d.OfNetwork)}
		if buffers {
			row = append(row, d.Buffer.Cell(), share(d.OfBuffer))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// share shows a share that may not be known.
func share(s *float64) table.Cell {
	if s == nil {
		return table.Cell{}
	}
	return table.PercentCell(*s)
}

// Ways are the chains by which one party's money reaches another.
type Ways struct {
	From    Party      `json:"from"`
	To      Party      `json:"to"`
	Total   *Money     `json:"total"`
	Paths   []LossPath `json:"paths"`
	Rest    *Money     `json:"rest"`
	Stopped bool       `json:"stopped,omitempty"`
}

// WaysOf tells the paths of a dependence.
func WaysOf(n *graph.Network, p exposure.Paths) *Ways {
	out := &Ways{From: node(n, p.From), To: node(n, p.To), Total: MoneyOf(p.Total, n.View.Currency), Paths: []LossPath{}, Rest: MoneyOf(p.Rest, n.View.Currency), Stopped: p.Stopped}
	for _, x := range p.Paths {
		path := LossPath{Amount: MoneyOf(x.Amount, n.View.Currency), Factor: x.Factor}
		for _, v := range x.Parties {
			path.Parties = append(path.Parties, node(n, v))
		}
		out.Paths = append(out.Paths, path)
	}
	return out
}

func (w *Ways) table(on string) table.Table {
	t := table.Table{Title: "By which ways money of " + w.From.Name + " reaches " + w.To.Name + on, Columns: []table.Column{
		{Name: "#", Align: table.Right}, {Name: "path", Max: 80}, {Name: "carries", Align: table.Right}, {Name: "way round", Align: table.Right},
	}}
	for i, p := range w.Paths {
		t.Rows = append(t.Rows, []table.Cell{table.CountCell(i + 1), Text(names(p.Parties, " → ")), p.Amount.Cell(), Text(p.round())})
	}
	if w.Rest.Amount != "0.00" {
		t.Rows = append(t.Rows, []table.Cell{{}, Text("all other paths"), w.Rest.Cell(), {}})
	}
	t.Rows = append(t.Rows, []table.Cell{{}, Text("all"), w.Total.Cell(), {}})
	t.Footnotes = []string{"way round: a path carries so many times what it would without the circles on its way"}
	if w.Stopped {
		t.Footnotes = append(t.Footnotes, "the search for paths gave up: others may be as large as the last")
	}
	return t
}

// round is what circles on the way do to a path, if anything.
func (p LossPath) round() string {
	if p.Factor < 1.0005 {
		return ""
	}
	return fmt.Sprintf("× %.3f", p.Factor)
}
