package svg

import (
	"maps"
	"slices"
	"strings"
)

// painter gives elements their colours and remembers which it gave, for the style sheet.
type painter struct {
	id    string // of the figure: the root's id and the beginning of all others
	theme Theme
	used  map[string]role // by class
}

func newPainter(id string, theme Theme) *painter {
	return &painter{id: id, theme: theme, used: make(map[string]role)}
}

// color returns the colour of r as an attribute shows it.
func (p *painter) color(r role) string {
	if p.theme == Dark {
		return r.dark
	}
	return r.light
}

// fill colours the inside of e.
func (p *painter) fill(e *element, r role) *element { return p.paint(e, "fill", "f_", r) }

// stroke colours the line of e.
func (p *painter) stroke(e *element, r role) *element { return p.paint(e, "stroke", "s_", r) }

func (p *painter) paint(e *element, attribute, prefix string, r role) *element {
	e.set(attribute, p.color(r))
	if p.theme == Auto {
		e.set("class", prefix+r.name)
		p.used[prefix+r.name] = r
	}
	return e
}

// darkRules returns the style sheet that turns an Auto picture dark.
func (p *painter) darkRules() string {
	if len(p.used) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("@media (prefers-color-scheme:dark){")
	for _, class := range slices.Sorted(maps.Keys(p.used)) {
		property := "fill"
		if strings.HasPrefix(class, "s_") {
			property = "stroke"
		}
		b.WriteString("#" + p.id + " ." + class + "{" + property + ":" + p.used[class].dark + "}\n")
	}
	b.WriteString("}")
	return b.String()
}

// slug makes an id of a name: ASCII letters, digits, hyphens and underscores, and a letter first.
func slug(name string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return '_'
	}, name)
	s = s[:min(len(s), 80)]
	if s == "" || s[0] >= '0' && s[0] <= '9' || s[0] == '-' {
		s = "m" + s
	}
	return s
}
