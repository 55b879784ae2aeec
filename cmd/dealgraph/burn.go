package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/facts"
	"dealgraph/render/figure"
	"dealgraph/render/view"
	"dealgraph/render/view/outlook"

	"github.com/spf13/cobra"
)

type burnOptions struct {
	global
	companies []string // none = those that are usually compared
	all       bool
	perYear   bool
	explain   bool
	asOf      string
	output    outputFlags
}

// usuallyCompared are the companies that are compared unless others are named.
var usuallyCompared = []string{"amazon", "tesla", "uber", "openai", "anthropic"}

func newBurn(s streams, runF func(context.Context, *burnOptions) error) *cobra.Command {
	o := &burnOptions{}
	cmd := &cobra.Command{
		Use:   "burn [PARTY...]",
		Short: "Compare what companies burn before they make a profit",
		Long: `Compare what companies burn before they make a profit, as the facts of the ledger
have it: how much, in which window, by which measure, whether it happened or is
expected, and who says so. Without a PARTY: ` + usualNames() + `,
as far as the ledger tells of them, or else all of whom it does.

It reads the metrics ` + metricList(facts.BurnMetrics()) + `.
A negative free cash flow is a burn. A fact without a party counts for the name
with which its note begins, as in "Uber: net losses".

What is burnt is measured in several ways: net losses, negative free cash flow,
cash burn, operating burn, EBITDA. The metric tells which, or else these words in
the note, or in the id, of a fact; otherwise the definition is not stated. Claims
are never averaged and none is dropped. Those with one window and measure make a
range; cash burn and negative free cash flow may share one. A note that begins
"more than" or "nearly" says so of the amount.

In use is the claim from the best tier of source, of equal ones the newest. What
happened counts from the end of its period on; what is expected from the date of
its source, or the one month that its note names, and always if there is neither.`,
		Example: `  dealgraph burn -l example:ai
  dealgraph burn openai anthropic -l example:ai --per-year --explain
  dealgraph burn -l example:ai --as-of 2025-12-31
  dealgraph chart burn -l example:ai -o burn.svg`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeParties(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.companies = globals(cmd, s), args
			if o.all && len(args) > 0 {
				return usagef("--all compares all companies: leave out %s", strings.Join(args, " "))
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.all, "all", false, "compare all companies with a fact about burn")
	f.BoolVar(&o.perYear, "per-year", false, "list what is known of single periods, too")
	f.BoolVar(&o.explain, "explain", false, "list the facts with their sources and notes")
	bindFactDay(cmd, &o.asOf)
	o.output.bind(cmd, s)
	return cmd
}

// bindFactDay adds the flag for the day on which facts are read.
func bindFactDay(cmd *cobra.Command, asOf *string) {
	cmd.Flags().Var((*day)(asOf), "as-of", "what was known at the end of this day, month or year (default: the last date in the ledger)")
	noFiles(cmd, "as-of")
}

// usualNames are those that are usually compared, in words.
func usualNames() string {
	return strings.Join(usuallyCompared[:len(usuallyCompared)-1], ", ") + " and " + usuallyCompared[len(usuallyCompared)-1]
}

// metricList lists metrics in lines of help.
func metricList(names []string) string {
	var lines []string
	line := ""
	for _, name := range names {
		if line != "" && len(line)+len(name) > 72 {
			lines, line = append(lines, strings.TrimSuffix(line, " ")), ""
		}
		line += name + ", "
	}
	return strings.TrimSuffix(strings.Join(append(lines, line), "\n"), ", ")
}

// askFacts reads the ledger and begins the report of a command about its facts.
func (g global) askFacts(command, asOf string) (*deals.Ledger, deals.Date, report, error) {
	l, err := g.load()
	if err != nil {
		return nil, deals.Date{}, report{}, err
	}
	at := facts.LastDay(l)
	if asOf != "" {
		date, err := deals.ParseDate(asOf)
		if err != nil {
			return nil, at, report{}, usagef("--as-of: %w", err)
		}
		at = date.Last()
	}
	said := "undated"
	if !at.IsZero() {
		said = at.String()
	}
	r := report{Command: command, LedgerHash: l.Hash, View: factView{at.String()}, Stamp: "as-of=" + said + " " + ledgerStamp(l)}
	return l, at, r, nil
}

// factView is what of a view facts have.
type factView struct {
	AsOf string `json:"as_of"`
}

func runBurn(_ context.Context, o *burnOptions) error {
	l, asOf, r, err := o.askFacts("burn", o.asOf)
	if err != nil {
		return err
	}
	all := facts.BurnOf(l, asOf)
	rows, others, err := o.choose(l, all)
	if err != nil {
		return err
	}
	b := outlook.BurnOf(rows, others, asOf)
	r.Result, r.Tables = b, b.Tables(o.perYear)
	r.Stamp = strings.Join(append(b.Assumptions(), r.Stamp), " ")
	if o.explain {
		r.Tables = append(r.Tables, b.SourceTable())
	}
	for _, d := range b.Differences {
		r.Warnings = append(r.Warnings, errors.New(d))
	}
	r.Warnings = append(r.Warnings, burnWarnings(all, rows, asOf)...)
	return o.output.write(o.streams, r)
}

// burnWarnings say what is not in the rows, and why.
func burnWarnings(all facts.Burn, rows []facts.BurnRow, asOf deals.Date) []error {
	var out []error
	if len(rows) == 0 {
		out = append(out, errors.New("the ledger has no fact about burn: its metric would be "+strings.Join(facts.BurnMetrics(), ", ")))
	}
	later := 0
	for _, r := range rows {
		later += r.Later
	}
	if later > 0 {
		out = append(out, fmt.Errorf("%s of a later day than %s, and not counted: see --as-of", factsAre(later, ""), asOf))
	}
	if len(all.Nameless) > 0 {
		out = append(out, fmt.Errorf("%s of no party, and in no row: give it a party, or begin its note with a name (%s)", factsAre(len(all.Nameless), " about burn"), places(all.Nameless)))
	}
	if len(all.Unclear) > 0 {
		out = append(out, fmt.Errorf("%s no positive amount of money, and in no row: write what is burnt without a minus (%s)", factsAre(len(all.Unclear), " about burn"), places(all.Unclear)))
	}
	return out
}

// factsAre begins a sentence about so many facts.
func factsAre(n int, about string) string {
	if n == 1 {
		return "1 fact" + about + " is"
	}
	return fmt.Sprintf("%d facts%s are", n, about)
}

// places says where facts stand, of many the first.
func places(list []*deals.Fact) string {
	var out []string
	for i, f := range list {
		if i == 3 {
			out = append(out, "…")
			break
		}
		out = append(out, f.Pos.String())
	}
	return strings.Join(out, ", ")
}

// choose picks the rows to compare, and those left that say something.
func (o *burnOptions) choose(l *deals.Ledger, all facts.Burn) (rows, others []facts.BurnRow, err error) {
	names := o.companies
	told := slices.DeleteFunc(slices.Clone(all.Rows), func(r facts.BurnRow) bool { return len(r.Whole)+len(r.Single)+r.Later == 0 })
	usual := len(names) == 0 && !o.all
	if usual {
		for _, name := range usuallyCompared {
			p, _ := l.Party(name)
			if slices.ContainsFunc(told, func(r facts.BurnRow) bool { return isCompany(r, name, p) }) {
				names = append(names, name)
			}
		}
		if len(names) < 2 { // another ledger, with companies of its own
			names = nil
		}
	}
	if len(names) == 0 {
		return told, nil, nil
	}
	for _, name := range names {
		r, err := company(l, all, name)
		if err != nil {
			return nil, nil, err
		}
		if !slices.ContainsFunc(rows, func(x facts.BurnRow) bool { return x.Name == r.Name }) {
			rows = append(rows, r)
		}
	}
	for _, r := range told {
		_, whole := r.InUse()
		if usual && whole && !slices.ContainsFunc(rows, func(x facts.BurnRow) bool { return x.Name == r.Name }) {
			others = append(others, r)
		}
	}
	return rows, others, nil
}

// isCompany reports whether a row is that of a name, which may be a party.
func isCompany(r facts.BurnRow, name string, p *deals.Party) bool {
	if p != nil {
		return r.Party == p
	}
	return r.Party == nil && strings.EqualFold(r.Name, strings.TrimSpace(name))
}

// company finds the row of a name: a party, or a name from a note. A party of which nothing is known has an empty row.
func company(l *deals.Ledger, all facts.Burn, name string) (facts.BurnRow, error) {
	p, err := l.Party(name)
	for _, r := range all.Rows {
		if isCompany(r, name, p) {
			return r, nil
		}
	}
	if p != nil {
		return facts.BurnRow{Name: string(p.ID), Party: p}, nil
	}
	if unknown, ok := errors.AsType[*deals.UnknownPartyError](err); !ok || unknown.Ambiguous {
		return facts.BurnRow{}, err
	}
	var known []string
	for _, r := range all.Rows {
		known = append(known, r.Name)
	}
	for _, p := range l.Parties {
		known = append(known, string(p.ID), view.Name(p))
	}
	return facts.BurnRow{}, fmt.Errorf("%w%s", &deals.UnknownPartyError{Name: name}, didYouMean(name, known, "%q"))
}

// burnFigure draws a result of burn.
func burnFigure(c *chartRun, results []chartResult) (figure.Figure, error) {
	var b outlook.Burn
	if err := json.Unmarshal(results[0].Result, &b); err != nil || b.Rows == nil || results[0].Schema != "dealgraph/burn/v1" {
		return nil, errors.New("it takes the result of dealgraph burn --format json")
	}
	return b.Figure(c.title), nil
}
