package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dealgraph/graph"
	"dealgraph/graph/throughflow"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type traceOptions struct {
	global
	party   string
	vendor  bool
	window  int
	top     int
	depth   int
	least   string
	share   float64
	explain bool
	timeout time.Duration
	view    viewFlags
	output  outputFlags
}

func newTrace(s streams, runF func(context.Context, *traceOptions) error) *cobra.Command {
	o := &traceOptions{}
	cmd := &cobra.Command{
		Use:   "trace PARTY",
		Short: "Trace whose money a party has, and where its money goes",
		Long: `Trace whose money a party has, however many hands it went through, and where its
money goes: the sources and uses as tables, and the ways it takes as branches.

A dollar has no name: every party is taken to pass on what it gets in proportion.
What can be said without that is said beside it: how much of its money comes back
to the party at least and at most, whoever spends which dollar, and how much can
have come back in the order of the dates.

--vendor-financed asks how much of what the party sells is bought with money that
it gave as funding, straight back or by way of others.

Money is what is settled in cash, or in kind as credits and capacity; see
--settlement. Guarantees and warrants are promises, and never money.`,
		Example: `  dealgraph trace nvidia -l example:ai --basis signed
  dealgraph trace openai -l example:ai --basis paid --explain
  dealgraph trace nvidia -l example:ai --vendor-financed`,
		Args: oneParty("trace"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
		ValidArgsFunction: completeOneParty(s),
	}
	f := cmd.Flags()
	f.BoolVar(&o.vendor, "vendor-financed", false, "how much of what the party sells it has financed itself")
	f.IntVar(&o.window, "window", 0, "in order of time, within so many `DAYS`; 0 is no bound")
	f.IntVar(&o.top, "top", 15, "list at most this many rows of each; 0 is all")
	f.IntVar(&o.depth, "depth", 4, "follow the branches through at most this many hands")
	f.StringVar(&o.least, "min-share", "2%", "follow branches of at least this `PERCENT` of the whole")
	f.BoolVar(&o.explain, "explain", false, "list the deals of the party, with their sources")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "stop after this time")
	noFiles(cmd, "min-share")
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *traceOptions) check() error {
	var err error
	switch o.share, err = part(o.least); {
	case err != nil:
		return usagef("--min-share: %w", err)
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.window < 0:
		return usagef("--window must be at least 0")
	case o.depth < 1 || o.depth > 20:
		return usagef("--depth must lie between 1 and 20")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	}
	return nil
}

func runTrace(ctx context.Context, o *traceOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	l, networks, r, err := o.askMoney("trace", o.view)
	if err != nil {
		return err
	}
	if o.window > 0 {
		r.Stamp = fmt.Sprintf("window=%d ", o.window) + r.Stamp
	}
	var all []view.Trace
	for _, n := range networks {
		v, err := oneNode(l, n, o.party)
		if err != nil {
			return err
		}
		t, warnings, err := o.trace(ctx, n, v)
		if err != nil {
			return stopped(err)
		}
		all = append(all, t)
		r.Tables = append(r.Tables, t.Tables(o.top, o.share)...)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), warnings)...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// trace follows the money of one party in one network.
func (o *traceOptions) trace(ctx context.Context, n *graph.Network, v graph.Node) (view.Trace, []error, error) {
	if n.Party(v).Outside() {
		return view.Trace{}, nil, fmt.Errorf("%s stands for many parties outside the network: trace a party that it pays", view.Name(n.Party(v)))
	}
	m, err := throughflow.Solve(ctx, n)
	if errors.Is(err, throughflow.ErrSize) {
		err = fmt.Errorf("%w: look at fewer, for example by --where, --party or --years", err)
	}
	if err != nil {
		return view.Trace{}, nil, err
	}
	in := view.TraceInput{Matrix: m, Party: v, Window: o.window, Depth: o.depth, Least: o.share, Explain: o.explain}
	if in.Bounds, err = throughflow.RoundTripBounds(ctx, n, v); err != nil {
		return view.Trace{}, nil, err
	}
	warnings := slices.DeleteFunc(slices.Clone(m.Warnings), func(err error) bool { // those of the network say it
		w, ok := errors.AsType[graph.Warning](err)
		return ok && w.Code == throughflow.WarnUndisclosed
	})
	dated, err := o.inTime(ctx, n, &in)
	if err != nil {
		return view.Trace{}, nil, err
	}
	warnings = append(warnings, dated...)
	if o.vendor {
		vendor, err := m.VendorFinanced(ctx, v)
		if err != nil {
			return view.Trace{}, nil, err
		}
		in.Vendor = &vendor
	}
	t, err := view.TraceOf(ctx, n, in)
	if errors.Is(err, view.ErrBranches) {
		warnings, err = append(warnings, err), nil
	}
	return t, warnings, err
}

// inTime finds what can have come back in the order of the dates, and what cannot be told for want of them.
func (o *traceOptions) inTime(ctx context.Context, n *graph.Network, in *view.TraceInput) ([]error, error) {
	payments, undated := n.Payments()
	in.Payments = payments
	if len(payments) == 0 {
		if o.window > 0 {
			return []error{errors.New("no payment has a date: --window narrows nothing")}, nil
		}
		return nil, nil
	}
	back, err := throughflow.ReturnFlow(ctx, n, payments, in.Party, throughflow.ReturnOptions{Window: o.window})
	if err != nil {
		return nil, err
	}
	in.Return = &back
	warnings := slices.Clone(back.Warnings)
	if len(undated) > 0 {
		warnings = append(warnings, fmt.Errorf("in order of time: %s placed in time; a part of a term falls on some day of its year",
			view.Plural(len(undated), "deal is left out, which cannot be", "deals are left out, which cannot be")))
	}
	return warnings, nil
}
