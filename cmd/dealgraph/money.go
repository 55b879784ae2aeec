package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/view"
)

// moneySettlements are what counts as money when the question is where money goes.
var moneySettlements = []string{string(deals.Cash), string(deals.InKind)}

// askMoney is ask for a question about where money goes. Unless the flags say otherwise, that is what is settled in cash or in
// kind; a guarantee or a warrant is a promise, and no money whatever they say. What is left out is in the warnings.
func (g global) askMoney(command string, v viewFlags) (*deals.Ledger, []*graph.Network, report, error) {
	if len(v.settlement) == 0 {
		v.settlement = moneySettlements
	}
	l, networks, r, err := g.ask(command, v)
	if err != nil {
		return nil, nil, report{}, err
	}
	for i, n := range networks {
		networks[i] = n.Keep(isMoney)
	}
	if err := converted(networks); err != nil {
		return nil, nil, report{}, err
	}
	left, err := leftOut(l, networks)
	r.Warnings = append(networkWarnings(networks), left...)
	return l, networks, r, err
}

// moneyNetwork is the network of a view without what is no money.
func moneyNetwork(l *deals.Ledger, v graph.View) (*graph.Network, error) {
	n, err := buildNetwork(l, v)
	if err != nil {
		return nil, err
	}
	return n.Keep(isMoney), nil
}

func isMoney(a graph.Arc) bool { return a.Leg.Kind.Family() != deals.Contingent }

// converted refuses networks in which amounts are disclosed, and none is in a currency that the ledger can convert: every sum
// would be nothing.
func converted(networks []*graph.Network) error {
	var from []string
	for _, n := range networks {
		for a := range n.Arcs() {
			if a.Known {
				return nil
			}
			if amount, _ := a.Leg.Use(); a.NoRate && !slices.Contains(from, string(amount.Currency)) {
				from = append(from, string(amount.Currency))
			}
		}
	}
	if len(from) == 0 {
		return nil
	}
	slices.Sort(from)
	return usagef("no amount can be told in %s: the ledger has amounts in %s and no rate between them; add rates, or write --currency %s",
		networks[0].View.Currency, strings.Join(from, ", "), from[0])
}

// leftOut says what is no money on each basis.
func leftOut(l *deals.Ledger, networks []*graph.Network) ([]error, error) {
	var said []string
	for _, n := range networks {
		v := n.View
		v.Settlements = nil
		all, err := buildNetwork(l, v)
		if err != nil {
			return nil, err
		}
		rest := all.Keep(func(a graph.Arc) bool { return !isMoney(a) || !slices.Contains(n.View.Settlements, a.Leg.Settlement) })
		if rest.Size() == 0 {
			continue
		}
		s := view.Plural(rest.Size(), "deal", "deals")
		if len(networks) > 1 {
			s = string(v.Basis) + " " + s
		}
		said = append(said, s+" ("+sumOf(rest)+")")
	}
	if len(said) == 0 {
		return nil, nil
	}
	return []error{fmt.Errorf("left out, as not settled in %s (--settlement counts others) or as guarantees and warrants, which are promises and no money: %s",
		settlements(networks[0].View), strings.Join(said, ", "))}, nil
}

// sumOf is the sum of a network in words, with what is not known of it.
func sumOf(n *graph.Network) string {
	switch {
	case n.Unknown() == 0:
		return view.Sum(n.Total(), n.View.Currency)
	case n.Total() == 0:
		return view.Unknown
	}
	return view.Sum(n.Total(), n.View.Currency) + " + ?"
}

// settlements are those that a view counts, in words.
func settlements(v graph.View) string {
	var out []string
	for _, s := range v.Settlements {
		out = append(out, strings.ReplaceAll(string(s), "_", " "))
	}
	return strings.Join(out, " or ")
}

// stopped says what to do about a computation that the clock or an interrupt ended.
func stopped(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("stopped: the time was not enough (--timeout allows more)")
	case errors.Is(err, context.Canceled):
		return errors.New("stopped by an interrupt")
	}
	return err
}
