package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/ladder"
	"dealgraph/render/figure"
	"dealgraph/render/view"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type decayOptions struct {
	global
	names   []string // parties and deals
	side    string
	ladder  bool
	later   int
	top     int
	explain bool
	view    viewFlags
	output  outputFlags
}

// The sides of a deal on which a party can stand.
const (
	sidePays     = "pays"
	sideReceives = "receives"
)

// mostLater bounds --later.
const mostLater = 1200

func newDecay(s streams, runF func(context.Context, *decayOptions) error) *cobra.Command {
	o := &decayOptions{side: sidePays, view: viewFlags{basis: everyBasis}}
	cmd := &cobra.Command{
		Use:   "decay [PARTY|DEAL...]",
		Short: "Say how headlines shrink: announced, still standing, signed, firm, paid",
		Long: `Say how headlines shrink: for each deal what was announced, what of it still
stands, what is signed, what cannot be escaped, and what is on record as paid;
also of deals that ended, with what took their place. What has lost the most
comes first.

For one party, or with --ladder for all that is asked for, also how its total
goes down step by step: less what ended, what other deals record too, what is not
signed, what has no floor, what can be left early and what is not paid yet. Each
step lists its deals, and why.

--later says how much of what stands falls due more than so many months after the
day of the view. What a share price did on the day of an announcement is shown if
the ledger has facts of the metric ` + outlook.AnnouncementValue + `: money, of a party, dated.

Money is what is settled in cash, or in kind as credits and capacity; shares are
not, unless --settlement says so, and guarantees and warrants never are. A ledger
has one amount in use for a deal; a deal that was changed is two, of which one
takes the place of the other.`,
		Example: `  dealgraph decay -l example:ai
  dealgraph decay openai -l example:ai --as-of 2025-12-15
  dealgraph decay nvidia-openai-2025-09 -l example:ai --explain
  dealgraph decay openai --side receives -l example:ai
  dealgraph decay --later 24 -l example:ai`,
		Args: cobra.ArbitraryArgs,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return completeParties(s)(cmd, args, toComplete)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.names = args
			if err := o.check(cmd.Flags().Changed("later"), cmd.Flags().Changed("basis")); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	addEnum(cmd, f, &o.side, "side", "of a party's deals, those that it", []choice{{sidePays, "has to pay"}, {sideReceives, "is to be paid"}})
	f.BoolVar(&o.ladder, "ladder", false, "go down step by step, also for several parties, for deals, or for all")
	f.IntVar(&o.later, "later", 0, "say how much falls due more than so many `MONTHS` after the day of the view; 0 does not ask")
	f.IntVar(&o.top, "top", 20, "list at most this many deals and parties; 0 is all")
	f.BoolVar(&o.explain, "explain", false, "list the legs of the deals, with their sources")
	for _, name := range []string{"later", "top"} {
		noFiles(cmd, name)
	}
	o.view.bind(cmd, s)
	if err := f.MarkHidden("basis"); err != nil {
		panic(err) // bind added it
	}
	o.output.bind(cmd, s)
	return cmd
}

func (o *decayOptions) check(later, basis bool) error {
	switch {
	case basis:
		return usagef("--basis: decay goes through all of them, from the headline down; leave it away")
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.later < 0 || o.later > mostLater || later && o.later == 0:
		return usagef("--later must lie between 1 and %d months", mostLater)
	}
	return nil
}

func runDecay(_ context.Context, o *decayOptions) error {
	l, networks, r, err := o.askMoney("decay", o.view)
	if err != nil {
		return err
	}
	n := networks[0] // the headline
	found, err := ladder.Of(l, n.View, isMoney)
	if err != nil {
		return fmt.Errorf("decay: %w", err)
	}
	ask, nodes, err := o.choose(l, n)
	if err != nil {
		return err
	}
	d := outlook.DecayOf(l, found, ask)
	if len(nodes) == 1 && o.side == sidePays && d.Ladder != nil {
		paid, _ := d.Net.Paid.Amount.Minor()
		d.Earned = outlook.EarnedOf(l, n, n.Party(nodes[0]).ID, paid)
	}
	if o.later > 0 {
		day := ladder.AddMonths(n.View.AsOf, o.later)
		if n.View.AsOf.IsZero() {
			return usagef("--later: the ledger has no date; say with --as-of from when")
		}
		var only func(graph.Node) bool
		if len(nodes) > 0 {
			only = func(v graph.Node) bool { return slices.Contains(nodes, v) }
		}
		part := n.Keep(func(a graph.Arc) bool { return ask.Keep(ladder.Leg{Leg: a.Leg, From: a.From, To: a.To}) })
		d.Later = outlook.LaterOf(n, ladder.AfterDay(part, day, o.side == sideReceives), o.later, day, only)
	}
	if r.Warnings, err = o.warnings(l, n, ask.Keep); err != nil {
		return err
	}
	if len(l.Deals) > 0 && len(d.Deals) == 0 {
		r.Warnings = append(r.Warnings, errors.New("no deal that is asked for was public by "+n.View.AsOf.String()))
	}
	r.Lead, r.Result, r.Tables = d.Lead(), []outlook.Decay{d}, d.Tables(o.top, o.explain)
	r.Stamp = o.stamp(d, n.View) + r.Stamp
	return o.output.write(o.streams, r)
}

// warnings are those about the deals that are asked for, and what of them is no money.
func (o *decayOptions) warnings(l *deals.Ledger, n *graph.Network, keep func(ladder.Leg) bool) ([]error, error) {
	v := n.View
	v.Settlements = nil
	all, err := buildNetwork(l, v)
	if err != nil {
		return nil, err
	}
	mine, rest := map[deals.LegRef]bool{}, all.Keep(func(a graph.Arc) bool {
		return (!isMoney(a) || !slices.Contains(n.View.Settlements, a.Leg.Settlement)) && keep(ladder.Leg{Leg: a.Leg, From: a.From, To: a.To})
	})
	for a := range n.Arcs() {
		if keep(ladder.Leg{Leg: a.Leg, From: a.From, To: a.To}) {
			mine[a.Leg.Ref()] = true
		}
	}
	var out []error
	if len(l.Deals) == 0 {
		out = append(out, errors.New("the ledger has no deals"))
	}
	for _, w := range n.Warnings {
		if w.Code == graph.WarnUndisclosed || w.Code == graph.WarnInside || w.Code == graph.WarnAllInside { // the tables say it
			continue
		}
		if about, ok := w.Only(func(r deals.LegRef) bool { return mine[r] }); ok {
			out = append(out, about)
		}
	}
	if rest.Size() > 0 {
		out = append(out, fmt.Errorf("left out, as not settled in %s (--settlement counts others) or as guarantees and warrants, which are promises and no money: %s (%s)",
			settlements(n.View), view.Plural(rest.Size(), "deal", "deals"), sumOf(rest)))
	}
	return out, nil
}

// stamp says which side was asked for, how late, and what was assumed for what is expected.
func (o *decayOptions) stamp(d outlook.Decay, v graph.View) string {
	out := ""
	if d.Side != "" {
		out = "side=" + d.Side + " "
	}
	if o.later > 0 {
		out += "later=" + strconv.Itoa(o.later) + "m "
	}
	if d.Ladder != nil {
		out += "expected=" + strings.ReplaceAll(v.Assumptions.String(), ", ", ",") + " "
	}
	return out
}

// choose says which legs are asked for: those that the named parties pay, or are paid, and those of the named deals.
func (o *decayOptions) choose(l *deals.Ledger, n *graph.Network) (outlook.DecayOptions, []graph.Node, error) {
	out := outlook.DecayOptions{Way: o.ladder, Keep: func(ladder.Leg) bool { return true }}
	if len(o.names) == 0 {
		return out, nil, nil
	}
	var nodes []graph.Node
	asked := map[deals.DealID]bool{}
	for _, name := range o.names {
		if d := l.Deal(deals.DealID(name)); d != nil {
			asked[d.ID] = true
			continue
		}
		v, err := oneNode(l, n, name)
		if err != nil {
			return out, nil, partyOrDeal(l, name, err)
		}
		if !slices.Contains(nodes, v) {
			nodes = append(nodes, v)
			out.Of = append(out.Of, view.PartyRef(n.Party(v)))
		}
	}
	if len(nodes) > 0 {
		out.Side = o.side
	}
	out.Way = out.Way || len(nodes) == 1 && len(asked) == 0
	out.Keep = func(leg ladder.Leg) bool {
		own := leg.From
		if o.side == sideReceives {
			own = leg.To
		}
		return asked[leg.Leg.Deal.ID] || slices.Contains(nodes, own)
	}
	return out, nodes, nil
}

// partyOrDeal says of a name that is neither a party nor a deal what could have been meant.
func partyOrDeal(l *deals.Ledger, name string, err error) error {
	unknown, ok := errors.AsType[*deals.UnknownPartyError](err)
	if !ok || unknown.Ambiguous || len(unknown.Candidates) > 0 {
		return err
	}
	var ids []string
	for _, d := range l.Deals {
		ids = append(ids, string(d.ID))
	}
	return fmt.Errorf("%q is neither a party nor a deal of the ledger%s", name, didYouMean(name, ids, "%q"))
}

// decayFigure draws one party's way down the ladder, or the deals that shrank most.
func decayFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	d, _, err := only[outlook.Decay](results, "decay")
	if err != nil {
		return nil, err
	}
	if d.Ladder != nil {
		return d.WaterfallFigure(c.title), nil
	}
	return d.BarsFigure(c.title), nil
}
