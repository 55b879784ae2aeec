package lettering

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansbolditalic"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"dealgraph/render/shapes"
)

// Face is a typeface in one weight and slope. It may be used by several goroutines at once.
type Face struct {
	// Data is the file of the face.
	Data []byte

	font *sfnt.Font
	em   fixed.Int26_6 // units per em; as a size it makes the results of sfnt units of the face
}

// maxFace is how large a face of the caller may be, in bytes.
const maxFace = 128 << 20

// parseFace reads a TrueType or OpenType file, or the first face of a collection.
func parseFace(data []byte) (*Face, error) {
	if len(data) == 0 || len(data) > maxFace {
		return nil, fmt.Errorf("%d bytes are not between 1 and %d", len(data), maxFace)
	}
	c, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, err
	}
	f, err := c.Font(0)
	if err != nil {
		return nil, err
	}
	if f.UnitsPerEm() <= 0 {
		return nil, errors.New("the face has no size")
	}
	return &Face{Data: data, font: f, em: fixed.Int26_6(f.UnitsPerEm())}, nil
}

// liberation returns the four faces that are part of the program: 1 is added for bold, 2 for italic.
var liberation = sync.OnceValue(func() [4]*Face {
	var out [4]*Face
	for i, data := range [][]byte{
		liberationsansregular.TTF, liberationsansbold.TTF, liberationsansitalic.TTF, liberationsansbolditalic.TTF,
	} {
		f, err := parseFace(data)
		if err != nil {
			panic("lettering: a face of the program cannot be read: " + err.Error())
		}
		out[i] = f
	}
	return out
})

// Outline returns the outline of a glyph, 1 unit to the em, with the baseline at y = 0 and y going down. Blanks
// have an empty one.
func (f *Face) Outline(glyph uint16) (shapes.Path, error) {
	var b sfnt.Buffer
	segments, err := f.font.LoadGlyph(&b, sfnt.GlyphIndex(glyph), f.em, nil)
	if err != nil {
		return nil, err
	}
	return pathOf(segments, float64(f.em)), nil
}

func pathOf(segments sfnt.Segments, em float64) shapes.Path {
	point := func(p fixed.Point26_6) shapes.Point {
		return shapes.Point{X: float64(p.X) / em, Y: float64(p.Y) / em}
	}
	var path shapes.Path
	var at shapes.Point
	add := func(op shapes.Op, p ...shapes.Point) {
		s := shapes.Segment{Op: op}
		copy(s.P[:], p)
		path = append(path, s)
	}
	for _, s := range segments {
		p := [3]shapes.Point{point(s.Args[0]), point(s.Args[1]), point(s.Args[2])}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(path) > 0 {
				add(shapes.Close)
			}
			add(shapes.MoveTo, p[0])
			at = p[0]
		case sfnt.SegmentOpLineTo:
			add(shapes.LineTo, p[0])
			at = p[0]
		case sfnt.SegmentOpQuadTo:
			add(shapes.CubicTo, third(at, p[0]), third(p[1], p[0]), p[1])
			at = p[1]
		case sfnt.SegmentOpCubeTo:
			add(shapes.CubicTo, p[:]...)
			at = p[2]
		}
	}
	if len(path) > 0 {
		add(shapes.Close)
	}
	return path
}

// third returns the point two thirds of the way from an end of a quadratic curve to its control point.
func third(end, control shapes.Point) shapes.Point {
	return shapes.Point{X: end.X + float64((control.X-end.X)*2/3), Y: end.Y + float64((control.Y-end.Y)*2/3)}
}

// index returns the glyph of r, 0 if f has none that can be drawn as an outline.
func (f *Face) index(b *sfnt.Buffer, r rune) sfnt.GlyphIndex {
	g, err := f.font.GlyphIndex(b, r)
	if err != nil || g == 0 {
		return 0
	}
	if _, err := f.font.LoadGlyph(b, g, f.em, nil); err != nil {
		return 0
	}
	return g
}

// advance returns how far the next glyph is from g, in ems.
func (f *Face) advance(b *sfnt.Buffer, g sfnt.GlyphIndex) float64 {
	a, err := f.font.GlyphAdvance(b, g, f.em, font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(a) / float64(f.em)
}

// kern returns by how much the space between g and h grows, in ems.
func (f *Face) kern(b *sfnt.Buffer, g, h sfnt.GlyphIndex) float64 {
	k, err := f.font.Kern(b, g, h, f.em, font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(k) / float64(f.em)
}

// Name returns the PostScript name of f, of letters, digits and hyphens, such as LiberationSans-Bold.
func (f *Face) Name() string {
	var b sfnt.Buffer
	name, err := f.font.Name(&b, sfnt.NameIDPostScript)
	if err != nil {
		name = ""
	}
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, name)
	return cmp.Or(name[:min(len(name), 63)], "Font")
}
