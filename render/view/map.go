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
	Focus      []graph.Node // the neighbourhood of these parties
	Hops       int          // how far the neighbourhood reaches; 0: 1
}

const defaultMaxParties = 24

// Map turns a network and its strongest cycles into a figure: it picks the parties to draw, joins parallel deals that look
// alike into one arrow, and says in words what is not drawn and what it is worth.
//
// Arrows are joined when payer, payee, kind and firmness agree; each tells its deals. The area of a circle is the party's
// latest valuation on or before the day of the view.
func Map(n *graph.Network, found cycles.Result, o MapOptions) figure.Map {
	m := mapper{n: n, o: o, cycles: found.Cycles, on: map[int][]int{}, drawn: make([]bool, n.Order())}
	for i, c := range m.cycles {
		for _, h := range c.Readings[0].Hops {
			for _, id := range h.Arcs {
				if !slices.Contains(m.on[id], i+1) {
					m.on[id] = append(m.on[id], i+1)
				}
			}
		}
	}
	m.pick()
	return m.figure()
}

// mapper builds one figure.
type mapper struct {
	n      *graph.Network
	o      MapOptions
	cycles []cycles.Cycle
	on     map[int][]int // the numbers of the cycles that an arc is a step of
	drawn  []bool        // by node
}

// pick chooses the parties to draw: those in focus with their neighbours, or those of the cycles; then, while there is
// room, the ones with most money to and from those already chosen.
func (m *mapper) pick() {
	room := m.o.MaxParties
	if room == 0 {
		room = defaultMaxParties
	}
	linked := make([]bool, m.n.Order())
	for a := range m.n.Arcs() {
		if a.From != a.To {
			linked[a.From], linked[a.To] = true, true
		}
	}
	choose := func(v graph.Node) {
		if linked[v] && !m.drawn[v] && room > 0 {
			m.drawn[v] = true
			room--
		}
	}
	allowed := m.neighbourhood()
	for _, v := range m.o.Focus {
		choose(v)
	}
	for _, c := range m.cycles {
		for _, h := range c.Hops {
			if allowed[h.From] {
				choose(h.From)
			}
		}
	}
	for room > 0 {
		v, ok := m.next(allowed)
		if !ok {
			return
		}
		choose(v)
	}
}

// neighbourhood are the parties that may be drawn: all, or those within so many steps of the focus, in either direction.
func (m *mapper) neighbourhood() []bool {
	in := make([]bool, m.n.Order())
	if len(m.o.Focus) == 0 {
		for v := range in {
			in[v] = true
		}
		return in
	}
	for _, v := range m.o.Focus {
		in[v] = true
	}
	for range max(1, m.o.Hops) {
		next := slices.Clone(in)
		for a := range m.n.Arcs() {
			next[a.From] = next[a.From] || in[a.To]
			next[a.To] = next[a.To] || in[a.From]
		}
		in = next
	}
	return in
}

// next is the party not yet drawn with most money to and from those that are; ties go to more deals, then to the id.
func (m *mapper) next(allowed []bool) (graph.Node, bool) {
	type pull struct {
		money int64
		deals int
	}
	pulls := make([]pull, m.n.Order())
	any := slices.Contains(m.drawn, true)
	for a := range m.n.Arcs() {
		for _, end := range [][2]graph.Node{{a.From, a.To}, {a.To, a.From}} {
			if a.From != a.To && !m.drawn[end[0]] && allowed[end[0]] && (m.drawn[end[1]] || !any) {
				pulls[end[0]].money += a.Amount / 2 // halves cannot overflow
				pulls[end[0]].deals++
			}
		}
	}
	best := graph.Node(-1)
	for v := range pulls {
		if pulls[v].deals == 0 {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(pulls[v].money, pulls[best].money), cmp.Compare(pulls[v].deals, pulls[best].deals)) > 0 {
			best = graph.Node(v)
		}
	}
	return best, best >= 0
}

// figure puts the picked parties and the deals between them together.
func (m *mapper) figure() figure.Map {
	f := figure.Map{ID: "map", Title: m.o.Title, Source: m.o.Source, Legend: figure.Legend{Groups: m.groups()}}
	f.Legend.Headings.Values = "Valuation of the party"
	f.Legend.Headings.Amounts = "Amount"
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
	for i, c := range m.cycles {
		f.Cycles = append(f.Cycles, m.cycle(i+1, c))
	}
	m.words(&f)
	return f
}

func (m *mapper) node(v graph.Node, group map[string]bool) figure.Node {
	p := m.n.Party(v)
	node := figure.Node{ID: string(p.ID), Name: Name(p), Group: p.Sector, Emphasis: slices.Contains(m.o.Focus, v)}
	if !group[p.Sector] {
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

// A bundle is deals that are drawn as one arrow.
type bundle struct {
	arcs  []graph.Arc
	sum   int64
	known bool
}

// arcs joins the deals between drawn parties that would look alike, keeping those on a cycle apart from those on none.
func (m *mapper) arcs() []figure.Arc {
	type like struct {
		from, to graph.Node
		kind     deals.Kind
		firm     figure.Certainty
		on       string
	}
	var order []like
	bundles := map[like]*bundle{}
	for a := range m.n.Arcs() {
		if !m.drawn[a.From] || !m.drawn[a.To] || a.From == a.To {
			continue
		}
		k := like{a.From, a.To, a.Leg.Kind, certainty(a.Status), fmt.Sprint(m.on[a.ID])}
		b := bundles[k]
		if b == nil {
			b = &bundle{}
			bundles[k] = b
			order = append(order, k)
		}
		b.arcs = append(b.arcs, a)
		b.sum += a.Amount
		b.known = b.known || a.Known
	}
	var out []figure.Arc
	for _, k := range order {
		b := bundles[k]
		first := b.arcs[0]
		out = append(out, figure.Arc{
			ID: first.Leg.Ref().String(), From: string(m.n.Party(k.from).ID), To: string(m.n.Party(k.to).ID),
			Kind: string(k.kind), Certainty: k.firm, Amount: float64(b.sum) / 100, Known: b.known,
			Label: m.label(b), Title: m.sentence(b), Cycles: m.on[first.ID],
			Emphasis: slices.Contains(m.o.Focus, k.from) || slices.Contains(m.o.Focus, k.to),
		})
	}
	return out
}

// certainty is the rung that is drawn: signed, active and completed look alike, so they are joined as signed.
func certainty(s deals.Status) figure.Certainty {
	switch s {
	case deals.Rumoured:
		return figure.Rumoured
	case deals.Proposed:
		return figure.Proposed
	case deals.Announced:
		return figure.Announced
	case deals.Signed, deals.Active, deals.Completed:
		return figure.Signed
	}
	return figure.Ended
}

// label is what stands on the arrow: the sum, the quantity of a deal without a price, or a question mark.
func (m *mapper) label(b *bundle) string {
	estimate := ""
	for _, a := range b.arcs {
		if a.Known && a.Estimate {
			estimate = "~"
		}
	}
	if b.known {
		return estimate + table.MoneyShort(b.sum, string(m.n.View.Currency))
	}
	for _, a := range b.arcs {
		if a.Leg.Quantity != nil && a.Leg.Quantity.Unit == "GW" { // the unit readers compare these deals by
			return a.Leg.Quantity.String()
		}
	}
	return Unknown
}

// sentence says in full what an arrow stands for: every deal, its amount and its status.
func (m *mapper) sentence(b *bundle) string {
	a := b.arcs[0]
	parts := make([]string, len(b.arcs))
	for i, a := range b.arcs {
		amount := "amount not disclosed"
		if a.Known {
			amount = table.Money(a.Amount, string(m.n.View.Currency))
		}
		parts[i] = fmt.Sprintf("%s, %s (%s)", amount, a.Status, a.Leg.Ref())
	}
	return fmt.Sprintf("%s → %s, %s: %s", Name(m.n.Party(a.From)), Name(m.n.Party(a.To)), words(string(a.Leg.Kind)), strings.Join(parts, "; "))
}

func (m *mapper) cycle(number int, c cycles.Cycle) figure.Cycle {
	told := c.Rotate(c.Start())
	return figure.Cycle{
		Number: number, Text: path(m.n, told), Amount: short(c.Amount(m.n.View.Currency)),
		Note: "weakest step: " + c.Weakest.String(),
	}
}

// short writes a bottleneck as a map label.
func short(a deals.Amount) string {
	of := func(minor int64) string { return table.MoneyShort(minor, string(a.Currency)) }
	mark := ""
	if a.Estimate {
		mark = "~"
	}
	switch a.Form {
	case deals.Exact:
		return mark + of(a.Low)
	case deals.AtLeast:
		return mark + "≥ " + of(a.Low)
	case deals.Range:
		return mark + of(a.Low) + "–" + of(a.High)
	case deals.Undisclosed:
		if a.HighKnown {
			return "? ≤ " + of(a.High)
		}
	}
	return Unknown
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
	return append(out, figure.Entry{Key: otherGroup, Label: "Other"})
}

// sectorLabel writes a sector as a heading: "ai_lab" is "AI lab".
func sectorLabel(s string) string {
	if s == deals.SectorOutside {
		return "Outside: capital markets, end customers"
	}
	return upper(acronyms.Replace(words(s)))
}

var acronyms = strings.NewReplacer("ai ", "AI ", " oem", " OEM")
