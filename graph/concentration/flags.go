package concentration

import (
	"errors"
	"math"
)

// Rule is a line of disclosure or prudence that one counterparty can cross.
type Rule string

// The rules.
const (
	TenPercentCustomer Rule = "ASC 280-10-50-42" // one customer, or customers under one control, of 10% of revenue or more: must be told
	LargeExposure      Rule = "Basel LEX10"      // an exposure of 10% of Tier 1 capital or more is large
	ExposureLimit      Rule = "Basel LEX20"      // and may not be above 25%
	SystemicLimit      Rule = "Basel LEX40"      // nor above 15%, from one systemically important bank to another
)

// Threshold is the share that crosses the rule: from it on, or, for a limit, above it.
func (r Rule) Threshold() float64 {
	switch r {
	case ExposureLimit:
		return 0.25
	case SystemicLimit:
		return 0.15
	}
	return 0.10
}

// Meaning says in one line what crossing the rule means.
func (r Rule) Meaning() string {
	switch r {
	case TenPercentCustomer:
		return "one customer is 10% of revenue or more, which annual reports must tell"
	case LargeExposure:
		return "the exposure is 10% of the base or more, which makes it a large one"
	case ExposureLimit:
		return "the exposure is above 25% of the base, the limit for banks"
	case SystemicLimit:
		return "the exposure is above 15% of the base, the limit between systemically important banks"
	}
	return ""
}

// crosses reports whether a share crosses the rule.
func (r Rule) crosses(share float64) bool {
	if r == ExposureLimit || r == SystemicLimit {
		return share > r.Threshold()
	}
	return share >= r.Threshold()
}

// Flag says that a counterparty crosses a rule, or may. These are yardsticks made for companies that report in the United
// States and for banks; that a party of a ledger crosses one says how much it depends, and not that it broke a rule.
type Flag struct {
	Rule      Rule
	Entry     int     // place in the entries
	Threshold float64 // share
	Told      float64 // the share, by what is disclosed
	Share     Range   // the share, whatever the undisclosed amounts are
	Open      bool    // Share has no high end: more is not disclosed, and the base does not bound it; High is then Told
	Certain   bool    // the rule is crossed whatever they are; else it may be
}

// customers flags the customers of a report. Who stands for many is no customer.
func customers(r *Report) []Flag {
	var out []Flag
	for i, e := range r.Entries {
		if e.Many {
			continue
		}
		f := Flag{Rule: TenPercentCustomer, Entry: i, Threshold: TenPercentCustomer.Threshold(), Told: e.Share, Share: r.share(e)}
		f.Certain = f.Rule.crosses(f.Share.Low)
		if f.Certain || f.Rule.crosses(f.Share.High) {
			out = append(out, f)
		}
	}
	return out
}

// share is the range of the share of an entry in all.
func (r *Report) share(e Entry) Range {
	amount := float64(e.Amount)
	switch {
	case r.Sum > 0:
		sum := float64(r.Sum)
		out := Range{amount / sum, amount / sum}
		if e.Unknown > 0 {
			out.High = math.Min(1, (amount+math.Max(0, sum-float64(r.Amount)))/sum)
		}
		return out
	case r.Amount == 0 && len(r.Entries) == 1: // whatever it is, it is all; who is Many has no flag
		return Range{1, 1}
	case r.Amount == 0:
		return Range{0, 1}
	}
	out := Range{e.Share, e.Share}
	if r.Unknown > e.Unknown {
		out.Low = 0 // the others may be of any size
	}
	if e.Unknown > 0 {
		out.High = 1
	}
	return out
}

// ErrBase says that exposures have nothing to be compared with.
var ErrBase = errors.New("exposures are compared with a base, such as equity, that is more than nothing")

// LargeExposures flags entries, by the amounts of which something is at stake, against a base: what the party can lose, in minor
// units. Between says that both are systemically important, which adds the lower limit. An entry of which more is not
// disclosed may cross every rule. Who stands for many is no counterparty. Error: [ErrBase].
func LargeExposures(entries []Entry, base int64, between bool) ([]Flag, error) {
	if base <= 0 {
		return nil, ErrBase
	}
	rules := []Rule{LargeExposure, ExposureLimit}
	if between {
		rules = []Rule{LargeExposure, SystemicLimit, ExposureLimit}
	}
	var out []Flag
	for i, e := range entries {
		share := float64(e.Amount) / float64(base)
		for _, rule := range rules {
			f := Flag{Rule: rule, Entry: i, Threshold: rule.Threshold(), Told: share, Share: Range{share, share}, Open: e.Unknown > 0, Certain: rule.crosses(share)}
			if !e.Many && (f.Certain || f.Open) {
				out = append(out, f)
			}
		}
	}
	return out, nil
}
