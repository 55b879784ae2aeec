package typeset

// Flow breaks text into lines of at most limit points, each as full as can be, and cuts the last one with
// an ellipsis if there is more.
func Flow(text string, lines int, limit, size float64, strong bool) []string {
	width := func(s string) float64 { return Width(s, size, strong) }
	var out []string
	rest := text
	for rest != "" {
		if len(out) == lines-1 {
			return append(out, Shorten(rest, limit, size, strong))
		}
		cut, end := 0, 0
		for i, r := range rest {
			if r == ' ' {
				if width(rest[:i]) > limit {
					break
				}
				cut, end = i, i+1
			}
		}
		if width(rest) <= limit {
			cut, end = len(rest), len(rest)
		}
		if cut == 0 { // one word that is too long, or writing without blanks
			for i, r := range rest {
				if width(rest[:i+len(string(r))]) > limit && i > 0 {
					break
				}
				cut, end = i+len(string(r)), i+len(string(r))
			}
		}
		out = append(out, rest[:cut])
		rest = rest[end:]
	}
	return out
}
