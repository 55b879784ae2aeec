package graphviz

import (
	"encoding/xml"
	"testing"
)

// element is an SVG element as the tests look at it.
type element struct {
	XMLName  xml.Name
	Attr     []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []*element `xml:",any"`
}

// attr returns an attribute, or nothing.
func (e *element) attr(name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the children with the given name.
func (e *element) all(name string) []*element {
	var found []*element
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

// find returns the descendant with the given id.
func (e *element) find(t *testing.T, id string) *element {
	t.Helper()
	if found := e.search(id); found != nil {
		return found
	}
	t.Fatalf("there is no %q", id)
	return nil
}

func (e *element) search(id string) *element {
	if e.attr("id") == id {
		return e
	}
	for _, c := range e.Children {
		if found := c.search(id); found != nil {
			return found
		}
	}
	return nil
}

// mustDraw draws and parses.
func mustDraw(t *testing.T, d Drawing) *element {
	t.Helper()
	svg, err := Draw(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	root := new(element)
	if err := xml.Unmarshal(svg, root); err != nil {
		t.Fatal(err)
	}
	return root
}
