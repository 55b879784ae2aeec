package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/lettering"
	"dealgraph/render/shapes"
)

// writer writes the operators of a page. Its coordinates are those of the picture, with y down.
type writer struct {
	pic     *shapes.Picture
	letters *lettering.Set
	fonts   *fonts
	b       bytes.Buffer
	alphas  []float64 // in use, other than 1
	forms   [][]byte  // the operators of the transparency groups
}

// number writes v to a hundredth, a thirtieth of what a printer resolves.
func number(v float64) string { return digits(v, 2) }

// digits writes v with so many digits after the point, but no needless ones. PDF knows no exponents.
func digits(v float64, n int) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', n, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// put writes numbers and an operator.
func (w *writer) put(operator string, v ...float64) {
	for _, n := range v {
		w.b.WriteString(number(n))
		w.b.WriteByte(' ')
	}
	w.b.WriteString(operator)
	w.b.WriteByte('\n')
}

func (w *writer) items(items []shapes.Item) error {
	for _, item := range items {
		var err error
		switch t := item.(type) {
		case *shapes.Shape:
			w.shape(t)
		case *shapes.Text:
			err = w.text(t)
		case *shapes.Group:
			err = w.group(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// group writes a group. One with an opacity becomes a form, since it is to be painted on its own.
func (w *writer) group(g *shapes.Group) error {
	w.put("q")
	if c := g.Clip; c != nil {
		w.put("re W n", c.Min.X, c.Min.Y, c.Max.X-c.Min.X, c.Max.Y-c.Min.Y)
	}
	if g.Opacity == 1 {
		if err := w.items(g.Items); err != nil {
			return err
		}
		w.put("Q")
		return nil
	}
	outer := w.b
	w.b = bytes.Buffer{}
	err := w.items(g.Items)
	inner := w.b
	w.b = outer
	if err != nil {
		return err
	}
	w.forms = append(w.forms, inner.Bytes())
	w.alpha(g.Opacity)
	fmt.Fprintf(&w.b, "/X%d Do\n", len(w.forms))
	w.put("Q")
	return nil
}

// alpha sets the opacity. Each caller restores the state, in which it is 1.
func (w *writer) alpha(v float64) {
	if v >= 1 {
		return
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', 3, 64), 64) // as fpdf writes it
	i := slices.Index(w.alphas, v)
	if i < 0 {
		i = len(w.alphas)
		w.alphas = append(w.alphas, v)
	}
	fmt.Fprintf(&w.b, "/GS%d gs\n", i+1)
}

// shape writes a path and how it is painted: in one go if fill and stroke have the same opacity and order.
func (w *writer) shape(s *shapes.Shape) {
	fill, stroke := s.Fill.Visible(), s.Stroke.Visible()
	if fill && stroke && s.StrokeFirst {
		w.paint(s, false, true)
		w.paint(s, true, false)
		return
	}
	if fill && stroke && (s.Fill.Alpha != 1 || s.Stroke.Alpha != 1) { // one after the other, as in SVG
		w.paint(s, true, false)
		w.paint(s, false, true)
		return
	}
	if fill || stroke {
		w.paint(s, fill, stroke)
	}
}

func (w *writer) paint(s *shapes.Shape, fill, stroke bool) {
	w.put("q")
	operator := "f"
	if s.EvenOdd {
		operator = "f*"
	}
	if fill {
		w.alpha(s.Fill.Alpha)
		w.color("rg", s.Fill)
	}
	if stroke {
		w.alpha(s.Stroke.Alpha)
		w.color("RG", s.Stroke)
		w.pen(s.Pen)
		operator = "S"
		if fill && s.EvenOdd {
			operator = "B*"
		} else if fill {
			operator = "B"
		}
	}
	w.path(s.Path)
	w.put(operator)
	w.put("Q")
}

func (w *writer) color(operator string, p shapes.Paint) {
	for _, v := range []uint8{p.R, p.G, p.B} {
		w.b.WriteString(digits(float64(v)/255, 4) + " ")
	}
	w.put(operator)
}

func (w *writer) pen(p shapes.Pen) {
	w.put("w", max(p.Width, 0.01)) // 0 would be the thinnest line there is
	if p.Cap != shapes.Butt {
		w.put("J", float64(p.Cap)) // the numbers of shapes are those of PDF
	}
	if p.Join != shapes.Miter {
		w.put("j", float64(p.Join))
	} else {
		w.put("M", p.MiterLimit)
	}
	sum := 0.0
	for _, d := range p.Dashes {
		sum += d
	}
	if sum >= 0.05 { // finer ones look like a full line, and a pattern of noughts is an error
		w.b.WriteByte('[')
		for _, d := range p.Dashes {
			w.b.WriteString(number(d) + " ")
		}
		w.b.WriteString("] ")
		w.put("d", p.Offset)
	}
}

func (w *writer) path(path shapes.Path) {
	for _, s := range path {
		p := s.P
		switch s.Op {
		case shapes.MoveTo:
			w.put("m", p[0].X, p[0].Y)
		case shapes.LineTo:
			w.put("l", p[0].X, p[0].Y)
		case shapes.CubicTo:
			w.put("c", p[0].X, p[0].Y, p[1].X, p[1].Y, p[2].X, p[2].Y)
		case shapes.Close:
			w.put("h")
		}
	}
}
