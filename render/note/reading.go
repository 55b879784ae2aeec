package note

import (
	"bytes"
	"slices"
)

// keyword is in every marker; the first letter is left out because some editors make it a capital.
const keyword = "ealgraph"

// marker is a comment of ours, found where a program that shows the note would see a comment.
type marker struct {
	spelling
	start, end int    // the whole comment; one that runs to the end of its line ends before the line's end
	body       string // what stands between open and close
	line       int
	lineStart  int
	prefix     string // what lines below this one would begin with to stand at the same place
	alone      bool   // nothing else is on the line
	first      bool   // nothing but the prefix is before it
	opens      bool   // the line begins an item of a list or a footnote
	inTable    bool
	unclosed   bool // there is no close on the line
	foreign    bool // not a comment in this format
}

// bodyAt is where the body begins.
func (m marker) bodyAt() int { return m.start + len(m.open) }

// ignored is a line with what looks like a marker where none can be, for hints.
type ignored struct {
	line int
	text string
	why  string
}

// textLine is a line of a block of text, or what the containers around it leave of it.
type textLine struct {
	start, end int // of the text, in the file
	lineStart  int
	number     int
	at         int    // where the text begins in the joined text of the block
	prefix     string // what is before the text; this and the next are set for lines that have the keyword
	opens      bool   // the line begins an item or a footnote
	behind     bool   // something is before the text, such as the # of a heading
}

// token is a piece of a block of text that is not prose.
type token struct {
	start, end int // in the joined text of the block
	kind       tokenKind
}

type tokenKind uint8

const (
	tokenCode tokenKind = iota // shown as it is
	tokenComment
	tokenTag  // markup that is not shown
	tokenLink // an address
)

// text is a block of prose: its lines joined by LF.
type text struct {
	joined []byte
	lines  []textLine
	tokens []token
	// table is the number of the line that is the head of a table which the text ends with, or -1.
	table     int
	footnote  bool     // the text defines a footnote
	sentences [][2]int // where in the joined text they are; nil: not looked for yet
}

// source returns where in the file the byte at k of the joined text is, and its line.
func (t *text) source(k int) (offset int, line textLine) {
	i, found := slices.BinarySearchFunc(t.lines, k, func(l textLine, k int) int { return l.at - k })
	if !found {
		i--
	}
	l := t.lines[i]
	return l.start + k - l.at, l
}

// lineFrom is what follows k on its line, or the beginning of it: enough to tell which marker it is that somebody forgot to close.
func (t *text) lineFrom(k int) []byte {
	const most = 256
	s := t.joined[k:min(len(t.joined), k+most)]
	return s[:index(s, 0, '\n')]
}

// reading is what one walk through a note found.
type reading struct {
	data    []byte
	format  Format
	all     bool // keep every block of prose
	markers []marker
	ignored []ignored
	texts   []text

	begin          int // of the first line: behind a byte order mark
	nextLF, nextCR int // the nearest ends of lines, so that no byte is looked at twice
}

// line is one line of a file.
type line struct {
	start, end, next int // without its line end; next is where the next line begins
	number           int
	keyword          bool
}

var bom = []byte("\xef\xbb\xbf")

// read walks through data and finds the markers, and with all every block of prose. A file without the keyword is not walked
// through otherwise.
func read(data []byte, f Format, all bool) *reading {
	r := &reading{data: data, format: f, all: all, nextLF: -1, nextCR: -1}
	if bytes.HasPrefix(data, bom) {
		r.begin = len(bom)
	}
	if !all && !bytes.Contains(data, []byte(keyword)) {
		return r
	}
	switch f {
	case AsciiDoc:
		r.readAsciiDoc()
	case Typst:
		r.readTypst()
	case LaTeX:
		r.readLaTeX()
	case Org:
		r.readOrg()
	default:
		r.readMarkdown()
	}
	return r
}

// first is the first line of the file.
func (r *reading) first() (line, bool) {
	return r.after(line{next: r.begin})
}

// after is the line after l. A line ends with LF, CR LF, or CR.
func (r *reading) after(l line) (line, bool) {
	pos := l.next
	if pos >= len(r.data) {
		return line{}, false
	}
	if r.nextLF < pos {
		r.nextLF = index(r.data, pos, '\n')
	}
	if r.nextCR < pos {
		r.nextCR = index(r.data, pos, '\r')
	}
	next := line{start: pos, number: l.number + 1}
	switch {
	case r.nextCR < r.nextLF && r.nextCR+1 == r.nextLF:
		next.end, next.next = r.nextCR, r.nextLF+1
	case r.nextCR < r.nextLF:
		next.end, next.next = r.nextCR, r.nextCR+1
	default:
		next.end, next.next = r.nextLF, min(r.nextLF+1, len(r.data))
	}
	next.keyword = bytes.Contains(r.data[next.start:next.end], []byte(keyword))
	return next, true
}

// index is where c is next, or the length of data.
func index(data []byte, from int, c byte) int {
	if i := bytes.IndexByte(data[from:], c); i >= 0 {
		return from + i
	}
	return len(data)
}

// skip notes that a line is not read, for whoever misses a marker that is on it.
func (r *reading) skip(l line, why string) {
	if l.keyword && len(r.ignored) < 1000 {
		r.ignored = append(r.ignored, ignored{l.number, string(r.data[l.start:l.end]), why})
	}
}

// join makes a text of lines, or nil if nobody wants it: none of them has the keyword, and not all texts are kept.
func (r *reading) join(lines []textLine) *text {
	wanted := r.all
	size := 0
	for _, l := range lines {
		wanted = wanted || bytes.Contains(r.data[l.start:l.end], []byte(keyword))
		size += l.end - l.start + 1
	}
	if !wanted || len(lines) == 0 {
		return nil
	}
	t := &text{joined: make([]byte, 0, size), lines: slices.Clone(lines), table: -1}
	for i, l := range lines {
		t.lines[i].at = len(t.joined)
		t.joined = append(append(t.joined, r.data[l.start:l.end]...), '\n')
	}
	return t
}

// keep adds t to the texts if all are kept.
func (r *reading) keep(t *text) {
	if r.all {
		r.texts = append(r.texts, *t)
	}
}

// comment adds a comment of t, written as s says, to the tokens, and to the markers if it is one. end is -1 if there is no close
// before the end of the text.
func (r *reading) comment(t *text, s spelling, start, end int, inTable bool) {
	closed := end >= 0
	if !closed {
		end = start + len(s.open) + len(t.lineFrom(start+len(s.open)))
	}
	r.hide(t, start, end, tokenComment)
	to := end
	if closed {
		to = max(start+len(s.open), end-len(s.close))
	}
	body := t.joined[start+len(s.open) : to]
	if !looksLikeMarker(body) {
		return
	}
	offset, l := t.source(start)
	if i := bytes.IndexByte(body, '\n'); i >= 0 {
		body, closed = body[:i], s.close == ""
		end = start + len(s.open) + i
	}
	m := marker{spelling: s, start: offset, end: offset + end - start, body: string(body), line: l.number, lineStart: l.lineStart,
		prefix: l.prefix, opens: l.opens, inTable: inTable, unclosed: !closed}
	lead, tail := r.data[l.start:offset], r.data[min(m.end, l.end):l.end]
	m.first = !l.behind && len(bytes.TrimLeft(lead, " \t")) == 0
	m.alone = m.first && len(bytes.TrimRight(tail, " \t")) == 0
	if m.first {
		m.prefix += string(lead)
	}
	r.markers = append(r.markers, m)
}
