package scenario

import (
	"math"
	"testing"
)

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		x, err, want float64
		digits       int
	}{
		{1234.5, 67, 1230, 3},
		{0.01234, 0.0005, 0.0123, 3},
		{0.299, 0.01, 0.3, 2},
		{9.996, 0.01, 10, 4},
		{9.996, 0.1, 10, 3},
		{-1234.5, 67, -1230, 3},
		{1234.5, 100, 1200, 2},
		{1234.5, 99.9, 1230, 3},
		{1234.5, 9999, 1000, 1},
		{400, 1000, 0, 0},
		{600, 1000, 1000, 1},
		{4, 1000, 0, 0},
		{0, 1, 0, 0},
		{-0.001, 1, 0, 0},
		{5e9, 3e8, 5e9, 2},
		{123456789012, 2e10, 120e9, 2},
		{1.5, 0, 1.5, 17},
		{1.5, math.Inf(1), 1.5, 0},
		{1.5, -0.2, 1.5, 2},
		{1, 1e-30, 1, 17},
	} {
		if got, digits := Digits(c.x, c.err); got != c.want || digits != c.digits || math.Signbit(got) != math.Signbit(c.want) {
			t.Errorf("%v ± %v is %v with %d digits, want %v with %d", c.x, c.err, got, digits, c.want, c.digits)
		}
	}
}
