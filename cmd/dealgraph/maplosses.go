package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/view"
)

// buildLosses makes the map of what a shock does, from the saved result. Basis and date are those of the shock unless the flags
// say otherwise.
func (o *mapOptions) buildLosses(b *builtMap, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	x, from, err := shockResult(data)
	if err != nil {
		return fmt.Errorf("--highlight shock:%s: %w", file, err)
	}
	flags := o.view
	if !o.command.Flags().Changed("basis") {
		flags.basis = from.View.Basis
	}
	if !o.command.Flags().Changed("as-of") {
		flags.asOf = from.View.AsOf
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
	settings.Source = "Source: " + filepath.Base(b.ledger.Name) + ". " + from.Stamp
	b.one = view.LossMap(b.networks[0], x, from.Warnings, settings)
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
