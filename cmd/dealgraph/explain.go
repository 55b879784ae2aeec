package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/check"
	"dealgraph/render/note"
	"dealgraph/render/view"
	"dealgraph/render/view/notes"

	"github.com/spf13/cobra"
)

type explainOptions struct {
	global
	what   string // "" lists the checks
	get    string // which value of the answer to a query
	top    int
	view   viewFlags
	viewed []string // the view flags that were given
	notes  noteFlags
	again  []byte // the ledger, if it came by standard input
	output outputFlags
}

func newExplain(s streams, runF func(context.Context, *explainOptions) error) *cobra.Command {
	o := &explainOptions{view: viewFlags{basis: everyBasis}}
	cmd := &cobra.Command{
		Use:   "explain [WHAT]",
		Short: "Explain a number, a deal, a party, a check, or say whether a figure is still true",
		Long: `Explain where something comes from, down to the rules, deals, claims and sources.

A DEAL      how each leg comes to its amount on each basis, step by step; what its
            sources say, and what another source would change
A PARTY     what it pays and is paid on each basis, by deal; its facts and sources
A QUERY     with --get VALUE, a number of its answer: the value in full, how it is
            worked out, the deals and facts behind it, what other sources claim
FILE:LINE   the numbers on a line of a note (see dealgraph note explain)
A CHECK     or an error or warning of reading: what it asks, which numbers go wrong
            otherwise, a small ledger that shows it, what is said about that, and the
            ledger mended. The names stand in brackets behind what check finds;
            without a name all of them are listed
A FIGURE    that map or chart drew (.svg, .png, .pdf, .html, .dot): how it was drawn,
            and whether it is still true. It is made again from the ledger, and what
            the two say is compared; of an .svg it is listed what differs, and seen
            when one has been edited

A figure that is not true any more exits with 3, one that cannot be told about with 1.
The view flags are for deals and parties, and tell one from a check of the same name;
a query has its own.`,
		Example: `  dealgraph explain amazon-openai-2026-02-equity -l example:ai
  dealgraph explain nvidia -l example:ai --as-of 2025-12
  dealgraph explain 'circularity --basis signed' --get 'bases[0].circulated' -l example:ai
  dealgraph explain openai.md:12
  dealgraph explain yearly --format markdown
  dealgraph explain deals.svg -l example:ai`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("explain takes one name; a query stands in quotes")
			}
			return nil
		},
		ValidArgsFunction: completeExplanations(s),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			if len(args) == 1 {
				o.what = args[0]
			}
			o.notes.settle(cmd)
			o.viewed = viewFlagsGiven(cmd)
			if o.top < 0 {
				return usagef("--top must be at least 0")
			}
			return runF(cmd.Context(), o)
		},
	}
	o.view.bind(cmd, s)
	cmd.Flags().StringVar(&o.get, "get", "", "which `VALUE` of the answer to a query, such as bases[0].circulated;\n--format json shows the answer")
	cmd.Flags().IntVar(&o.top, "top", 10, "list at most this many deals behind a number; 0 is all")
	noFiles(cmd, "get")
	o.output.bind(cmd, s)
	return cmd
}

// viewFlagsGiven are the view flags on a command line.
func viewFlagsGiven(cmd *cobra.Command) []string {
	return slices.DeleteFunc(slices.Clone(viewFlagNames), func(name string) bool { return !cmd.Flags().Changed(name) })
}

// runExplain finds out what it is asked about. A name of a check goes before that of a deal or a party.
func runExplain(ctx context.Context, o *explainOptions) error {
	list := check.Explanations()
	if o.what != "" {
		list = check.Explain(strings.ToLower(strings.Trim(o.what, "[]")))
	}
	kind, run := "a deal or a party", o.explainRecord
	switch {
	case isFigureFile(o.what):
		kind, run = "a figure", func(ctx context.Context) error { return runExplainFigure(ctx, o) }
	case isPlaceInFile(o.what):
		kind, run = "a note", o.explainPlace
	case o.get != "" || isQuery(o.what):
		kind, run = "a query", o.explainQuery
	case len(list) > 0 && (o.what == "" || len(o.viewed) == 0): // with view flags, a deal of that name
		kind, run = "a check", func(context.Context) error { return o.explainChecks(list) }
	}
	switch {
	case len(o.viewed) > 0 && kind != "a deal or a party":
		return usagef("--%s is for deals and parties, and %q is %s", o.viewed[0], o.what, kind)
	case o.get != "" && kind != "a query":
		return usagef("--get is for queries, and %q is %s", o.what, kind)
	}
	return run(ctx)
}

// isPlaceInFile reports whether a name is that of a place in a file: a line, or an id.
func isPlaceInFile(name string) bool {
	file, _, err := placeOf(name)
	if err != nil {
		return false
	}
	_, err = os.Stat(file)
	return err == nil
}

// isQuery reports whether a name is a command line rather than a name.
func isQuery(name string) bool {
	words, err := shellWords(name)
	return err == nil && len(words) > 1 && slices.Contains(queryCommands, words[0])
}

// explainPlace explains a line of a note.
func (o *explainOptions) explainPlace(ctx context.Context) error {
	return runNoteExplain(ctx, &noteExplainOptions{global: o.global, notes: o.notes, place: o.what, top: o.top, output: o.output})
}

// explainQuery explains a value of the answer to a query.
func (o *explainOptions) explainQuery(ctx context.Context) error {
	place, a, err := o.numberOf(ctx)
	if err != nil {
		return err
	}
	story := notes.Story{Places: []notes.Place{place}}
	return o.output.write(o.streams, report{Command: "explain-number", Result: story, Tables: story.Tables(), LedgerHash: a.shared.Hash, Stamp: place.Stamp})
}

// numberOf tells the story of a value, as that of a note with nothing else in it.
func (o *explainOptions) numberOf(ctx context.Context) (notes.Place, *asker, error) {
	if o.get == "" {
		return notes.Place{}, nil, usagef("say with --get which value of the answer: dealgraph %s --format json shows them, such as bases[0].circulated", o.what)
	}
	begin, end, err := note.Markdown.Inline(note.Attribute{Name: "id", Value: "number"}, note.Attribute{Name: "q", Value: o.what}, note.Attribute{Name: "get", Value: o.get})
	if err != nil {
		return notes.Place{}, nil, usagef("%w", err)
	}
	n, err := note.Scan("", []byte("x "+begin+end), note.Markdown)
	if err != nil {
		return notes.Place{}, nil, usagef("%w", err)
	}
	if _, err := queryArgs(n.Slots[0].Query); err != nil {
		return notes.Place{}, nil, usagef("%w", err)
	}
	a, err := o.newAsker()
	if err != nil {
		return notes.Place{}, nil, err
	}
	w, err := newScribe(a, note.Markdown)
	if err != nil {
		return notes.Place{}, nil, err
	}
	e := noteExplainOptions{global: o.global, top: o.top}
	place, err := e.explain(ctx, w, n, n.Slots[0])
	if err == nil && place.Is == "" {
		err = errors.New(cmp.Or(place.Remark, "the query has no such value"))
	}
	place.Sentence, place.Verdict = "", ""
	return place, a, err
}

// explainRecord explains a deal or a party.
func (o *explainOptions) explainRecord(context.Context) error {
	if filepath.Ext(o.what) != "" {
		if _, err := os.Stat(o.what); err == nil {
			return usagef("explain %s: of files it explains figures (%s) and lines of notes, as FILE:LINE", o.what, strings.Join(figureExtensions, " "))
		}
	}
	l, networks, r, err := o.ask("explain-record", o.view)
	if errors.Is(err, errNoLedger) {
		return fmt.Errorf("there is no check by the name %q%s; for deals and parties name a ledger with -l PATH; dealgraph explain lists the checks", o.what, didYouMean(o.what, explainable(), "%q"))
	}
	if err != nil {
		return err
	}
	deal, party, err := find(l, o.what)
	switch {
	case err != nil:
		return fmt.Errorf("there is no check, deal or party by the name %q%s; dealgraph explain lists the checks, dealgraph list the deals", o.what, didYouMean(o.what, append(explainable(), namesOf(l)...), "%q"))
	case deal != nil:
		story, err := view.DealStoryOf(l, deal, networks)
		if err != nil {
			return err
		}
		r.Result, r.Tables = story, story.Tables()
	default:
		story := view.PartyStoryOf(l, party, networks)
		r.Result, r.Tables = story, story.Tables()
	}
	return o.output.write(o.streams, r)
}

// namesOf are the ids of the deals and parties of a ledger.
func namesOf(l *deals.Ledger) (out []string) {
	for _, d := range l.Deals {
		out = append(out, string(d.ID))
	}
	for _, p := range l.Parties {
		out = append(out, string(p.ID))
	}
	return out
}

// explainChecks explains checks and errors of reading.
func (o *explainOptions) explainChecks(list []check.Explanation) error {
	shown := view.Explained(list)
	format, err := o.output.resolve()
	if err != nil {
		return err
	}
	if o.what == "" || format.name == "json" || format.name == "csv" {
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

// completeExplanations completes names of checks with what they ask, and names of records.
func completeExplanations(s streams) cobra.CompletionFunc {
	records := completeRecords(s)
	return func(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
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
		named, _ := records(cmd, args, toComplete)
		return append(out, named...), cobra.ShellCompDirectiveNoFileComp
	}
}
