package figure

import (
	"errors"
	"fmt"
)

// Columns shows what falls into each of a row of years (or quarters, or whatever the columns are): stacked columns, and lines
// over them to compare with, in panels under one another. Panels share the columns and nothing else: what has different units
// never stands on one scale.
type Columns struct {
	Frame
	// Series are what columns are made of, in the order in which parts are stacked from zero on. One without a colour gets one
	// of its own: the chart has twelve, from the series' place in this list.
	Series []Series `json:"series,omitempty"`
	// Columns are the places of the axis that all panels share, from left to right. At most 60 are drawn.
	Columns []Column      `json:"columns"`
	Panels  []ColumnPanel `json:"panels"`
	// Empty stands in the place of panels if there are no columns, or nothing in them.
	Empty string `json:"empty,omitempty"`
}

// Column is one place of the axis.
type Column struct {
	ID    string `json:"id"`
	Label string `json:"label"`          // "2027"
	Note  string `json:"note,omitempty"` // small, below the label: "from 4 July"
}

// ColumnPanel is one picture with one scale, which has zero on it.
type ColumnPanel struct {
	Heading string        `json:"heading,omitempty"`
	Note    string        `json:"note,omitempty"` // muted, behind the heading: what is measured, "$bn a year"
	YTicks  []Tick        `json:"y_ticks,omitempty"`
	Stacks  []ColumnStack `json:"stacks,omitempty"`
	Lines   []ColumnLine  `json:"lines,omitempty"`
	Rules   []Rule        `json:"rules,omitempty"` // levels to compare with: "$200bn a year"
	Marks   []ColumnMark  `json:"marks,omitempty"`
	// Hollow, Open and Unknown say in the legend what a hollow part, the empty end of a column and the sign of what is not
	// known mean: "letter of intent", "up to", "amount not disclosed".
	Hollow  string `json:"hollow,omitempty"`
	Open    string `json:"open,omitempty"`
	Unknown string `json:"unknown,omitempty"`
	// Height of the panel beside the others', in parts of the usual one; 0 is 1. From a quarter to 3.
	Height float64 `json:"height,omitempty"`
}

// ColumnStack is what stands in one column of a panel. Parts above zero are stacked up from zero, parts below zero down.
type ColumnStack struct {
	Column int          `json:"column"` // index in Columns
	Parts  []ColumnPart `json:"parts,omitempty"`
	// High is the far end where that is not known: the column is empty from the end of the parts above zero to there.
	// Low is the same below zero. Zero: no range.
	High float64 `json:"high,omitempty"`
	Low  float64 `json:"low,omitempty"`
	// Value is written above the column (below one that is all below zero), Unknown ("+ ?") beyond that, where there is something whose amount is not known.
	// A column without parts may have either.
	Value   string `json:"value,omitempty"`
	Unknown string `json:"unknown,omitempty"`
	Title   string `json:"title,omitempty"` // a sentence for the tooltip of the whole column
}

// ColumnPart is a piece of a column.
type ColumnPart struct {
	Series string  `json:"series"` // key
	Value  float64 `json:"value"`  // may be below zero
	// Hollow parts are outlined: money that moves only if something happens. All parts of a hollow series are.
	Hollow bool   `json:"hollow,omitempty"`
	Text   string `json:"text,omitempty"`  // written in the part if there is room: "$60bn"
	Title  string `json:"title,omitempty"` // a sentence for the tooltip
}

// ColumnLine is a line over the columns.
type ColumnLine struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Color  string `json:"color"` // as in Series; "ink" is that of the text
	Dashed bool   `json:"dashed,omitempty"`
	// Step lines have a level for each column and go over its whole width; others go from middle to middle.
	Step     bool          `json:"step,omitempty"`
	Emphasis bool          `json:"emphasis,omitempty"` // thicker
	Points   []ColumnPoint `json:"points"`             // from left to right
	// BandLabel is what the band around the line means: "low and high".
	BandLabel string `json:"band_label,omitempty"`
}

// ColumnPoint is the place of a line at a column.
type ColumnPoint struct {
	Column int     `json:"column"` // index in Columns
	Y      float64 `json:"y"`
	// Low and High are the ends of a band around the line, where Band is set.
	Low  float64 `json:"low,omitempty"`
	High float64 `json:"high,omitempty"`
	Band bool    `json:"band,omitempty"`
	// Unknown points are not drawn, and the line is broken there.
	Unknown bool `json:"unknown,omitempty"`
	// Value is written at the point if it is the first, the highest or the last of its line and there is room.
	Value string `json:"value,omitempty"`
	Title string `json:"title,omitempty"` // a sentence for the tooltip
}

// ColumnMark is a remark at a column: "first year above".
type ColumnMark struct {
	Column int    `json:"column"` // index in Columns
	Label  string `json:"label"`
}

// Rule is a place on an axis to compare with, drawn as a line across the picture with its words.
type Rule struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// MaxColumns is how many columns a figure may have: more cannot be told apart.
const MaxColumns = 60

// Up is what the parts above zero come to.
func (s ColumnStack) Up() float64 { return s.sum(func(v float64) bool { return v > 0 }) }

// Down is what the parts below zero come to; it is zero or less.
func (s ColumnStack) Down() float64 { return s.sum(func(v float64) bool { return v < 0 }) }

func (s ColumnStack) sum(counts func(float64) bool) float64 {
	sum := 0.0
	for _, p := range s.Parts {
		if counts(p.Value) {
			sum += p.Value
		}
	}
	return sum
}

// Check says what keeps the columns from being drawn: columns, lines and series without an id of their own, places that no
// column has, two stacks in one column, parts of no series, numbers that are not finite, points that do not go from left to
// right, a band that does not hold its point, too many columns, and no alternative text.
func (c Columns) Check() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.AltText == "" {
		fail("figure %q does not tell in words what it shows", c.ID)
	}
	if len(c.Columns) > MaxColumns {
		fail("figure %q has %d columns, more than %d", c.ID, len(c.Columns), MaxColumns)
	}
	series := map[string]bool{}
	for i, s := range c.Series {
		if s.Key == "" || series[s.Key] {
			fail("series %d of figure %q: key %q is empty or used twice", i+1, c.ID, s.Key)
		}
		series[s.Key] = true
	}
	ids := map[string]bool{}
	for i, x := range c.Columns {
		if x.ID == "" || ids[x.ID] {
			fail("column %d of figure %q: id %q is empty or used twice", i+1, c.ID, x.ID)
		}
		ids[x.ID] = true
	}
	for i, p := range c.Panels {
		for _, err := range p.check(series, len(c.Columns)) {
			fail("panel %d of figure %q: %w", i+1, c.ID, err)
		}
	}
	return errors.Join(errs...)
}

func (p ColumnPanel) check(series map[string]bool, columns int) []error {
	errs := checkMarks(p.YTicks, p.Rules)
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if p.Height != 0 && !(p.Height >= 0.25 && p.Height <= 3) {
		fail("height %v is not from 0.25 to 3", p.Height)
	}
	stacks, lines := map[int]bool{}, map[string]bool{}
	for _, s := range p.Stacks {
		if s.Column < 0 || s.Column >= columns || stacks[s.Column] {
			fail("column %d is not there, or used twice", s.Column)
		}
		stacks[s.Column] = true
		errs = append(errs, s.check(series)...)
	}
	for i, l := range p.Lines {
		if l.ID == "" || lines[l.ID] {
			fail("line %d: id %q is empty or used twice", i+1, l.ID)
		}
		lines[l.ID] = true
		errs = append(errs, l.check(columns)...)
	}
	for _, m := range p.Marks {
		if m.Column < 0 || m.Column >= columns {
			fail("mark %q: column %d is not there", m.Label, m.Column)
		}
	}
	return errs
}

func (s ColumnStack) check(series map[string]bool) []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	sound := true
	for _, p := range s.Parts {
		if !series[p.Series] {
			fail("column %d: no series has the key %q", s.Column, p.Series)
		}
		if !finite(p.Value) {
			fail("column %d: a part of %v is not finite", s.Column, p.Value)
			sound = false
		}
	}
	switch {
	case !drawable(s.High):
		fail("column %d: high end %v is negative or not finite", s.Column, s.High)
	case sound && !(finite(s.Up()) && finite(s.Down())):
		fail("column %d: its parts are more than a number can be", s.Column)
	case !drawable(-s.Low):
		fail("column %d: low end %v is above zero or not finite", s.Column, s.Low)
	case sound && s.High > 0 && s.High < s.Up() && !near(s.High, s.Up()):
		fail("column %d: high end %v is below the low end %v", s.Column, s.High, s.Up())
	case sound && s.Low < 0 && s.Low > s.Down() && !near(s.Low, s.Down()):
		fail("column %d: low end %v is above the end %v of its parts", s.Column, s.Low, s.Down())
	}
	return errs
}

func (l ColumnLine) check(columns int) []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for i, p := range l.Points {
		if p.Column < 0 || p.Column >= columns {
			fail("line %q: point %d is at column %d, which is not there", l.ID, i+1, p.Column)
		}
		if i > 0 && p.Column <= l.Points[i-1].Column {
			fail("line %q: point %d is not to the right of the one before", l.ID, i+1)
		}
		if !finite(p.Y) || !finite(p.Low) || !finite(p.High) {
			fail("line %q: point %d is not finite", l.ID, i+1)
			continue
		}
		if p.Band && !p.Unknown && (p.Low > p.Y || p.High < p.Y) {
			fail("line %q: point %d is not in its band from %v to %v", l.ID, i+1, p.Low, p.High)
		}
	}
	return errs
}

// checkMarks lists ticks and rules that are nowhere.
func checkMarks(ticks []Tick, rules []Rule) []error {
	var errs []error
	for _, t := range ticks {
		if !finite(t.At) {
			errs = append(errs, fmt.Errorf("tick %q is at %v", t.Label, t.At))
		}
	}
	for _, r := range rules {
		if !finite(r.At) {
			errs = append(errs, fmt.Errorf("rule %q is at %v", r.Label, r.At))
		}
	}
	return errs
}
