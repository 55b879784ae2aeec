package raster

import (
	"fmt"
	"math"

	"dealgraph/render/shapes"
)

// maxDashes is how many dashes a path may fall into.
const maxDashes = 200_000

// dashed cuts lines into dashes as the pen says. Each subpath begins the pattern anew.
func dashed(lines []polyline, pen shapes.Pen) ([]polyline, error) {
	if len(pen.Dashes) == 0 {
		return lines, nil
	}
	period := 0.0
	for _, d := range pen.Dashes {
		period += d
	}
	var out []polyline
	for _, l := range lines {
		points := l.points
		if l.closed {
			points = append(points[:len(points):len(points)], points[0])
		}
		long := 0.0
		for i := 1; i < len(points); i++ {
			long += length(points[i].X-points[i-1].X, points[i].Y-points[i-1].Y)
		}
		if count := long / period * float64(len(pen.Dashes)); count+float64(len(out)) > maxDashes {
			return nil, fmt.Errorf("a line with more than %d dashes", maxDashes)
		}
		out = append(out, cut(points, pen, period)...)
	}
	return out, nil
}

// dasher says which part of the pattern comes next.
type dasher struct {
	lengths []float64
	i       int     // the length in use; even ones are dashes
	left    float64 // of it
}

func (d *dasher) next() {
	d.i = (d.i + 1) % len(d.lengths)
	d.left = d.lengths[d.i]
}

func newDasher(pen shapes.Pen, period float64) *dasher {
	offset := math.Mod(pen.Offset, period)
	if offset < 0 {
		offset += period
	}
	d := &dasher{lengths: pen.Dashes, left: pen.Dashes[0]}
	for offset >= d.left && offset > 0 {
		offset -= d.left
		d.next()
	}
	d.left -= offset
	return d
}

// cut returns the dashes of one line.
func cut(points []shapes.Point, pen shapes.Pen, period float64) []polyline {
	if len(points) < 2 {
		return nil
	}
	d := newDasher(pen, period)
	var out []polyline
	var dash []shapes.Point // so far, if in a dash
	var way shapes.Point
	add := func(p shapes.Point) {
		if n := len(dash); n == 0 || dash[n-1] != p {
			dash = append(dash, p)
		}
	}
	finish := func() {
		out = append(out, polyline{points: dash, way: way})
		dash = nil
	}
	if d.i%2 == 0 {
		add(points[0])
	}
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		long := length(b.X-a.X, b.Y-a.Y)
		way = shapes.Point{X: (b.X - a.X) / long, Y: (b.Y - a.Y) / long}
		done := 0.0
		for long-done > d.left {
			done += d.left
			p := shapes.Point{X: a.X + float64(way.X*done), Y: a.Y + float64(way.Y*done)}
			if add(p); d.i%2 == 0 {
				finish()
			}
			d.next()
		}
		d.left -= long - done
		if d.i%2 == 0 {
			add(b)
		}
	}
	if len(dash) > 0 {
		finish()
	}
	return out
}
