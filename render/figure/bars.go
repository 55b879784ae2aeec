package figure

import (
	"errors"
	"fmt"
)

// Bars is a chart of horizontal bars: how much, for each of a list of parties or readings, the parts of each set end to end.
type Bars struct {
	Frame
	BarPlot
}

// Check says what keeps the bars from being drawn.
func (b Bars) Check() error { return errors.Join(b.check("bars")...) }

// BarPlot is the picture of a bar chart without the words around it. All bars have one scale, which begins at zero.
type BarPlot struct {
	// Series are what bars are made of, in the order in which the parts follow one another.
	Series []Series `json:"series,omitempty"`
	// Columns are the headings of columns of text to the right of the bars; Open says what the empty end of a bar means,
	// Mark what the stroke across one does.
	Columns []string `json:"columns,omitempty"`
	Open    string   `json:"open,omitempty"`
	Mark    string   `json:"mark,omitempty"`
	// Groups are the bars. One group may stay without a heading.
	Groups []BarGroup `json:"groups"`
	// Full is what a bar over the whole width would be worth. Zero is the longest bar; less than that is not heeded.
	Full float64 `json:"full,omitempty"`
}

// Series is one sort of part, and how it is drawn.
type Series struct {
	Key   string `json:"key"`
	Label string `json:"label"` // for the legend
	// Color is a kind of deal ("equity"), which gives its colour, or one of the neutral "tone1" to "tone5" and "rest",
	// which is pale and for what the others are a part of.
	Color string `json:"color"`
	// Hollow parts are outlined: money that moves only if something happens.
	Hollow bool `json:"hollow,omitempty"`
}

// BarGroup is a list of bars under a heading.
type BarGroup struct {
	Heading string `json:"heading,omitempty"`
	Total   string `json:"total,omitempty"` // at the end of the heading
	Empty   string `json:"empty,omitempty"` // stands in the place of bars if there are none
	Rows    []Bar  `json:"rows"`
	Note    string `json:"note,omitempty"` // below the bars
}

// Bar is one row.
type Bar struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"` // muted, behind the label
	// Parts follow one another from zero. What they come to is the low end of the bar.
	Parts []Part `json:"parts,omitempty"`
	// High is the far end where that is not known: the bar is empty from the end of the parts to there. Zero: no range.
	High float64 `json:"high,omitempty"`
	// Mark is a place for a stroke across the bar, to compare it with; nil is none.
	Mark     *float64 `json:"mark,omitempty"`
	Value    string   `json:"value,omitempty"` // at the end of the bar
	Cells    []string `json:"cells,omitempty"` // in the columns
	Emphasis bool     `json:"emphasis,omitempty"`
	Title    string   `json:"title,omitempty"` // a sentence for the tooltip
}

// Part is a piece of a bar.
type Part struct {
	Series string  `json:"series"` // key
	Value  float64 `json:"value"`
}

// Low is what the parts of b come to.
func (b Bar) Low() float64 {
	sum := 0.0
	for _, p := range b.Parts {
		sum += p.Value
	}
	return sum
}

// End is the far end of b.
func (b Bar) End() float64 { return max(b.Low(), b.High) }

// Longest is the far end of the longest bar, or Full if that is more.
func (p BarPlot) Longest() float64 {
	longest := p.Full
	for _, g := range p.Groups {
		for _, b := range g.Rows {
			longest = max(longest, b.End())
			if b.Mark != nil {
				longest = max(longest, *b.Mark)
			}
		}
	}
	return longest
}

// check lists what is wrong with a plot: series and rows without an id of their own, parts of no series, numbers below zero or
// not finite, high ends below the low one, more cells than columns, more columns than there is room for.
func (p BarPlot) check(what string) []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if len(p.Columns) > maxColumns {
		fail("the %s: %d columns of text, more than the %d there is room for", what, len(p.Columns), maxColumns)
	}
	series := map[string]bool{}
	for i, s := range p.Series {
		if s.Key == "" || series[s.Key] {
			fail("series %d of the %s: key %q is empty or used twice", i+1, what, s.Key)
		}
		series[s.Key] = true
	}
	if !drawable(p.Full) {
		fail("the %s: full scale %v is negative or not finite", what, p.Full)
	}
	for i, g := range p.Groups {
		rows := map[string]bool{}
		for k, b := range g.Rows {
			if b.ID == "" || rows[b.ID] {
				fail("row %d of group %d of the %s: id %q is empty or used twice", k+1, i+1, what, b.ID)
			}
			rows[b.ID] = true
			errs = append(errs, b.check(series, len(p.Columns))...)
		}
	}
	return errs
}

func (b Bar) check(series map[string]bool, columns int) []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	sound := drawable(b.High)
	for _, p := range b.Parts {
		if !series[p.Series] {
			fail("bar %q: no series has the key %q", b.ID, p.Series)
		}
		if !drawable(p.Value) {
			fail("bar %q: a part of %v is negative or not finite", b.ID, p.Value)
			sound = false
		}
	}
	switch {
	case !drawable(b.High):
		fail("bar %q: high end %v is negative or not finite", b.ID, b.High)
	case sound && !drawable(b.Low()):
		fail("bar %q: its parts are more than a number can be", b.ID)
	case sound && b.High > 0 && b.High < b.Low() && !near(b.High, b.Low()):
		fail("bar %q: high end %v is below the low end %v", b.ID, b.High, b.Low())
	}
	if b.Mark != nil && !drawable(*b.Mark) {
		fail("bar %q: mark %v is negative or not finite", b.ID, *b.Mark)
	}
	if len(b.Cells) > columns {
		fail("bar %q: %d cells for %d columns", b.ID, len(b.Cells), columns)
	}
	return errs
}

// maxColumns is how many columns of text fit beside bars.
const maxColumns = 4

// near reports whether two sums are the same but for rounding.
func near(a, b float64) bool {
	return max(a, b)-min(a, b) <= float64(1e-9*max(a, b, -a, -b))+0.011
}
