package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/exchange"

	"github.com/spf13/cobra"
)

type exportOptions struct {
	global
	table  string // one table alone; "" = all
	output outputFlags
}

// exportFormats are the spellings that a ledger can be written in.
func exportFormats() []format {
	return []format{
		{name: "yaml", meaning: "one file of YAML, for keeping", extensions: []string{".yaml", ".yml"}},
		{name: "csv", meaning: "a folder of tables; with --table, one of them", extensions: []string{".csv"}},
		{name: "xlsx", meaning: "a workbook to edit and to import again", extensions: []string{".xlsx"}, binary: true},
	}
}

func newExport(s streams, runF func(context.Context, *exportOptions) error) *cobra.Command {
	o := &exportOptions{}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the whole ledger in another spelling: YAML, tables or a workbook",
		Long: `Write the whole ledger in another spelling: as one YAML file, or as a folder of
CSV tables. Both say the same, which is proved by reading what was written before
it is put in place; comments go along, above what they are about. Either can be
kept, edited and read as a ledger.

A folder must be new or empty, so that no table of an older ledger is left in it.

A workbook (.xlsx) has a sheet for each table, lists to choose from, and
instructions. Edit it as long as you like: dealgraph import joins it with what has
become of the ledger meanwhile. Comments stay in the files.`,
		Example: `  dealgraph export -l example:ai -o ai.yaml
  dealgraph export -l ledger -o tables/
  dealgraph export -l ledger --table deals -o deals.csv
  dealgraph export -l ledger -o book.xlsx`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.global = globals(cmd, s)
			return runF(cmd.Context(), o)
		},
	}
	var tables []choice
	for _, t := range deals.Tables() {
		tables = append(tables, choice{t.Name, "the table of " + t.Name})
	}
	addEnum(cmd, cmd.Flags(), &o.table, "table", "write this table alone, as CSV", tables)
	o.output.bind(cmd, s, exportFormats()...)
	return cmd
}

func runExport(_ context.Context, o *exportOptions) error {
	if o.toFolder() {
		o.output.format = "csv"
	} else if o.table != "" && o.output.format == "" && o.output.toStdout() {
		o.output.format = "csv"
	}
	f, err := o.output.resolve()
	switch {
	case err != nil:
		return err
	case o.output.format == "" && !o.output.toStdout() && filepath.Ext(o.output.path) == "":
		return usagef("-o %s: end it with / for a folder of tables, or with .yaml", o.output.path)
	case o.table != "" && f.name != "csv":
		return usagef("--table is a CSV file: leave --format out or name a .csv file with -o")
	case f.name == "csv" && o.table == "" && o.output.toStdout():
		return usagef("the tables of a ledger need a folder: name one with -o tables/, or one table with --table deals")
	}
	l, err := o.load()
	if err != nil {
		return err
	}
	if info, err := os.Lstat(o.output.path); f.name == "xlsx" && err == nil && info.Mode().IsRegular() {
		return fmt.Errorf("export: %s is there already, and may hold what nobody has imported: import it, move it away or name another", o.output.path)
	}
	switch f.name {
	case "csv":
		err = o.tables(l)
	case "xlsx":
		err = o.output.render(o.streams, func(w io.Writer, _ string) error {
			return exchange.WriteWorkbook(w, l, "dealgraph "+toolVersion())
		})
	default:
		err = o.output.render(o.streams, func(w io.Writer, _ string) error { return deals.WriteYAML(w, l) })
	}
	if err != nil {
		return fmt.Errorf("export: %w", shownErrors(err))
	}
	return nil
}

// toFolder reports whether -o names a folder: one that is there, or a path that ends as folders do.
func (o *exportOptions) toFolder() bool {
	if o.output.toStdout() {
		return false
	}
	info, err := os.Stat(o.output.path)
	return err == nil && info.IsDir() || os.IsPathSeparator(o.output.path[len(o.output.path)-1]) ||
		o.output.format == "csv" && o.table == "" && filepath.Ext(o.output.path) == ""
}

// tables writes the tables of a ledger into a folder, or one of them to where the flags say.
func (o *exportOptions) tables(l *deals.Ledger) error {
	files, err := deals.Tabulate(l)
	if err != nil {
		return err
	}
	if o.toFolder() {
		if o.table != "" {
			return usagef("--table is one file: name it with -o %s", filepath.Join(o.output.path, o.table+".csv"))
		}
		return o.folder(files)
	}
	if o.table == "" {
		if len(files) > 1 {
			return fmt.Errorf("the ledger has %d tables (%s): name a folder with -o tables/, or one table with --table", len(files), tableNames(files))
		}
		return o.file(files[0])
	}
	i := slices.IndexFunc(files, func(f deals.TableFile) bool { return f.Name == o.table+".csv" })
	if i < 0 {
		return fmt.Errorf("the ledger has no %s; it has %s", o.table, tableNames(files))
	}
	return o.file(files[i])
}

func tableNames(files []deals.TableFile) string {
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name, ".csv"))
	}
	return strings.Join(names, ", ")
}

func (o *exportOptions) file(f deals.TableFile) error {
	return o.output.render(o.streams, func(w io.Writer, _ string) error {
		_, err := bytes.NewReader(f.Data).WriteTo(w)
		return err
	})
}

// folder writes files into a folder that is new or empty.
func (o *exportOptions) folder(files []deals.TableFile) error {
	path := filepath.Clean(o.output.path)
	entries, err := os.ReadDir(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty: name a new folder", path)
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return err
	}
	for _, f := range files {
		to := filepath.Join(path, f.Name)
		if err := writeFresh(to, f.Data); err != nil {
			return err
		}
		fmt.Fprintln(o.out, filepath.ToSlash(to))
	}
	return nil
}
