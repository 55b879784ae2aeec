package place

import "math"

// bows are the bends a ribbon tries, as parts of its length, gentle ones first: of two that cost the same
// the first wins. A ribbon that bends to the right has a positive bow.
var bows = [15]float64{0.05, -0.05, 0, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2, 0.26, -0.26, 0.34, -0.34, 0.42, -0.42}

// gentle is the bow of a ribbon that is left alone: an arc reads better than a line as long as there is room.
const gentle = 0.07

// way is one ribbon with one bow.
type way struct {
	spine  []Point
	bounds Box
	fixed  float64 // what it costs whatever the other ribbons do
}

// router chooses a bow for each ribbon.
type router struct {
	*board
	at     []Point
	names  []Box // of names outside their circles; nil while they are not placed
	ways   [][len(bows)]way
	chosen []int
}

// The prices of routing, relative to each other.
const (
	pricePierce   = 60.0 // a foreign circle is run through
	priceGraze    = 3.0  // one is nearly touched
	priceName     = 5.0  // a name is run through
	priceOutside  = 8.0  // a point of the way lies off the canvas
	priceBend     = 5.0  // a bow of ½ more than gentle
	priceCut      = 3.0  // another ribbon is crossed
	priceCutTwice = 8.0  // one with the same end is crossed
	priceBeside   = 0.8  // a stretch runs on or along another ribbon
)

// route chooses bows for the ribbons of b in passes rounds and returns what they cost together. It keeps the
// bows in b.
func (b *board) route(at []Point, names []Box, passes int) float64 {
	r := &router{board: b, at: at, names: names}
	r.ways = make([][len(bows)]way, len(b.ribbons))
	r.chosen = make([]int, len(b.ribbons))
	for i := range b.ribbons {
		for j, bow := range bows {
			r.ways[i][j] = r.newWay(&b.ribbons[i], bow)
			if bow == b.ribbons[i].bow {
				r.chosen[i] = j // go on from an earlier round of routing
			}
		}
	}
	for range passes {
		if !r.improve() {
			break
		}
	}
	sum := 0.0
	for i := range b.ribbons {
		b.ribbons[i].bow = bows[r.chosen[i]]
		sum += r.cost(i, r.chosen[i], i+1, math.Inf(1))
	}
	return sum
}

// improve lets each ribbon choose again, the thickest first, and reports whether one chose otherwise.
func (r *router) improve() bool {
	changed := false
	for i := range r.ribbons {
		if r.stopped() {
			return false
		}
		best, bestCost := r.chosen[i], millionths(r.cost(i, r.chosen[i], 0, math.Inf(1)))
		for j := range bows {
			if j == r.chosen[i] || millionths(r.ways[i][j].fixed) >= bestCost {
				continue
			}
			if cost := millionths(r.cost(i, j, 0, float64(bestCost)/1e6)); cost < bestCost {
				best, bestCost = j, cost
			}
		}
		changed = changed || best != r.chosen[i]
		r.chosen[i] = best
	}
	return changed
}

// cost returns what ribbon i costs with bow j, among the ribbons number first and above. Once that is clearly
// above limit, it may stop and return any number above it.
func (r *router) cost(i, j, first int, limit float64) float64 {
	w := &r.ways[i][j]
	cost := w.fixed
	for k := first; k < len(r.ribbons); k++ {
		if k != i {
			cost += r.meet(&r.ribbons[i], w, &r.ribbons[k], &r.ways[k][r.chosen[k]])
		}
		if cost > limit+1e-3 {
			break
		}
	}
	return cost
}

// newWay works out what ribbon s with a bow costs by itself.
func (r *router) newWay(s *ribbon, bow float64) way {
	w := way{spine: r.spine(s, r.at, bow)}
	w.bounds = bounds(w.spine)
	w.fixed = priceBend * square(2*(math.Abs(bow)-gentle))
	for v := range r.at {
		if v == s.a || v == s.b {
			continue
		}
		// The spine may not lie further than half the ribbon from an arrow, give or take the bow.
		clear := r.polylineDistance(r.at[v], &w, r.nodes[v].radius+s.half+26) - r.nodes[v].radius - s.half
		switch {
		case clear < 4:
			w.fixed += pricePierce + (4 - clear)
		case clear < 16:
			w.fixed += priceGraze * (16 - clear) / 12
		}
	}
	for v, box := range r.names {
		if box.Width > 0 && v != s.a && v != s.b && !box.apart(w.bounds, s.half+2) && r.throughBox(&w, box.grow(s.half)) {
			w.fixed += priceName
		}
	}
	for _, p := range w.spine {
		edge := s.half + 6
		if p.X < edge || p.X > r.width-edge || p.Y < edge || p.Y > r.height-edge {
			w.fixed += r.priceOff
		}
	}
	return w
}

// polylineDistance returns how far p is from the way w, or reach if it is further than that.
func (r *router) polylineDistance(p Point, w *way, reach float64) float64 {
	if w.bounds.distance(p) >= reach {
		return reach
	}
	d := reach
	for i := range len(w.spine) - 1 {
		d = min(d, segmentDistance(p, w.spine[i], w.spine[i+1]))
	}
	return d
}

// throughBox reports whether w has a point in box; it looks at its points and half-way between them.
func (r *router) throughBox(w *way, box Box) bool {
	for i, p := range w.spine {
		if box.distance(p) == 0 || i > 0 && box.distance(p.mix(w.spine[i-1], 0.5)) == 0 {
			return true
		}
	}
	return false
}

// meet returns what it costs that ribbon p on way v and ribbon q on way w cross or run beside each other.
func (r *router) meet(p *ribbon, v *way, q *ribbon, w *way) float64 {
	near := p.half + q.half + 7
	if v.bounds.apart(w.bounds, near) {
		return 0
	}
	weight := (p.weight() + q.weight()) / 2
	sharing := p.a == q.a || p.a == q.b || p.b == q.a || p.b == q.b
	cost := 0.0
	for i := range spineSteps {
		a, b := v.spine[i], v.spine[i+1]
		low, high := Point{min(a.X, b.X) - near, min(a.Y, b.Y) - near}, Point{max(a.X, b.X) + near, max(a.Y, b.Y) + near}
		if low.X > w.bounds.Center.X+w.bounds.Width/2 || high.X < w.bounds.Center.X-w.bounds.Width/2 ||
			low.Y > w.bounds.Center.Y+w.bounds.Height/2 || high.Y < w.bounds.Center.Y-w.bounds.Height/2 {
			continue
		}
		closest, cut := near, false
		for j := range spineSteps {
			c, d := w.spine[j], w.spine[j+1]
			if max(c.X, d.X) < low.X || min(c.X, d.X) > high.X || max(c.Y, d.Y) < low.Y || min(c.Y, d.Y) > high.Y {
				continue
			}
			if segmentsCross(a, b, c, d) {
				cut = true
			}
			closest = min(closest, segmentDistance(a.mix(b, 0.5), c, d))
		}
		switch {
		case cut && sharing:
			cost += float64(priceCutTwice * weight)
		case cut:
			cost += float64(priceCut * weight)
		case closest < near:
			beside := priceBeside * (1 - closest/near) * v.stepLength(i) / 12
			if sharing && r.nearShared(p, q, a.mix(b, 0.5)) {
				beside /= 4 // ribbons with a common end must come near each other there
			}
			cost += beside
		}
	}
	return cost
}

// stepLength returns how long step i of the way is.
func (w *way) stepLength(i int) float64 { return w.spine[i].distance(w.spine[i+1]) }

// nearShared reports whether p lies near a common end of ribbons s and t.
func (r *router) nearShared(s, t *ribbon, p Point) bool {
	const room = 34
	for _, v := range []int{s.a, s.b} {
		if (v == t.a || v == t.b) && r.at[v].distance(p) < r.nodes[v].radius+room {
			return true
		}
	}
	return false
}

// placed returns the arrow of lane l of ribbon s.
func (b *board) placed(s *ribbon, l lane, at []Point) Arc {
	a := b.arcs[l.arc]
	curve := b.laneCurve(s, at, s.bow, l.offset)
	if !l.forward {
		curve = curve.reversed()
	}
	to := b.nodes[a.to]
	head, width := headLength(a.pen), headWidth(a.pen)
	// The rim is a line around the radius; half of it lies outside.
	tipped := b.clipped(curve, at, a.from, a.to, to.rim/2)
	if room := tipped[0].distance(tipped[3]) / 2; head > room {
		head, width = room, round(width*room/head)
	}
	tip := tipped[3]
	t := 1 - tipped.reversed().leaves(tip, head)
	shaft, _ := tipped.split(t)
	return Arc{
		Arc: a.index, From: a.from, To: a.to,
		Curve: shaft.round(), Tip: tip.round(), HeadWidth: width, Pen: a.pen,
	}
}
