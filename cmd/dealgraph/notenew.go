package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/render/note"
	"dealgraph/render/note/draft"

	"github.com/spf13/cobra"
)

// draftFlags are the flags of commands that make a note from a template.
type draftFlags struct {
	template string
	party    string
	currency string // "" = USD, or the only one there is
	sources  string
	stamp    string
}

func (d *draftFlags) bind(cmd *cobra.Command, s streams) {
	f := cmd.Flags()
	f.StringVar(&d.party, "party", "", "the `PARTY` it is about (default: the one with most counterparties)")
	if err := cmd.RegisterFlagCompletionFunc("party", completeParties(s)); err != nil {
		panic(err) // the flag was added just before
	}
	f.Var((*currency)(&d.currency), "currency", "tell amounts in this currency, at the ledger's dated rates\n(default: USD, or the ledger's own if that is the only one and has no rate)")
	noFiles(cmd, "currency")
	addEnum(cmd, f, &d.sources, "sources", "footnotes of the sources under tables", []choice{
		{"none", "none"}, {"top", fmt.Sprintf("of the first deals, %d at most", topSources)}, {"all", "of all deals that the table names"},
	})
	addEnum(cmd, f, &d.stamp, "stamp", "the last line: ledger, date, version", []choice{
		{"none", "none"}, {"short", "one line"}, {"full", "and what each answer took into account"},
	})
}

type noteNewOptions struct {
	global
	ledgerNamed bool
	path        string
	list        bool
	show        bool
	plain       bool
	timeout     time.Duration
	draft       draftFlags
}

func newNoteNew(s streams, runF func(context.Context, *noteNewOptions) error) *cobra.Command {
	o := &noteNewOptions{draft: draftFlags{template: "newsroom", sources: "top", stamp: "short"}}
	var templates strings.Builder
	for _, t := range draft.Templates() {
		fmt.Fprintf(&templates, "\n  %-10s %s", t.Name, t.Meaning)
	}
	cmd := &cobra.Command{
		Use:   "new [FILE]",
		Short: "Write a note from a template: a finished draft with its numbers, tables and figures",
		Long: `Write a note from a template: a finished draft in Markdown with its numbers, tables,
figures, sources and methods, each of them between the markers by which dealgraph
note refresh keeps it true. What stands between the markers is the program's, all else
is yours to write. Figures are files in the folder fig beside the note. A file that
exists is not written over.

Templates:` + templates.String() + `

A template is a text file: --show-template writes one to start from, --list-functions
says what it can call, and --template FILE uses it.`,
		Example: `  dealgraph note new -l example:ai --template equity --party openai -o openai.md
  dealgraph note new -l example:ai --template newsroom
  dealgraph note new --template credit --show-template > house.md.tmpl
  dealgraph note new -l example:ai --template house.md.tmpl --party oracle -o oracle.md
  dealgraph note new --list-functions`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("note new writes one note")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global = globals(cmd, s)
			o.ledgerNamed = cmd.Flag("ledger").Changed
			if o.timeout <= 0 {
				return usagef("--timeout must be more than 0")
			}
			if len(args) == 1 {
				if o.path != "" {
					return usagef("note new: the note is to be %s, or %s? name it once", args[0], o.path)
				}
				o.path = args[0]
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.path, "output", "o", "", "write the note to `FILE`, which must not exist (- for standard output, without figures)")
	f.StringVar(&o.draft.template, "template", o.draft.template, "one of those above, or the `FILE` of your own")
	f.BoolVar(&o.list, "list-functions", false, "say what templates can call, and stop")
	f.BoolVar(&o.show, "show-template", false, "write the text of the template, to be copied and changed, and stop")
	f.BoolVar(&o.plain, "plain", false, "without markers: a text that is not refreshed")
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, "give up after this time")
	if err := cmd.RegisterFlagCompletionFunc("template", completeTemplates); err != nil {
		panic(err) // the flag was added just before
	}
	o.draft.bind(cmd, s)
	return cmd
}

func completeTemplates(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, t := range draft.Templates() {
		out = append(out, cobra.CompletionWithDesc(t.Name, t.Meaning))
	}
	return out, cobra.ShellCompDirectiveDefault
}

func runNoteNew(ctx context.Context, o *noteNewOptions) error {
	if o.list {
		_, err := o.out.Write([]byte(functionList()))
		return err
	}
	source, err := templateText(o.draft.template)
	if err != nil {
		return fmt.Errorf("note new: %w", err)
	}
	if o.show {
		_, err := o.out.Write([]byte(source))
		return err
	}
	format, err := o.format()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	n, w, end, err := o.draftNote(ctx, source, format)
	if err != nil {
		return stopped(err)
	}
	defer end()
	data, err := noteBytes(n, o.plain)
	if err != nil {
		return err
	}
	if !o.plain && o.ledgerNamed {
		data = withLedger(data, o.ledger, o.path)
	}
	if o.toStdout() {
		if w.left > 0 {
			fmt.Fprintln(o.err, "note: figures are not drawn to standard output: name a file with -o")
		}
		_, err = o.out.Write(data)
		return err
	}
	return writeFresh(o.path, data)
}

func (o *noteNewOptions) toStdout() bool { return o.path == "" || o.path == "-" }

// format is that of the note: a kind of Markdown, since templates are.
func (o *noteNewOptions) format() (note.Format, error) {
	if o.toStdout() {
		return note.Markdown, nil
	}
	if _, err := os.Lstat(o.path); err == nil {
		return "", fmt.Errorf("note new: %s exists already: name another file, or refresh it with dealgraph note refresh %s", o.path, o.path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("note new: %w", err)
	}
	f, err := note.FormatOf(o.path, nil)
	if err == nil && slices.Contains([]note.Format{note.Markdown, note.MDX, note.Obsidian}, f) {
		return f, nil
	}
	return "", usagef("note new: templates are Markdown: name a file ending in .md, .qmd or .mdx, not %s", o.path)
}

// draftNote makes the note and draws its figures, if it goes to a file. end is to be called when it is written.
func (o *noteNewOptions) draftNote(ctx context.Context, source string, f note.Format) (*note.Note, *scribe, func(), error) {
	end := func() {}
	a, err := o.newAsker()
	if err != nil {
		return nil, nil, end, err
	}
	w, err := newScribe(a, f)
	if err != nil {
		return nil, nil, end, err
	}
	if !o.toStdout() {
		folder, err := openFigures(o.path)
		if err != nil {
			return nil, nil, end, fmt.Errorf("note new: %w", err)
		}
		w.keep, end = folder.write, func() { folder.Close() }
	}
	d, err := w.newDrafting(ctx, o.draft)
	if err != nil {
		end()
		return nil, nil, end, err
	}
	n, err := d.write(o.draft.template, source, o.path)
	if err != nil {
		end()
	}
	return n, w, end, err
}

// noteBytes is the text of a note, with its markers or without.
func noteBytes(n *note.Note, plain bool) ([]byte, error) {
	if !plain {
		return n.Bytes()
	}
	data, err := n.Freeze()
	return bytes.TrimLeft(data, "\n"), err
}

// withLedger is a note that names its ledger in its front matter, so that a refresh finds it. A path is told from the folder of the note.
func withLedger(data []byte, ledger, path string) []byte {
	const fence = "---\n"
	if ledger == "-" {
		return data
	}
	if !strings.HasPrefix(ledger, examplePrefix) && !filepath.IsAbs(ledger) {
		from, err1 := filepath.Abs(filepath.Dir(path))
		to, err2 := filepath.Abs(ledger)
		if rel, err := filepath.Rel(from, to); err1 == nil && err2 == nil && err == nil {
			ledger = filepath.ToSlash(rel)
		}
	}
	key := "dealgraph:\n  ledger: " + strconv.Quote(ledger) + "\n"
	rest, has := bytes.CutPrefix(data, []byte(fence)) // of a template with front matter of its own
	own, _, closed := bytes.Cut(rest, []byte("\n"+fence))
	switch {
	case !has || !closed:
		return append([]byte(fence+key+fence+"\n"), data...)
	case bytes.HasPrefix(own, []byte("dealgraph:")) || bytes.Contains(own, []byte("\ndealgraph:")):
		return data
	}
	return append([]byte(fence+key), rest...)
}

// functionList says what templates can call.
func functionList() string {
	var b strings.Builder
	b.WriteString("Functions of templates. A template is Markdown with calls between {{ and }}, and if, else,\nwith, range and variables as Go's text/template has them.\n")
	for _, block := range []bool{true, false} {
		title := "In a sentence, or in a condition"
		if block {
			title = "Alone on a line"
		}
		b.WriteString("\n" + title + ":\n")
		for _, f := range draft.Functions() {
			if f.Block == block {
				fmt.Fprintf(&b, "\n  %s\n      %s\n      %s\n", strings.TrimSpace(f.Name+" "+f.Use), f.Meaning, f.Example)
			}
		}
	}
	b.WriteString("\nQUERY is a command line of dealgraph without its name: " + strings.Join(queryCommands, ", ") + ".\n")
	b.WriteString("GET is an expression over the answer's JSON (dealgraph QUERY --format json): bases[0].circulated.text.\n")
	b.WriteString("OPTION: " + blockLooks + ".\nFORMAT: " + valueFormats + ".\n")
	return b.String()
}
