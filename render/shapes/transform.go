package shapes

import (
	"fmt"
	"math"
	"strings"
)

// readTransform reads the attribute transform: any number of translate, scale, rotate and matrix, the last of
// which is done first.
func readTransform(value string) (Matrix, error) {
	m := Identity
	rest := strings.TrimSpace(value)
	for rest != "" && rest != "none" {
		name, after, ok := strings.Cut(rest, "(")
		arguments, tail, closed := strings.Cut(after, ")")
		if !ok || !closed {
			return m, fmt.Errorf("%q is not a transform", excerpt(rest))
		}
		v, err := numbers(arguments)
		if err != nil {
			return m, err
		}
		step, err := transformOf(strings.TrimSpace(name), v)
		if err != nil {
			return m, err
		}
		m = m.Mul(step)
		rest = strings.TrimLeft(tail, " ,\t\r\n")
	}
	return m, nil
}

func transformOf(name string, v []float64) (Matrix, error) {
	switch {
	case name == "translate" && len(v) == 1:
		return Matrix{1, 0, 0, 1, v[0], 0}, nil
	case name == "translate" && len(v) == 2:
		return Matrix{1, 0, 0, 1, v[0], v[1]}, nil
	case name == "scale" && len(v) == 1:
		return Matrix{v[0], 0, 0, v[0], 0, 0}, nil
	case name == "scale" && len(v) == 2:
		return Matrix{v[0], 0, 0, v[1], 0, 0}, nil
	case name == "rotate" && len(v) == 1:
		return rotation(v[0]), nil
	case name == "rotate" && len(v) == 3:
		there, back := Matrix{1, 0, 0, 1, v[1], v[2]}, Matrix{1, 0, 0, 1, -v[1], -v[2]}
		return there.Mul(rotation(v[0])).Mul(back), nil
	case name == "matrix" && len(v) == 6:
		return Matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, nil
	}
	return Identity, fmt.Errorf("%s with %d numbers is not a transform that is supported", excerpt(name), len(v))
}

// rotation turns by degrees, clockwise as seen. Sine and cosine are rounded, so that their last bits, which
// differ between machines, have no effect, and quarter turns are exact.
func rotation(degrees float64) Matrix {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	sin, cos = math.Round(sin*1e12)/1e12, math.Round(cos*1e12)/1e12
	return Matrix{cos, sin, -sin, cos, 0, 0}
}
