package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
)

type noteFreezeOptions struct {
	global
	notes noteFlags
	file  string
	path  string
}

func newNoteFreeze(s streams, runF func(context.Context, *noteFreezeOptions) error) *cobra.Command {
	o := &noteFreezeOptions{}
	cmd := &cobra.Command{
		Use:   "freeze FILE",
		Short: "Write a note without its markers, for publication",
		Long: `Write a note without its markers, for publication: what stands between them stays as it
is. No ledger is read; dealgraph note check says before whether the note is true. Figures
are not copied: a note that is frozen into another folder still names them by their path
from its own.`,
		Example: `  dealgraph note freeze openai.md -o published/openai.md
  dealgraph note check openai.md && dealgraph note freeze openai.md | pandoc -o openai.docx`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("note freeze takes one note")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.global, o.file = globals(cmd, s), args[0]
			o.notes.settle(cmd)
			return runF(cmd.Context(), o)
		},
	}
	o.notes.bind(cmd)
	cmd.Flags().StringVarP(&o.path, "output", "o", "", "write to `FILE`, whole or not at all (- for standard output)")
	return cmd
}

func runNoteFreeze(_ context.Context, o *noteFreezeOptions) error {
	f, err := o.notes.read(o.file)
	if err != nil {
		return err
	}
	toStdout := o.path == "" || o.path == "-"
	if err := spareNotes(o.path, o.file); err != nil {
		return err
	}
	n, err := f.scan()
	if err != nil {
		var errs noteErrors
		errs.add(err)
		return errs.all()
	}
	data, err := n.Freeze()
	if err != nil {
		return err
	}
	if f.ledger != "" { // where somebody keeps a ledger is not for readers
		data = withoutLedgerComment(data)
	}
	if toStdout {
		_, err := o.out.Write(data)
		return err
	}
	figures := 0
	for _, s := range n.Slots {
		if args, err := queryArgs(s.Query); err == nil && !s.Inline && drawn(args) {
			figures++
		}
	}
	if figures > 0 && !sameFolder(f.path, o.path) {
		fmt.Fprintf(o.err, "note: the figures of %s are in %s: copy the folder fig beside %s\n", plain(o.file), plain(filepath.Join(filepath.Dir(o.file), "fig")), plain(o.path))
	}
	return replaceFile(o.path, data)
}

// withoutLedgerComment takes the comment that names the ledger out of a note in Markdown. What front matter says is the author's.
func withoutLedgerComment(data []byte) []byte {
	head := data[:min(len(data), headSize)]
	if fence := codeFence.FindIndex(head); fence != nil {
		head = head[:fence[0]]
	}
	at := ledgerComment.FindIndex(head)
	if at == nil {
		return data
	}
	return slices.Concat(data[:at[0]], data[at[1]:])
}

// sameFolder reports whether two files lie in one folder.
func sameFolder(a, b string) bool {
	x, err1 := os.Stat(filepath.Dir(a))
	y, err2 := os.Stat(filepath.Dir(b))
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}
