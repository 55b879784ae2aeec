package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/circulation"
	"dealgraph/graph/concentration"
	"dealgraph/graph/ladder"
	"dealgraph/render/figure"
	"dealgraph/render/view"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type historyOptions struct {
	global
	metrics []string
	by      string
	from    string
	to      string
	timeout time.Duration
	view    viewFlags
	output  outputFlags
}

func metricChoices() []choice {
	var out []choice
	for _, m := range outlook.Metrics() {
		out = append(out, choice{string(m), m.Meaning()})
	}
	return out
}

// defaultMetrics are followed unless others are asked for.
var defaultMetrics = []string{string(outlook.MetricCircularity), string(outlook.MetricCirculated), string(outlook.MetricGross)}

func newHistory(s streams, runF func(context.Context, *historyOptions) error) *cobra.Command {
	o := &historyOptions{by: string(ladder.Quarterly)}
	cmd := &cobra.Command{
		Use:   "history",
		Short: "Follow measures from date to date, as they could be known then",
		Long: `Follow measures from date to date, as they could be known then: every date is the
view as of that day, so that a number is that of the other commands with --as-of.

A state counts from the day on which a source shows it, and an imprecise date from
its last day: early dates tell less than there was. Amounts are those in use today.
Before the first deal, and after the ledger ends, nothing is known.

new-headline, new-signed and new-paid are what was announced, signed and paid in a
period, whatever ended since. Money is what is settled in cash, or in kind as
credits and capacity; shares are not, unless --settlement says so, and guarantees
and warrants never are.`,
		Example: `  dealgraph history -l example:ai
  dealgraph history --metric circularity,concentration,firm-share -l example:ai --basis signed
  dealgraph history --metric new-headline,new-signed,new-paid --by month --from 2025-01 -l example:ai`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	addEnums(cmd, f, &o.metrics, "metric", "what to follow (default: "+strings.Join(defaultMetrics, ",")+")", metricChoices())
	addEnum(cmd, f, &o.by, "by", "how often", []choice{{string(ladder.Monthly), "at the end of each month"}, {string(ladder.Quarterly), "of each quarter"}, {string(ladder.Yearly), "of each year"}})
	f.Var((*day)(&o.from), "from", "begin with this day, month or year (default: the first deal)")
	f.Var((*day)(&o.to), "to", "end with this day, month or year (default: the last date in the ledger)")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time, with the dates that are done")
	noFiles(cmd, "from")
	noFiles(cmd, "to")
	o.view.bind(cmd, s)
	if err := f.MarkHidden("as-of"); err != nil {
		panic(err) // bind added it
	}
	o.output.bind(cmd, s)
	return cmd
}

func (o *historyOptions) check() error {
	switch {
	case o.view.asOf != "" && o.to != "" && !sameEnd(o.view.asOf, o.to):
		return usagef("--as-of and --to both say where the history ends: write one")
	case o.view.basis == everyBasis:
		return usagef("a history follows one basis: choose with --basis; chart circularity --as-of DATE,DATE… draws several")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	}
	if len(o.metrics) == 0 {
		o.metrics = slices.Clone(defaultMetrics)
	}
	return nil
}

// sameEnd reports whether two dates, which have been read before, end on the same day.
func sameEnd(a, b string) bool {
	x, err1 := deals.ParseDate(a)
	y, err2 := deals.ParseDate(b)
	return err1 == nil && err2 == nil && x.Last() == y.Last()
}

func runHistory(ctx context.Context, o *historyOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	v := o.view
	v.asOf = cmp.Or(o.to, o.view.asOf)
	l, networks, r, err := o.askMoney("history", v)
	if err != nil {
		return err
	}
	n := networks[0]
	for i, w := range r.Warnings {
		r.Warnings[i] = fmt.Errorf("on %s: %w", n.View.AsOf, w)
	}
	periods, begins, err := o.periods(l, n.View)
	if err != nil {
		return err
	}
	var metrics []outlook.Metric
	for _, m := range o.metrics {
		metrics = append(metrics, outlook.Metric(m))
	}
	h := outlook.History{By: o.by, Basis: string(n.View.Basis), Currency: string(n.View.Currency), Metrics: outlook.HistoryMetrics(metrics), Rows: []outlook.HistoryPoint{}, Ends: l.LastDate().String(), Scope: scope(showView(networks))}
	if !begins.IsZero() {
		h.Begins = begins.String()
	}
	bar := o.progress("dates")
	defer bar.end()
	f := follower{metrics: metrics, ledger: l, before: map[ladder.Rung]int64{}}
	stop := f.run(ctx, n.View, periods, func(done int) { bar.report(int64(done), int64(len(periods))) })
	h.Rows = append(h.Rows, f.rows...)
	bar.end()
	if stop != nil && (len(f.rows) == 0 || ctx.Err() == nil) {
		return stopped(stop)
	}
	if stop != nil {
		h.Stopped = periods[len(f.rows)].Last.String()
		r.Warnings = append(r.Warnings, fmt.Errorf("stopped before %s: %d of %d dates are shown", h.Stopped, len(f.rows), len(periods)))
	}
	r.Result, r.Tables = []outlook.History{h}, h.Tables()
	r.Stamp = o.stamp(periods) + r.Stamp
	if err := o.output.write(o.streams, r); err != nil || stop == nil {
		return err
	}
	return fmt.Errorf("%w before %s; what is shown was computed in full", stopped(stop), h.Stopped)
}

// stamp says what was followed.
func (o *historyOptions) stamp(periods []ladder.Period) string {
	out := "metric=" + strings.Join(o.metrics, ",") + " by=" + o.by + " "
	if len(periods) > 0 {
		out += "from=" + periods[0].First.String() + " "
	}
	return out
}

// periods are those that are asked for, and the day of the first deal of the view.
func (o *historyOptions) periods(l *deals.Ledger, v graph.View) ([]ladder.Period, deals.Date, error) {
	if v.AsOf.IsZero() {
		return nil, deals.Date{}, errors.New("the ledger has no dated deal: there is no history to follow")
	}
	begins, err := ladder.Begins(l, v, isMoney)
	if err != nil {
		return nil, begins, fmt.Errorf("history: %w", err)
	}
	from := begins
	if o.from != "" {
		if from, err = deals.ParseDate(o.from); err != nil {
			return nil, begins, usagef("--from: %w", err)
		}
	}
	switch {
	case from.IsZero():
		return nil, begins, errors.New("no dated deal is in the view by " + v.AsOf.String() + ": there is no history to follow")
	case from.First().After(v.AsOf):
		return nil, begins, usagef("--from %s comes after %s, where the history ends", from, v.AsOf)
	}
	if o.from == "" { // the whole of the period in which it begins
		all, err := ladder.Periods(ladder.Pace(o.by), begins, begins)
		if err != nil {
			return nil, begins, fmt.Errorf("history: %w", err)
		}
		from = all[0].Name
	}
	periods, err := ladder.Periods(ladder.Pace(o.by), from, v.AsOf)
	if err != nil {
		return nil, begins, usagef("history: %w; write another --from, or a longer --by", err)
	}
	return periods, begins, nil
}

// follower measures period after period.
type follower struct {
	metrics []outlook.Metric
	ledger  *deals.Ledger
	before  map[ladder.Rung]int64 // so far, by the end of the period before
	rows    []outlook.HistoryPoint
}

// flows are the rungs whose growth is followed.
var flows = map[outlook.Metric]ladder.Rung{outlook.MetricNewHeadline: ladder.Announced, outlook.MetricNewSigned: ladder.Signed, outlook.MetricNewPaid: ladder.Paid}

// run measures all periods, as far as it comes.
func (f *follower) run(ctx context.Context, v graph.View, periods []ladder.Period, progress func(done int)) error {
	if len(periods) == 0 {
		return nil
	}
	days := []deals.Date{periods[0].First.AddDays(-1)}
	for _, p := range periods {
		days = append(days, p.Last)
	}
	at := -1 // the day before the first period is only counted
	_, err := ladder.Over(ctx, f.ledger, v, isMoney, days, func(ctx context.Context, m *ladder.Moment) (struct{}, error) {
		if at++; at == 0 {
			return struct{}{}, f.start(m)
		}
		row, err := f.row(ctx, m, periods[at-1])
		if err == nil {
			f.rows = append(f.rows, row)
			progress(at)
		}
		return struct{}{}, err
	}, nil)
	return err
}

// start counts what there was before.
func (f *follower) start(m *ladder.Moment) error {
	for _, metric := range f.metrics {
		if rung, ok := flows[metric]; ok {
			sum, err := m.SoFar(rung)
			if err != nil {
				return err
			}
			f.before[rung] = sum
		}
	}
	return nil
}

// row measures a date. Before the first deal, and in periods that begin after the ledger ends, nothing is known.
func (f *follower) row(ctx context.Context, m *ladder.Moment, p ladder.Period) (outlook.HistoryPoint, error) {
	out := outlook.HistoryPoint{AsOf: m.Day.String(), Period: p.Name.String(), Whole: p.Whole, Values: make([]outlook.HistoryValue, len(f.metrics))}
	empty, err := m.Empty()
	if err != nil || empty || p.First.After(f.ledger.LastDate()) {
		return out, err
	}
	n, err := m.Network()
	if err != nil {
		return out, err
	}
	out.Known, out.Deals, out.Undisclosed = true, n.Size(), n.Unknown()
	out.Whole = out.Whole && !p.Last.After(f.ledger.LastDate())
	for i, metric := range f.metrics {
		if out.Values[i], err = f.value(ctx, m, n, metric); err != nil {
			return out, err
		}
	}
	return out, nil
}

// value measures one metric on a date.
func (f *follower) value(ctx context.Context, m *ladder.Moment, n *graph.Network, metric outlook.Metric) (out outlook.HistoryValue, err error) {
	if rung, ok := flows[metric]; ok {
		sum, err := m.SoFar(rung)
		out.Money = view.MoneyOf(sum-f.before[rung], n.View.Currency)
		f.before[rung] = sum
		return out, err
	}
	size, unknown := n.Size(), n.Unknown()
	switch metric {
	case outlook.MetricDeals:
		out.Count = &size
	case outlook.MetricUndisclosed:
		out.Count = &unknown
	case outlook.MetricGross:
		if total := n.Total(); total > 0 || unknown == 0 {
			out.Money, out.AtLeast = view.MoneyOf(total, n.View.Currency), unknown > 0
		}
	case outlook.MetricCircularity, outlook.MetricCirculated:
		return goesRound(ctx, n, metric)
	case outlook.MetricConcentration:
		c, err := concentration.Network(n, concentration.Payers, concentration.Options{Group: func(v graph.Node) string { return string(n.Group(v)) }})
		if err != nil || !c.Told {
			return out, err
		}
		points := c.Measures.HHI * 10_000
		out.Points = &points
	case outlook.MetricSignedShare:
		return ratio(m, graph.Signed, graph.Headline)
	case outlook.MetricFirmShare:
		return ratio(m, graph.Firm, graph.Signed)
	case outlook.MetricPaidShare:
		return ratio(m, graph.Paid, graph.Headline)
	}
	return out, nil
}

// goesRound is how much of a network can go round: in money, or as a share. It is not known when nothing is disclosed that does, and
// something may.
func goesRound(ctx context.Context, n *graph.Network, metric outlook.Metric) (out outlook.HistoryValue, err error) {
	whole, err := circulation.Maximum(ctx, n)
	if err != nil {
		return out, err
	}
	open := false
	for a := range view.ArcsOnCycles(n) {
		open = open || !a.Known
	}
	switch {
	case whole.Gross == 0 && n.Size() > 0 && whole.Unknown > 0, whole.Circulated == 0 && open:
		return out, nil
	case metric == outlook.MetricCirculated:
		out.Money, out.AtLeast = view.MoneyOf(whole.Circulated, n.View.Currency), open
	case whole.Gross > 0:
		index := whole.Index()
		out.Share, out.AtLeast = &index, open
	}
	return out, nil
}

// ratio is what one basis has of another; not known when the other has nothing that is disclosed.
func ratio(m *ladder.Moment, part, of graph.Basis) (out outlook.HistoryValue, err error) {
	x, err := m.On(part)
	if err != nil {
		return out, err
	}
	y, err := m.On(of)
	if err != nil || y.Total() == 0 {
		return out, err
	}
	share := float64(x.Total()) / float64(y.Total())
	out.Share, out.AtLeast = &share, false
	return out, nil
}

// historyFigure draws a history as lines.
func historyFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	h, _, err := only[outlook.History](results, "history")
	if err != nil {
		return nil, err
	}
	return h.Figure(c.title), nil
}
