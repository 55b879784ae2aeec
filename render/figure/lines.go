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
	XTicks []Tick      `json:"x_ticks,omitempty"`
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
	Lines   []Line `json:"lines"`
}

// Line is one row of points.
type Line struct {
	ID       string  `json:"id"`
	Label    string  `json:"label"`
	Color    string  `json:"color"` // as in Series
	Dashed   bool    `json:"dashed,omitempty"`
	Emphasis bool    `json:"emphasis,omitempty"` // thicker
	Points   []Point `json:"points"`
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
	// Value is written at the point if it is the first, the highest or the last of its line.
	Value string `json:"value,omitempty"`
	Title string `json:"title,omitempty"` // a sentence for the tooltip
}

// Check says what keeps the lines from being drawn: lines without an id of their own, numbers that are not finite, points that
// do not go from left to right, a band that does not hold its point.
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
	for i, p := range l.Panels {
		ticks(p.YTicks)
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
	}
	return errs
}
