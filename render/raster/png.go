package raster

import (
	"errors"
	"fmt"
	"math"

	"dealgraph/render/lettering"
	"dealgraph/render/shapes"
)

// Options says how to draw. The zero value draws one pixel to the unit.
type Options struct {
	// Scale is how many pixels a unit of the picture gets: 2 for high resolution. 0 is 1.
	Scale float64
	// Fonts are TrueType or OpenType files, asked in this order for characters that Liberation Sans lacks. Of a
	// collection the first face is taken.
	Fonts [][]byte
	// Text goes into the file as text that viewers do not show.
	Text []Chunk
}

// MaxPixels is how many pixels a picture may have.
const MaxPixels = 100_000_000

// maxLayers is how many pixels there may be in a picture and the layers of nested groups, together.
const maxLayers = 4 * MaxPixels

// PNG draws a picture. It also returns the characters that no font has, in order, for which empty boxes are drawn.
//
// It returns an error for a picture that package shapes cannot read, one of more than [MaxPixels] pixels, a font
// that cannot be read, or a chunk that cannot be written. A map of 1500 × 1400 pixels takes a tenth of a second.
func PNG(svg []byte, o Options) (file []byte, missing []rune, err error) {
	pic, err := shapes.Parse(svg)
	if err != nil {
		return nil, nil, err
	}
	p, err := newPainter(pic, o)
	if err != nil {
		return nil, nil, fmt.Errorf("png: %w", err)
	}
	if err := p.items(pic.Items, p.canvas, p.scan.clip); err != nil {
		return nil, nil, fmt.Errorf("png: %w", err)
	}
	if file, err = p.canvas.encode(o.Text); err != nil {
		return nil, nil, fmt.Errorf("png: %w", err)
	}
	return file, p.letters.Missing(), nil
}

// painter paints items on canvases of one size.
type painter struct {
	scale   float64
	size    shapes.Point // of the picture, in its units
	canvas  *canvas
	scan    *scan
	letters *lettering.Set
	layers  []*canvas // by depth of groups
	depth   int
}

func newPainter(pic *shapes.Picture, o Options) (*painter, error) {
	scale := o.Scale
	if scale == 0 {
		scale = 1
	}
	if !(scale > 0 && scale <= 100) {
		return nil, fmt.Errorf("scale %g is not between 0 and 100", scale)
	}
	width, height := math.Ceil(pic.Width*scale-1e-6), math.Ceil(pic.Height*scale-1e-6)
	if width < 1 || height < 1 {
		return nil, errors.New("the picture is smaller than a pixel")
	}
	if width*height > MaxPixels {
		return nil, fmt.Errorf("%.0f × %.0f pixels are more than %d; choose a smaller scale", width, height, MaxPixels)
	}
	letters, err := lettering.New(o.Fonts)
	if err != nil {
		return nil, err
	}
	w, h := int(width), int(height)
	return &painter{
		scale: scale, size: shapes.Point{X: pic.Width, Y: pic.Height}, canvas: newCanvas(w, h), scan: newScan(w, h),
		letters: letters,
	}, nil
}

// pixel returns where q is in pixels. A point on the right or lower edge of the picture lies on the edge of the canvas,
// so that a background reaches it even if the last pixel is not a whole one.
func (p *painter) pixel(q shapes.Point) shapes.Point {
	r := shapes.Point{X: float64(q.X * p.scale), Y: float64(q.Y * p.scale)}
	if q.X == p.size.X {
		r.X = float64(p.canvas.width)
	}
	if q.Y == p.size.Y {
		r.Y = float64(p.canvas.height)
	}
	return r
}

// items paints items on c, within clip.
func (p *painter) items(items []shapes.Item, c *canvas, clip window) error {
	for _, item := range items {
		var err error
		p.scan.clip = clip
		switch t := item.(type) {
		case *shapes.Shape:
			err = p.shape(t, c)
		case *shapes.Text:
			err = p.text(t, c)
		case *shapes.Group:
			err = p.group(t, c, clip)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// group paints g, on a layer of its own unless it is opaque.
func (p *painter) group(g *shapes.Group, c *canvas, clip window) error {
	if g.Clip != nil {
		a, b := p.pixel(g.Clip.Min), p.pixel(g.Clip.Max)
		round := func(v float64) int { return int(math.Floor(v + 0.5)) }
		clip = clip.intersect(window{round(a.X), round(a.Y), round(b.X), round(b.Y)})
	}
	if g.Opacity == 1 {
		return p.items(g.Items, c, clip)
	}
	if p.depth == len(p.layers) {
		if (p.depth+2)*c.width*c.height > maxLayers {
			return fmt.Errorf("groups with an opacity are nested %d deep in a picture so large", p.depth+1)
		}
		p.layers = append(p.layers, newCanvas(c.width, c.height))
	}
	layer := p.layers[p.depth]
	p.depth++
	err := p.items(g.Items, layer, clip)
	p.depth--
	c.lay(layer, g.Opacity)
	return err
}

func (p *painter) shape(s *shapes.Shape, c *canvas) error {
	lines := flatten(s.Path.Map(p.pixel))
	if s.StrokeFirst {
		if err := p.stroke(lines, s.Stroke, s.Pen.Scaled(p.scale), c); err != nil {
			return err
		}
	}
	p.fill(lines, s.Fill, s.EvenOdd, c)
	if s.StrokeFirst {
		return nil
	}
	return p.stroke(lines, s.Stroke, s.Pen.Scaled(p.scale), c)
}

func (p *painter) fill(lines []polyline, paint shapes.Paint, evenOdd bool, c *canvas) {
	if !paint.Visible() {
		return
	}
	for _, l := range lines {
		p.scan.polygon(l.points)
	}
	p.sweep(paint, evenOdd, c)
}

// stroke draws lines with a pen.
func (p *painter) stroke(lines []polyline, paint shapes.Paint, pen shapes.Pen, c *canvas) error {
	if !paint.Visible() {
		return nil
	}
	if err := stroke(lines, pen, p.scan.polygon); err != nil {
		return err
	}
	p.sweep(paint, false, c)
	return nil
}

func (p *painter) sweep(paint shapes.Paint, evenOdd bool, c *canvas) {
	p.scan.sweep(evenOdd, func(y, x0, x1 int, part uint32) { c.span(y, x0, x1, part, paint) })
}

// text paints the glyphs of each run as one shape.
func (p *painter) text(t *shapes.Text, c *canvas) error {
	factor, _ := t.Frame.Scale()
	for _, l := range p.letters.Lay(t) {
		var path shapes.Path
		for _, g := range l.Glyphs {
			outline, err := p.letters.Outline(g, l.Run.Size)
			if err != nil {
				return err
			}
			path = append(path, outline...)
		}
		s := &shapes.Shape{
			Path: path.Transform(t.Frame), Fill: l.Run.Fill, Stroke: l.Run.Stroke, Pen: l.Run.Pen.Scaled(factor),
			StrokeFirst: l.Run.StrokeFirst,
		}
		if err := p.shape(s, c); err != nil {
			return err
		}
	}
	return nil
}
