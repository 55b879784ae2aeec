package figure

import (
	"errors"
	"fmt"
)

// Tornado shows which input moves a result most: for each input a bar from the result with the input at its low end to that at
// its high end, around the result as it is now. It is drawn with the widest swing on top, whatever the order of the rows; rows
// of one width keep theirs.
type Tornado struct {
	Frame
	// Base is the result as it is now, BaseLabel what is written there: "lowest cash now: $12bn".
	Base      float64 `json:"base"`
	BaseLabel string  `json:"base_label,omitempty"`
	// XTicks are the marks of the scale, XLabel says what it measures: "lowest cash".
	XTicks []Tick `json:"x_ticks,omitempty"`
	XLabel string `json:"x_label,omitempty"`
	// Low and High are what the two colours mean; "input at its low end" and "at its high end" if empty.
	Low  string `json:"low,omitempty"`
	High string `json:"high,omitempty"`
	// Rules are places to compare with: "no cash left".
	Rules []Rule       `json:"rules,omitempty"`
	Rows  []TornadoRow `json:"rows"`
	// Empty stands in the place of rows if there are none.
	Empty string `json:"empty,omitempty"`
}

// TornadoRow is one input.
type TornadoRow struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Note  string `json:"note,omitempty"` // muted, below the label: "signed: 90% to 50%"
	// Low and High are the results with the input at its low and its high end. Either may be the larger.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// LowUnknown and HighUnknown say that there is no such result; the value, if any, says why: "never".
	LowUnknown  bool `json:"low_unknown,omitempty"`
	HighUnknown bool `json:"high_unknown,omitempty"`
	// LowLabel and HighLabel are what the input is at its ends: "50%", written in or at the ends of the bar.
	LowLabel  string `json:"low_label,omitempty"`
	HighLabel string `json:"high_label,omitempty"`
	// LowValue and HighValue are the results in words, "−$3bn", outside the ends of the bar.
	LowValue  string `json:"low_value,omitempty"`
	HighValue string `json:"high_value,omitempty"`
	Title     string `json:"title,omitempty"` // a sentence for the tooltip
}

// Swing is how far apart the results of a row are, counting the base: an input whose both ends are worse than now swings from
// the worst of them to now.
func (t Tornado) Swing(r TornadoRow) float64 {
	low, high := t.Base, t.Base
	if !r.LowUnknown {
		low, high = min(low, r.Low), max(high, r.Low)
	}
	if !r.HighUnknown {
		low, high = min(low, r.High), max(high, r.High)
	}
	return high - low
}

// Check says what keeps the figure from being drawn: rows without an id of their own, numbers that are not finite, and no alternative text.
func (t Tornado) Check() error {
	errs := checkMarks(t.XTicks, t.Rules)
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if t.AltText == "" {
		fail("tornado %q does not tell in words what it shows", t.ID)
	}
	if !finite(t.Base) {
		fail("tornado %q: base %v is not finite", t.ID, t.Base)
	}
	ids := map[string]bool{}
	for i, r := range t.Rows {
		if r.ID == "" || ids[r.ID] {
			fail("row %d of tornado %q: id %q is empty or used twice", i+1, t.ID, r.ID)
		}
		ids[r.ID] = true
		if !r.LowUnknown && !finite(r.Low) || !r.HighUnknown && !finite(r.High) {
			fail("row %q: result %v or %v is not finite", r.ID, r.Low, r.High)
		}
	}
	return errors.Join(errs...)
}
