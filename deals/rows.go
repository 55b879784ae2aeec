package deals

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRowBytes bounds a row of a table, so that a quoted cell that never ends cannot take all memory.
const maxRowBytes = 1 << 20

// A rowReader reads the rows of a table one by one from a text. It is strict: a quote inside a cell that does not begin with
// one is an error, and so is text behind a quoted cell. (It takes and refuses what encoding/csv does, but also tells the
// comments between rows, and never holds more than a row.)
type rowReader struct {
	in    *bufio.Reader
	comma byte
	line  int // how many lines were read

	text     []byte // the texts of the cells of the row
	ends     []int  // where each of them ends
	places   []spot
	comments []comment // the lines that begin with # since the row before

	keep bool   // comments are kept whole, not to be told of but to be written
	long []byte // a line that does not fit the buffer of in
	size int    // bytes of the row so far
}

// newRowReader returns the reader of a table, whose separator it finds out: from a first line sep=; as some spreadsheets
// write it, or from the header.
func newRowReader(in *bufio.Reader) *rowReader {
	r := &rowReader{in: in}
	head, _ := in.Peek(chunk) // an error comes again
	if r.comma = separatorLine(head); r.comma != 0 {
		r.line++
		in.ReadSlice('\n')
	} else {
		r.comma = separator(head)
	}
	return r
}

// headings are the names of columns that the row holds.
func (r *rowReader) headings() []string {
	names := make([]string, len(r.ends))
	for i := range names {
		name := strings.Trim(string(r.cell(i)), "\ufeff") // which some programs write inside the quotes
		names[i] = strings.ReplaceAll(strings.ToLower(clean(unescapeFormula(name))), " ", "_")
	}
	return names
}

// A comment is a line of a table that begins with #.
type comment struct {
	text string
	line int
}

// A rowError says what is wrong with a row. Reading goes on behind it, unless it ends the table.
type rowError struct {
	spot
	msg, hint string
	ends      bool
}

func (e *rowError) Error() string { return fmt.Sprintf("%d:%d: %s", e.line, e.col, e.msg) }

// next reads the next row that is not an empty line. It returns [io.EOF] after the last one, a *[rowError] for a broken row,
// and the errors of the text.
func (r *rowReader) next() error {
	r.comments = r.comments[:0]
	for {
		r.size = 0
		line, err := r.readLine()
		switch {
		case err != nil:
			return err
		case line[0] == '#':
			r.comment(line)
		case len(bytes.TrimRight(line, "\n")) > 0:
			return r.split(line)
		}
	}
}

// comment keeps a line that begins with #. To tell of them, the beginning of the first thousand is enough.
func (r *rowReader) comment(line []byte) {
	switch {
	case r.keep:
	case len(r.comments) == maxAlike:
		return
	default:
		line = line[:min(len(line), longestCell)]
	}
	r.comments = append(r.comments, comment{string(bytes.TrimRight(line, "\r\n")), r.line})
}

// cell is the text of a cell, until the next row is read.
func (r *rowReader) cell(i int) []byte {
	start := 0
	if i > 0 {
		start = r.ends[i-1]
	}
	return r.text[start:r.ends[i]]
}

// blank reports whether no cell from i on says anything.
func (r *rowReader) blank(i int) bool {
	start := 0
	if i > 0 {
		start = r.ends[i-1]
	}
	return len(bytes.TrimSpace(r.text[start:])) == 0
}

// readLine reads a line with its LF; the last one need not have one. CRLF becomes LF.
func (r *rowReader) readLine() ([]byte, error) {
	line, err := r.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		r.long = r.long[:0]
		for errors.Is(err, bufio.ErrBufferFull) {
			if len(r.long) > maxRowBytes-r.size {
				return nil, r.tooLong()
			}
			r.long = append(r.long, line...)
			line, err = r.in.ReadSlice('\n')
		}
		r.long = append(r.long, line...)
		line = r.long
	}
	if err != nil && !(errors.Is(err, io.EOF) && len(line) > 0) {
		return nil, err
	}
	if r.size += len(line); r.size > maxRowBytes {
		return nil, r.tooLong()
	}
	r.line++
	if n := len(line); n >= 2 && line[n-2] == '\r' && line[n-1] == '\n' {
		line[n-2] = '\n'
		line = line[:n-1]
	}
	return line, nil
}

func (r *rowReader) tooLong() error {
	return &rowError{spot{r.line + 1, 1}, fmt.Sprintf("a row has more than %d kB", maxRowBytes>>10), "a quoted cell in it may never end; the rest of the file was not read", true}
}

// split takes a row apart, reading the lines that its quoted cells go on to.
func (r *rowReader) split(line []byte) error {
	r.text, r.ends, r.places = r.text[:0], r.ends[:0], r.places[:0]
	first, at := r.line, spot{r.line, 1}
	for {
		if r.comma != '\t' { // it would take empty cells for space
			rest := bytes.TrimLeftFunc(line, unicode.IsSpace)
			if len(rest) == 0 && len(line) > 0 {
				rest = line[len(line)-endLength(line):]
			}
			at.col += len(line) - len(rest)
			line = rest
		}
		r.places = append(r.places, at)
		if len(line) == 0 || line[0] != '"' {
			cell, rest, more := bytes.Cut(line, []byte{r.comma})
			if !more {
				cell = cell[:len(cell)-endLength(cell)]
			}
			if i := bytes.IndexByte(cell, '"'); i >= 0 {
				return &rowError{spot: spot{at.line, at.col + i}, msg: `bare " in non-quoted-field`, hint: doubleQuotes}
			}
			r.text = append(r.text, cell...)
			r.ends = append(r.ends, len(r.text))
			if !more {
				return nil
			}
			at.col += len(cell) + 1
			line = rest
			continue
		}
		rest, next, err := r.quoted(line[1:], spot{at.line, at.col + 1}, first)
		if err != nil || rest == nil {
			return err
		}
		line, at = rest, next
	}
}

// quoted reads a cell behind its first quote; rest is what stands behind its separator, nil at the end of the row.
func (r *rowReader) quoted(line []byte, at spot, first int) (rest []byte, next spot, err error) {
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			r.text = append(r.text, line...)
			at.col += len(line)
			if line, err = r.readLine(); err != nil {
				if errors.Is(err, io.EOF) {
					err = badQuote(at, first)
				}
				if long, ok := errors.AsType[*rowError](err); ok && long.ends {
					long.spot, long.hint = r.places[len(r.places)-1], "the quoted cell that begins here may never end; the rest of the file was not read"
				}
				return nil, at, err
			}
			at = spot{r.line, 1}
			continue
		}
		r.text = append(r.text, line[:i]...)
		line = line[i+1:]
		at.col += i + 1
		switch {
		case len(line) > 0 && line[0] == '"':
			r.text = append(r.text, '"')
			line, at.col = line[1:], at.col+1
		case len(line) > 0 && line[0] == r.comma:
			r.ends = append(r.ends, len(r.text))
			return line[1:], spot{at.line, at.col + 1}, nil
		case len(line) == endLength(line):
			r.ends = append(r.ends, len(r.text))
			return nil, at, nil
		default:
			return nil, at, badQuote(spot{at.line, at.col - 1}, first)
		}
	}
}

// endLength is 1 when a line has its LF, else 0.
func endLength(line []byte) int {
	if len(line) > 0 && line[len(line)-1] == '\n' {
		return 1
	}
	return 0
}

const doubleQuotes = "double the quotes inside a quoted cell"

// badQuote reports a quoted cell that does not end as one, in a row that begins in the line first.
func badQuote(at spot, first int) error {
	e := &rowError{spot: at, msg: `extraneous or missing " in quoted-field`, hint: doubleQuotes}
	if at.line > first {
		e.hint = fmt.Sprintf("the quoted cell that begins in line %d may never end", first)
	}
	return e
}

// separatorLine is the separator that a first line sep=; names; 0 when there is no such line.
func separatorLine(head []byte) byte {
	rest, ok := bytes.CutPrefix(head, []byte("sep="))
	if !ok || len(rest) < 2 || !bytes.ContainsAny(rest[:1], ",;\t") || rest[1] != '\n' && rest[1] != '\r' {
		return 0
	}
	return rest[0]
}

// separator is the one of , ; and tab that the header has most of outside quotes; comma when it has none.
func separator(head []byte) byte {
	var counts [utf8.RuneSelf]int
	quoted, comment := false, false
	start := true
	for _, c := range head {
		switch {
		case c == '\n' && !quoted && !comment && !start:
			return mostOf(counts)
		case c == '\n':
			start, comment = true, false
			continue
		case start && c == '#' && !quoted:
			comment = true
		case c == '"' && !comment:
			quoted = !quoted
		case !quoted && !comment && c < utf8.RuneSelf:
			counts[c]++
		}
		start = start && c == '\r'
	}
	return mostOf(counts)
}

func mostOf(counts [utf8.RuneSelf]int) byte {
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}
