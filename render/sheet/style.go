package sheet

import "dealgraph/render/typeset"

// Fonts are families that share their widths, then ones for Chinese; see package typeset for the widths.
const Fonts = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

// Style is how a piece of text is set.
type Style struct {
	Size   float64
	Strong bool
	Italic bool
	Anchor string // "start" if empty, or "middle", "end"
	Color  Role
}

// The styles of the frame around a map.
var (
	TitleStyle    = Style{Size: 26, Strong: true, Color: Ink}
	SubtitleStyle = Style{Size: 14, Color: Muted}
	HeadingStyle  = Style{Size: 12, Strong: true, Color: Ink}
	BodyStyle     = Style{Size: 12, Color: Ink}
	StrongStyle   = Style{Size: 12, Strong: true, Color: Ink}
	QuietStyle    = Style{Size: 11, Color: Muted}
	NoteStyle     = Style{Size: 11, Italic: true, Color: Muted}
)

// Width returns how wide text is in style s.
func (s Style) Width(text string) float64 { return typeset.Width(text, s.Size, s.Strong) }

// Wrap breaks text into lines of at most limit points.
func (s Style) Wrap(text string, lines int, limit float64) []string {
	return typeset.Flow(text, lines, limit, s.Size, s.Strong)
}

// Text writes one line with its baseline at y.
func (p *Painter) Text(x, y float64, text string, s Style) *Element {
	return p.Fill(bare(x, y, text, s), s.Color)
}

// Halo writes a line of text with a border of paper around it, so that it reads on top of lines. The border is
// a copy beneath: drawing it with the text itself is beyond some programs.
func (p *Painter) Halo(x, y float64, text string, s Style, thick float64) []*Element {
	under := bare(x, y, text, s).Set("fill", "none", "stroke-width", thick, "stroke-linejoin", "round")
	return []*Element{p.Stroke(under, Paper), p.Text(x, y, text, s)}
}

// bare returns a line of text without colour.
func bare(x, y float64, text string, s Style) *Element {
	e := El("text", "x", x, "y", y, "font-size", s.Size)
	if s.Anchor != "" {
		e.Set("text-anchor", s.Anchor)
	}
	if s.Strong {
		e.Set("font-weight", "bold")
	}
	if s.Italic {
		e.Set("font-style", "italic")
	}
	return e.Say(text)
}
