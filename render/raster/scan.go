package raster

import (
	"cmp"
	"math"
	"slices"

	"dealgraph/render/shapes"
)

// A pixel is divided into sub × sub parts; coordinates are rounded to them.
const (
	bits = 8
	sub  = 1 << bits
)

// cell is what the lines that cross a pixel contribute to its row. Cover is the height of the lines in the pixel,
// down positive; area is twice the part of the pixel on the left of them.
type cell struct {
	x           int
	cover, area int
}

// window is a range of pixels.
type window struct{ x0, y0, x1, y1 int }

func (w window) intersect(v window) window {
	return window{max(w.x0, v.x0), max(w.y0, v.y0), min(w.x1, v.x1), min(w.y1, v.y1)}
}

// scan collects the lines that bound an area and tells how much of each pixel it covers.
type scan struct {
	clip     window
	rows     [][]cell // by y
	top, end int      // the rows in use, end excluded
}

func newScan(width, height int) *scan {
	return &scan{clip: window{0, 0, width, height}, rows: make([][]cell, height), top: height}
}

// polygon adds the lines between points, the last of which is joined to the first.
func (s *scan) polygon(points []shapes.Point) {
	for i, p := range points {
		if i > 0 {
			s.line(points[i-1], p)
		}
	}
	if n := len(points); n > 1 {
		s.line(points[n-1], points[0])
	}
}

// line adds a line, or the part of it that matters: nothing above, below or right of the window does, and what
// is on the left of it counts as running down its edge.
func (s *scan) line(a, b shapes.Point) {
	if a.Y == b.Y {
		return
	}
	sign := 1
	if a.Y > b.Y {
		a, b, sign = b, a, -1
	}
	top, bottom := float64(s.clip.y0), float64(s.clip.y1)
	left, right := float64(s.clip.x0), float64(s.clip.x1)
	if b.Y <= top || a.Y >= bottom || left >= right || min(a.X, b.X) >= right {
		return
	}
	if a.Y < top {
		a = shapes.Point{X: crossing(a.Y, a.X, b.Y, b.X, top), Y: top}
	}
	if b.Y > bottom {
		b = shapes.Point{X: crossing(a.Y, a.X, b.Y, b.X, bottom), Y: bottom}
	}
	cuts := []float64{left, right}
	if a.X > b.X {
		cuts[0], cuts[1] = right, left
	}
	for _, x := range cuts {
		if (a.X < x) != (b.X < x) && a.X != x && b.X != x {
			c := shapes.Point{X: x, Y: crossing(a.X, a.Y, b.X, b.Y, x)}
			s.piece(a, c, sign)
			a = c
		}
	}
	s.piece(a, b, sign)
}

// crossing returns v where u is at, on the line from (u0, v0) to (u1, v1).
func crossing(u0, v0, u1, v1, at float64) float64 {
	return v0 + float64((v1-v0)*((at-u0)/(u1-u0)))
}

// piece adds a line, downward, that lies on one side of both the left and the right edge of the window.
func (s *scan) piece(a, b shapes.Point, sign int) {
	mid := (a.X + b.X) / 2
	if mid >= float64(s.clip.x1) {
		return
	}
	left := float64(s.clip.x0)
	if mid < left {
		a.X, b.X = left, left
	}
	x0, y0 := fixed(a.X), min(max(fixed(a.Y), s.clip.y0*sub), s.clip.y1*sub)
	x1, y1 := fixed(b.X), min(max(fixed(b.Y), s.clip.y0*sub), s.clip.y1*sub)
	if y0 >= y1 {
		return
	}
	for y := y0; y < y1; {
		row := y >> bits
		next := min((row+1)<<bits, y1)
		xa := x0 + share(x1-x0, y-y0, y1-y0)
		xb := x0 + share(x1-x0, next-y0, y1-y0)
		s.inRow(row, xa, y-row<<bits, xb, next-row<<bits, sign)
		y = next
	}
}

func fixed(v float64) int { return int(math.Floor(float64(v*sub) + 0.5)) }

// share returns whole·part/of, rounded down; of is positive.
func share(whole, part, of int) int {
	a, b := int64(whole)*int64(part), int64(of)
	q := a / b
	if a%b < 0 {
		q--
	}
	return int(q)
}

// inRow adds a line within one row; y0 < y1 are counted from its top.
func (s *scan) inRow(row, x0, y0, x1, y1, sign int) {
	s.top, s.end = min(s.top, row), max(s.end, row+1)
	if x0>>bits == x1>>bits {
		s.add(row, x0>>bits, sign*(y1-y0), x0+x1)
		return
	}
	flip := x0 > x1 // walk to the right; the order of what is summed does not matter
	if flip {
		x0, x1 = x1, x0
	}
	height := y1 - y0
	for x, done := x0, 0; x < x1; {
		next := min((x>>bits+1)<<bits, x1)
		until := share(height, next-x0, x1-x0)
		s.add(row, x>>bits, sign*(until-done), x+next)
		x, done = next, until
	}
}

// add notes that a line covers cover of the height of a pixel; twice is the sum of where it begins and ends.
func (s *scan) add(row, x, cover, twice int) {
	if cover == 0 {
		return
	}
	area := cover * (twice - 2*x*sub)
	cells := s.rows[row]
	if n := len(cells); n > 0 && cells[n-1].x == x {
		cells[n-1].cover += cover
		cells[n-1].area += area
		return
	}
	s.rows[row] = append(cells, cell{x, cover, area})
}

// sweep calls span for each range of pixels, from x0 to before x1, of which the same part is covered, in 1/255, and
// forgets the lines.
func (s *scan) sweep(evenOdd bool, span func(y, x0, x1 int, part uint32)) {
	for y := s.top; y < s.end; y++ {
		cells := s.rows[y]
		slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(a.x, b.x) })
		cover := 0
		for i := 0; i < len(cells); {
			x, area := cells[i].x, 0
			for ; i < len(cells) && cells[i].x == x; i++ {
				cover += cells[i].cover
				area += cells[i].area
			}
			if x >= s.clip.x1 {
				break
			}
			if part := partOf(2*sub*cover-area, evenOdd); part > 0 {
				span(y, x, x+1, part)
			}
			end := s.clip.x1
			if i < len(cells) {
				end = min(end, cells[i].x)
			}
			if part := partOf(2*sub*cover, evenOdd); part > 0 && x+1 < end {
				span(y, x+1, end, part)
			}
		}
		s.rows[y] = cells[:0]
	}
	s.top, s.end = len(s.rows), 0
}

// partOf turns how often a pixel is covered, in 1/131072, into how much of it is, in 1/255, rounded
// to a step of 1/32.
func partOf(covered int, evenOdd bool) uint32 {
	const whole, steps = 2 * sub * sub, 32
	if covered < 0 {
		covered = -covered
	}
	if evenOdd {
		covered %= 2 * whole
		if covered > whole {
			covered = 2*whole - covered
		}
	}
	step := (min(covered, whole)*steps + whole/2) / whole
	return uint32((step*255 + steps/2) / steps)
}
