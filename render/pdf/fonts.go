package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"dealgraph/render/lettering"
)

// embedded is a face that goes into the file.
type embedded struct {
	face     *lettering.Face
	resource string // its name among the resources of the page
	used     map[rune]float64
}

// fonts are the faces in use, in the order in which they were met.
type fonts struct {
	list []*embedded
	by   map[*lettering.Face]*embedded // nil for those that cannot be embedded
}

func newFonts() *fonts { return &fonts{by: make(map[*lettering.Face]*embedded)} }

// of returns the font to write g with as text, nil if that cannot be.
func (f *fonts) of(g lettering.Glyph) *embedded {
	if g.Face == nil || g.Rune > 0xffff {
		return nil
	}
	e, ok := f.by[g.Face]
	if !ok {
		if embeddable(g.Face.Data) {
			e = &embedded{face: g.Face, resource: fmt.Sprintf("T%d", len(f.list)), used: make(map[rune]float64)}
			f.list = append(f.list, e)
		}
		f.by[g.Face] = e
	}
	return e
}

// width returns how wide the file says g is, in thousandths of the size, and notes that g is in use.
func (e *embedded) width(g lettering.Glyph, size float64) float64 {
	width := math.Round(g.Advance / size * 1000)
	e.used[g.Rune] = width
	return width
}

// embed adds the fonts to doc with the characters in use. To fpdf these are the ones that it has written itself, so it is
// made to write them on a template, which nobody uses.
func (f *fonts) embed(doc *fpdf.Fpdf) {
	for _, e := range f.list {
		doc.AddUTF8FontFromBytes(e.resource, "", bytes.Clone(e.face.Data)) // cutting it down may change it
		doc.CreateTemplateCustom(fpdf.PointType{}, fpdf.SizeType{Wd: 1, Ht: 1}, func(t *fpdf.Tpl) {
			t.SetFont(e.resource, "", 1)
			t.Text(0, 0, string(slices.Sorted(maps.Keys(e.used))))
		})
	}
}

// key is the name that fpdf gives e.
func (e *embedded) key() string { return "utf8" + strings.ToLower(e.resource) }

// name returns the name of e in the file: that of the face after six letters that stand for the characters in use, which
// is how PDF marks a font that has been cut down.
func (e *embedded) name() string {
	sum := sha256.Sum256([]byte(string(slices.Sorted(maps.Keys(e.used)))))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag) + "+" + e.face.Name()
}
