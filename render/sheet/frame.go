package sheet

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"dealgraph/render/figure"
	"dealgraph/render/typeset"
)

// Margin is the room around everything on a sheet, in points.
const Margin = 28.0

// A Sheet is the page a figure is drawn on: the figure's words stand over and under the picture. Coordinates are points
// from the upper left corner, y downward.
type Sheet struct {
	*Painter
	Width float64
	frame figure.Frame
}

// New returns a sheet of the given width for a figure with these words, made fit to be shown.
func New(f figure.Frame, width float64, theme Theme) *Sheet {
	return &Sheet{Painter: NewPainter(Slug(cmp.Or(f.ID, "figure")), theme), Width: width, frame: cleaned(f)}
}

const (
	maxParagraph = 2000  // characters of a sentence under the picture
	maxHeading   = 340.0 // width of a heading before it
)

// cleaned returns f with every text that is shown made fit for a picture.
func cleaned(f figure.Frame) figure.Frame {
	all := func(list []string) []string {
		var out []string
		for _, s := range list {
			if s = typeset.Clean(s); s != "" {
				out = append(out, typeset.Cut(s, maxParagraph))
			}
		}
		return out
	}
	f.Title, f.Subtitle, f.Caption = typeset.Clean(f.Title), typeset.Clean(f.Subtitle), typeset.Clean(f.Caption)
	f.Source, f.AltText = typeset.Clean(f.Source), typeset.Clean(f.AltText)
	f.NotDrawn = typeset.Shorten(typeset.Clean(f.NotDrawn), maxHeading, QuietStyle.Size, true)
	f.Dropped, f.Notes = all(f.Dropped), all(f.Notes)
	return f
}

// Room is the width between the margins.
func (s *Sheet) Room() float64 { return s.Width - 2*Margin }

// Header returns title and subtitle and the height below them.
func (s *Sheet) Header() (*Element, float64) {
	g, y := El("g", "class", "header"), Margin
	for _, line := range TitleStyle.Wrap(s.frame.Title, 2, s.Room()) {
		y += 30
		g.Add(s.Text(Margin, y-8, line, TitleStyle))
	}
	for _, line := range SubtitleStyle.Wrap(s.frame.Subtitle, 3, s.Room()) {
		y += 19
		g.Add(s.Text(Margin, y-2, line, SubtitleStyle))
	}
	return g, y + 8
}

// Footer returns what is below the picture, from y on, and the height of the whole: what is not drawn, notes, caption and
// the source line.
func (s *Sheet) Footer(y float64) (*Element, float64) {
	g := El("g", "class", "footer")
	paragraph := func(text string, lines int) {
		for _, l := range QuietStyle.Wrap(text, lines, s.Room()) {
			y += math.Round(QuietStyle.Size * 1.4)
			g.Add(s.Text(Margin, y, l, QuietStyle))
		}
	}
	if len(s.frame.Dropped) > 0 {
		heading := cmp.Or(s.frame.NotDrawn, "Not drawn") + ": "
		strong := Style{Size: QuietStyle.Size, Strong: true, Color: Ink}
		y += 17
		g.Add(s.Text(Margin, y, heading, strong))
		indent := strong.Width(heading) + 2
		for i, l := range QuietStyle.Wrap(sentences(s.frame.Dropped), 10, s.Room()-indent) {
			if i > 0 {
				y += 15
			}
			g.Add(s.Text(Margin+indent, y, l, QuietStyle))
		}
		y += 3
	}
	for _, n := range s.frame.Notes {
		paragraph(n, 3)
	}
	for _, text := range []string{s.frame.Caption, s.frame.Source} {
		if text != "" {
			y += 3
			paragraph(text, 6)
		}
	}
	return g, y + 20
}

// sentences joins sentences with blanks, and gives a full stop to those that have no end.
func sentences(list []string) string {
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		if last := s[len(s)-1]; last < 0x80 && last != '.' && last != '!' && last != '?' {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// Root is what the root element of a picture says.
type Root struct {
	Class       string // what kind of figure it is: "dealmap"
	Description string // the picture in words, if the frame has no AltText
	Rules       string // a style sheet, on top of the one for the dark theme
	Metadata    string // where the picture comes from, for programs
}

// Bytes returns the finished file: parts on paper, with title and description.
func (s *Sheet) Bytes(height float64, r Root, parts ...*Element) []byte {
	root := El("svg", "xmlns", "http://www.w3.org/2000/svg", "id", s.ID, "class", r.Class,
		"width", s.Width, "height", height, "viewBox", fmt.Sprintf("0 0 %s %s", Number(s.Width), Number(height)),
		"role", "img", "aria-labelledby", s.ID+"_title "+s.ID+"_desc", "font-family", Fonts)
	if s.frame.Lang != "" {
		root.Set("lang", s.frame.Lang)
	}
	root.Add(
		El("title", "id", s.ID+"_title").Say(cmp.Or(s.frame.Title, "Figure")),
		El("desc", "id", s.ID+"_desc").Say(cmp.Or(s.frame.AltText, typeset.Clean(r.Description))),
	)
	if r.Metadata != "" {
		root.Add(El("metadata", "id", s.ID+"_meta").Say(r.Metadata))
	}
	if rules := s.DarkRules() + r.Rules; rules != "" {
		root.Add(El("style").Say(rules))
	}
	root.Add(s.Fill(El("rect", "width", s.Width, "height", height), Paper)).Add(parts...)
	var b strings.Builder
	root.Write(&b)
	b.WriteByte('\n')
	return []byte(b.String())
}
