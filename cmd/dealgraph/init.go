package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dealgraph/deals/example"

	"github.com/spf13/cobra"
)

type initOptions struct {
	global
	folder  string
	example string
	starter string
}

func newInit(s streams, runF func(context.Context, *initOptions) error) *cobra.Command {
	o := &initOptions{example: "start"}
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a ledger to begin with",
		Long: `Write a ledger to begin with: a few made-up deals with comments that explain every
field, in FOLDER (default: ledger). --example ai writes the reference ledger for
editing, --starter a table of eight columns for a spreadsheet. Nothing that
exists is written over.`,
		Example: `  dealgraph init
  dealgraph init --example ai ai-ledger
  dealgraph init --starter deals.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("init takes one folder")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.folder = globals(cmd, s), "ledger"
			if len(args) > 0 {
				o.folder = args[0]
			}
			if o.starter != "" && (len(args) > 0 || cmd.Flags().Changed("example")) {
				return usagef("--starter writes one file: leave the folder and --example out")
			}
			return runF(cmd.Context(), o)
		},
	}
	var choices []choice
	for _, name := range example.Names() {
		choices = append(choices, choice{name, example.Meaning(name)})
	}
	addEnum(cmd, cmd.Flags(), &o.example, "example", "which ledger", choices)
	cmd.Flags().StringVar(&o.starter, "starter", "", "write a table of eight columns to this `FILE`")
	return cmd
}

// starterTable is the smallest ledger: a circle of three.
const starterTable = `from,to,kind,amount,status,date,source,note
aurora,borealis,equity,up to $40B,loi,2025-09-15,https://example.org/aurora-borealis,a letter of intent: nothing is binding
borealis,cumulus,compute,$30B,signed,2025-06-20,https://example.org/cumulus-10q,three years from 2026
cumulus,aurora,purchase,?,signed,2025-07-10,https://example.org/cumulus-order,the price is not published
`

func runInit(_ context.Context, o *initOptions) error {
	ledger := o.folder
	if o.starter != "" {
		ledger = o.starter
		if err := writeFresh(o.starter, []byte(starterTable)); err != nil {
			return fmt.Errorf("init: %w", err)
		}
		fmt.Fprintln(o.out, o.starter)
	} else if err := o.copy(); err != nil {
		return fmt.Errorf("init: %w", err)
	}
	fmt.Fprintf(o.out, `
try:
  dealgraph check -l %[1]s
  dealgraph cycles -l %[1]s --details
  dealgraph map -l %[1]s -o map.svg
`, ledger)
	return nil
}

// copy writes the files of an example into the folder, which must be new or empty.
func (o *initOptions) copy() error {
	files, ok := example.FS(o.example)
	if !ok {
		return usagef("there is no example %q", o.example)
	}
	if entries, err := os.ReadDir(o.folder); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name a new folder", o.folder)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fs.WalkDir(files, ".", func(p string, e fs.DirEntry, err error) error {
		to := filepath.Join(o.folder, filepath.FromSlash(p))
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return os.MkdirAll(to, 0o777)
		}
		data, err := fs.ReadFile(files, p)
		if err != nil {
			return err
		}
		if err := writeFresh(to, data); err != nil {
			return err
		}
		fmt.Fprintln(o.out, strings.TrimPrefix(filepath.ToSlash(to), "./"))
		return nil
	})
}

// writeFresh writes a file that must not exist.
func writeFresh(path string, data []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already, and is left as it is", path)
	}
	return replaceFile(path, data)
}
