package table

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// markdown returns t in GitHub-flavoured Markdown.
func (t Table) markdown() string {
	var blocks []string
	if t.Title != "" {
		blocks = append(blocks, "**"+EscapeMarkdown(t.Title)+"**\n")
	}
	if len(t.Columns) > 0 {
		blocks = append(blocks, t.markdownGrid())
		if len(t.Rows) == 0 {
			blocks = append(blocks, "(none)\n")
		}
	}
	if len(t.Footnotes) > 0 {
		var b strings.Builder
		for i, note := range t.Footnotes {
			fmt.Fprintf(&b, "%d. %s\n", i+1, escapeBlock(note))
		}
		blocks = append(blocks, b.String())
	}
	if t.Stamp != "" {
		blocks = append(blocks, "*"+EscapeMarkdown(t.Stamp)+"*\n")
	}
	return strings.Join(blocks, "\n")
}

func (t Table) markdownGrid() string {
	var b strings.Builder
	for _, c := range t.Columns {
		b.WriteString("| " + EscapeMarkdown(c.Name) + " ")
	}
	b.WriteString("|\n")
	for _, c := range t.Columns {
		if c.Align == Right {
			b.WriteString("| ---: ")
		} else {
			b.WriteString("| --- ")
		}
	}
	b.WriteString("|\n")
	for _, row := range t.Rows {
		for _, c := range row {
			b.WriteString("| " + markdownCell(c) + " ")
		}
		b.WriteString("|\n")
	}
	return b.String()
}

func markdownCell(c Cell) string { return MarkdownLink(c.Text, c.Link) }

// MarkdownLink is a text as [EscapeMarkdown] writes it, as a link if address is one of the web.
func MarkdownLink(text, address string) string {
	text = EscapeMarkdown(text)
	if to, ok := webLink(address); ok && text != "" {
		return "[" + text + "](" + to + ")"
	}
	return text
}

// webLink returns address in a form that can stand between the parentheses of
// a Markdown link, if it is an absolute http or https address.
func webLink(address string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	var b strings.Builder
	for _, r := range u.String() {
		if r <= ' ' || r == 0x7f || hidden(r) || strings.ContainsRune("()<>[]|\\\"'`*_", r) {
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String(), true
}

// EscapeMarkdown returns s so that GitHub-flavoured Markdown shows it
// literally inside a paragraph or a table cell, on one line, with what cannot
// be seen made visible as by [Visible]. Leading and trailing space is dropped,
// as Markdown would.
//
// It does not guard the start of a block (a list, say), nor what a site does
// to the finished page, such as turning :tada: into a picture.
func EscapeMarkdown(s string) string {
	s = strings.TrimSpace(Visible(s))
	var b strings.Builder
	for i := range len(s) {
		if meant(s, i) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// meant reports whether the byte at i would mean something to Markdown:
// punctuation, a dollar sign that could open or close a formula (but not the
// one before an amount), and what makes a link of a bare address.
func meant(s string, i int) bool {
	switch c := s[i]; c {
	case '$':
		return i+1 == len(s) || s[i+1] < '0' || s[i+1] > '9'
	case ':':
		return strings.HasPrefix(s[i:], "://")
	case '.':
		return i >= 3 && strings.EqualFold(s[i-3:i], "www")
	default:
		return strings.IndexByte("\\`*_<>[]#!|~&@", c) >= 0
	}
}

// blockStart finds what would make a list, a heading line or a rule of a line.
var blockStart = regexp.MustCompile(`^(?:[-+=]|[0-9]{1,9}[.)])`)

// escapeBlock is EscapeMarkdown for a text that begins a block.
func escapeBlock(s string) string {
	s = EscapeMarkdown(s)
	if n := len(blockStart.FindString(s)); n > 0 {
		return s[:n-1] + `\` + s[n-1:]
	}
	return s
}
