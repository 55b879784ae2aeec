package lettering

import (
	"fmt"
	"maps"
	"slices"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"dealgraph/render/shapes"
)

// Glyph is a character as it is set.
type Glyph struct {
	Rune    rune
	Face    *Face // nil if no face has the character
	Index   uint16
	X, Y    float64 // where it begins on the baseline, in the frame of its text
	Advance float64 // how wide it is
}

// Line is a run of text as it is set.
type Line struct {
	Run    *shapes.Run
	Glyphs []Glyph
}

// Set sets text in Liberation Sans and further faces. It remembers what it has looked up, so it serves one goroutine.
type Set struct {
	extra   []*Face
	buffer  sfnt.Buffer
	known   map[sign]found
	missing map[rune]bool

	outlines map[drawn]shapes.Path // 1 unit to the em
}

// drawn is a glyph of a face.
type drawn struct {
	face  *Face
	index uint16
}

// sign is a character in one of the four styles, found what it looks like.
type sign struct {
	r     rune
	style int
}

type found struct {
	face    *Face
	index   sfnt.GlyphIndex
	advance float64 // in ems
}

// New returns a Set that looks into extra for what Liberation Sans lacks: TrueType or OpenType files, or
// collections, of which the first face is taken. It returns an error if one of them cannot be read.
func New(extra [][]byte) (*Set, error) {
	s := &Set{known: make(map[sign]found), missing: make(map[rune]bool), outlines: make(map[drawn]shapes.Path)}
	for i, data := range extra {
		f, err := parseFace(data)
		if err != nil {
			return nil, fmt.Errorf("font %d: %w", i+1, err)
		}
		s.extra = append(s.extra, f)
	}
	return s, nil
}

// Missing returns the characters so far that no face has, in order.
func (s *Set) Missing() []rune { return slices.Sorted(maps.Keys(s.missing)) }

// Lay sets t, with its anchor where t says. What one sees is always in the result, even if it is only boxes;
// characters that show nothing, such as joiners and control characters, are not.
func (s *Set) Lay(t *shapes.Text) []Line {
	lines := make([]Line, 0, len(t.Runs))
	x, y := t.X, t.Y
	for i := range t.Runs {
		r := &t.Runs[i]
		x += r.DX
		y += r.DY
		glyphs, end := s.run(r, x, y)
		lines = append(lines, Line{r, glyphs})
		x = end
	}
	shift := 0.0
	switch t.Anchor {
	case shapes.Middle:
		shift = (t.X - x) / 2
	case shapes.End:
		shift = t.X - x
	}
	for _, l := range lines {
		for i := range l.Glyphs {
			l.Glyphs[i].X += shift
		}
	}
	return lines
}

// run sets r from (x, y) on and returns where it ends.
func (s *Set) run(r *shapes.Run, x, y float64) (glyphs []Glyph, end float64) {
	style := 0
	if r.Bold {
		style++
	}
	if r.Italic {
		style += 2
	}
	var before found
	for _, c := range r.Text {
		if silent(c) {
			continue
		}
		f := s.find(sign{c, style})
		if f.face != nil && f.face == before.face {
			x += float64(f.face.kern(&s.buffer, before.index, f.index) * r.Size)
		}
		width := float64(f.advance * r.Size)
		glyphs = append(glyphs, Glyph{c, f.face, uint16(f.index), x, y, width})
		x += width
		before = f
	}
	return glyphs, x
}

// find returns what c looks like.
func (s *Set) find(c sign) found {
	if f, ok := s.known[c]; ok {
		return f
	}
	f := found{advance: boxWidth(c.r)}
	for _, face := range append([]*Face{liberation()[c.style]}, s.extra...) {
		if g := face.index(&s.buffer, c.r); g != 0 {
			f = found{face, g, face.advance(&s.buffer, g)}
			break
		}
	}
	if f.face == nil {
		s.missing[c.r] = true
	}
	s.known[c] = f
	return f
}

// silent reports whether r shows nothing: control and format characters, and selectors of variants.
func silent(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// boxWidth returns how wide the box for a character without a glyph is, in ems: as wide as text is measured
// elsewhere in the program, an em but for alphabets, and nothing for what combines with the sign before it.
func boxWidth(r rune) float64 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic):
		return 0.64
	}
	return 1
}

// Outline returns the outline of g in the frame of its text, for type of the given size; for a glyph without a face,
// an empty box.
func (s *Set) Outline(g Glyph, size float64) (shapes.Path, error) {
	m := shapes.Matrix{A: size, D: size, E: g.X, F: g.Y}
	if g.Face == nil {
		return box(g.Advance / size).Transform(m), nil
	}
	key := drawn{g.Face, g.Index}
	path, ok := s.outlines[key]
	if !ok {
		var err error
		if path, err = g.Face.Outline(g.Index); err != nil {
			return nil, fmt.Errorf("glyph of %q: %w", g.Rune, err)
		}
		s.outlines[key] = path
	}
	return path.Transform(m), nil
}

// box returns the frame that stands for a missing glyph of that width, in ems; none if it has no width.
func box(width float64) shapes.Path {
	if width <= 0 {
		return nil
	}
	const gap, high, thick = 0.08, 0.72, 0.05
	corners := func(x0, y0, x1, y1 float64) shapes.Path {
		at := func(op shapes.Op, x, y float64) shapes.Segment {
			return shapes.Segment{Op: op, P: [3]shapes.Point{{X: x, Y: y}}}
		}
		return shapes.Path{
			at(shapes.MoveTo, x0, y0), at(shapes.LineTo, x1, y0), at(shapes.LineTo, x1, y1), at(shapes.LineTo, x0, y1),
			{Op: shapes.Close},
		}
	}
	outer := corners(gap, 0, width-gap, -high)
	return append(outer, corners(gap+thick, -high+thick, width-gap-thick, -thick)...) // the other way round: a hole
}
