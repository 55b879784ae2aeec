package place

import (
	"fmt"
	"math"
	"slices"

	"dealgraph/render/figure"
)

// Layout is where the parties of a map stand, and how it is measured: what another map needs to be compared with it at a
// glance. Points are as in a Scene: from the lower left corner, y upward.
type Layout struct {
	Width  float64          `json:"width"`
	Height float64          `json:"height"`
	At     map[string]Point `json:"at"` // by node ID
	// FullValue is drawn as a circle of radius FullRadius, FullAmount as the thickest arrow; zero where not known.
	FullValue  float64 `json:"full_value,omitempty"`
	FullRadius float64 `json:"full_radius,omitempty"`
	FullAmount float64 `json:"full_amount,omitempty"`
}

// Layout returns the layout of a scene of m.
func (s *Scene) Layout(m *figure.Map) *Layout {
	l := &Layout{
		Width: s.Width, Height: s.Height, At: make(map[string]Point, len(s.Circles)),
		FullValue: s.Ruler.fullValue, FullRadius: s.Ruler.fullRadius, FullAmount: s.Ruler.fullAmount,
	}
	for _, c := range s.Circles {
		l.At[m.Nodes[c.Node].ID] = c.Center
	}
	return l
}

// Knows reports whether l has a place for any party of m. A nil layout has none.
func (l *Layout) Knows(m *figure.Map) bool {
	return l != nil && slices.ContainsFunc(m.Nodes, func(n figure.Node) bool {
		_, ok := l.At[n.ID]
		return ok
	})
}

// Ring returns a layout with the given parties on a ring, clockwise from the top, on a canvas of the given size.
func Ring(ids []string, width, height float64) *Layout {
	l := &Layout{Width: width, Height: height, At: make(map[string]Point, len(ids))}
	middle := Point{width / 2, height / 2}
	rx, ry := width*0.32, height*0.31
	for i, id := range ids {
		angle := 2 * math.Pi * float64(i) / float64(len(ids))
		if len(ids) == 2 { // side by side: there is more room across
			angle -= math.Pi / 2
		}
		l.At[id] = middle.add(Point{float64(rx * math.Sin(angle)), float64(ry * math.Cos(angle))}).round()
	}
	return l
}

// canvas returns the size of the canvas for m: what o says, else that of the layout, and more if m needs a third more than
// that. It grows to the right and downward, so that what was there stays where it was, seen from the upper left.
func (l *Layout) canvas(o Options, m *figure.Map) (width, height float64) {
	width, height = l.Width, l.Height
	known := 0
	for _, n := range m.Nodes {
		if _, ok := l.At[n.ID]; ok {
			known++
		}
	}
	if fresh := len(m.Nodes) - known; known > 0 && 3*fresh > known {
		grow := math.Sqrt(float64(len(m.Nodes)) / float64(known))
		width, height = 20*math.Round(width*grow/20), 20*math.Round(height*grow/20)
	}
	if o.Width != 0 {
		width = o.Width
	}
	if o.Height != 0 {
		height = o.Height
	}
	return width, height
}

// outgrown is how many times the full value or amount of a layout something may be before all is measured anew: by then a
// circle has one and a half times the largest radius.
const outgrown = 2.25

// ruler returns r, which measures m by itself, with the measures of the layout, as far as it knows them and m has not outgrown
// them. It says what is measured anew.
func (l *Layout) ruler(r Ruler, m *figure.Map) (Ruler, []error) {
	var anew []error
	value, amount := 0.0, 0.0
	for _, n := range m.Nodes {
		value = max(value, n.Value)
	}
	for _, a := range m.Arcs {
		amount = max(amount, a.Amount)
	}
	if l.FullValue > 0 && l.FullRadius > 0 {
		if value > outgrown*l.FullValue {
			anew = append(anew, fmt.Errorf("circles are not to the scale of the other map: the largest value is %.3g times the largest there", value/l.FullValue))
		} else {
			r.fullValue, r.fullRadius = l.FullValue, l.FullRadius
		}
	}
	if l.FullAmount > 0 {
		if amount > outgrown*l.FullAmount {
			anew = append(anew, fmt.Errorf("arrows are not to the scale of the other map: the largest amount is %.3g times the largest there", amount/l.FullAmount))
		} else {
			r.fullAmount = l.FullAmount
		}
	}
	return r, anew
}

// settled returns the nodes where the layout has them, the others placed among them, or nil if the layout has none of
// them. Of those that are new, the ones with most ribbons to settled nodes come first.
func (b *board) settled(l *Layout) []Point {
	if l == nil {
		return nil
	}
	at := make([]Point, len(b.nodes))
	shift := b.height - l.Height // seen from the top, nothing moves
	any := false
	for v := range b.nodes {
		if p, ok := l.At[b.nodes[v].id]; ok {
			at[v] = Point{p.X, p.Y + shift}.round()
			b.nodes[v].pinned, any = true, true
		}
	}
	if !any {
		return nil
	}
	b.dropIn(at)
	b.separate(at, 200)
	t := b.tidier(at)
	t.tidy(3, true)
	b.separate(at, 200)
	return at
}

// dropIn puts each node that is not pinned into the middle of its neighbours, or of the canvas, for a start.
func (b *board) dropIn(at []Point) {
	for v := range b.nodes {
		if b.nodes[v].pinned {
			continue
		}
		sum, count := Point{}, 0.0
		for _, i := range b.incident[v] {
			w := b.ribbons[i].a + b.ribbons[i].b - v
			if b.nodes[w].pinned {
				sum, count = sum.add(at[w]), count+1
			}
		}
		at[v] = Point{b.width / 2, b.height / 2}
		if count > 0 {
			at[v] = sum.scale(1 / count)
		}
		// Two that have the same neighbours must not start on the same spot.
		at[v] = b.keepIn(v, at[v].add(turns[v%len(turns)].scale(12+float64(v)))).round()
	}
}

// Scale moves the places of l to a canvas of another size, for maps of the same parties that are larger or smaller.
func (l *Layout) Scale(width, height float64) {
	if l.Width <= 0 || l.Height <= 0 || width == 0 || height == 0 || l.Width == width && l.Height == height {
		return
	}
	x, y := width/l.Width, height/l.Height
	at := make(map[string]Point, len(l.At))
	for id, p := range l.At {
		at[id] = Point{float64(p.X * x), float64(p.Y * y)}.round()
	}
	l.At, l.Width, l.Height = at, width, height
	l.FullRadius = round(l.FullRadius * min(x, y))
}

// covered reports the circles that cover another, or leave the canvas: parties that stay where they were may have grown.
func (b *board) covered(m *figure.Map, at []Point) []error {
	name := func(v int) string { return m.Nodes[b.nodes[v].index].Name }
	var warnings []error
	for v, p := range at {
		if r := b.nodes[v].radius; p.X < r || p.X > b.width-r || p.Y < r || p.Y > b.height-r {
			warnings = append(warnings, fmt.Errorf("the circle of %q leaves the canvas", name(v)))
		}
		for w := range v {
			if p.distance(at[w]) < b.nodes[v].radius+b.nodes[w].radius {
				warnings = append(warnings, fmt.Errorf("the circles of %q and %q cover each other", name(w), name(v)))
			}
		}
	}
	return warnings
}
