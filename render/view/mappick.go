package view

import (
	"cmp"
	"slices"

	"dealgraph/graph"
	"dealgraph/graph/cycles"
)

// pick chooses what to draw: the focus; the strongest of the cycles found for whose parties there is room, each whole or not
// at all; then, while there is room, the parties with most money to and from those already chosen.
func (m *mapper) pick(found []cycles.Cycle) {
	room := cmp.Or(m.o.MaxParties, defaultMaxParties)
	linked := make([]bool, m.n.Order())
	for a := range m.n.Arcs() {
		if a.From != a.To {
			linked[a.From], linked[a.To] = true, true
		}
	}
	allowed := m.neighbourhood()
	choose := func(v graph.Node) {
		if linked[v] && !m.drawn[v] && room > 0 {
			m.drawn[v] = true
			room--
		}
	}
	for _, v := range append(slices.Clone(m.o.Focus), m.o.Star...) {
		choose(v)
	}
	for _, c := range found {
		if len(m.cycles) >= cmp.Or(m.o.MaxCycles, defaultMaxCycles) || m.o.Plain || len(m.o.Star) > 0 {
			break
		}
		if c.Len() < 2 || !m.fits(c, allowed, room) {
			continue
		}
		m.cycles = append(m.cycles, c)
		for _, h := range c.Hops {
			choose(h.From)
		}
	}
	for room > 0 {
		v, ok := m.next(allowed, false)
		if !ok { // nobody deals with those chosen: go on with another piece of the network
			v, ok = m.next(allowed, true)
		}
		if !ok {
			break
		}
		choose(v)
	}
	m.dropLonely()
}

// dropLonely takes back parties that no drawn deal touches; they are listed with what is not drawn.
func (m *mapper) dropLonely() {
	touched := make([]bool, m.n.Order())
	for a := range m.n.Arcs() {
		if m.shown(a) {
			touched[a.From], touched[a.To] = true, true
		}
	}
	for v := range m.drawn {
		m.drawn[v] = m.drawn[v] && touched[v]
	}
}

// fits reports whether all parties of a cycle may be drawn and there is room for those that are not yet.
func (m *mapper) fits(c cycles.Cycle, allowed []bool, room int) bool {
	for _, h := range c.Hops {
		if !allowed[h.From] {
			return false
		}
		if !m.drawn[h.From] {
			room--
		}
	}
	return room >= 0
}

// neighbourhood are the parties that may be drawn: all, or those within so many steps of the focus, in either direction.
func (m *mapper) neighbourhood() []bool {
	in := make([]bool, m.n.Order())
	if len(m.o.Focus) == 0 || m.o.Only != nil {
		for v := range in {
			in[v] = m.o.Only == nil || slices.Contains(m.o.Only, graph.Node(v))
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

// next is the party not yet drawn with most money to and from those that are, or to and from anybody; ties go to more deals,
// then to the id.
func (m *mapper) next(allowed []bool, anybody bool) (graph.Node, bool) {
	type pull struct {
		money int64
		deals int
	}
	pulls := make([]pull, m.n.Order())
	anybody = anybody || !slices.Contains(m.drawn, true)
	for a := range m.n.Arcs() {
		for _, end := range [][2]graph.Node{{a.From, a.To}, {a.To, a.From}} {
			if a.From != a.To && !m.drawn[end[0]] && allowed[end[0]] && (m.drawn[end[1]] || anybody && allowed[end[1]]) {
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
