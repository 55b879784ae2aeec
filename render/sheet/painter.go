package sheet

import (
	"maps"
	"slices"
	"strings"
)

// Painter gives elements their colours and remembers which it gave, for the style sheet.
type Painter struct {
	ID    string // of the figure: the root's id and the beginning of all others
	Theme Theme
	used  map[string]Role // by class
}

// NewPainter returns the painter of a figure with that id.
func NewPainter(id string, theme Theme) *Painter {
	return &Painter{ID: id, Theme: theme, used: make(map[string]Role)}
}

// Color returns the colour of r as an attribute shows it.
func (p *Painter) Color(r Role) string {
	if p.Theme == Dark {
		return r.Dark
	}
	return r.Light
}

// Fill colours the inside of e.
func (p *Painter) Fill(e *Element, r Role) *Element { return p.paint(e, "fill", "f_", r) }

// Stroke colours the line of e.
func (p *Painter) Stroke(e *Element, r Role) *Element { return p.paint(e, "stroke", "s_", r) }

func (p *Painter) paint(e *Element, attribute, prefix string, r Role) *Element {
	e.Set(attribute, p.Color(r))
	if p.Theme == Auto {
		e.Set("class", prefix+r.Name)
		p.used[prefix+r.Name] = r
	}
	return e
}

// DarkRules returns the style sheet that turns an Auto picture dark.
func (p *Painter) DarkRules() string {
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
		b.WriteString("#" + p.ID + " ." + class + "{" + property + ":" + p.used[class].Dark + "}\n")
	}
	b.WriteString("}")
	return b.String()
}

// Slug makes an id of a name: ASCII letters, digits, hyphens and underscores, and a letter first.
func Slug(name string) string {
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
