package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type checkOptions struct {
	global
	strict bool
	list   bool
	output outputFlags
}

func newCheck(s streams, runF func(context.Context, *checkOptions) error) *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with a ledger, all of it, with file, line and column",
		Long: `Say what is wrong with a ledger, all of it, with file, line and column.

An error means that the ledger cannot be used; a warning, that a number in it is
doubtful; a note, that a careful keeper would still fill something in. The exit
code is 3 when there are errors, and with --strict when there is anything.`,
		Example: `  dealgraph check -l deals.csv
  dealgraph check -l example:ai --strict
  dealgraph check --list`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			return runF(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&o.strict, "strict", false, "report notes too, and exit with 3 on anything")
	cmd.Flags().BoolVar(&o.list, "list", false, "list the checks instead of running them")
	o.output.bind(cmd)
	return cmd
}

func runCheck(_ context.Context, o *checkOptions) error {
	if o.list {
		list := view.Checks(check.All())
		return o.output.write(o.streams, report{Command: "check", Result: list, Tables: list.Tables()})
	}
	l, err := o.open()
	list, wrong := errors.AsType[*deals.ErrorList](err)
	if err != nil && !wrong {
		return err
	}
	findings := view.Findings(l, list, o.strict)
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
	if format.name != "text" {
		return o.output.write(o.streams, report{Command: "check", Result: f, Tables: f.Tables(), LedgerHash: l.Hash, Stamp: ledgerStamp(l)})
	}
	return o.output.render(o.streams, func(w io.Writer, _ string) error {
		for _, one := range f.Findings {
			said := *one.Error
			if one.Severity == string(check.SeverityError) {
				fmt.Fprintln(w, plain(withCaret(&said)))
				continue
			}
			said.Msg = one.Severity + ": " + said.Msg
			fmt.Fprintln(w, plain(said.Error()))
		}
		_, err := fmt.Fprintln(w, f.Summary)
		return err
	})
}
