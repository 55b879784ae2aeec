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
	"strings"

	"dealgraph/deals"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"
)

type fmtOptions struct {
	global
	paths []string
	check bool
	diff  bool
}

func newFmt(s streams, runF func(context.Context, *fmtOptions) error) *cobra.Command {
	o := &fmtOptions{}
	cmd := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Put the files of a ledger into canonical form",
		Long: `Put the files of a ledger into canonical form: fields in one order, cells in one
spelling ("10bn USD" is $10B, "loi" is proposed), deals by the day of their first
step, other records by what they are about. Comments stay with what they are
about, and nothing that a file says changes: each result is read back and compared
before the file is replaced, whole or not at all.

Without a PATH it is the ledger of -l; - formats standard input. A file with
mistakes in it is left as it is, and the others are formatted.`,
		Example: `  dealgraph fmt -l ledger
  dealgraph fmt --check ledger/deals.yaml
  dealgraph fmt --diff -l ledger`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.paths = globals(cmd, s), args
			return runF(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&o.check, "check", false, "write nothing; name the files that are not in canonical form and exit with 3")
	cmd.Flags().BoolVar(&o.diff, "diff", false, "as --check, and show what would change")
	return cmd
}

func runFmt(_ context.Context, o *fmtOptions) error {
	paths := o.paths
	if len(paths) == 0 {
		paths = []string{o.ledger}
	}
	var files []string
	for _, p := range paths {
		switch {
		case p == "-" && len(paths) == 1:
			return o.stream()
		case p == "-":
			return usagef("- is standard input and stands alone")
		case strings.HasPrefix(p, examplePrefix):
			return usagef("%s is in the program; write a copy with dealgraph init --example %s", p, strings.TrimPrefix(p, examplePrefix))
		}
		found, err := ledgerFiles(p)
		if errors.Is(err, fs.ErrNotExist) && p == ledgerDefault {
			return noLedger()
		}
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	var failed []error
	changed := false
	for _, f := range files {
		did, err := o.file(f)
		changed = changed || did
		if err != nil {
			failed = append(failed, err)
		}
	}
	switch {
	case len(failed) > 0:
		return errors.Join(failed...)
	case changed && (o.check || o.diff):
		return errFindings
	}
	return nil
}

// ledgerFiles are the files of a ledger that can be formatted.
func ledgerFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("format: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var out []string
	err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(e.Name(), ".") && p != path && e.IsDir():
			return fs.SkipDir
		case e.IsDir() || strings.HasPrefix(e.Name(), "."):
		default:
			switch strings.ToLower(filepath.Ext(p)) {
			case ".yaml", ".yml", ".csv", ".tsv":
				out = append(out, p)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("format: %w", err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("format: no ledger file in %s", path)
	}
	return out, nil
}

// file formats one file and reports whether it was, or is, not in canonical form.
func (o *fmtOptions) file(path string) (changed bool, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return false, fmt.Errorf("format: %w", err)
	}
	out, err := deals.Format(filepath.ToSlash(path), data)
	if err != nil {
		return false, shownErrors(err)
	}
	if bytes.Equal(data, out) {
		return false, nil
	}
	switch {
	case o.diff:
		fmt.Fprint(o.out, plain(string(diff.Diff(path, data, path+" (formatted)", out))))
	case o.check:
		fmt.Fprintln(o.out, path)
	default:
		if err := replaceFile(path, out); err != nil {
			return false, fmt.Errorf("format %s: %w", path, err)
		}
		fmt.Fprintln(o.out, path)
	}
	return true, nil
}

// stream formats standard input to standard output.
func (o *fmtOptions) stream() error {
	data, err := io.ReadAll(o.in)
	if err != nil {
		return fmt.Errorf("format: %w", err)
	}
	out, err := deals.Format("-", data)
	if err != nil {
		return shownErrors(err)
	}
	if !bytes.Equal(data, out) && o.check {
		return errFindings
	}
	if o.check {
		return nil
	}
	_, err = o.out.Write(out)
	return err
}

// shownErrors shows the mistakes of a ledger with their lines.
func shownErrors(err error) error {
	list, ok := errors.AsType[*deals.ErrorList](err)
	if !ok {
		return err
	}
	var out []error
	for _, e := range list.Errors {
		out = append(out, errors.New(withCaret(e)))
	}
	return errors.Join(out...)
}
