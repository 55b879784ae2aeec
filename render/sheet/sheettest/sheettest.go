// Package sheettest holds the laws of every figure, for the tests of those who draw one: what its markup may have, and that its
// text can be read.
package sheettest

import (
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealgraph/render/typeset"
)

// Tag is an element of a picture with its text.
type Tag struct {
	Name   string
	Attrs  map[string]string
	Text   string
	Turn   [6]float64 // the transforms of it and those around it: x' = a·x + c·y + e, y' = b·x + d·y + f
	Parent *Tag
	Around []*Tag // from the root to the parent
}

// Has reports whether t is of a class.
func (t *Tag) Has(class string) bool { return slices.Contains(strings.Fields(t.Attrs["class"]), class) }

// In reports whether t is in an element of that class that stands for that id.
func (t *Tag) In(class, id string) bool {
	return slices.ContainsFunc(t.Around, func(o *Tag) bool { return o.Has(class) && o.Attrs["data-id"] == id })
}

// Num is an attribute as a number, 0 if it is none.
func (t *Tag) Num(name string) float64 {
	v, err := strconv.ParseFloat(t.Attrs[name], 64)
	if err != nil {
		return 0
	}
	return v
}

// At is where a point of t is in the picture.
func (t *Tag) At(x, y float64) [2]float64 {
	m := t.Turn
	return [2]float64{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

var transform = regexp.MustCompile(`(translate|rotate)\(([^ )]+)(?: ([^ )]+))?\)`)

func turned(m [6]float64, value string) [6]float64 {
	for _, s := range transform.FindAllStringSubmatch(value, -1) {
		a, _ := strconv.ParseFloat(s[2], 64)
		b, _ := strconv.ParseFloat(s[3], 64)
		n := [6]float64{1, 0, 0, 1, a, b}
		if s[1] == "rotate" {
			sin, cos := math.Sincos(a * math.Pi / 180)
			n = [6]float64{cos, sin, -sin, cos, 0, 0}
		}
		m = [6]float64{
			m[0]*n[0] + m[2]*n[1], m[1]*n[0] + m[3]*n[1], m[0]*n[2] + m[2]*n[3], m[1]*n[2] + m[3]*n[3],
			m[0]*n[4] + m[2]*n[5] + m[4], m[1]*n[4] + m[3]*n[5] + m[5],
		}
	}
	return m
}

// Parse lists the elements of an SVG file, in the order they begin.
func Parse(t testing.TB, out string) []*Tag {
	t.Helper()
	var all, open []*Tag
	decoder := xml.NewDecoder(strings.NewReader(out))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := &Tag{Name: x.Name.Local, Attrs: map[string]string{}, Turn: [6]float64{1, 0, 0, 1, 0, 0}}
			if len(open) > 0 {
				e.Parent = open[len(open)-1]
				e.Turn, e.Around = e.Parent.Turn, slices.Clone(open)
			}
			for _, a := range x.Attr {
				if _, twice := e.Attrs[a.Name.Local]; twice {
					t.Errorf("attribute %s stands twice in <%s>", a.Name.Local, e.Name)
				}
				e.Attrs[a.Name.Local] = a.Value
			}
			e.Turn = turned(e.Turn, e.Attrs["transform"])
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].Text += string(x)
			}
		default:
			t.Errorf("unexpected %T", x)
		}
	}
}

// elements and attributes that may occur.
var (
	mayElements = []string{"svg", "title", "desc", "metadata", "style", "rect", "g", "path", "polygon", "polyline", "circle", "line", "text"}
	mayAttrs    = []string{
		"xmlns", "id", "class", "width", "height", "viewBox", "role", "aria-labelledby", "font-family", "font-size", "font-weight",
		"font-style", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "x", "y",
		"x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "points", "transform", "text-anchor", "lang",
		"data-id", "data-kind", "data-certainty", "data-from", "data-to", "data-cycles", "data-cycle", "data-for", "data-party",
		"data-width", "data-height", "data-full-value", "data-full-radius", "data-full-amount",
	}
)

// CheckMarkup: only harmless elements, ids that are unique and begin with the figure's, a role, a title, a description, no
// characters that turn or hide text.
func CheckMarkup(t testing.TB, out string, all []*Tag) {
	t.Helper()
	for _, bad := range []string{"<script", "<!", "<?", "foreignObject", "href", "url(", "@import", "\u202e", "\u2066", "\x01", "NaN", "Inf"} {
		if strings.Contains(out, bad) {
			t.Errorf("the file contains %q", bad)
		}
	}
	root := all[0]
	if root.Name != "svg" || root.Attrs["role"] != "img" || all[1].Name != "title" || all[2].Name != "desc" || all[1].Text == "" || all[2].Text == "" {
		t.Errorf("the file begins with <%s role=%q>, <%s>%s, <%s>%s", root.Name, root.Attrs["role"], all[1].Name, all[1].Text, all[2].Name, all[2].Text)
	}
	if want := all[1].Attrs["id"] + " " + all[2].Attrs["id"]; root.Attrs["aria-labelledby"] != want {
		t.Errorf("aria-labelledby is %q, want %q", root.Attrs["aria-labelledby"], want)
	}
	seen := map[string]bool{}
	for _, e := range all {
		if !slices.Contains(mayElements, e.Name) {
			t.Errorf("element <%s>", e.Name)
		}
		for name := range e.Attrs {
			if !slices.Contains(mayAttrs, name) {
				t.Errorf("attribute %s of <%s>", name, e.Name)
			}
		}
		if id := e.Attrs["id"]; id != "" {
			if seen[id] || !strings.HasPrefix(id, root.Attrs["id"]) || !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`).MatchString(id) {
				t.Errorf("id %q is not new, not prefixed, or not plain", id)
			}
			seen[id] = true
		}
	}
}

// Outline is the four corners of a line of text.
func (t *Tag) Outline() [4][2]float64 {
	size := t.Num("font-size")
	w := typeset.Width(t.Text, size, t.Attrs["font-weight"] == "bold")
	x, y := t.Num("x"), t.Num("y")
	switch t.Attrs["text-anchor"] {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	high, low := y-0.72*size, y+0.18*size
	return [4][2]float64{t.At(x, high), t.At(x+w, high), t.At(x+w, low), t.At(x, low)}
}

// overlap is how deep two outlines lie in each other, along the direction in which it is least.
func overlap(a, b [4][2]float64) float64 {
	for k := range 2 { // most are far apart
		if min(a[0][k], a[1][k], a[2][k], a[3][k]) > max(b[0][k], b[1][k], b[2][k], b[3][k]) || max(a[0][k], a[1][k], a[2][k], a[3][k]) < min(b[0][k], b[1][k], b[2][k], b[3][k]) {
			return 0
		}
	}
	least := math.Inf(1)
	for _, q := range [][4][2]float64{a, b} {
		for i := range 2 {
			dx, dy := q[i+1][0]-q[i][0], q[i+1][1]-q[i][1]
			l := math.Hypot(dx, dy)
			if l == 0 {
				return 0
			}
			span := func(o [4][2]float64) (low, high float64) {
				low, high = math.Inf(1), math.Inf(-1)
				for _, c := range o {
					v := (c[0]*dx + c[1]*dy) / l
					low, high = min(low, v), max(high, v)
				}
				return low, high
			}
			a0, a1 := span(a)
			b0, b1 := span(b)
			least = min(least, min(a1, b1)-max(a0, b0))
		}
	}
	return least
}

// CheckTexts: no text leaves the picture, and none covers another; those that apart names (nil: none) may, since somebody else
// answers for them.
func CheckTexts(t testing.TB, all []*Tag, apart func(*Tag) bool) {
	t.Helper()
	width, height := all[0].Num("width"), all[0].Num("height")
	var before []*Tag
	var outlines [][4][2]float64
	for _, e := range all {
		if e.Name != "text" || e.Attrs["fill"] == "none" || e.Text == "" { // the border under a text
			continue
		}
		o := e.Outline()
		for _, c := range o {
			if c[0] < 0 || c[0] > width || c[1] < 0 || c[1] > height {
				t.Errorf("text %.60q at (%.0f, %.0f) leaves the picture of %v × %v", e.Text, c[0], c[1], width, height)
				break
			}
		}
		if apart != nil && apart(e) {
			continue
		}
		for i, f := range before {
			if depth := overlap(o, outlines[i]); depth > 0.6 {
				t.Errorf("text %.60q covers %.60q by %.1f", e.Text, f.Text, depth)
			}
		}
		before, outlines = append(before, e), append(outlines, o)
	}
}
