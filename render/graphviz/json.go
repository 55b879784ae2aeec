package graphviz

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// readPlaces reads the positions of n nodes out of the json0 output of the graph with the given id.
func readPlaces(output []byte, id string, n int) ([]Point, error) {
	var graph struct {
		ID      string `json:"id"`
		Objects []struct{ Name, Pos string }
	}
	if err := json.Unmarshal(output, &graph); err != nil {
		return nil, fmt.Errorf("read the layout: %w", err)
	}
	if graph.ID != id {
		return nil, fmt.Errorf("the layout is of another graph: %q instead of %q", graph.ID, id)
	}
	if len(graph.Objects) != n {
		return nil, fmt.Errorf("the layout has %d of %d nodes", len(graph.Objects), n)
	}
	places := make([]Point, n)
	for i, o := range graph.Objects {
		if want := "n" + strconv.Itoa(i); o.Name != want {
			return nil, fmt.Errorf("the layout has node %q where %q belongs", o.Name, want)
		}
		p, err := readPoint(o.Pos)
		if err != nil {
			return nil, fmt.Errorf("the layout of node %d: %w", i, err)
		}
		places[i] = p
	}
	return places, nil
}

// readPoint reads "x,y".
func readPoint(s string) (Point, error) {
	xs, ys, _ := strings.Cut(s, ",")
	x, errX := strconv.ParseFloat(xs, 64)
	y, errY := strconv.ParseFloat(ys, 64)
	p := Point{x, y}
	if errX != nil || errY != nil || !finite(p) {
		return Point{}, fmt.Errorf("position %q is not a point", s)
	}
	return p, nil
}
