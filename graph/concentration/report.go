package concentration

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// Side says which counterparties of a party are looked at.
type Side string

// The sides: who pays the party, and whom it pays.
const (
	Customers Side = "customers" // pay for goods and services
	Funders   Side = "funders"   // pay for a claim: shares, debt, goods to come
	Payers    Side = "payers"    // pay for anything
	Suppliers Side = "suppliers"
	Funded    Side = "funded"
	Payees    Side = "payees"
)

// Sides lists all sides.
func Sides() []Side { return []Side{Customers, Funders, Payers, Suppliers, Funded, Payees} }

// Receives reports whether the party is the one who is paid.
func (s Side) Receives() bool { return s == Customers || s == Funders || s == Payers }

// counts reports whether an arc is on this side. A guarantee or a warrant moves nothing unless something happens; who buys a
// company is no customer of it.
func (s Side) counts(a graph.Arc) bool {
	var kind deals.KindInfo
	if a.Leg != nil {
		kind = a.Leg.Kind.Info()
	}
	switch s {
	case Customers, Suppliers:
		return kind.Leaves == deals.ClaimRevenue
	case Funders, Funded:
		return kind.Family == deals.Funding
	}
	return kind.Family != deals.Contingent
}

// Options say how counterparties are told apart and what is known beside the network. The zero value is: each is its own, and
// nothing.
type Options struct {
	Group func(graph.Node) string // parties of one label are under one control and are added up; "" and nil: each is its own
	Keep  func(graph.Arc) bool    // which arcs count, of those on the side; nil: all
	Sum   func(graph.Node) int64  // minor units: what the party receives or pays in all, from elsewhere; 0 and nil: not known
	Below float64                 // who is not named has at most this share, 0 to 1, as where those above it must be named; 0: not known
}

// Entry is a counterparty, or a group of them.
type Entry struct {
	Label   string       // of the group, else the id of the party
	Parties []graph.Node // those of the group that stand in the network, by id
	Many    bool         // of the sector outside: it stands for many, and no group has it
	Amount  int64        // minor units
	Unknown int          // arcs whose amount is not disclosed, or only a floor
	Share   float64      // Amount of all that is disclosed
	Arcs    []int        // ids in the network
}

// Report says on how few a party depends.
type Report struct {
	Party    graph.Node // NoParty: the whole network
	Side     Side
	Entries  []Entry  // by falling share, then by falling number of undisclosed amounts, then by label
	Amount   int64    // what is disclosed, in minor units
	Unknown  int      // arcs whose amount is not disclosed, or only a floor
	Sum      int64    // of all, as told by Options.Sum; 0: not known
	Told     bool     // something is disclosed; else Measures are empty, and Bounds say what the number of entries does
	Measures Measures // of the entries with a disclosed amount, as if there were no others and each were one
	Bounds   Bounds   // whatever the undisclosed amounts are, and however many stand behind an entry that is Many
	Flags    []Flag   // customers of 10% of revenue or more; see [Flag]
	Warnings []error
}

// NoParty is the Party of a report about all.
const NoParty graph.Node = -1

// Of measures one side of one party. Parallel arcs, and counterparties of one group, are added up. Arcs within the group of the
// party, and with itself, are left out with a warning. It panics if the party is not in the network.
//
// Errors: a sum of all that is less than what is disclosed, and a Below that is no share. Cost: O(arcs of the party), and sorting.
func Of(n *graph.Network, party graph.Node, side Side, o Options) (Report, error) {
	arcs := n.Out(party)
	if side.Receives() {
		arcs = n.In(party)
	}
	g := gather{n: n, side: side, o: o, own: party, at: map[string]int{}}
	for a := range arcs {
		other := a.To
		if side.Receives() {
			other = a.From
		}
		g.add(a, other)
	}
	return g.report()
}

// All is Of for every party, by node. Cost: O(arcs), and sorting.
func All(n *graph.Network, side Side, o Options) ([]Report, error) {
	out := make([]Report, n.Order())
	for v := range out {
		var err error
		if out[v], err = Of(n, graph.Node(v), side, o); err != nil {
			return nil, fmt.Errorf("%s: %w", n.Party(graph.Node(v)).Label(), err)
		}
	}
	return out, nil
}

// Network measures on how few a side of the whole network rests: who pays, by payer, or who is paid, by payee. Options.Sum is
// asked for NoParty. Cost and errors: as Of, for all arcs.
func Network(n *graph.Network, side Side, o Options) (Report, error) {
	g := gather{n: n, side: side, o: o, own: NoParty, at: map[string]int{}}
	for a := range n.Arcs() {
		if side.Receives() {
			g.add(a, a.From)
		} else {
			g.add(a, a.To)
		}
	}
	return g.report()
}

// gather adds up arcs by counterparty.
type gather struct {
	n       *graph.Network
	side    Side
	o       Options
	own     graph.Node
	entries []Entry
	at      map[string]int
	within  []graph.Arc // between parties of one group
	unknown []graph.Arc
}

// label is what a party is added up under, and whether it is a group.
func label(n *graph.Network, v graph.Node, group func(graph.Node) string) (name string, grouped bool) {
	p := n.Party(v)
	if group != nil && !p.Outside() {
		if name := group(v); name != "" {
			return name, true
		}
	}
	return string(p.ID), false
}

func (g *gather) add(a graph.Arc, other graph.Node) {
	if !g.side.counts(a) || g.o.Keep != nil && !g.o.Keep(a) {
		return
	}
	from, grouped := label(g.n, a.From, g.o.Group)
	to, both := label(g.n, a.To, g.o.Group)
	if a.From == a.To || grouped && both && from == to {
		g.within = append(g.within, a)
		return
	}
	name, grouped := label(g.n, other, g.o.Group)
	key := name + "\x00" // a group may bear the name of a party that is in none
	if grouped {
		key = "\x00" + name
	}
	i, ok := g.at[key]
	if !ok {
		i = len(g.entries)
		g.at[key] = i
		g.entries = append(g.entries, Entry{Label: name, Many: g.n.Party(other).Outside()})
	}
	e := &g.entries[i]
	e.Arcs = append(e.Arcs, a.ID)
	if at, there := slices.BinarySearch(e.Parties, other); !there {
		e.Parties = slices.Insert(e.Parties, at, other)
	}
	if a.Known {
		e.Amount += a.Amount
	}
	if !a.Known || floor(a) {
		e.Unknown++
		g.unknown = append(g.unknown, a)
	}
}

// floor reports whether an amount is known only as a floor, so that there can be any more of it.
func floor(a graph.Arc) bool {
	if a.Leg == nil {
		return false
	}
	amount, _ := a.Leg.Use()
	return amount.Form == deals.AtLeast && !amount.HighKnown
}

func (g *gather) report() (Report, error) {
	r := Report{Party: g.own, Side: g.side, Entries: g.entries}
	if g.o.Sum != nil {
		r.Sum = g.o.Sum(g.own)
	}
	for _, e := range r.Entries {
		r.Amount, r.Unknown = r.Amount+e.Amount, r.Unknown+e.Unknown
	}
	for i := range r.Entries {
		if e := &r.Entries[i]; r.Amount > 0 {
			e.Share = float64(e.Amount) / float64(r.Amount)
		}
	}
	sortEntries(r.Entries)
	amounts := make([]float64, len(r.Entries))
	for i, e := range r.Entries {
		amounts[i] = float64(e.Amount)
	}
	err := r.measure(amounts, float64(r.Sum), g.o.Below)
	if g.side == Customers {
		r.Flags = customers(&r)
	}
	r.Warnings = g.warn(&r)
	return r, err
}

// measure fills in what follows from the amounts of the entries, in any unit.
func (r *Report) measure(amounts []float64, sum, below float64) error {
	m, err := Measure(amounts)
	if errors.Is(err, ErrNothing) && sum == 0 {
		r.Bounds = r.dark()
		return nil
	}
	if r.Told = err == nil; r.Told {
		r.Measures = m
	}
	u := Undisclosed{Sum: sum, Below: below}
	var named []float64
	for i, e := range r.Entries {
		switch {
		case e.Many:
			u.Many += amounts[i]
			u.Flood = u.Flood || e.Unknown > 0
		case amounts[i] > 0:
			named, u.Open = append(named, amounts[i]), append(u.Open, e.Unknown > 0)
		case e.Unknown > 0:
			u.More++
		}
	}
	r.Bounds, err = Bound(named, u)
	return err
}

// dark are the bounds of entries of which no amount is known: there are as many as there are, unless one stands for many.
func (r *Report) dark() Bounds {
	k := float64(len(r.Entries))
	switch {
	case k == 0:
		return Bounds{}
	case slices.ContainsFunc(r.Entries, func(e Entry) bool { return e.Many }):
		return Bounds{HHI: Range{0, 1}, Effective: Range{1, 0}, Largest: Range{0, 1}}
	}
	return Bounds{HHI: Range{1 / k, 1}, Effective: Range{1, k}, Largest: Range{1 / k, 1}, Exact: k == 1}
}

func sortEntries(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(b.Unknown, a.Unknown), cmp.Compare(a.Label, b.Label), slices.Compare(a.Parties, b.Parties))
	})
}
