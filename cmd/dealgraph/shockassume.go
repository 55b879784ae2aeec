package main

import (
	"fmt"

	"dealgraph/graph"

	"github.com/spf13/pflag"
)

// fill takes from the assumptions what no flag says.
func (o *shockOptions) fill(flags *pflag.FlagSet) {
	stated := o.set.Shock()
	for _, t := range []struct {
		name     string
		to, from *string
	}{
		{"pay", &o.pay, stated.Pay}, {"recovery", &o.recovery, stated.Recovery}, {"buffer", &o.buffer.text, stated.Buffer},
		{"cut", &o.cut, stated.Cut}, {"costs", &o.costs, stated.Costs}, {"unpaid", &o.unpaid, stated.Unpaid},
	} {
		if t.from != nil && !flags.Changed(t.name) {
			*t.to = *t.from
		}
	}
	if stated.From != nil && !flags.Changed("from") {
		o.from = *stated.From
	}
	if stated.Spread != nil && !flags.Changed("spread") {
		o.spread = *stated.Spread
	}
	if stated.Ranks != nil && !flags.Changed("ranks") {
		o.ranks = stated.Ranks
	}
	if stated.Fail != nil && !flags.Changed("fail") {
		o.fail = stated.Fail
	}
}

// means are the assumed means of parties, in minor units of the currency of a network. Those of parties that are rolled up
// into one add up. Parties that have no deal in the view need none.
func (o *shockOptions) means(n *graph.Network) (map[graph.Node]int64, error) {
	out := map[graph.Node]int64{}
	for _, id := range o.set.Parties("means") {
		amount, _ := o.set.Means(id)
		if amount.Currency != n.View.Currency {
			return nil, fmt.Errorf("means.%s is assumed to be %s, and the view is in %s: state it in %s", id, amount, n.View.Currency, n.View.Currency)
		}
		if v, ok := n.Of(id); ok {
			out[v] += amount.Likely
		}
	}
	return out, nil
}
