package svg

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// admitted are the elements and attributes of Graphviz's SVG that we read. Anything else is an error: it did
// not come from our drawing.
var admitted = map[string][]string{
	"svg":     {"width", "height", "viewBox", "xmlns", "xlink"},
	"g":       {"id", "class", "transform"},
	"title":   {},
	"text":    {"text-anchor", "x", "y", "font-family", "font-size", "font-weight", "font-style", "fill"},
	"path":    {"fill", "stroke", "stroke-width", "stroke-dasharray", "d"},
	"ellipse": {"fill", "stroke", "stroke-width", "stroke-dasharray", "cx", "cy", "rx", "ry"},
	"polygon": {"fill", "stroke", "stroke-width", "points"},
}

// drawn is what Graphviz drew: the path of each curve and the middle and radius of each circle, by id. The
// origin is the lower left corner and y runs downward, so what is on the canvas has a negative y.
type drawn struct {
	paths   map[string]string
	circles map[string]drawnCircle
}

type drawnCircle struct{ cx, cy, r float64 }

// parse reads Graphviz's SVG.
func parse(svg []byte) (*drawn, error) {
	out := &drawn{paths: make(map[string]string), circles: make(map[string]drawnCircle)}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	var ids []string // of the open elements; "" for those without
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read graphviz svg: %w", err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			ids = ids[:len(ids)-1]
		case xml.StartElement:
			attrs, err := admit(t)
			if err != nil {
				return nil, err
			}
			ids = append(ids, attrs["id"])
			owner := ""
			if len(ids) > 1 {
				owner = ids[len(ids)-2]
			}
			if err := out.take(t.Name.Local, owner, attrs); err != nil {
				return nil, err
			}
		}
	}
}

// admit returns the attributes of an element, if it and they are admitted.
func admit(t xml.StartElement) (map[string]string, error) {
	allowed, ok := admitted[t.Name.Local]
	if !ok {
		return nil, fmt.Errorf("read graphviz svg: element <%s> is not expected", t.Name.Local)
	}
	attrs := make(map[string]string, len(t.Attr))
	for _, a := range t.Attr {
		if !slices.Contains(allowed, a.Name.Local) {
			return nil, fmt.Errorf("read graphviz svg: attribute %s of <%s> is not expected", a.Name.Local, t.Name.Local)
		}
		attrs[a.Name.Local] = a.Value
	}
	return attrs, nil
}

// take keeps a path or an ellipse for the element that owns it.
func (d *drawn) take(name, owner string, attrs map[string]string) error {
	if owner == "" {
		return nil
	}
	switch name {
	case "path":
		if !isPath(attrs["d"]) {
			return fmt.Errorf("read graphviz svg: path %q of %s is not a chain of curves", attrs["d"], owner)
		}
		d.paths[owner] = attrs["d"]
	case "ellipse":
		var c drawnCircle
		for _, f := range []struct {
			value string
			to    *float64
		}{{attrs["cx"], &c.cx}, {attrs["cy"], &c.cy}, {attrs["rx"], &c.r}} {
			v, err := strconv.ParseFloat(f.value, 64)
			if err != nil {
				return fmt.Errorf("read graphviz svg: ellipse of %s: %w", owner, err)
			}
			*f.to = v
		}
		d.circles[owner] = c
	}
	return nil
}

// isPath reports whether d holds nothing but the letters and numbers of a move and cubic curves.
func isPath(d string) bool {
	for _, r := range d {
		if !(r >= '0' && r <= '9' || r == 'M' || r == 'C' || r == ',' || r == '.' || r == '-' || r == ' ') {
			return false
		}
	}
	return d != "" && d[0] == 'M'
}
