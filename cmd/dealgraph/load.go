package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dealgraph/deals"
	"dealgraph/deals/example"
	"dealgraph/deals/exchange"

	"github.com/spf13/cobra"
)

const examplePrefix = "example:"

// open reads the ledger that the flags name, with a bar when it takes long. The error of a ledger with mistakes in it is the
// whole list of them.
func (g global) open() (*deals.Ledger, error) {
	if g.shared != nil {
		return g.shared, nil
	}
	bar := g.progress("reading")
	bar.bytes = true
	defer bar.end()
	reader := deals.Reader{Progress: bar.report}
	name, isExample := strings.CutPrefix(g.ledger, examplePrefix)
	switch {
	case isExample:
		fsys, ok := example.FS(name)
		if !ok {
			return nil, usagef("there is no example ledger %q%s; there is %s", name, didYouMean(name, example.Names(), "%q"), strings.Join(example.Names(), ", "))
		}
		return reader.ReadFS(g.ctx, fsys, g.ledger)
	case g.ledger == "-":
		return reader.Read(g.ctx, interruptible(g.ctx, g.in), "-")
	}
	if g.ledger == "" {
		return nil, usagef("--ledger: the path is empty; name a file or a folder, or try -l example:ai")
	}
	if isWorkbook(g.ledger) {
		return exchange.OpenLedger(g.ctx, g.ledger)
	}
	l, err := reader.Open(g.ctx, g.ledger)
	if errors.Is(err, fs.ErrNotExist) && g.ledger == ledgerDefault {
		return nil, noLedger()
	}
	return l, err
}

// errNoLedger is of a ledger that nobody named, and that is not where one is looked for.
var errNoLedger = errors.New("there is no ledger here")

// noLedger says what to do about it.
func noLedger() error {
	return fmt.Errorf("%w: name one with -l PATH, set %s, or try -l example:ai", errNoLedger, ledgerEnv)
}

// isWorkbook reports whether a path is that of a workbook: one that can be read, or one that says so and is refused with a way
// out.
func isWorkbook(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods":
		return true
	}
	return false
}

// interruptible is in, but that a Read that waits ends with ctx. What is a file does not wait.
func interruptible(ctx context.Context, in io.Reader) io.Reader {
	if f, ok := in.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return in
		}
	}
	out, into := io.Pipe()
	go func() { // ends with in, or when the program does
		_, err := io.Copy(into, in)
		into.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { out.CloseWithError(ctx.Err()) })
	return out
}

// load reads the ledger and refuses one with mistakes in it, showing each with its line.
func (g global) load() (*deals.Ledger, error) {
	l, err := g.open()
	if list, ok := errors.AsType[*deals.ErrorList](err); ok {
		return nil, ledgerError{g.ledger, list}
	}
	return l, err
}

// ledgerError is a ledger that cannot be relied on. It prints as the mistakes, one after the other, and says what to do.
type ledgerError struct {
	name string
	list *deals.ErrorList
}

func (e ledgerError) Error() string { return e.list.Error() }

func (e ledgerError) Unwrap() []error {
	var out []error
	for _, one := range e.list.Errors {
		out = append(out, errors.New(withCaret(one)))
	}
	n := "1 error"
	if count := e.list.Count(); count > 1 {
		n = fmt.Sprintf("%d errors", count)
	}
	return append(out, fmt.Errorf("dealgraph: %s in the ledger %s: nothing was computed", n, e.name))
}

// withCaret is the message of an error with its line below it and a caret under the place.
func withCaret(e *deals.Error) string {
	if e.Line == "" || e.Pos.Col < 1 || e.Pos.Col > len(e.Line)+1 {
		return e.Error()
	}
	line, at := window(e.Line, e.Pos.Col-1)
	var gap strings.Builder
	for _, r := range line[:at] {
		if r == '\t' {
			gap.WriteByte('\t')
		} else {
			gap.WriteString(strings.Repeat(" ", cells(r)))
		}
	}
	return e.Error() + "\n    " + line + "\n    " + gap.String() + "^"
}

// completeParties completes the names of parties: ids and aliases, each with the full name.
func completeParties(s streams) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		l, err := globals(cmd, s).open()
		if l == nil || err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var out []cobra.Completion
		for _, p := range l.Parties {
			for _, name := range append([]string{string(p.ID)}, p.Aliases...) {
				if strings.HasPrefix(strings.ToLower(name), strings.ToLower(toComplete)) {
					out = append(out, cobra.CompletionWithDesc(name, p.Label()))
					break
				}
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// oneParty is what a command says that takes one party.
func oneParty(command string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return errors.New(command + " takes one party")
		}
		return nil
	}
}

// partyOrAll wants the name of one party, or none for all.
func partyOrAll(command string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 1 {
			return errors.New(command + " takes one party, or none for all")
		}
		return nil
	}
}

// completeOneParty completes the name of a party where one is wanted.
func completeOneParty(s streams) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return completeParties(s)(cmd, args, toComplete)
	}
}

// readCapped reads a file that should not be larger than so many bytes.
func readCapped(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, fmt.Errorf("%s: larger than %d MB, which is more than such a file has", path, most>>20)
	}
	return data, err
}
