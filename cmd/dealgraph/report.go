package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dealgraph/render/note"
	"dealgraph/render/page"

	"github.com/spf13/cobra"
)

type reportOptions struct {
	global
	ledgerNamed bool
	path        string
	format      string // markdown, html; "" = from the extension of path, else markdown
	figures     string // svg, png, pdf
	plain       bool
	force       bool // a note that is there is written over
	timeout     time.Duration
	draft       draftFlags
}

func newReport(s streams, runF func(context.Context, *reportOptions) error) *cobra.Command {
	o := &reportOptions{figures: "svg", draft: draftFlags{template: "report", sources: "top", stamp: "short"}}
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write a complete report of a ledger: what goes round, who is exposed, what is not known",
		Long: `Write a complete report of a ledger in one go: a summary, the map, what goes round on
each basis, the strongest cycles, who has what at stake with one party, what happens
if that party pays half, the cone of its commitments, what is not known, the methods
in words, and the sources as footnotes. A part for which the ledger has nothing is
left out, with a word.

The format follows the file. In .md, figures are files in the folder fig beside it,
and tables and numbers stand between markers, so that dealgraph note refresh keeps the
report true, with what you write into it; --plain leaves them out. In .html all is in one file that requests
nothing, for the window, the phone and paper. Word and PDF are made of the Markdown by
Pandoc, or the PDF by a browser that prints the page:

  dealgraph report -l example:ai --plain --figures png -o report.md
  pandoc -f markdown-implicit_figures report.md -o report.docx
  chromium --headless --no-pdf-header-footer --print-to-pdf=report.pdf report.html

The report is a template that can be copied and changed: dealgraph note new
--template report --show-template; the templates of dealgraph note new are reports, too.`,
		Example: `  dealgraph report -l example:ai -o report.html
  dealgraph report -l example:ai --party openai -o report.md
  dealgraph report -l example:ai --template stability -o network.html
  dealgraph report -l example:ai --template house.md.tmpl --party oracle --plain -o oracle.md`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			o.ledgerNamed = cmd.Flag("ledger").Changed
			if err := o.check(); err != nil {
				return err
			}
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.path, "output", "o", "", "write to `FILE`, whole or not at all (- for standard output)")
	addEnum(cmd, f, &o.format, "format", "how to write (default: by the file's extension, else markdown)", []choice{
		{"markdown", "a text with its figures as files beside it"}, {"html", "a page of one file"},
	})
	addEnum(cmd, f, &o.figures, "figures", "of Markdown: what the figures are", []choice{
		{"svg", "sharp at every size"}, {"png", "pixels, for Word and mail"}, {"pdf", "for LaTeX"},
	})
	f.BoolVar(&o.plain, "plain", false, "of Markdown: without the markers by which it is refreshed")
	f.StringVar(&o.draft.template, "template", o.draft.template, "another template: one of dealgraph note new, or a `FILE` of your own")
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, "give up after this time")
	if err := cmd.RegisterFlagCompletionFunc("template", completeTemplates); err != nil {
		panic(err) // the flag was added just before
	}
	f.BoolVar(&o.force, "force", false, "of Markdown: write over a report that is there, and whatever was added to it")
	o.draft.bind(cmd, s)
	return cmd
}

// check settles the format, and refuses what would change nothing or do harm.
func (o *reportOptions) check() error {
	if o.timeout <= 0 {
		return usagef("--timeout must be more than 0")
	}
	extension := strings.ToLower(filepath.Ext(o.path))
	if o.format == "" {
		switch extension {
		case "", ".md", ".markdown", ".qmd":
			o.format = "markdown"
		case ".html", ".htm":
			o.format = "html"
		case ".docx", ".pdf", ".odt", ".tex", ".epub":
			return usagef("-o %s: Pandoc makes that of the Markdown:\n  dealgraph report --plain --figures png -o report.md\n  pandoc -f markdown-implicit_figures report.md -o %s", o.path, o.path)
		default:
			return usagef("-o %s: no format has the extension %q; use one of .md .html, or --format", o.path, extension)
		}
	}
	if o.format == "html" && (o.plain || o.figures != "svg") {
		return usagef("a page has no markers, and its figures are SVG: leave --plain and --figures out")
	}
	if err := (&outputFlags{path: o.path}).spareLedger(o.ledger); err != nil {
		return err
	}
	if _, err := os.Stat(o.path); err == nil && o.format == "markdown" && !o.plain && !o.force && !o.toStdout() {
		return fmt.Errorf("%s is there, and may have words of yours: dealgraph note refresh %s answers it anew, --force writes over it", o.path, o.path)
	}
	return nil
}

func (o *reportOptions) toStdout() bool { return o.path == "" || o.path == "-" }

func runReport(ctx context.Context, o *reportOptions) error {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	source, err := templateText(o.draft.template)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	a, err := o.newAsker()
	if err != nil {
		return err
	}
	w, err := newScribe(a, note.Markdown)
	if err != nil {
		return err
	}
	pictures := map[string][]byte{}
	switch {
	case o.format == "html":
		w.look = []string{"--theme=auto"}
		w.keep = func(path string, data []byte) error {
			pictures[path] = data
			return nil
		}
	case !o.toStdout():
		folder, err := openFigures(o.path)
		if err != nil {
			return fmt.Errorf("report: %w", err)
		}
		defer folder.Close()
		w.keep = folder.write
	}
	d, err := w.newDrafting(ctx, o.draft)
	if err != nil {
		return err
	}
	d.figures = o.figures
	n, err := d.write(o.draft.template, source, o.path)
	if err != nil {
		return stopped(err)
	}
	data, err := noteBytes(n, o.plain || o.format == "html")
	switch {
	case err != nil:
	case o.format == "html":
		data, err = page.ArticleHTML(page.Article{Markdown: data, Pictures: pictures})
	case !o.plain && o.ledgerNamed:
		data = withLedger(data, o.ledger, o.path)
	}
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if w.left > 0 {
		fmt.Fprintln(o.err, "note: figures are not drawn to standard output: name a file with -o")
	}
	return o.write(data)
}

// write writes the report.
func (o *reportOptions) write(data []byte) error {
	if o.toStdout() {
		_, err := bytes.NewReader(data).WriteTo(o.out)
		return err
	}
	return replaceFile(o.path, data)
}
