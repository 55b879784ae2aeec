package figure

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Timeline is deals in time: a block for each party or direction, a row for each deal, a bar from the day it was made to the
// end of its term.
type Timeline struct {
	Frame

	Blocks []TimelineBlock `json:"blocks"`
	// Now is the day of the view, drawn as a line; NowLabel is what stands on it.
	Now      Day    `json:"now,omitempty"`
	NowLabel string `json:"now_label,omitempty"`
	// Last is where the axis ends at the latest; bars that go on get an arrow. Empty: where the last bar ends.
	Last Day `json:"last,omitempty"`
	// FullAmount is the Amount drawn as the thickest bar; zero means the largest of this figure.
	FullAmount float64       `json:"full_amount,omitempty"`
	Terms      TimelineWords `json:"words"`
}

// Day is a day as "2025-09-22"; empty if it is not known.
type Day string

// Number counts the days since 1970, and is false if d is no day.
func (d Day) Number() (int, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0, false
	}
	return int(t.Unix() / 86400), true
}

// TimelineBlock is rows under a heading.
type TimelineBlock struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Detail string        `json:"detail,omitempty"` // in a quieter voice: the sum
	Rows   []TimelineRow `json:"rows"`
}

// TimelineRow is a deal.
type TimelineRow struct {
	// ID is unique within the figure.
	ID string `json:"id"`
	// Name and Detail stand before the bar: the counterparty, and what the deal is.
	Name   string `json:"name"`
	Detail string `json:"detail,omitempty"`
	// Kind decides the colour, Certainty the body of the bar. An Ended deal is grey.
	Kind      string    `json:"kind"`
	Certainty Certainty `json:"certainty"`
	// Made is the day from which the deal is known; a dated row has one. Start and End are those of its term, if known.
	Made  Day `json:"made"`
	Start Day `json:"start,omitempty"`
	End   Day `json:"end,omitempty"`
	// Open says that the deal runs on, nobody knows until when. A row without End that is not Open is a dot.
	Open bool `json:"open,omitempty"`
	// Amount is what the thickness of the bar shows, by its square root, and the area of a dot.
	Amount float64 `json:"amount,omitempty"`
	Known  bool    `json:"known,omitempty"`
	// Label stands at the end of the bar ("$40bn").
	Label string `json:"label,omitempty"`
	Title string `json:"title,omitempty"`
	// Steps are the dated changes of its status, drawn as small marks.
	Steps []TimelineStep `json:"steps,omitempty"`
}

// TimelineStep is a day on which the status of a deal changed.
type TimelineStep struct {
	At Day `json:"at"`
	// Ends is set for the step that ended the deal.
	Ends  bool   `json:"ends,omitempty"`
	Title string `json:"title,omitempty"`
}

// TimelineWords are the words that stand in a timeline. An empty one gets an English default.
type TimelineWords struct {
	Amount string `json:"amount,omitempty"` // "thickness: square root of the amount"
	Least  string `json:"least,omitempty"`  // "the smallest are not to scale"
	Lead   string `json:"lead,omitempty"`   // "thin line: made, the term begins later"
	Open   string `json:"open,omitempty"`   // "broken end: end not known"
	Dot    string `json:"dot,omitempty"`    // "dot: no term recorded"
	Hollow string `json:"hollow,omitempty"` // "hollow: announced, not signed; dashed: letter of intent, proposal or rumour"
	Step   string `json:"step,omitempty"`   // "tick: the status changed"
	Ended  string `json:"ended,omitempty"`  // "grey, with a cross: ended"
	Empty  string `json:"empty,omitempty"`  // "No deals with a date in this view."
}

// Each returns w with every word put through f, which also gets the English one.
func (w TimelineWords) Each(f func(own, english string) string) TimelineWords {
	w.Amount = f(w.Amount, "thickness: square root of the amount")
	w.Least = f(w.Least, "the smallest are not to scale")
	w.Lead = f(w.Lead, "thin line: made, the term begins later")
	w.Open = f(w.Open, "broken end: end not known")
	w.Dot = f(w.Dot, "dot: no term recorded")
	w.Hollow = f(w.Hollow, "hollow: announced, not signed; dashed: letter of intent, proposal or rumour")
	w.Step = f(w.Step, "tick: the status changed")
	w.Ended = f(w.Ended, "grey, with a cross: ended")
	w.Empty = f(w.Empty, "No deals with a date in this view.")
	return w
}

// Check reports what makes t impossible to draw faithfully: ids that are missing or used twice, days that are no days or run
// backwards, amounts that are negative or not finite, and certainties off the ladder. It returns all of them joined, or nil.
func (t Timeline) Check() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	seen := map[string]bool{}
	id := func(what, id string) {
		if id == "" || seen[what+id] {
			fail("%s of figure %q: id %q is empty or used twice", what, t.ID, id)
		}
		seen[what+id] = true
	}
	day := func(row, what string, d Day, must bool) int {
		n, ok := d.Number()
		if !ok && (must || d != "") {
			fail("%s %q: %q is not a day, as 2025-09-22 is", what, row, d)
		}
		return n
	}
	day(t.ID, "day of the view of figure", t.Now, false)
	day(t.ID, "last day of figure", t.Last, false)
	for _, b := range t.Blocks {
		id("block", b.ID)
		for _, r := range b.Rows {
			id("row", r.ID)
			made, start, end := day(r.ID, "made day of row", r.Made, true), day(r.ID, "start of row", r.Start, false), day(r.ID, "end of row", r.End, false)
			if r.End != "" && (end < made || r.Start != "" && end < start) {
				fail("row %q: it ends on %s, before it begins", r.ID, r.End)
			}
			for _, s := range r.Steps {
				day(r.ID, "step of row", s.At, true)
			}
			if !drawable(r.Amount) {
				fail("row %q: amount %v is negative or not finite", r.ID, r.Amount)
			}
			if !slices.Contains(Certainties(), r.Certainty) {
				fail("row %q: certainty %q is not known (use one of %v)", r.ID, r.Certainty, Certainties())
			}
		}
	}
	if !drawable(t.FullAmount) {
		fail("figure %q: full scale %v is negative or not finite", t.ID, t.FullAmount)
	}
	return errors.Join(errs...)
}
