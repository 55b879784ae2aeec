package svg

import (
	"cmp"
	"fmt"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
)

// composer puts a picture of one or more maps together. Heights are points from the top, y downward.
type composer struct {
	*sheet.Sheet
	m        *figure.Map // what the legend explains: the map, or the union of all
	ruler    place.Ruler // and how it is measured
	panels   []*panel
	taken    map[string]bool // ids
	parties  int             // circles of all panels so far
	allColor bool
	fade     bool // arrows of a map step back also where none of it is picked out: others beside it have some
}

const (
	fadedArrow   = 0.36  // opacity of an arrow that steps back
	fadedHollow  = 0.6   // of an empty or dotted one, which has less ink
	minimumWidth = 900.0 // the legend needs it
)

func newComposer(m *figure.Map, width float64, o Options) *composer {
	frame := m.Frame
	frame.ID = cmp.Or(frame.ID, "map")
	c := &composer{Sheet: sheet.New(frame, max(width, minimumWidth), o.Theme), m: m, allColor: o.AllInColor}
	c.taken = map[string]bool{c.ID: true, c.ID + "_title": true, c.ID + "_desc": true, c.ID + "_meta": true}
	return c
}

// unique returns an id for a part of the figure, made of its own ID, and different from those taken.
func (c *composer) unique(kind, id string) string {
	base := c.ID + "_" + kind + "_" + sheet.Slug(id)
	name := base
	for i := 2; c.taken[name]; i++ {
		name = fmt.Sprintf("%s_%d", base, i)
	}
	c.taken[name] = true
	return name
}

// compose returns the finished file of one map.
func (c *composer) compose(metadata string) []byte {
	header, y := c.Header()
	p := c.panels[0]
	body := p.body((c.Width-p.scene.Width)/2, y)
	y += p.height()
	legend, y := c.legend(y)
	footer, y := c.Footer(y)
	root := sheet.Root{Class: "dealmap", Description: description(c.m), Rules: c.rules(), Metadata: metadata}
	return c.Bytes(y, root, header, body, legend, footer)
}

// description tells a map in words.
func description(m *figure.Map) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d parties, %d deals.", len(m.Nodes), len(m.Arcs))
	for _, y := range m.Cycles {
		fmt.Fprintf(&b, " Cycle %d: %s.", y.Number, joined(y.Text, joined(y.Amount, y.Note)))
	}
	return b.String()
}

// rules returns the style sheet that fades what has nothing to do with the party one points at. Nothing is lost where it is
// not read.
func (c *composer) rules() string {
	const mostRules = 60
	if c.parties > mostRules {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n#%s .deal{transition:opacity .15s}", c.ID)
	for _, p := range c.panels {
		for i := range p.nodeIDs { // by number: an id has a name in it, which has no business in a style sheet
			fmt.Fprintf(&b, "\n#%s:has(.n%d:hover) .deal:not(.p%d){opacity:.07}", c.ID, p.first+i, p.first+i)
		}
	}
	return b.String()
}

// badge returns the number of a cycle on a disc.
func (c *composer) badge(x, y float64, number int) []*sheet.Element {
	disc := c.Fill(sheet.El("circle", "cx", x, "cy", y, "r", place.BadgeRadius, "stroke-width", 1), sheet.Ink)
	s := sheet.Style{Size: 10, Strong: true, Anchor: "middle", Color: sheet.Paper}
	if number > 9 {
		s.Size = 8.5
	}
	return []*sheet.Element{c.Stroke(disc, sheet.Paper), c.Text(x, y+float64(0.36*s.Size), fmt.Sprint(number), s)}
}

// tint returns the fill of a group.
func (c *composer) tint(key string) sheet.Role {
	for i, e := range c.groups() {
		if e.Key == key {
			return tintOf(i, e)
		}
	}
	return sheet.Tint(-1)
}

// tintOf returns the fill of entry number i of the groups: the one it names, or that of its number.
func tintOf(i int, e figure.Entry) sheet.Role {
	if r, ok := sheet.NamedTint(e.Tint); ok {
		return r
	}
	return sheet.Tint(i)
}
