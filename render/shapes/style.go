package shapes

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// style is what attributes say about how to paint. All but the last part is inherited.
type style struct {
	fill, stroke               Paint
	fillOpacity, strokeOpacity float64
	color                      Paint // what currentColor stands for
	pen                        Pen
	evenOdd, clipEvenOdd       bool
	strokeFirst                bool
	hidden                     bool
	keepSpace                  bool
	size                       float64
	bold, italic               bool
	anchor                     Anchor

	own own
}

// own is what concerns one element as a whole and is not inherited.
type own struct {
	opacity   float64
	transform Matrix
	clip      string // the id of a clipPath
	none      bool   // not shown at all
}

var plain = own{opacity: 1, transform: Identity}

// initial is the style outside the root: black fill, no stroke.
var initial = style{
	fill:        Paint{Alpha: 1},
	fillOpacity: 1, strokeOpacity: 1,
	color: Paint{Alpha: 1},
	pen:   Pen{Width: 1, MiterLimit: 4},
	size:  16,
	own:   plain,
}

// silent are attributes that do not paint, or that this package does by a rule of its own.
var silent = []string{
	"id", "class", "role", "lang", "tabindex", "version", "baseProfile", "font-family", "cursor", "pointer-events",
	"shape-rendering", "text-rendering", "color-rendering", "overflow", "href", "target", "rel", "focusable",
}

// with returns s as the attributes of n change it. Those named in known are read elsewhere.
func (s style) with(n *node, known ...string) (style, error) {
	s.own = plain
	var declared string
	for _, a := range n.attrs {
		if a.Name.Space == "" && a.Name.Local == "style" {
			declared = a.Value // outranks the attributes, so it goes last
			continue
		}
		if err := s.attribute(a, known); err != nil {
			return s, fmt.Errorf("<%s>: %w", n.name, err)
		}
	}
	for _, rule := range strings.Split(declared, ";") {
		name, value, ok := strings.Cut(rule, ":")
		if !ok {
			if strings.TrimSpace(rule) == "" {
				continue
			}
			return s, fmt.Errorf("<%s>: style %q is not a property and a value", n.name, excerpt(rule))
		}
		a := xml.Attr{Name: xml.Name{Local: strings.TrimSpace(name)}, Value: value}
		if err := s.attribute(a, nil); err != nil {
			return s, fmt.Errorf("<%s>: style: %w", n.name, err)
		}
	}
	return s, nil
}

func (s *style) attribute(a xml.Attr, known []string) error {
	name, value := a.Name.Local, strings.TrimSpace(a.Value)
	switch {
	case a.Name.Space == xmlSpace && name == "space":
		s.keepSpace = value == "preserve"
		return nil
	case a.Name.Space != "" || name == "xmlns":
		return nil
	case slices.Contains(known, name) || slices.Contains(silent, name):
		return nil
	case strings.HasPrefix(name, "data-") || strings.HasPrefix(name, "aria-"):
		return nil
	case value == "inherit" && name != "opacity" && name != "transform" && name != "clip-path" && name != "display":
		return nil
	}
	ok, err := s.paint(name, value)
	if !ok {
		ok, err = s.line(name, value)
	}
	if !ok {
		ok, err = s.letters(name, value)
	}
	if !ok {
		ok, err = s.whole(name, value)
	}
	if !ok {
		return fmt.Errorf("attribute %s is not supported", excerpt(name))
	}
	if err != nil {
		return fmt.Errorf("attribute %s: %w", name, err)
	}
	return nil
}

// choose sets *to to the one of values that goes with value.
func choose[T any](to *T, value string, words string, values ...T) error {
	i := slices.Index(strings.Fields(words), value)
	if i < 0 {
		return fmt.Errorf("%q is not supported (use %s)", excerpt(value), strings.ReplaceAll(words, " ", ", "))
	}
	*to = values[i]
	return nil
}

// paint reads the attributes of colour. It reports whether name is one of them.
func (s *style) paint(name, value string) (ok bool, err error) {
	switch name {
	case "fill":
		s.fill, err = readColor(value, s.color)
	case "stroke":
		s.stroke, err = readColor(value, s.color)
	case "color":
		s.color, err = readColor(value, s.color)
	case "fill-opacity":
		s.fillOpacity, err = fraction(value)
	case "stroke-opacity":
		s.strokeOpacity, err = fraction(value)
	case "fill-rule":
		err = choose(&s.evenOdd, value, "nonzero evenodd", false, true)
	case "clip-rule":
		err = choose(&s.clipEvenOdd, value, "nonzero evenodd", false, true)
	case "paint-order":
		err = choose(&s.strokeFirst, strings.TrimSuffix(value, " fill"), "normal fill stroke", false, false, true)
	case "visibility":
		err = choose(&s.hidden, value, "visible hidden collapse", false, true, true)
	default:
		return false, nil
	}
	return true, err
}

// line reads the attributes of the pen.
func (s *style) line(name, value string) (ok bool, err error) {
	switch name {
	case "stroke-width":
		s.pen.Width, err = length(value, 0)
		if err == nil && s.pen.Width < 0 {
			err = fmt.Errorf("%q is negative", excerpt(value))
		}
	case "stroke-linecap":
		err = choose(&s.pen.Cap, value, "butt round square", Butt, RoundCap, Square)
	case "stroke-linejoin":
		err = choose(&s.pen.Join, value, "miter round bevel", Miter, RoundJoin, Bevel)
	case "stroke-miterlimit":
		s.pen.MiterLimit, err = length(value, 0)
		if err == nil && s.pen.MiterLimit < 1 {
			err = fmt.Errorf("%q is less than 1", excerpt(value))
		}
	case "stroke-dasharray":
		s.pen.Dashes, err = readDashes(value)
	case "stroke-dashoffset":
		s.pen.Offset, err = length(value, 0)
	default:
		return false, nil
	}
	return true, err
}

// maxDashes is how many lengths a dash pattern may have.
const maxDashes = 64

// readDashes reads a list of lengths; an odd number of them counts twice. A pattern of nothing is a full line.
func readDashes(value string) ([]float64, error) {
	if value == "none" {
		return nil, nil
	}
	dashes, err := numbers(strings.ReplaceAll(value, "px", ""))
	if err != nil {
		return nil, err
	}
	sum := 0.0
	for _, d := range dashes {
		if d < 0 {
			return nil, fmt.Errorf("%q has a negative length", excerpt(value))
		}
		sum += d
	}
	if len(dashes) > maxDashes {
		return nil, fmt.Errorf("more than %d lengths", maxDashes)
	}
	if sum == 0 {
		return nil, nil
	}
	if len(dashes)%2 == 1 {
		dashes = append(dashes, dashes...)
	}
	return dashes, nil
}

// letters reads the attributes of text.
func (s *style) letters(name, value string) (ok bool, err error) {
	switch name {
	case "font-size":
		s.size, err = length(value, s.size)
		if err == nil && s.size < 0 {
			err = fmt.Errorf("%q is negative", excerpt(value))
		}
	case "font-weight":
		err = choose(&s.bold, value, "normal bold 100 200 300 400 500 600 700 800 900",
			false, true, false, false, false, false, false, true, true, true, true)
	case "font-style":
		err = choose(&s.italic, value, "normal italic oblique", false, true, true)
	case "text-anchor":
		err = choose(&s.anchor, value, "start middle end", Start, Middle, End)
	case "dominant-baseline", "alignment-baseline":
		err = only(value, "auto", "alphabetic", "baseline")
	case "text-decoration", "font-variant", "letter-spacing", "word-spacing", "baseline-shift":
		err = only(value, "none", "normal", "0", "baseline")
	default:
		return false, nil
	}
	return true, err
}

// whole reads the attributes that concern an element as a whole.
func (s *style) whole(name, value string) (ok bool, err error) {
	switch name {
	case "opacity":
		s.own.opacity, err = fraction(value)
	case "transform":
		s.own.transform, err = readTransform(value)
	case "clip-path":
		s.own.clip, err = readReference(value)
	case "display":
		s.own.none = value == "none"
	case "marker", "marker-start", "marker-mid", "marker-end", "filter", "mask", "vector-effect":
		err = only(value, "none")
	case "mix-blend-mode", "isolation":
		err = only(value, "normal", "auto")
	default:
		return false, nil
	}
	return true, err
}

// only returns an error if value is not among those that change nothing.
func only(value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%q is not supported", excerpt(value))
}

// readReference returns the id in url(#id), "" for none.
func readReference(value string) (string, error) {
	if value == "none" {
		return "", nil
	}
	id, ok := strings.CutPrefix(value, "url(#")
	id, closed := strings.CutSuffix(id, ")")
	if !ok || !closed || id == "" {
		return "", fmt.Errorf("%q is not supported (use url(#id))", excerpt(value))
	}
	return id, nil
}

// fillPaint and strokePaint return what s fills and strokes with.
func (s *style) fillPaint() Paint {
	p := s.fill
	p.Alpha *= s.fillOpacity
	return p
}

func (s *style) strokePaint() Paint {
	p := s.stroke
	p.Alpha *= s.strokeOpacity
	if s.pen.Width == 0 {
		p.Alpha = 0
	}
	return p
}
