package main

import (
	"context"
	"fmt"
	"io"

	"dealgraph/deals"
	"dealgraph/deals/schema"

	"github.com/spf13/cobra"
)

type schemaOptions struct {
	global
	what   string // one of schemaChoices
	draft  string // one of draftChoices
	output outputFlags
}

// schemaChoices are what has a schema; the first is written unless another is named.
func schemaChoices() []choice {
	choices := []choice{{"ledger", "a YAML file of a ledger, as JSON Schema"}, {"assumptions", "a file of assumptions, as JSON Schema"}}
	for _, t := range deals.Tables() {
		choices = append(choices, choice{t.Name, "a CSV table of " + t.Name + ", as Table Schema"})
	}
	return choices
}

func draftChoices() []choice {
	return []choice{{string(schema.Draft7), "for editors"}, {string(schema.Draft202012), "for validators"}}
}

func newSchema(s streams, runF func(context.Context, *schemaOptions) error) *cobra.Command {
	o := &schemaOptions{draft: string(schema.Draft7)}
	cmd := &cobra.Command{
		Use:   "schema [ledger|assumptions|TABLE]",
		Short: "Describe the files of a ledger to editors and validators",
		Long: `Describe the files of a ledger to editors and validators.

With the JSON Schema of the ledger, an editor completes fields and words, says
what they mean, and marks mistakes while you write. Put this into the first line
of a YAML file whose editor has a YAML language server, such as VS Code with its
YAML extension:

  # yaml-language-server: $schema=ledger.schema.json

The schema of a file of assumptions does the same for what --assumptions reads.

Tables (deals, parties, facts, controls, rates, claims, tranches, sources) are
described by a Table Schema, which the tools of Frictionless Data read.

What dealgraph reads, the schema accepts. Whether names, references, dates and
sums fit together, only dealgraph check can say.`,
		Example: `  dealgraph schema -o ledger.schema.json
  dealgraph schema --draft 2020-12
  dealgraph schema assumptions -o assumptions.schema.json
  dealgraph schema deals -o deals.schema.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.what = schemaChoices()[0].name
			if len(args) == 1 {
				o.what = args[0]
			}
			if err := oneOf(o.what, schemaChoices()); err != nil {
				return usagef("schema: %w", err)
			}
			if o.what != "ledger" && o.what != "assumptions" && cmd.Flags().Changed("draft") {
				return usagef("--draft is for the ledger and for assumptions: a table has a Table Schema")
			}
			return runF(cmd.Context(), o)
		},
	}
	for _, c := range schemaChoices() {
		cmd.ValidArgs = append(cmd.ValidArgs, cobra.CompletionWithDesc(c.name, c.meaning))
	}
	addEnum(cmd, cmd.Flags(), &o.draft, "draft", "version of JSON Schema", draftChoices())
	o.output.bind(cmd, s, format{name: "json", meaning: "the schema itself", extensions: []string{".json"}})
	return cmd
}

func runSchema(_ context.Context, o *schemaOptions) error {
	var text []byte
	switch o.what {
	case "ledger":
		text = schema.JSON(schema.Draft(o.draft))
	case "assumptions":
		text = schema.Assumptions(schema.Draft(o.draft))
	default:
		text, _ = schema.Table(o.what) // one of schemaChoices
	}
	err := o.output.render(o.streams, func(w io.Writer, _ string) error {
		_, err := w.Write(text)
		return err
	})
	if err != nil {
		return fmt.Errorf("write schema: %w", err)
	}
	return nil
}
