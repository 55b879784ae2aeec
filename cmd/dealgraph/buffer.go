package main

import (
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// usualMetrics are those that a rule for buffers can name though a ledger has no fact of them.
var usualMetrics = []string{"cash", "equity", "free_cash_flow", "debt", "revenue", "outside_revenue", "operating_cost", "capex", "valuation", "burn"}

// meansRule reads a rule for buffers. A metric that nobody uses is a slip.
func meansRule(l *deals.Ledger, text string) (graph.MeansRule, error) {
	rule, err := graph.ParseMeansRule(text)
	if err != nil {
		return nil, usagef("--buffer: %w", err)
	}
	known := slices.Clone(usualMetrics)
	for _, f := range l.Facts {
		known = append(known, f.Metric)
	}
	for _, m := range rule {
		if !slices.Contains(known, m) {
			return nil, usagef("--buffer: the ledger has no fact on %q%s", m, didYouMean(m, known, "%q"))
		}
	}
	return rule, nil
}
