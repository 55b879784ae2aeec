package place

import (
	"fmt"
	"math"

	"dealgraph/render/figure"
)

// nameSides are the sixteen sides of a circle a name can stand on, best first: below and above, where the
// eye expects it, then beside, then askew. Y is up.
var nameSides = [16]Point{
	{0, -1}, {0, 1}, {1, 0}, {-1, 0},
	{0.7071, -0.7071}, {-0.7071, -0.7071}, {0.7071, 0.7071}, {-0.7071, 0.7071},
	{0.3827, -0.9239}, {-0.3827, -0.9239}, {0.3827, 0.9239}, {-0.3827, 0.9239},
	{0.9239, -0.3827}, {-0.9239, -0.3827}, {0.9239, 0.3827}, {-0.9239, 0.3827},
}

// The prices of a place for text. Covering a circle or another text is worst.
const (
	priceCover   = 40.0 // a circle, a name or the edge of the canvas, with the whole of the text
	priceOnArrow = 3.0  // an arrow runs through the whole width of the text
	priceSide    = 0.06 // one step down the list of sides
)

// placeNames finds a place for the text of every node: in the circle, or on the side where it covers
// least, labels included. It goes over all of them passes times, since each is in the way of others. Boxes of
// names inside are returned too.
func (b *board) placeNames(at []Point, arrows []stroke, labels []Box, passes int) []Box {
	boxes := make([]Box, len(b.nodes))
	sides := make([]int, len(b.nodes))
	for v, n := range b.nodes {
		boxes[v] = n.text.box(at[v])
		if !n.inside {
			boxes[v] = b.nameBox(v, at[v], nameSides[0], nameGaps[0])
		}
	}
	for range passes {
		changed := false
		for v, n := range b.nodes {
			if n.inside {
				continue
			}
			best, bestCost := sides[v], int64(math.MaxInt64)
			for i := range len(nameSides) * len(nameGaps) {
				box := b.nameBox(v, at[v], nameSides[i%len(nameSides)], nameGaps[i/len(nameSides)])
				cost := millionths(b.nameCost(v, box, at, boxes, labels, arrows) + float64(float64(i)*priceSide))
				if cost < bestCost {
					best, bestCost = i, cost
				}
			}
			changed = changed || best != sides[v]
			sides[v] = best
			boxes[v] = b.nameBox(v, at[v], nameSides[best%len(nameSides)], nameGaps[best/len(nameSides)])
		}
		if !changed {
			break
		}
	}
	return boxes
}

// nameGaps are the distances of a name from its rim, near ones first.
var nameGaps = [3]float64{3, 11, 20}

// nameBox returns the room of the text of node v on the given side of its circle.
func (b *board) nameBox(v int, at, side Point, gap float64) Box {
	n := b.nodes[v]
	r := n.radius + n.rim/2 + gap
	// The box touches the circle of radius r: straight above and below with its edge, beside with its end,
	// askew with its corner or thereabouts.
	x := float64(side.X*r) + float64(side.X*n.text.width/2)
	y := float64(side.Y*r) + float64(side.Y*n.text.height/2)
	if side.X != 0 && side.Y != 0 {
		x = float64(side.X*r) + math.Copysign(n.text.width/2, side.X)
		if math.Abs(side.X) < 0.5 { // nearly above or below: let it hang over the middle
			x = float64(side.X*r) + float64(side.X*n.text.width/2)
			y = float64(side.Y*r) + math.Copysign(n.text.height/2, side.Y)
		} else {
			y = float64(side.Y*r) + float64(side.Y*n.text.height/2)
		}
	}
	return n.text.box(at.add(Point{x, y}))
}

// nameCost returns what it costs to have the name of node v in box.
func (b *board) nameCost(v int, box Box, at []Point, names, labels []Box, arrows []stroke) float64 {
	cost := 0.0
	area := float64(box.Width * box.Height)
	if !box.inside(b.width, b.height) {
		cost += b.priceEdge
	}
	for w := range b.nodes {
		limit := b.nodes[w].radius + 2
		if w == v {
			limit = b.nodes[w].radius
		}
		if d := box.distance(at[w]); d < limit {
			cost += float64(priceCover * min(1, 0.2+(limit-d)/20))
		}
		if w != v {
			if shared := box.grow(2).overlap(names[w]); shared > 0 {
				cost += float64(priceCover * (0.2 + shared/area))
			}
		}
	}
	for _, l := range labels {
		if shared := box.grow(1).overlap(l); shared > 0 {
			cost += float64(priceCover / 4 * (0.2 + shared/area))
		}
	}
	for i := range arrows {
		if l := arrows[i].through(box.grow(1.5)); l > 0 {
			cost += float64(priceOnArrow * (0.15 + l/box.Width) * (1 + arrows[i].half/3))
		}
	}
	return cost
}

// crowded reports the names that cover another name, or a circle that is not theirs, for want of a better place.
func (b *board) crowded(m *figure.Map, at []Point, names []Box) []error {
	var warnings []error
	for v := range b.nodes {
		for w := range b.nodes {
			area := min(float64(names[v].Width*names[v].Height), float64(names[w].Width*names[w].Height))
			covers := w < v && names[v].overlap(names[w]) > tooMuch*area
			if covers || w != v && names[v].distance(at[w]) < b.nodes[w].radius-2 {
				warnings = append(warnings, fmt.Errorf("the name %q is in the way of %q: no better place was found",
					m.Nodes[b.nodes[v].index].Name, m.Nodes[b.nodes[w].index].Name))
			}
		}
	}
	return warnings
}
