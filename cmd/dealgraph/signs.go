package main

import (
	"context"
	"errors"
	"fmt"

	"dealgraph/deals"
	"dealgraph/deals/facts"
	"dealgraph/render/table"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type signsOptions struct {
	global
	rules     bool
	reference yearSpan
	explain   bool
	asOf      string
	output    outputFlags
}

// mostReferenceYears is how many years fit side by side.
const mostReferenceYears = 20

func newSigns(s streams, runF func(context.Context, *signsOptions) error) *cobra.Command {
	o := &signsOptions{}
	cmd := &cobra.Command{
		Use:   "signs",
		Short: "Say which of five warning signs of a turn in investment the facts show",
		Long: `Say which of five warning signs the facts of the ledger show: investment spending
peaks, corporate profits fall, corporate debt rises quickly, the central bank cuts
rates, credit spreads widen. Goldman Sachs named them in November 2025, from the
years before 2000.

Each is a rule over facts of no party: the latest reading of a metric against an
earlier one. The signs are theirs; windows and thresholds are ours, for they gave
none: --rules lists them. Only what happened counts, no plan and no forecast, from
the end of its period on, and two facts at least: in one unit, of periods of one
length. Where facts differ and the answer hangs on which is right, or where there
are too few, the state is "not enough data", which is no "no"; then the facts that
would tell are listed, as rows to add to the ledger.

--reference evaluates the same rules at the end of each of some years.`,
		Example: `  dealgraph signs -l example:ai
  dealgraph signs -l example:ai --as-of 2025-12-15 --reference 1997..2000
  dealgraph signs --rules`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			if err := o.check(cmd); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.rules, "rules", false, "list the rules, without a ledger")
	f.Var(&o.reference, "reference", "evaluate the rules at the end of each of these years too, as 1997..2000")
	f.BoolVar(&o.explain, "explain", false, "list every metric, and who warned in words")
	bindFactDay(cmd, &o.asOf)
	noFiles(cmd, "reference")
	o.output.bind(cmd, s)
	return cmd
}

func (o *signsOptions) check(cmd *cobra.Command) error {
	if o.rules {
		for _, name := range []string{"reference", "explain", "as-of", "ledger"} {
			if cmd.Flags().Changed(name) {
				return usagef("--rules lists the rules alone: leave out --%s", name)
			}
		}
	}
	if n := o.reference.to - o.reference.from + 1; n > mostReferenceYears {
		return usagef("--reference: %d years, and at most %d fit side by side", n, mostReferenceYears)
	}
	return nil
}

func runSigns(_ context.Context, o *signsOptions) error {
	if o.rules {
		rules := outlook.RulesOf(facts.Rules())
		return o.output.write(o.streams, report{Command: "signs-rules", Result: rules, Tables: []table.Table{outlook.RuleTable(rules)}, Stamp: "dealgraph=" + toolVersion()})
	}
	l, asOf, r, err := o.askFacts("signs", o.asOf)
	if err != nil {
		return err
	}
	if asOf.IsZero() {
		return errors.New("the ledger has no date to read the signs on: name one with --as-of")
	}
	r.Stamp = "thresholds=ours " + r.Stamp
	out := outlook.Signs{AsOf: asOf.String(), Signs: outlook.SignsOf(facts.Signs(l, facts.Rules(), asOf), asOf)}
	if o.reference != (yearSpan{}) {
		r.Stamp = "reference=" + o.reference.String() + " " + r.Stamp
		for y := o.reference.from; y <= o.reference.to; y++ {
			end := deals.Date{Year: y}.Last()
			out.Reference = append(out.Reference, outlook.SignYear{Year: y, Signs: outlook.SignsOf(facts.Signs(l, facts.Rules(), end), end)})
		}
	}
	r.Result, r.Tables = out, out.Tables(o.explain)
	if n := laterReadings(l, asOf); n > 0 {
		r.Warnings = append(r.Warnings, fmt.Errorf("%s of a period that ends after %s, and not counted: see --as-of", factsAre(n, ""), asOf))
	}
	return o.output.write(o.streams, r)
}

// laterReadings counts actual facts that the rules would read on a later day.
func laterReadings(l *deals.Ledger, asOf deals.Date) int {
	n := 0
	for _, name := range facts.SignMetrics() {
		for _, f := range facts.SeriesOf(l, "", name, asOf).Others {
			if f.Nature == deals.Actual && !facts.DatedOf(f).Counts(asOf) {
				n++
			}
		}
	}
	return n
}
