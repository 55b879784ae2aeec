package svg

import (
	"context"
	"fmt"
	"math"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
)

// The measures of small maps, in points.
const (
	panelsWidth = 1400.0 // of the whole
	widestMap   = 900.0  // of one map
	widestRing  = 460.0
	panelGap    = 32.0
	panelHead   = 52.0 // room for the heading of a panel
	ringRadius  = 46.0 // of the largest circle on a ring
)

// Panels draws small maps beside each other, on one scale and with one legend. Without Rings they have one layout: that of all
// that is in any of them, or that of o. A width or height in o is that of each map.
//
// The errors are those of Map, and it takes as long as a map of all plus about 0.1 s for each.
func Panels(ctx context.Context, f figure.Panels, o Options) (out []byte, warnings []error, err error) {
	fail := func(err error) ([]byte, []error, error) {
		return nil, nil, fmt.Errorf("draw panels %q: %w", f.ID, err)
	}
	if err := f.Check(); err != nil {
		return fail(err)
	}
	if o.Theme, err = sheet.ParseTheme(string(o.Theme)); err != nil {
		return fail(err)
	}
	columns := gridColumns(len(f.Panels), f.Rings)
	if o.Width == 0 {
		o.Width = math.Floor((panelsWidth - 2*sheet.Margin - panelGap*float64(columns-1)) / float64(columns))
		if o.Width = min(o.Width, widestMap); f.Rings {
			o.Width = min(o.Width, widestRing)
		}
	}
	if o.Height == 0 {
		o.Height = math.Round(o.Width * panelShape(f))
	}
	union := marked(cleaned(f.Union()))
	if f.Rings { // each has its cycle over it
		union.Cycles = nil
	}
	placer, err := newPlacer(ctx, f, union, o)
	if err != nil {
		return fail(err)
	}
	c := newComposer(&union, 2*sheet.Margin+o.Width*float64(columns)+panelGap*float64(columns-1), o)
	c.fade = !o.AllInColor && slices.ContainsFunc(union.Arcs, func(a figure.Arc) bool { return len(a.Cycles) > 0 || a.Emphasis })
	for _, m := range f.Panels {
		m.Legend = f.Legend
		scene, m, err := placer.place(ctx, m)
		if err != nil {
			return fail(err)
		}
		picture, err := draw(ctx, scene)
		if err != nil {
			return fail(err)
		}
		c.ruler, warnings = scene.Ruler, append(warnings, scene.Warnings...)
		c.addPanel(&m, scene, picture)
	}
	return c.composePanels(columns, f.Rings, o), warnings, nil
}

// panelShape is how high a map is for its width. Rings of two parties lie flat.
func panelShape(f figure.Panels) float64 {
	switch {
	case !f.Rings:
		return 0.66
	case slices.ContainsFunc(f.Panels, func(m figure.Map) bool { return len(m.Nodes) > 2 }):
		return 0.76
	}
	return 0.36
}

// gridColumns says in how many columns n panels stand.
func gridColumns(n int, rings bool) int {
	switch {
	case n <= 1:
		return 1
	case rings && n > 2:
		return 3
	}
	return 2
}

// placer places the maps of one figure alike.
type placer struct {
	o     Options
	rings bool
	all   place.Layout // the measures of all, and in maps of one layout the places
}

// newPlacer finds the layout of the union of all maps, or the measures of their rings.
func newPlacer(ctx context.Context, f figure.Panels, union figure.Map, o Options) (placer, error) {
	p := placer{o: o, rings: f.Rings}
	switch {
	case f.Rings:
		for _, n := range union.Nodes {
			p.all.FullValue = max(p.all.FullValue, n.Value)
		}
		for _, a := range union.Arcs {
			p.all.FullAmount = max(p.all.FullAmount, a.Amount)
		}
		p.all.FullRadius = ringRadius
	case o.Layout.Knows(&union):
		p.all = *o.Layout
		p.all.Scale(o.Width, o.Height)
	default:
		scene, m, err := Place(ctx, union, o)
		if err != nil {
			return p, err
		}
		p.all = *scene.Layout(&m)
	}
	return p, nil
}

// place places one map.
func (p *placer) place(ctx context.Context, m figure.Map) (*place.Scene, figure.Map, error) {
	o, layout := p.o, p.all
	if p.rings {
		ids := make([]string, len(m.Nodes))
		for i, n := range m.Nodes {
			ids[i] = n.ID
		}
		layout = *place.Ring(ids, o.Width, o.Height)
		layout.FullValue, layout.FullRadius, layout.FullAmount = p.all.FullValue, p.all.FullRadius, p.all.FullAmount
	}
	o.Layout = &layout
	return Place(ctx, m, o)
}

// composePanels returns the finished file of several maps, each under its heading.
func (c *composer) composePanels(columns int, rings bool, o Options) []byte {
	header, y := c.Header()
	y += 8
	grid := sheet.El("g", "class", "panels")
	for i, p := range c.panels {
		left := sheet.Margin + float64(i%columns)*(o.Width+panelGap)
		top := y + float64(i/columns)*(o.Height+panelHead+panelGap/2)
		grid.Add(p.heading(left, top, o.Width, rings), p.body(left, top+panelHead))
	}
	if len(c.panels) == 0 {
		s := sheet.Style{Size: 17, Anchor: "middle", Color: sheet.Muted}
		grid.Add(c.Text(c.Width/2, y+96, c.m.Legend.Headings.Empty, s))
		y += 180
	}
	rows := (len(c.panels) + columns - 1) / columns
	y += float64(rows) * (o.Height + panelHead + panelGap/2)
	legend, y := c.legend(y)
	footer, y := c.Footer(y)
	root := sheet.Root{Class: "dealmaps", Description: description(c.m), Rules: c.rules(), Metadata: o.Metadata}
	return c.Bytes(y, root, header, grid, legend, footer)
}

// heading returns a line over a panel and its title and subtitle below it. The panel of one cycle has its number before the
// title.
func (p *panel) heading(left, top, width float64, rings bool) *sheet.Element {
	g := sheet.El("g", "class", "heading")
	g.Add(p.Stroke(sheet.El("line", "x1", left, "y1", top, "x2", left+width, "y2", top), sheet.Hair))
	x := left
	if rings && len(p.m.Cycles) == 1 {
		g.Add(p.badge(x+place.BadgeRadius+1, top+16, p.m.Cycles[0].Number)...)
		x += 2*place.BadgeRadius + 9
	}
	title, subtitle := sheet.Style{Size: 15, Strong: true, Color: sheet.Ink}, sheet.QuietStyle
	for _, l := range title.Wrap(p.m.Title, 1, left+width-x) {
		g.Add(p.Text(x, top+21, l, title))
	}
	for i, l := range subtitle.Wrap(p.m.Subtitle, 2, width) {
		g.Add(p.Text(left, top+38+float64(14*i), l, subtitle))
	}
	return g
}
