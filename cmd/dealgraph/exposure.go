package main

import (
	"context"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type exposureOptions struct {
	global
	party   string
	details bool
	view    viewFlags
	output  outputFlags
}

func newExposure(s streams, runF func(context.Context, *exposureOptions) error) *cobra.Command {
	o := &exposureOptions{}
	cmd := &cobra.Command{
		Use:   "exposure PARTY",
		Short: "Show who has what at stake with a party, and what it has at stake with others",
		Long: `Show who has what at stake with a party, and what it has at stake with others:
by kind of claim, directly, gross of any recovery.

Equity, credit and supply are money that has moved; funding is promised money;
revenue is what a customer has contracted and not finished paying; contingent is
a guarantee or a warrant; guarantee is what a guarantor would pay for the party.
A question mark is an undisclosed amount, which is in no sum.`,
		Example: `  dealgraph exposure openai -l example:ai
  dealgraph exposure 英伟达 -l example:ai --basis firm --details`,
		Args:              oneParty("exposure"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			return runF(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&o.details, "details", false, "list the deals behind each position")
	o.view.bind(cmd, s)
	o.output.bind(cmd)
	return cmd
}

func runExposure(_ context.Context, o *exposureOptions) error {
	l, networks, r, err := o.ask("exposure", o.view)
	if err != nil {
		return err
	}
	var all []view.Exposure
	for _, n := range networks {
		v, err := oneNode(l, n, o.party)
		if err != nil {
			return err
		}
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), about(l, n, v))...)
		found := exposure.Direct(n, v)
		e := view.ExposureOf(n, found)
		all = append(all, e)
		r.Tables = append(r.Tables, e.Tables(o.details)...)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), found.Warnings)...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// about are the warnings of a network that concern a party: one side of the leg, or the obligor of its guarantee. That
// amounts are undisclosed is told claim by claim.
func about(l *deals.Ledger, n *graph.Network, v graph.Node) []error {
	var out []error
	for _, w := range n.Warnings {
		if w.Code == graph.WarnUndisclosed {
			continue
		}
		if w, ok := w.Only(func(r deals.LegRef) bool { return concerns(l, n, r, v) }); ok {
			out = append(out, w)
		}
	}
	return out
}

func concerns(l *deals.Ledger, n *graph.Network, r deals.LegRef, v graph.Node) bool {
	for _, leg := range l.Legs(r) {
		for _, id := range []deals.PartyID{leg.From, leg.To, leg.Obligor} {
			if at, ok := n.Of(id); ok && at == v {
				return true
			}
		}
	}
	return false
}
