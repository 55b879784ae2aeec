package raster

import (
	"math"
	"math/rand/v2"
	"testing"

	"dealgraph/render/shapes"
)

// parts returns how much of each pixel of a canvas of 40 × 40 is covered by a polygon, in 1/255, within clip.
func parts(points []shapes.Point, clip window) [40][40]uint32 {
	s := newScan(40, 40)
	s.clip = clip
	s.polygon(points)
	var out [40][40]uint32
	s.sweep(false, func(y, x0, x1 int, part uint32) {
		for x := x0; x < x1; x++ {
			out[y][x] += part
		}
	})
	return out
}

// TestScanAreas: the parts of all pixels add up to the area of a polygon, by the shoelace formula.
func TestScanAreas(t *testing.T) {
	const runs = 2000
	off := 0.0
	r := rand.New(rand.NewPCG(1, 2))
	for range runs {
		var p [3]shapes.Point
		for i := range p {
			p[i] = shapes.Point{X: 40 * r.Float64(), Y: 40 * r.Float64()}
		}
		want := math.Abs((p[1].X-p[0].X)*(p[2].Y-p[0].Y)-(p[2].X-p[0].X)*(p[1].Y-p[0].Y)) / 2
		got := 0.0
		for _, row := range parts(p[:], window{0, 0, 40, 40}) {
			for _, part := range row {
				got += float64(part) / 255
			}
		}
		// Pixels on the edges are rounded to 1/32; in slivers, these errors may all have the same sign.
		if math.Abs(got-want) > 0.75 {
			t.Fatalf("%v covers %.3f pixels, want %.3f", p, got, want)
		}
		off += (got - want) / runs
	}
	if math.Abs(off) > 0.05 {
		t.Errorf("on average, %.3f pixels too many are covered", off)
	}
}

// TestScanClip: a polygon within a window looks as it does without, and nothing lies outside.
func TestScanClip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	whole, clip := window{0, 0, 40, 40}, window{11, 7, 29, 31}
	for range 2000 {
		var p [4]shapes.Point
		for i := range p {
			p[i] = shapes.Point{X: 120*r.Float64() - 40, Y: 120*r.Float64() - 40}
		}
		all, some := parts(p[:], whole), parts(p[:], clip)
		for y := range 40 {
			for x := range 40 {
				inside := x >= clip.x0 && x < clip.x1 && y >= clip.y0 && y < clip.y1
				if !inside && some[y][x] != 0 {
					t.Fatalf("%v: pixel %d,%d is outside and %d", p, x, y, some[y][x])
				}
				// Cutting a line moves it by a 1/256 of a pixel, which may be one step of 1/32.
				if d := int(all[y][x]) - int(some[y][x]); inside && (d < -9 || d > 9) {
					t.Fatalf("%v: pixel %d,%d is %d, without the window %d", p, x, y, some[y][x], all[y][x])
				}
			}
		}
	}
}
