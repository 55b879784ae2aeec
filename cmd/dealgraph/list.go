package main

import (
	"context"
	"errors"
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
	of     string // a condition on parties; "" = all
	view   viewFlags
	output outputFlags
}

// listChoices are what can be listed; the first is listed unless another is named.
func listChoices() []choice {
	return []choice{{"deals", "who pays whom, largest first"}, {"parties", "what each pays and is paid"}, {"sectors", "what those of one sector pay those of another"}, {"facts", "cash, revenue, valuations, forecasts"}, {"controls", "disclosed totals, and what the deals come to"}}
}

func newList(s streams, runF func(context.Context, *listOptions) error) *cobra.Command {
	o := &listOptions{}
	cmd := &cobra.Command{
		Use:   "list [deals|parties|sectors|facts|controls]",
		Short: "List the deals that count in a view, the parties, the facts or the control totals",
		Example: `  dealgraph list -l example:ai --basis signed --where 'payer.id == "openai"'
  dealgraph list parties -l example:ai
  dealgraph list parties -l example:ai --of 'valuation/revenue > 100'
  dealgraph list sectors -l example:ai --basis signed
  dealgraph list facts -l example:ai --party openai
  dealgraph list controls -l example:ai`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []cobra.Completion{"deals", "parties", "sectors", "facts", "controls"},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.what = listChoices()[0].name
			if len(args) == 1 {
				o.what = args[0]
			}
			if err := oneOf(o.what, listChoices()); err != nil {
				return usagef("list: %w", err)
			}
			if o.of != "" && o.what != "parties" {
				return usagef("--of is a condition on parties: write list parties, or --where for legs")
			}
			return runF(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.of, "of", "", "of parties, only those for which this `EXPR` holds, as 'valuation/revenue > 100';\n"+graph.PartyNames)
	noFiles(cmd, "of")
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
		where, err := partyCondition(o.of, l)
		if err != nil {
			return err
		}
		r.Result, r.Tables = listed(networks, func(n *graph.Network) (view.PartyList, []table.Table) {
			list := view.Parties(n)
			if where != nil {
				var unknown int
				if list, unknown, err = list.Only(n, where); unknown > 0 {
					r.Warnings = append(r.Warnings, onBasis(n, len(networks), []error{fmt.Errorf("--of: of %d of %d parties the ledger has not the facts to tell: they are left out", unknown, n.Order())})...)
				}
			}
			return list, list.Tables()
		})
		if err != nil {
			return fmt.Errorf("list: %w", err)
		}
	case "sectors":
		r.Result, r.Tables = listed(networks, func(n *graph.Network) (view.SectorList, []table.Table) {
			list := view.Sectors(n)
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

// partyCondition is the condition of --of; nil if there is none.
func partyCondition(of string, l *deals.Ledger) (*graph.PartyWhere, error) {
	if of == "" {
		return nil, nil
	}
	where, err := graph.ParsePartyWhere(of, l)
	if bad, ok := errors.AsType[*graph.WhereError](err); ok {
		return nil, usagef("--of: %s", bad.Msg)
	}
	return where, err
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
