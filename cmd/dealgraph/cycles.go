package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cycles"
	"dealgraph/render/table"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type cyclesOptions struct {
	global
	top       int
	maxLength int
	through   []string
	classes   []string
	details   bool
	timeout   time.Duration
	view      viewFlags
	output    outputFlags
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

The number of cycles is a property of the counting rule (how long, which deals):
do not quote it without the rule.`,
		Example: `  dealgraph cycles -l example:ai --top 5 --details
  dealgraph cycles -l example:ai --basis all --through openai,nvidia
  dealgraph cycles -l example:ai --class supplier-funded --max-length 3`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			if o.top < 1 || o.maxLength < 1 {
				return usagef("--top and --max-length must be at least 1")
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.top, "top", 20, "list this many")
	f.IntVar(&o.maxLength, "max-length", 6, "look for cycles of at most this many parties")
	f.StringSliceVar(&o.through, "through", nil, "only cycles that pass all of these parties (`ID,...`)")
	f.BoolVar(&o.details, "details", false, "list the deals of each cycle")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "stop after this time with what was found")
	addEnums(cmd, f, &o.classes, "class", "only cycles of one of these kinds", classChoices())
	if err := cmd.RegisterFlagCompletionFunc("through", completeParties(s)); err != nil {
		panic(err) // the flag was added just before
	}
	o.view.bind(cmd, s)
	o.output.bind(cmd)
	return cmd
}

func runCycles(ctx context.Context, o *cyclesOptions) error {
	l, networks, r, err := o.ask("cycles", o.view)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	r.Warnings = networkWarnings(networks)
	var lists []view.CycleList
	for _, n := range networks {
		found, err := o.find(ctx, l, n)
		if err != nil {
			return err
		}
		list := view.Cycles(n, found)
		lists = append(lists, list)
		r.Tables = append(r.Tables, list.Tables(o.details)...)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), remarks(found.Warnings))...)
	}
	if len(lists) > 1 {
		r.Tables = append([]table.Table{view.CycleBases(lists)}, r.Tables...)
	}
	r.Result = lists
	return o.output.write(o.streams, r)
}

// find searches one network. A search that the clock or an interrupt ended gives what it has; what that proves is said.
func (o *cyclesOptions) find(ctx context.Context, l *deals.Ledger, n *graph.Network) (cycles.Result, error) {
	search := cycles.Options{MaxLength: o.maxLength, Limit: o.top}
	for _, name := range o.through {
		v, err := oneNode(l, n, name)
		if err != nil {
			return cycles.Result{}, err
		}
		search.Through = append(search.Through, v)
	}
	for _, c := range o.classes {
		search.Classes = append(search.Classes, cycles.Class(c))
	}
	found, err := cycles.Find(ctx, n, search)
	if err != nil && found.Proved.Stopped != cycles.InTime {
		return found, err
	}
	return found, nil
}

// remarks are the warnings of a search but the one that the list is cut, which its title says.
func remarks(warnings []error) []error {
	return slices.DeleteFunc(slices.Clone(warnings), func(err error) bool {
		w, ok := errors.AsType[graph.Warning](err)
		return ok && w.Code == cycles.WarnStopped
	})
}
