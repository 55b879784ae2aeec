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

type scheduleOptions struct {
	global
	party  string // "" = all
	of     string // a condition on parties; "" = all
	by     string
	need   string
	line   *int64 // of need, minor units
	months int
	top    int
	plan   planFlags
	view   viewFlags
	output outputFlags
}

func groupingChoices() []choice {
	return []choice{
		{string(outlook.ByDeal), "a row for each leg of a deal"}, {string(outlook.ByKind), "a row for each kind"},
		{string(outlook.ByParty), "a row for each counterparty"}, {string(outlook.ByRank), "a row for each place in a failure"},
	}
}

func newSchedule(s streams, runF func(context.Context, *scheduleOptions) error) *cobra.Command {
	o := &scheduleOptions{by: string(outlook.ByDeal)}
	cmd := &cobra.Command{
		Use:   "schedule [PARTY]",
		Short: "Stack what a party is due to pay, year by year, against its means",
		Long: `Stack what a party is due to pay, year by year, against its means: what customers
pay it under deals, funding, cash on record, and what is left of revenue from
outside the network.

Revenue goes on from the last actual figure at a rate of growth that is assumed
(or, with --outlook, through figures that were named for later years); of it the
margin is left for deals. dealgraph assumptions shows these rates, and --set
changes them: --set growth.openai=1.5x..2x..4x. A year counts whole, what has
moved in it too.

--need asks in which year more than an amount is due for the first time, and which
are the fewest deals without which it would not be. Without a party all are set
side by side, those furthest beyond their means first.`,
		Example: `  dealgraph schedule openai -l example:ai --basis signed --spread 6
  dealgraph schedule openai -l example:ai --by kind --years 2026..2032
  dealgraph schedule anthropic -l example:ai --need '$200B' --basis all
  dealgraph schedule -l example:ai --basis firm`,
		Args:              partyOrAll("schedule"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			if len(args) == 1 {
				o.party = args[0]
			}
			if o.party == "" && cmd.Flags().Changed("by") {
				return usagef("--by makes the rows of one party: name it")
			}
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	addEnum(cmd, f, &o.by, "by", "what makes a row", groupingChoices())
	f.StringVar(&o.need, "need", "", "ask when more than this `AMOUNT` a year is due")
	f.IntVar(&o.months, "next", 2, "without a party: what is due in the first so many `YEARS`")
	f.IntVar(&o.top, "top", 20, "without a party: list at most this many; 0 is all")
	f.StringVar(&o.of, "of", "", "without a party: only those for which this `EXPR` holds, as 'ticker == \"\"';\n"+graph.PartyNames)
	for _, name := range []string{"need", "next", "top", "of"} {
		noFiles(cmd, name)
	}
	o.plan.bind(cmd, s)
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *scheduleOptions) check() error {
	switch {
	case o.chart != nil && o.party == "":
		return usagef("chart schedule draws one party: name it")
	case o.of != "" && o.party != "":
		return usagef("--of chooses among all parties: leave out %s", o.party)
	case o.need != "" && o.party == "":
		return usagef("--need is about the dues of one party: name it")
	case o.top < 0 || o.months < 1:
		return usagef("--top must be at least 0, and --next at least 1")
	}
	return o.plan.check()
}

// yearly reads an amount per year: $200B, $200B/y, $200B a year.
func yearly(flag, s string, currency deals.Currency) (int64, error) {
	text := strings.TrimSpace(s)
	for _, end := range []string{"/year", "/y", "a year", "per year"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, end))
	}
	a, err := deals.ParseAmount(text)
	if err != nil || a.Form != deals.Exact {
		a, err = deals.ParseAmount(string(currency) + " " + text) // 200B
	}
	switch {
	case err != nil || a.Form != deals.Exact:
		return 0, usagef("%s %s: write one amount, as $200B", flag, s)
	case a.Currency != currency:
		return 0, usagef("%s %s: the view is in %s", flag, s, currency)
	}
	return a.Likely, nil
}

func runSchedule(_ context.Context, o *scheduleOptions) error {
	if o.need != "" {
		line, err := yearly("--need", o.need, deals.Currency(o.view.currency))
		if err != nil {
			return err
		}
		o.line = &line
	}
	l, plans, r, err := o.askPlans("schedule", &o.view, &o.plan)
	if err != nil {
		return err
	}
	var all []any
	if o.party != "" {
		r.Warnings = nil // of those about all deals, what is about the party comes instead
	}
	for _, p := range plans {
		on := ""
		if len(plans) > 1 || o.party == "" {
			on = " (" + string(p.View.Basis) + " basis)"
		}
		if o.party == "" {
			dials, unknown, err := o.dials(l, p)
			if err != nil {
				return err
			}
			if unknown > 0 {
				r.Warnings = append(r.Warnings, onBasis(p.Network, len(plans), []error{fmt.Errorf("--of: of %d of %d parties the ledger has not the facts to tell: they are left out", unknown, p.Network.Order())})...)
			}
			t := outlook.DialTable("What is due in "+graph.Years{First: p.Years[0], Last: p.Years[min(o.months, len(p.Years))-1]}.String()+", against means"+on, dials, o.top)
			all, r.Tables = append(all, dials), append(r.Tables, t)
			continue
		}
		v, err := oneNode(l, p.Network, o.party)
		if err != nil {
			return err
		}
		s := outlook.ScheduleOf(p.Account(v), o.line)
		r.Warnings = append(r.Warnings, aboutParty(p.Network, v, len(plans))...)
		all, r.Tables = append(all, s), append(r.Tables, s.Tables(outlook.Grouping(o.by), on)...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// dials are all parties that owe something and meet the condition, but those that stand for many; unknown counts those of which facts do not
// tell whether they do.
func (o *scheduleOptions) dials(l *deals.Ledger, p *cashflow.Plan) (out []outlook.Dial, unknown int, err error) {
	out = []outlook.Dial{}
	where, err := partyCondition(o.of, l)
	if err != nil {
		return nil, 0, err
	}
	for i := range p.Network.Order() {
		v := graph.Node(i)
		if p.Network.Party(v).Outside() {
			continue
		}
		if where != nil {
			holds, known, err := where.Holds(p.Network, v)
			switch {
			case err != nil:
				return nil, 0, fmt.Errorf("--of: %w", err)
			case !known:
				unknown++
				continue
			case !holds:
				continue
			}
		}
		if d, ok := outlook.DialOf(p.Account(v), o.months); ok {
			out = append(out, d)
		}
	}
	return out, unknown, nil
}
