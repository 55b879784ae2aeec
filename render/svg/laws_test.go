package svg_test

import (
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealgraph/render/figure"
	"dealgraph/render/sheet"
	"dealgraph/render/svg"
	"dealgraph/render/typeset"
)

func TestLaws(t *testing.T) {
	for name, m := range figures(t) {
		for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark, sheet.Auto} {
			t.Run(name+" "+string(theme), func(t *testing.T) {
				out := draw(t, m, svg.Options{Theme: theme})
				p := parse(t, out)
				checkMarkup(t, out, p)
				checkArcs(t, m, p)
				checkTexts(t, p)
			})
		}
	}
}

// TestPanels: small maps obey the same laws, stand on one layout and are measured alike.
func TestPanels(t *testing.T) {
	early, late := read(t, "small"), read(t, "small")
	early.ID, late.ID, early.Title, late.Title = "early", "late", "2023", strings.Repeat("Late ", 90)
	early.Nodes = early.Nodes[1:]
	early.Arcs = slices.DeleteFunc(early.Arcs, func(a figure.Arc) bool {
		return !slices.ContainsFunc(early.Nodes, func(n figure.Node) bool { return n.ID == a.From }) ||
			!slices.ContainsFunc(early.Nodes, func(n figure.Node) bool { return n.ID == a.To })
	})
	early.Cycles = nil
	for i := range early.Arcs {
		early.Arcs[i].Cycles = nil
	}
	h := hostile(t)
	h.ID = "h"
	for name, f := range map[string]figure.Panels{
		"two dates": {Frame: figure.Frame{ID: "dates", Title: "Twice"}, Panels: []figure.Map{early, late}},
		"rings":     {Frame: figure.Frame{ID: "rings"}, Panels: []figure.Map{early, late, h}, Rings: true},
		"none":      {Frame: figure.Frame{Title: "Nothing"}},
		"hostile":   {Frame: h.Frame, Panels: []figure.Map{h}, Legend: h.Legend},
	} {
		for _, theme := range []sheet.Theme{sheet.Light, sheet.Dark, sheet.Auto} {
			t.Run(name+" "+string(theme), func(t *testing.T) {
				data, _, err := svg.Panels(t.Context(), f, svg.Options{Theme: theme, Metadata: `{"a":"<b>"}`})
				if err != nil {
					t.Fatal(err)
				}
				all := parse(t, string(data))
				checkMarkup(t, string(data), all)
				checkTexts(t, all)
				if name == "two dates" {
					checkOneLayout(t, all)
				}
			})
		}
	}
}

// checkOneLayout: a party that is in several maps stands at the same place in each, in a circle of the same size.
func checkOneLayout(t *testing.T, all []*tag) {
	t.Helper()
	at, twice := make(map[string]string), 0
	for i, e := range all {
		if e.attrs["class"] != "party" {
			continue
		}
		for _, c := range all[i:] {
			if c.name == "circle" {
				place := c.attrs["cx"] + " " + c.attrs["cy"] + " " + c.attrs["r"]
				if before, seen := at[e.attrs["data-id"]]; seen && before != place {
					t.Errorf("party %s stands at %s and at %s", e.attrs["data-id"], before, place)
				} else if seen {
					twice++
				}
				at[e.attrs["data-id"]] = place
				break
			}
		}
	}
	if twice == 0 {
		t.Error("no party is in two maps")
	}
}

// tag is an element of a picture with its text.
type tag struct {
	name  string
	attrs map[string]string
	text  string
	group []string // classes of the elements around it
	dx    float64  // how far the groups around it move it
	dy    float64
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
			e := &tag{name: x.Name.Local, attrs: make(map[string]string)}
			for _, a := range x.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Errorf("attribute %s stands twice in <%s>", a.Name.Local, e.name)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			for _, o := range open {
				e.group = append(e.group, o.attrs["class"])
				if m := regexp.MustCompile(`^translate\((\S+) (\S+)\)$`).FindStringSubmatch(o.attrs["transform"]); m != nil {
					e.dx, e.dy = e.dx+number(m[1]), e.dy+number(m[2])
				}
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(x)
			}
		case xml.ProcInst, xml.Directive, xml.Comment:
			t.Errorf("unexpected %T", x)
		}
	}
}

func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
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

// checkMarkup: only harmless elements, ids that are unique and begin with the figure's, a role, a title, a
// description, no characters that turn or hide text.
func checkMarkup(t *testing.T, out string, all []*tag) {
	t.Helper()
	for _, bad := range []string{"<script", "javascript:\"", "<!", "<?", "foreignObject", "href", "url(", "@import", "\u202e", "\u2066", "\x01"} {
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
	seen := make(map[string]bool)
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

// checkArcs: every arc is drawn, once, with a tooltip.
func checkArcs(t *testing.T, m figure.Map, all []*tag) {
	t.Helper()
	drawn := 0
	for i, e := range all {
		if e.attrs["data-certainty"] != "" {
			drawn++
			if all[i+1].name != "title" || all[i+2].name != "path" {
				t.Errorf("arc %s begins with <%s>, <%s>", e.attrs["id"], all[i+1].name, all[i+2].name)
			}
		}
	}
	if drawn != len(m.Arcs) {
		t.Errorf("%d arcs are drawn of %d", drawn, len(m.Arcs))
	}
	for _, a := range m.Arcs {
		if !regexp.MustCompile(`^[\w-]+$`).MatchString(a.ID) {
			continue // its id cannot be written as it is
		}
		if !slices.ContainsFunc(all, func(e *tag) bool { return e.attrs["data-id"] == a.ID }) {
			t.Errorf("arc %s is not drawn", a.ID)
		}
	}
}

// checkTexts: no text leaves the picture, and outside the map no text covers another.
func checkTexts(t *testing.T, all []*tag) {
	t.Helper()
	width, height := number(all[0].attrs["width"]), number(all[0].attrs["height"])
	var frame []*tag
	extent := func(e *tag) (x0, x1, y0, y1 float64) {
		size := number(e.attrs["font-size"])
		w := typeset.Width(e.text, size, e.attrs["font-weight"] == "bold")
		x, y := number(e.attrs["x"])+e.dx, number(e.attrs["y"])+e.dy
		if e.attrs["text-anchor"] == "middle" {
			x -= w / 2
		}
		return x, x + w, y - 0.75*size, y + 0.2*size
	}
	for _, e := range all {
		if e.name != "text" {
			continue
		}
		x0, x1, y0, y1 := extent(e)
		if x0 < 0 || x1 > width || y0 < 0 || y1 > height {
			t.Errorf("text %q from (%.0f, %.0f) to (%.0f, %.0f) leaves the picture of %v × %v", e.text, x0, y0, x1, y1, width, height)
		}
		if slices.Contains(e.group, "map") {
			continue // package place answers for these
		}
		for _, f := range frame {
			a0, a1, b0, b1 := extent(f)
			if min(x1, a1)-max(x0, a0) > 0.5 && min(y1, b1)-max(y0, b0) > 0.5 {
				t.Errorf("text %q covers %q", e.text, f.text)
			}
		}
		frame = append(frame, e)
	}
}
