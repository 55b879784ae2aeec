package svg

import (
	"math"

	"dealgraph/render/place"
)

// length returns the length of a vector. math.Hypot may differ in its last bit from machine to machine.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// curveLength returns the length of a cubic Bézier curve, by its polyline.
func curveLength(c [4]place.Point) float64 {
	const steps = 32
	sum, before := 0.0, c[0]
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		u := 1 - t
		var p place.Point
		for j, f := range [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t} {
			p.X += float64(f * c[j].X)
			p.Y += float64(f * c[j].Y)
		}
		sum += length(p.X-before.X, p.Y-before.Y)
		before = p
	}
	return sum
}
