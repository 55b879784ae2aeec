package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// MapPanel is one of several small maps: a network, its strongest cycles, and a sentence on what the whole network comes to.
type MapPanel struct {
	Network *graph.Network
	Found   cycles.Result
	Caption string
	// Focus, Star and Sizes are as in [MapOptions]: nodes have other numbers in every network.
	Focus, Star []graph.Node
	Sizes       *Sizes
}

// panelLabels is how many amounts a small map has room for, those of cycles aside.
const panelLabels = 6

// MapPanels puts maps of one ledger in several views beside each other, by date or by basis: the same parties at the same
// places, on one scale. The parties are picked from the view with most money. A cycle has the same number in every map.
func MapPanels(panels []MapPanel, o MapOptions) figure.Panels {
	say := speechOf(o.Language)
	o.MaxParties, o.MaxCycles, o.MaxLabels = cmp.Or(o.MaxParties, 16), cmp.Or(o.MaxCycles, 4), panelLabels
	legend, maps := alike(panels, o)
	legend.Headings.Cycles = say.panelCycles()
	for i := range maps {
		maps[i].Source = "" // the whole has one
	}
	f := figure.Panels{Frame: figure.Frame{ID: "maps", Title: o.Title, Source: o.Source, NotDrawn: say.notDrawn()}, Panels: maps, Legend: legend}
	if say.tag() != "en" {
		f.Lang = say.tag()
	}
	byDate := len(panels) > 1 && panels[0].Network.View.Basis == panels[1].Network.View.Basis
	for i, p := range panels {
		f.Panels[i].Title, f.Panels[i].Subtitle = say.basis(p.Network.View.Basis), p.Caption
		if byDate {
			f.Panels[i].Title = p.Network.View.AsOf.String()
		}
	}
	panelWords(&f, panels, say, byDate)
	return f
}

// MapFrames are maps of one ledger in several views, each for itself, of the same parties, in which a cycle has the same number.
// They are meant for one layout.
func MapFrames(panels []MapPanel, o MapOptions) []figure.Map {
	_, maps := alike(panels, o)
	return maps
}

// alike makes maps of the same parties, picked from the view with most money, and a legend that fits them all.
func alike(panels []MapPanel, o MapOptions) (figure.Legend, []figure.Map) {
	most := 0
	for i, p := range panels {
		if p.Network.Total() > panels[most].Network.Total() {
			most = i
		}
	}
	o.Focus, o.Star, o.Sizes = panels[most].Focus, panels[most].Star, panels[most].Sizes
	wide := mapperOf(panels[most].Network, panels[most].Found, o)
	only := sharedParties(panels, wide, o)
	numbers := newNumbers(wide)
	var maps []figure.Map
	for i, p := range panels {
		of := o.within(p.Network, only, i)
		of.Focus, of.Star, of.Sizes = p.Focus, p.Star, p.Sizes
		m := mapperOf(p.Network, p.Found, of)
		one := m.figure()
		numbers.renumber(m, &one)
		maps = append(maps, one)
	}
	return wide.legend(), maps
}

// sharedParties are the ids of the parties that all maps show: those of the cycles of the richest view, then those that any view
// would pick, by their largest share of the money of a view.
func sharedParties(panels []MapPanel, wide *mapper, o MapOptions) []string {
	share, first := map[string]float64{}, map[string]bool{}
	for _, c := range wide.cycles {
		for _, h := range c.Hops {
			first[string(wide.n.Party(h.From).ID)] = true
		}
	}
	for _, p := range panels {
		o.Focus, o.Star, o.Sizes = p.Focus, p.Star, p.Sizes
		m := mapperOf(p.Network, p.Found, o)
		total, of := max(float64(p.Network.Total()), 1), map[string]float64{}
		for a := range p.Network.Arcs() {
			if m.shown(a) {
				of[string(p.Network.Party(a.From).ID)] += float64(a.Amount) / total
				of[string(p.Network.Party(a.To).ID)] += float64(a.Amount) / total
			}
		}
		for id, s := range of {
			share[id] = max(share[id], s)
		}
	}
	ids := slices.SortedFunc(maps.Keys(share), func(a, b string) int {
		switch {
		case first[a] != first[b] && first[a]:
			return -1
		case first[a] != first[b]:
			return 1
		}
		return cmp.Or(cmp.Compare(share[b], share[a]), cmp.Compare(a, b))
	})
	return ids[:min(len(ids), cmp.Or(o.MaxParties, defaultMaxParties))]
}

// mapperOf picks what to draw of a network.
func mapperOf(n *graph.Network, found cycles.Result, o MapOptions) *mapper {
	m := &mapper{n: n, o: o, say: speechOf(o.Language), proved: found.Proved, on: map[int][]int{}, drawn: make([]bool, n.Order())}
	m.pick(found.Cycles)
	m.number()
	return m
}

// number notes which arcs are steps of which of the picked cycles.
func (m *mapper) number() {
	for i, c := range m.cycles {
		for _, h := range c.Hops {
			for _, id := range h.Arcs {
				if !slices.Contains(m.on[id], i+1) {
					m.on[id] = append(m.on[id], i+1)
				}
			}
		}
	}
}

// within are the options for map number i of several: these parties and no others.
func (o MapOptions) within(n *graph.Network, only []string, i int) MapOptions {
	o.ID, o.Focus, o.Only = fmt.Sprintf("map%d", i+1), nil, []graph.Node{}
	for v := range n.Order() {
		if slices.Contains(only, string(n.Party(graph.Node(v)).ID)) {
			o.Only = append(o.Only, graph.Node(v))
		}
	}
	return o
}

// numbers gives a cycle the same number in several maps.
type numbers map[string]int

// newNumbers begins with the cycles of a map, as they are numbered there.
func newNumbers(m *mapper) numbers {
	out := numbers{}
	for _, c := range m.cycles {
		out.of(m.n, c)
	}
	return out
}

// of is the number of a cycle of a network: of its parties in their order.
func (s numbers) of(n *graph.Network, c cycles.Cycle) int {
	var ids []string
	for _, h := range c.Rotate(c.Start()).Hops {
		ids = append(ids, string(n.Party(h.From).ID))
	}
	first := slices.Index(ids, slices.Min(ids)) // where a cycle starts depends on its amounts
	key := strings.Join(append(slices.Clone(ids[first:]), ids[:first]...), " ")
	if s[key] == 0 {
		s[key] = len(s) + 1
	}
	return s[key]
}

// renumber gives the cycles of a map the numbers they have in all maps.
func (s numbers) renumber(m *mapper, f *figure.Map) {
	as := make([]int, len(m.cycles)+1)
	for i, c := range m.cycles {
		as[i+1] = s.of(m.n, c)
		f.Cycles[i].Number = as[i+1]
	}
	for i := range f.Arcs {
		for k, c := range f.Arcs[i].Cycles {
			f.Arcs[i].Cycles[k] = as[c]
		}
		slices.Sort(f.Arcs[i].Cycles)
	}
	slices.SortFunc(f.Cycles, func(a, b figure.Cycle) int { return cmp.Compare(a.Number, b.Number) })
}

// panelWords writes what stands around small maps.
func panelWords(f *figure.Panels, panels []MapPanel, say speech, byDate bool) {
	v := panels[0].Network.View
	if f.Title == "" {
		f.Title = say.title(nil, false) + say.panels(byDate)
	}
	f.Subtitle = say.panelSubtitle(v, byDate)
	f.Dropped = say.panelsLeft()
	var alt []string
	for i := range f.Panels {
		alt = append(alt, f.Panels[i].Title+": "+f.Panels[i].AltText)
		f.Panels[i].AltText = ""
	}
	f.AltText = strings.Join(alt, " ")
}

// Rings draws each cycle by itself: its parties on a ring, its steps in full colour, other deals of the same parties pale.
func Rings(n *graph.Network, found cycles.Result, o MapOptions) figure.Panels {
	say := speechOf(o.Language)
	most := cmp.Or(o.MaxCycles, defaultMaxCycles)
	f := figure.Panels{
		Frame: figure.Frame{ID: "rings", Title: cmp.Or(o.Title, say.ringsTitle()), Source: o.Source, NotDrawn: say.notDrawn()},
		Rings: true, Legend: mapperOf(n, cycles.Result{}, o).legend(),
	}
	f.Subtitle = say.ringsSubtitle(n.View)
	if say.tag() != "en" {
		f.Lang = say.tag()
	}
	var alt []string
	for _, c := range found.Cycles {
		if len(f.Panels) == most {
			break
		}
		if c.Len() < 2 { // a party with itself is no ring
			continue
		}
		one := ring(n, c, len(f.Panels)+1, o)
		f.Panels = append(f.Panels, one)
		alt = append(alt, fmt.Sprintf("%d. %s, %s (%s).", one.Cycles[0].Number, one.Cycles[0].Text, one.Cycles[0].Amount, one.Cycles[0].Note))
	}
	selfs := 0
	for _, c := range found.Cycles {
		if c.Len() < 2 {
			selfs++
		}
	}
	switch more := int(found.Proved.Count) - len(f.Panels) - selfs; {
	case !found.Proved.Complete:
		f.Dropped = append(f.Dropped, say.moreCycles(0))
	case more > 0:
		f.Dropped = append(f.Dropped, say.moreCycles(more))
	}
	if selfs > 0 {
		f.Dropped = append(f.Dropped, say.selfDealers(selfs))
	}
	for _, w := range n.Warnings {
		f.Notes = append(f.Notes, say.warning(w))
	}
	f.AltText = f.Title + ". " + strings.Join(alt, " ")
	return f
}

// ring is the map of one cycle.
func ring(n *graph.Network, c cycles.Cycle, number int, o MapOptions) figure.Map {
	o.ID, o.MaxLabels, o.Focus, o.Star = fmt.Sprintf("ring%d", number), -1, nil, nil
	m := &mapper{n: n, o: o, say: speechOf(o.Language), cycles: []cycles.Cycle{c}, on: map[int][]int{}, drawn: make([]bool, n.Order())}
	told := c.Rotate(c.Start())
	var order []string
	for _, h := range told.Hops {
		m.drawn[h.From] = true
		order = append(order, string(n.Party(h.From).ID))
	}
	m.number()
	f := m.figure()
	slices.SortFunc(f.Nodes, func(a, b figure.Node) int {
		return cmp.Compare(slices.Index(order, a.ID), slices.Index(order, b.ID))
	})
	for i := range f.Nodes {
		f.Nodes[i].Emphasis = true
	}
	for i := range f.Arcs { // the number stands over the ring; on its steps it would only be in the way
		f.Arcs[i].Emphasis, f.Arcs[i].Cycles = len(f.Arcs[i].Cycles) > 0, nil
	}
	f.Cycles[0].Number = number
	f.Title, f.Subtitle = m.say.ringTitle(f.Cycles[0].Amount), f.Cycles[0].Text+" · "+f.Cycles[0].Note
	return f
}

// MapCaption says what all deals of a network come to, and how much of what is money of it can go round.
func MapCaption(language string, n, money *graph.Network, t circulation.Totals) string {
	say := speechOf(language)
	cur := string(n.View.Currency)
	s := mapSums{of: n.Size(), total: say.money(n.Total(), cur), undisclosed: n.Unknown()}
	c := CircularityOf(money, t, nil)
	round, share := say.money(t.Circulated, cur), table.Percent(t.Index())
	if c.silent() { // amounts that nobody knows close further circles
		round, share = round+" + "+Unknown, Unknown
	}
	return say.caption(s, say.money(money.Total(), cur), round, share)
}
