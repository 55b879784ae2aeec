package note

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dealgraph/deals"
)

// Scan finds the slots of a note. name is only for messages. The error is of type [Errors] and has everything that is wrong; a
// note with anything wrong is not to be touched, and there is none then.
//
// Only the bytes of markers and contents must be UTF-8; others are never looked at. One walk through the file, without building
// a tree: the cost is that of reading it once.
func Scan(name string, data []byte, f Format) (*Note, error) {
	s := &scanner{data: data, waiting: map[string]int{}, note: &Note{Name: name, Format: f, data: data, index: map[string]int{}, edits: map[int]edit{}, utf8: utf8.Valid(data)}}
	if _, err := ParseFormat(string(f)); err != nil {
		return nil, Errors{err.(*Error)}
	}
	if err := s.refuse(); err != nil {
		return nil, Errors{err}
	}
	s.reading = read(data, f, false)
	for _, m := range s.reading.markers {
		s.marker(m)
	}
	s.finish()
	if len(s.errors) > 0 {
		s.errors.sort()
		if more := s.count - maxErrors; more > 0 {
			s.errors = append(s.errors, &Error{File: name, Code: "size", Msg: fmt.Sprintf("and %d more errors", more)})
		}
		return nil, s.errors
	}
	for i, slot := range s.note.Slots {
		s.note.index[slot.ID] = i
	}
	return s.note, nil
}

// scanner puts markers together to slots.
type scanner struct {
	data    []byte
	note    *Note
	reading *reading
	errors  Errors
	count   int            // of errors, with those that are too many to list
	open    []*opened      // blocks that wait for their end
	waiting map[string]int // how many open blocks have an id
	number  *opened        // an inline slot that waits for its end
	orphans []tag          // ends of blocks that were not begun
	seen    map[string]tag
}

// opened is a slot whose end was not yet seen.
type opened struct {
	tag
	inside []tag // slots that began and ended since
}

// refuse says why a file cannot be a note at all.
func (s *scanner) refuse() *Error {
	switch {
	case len(s.data) > MaxSize:
		return &Error{File: s.note.Name, Code: "size", Msg: fmt.Sprintf("the note has %d bytes", len(s.data)), Hint: fmt.Sprintf("at most %d: split it", MaxSize)}
	case bytes.HasPrefix(s.data, []byte("\xff\xfe")) || bytes.HasPrefix(s.data, []byte("\xfe\xff")):
		return &Error{File: s.note.Name, Code: "encoding", Msg: "the note is written in UTF-16", Hint: "save it as UTF-8"}
	}
	return nil
}

// fail adds an error about the byte at of the file, which is on the line of m.
func (s *scanner) fail(m marker, at int, code, hint, msg string, args ...any) {
	if s.count++; s.count <= maxErrors {
		s.errors = append(s.errors, s.problem(m, at, code, hint, msg, args...))
	}
}

// full reports whether there are so many errors that one more is only counted, and counts it: a hint for it would be sought in vain.
func (s *scanner) full() bool {
	if s.count < maxErrors {
		return false
	}
	s.count++
	return true
}

const (
	maxErrors = 1000
	maxSource = 1000 // bytes of a line that an error shows
)

func (s *scanner) problem(m marker, at int, code, hint, msg string, args ...any) *Error {
	e := &Error{File: s.note.Name, Line: m.line, Col: at - m.lineStart + 1, Code: code, Msg: fmt.Sprintf(msg, args...), Hint: hint}
	source := s.data[m.lineStart:min(len(s.data), m.lineStart+maxSource+1)]
	if end := bytes.IndexAny(source, "\r\n"); end >= 0 {
		source = source[:end]
	}
	if len(source) <= maxSource && utf8.Valid(source) {
		e.Source = string(source)
	}
	return e
}

// marker takes the next marker.
func (s *scanner) marker(m marker) {
	if m.foreign {
		s.fail(m, m.start, "format", "write {/* … */}", "MDX has no comments in <!-- -->")
	}
	broken := m.unclosed || len(m.body) > MaxMarker || !utf8.ValidString(m.body)
	t := m.tag(func(at int, code, hint, msg string, args ...any) {
		if !broken {
			s.fail(m, at, code, hint, msg, args...)
		}
	})
	switch {
	case m.unclosed && m.inTable:
		s.fail(m, m.start, "table", `write \| for a bar in a marker`, "a bar ends the cell of the table inside the marker")
	case m.unclosed:
		s.fail(m, m.start, "unbalanced", "end it with "+m.close+" on the same line", "the marker is not closed on its line")
	case !utf8.ValidString(m.body):
		s.fail(m, m.start, "encoding", "save the note as UTF-8", "the marker is not written in UTF-8")
	case broken:
		s.fail(m, m.start, "size", fmt.Sprintf("at most %d", MaxMarker), "the marker has %d bytes", len(m.body))
	case m.spelling == angled && strings.Contains(m.body, "--!>"):
		s.fail(m, m.bodyAt()+strings.Index(m.body, "--!>"), "dash", "write it differently", "browsers take --!> for the end of a comment")
	}
	if t.role != noRole {
		s.tag(t, broken)
	}
}

// tag takes the next marker that has a role.
func (s *scanner) tag(t tag, broken bool) {
	if s.number != nil && t.role != inlineEnd {
		s.fail(s.number.marker, s.number.start, "unbalanced", s.closeHint(s.number.tag), "the number %s is never closed", quote(s.number.get("id")))
		s.number = nil
	}
	switch t.role {
	case blockBegin, inlineBegin:
		s.begin(t, broken)
	case blockEnd:
		s.end(t)
	case inlineEnd:
		s.inlineEnd(t)
	}
}

// begin takes a begin marker.
func (s *scanner) begin(t tag, broken bool) {
	id, query := t.get("id"), t.get("q")
	if !broken {
		s.checkBegin(t, id, query)
	}
	o := &opened{tag: t}
	if t.role == inlineBegin {
		s.number = o
		return
	}
	if !t.alone && !t.broken {
		s.fail(t.marker, t.start, "unbalanced", s.inlineHint(t), "the begin of a block is not alone on its line")
	}
	s.open = append(s.open, o)
	s.waiting[id]++
}

func (s *scanner) inlineHint(t tag) string {
	if t.inTable {
		return "a cell of a table has no room for a block: put a number there, with dealgraph id=… before and /dealgraph after it"
	}
	return "give it a line of its own, or write dealgraph id=… before a number and /dealgraph after it"
}

// checkBegin looks at what a begin marker must have.
func (s *scanner) checkBegin(t tag, id, query string) {
	if id == "" && t.broken {
		// said already
	} else if id == "" {
		s.fail(t.marker, t.where("id"), "id", "add id=… with a name of your own", "the marker has no id")
	} else if problem, hint := checkID(id); problem != "" {
		s.fail(t.marker, t.where("id"), "id", hint, "%s", problem)
	}
	if strings.TrimSpace(query) == "" && !t.broken {
		s.fail(t.marker, t.where("q"), "attribute", `add q="…" with a command of dealgraph`, "the marker has no query")
	}
	if s.seen == nil {
		s.seen = map[string]tag{}
	}
	if first, ok := s.seen[sameID(id)]; ok && id != "" {
		msg := "the id %s is already on line %d"
		if first.get("id") != id {
			msg = "the id %s differs only in capital letters or in its encoding from that on line %d, and would name the same file"
		}
		s.fail(t.marker, t.where("id"), "duplicate", "give it another", msg, quote(id), first.line)
	} else {
		s.seen[sameID(id)] = t
	}
	if t.spelling == angled && t.role == inlineBegin && strings.Contains(t.body, "--") {
		s.warn(t.marker, t.bodyAt()+strings.Index(t.body, "--"), "dash", "write one dash: -basis means --basis",
			"GitHub shows a comment inside a line as text if it has two dashes")
	}
	if t.spelling == angled && t.role == inlineBegin && t.first {
		s.warn(t.marker, t.start, "line", "put a word before it, or move the line's beginning",
			"Markdown takes a line that begins with a comment for HTML: what else is on it is not formatted")
	}
}

func (s *scanner) warn(m marker, at int, code, hint, msg string) {
	s.note.Warnings = append(s.note.Warnings, s.problem(m, at, code, hint, "%s", msg))
}

// end takes the end marker of a block.
func (s *scanner) end(t tag) {
	if !t.alone {
		s.fail(t.marker, t.start, "unbalanced", "give it a line of its own", "the end of a block is not alone on its line")
	}
	id := t.get("id")
	if id == "" {
		s.fail(t.marker, t.start, "id", "add the id of the block", "the end marker has no id")
	}
	switch {
	case len(s.open) == 0:
		s.orphans = append(s.orphans, t)
		return
	case s.waiting[id] == 0:
		o := s.pop()
		if id != "" && o.get("id") != "" {
			s.fail(t.marker, t.where("id"), "unbalanced", "write id="+o.get("id"), "the end of %s, where %s is open since line %d", quote(id), quote(o.get("id")), o.line)
		}
		return
	}
	o := s.pop()
	for ; o.get("id") != id; o = s.pop() {
		s.neverEnds(o.tag)
	}
	for _, in := range o.inside {
		s.fail(in.marker, in.start, "nested", "a slot cannot hold another: move it out", "%s is inside the block %s that begins on line %d", quote(in.get("id")), quote(id), o.line)
	}
	s.inside(o.tag)
	s.block(o.tag, t)
}

// pop takes the last of the open blocks off.
func (s *scanner) pop() *opened {
	n := len(s.open) - 1
	o := s.open[n]
	s.open = s.open[:n]
	s.waiting[o.get("id")]--
	return o
}

// inside notes that a slot lies in the block that is open, if one is.
func (s *scanner) inside(t tag) {
	if n := len(s.open); n > 0 {
		s.open[n-1].inside = append(s.open[n-1].inside, t)
	}
}

// closeHint says how to close a slot: with a marker, or by freeing the one that is hidden.
func (s *scanner) closeHint(t tag) string {
	if t.role == inlineBegin {
		return "add " + t.write("/dealgraph", nil) + " after it"
	}
	if hidden := s.hidden("dealgraph:end", t.get("id")); hidden != "" {
		return "its end" + hidden
	}
	return "add " + t.write("dealgraph:end", []Attribute{{"id", t.get("id")}}) + " below it"
}

// hidden says where a marker is that was not read, and why.
func (s *scanner) hidden(word, id string) string {
	for _, i := range s.reading.ignored {
		if strings.Contains(i.text, word) && strings.Contains(i.text, "id="+id) {
			return fmt.Sprintf(" is on line %d, which is not read: %s", i.line, i.why)
		}
	}
	return ""
}

func (s *scanner) neverEnds(t tag) {
	if s.full() {
		return
	}
	s.fail(t.marker, t.start, "unbalanced", s.closeHint(t), "the block %s never ends", quote(t.get("id")))
}

// finish deals with what is left open.
func (s *scanner) finish() {
	if s.number != nil {
		s.fail(s.number.marker, s.number.start, "unbalanced", s.closeHint(s.number.tag), "the number %s is never closed", quote(s.number.get("id")))
	}
	s.pairOrphans()
	for _, o := range s.open {
		s.neverEnds(o.tag)
	}
	if n := len(s.note.Slots); n > MaxSlots {
		s.errors = append(s.errors, &Error{File: s.note.Name, Code: "size", Msg: fmt.Sprintf("the note has %d slots", n), Hint: fmt.Sprintf("at most %d: split it", MaxSlots)})
	}
}

// pairOrphans deals with the ends of blocks that were not begun before them: those whose begin comes later, which does not wait
// for another end then, and those that have none.
func (s *scanner) pairOrphans() {
	later := map[string][]*opened{}
	for _, o := range s.open {
		later[o.get("id")] = append(later[o.get("id")], o)
	}
	paired := map[*opened]bool{}
	var alone []tag
	for _, end := range s.orphans {
		id := end.get("id")
		if len(later[id]) == 0 {
			alone = append(alone, end)
			continue
		}
		o := later[id][0]
		later[id], paired[o] = later[id][1:], true
		s.fail(end.marker, end.start, "order", "exchange the two", "the end of %s comes before its begin on line %d", quote(id), o.line)
	}
	s.open = slices.DeleteFunc(s.open, func(o *opened) bool { return paired[o] })
	for _, end := range alone {
		s.orphan(end)
	}
}

// orphan deals with the end of a block that has no begin.
func (s *scanner) orphan(end tag) {
	if s.full() {
		return
	}
	id := end.get("id")
	var ids []string
	for _, o := range s.open[:min(len(s.open), maxErrors)] {
		ids = append(ids, o.get("id"))
	}
	hint := "add a begin above it, or take it out"
	if near, ok := deals.Suggest(id, ids); ok && id != "" {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	if hidden := s.hidden("dealgraph:begin", id); hidden != "" {
		hint = "its begin" + hidden
	}
	s.fail(end.marker, end.start, "unbalanced", hint, "the end of %s, which was not begun", quote(id))
}

// block makes a slot of the lines between two markers.
func (s *scanner) block(begin, end tag) {
	if !begin.alone || !end.alone {
		return // said already
	}
	l := layout{open: begin, close: end}
	l.bodyStart = begin.end + bytes.IndexAny(s.data[begin.end:end.start], "\r\n")
	l.eol = s.eol(l.bodyStart)
	l.bodyStart += len(l.eol)
	l.bodyEnd = end.lineStart
	if end.opens || !samePrefix(begin.prefix, end.prefix) {
		s.fail(end.marker, end.start, "prefix", fmt.Sprintf("begin its line with %q", begin.prefix),
			"the end of %s does not stand in the same list, quote or indentation as its begin on line %d", quote(end.get("id")), begin.line)
		return
	}
	l.contentStart, l.contentEnd = trimBlankLines(s.data, l.bodyStart, l.bodyEnd, begin.prefix)
	s.add(l, stripped(s.data[l.contentStart:l.contentEnd], begin.prefix))
}

// eol is the line end at i.
func (s *scanner) eol(i int) string {
	switch {
	case bytes.HasPrefix(s.data[i:], []byte("\r\n")):
		return "\r\n"
	case s.data[i] == '\r':
		return "\r"
	}
	return "\n"
}

// inlineEnd makes a slot of what is between two markers in a line.
func (s *scanner) inlineEnd(end tag) {
	o := s.number
	if o == nil {
		s.fail(end.marker, end.start, "unbalanced", "put dealgraph id=… q=… before the number, or take it out", "a number is closed that was not opened")
		return
	}
	s.number = nil
	s.inside(o.tag)
	if id := end.get("id"); id != "" && id != o.get("id") && o.get("id") != "" {
		s.fail(end.marker, end.where("id"), "unbalanced", "write id="+o.get("id")+", or none", "the end of %s, where %s is open", quote(id), quote(o.get("id")))
	}
	l := layout{open: o.tag, close: end, bodyStart: o.end, bodyEnd: end.start, eol: "\n"}
	most := o.line
	if o.spelling.close == "" && !o.unclosed { // the marker runs to the end of its line
		l.bodyStart += bytes.IndexAny(s.data[o.end:end.start], "\r\n")
		l.eol = s.eol(l.bodyStart)
		l.bodyStart += len(l.eol)
		most++
		if s.note.Format == AsciiDoc {
			l.bodyEnd = end.lineStart
			most++
		}
	}
	if o.unclosed {
		return // said already
	}
	if end.line > most {
		s.fail(o.marker, o.start, "unbalanced", "join the lines; for more than one line put the markers on lines of their own, as dealgraph:begin and dealgraph:end",
			"the number %s goes on to line %d", quote(o.get("id")), end.line)
		return
	}
	l.contentStart, l.contentEnd = trimBlanks(s.data, l.bodyStart, l.bodyEnd)
	content := string(s.data[l.contentStart:l.contentEnd])
	if o.inTable && cellEnd([]byte(content), 0, len(content)) < len(content) {
		s.fail(o.marker, o.start, "table", `write \| for a bar in a cell`, "the number %s goes on into the next cell", quote(o.get("id")))
		return
	}
	s.add(l, content)
}

// add adds a slot.
func (s *scanner) add(l layout, content string) {
	t := l.open
	if !utf8.ValidString(content) {
		s.fail(t.marker, t.start, "encoding", "save the note as UTF-8", "the content of %s is not written in UTF-8", quote(t.get("id")))
		return
	}
	if len(content) > MaxContent {
		s.fail(t.marker, t.start, "size", fmt.Sprintf("at most %d", MaxContent), "the content of %s has %d bytes", quote(t.get("id")), len(content))
		return
	}
	slot := Slot{
		ID: t.get("id"), Inline: t.role == inlineBegin, Attributes: t.attributes,
		Query: longFlags(t.get("q")), Get: t.get("get"), Fmt: t.get("fmt"),
		Line: t.line, Col: t.start - t.lineStart + 1, EndLine: l.close.line, EndCol: l.close.start - l.close.lineStart + 1,
		Start: l.contentStart, End: l.contentEnd, Content: content, Prefix: t.prefix, InTable: t.inTable,
		Sum: l.close.get("sum"), Ledger: l.close.get("ledger"), Version: s.version(l.close),
	}
	if slot.Inline {
		slot.Prefix = ""
	}
	slot.EditedByHand = slot.Sum != "" && slot.Sum != Sum(content)
	s.note.Slots = append(s.note.Slots, slot)
	s.note.layouts = append(s.note.layouts, l)
}

// version is that of an end marker: 0 if it was never written, 1 if it says nothing else.
func (s *scanner) version(end tag) int {
	text := end.get("v")
	if text == "" {
		return min(1, len(end.get("sum")))
	}
	v, err := strconv.Atoi(text)
	switch {
	case err != nil || v < 1:
		s.fail(end.marker, end.where("v"), "version", "take it out", "%s is no version", quote(text))
	case v > Version:
		s.fail(end.marker, end.where("v"), "version", "update dealgraph", "a newer dealgraph refreshed this: version %d of the markers, where this one knows %d", v, Version)
	}
	return v
}
