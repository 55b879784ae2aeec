package view

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/table"
)

// words writes title, subtitle, what is not drawn, notes and the text for those who cannot see the map.
func (m *mapper) words(f *figure.Map) {
	if f.Title == "" {
		f.Title = m.title()
	}
	var drawn int64
	deals := 0
	for a := range m.n.Arcs() {
		if m.shown(a) {
			drawn += a.Amount
			deals++
		}
	}
	v := m.n.View
	f.Subtitle = fmt.Sprintf("%d of %s, %s of %s. %s basis: %s.%s As of %s.", deals, Plural(m.n.Size(), "deal leg", "deal legs"), m.money(drawn), m.money(m.n.Total()),
		Upper(string(v.Basis)), v.Basis.Meaning(), narrowed(v), v.AsOf)
	m.dropped(f)
	for _, w := range m.n.Warnings {
		f.Notes = append(f.Notes, w.Msg)
	}
	f.AltText = m.alt(f, deals, drawn)
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

func (m *mapper) money(minor int64) string { return table.MoneyShort(minor, string(m.n.View.Currency)) }

func (m *mapper) shown(a graph.Arc) bool { return a.From != a.To && m.drawn[a.From] && m.drawn[a.To] }

func (m *mapper) title() string {
	if len(m.o.Focus) == 0 {
		return "Who pays whom"
	}
	names := make([]string, len(m.o.Focus))
	for i, v := range m.o.Focus {
		names[i] = Name(m.n.Party(v))
	}
	return "Who pays whom around " + strings.Join(names, ", ")
}

// dropped says what is left out: deals of parties that are not drawn, and deals of a party with itself.
func (m *mapper) dropped(f *figure.Map) {
	linked := make([]bool, m.n.Order())
	var worth, own int64
	var legs, selfs, unknown int
	for a := range m.n.Arcs() {
		linked[a.From], linked[a.To] = true, true
		switch {
		case a.From == a.To:
			own += a.Amount
			selfs++
		case !m.shown(a):
			worth += a.Amount
			legs++
			if !a.Known {
				unknown++
			}
		}
	}
	var left []string
	for v, yes := range linked {
		if yes && !m.drawn[v] {
			left = append(left, clip(Name(m.n.Party(graph.Node(v))), 32))
		}
	}
	if legs > 0 {
		s := fmt.Sprintf("%s worth %s", Plural(legs, "deal leg", "deal legs"), m.money(worth))
		if unknown > 0 {
			s += fmt.Sprintf(" (%d of them undisclosed)", unknown)
		}
		if len(left) > 0 {
			slices.Sort(left)
			s += fmt.Sprintf(", with %s: %s", Plural(len(left), "party", "parties"), strings.Join(left, ", "))
		}
		f.Dropped = append(f.Dropped, s)
	}
	if selfs > 0 {
		f.Dropped = append(f.Dropped, fmt.Sprintf("%s of a party with itself, worth %s", Plural(selfs, "deal leg", "deal legs"), m.money(own)))
	}
}

// alt tells the picture in words, the cycles above all.
func (m *mapper) alt(f *figure.Map, deals int, drawn int64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Map of %s between %s, worth %s on the %s basis as of %s.", Plural(deals, "deal leg", "deal legs"), Plural(len(f.Nodes), "party", "parties"),
		m.money(drawn), m.n.View.Basis, m.n.View.AsOf)
	switch {
	case len(f.Cycles) > 0:
		b.WriteString(" Cycles, by smallest step:")
		for _, c := range f.Cycles {
			fmt.Fprintf(&b, " %d. %s, %s (%s).", c.Number, c.Text, c.Amount, c.Note)
		}
	case m.proved.Complete && m.proved.Count == 0:
		fmt.Fprintf(&b, " The search found %s.", m.proved)
	default: // nobody looked, or none of those found fits the map
		b.WriteString(" No cycle is picked out.")
	}
	return b.String()
}
