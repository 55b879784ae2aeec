package main

import (
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/view"
)

// buildLosses makes the map of what a shock does, from the saved result, in the view of the shock.
func (o *mapOptions) buildLosses(b *builtMap, file string) error {
	data, err := readCapped(file, maxResultFile)
	if err != nil {
		return err
	}
	x, from, err := shockResult(data)
	if err == nil && x.Models != nil {
		err = errModels
	}
	if err != nil {
		return fmt.Errorf("--highlight shock:%s: %w", file, err)
	}
	flags, err := from.View.flags()
	if err != nil {
		return fmt.Errorf("--highlight shock:%s: %w", file, err)
	}
	if b.networks, err = flags.networks(b.ledger); err != nil {
		return err
	}
	if err := o.notEmpty(b.networks); err != nil {
		return err
	}
	if err := sameParties(b.networks[0], x, file); err != nil {
		return err
	}
	b.stamp = stamp(b.ledger, b.networks)
	if from.Ledger != b.ledger.Hash {
		b.warnings = append(b.warnings, fmt.Errorf("%s was computed from another ledger (%s) than this one (%s): compute the shock again", file, shortHash(from.Ledger), shortHash(b.ledger.Hash)))
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
		return fmt.Errorf("there is nothing to draw: in %s nobody loses anything", file)
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
