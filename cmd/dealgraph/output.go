package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/render/table"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
)

// format is one way to write a result.
type format struct {
	name       string
	meaning    string
	extensions []string // of files in this format; the first is the usual one
	binary     bool     // not for a terminal
}

// The formats every report has.
func reportFormats() []format {
	return []format{
		{name: "text", meaning: "aligned columns for people", extensions: []string{".txt"}},
		{name: "json", meaning: "everything, in a versioned envelope", extensions: []string{".json"}},
		{name: "csv", meaning: "the first table, safe for spreadsheets", extensions: []string{".csv"}},
		{name: "markdown", meaning: "tables for notes", extensions: []string{".md", ".markdown"}},
	}
}

// outputFlags are the flags that say where a result goes and in which format.
type outputFlags struct {
	path     string // a file; "" or "-" = standard output
	format   string // a name; "" = from the extension of path, else the first of formats
	csvStamp bool
	csvTable int
	formats  []format // what the command can write; the first is the default
}

// bind adds the flags to cmd, which writes formats, or those of a report if
// there are none. It uses cmd's PreRunE: a format that cannot be is refused
// before any work is done.
func (o *outputFlags) bind(cmd *cobra.Command, s streams, formats ...format) {
	o.formats = formats
	switch {
	case s.chart != nil:
		o.formats = chartFormats()
		s.chart.bind(cmd, o)
	case len(formats) == 0:
		o.formats = reportFormats()
	}
	f := cmd.Flags()
	f.StringVarP(&o.path, "output", "o", "", "write to `FILE`, whole or not at all (- for standard output)")
	var choices []choice
	for _, f := range o.formats {
		choices = append(choices, choice{f.name, f.meaning})
	}
	addEnum(cmd, f, &o.format, "format", "how to write (default: by the file's extension, else "+o.formats[0].name+")", choices)
	if slices.ContainsFunc(o.formats, func(f format) bool { return f.name == "csv" }) {
		f.BoolVar(&o.csvStamp, "csv-stamp", false, "end a CSV with a line that starts with # and says basis, date and ledger")
		if len(formats) == 0 { // a report, which can have several
			f.IntVar(&o.csvTable, "csv-table", 1, "which of the tables a CSV has: the first, the second …")
		}
	}
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		f, err := o.resolve()
		if err != nil {
			return err
		}
		if f.name != "csv" && (cmd.Flags().Changed("csv-table") || o.csvStamp) {
			return usagef("--csv-table and --csv-stamp are about CSV: add --format csv")
		}
		return o.spare(cmd)
	}
}

// spare refuses to write over the ledger: a file of it, or one that would become part of it.
func (o *outputFlags) spare(cmd *cobra.Command) error {
	return o.spareLedger(globals(cmd, streams{env: os.Getenv}).ledger)
}

// spareLedger refuses to write over a ledger at a path.
func (o *outputFlags) spareLedger(ledger string) error {
	if o.toStdout() || ledger == "-" || strings.HasPrefix(ledger, examplePrefix) {
		return nil
	}
	is, err := os.Stat(ledger)
	if err != nil {
		return nil // reading it will say so
	}
	if to, err := os.Stat(o.path); err == nil && os.SameFile(is, to) && !is.IsDir() {
		return usagef("-o %s: that is the ledger itself; name another file", o.path)
	}
	if !is.IsDir() {
		return nil
	}
	folder, err1 := filepath.Abs(ledger)
	file, err2 := filepath.Abs(o.path)
	inside, err3 := filepath.Rel(folder, file)
	if errors.Join(err1, err2, err3) != nil || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return nil
	}
	switch strings.ToLower(filepath.Ext(o.path)) {
	case ".yaml", ".yml", ".csv", ".tsv":
		return usagef("-o %s: that file would be read as part of the ledger %s; name one outside it", o.path, ledger)
	}
	return nil
}

// toStdout reports whether the result goes to standard output.
func (o outputFlags) toStdout() bool { return o.path == "" || o.path == "-" }

// resolve returns the format to write.
func (o outputFlags) resolve() (format, error) {
	if o.format != "" {
		i := slices.IndexFunc(o.formats, func(f format) bool { return f.name == o.format })
		if i < 0 {
			return format{}, usagef("--format: this command does not write %s", o.format)
		}
		return o.formats[i], nil
	}
	extension := strings.ToLower(filepath.Ext(o.path))
	if o.toStdout() || extension == "" {
		return o.formats[0], nil
	}
	var known []string
	for _, f := range o.formats {
		if slices.Contains(f.extensions, extension) {
			return f, nil
		}
		known = append(known, f.extensions...)
	}
	return format{}, usagef("-o %s: no format has the extension %q; use one of %s, or --format",
		o.path, extension, strings.Join(known, " "))
}

// render calls draw with a buffer and the format's name, and if all goes well
// sends the buffer to where the flags say. It is for results that are not
// reports, such as a picture; a report goes through write.
func (o outputFlags) render(s streams, draw func(w io.Writer, format string) error) error {
	f, err := o.resolve()
	if err != nil {
		return err
	}
	if f.binary && o.toStdout() && s.outTTY {
		return usagef("%s is not for a terminal; name a file with -o, or send it down a pipe", f.name)
	}
	var b bytes.Buffer
	if err := draw(&b, f.name); err != nil {
		return err
	}
	if o.toStdout() {
		_, err := s.out.Write(b.Bytes())
		return err
	}
	return replaceFile(o.path, b.Bytes())
}

// report is what a command found, ready to be written in any format.
type report struct {
	Command    string        // its name, for the schema: "cycles"
	Result     any           // marshalled into the JSON envelope
	Lead       string        // a paragraph before the tables, for people
	Tables     []table.Table // made from Result, for people
	Warnings   []error       // footnotes under the last table
	LedgerHash string        // "" if no ledger was read
	View       any           // what was counted, marshalled; nil if nothing was
	Seed       *int64        // nil if nothing was random
	Stamp      string        // the last line: basis, date, ledger hash, assumptions, tool version
}

// write writes r as the flags say.
func (o outputFlags) write(s streams, r report) error {
	if s.chart != nil { // it is drawn when the command is through
		s.chart.reports = append(s.chart.reports, r)
		return nil
	}
	if s.kept != nil {
		*s.kept = append(*s.kept, r)
		return nil
	}
	err := o.render(s, func(w io.Writer, format string) error {
		switch format {
		case "json":
			return writeEnvelope(w, r)
		case "csv":
			return o.writeCSV(w, s, r)
		}
		options := table.Options{}
		if o.toStdout() {
			options.Width, options.Color = s.width, s.outColor
		}
		return writeTables(w, table.Format(format), options, r)
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", r.Command, err)
	}
	return nil
}

// writeTables writes the tables of r one after the other. The warnings and the
// stamp belong to all and stand under the last.
func writeTables(w io.Writer, f table.Format, options table.Options, r report) error {
	tables := slices.Clone(r.Tables)
	if len(tables) == 0 {
		tables = []table.Table{{}}
	}
	last := &tables[len(tables)-1]
	last.Footnotes = slices.Clone(last.Footnotes)
	for _, warning := range r.Warnings {
		last.Footnotes = append(last.Footnotes, warning.Error())
	}
	if r.Stamp != "" {
		last.Stamp = r.Stamp
	}
	if r.Lead != "" {
		if _, err := io.WriteString(w, lead(f, options, r.Lead)+"\n\n"); err != nil {
			return err
		}
	}
	for i, t := range tables {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := t.Write(w, f, options); err != nil {
			return err
		}
	}
	return nil
}

// writeCSV writes one table of r. What a CSV has no place for goes to standard
// error.
func (o outputFlags) writeCSV(w io.Writer, s streams, r report) error {
	if len(r.Tables) == 0 {
		return usagef("this result has no table for CSV; use --format json")
	}
	number := cmp.Or(o.csvTable, 1)
	if number < 1 || number > len(r.Tables) {
		return usagef("--csv-table %d: this result has tables 1 to %d", number, len(r.Tables))
	}
	t := r.Tables[number-1]
	t.Stamp = r.Stamp
	if err := t.Write(w, table.CSV, table.Options{CSVStamp: o.csvStamp}); err != nil {
		return err
	}
	for _, warning := range r.Warnings {
		fmt.Fprintln(s.err, "warning: "+plain(warning.Error()))
	}
	if n := len(r.Tables); n > 1 {
		fmt.Fprintf(s.err, "note: this is table %d of %d; --csv-table takes another, --format json has all\n", number, n)
	}
	return nil
}

// lead is a paragraph as a format has it: on a terminal and in text broken into lines that one can read.
func lead(f table.Format, o table.Options, paragraph string) string {
	if f == table.Markdown {
		return table.EscapeMarkdown(paragraph)
	}
	width := 100
	if o.Width > 0 {
		width = min(width, o.Width)
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(table.Visible(paragraph)) {
		if line != "" && displaywidth.String(line)+1+displaywidth.String(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}
