package note

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Stamp is what an end marker records besides the checksum.
type Stamp struct {
	Ledger string // a short hash of the ledger that gave the content
}

// edit is a change to a slot that waits for [Note.Bytes].
type edit struct {
	content string // as the slot shall have it, without prefix
	keep    bool   // the content stays as it is, only the stamp changes
	stamp   Stamp
}

// Holds reports whether a slot has this content already, spacing aside. It is false if there is no such slot, and if the
// content could not stand there.
func (n *Note) Holds(id, content string) bool {
	i, ok := n.index[id]
	if !ok {
		return false
	}
	fitted, err := n.fit(i, content)
	return err == nil && even(fitted) == even(n.Slots[i].Content)
}

// Replace gives a slot a new content, when [Note.Bytes] is called. The content is markup of the note's format; a table inside a
// block is given line by line, with LF.
//
// Lines get the prefix of the slot and the line end of its begin marker. Blank lines around the content belong to the author and
// stay; a slot that had nothing in it gets them where the format needs them. Content that differs from the old only in spacing
// leaves the old as it is. The end marker gets the checksum and the stamp.
//
// The error is an *[EditedError] if somebody changed the content since the last refresh, unless to what it is now replaced with,
// and an *[Error] if the content would break the note: it has a marker in it, leaves a comment or a block of code open, has more
// than one line where only one can be, or cannot be written in the encoding of the file.
func (n *Note) Replace(id, content string, s Stamp) error {
	return n.replace(id, content, s, false)
}

// Overwrite is [Note.Replace] that does not mind what somebody has written by hand.
func (n *Note) Overwrite(id, content string, s Stamp) error {
	return n.replace(id, content, s, true)
}

func (n *Note) replace(id, content string, s Stamp, force bool) error {
	i, ok := n.index[id]
	if !ok {
		return &Error{File: n.Name, Code: "id", Msg: fmt.Sprintf("the note has no slot %s", quote(id))}
	}
	if s.Ledger != "" && !bare(s.Ledger) {
		return fmt.Errorf("%q is no hash of a ledger", s.Ledger)
	}
	content, err := n.fit(i, content)
	if err != nil {
		return err
	}
	slot := n.Slots[i]
	same := even(content) == even(slot.Content)
	if slot.EditedByHand && !same && !force {
		return &EditedError{File: n.Name, Slot: slot, Is: slot.Content, Want: content}
	}
	n.edits[i] = edit{content: content, keep: same, stamp: s}
	return nil
}

// fit returns the content as the i-th slot can have it: bars in a table escaped, line ends LF, no blank lines around.
func (n *Note) fit(i int, content string) (string, error) {
	slot := n.Slots[i]
	fail := func(code, hint, msg string, args ...any) (string, error) {
		return "", &Error{File: n.Name, Line: slot.Line, Col: slot.Col, Code: code, Msg: fmt.Sprintf("what is to stand in %s "+msg, append([]any{quote(slot.ID)}, args...)...), Hint: hint}
	}
	content = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(content)
	control := func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }
	switch {
	case !utf8.ValidString(content):
		return fail("encoding", "", "is not UTF-8")
	case strings.ContainsFunc(content, control):
		return fail("content", "", "has a control character")
	case len(content) > MaxContent:
		return fail("size", fmt.Sprintf("at most %d", MaxContent), "has %d bytes", len(content))
	case !n.utf8 && strings.ContainsFunc(content, func(r rune) bool { return r >= 0x80 }):
		return fail("encoding", "save the note as UTF-8", "has letters that the note's encoding, which is not UTF-8, writes differently")
	}
	if slot.Inline {
		content = strings.TrimSpace(content)
		if strings.Contains(content, "\n") {
			return fail("content", "use a block, with dealgraph:begin and dealgraph:end on lines of their own", "has more than one line")
		}
		if slot.InTable {
			content = escapeBars(content, n.Format)
		}
	} else {
		content = trimEmptyLines(content)
	}
	if n.Format == AsciiDoc && strings.Count("\n"+content+"\n", "\n|===\n")%2 == 1 {
		return fail("content", "close it with |===", "leaves a table open")
	}
	if !n.stands(n.layouts[i], content) {
		return fail("content", "escape what is not meant as markup", "would break the note: it has a marker in it, or leaves a comment or code open")
	}
	return content, nil
}

// trimEmptyLines leaves away blank lines at both ends.
func trimEmptyLines(s string) string {
	lines := strings.Split(s, "\n")
	blank := func(l string) bool { return strings.TrimSpace(l) == "" }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// escapeBars escapes bars that would end the cell of a table.
func escapeBars(s string, f Format) string {
	bar := `\|`
	if f == Org {
		bar = `\vert{}`
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && f != Org:
			b.WriteString(s[i : i+2])
			i++
		case s[i] == '|':
			b.WriteString(bar)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// stands reports whether a content can stand between the markers of l: put there, in a note of its own, the two are found again
// and nothing else.
func (n *Note) stands(l layout, content string) bool {
	open, shut := l.open.write("dealgraph:begin", placeholder), l.close.write("dealgraph:end", placeholder)
	doc := open + "\n" + content + "\n" + shut + "\n"
	if l.open.role == inlineBegin {
		open, shut = l.open.write("dealgraph", placeholder), l.close.write("/dealgraph", nil)
		doc = "x" + l.gap() + open + strings.TrimLeft(l.gap(), " ") + content + strings.TrimLeft(l.gap(), " ") + shut + "\n"
		if l.open.spelling == percent {
			doc = "x " + open + "\n" + content + shut + "\n"
		}
	}
	r := read([]byte(doc), n.Format, false)
	if len(r.markers) != 2 || r.markers[0].unclosed || r.markers[1].unclosed {
		return false
	}
	last := r.markers[1]
	return r.markers[0].end == strings.Index(doc, open)+len(open) && last.end == len(doc)-1 && (l.open.role == inlineBegin || last.alone && last.prefix == "")
}

var placeholder = []Attribute{{"id", "x"}, {"q", "x"}}

// gap separates a number's markers from the text before them: in AsciiDoc they stand on lines of their own.
func (l layout) gap() string {
	if l.open.spelling == slashes {
		return "\n"
	}
	return " "
}

// write is a marker in the spelling of m.
func (m marker) write(word string, attributes []Attribute) string {
	body := word + spell(attributes)
	if strings.HasPrefix(word, "dealgraph:") {
		body = " " + body
		if m.close != "" {
			body += " "
		}
	} else if m.spelling == slashes {
		body = " " + body
	}
	return m.open + body + m.close
}

// Changed reports whether [Note.Bytes] would give other bytes than were read.
func (n *Note) Changed() bool {
	for i := range n.edits {
		if from, to, with := n.change(i); string(n.data[from:to]) != with {
			return true
		}
	}
	return false
}

// Bytes is the note with everything replaced. It is read once more before it is given: should the slots in it not be those
// that were meant, the error says which, and nothing is to be written.
func (n *Note) Bytes() ([]byte, error) {
	out := make([]byte, 0, len(n.data)+len(n.data)/8)
	at := 0
	for i := range n.Slots {
		if _, ok := n.edits[i]; !ok {
			continue
		}
		from, to, with := n.change(i)
		out = append(append(out, n.data[at:from]...), with...)
		at = to
	}
	if at == 0 {
		return slices.Clone(n.data), nil
	}
	out = append(out, n.data[at:]...)
	return out, n.verify(out)
}

// verify reads the new note and compares its slots with what was meant.
func (n *Note) verify(out []byte) error {
	again, err := Scan(n.Name, out, n.Format)
	if err != nil {
		return fmt.Errorf("%s cannot be refreshed, as it could not be read afterwards: %w", n.Name, err)
	}
	for i, s := range n.Slots {
		want := s.Content
		if e, ok := n.edits[i]; ok && !e.keep {
			want = e.content
		}
		if i >= len(again.Slots) || again.Slots[i].ID != s.ID || even(again.Slots[i].Content) != even(want) {
			return &Error{File: n.Name, Line: s.Line, Col: s.Col, Code: "content", Msg: fmt.Sprintf("with its new content %s would not be found again", quote(s.ID)),
				Hint: "look for a ` or a comment before it that is not closed"}
		}
	}
	if len(again.Slots) != len(n.Slots) {
		return &Error{File: n.Name, Code: "content", Msg: "with its new contents the note would have other slots"}
	}
	return nil
}

// change is how the bytes of the i-th slot change: those from the content to the end of the end marker.
func (n *Note) change(i int) (from, to int, with string) {
	e, l, slot := n.edits[i], n.layouts[i], n.Slots[i]
	var b strings.Builder
	from, to = l.contentStart, l.close.end
	switch {
	case e.keep:
		b.Write(n.data[l.contentStart:l.close.start])
	case slot.Inline && l.contentStart == l.contentEnd && l.close.spelling == slashes: // on a line of its own, without blank ones around it
		from = l.bodyStart
		body := n.data[l.bodyStart:l.close.start]
		b.WriteString(e.content + l.eol)
		b.Write(body[bytes.LastIndexAny(body, "\r\n")+1:])
	case slot.Inline:
		b.WriteString(e.content)
		b.Write(n.data[l.contentEnd:l.close.start])
	default:
		n.writeBlock(&b, l, slot, e.content)
		b.Write(n.data[l.bodyEnd:l.close.start])
	}
	b.WriteString(n.endMarker(l, slot, Sum(e.content), e.stamp))
	return from, to, b.String()
}

// writeBlock writes the lines of a block, up to the line of its end marker.
func (n *Note) writeBlock(b *strings.Builder, l layout, slot Slot, content string) {
	bare := strings.TrimRight(slot.Prefix, " \t") + l.eol
	pad := ""
	if slot.Content == "" && n.Format.markdownLike() {
		pad = bare
	}
	b.WriteString(pad)
	n.writeLines(b, slot.Prefix, l.eol, content)
	b.WriteString(pad)
	if slot.Content != "" { // what follows the last line of the old content: its line end, and blank lines
		rest := string(n.data[l.contentEnd:l.bodyEnd])
		b.WriteString(rest[lineLength([]byte(rest)):])
	}
}

// writeLines writes the lines of a content with a prefix, of which blank ones get no blanks.
func (n *Note) writeLines(b *strings.Builder, prefix, eol, content string) {
	for line := range strings.Lines(content) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			b.WriteString(strings.TrimRight(prefix, " \t") + eol)
			continue
		}
		b.WriteString(prefix + line + eol)
	}
}

// endMarker is the end marker of a slot: as it is, if it says what it should.
func (n *Note) endMarker(l layout, slot Slot, sum string, s Stamp) string {
	if slot.Sum == sum && slot.Ledger == s.Ledger && slot.Version == Version {
		return string(n.data[l.close.start:l.close.end])
	}
	attributes := []Attribute{{"sum", sum}}
	if s.Ledger != "" {
		attributes = append(attributes, Attribute{"ledger", s.Ledger})
	}
	if slot.Inline {
		return l.close.write("/dealgraph", attributes)
	}
	attributes = append([]Attribute{{"id", slot.ID}}, append(attributes, Attribute{"v", fmt.Sprint(Version)})...)
	return l.close.write("dealgraph:end", attributes)
}
