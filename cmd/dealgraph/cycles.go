package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/graph/temporal"
	"dealgraph/render/figure"
	"dealgraph/render/table"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type cyclesOptions struct {
	global
	top       int
	maxLength int
	through   []string
	deals     []string
	classes   []string
	pattern   string
	least     string
	details   bool
	explain   bool
	count     bool
	inTime    bool
	window    int
	sameDay   bool
	timeout   time.Duration
	view      viewFlags
	output    outputFlags

	matches *cycles.Pattern
	minimum *deals.Amount
	ended   error // what ended a search before it was done
}

func classChoices() []choice {
	var out []choice
	for _, c := range cycles.Classes() {
		out = append(out, choice{string(c), c.Meaning()})
	}
	return out
}

func newCycles(s streams, runF func(context.Context, *cyclesOptions) error) *cobra.Command {
	o := &cyclesOptions{}
	cmd := &cobra.Command{
		Use:   "cycles",
		Short: "List the cycles the money runs in, those that carry most first",
		Long: `List the cycles the money runs in, ranked by bottleneck: the smallest step of a
cycle is the most that can go all the way round.

A cycle is a closed way over parties, each once. All deals by which one party
pays the next make one step: they are listed, and their amounts are added, never
multiplied. The weakest step is the one whose firmest deal is least firm.

A pattern says what the steps have to be, one after the other, from some party
on: 'funding spending+' is a party that funds another and is paid for goods along
the way back; 'equity:signed (compute|lease)' is shares, signed or firmer, for
capacity; + is one or more, * any number, ? at most one, {2,4} so many, | or.

With --in-time only cycles count in which each payment can come after the one
before: certain on whichever days within their dates they were made, or possible.

The number of cycles is a property of the counting rule (how long, which deals):
do not quote it without the rule. How many dollars can go round is what the
command circularity says.`,
		Example: `  dealgraph cycles -l example:ai --top 5 --details
  dealgraph cycles -l example:ai --basis all --through openai,nvidia
  dealgraph cycles -l example:ai --pattern 'funding:signed spending+'
  dealgraph cycles -l example:ai --min-bottleneck '$5B' --top 1000
  dealgraph cycles -l example:ai --in-time --window 730
  dealgraph cycles -l payments.csv --max-length 5 --top 100`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			if err := o.check(cmd); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.top, "top", 20, "list this many")
	f.IntVar(&o.maxLength, "max-length", 6, "look for cycles of at most this many parties; 0 is no bound")
	f.StringSliceVar(&o.through, "through", nil, "only cycles that pass all of these parties (`ID,...`)")
	f.StringSliceVar(&o.deals, "deal", nil, "only cycles that all of these deals, or legs, are part of (`ID,...` or ID#LEG)")
	f.StringVar(&o.least, "min-bottleneck", "", "only cycles shown to carry at least this `AMOUNT`, as $5B")
	f.StringVar(&o.pattern, "pattern", "", "only cycles that read like this `PATTERN`, as 'funding spending+'")
	f.BoolVar(&o.count, "count", false, "count them all, by number of parties, and list none")
	f.BoolVar(&o.inTime, "in-time", false, "only cycles that payments can have run in order of time")
	f.IntVar(&o.window, "window", 0, "with --in-time: at most so many `DAYS` from the first payment to the last; 0 is no bound")
	f.BoolVar(&o.sameDay, "same-day", false, "with --in-time: payments of one day can follow each other")
	f.BoolVar(&o.details, "details", false, "list the deals of each cycle")
	f.BoolVar(&o.explain, "explain", false, "list the deals of each cycle, and after them where their amounts come from")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "stop after this time with what was found")
	addEnums(cmd, f, &o.classes, "class", "only cycles of one of these kinds", classChoices())
	if err := cmd.RegisterFlagCompletionFunc("through", completeParties(s)); err != nil {
		panic(err) // the flag was added just before
	}
	for _, name := range []string{"deal", "min-bottleneck", "pattern"} {
		noFiles(cmd, name)
	}
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

// check refuses what cannot be, before any work is done.
func (o *cyclesOptions) check(cmd *cobra.Command) error {
	switch {
	case o.top < 1:
		return usagef("--top must be at least 1")
	case o.chart != nil && o.top > mostRings:
		return usagef("chart cycles: more than %d rings cannot be compared", mostRings)
	case o.maxLength < 0:
		return usagef("--max-length must be at least 0")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.window < 0:
		return usagef("--window must be at least 0")
	case !o.inTime && (cmd.Flags().Changed("window") || o.sameDay):
		return usagef("--window and --same-day are about time: add --in-time")
	case o.count && (o.details || o.explain || cmd.Flags().Changed("top")):
		return usagef("--count lists nothing: leave out --top, --details and --explain")
	case o.inTime && (len(o.deals) > 0 || len(o.classes) > 0 || o.pattern != ""):
		return usagef("--in-time cannot be narrowed by --deal, --class or --pattern: narrow the network, for example by --where")
	}
	if o.pattern != "" || cmd.Flags().Changed("pattern") {
		p, err := cycles.ParsePattern(o.pattern)
		if err != nil {
			return usagef("--pattern: %w", err)
		}
		o.matches = p
	}
	if o.least != "" {
		a, err := deals.ParseAmount(o.least)
		if err != nil || a.Form != deals.Exact || a.Estimate {
			return usagef("--min-bottleneck %s: write one amount, as $5B", o.least)
		}
		o.minimum = &a
	}
	return nil
}

func runCycles(ctx context.Context, o *cyclesOptions) error {
	l, networks, r, err := o.ask("cycles", o.view)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	r.Warnings = networkWarnings(networks)
	switch {
	case o.inTime:
		err = o.inOrderOfTime(ctx, l, networks, &r)
	case o.count:
		err = o.countAll(ctx, l, networks, &r)
	default:
		err = o.list(ctx, l, networks, &r)
	}
	if err != nil {
		return err
	}
	if err := o.output.write(o.streams, r); err != nil || o.ended == nil {
		return err
	}
	return fmt.Errorf("%w; what is shown says what it proves", stopped(o.ended))
}

// list is the strongest cycles, those that carry most first.
func (o *cyclesOptions) list(ctx context.Context, l *deals.Ledger, networks []*graph.Network, r *report) error {
	var lists []view.CycleList
	for _, n := range networks {
		search, err := o.search(l, n)
		if err != nil {
			return err
		}
		bar := o.progress("searching")
		search.Progress = func(done, all int) { bar.report(int64(done), int64(all)) }
		found, err := cycles.Find(ctx, n, search)
		bar.end()
		// A search that the clock or an interrupt ended gives what it has, and says what that proves.
		if err != nil && found.Proved.Stopped != cycles.InTime {
			return err
		}
		o.ended = cmp.Or(o.ended, err)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), o.absent(n))...)
		list := view.Cycles(n, found)
		lists = append(lists, list)
		if o.chart != nil && len(networks) == 1 {
			o.chart.given = o.rings(n, found)
		}
		r.Tables = append(r.Tables, list.Tables(o.details || o.explain)...)
		if o.explain {
			r.Tables = append(r.Tables, list.Sources())
		}
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), remarks(found.Warnings))...)
	}
	if len(lists) > 1 {
		r.Tables = append([]table.Table{view.CycleBases(lists)}, r.Tables...)
	}
	r.Result = lists
	return nil
}

// rings is the chart of the cycles that were found.
func (o *cyclesOptions) rings(n *graph.Network, found cycles.Result) figure.Figure {
	return view.Rings(n, found, view.MapOptions{Title: o.chart.title, MaxCycles: o.top})
}

// search is what the flags ask of one network.
func (o *cyclesOptions) search(l *deals.Ledger, n *graph.Network) (cycles.Options, error) {
	search := cycles.Options{MaxLength: o.length(), Limit: o.top, Pattern: o.matches}
	var err error
	if search.Through, err = o.nodes(l, n); err != nil {
		return search, err
	}
	for _, id := range o.deals {
		ref := deals.ParseRef(id)
		switch whole := (deals.LegRef{Deal: ref.Deal}); {
		case len(l.Legs(whole)) == 0:
			return search, fmt.Errorf("deal %q is not in the ledger%s", ref.Deal, o.likeDeal(l, string(ref.Deal)))
		case len(l.Legs(ref)) == 0:
			return search, fmt.Errorf("deal %q has no leg %q; it has %s", ref.Deal, ref.Leg, legNames(l.Legs(whole)))
		}
		search.Deals = append(search.Deals, ref)
	}
	for _, c := range o.classes {
		search.Classes = append(search.Classes, cycles.Class(c))
	}
	if search.MinBottleneck, err = o.minor(n); err != nil {
		return search, err
	}
	return search, nil
}

// absent says which deals asked for are not in a network, so that no cycle in it can pass them.
func (o *cyclesOptions) absent(n *graph.Network) []error {
	var out []error
	for _, id := range o.deals {
		ref := deals.ParseRef(id)
		counts := func(leg *deals.Leg) bool { _, in := n.ArcOf(leg); return in }
		if !slices.ContainsFunc(n.Ledger.Legs(ref), counts) {
			out = append(out, fmt.Errorf("deal %q does not count here: no cycle passes it", id))
		}
	}
	return out
}

// legNames lists the legs of a deal, as references to them end.
func legNames(legs []*deals.Leg) string {
	var out []string
	for _, leg := range legs {
		if leg.Name != "" {
			out = append(out, strconv.Quote(leg.Name))
		}
	}
	if len(out) == 0 {
		return "one, without a name"
	}
	return strings.Join(out, ", ")
}

// length is the bound as the searches take it: below 0 for none.
func (o *cyclesOptions) length() int {
	if o.maxLength == 0 {
		return -1
	}
	return o.maxLength
}

func (o *cyclesOptions) nodes(l *deals.Ledger, n *graph.Network) ([]graph.Node, error) {
	var out []graph.Node
	for _, name := range o.through {
		v, err := oneNode(l, n, name)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// likeDeal suggests the id of a deal.
func (o *cyclesOptions) likeDeal(l *deals.Ledger, id string) string {
	var known []string
	for _, d := range l.Deals {
		known = append(known, string(d.ID))
	}
	return didYouMean(id, known, "%q")
}

// minor is the least bottleneck in the currency of the view.
func (o *cyclesOptions) minor(n *graph.Network) (int64, error) {
	if o.minimum == nil {
		return 0, nil
	}
	if c := o.minimum.Currency; c != "" && c != n.View.Currency {
		return 0, usagef("--min-bottleneck %s: the amounts here are in %s; write it in that currency", o.least, n.View.Currency)
	}
	return o.minimum.Likely, nil
}

// countAll counts the cycles and lists none.
func (o *cyclesOptions) countAll(ctx context.Context, l *deals.Ledger, networks []*graph.Network, r *report) error {
	var counts []view.CycleCount
	for _, n := range networks {
		search, err := o.search(l, n)
		if err != nil {
			return err
		}
		bar := o.progress("counting")
		search.Progress = func(done, all int) { bar.report(int64(done), int64(all)) }
		tally, err := cycles.Count(ctx, n, search)
		bar.end()
		if err != nil && tally.Proved.Stopped != cycles.InTime {
			return err
		}
		o.ended = cmp.Or(o.ended, err)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), o.absent(n))...)
		counts = append(counts, view.CycleCountOf(n, tally))
	}
	r.Result = counts
	r.Tables = []table.Table{view.CycleCounts(counts)}
	return nil
}

// inOrderOfTime lists the cycles that payments can have run, in order of their first payment, or counts them.
func (o *cyclesOptions) inOrderOfTime(ctx context.Context, l *deals.Ledger, networks []*graph.Network, r *report) error {
	var lists []view.TimedList
	for _, n := range networks {
		payments, undated := n.Payments()
		search := temporal.Options{Window: o.window, NonStrict: o.sameDay, MaxLength: o.length(), Limit: o.top}
		var err error
		if search.Through, err = o.nodes(l, n); err != nil {
			return err
		}
		if search.MinAmount, err = o.minor(n); err != nil {
			return err
		}
		list, err := o.timed(ctx, n, payments, search)
		if err != nil {
			return err
		}
		lists = append(lists, list)
		r.Tables = append(r.Tables, list.Tables(o.details || o.explain)...)
		if o.explain {
			r.Tables = append(r.Tables, list.Sources(n))
		}
		warnings := temporal.Warnings(n, payments, search)
		if len(undated) > 0 {
			warnings = append(warnings, fmt.Errorf("%s placed in time: a payment has a day if its deal is completed, or has a term or payments",
				view.Plural(len(undated), "deal is left out, which cannot be", "deals are left out, which cannot be")))
		}
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), warnings)...)
	}
	r.Result = lists
	return nil
}

// timed lists or counts the cycles in order of time of one network.
func (o *cyclesOptions) timed(ctx context.Context, n *graph.Network, payments []graph.Payment, search temporal.Options) (view.TimedList, error) {
	bar := o.progress("searching")
	defer bar.end()
	list := view.NewTimedList(n, o.window, o.sameDay, o.maxLength)
	if o.count {
		tally, err := temporal.Count(ctx, n, payments, search)
		list.Counted(tally, err)
		return list, o.unlessStopped(err)
	}
	search.Progress = func(done, all int) { bar.report(int64(done), int64(all)) }
	for c, err := range temporal.Each(ctx, n, payments, search) {
		if err != nil {
			list.Ended(err)
			return list, o.unlessStopped(err)
		}
		list.Add(n, payments, c)
	}
	return list, nil
}

// unlessStopped is an error unless it says that a search ended early with something to show.
func (o *cyclesOptions) unlessStopped(err error) error {
	if _, ok := errors.AsType[*temporal.StopError](err); !ok {
		return err
	}
	if !errors.Is(err, temporal.ErrLimit) {
		o.ended = err
	}
	return nil
}

// remarks are the warnings of a search but the one that the list is cut, which its title says.
func remarks(warnings []error) []error {
	return slices.DeleteFunc(slices.Clone(warnings), func(err error) bool {
		w, ok := errors.AsType[graph.Warning](err)
		return ok && w.Code == cycles.WarnStopped
	})
}
