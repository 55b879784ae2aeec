package graph

import (
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
)

// MeansRule says which facts make up what a party can lose before it must cut what it pays: metrics whose latest actual
// figures are added up.
type MeansRule []string

// DefaultMeans is cash and a year's free cash flow: what can be spent without asking anybody.
func DefaultMeans() MeansRule { return MeansRule{"cash", "free_cash_flow"} }

// ParseMeansRule reads metrics joined by +: "cash+free_cash_flow". "none" is the rule by which nobody has means.
func ParseMeansRule(s string) (MeansRule, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "none" {
		return MeansRule{}, nil
	}
	var out MeansRule
	for m := range strings.SplitSeq(s, "+") {
		m = strings.ReplaceAll(strings.TrimSpace(m), " ", "_")
		if m == "" || slices.Contains(out, m) {
			return nil, fmt.Errorf("the rule %q is not metrics joined by +, each once, such as cash+free_cash_flow", s)
		}
		out = append(out, m)
	}
	return out, nil
}

// String is the rule as ParseMeansRule reads it.
func (r MeansRule) String() string {
	if len(r) == 0 {
		return "none"
	}
	return strings.Join(r, "+")
}

// Means is what a party has, as far as the facts tell.
type Means struct {
	Amount int64         // minor units of the view's currency, 0 or more
	Known  bool          // some fact tells; else nobody knows, and the amount is no zero
	Facts  []*deals.Fact // those that were added up, in the order of the rule
	Below  bool          // the facts add up to less than zero, and count as nothing
}

// Means adds up the latest actual facts of a party on the day of the view, those of the metrics of a rule; of a flow, those of a year. A fact counts
// from the end of its period on; one without a place in time, of another nature, undisclosed, or in a currency without a
// rate does not. Of two of the same period the first in the ledger counts. A rule without metrics makes all means known, and
// nothing. Cost: O(facts of the ledger) for each metric.
func (n *Network) Means(v Node, rule MeansRule) Means {
	out := Means{Known: len(rule) == 0}
	if n.Ledger == nil {
		return out
	}
	r := rates{n.Ledger.Rates}
	for _, metric := range rule {
		for _, f := range n.factsOf(v, metric) {
			last := f.Period.Last
			if f.Nature != deals.Actual || f.Value.Money == nil || !f.Value.Money.Disclosed() || last.IsZero() || last.After(n.View.AsOf) {
				continue
			}
			minor, ok := r.convert(f.Value.Money.Likely, f.Value.Money.Currency, n.View.Currency, last)
			if !ok {
				continue
			}
			out.Amount += minor // facts are at most 10¹⁵ whole units: dozens of them fit
			out.Known = true
			out.Facts = append(out.Facts, f)
			break
		}
	}
	if out.Amount < 0 {
		out.Amount, out.Below = 0, true
	}
	return out
}
