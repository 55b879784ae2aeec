package view

import (
	"slices"
	"strings"

	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// words writes title, subtitle, what is not drawn, notes and the text for those who cannot see the map.
func (m *mapper) words(f *figure.Map) {
	if f.Title == "" {
		f.Title = m.say.title(m.around(), len(m.o.Focus) == 0)
	}
	sums := m.sums()
	f.Subtitle = m.say.subtitle(sums, m.n.View)
	f.Dropped = m.say.left(m.left())
	for _, w := range m.n.Warnings {
		f.Notes = append(f.Notes, m.say.warning(w))
	}
	proved := ""
	if m.proved.Complete && m.proved.Count == 0 {
		proved = m.proved.String()
	}
	f.AltText = m.say.alt(sums, m.n.View, len(f.Nodes), f.Cycles, proved)
}

// sums adds up what is drawn, and all there is.
func (m *mapper) sums() mapSums {
	var drawn int64
	s := mapSums{of: m.n.Size(), total: m.money(m.n.Total())}
	for a := range m.n.Arcs() {
		if m.shown(a) {
			drawn += a.Amount
			s.deals++
			if !a.Known {
				s.undisclosed++
			}
		}
	}
	s.drawn, s.nothing = m.money(drawn), s.deals > 0 && s.undisclosed == s.deals
	return s
}

// around are the names of those the map is about.
func (m *mapper) around() []string {
	var names []string
	for _, v := range append(slices.Clone(m.o.Focus), m.o.Star...) {
		names = append(names, m.say.party(m.n.Party(v)))
	}
	return names
}

// narrowed says in words what a view leaves out, so that a map never looks like more than it is.
func narrowed(v graph.View) string {
	var parts []string
	if !v.Years.IsZero() {
		parts = append(parts, "money of "+v.Years.String())
	}
	for _, s := range v.Settlements {
		parts = append(parts, "settled in "+words(string(s)))
	}
	if v.Where != "" {
		parts = append(parts, "where "+v.Where)
	}
	out := ""
	if len(parts) > 0 {
		out = " Only " + strings.Join(parts, ", ") + "."
	}
	if v.RollUp {
		out += " Subsidiaries count as their parents."
	}
	if v.Rumours {
		out += " Rumours count too."
	}
	return out
}

func (m *mapper) money(minor int64) string { return m.say.money(minor, string(m.n.View.Currency)) }

func brief(minor int64, currency string) string { return table.MoneyShort(minor, currency) }

func (m *mapper) shown(a graph.Arc) bool { return a.From != a.To && m.drawn[a.From] && m.drawn[a.To] }

// left sums up what is left out: deals of parties that are not drawn, and deals of a party with itself.
func (m *mapper) left() leftOut {
	linked := make([]bool, m.n.Order())
	var worth, own int64
	var out leftOut
	for a := range m.n.Arcs() {
		linked[a.From], linked[a.To] = true, true
		switch {
		case a.From == a.To:
			own += a.Amount
			out.selfs++
		case !m.shown(a):
			worth += a.Amount
			out.legs++
			if !a.Known {
				out.undisclosed++
			}
		}
	}
	for v, yes := range linked {
		if yes && !m.drawn[v] {
			out.parties = append(out.parties, clip(m.say.party(m.n.Party(graph.Node(v))), 32))
		}
	}
	slices.Sort(out.parties)
	out.worth, out.selfWorth = m.money(worth), m.money(own)
	return out
}
