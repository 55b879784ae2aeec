package deals

import (
	"slices"
	"strings"
)

// Control is a disclosed number that the deals can be held against: "openai is 45% of microsoft's backlog of $625B". It
// states a share of a total, or a value.
type Control struct {
	ID             string
	Party          PartyID   // who disclosed it
	Counterparties []PartyID // about whom; empty when the document names nobody we know
	About          string    // the counterparty in the document's words
	Metric         string    // one of [Totals]; what says anything else is kept, and no deal is held against it
	Period         Period
	Share          *Portion // of the total; nil when a value is stated
	Value          *Amount  // nil when a share is stated
	Of             *Amount  // the total that the share is of, where disclosed
	Tolerance      *Share   // points of the share, or part of the value; nil: half a unit of the last digit stated
	Nature         Nature
	Tags           []string
	Source         Source
	Note           string
	Pos            Pos
}

// Total is a sum over deals that documents disclose.
type Total string

// The totals. Which deals make one up is said in package graph/control.
const (
	TotalRevenue     Total = "revenue"
	TotalPurchases   Total = "purchases"
	TotalBacklog     Total = "backlog"
	TotalObligations Total = "purchase_obligations"
	TotalLeases      Total = "lease_obligations"
	TotalDebt        Total = "debt"
	TotalGuarantees  Total = "guarantees"
)

// Totals lists all totals.
func Totals() []Total {
	return []Total{TotalRevenue, TotalPurchases, TotalBacklog, TotalObligations, TotalLeases, TotalDebt, TotalGuarantees}
}

// Meaning says in one line what the total is.
func (t Total) Meaning() string {
	switch t {
	case TotalRevenue:
		return "what the counterparties pay the party for goods and services in the period"
	case TotalPurchases:
		return "what the party pays the counterparties for goods and services in the period"
	case TotalBacklog:
		return "what the counterparties have contracted to pay the party after the period"
	case TotalObligations:
		return "what the party cannot escape paying the counterparties in the period"
	case TotalLeases:
		return "what the party has contracted to pay the counterparties in rent after the period"
	case TotalDebt:
		return "what the party owes the counterparties in loans, bonds and convertibles at the end of the period"
	case TotalGuarantees:
		return "what the party guarantees, at most, at the end of the period"
	}
	return ""
}

// Total is the total that the control is about; ok is false when it is about none that deals add up to.
func (c *Control) Total() (t Total, ok bool) {
	t = Total(strings.ReplaceAll(strings.ToLower(c.Metric), " ", "_"))
	return t, slices.Contains(Totals(), t)
}

// Portion is a share as a document states it: exactly, or as a bound.
type Portion struct {
	Share    Share
	Form     Form // Exact, UpTo or AtLeast
	Estimate bool
}

// String writes the portion as [ParsePortion] reads it: "45%", "at least 10%", "~67%".
func (p Portion) String() string {
	s := ""
	if p.Estimate {
		s = "~"
	}
	switch p.Form {
	case UpTo:
		s += "up to "
	case AtLeast:
		s += "at least "
	}
	return s + p.Share.String()
}

// ParsePortion reads a percentage as [ParseShare] does, with "up to" or "at least" before it where it is a bound, and ~ before
// all where it is an estimate.
func ParsePortion(s string) (Portion, error) {
	c, err := cleanCell("share", s)
	if err != nil {
		return Portion{}, err
	}
	text, estimate := cutEstimate(c.text)
	p := Portion{Form: Exact, Estimate: estimate}
	if rest, ok := cutWords(text, "at least"); ok {
		p.Form, text = AtLeast, rest
	} else if rest, ok := cutWords(text, "up to"); ok {
		p.Form, text = UpTo, rest
	}
	for _, said := range []struct{ sign, write string }{{">", "at least "}, {"≥", "at least "}, {"<", "up to "}, {"≤", "up to "}} {
		if rest, ok := strings.CutPrefix(text, said.sign); ok {
			return p, c.errorf("write "+said.write+strings.TrimSpace(strings.TrimPrefix(rest, "=")), "starts with %s", quote(said.sign))
		}
	}
	p.Share, err = cellText{c.what, text}.readShare()
	if err != nil {
		return Portion{}, err
	}
	return p, nil
}
