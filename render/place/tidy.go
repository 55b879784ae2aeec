package place

import "math"

// tidier judges an arrangement by its ribbons as straight lines, and improves it by moving one circle at
// a time. Costs are whole millionths, so that a comparison comes out alike on any machine.
type tidier struct {
	*board
	at       []Point
	linked   []bool
	diagonal float64
	ideal    float64 // room between two rims that is just right
}

// The prices of what one does not want to see, relative to each other.
const (
	priceCrossing = 3.0
	priceThrough  = 6.0 // a ribbon through a foreign circle
	priceNear     = 1.2 // a ribbon that nearly touches one
	priceNarrow   = 2.0 // two ribbons that leave a circle in the same direction
	priceLong     = 3.0 // a ribbon across the whole canvas
	priceShort    = 1.5 // a ribbon with no room for an amount
	priceCrowd    = 1.0 // two circles side by side
	onCycleFactor = 1.5
)

func (b *board) tidier(at []Point) *tidier {
	t := &tidier{board: b, at: at, linked: b.linked(), diagonal: Point{b.width, b.height}.length()}
	t.ideal = clamp(round(0.45*math.Sqrt(b.width*b.height/float64(len(b.nodes)))), 60, 170)
	return t
}

// millionths makes a cost comparable.
func millionths(cost float64) int64 { return int64(math.Round(cost * 1e6)) }

// weight returns how much ribbon r matters.
func (r *ribbon) weight() float64 {
	if r.onCycle {
		return onCycleFactor
	}
	return 1
}

// total returns the cost of the whole arrangement.
func (t *tidier) total() int64 {
	sum := int64(0)
	for i := range t.ribbons {
		sum += t.ribbonCost(i, i+1, math.MaxInt64)
	}
	for v := range t.at {
		sum += t.crowdCost(v, v+1)
	}
	return sum
}

// local returns the part of the cost that depends on where node v is. Once that is above limit, it may stop
// and return any number above limit: most places are bad, and one need not know how bad.
func (t *tidier) local(v int, limit int64) int64 {
	sum := t.crowdCost(v, 0)
	for _, i := range t.incident[v] {
		if sum > limit {
			return sum
		}
		sum += t.ribbonCost(i, 0, limit-sum)
	}
	for i := range t.ribbons {
		if sum > limit {
			return sum
		}
		if r := &t.ribbons[i]; r.a != v && r.b != v {
			sum += millionths(t.nearCost(r, v))
		}
	}
	return sum
}

// ribbonCost returns what ribbon i costs: its length, the circles in its way, and its meetings with ribbons
// number first and above. Above limit it may stop, as in local.
func (t *tidier) ribbonCost(i, first int, limit int64) int64 {
	r := &t.ribbons[i]
	cost := t.lengthCost(r)
	enough := float64(limit)/1e6 + 1e-3
	for v := range t.at {
		if v != r.a && v != r.b {
			cost += t.nearCost(r, v)
		}
	}
	for j := first; j < len(t.ribbons); j++ {
		if j != i {
			cost += t.meetCost(r, &t.ribbons[j])
		}
		if cost > enough {
			break
		}
	}
	return millionths(cost)
}

// lengthCost returns what it costs that r is longer or shorter than ideal.
func (t *tidier) lengthCost(r *ribbon) float64 {
	rims := t.at[r.a].distance(t.at[r.b]) - t.nodes[r.a].radius - t.nodes[r.b].radius
	if rims < t.ideal {
		return priceShort * square(1-rims/t.ideal)
	}
	return priceLong * (rims - t.ideal) / t.diagonal * r.weight()
}

// nearCost returns what it costs that r passes by node v, which is not one of its ends.
func (t *tidier) nearCost(r *ribbon, v int) float64 {
	const near = 24
	p, q, c := t.at[r.a], t.at[r.b], t.at[v]
	reach := t.nodes[v].radius + r.half + 8 + near
	if c.X < min(p.X, q.X)-reach || c.X > max(p.X, q.X)+reach || c.Y < min(p.Y, q.Y)-reach || c.Y > max(p.Y, q.Y)+reach {
		return 0
	}
	clear := segmentDistance(c, p, q) - reach + near
	switch {
	case clear < 0:
		// The deeper, the dearer: so there is a way downhill.
		return priceThrough + min(-clear/20, 2)
	case clear < near:
		return priceNear * (1 - clear/near)
	}
	return 0
}

// meetCost returns what it costs that r and s cross, or leave a common end side by side.
func (t *tidier) meetCost(r, s *ribbon) float64 {
	shared, x, y := -1, 0, 0
	switch {
	case r.a == s.a:
		shared, x, y = r.a, r.b, s.b
	case r.a == s.b:
		shared, x, y = r.a, r.b, s.a
	case r.b == s.a:
		shared, x, y = r.b, r.a, s.b
	case r.b == s.b:
		shared, x, y = r.b, r.a, s.a
	}
	if shared < 0 {
		if segmentsCross(t.at[r.a], t.at[r.b], t.at[s.a], t.at[s.b]) {
			return priceCrossing * r.weight() * s.weight()
		}
		return 0
	}
	u, v := t.at[x].sub(t.at[shared]), t.at[y].sub(t.at[shared])
	if u.dot(v) <= 0 {
		return 0
	}
	const narrow = 0.26 // the sine of 15°
	sine := math.Abs(u.cross(v)) / max(float64(u.length()*v.length()), 1e-9)
	if sine >= narrow {
		return 0
	}
	return priceNarrow * (1 - sine/narrow)
}

// crowdCost returns what it costs that other circles, number first and above, are near v.
func (t *tidier) crowdCost(v, first int) int64 {
	sum := 0.0
	for w := first; w < len(t.at); w++ {
		if w == v {
			continue
		}
		d := t.at[v].sub(t.at[w])
		reach := t.ideal + t.nodes[v].radius + t.nodes[w].radius
		if l2 := d.dot(d); l2 < square(reach) {
			sum += priceCrowd * square(min((reach-math.Sqrt(l2))/t.ideal, 1))
		}
	}
	return millionths(sum)
}

// free reports whether node v keeps its gaps where it is.
func (t *tidier) free(v int) bool {
	for w := range t.at {
		if w != v {
			want := t.nodes[v].radius + t.nodes[w].radius + float64(0.8*t.gap(v, w, t.linked[v*len(t.at)+w]))
			if d := t.at[v].sub(t.at[w]); d.dot(d) < square(want) {
				return false
			}
		}
	}
	return true
}
