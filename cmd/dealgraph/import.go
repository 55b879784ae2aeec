package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/exchange"

	"github.com/spf13/cobra"
)

type importOptions struct {
	global
	book   string
	prefer string
	into   string
	dryRun bool
}

func newImport(s streams, runF func(context.Context, *importOptions) error) *cobra.Command {
	o := &importOptions{}
	cmd := &cobra.Command{
		Use:   "import BOOK.xlsx",
		Short: "Join an edited workbook with the ledger it came from",
		Long: `Join an edited workbook with the ledger it came from. Each cell is compared with
what it was when the workbook was exported and with what the ledger says now:
what one side changed is taken; what both changed differently is a conflict, named
by sheet and cell, and then nothing is written. --prefer settles conflicts.

Changes go into the files where the records stand, with the comments there; new
records into the file of the latest deals, or the one that --into names. What
comes out is read as a whole ledger first: with any error in it, nothing is
written. Formulas, error values and cells that a spreadsheet has turned into dates
are errors.

A workbook that was not exported from here can be imported too: its new records
are added, and what it says otherwise about those of the ledger are conflicts.`,
		Example: `  dealgraph export -l ledger -o book.xlsx
  dealgraph import book.xlsx -l ledger --dry-run
  dealgraph import book.xlsx -l ledger
  dealgraph import book.xlsx -l ledger --prefer workbook`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("import takes one workbook: dealgraph import book.xlsx")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.book = globals(cmd, s), args[0]
			return runF(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	addEnum(cmd, f, &o.prefer, "prefer", "settle all conflicts for this side", []choice{
		{string(exchange.Theirs), "what the workbook says"}, {string(exchange.Ours), "what the ledger says"},
	})
	f.StringVar(&o.into, "into", "", "write new records to this `FILE` of the ledger, which may be a new one in its folder")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "say what would change, and write nothing")
	return cmd
}

func runImport(ctx context.Context, o *importOptions) error {
	switch {
	case strings.HasPrefix(o.ledger, examplePrefix):
		return usagef("%s is in the program and cannot be changed; write a copy with dealgraph init --example %s", o.ledger, strings.TrimPrefix(o.ledger, examplePrefix))
	case o.ledger == "-":
		return usagef("an import changes files: name the ledger with -l PATH")
	case isWorkbook(o.ledger):
		return usagef("-l %s: an import changes a ledger of YAML or CSV files; name it with -l PATH", o.ledger)
	}
	l, err := o.load()
	if err != nil {
		return err
	}
	if o.into != "" {
		if _, err := o.home(l, "deals"); err != nil {
			return err
		}
	}
	merged, err := o.merge(ctx, l)
	if err != nil {
		return err
	}
	changes, err := merged.Changes(l)
	if err != nil {
		return fmt.Errorf("import %s: %w", o.book, err)
	}
	files, err := l.Revise(merged.Sheets, func(table string) (string, error) { return o.home(l, table) })
	if err != nil {
		return fmt.Errorf("import %s: %w", o.book, err)
	}
	if !o.dryRun {
		if err := o.replace(l, files); err != nil {
			return fmt.Errorf("import %s: %w", o.book, err)
		}
	}
	return o.summary(changes, files)
}

// merge joins the workbook with the ledger. Every mistake and every conflict is in the error, each at its cell.
func (o *importOptions) merge(ctx context.Context, l *deals.Ledger) (*exchange.Merged, error) {
	book, err := exchange.OpenWorkbook(ctx, o.book)
	var wrong []*deals.Error
	if list, ok := errors.AsType[*deals.ErrorList](err); ok {
		wrong = list.Errors
	} else if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	for _, w := range book.Warnings() {
		fmt.Fprintln(o.err, "warning: "+plain(w.Error()))
	}
	merged, err := exchange.Merge(book, l, exchange.Side(o.prefer))
	if err != nil {
		return nil, shownErrors(err)
	}
	refused := map[deals.Pos]bool{}
	for _, e := range wrong {
		refused[e.Pos] = true
	}
	wrong = append(wrong, merged.Errors...)
	conflicts := 0
	for _, c := range merged.Conflicts {
		if !refused[c.At] { // what a refused cell says is not known
			wrong = append(wrong, c.Error())
			conflicts++
		}
	}
	_, err = deals.ReadSheets(l.Name, merged.Sheets, func(s, r, c int) deals.Pos { return merged.At(book, s, r, c) })
	if list, ok := errors.AsType[*deals.ErrorList](err); ok {
		for _, e := range list.Errors {
			if !refused[e.Pos] {
				wrong = append(wrong, e)
			}
		}
	} else if err != nil {
		return nil, err
	}
	if len(wrong) == 0 {
		return merged, nil
	}
	exchange.SortErrors(wrong)
	return nil, importError{o.book, wrong, conflicts}
}

// importError is a workbook that cannot be joined with the ledger as it is.
type importError struct {
	book      string
	wrong     []*deals.Error
	conflicts int
}

func (e importError) Error() string { return errors.Join(e.Unwrap()...).Error() }

// Unwrap gives the mistakes and conflicts one by one, and what they come to.
func (e importError) Unwrap() []error {
	var out []error
	for _, one := range e.wrong {
		out = append(out, errors.New(plain(withCaret(one))))
	}
	said := []string{}
	if n := len(e.wrong) - e.conflicts; n > 0 {
		said = append(said, counted(n, "error"))
	}
	if e.conflicts > 0 {
		said = append(said, counted(e.conflicts, "conflict"))
	}
	return append(out, fmt.Errorf("dealgraph: %s in %s: nothing was written", strings.Join(said, " and "), e.book))
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// home is the file for new records of a table.
func (o *importOptions) home(l *deals.Ledger, table string) (string, error) {
	if o.into == "" {
		return l.Home(table)
	}
	into := filepath.ToSlash(filepath.Clean(o.into))
	inside := filepath.ToSlash(filepath.Join(o.ledger, o.into))
	for _, f := range l.Files {
		if f.Name == into || f.Name == inside {
			return o.suits(l, f.Name, table)
		}
	}
	info, err := os.Stat(o.ledger)
	if err != nil {
		return "", err
	}
	if !info.IsDir() {
		return "", usagef("--into %s: the ledger is the file %s, and no other is read", o.into, o.ledger)
	}
	name, err := filepath.Rel(o.ledger, filepath.FromSlash(into)) // as a path from here, or in the ledger
	if err != nil || !filepath.IsLocal(name) {
		name = filepath.Clean(o.into)
	}
	name = filepath.ToSlash(name)
	extension := strings.ToLower(path.Ext(name))
	switch {
	case !filepath.IsLocal(filepath.FromSlash(name)):
		return "", usagef("--into %s: the file is not in the ledger %s", o.into, o.ledger)
	case !deals.IsPart(name) || extension != ".yaml" && extension != ".yml":
		return "", usagef("--into %s: name a file of the ledger, or a new .yaml file that is read as a part of it", o.into)
	}
	return filepath.ToSlash(filepath.Join(o.ledger, filepath.FromSlash(name))), nil
}

// suits is the file of --into where it can hold records of the table, else the one they would go to without.
func (o *importOptions) suits(l *deals.Ledger, file, table string) (string, error) {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".csv", ".tsv":
		if home, err := l.Home(table); err != nil || home != file {
			return home, err
		}
	}
	return file, nil
}

// replace writes the files, after all of them were made and the ledger was found unchanged since it was read.
func (o *importOptions) replace(l *deals.Ledger, files []deals.Revision) error {
	now, err := o.open()
	if err != nil || now.Hash != l.Hash {
		return errors.New("the ledger was changed by somebody else in these moments: nothing was written (import again)")
	}
	for _, f := range files {
		if _, err := os.Lstat(f.Name); f.Fresh && err == nil {
			return fmt.Errorf("%s exists already and is no file of the ledger: nothing was written", f.Name)
		}
	}
	for i, f := range files {
		err := os.MkdirAll(filepath.Dir(filepath.FromSlash(f.Name)), 0o777)
		if err == nil {
			err = replaceFile(filepath.FromSlash(f.Name), f.Data)
		}
		if err != nil && i > 0 {
			return fmt.Errorf("%w; %s written before it (import again to finish)", err, counted(i, "file"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// summary says what changed, or would.
func (o *importOptions) summary(changes []exchange.Change, files []deals.Revision) error {
	var b strings.Builder
	added, changed, removed := 0, map[string]bool{}, 0
	for _, c := range changes {
		name := c.Table + " " + c.Key
		switch {
		case c.Added:
			added++
			fmt.Fprintf(&b, "added    %s\n", name)
		case c.Removed:
			removed++
			fmt.Fprintf(&b, "removed  %s\n", name)
		default:
			changed[name] = true
			fmt.Fprintf(&b, "changed  %s: %s %s → %s\n", name, c.Column, shown(c.Was), shown(c.Is))
		}
	}
	if len(files) == 0 && len(changes) == 0 {
		fmt.Fprintln(&b, "nothing to do: the workbook changes nothing in the ledger")
	} else {
		var parts []string
		for _, f := range files {
			parts = append(parts, f.Name)
		}
		slices.Sort(parts)
		verb := "written to"
		if o.dryRun {
			verb = "would be written to"
		}
		fmt.Fprintf(&b, "%d added, %d changed, %d removed: %s %s\n", added, len(changed), removed, verb, strings.Join(parts, ", "))
	}
	_, err := io.WriteString(o.out, plain(b.String()))
	return err
}

// shown is a cell in a line of the summary.
func shown(text string) string {
	if text == "" {
		return "(empty)"
	}
	const longest = 80
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest-1]) + "…"
	}
	return text
}
