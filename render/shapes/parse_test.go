package shapes

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var near6 = cmpopts.EquateApprox(0, 1e-6)

// picture parses what stands in a picture of 100 × 100.
func picture(t *testing.T, inner string) *Picture {
	t.Helper()
	p, err := Parse([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">` + inner + `</svg>`))
	if err != nil {
		t.Fatalf("%s: %v", inner, err)
	}
	return p
}

// one returns the only item of what stands in a picture.
func one[T Item](t *testing.T, inner string) T {
	t.Helper()
	items := picture(t, inner).Items
	if len(items) != 1 {
		t.Fatalf("%s: %d items, want 1", inner, len(items))
	}
	item, ok := items[0].(T)
	if !ok {
		t.Fatalf("%s is a %T", inner, items[0])
	}
	return item
}

func m(x, y float64) Segment { return Segment{MoveTo, [3]Point{{x, y}}} }
func l(x, y float64) Segment { return Segment{LineTo, [3]Point{{x, y}}} }
func c(x0, y0, x1, y1, x, y float64) Segment {
	return Segment{CubicTo, [3]Point{{x0, y0}, {x1, y1}, {x, y}}}
}

var z = Segment{Op: Close}

func TestPaths(t *testing.T) {
	const k = 0.5522847498307936
	for svg, want := range map[string]Path{
		`<rect x="1" y="2" width="3" height="4"/>`:                           {m(1, 2), l(4, 2), l(4, 6), l(1, 6), z},
		`<rect width="50%" height="10%"/>`:                                   {m(0, 0), l(50, 0), l(50, 10), l(0, 10), z},
		`<line x1="1" y1="2" x2="3" y2="4" stroke="red"/>`:                   {m(1, 2), l(3, 4)},
		`<polyline points="1,2 3,4,5 6"/>`:                                   {m(1, 2), l(3, 4), l(5, 6)},
		`<polygon points="1 2 3 4 5 6"/>`:                                    {m(1, 2), l(3, 4), l(5, 6), z},
		`<path d="M1 2L3 4 5 6H7V8z"/>`:                                      {m(1, 2), l(3, 4), l(5, 6), l(7, 6), l(7, 8), z},
		`<path d="m1 2 3 4l5-6h.5v-.5Zl1 1"/>`:                               {m(1, 2), l(4, 6), l(9, 0), l(9.5, 0), l(9.5, -.5), z, m(1, 2), l(2, 3)},
		`<path d="M0 0C1 1 2 1 3 0S5-1 6 0s2 1 3 0"/>`:                       {m(0, 0), c(1, 1, 2, 1, 3, 0), c(4, -1, 5, -1, 6, 0), c(7, 1, 8, 1, 9, 0)},
		`<path d="M0 0Q3 3 6 0t6 0T18 0"/>`:                                  {m(0, 0), c(2, 2, 4, 2, 6, 0), c(8, -2, 10, -2, 12, 0), c(14, 2, 16, 2, 18, 0)},
		`<path d="M1e1-1.5.5.5"/>`:                                           {m(10, -1.5), l(.5, .5)},
		`<path d="M10 0A10 10 0 0110 20"/>`:                                  {m(10, 0), c(10+10*k, 0, 20, 10-10*k, 20, 10), c(20, 10+10*k, 10+10*k, 20, 10, 20)},
		`<path d="M0 0a0 5 0 0 0 3 4"/>`:                                     {m(0, 0), l(3, 4)},
		`<circle cx="10" cy="20" r="5" transform="translate(1 2)scale(2)"/>`: ellipse(21, 42, 10, 10),
		`<g transform="rotate(90)"><path d="M1 2L3 4"/></g>`:                 {m(-2, 1), l(-4, 3)},
		`<path d="M1 2L3 4" transform="rotate(180 2 3)"/>`:                   {m(3, 4), l(1, 2)},
		`<path d="M1 2L3 4" transform="matrix(0 1 1 0 5 6)"/>`:               {m(7, 7), l(9, 9)},
	} {
		got := one[*Shape](t, svg).Path
		if diff := cmp.Diff(want, got, near6); diff != "" {
			t.Errorf("%s (-want +got):\n%s", svg, diff)
		}
	}
}

// TestArcs: all points of an arc of radius r lie on the circle, in quarters at most, the way the flags say.
func TestArcs(t *testing.T) {
	for _, tt := range []struct {
		d        string
		cx, cy   float64
		segments int
		via      Point // the end of the first segment
	}{
		{"M20 10A10 10 0 1 0 10 20", 10, 10, 3, Point{10, 0}}, // the long way, against the clock
		{"M20 10A10 10 0 0 1 10 20", 10, 10, 1, Point{10, 20}},
		{"M20 10A10 10 0 1 1 10 20", 20, 20, 3, Point{30, 20}},
		{"M0 10A1 1 77 0 1 20 10", 10, 10, 2, Point{10, 0}}, // radii that are too small grow
	} {
		p := one[*Shape](t, `<path d="`+tt.d+`"/>`).Path
		if len(p) != 1+tt.segments || math.Hypot(p[1].End().X-tt.via.X, p[1].End().Y-tt.via.Y) > 1e-5 {
			t.Errorf("%s: %d segments, the first to %v, want %d and %v", tt.d, len(p)-1, p[1].End(), tt.segments, tt.via)
		}
		for _, s := range p {
			if r := math.Hypot(s.End().X-tt.cx, s.End().Y-tt.cy); math.Abs(r-10) > 1e-5 {
				t.Errorf("%s: %v is %g from the centre, want 10", tt.d, s.End(), r)
			}
		}
	}
}

func TestRoundedRect(t *testing.T) {
	got := one[*Shape](t, `<rect x="10" y="20" width="40" height="30" rx="50" ry="5"/>`).Path
	var ends []Point
	for _, s := range got[:len(got)-1] {
		ends = append(ends, s.End())
	}
	want := []Point{{30, 20}, {30, 20}, {50, 25}, {50, 45}, {30, 50}, {30, 50}, {10, 45}, {10, 25}, {30, 20}}
	if diff := cmp.Diff(want, ends, near6); diff != "" {
		t.Errorf("ends (-want +got):\n%s", diff)
	}
}

func TestStyle(t *testing.T) {
	got := one[*Shape](t, `<g stroke="#0f08" stroke-width="3" stroke-opacity=".5" fill="none" stroke-dasharray="1 2 3"
		stroke-linecap="round" style="fill: rgb(50%, 0, 255)"><path d="M0 0L1 1" transform="scale(2)" stroke-dashoffset="-1"
		stroke-linejoin="bevel" fill-rule="evenodd" paint-order="stroke" data-x="?" aria-hidden="true"/></g>`)
	want := &Shape{
		Path: Path{m(0, 0), l(2, 2)}, EvenOdd: true, StrokeFirst: true,
		Fill: Paint{128, 0, 255, 1}, Stroke: Paint{0, 255, 0, float64(0x88) / 255 / 2},
		Pen: Pen{6, []float64{2, 4, 6, 2, 4, 6}, -2, RoundCap, Bevel, 4},
	}
	if diff := cmp.Diff(want, got, near6); diff != "" {
		t.Errorf("shape (-want +got):\n%s", diff)
	}
}

func TestColors(t *testing.T) {
	for value, want := range map[string]Paint{
		"#1a2B3c": {0x1a, 0x2b, 0x3c, 1}, "#abc": {0xaa, 0xbb, 0xcc, 1}, "#00000080": {0, 0, 0, float64(0x80) / 255},
		"rgb(1,2,3)": {1, 2, 3, 1}, "rgba(1, 2, 300, 25%)": {1, 2, 255, .25}, "RebeccaPurple": {}, "Teal": {0, 128, 128, 1},
		"none": {}, "transparent": {}, "currentColor": {9, 9, 9, 1},
		"#12": {}, "#xyzxyz": {}, "url(#a)": {}, "rgb(1,2)": {}, "#+12345": {}, "": {},
	} {
		got, err := readColor(value, Paint{9, 9, 9, 1})
		bad := want == Paint{} && value != "none" && value != "transparent"
		if (err != nil) != bad {
			t.Errorf("readColor(%q): error %v", value, err)
		}
		if got != want && !bad {
			t.Errorf("readColor(%q) = %v, want %v", value, got, want)
		}
	}
}

// TestGroups: an opacity keeps its group exactly where its items could be told apart.
func TestGroups(t *testing.T) {
	const rect = `<rect width="1" height="1"/>`
	if n := len(picture(t, `<g>`+rect+`<g>`+rect+`</g></g>`).Items); n != 2 {
		t.Errorf("groups without opacity: %d items, want 2", n)
	}
	if s := one[*Shape](t, `<g opacity="0.5"><rect width="1" height="1" opacity="50%"/></g>`); s.Fill.Alpha != 0.25 {
		t.Errorf("a single rect has an alpha of %v, want 0.25", s.Fill.Alpha)
	}
	g := one[*Group](t, `<g opacity="0.5">`+rect+rect+`</g>`)
	if g.Opacity != 0.5 || len(g.Items) != 2 || g.Items[0].(*Shape).Fill.Alpha != 1 {
		t.Errorf("a group of two is %+v", g)
	}
	g = one[*Group](t, `<g opacity="0.5"><rect width="1" height="1" stroke="red" opacity="0.5"/></g>`)
	if g.Opacity != 0.25 || len(g.Items) != 1 {
		t.Errorf("a rect with a stroke is %+v", g)
	}
	if n := len(picture(t, `<g opacity="0">`+rect+rect+`</g><g display="none">`+rect+`</g><g visibility="hidden">`+rect+
		`</g><rect width="1" height="1" fill="none"/><line x2="5" stroke="red" stroke-width="0" fill="none"/>`).Items); n != 0 {
		t.Errorf("%d items of what is not seen", n)
	}
	if n := len(picture(t, `<g visibility="hidden"><rect width="1" height="1" visibility="visible"/></g>`).Items); n != 1 {
		t.Errorf("a visible rect in a hidden group: %d items", n)
	}
}

func TestClip(t *testing.T) {
	g := one[*Group](t, `<g clip-path="url(#c)" transform="translate(5 0)"><rect width="9" height="9"/></g>
		<defs><clipPath id="c"><rect x="1" y="2" width="3" height="4"/></clipPath></defs>`)
	if want := (Box{Point{6, 2}, Point{9, 6}}); g.Opacity != 1 || *g.Clip != want {
		t.Errorf("opacity %v, clip %v, want 1 and %v", g.Opacity, *g.Clip, want)
	}
}

func TestText(t *testing.T) {
	items := picture(t, `<text x="10" y="20" font-size="12" text-anchor="end">
		  one  <tspan font-weight="700" dx="1">two </tspan>
		<tspan x="10" dy="14" text-anchor="start" font-style="italic">three</tspan><tspan dy="2">four</tspan><title>no</title>
		<tspan x="30">  five </tspan> </text>`).Items
	black := Paint{Alpha: 1}
	run := func(text string) Run { return Run{Text: text, Size: 12, Fill: black} }
	two, three, four := run("two "), run("three"), run("four")
	two.Bold, two.DX = true, 1
	three.Italic, three.DY = true, 14
	four.DY = 2
	want := []Item{
		&Text{Identity, 10, 20, End, []Run{run("one "), two}},
		&Text{Identity, 10, 20, Start, []Run{three, four, run(" ")}},
		&Text{Identity, 30, 36, End, []Run{run("five")}},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestHead(t *testing.T) {
	p, err := Parse([]byte(`<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" viewBox="10 20 100 50" width="200px">
		<title>A &amp; B</title><desc>about</desc><metadata>made <x:y xmlns:x="urn:x">by</x:y> hand</metadata>
		<style>rect{fill:red}</style><rect x="10" y="20" width="1" height="1"/><g><title>tip</title></g></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	want := &Picture{200, 50, "A & B", "about", "made by hand", []Item{&Shape{
		Path: Path{m(50, 0), l(51, 0), l(51, 1), l(50, 1), z}, Fill: Paint{Alpha: 1},
	}}}
	if diff := cmp.Diff(want, p, near6); diff != "" {
		t.Errorf("picture (-want +got):\n%s", diff)
	}
}

// TestErrors: what is not supported is named.
func TestErrors(t *testing.T) {
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	for inner, want := range map[string]string{
		`<use href="#a"/>`:               "element <use> is not supported",
		`<image/>`:                       "element <image> is not supported",
		`<script/>`:                      "element <script> is not supported",
		`<x:g xmlns:x="urn:x"/>`:         "element <g> is not SVG",
		`<rect filter="url(#f)"/>`:       `<rect>: attribute filter: "url(#f)" is not supported`,
		`<rect fill="url(#f)"/>`:         `attribute fill: "url(#f)" is not a colour`,
		`<rect fil="red"/>`:              "attribute fil is not supported",
		`<rect width="1" height="-1"/>`:  "a size is negative",
		`<circle r="1in"/>`:              `unit "in" is not supported`,
		`<circle r="nan"/>`:              `number expected at "nan"`,
		`<circle r="1e9"/>`:              "larger than 1000000",
		`<path d="L1 1"/>`:               "path begins with",
		`<path d="M1"/>`:                 "number expected",
		`<path d="M1 1 B2 2"/>`:          "command expected at \"B2 2\"",
		`<path d="M1 1A1 1 0 2 0 5 5"/>`: "flag 0 or 1 expected",
		`<polygon points="1 2 3"/>`:      "the last point has no y",
		`<rect transform="skewX(3)"/>`:   "skewX with 1 numbers",
		`<line x2="9" stroke="red" transform="scale(1 2)"/>`:         "squeezes",
		`<g transform="scale(1e5)"><line x2="99" stroke="red"/></g>`: "too far out",
		`<line stroke-dasharray="1 -1"/>`:                            "negative length",
		`<line stroke-linejoin="arcs"/>`:                             `"arcs" is not supported (use miter, round, bevel)`,
		`<line marker-end="url(#m)"/>`:                               "attribute marker-end",
		`<line style="stroke:red;foo:bar"/>`:                         "style: attribute foo",
		`<text><textPath/></text>`:                                   "element <textPath> is not supported",
		`<text x="1 2">ab</text>`:                                    "unit",
		`<text textLength="5">ab</text>`:                             "attribute textLength",
		`<text><tspan y="3">ab</tspan></text>`:                       "<tspan> with y but no x",
		`<text><tspan opacity=".5">ab</tspan></text>`:                "not supported here",
		`<g clip-path="url(#no)"><rect width="1" height="1"/></g>`:   "there is no such clipPath",
		`<g`:                    "syntax error",
		`&nbsp;`:                "invalid character entity",
		many("<g>", 70):         "nested more than 64 deep",
		`<g font-size="x"></g>`: "attribute font-size",
		`<svg/>`:                "element <svg> is not supported",
	} {
		p, err := Parse([]byte(`<svg width="100" height="100">` + inner + `</svg>`))
		if err == nil || !strings.Contains(err.Error(), want) || p != nil {
			t.Errorf("%s: picture %v, error %v, want one with %q", excerpt(inner), p, err, want)
		}
	}
	for svg, want := range map[string]string{
		``: "there is no <svg>", `<html/>`: "the root is <html>", `<svg/>`: "neither width nor viewBox",
		`<svg width="0" height="1"/>`: "width 0 is not between", `<svg width="9" height="1e6"/>`: "height 1e+06 is not between",
		`<svg viewBox="0 0 1"/>`:                                  "not four numbers",
		`<svg viewBox="0 0 1 1" preserveAspectRatio="xMinYMin"/>`: "preserveAspectRatio",
	} {
		if _, err := Parse([]byte(svg)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", svg, err, want)
		}
	}
}

// FuzzParse: no input makes Parse panic, and what it returns can be counted in pixels.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`<svg width="9" height="9"><g opacity=".5" transform="rotate(3)"><circle r="3" stroke="red"/><path d="M0 0a1 2 3 0 1 5 5z"/></g></svg>`,
		`<svg viewBox="0 0 9 9"><text x="1" y="2" stroke-width="2">a<tspan dy="3" font-weight="bold">b</tspan></text></svg>`,
		`<svg viewBox="0 0 9 9"><clipPath id="c"><rect width="5" height="5"/></clipPath><g clip-path="url(#c)"><rect rx="2" width="9" height="9"/></g></svg>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, svg []byte) {
		p, err := Parse(svg)
		if (p == nil) == (err == nil) {
			t.Fatalf("picture %v and error %v", p, err)
		}
		if p != nil {
			checkItems(t, p.Items)
		}
	})
}

func checkItems(t *testing.T, items []Item) {
	for _, item := range items {
		switch i := item.(type) {
		case *Group:
			if !(i.Opacity > 0 && i.Opacity <= 1) || len(i.Items) == 0 {
				t.Errorf("group with opacity %v and %d items", i.Opacity, len(i.Items))
			}
			checkItems(t, i.Items)
		case *Shape:
			if len(i.Path) == 0 || i.Path[0].Op != MoveTo {
				t.Errorf("path %v", i.Path)
			}
			for _, s := range i.Path {
				for _, q := range s.P {
					if !near(q) {
						t.Errorf("point %v", q)
					}
				}
			}
			checkPaint(t, i.Fill, i.Stroke)
		case *Text:
			for _, r := range i.Runs {
				checkPaint(t, r.Fill, r.Stroke)
			}
		}
	}
}

func checkPaint(t *testing.T, paints ...Paint) {
	for _, p := range paints {
		if !(p.Alpha >= 0 && p.Alpha <= 1) {
			t.Errorf("paint %v", p)
		}
	}
}
