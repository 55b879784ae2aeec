package view

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
)

// MapOptions say what a deal map shows. The zero value shows the parties of the cycles and the largest others.
type MapOptions struct {
	ID         string // of the figure; "map" if empty
	Title      string
	Source     string       // the last line: the stamp
	MaxParties int          // 0: 24
	MaxCycles  int          // pick out this many of the cycles found; 0: 6, below 0: none
	Focus      []graph.Node // the neighbourhood of these parties
	Hops       int          // how far the neighbourhood reaches; 0: 1
	Only       []graph.Node // draw no others; nil for all
	Star       []graph.Node // pick out all deals of these parties, and no cycle
	Plain      bool         // pick out nothing: every arrow in full colour
	MaxLabels  int          // amounts on arrows, those of cycles aside; 0: by the number of parties, below 0: all
	Sizes      *Sizes       // what the area of circles shows; nil: valuations
	Language   string       // one of Languages; "" is English
}

const (
	defaultMaxParties = 24
	defaultMaxCycles  = 6
)

// Up to tierAll parties, every arrow has its amount; up to tierSome, the cycles and the someLabels largest others; beyond, the
// cycles and the fewLabels largest others.
const (
	tierAll, tierSome     = 25, 60
	someLabels, fewLabels = 40, 20
)

// Map turns a network and its strongest cycles into a figure: it picks the parties to draw, joins parallel deals that look
// alike into one arrow, and says in words what is not drawn and what it is worth.
//
// Arrows are joined when payer, payee, kind and firmness agree; each tells its deals. The area of a circle is the party's
// latest valuation on or before the day of the view, or what the options say.
func Map(n *graph.Network, found cycles.Result, o MapOptions) figure.Map {
	return mapperOf(n, found, o).figure()
}

// mapper builds one figure.
type mapper struct {
	n      *graph.Network
	o      MapOptions
	say    speech
	proved cycles.Proved  // by the search for cycles
	cycles []cycles.Cycle // picked out, in the order of their numbers
	on     map[int][]int  // the numbers of the cycles that an arc is a step of
	drawn  []bool         // by node
}

// figure puts the picked parties and the deals between them together.
func (m *mapper) figure() figure.Map {
	f := figure.Map{
		Frame:  figure.Frame{ID: cmp.Or(m.o.ID, "map"), Title: m.o.Title, Source: m.o.Source, NotDrawn: m.say.notDrawn()},
		Legend: m.legend(),
	}
	if tag := m.say.tag(); tag != "en" {
		f.Lang = tag
	}
	f.Arcs = m.arcs()
	m.thinLabels(&f)
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

// legend is the legend in the language of the map.
func (m *mapper) legend() figure.Legend {
	l := figure.Legend{Groups: m.groups(), Certainties: m.say.certainties(), Headings: m.say.headings()}
	l.Headings.Values = m.o.Sizes.heading(m.say)
	l.Headings.Rim = m.say.rim(len(m.cycles) > 0, len(m.o.Focus)+len(m.o.Star) > 0)
	if m.say.tag() != "en" {
		for _, k := range deals.Kinds() {
			l.Kinds = append(l.Kinds, figure.Entry{Key: string(k.Kind), Label: m.say.kind(k.Kind)})
		}
	}
	return l
}

// thinLabels takes the amounts off the smaller arrows where there are so many parties that one could not read them.
func (m *mapper) thinLabels(f *figure.Map) {
	most := m.o.MaxLabels
	parties := 0
	for _, yes := range m.drawn {
		if yes {
			parties++
		}
	}
	switch {
	case most < 0, most == 0 && parties <= tierAll:
		return
	case most == 0 && parties <= tierSome:
		most = someLabels
	case most == 0:
		most = fewLabels
	}
	var others []int
	for i, a := range f.Arcs {
		if len(a.Cycles) == 0 && !a.Emphasis {
			others = append(others, i)
		}
	}
	if len(others) <= most {
		return
	}
	slices.SortFunc(others, func(i, j int) int {
		return cmp.Or(cmp.Compare(f.Arcs[j].Amount, f.Arcs[i].Amount), cmp.Compare(f.Arcs[i].ID, f.Arcs[j].ID))
	})
	for _, i := range others[most:] {
		f.Arcs[i].Label = ""
	}
	f.Notes = append(f.Notes, m.say.fewLabels(most))
}

func (m *mapper) node(v graph.Node, group map[string]bool) figure.Node {
	p := m.n.Party(v)
	node := figure.Node{ID: string(p.ID), Name: m.say.party(p), Group: p.Sector, Emphasis: slices.Contains(m.o.Focus, v) || slices.Contains(m.o.Star, v)}
	if !group[p.Sector] && len(group) > 0 {
		node.Group = otherGroup
	}
	node.Title = p.Label()
	size := m.o.Sizes.of(m.n, v)
	if size.Known {
		node.Value, node.Known = float64(size.Minor)/100, true
		node.Detail = m.money(size.Minor)
		node.Title = m.o.Sizes.sentence(m.say, p.Label(), node.Detail, size.Period)
	}
	return node
}

func (m *mapper) cycle(number int, c cycles.Cycle) figure.Cycle {
	told := c.Rotate(c.Start())
	names := make([]string, 0, len(told.Hops)+1)
	for _, h := range told.Hops {
		names = append(names, m.say.party(m.n.Party(h.From)))
	}
	return figure.Cycle{
		Number: number, Text: strings.Join(append(names, names[0]), " → "), Amount: m.say.spell(c.Amount(m.n.View.Currency)),
		Note: m.say.weakest(c.Weakest),
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
		out = append(out, figure.Entry{Key: s, Label: m.say.sector(s)})
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, figure.Entry{Key: otherGroup, Label: m.say.other()})
}

// sectorLabel writes a sector as a heading: "ai_lab" is "AI lab".
func sectorLabel(s string) string {
	if s == deals.SectorOutside {
		return "Outside money"
	}
	return Upper(acronyms.Replace(words(s)))
}

var acronyms = strings.NewReplacer("ai ", "AI ", " oem", " OEM")
