package place

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dealgraph/render/figure"
	"dealgraph/render/typeset"
)

// onSpots are the seventeen places on an arrow where its amount can stand, as parts of its length, the
// middle first; besideSpots are those where it can stand on either side of the arrow if all else fails.
var (
	onSpots = [17]float64{
		0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7, 0.26, 0.74, 0.22, 0.78, 0.17, 0.83,
	}
	besideSpots = [5]float64{0.5, 0.4, 0.6, 0.28, 0.72}
)

const numSpots = len(onSpots) + 2*len(besideSpots)

const (
	labelHeight  = 14.0
	labelMargin  = 2.0 // on both sides of the text
	badgeSpacing = 2*BadgeRadius + 1
	priceSpot    = 0.05 // one step away from the middle
	priceBy      = 3.5  // beside the arrow rather than on it
	priceHide    = 6.0  // all of its own arrow is covered
	tooMuch      = 0.1  // of a label may be covered; else it is left out
)

// tag is a label to be placed.
type tag struct {
	arc      int // index in the scene
	text     string
	badges   int
	width    float64
	priority float64
	at       Point
	placed   bool
	spots    []Point
}

// newTags returns the labels of the arcs, the most important first: those on cycles, then by width, then in
// board order.
func newTags(m *figure.Map, arcs []Arc) []tag {
	var tags []tag
	for i, a := range arcs {
		f := m.Arcs[a.Arc]
		t := tag{arc: i, badges: len(f.Cycles), priority: a.Pen}
		if f.Label != "" {
			t.text = typeset.Shorten(f.Label, maxLabelWidth, LabelSize, true)
		}
		if t.text == "" && t.badges == 0 {
			continue
		}
		t.width = round(typeset.Width(t.text, LabelSize, true) + 2*labelMargin + float64(t.badges)*badgeSpacing)
		if t.badges > 0 {
			t.priority += 100
		}
		t.findSpots(a)
		tags = append(tags, t)
	}
	slices.SortStableFunc(tags, func(s, t tag) int { return cmp.Compare(t.priority, s.priority) })
	return tags
}

// findSpots lists the middles of all places for the label: on the arrow, then beside it, so far from its
// line that they just do not touch.
func (t *tag) findSpots(a Arc) {
	c := cubic(a.Curve)
	t.spots = make([]Point, 0, numSpots)
	for _, s := range onSpots {
		t.spots = append(t.spots, c.at(s).round())
	}
	for _, s := range besideSpots {
		p, across := c.at(s), c.at(s+0.02).sub(c.at(s-0.02)).unit().right()
		away := float64(math.Abs(across.X)*t.width/2) + float64(math.Abs(across.Y)*labelHeight/2) + a.Pen/2 + 1
		t.spots = append(t.spots, p.add(across.scale(away)).round(), p.sub(across.scale(away)).round())
	}
}

// spotCost returns what spot number k costs for its own sake.
func spotCost(k int) float64 {
	if k < len(onSpots) {
		return float64(float64(k) * priceSpot)
	}
	return priceBy + float64(float64(k-len(onSpots))*priceSpot)
}

func (t *tag) box(p Point) Box { return Box{p, t.width, labelHeight} }

// placeLabels finds the best spot for every label, the most important first, passes times over.
func (b *board) placeLabels(m *figure.Map, at []Point, names []Box, arcs []Arc, passes int) []tag {
	tags := newTags(m, arcs)
	arrows := strokes(arcs)
	// What does not depend on other labels is worked out once.
	fixed := make([][numSpots]float64, len(tags))
	for i := range tags {
		for k, p := range tags[i].spots {
			fixed[i][k] = b.labelCost(&tags[i], p, at, names, arrows) + spotCost(k)
		}
	}
	for range passes {
		changed := false
		for i := range tags {
			best, bestCost := Point{}, int64(math.MaxInt64)
			for k, p := range tags[i].spots {
				cost := millionths(fixed[i][k] + covering(tags, i, p))
				if cost < bestCost {
					best, bestCost = p, cost
				}
			}
			changed = changed || !tags[i].placed || best != tags[i].at
			tags[i].at, tags[i].placed = best, true
		}
		if !changed {
			break
		}
	}
	return tags
}

// boxes returns the room that labels take.
func boxes(tags []tag) []Box {
	out := make([]Box, len(tags))
	for i := range tags {
		out[i] = tags[i].box(tags[i].at)
	}
	return out
}

// covering returns what it costs that label i at p covers other placed labels.
func covering(tags []tag, i int, p Point) float64 {
	box := tags[i].box(p).grow(1)
	sum := 0.0
	for j := range tags {
		if j != i && tags[j].placed {
			if shared := box.overlap(tags[j].box(tags[j].at)); shared > 0 {
				sum += priceCover/2 + float64(priceCover*shared/(box.Width*box.Height))
			}
		}
	}
	return sum
}

// labelCost returns what it costs to have a label at p, other labels aside.
func (b *board) labelCost(t *tag, p Point, at []Point, names []Box, arrows []stroke) float64 {
	box := t.box(p)
	area := float64(box.Width * box.Height)
	cost := 0.0
	if !box.inside(b.width, b.height) {
		cost += priceCover
	}
	for v := range at {
		if d := box.distance(at[v]); d < b.nodes[v].radius+1 {
			cost += float64(priceCover * min(1, 0.2+(b.nodes[v].radius+1-d)/10))
		}
		if shared := box.grow(1).overlap(names[v]); shared > 0 {
			cost += float64(priceCover * (0.3 + shared/area))
		}
	}
	for i := range arrows {
		s := &arrows[i]
		l := s.through(box)
		switch {
		case l == 0:
		case s.arc != t.arc:
			cost += 0.6 + float64(priceOnArrow*l/box.Width)
		case s.head:
			cost += float64(priceHide * l / s.length)
		default:
			// Half of a shaft may be covered; then it becomes hard to see what the label belongs to.
			cost += float64(priceHide * max(l/s.length-0.5, 0))
		}
	}
	return cost
}

// hang gives the arcs their labels. A label that covers a circle, or more than a tenth of a name or of a label before
// it, loses its text and keeps its badges, or is left out; both with a warning.
func (b *board) hang(m *figure.Map, tags []tag, at []Point, names []Box, arcs []Arc) []error {
	var warnings []error
	var hung []Box
	for i := range tags {
		t := &tags[i]
		what := b.covers(t.box(t.at), at, names, hung)
		if what != "" {
			warnings = append(warnings, fmt.Errorf("arrow %q: its label %q is left out, it would cover %s",
				m.Arcs[arcs[t.arc].Arc].ID, t.text, what))
			if !b.onlyBadges(t, arcs[t.arc], at, names, hung) {
				continue
			}
		}
		hung = append(hung, t.box(t.at))
		arcs[t.arc].Label = t.label()
	}
	return warnings
}

// onlyBadges takes the text from t, finds a place for its badges, and reports whether there is one.
func (b *board) onlyBadges(t *tag, a Arc, at []Point, names, hung []Box) bool {
	if t.badges == 0 {
		return false
	}
	t.text = ""
	t.width = 2*labelMargin + float64(t.badges)*badgeSpacing
	t.findSpots(a)
	for _, p := range t.spots {
		if b.covers(t.box(p), at, names, hung) == "" {
			t.at = p
			return true
		}
	}
	return false
}

// covers says what box covers too much of, or "".
func (b *board) covers(box Box, at []Point, names, labels []Box) string {
	area := float64(box.Width * box.Height)
	if !box.inside(b.width, b.height) {
		return "the edge"
	}
	for v := range at {
		if box.distance(at[v]) < b.nodes[v].radius-2 {
			return "a circle"
		}
		if box.overlap(names[v]) > tooMuch*min(area, float64(names[v].Width*names[v].Height)) {
			return "a name"
		}
	}
	for _, l := range labels {
		if box.overlap(l) > tooMuch*min(area, float64(l.Width*l.Height)) {
			return "another label"
		}
	}
	return ""
}

// label returns t as it is drawn: badges first, then the text.
func (t *tag) label() *Label {
	l := &Label{Box: t.box(t.at)}
	x := t.at.X - t.width/2 + labelMargin
	for range t.badges {
		l.Badges = append(l.Badges, Point{x + BadgeRadius, t.at.Y}.round())
		x += badgeSpacing
	}
	middle := (x + t.at.X + t.width/2 - labelMargin) / 2
	// Capitals and figures are about 0.72 of the size high: this baseline has them in the middle.
	l.Line = Line{Text: t.text, At: Point{middle, t.at.Y - 0.36*LabelSize}.round(), Size: LabelSize, Strong: true}
	return l
}
