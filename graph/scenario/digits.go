package scenario

import (
	"math"
	"strconv"
	"strings"
)

// Digits rounds a number to the digits that its error supports: down to the place of the first digit of the error, be it a standard
// error or half an interval. 1234.5 ± 67 becomes 1230, three digits; 0.01234 ± 0.0005 becomes 0.0123. digits counts those that are
// left, from the first that is not zero, so 0.30 has two; it is 0 for a number that its error swallows, which becomes 0. Without an error
// (0, infinite or no number) the number stays as it is, with 17 digits for an error of 0 and else none.
func Digits(x, err float64) (rounded float64, digits int) {
	err = math.Abs(err)
	switch {
	case err == 0:
		return x, 17
	case math.IsNaN(err) || math.IsInf(err, 0) || math.IsNaN(x) || math.IsInf(x, 0):
		return x, 0
	}
	place := exponent(err)
	if rounded = roundAt(x, place); rounded == 0 {
		return 0, 0
	}
	digits = exponent(rounded) - place + 1
	if digits >= 17 {
		return x, 17
	}
	return rounded, digits
}

// exponent is the place of the first digit: 0 for ones.
func exponent(x float64) int {
	text := strconv.FormatFloat(x, 'e', -1, 64)
	n, _ := strconv.Atoi(text[strings.IndexByte(text, 'e')+1:])
	return n
}

// roundAt rounds half away from 0 where the number is exact, as decimals do that are parsed.
func roundAt(x float64, place int) float64 {
	if exponent(x) < place-1 {
		return 0
	}
	if place <= 0 {
		out, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', -place, 64), 64)
		return out + 0
	}
	unit, _ := strconv.ParseFloat("1e"+strconv.Itoa(place), 64)
	return math.Round(x/unit) * unit
}
