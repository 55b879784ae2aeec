package main

import (
	"context"
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/view"
)

// paintsLosses reports whether a --highlight is the losses of a shock: shock:FILE, or a query that begins with shock.
func paintsLosses(highlight string) bool {
	return strings.HasPrefix(highlight, "shock:") || strings.HasPrefix(highlight, "shock ")
}

// shock is the result of the shock that --highlight names, and what to call it: saved in a file, or that of a query.
func (o *mapOptions) shock(ctx context.Context, l *deals.Ledger) (x view.Shock, from chartResult, name string, err error) {
	name = o.highlight
	if file, saved := strings.CutPrefix(o.highlight, "shock:"); saved {
		name = file
		data, err := readCapped(file, maxResultFile)
		if err != nil {
			return x, from, name, err
		}
		x, from, err = shockResult(data)
		return x, from, name, err
	}
	answer, err := o.askerOf(l).ask(ctx, o.highlight)
	if err == nil {
		err = answer.Err
	}
	if err != nil {
		return x, from, name, err
	}
	if from, err = asResult(answer.Reports[0]); err != nil {
		return x, from, name, err
	}
	x, from, err = only[view.Shock]([]chartResult{from}, "shock")
	return x, from, name, err
}

// buildLosses makes the map of what a shock does, in the view of the shock.
func (o *mapOptions) buildLosses(ctx context.Context, b *builtMap) error {
	x, from, name, err := o.shock(ctx, b.ledger)
	if err == nil && x.Models != nil {
		err = errModels
	}
	if err != nil {
		return fmt.Errorf("--highlight %s: %w", o.highlight, err)
	}
	flags, err := from.View.flags()
	if err != nil {
		return fmt.Errorf("--highlight %s: %w", o.highlight, err)
	}
	if b.networks, err = flags.networks(b.ledger); err != nil {
		return err
	}
	if err := o.notEmpty(b.networks); err != nil {
		return err
	}
	if err := sameParties(b.networks[0], x, name); err != nil {
		return err
	}
	b.stamp = stamp(b.ledger, b.networks)
	if from.Ledger != b.ledger.Hash {
		b.warnings = append(b.warnings, fmt.Errorf("%s was computed from another ledger (%s) than this one (%s): compute the shock again", name, shortHash(from.Ledger), shortHash(b.ledger.Hash)))
	}
	settings, err := o.settings(b.ledger, b.networks[0])
	if err != nil {
		return err
	}
	settings.Source = sourceOf(b) + from.Stamp
	caveats := from.Warnings
	for _, w := range b.warnings {
		caveats = append(caveats, w.Error())
	}
	b.one = view.LossMap(b.networks[0], x, caveats, settings)
	if len(b.one.Arcs) == 0 {
		return fmt.Errorf("there is nothing to draw: in %s nobody loses anything", name)
	}
	return nil
}

// sameParties refuses a shock to parties that the network does not have.
func sameParties(n *graph.Network, x view.Shock, file string) error {
	var strange []string
	for _, l := range x.Losers {
		if _, ok := n.Node(deals.PartyID(l.Party.ID)); !ok {
			strange = append(strange, l.Party.ID)
		}
	}
	if 2*len(strange) > len(x.Losers) {
		return fmt.Errorf("%s is about other parties than this ledger: it does not know %s", file, strings.Join(strange, ", "))
	}
	return nil
}
