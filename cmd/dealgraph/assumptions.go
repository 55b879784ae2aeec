package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"dealgraph/deals/assumptions"
	"dealgraph/render/table"

	"github.com/spf13/cobra"
)

type assumptionsOptions struct {
	global
	key     string // "" for all
	named   bool   // a ledger was named: parties are held against it
	assumed assumeFlags
	output  outputFlags
}

func newAssumptions(s streams, runF func(context.Context, *assumptionsOptions) error) *cobra.Command {
	o := &assumptionsOptions{}
	cmd := &cobra.Command{
		Use:   "assumptions [KEY]",
		Short: "Show the numbers that no ledger states, with their sources, or write them to a file",
		Long: `Show the numbers that no ledger states, with their sources, or write them to a file.

How likely a letter of intent is to become a contract, how fast revenue grows,
what a gigawatt costs: commands about time need such numbers, and a ledger does
not state them. Each has a default, with a public source where there is one; the
source "ours" is a judgement, made up to be argued with. What was assumed stands
in the stamp of every result.

To change them, write them to a file, edit it and hand it to the commands with
--assumptions, or set single values with --set KEY=VALUE, which is stronger than
the file; in a shell, a value with a $ belongs in single quotes. Ranges are
low..likely..high, or low..high with the midpoint as the likely value.

` + assumptionsHelp(),
		Example: `  dealgraph assumptions
  dealgraph assumptions growth --set growth.openai=1.5x..2x..4x
  dealgraph assumptions means --set 'means.openai=$5B' -l example:ai
  dealgraph assumptions -o assumptions.yaml
  dealgraph assumptions --assumptions assumptions.yaml --set cost=48B/GW`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.named = cmd.Flag("ledger").Changed
			if len(args) == 1 {
				o.key = args[0]
			}
			return runF(cmd.Context(), o)
		},
	}
	for _, k := range assumptions.Keys() {
		cmd.ValidArgs = append(cmd.ValidArgs, cobra.CompletionWithDesc(k.Name, k.Meaning))
	}
	o.assumed.bind(cmd, s)
	o.output.bind(cmd, s, append(reportFormats(), format{name: "yaml", meaning: "a file for --assumptions, to be edited", extensions: []string{".yaml", ".yml"}})...)
	return cmd
}

// assumptionsHelp lists the keys.
func assumptionsHelp() string {
	var b strings.Builder
	b.WriteString("Keys:\n")
	for _, k := range assumptions.Keys() {
		name := k.Name
		switch k.Per {
		case assumptions.PerStatus:
			name += ".STATUS"
		case assumptions.PerParty:
			name += ".PARTY"
		case assumptions.PerPartyYear:
			name += ".PARTY.YEAR"
		case assumptions.Section:
			name += ".…"
		}
		line := fmt.Sprintf("  %-19s", name)
		for word := range strings.FieldsSeq(k.Meaning) {
			if len(line)+1+len(word) > 80 {
				b.WriteString(line + "\n")
				line = strings.Repeat(" ", 21)
			}
			line += " " + word
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func runAssumptions(_ context.Context, o *assumptionsOptions) error {
	set, err := o.assumed.read()
	if err != nil {
		return err
	}
	f, err := o.output.resolve()
	if err != nil {
		return err
	}
	r := report{Command: "assumptions"}
	if o.named {
		l, err := o.load()
		if err != nil {
			return err
		}
		if err := o.assumed.check(l, set); err != nil {
			return err
		}
		r.LedgerHash = l.Hash
	}
	if f.name == "yaml" {
		return o.writeYAML(set)
	}
	entries := set.Entries()
	if o.key != "" {
		if entries, err = set.Find(o.key); err != nil {
			return usagef("assumptions: %w", err)
		}
	}
	r.Result, r.Tables = entries, []table.Table{assumptionsTable(entries, o.key != "")}
	if len(entries) == 0 {
		r.Warnings = append(r.Warnings, fmt.Errorf("nothing is assumed about %s: commands take the facts of the ledger, or say that it is unknown", o.key))
	}
	if !o.named && slices.ContainsFunc(entries, func(e assumptions.Entry) bool { return set.OfParty(e.Key) }) {
		r.Warnings = append(r.Warnings, errors.New("parties are not held against a ledger: name one with -l"))
	}
	r.Stamp = strings.TrimSpace(set.Stamp() + " dealgraph=" + toolVersion())
	return o.output.write(o.streams, r)
}

func (o *assumptionsOptions) writeYAML(set *assumptions.Set) error {
	if o.key != "" {
		return usagef("assumptions: a file holds all keys: leave %s out", o.key)
	}
	err := o.output.render(o.streams, func(w io.Writer, _ string) error {
		_, err := w.Write(set.YAML())
		return err
	})
	if err != nil {
		return fmt.Errorf("write assumptions: %w", err)
	}
	return nil
}

// assumptionsTable shows entries: of an address its host, and the whole of it in a footnote if addresses are asked for.
func assumptionsTable(entries []assumptions.Entry, addresses bool) table.Table {
	t := table.Table{Columns: []table.Column{{Name: "key"}, {Name: "value"}, {Name: "from"}, {Name: "source", Max: 40}, {Name: "note", Max: 60}}}
	for _, e := range entries {
		sources := strings.Split(e.Source, "; ")
		var hosts []string
		for _, s := range sources {
			u, err := url.Parse(s)
			if err != nil || u.Host == "" {
				hosts = append(hosts, s)
				continue
			}
			hosts = append(hosts, strings.TrimPrefix(u.Host, "www."))
			if addresses {
				t.Footnotes = append(t.Footnotes, e.Key+": "+s)
			}
		}
		source := table.Cell{Text: strings.Join(hosts, ", "), Raw: e.Source}
		if len(sources) == 1 && hosts[0] != e.Source {
			source.Link = e.Source
		}
		t.Rows = append(t.Rows, []table.Cell{{Text: e.Key}, {Text: e.Value}, {Text: e.From}, source, {Text: e.Note}})
	}
	return t
}
