package deals

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A textReader gives the text of a file in UTF-8, whatever the file is written in, with LF or CRLF at the ends of lines.
//
// A byte order mark says that a file is UTF-16, or UTF-8. Without one it is UTF-8 until a byte says otherwise: if nothing
// but ASCII stands before it, the file is taken for Windows-1252, which has the same ASCII. What is neither is an
// [encodingError], and so is Windows-1252 that does not look like the text of a Western language: see [westernOdd].
//
// The text is that of the file as an editor shows it, so that places in it are places in the file.
type textReader struct {
	in      io.Reader
	buffer  [chunk]byte
	raw     []byte // bytes of the file that are not looked at yet, in buffer
	ended   bool   // there are no more
	out     []byte // where Windows-1252 is made into text
	ready   []byte // text to be handed out
	err     error  // what comes after it
	known   charset
	utf16   bool
	before  byte // the last byte of Windows-1252 that was read
	foreign spot // of the first character that says that the file is not UTF-8; zero: it is UTF-8

	line, col int // where the text that was not handed out begins, counting from 0
}

// A charset is what the bytes read so far are known to be.
type charset int

const (
	ascii charset = iota
	utf8Text
	western
)

// A spot is a line and a column of a text, from 1; the zero spot is none.
type spot struct{ line, col int }

// An encodingError says that a file is not text that can be read, from a place on.
type encodingError struct {
	spot
	msg, hint string
}

func (e *encodingError) Error() string {
	return fmt.Sprintf("%d:%d: %s (%s)", e.line, e.col, e.msg, e.hint)
}

// chunk is how many bytes are taken from a file at a time.
const chunk = 64 << 10

const saveAsUTF8 = "save the file as UTF-8"

// newTextReader looks at the first bytes of a file and returns the reader of its text.
func newTextReader(in io.Reader) *textReader {
	head := bufio.NewReaderSize(in, chunk)
	t := &textReader{in: head}
	first, _ := head.Peek(4) // an error comes again
	switch {
	case bytes.HasPrefix(first, []byte("\ufeff")):
		head.Discard(len("\ufeff"))
		t.known = utf8Text
	case bytes.HasPrefix(first, []byte("\xff\xfe")):
		t.decodeUTF16(head, unicode.LittleEndian)
	case bytes.HasPrefix(first, []byte("\xfe\xff")):
		t.decodeUTF16(head, unicode.BigEndian)
	case bytes.HasPrefix(first, []byte("PK\x03\x04")):
		t.err = &encodingError{spot{1, 1}, "a spreadsheet or archive, not text", "save the sheet as “CSV UTF-8”"}
	}
	return t
}

func (t *textReader) decodeUTF16(head *bufio.Reader, order unicode.Endianness) {
	head.Discard(2)
	t.in = transform.NewReader(head, unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder())
	t.known, t.utf16, t.foreign = utf8Text, true, spot{1, 1}
}

// Read gives text. Once it has returned an error it returns the same again.
func (t *textReader) Read(p []byte) (int, error) {
	for len(t.ready) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		t.fill()
	}
	n := copy(p, t.ready)
	t.ready = t.ready[n:]
	return n, nil
}

// lines is how many lines the text had; the last one need not end.
func (t *textReader) lines() int {
	if t.col > 0 {
		return t.line + 1
	}
	return t.line
}

// fill makes the next text ready, or sets what is wrong.
func (t *textReader) fill() {
	if !t.ended && len(t.raw) <= utf8.UTFMax { // what can wait for more: a CR and a character that is cut
		rest := copy(t.buffer[:], t.raw)
		n, err := t.in.Read(t.buffer[rest:])
		t.raw = t.buffer[:rest+n]
		t.ended = errors.Is(err, io.EOF)
		if err != nil && !t.ended {
			t.err = err
			return
		}
	}
	t.raw = t.raw[t.take(t.raw):]
	if t.err == nil && t.ended && len(t.raw) == 0 {
		t.err = io.EOF
	}
	t.line, t.col = t.behind(t.ready)
}

// take makes text of bytes and returns how many it could take: a character or line end may be cut at the end of them, but
// not at the end of the file.
func (t *textReader) take(raw []byte) int {
	t.ready = nil
	if t.known == western {
		return t.takeWestern(raw)
	}
	valid := validPrefix(raw)
	text, cut := raw[:valid], !t.ended && !utf8.FullRune(raw[valid:])
	if !t.ended && (cut || valid == len(raw)) {
		text, cut = bytes.TrimSuffix(text, []byte("\r")), true
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return t.stop(endLines(text[:i]), "holds a NUL byte", saveAsUTF8)
	}
	if i := bytes.Index(text, []byte("\ufffd")); i >= 0 && t.utf16 {
		return t.stop(endLines(text[:i]), "not valid UTF-16", saveAsUTF8)
	}
	if t.known == ascii && hasHigh(text) {
		t.known = utf8Text
	}
	if len(text) > 0 {
		t.before = text[len(text)-1]
	}
	t.ready = endLines(text)
	switch {
	case cut || valid == len(raw):
	case t.known == ascii:
		t.known = western
		line, col := t.behind(t.ready)
		t.foreign = spot{line + 1, col + 1}
	default:
		return t.stop(t.ready, "not UTF-8 text, though what stands before it is", saveAsUTF8)
	}
	return len(text)
}

// stop ends the text before what cannot be read; nothing behind it is looked at.
func (t *textReader) stop(text []byte, msg, hint string) int {
	t.ready = text
	line, col := t.behind(text)
	t.err = &encodingError{spot{line + 1, col + 1}, msg, hint}
	return 0 // nothing more is taken
}

// takeWestern makes text of Windows-1252.
func (t *textReader) takeWestern(raw []byte) int {
	t.out = t.out[:0]
	for i, b := range raw {
		var after byte
		switch {
		case i+1 < len(raw):
			after = raw[i+1]
		case !t.ended:
			t.ready = t.out
			return i
		}
		r := charmap.Windows1252.DecodeByte(b)
		switch {
		case b == 0:
			return t.stop(t.out, "holds a NUL byte", saveAsUTF8)
		case r == utf8.RuneError:
			return t.stop(t.out, fmt.Sprintf("not UTF-8 text, nor Windows-1252, which has no byte %02X", b), saveAsUTF8)
		case b >= utf8.RuneSelf && westernOdd(t.before, b, after):
			return t.stop(t.out, "not UTF-8 text, and hardly Windows-1252, in which it reads "+quote(westernText(t.before, b, after)), saveAsUTF8)
		case b == '\r' && after != '\n':
			r = '\n'
		}
		t.out = utf8.AppendRune(t.out, r)
		t.before = b
	}
	t.ready = t.out
	return len(raw)
}

// westernText is what bytes of Windows-1252 say, without line ends and what is not there.
func westernText(text ...byte) string {
	var out []rune
	for _, b := range text {
		if b >= ' ' {
			out = append(out, charmap.Windows1252.DecodeByte(b))
		}
	}
	return string(out)
}

// behind is the line and column behind some text, from 0.
func (t *textReader) behind(text []byte) (line, col int) {
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		return t.line + n, len(text) - bytes.LastIndexByte(text, '\n') - 1
	}
	return t.line, t.col + len(text)
}

// endLines turns the line ends of old Macs, a lone CR, into LF, in place, so that all who count lines agree.
func endLines(text []byte) []byte {
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '\r')
		if i < 0 {
			return text
		}
		if at += i + 1; at == len(text) || text[at] != '\n' {
			text[at-1] = '\n'
		}
	}
}

// validPrefix is how many bytes of data are UTF-8.
func validPrefix(data []byte) int {
	if utf8.Valid(data) {
		return len(data)
	}
	for at := 0; ; {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// hasHigh reports whether data is not ASCII alone.
func hasHigh(data []byte) bool {
	var all byte
	for _, b := range data {
		all |= b
	}
	return all >= utf8.RuneSelf
}

// textOf is the text of a file in memory, as a [textReader] gives it. Its errors are those of encodings.
func textOf(data []byte) ([]byte, error) { return io.ReadAll(newTextReader(bytes.NewReader(data))) }
