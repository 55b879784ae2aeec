package place

import (
	"math"

	"dealgraph/render/figure"
	"dealgraph/render/typeset"
)

// block is the name and detail of a party, set as centred lines.
type block struct {
	lines         []Line // At is relative to the middle of the block
	width, height float64
}

const (
	nameLeading   = 15.0
	detailLeading = 13.0
	insideSpare   = 3.0
)

// nameBlock sets the name of n in one line, or in two if it is long, and its detail under it.
func nameBlock(n figure.Node) block {
	var b block
	add := func(text string, size, leading float64, strong bool) {
		b.lines = append(b.lines, Line{Text: text, Size: size, Strong: strong})
		b.width = max(b.width, round(typeset.Width(text, size, strong)))
		b.height += leading
	}
	for _, l := range typeset.Wrap(n.Name, 2, maxNameWidth, NameSize, true) {
		add(l, NameSize, nameLeading, true)
	}
	if n.Detail != "" {
		add(typeset.Shorten(n.Detail, maxNameWidth, DetailSize, false), DetailSize, detailLeading, false)
	}
	// Baselines: a line of type sits on its baseline with about a quarter of its leading below.
	y := b.height / 2
	for i, l := range b.lines {
		leading := nameLeading
		if !l.Strong {
			leading = detailLeading
		}
		b.lines[i].At.Y = y - leading*3/4
		y -= leading
	}
	return b
}

// fits reports whether the block lies in a circle of radius r with room to spare.
func (b block) fits(r float64) bool {
	return math.Sqrt(square(b.width/2)+square(b.height/2)) <= r-insideSpare
}

// at returns the lines of the block with its middle at p.
func (b block) at(p Point) []Line {
	lines := make([]Line, len(b.lines))
	for i, l := range b.lines {
		l.At = l.At.add(p).round()
		lines[i] = l
	}
	return lines
}

// box returns the room the block takes with its middle at p.
func (b block) box(p Point) Box { return Box{p.round(), b.width, b.height} }
