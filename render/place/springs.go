package place

import "dealgraph/render/figure"

// Springs is the question put to a layout engine: where do circles of these radii come to rest when the
// springs between them want these lengths? Node i of every answer is circle i of the Scene.
type Springs struct {
	Radii   []float64
	Springs []Spring
}

// Spring ties two circles: it wants their middles Length points apart and pulls with Weight.
type Spring struct {
	From, To       int
	Length, Weight float64
}

// NewSprings returns the springs of m: one for each pair of parties that deal with each other, with gap points
// between their rims, and the stiffer the more arrows there are. Gaps of 60 and 130 points give
// arrangements that are worth comparing.
func NewSprings(m *figure.Map, o Options, gap float64) Springs {
	b := newBoard(m, o)
	s := Springs{Radii: make([]float64, len(b.nodes))}
	for i, n := range b.nodes {
		s.Radii[i] = n.radius
	}
	for _, r := range b.ribbons {
		s.Springs = append(s.Springs, Spring{
			From: r.a, To: r.b,
			Length: b.nodes[r.a].radius + b.nodes[r.b].radius + gap,
			Weight: 1 + float64(len(r.lanes)),
		})
	}
	return s
}
