package main

import (
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"

	"github.com/spf13/cobra"
)

// bufferFlag is the flag that says which facts make up what a party can lose.
type bufferFlag struct{ text string }

func (b *bufferFlag) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&b.text, "buffer", graph.DefaultMeans().String(), "facts that make up a buffer, joined by +, or none (`RULE`)")
	noFiles(cmd, "buffer")
}

// check refuses what is no rule, before a ledger is read.
func (b *bufferFlag) check() error {
	if _, err := graph.ParseMeansRule(b.text); err != nil {
		return usagef("--buffer: %w", err)
	}
	return nil
}

// usualMetrics are those that a rule can name though a ledger has no fact of them.
var usualMetrics = []string{"cash", "equity", "free_cash_flow", "debt", "revenue", "outside_revenue", "operating_cost", "capex", "valuation", "burn"}

// rule is the rule for a ledger. A metric that nobody uses is a slip.
func (b *bufferFlag) rule(l *deals.Ledger) (graph.MeansRule, error) {
	rule, err := graph.ParseMeansRule(b.text)
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
