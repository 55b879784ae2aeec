package main

import (
	"context"
	"fmt"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/control"
	"dealgraph/render/table"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type listOptions struct {
	global
	what   string // one of listChoices
	view   viewFlags
	output outputFlags
}

// listChoices are what can be listed; the first is listed unless another is named.
func listChoices() []choice {
	return []choice{{"deals", "who pays whom, largest first"}, {"parties", "what each pays and is paid"}, {"facts", "cash, revenue, valuations, forecasts"}, {"controls", "disclosed totals, and what the deals come to"}}
}

func newList(s streams, runF func(context.Context, *listOptions) error) *cobra.Command {
	o := &listOptions{}
	cmd := &cobra.Command{
		Use:   "list [deals|parties|facts|controls]",
		Short: "List the deals that count in a view, the parties, the facts or the control totals",
		Example: `  dealgraph list -l example:ai --basis signed --where 'payer.id == "openai"'
  dealgraph list parties -l example:ai
  dealgraph list facts -l example:ai --party openai
  dealgraph list controls -l example:ai`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []cobra.Completion{"deals", "parties", "facts", "controls"},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.what = listChoices()[0].name
			if len(args) == 1 {
				o.what = args[0]
			}
			if err := oneOf(o.what, listChoices()); err != nil {
				return usagef("list: %w", err)
			}
			return runF(cmd.Context(), o)
		},
	}
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func runList(_ context.Context, o *listOptions) error {
	l, networks, r, err := o.ask("list", o.view)
	if err != nil {
		return err
	}
	r.Warnings = networkWarnings(networks)
	switch o.what {
	case "parties":
		r.Result, r.Tables = listed(networks, func(n *graph.Network) (view.PartyList, []table.Table) {
			list := view.Parties(n)
			return list, list.Tables()
		})
	case "facts":
		list := view.Facts(l, factParties(l, networks[0].View.Parties))
		r.Result, r.Tables = list, list.Tables()
		r.View, r.Warnings, r.Stamp = nil, nil, ledgerStamp(l) // facts are what the ledger says, in no view
	case "controls":
		results, err := control.Hold(l)
		if err != nil {
			return fmt.Errorf("list: %w", err)
		}
		list := view.Controls(results, factParties(l, networks[0].View.Parties))
		r.Result, r.Tables = list, list.Tables()
		r.View, r.Warnings, r.Stamp = nil, nil, ledgerStamp(l) // each has a day and a period of its own
	default:
		r.Result, r.Tables = listed(networks, func(n *graph.Network) (view.DealList, []table.Table) {
			list := view.Deals(n)
			return list, list.Tables()
		})
	}
	return o.output.write(o.streams, r)
}

// listed makes one list of each network; several are told apart by their titles.
func listed[T any](networks []*graph.Network, of func(*graph.Network) (T, []table.Table)) (any, []table.Table) {
	var lists []T
	var tables []table.Table
	for _, n := range networks {
		list, t := of(n)
		lists = append(lists, list)
		if len(networks) > 1 {
			t[0].Title = "On the " + string(n.View.Basis) + " basis"
		}
		tables = append(tables, t...)
	}
	return lists, tables
}

// factParties are the parties whose facts are asked for. Build has checked that they exist.
func factParties(l *deals.Ledger, names []deals.PartyID) []deals.PartyID {
	var out []deals.PartyID
	for _, name := range names {
		if p, err := l.Party(string(name)); err == nil {
			out = append(out, p.ID)
		}
	}
	return out
}
