package shapes

import (
	"errors"
	"fmt"
)

// geometry is how an element becomes a path.
type geometry struct {
	attributes []string
	path       func(p *parser, n *node) (Path, error)
}

var geometries = map[string]geometry{
	"rect":     {[]string{"x", "y", "width", "height", "rx", "ry"}, (*parser).rect},
	"circle":   {[]string{"cx", "cy", "r"}, (*parser).circle},
	"ellipse":  {[]string{"cx", "cy", "rx", "ry"}, (*parser).ellipse},
	"line":     {[]string{"x1", "y1", "x2", "y2"}, (*parser).lineElement},
	"polyline": {[]string{"points"}, (*parser).polyline},
	"polygon":  {[]string{"points"}, (*parser).polygon},
	"path":     {[]string{"d", "pathLength"}, (*parser).pathElement},
}

// lengths reads attributes of n that are lengths, 0 where they are missing. The first letter of a name, or the
// second of rx and ry, says what a percentage is taken of.
func (p *parser) lengths(n *node, names ...string) ([]float64, error) {
	out := make([]float64, len(names))
	for i, name := range names {
		value, ok := n.get(name)
		if !ok {
			continue
		}
		whole := p.width
		switch name {
		case "y", "cy", "y1", "y2", "dy", "height", "ry":
			whole = p.height
		}
		v, err := length(value, whole)
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", name, err)
		}
		out[i] = v
	}
	return out, nil
}

func (p *parser) rect(n *node) (Path, error) {
	v, err := p.lengths(n, "x", "y", "width", "height", "rx", "ry")
	if err != nil {
		return nil, err
	}
	x, y, w, h, rx, ry := v[0], v[1], v[2], v[3], v[4], v[5]
	if w < 0 || h < 0 || rx < 0 || ry < 0 {
		return nil, errors.New("a size is negative")
	}
	if _, ok := n.get("ry"); !ok {
		ry = rx
	} else if _, ok := n.get("rx"); !ok {
		rx = ry
	}
	if w == 0 || h == 0 {
		return nil, nil
	}
	return rectangle(x, y, w, h, min(rx, w/2), min(ry, h/2)), nil
}

func (p *parser) circle(n *node) (Path, error) {
	v, err := p.lengths(n, "cx", "cy", "r")
	if err != nil {
		return nil, err
	}
	return oval(v[0], v[1], v[2], v[2])
}

func (p *parser) ellipse(n *node) (Path, error) {
	v, err := p.lengths(n, "cx", "cy", "rx", "ry")
	if err != nil {
		return nil, err
	}
	return oval(v[0], v[1], v[2], v[3])
}

func oval(cx, cy, rx, ry float64) (Path, error) {
	switch {
	case rx < 0 || ry < 0:
		return nil, errors.New("a radius is negative")
	case rx == 0 || ry == 0:
		return nil, nil
	}
	return ellipse(cx, cy, rx, ry), nil
}

func (p *parser) lineElement(n *node) (Path, error) {
	v, err := p.lengths(n, "x1", "y1", "x2", "y2")
	if err != nil {
		return nil, err
	}
	var path Path
	path.move(Point{v[0], v[1]})
	path.line(Point{v[2], v[3]})
	return path, nil
}

func (p *parser) polyline(n *node) (Path, error) {
	value, _ := n.get("points")
	v, err := numbers(value)
	if err != nil {
		return nil, fmt.Errorf("attribute points: %w", err)
	}
	if len(v)%2 != 0 {
		return nil, errors.New("attribute points: the last point has no y")
	}
	var path Path
	for i := 0; i < len(v); i += 2 {
		if i == 0 {
			path.move(Point{v[0], v[1]})
			continue
		}
		path.line(Point{v[i], v[i+1]})
	}
	return path, nil
}

func (p *parser) polygon(n *node) (Path, error) {
	path, err := p.polyline(n)
	if len(path) > 0 {
		path.close()
	}
	return path, err
}

func (p *parser) pathElement(n *node) (Path, error) {
	if _, ok := n.get("pathLength"); ok {
		return nil, errors.New("attribute pathLength is not supported")
	}
	d, _ := n.get("d")
	return readPath(d)
}
