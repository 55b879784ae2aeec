package place

import (
	"cmp"
	"math"
	"slices"
)

// ribbon is all that runs between two nodes, in lanes beside each other. Offsets count to the right of the
// way from a to b, so lanes from a to b have the larger ones and lanes from b to a the smaller.
type ribbon struct {
	a, b    int // a < b
	lanes   []lane
	half    float64 // half the width of the ribbon, arrows included
	onCycle bool
	bow     float64    // chosen bow: how far its middle lies to the right, as a part of the distance
	dock    [2]float64 // how far its ends at a and at b are moved to the right along the rim
}

// lane is one arc of a ribbon.
type lane struct {
	arc     int // on the board
	forward bool
	offset  float64
}

const (
	laneSpacing = 13.0 // between the middles of two lanes, at least
	laneMargin  = 8.0  // between the edges of two lanes
)

// tieRibbons gathers the arcs into ribbons, thickest lanes nearest the middle.
func (b *board) tieRibbons() {
	byPair := make(map[[2]int]int)
	for i, a := range b.arcs {
		pair := [2]int{min(a.from, a.to), max(a.from, a.to)}
		at, seen := byPair[pair]
		if !seen {
			at = len(b.ribbons)
			byPair[pair] = at
			b.ribbons = append(b.ribbons, ribbon{a: pair[0], b: pair[1]})
		}
		r := &b.ribbons[at]
		r.lanes = append(r.lanes, lane{arc: i, forward: a.from == pair[0]})
		r.onCycle = r.onCycle || a.onCycle
	}
	for i := range b.ribbons {
		b.spreadLanes(&b.ribbons[i])
	}
	slices.SortFunc(b.ribbons, func(p, q ribbon) int {
		return cmp.Or(cmp.Compare(q.half, p.half), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	b.incident = make([][]int, len(b.nodes))
	for i, r := range b.ribbons {
		b.incident[r.a] = append(b.incident[r.a], i)
		b.incident[r.b] = append(b.incident[r.b], i)
	}
}

// spreadLanes orders the lanes of r from left to right (those that go back, outermost first, then those
// that go forth, innermost first) and gives them offsets around zero.
func (b *board) spreadLanes(r *ribbon) {
	slices.SortStableFunc(r.lanes, func(p, q lane) int {
		if p.forward != q.forward {
			if q.forward {
				return -1
			}
			return 1
		}
		if p.forward {
			return cmp.Compare(p.arc, q.arc) // board order: thickest first
		}
		return cmp.Compare(q.arc, p.arc)
	})
	at := 0.0
	for i := range r.lanes {
		if i > 0 {
			p, q := b.arcs[r.lanes[i-1].arc].pen, b.arcs[r.lanes[i].arc].pen
			space := max(laneSpacing, (p+q)/2+laneMargin)
			if r.lanes[i-1].forward == r.lanes[i].forward { // their heads are side by side
				space = max(space, (headWidth(p)+headWidth(q))/2)
			}
			at += space
		}
		r.lanes[i].offset = at
	}
	for i := range r.lanes {
		r.lanes[i].offset = round(r.lanes[i].offset - at/2)
		r.half = max(r.half, math.Abs(r.lanes[i].offset)+b.arcs[r.lanes[i].arc].pen/2)
	}
}

// laneCurve returns the curve of a lane from the middle of node a to the middle of b, more or less: it starts
// and ends beside the middles, so that lanes stay apart at the rims, and is drawn to the right so far
// that half-way it is bow parts of the distance plus its offset from the straight line.
func (b *board) laneCurve(r *ribbon, at []Point, bow, offset float64) cubic {
	p, q := at[r.a], at[r.b]
	d := p.distance(q)
	along := q.sub(p).unit()
	right := along.right()
	ends := [2]float64{}
	for i, v := range []int{r.a, r.b} {
		radius := b.nodes[v].radius
		ends[i] = clamp(float64(offset*b.squeeze(r, v))+r.dock[i], -0.9*radius, 0.9*radius)
	}
	p, q = p.add(right.scale(ends[0])), q.add(right.scale(ends[1]))
	// At t = ½ a cubic is ⅛ of its ends and ⅜ of its inner points.
	middle := float64(bow*d) + offset
	pull := (middle - (ends[0]+ends[1])/2) * 4 / 3
	lean := right.scale(pull)
	return cubic{p, p.add(along.scale(d / 3)).add(lean), q.sub(along.scale(d / 3)).add(lean), q}
}

// squeeze returns how much narrower r is at the rim of node v, one of its ends: it must fit into the circle.
func (b *board) squeeze(r *ribbon, v int) float64 {
	return min(1, 0.75*b.nodes[v].radius/r.half)
}

// clipped returns c from the rim of node v, where it starts, to gap points before the rim of node w.
func (b *board) clipped(c cubic, at []Point, v, w int, gap float64) cubic {
	t := c.leaves(at[v], b.nodes[v].radius)
	u := 1 - c.reversed().leaves(at[w], b.nodes[w].radius+gap)
	if u-t < 0.02 {
		t, u = 0.45, 0.55 // circles so near each other that nothing is left between them
	}
	return c.part(t, u)
}

// spine returns points along the middle of r, from rim to rim.
func (b *board) spine(r *ribbon, at []Point, bow float64) []Point {
	c := b.clipped(b.laneCurve(r, at, bow, 0), at, r.a, r.b, 0)
	points := c.polyline(spineSteps)
	for i := range points {
		points[i] = points[i].round()
	}
	return points
}

const spineSteps = 14
