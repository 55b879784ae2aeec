package note

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// layout is where the parts of a slot are in the file. Between open and close lies the body; the content is the body without the
// blank lines, or blanks, around it.
type layout struct {
	open, close              tag
	bodyStart, bodyEnd       int
	contentStart, contentEnd int
	eol                      string // of the line of the begin marker
}

// trimBlankLines leaves away blank lines, which have a part of the prefix at most, at both ends of data[start:end], which is whole
// lines. The result has no line end at its end. If all is blank it is all.
func trimBlankLines(data []byte, start, end int, prefix string) (from, to int) {
	s := data[start:end]
	blank := func(line []byte) bool {
		return len(bytes.Trim(line, " \t>")) == 0 && strings.TrimSpace(withoutPrefix(string(line), prefix)) == ""
	}
	from, to = start, end
	for len(s) > 0 {
		n := lineLength(s)
		if !blank(bytes.TrimRight(s[:n], "\r\n")) {
			break
		}
		s, from = s[n:], from+n
	}
	if len(s) == 0 {
		return start, end
	}
	for {
		s = bytes.TrimSuffix(bytes.TrimSuffix(s, []byte("\n")), []byte("\r"))
		i := bytes.LastIndexAny(s, "\r\n") + 1
		if !blank(s[i:]) {
			return from, from + len(s)
		}
		s = s[:i]
	}
}

// lineLength is the length of the first line of s, with its end.
func lineLength(s []byte) int {
	i := bytes.IndexAny(s, "\r\n")
	switch {
	case i < 0:
		return len(s)
	case s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n':
		return i + 2
	}
	return i + 1
}

// trimBlanks leaves away blanks and line ends at both ends of data[start:end]; if there is nothing else it is the end, empty.
func trimBlanks(data []byte, start, end int) (from, to int) {
	s := data[start:end]
	trimmed := bytes.TrimLeft(s, " \t\r\n")
	if len(trimmed) == 0 {
		return end, end
	}
	from = end - len(trimmed)
	return from, from + len(bytes.TrimRight(trimmed, " \t\r\n"))
}

// stripped is the content of a block: its lines without the prefix, with LF between them.
func stripped(raw []byte, prefix string) string {
	var lines []string
	for len(raw) > 0 {
		n := lineLength(raw)
		lines = append(lines, withoutPrefix(string(bytes.TrimRight(raw[:n], "\r\n")), prefix))
		raw = raw[n:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// withoutPrefix takes the prefix of a slot from a line, or as much of it as the line has.
func withoutPrefix(line, prefix string) string {
	if rest, ok := strings.CutPrefix(line, prefix); ok {
		return rest
	}
	for prefix != "" && line != "" {
		switch c := prefix[0]; {
		case c == line[0] && (c == '>' || c == ' ' || c == '\t'):
			line = line[1:]
		case c == '>' && strings.HasPrefix(strings.TrimLeft(line, " \t"), ">"):
			line = strings.TrimLeft(line, " \t")[1:]
		}
		prefix = prefix[1:]
	}
	return line
}

// samePrefix reports whether two prefixes stand for the same quotes and the same indentation.
func samePrefix(a, b string) bool { return evenPrefix(a) == evenPrefix(b) }

// evenPrefix is a prefix without what means nothing: a blank after a >, and how tabs are written.
func evenPrefix(s string) string {
	return strings.NewReplacer("\t", "    ", "> ", ">", ">\t", ">   ").Replace(s)
}

// sumLength is how many hexadecimal digits a sum has: one edit in 16 million goes unseen.
const sumLength = 6

// Sum is the checksum of a content, as end markers record it. It does not depend on spacing that programs which format notes
// change: how wide the columns of a table are, blanks at the ends of lines, how many blank lines there are.
func Sum(content string) string {
	sum := sha256.Sum256([]byte(even(content)))
	return hex.EncodeToString(sum[:])[:sumLength]
}

var (
	blanks = regexp.MustCompile(`[ \t]+`)
	dashes = regexp.MustCompile(`-{3,}`)
)

// even is a content without the spacing that means nothing.
func even(content string) string {
	var lines []string
	for l := range strings.SplitSeq(strings.ReplaceAll(content, "\r\n", "\n"), "\n") {
		l = strings.Trim(blanks.ReplaceAllString(l, " "), " ")
		if l == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		if strings.HasPrefix(l, "|") && strings.Trim(l, "|-+: ") == "" { // what separates the head of a table, in Org too
			l = dashes.ReplaceAllString(l, "---")
		}
		lines = append(lines, l)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
