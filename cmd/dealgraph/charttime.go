package main

import (
	"errors"
	"slices"
	"strconv"

	"dealgraph/deals"
	"dealgraph/render/figure"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

// timeCharts are the charts of commands about time.
func timeCharts() []chartKind {
	return []chartKind{
		{
			name: "schedule", of: "schedule", without: []string{"next", "top"}, use: "PARTY", short: "What a party is due to pay by year, stacked, against its means",
			long: `Draw what a party is due to pay as a stack for each year, by counterparty, with what
there is to pay it from as a line over it; and below what is left or missing when
all years are added up. It takes the flags of the command schedule.`,
			example: `  dealgraph chart schedule openai -l example:ai --basis signed --spread 6 -o openai.svg`,
			command: func(s streams) *cobra.Command { return newSchedule(s, runSchedule) }, figure: scheduleFigure,
		},
		capacityChart(),
		{
			name: "slip", of: "slip", use: "PARTY", short: "How much is missing when revenue or delivery is late",
			long: `Draw the lowest balance of a party against the months by which its revenue, or its
delivery, is late, with the slips at which it breaks even. It takes the flags of
the command slip.`,
			example: `  dealgraph chart slip anthropic -l example:ai --basis signed --spread 6 -o slip.svg`,
			command: func(s streams) *cobra.Command { return newSlip(s, runSlip) }, figure: slipFigure,
		},
		{
			name: "demand", of: "demand", without: []string{"required", "top"}, use: "PARTY", short: "Whose money a party receives: end customers', or that of others here",
			long: `Draw what a party receives in each year by whose money it is: revenue from outside,
customers in the ledger, funding; and what it is due to pay for goods and capacity
as a line over it. It takes the flags of the command demand.`,
			example: `  dealgraph chart demand openai -l example:ai --basis signed -o demand.svg`,
			command: func(s streams) *cobra.Command { return newDemand(s, runDemand) }, figure: demandFigure,
		},
		{
			name: "cone", of: "cone", without: []string{"tornado", "indices", "top"}, use: "PARTY", short: "Commitments against revenue that nobody knows",
			long: `Draw the cone of uncertainty of a party: its revenue from outside as a fan of many
scenarios, what it is due to pay as steps across it, and the share of scenarios in
which something is missing. It takes the flags of the command cone.`,
			example: `  dealgraph chart cone anthropic -l example:ai --basis signed --spread 6 -o cone.svg`,
			command: func(s streams) *cobra.Command { return newCone(s, runCone) }, figure: coneFigure,
		},
		{
			name: "tornado", of: "cone", without: []string{"tornado", "indices"}, use: "PARTY", short: "What moves the lowest balance of a party most",
			long: `Draw which inputs of the cone of a party move its lowest balance most, one at a time. It
takes the flags of the command cone.`,
			example: `  dealgraph chart tornado openai -l example:ai --basis signed --spread 6 -o tornado.svg`,
			command: func(s streams) *cobra.Command { return newCone(s, runCone) }, figure: tornadoFigure,
		},
	}
}

func scheduleFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Schedule](results, "schedule")
	if err != nil {
		return nil, err
	}
	o := outlook.ScheduleOptions{Scope: planScope(r.View)}
	if by := c.cmd.Flags().Lookup("by"); by != nil && by.Changed {
		o.By = outlook.Grouping(by.Value.String())
	}
	return x.Figure(c.title, o), nil
}

func slipFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Slip](results, "slip")
	if err != nil {
		return nil, err
	}
	return x.Figure(c.title, planScope(r.View)), nil
}

func demandFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Demand](results, "demand")
	if err != nil {
		return nil, err
	}
	return x.Figure(c.title, planScope(r.View)), nil
}

func coneFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Cone](results, "cone")
	if err != nil {
		return nil, err
	}
	return x.Figure(c.title, planScope(r.View)), nil
}

func tornadoFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Cone](results, "cone")
	switch {
	case err != nil:
		return nil, err
	case x.Medium == nil:
		return nil, errors.New("this result of cone has no tornado: run cone with --tornado")
	}
	top := 12
	if f := c.cmd.Flags().Lookup("top"); f != nil {
		top, _ = strconv.Atoi(f.Value.String()) // the flag has read it
	}
	return x.TornadoFigure(c.title, planScope(r.View), top), nil
}

// planScope is [scope] for commands about time, where guarantees are known and fall due in no year: that is no choice.
func planScope(v shownView) string {
	if slices.Equal(v.Settlements, []string{string(deals.Cash), string(deals.ContingentSet), string(deals.InKind)}) {
		v.Settlements = nil
	}
	return scope(v)
}
