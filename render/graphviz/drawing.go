package graphviz

import (
	"context"
	"fmt"
)

// Circle is one company, or whatever a circle stands for.
type Circle struct {
	ID       string  // id of its <g> in the SVG; unique in the drawing, letters, digits and _ . : - only
	Class    string  // classes of its <g>, separated by one space; same letters
	Center   Point   //
	Radius   float64 // points, positive
	PenWidth float64 // points; 0 draws no rim
	Stroke   string  // #rrggbb or #rrggbbaa; "" is black
	Fill     string  // the same; "" is white
	Label    string  // shown literally; "\n" breaks the line; "" writes nothing
	LabelAt  Point   // centre of the label; anywhere, also outside the circle
	FontSize float64 // points; 0 is 12
}

// Curve is one arc, drawn from circle From to circle To with an arrowhead.
//
// Points are the control points of a chain of k cubic Béziers, 1+3k of them with k ≥ 1, from the start to the
// base of the arrowhead. Tip is where the arrowhead ends; if it equals the last of Points, none is drawn.
// Graphviz draws these points as they are: nothing is clipped at the circles.
type Curve struct {
	ID       string  // as Circle.ID; circles and curves share one set of ids
	Class    string  // as Circle.Class
	From, To int     // indices into Drawing.Circles
	Points   []Point // 1+3k control points
	Tip      Point   //
	PenWidth float64 // points, positive
	Color    string  // #rrggbb or #rrggbbaa; "" is black
	Style    string  // solid, dashed or dotted; "" is solid
	Label    string  // as Circle.Label
	LabelAt  Point   // centre of the label
	FontSize float64 // points; 0 is 12
}

// Drawing is a picture whose every coordinate is decided, in points, y up, the origin at the lower left.
// The
// circles come first, in order, then the curves, by From, then To, then in
// order: what comes later lies on top.
type Drawing struct {
	Width, Height float64 // the canvas, points
	Circles       []Circle
	Curves        []Curve
}

// Draw returns the drawing as the SVG Graphviz (nop2) writes: one <g class="node …"> per circle, then one
// <g class="edge …"> per curve, each with its id, every coordinate as given (SVG turns y down; the outer <g>
// moves the canvas back). A circle with no label at its
// centre has a blank <text> there. Same drawing, same bytes.
//
// The result is checked before it is returned: it is well-formed, belongs to this drawing, holds each id once,
// and has no elements but svg, g, title, ellipse, path, polygon and text. An empty drawing is an empty canvas.
//
// Draw takes 30 seconds at most if ctx has no deadline, and usually a tenth of a second, most of it the start of
// the worker process. The errors are ErrInvalid and ErrTooLarge before anything is started, ErrNoWorker, and
// *WorkerError, which wraps ctx's error when time ran out.
func Draw(ctx context.Context, d Drawing) ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	id := mark(d.dot(""))
	outputs, err := run(ctx, []job{{engine: "nop2", format: "svg", dot: d.dot(id)}})
	if err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	svg, err := d.checkSVG(outputs[0], id)
	if err != nil {
		return nil, fmt.Errorf("draw: %w", &WorkerError{Err: err})
	}
	return svg, nil
}
