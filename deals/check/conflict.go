package check

import (
	"fmt"

	"dealgraph/deals"
)

// findConflicts looks for sources that disagree by more than rounding, with nothing to decide between them: claims of the
// same tier as the source of the amount in use, that lie outside it, and facts of one party, metric, period and nature.
func findConflicts(l *deals.Ledger, report reporter) {
	legs(l, func(leg *deals.Leg) {
		if len(leg.Claims) > 0 {
			findLegConflicts(leg, report)
		}
	})
	for first, f := range l.Twins() {
		if f.Value.Money != nil && first.Value.Money != nil && apart(*f.Value.Money, *first.Value.Money) {
			report(aboutFact(l, f), f.Pos, fmt.Sprintf("%s, %s, %s: %s here, %s at %s", f.Party, f.Metric, f.Period, f.Value.Money, first.Value.Money, first.Pos), "tell the two apart by metric or period, or keep the better and name the other in its note")
		}
	}
}

// findLegConflicts compares what claims say with what is in use in the same field, from a source that is as good.
func findLegConflicts(leg *deals.Leg, report reporter) {
	used := map[string]deals.Statement{}
	all := leg.Statements()
	for _, s := range all {
		if s.InUse {
			used[s.Field] = s
		}
	}
	amount, _ := leg.Use()
	for _, s := range all {
		in := used[s.Field]
		if s.Claim == nil || s.InUse || s.Source.Tier != in.Source.Tier {
			continue
		}
		hint := "look which is right and keep that, or accept it with the tag ok/conflict"
		differs := s.Text != in.Text
		if s.Field == "amount" {
			differs = apart(s.Claim.Amount, amount)
			hint = "write the range of both as the amount, low..likely..high, or accept it with the tag ok/conflict"
		}
		if differs {
			report(aboutLeg(leg), s.Claim.Pos, fmt.Sprintf("%s: %s is in use, a claim%s says %s", leg.Ref(), in.Text, ofTier(s.Source), s.Text), hint)
		}
	}
}

// apart reports whether two amounts cannot be one number, rounded in two ways. A range is apart from what lies outside it.
func apart(a, b deals.Amount) bool {
	if !a.Disclosed() || !b.Disclosed() || a.Currency != b.Currency {
		return false
	}
	slack := max(coarse(a), coarse(b))
	lowA, highA := bounds(a)
	lowB, highB := bounds(b)
	return !(lowA <= add(highB, slack) && lowB <= add(highA, slack))
}

// bounds are the least and the most that a source says; "at least" has no end.
func bounds(a deals.Amount) (low, high int64) {
	switch a.Form {
	case deals.AtLeast:
		return a.Low, farthest
	default:
		return a.Low, a.High
	}
}

// farthest stands for no end and leaves room for a slack.
const farthest = 1 << 62

// coarse is how far a stated amount may be from what it rounds: half a unit of its last digit, and not more than one in
// twenty; for an estimate one in ten.
func coarse(a deals.Amount) int64 {
	v := max(a.High, a.Low, -a.High, -a.Low)
	if a.Estimate {
		return v / 10
	}
	half := int64(1)
	for half < v && v%(10*half) == 0 {
		half *= 10
	}
	return min(half/2, v/20)
}
