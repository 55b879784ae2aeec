package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"dealgraph/graph/cycles"
	"dealgraph/render/figure"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

// chartKinds are the charts there are.
func chartKinds() []chartKind {
	return append([]chartKind{
		{
			name: "cycles", of: "cycles", without: []string{"details", "explain", "count", "in-time", "window", "same-day"}, short: "Each of the strongest cycles as a ring of its own",
			long: `Draw each of the strongest cycles as a ring of its own: its parties in order, its
steps in full colour, other deals of the same parties pale. It takes the flags of
the command cycles; --top says how many.`,
			example: `  dealgraph chart cycles -l example:ai --top 6 -o rings.svg
  dealgraph chart cycles -l example:ai --through nvidia --basis signed -o nvidia.svg`,
			command: func(s streams) *cobra.Command { return newCycles(s, runCycles) }, figure: ringsFigure,
		},
		{
			name: "matrix", of: "list", also: []string{"cycles"}, short: "Who pays whom, as a matrix of payers and payees",
			long: `Draw who pays whom as a matrix: a row for each payer, a column for each payee, the
same parties in the same order. Framed cells are pairs between which money also
flows back; numbers mark the strongest cycles. It shows what a map of many
parties cannot. It takes the flags of the command list.`,
			example: `  dealgraph chart matrix -l example:ai -o matrix.svg
  dealgraph chart matrix --saved list.json --saved cycles.json -o matrix.svg`,
			command: newMatrix, figure: matrixFigure,
		},
		{
			name: "timeline", of: "list", short: "Deals in time: signed when, running how long",
			long: `Draw deals in time: each as a bar from its first dated status to the end of its
term, coloured by kind, hollow as long as it is no contract. With --party the
deals of one party, what it pays and what it is paid. It takes the flags of the
command list.`,
			example: `  dealgraph chart timeline -l example:ai --party openai -o openai.svg
  dealgraph chart timeline -l example:ai --where 'amount > 20e9' -o large.svg`,
			command: func(s streams) *cobra.Command { return newList(s, runList) }, figure: timelineFigure,
		},
		{
			name: "circularity", of: "circularity", without: chartsWithoutOdds("per-deal", "per-party", "per-cycle", "per-year", "drop-one", "breaking", "null", "seed", "explain", "in-words", "top", "assumptions", "set"), short: "How much can go round, by basis or from date to date",
			long: `Draw how much of the money can go round, counting each payment once: by basis or,
with several dates in --as-of, as lines over time. It takes the flags of the
command circularity.`,
			example: `  dealgraph chart circularity -l example:ai -o round.svg
  dealgraph chart circularity -l example:ai --as-of 2023-06,2023-12,2024-06,2024-12,2025-06,2025-12,2026-06 -o history.svg`,
			command: func(s streams) *cobra.Command { return newCircularity(s, runCircularityChart) }, figure: circularityFigure,
		},
		{
			name: "provenance", of: "trace", without: []string{"vendor-financed", "window", "explain", "top"}, use: "PARTY", short: "Whose money reaches a party, and where it goes",
			long: `Draw whose money reaches a party and where its money goes, as ribbons whose width is
the money. What comes back to the party ends in a branch of its own, so a cycle is
seen and not followed for ever. It takes the flags of the command trace.`,
			example: `  dealgraph chart provenance nvidia -l example:ai -o nvidia.svg`,
			command: func(s streams) *cobra.Command { return newTrace(s, runTrace) }, figure: provenanceFigure,
		},
		{
			name: "exposure", of: "exposure", without: chartsWithoutOdds("to", "through", "paths", "details", "holders", "seed", "assumptions", "set"), use: "PARTY", short: "Who has what at stake with a party, by kind of claim",
			long: `Draw who has how much at stake with a party, and what it has at stake with others,
stacked by kind of claim. It takes the flags of the command exposure.`,
			example: `  dealgraph chart exposure openai -l example:ai --basis signed -o openai.svg`,
			command: func(s streams) *cobra.Command { return newExposure(s, runExposure) }, figure: exposureFigure,
		},
		{
			name: "losses", of: "shock", without: chartsWithoutOdds("sweep", "deliver", "reverse", "model", "explain", "paths", "seed"), use: "PARTY", short: "Who loses what when a party pays less, and where it ends",
			long: `Draw what a shock does: from what the struck party withholds, by what is passed on,
to those with whom it ends; and who loses how much, directly and by others. It
takes the flags of the command shock.`,
			example: `  dealgraph chart losses openai -l example:ai --pay 50% -o losses.svg`,
			command: func(s streams) *cobra.Command { return newShock(s, runShock) }, figure: lossesFigure,
		},
		{
			name: "survive", of: "survive", without: []string{"explain", "top", "concentration", "odds", "seed", "workers", "sampling"}, use: "[PARTY...]", short: "Who could not pay what is due under one stress of all",
			long: `Draw the obligations that parties do not meet when all are stressed alike, as bars on
one scale: full what is missing in any case, empty what is missing only if parties
have no more than is on record, or than their deals need. It takes the flags of the
command survive.`,
			example: `  dealgraph chart survive -l example:ai --basis signed --spread 6 --slip 12 --haircut 30% -o survive.svg`,
			command: func(s streams) *cobra.Command { return newSurvive(s, runSurvive) }, figure: surviveFigure,
		},
		{
			name: "burn", of: "burn", without: []string{"per-year", "explain"}, use: "[PARTY...]", short: "What companies burn before they make a profit, claim by claim",
			long: `Draw what companies burn before they make a profit as bars on one scale: a bar for
each window and measure, full where it has happened, hollow where it is expected,
empty up to the highest claim. It takes the flags of the command burn.`,
			example: `  dealgraph chart burn -l example:ai -o burn.svg`,
			command: func(s streams) *cobra.Command { return newBurn(s, runBurn) }, figure: burnFigure,
		},
		{
			name: "decay", of: "decay", without: []string{"later", "top", "explain"}, use: "[PARTY|DEAL...]", short: "How headlines shrink: a party's way down the ladder, or the deals that shrank most",
			long: `Draw how headlines shrink. Of one party, or with --ladder, a waterfall from what
was announced down to what was paid; else the deals that shrank most, each as a bar
as long as its announcement. It takes the flags of the command decay.`,
			example: `  dealgraph chart decay openai -l example:ai -o openai.svg
  dealgraph chart decay -l example:ai -o shrunk.svg`,
			command: func(s streams) *cobra.Command { return newDecay(s, runDecay) }, figure: decayFigure,
		},
		{
			name: "history", of: "history", short: "Measures from date to date, as they could be known then",
			long: `Draw measures as lines from date to date, as they could be known then: a panel for
each unit. It takes the flags of the command history.`,
			example: `  dealgraph chart history --metric circularity,concentration,firm-share -l example:ai -o history.svg
  dealgraph chart history --metric new-headline,new-signed,new-paid --by month --from 2025-01 -l example:ai -o pace.svg`,
			command: func(s streams) *cobra.Command { return newHistory(s, runHistory) }, figure: historyFigure,
		},
	}, timeCharts()...)
}

// resultFields are in every result of a command that can be drawn; those of its other modes lack it.
var resultFields = map[string]string{
	"exposure": "at_stake_with_it", "shock": "losers", "trace": "throughflow", "list": "deals", "cycles": "cycles", "survive": "survivors",
	"schedule": "dues", "capacity": "layers", "slip": "rows", "demand": "outside_revenue", "cone": "years", "decay": "deals", "history": "dates",
}

// resultModes are the flags with which a command has a result of another shape.
var resultModes = map[string]string{"shock": "--sweep, --reverse, --deliver, --odds", "cycles": "--count", "exposure": "--odds"}

// only reads the one result of a kind among what a command found on its bases.
func only[T any](results []chartResult, schema string) (T, chartResult, error) {
	var zero T
	for _, r := range results {
		if r.Schema != "dealgraph/"+schema+"/v1" {
			continue
		}
		var list []T
		var fields []map[string]json.RawMessage
		switch err := errors.Join(json.Unmarshal(r.Result, &list), json.Unmarshal(r.Result, &fields)); {
		case err != nil && resultModes[schema] != "":
			return zero, r, fmt.Errorf("this result of %s lists something else than %s: run %s without %s", schema, resultFields[schema], schema, resultModes[schema])
		case err != nil:
			return zero, r, fmt.Errorf("this result of %s cannot be drawn: %w", schema, err)
		case len(list) > 1:
			return zero, r, fmt.Errorf("the result has %d bases, and a figure shows one: compute it with one --basis", len(list))
		case len(list) == 1 && fields[0][resultFields[schema]] == nil:
			return zero, r, fmt.Errorf("this result of %s lists something else than %s: run %s without %s", schema, resultFields[schema], schema,
				cmp.Or(resultModes[schema], "flags that change what it lists"))
		case len(list) == 1:
			return list[0], r, nil
		}
	}
	return zero, chartResult{}, fmt.Errorf("it takes the result of dealgraph %s --format json, not that of %s", schema, commandOf(results[0].Schema))
}

// commandOf is the command whose result has a schema.
func commandOf(schema string) string {
	return strings.TrimSuffix(strings.TrimPrefix(schema, "dealgraph/"), "/v1")
}

// scope says what a view leaves out, for subtitles.
func scope(v shownView) string {
	var parts []string
	if v.Years != "" {
		parts = append(parts, "money of "+v.Years)
	}
	if len(v.Settlements) > 0 {
		parts = append(parts, "settled in "+strings.Join(v.Settlements, " or "))
	}
	if v.Where != "" {
		parts = append(parts, "where "+v.Where)
	}
	out := ""
	if len(parts) > 0 {
		out = " Only " + strings.ReplaceAll(strings.Join(parts, ", "), "_", " ") + "."
	}
	if v.RollUp {
		out += " Subsidiaries count as their parents."
	}
	if v.Rumours {
		out += " Rumours count too."
	}
	return out
}

func exposureFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	e, _, err := only[view.Exposure](results, "exposure")
	return e.Figure(c.title), err
}

func lossesFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	x, _, err := only[view.Shock](results, "shock")
	if err == nil && x.Models != nil {
		err = errModels
	}
	return x.Figure(c.title), err
}

// errModels is of a shock with the results of several models: a figure shows those of clearing.
var errModels = errors.New("this result has other models beside clearing, which are not drawn: run shock without --model")

func provenanceFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	t, r, err := only[view.Trace](results, "trace")
	return t.FlowFigure(c.title, view.FlowOptions{AsOf: r.View.AsOf, Scope: scope(r.View)}), err
}

func timelineFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	l, r, err := only[view.DealList](results, "list")
	if err != nil {
		return nil, err
	}
	o := view.TimelineOptions{Scope: scope(r.View), MaxDeals: c.rows}
	if len(r.View.Parties) == 1 {
		o.Party = r.View.Parties[0]
	}
	return l.TimelineFigure(c.title, o), nil
}

func matrixFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	l, r, err := only[view.DealList](results, "list")
	if err != nil {
		return nil, err
	}
	found := view.CycleList{}
	if len(results) > 1 {
		if found, _, err = only[view.CycleList](results, "cycles"); err != nil {
			return nil, err
		}
	}
	return l.MatrixFigure(c.title, found, view.MatrixOptions{MaxParties: c.parties, Scope: scope(r.View)}), nil
}

func ringsFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	l, _, err := only[view.CycleList](results, "cycles")
	return l.Rings(c.title), err
}

// circularityFigure shows the bases of one day, or several days.
func circularityFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	var history view.CircularHistory
	for _, r := range results {
		var x struct {
			Bases []view.Circularity `json:"bases"`
		}
		if err := json.Unmarshal(r.Result, &x); err != nil || len(x.Bases) == 0 {
			return nil, errors.New("it takes the result of dealgraph circularity --format json, without --odds")
		}
		history = append(history, view.CircularDay{AsOf: r.View.AsOf, Bases: x.Bases})
	}
	if len(history) == 1 {
		return view.CircularityFigure(c.title, history[0].Bases), nil
	}
	return history.Figure(c.title), nil
}

// runCircularityChart runs circularity once for each date.
func runCircularityChart(ctx context.Context, o *circularityOptions) error {
	dates := o.view.dates
	if len(dates) == 0 {
		return runCircularity(ctx, o)
	}
	for _, date := range dates {
		o.view.asOf = date
		if err := runCircularity(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// matrixOptions are those of a matrix: its deals are a list, its cycles a list of cycles.
type matrixOptions struct {
	global
	parties int
	cycles  int
	timeout time.Duration
	view    viewFlags
	output  outputFlags
}

func newMatrix(s streams) *cobra.Command {
	o := &matrixOptions{}
	cmd := &cobra.Command{
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			switch {
			case o.parties < 2 || o.parties > mostParties:
				return usagef("--max-parties must lie between 2 and %d", mostParties)
			case o.cycles < 0 || o.cycles > 12:
				return usagef("--cycles must lie between 0 and 12")
			case o.view.basis == everyBasis:
				return usagef("a matrix is of one basis: choose with --basis")
			}
			s.chart.parties = o.parties
			return runMatrix(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.parties, "max-parties", 24, "show at most this many parties: those of the cycles and the largest")
	f.IntVar(&o.cycles, "cycles", 6, "number this many cycles, the strongest")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "stop after this time")
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

// runMatrix lists the deals and the strongest cycles.
func runMatrix(ctx context.Context, o *matrixOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	_, networks, r, err := o.ask("list", o.view)
	if err != nil {
		return err
	}
	n := networks[0]
	r.Warnings, r.Result = networkWarnings(networks), []view.DealList{view.Deals(n)}
	if err := o.output.write(o.streams, r); err != nil || o.cycles == 0 {
		return err
	}
	found, err := cycles.Find(ctx, n, cycles.Options{MaxLength: 6, Limit: 20 * o.cycles})
	if err != nil {
		return fmt.Errorf("find the cycles: %w", err)
	}
	r.Command, r.Result = "cycles", []view.CycleList{view.Cycles(n, found)}
	return o.output.write(o.streams, r)
}
