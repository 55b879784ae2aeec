package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type checkOptions struct {
	global
	strict   bool
	list     bool
	accepted bool
	only     []string // names of checks, or of warnings of reading; none: all
	skip     []string
	output   outputFlags
}

func newCheck(s streams, runF func(context.Context, *checkOptions) error) *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with a ledger, all of it, with file, line and column",
		Long: `Say what is wrong with a ledger, all of it, with file, line and column.

An error means that the ledger cannot be used; a warning, that a number in it is
doubtful; a note, that a careful keeper would still fill something in. The exit
code is 3 when there are errors, and with --strict when there is anything.

The name in brackets behind a finding is that of its check: dealgraph explain
NAME tells more. A finding that is right is accepted in the ledger by the tag
ok/NAME on its leg, deal or control or, for facts, its party; such findings are
counted apart, and --accepted shows them.`,
		Example: `  dealgraph check -l deals.csv
  dealgraph check -l example:ai --strict
  dealgraph check --only duplicate,overlap
  dealgraph check --format sarif -o findings.sarif
  dealgraph check --list`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.strict, "strict", false, "report notes too, and exit with 3 on anything")
	f.BoolVar(&o.list, "list", false, "list the checks instead of running them")
	f.BoolVar(&o.accepted, "accepted", false, "show the findings that the ledger accepts, too")
	addCheckNames(cmd, f, &o.only, "only", "look for these alone; the errors of reading always show")
	addCheckNames(cmd, f, &o.skip, "skip", "look for all but these")
	o.output.bind(cmd, s, append(reportFormats(), format{name: "sarif", meaning: "SARIF 2.1.0, for code hosts and editors", extensions: []string{".sarif"}})...)
	return cmd
}

// checkChoices are the names that --only and --skip take: those of the checks, and of the warnings of reading.
func checkChoices() []choice {
	var out []choice
	for _, e := range check.Explanations() {
		if e.Layer == check.Reading && !slices.Contains(e.Severities, check.SeverityWarning) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].name == e.Name {
			out[n-1].meaning += "; " + e.Meaning
			continue
		}
		out = append(out, choice{e.Name, e.Meaning})
	}
	return out
}

// addCheckNames adds a flag that takes names of checks. They are too many for its help; --list shows them.
func addCheckNames(cmd *cobra.Command, f *pflag.FlagSet, names *[]string, flag, usage string) {
	f.Var(&checkNames{names}, flag, usage)
	err := cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var words []cobra.Completion
		for _, c := range checkChoices() {
			words = append(words, cobra.CompletionWithDesc(c.name, c.meaning))
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the flag was added just before
	}
}

// checkNames is a pflag.Value that takes names of checks. What these are is asked only when there is a name to look up: it
// takes reading the gallery, which other commands need not.
type checkNames struct{ values *[]string }

func (c *checkNames) String() string { return strings.Join(*c.values, ",") }
func (c *checkNames) Type() string   { return "NAME,..." }

func (c *checkNames) Set(s string) error {
	var known []string
	for _, one := range checkChoices() {
		known = append(known, one.name)
	}
	for name := range strings.SplitSeq(s, ",") {
		switch {
		case slices.Contains(known, name):
		case len(check.Explain(name)) > 0:
			return fmt.Errorf("%q is an error of reading: it always shows", name)
		default:
			return fmt.Errorf("there is no check %q%s; dealgraph check --list has all", name, didYouMean(name, known, "%q"))
		}
		if !slices.Contains(*c.values, name) {
			*c.values = append(*c.values, name)
		}
	}
	return nil
}

// wants reports whether a check is to be run.
func (o *checkOptions) wants(name string) bool {
	return (len(o.only) == 0 || slices.Contains(o.only, name)) && !slices.Contains(o.skip, name)
}

func runCheck(_ context.Context, o *checkOptions) error {
	if o.list {
		if f, err := o.output.resolve(); err != nil || f.name == "sarif" {
			return cmp.Or(err, usagef("--list: a list of checks is no SARIF log; use text, json, csv or markdown"))
		}
		list := view.Checks(slices.DeleteFunc(check.All(), func(c check.Check) bool { return !o.wants(c.Name) }))
		return o.output.write(o.streams, report{Command: "check", Result: list, Tables: list.Tables()})
	}
	l, err := o.open()
	list, wrong := errors.AsType[*deals.ErrorList](err)
	if err != nil && !wrong {
		return err
	}
	findings := view.Findings(l, list, view.FindingOptions{Notes: o.strict, Wants: o.wants})
	if err := o.write(l, findings); err != nil {
		return err
	}
	if findings.Errors > 0 || o.strict && len(findings.Findings) > 0 {
		return errFindings
	}
	return nil
}

// write writes findings one a line in text, each beginning with its place as editors like it, and as a table elsewhere.
func (o *checkOptions) write(l *deals.Ledger, f view.FindingList) error {
	format, err := o.output.resolve()
	if err != nil {
		return err
	}
	switch format.name {
	case "text":
		return o.output.render(o.streams, func(w io.Writer, _ string) error { return o.writeText(w, f) })
	case "sarif":
		return o.output.render(o.streams, func(w io.Writer, _ string) error { return f.Sarif(toolVersion(), l.Hash).Write(w) })
	}
	shown := f
	if o.accepted {
		shown = f.WithAccepted()
	}
	return o.output.write(o.streams, report{Command: "check", Result: f, Tables: shown.Tables(), LedgerHash: l.Hash, Stamp: ledgerStamp(l)})
}

func (o *checkOptions) writeText(w io.Writer, f view.FindingList) error {
	if o.accepted {
		f = f.WithAccepted()
	}
	for _, one := range f.Findings {
		said := *one.Error
		if one.Severity != string(check.SeverityError) {
			said.Msg = one.Severity + ": " + said.Msg
		}
		text := plain(withCaret(&said))
		first, rest, caret := strings.Cut(text, "\n")
		if caret {
			rest = "\n" + rest
		}
		fmt.Fprintln(w, o.bold(first)+" ["+one.Check+"]"+rest)
	}
	_, err := fmt.Fprintln(w, plain(f.Summary))
	return err
}

// bold makes text stand out where the terminal can.
func (o *checkOptions) bold(s string) string { return emphasis(s, o.output.toStdout() && o.outColor) }
