package shapes

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// farthest is the largest number a picture may contain. Beyond it, pixels cannot be counted in small integers.
const farthest = 1e6

// scanner reads numbers off the front of an attribute, as in "M10-3.5e1,.5".
type scanner struct{ rest string }

func (s *scanner) blanks() { s.rest = strings.TrimLeft(s.rest, " \t\r\n\f") }

// separator skips blanks and at most one comma.
func (s *scanner) separator() {
	s.blanks()
	if strings.HasPrefix(s.rest, ",") {
		s.rest = s.rest[1:]
		s.blanks()
	}
}

// number reads a number and the separator after it.
func (s *scanner) number() (float64, error) {
	s.blanks()
	n := numberLength(s.rest)
	v, err := strconv.ParseFloat(s.rest[:n], 64)
	if err != nil {
		return 0, fmt.Errorf("number expected at %q", excerpt(s.rest))
	}
	if math.Abs(v) > farthest {
		return 0, fmt.Errorf("number %s is larger than %.0f", excerpt(s.rest[:n]), float64(farthest))
	}
	s.rest = s.rest[n:]
	s.separator()
	return v, nil
}

// numberLength returns how many bytes at the front of s are a number, as SVG writes them.
func numberLength(s string) int {
	digits := func(i int) int {
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i
	}
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	i = digits(i)
	if i < len(s) && s[i] == '.' {
		i = digits(i + 1)
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		if end := digits(j); end > j {
			i = end
		}
	}
	return i
}

// flag reads a flag of an arc, 0 or 1, which need not be separated from what follows.
func (s *scanner) flag() (bool, error) {
	s.blanks()
	if s.rest == "" || s.rest[0] != '0' && s.rest[0] != '1' {
		return false, fmt.Errorf("flag 0 or 1 expected at %q", excerpt(s.rest))
	}
	set := s.rest[0] == '1'
	s.rest = s.rest[1:]
	s.separator()
	return set, nil
}

// numbers reads all numbers of a list.
func numbers(list string) ([]float64, error) {
	s := scanner{list}
	s.blanks()
	var out []float64
	for s.rest != "" {
		v, err := s.number()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// length reads a length in pixels, or in percent of whole.
func length(value string, whole float64) (float64, error) {
	s := scanner{strings.TrimSpace(value)}
	v, err := s.number()
	switch {
	case err != nil:
		return 0, err
	case s.rest == "" || s.rest == "px":
		return v, nil
	case s.rest == "%":
		return v * whole / 100, nil
	}
	return 0, fmt.Errorf("unit %q is not supported (use px)", excerpt(s.rest))
}

// fraction reads an opacity: a number or a percentage, cut to 0 … 1.
func fraction(value string) (float64, error) {
	v, err := length(value, 1)
	if err == nil && strings.HasSuffix(strings.TrimSpace(value), "px") {
		err = fmt.Errorf("a number is expected, not a length")
	}
	return min(max(v, 0), 1), err
}

// excerpt returns the beginning of s for a message.
func excerpt(s string) string {
	const limit = 40
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}
