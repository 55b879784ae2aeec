package figure

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Panels are small maps beside each other, to be compared: one for each date, basis or cycle. They share one legend, and one
// scale for circles and arrows. Title and Subtitle of each map are its heading; its other words are not shown.
type Panels struct {
	Frame
	Panels []Map `json:"panels"`
	// Rings puts the parties of each map on a ring of its own, in the order of its Nodes. Without it all maps have one
	// layout, and a party stands at the same place in each.
	Rings  bool   `json:"rings,omitempty"`
	Legend Legend `json:"legend"`
}

// Check checks every map, and that no two have the same ID.
func (p Panels) Check() error {
	var errs []error
	seen := make(map[string]bool)
	for i, m := range p.Panels {
		if seen[m.ID] || m.ID == "" {
			errs = append(errs, fmt.Errorf("panel %d of figure %q: id %q is empty or used twice", i+1, p.ID, m.ID))
		}
		seen[m.ID] = true
		if err := m.Check(); err != nil {
			errs = append(errs, fmt.Errorf("panel %d of figure %q: %w", i+1, p.ID, err))
		}
	}
	return errors.Join(errs...)
}

// Union returns a map of all that is in any of the panels, each party and arc once, at the largest value or amount it has in
// one of them. It has the frame and the legend of p.
func (p Panels) Union() Map {
	out := Map{Frame: p.Frame, Legend: p.Legend}
	nodes, arcs, cycles := make(map[string]int), make(map[string]int), make(map[int]bool)
	for _, m := range p.Panels {
		for _, n := range m.Nodes {
			if i, seen := nodes[n.ID]; seen {
				if n.Known && (!out.Nodes[i].Known || n.Value > out.Nodes[i].Value) {
					out.Nodes[i] = n
				}
				continue
			}
			nodes[n.ID] = len(out.Nodes)
			out.Nodes = append(out.Nodes, n)
		}
		for _, a := range m.Arcs {
			if i, seen := arcs[a.ID]; seen {
				if a.Amount > out.Arcs[i].Amount {
					out.Arcs[i] = a
				}
				continue
			}
			arcs[a.ID] = len(out.Arcs)
			out.Arcs = append(out.Arcs, a)
		}
		for _, c := range m.Cycles {
			if !cycles[c.Number] {
				cycles[c.Number] = true
				out.Cycles = append(out.Cycles, c)
			}
		}
		out.FullValue, out.FullAmount = max(out.FullValue, m.FullValue), max(out.FullAmount, m.FullAmount)
	}
	slices.SortFunc(out.Cycles, func(a, b Cycle) int { return cmp.Compare(a.Number, b.Number) })
	for i := range out.Arcs { // the arrows of one map may be numbered otherwise than those of another
		out.Arcs[i].Cycles = known(out.Arcs[i].Cycles, cycles)
	}
	return out
}

func known(numbers []int, cycles map[int]bool) []int {
	var out []int
	for _, c := range numbers {
		if cycles[c] {
			out = append(out, c)
		}
	}
	return out
}
