package main

import (
	"context"

	"dealgraph/graph"
	"dealgraph/render/table"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type claimsOptions struct {
	global
	weak   bool
	view   viewFlags
	output outputFlags
}

func newClaims(s streams, runF func(context.Context, *claimsOptions) error) *cobra.Command {
	o := &claimsOptions{view: viewFlags{basis: everyBasis}}
	cmd := &cobra.Command{
		Use:   "claims [PARTY...]",
		Short: "Where sources disagree, by the dollars at stake: the documents worth reading next",
		Long: `Where sources disagree, by the dollars at stake: the documents worth reading next.

Several sources may state one field of a deal. The one of the best tier is in use;
among equals the written one, then the first. For each of the others this says by
how much the total of a basis would change if it were in use instead. Facts that
disagree stand among them, by their difference. dealgraph show DEAL has all that is
said of one deal.

--weak lists instead the money that rests on weak sources alone: press that names
no source, estimates, posts.`,
		Example: `  dealgraph claims -l example:ai
  dealgraph claims openai --basis firm
  dealgraph claims --weak --basis signed -l example:ai`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeParties(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.view.parties = append(o.view.parties, args...)
			if o.weak && !cmd.Flags().Changed("basis") {
				o.view.basis = string(graph.Headline)
			}
			return runF(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&o.weak, "weak", false, "list what rests on weak sources alone")
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func runClaims(_ context.Context, o *claimsOptions) error {
	l, networks, r, err := o.ask("claims", o.view)
	if err != nil {
		return err
	}
	if o.weak {
		r.Result, r.Tables = listed(networks, func(n *graph.Network) (view.WeakList, []table.Table) {
			list := view.WeakSources(n)
			return list, list.Tables()
		})
		return o.output.write(o.streams, r)
	}
	list, err := view.Claims(l, networks)
	if err != nil {
		return err
	}
	r.Result, r.Tables = list, list.Tables()
	return o.output.write(o.streams, r)
}
