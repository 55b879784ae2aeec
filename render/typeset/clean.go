package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes s fit for a picture: valid UTF-8 without control characters, without marks that reverse or hide
// text, and with single blanks for breaks. What remains is shown as it is.
func Clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), hidden(r), r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// hidden reports whether r is a mark one cannot see: bidirectional controls, which can make a name read
// backwards, and characters without width, which can make two names look alike.
func hidden(r rune) bool {
	return r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f ||
		r == 0x061c || r == 0x200b || r == 0xfeff || r == 0x00ad || r >= 0xe0000 && r <= 0xe0fff ||
		r >= 0xfff9 && r <= 0xfffb || r >= 0xe000 && r <= 0xf8ff
}

// Cut returns s cut to n characters with an ellipsis.
func Cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
