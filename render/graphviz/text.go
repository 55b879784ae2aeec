package graphviz

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLabel is the longest label, in runes: Graphviz needs a second for a megabyte.
const maxLabel = 200

// escapes turns text into the inside of a quoted DOT string that Graphviz shows as the same text. A backslash
// would begin an escape (\N is the node's name), an ampersand an entity.
var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`, "\n", `\n`)

// quote returns s as a quoted DOT string.
func quote(s string) string { return `"` + escapes.Replace(s) + `"` }

// plain returns s as it can be shown: valid UTF-8, at most maxLabel runes, no control characters but line
// breaks, and nothing at all if it would be blank.
func plain(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF': // not in XML
			return -1
		}
		return r
	}, s)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	if utf8.RuneCountInString(s) > maxLabel {
		s = string([]rune(s)[:maxLabel-1]) + "…"
	}
	return s
}

// number writes x with at most the given decimals and no more than needed.
func number(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// points writes a length in points, to a hundredth, which is as fine as Graphviz draws.
func points(x float64) string { return number(x, 2) }

// inches writes a length given in points in inches, as Graphviz wants sizes and edge lengths.
func inches(x float64) string { return number(x/72, 6) }

// String writes the point as Graphviz does: "x,y".
func (p Point) String() string { return points(p.X) + "," + points(p.Y) }
