package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// MapOptions say what a deal map shows. The zero value shows the parties of the cycles and the largest others.
type MapOptions struct {
	Title      string
	Source     string       // the last line: the stamp
	MaxParties int          // 0: 24
	MaxCycles  int          // pick out this many of the cycles found; 0: 6, below 0: none
	Focus      []graph.Node // the neighbourhood of these parties
	Hops       int          // how far the neighbourhood reaches; 0: 1
}

const (
	defaultMaxParties = 24
	defaultMaxCycles  = 6
)

// Map turns a network and its strongest cycles into a figure: it picks the parties to draw, joins parallel deals that look
// alike into one arrow, and says in words what is not drawn and what it is worth.
//
// Arrows are joined when payer, payee, kind and firmness agree; each tells its deals. The area of a circle is the party's
// latest valuation on or before the day of the view.
func Map(n *graph.Network, found cycles.Result, o MapOptions) figure.Map {
	m := mapper{n: n, o: o, proved: found.Proved, on: map[int][]int{}, drawn: make([]bool, n.Order())}
	m.pick(found.Cycles)
	for i, c := range m.cycles {
		for _, h := range c.Hops {
			for _, id := range h.Arcs {
				if !slices.Contains(m.on[id], i+1) {
					m.on[id] = append(m.on[id], i+1)
				}
			}
		}
	}
	return m.figure()
}

// mapper builds one figure.
type mapper struct {
	n      *graph.Network
	o      MapOptions
	proved cycles.Proved  // by the search for cycles
	cycles []cycles.Cycle // picked out, in the order of their numbers
	on     map[int][]int  // the numbers of the cycles that an arc is a step of
	drawn  []bool         // by node
}

// figure puts the picked parties and the deals between them together.
func (m *mapper) figure() figure.Map {
	f := figure.Map{
		Frame:  figure.Frame{ID: "map", Title: m.o.Title, Source: m.o.Source},
		Legend: figure.Legend{Groups: m.groups()},
	}
	f.Legend.Headings.Cycles = "Cycles, by smallest step"
	f.Legend.Headings.Amounts = "Amount (width: its square root)"
	f.Legend.Headings.Values = "Valuation of the party (area)"
	f.Arcs = m.arcs()
	group := map[string]bool{}
	for _, e := range f.Legend.Groups {
		group[e.Key] = true
	}
	for v, yes := range m.drawn {
		if yes {
			f.Nodes = append(f.Nodes, m.node(graph.Node(v), group))
		}
	}
	m.sizes(&f)
	for i, c := range m.cycles {
		f.Cycles = append(f.Cycles, m.cycle(i+1, c))
	}
	m.words(&f)
	return f
}

func (m *mapper) node(v graph.Node, group map[string]bool) figure.Node {
	p := m.n.Party(v)
	node := figure.Node{ID: string(p.ID), Name: Name(p), Group: p.Sector, Emphasis: slices.Contains(m.o.Focus, v)}
	if !group[p.Sector] && len(group) > 0 {
		node.Group = otherGroup
	}
	node.Title = p.Label()
	if value, period, ok := valuation(m.n, p.ID); ok {
		node.Value, node.Known = float64(value)/100, true
		node.Detail = table.MoneyShort(value, string(m.n.View.Currency))
		node.Title += ", valued at " + node.Detail
		if period != "" {
			node.Title += " (" + period + ")"
		}
	}
	return node
}

// sizes takes the sizes away when fewer than half of the parties have one: the few circles would look like the giants.
func (m *mapper) sizes(f *figure.Map) {
	known := 0
	for _, n := range f.Nodes {
		if n.Known {
			known++
		}
	}
	if known == 0 || 2*known >= len(f.Nodes) {
		return
	}
	for i := range f.Nodes {
		f.Nodes[i].Value, f.Nodes[i].Known = 0, false
	}
	f.Notes = append(f.Notes, fmt.Sprintf("circles are all alike: the ledger has valuations of %d of the %d parties by that day", known, len(f.Nodes)))
}

// valuation is the latest valuation of a party on or before the day of the view, in its currency.
func valuation(n *graph.Network, id deals.PartyID) (minor int64, period string, ok bool) {
	for _, f := range n.Ledger.FactsOf(id, "valuation") {
		if f.Value.Money == nil || f.Value.Money.Low <= 0 {
			continue
		}
		if !f.Period.Last.IsZero() && f.Period.Last.After(n.View.AsOf) {
			continue
		}
		day := f.Period.Last
		if value, has := n.Convert(f.Value.Money.Low, f.Value.Money.Currency, day); has {
			return value, f.Period.Text, true
		}
	}
	return 0, "", false
}

func (m *mapper) cycle(number int, c cycles.Cycle) figure.Cycle {
	told := c.Rotate(c.Start())
	return figure.Cycle{
		Number: number, Text: path(m.n, told), Amount: spell(c.Amount(m.n.View.Currency), table.MoneyShort),
		Note: "weakest step: " + c.Weakest.String(),
	}
}

const (
	otherGroup = "other"
	maxGroups  = 8
)

// groups are the sectors that get a tint of their own: those with most deal legs in the ledger, so that all maps of a
// ledger agree. The others share one.
func (m *mapper) groups() []figure.Entry {
	count := map[string]int{}
	see := func(id deals.PartyID) {
		if p := m.n.Ledger.PartyByID(id); p.Sector != "" && p.Sector != otherGroup {
			count[p.Sector]++
		}
	}
	for _, d := range m.n.Ledger.Deals {
		for _, l := range d.Legs {
			see(l.From)
			see(l.To)
		}
	}
	sectors := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	var out []figure.Entry
	for _, s := range sectors[:min(len(sectors), maxGroups-1)] {
		out = append(out, figure.Entry{Key: s, Label: sectorLabel(s)})
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, figure.Entry{Key: otherGroup, Label: "Other"})
}

// sectorLabel writes a sector as a heading: "ai_lab" is "AI lab".
func sectorLabel(s string) string {
	if s == deals.SectorOutside {
		return "Outside money"
	}
	return Upper(acronyms.Replace(words(s)))
}

var acronyms = strings.NewReplacer("ai ", "AI ", " oem", " OEM")
