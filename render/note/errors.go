package note

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one thing wrong with a note: where, what, and the way out.
type Error struct {
	File      string // as given to [Scan]
	Line, Col int    // from 1, Col in bytes; 0 if it is about the whole file
	Code      string // stable name of the kind of error; see the package comment
	Msg       string // lower case, names the fact
	Hint      string // what to do; may be empty
	Source    string // the text of the line, for a caret; empty if it is long or not UTF-8
}

// Error is "file:line:col: message (hint)".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.where())
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Msg)
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return b.String()
}

func (e *Error) where() string {
	switch {
	case e.Line == 0:
		return e.File
	case e.File == "":
		return fmt.Sprintf("%d:%d", e.Line, e.Col)
	}
	return fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Col)
}

// Errors is everything wrong with a note, in the order of its lines: the first thousand, and how many more.
type Errors []*Error

// Error joins the messages, one a line.
func (l Errors) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the errors one by one.
func (l Errors) Unwrap() []error {
	out := make([]error, len(l))
	for i, e := range l {
		out[i] = e
	}
	return out
}

func (l Errors) sort() {
	slices.SortStableFunc(l, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}

// EditedError says that somebody changed the content of a slot since it was last refreshed, so that replacing it would lose what
// they wrote.
type EditedError struct {
	File string
	Slot Slot
	Is   string // what the slot has
	Want string // what was to replace it
}

// Error names the place and shows both contents.
func (e *EditedError) Error() string {
	where := (&Error{File: e.File, Line: e.Slot.Line, Col: e.Slot.Col}).where()
	if e.Slot.Inline {
		return fmt.Sprintf("%s: %s was edited by hand: it has %q, the query gives %q (--force takes what the query gives)", where, e.Slot.ID, e.Is, e.Want)
	}
	return fmt.Sprintf("%s: the block %s was edited by hand (--force takes what the query gives):\n%s", where, e.Slot.ID,
		Diff([]byte(e.Is+"\n"), []byte(e.Want+"\n"), e.Slot.ID))
}
