package svg

import (
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

const (
	maxTooltip = 400   // characters of a sentence that a tooltip shows
	maxHeading = 340.0 // width of a heading in the legend
)

// cleaned returns m with every text that is shown made fit for a picture. IDs that tie its parts together stay.
func cleaned(m figure.Map) figure.Map {
	entries := func(list []figure.Entry) []figure.Entry {
		var out []figure.Entry
		for _, e := range list {
			out = append(out, figure.Entry{Key: e.Key, Label: typeset.Clean(e.Label), Tint: e.Tint})
		}
		return out
	}
	scales := func(list []figure.Scale) []figure.Scale {
		var out []figure.Scale
		for _, s := range list {
			out = append(out, figure.Scale{Value: s.Value, Label: typeset.Clean(s.Label)})
		}
		return out
	}
	m.Title, m.Subtitle = typeset.Clean(m.Title), typeset.Clean(m.Subtitle)
	nodes := make([]figure.Node, len(m.Nodes))
	for i, n := range m.Nodes {
		n.Name, n.Detail, n.Title = typeset.Clean(n.Name), typeset.Clean(n.Detail), typeset.Clean(n.Title)
		if n.Name == "" {
			n.Name = typeset.Clean(n.ID)
		}
		nodes[i] = n
	}
	arcs := make([]figure.Arc, len(m.Arcs))
	for i, a := range m.Arcs {
		a.Label, a.Title = typeset.Clean(a.Label), typeset.Clean(a.Title)
		arcs[i] = a
	}
	cycles := make([]figure.Cycle, len(m.Cycles))
	for i, c := range m.Cycles {
		c.Text, c.Amount, c.Note = typeset.Clean(c.Text), typeset.Clean(c.Amount), typeset.Clean(c.Note)
		cycles[i] = c
	}
	m.Nodes, m.Arcs, m.Cycles = nodes, arcs, cycles
	l := m.Legend
	l.Kinds, l.Certainties, l.Groups = entries(l.Kinds), entries(l.Certainties), entries(l.Groups)
	l.Amounts, l.Values = scales(l.Amounts), scales(l.Values)
	l.Headings = l.Headings.Each(func(s string) string {
		return typeset.Shorten(typeset.Clean(s), maxHeading, sheet.HeadingStyle.Size, true)
	}).WithDefaults()
	m.Legend = l
	return m
}
