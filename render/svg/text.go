package svg

import "dealgraph/render/place"

// fonts are families that share their widths, then ones for Chinese; see package place for the widths.
const fonts = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

// style is how a piece of text is set.
type style struct {
	size   float64
	strong bool
	italic bool
	anchor string // "start" if empty, or "middle", "end"
	color  role
}

// The styles of the frame around a map.
var (
	titleStyle    = style{size: 26, strong: true, color: ink}
	subtitleStyle = style{size: 14, color: muted}
	headingStyle  = style{size: 12, strong: true, color: ink}
	bodyStyle     = style{size: 12, color: ink}
	strongStyle   = style{size: 12, strong: true, color: ink}
	quietStyle    = style{size: 11, color: muted}
	noteStyle     = style{size: 11, italic: true, color: muted}
)

// width returns how wide text is in style s.
func (s style) width(text string) float64 { return place.Width(text, s.size, s.strong) }

// wrap breaks text into lines of at most limit points.
func (s style) wrap(text string, lines int, limit float64) []string {
	return flow(text, lines, limit, s)
}

// text writes one line with its baseline at y.
func (p *painter) text(x, y float64, text string, s style) *element {
	return p.fill(bare(x, y, text, s), s.color)
}

// halo writes a line of text with a border of paper around it, so that it reads on top of lines. The border is
// a copy beneath: drawing it with the text itself is beyond some programs.
func (p *painter) halo(x, y float64, text string, s style, thick float64) []*element {
	under := bare(x, y, text, s).set("fill", "none", "stroke-width", thick, "stroke-linejoin", "round")
	return []*element{p.stroke(under, paper), p.text(x, y, text, s)}
}

// bare returns a line of text without colour.
func bare(x, y float64, text string, s style) *element {
	e := el("text", "x", x, "y", y, "font-size", s.size)
	if s.anchor != "" {
		e.set("text-anchor", s.anchor)
	}
	if s.strong {
		e.set("font-weight", "bold")
	}
	if s.italic {
		e.set("font-style", "italic")
	}
	return e.say(text)
}

// flow breaks text into lines of at most limit points, each as full as can be, and cuts the last one with
// an ellipsis if there is more.
func flow(text string, lines int, limit float64, s style) []string {
	var out []string
	rest := text
	for rest != "" {
		if len(out) == lines-1 {
			return append(out, place.Shorten(rest, limit, s.size, s.strong))
		}
		cut, end := 0, 0
		for i, r := range rest {
			if r == ' ' {
				if s.width(rest[:i]) > limit {
					break
				}
				cut, end = i, i+1
			}
		}
		if s.width(rest) <= limit {
			cut, end = len(rest), len(rest)
		}
		if cut == 0 { // one word that is too long, or writing without blanks
			for i, r := range rest {
				if s.width(rest[:i+len(string(r))]) > limit && i > 0 {
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
