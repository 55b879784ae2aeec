package typeset

import (
	"strings"
	"unicode"
)

// Width returns how wide s is when set in Helvetica, Arial or Liberation Sans of the given size, in points.
// Wide scripts (Chinese, Japanese, Korean, emoji) count one em a sign, marks that combine with the sign
// before them nothing, and signs of other scripts a little more than their mean, so that text from
// outside the table is rather given too much room than too little.
func Width(s string, size float64, strong bool) float64 {
	f := &regular
	if strong {
		f = &bold
	}
	sum := 0
	for _, r := range s {
		sum += int(f.advance(r))
	}
	return float64(sum) * size / 1000
}

// advance returns the width of r in thousandths of the type size.
func (f *face) advance(r rune) uint16 {
	switch {
	case r >= 0x20 && r <= 0x7e:
		return f.ascii[r-0x20]
	case r >= 0xa0 && r <= 0x17f:
		return f.latin[r-0xa0]
	case f.signs[r] != 0:
		return f.signs[r]
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc):
		return 0
	case wide(r):
		return 1000
	case unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic):
		return f.other
	}
	return 1000
}

// wide reports whether r fills a whole em in East Asian type.
func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0x1f300
}

// Shorten returns s if it is at most limit points wide, else its longest beginning that is with an
// ellipsis behind it.
func Shorten(s string, limit, size float64, strong bool) string {
	if Width(s, size, strong) <= limit {
		return s
	}
	const ellipsis = "…"
	room := limit - Width(ellipsis, size, strong)
	end, sum := 0, 0.0
	for i, r := range s {
		sum += Width(string(r), size, strong)
		if sum > room {
			break
		}
		end = i + len(string(r))
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + ellipsis
}

// Wrap breaks s into at most lines lines of at most limit points, at spaces where there are any, and
// balanced so that the longest line is as short as it can be. What does not fit is cut with an ellipsis.
func Wrap(s string, lines int, limit, size float64, strong bool) []string {
	if lines < 2 || Width(s, size, strong) <= limit {
		return []string{Shorten(s, limit, size, strong)}
	}
	best, bestWidth := []string{Shorten(s, limit, size, strong)}, limit+1
	for i, r := range s {
		if !unicode.IsSpace(r) {
			continue
		}
		head, rest := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i:])
		if head == "" || rest == "" || Width(head, size, strong) > limit {
			continue
		}
		tail := Wrap(rest, lines-1, limit, size, strong)
		longest := Width(head, size, strong)
		for _, l := range tail {
			longest = max(longest, Width(l, size, strong))
		}
		if Width(rest, size, strong) > limit && lines == 2 {
			longest = limit // the rest was cut: keep as much of it as possible, so prefer a long head
			longest -= Width(head, size, strong) / 1000
		}
		if longest < bestWidth {
			best, bestWidth = append([]string{head}, tail...), longest
		}
	}
	return best
}
