package note

import (
	"bytes"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Freeze is the note for publication, with everything replaced: the markers are gone, what stood between them stays. Where a
// marker's line separated two blocks a blank line takes its place, in formats that need one.
//
// The error says that what was around a marker forms another one, which nobody writes by accident.
func (n *Note) Freeze() ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(n.data))
	at := 0
	for i, s := range n.Slots {
		if s.Inline {
			at = n.freezeNumber(&out, at, i)
		} else {
			at = n.freezeBlock(&out, at, i)
		}
	}
	out.Write(n.data[at:])
	if m := read(out.Bytes(), n.Format, false).markers; len(m) > 0 {
		return nil, &Error{File: n.Name, Code: "content", Msg: "without its markers the note would have another one: " + quote(m[0].body), Hint: "look at what stands around a marker"}
	}
	return out.Bytes(), nil
}

// content is what the i-th slot will have, as the file has it or as it was replaced.
func (n *Note) content(i int) (text string, replaced bool) {
	if e, ok := n.edits[i]; ok && !e.keep {
		return e.content, true
	}
	return n.Slots[i].Content, false
}

// freezeNumber writes what is from at on, up to and with the content of an inline slot, and returns where to go on.
func (n *Note) freezeNumber(out *bytes.Buffer, at, i int) int {
	l := n.layouts[i]
	content, _ := n.content(i)
	out.Write(n.data[at:l.open.start])
	switch l.open.spelling {
	case slashes: // each on a line of its own, which the text goes on over
		out.WriteString(content + l.eol)
		return l.close.end + lineLength(n.data[l.close.end:])
	case percent: // the marker hides the end of its line and the blanks at the beginning of the next
		out.WriteString(content)
		rest := n.data[l.close.end:]
		next := rest[lineLength(rest):]
		if line := next[:lineLength(next)]; len(bytes.TrimSpace(line)) == 0 {
			return l.close.end
		}
		return len(n.data) - len(bytes.TrimLeft(next, " \t"))
	}
	out.Write(n.data[l.bodyStart:l.contentStart])
	out.WriteString(content)
	out.Write(n.data[l.contentEnd:l.bodyEnd])
	return l.close.end
}

// freezeBlock does the same for a block.
func (n *Note) freezeBlock(out *bytes.Buffer, at, i int) int {
	l, s := n.layouts[i], n.Slots[i]
	out.Write(n.data[at:l.open.lineStart])
	blank := strings.TrimRight(s.Prefix, " \t") + l.eol
	parts := n.Format.markdownLike() || n.Format == Org // a comment stands between blocks
	content, replaced := n.content(i)
	lines := string(n.data[l.contentStart:l.contentEnd]) + l.eol
	switch {
	case content == "":
		lines = ""
	case replaced:
		var b strings.Builder
		n.writeLines(&b, s.Prefix, l.eol, content)
		lines = b.String()
	}
	if l.open.opens { // the content takes the marker's place behind the bullet
		out.Write(n.data[l.open.lineStart:l.open.start])
		if lines = strings.TrimPrefix(lines, s.Prefix); lines == "" {
			lines = l.eol
		}
	} else if parts && content != "" && !endsBlank(out.Bytes()) {
		out.WriteString(blank)
	}
	next := l.close.end + lineLength(n.data[l.close.end:])
	if next == l.close.end || n.data[next-1] != '\n' && n.data[next-1] != '\r' { // the end marker was the last line, without an end
		lines = strings.TrimSuffix(lines, l.eol)
	}
	out.WriteString(lines)
	follows := n.data[next:]
	emptyItem := l.open.opens && content == ""
	if parts && !emptyItem && len(follows) > 0 && !isBlank(follows[:lineLength(follows)]) && !endsBlank(out.Bytes()) {
		out.WriteString(blank)
	}
	return next
}

// isBlank reports whether a line has nothing but blanks and the signs of quotes.
func isBlank(line []byte) bool { return len(bytes.Trim(line, " \t>\r\n")) == 0 }

// endsBlank reports whether the last line is blank, or there is none.
func endsBlank(s []byte) bool {
	s = bytes.TrimSuffix(bytes.TrimSuffix(s, []byte("\n")), []byte("\r"))
	return isBlank(s[bytes.LastIndexAny(s, "\r\n")+1:])
}

// Diff is what distinguishes two versions of a file, as a unified diff with name in its head; "" if nothing does. It takes
// n log n steps for n lines.
func Diff(old, new []byte, name string) string {
	d := string(diff.Diff("a/"+name, old, "b/"+name, new))
	_, d, _ = strings.Cut(d, "\n") // a line with the command diff
	return d
}
