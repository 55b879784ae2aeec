package graph

import (
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
)

// Multigraph shows a Network to gonum: a weighted directed multigraph whose lines are arcs, and at the same time a
// weighted directed graph whose edges are the sums of parallel arcs. Node ids are Node values, line ids are arc ids. All
// its iterators are ordered, so that algorithms which follow them give the same answer every time.
type Multigraph struct{ n *Network }

var (
	_ graph.WeightedDirected           = Multigraph{}
	_ graph.DirectedMultigraph         = Multigraph{}
	_ graph.WeightedDirectedMultigraph = Multigraph{}
)

// Gonum is the network as gonum sees it. It copies nothing.
func (n *Network) Gonum() Multigraph { return Multigraph{n} }

type gonumNode Node

// ID is the Node.
func (v gonumNode) ID() int64 { return int64(v) }

// Line is an arc as gonum sees it.
type Line struct{ Arc Arc }

// From is the payer.
func (l Line) From() graph.Node { return gonumNode(l.Arc.From) }

// To is the payee.
func (l Line) To() graph.Node { return gonumNode(l.Arc.To) }

// ID is the arc's id.
func (l Line) ID() int64 { return int64(l.Arc.ID) }

// Weight is the arc's amount in whole units of the view's currency.
func (l Line) Weight() float64 { return l.Arc.Weight() }

// ReversedLine is the line seen from its payee.
func (l Line) ReversedLine() graph.Line {
	l.Arc.From, l.Arc.To = l.Arc.To, l.Arc.From
	return l
}

// Edge is all arcs from one party to another, added up.
type Edge struct {
	from, to Node
	Minor    int64 // the sum of the known amounts
}

// From is the payer.
func (e Edge) From() graph.Node { return gonumNode(e.from) }

// To is the payee.
func (e Edge) To() graph.Node { return gonumNode(e.to) }

// ReversedEdge is the edge seen from its payee.
func (e Edge) ReversedEdge() graph.Edge {
	e.from, e.to = e.to, e.from
	return e
}

// Weight is the sum in whole units of the view's currency.
func (e Edge) Weight() float64 { return float64(e.Minor) / 100 }

func (g Multigraph) has(id int64) bool { return id >= 0 && id < int64(g.n.Order()) }

// Node is the node with an id, or nil.
func (g Multigraph) Node(id int64) graph.Node {
	if !g.has(id) {
		return nil
	}
	return gonumNode(id)
}

// Nodes are all nodes in order.
func (g Multigraph) Nodes() graph.Nodes {
	out := make([]graph.Node, g.n.Order())
	for i := range out {
		out[i] = gonumNode(i)
	}
	return nodes(out)
}

// From are the parties that id pays, in order.
func (g Multigraph) From(id int64) graph.Nodes {
	if !g.has(id) {
		return graph.Empty
	}
	var out []graph.Node
	last := Node(-1)
	for a := range g.n.Out(Node(id)) {
		if a.To != last {
			out, last = append(out, gonumNode(a.To)), a.To
		}
	}
	return nodes(out)
}

// To are the parties that pay id, in order.
func (g Multigraph) To(id int64) graph.Nodes {
	if !g.has(id) {
		return graph.Empty
	}
	var out []graph.Node
	last := Node(-1)
	for a := range g.n.In(Node(id)) {
		if a.From != last {
			out, last = append(out, gonumNode(a.From)), a.From
		}
	}
	return nodes(out)
}

func nodes(n []graph.Node) graph.Nodes {
	if len(n) == 0 {
		return graph.Empty
	}
	return iterator.NewOrderedNodes(n)
}

// HasEdgeFromTo reports whether u pays v.
func (g Multigraph) HasEdgeFromTo(u, v int64) bool {
	return g.has(u) && g.has(v) && len(g.n.between(Node(u), Node(v))) > 0
}

// HasEdgeBetween reports whether either pays the other.
func (g Multigraph) HasEdgeBetween(u, v int64) bool {
	return g.HasEdgeFromTo(u, v) || g.HasEdgeFromTo(v, u)
}

// Edge is what u pays v, or nil.
func (g Multigraph) Edge(u, v int64) graph.Edge {
	if e := g.WeightedEdge(u, v); e != nil {
		return e
	}
	return nil
}

// WeightedEdge is what u pays v, or nil.
func (g Multigraph) WeightedEdge(u, v int64) graph.WeightedEdge {
	if !g.HasEdgeFromTo(u, v) {
		return nil
	}
	e := Edge{from: Node(u), to: Node(v)}
	for _, a := range g.n.between(Node(u), Node(v)) {
		e.Minor += a.Amount
	}
	return e
}

// Weight is the sum of what u pays v. It is 0 and true for a node and itself, 0 and false where there is no edge.
func (g Multigraph) Weight(u, v int64) (w float64, ok bool) {
	if e := g.WeightedEdge(u, v); e != nil {
		return e.Weight(), true
	}
	return 0, u == v && g.has(u)
}

// Lines are the arcs from u to v, in order.
func (g Multigraph) Lines(u, v int64) graph.Lines {
	if !g.HasEdgeFromTo(u, v) {
		return graph.Empty
	}
	var out []graph.Line
	for _, a := range g.n.between(Node(u), Node(v)) {
		out = append(out, Line{a})
	}
	return iterator.NewOrderedLines(out)
}

// WeightedLines are the arcs from u to v, in order.
func (g Multigraph) WeightedLines(u, v int64) graph.WeightedLines {
	if !g.HasEdgeFromTo(u, v) {
		return graph.Empty
	}
	var out []graph.WeightedLine
	for _, a := range g.n.between(Node(u), Node(v)) {
		out = append(out, Line{a})
	}
	return iterator.NewOrderedWeightedLines(out)
}

// Edges are the sums of parallel arcs, by payer and payee.
func (g Multigraph) Edges() graph.Edges {
	var out []graph.Edge
	for i, a := range g.n.arcs {
		if i == 0 || a.From != g.n.arcs[i-1].From || a.To != g.n.arcs[i-1].To {
			out = append(out, g.Edge(int64(a.From), int64(a.To)))
		}
	}
	if len(out) == 0 {
		return graph.Empty
	}
	return iterator.NewOrderedEdges(out)
}
