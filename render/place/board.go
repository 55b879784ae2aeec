package place

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/render/figure"
)

// Options says how large the canvas is, and where parties stand already. A zero size is chosen from the number of parties and
// arrows.
type Options struct {
	Width, Height float64
	// Layout is that of another map: parties of it stay where they are, others find a place among them, and radii and
	// widths are measured as there. Nil if there is none.
	Layout *Layout
}

// Canvas returns the size of the canvas for m: what o says, else that of the layout, larger if m has outgrown it, else an
// area that grows with the square root of what there is to draw (very small maps get less), 1.7 times as wide as high.
func (o Options) Canvas(m *figure.Map) (width, height float64) {
	if o.Layout != nil {
		return o.Layout.canvas(o, m)
	}
	n := max(float64(len(m.Nodes)), float64(len(m.Arcs))/2.5, 2)
	area := min(238000*math.Sqrt(n), 90000*n)
	width, height = o.Width, o.Height
	if width == 0 {
		width = clamp(20*math.Round(math.Sqrt(1.7*area)/20), 560, 2600)
	}
	if height == 0 {
		height = clamp(20*math.Round(area/width/20), 300, 2000)
	}
	return width, height
}

// fixed reports whether the canvas must not grow or be cropped.
func (o Options) fixed() bool { return o.Layout != nil || o.Width != 0 && o.Height != 0 }

// board is a figure made ready for placing: nodes and arcs in an order of their own, with their sizes.
type board struct {
	width, height float64
	priceEdge     float64 // of a name across the edge: the canvas may grow, or not
	priceOff      float64 // of a point of a ribbon off the canvas
	ruler         Ruler
	anew          []error // what is not measured as in the layout
	nodes         []node
	arcs          []arc
	ribbons       []ribbon
	incident      [][]int         // ribbons at each node
	done          <-chan struct{} // closed when nobody wants the result any more
}

// stopped reports whether nobody wants the result any more.
func (b *board) stopped() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

// node is a party on the board.
type node struct {
	index  int // in the figure
	id     string
	radius float64
	rim    float64
	text   block
	inside bool // text fits into the circle
	pinned bool // it stays where it is
}

// arc is a leg on the board.
type arc struct {
	index    int // in the figure
	from, to int // on the board
	pen      float64
	onCycle  bool
}

// newBoard sorts the parts of m. Nodes come by value, number of arcs, largest arc, name and ID; so the order
// depends on IDs only where nothing else tells two parties apart.
func newBoard(m *figure.Map, o Options) *board {
	b := &board{priceEdge: priceCover, priceOff: priceOutside}
	if o.fixed() {
		b.priceEdge, b.priceOff = 20*priceCover, 5*priceOutside
	}
	b.width, b.height = o.Canvas(m)
	b.ruler = NewRuler(m, b.width, b.height)
	if o.Layout != nil {
		b.ruler, b.anew = o.Layout.ruler(b.ruler, m)
	}

	degree, largest := make(map[string]int), make(map[string]float64)
	onCycle := make(map[string]bool)
	for _, a := range m.Arcs {
		for _, end := range []string{a.From, a.To} {
			degree[end]++
			largest[end] = max(largest[end], a.Amount)
			onCycle[end] = onCycle[end] || len(a.Cycles) > 0
		}
	}
	order := make([]int, len(m.Nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		p, q := m.Nodes[i], m.Nodes[j]
		return cmp.Or(
			cmp.Compare(q.Value, p.Value),
			cmp.Compare(degree[q.ID], degree[p.ID]),
			cmp.Compare(largest[q.ID], largest[p.ID]),
			cmp.Compare(p.Name, q.Name),
			cmp.Compare(p.ID, q.ID),
		)
	})
	at := make(map[string]int, len(order))
	for i, index := range order {
		n := m.Nodes[index]
		at[n.ID] = i
		rim := plainRim
		if n.Emphasis || onCycle[n.ID] {
			rim = emphasisRim
		}
		node := node{index: index, id: n.ID, radius: b.ruler.Radius(n), rim: rim, text: nameBlock(n)}
		node.inside = node.text.fits(node.radius)
		b.nodes = append(b.nodes, node)
	}
	for index, a := range m.Arcs {
		b.arcs = append(b.arcs, arc{
			index: index, from: at[a.From], to: at[a.To], pen: b.ruler.Pen(a), onCycle: len(a.Cycles) > 0,
		})
	}
	slices.SortFunc(b.arcs, func(p, q arc) int {
		return cmp.Or(
			cmp.Compare(p.from, q.from),
			cmp.Compare(p.to, q.to),
			cmp.Compare(q.pen, p.pen),
			cmp.Compare(m.Arcs[p.index].Kind, m.Arcs[q.index].Kind),
			cmp.Compare(m.Arcs[p.index].Certainty, m.Arcs[q.index].Certainty),
			cmp.Compare(m.Arcs[p.index].ID, m.Arcs[q.index].ID),
		)
	})
	b.tieRibbons()
	return b
}
