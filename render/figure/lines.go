package figure

import (
	"errors"
	"fmt"
)

// Lines shows how numbers change along one axis, most often time, in panels under one another. Panels share that axis and
// nothing else: what has different units never stands on one scale.
type Lines struct {
	Frame
	// XTicks are the marks of the axis that all panels share.
	XTicks []Tick `json:"x_ticks,omitempty"`
	// XLabel says what the axis counts where that is no time: "months late".
	XLabel string `json:"x_label,omitempty"`
	// Marks are places on the axis to compare with, drawn through all panels: "breaks even at 7 months".
	Marks  []Rule      `json:"marks,omitempty"`
	Panels []LinePanel `json:"panels"`
	// Empty stands in the place of panels if there are no points.
	Empty string `json:"empty,omitempty"`
}

// Tick is a mark on an axis and what is written there.
type Tick struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// LinePanel is one picture with one scale, which begins at zero unless a number is below.
type LinePanel struct {
	Heading string `json:"heading,omitempty"`
	Note    string `json:"note,omitempty"` // muted, behind the heading
	YTicks  []Tick `json:"y_ticks,omitempty"`
	Rules   []Rule `json:"rules,omitempty"` // levels to compare with: "$200bn a year"
	Lines   []Line `json:"lines"`
}

// Line is one row of points.
type Line struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Color    string `json:"color"` // as in Series
	Dashed   bool   `json:"dashed,omitempty"`
	Emphasis bool   `json:"emphasis,omitempty"` // thicker
	// Step lines stay at a point's level until the next point.
	Step bool `json:"step,omitempty"`
	// Plain lines have no dots at their points; for lines of many points.
	Plain  bool    `json:"plain,omitempty"`
	Points []Point `json:"points"`
	// BandLabels say what the bands of the points mean, the outermost first: "90% of paths", "half of the paths".
	BandLabels []string `json:"band_labels,omitempty"`
}

// Point is one place on a line, X in the units of the axis.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	// Unknown points are not drawn, and the line is broken there.
	Unknown bool `json:"unknown,omitempty"`
	// Low and High are the ends of a band around the line, where Band is set.
	Low  float64 `json:"low,omitempty"`
	High float64 `json:"high,omitempty"`
	Band bool    `json:"band,omitempty"`
	// Bands are areas around the line, each within the one before it; Low, High and Band are for one that has no name.
	Bands []Band `json:"bands,omitempty"`
	// Value is written at the point if it is the first, the highest or the last of its line.
	Value string `json:"value,omitempty"`
	Title string `json:"title,omitempty"` // a sentence for the tooltip
}

// Band is the part of the scale that something stays in with some likelihood.
type Band struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Check says what keeps the lines from being drawn: lines without an id of their own, numbers that are not finite, points that
// do not go from left to right, a band that does not hold its point, or that leaves the one around it.
func (l Lines) Check() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	ticks := func(list []Tick) {
		for _, t := range list {
			if !finite(t.At) {
				fail("tick %q of figure %q is at %v", t.Label, l.ID, t.At)
			}
		}
	}
	ticks(l.XTicks)
	errs = append(errs, checkMarks(nil, l.Marks)...)
	for i, p := range l.Panels {
		ticks(p.YTicks)
		errs = append(errs, checkMarks(nil, p.Rules)...)
		ids := map[string]bool{}
		for k, line := range p.Lines {
			if line.ID == "" || ids[line.ID] {
				fail("line %d of panel %d of figure %q: id %q is empty or used twice", k+1, i+1, l.ID, line.ID)
			}
			ids[line.ID] = true
			errs = append(errs, line.check()...)
		}
	}
	return errors.Join(errs...)
}

func (l Line) check() []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for i, p := range l.Points {
		if !finite(p.X) || !finite(p.Y) || !finite(p.Low) || !finite(p.High) {
			fail("line %q: point %d is not finite", l.ID, i+1)
			continue
		}
		if i > 0 && p.X <= l.Points[i-1].X {
			fail("line %q: point %d is not to the right of the one before", l.ID, i+1)
		}
		if p.Band && !p.Unknown && (p.Low > p.Y || p.High < p.Y) {
			fail("line %q: point %d is not in its band from %v to %v", l.ID, i+1, p.Low, p.High)
		}
		if !p.Unknown {
			errs = append(errs, p.checkBands(l.ID, i+1)...)
		}
	}
	return errs
}

// checkBands: the outermost band holds the point, and each holds the next. The point itself may lie outside an inner one, as a
// mean may.
func (p Point) checkBands(line string, number int) []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for k, b := range p.Bands {
		switch {
		case !finite(b.Low) || !finite(b.High) || b.Low > b.High:
			fail("line %q: band %d of point %d, from %v to %v, is none", line, k+1, number, b.Low, b.High)
		case k == 0 && (b.Low > p.Y || b.High < p.Y):
			fail("line %q: point %d is not in its band from %v to %v", line, number, b.Low, b.High)
		case k > 0 && (b.Low < p.Bands[k-1].Low || b.High > p.Bands[k-1].High):
			fail("line %q: band %d of point %d, from %v to %v, leaves the one around it", line, k+1, number, b.Low, b.High)
		}
	}
	return errs
}
