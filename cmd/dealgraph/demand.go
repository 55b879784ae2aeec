package main

import (
	"context"
	"fmt"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type demandOptions struct {
	global
	party    string // "" = all
	required int    // a year; 0: not asked
	top      int
	plan     planFlags
	view     viewFlags
	output   outputFlags
}

func newDemand(s streams, runF func(context.Context, *demandOptions) error) *cobra.Command {
	o := &demandOptions{}
	cmd := &cobra.Command{
		Use:   "demand [PARTY]",
		Short: "Tell money from end customers from money that goes on among the parties",
		Long: `Tell money from end customers from money that goes on among the parties: for one
party year by year, or for all in the first of the years.

Revenue from outside is what a party earns from those who are not in the ledger,
projected from the last actual figure (see dealgraph schedule). Beside it stand what
customers in the ledger are due to pay under deals, how much of that is due from
parties which it has funded or stands behind, and funding.

--required YEAR asks which revenue from outside would pay for the deals of that year,
and for what facts say the industry builds in it, and holds that against what has
been claimed. --set payback_share=5% asks what remains if only that share of outside
revenue goes on.`,
		Example: `  dealgraph demand openai -l example:ai --basis signed
  dealgraph demand -l example:ai --basis signed
  dealgraph demand openai -l example:ai --set payback_share=5%
  dealgraph demand --required 2030 -l example:ai --basis signed`,
		Args:              partyOrAll("demand"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			if len(args) == 1 {
				o.party = args[0]
			}
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.required, "required", 0, "ask which revenue from outside the deals of this `YEAR` need")
	f.IntVar(&o.top, "top", 20, "without a party: list at most this many; 0 is all")
	for _, name := range []string{"required", "top"} {
		noFiles(cmd, name)
	}
	o.plan.bind(cmd, s)
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *demandOptions) check() error {
	switch {
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.chart != nil && o.party == "":
		return usagef("chart demand draws one party: name it")
	case o.required != 0 && (o.required < deals.FirstYear || o.required > deals.LastYear):
		return usagef("--required: %d is not a year from %d to %d", o.required, deals.FirstYear, deals.LastYear)
	}
	return o.plan.check()
}

// demands are all parties of a basis.
type demands struct {
	Basis   string           `json:"basis"`
	Parties []outlook.Demand `json:"parties"`
}

// requirements are what the deals of a year need.
type requirements struct {
	Basis   string                `json:"basis"`
	Year    int                   `json:"required_in"`
	Parties []outlook.Requirement `json:"parties"`
	World   []outlook.Requirement `json:"industry"`
}

func runDemand(_ context.Context, o *demandOptions) error {
	l, plans, r, err := o.askPlans("demand", &o.view, &o.plan)
	if err != nil {
		return err
	}
	var all []any
	if o.party != "" {
		r.Warnings = nil
	}
	for _, p := range plans {
		on := " (" + string(p.View.Basis) + " basis)"
		if o.required != 0 && p.Index(o.required) < 0 {
			return usagef("--required %d lies outside the years %d to %d of the plan: add --years", o.required, p.Years[0], p.Years[len(p.Years)-1])
		}
		parties, err := o.parties(l, p)
		if err != nil {
			return err
		}
		if o.party != "" {
			r.Warnings = append(r.Warnings, aboutParty(p.Network, parties[0].Party, len(plans))...)
		}
		switch {
		case o.required != 0:
			x := requirements{Basis: string(p.View.Basis), Year: o.required, Parties: []outlook.Requirement{}, World: outlook.WorldRequired(l, p.Options.Assumptions, o.required, p.View.Currency)}
			for _, a := range parties {
				if need, ok := outlook.RequiredOf(a, l, o.required); ok {
					x.Parties = append(x.Parties, need)
				}
			}
			all, r.Tables = append(all, x), append(r.Tables, outlook.RequiredTables(o.required, x.Parties, x.World, p.Options.Assumptions, on)...)
		case o.party != "":
			d := outlook.DemandOf(parties[0])
			all, r.Tables = append(all, d), append(r.Tables, d.Tables(on)...)
		default:
			x := demands{Basis: string(p.View.Basis), Parties: []outlook.Demand{}}
			for _, a := range parties {
				x.Parties = append(x.Parties, outlook.DemandOf(a))
			}
			all, r.Tables = append(all, x), append(r.Tables, outlook.DemandTable(fmt.Sprintf("Whose money parties receive in %d%s", p.Years[0], on), x.Parties, o.top))
		}
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// parties are the accounts that are asked for: one, or all that receive or owe something and do not stand for many.
func (o *demandOptions) parties(l *deals.Ledger, p *cashflow.Plan) ([]*cashflow.Account, error) {
	if o.party != "" {
		v, err := oneNode(l, p.Network, o.party)
		if err != nil {
			return nil, err
		}
		if o.required != 0 && p.Network.Party(v).Outside() {
			return nil, usagef("%s stands for many outside the network: it earns nothing from outside", strings.TrimSpace(o.party))
		}
		return []*cashflow.Account{p.Account(v)}, nil
	}
	var out []*cashflow.Account
	for i := range p.Network.Order() {
		v := graph.Node(i)
		if a := p.Account(v); len(a.Lines) > 0 && !p.Network.Party(v).Outside() {
			out = append(out, a)
		}
	}
	return out, nil
}
