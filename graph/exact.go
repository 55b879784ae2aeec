package graph

import (
	"errors"
	"math/bits"
)

// ErrRange says that amounts add up to more than exact arithmetic holds: some 92 quadrillion whole units.
var ErrRange = errors.New("amounts add up to more than 92 quadrillion")

// scale is x·num/den rounded half away from zero, exactly; x and num are not negative, den is positive. A result that
// does not fit saturates.
func scale(x, num, den int64) int64 {
	hi, lo := bits.Mul64(uint64(x), uint64(num))
	lo, carry := bits.Add64(lo, uint64(den)/2, 0)
	hi += carry
	if hi >= uint64(den) {
		return maxMinor
	}
	q, _ := bits.Div64(hi, lo, uint64(den))
	if q > maxMinor {
		return maxMinor
	}
	return int64(q)
}

const maxMinor = 1<<63 - 1

// sum is a+b for amounts that are not negative. One that does not fit saturates, which [add] then refuses.
func sum(a, b int64) int64 {
	if a > maxMinor-b {
		return maxMinor
	}
	return a + b
}

// add is a+b for amounts that are not negative, or ErrRange.
func add(a, b int64) (int64, error) {
	if s := sum(a, b); s < maxMinor {
		return s, nil
	}
	return 0, ErrRange
}
