package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dealgraph/deals/check"
	"dealgraph/render/view"

	"github.com/spf13/cobra"
)

type explainOptions struct {
	global
	name   string // "" lists what can be explained
	again  []byte // the ledger, if it came by standard input
	output outputFlags
}

func newExplain(s streams, runF func(context.Context, *explainOptions) error) *cobra.Command {
	o := &explainOptions{}
	cmd := &cobra.Command{
		Use:   "explain [NAME|FILE]",
		Short: "Explain a check or an error of reading, or say whether a figure is still true",
		Long: `Explain a check, or an error or warning of reading: what it asks, which numbers
go wrong otherwise, a small ledger that shows it, what is said about that, and
the ledger mended. The names stand in brackets behind what check finds; without
a name all of them are listed.

Of a figure that map or chart drew (.svg, .png, .html, .dot) explain says how it was
drawn, and whether it is still true: it makes it again from the ledger and compares
what the two say. Of an .svg it lists what differs, and sees when one has been edited.
A figure that is not true any more exits with 3, one that cannot be told about with 1.`,
		Example: `  dealgraph explain
  dealgraph explain yearly
  dealgraph explain within --format markdown
  dealgraph explain deals.svg -l example:ai`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("explain takes one name")
			}
			return nil
		},
		ValidArgsFunction: completeExplanations,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			if len(args) == 1 {
				o.name = args[0]
			}
			return runF(cmd.Context(), o)
		},
	}
	o.output.bind(cmd, s)
	return cmd
}

func runExplain(ctx context.Context, o *explainOptions) error {
	if isFigureFile(o.name) {
		return runExplainFigure(ctx, o)
	}
	list := check.Explanations()
	if o.name != "" {
		list = check.Explain(strings.ToLower(strings.Trim(o.name, "[]")))
	}
	if _, err := os.Stat(o.name); len(list) == 0 && err == nil && filepath.Ext(o.name) != "" {
		return usagef("explain %s: of files it explains figures: %s", o.name, strings.Join(figureExtensions, " "))
	}
	if len(list) == 0 {
		return usagef("there is nothing to explain by the name %q%s; dealgraph explain lists all", o.name, didYouMean(o.name, explainable(), "%q"))
	}
	shown := view.Explained(list)
	format, err := o.output.resolve()
	if err != nil {
		return err
	}
	if o.name == "" || format.name == "json" || format.name == "csv" {
		return o.output.write(o.streams, report{Command: "explain", Result: shown, Tables: shown.Tables()})
	}
	return o.output.render(o.streams, func(w io.Writer, format string) error {
		for i, e := range shown.Explanations {
			text := e.Markdown()
			if format == "text" {
				text = plain(e.Text(o.textWidth(), o.bold))
			}
			if i > 0 {
				text = "\n" + text
			}
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
		}
		return nil
	})
}

// textWidth is the width of running text: that of the terminal, but no wider than one likes to read.
func (o *explainOptions) textWidth() int {
	const widest = 100
	if w := o.width; w > 0 && o.output.toStdout() {
		return min(w, widest)
	}
	return widest
}

func (o *explainOptions) bold(s string) string {
	return emphasis(s, o.output.toStdout() && o.outColor)
}

// explainable are the names that can be explained, each once.
func explainable() []string {
	var out []string
	for _, e := range check.Explanations() {
		if n := len(out); n == 0 || out[n-1] != e.Name {
			out = append(out, e.Name)
		}
	}
	return out
}

// completeExplanations completes names with what they ask.
func completeExplanations(_ *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	said := ""
	for _, e := range check.Explanations() {
		if e.Name != said && strings.HasPrefix(e.Name, toComplete) {
			out = append(out, cobra.CompletionWithDesc(e.Name, e.Meaning))
		}
		said = e.Name
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
