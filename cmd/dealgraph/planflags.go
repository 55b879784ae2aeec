package main

import (
	"errors"
	"fmt"
	"strconv"

	"dealgraph/deals"
	"dealgraph/deals/assumptions"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"

	"github.com/spf13/cobra"
)

// planFlags are the flags of commands that set dues against means, year by year.
type planFlags struct {
	spread  int
	outlook string
	assumed assumeFlags
	slip    float64 // months, of all
	haircut string  // a share
	closed  bool

	growth   string // of one party: overrides what is assumed
	growthOf string
}

// planYears is how many years a plan has unless --years says otherwise.
const planYears = 8

func outlookChoices() []choice {
	var out []choice
	for _, o := range cashflow.Outlooks() {
		out = append(out, choice{string(o), o.Meaning()})
	}
	return out
}

func (p *planFlags) bind(cmd *cobra.Command, s streams) {
	p.outlook = string(cashflow.Growth)
	f := cmd.Flags()
	f.IntVar(&p.spread, "spread", 0, "spread deals without a term evenly over the first so many `YEARS` (an assumption)")
	addEnum(cmd, f, &p.outlook, "outlook", "by which figures revenue from outside goes on", outlookChoices())
	noFiles(cmd, "spread")
	p.assumed.bind(cmd, s)
}

// bindStress adds the flags that make the means of parties less.
func (p *planFlags) bindStress(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.haircut, "haircut", "0%", "revenue from outside is lower by this `SHARE` in every year")
	f.BoolVar(&p.closed, "funding-closed", false, "funding that is promised and has not moved does not come")
	noFiles(cmd, "haircut")
}

// check refuses what cannot be right before a ledger is read.
func (p *planFlags) check() error {
	if p.spread < 0 || p.spread > graph.MostCalendarYears {
		return usagef("--spread must lie between 0 and %d", graph.MostCalendarYears)
	}
	if p.haircut != "" {
		if _, err := part(p.haircut); err != nil {
			return usagef("--haircut %s: %w", p.haircut, err)
		}
	}
	return nil
}

// means are the means under the stress of the flags.
func (p *planFlags) means() cashflow.Means {
	m := cashflow.Means{Slip: p.slip, Closed: p.closed}
	if p.haircut != "" {
		m.Haircut, _ = part(p.haircut) // check has read it
	}
	return m
}

// askPlans reads the ledger and makes the plans of a view: one for each basis that is asked for.
func (g global) askPlans(command string, v *viewFlags, p *planFlags) (*deals.Ledger, []*cashflow.Plan, report, error) {
	fail := func(err error) (*deals.Ledger, []*cashflow.Plan, report, error) { return nil, nil, report{}, err }
	set, err := p.assumed.read()
	if err != nil {
		return fail(err)
	}
	p.assumed.apply(set, v)
	view := *v
	if len(view.settlement) == 0 { // guarantees and warrants fall due in no year, but a plan knows them
		view.settlement = append(append([]string{}, moneySettlements...), string(deals.ContingentSet))
	}
	years := view.years
	view.years = yearSpan{}
	if years.to-years.from >= graph.MostCalendarYears || years.to > deals.LastYear {
		return fail(usagef("--years %s: a plan has at most %d years, none after %d", years.String(), graph.MostCalendarYears, deals.LastYear))
	}
	if len(view.parties) > 0 || view.where != "" {
		return fail(usagef("--where and --party would leave out what comes in, too: a plan needs all deals (schedule and survive take --of for parties)"))
	}
	l, networks, r, err := g.ask(command, view)
	if err != nil {
		return fail(err)
	}
	if err := p.assumed.check(l, set); err != nil {
		return fail(err)
	}
	if p.growth != "" {
		party, err := l.Party(p.growthOf)
		if err != nil {
			return fail(err)
		}
		if _, own := set.Growth(party.ID); own {
			return fail(usagef("--growth and an assumed growth.%s say the same: give one of them", party.ID))
		}
		if err := set.Override("growth." + string(party.ID) + "=" + p.growth); err != nil {
			return fail(usagef("--growth: %w", err))
		}
	}
	if err := converted(networks); err != nil {
		return fail(err)
	}
	r.Warnings = networkWarnings(networks)
	var plans []*cashflow.Plan
	for _, n := range networks {
		if years == (yearSpan{}) {
			years = yearSpan{n.View.AsOf.Year, n.View.AsOf.Year + planYears - 1}
		}
		if n.View.AsOf.IsZero() {
			return fail(usagef("the ledger has no date: say with --years which years are meant, and with --as-of from when"))
		}
		plan, err := cashflow.New(l, n.View, cashflow.Options{
			Years: graph.Years{First: years.from, Last: years.to}, Spread: p.spread, Outlook: cashflow.Outlook(p.outlook), Assumptions: set,
		})
		if errors.Is(err, cashflow.ErrYears) {
			return fail(usagef("--years %s: %w", years.String(), err))
		}
		if err != nil {
			return fail(fmt.Errorf("%s: %w", command, err))
		}
		plans = append(plans, plan)
	}
	r.Stamp = "years=" + years.String() + " " + p.stamp(set) + r.Stamp
	return l, plans, r, nil
}

// stamp says what was assumed.
func (p *planFlags) stamp(set *assumptions.Set) string {
	out := "outlook=" + p.outlook + " defaults=" + assumptions.DefaultsHash() + " "
	if p.spread > 0 {
		out += "spread=" + strconv.Itoa(p.spread) + "y "
	}
	if p.slip != 0 {
		out += "slip=" + strconv.FormatFloat(p.slip, 'f', -1, 64) + "m "
	}
	if p.haircut != "" && p.haircut != "0%" {
		out += "haircut=" + p.haircut + " "
	}
	if p.closed {
		out += "funding=closed "
	}
	if s := set.Stamp(); s != "" {
		out += s + " "
	}
	return out
}

// aboutParty are the warnings of a network that are about deals of one party.
func aboutParty(n *graph.Network, v graph.Node, networks int) []error {
	mine := map[deals.LegRef]bool{}
	for a := range n.Arcs() {
		if a.From == v || a.To == v {
			mine[a.Leg.Ref()] = true
		}
	}
	var out []error
	for _, w := range n.Warnings {
		if about, ok := w.Only(func(r deals.LegRef) bool { return mine[r] }); ok {
			out = append(out, about)
		}
	}
	return onBasis(n, networks, out)
}
