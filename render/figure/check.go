package figure

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Check reports what makes m impossible to draw faithfully: IDs that are missing or used twice, arcs
// without both ends, arcs from a party to itself, amounts and values that are negative or not finite,
// certainties off the ladder, and cycle numbers that no cycle has. It returns all of them joined, in the
// order of the figure, or nil.
func (m Map) Check() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	cycles := make(map[int]bool, len(m.Cycles))
	for i, c := range m.Cycles {
		if c.Number < 1 || cycles[c.Number] {
			fail("cycle %d of figure %q: number %d is below 1 or used twice", i+1, m.ID, c.Number)
		}
		cycles[c.Number] = true
	}
	nodes := make(map[string]bool, len(m.Nodes))
	for i, n := range m.Nodes {
		if n.ID == "" || nodes[n.ID] {
			fail("node %d of figure %q: id %q is empty or used twice", i+1, m.ID, n.ID)
		}
		nodes[n.ID] = true
		if !drawable(n.Value) {
			fail("node %q: value %v is negative or not finite", n.ID, n.Value)
		}
	}
	arcs := make(map[string]bool, len(m.Arcs))
	for i, a := range m.Arcs {
		if a.ID == "" || arcs[a.ID] {
			fail("arc %d of figure %q: id %q is empty or used twice", i+1, m.ID, a.ID)
		}
		arcs[a.ID] = true
		for _, end := range []string{a.From, a.To} {
			if !nodes[end] {
				fail("arc %q: no node has the id %q", a.ID, end)
			}
		}
		if a.From == a.To {
			fail("arc %q: it leads from %q to itself; leave it out and say so in Dropped", a.ID, a.From)
		}
		if !drawable(a.Amount) {
			fail("arc %q: amount %v is negative or not finite", a.ID, a.Amount)
		}
		if !slices.Contains(Certainties(), a.Certainty) {
			fail("arc %q: certainty %q is not known (use one of %v)", a.ID, a.Certainty, Certainties())
		}
		for _, c := range a.Cycles {
			if !cycles[c] {
				fail("arc %q: no cycle has the number %d", a.ID, c)
			}
		}
	}
	for _, full := range []float64{m.FullValue, m.FullAmount} {
		if !drawable(full) {
			fail("figure %q: full scale %v is negative or not finite", m.ID, full)
		}
	}
	return errors.Join(errs...)
}

// drawable reports whether v can be the area or the width of something.
func drawable(v float64) bool { return v >= 0 && !math.IsInf(v, 1) }
