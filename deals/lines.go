package deals

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// longestLine is how long a line may be to be shown under an error.
const longestLine = 64 << 10

// AttachLines gives errors at places of this ledger the text of their lines, for a caret below it. The errors are sorted by
// file and line. Each file that has any is read once more, up to the last of them; where it has changed since, or is gone,
// the errors stay without.
func (l *Ledger) AttachLines(errs []*Error) {
	for len(errs) > 0 {
		n := 1
		for n < len(errs) && errs[n].Pos.File == errs[0].Pos.File {
			n++
		}
		l.attach(errs[0].Pos.File, errs[:n])
		errs = errs[n:]
	}
}

// text is the text of a file of the ledger, read once more. The error says that the file has changed since, or is gone.
func (l *Ledger) text(file string) ([]byte, error) {
	again := l.files[file]
	if again == nil {
		return nil, fmt.Errorf("%s is no file of the ledger", file)
	}
	f, err := again()
	if err != nil {
		return nil, fmt.Errorf("read %s once more: %w", file, err)
	}
	defer f.Close()
	text, err := io.ReadAll(newTextReader(f))
	if err != nil {
		return nil, fmt.Errorf("read %s once more: %w", file, err)
	}
	return text, nil
}

// attach gives the errors of one file their lines.
func (l *Ledger) attach(file string, errs []*Error) {
	again := l.files[file]
	for len(errs) > 0 && errs[0].Pos.Line == 0 {
		errs = errs[1:]
	}
	if again == nil || len(errs) == 0 {
		return
	}
	f, err := again()
	if err != nil {
		return // it was there when it was read; nothing depends on these lines
	}
	defer f.Close()
	r := lineReader{in: bufio.NewReaderSize(newTextReader(f), chunk)}
	text := "" // one text for all errors of a line: a line can be long
	for _, e := range errs {
		if e.Pos.Line != r.line {
			text = ""
		}
		for r.line < e.Pos.Line {
			if !r.next(e.Pos.Line) {
				return
			}
		}
		if text == "" {
			text = string(bytes.TrimRight(r.text, "\r\n"))
		}
		if r.whole {
			e.Line = text
			e.Pos.Col = min(e.Pos.Col, len(e.Line)+1) // where a cell or text should have ended, but did not
		}
	}
}

// A lineReader reads lines of which only some are wanted.
type lineReader struct {
	in    *bufio.Reader
	line  int
	text  []byte // of the line, when it is wanted
	whole bool   // it is not longer than longestLine
}

// next reads the next line; its text only when it is the wanted one.
func (r *lineReader) next(wanted int) bool {
	r.text, r.whole = r.text[:0], true
	r.line++
	for {
		part, err := r.in.ReadSlice('\n')
		if r.line == wanted && r.whole {
			r.text = append(r.text, part...)
			r.whole = len(r.text) <= longestLine
		}
		switch {
		case err == nil:
			return true
		case errors.Is(err, io.EOF):
			return r.line == wanted && len(r.text) > 0
		case !errors.Is(err, bufio.ErrBufferFull):
			return false
		}
	}
}
