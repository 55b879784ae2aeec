package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"dealgraph/render/table"
)

// The exit codes. They never depend on the output format.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitFindings = 3
)

// usageError is a command line that cannot be right. It prints with a hint
// where to read on, and exits with exitUsage.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// usagef returns a usageError.
func usagef(format string, a ...any) error {
	return usageError{fmt.Errorf(format, a...)}
}

// errFindings says that a command did its work and found what it looks for.
// The findings are in its output already, so nothing more is printed.
var errFindings = errors.New("there are findings")

// exitCode returns the exit code for what a command returned.
func exitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, new(usageError)):
		return exitUsage
	}
	return exitFailed
}

// printError tells w what went wrong in the command with this path.
//
// An error made of several, such as all that is wrong in a ledger, prints as
// they are, one after the other, so that file:line:column stands at the start
// of a line. Text from a ledger cannot play with the terminal.
func printError(w io.Writer, err error, command string) {
	var several interface{ Unwrap() []error }
	switch {
	case errors.Is(err, errFindings):
	case errors.As(err, &several):
		for _, e := range several.Unwrap() {
			fmt.Fprintln(w, plain(e.Error()))
		}
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w, "dealgraph: interrupted")
	default:
		fmt.Fprintln(w, "dealgraph: "+plain(err.Error()))
	}
	if errors.As(err, new(usageError)) {
		fmt.Fprintf(w, "Run '%s --help' for usage.\n", command)
	}
}

// plain makes what cannot be seen visible, but keeps lines and tabs: messages
// with a line of a file and a caret below need both.
func plain(s string) string {
	var b strings.Builder
	for {
		n := strings.IndexAny(s, "\n\t")
		if n < 0 {
			return b.String() + table.Visible(s)
		}
		b.WriteString(table.Visible(s[:n]) + s[n:n+1])
		s = s[n+1:]
	}
}
