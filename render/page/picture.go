package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// picture is an SVG that was read and written anew.
type picture struct {
	markup  string   // good as a part of HTML and as an XML file
	style   []string // text of its style sheets
	parties []party  // in the order of the picture
	kinds   []string // data-kind of the arrows, without repetition
	firm    []string // data-certainty, likewise
}

// party is a circle: its data-id and its tooltip.
type party struct{ id, title string }

// admittedElements are what a picture may consist of. None of them can run, link or load anything.
var admittedElements = []string{
	"svg", "g", "title", "desc", "metadata", "style", "rect", "circle", "ellipse", "line", "path", "polygon", "polyline",
	"text", "tspan",
}

// admittedAttributes are what the elements may carry, beside those that begin with data- or aria-.
var admittedAttributes = []string{
	"xmlns", "id", "class", "lang", "role", "width", "height", "viewBox", "preserveAspectRatio", "transform",
	"x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points",
	"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset",
	"stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor",
	"dominant-baseline", "direction", "letter-spacing", "tabindex",
}

const (
	svgSpace = "http://www.w3.org/2000/svg"
	maxDepth = 60 // browsers stop nesting at some hundreds
	ownIDs   = "pg-"
)

// reader reads one picture.
type reader struct {
	picture
	b     strings.Builder
	open  []string // names of the open elements
	text  strings.Builder
	party int // depth of the circle whose tooltip is to come, 0 if none

	prefix string         // before every id, for a page with several pictures
	rootID string         // of the picture
	root   *regexp.Regexp // the same where a style sheet names it
}

// readPicture checks an SVG and writes it anew. What it returns parses to the same tree as XML and within HTML.
func readPicture(svg []byte) (*picture, error) { return readPictureAs(svg, "") }

// readPictureAs does so for one of several pictures in a page: its ids begin with a prefix. On paper such a picture is light.
func readPictureAs(svg []byte, prefix string) (*picture, error) {
	r := &reader{prefix: prefix}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	closed := false
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if closed {
				return nil, errors.New("there is something after the picture")
			}
			err = r.start(t)
		case xml.EndElement:
			r.end()
			closed = len(r.open) == 0
		case xml.CharData:
			err = r.say(t)
		case xml.Comment:
		case xml.ProcInst:
			if t.Target != "xml" {
				err = fmt.Errorf("instruction <?%s is not admitted", t.Target)
			}
		case xml.Directive:
			err = errors.New("a document type is not admitted")
		}
		if err != nil {
			return nil, err
		}
	}
	if !closed {
		return nil, errors.New("there is no <svg>")
	}
	r.markup = r.b.String()
	return &r.picture, nil
}

// start writes the beginning of an element.
func (r *reader) start(t xml.StartElement) error {
	name := t.Name.Local
	switch {
	case t.Name.Space != svgSpace || !slices.Contains(admittedElements, name):
		return fmt.Errorf("element <%s> is not admitted", name)
	case (len(r.open) == 0) != (name == "svg"):
		return fmt.Errorf("element <%s> is not admitted in this place", name)
	case len(r.open) >= maxDepth:
		return errors.New("elements are nested too deeply")
	case len(r.open) > 0 && textOnly(r.open[len(r.open)-1]):
		return fmt.Errorf("element <%s> is not admitted in <%s>", name, r.open[len(r.open)-1])
	}
	r.open = append(r.open, name)
	r.text.Reset()
	r.b.WriteString("<" + name)
	attrs := make(map[string]string)
	for _, a := range t.Attr {
		if err := admitAttribute(a); err != nil {
			return fmt.Errorf("element <%s>: %w", name, err)
		}
		if _, twice := attrs[a.Name.Local]; twice {
			return fmt.Errorf("element <%s>: attribute %s is there twice", name, a.Name.Local)
		}
		attrs[a.Name.Local] = a.Value
		if name == "svg" && a.Name.Local == "role" {
			a.Value = "group" // img would hide its parts from screen readers
		}
		if r.prefix != "" {
			a.Value = r.renamed(name, a)
		}
		r.b.WriteString(" " + a.Name.Local + `="` + escaper.Replace(a.Value) + `"`)
	}
	r.b.WriteByte('>')
	r.note(name, attrs)
	return nil
}

// renamed is the value of an attribute with the prefix before the ids in it.
func (r *reader) renamed(element string, a xml.Attr) string {
	switch a.Name.Local {
	case "id":
		if element == "svg" {
			r.rootID = a.Value
			r.root = regexp.MustCompile("#" + regexp.QuoteMeta(a.Value) + `([ :.{,>\[)])`)
		}
		return r.prefix + a.Value
	case "aria-labelledby", "aria-describedby":
		ids := strings.Fields(a.Value)
		for i := range ids {
			ids[i] = r.prefix + ids[i]
		}
		return strings.Join(ids, " ")
	}
	return a.Value
}

// restyled is a style sheet that speaks of the renamed picture.
func (r *reader) restyled(style string) string {
	if r.root != nil {
		style = r.root.ReplaceAllString(style, "#"+strings.ReplaceAll(r.prefix, "$", "$$")+strings.ReplaceAll(r.rootID, "$", "$$")+"${1}")
	}
	return strings.ReplaceAll(style, "@media (prefers-color-scheme:dark)", "@media screen and (prefers-color-scheme:dark)")
}

// textOnly reports whether an element has text and no elements in it: HTML reads them differently from XML.
func textOnly(name string) bool {
	return slices.Contains([]string{"title", "desc", "metadata", "style"}, name)
}

// admitAttribute says what is wrong with an attribute.
func admitAttribute(a xml.Attr) error {
	name := a.Name.Local
	free := strings.HasPrefix(name, "data-") || strings.HasPrefix(name, "aria-")
	if a.Name.Space != "" || !plainName(name) || !free && !slices.Contains(admittedAttributes, name) {
		return fmt.Errorf("attribute %s is not admitted", name)
	}
	value := strings.ToLower(a.Value)
	if !free && (strings.Contains(value, "url(") || strings.Contains(value, "script:")) {
		return fmt.Errorf("attribute %s has an address", name)
	}
	if name == "id" && strings.HasPrefix(value, ownIDs) {
		return fmt.Errorf("id %q is one of the page's own: they begin with %s", a.Value, ownIDs)
	}
	return nil
}

// plainName reports whether HTML reads the name of an attribute as XML does.
func plainName(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

// note remembers what the page has to know of an element.
func (r *reader) note(name string, attrs map[string]string) {
	id, ok := attrs["data-id"]
	if name != "g" || !ok {
		return
	}
	add := func(list *[]string, key string) {
		if !slices.Contains(*list, key) {
			*list = append(*list, key)
		}
	}
	switch classes := strings.Fields(attrs["class"]); {
	case slices.Contains(classes, "party"):
		r.parties = append(r.parties, party{id: id})
		r.party = len(r.open)
	case slices.Contains(classes, "deal"):
		add(&r.kinds, attrs["data-kind"])
		add(&r.firm, attrs["data-certainty"])
	}
}

// say writes text.
func (r *reader) say(text xml.CharData) error {
	if len(r.open) == 0 {
		if len(bytes.TrimSpace(text)) > 0 {
			return errors.New("there is text outside the picture")
		}
		return nil
	}
	style := r.open[len(r.open)-1] == "style"
	if style && r.prefix != "" {
		text = []byte(r.restyled(string(text)))
	}
	r.text.Write(text)
	r.b.WriteString(escaper.Replace(string(text)))
	if style {
		return admitStyle(r.text.String())
	}
	return nil
}

// admitStyle says what is wrong with a style sheet: it may not load anything, nor hide it behind escapes.
func admitStyle(text string) error {
	low := strings.ToLower(text)
	for _, bad := range []string{"url(", "src(", "image(", "image-set(", "expression(", "@import", "@font-face", "@namespace", "behavior:", "-moz-binding", "script:", `\`, "<", "\r"} {
		if strings.Contains(low, bad) {
			return fmt.Errorf("a style sheet with %q is not admitted", bad)
		}
	}
	return nil
}

// end writes the end of an element.
func (r *reader) end() {
	last := len(r.open) - 1
	switch name := r.open[last]; {
	case name == "style":
		r.style = append(r.style, r.text.String())
	case name == "title" && r.party == last:
		r.parties[len(r.parties)-1].title = r.text.String()
	}
	if r.party > last {
		r.party = 0
	}
	r.b.WriteString("</" + r.open[last] + ">")
	r.open = r.open[:last]
	r.text.Reset()
}

// escaper makes text and attribute values safe in XML and in HTML.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\r", "&#13;")
