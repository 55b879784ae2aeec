package view

import (
	"cmp"
	"context"
	"errors"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/graph/throughflow"
	"dealgraph/render/table"
)

// Trace is whose money a party has, and where its money goes, on one basis. All is in proportion: every party is taken to
// spend each dollar it has, whoever gave it, alike.
type Trace struct {
	Basis        string    `json:"basis"`
	Party        Party     `json:"party"`
	Received     Exposed   `json:"received"`
	Own          *Money    `json:"own_or_unrecorded"` // what it pays beyond what it receives in this ledger
	Throughflow  Exposed   `json:"throughflow"`       // null when no amount is known
	New          *Money    `json:"new"`               // throughflow, a dollar that comes back counted the first time only
	Paid         Exposed   `json:"paid"`
	Retained     *Money    `json:"retained"`
	Sources      []Portion `json:"sources"`      // whose money it was first of all; amounts sum to New
	Destinations []Portion `json:"destinations"` // where it ends; amounts sum to New
	Upstream     []Branch  `json:"upstream"`     // how it comes, branch by branch; amounts sum to Throughflow
	Downstream   []Branch  `json:"downstream"`
	RoundTrip    RoundTrip `json:"round_trip"`
	Undisclosed  int       `json:"undisclosed"` // payments of the network whose amount is not known: in no sum, and each could move the bounds
	Closed       bool      `json:"closed,omitempty"`
	Vendor       *Vendor   `json:"vendor_financed,omitempty"`
	Deals        []Deal    `json:"deals,omitzero"`
}

// Portion is a part of a sum that belongs to a party.
type Portion struct {
	Party  Party   `json:"party"`
	What   string  `json:"what,omitempty"`
	Share  float64 `json:"share"`
	Amount *Money  `json:"amount"`
}

// RoundTrip is what of a party's money comes back to it.
type RoundTrip struct {
	Share    float64 `json:"share"`
	Amount   *Money  `json:"amount"`
	AtLeast  *Money  `json:"at_least"`
	AtMost   *Money  `json:"at_most"`
	Dated    *Money  `json:"dated"`           // of what it pays, what can be placed in time
	Window   int     `json:"window_days"`     // from the first payment to the last; 0 for any
	Certain  *Money  `json:"certain_in_time"` // null when nothing it pays, or nothing it is paid, can be placed in time
	Possible *Money  `json:"possible_in_time"`
}

// TraceInput is what a trace is made of.
type TraceInput struct {
	Matrix   *throughflow.Matrix
	Party    graph.Node
	Bounds   throughflow.Bounds
	Payments []graph.Payment       // those that can be placed in time
	Return   *throughflow.Returned // nil if there are none
	Window   int                   // days; 0 for any
	Vendor   *throughflow.Vendor   // nil if not asked for
	Depth    int                   // of the branches
	Least    float64               // share of the whole below which a branch is not followed
	Explain  bool                  // list the deals
}

// TraceOf tells where the money of a party comes from and goes to. The error is that of ctx, or ErrBranches with a trace whose
// smaller branches are not followed.
func TraceOf(ctx context.Context, n *graph.Network, in TraceInput) (Trace, error) {
	of := func(minor int64) *Money { return MoneyOf(minor, n.View.Currency) }
	p := in.Matrix.Parties[in.Party]
	unknownIn, unknownOut := undisclosedAt(n, in.Party)
	t := Trace{
		Basis: string(n.View.Basis), Party: node(n, in.Party), Received: exposed(n, exposure.Cell{Amount: p.Received + p.External, Unknown: unknownIn}), Own: of(p.Own), Throughflow: exposed(n, exposure.Cell{Amount: p.Throughflow, Unknown: unknownIn + unknownOut}),
		New: of(p.New()), Paid: exposed(n, exposure.Cell{Amount: p.Paid + p.Left, Unknown: unknownOut}), Retained: of(p.Retained), Closed: p.Closed,
		RoundTrip: RoundTrip{Share: p.RoundTrip, Amount: of(p.Circular()), AtLeast: of(in.Bounds.Min), AtMost: of(in.Bounds.Max), Window: in.Window},
	}
	t.Sources = portionsOf(n, in.Matrix.Provenance(in.Party), "own or unrecorded", "from outside")
	t.Destinations = portionsOf(n, in.Matrix.Destination(in.Party), "keeps it", "leaves")
	var err error
	if p.Throughflow > 0 {
		b := brancher{n: n, ways: in.Matrix.Parties, depth: in.Depth, least: in.Least}
		if t.Upstream, err = b.grow(ctx, in.Party, up); err == nil || errors.Is(err, ErrBranches) {
			var more error
			t.Downstream, more = b.grow(ctx, in.Party, down)
			err = cmp.Or(more, err)
		}
	}
	if p.Throughflow == 0 && unknownIn+unknownOut > 0 { // nothing is known that could come back
		t.New, t.RoundTrip.Amount, t.RoundTrip.AtLeast, t.RoundTrip.AtMost = nil, nil, nil, nil
	}
	for a := range n.Arcs() {
		if unknownPayment(a) {
			t.Undisclosed++
		}
	}
	t.RoundTrip.date(n, in)
	if in.Vendor != nil {
		t.Vendor = vendorOf(n, in.Party, *in.Vendor)
	}
	if in.Explain {
		t.Deals = t.deals(n, in)
	}
	return t, err
}

// date says what can have come back in order of time, if what the party pays and is paid has dates at all.
func (r *RoundTrip) date(n *graph.Network, in TraceInput) {
	var paid, received int64
	for _, p := range in.Payments {
		if a := n.Arc(p.Arc); !throughflow.Moves(a) {
			continue
		}
		if p.From == in.Party {
			paid += p.Amount
		}
		if p.To == in.Party {
			received += p.Amount
		}
	}
	r.Dated = MoneyOf(paid, n.View.Currency)
	if in.Return != nil && paid > 0 && received > 0 {
		r.Certain, r.Possible = MoneyOf(in.Return.Certain.Amount, n.View.Currency), MoneyOf(in.Return.Possible.Amount, n.View.Currency)
	}
}

// undisclosedAt counts the payments to and from a party of which nobody knows how much they are.
func undisclosedAt(n *graph.Network, v graph.Node) (in, out int) {
	for a := range n.In(v) {
		if unknownPayment(a) {
			in++
		}
	}
	for a := range n.Out(v) {
		if unknownPayment(a) {
			out++
		}
	}
	return in, out
}

// unknownPayment reports whether an arc is a payment of which nobody knows how much it is.
func unknownPayment(a graph.Arc) bool {
	return !a.Known && (a.Leg == nil || a.Leg.Kind.Family() != deals.Contingent)
}

func portionsOf(n *graph.Network, list []throughflow.Portion, own, outside string) []Portion {
	out := []Portion{}
	for _, p := range list {
		what := own
		if n.Party(p.Party).Outside() {
			what = outside
		}
		out = append(out, Portion{node(n, p.Party), what, p.Share, MoneyOf(p.Amount, n.View.Currency)})
	}
	return out
}

// Tables shows a trace; of the lists, at most so many rows, and of the branches those that are worth a row.
func (t Trace) Tables(top int, least float64) []table.Table {
	on := " (" + t.Basis + " basis)"
	out := []table.Table{
		t.summary(on),
		t.portionTable("Whose money it was first of all"+on, "source", t.Sources, top),
		branchTable("How it comes to "+t.Party.Name+on, "← ", t.Upstream, least),
		t.portionTable("Where its money ends"+on, "party", t.Destinations, top),
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

// deals lists the deals of a party and those on the branches that are shown, in the order of the network.
func (t Trace) deals(n *graph.Network, in TraceInput) []Deal {
	pairs := map[[2]string]bool{}
	var walk func(from string, list []Branch, w way)
	walk = func(from string, list []Branch, w way) {
		for _, b := range list {
			if b.Share < in.Least {
				continue
			}
			if w == up {
				pairs[[2]string{b.Party.ID, from}] = true
			} else {
				pairs[[2]string{from, b.Party.ID}] = true
			}
			walk(b.Party.ID, b.Next, w)
		}
	}
	walk(t.Party.ID, t.Upstream, up)
	walk(t.Party.ID, t.Downstream, down)
	out := []Deal{}
	for a := range n.Arcs() {
		pair := [2]string{string(n.Party(a.From).ID), string(n.Party(a.To).ID)}
		if a.From == in.Party || a.To == in.Party || pairs[pair] && pair[0] != pair[1] {
			out = append(out, deal(n, a))
		}
	}
	return out
}

func (t Trace) summary(on string) table.Table {
	out := table.Table{Title: "The money of " + t.Party.Name + on, Columns: []table.Column{{Name: "what"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	add := func(what string, m interface{ Cell() table.Cell }, share *float64) {
		row := []table.Cell{Text(what), m.Cell(), {}}
		if share != nil {
			row[2] = table.PercentCell(*share)
		}
		out.Rows = append(out.Rows, row)
	}
	add("receives", t.Received.orNothing(), nil)
	if t.Own.Amount != "0.00" {
		add("own or unrecorded: it pays more than it receives here", t.Own, nil)
	}
	add("has in all", t.Throughflow.orNothing(), nil)
	add("pays", t.Paid.orNothing(), nil)
	if t.Retained.Amount != "0.00" {
		add("keeps", t.Retained, nil)
	}
	part := &t.RoundTrip.Share
	if t.RoundTrip.Amount == nil {
		part = nil
	}
	add("comes back to it, in proportion", t.RoundTrip.Amount, part)
	disclosed := ""
	if t.Undisclosed > 0 {
		disclosed = ", of disclosed amounts"
	}
	add("at least"+disclosed+", whoever spends which dollar, dates aside", t.RoundTrip.AtLeast, nil)
	add("at most"+disclosed+", dates aside", t.RoundTrip.AtMost, nil)
	t.inTime(add)
	if t.Closed {
		out.Footnotes = append(out.Footnotes, "the party belongs to a circle that nothing enters or leaves: its money has no source")
	}
	return out
}

// inTime adds what can have come back in order of time.
func (t Trace) inTime(add func(what string, m interface{ Cell() table.Cell }, share *float64)) {
	r := t.RoundTrip
	switch {
	case r.Certain == nil && r.Window == 0:
		return
	case r.Certain == nil:
		add("in order of time: not known, since too little has dates", (*Money)(nil), nil)
		return
	}
	within := ""
	if r.Window > 0 {
		within = ", within " + Plural(r.Window, "day", "days")
	}
	add("in order of time"+within+", of the "+r.Dated.Text+" it pays that have dates: certainly", r.Certain, nil)
	add("in order of time"+within+": at most, on the best days", r.Possible, nil)
}

func (t Trace) portionTable(title, who string, list []Portion, top int) table.Table {
	out := table.Table{Title: title, Columns: []table.Column{{Name: who, Max: 40}, {Name: "which"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	rows(&out, list, top, func(p Portion) []table.Cell {
		return []table.Cell{Text(p.Party.Name), Text(p.What), p.Amount.Cell(), table.PercentCell(p.Share)}
	})
	if len(list) > 0 {
		out.Footnotes = []string{"amounts sum to the " + t.New.Text + " that " + t.Party.Name + " has for the first time: what comes back is counted once"}
	}
	return out
}

// Vendor is how much of what a party sells it has financed itself.
type Vendor struct {
	Funding  Exposed   `json:"funding"`
	Sales    Exposed   `json:"sales"`
	Financed *Money    `json:"financed"` // null when nothing is known of the funding or the sales
	Share    *float64  `json:"share"`
	Direct   *Money    `json:"direct"`
	Through  *Money    `json:"through_others"`
	Funded   []Portion `json:"by_funded"`
	Payers   []Portion `json:"by_payer"`
}

func vendorOf(n *graph.Network, at graph.Node, v throughflow.Vendor) *Vendor {
	of := func(minor int64) *Money { return MoneyOf(minor, n.View.Currency) }
	unknown := func(arcs func(func(graph.Arc) bool), f deals.Family) int {
		count := 0
		for a := range arcs {
			if !a.Known && a.From != a.To && a.Leg.Kind.Family() == f {
				count++
			}
		}
		return count
	}
	out := &Vendor{
		Funding: exposed(n, exposure.Cell{Amount: v.Funding, Unknown: unknown(n.Out(at), deals.Funding)}),
		Sales:   exposed(n, exposure.Cell{Amount: v.Sales, Unknown: unknown(n.In(at), deals.Spending)}),
		Funded:  portionsOf(n, v.Funded, "", ""), Payers: portionsOf(n, v.Payers, "", ""),
	}
	if out.Funding.Amount != nil && out.Sales.Amount != nil {
		out.Financed, out.Share, out.Direct, out.Through = of(v.Financed), &v.Share, of(v.Direct), of(v.Through)
	}
	return out
}

func (v *Vendor) tables(name, on string, top int) []table.Table {
	t := table.Table{Title: "What " + name + " sells for money that it gave itself" + on, Columns: []table.Column{{Name: "what"}, {Name: "amount", Align: table.Right}, {Name: "share", Align: table.Right}}}
	add := func(what string, m interface{ Cell() table.Cell }, share table.Cell) {
		t.Rows = append(t.Rows, []table.Cell{Text(what), m.Cell(), share})
	}
	add("gives as funding", v.Funding.orNothing(), table.Cell{})
	add("sells", v.Sales.orNothing(), table.Cell{})
	add("of that, for money it gave", v.Financed, share(v.Share))
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
			return []table.Cell{Text(x.Party.Name), x.Amount.Cell(), table.PercentCell(x.Share)}
		})
		out = append(out, p)
	}
	return out
}
