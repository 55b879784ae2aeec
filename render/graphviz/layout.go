package graphviz

import (
	"cmp"
	"context"
	"fmt"
)

// LayoutNode is one point to place. Its index in LayoutGraph.Nodes is its name.
type LayoutNode struct {
	Radius float64 // points; 0 is a dot
}

// LayoutEdge is one undirected link between two nodes, by their index in LayoutGraph.Nodes.
//
// Length is the distance neato tries to put between the two centres, in points; Weight says how hard it
// tries. Both must be positive, and Weight at most MaxWeight: Graphviz gives up for good above. An edge
// from a node to itself changes nothing.
type LayoutEdge struct {
	From, To       int
	Length, Weight float64
}

// LayoutGraph is what Layout places: an undirected graph of at most MaxNodes nodes and MaxEdges edges. Linked
// pairs should appear once; a second edge between the same two nodes pulls again.
type LayoutGraph struct {
	Nodes []LayoutNode
	Edges []LayoutEdge
}

// LayoutRun is one attempt: the solver and the seed of its starting positions.
type LayoutRun struct {
	Mode  string // "major" (stress majorization, also the meaning of "") or "sgd" (stochastic gradient descent)
	Start int    // seed, 0 or more; equal seeds give equal positions
}

// Point is a place on the canvas, in points (1/72 inch), y up.
type Point struct{ X, Y float64 }

// Layout returns where neato puts the nodes: for each run one Point per node, in their order. Circles may
// overlap, and the picture has its origin wherever Graphviz put it; to choose a run, and to spread it over a
// canvas, is up to the caller. Same graph, same runs: same points.
//
// All runs are done in one worker process. Layout takes 30 seconds at most if ctx has no deadline; twelve runs
// took 0.15 s at 20 nodes, 0.5 s at 60 and 3.3 s at 150. The errors are those of Draw.
func Layout(ctx context.Context, g LayoutGraph, runs []LayoutRun) ([][]Point, error) {
	if err := cmp.Or(g.check(), checkRuns(runs)); err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	if len(g.Nodes) == 0 || len(runs) == 0 {
		return make([][]Point, len(runs)), ctx.Err()
	}
	jobs, ids := make([]job, len(runs)), make([]string, len(runs))
	for i, r := range runs {
		ids[i] = mark(g.dot(r, ""))
		jobs[i] = job{engine: "neato", format: "json0", dot: g.dot(r, ids[i])}
	}
	outputs, err := run(ctx, jobs)
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	places := make([][]Point, len(runs))
	for i, output := range outputs {
		if places[i], err = readPlaces(output, ids[i], len(g.Nodes)); err != nil {
			return nil, fmt.Errorf("layout run %d: %w", i, &WorkerError{Err: err})
		}
	}
	return places, nil
}
