package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/exposure"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type exposureOptions struct {
	global
	party   string
	details bool
	holders string
	through string
	to      string
	top     int
	paths   int
	buffer  bufferFlag
	rule    graph.MeansRule
	odds    dealOddsFlags
	timeout time.Duration
	view    viewFlags
	output  outputFlags
}

func newExposure(s streams, runF func(context.Context, *exposureOptions) error) *cobra.Command {
	o := &exposureOptions{}
	cmd := &cobra.Command{
		Use:   "exposure PARTY",
		Short: "Show who has what at stake with a party, and what it has at stake with others",
		Long: `Show who has what at stake with a party, and what it has at stake with others:
by kind of claim, directly, gross of any recovery; then whose inflow hangs on it
along chains of payments, and on whom its own does.

Equity, credit and supply are money that has moved; funding is promised money;
revenue is what a customer has contracted and not finished paying; contingent is
a guarantee or a warrant; guarantee is what a guarantor would pay for the party.
A question mark is an undisclosed amount, which is in no sum.

Along chains money is what is settled in cash or in kind, as in trace, and
everybody is taken to pass on what it gets in proportion: that is a reading, and
no forecast, of which the command shock makes one. --through PARTY keeps what goes
by way of a party, --to PARTY lists the ways to one.

--odds N asks another question: what others have at stake with the party if it is
not certain which deals are carried through. In N scenarios each is or is not, by
the probability of its status, amounts lie in their ranges, and a common factor lets
deals fall through together; what has moved stays. It is of the headline basis, or
of --basis signed. All probabilities are assumptions: dealgraph assumptions lists
them, --set and --assumptions change them. The same seed gives the same answer, on
any number of cores; an interrupt gives the answer so far.`,
		Example: `  dealgraph exposure openai -l example:ai
  dealgraph exposure 英伟达 -l example:ai --basis firm --details
  dealgraph exposure openai -l example:ai --basis signed --to nvidia
  dealgraph exposure openai -l example:ai --basis signed --through oracle
  dealgraph exposure openai -l example:ai --holders 'free_cash_flow < 0'
  dealgraph exposure openai -l example:ai --odds 10000 --more-than '$800B'`,
		Args:              oneParty("exposure"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			if err := o.check(cmd.Flags()); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.details, "details", false, "list the deals behind each position")
	f.StringVar(&o.holders, "holders", "", "only holders and dependents for which this `EXPR` holds, as 'free_cash_flow < 0 || debt/revenue > 4';\n"+graph.PartyNames)
	f.StringVar(&o.through, "through", "", "along chains: only what goes by way of this `PARTY`")
	f.StringVar(&o.to, "to", "", "list the ways by which its money reaches this `PARTY`")
	f.IntVar(&o.paths, "paths", 10, "with --to: list at most this many ways")
	f.IntVar(&o.top, "top", 15, "along chains, and with --odds: list at most this many parties; 0 is all")
	o.buffer.bind(cmd)
	f.DurationVar(&o.timeout, "timeout", time.Minute, "stop after this time")
	o.odds.bind(cmd, s, "what is at stake with it")
	for _, name := range []string{"through", "to"} {
		if err := cmd.RegisterFlagCompletionFunc(name, completeParties(s)); err != nil {
			panic(err) // the flag was added just before
		}
	}
	noFiles(cmd, "holders")
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *exposureOptions) check(flags *pflag.FlagSet) error {
	switch {
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.paths < 1 || o.paths > 1000:
		return usagef("--paths must lie between 1 and 1000")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	}
	if !o.odds.asked() && flags.Changed("seed") {
		return usagef("--seed is about odds: add --odds N")
	}
	if err := o.odds.check(flags, &o.view, "details", "through", "to", "paths", "buffer"); err != nil {
		return err
	}
	return o.buffer.check()
}

func runExposure(ctx context.Context, o *exposureOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	if o.odds.asked() {
		return runExposureOdds(ctx, o)
	}
	l, networks, r, err := o.ask("exposure", o.view)
	if err != nil {
		return err
	}
	if err := converted(networks); err != nil {
		return err
	}
	if o.rule, err = o.buffer.rule(l); err != nil {
		return err
	}
	r.Stamp = holdersStamp(o.holders) + "buffer=" + o.rule.String() + " " + r.Stamp
	var all []view.Exposure
	for _, n := range networks {
		v, err := oneNode(l, n, o.party)
		if err != nil {
			return err
		}
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), about(l, n, v))...)
		found := exposure.Direct(n, v)
		keep, judged, err := o.keep(l, n)
		if err != nil {
			return err
		}
		found.AtStake = found.AtStake.Only(keep)
		found.Warnings = append(found.Warnings, judged...)
		e := view.ExposureOf(n, found)
		chains, err := o.chains(ctx, l, n, v, keep, &e)
		if err != nil {
			return stopped(err)
		}
		all = append(all, e)
		r.Tables = append(r.Tables, e.Tables(o.details)...)
		r.Warnings = append(r.Warnings, onBasis(n, len(networks), append(found.Warnings, chains...))...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// holdersStamp says which holders are asked about.
func holdersStamp(expr string) string {
	if expr == "" {
		return ""
	}
	return "holders=" + strconv.Quote(expr) + " "
}

// keep is the condition on holders, and a warning about those of whom the facts do not tell.
func (o *exposureOptions) keep(l *deals.Ledger, n *graph.Network) (func(graph.Node) bool, []error, error) {
	if o.holders == "" {
		return func(graph.Node) bool { return true }, nil, nil
	}
	where, err := graph.ParsePartyWhere(o.holders, l)
	if bad, ok := errors.AsType[*graph.WhereError](err); ok {
		return nil, nil, usagef("--holders: %s", bad.Msg)
	}
	holds := make([]bool, n.Order())
	unknown := 0
	for v := range holds {
		kept, known, err := where.Holds(n, graph.Node(v))
		if err != nil {
			return nil, nil, err
		}
		holds[v] = kept
		if !known && !kept {
			unknown++
		}
	}
	var warnings []error
	if unknown > 0 {
		warnings = append(warnings, fmt.Errorf("--holders: of %d of %d parties the ledger has not the facts to tell: they are left out", unknown, n.Order()))
	}
	return func(v graph.Node) bool { return holds[v] }, warnings, nil
}

// chains adds what hangs on a party along chains of payments, and on whom it hangs. It returns the warnings.
func (o *exposureOptions) chains(ctx context.Context, l *deals.Ledger, n *graph.Network, v graph.Node, keep func(graph.Node) bool, e *view.Exposure) ([]error, error) {
	if n.Party(v).Outside() {
		if o.through != "" || o.to != "" {
			return nil, usagef("%s stands for many parties outside the network: no chain begins with it", view.Name(n.Party(v)))
		}
		return nil, nil
	}
	flows := n.Keep(func(a graph.Arc) bool {
		return isMoney(a) && (len(o.view.settlement) > 0 || slices.Contains(moneySettlements, string(a.Leg.Settlement)))
	})
	c := exposure.NewChains(flows)
	options := exposure.ReachOptions{Buffers: make([]graph.Means, n.Order())}
	for w := range options.Buffers {
		options.Buffers[w] = n.Means(graph.Node(w), o.rule)
	}
	warnings, err := o.reach(ctx, l, flows, c, v, keep, options, e)
	if err != nil || o.to == "" {
		return warnings, err
	}
	to, err := oneNode(l, n, o.to)
	if err != nil {
		return nil, err
	}
	ways, err := c.Paths(ctx, v, to, exposure.PathOptions{Most: o.paths})
	if err != nil {
		return nil, fmt.Errorf("ways from %s to %s: %w", view.Name(n.Party(v)), view.Name(n.Party(to)), err)
	}
	e.Ways = view.WaysOf(flows, ways)
	return warnings, nil
}

// reach looks down from a party, all the way or by way of another, and up.
func (o *exposureOptions) reach(ctx context.Context, l *deals.Ledger, n *graph.Network, c *exposure.Chains, v graph.Node, keep func(graph.Node) bool, options exposure.ReachOptions, e *view.Exposure) ([]error, error) {
	if o.through != "" {
		by, err := oneNode(l, n, o.through)
		if err != nil {
			return nil, err
		}
		r, err := c.Through(ctx, v, by, options)
		if err != nil {
			return nil, fmt.Errorf("by way of %s: %w", view.Name(n.Party(by)), err)
		}
		down, p := view.LookThroughOf(n, r, keep, o.top), view.PartyIn(n, by)
		e.Dependents, e.By = &down, &p
		return r.Warnings, nil
	}
	r, err := c.Dependents(ctx, v, options)
	if err != nil {
		return nil, err
	}
	down := view.LookThroughOf(n, r, keep, o.top)
	options.Most = o.top
	up, err := c.DependsOn(ctx, v, options)
	if err != nil {
		return nil, err
	}
	on := view.LookThroughOf(n, up, func(graph.Node) bool { return true }, o.top)
	e.Dependents, e.DependsOn = &down, &on
	warnings := slices.Clone(r.Warnings)
	for _, w := range up.Warnings {
		if !slices.ContainsFunc(warnings, func(x error) bool { return x.Error() == w.Error() }) {
			warnings = append(warnings, w)
		}
	}
	return warnings, nil
}

// about are the warnings of a network that concern a party: one side of the leg, or the obligor of its guarantee. That
// amounts are undisclosed is told claim by claim.
func about(l *deals.Ledger, n *graph.Network, v graph.Node) []error {
	var out []error
	for _, w := range n.Warnings {
		if w.Code == graph.WarnUndisclosed {
			continue
		}
		if w, ok := w.Only(func(r deals.LegRef) bool { return concerns(l, n, r, v) }); ok {
			out = append(out, w)
		}
	}
	return out
}

func concerns(l *deals.Ledger, n *graph.Network, r deals.LegRef, v graph.Node) bool {
	for _, leg := range l.Legs(r) {
		for _, id := range []deals.PartyID{leg.From, leg.To, leg.Obligor} {
			if at, ok := n.Of(id); ok && at == v {
				return true
			}
		}
	}
	return false
}
