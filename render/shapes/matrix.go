package shapes

import "math"

// Matrix is an affine transform: (x, y) becomes (A·x + C·y + E, B·x + D·y + F).
type Matrix struct{ A, B, C, D, E, F float64 }

// Identity leaves everything where it is.
var Identity = Matrix{A: 1, D: 1}

// Apply returns where m puts p.
func (m Matrix) Apply(p Point) Point {
	return Point{
		float64(m.A*p.X) + float64(m.C*p.Y) + m.E,
		float64(m.B*p.X) + float64(m.D*p.Y) + m.F,
	}
}

// Mul returns the transform that does n first and then m.
func (m Matrix) Mul(n Matrix) Matrix {
	return Matrix{
		float64(m.A*n.A) + float64(m.C*n.B), float64(m.B*n.A) + float64(m.D*n.B),
		float64(m.A*n.C) + float64(m.C*n.D), float64(m.B*n.C) + float64(m.D*n.D),
		float64(m.A*n.E) + float64(m.C*n.F) + m.E, float64(m.B*n.E) + float64(m.D*n.F) + m.F,
	}
}

// Scale returns by how much m makes lengths longer, and whether it does so equally in all directions. If not, it
// returns the square root of how much m makes areas larger.
func (m Matrix) Scale() (factor float64, equal bool) {
	factor = math.Sqrt(math.Abs(float64(m.A*m.D) - float64(m.B*m.C)))
	tolerance := 1e-6 * (math.Abs(m.A) + math.Abs(m.B) + math.Abs(m.C) + math.Abs(m.D))
	turned := math.Abs(m.A-m.D) <= tolerance && math.Abs(m.B+m.C) <= tolerance
	mirrored := math.Abs(m.A+m.D) <= tolerance && math.Abs(m.B-m.C) <= tolerance
	return factor, turned || mirrored
}

// upright reports whether m keeps upright rectangles upright.
func (m Matrix) upright() bool { return m.B == 0 && m.C == 0 || m.A == 0 && m.D == 0 }

// Transform returns p with all its points put where m puts them.
func (p Path) Transform(m Matrix) Path { return p.Map(m.Apply) }

// Map returns p with f applied to all its points.
func (p Path) Map(f func(Point) Point) Path {
	out := make(Path, len(p))
	for i, s := range p {
		out[i].Op = s.Op
		for j := range s.Op.Points() {
			out[i].P[j] = f(s.P[j])
		}
	}
	return out
}
