package chart_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealgraph/render/chart"
	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// families are the figures that the laws hold for: a family for each kind, by name. Each has an ordinary figure, an empty one,
// one with a single row, a large one, one of which nothing is known, and one whose words mean harm.
func families() []map[string]figure.Figure {
	return []map[string]figure.Figure{barFigures(), waterfallFigures(), lineFigures(), matrixFigures(), timelineFigures(), flowFigures()}
}

// Words that mean harm, and long ones.
const (
	hostileText = "</text><script>alert(1)</script> javascript:x \u202egnp.exe\x01 & \"'>"
	chineseText = "深圳市腾讯计算机系统有限公司与中国国际金融股份有限公司"
)

var longText = strings.Repeat("Wilhelmina Worldwide ", 15) // 315 characters

func TestLaws(t *testing.T) {
	for _, family := range families() {
		for _, name := range slices.Sorted(maps.Keys(family)) {
			for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark, sheet.Auto} {
				t.Run(name+" "+string(theme), func(t *testing.T) {
					out := picture(t, family[name], theme)
					if !bytes.Equal(out, picture(t, family[name], theme)) {
						t.Error("drawn twice, the pictures differ")
					}
					all := parse(t, string(out))
					checkMarkup(t, string(out), all)
					if theme == sheet.Light { // places do not depend on colours
						checkTexts(t, all)
						checkCanvas(t, all)
					}
				})
			}
		}
	}
}

func TestDrawRefuses(t *testing.T) {
	if _, err := chart.Draw(figure.Matrix{}, chart.Options{Theme: "pink"}); err == nil {
		t.Error("an unknown theme is drawn")
	}
	bad := figure.Matrix{Cells: []figure.MatrixCell{{From: "a", To: "b"}}}
	if _, err := chart.Draw(bad, chart.Options{}); err == nil {
		t.Error("a figure that does not pass its check is drawn")
	}
}

// picture is the file of a figure, draw its elements.
func picture(t *testing.T, f figure.Figure, theme sheet.Theme) []byte {
	t.Helper()
	out, err := chart.Draw(f, chart.Options{Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func draw(t *testing.T, f figure.Figure) []*tag {
	t.Helper()
	return parse(t, string(picture(t, f, sheet.Light)))
}

// texts are the lines of text within elements of a class, or all, each with a stroke behind it.
func texts(all []*tag, class string) string {
	var b strings.Builder
	for _, e := range all {
		if e.name == "text" && e.attrs["fill"] != "none" && (class == "" || slices.ContainsFunc(e.around, func(o *tag) bool { return o.has(class) })) {
			b.WriteString(e.text + "|")
		}
	}
	return b.String()
}

// tag is an element of a picture with its text.
type tag struct {
	name   string
	attrs  map[string]string
	text   string
	turn   [6]float64 // the transforms of it and those around it: x' = a·x + c·y + e, y' = b·x + d·y + f
	parent *tag
	around []*tag // from the root to the parent
}

func (t *tag) has(class string) bool { return slices.Contains(strings.Fields(t.attrs["class"]), class) }

// in reports whether t is in an element of that class that stands for that id.
func (t *tag) in(class, id string) bool {
	return slices.ContainsFunc(t.around, func(o *tag) bool { return o.has(class) && o.attrs["data-id"] == id })
}

func (t *tag) num(name string) float64 {
	v, err := strconv.ParseFloat(t.attrs[name], 64)
	if err != nil {
		return 0
	}
	return v
}

// at is where a point of t is in the picture.
func (t *tag) at(x, y float64) [2]float64 {
	m := t.turn
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

// parse lists the elements of an SVG file, in the order they begin.
func parse(t *testing.T, out string) []*tag {
	t.Helper()
	var all, open []*tag
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
			e := &tag{name: x.Name.Local, attrs: map[string]string{}, turn: [6]float64{1, 0, 0, 1, 0, 0}}
			if len(open) > 0 {
				e.parent = open[len(open)-1]
				e.turn, e.around = e.parent.turn, slices.Clone(open)
			}
			for _, a := range x.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Errorf("attribute %s stands twice in <%s>", a.Name.Local, e.name)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			e.turn = turned(e.turn, e.attrs["transform"])
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(x)
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
		"x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "points", "transform", "text-anchor", "lang", "data-id", "data-kind", "data-certainty",
	}
)

// checkMarkup: only harmless elements, ids that are unique and begin with the figure's, a role, a title, a description, no
// characters that turn or hide text.
func checkMarkup(t *testing.T, out string, all []*tag) {
	t.Helper()
	for _, bad := range []string{"<script", "<!", "<?", "foreignObject", "href", "url(", "@import", "\u202e", "\u2066", "\x01", "NaN", "Inf"} {
		if strings.Contains(out, bad) {
			t.Errorf("the file contains %q", bad)
		}
	}
	root := all[0]
	if root.name != "svg" || root.attrs["role"] != "img" || all[1].name != "title" || all[2].name != "desc" || all[1].text == "" || all[2].text == "" {
		t.Errorf("the file begins with <%s role=%q>, <%s>%s, <%s>%s", root.name, root.attrs["role"], all[1].name, all[1].text, all[2].name, all[2].text)
	}
	if want := all[1].attrs["id"] + " " + all[2].attrs["id"]; root.attrs["aria-labelledby"] != want {
		t.Errorf("aria-labelledby is %q, want %q", root.attrs["aria-labelledby"], want)
	}
	seen := map[string]bool{}
	for _, e := range all {
		if !slices.Contains(mayElements, e.name) {
			t.Errorf("element <%s>", e.name)
		}
		for name := range e.attrs {
			if !slices.Contains(mayAttrs, name) {
				t.Errorf("attribute %s of <%s>", name, e.name)
			}
		}
		if id := e.attrs["id"]; id != "" {
			if seen[id] || !strings.HasPrefix(id, root.attrs["id"]) || !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`).MatchString(id) {
				t.Errorf("id %q is not new, not prefixed, or not plain", id)
			}
			seen[id] = true
		}
	}
}

// outline is the four corners of a line of text.
func (t *tag) outline() [4][2]float64 {
	size := t.num("font-size")
	w := typeset.Width(t.text, size, t.attrs["font-weight"] == "bold")
	x, y := t.num("x"), t.num("y")
	switch t.attrs["text-anchor"] {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	high, low := y-0.72*size, y+0.18*size
	return [4][2]float64{t.at(x, high), t.at(x+w, high), t.at(x+w, low), t.at(x, low)}
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

// checkTexts: no text leaves the picture, and none covers another.
func checkTexts(t *testing.T, all []*tag) {
	t.Helper()
	width, height := all[0].num("width"), all[0].num("height")
	var before []*tag
	var outlines [][4][2]float64
	for _, e := range all {
		if e.name != "text" || e.attrs["fill"] == "none" || e.text == "" { // the border under a text
			continue
		}
		o := e.outline()
		for _, c := range o {
			if c[0] < 0 || c[0] > width || c[1] < 0 || c[1] > height {
				t.Errorf("text %.60q at (%.0f, %.0f) leaves the picture of %v × %v", e.text, c[0], c[1], width, height)
				break
			}
		}
		for i, f := range before {
			if depth := overlap(o, outlines[i]); depth > 0.6 {
				t.Errorf("text %.60q covers %.60q by %.1f", e.text, f.text, depth)
			}
		}
		before, outlines = append(before, e), append(outlines, o)
	}
}

// checkCanvas: no mark leaves the picture.
func checkCanvas(t *testing.T, all []*tag) {
	t.Helper()
	width, height := all[0].num("width"), all[0].num("height")
	for _, e := range all {
		var x0, x1, y0, y1 float64
		switch e.name {
		case "rect":
			x0, y0 = e.num("x"), e.num("y")
			x1, y1 = x0+e.num("width"), y0+e.num("height")
			if e.num("width") < 0 || e.num("height") < 0 {
				t.Errorf("a rectangle of %s × %s", e.attrs["width"], e.attrs["height"])
			}
		case "circle":
			x0, x1, y0, y1 = e.num("cx")-e.num("r"), e.num("cx")+e.num("r"), e.num("cy")-e.num("r"), e.num("cy")+e.num("r")
			if e.num("r") < 0 {
				t.Errorf("a circle of radius %s", e.attrs["r"])
			}
		case "line":
			x0, x1, y0, y1 = min(e.num("x1"), e.num("x2")), max(e.num("x1"), e.num("x2")), min(e.num("y1"), e.num("y2")), max(e.num("y1"), e.num("y2"))
		default:
			continue
		}
		if x0 < 0 || x1 > width || y0 < 0 || y1 > height {
			t.Errorf("<%s> from (%.1f, %.1f) to (%.1f, %.1f) leaves the picture of %v × %v", e.name, x0, y0, x1, y1, width, height)
		}
	}
}

// frame is a frame with all its words.
func frame(id string) figure.Frame {
	return figure.Frame{ID: id, Title: "Title of " + id, Subtitle: "Subtitle", Caption: "Caption.", Source: "basis=headline as-of=2026-07-03", AltText: "In words.",
		Dropped: []string{"3 deals worth $1bn"}, Notes: []string{"an estimate"}}
}

// hostileFrame is one whose words mean harm.
func hostileFrame(id string) figure.Frame {
	return figure.Frame{ID: id + `" onload="alert(1)`, Lang: `en" onload="x`, Title: longText + hostileText, Subtitle: hostileText + longText, Caption: hostileText,
		Source: chineseText, AltText: hostileText, Dropped: []string{hostileText, longText}, Notes: []string{hostileText}, NotDrawn: hostileText}
}
