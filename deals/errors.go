package deals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a ledger file. Line and Col count from 1, Col in bytes; zero means unknown.
//
// A File that ends in "!" is a sheet of a workbook; Line and Col are then a row and a column of it.
type Pos struct {
	File      string
	Line, Col int
}

// String is "file:line:col", as far as known; of a sheet "book.xlsx:deals!E14".
func (p Pos) String() string {
	switch {
	case strings.HasSuffix(p.File, "!") && p.Line > 0:
		return fmt.Sprintf("%s%s%d", p.File, columnLetters(max(1, p.Col)), p.Line)
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
	}
}

// columnLetters is how a spreadsheet calls its nth column: A, B … Z, AA.
func columnLetters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// Error is one thing wrong with a ledger: where, what, and the way out.
type Error struct {
	Pos  Pos
	Code string // stable name of the kind of error: "amount", "status", "duplicate-id" …; see [Codes]
	Msg  string // lower case, names the fact
	Hint string // what to do; may be empty
	Line string // the text of the line, for a caret; may be empty
	More int    // how many others this one stands for: of one kind, a file lists the first thousand
}

// Error is "file:line:col: message (hint)".
func (e *Error) Error() string {
	var b strings.Builder
	if s := e.Pos.String(); s != "" {
		b.WriteString(s + ": ")
	}
	b.WriteString(e.Msg)
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return b.String()
}

// ErrorList is every error of one reading, sorted by position. Of errors of one kind in one file a thousand are listed, and
// one more says how many there are: its More are the others.
type ErrorList struct{ Errors []*Error }

// Count is how many errors there are, with those that are not listed.
func (l *ErrorList) Count() int {
	n := len(l.Errors)
	for _, e := range l.Errors {
		n += e.More
	}
	return n
}

// Error joins the messages, one a line.
func (l *ErrorList) Error() string {
	lines := make([]string, len(l.Errors))
	for i, e := range l.Errors {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the errors one by one.
func (l *ErrorList) Unwrap() []error {
	out := make([]error, len(l.Errors))
	for i, e := range l.Errors {
		out[i] = e
	}
	return out
}

func sortErrors(errs []*Error) {
	slices.SortStableFunc(errs, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Msg, b.Msg))
	})
}
