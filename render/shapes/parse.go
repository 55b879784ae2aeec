package shapes

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// parser walks the tree and knows where it is.
type parser struct {
	root          *node
	width, height float64 // of what percentages are taken
	segments      int     // so far, in all paths
}

// Parse reads a picture. The errors name what is wrong or not supported, and there is no picture then; no input
// makes it panic. It takes time and memory in proportion to the input.
func Parse(svg []byte) (*Picture, error) {
	p, err := parse(svg)
	if err != nil {
		return nil, fmt.Errorf("svg: %w", err)
	}
	return p, nil
}

func parse(svg []byte) (*Picture, error) {
	root, err := readTree(svg)
	if err != nil {
		return nil, err
	}
	pic := &Picture{}
	for _, c := range root.children {
		switch {
		case c.foreign:
		case c.name == "title" && pic.Title == "":
			pic.Title = c.words()
		case c.name == "desc" && pic.Description == "":
			pic.Description = c.words()
		case c.name == "metadata" && pic.Metadata == "":
			pic.Metadata = c.words()
		}
	}
	p := &parser{root: root}
	frame, err := p.frame(pic)
	if err != nil {
		return nil, fmt.Errorf("<svg>: %w", err)
	}
	s, err := initial.with(root, "width", "height", "viewBox", "preserveAspectRatio", "x", "y")
	if err != nil {
		return nil, err
	}
	pic.Items, err = p.group(root, s, frame)
	return pic, err
}

// frame reads the size of the picture and returns the transform from the coordinates of the viewBox.
func (p *parser) frame(pic *Picture) (Matrix, error) {
	box, err := viewBox(p.root)
	if err != nil {
		return Identity, err
	}
	side := func(name string, whole float64) (float64, error) {
		value, ok := p.root.get(name)
		if !ok && whole == 0 {
			return 0, fmt.Errorf("neither %s nor viewBox says how large the picture is", name)
		}
		v := whole
		if ok {
			if v, err = length(value, whole); err != nil {
				return 0, fmt.Errorf("attribute %s: %w", name, err)
			}
		}
		if v <= 0 || v > maxSide {
			return 0, fmt.Errorf("%s %g is not between 0 and %d", name, v, maxSide)
		}
		return v, nil
	}
	if pic.Width, err = side("width", box.Max.X); err != nil {
		return Identity, err
	}
	if pic.Height, err = side("height", box.Max.Y); err != nil {
		return Identity, err
	}
	p.width, p.height = pic.Width, pic.Height
	if box.Max.X == 0 {
		return Identity, nil
	}
	p.width, p.height = box.Max.X, box.Max.Y
	return p.fit(pic, box)
}

// fit returns the transform from box, which holds a corner and a size, to the picture.
func (p *parser) fit(pic *Picture, box Box) (Matrix, error) {
	sx, sy := pic.Width/box.Max.X, pic.Height/box.Max.Y
	ratio, _ := p.root.get("preserveAspectRatio")
	switch ratio {
	case "", "xMidYMid", "xMidYMid meet":
		if math.Abs(sx-sy) < 1e-9*sx {
			sy = sx
		}
		sx = min(sx, sy)
		sy = sx
	case "none":
	default:
		return Identity, fmt.Errorf("preserveAspectRatio %q is not supported", excerpt(ratio))
	}
	return Matrix{
		A: sx, D: sy,
		E: (pic.Width-float64(sx*box.Max.X))/2 - float64(sx*box.Min.X),
		F: (pic.Height-float64(sy*box.Max.Y))/2 - float64(sy*box.Min.Y),
	}, nil
}

// viewBox returns the corner (Min) and the size (Max) of the viewBox of n, zero if it has none.
func viewBox(n *node) (Box, error) {
	value, ok := n.get("viewBox")
	if !ok {
		return Box{}, nil
	}
	v, err := numbers(value)
	if err != nil {
		return Box{}, err
	}
	if len(v) != 4 || v[2] <= 0 || v[3] <= 0 {
		return Box{}, fmt.Errorf("viewBox %q is not four numbers with a width and a height", excerpt(value))
	}
	return Box{Point{v[0], v[1]}, Point{v[2], v[3]}}, nil
}

// group returns the items of the children of n, as the own part of s wraps them.
func (p *parser) group(n *node, s style, m Matrix) ([]Item, error) {
	if s.own.none {
		return nil, nil
	}
	m = m.Mul(s.own.transform)
	var items []Item
	for _, c := range n.children {
		if c.name == "" {
			continue
		}
		more, err := p.element(c, s, m)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return p.wrap(items, s, m)
}

// element returns the items of n.
func (p *parser) element(n *node, s style, m Matrix) ([]Item, error) {
	if n.foreign {
		return nil, fmt.Errorf("element <%s> is not SVG", excerpt(n.name))
	}
	switch n.name {
	case "title", "desc", "metadata", "style", "defs", "clipPath":
		return nil, nil
	case "g", "a":
		s, err := s.with(n)
		if err != nil {
			return nil, err
		}
		return p.group(n, s, m)
	case "text":
		return p.text(n, s, m)
	}
	g, ok := geometries[n.name]
	if !ok {
		return nil, fmt.Errorf("element <%s> is not supported", excerpt(n.name))
	}
	s, err := s.with(n, g.attributes...)
	if err != nil || s.own.none {
		return nil, err
	}
	path, err := g.path(p, n)
	if err != nil {
		return nil, fmt.Errorf("<%s>: %w", n.name, err)
	}
	m = m.Mul(s.own.transform)
	items, err := p.shape(path, s, m)
	if err != nil {
		return nil, fmt.Errorf("<%s>: %w", n.name, err)
	}
	return p.wrap(items, s, m)
}

// shape returns the item that paints path, if there is anything to see.
func (p *parser) shape(path Path, s style, m Matrix) ([]Item, error) {
	if p.segments += len(path); p.segments > maxSegments {
		return nil, fmt.Errorf("more than %d segments in all", maxSegments)
	}
	shape := &Shape{
		Path: path.Transform(m), Fill: s.fillPaint(), EvenOdd: s.evenOdd, Stroke: s.strokePaint(),
		StrokeFirst: s.strokeFirst,
	}
	for _, segment := range shape.Path {
		for _, q := range segment.P {
			if !near(q) {
				return nil, errors.New("a point lies too far out")
			}
		}
	}
	if len(path) == 0 || s.hidden || !shape.Fill.Visible() && !shape.Stroke.Visible() {
		return nil, nil
	}
	if shape.Stroke.Visible() {
		factor, equal := m.Scale()
		if !equal {
			return nil, errors.New("a stroke under a transform that squeezes it is not supported")
		}
		shape.Pen = s.pen.Scaled(factor)
	}
	return []Item{shape}, nil
}

// near reports whether q is a point that can be counted in pixels.
func near(q Point) bool { return math.Abs(q.X) <= farthest && math.Abs(q.Y) <= farthest }

// Scaled returns p with all its lengths times factor.
func (p Pen) Scaled(factor float64) Pen {
	p.Width *= factor
	p.Offset *= factor
	dashes := p.Dashes
	p.Dashes = nil
	for _, d := range dashes {
		p.Dashes = append(p.Dashes, d*factor)
	}
	return p
}

// wrap puts items into a group if the own part of s asks for one and it makes a difference.
func (p *parser) wrap(items []Item, s style, m Matrix) ([]Item, error) {
	var clip *Box
	if s.own.clip != "" {
		var err error
		if clip, err = p.clip(s.own.clip, m); err != nil {
			return nil, fmt.Errorf("clip-path %s: %w", excerpt(s.own.clip), err)
		}
	}
	switch {
	case len(items) == 0 || s.own.opacity == 0:
		return nil, nil
	case clip == nil && (s.own.opacity == 1 || len(items) == 1 && fade(items[0], s.own.opacity)):
		return items, nil
	}
	return []Item{&Group{s.own.opacity, clip, items}}, nil
}

// fade takes the opacity into the colour of an item that paints only once, and reports whether it does.
func fade(item Item, opacity float64) bool {
	var fill, stroke *Paint
	switch t := item.(type) {
	case *Shape:
		fill, stroke = &t.Fill, &t.Stroke
	case *Text:
		if len(t.Runs) > 1 {
			return false
		}
		fill, stroke = &t.Runs[0].Fill, &t.Runs[0].Stroke
	case *Group:
		t.Opacity *= opacity
		return true
	}
	if fill.Visible() && stroke.Visible() {
		return false
	}
	fill.Alpha *= opacity
	stroke.Alpha *= opacity
	return true
}

// clip returns the box of the clipPath with that id, in the picture.
func (p *parser) clip(id string, m Matrix) (*Box, error) {
	n := p.root.find(id)
	if n == nil || n.name != "clipPath" || n.foreign {
		return nil, errors.New("there is no such clipPath")
	}
	s, err := initial.with(n, "clipPathUnits")
	if err != nil {
		return nil, err
	}
	if units, ok := n.get("clipPathUnits"); ok && units != "userSpaceOnUse" {
		return nil, fmt.Errorf("clipPathUnits %q is not supported", excerpt(units))
	}
	m = m.Mul(s.own.transform)
	var rect *node
	for _, c := range n.children {
		switch {
		case c.name == "" || c.name == "title" || c.name == "desc":
		case c.name == "rect" && rect == nil:
			rect = c
		default:
			return nil, errors.New("only one rect is supported in a clipPath")
		}
	}
	if rect == nil {
		return nil, errors.New("there is no rect in it")
	}
	if s, err = s.with(rect, geometries["rect"].attributes...); err != nil {
		return nil, err
	}
	m = m.Mul(s.own.transform)
	path, err := p.rect(rect)
	if err != nil {
		return nil, err
	}
	if len(path) > 5 || !m.upright() {
		return nil, errors.New("only an upright rect with square corners is supported")
	}
	box := &Box{}
	if len(path) == 0 {
		return box, nil
	}
	a, b := m.Apply(path[0].P[0]), m.Apply(path[2].P[0])
	box.Min = Point{min(a.X, b.X), min(a.Y, b.Y)}
	box.Max = Point{max(a.X, b.X), max(a.Y, b.Y)}
	if !near(box.Min) || !near(box.Max) {
		return nil, errors.New("a corner lies too far out")
	}
	return box, nil
}

// collapse makes one blank of each run of blanks in text, and none of one that follows a blank (after).
func collapse(text string, after bool) (string, bool) {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(" \t\r\n", r) {
			if !after {
				b.WriteByte(' ')
			}
			after = true
			continue
		}
		b.WriteRune(r)
		after = false
	}
	return b.String(), after
}
