package graphviz

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// elements are those Graphviz draws a Drawing with. Nothing else may come back.
var elements = map[string]bool{
	"svg": true, "g": true, "title": true, "ellipse": true, "path": true, "polygon": true, "text": true,
}

// checkSVG returns the SVG of the drawing without the mark, after making sure that it is whole: the document
// ends, is well-formed, is of this very drawing, and has each of its ids once and no others.
func (d Drawing) checkSVG(output []byte, mark string) ([]byte, error) {
	if !bytes.HasSuffix(bytes.TrimSpace(output), []byte("</svg>")) {
		return nil, fmt.Errorf("the drawing breaks off after %d bytes", len(output))
	}
	tag := []byte(` id="` + mark + `"`)
	if bytes.Count(output, tag) != 1 {
		return nil, errors.New("the drawing is of another graph")
	}
	svg := bytes.Replace(output, tag, nil, 1)

	missing := make(map[string]bool, len(d.Circles)+len(d.Curves))
	for _, c := range d.Circles {
		missing[c.ID] = true
	}
	for _, c := range d.Curves {
		missing[c.ID] = true
	}
	for decoder := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the drawing is not XML: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !elements[start.Name.Local] {
			return nil, fmt.Errorf("the drawing has an element %q", start.Name.Local)
		}
		for _, a := range start.Attr {
			if a.Name.Local != "id" {
				continue
			}
			if !missing[a.Value] {
				return nil, fmt.Errorf("the drawing has the id %q, which is not in it or twice", a.Value)
			}
			delete(missing, a.Value)
		}
	}
	for _, c := range d.Circles {
		if missing[c.ID] {
			return nil, fmt.Errorf("circle %s is not in the drawing", c.ID)
		}
	}
	for _, c := range d.Curves {
		if missing[c.ID] {
			return nil, fmt.Errorf("curve %s is not in the drawing", c.ID)
		}
	}
	return svg, nil
}
