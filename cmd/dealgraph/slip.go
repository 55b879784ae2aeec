package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dealgraph/graph/cashflow"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type slipOptions struct {
	global
	party   string
	months  monthSpan
	step    float64
	late    string
	timeout time.Duration
	plan    planFlags
	view    viewFlags
	output  outputFlags
}

func delayChoices() []choice {
	var out []choice
	for _, d := range cashflow.Delays() {
		out = append(out, choice{string(d), d.Meaning()})
	}
	return out
}

func newSlip(s streams, runF func(context.Context, *slipOptions) error) *cobra.Command {
	o := &slipOptions{months: monthSpan{0, 24}, late: string(cashflow.LateRevenue)}
	cmd := &cobra.Command{
		Use:   "slip PARTY",
		Short: "Say how late the revenue of a party, or its delivery, may be until it cannot pay",
		Long: `Say how late the revenue of a party, or its delivery, may be until it cannot pay.

What is due stays where it is; revenue from outside the network comes so many
months later: until then it stays at its last actual pace. For each slip: the
lowest balance, when something is missing, and how much would be needed from
elsewhere; and the break-even slip, up to which nothing is missing. Negative months
ask what an earlier arrival of demand would do.

With --late delivery the party delivers later, and its customers in the network pay so
much later. See dealgraph schedule PARTY for dues and means year by year.`,
		Example: `  dealgraph slip anthropic -l example:ai --basis signed --spread 6 --set growth.anthropic=1.5x..2x..4x
  dealgraph slip openai -l example:ai --months -36..36 --step 6 --spread 6
  dealgraph slip coreweave -l example:ai --late delivery --months 0..12`,
		Args:              oneParty("slip"),
		ValidArgsFunction: completeOneParty(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.party = globals(cmd, s), args[0]
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.Var(&o.months, "months", "slips from so many months to so many, as 0..24")
	f.Float64Var(&o.step, "step", 3, "months from one slip to the next (`MONTHS`)")
	addEnum(cmd, f, &o.late, "late", "what is late", delayChoices())
	f.DurationVar(&o.timeout, "timeout", time.Minute, "stop after this time")
	for _, name := range []string{"months", "step"} {
		noFiles(cmd, name)
	}
	o.plan.bind(cmd, s)
	o.plan.bindStress(cmd)
	o.view.bind(cmd, s)
	o.output.bind(cmd, s)
	return cmd
}

func (o *slipOptions) check() error {
	switch steps := (o.months.to - o.months.from) / o.step; {
	case !(o.step > 0) || steps > 1000:
		return usagef("--step must be more than 0, and make at most 1,000 steps")
	case o.timeout <= 0:
		return usagef("--timeout must be more than 0")
	case o.late == string(cashflow.LateDelivery) && o.months.from < 0:
		return usagef("--late delivery has no negative months: what is delivered early is not paid early")
	}
	return o.plan.check()
}

func runSlip(ctx context.Context, o *slipOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	l, plans, r, err := o.askPlans("slip", &o.view, &o.plan)
	if err != nil {
		return err
	}
	r.Stamp = "late=" + o.late + " months=" + o.months.String() + " " + r.Stamp
	r.Warnings = nil
	all := []outlook.Slip{}
	for _, p := range plans {
		v, err := oneNode(l, p.Network, o.party)
		if err != nil {
			return err
		}
		a := p.Account(v)
		var ends [3][]cashflow.Slip
		for i, end := range []cashflow.End{cashflow.Low, cashflow.Likely, cashflow.High} {
			m := o.plan.means()
			m.End = end
			if ends[i], err = a.Slips(ctx, cashflow.Delay(o.late), o.months.from, o.months.to, o.step, m); err != nil {
				return stopped(err)
			}
		}
		s := outlook.SlipOf(a, cashflow.Delay(o.late), o.plan.means(), ends)
		on := ""
		if len(plans) > 1 {
			on = " (" + s.Basis + " basis)"
		}
		all = append(all, s)
		if len(plans) == 1 {
			r.Lead = s.Words()
		}
		r.Tables = append(r.Tables, s.Tables(on)...)
		r.Warnings = append(r.Warnings, aboutParty(p.Network, v, len(plans))...)
	}
	r.Result = all
	return o.output.write(o.streams, r)
}

// monthSpan is a pflag.Value for months from..to, both included; negative ones are earlier.
type monthSpan struct{ from, to float64 }

func (m *monthSpan) String() string {
	of := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	if m.from == m.to {
		return of(m.from)
	}
	return of(m.from) + ".." + of(m.to)
}
func (m *monthSpan) Type() string { return "MONTHS" }
func (m *monthSpan) Set(s string) error {
	first, last, found := strings.Cut(s, "..")
	if !found {
		last = first
	}
	from, err1 := strconv.ParseFloat(strings.TrimSpace(first), 64)
	to, err2 := strconv.ParseFloat(strings.TrimSpace(last), 64)
	switch {
	case err1 != nil || err2 != nil:
		return fmt.Errorf("%q is not a span of months; write 0..24 or 12", s)
	case !(from <= to):
		return fmt.Errorf("%q runs backwards; write %s..%s", s, strings.TrimSpace(last), strings.TrimSpace(first))
	case from < -240 || to > 240:
		return fmt.Errorf("%q: at most 240 months either way", s)
	}
	*m = monthSpan{from, to}
	return nil
}
