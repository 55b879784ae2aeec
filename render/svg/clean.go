package svg

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dealgraph/render/figure"
	"dealgraph/render/place"
)

// clean makes s fit for a picture: valid UTF-8 without control characters, without marks that reverse or hide
// text, and with single blanks for breaks. What remains is shown as it is.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), hidden(r), r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// hidden reports whether r is a mark one cannot see: bidirectional controls, which can make a name read
// backwards, and characters without width, which can make two names look alike.
func hidden(r rune) bool {
	return r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f ||
		r == 0x061c || r == 0x200b || r == 0xfeff || r == 0x00ad || r >= 0xe0000 && r <= 0xe0fff ||
		r >= 0xfff9 && r <= 0xfffb || r >= 0xe000 && r <= 0xf8ff
}

const (
	maxTooltip   = 400   // characters of a sentence that a tooltip shows
	maxParagraph = 2000  // characters of a sentence below the legend
	maxHeading   = 340.0 // width of a heading in the legend
)

// capped returns s cut to n characters with an ellipsis.
func capped(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// cleaned returns m with every text that is shown made fit for a picture. IDs that tie its parts together stay.
func cleaned(m figure.Map) figure.Map {
	all := func(list []string) []string {
		var out []string
		for _, s := range list {
			if s = clean(s); s != "" {
				out = append(out, capped(s, maxParagraph))
			}
		}
		return out
	}
	entries := func(list []figure.Entry) []figure.Entry {
		var out []figure.Entry
		for _, e := range list {
			out = append(out, figure.Entry{Key: e.Key, Label: clean(e.Label)})
		}
		return out
	}
	scales := func(list []figure.Scale) []figure.Scale {
		var out []figure.Scale
		for _, s := range list {
			out = append(out, figure.Scale{Value: s.Value, Label: clean(s.Label)})
		}
		return out
	}
	m.Title, m.Subtitle, m.Caption = clean(m.Title), clean(m.Subtitle), clean(m.Caption)
	m.Source, m.AltText = clean(m.Source), clean(m.AltText)
	m.Dropped, m.Notes = all(m.Dropped), all(m.Notes)

	nodes := make([]figure.Node, len(m.Nodes))
	for i, n := range m.Nodes {
		n.Name, n.Detail, n.Title = clean(n.Name), clean(n.Detail), clean(n.Title)
		if n.Name == "" {
			n.Name = clean(n.ID)
		}
		nodes[i] = n
	}
	arcs := make([]figure.Arc, len(m.Arcs))
	for i, a := range m.Arcs {
		a.Label, a.Title = clean(a.Label), clean(a.Title)
		arcs[i] = a
	}
	cycles := make([]figure.Cycle, len(m.Cycles))
	for i, c := range m.Cycles {
		c.Text, c.Amount, c.Note = clean(c.Text), clean(c.Amount), clean(c.Note)
		cycles[i] = c
	}
	m.Nodes, m.Arcs, m.Cycles = nodes, arcs, cycles
	l := m.Legend
	l.Kinds, l.Certainties, l.Groups = entries(l.Kinds), entries(l.Certainties), entries(l.Groups)
	l.Amounts, l.Values = scales(l.Amounts), scales(l.Values)
	l.Headings = l.Headings.Each(func(s string) string {
		return place.Shorten(clean(s), maxHeading, headingStyle.size, true)
	}).WithDefaults()
	m.Legend = l
	return m
}
