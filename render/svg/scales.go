package svg

import (
	"cmp"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/place"
	"dealgraph/render/sheet"
	"dealgraph/render/typeset"
)

// amountBlock shows sample widths.
func (c *composer) amountBlock() block {
	samples := shortened(c.m.Legend.Amounts)
	if len(samples) == 0 {
		samples = shortened(c.ownAmounts())
	}
	ruler := c.ruler
	heading := c.m.Legend.Headings.Amounts
	width := 0.0
	for _, s := range samples {
		width += max(40, sheet.QuietStyle.Width(s.Label)) + 14
	}
	unknown := ""
	if slices.ContainsFunc(c.m.Arcs, func(a figure.Arc) bool { return !a.Known }) {
		unknown = c.m.Legend.Headings.Unknown
		width += max(40, sheet.QuietStyle.Width(unknown)) + 14
	}
	if width == 0 {
		return block{}
	}
	note, height := "", 44.0
	if slices.ContainsFunc(c.m.Arcs, func(a figure.Arc) bool {
		return a.Known && place.Hollow(a.Certainty) && ruler.Pen(a) > ruler.PenOf(a.Amount)
	}) {
		note, height = c.m.Legend.Headings.LeastWidth, 60
		width = max(width, sheet.NoteStyle.Width(note)+14)
	}
	return block{width: max(width-14, sheet.HeadingStyle.Width(heading)), height: height, draw: func(x, y float64) []*sheet.Element {
		left, out := x, []*sheet.Element{c.Text(x, y+4, heading, sheet.HeadingStyle)}
		sample := func(pen float64, label string) {
			w := max(40, sheet.QuietStyle.Width(label))
			bar := sheet.El("line", "x1", x, "y1", y+21, "x2", x+40, "y2", y+21, "stroke-width", pen)
			out = append(out, c.Stroke(bar, sheet.Rim), c.Text(x, y+42, label, sheet.QuietStyle))
			x += w + 14
		}
		for _, s := range samples {
			sample(ruler.PenOf(s.Value), s.Label)
		}
		if unknown != "" {
			sample(ruler.Pen(figure.Arc{}), unknown)
		}
		if note != "" {
			out = append(out, c.Text(left, y+58, note, sheet.NoteStyle))
		}
		return out
	}}
}

// shortened returns the first few of samples, with labels that are not too long.
func shortened(samples []figure.Scale) []figure.Scale {
	const most, limit = 5, 90
	samples = slices.Clone(samples[:min(most, len(samples))])
	for i, s := range samples {
		samples[i].Label = typeset.Shorten(s.Label, limit, sheet.QuietStyle.Size, false)
	}
	return samples
}

// ownAmounts takes samples from the arrows: the largest, the smallest and the one in the middle of those
// that have a label.
func (c *composer) ownAmounts() []figure.Scale {
	var all []figure.Scale
	for _, a := range c.m.Arcs {
		if a.Known && a.Label != "" && !place.Hollow(a.Certainty) {
			all = append(all, figure.Scale{Value: a.Amount, Label: a.Label})
		}
	}
	return spread(all)
}

// ownValues does the same with the circles.
func (c *composer) ownValues() []figure.Scale {
	var all []figure.Scale
	for _, n := range c.m.Nodes {
		if n.Known && n.Detail != "" {
			all = append(all, figure.Scale{Value: n.Value, Label: n.Detail})
		}
	}
	return spread(all)
}

// spread returns the smallest, the middle and the largest of all.
func spread(all []figure.Scale) []figure.Scale {
	slices.SortFunc(all, func(a, b figure.Scale) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Label, b.Label))
	})
	if len(all) < 3 {
		return all
	}
	picked := []figure.Scale{all[0], all[len(all)/2], all[len(all)-1]}
	return slices.CompactFunc(picked, func(a, b figure.Scale) bool { return a.Value == b.Value })
}

// valueBlock shows sample circles, to scale, one inside the other on a common ground, and the broken rim.
func (c *composer) valueBlock() block {
	samples := shortened(c.m.Legend.Values)
	if len(samples) == 0 {
		samples = shortened(c.ownValues())
	}
	if !slices.ContainsFunc(c.m.Nodes, func(n figure.Node) bool { return n.Known }) {
		samples = nil
	}
	slices.SortStableFunc(samples, func(a, b figure.Scale) int { return cmp.Compare(b.Value, a.Value) })
	unknown := slices.ContainsFunc(c.m.Nodes, func(n figure.Node) bool { return !n.Known })
	if !slices.ContainsFunc(c.m.Nodes, func(n figure.Node) bool { return n.Value > 0 }) && !unknown { // circles are all alike
		return block{}
	}
	if len(samples) == 0 && !unknown {
		return block{}
	}
	ruler := c.ruler
	heading, words := c.m.Legend.Headings.Values, c.m.Legend.Headings.Unknown
	largest, labels := 0.0, 0.0
	for _, s := range samples {
		largest = max(largest, ruler.RadiusOf(s.Value))
		labels = max(labels, sheet.QuietStyle.Width(s.Label))
	}
	const lead = 14.0 // from the largest circle to the labels
	height := legendHead - 10 + 2*largest
	width := 2*largest + lead + labels + 4
	note := ""
	if slices.ContainsFunc(c.m.Nodes, func(n figure.Node) bool { return n.Known && !ruler.Honest(n.Value) }) {
		note = c.m.Legend.Headings.LeastSize
		height += 18
		width = max(width, sheet.NoteStyle.Width(note))
	}
	if unknown {
		height += 26
		width = max(width, 30+sheet.QuietStyle.Width(words))
	}
	return block{width: max(width, sheet.HeadingStyle.Width(heading)), height: height, draw: func(x, y float64) []*sheet.Element {
		out := []*sheet.Element{c.Text(x, y+4, heading, sheet.HeadingStyle)}
		ground, before := y+legendHead-10+2*largest, -100.0
		for _, s := range samples {
			r := ruler.RadiusOf(s.Value)
			circle := sheet.El("circle", "cx", x+largest, "cy", ground-r, "r", r, "fill", "none", "stroke-width", 1)
			top := ground - 2*r
			at := max(top, before+13)
			before = at
			line := sheet.El("polyline", "points", sheet.Points(x+largest, top, x+2*largest+lead/2, at, x+2*largest+lead-2, at),
				"fill", "none", "stroke-width", 0.75)
			out = append(out, c.Stroke(circle, sheet.Rim), c.Stroke(line, sheet.Hair),
				c.Text(x+2*largest+lead+2, at+4, s.Label, sheet.QuietStyle))
		}
		if len(samples) == 0 {
			ground = y + 4
		}
		if note != "" {
			ground += 16
			out = append(out, c.Text(x, ground, note, sheet.NoteStyle))
		}
		if unknown {
			disc := sheet.El("circle", "cx", x+10, "cy", ground+18, "r", 9, "fill", "none", "stroke-width", 1, "stroke-dasharray", "2.5 2")
			out = append(out, c.Stroke(disc, sheet.Rim), c.Text(x+28, ground+22, words, sheet.QuietStyle))
		}
		return out
	}}
}
