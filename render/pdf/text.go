package pdf

import (
	"fmt"
	"math"

	"dealgraph/render/lettering"
	"dealgraph/render/shapes"
)

// text writes a line of text: halos as outlines, letters as text where that can be.
func (w *writer) text(t *shapes.Text) error {
	for _, l := range w.letters.Lay(t) {
		r := l.Run
		if r.StrokeFirst {
			if err := w.halo(t, l); err != nil {
				return err
			}
		}
		if r.Fill.Visible() {
			if err := w.fill(t, l); err != nil {
				return err
			}
		}
		if !r.StrokeFirst {
			if err := w.halo(t, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// halo strokes the outlines of a run.
func (w *writer) halo(t *shapes.Text, l lettering.Line) error {
	if !l.Run.Stroke.Visible() {
		return nil
	}
	path, err := w.outlines(l.Glyphs, l.Run.Size)
	if err != nil {
		return err
	}
	factor, _ := t.Frame.Scale()
	w.shape(&shapes.Shape{Path: path.Transform(t.Frame), Stroke: l.Run.Stroke, Pen: l.Run.Pen.Scaled(factor)})
	return nil
}

func (w *writer) outlines(glyphs []lettering.Glyph, size float64) (shapes.Path, error) {
	var path shapes.Path
	for _, g := range glyphs {
		outline, err := w.letters.Outline(g, size)
		if err != nil {
			return nil, err
		}
		path = append(path, outline...)
	}
	return path, nil
}

// fill writes the letters of a run, stretch by stretch of what is in the same font.
func (w *writer) fill(t *shapes.Text, l lettering.Line) error {
	glyphs := l.Glyphs
	for len(glyphs) > 0 {
		f := w.fonts.of(glyphs[0])
		n := 1
		for n < len(glyphs) && w.fonts.of(glyphs[n]) == f {
			n++
		}
		if f == nil {
			path, err := w.outlines(glyphs[:n], l.Run.Size)
			if err != nil {
				return err
			}
			w.shape(&shapes.Shape{Path: path.Transform(t.Frame), Fill: l.Run.Fill})
		} else {
			w.letter(t.Frame, glyphs[:n], f, l.Run)
		}
		glyphs = glyphs[n:]
	}
	return nil
}

// letter writes glyphs of one font as text. Between two of them stands by how much the next is nearer than the width
// that the file gives the first, in thousandths of the size: kerning, and what rounded widths are off.
func (w *writer) letter(frame shapes.Matrix, glyphs []lettering.Glyph, f *embedded, r *shapes.Run) {
	w.put("q")
	w.alpha(r.Fill.Alpha)
	w.color("rg", r.Fill)
	fmt.Fprintf(&w.b, "BT /%s %s Tf\n", f.resource, digits(r.Size, 4))
	at := frame.Mul(shapes.Matrix{A: 1, D: -1, E: glyphs[0].X, F: glyphs[0].Y})
	for _, v := range []float64{at.A, at.B, at.C, at.D} {
		w.b.WriteString(digits(v, 6) + " ")
	}
	w.put("Tm", at.E, at.F)
	w.b.WriteString("[<")
	x := glyphs[0].X
	for i, g := range glyphs {
		if i > 0 {
			if gap := math.Round((x - g.X) / r.Size * 1000); gap != 0 {
				fmt.Fprintf(&w.b, ">%.0f<", gap)
				x -= gap / 1000 * r.Size
			}
		}
		fmt.Fprintf(&w.b, "%04X", g.Rune)
		x += f.width(g, r.Size) / 1000 * r.Size
	}
	w.b.WriteString(">] TJ ET\n")
	w.put("Q")
}
