package shapes

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The limits of what Parse reads. They are far above what a figure needs, and keep a hostile file from
// taking all memory or all stack.
const (
	maxBytes    = 64 << 20
	maxDepth    = 64
	maxElements = 500_000
	maxSegments = 5_000_000
	maxSide     = 100_000 // width or height of a picture
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// node is an element, or a piece of text if it has no name.
type node struct {
	name     string
	foreign  bool // of another namespace than SVG's
	attrs    []xml.Attr
	text     string
	children []*node
}

// readTree reads a document into nodes and returns the root.
func readTree(svg []byte) (*node, error) {
	if len(svg) > maxBytes {
		return nil, fmt.Errorf("%d bytes are more than %d", len(svg), maxBytes)
	}
	d := xml.NewDecoder(bytes.NewReader(svg))
	var top node
	open := []*node{&top}
	elements := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		parent := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if elements++; elements > maxElements {
				return nil, fmt.Errorf("more than %d elements", maxElements)
			}
			if len(open) > maxDepth {
				return nil, fmt.Errorf("elements are nested more than %d deep", maxDepth)
			}
			n := &node{name: t.Name.Local, foreign: t.Name.Space != svgSpace && t.Name.Space != "", attrs: t.Attr}
			parent.children = append(parent.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			parent.children = append(parent.children, &node{text: string(t)})
		}
	}
	for _, n := range top.children {
		if n.name != "" {
			if n.name != "svg" || n.foreign {
				return nil, fmt.Errorf("the root is <%s>, not <svg>", excerpt(n.name))
			}
			return n, nil
		}
	}
	return nil, errors.New("there is no <svg>")
}

// words returns all text within n.
func (n *node) words() string {
	var b strings.Builder
	n.collect(&b)
	return strings.TrimSpace(b.String())
}

func (n *node) collect(b *strings.Builder) {
	b.WriteString(n.text)
	for _, c := range n.children {
		c.collect(b)
	}
}

// get returns the value of the attribute of that name.
func (n *node) get(name string) (string, bool) {
	for _, a := range n.attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

// find returns the element with that id below n.
func (n *node) find(id string) *node {
	for _, c := range n.children {
		if v, ok := c.get("id"); ok && v == id {
			return c
		}
		if found := c.find(id); found != nil {
			return found
		}
	}
	return nil
}
