package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/graph/cashflow"
	"dealgraph/graph/odds"
	"dealgraph/graph/scenario"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// drawFlags are the flags of commands that draw scenarios.
type drawFlags struct {
	scenarios int
	seed      int64
	sampling  string
	workers   int
}

func samplingChoices() []choice {
	var out []choice
	for _, s := range scenario.Samplings() {
		out = append(out, choice{string(s), s.Meaning()})
	}
	return out
}

func (d *drawFlags) bind(cmd *cobra.Command) {
	cmd.Flags().IntVar(&d.scenarios, "scenarios", 10_000, "draw this `NUMBER` of scenarios")
	noFiles(cmd, "scenarios")
	d.bindDraws(cmd)
}

// bindDraws adds the flags that say how scenarios are drawn, to a command that says otherwise how many.
func (d *drawFlags) bindDraws(cmd *cobra.Command) {
	d.sampling = string(scenario.Plain)
	f := cmd.Flags()
	f.Int64Var(&d.seed, "seed", 1, "the `SEED` of the draws: the same seed gives the same answer")
	f.IntVar(&d.workers, "workers", 0, "how many cores work, 0 for all; the answer is the same")
	addEnum(cmd, f, &d.sampling, "sampling", "how scenarios are drawn", samplingChoices())
	for _, name := range []string{"seed", "workers"} {
		noFiles(cmd, name)
	}
}

func (d *drawFlags) check() error {
	switch {
	case d.scenarios < 1 || d.scenarios > scenario.MaxScenarios:
		return usagef("--scenarios must lie between 1 and %d", scenario.MaxScenarios)
	case d.seed < 0:
		return usagef("--seed must be at least 0")
	case d.workers < 0 || d.workers > 1024:
		return usagef("--workers must lie between 0 and 1024")
	}
	return nil
}

// options are those of the draws, with a bar that says how far they have come; end takes it away.
func (d *drawFlags) options(s streams, what string) (o scenario.Options, end func()) {
	bar := s.progress(what)
	return scenario.Options{Scenarios: d.scenarios, Seed: uint64(d.seed), Workers: d.workers, Sampling: scenario.Sampling(d.sampling), Progress: bar.report}, bar.end
}

func (d *drawFlags) stamp() string {
	return "scenarios=" + strconv.Itoa(d.scenarios) + " seed=" + strconv.FormatInt(d.seed, 10) + " sampling=" + d.sampling + " "
}

type coneOptions struct {
	global
	party   string
	growth  string
	tornado bool
	indices bool
	top     int
	timeout time.Duration
	draw    drawFlags
	plan    planFlags
	view    viewFlags
	output  outputFlags
}

func newCone(s streams, runF func(context.Context, *coneOptions) error) *cobra.Command {
	o := &coneOptions{}
	cmd := &cobra.Command{
		Use:   "cone PARTY",
		Short: "Draw the cone of uncertainty: commitments against revenue that nobody knows",
		Long: `Draw the cone of uncertainty of a party: what it is due to pay is fixed for years,
what it will earn is not. In many scenarios its deals are carried through or not,
by the probability of their status; deals that have not begun come later; amounts
lie in their ranges; revenue from outside grows by a rate that is drawn each year;
and a common factor moves all of them. For each year: revenue, dues and balance,
and the share of scenarios in which something is missing.

All rates are assumptions: dealgraph assumptions lists them, --set and --assumptions
change them. The same seed gives the same answer, on any number of cores. An
interrupt gives the answer so far.

--tornado moves one input at a time, --indices splits the variance among them.`,
		Example: `  dealgraph cone anthropic -l example:ai --basis signed --spread 6
  dealgraph cone anthropic -l example:ai --growth 1.5x..4x --years 2026..2030 --spread 6
  dealgraph cone openai -l example:ai --basis signed --spread 6 --tornado
  dealgraph cone openai -l example:ai --set means.openai=$40B --scenarios 100000 --sampling sobol`,
		Args:              oneParty("cone"),
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
	f.StringVar(&o.growth, "growth", "", "growth of its revenue from outside a year, as 1.5x..2x..4x (--set growth.PARTY=`RANGE`)")
	f.BoolVar(&o.tornado, "tornado", false, "say which inputs move the lowest balance most, one at a time")
	f.BoolVar(&o.indices, "indices", false, "say how much of the variance each input makes (Sobol' indices)")
	f.IntVar(&o.top, "top", 12, "list at most this many inputs; 0 is all")
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, "stop after this time, with the answer so far")
	for _, name := range []string{"growth", "top"} {
		noFiles(cmd, name)
	}
	o.draw.bind(cmd)
	o.plan.bind(cmd, s)
	o.plan.bindStress(cmd)
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *coneOptions) check(flags *pflag.FlagSet) error {
	switch {
	case o.top < 0:
		return usagef("--top must be at least 0")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	}
	if err := uncertainBasis(o.view.basis); err != nil {
		return err
	}
	if err := o.draw.check(); err != nil {
		return err
	}
	return o.plan.check()
}

// uncertainBasis refuses bases in which chances are taken into account already, or left out.
func uncertainBasis(basis string) error {
	if basis != string(graph.Headline) && basis != string(graph.Signed) {
		return usagef("--basis %s: scenarios draw which deals are carried through, so they take headline (all that is announced) or signed", basis)
	}
	return nil
}

func runCone(ctx context.Context, o *coneOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	o.plan.growth, o.plan.growthOf = o.growth, o.party
	l, plans, r, err := o.askPlans("cone", &o.view, &o.plan)
	if err != nil {
		return err
	}
	p := plans[0]
	v, err := oneNode(l, p.Network, o.party)
	if err != nil {
		return err
	}
	r.Stamp = o.draw.stamp() + r.Stamp
	r.Seed = &o.draw.seed
	r.Warnings = aboutParty(p.Network, v, 1)
	if p.Network.Party(v).Outside() {
		return usagef("%s stands for many outside the network: it has no revenue from outside", o.party)
	}
	options, end := o.draw.options(o.streams, "drawing scenarios")
	c, err := odds.NewCone(ctx, p, v, o.plan.means(), options)
	end()
	if err != nil {
		return stopped(err)
	}
	firm, err := firmDues(l, p, v)
	if err != nil {
		return err
	}
	x := outlook.ConeOf(c, firm)
	if err := o.sensitivity(ctx, c, &x); err != nil {
		return stopped(err)
	}
	r.Result, r.Lead, r.Tables = []outlook.Cone{x}, x.Words(), x.Tables("", o.top)
	if err := o.output.write(o.streams, r); err != nil {
		return err
	}
	return stopped(c.Result.Stopped)
}

// firmDues are what is due from a party by year and cannot be escaped.
func firmDues(l *deals.Ledger, p *cashflow.Plan, v graph.Node) ([]int64, error) {
	view := p.View
	view.Basis = graph.Firm
	firm, err := cashflow.New(l, view, p.Options)
	if err != nil {
		return nil, fmt.Errorf("plan the firm dues: %w", err)
	}
	return firm.Account(v).Due, nil
}

// sensitivity says what moves the answer, if that is asked.
func (o *coneOptions) sensitivity(ctx context.Context, c *odds.Cone, x *outlook.Cone) error {
	if c.Result.Stopped != nil {
		x.Unasked = o.tornado || o.indices
		return nil
	}
	if o.tornado || o.chart != nil && o.chart.kind.name == "tornado" {
		bars, base, err := c.Tornado(ctx)
		if err != nil {
			return err
		}
		x.SetTornado(c.World, bars, base)
	}
	if o.indices {
		bar := o.progress("splitting the variance")
		defer bar.end()
		found, err := c.Indices(ctx, scenario.IndexOptions{Base: 1 << 12, Seed: uint64(o.draw.seed), Workers: o.draw.workers, Progress: bar.report})
		if err != nil {
			return err
		}
		x.SetIndices(c.World, found)
	}
	return nil
}
