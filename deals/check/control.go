package check

import "dealgraph/deals"

// The checks of controls: one for totals that the deals miss, one for those that undisclosed deals may fill.
const (
	nameControl     = "control"
	nameOpenControl = "control-open"
)

// Controlled is what was found about a control when the deals were added up. That takes a network, of which this package knows
// nothing: whoever has one hands the result in.
type Controlled struct {
	Control *deals.Control
	Open    bool   // deals without an amount or a term may fill the gap
	Msg     string // what is the matter: by how much the deals miss the number
	Hint    string // which deals make it up
}

// findControls reports what is a check's own among what was found about controls.
func findControls(c Check, controls []Controlled, report reporter) {
	for _, f := range controls {
		if c.Name == nameControl && !f.Open || c.Name == nameOpenControl && f.Open {
			report(subject{control: f.Control}, f.Control.Pos, f.Msg, f.Hint)
		}
	}
}
