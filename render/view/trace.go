package view

import (
	"cmp"
	"slices"
	"strings"

	"dealgraph/graph"
	"dealgraph/graph/throughflow"
	"dealgraph/render/table"
)

// Trace is whose money a party has, and where its money goes, on one basis. All is in proportion: every party is taken to
// spend each dollar it has, whoever gave it, alike.
type Trace struct {
	Basis        string    `json:"basis"`
	Party        Party     `json:"party"`
	Received     *Money    `json:"received"`
	Own          *Money    `json:"own_funds"` // what it pays beyond what it receives
	Throughflow  *Money    `json:"throughflow"`
	Paid         *Money    `json:"paid"`
	Retained     *Money    `json:"retained"`
	Sources      []Portion `json:"sources"`      // whose money it was first of all
	Destinations []Portion `json:"destinations"` // where it ends
	Upstream     []Branch  `json:"upstream"`     // how it comes, branch by branch
	Downstream   []Branch  `json:"downstream"`
	RoundTrip    RoundTrip `json:"round_trip"`
	Closed       bool      `json:"closed,omitempty"`
	Vendor       *Vendor   `json:"vendor_financed,omitempty"`
	Deals        []Deal    `json:"deals,omitempty"`
}

// Portion is a part of a sum that belongs to a party.
type Portion struct {
	Party  Party   `json:"party"`
	What   string  `json:"what,omitempty"`
	Share  float64 `json:"share"`
	Amount *Money  `json:"amount"`
}

// Branch is a part of a sum as it comes from or goes to a neighbour, and how that part came there or goes on.
type Branch struct {
	Party  Party    `json:"party"`
	What   string   `json:"what,omitempty"` // own funds, outside, kept, again: a party that is on the branch already
	Share  float64  `json:"share"`          // of the whole sum
	Amount *Money   `json:"amount"`
	Next   []Branch `json:"next,omitempty"`
}

// RoundTrip is what of a party's money comes back to it.
type RoundTrip struct {
	Share    float64 `json:"share"`
	Amount   *Money  `json:"amount"`
	AtLeast  *Money  `json:"at_least"`
	AtMost   *Money  `json:"at_most"`
	Dated    bool    `json:"dated"` // some payment of the network has a date
	Certain  *Money  `json:"certain_in_time"`
	Possible *Money  `json:"possible_in_time"`
}

// TraceInput is what a trace is made of.
type TraceInput struct {
	Matrix *throughflow.Matrix
	Party  graph.Node
	Bounds throughflow.Bounds
	Return *throughflow.Returned // nil if no payment has a date
	Vendor *throughflow.Vendor   // nil if not asked for
	Depth  int                   // of the branches
	Least  float64               // share of the whole below which a branch is not followed
}

// TraceOf tells where the money of a party comes from and goes to.
func TraceOf(n *graph.Network, in TraceInput) Trace {
	of := func(minor int64) *Money { return money(minor, n.View.Currency) }
	p := in.Matrix.Parties[in.Party]
	t := Trace{
		Basis: string(n.View.Basis), Party: node(n, in.Party), Received: of(p.Received + p.External), Own: of(p.Own), Throughflow: of(p.Throughflow),
		Paid: of(p.Paid + p.Left), Retained: of(p.Retained), Closed: p.Closed,
		RoundTrip: RoundTrip{Share: p.RoundTrip, Amount: of(p.Circular()), AtLeast: of(in.Bounds.Min), AtMost: of(in.Bounds.Max)},
	}
	t.Sources = portionsOf(n, in.Matrix.Provenance(in.Party), "own funds", "from outside")
	t.Destinations = portionsOf(n, in.Matrix.Destination(in.Party), "keeps it", "leaves")
	b := brancher{n: n, TraceInput: in, whole: float64(p.Throughflow), on: map[graph.Node]bool{in.Party: true}}
	if p.Throughflow > 0 {
		t.Upstream = b.up(in.Party, b.whole, 1)
		t.Downstream = b.down(in.Party, b.whole, 1)
	}
	if in.Return != nil {
		t.RoundTrip.Dated = true
		t.RoundTrip.Certain, t.RoundTrip.Possible = of(in.Return.Certain.Amount), of(in.Return.Possible.Amount)
	}
	if in.Vendor != nil {
		t.Vendor = vendorOf(n, *in.Vendor)
	}
	return t
}

func portionsOf(n *graph.Network, list []throughflow.Portion, own, outside string) []Portion {
	out := []Portion{}
	for _, p := range list {
		what := own
		if n.Party(p.Party).Outside() {
			what = outside
		}
		out = append(out, Portion{node(n, p.Party), what, p.Share, money(p.Amount, n.View.Currency)})
	}
	return out
}

// brancher follows money from hand to hand.
type brancher struct {
	n *graph.Network
	TraceInput
	whole float64
	on    map[graph.Node]bool // parties of the branch
}

// up says from whom so much of the money of v came.
func (b *brancher) up(v graph.Node, amount float64, depth int) []Branch {
	p := b.Matrix.Parties[v]
	each := amount / float64(p.Throughflow)
	var out []Branch
	if p.Own > 0 {
		out = b.add(out, v, "own funds", each*float64(p.Own), nil)
	}
	for _, x := range b.neighbours(v, b.n.In(v), func(a graph.Arc) graph.Node { return a.From }) {
		out = b.add(out, x.party, "", each*float64(x.amount), func(part float64) []Branch { return b.up(x.party, part, depth+1) }, depth)
	}
	return sortBranches(out)
}

// down says to whom so much of the money of v goes.
func (b *brancher) down(v graph.Node, amount float64, depth int) []Branch {
	p := b.Matrix.Parties[v]
	each := amount / float64(p.Throughflow)
	var out []Branch
	if p.Retained > 0 {
		out = b.add(out, v, "kept", each*float64(p.Retained), nil)
	}
	for _, x := range b.neighbours(v, b.n.Out(v), func(a graph.Arc) graph.Node { return a.To }) {
		out = b.add(out, x.party, "", each*float64(x.amount), func(part float64) []Branch { return b.down(x.party, part, depth+1) }, depth)
	}
	return sortBranches(out)
}

// neighbour is a party on the other side of deals, and their sum.
type neighbour struct {
	party  graph.Node
	amount int64
}

func (b *brancher) neighbours(v graph.Node, arcs func(func(graph.Arc) bool), other func(graph.Arc) graph.Node) []neighbour {
	var out []neighbour
	for a := range arcs {
		if !throughflow.Moves(a) {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].party == other(a) {
			out[last].amount += a.Amount
		} else {
			out = append(out, neighbour{other(a), a.Amount})
		}
	}
	return out
}

// add appends a branch, followed further unless it is too small, too deep, outside, or comes round.
func (b *brancher) add(out []Branch, v graph.Node, what string, amount float64, next func(float64) []Branch, depth ...int) []Branch {
	if amount < 0.5 {
		return out
	}
	branch := Branch{Party: node(b.n, v), What: what, Share: amount / b.whole, Amount: money(int64(amount+0.5), b.n.View.Currency)}
	switch {
	case next == nil:
	case b.n.Party(v).Outside():
		branch.What = "outside"
	case b.on[v]:
		branch.What = "again"
	case branch.Share >= b.Least && depth[0] < b.Depth:
		b.on[v] = true
		branch.Next = next(amount)
		delete(b.on, v)
		if len(branch.Next) == 1 && branch.Next[0].Party == branch.Party { // all of it begins or ends here
			branch.What, branch.Next = branch.Next[0].What, nil
		}
	}
	return append(out, branch)
}

func sortBranches(list []Branch) []Branch {
	slices.SortStableFunc(list, func(a, b Branch) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Party.ID, b.Party.ID))
	})
	return list
}

// Tables shows a trace; of the lists, at most so many rows, and of the branches those that are worth a row.
func (t Trace) Tables(top int, least float64) []table.Table {
	on := " (" + t.Basis + " basis)"
	out := []table.Table{
		t.summary(on),
		portionTable("Whose money it was first of all"+on, "source", t.Sources, top),
		branchTable("How it comes to "+t.Party.Name+on, "← ", t.Upstream, least),
		portionTable("Where its money ends"+on, "party", t.Destinations, top),
		branchTable("How it goes on from "+t.Party.Name+on, "→ ", t.Downstream, least),
	}
	if t.Vendor != nil {
		out = append(out, t.Vendor.tables(t.Party.Name, on, top)...)
	}
	if t.Deals != nil {
		out = append(out, dealSources("Deals of "+t.Party.Name+on, t.Deals))
	}
	return out
}

// TraceDeals lists what a party is paid and pays in a network.
func TraceDeals(n *graph.Network, v graph.Node) []Deal {
	out := []Deal{}
	for a := range n.In(v) {
		out = append(out, deal(n, a))
	}
	for a := range n.Out(v) {
		if a.From != a.To {
			out = append(out, deal(n, a))
		}
	}
	return out
}

func (t Trace) summary(on string) table.Table {
	out := table.Table{Title: "The money of " + t.Party.Name + on, Columns: []table.Column{{Name: "what"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	add := func(what string, m *Money, share *float64) {
		row := []table.Cell{text(what), m.cell(), {}}
		if share != nil {
			row[2] = table.PercentCell(*share)
		}
		out.Rows = append(out.Rows, row)
	}
	add("receives", t.Received, nil)
	if t.Own.Amount != "0.00" {
		add("own funds and others not in the ledger", t.Own, nil)
	}
	add("has in all", t.Throughflow, nil)
	add("pays", t.Paid, nil)
	if t.Retained.Amount != "0.00" {
		add("keeps", t.Retained, nil)
	}
	add("comes back to it, in proportion", t.RoundTrip.Amount, &t.RoundTrip.Share)
	add("at least, whoever spends which dollar", t.RoundTrip.AtLeast, nil)
	add("at most", t.RoundTrip.AtMost, nil)
	if t.RoundTrip.Dated {
		add("in order of time: certainly can have", t.RoundTrip.Certain, nil)
		add("in order of time: possibly can have", t.RoundTrip.Possible, nil)
	}
	if t.Closed {
		out.Footnotes = append(out.Footnotes, "the party belongs to a circle that nothing enters or leaves: its money has no source")
	}
	return out
}

func portionTable(title, who string, list []Portion, top int) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: who, Max: 40}, {Name: "which"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	rows(&t, list, top, func(p Portion) []table.Cell {
		return []table.Cell{text(p.Party.Name), text(p.What), p.Amount.cell(), table.PercentCell(p.Share)}
	})
	return t
}

// branchTable is a tree: a row for each branch that is worth one, under that from which it goes on.
func branchTable(title, arrow string, list []Branch, least float64) table.Table {
	t := table.Table{Title: title, Columns: []table.Column{{Name: "by way of", Max: 64}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	var walk func(list []Branch, depth int)
	walk = func(list []Branch, depth int) {
		rest, count := 0.0, 0
		for _, b := range list {
			if b.Share < least {
				rest += b.Share
				count++
				continue
			}
			name := b.Party.Name
			if b.What != "" {
				name += " (" + b.What + ")"
			}
			t.Rows = append(t.Rows, []table.Cell{text(strings.Repeat("· ", depth) + arrow + name), b.Amount.cell(), table.PercentCell(b.Share)})
			walk(b.Next, depth+1)
		}
		if count > 0 {
			t.Rows = append(t.Rows, []table.Cell{text(strings.Repeat("· ", depth) + arrow + plural(count, "smaller one", "smaller ones")), {}, table.PercentCell(rest)})
		}
	}
	walk(list, 0)
	return t
}

// Vendor is how much of what a party sells it has financed itself.
type Vendor struct {
	Funding  *Money    `json:"funding"`
	Sales    *Money    `json:"sales"`
	Financed *Money    `json:"financed"`
	Share    float64   `json:"share"`
	Direct   *Money    `json:"direct"`
	Through  *Money    `json:"through_others"`
	Funded   []Portion `json:"by_funded"`
	Payers   []Portion `json:"by_payer"`
}

func vendorOf(n *graph.Network, v throughflow.Vendor) *Vendor {
	of := func(minor int64) *Money { return money(minor, n.View.Currency) }
	return &Vendor{
		Funding: of(v.Funding), Sales: of(v.Sales), Financed: of(v.Financed), Share: v.Share, Direct: of(v.Direct), Through: of(v.Through),
		Funded: portionsOf(n, v.Funded, "", ""), Payers: portionsOf(n, v.Payers, "", ""),
	}
}

func (v *Vendor) tables(name, on string, top int) []table.Table {
	t := table.Table{Title: "What " + name + " sells for money that it gave itself" + on, Columns: []table.Column{{Name: "what"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	add := func(what string, m *Money, share table.Cell) {
		t.Rows = append(t.Rows, []table.Cell{text(what), m.cell(), share})
	}
	add("gives as funding", v.Funding, table.Cell{})
	add("sells", v.Sales, table.Cell{})
	add("of that, for money it gave", v.Financed, table.PercentCell(v.Share))
	add("straight back from whom it funded", v.Direct, table.Cell{})
	add("by way of others", v.Through, table.Cell{})
	out := []table.Table{t}
	for _, part := range []struct {
		title string
		list  []Portion
	}{{"By whom it funded", v.Funded}, {"By who paid it", v.Payers}} {
		if len(part.list) == 0 {
			continue
		}
		p := table.Table{Title: part.title, Columns: []table.Column{{Name: "party", Max: 40}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
		rows(&p, part.list, top, func(x Portion) []table.Cell {
			return []table.Cell{text(x.Party.Name), x.Amount.cell(), table.PercentCell(x.Share)}
		})
		out = append(out, p)
	}
	return out
}
