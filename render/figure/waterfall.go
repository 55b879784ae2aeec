package figure

import (
	"errors"
	"fmt"
	"math"
)

// Waterfall shows how a sum comes about and what becomes of it, step by step: each bar begins where the one before it ended.
// Below may stand bars, such as of the parties that are behind the steps, on a scale of their own, which their heading should say.
type Waterfall struct {
	Frame
	// Steps come in the order of the story. They are drawn as the far end has it, where things are not known.
	Steps []Step `json:"steps"`
	// Open says what the empty part of a step or of a bar means.
	Open string `json:"open,omitempty"`
	// Empty stands in the place of steps if there are none.
	Empty string `json:"empty,omitempty"`
	// Below are bars under the steps; nil: none.
	Below *BarPlot `json:"below,omitempty"`
}

// Step is one bar of a waterfall.
type Step struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"` // muted, below the label
	// Heading stands above the step, where a part of the story begins.
	Heading string `json:"heading,omitempty"`
	// Change is what the step adds, or takes off if negative. In a total it is the level itself, which the steps before it
	// must come to.
	Change float64 `json:"change"`
	Total  bool    `json:"total,omitempty"`
	// Low is how much of Change is there at the least, if Range is set; the rest of the bar is empty.
	Low   float64 `json:"low,omitempty"`
	Range bool    `json:"range,omitempty"`
	Color string  `json:"color"` // as in Series
	Value string  `json:"value,omitempty"`
	Title string  `json:"title,omitempty"` // a sentence for the tooltip
}

// Levels returns where each step begins and ends. A total goes from zero to its level.
func (w Waterfall) Levels() (from, to []float64) {
	level := 0.0
	for _, s := range w.Steps {
		start := level
		if s.Total {
			start, level = 0, s.Change
		} else {
			level += s.Change
		}
		from, to = append(from, start), append(to, level)
	}
	return from, to
}

// Check says what keeps the waterfall from being drawn: steps without an id of their own, numbers that are not finite, a level
// below zero, a total that the steps before it do not come to, a low end beyond the step, and what is wrong with the bars below.
func (w Waterfall) Check() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	ids := map[string]bool{}
	level := 0.0
	for i, s := range w.Steps {
		if s.ID == "" || ids[s.ID] {
			fail("step %d of waterfall %q: id %q is empty or used twice", i+1, w.ID, s.ID)
		}
		ids[s.ID] = true
		if !finite(s.Change) || !finite(s.Low) {
			fail("step %q: change %v or low end %v is not finite", s.ID, s.Change, s.Low)
			continue
		}
		if s.Range && (s.Low < 0 || s.Low > math.Abs(s.Change) && !near(s.Low, math.Abs(s.Change))) {
			fail("step %q: low end %v is not between nothing and %v", s.ID, s.Low, math.Abs(s.Change))
		}
		if s.Total && i > 0 && !near(s.Change, level) {
			fail("step %q: the total is %v, and the steps before it come to %v", s.ID, s.Change, level)
		}
		if s.Total {
			level = s.Change
		} else {
			level += s.Change
		}
		if level < 0 && !near(level, 0) {
			fail("step %q: the level after it is %v, below zero", s.ID, level)
		}
		if !finite(level) {
			fail("step %q: the level after it is more than a number can be", s.ID)
		}
	}
	if w.Below != nil {
		errs = append(errs, w.Below.check("bars below")...)
	}
	return errors.Join(errs...)
}

// finite reports whether v is a number that can be drawn.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
