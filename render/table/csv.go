package table

import (
	"encoding/csv"
	"regexp"
	"strings"
)

// csv returns t as comma-separated values; see the package comment.
func (t Table) csv(o Options) string {
	var b strings.Builder
	if len(t.Columns) > 0 {
		names := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			names[i] = csvText(c.Name)
		}
		writeRecord(&b, names)
	}
	for _, row := range t.Rows {
		record := make([]string, len(row))
		for i, c := range row {
			record[i] = csvCell(c)
		}
		writeRecord(&b, record)
	}
	if o.CSVStamp && t.Stamp != "" {
		b.WriteString("# " + Visible(t.Stamp) + "\n")
	}
	return b.String()
}

// writeRecord appends one line. A record of one empty field would be an empty
// line, which readers skip, and one that starts with # a comment: both are
// quoted here because encoding/csv does not.
func writeRecord(b *strings.Builder, record []string) {
	if len(record) == 0 {
		return
	}
	if len(record) == 1 && record[0] == "" {
		b.WriteString("\"\"\n")
		return
	}
	if first := record[0]; strings.HasPrefix(first, "#") && !strings.ContainsAny(first, "\",\r\n") {
		b.WriteString(`"` + first + `"`)
		if record = record[1:]; len(record) == 0 {
			b.WriteByte('\n')
			return
		}
		b.WriteByte(',')
	}
	w := csv.NewWriter(b)
	w.Write(record) // a Builder never fails, and Flush has nothing else to report
	w.Flush()
}

// bareNumber is what may stand in a CSV without the formula escape.
var bareNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func csvCell(c Cell) string {
	s := c.Text
	if c.Raw != "" {
		s = c.Raw
	}
	if c.Number && bareNumber.MatchString(s) {
		return s
	}
	return csvText(s)
}

// csvText returns s as valid UTF-8 with LF line ends and the formula escape.
func csvText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	var b strings.Builder
	for start := 0; ; {
		if inDanger(s[start:], start == 0) {
			b.WriteByte('\'')
		}
		n := strings.IndexAny(s[start:], separators) + 1
		if n == 0 {
			b.WriteString(s[start:])
			return b.String()
		}
		b.WriteString(s[start : start+n])
		start += n
	}
}

// What a spreadsheet may split a line at, whatever separator we wrote, and
// what makes a formula of what follows.
const (
	separators = ";\t\r\n"
	formula    = "=+-@＝＋－＠"
	quotes     = "\"'`＂＇“”‘’"
)

// inDanger reports whether the cell that begins s could run as a formula. The
// characters that hide the beginning are looked through. A whole cell (first)
// that starts with a separator is in danger too: some programs drop it.
//
// Because quotes are looked through, a text with an apostrophe in front is in
// danger exactly when it is so without, which makes the escape reversible.
func inDanger(s string, first bool) bool {
	for _, r := range s {
		switch {
		case strings.ContainsRune(formula, r):
			return true
		case strings.ContainsRune(separators, r):
			return first && r != ';'
		case r == ' ' || hidden(r) || strings.ContainsRune(quotes, r):
		default:
			return false
		}
	}
	return false
}
