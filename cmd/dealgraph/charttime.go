package main

import (
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
		{
			name: "slip", of: "slip", use: "PARTY", short: "How much is missing when revenue or delivery is late",
			long: `Draw the lowest balance of a party against the months by which its revenue, or its
delivery, is late, with the slips at which it breaks even. It takes the flags of
the command slip.`,
			example: `  dealgraph chart slip anthropic -l example:ai --basis signed --spread 6 -o slip.svg`,
			command: func(s streams) *cobra.Command { return newSlip(s, runSlip) }, figure: slipFigure,
		},
	}
}

func scheduleFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, r, err := only[outlook.Schedule](results, "schedule")
	if err != nil {
		return nil, err
	}
	o := outlook.ScheduleOptions{Scope: scope(r.View)}
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
	return x.Figure(c.title, scope(r.View)), nil
}
