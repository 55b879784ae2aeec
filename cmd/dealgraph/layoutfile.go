package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/place"
)

// maxLayoutFile is how large a file to read a layout from may be.
const maxLayoutFile = 64 << 20

// readLayout reads where parties stand in a map: a picture that this program drew, or a scene in JSON.
func readLayout(path string) (*place.Layout, error) {
	data, err := readCapped(path, maxLayoutFile)
	if err != nil {
		return nil, err
	}
	layout, err := layoutOf(data)
	if err != nil {
		return nil, fmt.Errorf("--layout-from %s: %w; give a map as .svg, or the .json of map --format json", path, err)
	}
	return layout, nil
}

// layoutOf reads a layout from the content of a file.
func layoutOf(data []byte) (*place.Layout, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var l *place.Layout
	var err error
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' {
		l, err = layoutOfJSON(trimmed)
	} else {
		l, err = layoutOfSVG(data)
	}
	if err != nil {
		return nil, err
	}
	return l, checkLayout(l)
}

// layoutOfJSON reads the layout of a scene: on its own, or in the envelope that the map command writes.
func layoutOfJSON(data []byte) (*place.Layout, error) {
	var file struct {
		place.Layout
		Result struct {
			Layout *place.Layout `json:"layout"`
		} `json:"result"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if file.Result.Layout != nil {
		return file.Result.Layout, nil
	}
	return &file.Layout, nil
}

// layoutOfSVG reads the circles of the first map in a picture.
func layoutOfSVG(data []byte) (*place.Layout, error) {
	l := &place.Layout{At: map[string]place.Point{}}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	inMap, depth, party := 0, 0, ""
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return l, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			at := attributes(t)
			switch {
			case at["class"] == "map" && l.Width == 0:
				inMap = depth
				l.Width, l.Height = coordinate(at["data-width"]), coordinate(at["data-height"])
				l.FullValue, l.FullRadius, l.FullAmount = coordinate(at["data-full-value"]), coordinate(at["data-full-radius"]), coordinate(at["data-full-amount"])
			case inMap > 0 && slices.Contains(strings.Fields(at["class"]), "party"):
				party = at["data-id"]
			case inMap > 0 && party != "" && t.Name.Local == "circle":
				l.At[party] = place.Point{X: coordinate(at["cx"]), Y: -coordinate(at["cy"])}
				party = ""
			}
		case xml.EndElement:
			if depth == inMap {
				return l, nil
			}
			depth--
		}
	}
}

func attributes(t xml.StartElement) map[string]string {
	out := make(map[string]string, len(t.Attr))
	for _, a := range t.Attr {
		out[a.Name.Local] = a.Value
	}
	return out
}

// coordinate reads a number; what is none is NaN, which checkLayout refuses.
func coordinate(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// checkLayout refuses what is no layout: a file may come from anywhere.
func checkLayout(l *place.Layout) error {
	sane := func(v, most float64) bool { return v >= 0 && v <= most } // and not NaN
	if len(l.At) == 0 || !sane(l.Width, 20000) || !sane(l.Height, 20000) || l.Width == 0 || l.Height == 0 {
		return errors.New("it has no parties with places")
	}
	scale := func(v, least, most float64) bool { return v == 0 || v >= least && v <= most }
	if !scale(l.FullValue, 0.01, 1e15) || !scale(l.FullRadius, 1, 1000) || !scale(l.FullAmount, 0.01, 1e15) {
		return errors.New("its measures make no sense")
	}
	for id, p := range l.At {
		if !sane(p.X, l.Width) || !sane(p.Y, l.Height) {
			return fmt.Errorf("party %q stands outside the map", id)
		}
	}
	return nil
}
