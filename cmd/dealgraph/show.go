package main

import (
	"context"
	"errors"
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type showOptions struct {
	global
	name   string // of a party or a deal
	view   viewFlags
	output outputFlags
}

func newShow(s streams, runF func(context.Context, *showOptions) error) *cobra.Command {
	o := &showOptions{view: viewFlags{basis: everyBasis}}
	cmd := &cobra.Command{
		Use:   "show PARTY|DEAL",
		Short: "Show all that is recorded of a party or a deal, and what each basis makes of it",
		Long: `Show all that is recorded of a party or a deal: every leg, amount, dated status,
claim and source, and what each basis makes of it. A party answers to its id,
name, aliases and ticker, in any case; a deal to its id, or deal#leg.`,
		Example: `  dealgraph show nvidia -l example:ai
  dealgraph show amd-openai-2025-10 -l example:ai --as-of 2025-12`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("show takes one party or deal")
			}
			return nil
		},
		ValidArgsFunction: completeRecords(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.name = globals(cmd, s), args[0]
			return runF(cmd.Context(), o)
		},
	}
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func runShow(_ context.Context, o *showOptions) error {
	l, networks, r, err := o.ask("show", o.view)
	if err != nil {
		return err
	}
	deal, party, err := find(l, o.name)
	switch {
	case err != nil:
		return err
	case deal != nil:
		record, err := view.DealRecord(l, deal, networks)
		if err != nil {
			return err
		}
		r.Result, r.Tables = record, record.Tables()
	default:
		record := view.PartyOf(l, party, networks)
		r.Result, r.Tables = record, record.Tables()
	}
	return o.output.write(o.streams, r)
}

// find finds the deal or the party of a name. A deal may be named by one of its legs.
func find(l *deals.Ledger, name string) (*deals.Deal, *deals.Party, error) {
	ref := deals.ParseRef(name)
	if d := l.Deal(ref.Deal); d != nil {
		if ref.Leg != "" && len(l.Legs(ref)) == 0 {
			return nil, nil, fmt.Errorf("deal %q has no leg %q", ref.Deal, ref.Leg)
		}
		return d, nil, nil
	}
	p, err := l.Party(name)
	if err == nil {
		return nil, p, nil
	}
	if unknown, ok := errors.AsType[*deals.UnknownPartyError](err); ok && unknown.Ambiguous {
		return nil, nil, err
	}
	var known []string
	for _, p := range l.Parties {
		known = append(append(known, string(p.ID), p.Name), p.Aliases...)
	}
	for _, d := range l.Deals {
		known = append(known, string(d.ID))
	}
	return nil, nil, fmt.Errorf("no party and no deal is called %q%s", name, didYouMean(name, known, "%q"))
}

// completeRecords completes parties, and deals once something was typed.
func completeRecords(s streams) cobra.CompletionFunc {
	parties := completeParties(s)
	return func(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		out, directive := parties(cmd, args, toComplete)
		if l, err := globals(cmd, s).open(); err == nil && toComplete != "" {
			for _, d := range l.Deals {
				if len(d.ID) >= len(toComplete) && string(d.ID[:len(toComplete)]) == toComplete {
					out = append(out, cobra.CompletionWithDesc(string(d.ID), d.Title))
				}
			}
		}
		return out, directive
	}
}

// oneNode is the node of a party in a network, by any of its names.
func oneNode(l *deals.Ledger, n *graph.Network, name string) (graph.Node, error) {
	p, err := l.Party(name)
	if err != nil {
		return 0, err
	}
	v, ok := n.Of(p.ID)
	if !ok {
		return 0, fmt.Errorf("party %q is not in the network", name)
	}
	return v, nil
}
