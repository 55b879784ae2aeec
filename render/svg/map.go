package svg

import (
	"context"
	"fmt"

	"dealgraph/render/figure"
	"dealgraph/render/graphviz"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
)

// Options say how a map is drawn. The zero value is a light map of a size that suits its content.
type Options struct {
	Theme sheet.Theme // Light if empty
	// Width and Height of the part with circles and arrows, in points; zero chooses them.
	Width, Height float64
	// Layout is where parties stood in another map: they stay there, and circles and arrows are measured as in that one.
	Layout *place.Layout
	// AllInColor draws every arrow in full colour. Otherwise, in a map with cycles, those that are on no cycle
	// and have no emphasis step back.
	AllInColor bool
	// Metadata says for programs where the picture comes from; it is written into the file as it is.
	Metadata string
}

// Map draws m. The warnings say what could not be drawn as it should be: labels left out for want of room,
// arrows that run through a circle. Every arc of m is drawn.
//
// It is an error if m does not pass its Check, if the theme is unknown, or if Graphviz fails; ctx stops it.
// A map of 25 parties and 80 arcs takes about half a second, one of 150 and 400 several seconds. The program
// must call graphviz.Worker first thing in main.
func Map(ctx context.Context, m figure.Map, o Options) (out []byte, warnings []error, err error) {
	if err := m.Check(); err != nil {
		return nil, nil, fmt.Errorf("draw map %q: %w", m.ID, err)
	}
	if o.Theme, err = sheet.ParseTheme(string(o.Theme)); err != nil {
		return nil, nil, fmt.Errorf("draw map %q: %w", m.ID, err)
	}
	scene, m, err := Place(ctx, m, o)
	if err != nil {
		return nil, nil, err
	}
	picture, err := draw(ctx, scene)
	if err != nil {
		return nil, nil, fmt.Errorf("draw map %q: %w", m.ID, err)
	}
	c := newComposer(&m, scene.Width, o)
	c.ruler = scene.Ruler
	c.addPanel(&m, scene, picture)
	return c.compose(o.Metadata), scene.Warnings, nil
}

// Place finds the place of everything in m, as Map does before it draws, and returns it with the figure as it is drawn:
// its words made fit to be shown, and what is not a contract marked as such. m must pass its Check.
func Place(ctx context.Context, m figure.Map, o Options) (*place.Scene, figure.Map, error) {
	m = marked(cleaned(m))
	size := place.Options{Width: o.Width, Height: o.Height, Layout: o.Layout}
	var starts [][]place.Point
	if !o.Layout.Knows(&m) {
		var err error
		if starts, err = positions(ctx, &m, size); err != nil {
			return nil, m, fmt.Errorf("draw map %q: %w", m.ID, err)
		}
	}
	scene, err := place.Map(ctx, &m, starts, size)
	return scene, m, err
}

// marked returns m with the amounts of what is proposed or only rumoured marked as such, in words.
func marked(m figure.Map) figure.Map {
	for i, a := range m.Arcs { // cleaned has made the slice ours
		switch a.Certainty {
		case figure.Proposed:
			m.Arcs[i].Label = joined(m.Legend.Headings.Proposed, a.Label)
		case figure.Rumoured:
			m.Arcs[i].Label = joined(m.Legend.Headings.Rumoured, a.Label)
		}
	}
	return m
}

// joined returns a and b with a blank between them if both say something.
func joined(a, b string) string {
	if a != "" && b != "" {
		return a + " " + b
	}
	return a + b
}

// positions asks Graphviz where the circles go: with short and with long springs, by two methods, from several
// starts each, fewer the larger the map is.
func positions(ctx context.Context, m *figure.Map, o place.Options) ([][]place.Point, error) {
	if len(m.Nodes) == 0 {
		return nil, nil
	}
	starts := 6
	switch n := len(m.Nodes); {
	case n > 100:
		starts = 1
	case n > 60:
		starts = 2
	case n > 30:
		starts = 3
	}
	var runs []graphviz.LayoutRun
	for start := 1; start <= starts; start++ {
		runs = append(runs, graphviz.LayoutRun{Mode: "major", Start: start}, graphviz.LayoutRun{Mode: "sgd", Start: start})
	}
	var all [][]place.Point
	for _, gap := range []float64{60, 130} {
		springs := place.NewSprings(m, o, gap)
		g := graphviz.LayoutGraph{}
		for _, r := range springs.Radii {
			g.Nodes = append(g.Nodes, graphviz.LayoutNode{Radius: r})
		}
		for _, s := range springs.Springs {
			g.Edges = append(g.Edges, graphviz.LayoutEdge{From: s.From, To: s.To, Length: s.Length, Weight: s.Weight})
		}
		layouts, err := graphviz.Layout(ctx, g, runs)
		if err != nil {
			return nil, err
		}
		for _, l := range layouts {
			points := make([]place.Point, len(l))
			for i, p := range l {
				points[i] = place.Point{X: p.X, Y: p.Y}
			}
			all = append(all, points)
		}
	}
	return all, nil
}

// draw lets Graphviz draw the scene and reads what it drew. Circle i of the scene has the id c<i>, arrow i the
// id a<i>.
func draw(ctx context.Context, s *place.Scene) (*drawn, error) {
	point := func(p place.Point) graphviz.Point { return graphviz.Point{X: p.X, Y: p.Y} }
	d := graphviz.Drawing{Width: s.Width, Height: s.Height}
	for i, c := range s.Circles {
		d.Circles = append(d.Circles, graphviz.Circle{
			ID: fmt.Sprintf("c%d", i), Class: "party", Center: point(c.Center), Radius: c.Radius, PenWidth: c.Rim,
		})
	}
	for i, a := range s.Arcs {
		curve := graphviz.Curve{
			ID: fmt.Sprintf("a%d", i), Class: "deal", From: a.From, To: a.To, Tip: point(a.Tip), PenWidth: a.Pen,
		}
		for _, p := range a.Curve {
			curve.Points = append(curve.Points, point(p))
		}
		d.Curves = append(d.Curves, curve)
	}
	svg, err := graphviz.Draw(ctx, d)
	if err != nil {
		return nil, err
	}
	picture, err := parse(svg)
	if err != nil {
		return nil, err
	}
	for i := range s.Circles {
		if _, ok := picture.circles[fmt.Sprintf("c%d", i)]; !ok {
			return nil, fmt.Errorf("graphviz did not draw circle %d", i)
		}
	}
	for i := range s.Arcs {
		if picture.paths[fmt.Sprintf("a%d", i)] == "" {
			return nil, fmt.Errorf("graphviz did not draw arrow %d", i)
		}
	}
	return picture, nil
}
