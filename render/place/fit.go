package place

import "math"

// turns are the cosines and sines of 0°, 15° … 165°, written out because library functions may differ in
// their last bits from machine to machine.
var turns = [12]Point{
	{1, 0}, {0.9659258262890683, 0.25881904510252074}, {0.8660254037844387, 0.5},
	{0.7071067811865476, 0.7071067811865476}, {0.5, 0.8660254037844387}, {0.25881904510252074, 0.9659258262890683},
	{0, 1}, {-0.25881904510252074, 0.9659258262890683}, {-0.5, 0.8660254037844387},
	{-0.7071067811865476, 0.7071067811865476}, {-0.8660254037844387, 0.5}, {-0.9659258262890683, 0.25881904510252074},
}

// turned returns the points turned by one of the turns.
func turned(points []Point, turn Point) []Point {
	out := make([]Point, len(points))
	for i, p := range points {
		out[i] = Point{float64(p.X*turn.X) - float64(p.Y*turn.Y), float64(p.X*turn.Y) + float64(p.Y*turn.X)}
	}
	return out
}

// maxStretch is how much more an arrangement may be stretched in one direction than in the other: at first,
// and once it is tidy. A tidy one may not grow by more than maxGrowth, so that two parties do not end up in
// opposite corners.
const maxStretch, maxRestretch, maxGrowth = 1.9, 1.4, 1.8

// fit scales points to the canvas, in x and y by factors of at most growth, of which one is at most stretch times
// the other, and centres them.
func (b *board) fit(points []Point, stretch, growth float64) []Point {
	field := b.field()
	box := bounds(points)
	sx, sy := math.Inf(1), math.Inf(1)
	if box.Width > 1 {
		sx = field.Width / box.Width
	}
	if box.Height > 1 {
		sy = field.Height / box.Height
	}
	if math.IsInf(sx, 1) && math.IsInf(sy, 1) {
		sx, sy = 1, 1
	}
	sx, sy = min(sx, sy*stretch, growth), min(sy, sx*stretch, growth)
	out := make([]Point, len(points))
	for i, p := range points {
		d := p.sub(box.Center)
		out[i] = field.Center.add(Point{float64(d.X * sx), float64(d.Y * sy)}).round()
	}
	return out
}

// field returns the part of the canvas for the middles of circles of mean size.
func (b *board) field() Box {
	const margin = 60
	return Box{Point{b.width / 2, b.height / 2}, b.width - 2*margin, b.height - 2*margin}
}

// reach returns how far the edge of the canvas must be from the middle of node v: room for its circle, and
// for its name if that stands outside.
func (b *board) reach(v int) (x, y float64) {
	const edge = 8
	n := b.nodes[v]
	x, y = n.radius+edge, n.radius+edge
	if !n.inside {
		x = max(x, n.text.width/2+edge)
		y += n.text.height
	}
	return x, y
}

// keepIn returns p moved so far that node v lies on the canvas with its name.
func (b *board) keepIn(v int, p Point) Point {
	x, y := b.reach(v)
	return Point{clamp(p.X, x, b.width-x), clamp(p.Y, y, b.height-y)}
}

// gap returns the room that nodes v and w want between their rims. Linked circles get more: there
// must be room for an amount.
func (b *board) gap(v, w int, linked bool) float64 {
	gap := 26.0
	if linked {
		gap = 50
	}
	for _, u := range []int{v, w} {
		if !b.nodes[u].inside {
			gap += 10
		}
	}
	if n := float64(len(b.nodes)); n > 40 {
		gap *= math.Sqrt(40 / n)
	}
	return gap
}

// separate pushes circles apart until the gaps are kept or nothing moves any more. Of two circles the larger
// one moves less. It works on points itself and reports whether no two circles overlap.
func (b *board) separate(points []Point, rounds int) bool {
	linked := b.linked()
	for v := range points {
		if !b.nodes[v].pinned {
			points[v] = b.keepIn(v, points[v])
		}
	}
	n := len(points)
	for range rounds {
		moved := 0.0
		for v := range n {
			for w := v + 1; w < n; w++ {
				want := b.nodes[v].radius + b.nodes[w].radius + b.gap(v, w, linked[v*n+w])
				d := points[w].sub(points[v])
				l := d.length()
				if l >= want {
					continue
				}
				if l < 0.01 { // on the same spot: part them in a direction that depends on their numbers
					d = turns[(v+5*w)%len(turns)]
				}
				push, u := (want-l)*0.6, d.unit()
				for i, share := range b.shares(v, w) {
					if share > 0 {
						pushed := []int{v, w}[i]
						points[pushed] = b.keepIn(pushed, points[pushed].add(u.scale(float64(2*i-1)*push*share)))
						moved = max(moved, push)
					}
				}
			}
		}
		if moved < 0.5 {
			break
		}
	}
	for v := range points {
		points[v] = points[v].round()
	}
	return b.overlaps(points) == 0
}

// shares returns which part of a push each of two circles takes: the larger one the smaller part, a pinned one none.
func (b *board) shares(v, w int) [2]float64 {
	switch {
	case b.nodes[v].pinned && b.nodes[w].pinned:
		return [2]float64{}
	case b.nodes[v].pinned:
		return [2]float64{0, 1}
	case b.nodes[w].pinned:
		return [2]float64{1, 0}
	}
	a, c := square(b.nodes[v].radius), square(b.nodes[w].radius)
	return [2]float64{c / (a + c), a / (a + c)}
}

// overlaps counts the pairs of circles that overlap, or nearly so.
func (b *board) overlaps(points []Point) int {
	count := 0
	for v := range points {
		for w := v + 1; w < len(points); w++ {
			if points[v].distance(points[w]) < b.nodes[v].radius+b.nodes[w].radius+4 {
				count++
			}
		}
	}
	return count
}

// linked returns for each pair v·n+w whether a ribbon ties v and w.
func (b *board) linked() []bool {
	n := len(b.nodes)
	linked := make([]bool, n*n)
	for _, r := range b.ribbons {
		linked[r.a*n+r.b], linked[r.b*n+r.a] = true, true
	}
	return linked
}
