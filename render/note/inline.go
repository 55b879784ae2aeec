package note

import (
	"bytes"
	"fmt"
	"slices"
)

// paragraph looks for comments in the lines of a paragraph or heading. Lines that are a table are looked at cell by cell.
func (m *markdown) paragraph(lines []textLine) {
	t := m.join(lines)
	if t == nil {
		return
	}
	t.footnote = slices.ContainsFunc(m.stack, func(c container) bool { return c.footnote })
	table := tableStart(t)
	t.table = table
	if table < 0 {
		m.scan(t, 0, len(t.joined), false)
		m.keep(t)
		return
	}
	m.scan(t, 0, t.lines[table].at, false)
	columns := cells(t.joined[t.lines[table].at : t.lines[table+1].at-1])
	for i := table; i < len(t.lines); i++ {
		end := len(t.joined)
		if i+1 < len(t.lines) {
			end = t.lines[i+1].at
		}
		m.row(t, t.lines[i], end, columns)
	}
	m.keep(t)
}

// row looks for comments in the cells of a row. Cells for which the table has no column are not shown.
func (m *markdown) row(t *text, l textLine, end, columns int) {
	at := l.at
	if first := bytes.TrimLeft(t.joined[at:end], " \t"); len(first) > 0 && first[0] == '|' {
		at = end - len(first) + 1
	}
	for n := 0; at < end; n++ {
		next := cellEnd(t.joined, at, end)
		if n == columns {
			if len(bytes.TrimSpace(t.joined[at:end])) > 0 {
				m.skip(m.whole(l), "in a cell for which the table has no column")
				m.hide(t, at, end-1, tokenCode)
			}
			return
		}
		m.scan(t, at, next, true)
		at = next + 1
	}
}

// tableStart is the number of the line that is the head of a table: the line below it is made of dashes, and has as many cells.
// It is -1 if there is none.
func tableStart(t *text) int {
	for i := 1; i < len(t.lines); i++ {
		end := len(t.joined)
		if i+1 < len(t.lines) {
			end = t.lines[i+1].at
		}
		below := t.joined[t.lines[i].at : end-1]
		if isDelimiter(below) && cells(below) == cells(t.joined[t.lines[i-1].at:t.lines[i].at-1]) {
			return i - 1
		}
	}
	return -1
}

// isDelimiter reports whether a line is that between the head and the rows of a table: | --- | ---: |
func isDelimiter(row []byte) bool {
	dashes, bar := 0, false
	for i, c := range row {
		switch c {
		case '-':
			dashes++
		case '|':
			bar = true
		case ':':
			if i > 0 && row[i-1] == ':' {
				return false
			}
		case ' ', '\t':
		default:
			return false
		}
	}
	if dashes == 0 || !bar && !bytes.ContainsRune(row, ':') {
		return false
	}
	for cell := range bytes.SplitSeq(bytes.Trim(bytes.TrimSpace(row), "|"), []byte("|")) {
		inner := bytes.TrimSpace(cell)
		if inner = bytes.TrimSuffix(bytes.TrimPrefix(inner, []byte(":")), []byte(":")); len(inner) == 0 || len(bytes.Trim(inner, "-")) > 0 {
			return false
		}
	}
	return true
}

// cells is how many cells a row has.
func cells(row []byte) int {
	row = bytes.TrimSpace(row)
	n := 1
	for i := 0; i < len(row); i++ {
		switch {
		case row[i] == '\\':
			i++
		case row[i] == '|' && i > 0 && i < len(row)-1:
			n++
		}
	}
	return n
}

// cellEnd is where the cell that begins at i ends: at a bar, or at end.
func cellEnd(s []byte, i, end int) int {
	for ; i < end; i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			return i
		}
	}
	return end
}

// scan looks for comments between from and to, stepping over code and tags as a program that shows the note would.
func (m *markdown) scan(t *text, from, to int, inTable bool) {
	s := &span{markdown: m, text: t, s: t.joined[:to], inTable: inTable}
	for i := from; i < to; {
		i = s.step(i)
	}
}

// span is a stretch of a text in which code and comments do not reach over the ends.
type span struct {
	*markdown
	text    *text
	s       []byte
	inTable bool
	runs    map[int]int // for each length of runs of backticks where the last of them begins; nil: not looked for yet
	open    bool        // nothing closes a comment any more
}

// step deals with what is at i and returns where to go on.
func (p *span) step(i int) int {
	next := byte(0)
	if i+1 < len(p.s) {
		next = p.s[i+1]
	}
	switch c := p.s[i]; {
	case c == '\\':
		return i + 2
	case c == '`':
		return p.code(i)
	case c == '<' && bytes.HasPrefix(p.s[i:], []byte("<!--")):
		return p.angled(i)
	case c == '<':
		n, kind := tagLength(p.s[i:])
		if n > 1 {
			p.hide(p.text, i, i+n, kind)
		}
		return i + n
	case c == '{' && p.format == MDX && bytes.HasPrefix(p.s[i:], []byte(braced.open)):
		return p.commentAt(p.text, braced, i, after(p.s, i+3, braced.close), p.inTable)
	case c == '%' && p.format == Obsidian && next == '%':
		return p.commentAt(p.text, percents, i, after(p.s, i+2, "%%"), p.inTable)
	case c == ']' && p.all && next == '(':
		n := destination(p.s[i+1:])
		p.hide(p.text, i+1, i+1+n, tokenTag)
		return i + 1 + n
	}
	return i + 1
}

// code steps over code, if the backticks at i are closed by as many.
func (p *span) code(i int) int {
	n := runLength(p.s, i)
	if p.runs == nil {
		p.runs = lastRuns(p.s, i)
	}
	if p.runs[n] <= i {
		return i + n
	}
	end := closingRun(p.s, i+n, n)
	p.hide(p.text, i, end, tokenCode)
	return end
}

// angled deals with a comment of HTML. <!--> is a whole one.
func (p *span) angled(i int) int {
	end := -1
	if !p.open {
		end = after(p.s, i+2, "-->")
		p.open = end < 0
	}
	if p.format == MDX {
		p.foreign(p.text, i, end)
		return max(i+4, end)
	}
	return p.commentAt(p.text, angled, i, end, p.inTable)
}

// commentAt deals with a comment from start to end, or without an end if that is -1, and returns where to go on.
func (m *markdown) commentAt(t *text, s spelling, start, end int, inTable bool) int {
	if end >= 0 {
		m.comment(t, s, start, end, inTable)
		return end
	}
	if looksLikeMarker(t.lineFrom(start + len(s.open))) {
		m.comment(t, s, start, -1, inTable)
	}
	return start + len(s.open)
}

// foreign notes a marker in HTML's spelling, which MDX does not have.
func (m *markdown) foreign(t *text, start, end int) {
	n := len(m.markers)
	m.commentAt(t, angled, start, end, false)
	if len(m.markers) > n {
		m.markers[n].foreign = true
	}
}

func runLength(s []byte, i int) int {
	n := 1
	for i+n < len(s) && s[i+n] == s[i] {
		n++
	}
	return n
}

// lastRuns says for each length of runs of backticks, from i on, where the last run of that length begins.
func lastRuns(s []byte, i int) map[int]int {
	runs := map[int]int{}
	for i < len(s) {
		j := bytes.IndexByte(s[i:], '`')
		if j < 0 {
			break
		}
		i += j
		n := runLength(s, i)
		runs[n] = i
		i += n
	}
	return runs
}

// closingRun is where the next run of exactly n backticks ends, or -1.
func closingRun(s []byte, i, n int) int {
	for i < len(s) {
		j := bytes.IndexByte(s[i:], '`')
		if j < 0 {
			return -1
		}
		i += j
		k := runLength(s, i)
		if i += k; k == n {
			return i
		}
	}
	return -1
}

// after is where the next sign that closes a comment ends, or -1.
func after(s []byte, i int, sign string) int {
	if i > len(s) {
		return -1
	}
	j := bytes.Index(s[i:], []byte(sign))
	if j < 0 {
		return -1
	}
	return i + j + len(sign)
}

// mostLookedAt is how many bytes behind a sign are looked at for what closes it, where it is looked for behind every such sign.
const mostLookedAt = 4 << 10

// tagLength is the length of the tag or the address in angle brackets with which s begins, or 1 if it is neither.
func tagLength(s []byte) (int, tokenKind) {
	s = s[:min(len(s), mostLookedAt)]
	if len(s) < 3 {
		return 1, tokenTag
	}
	letter := s[1]|0x20 >= 'a' && s[1]|0x20 <= 'z'
	if letter {
		if i := bytes.IndexAny(s, "> \n<"); i > 0 && s[i] == '>' && bytes.ContainsAny(s[:i], ":@") && !bytes.ContainsAny(s[:i], `"'=`) {
			return i + 1, tokenLink
		}
	}
	if n := htmlTagLength(s); n > 0 {
		return n, tokenTag
	}
	return 1, tokenTag
}

// htmlTagLength is the length of the HTML tag with which s begins, or 0.
func htmlTagLength(s []byte) int {
	i := 1
	closing := s[1] == '/'
	if closing {
		i++
	}
	name := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > name && (s[i] >= '0' && s[i] <= '9' || s[i] == '-')) {
		i++
	}
	if i == name {
		return 0
	}
	for i < len(s) {
		blank := i
		for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n') {
			i++
		}
		switch {
		case i == len(s):
			return 0
		case s[i] == '>':
			return i + 1
		case s[i] == '/' && i+1 < len(s) && s[i+1] == '>' && !closing:
			return i + 2
		case blank == i || closing:
			return 0
		}
		if i = htmlAttribute(s, i); i < 0 {
			return 0
		}
	}
	return 0
}

// htmlAttribute is where the attribute ends that begins at i, or -1.
func htmlAttribute(s []byte, i int) int {
	start := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] == '_' || s[i] == ':' || i > start && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '-')) {
		i++
	}
	if i == start {
		return -1
	}
	value := i
	for value < len(s) && (s[value] == ' ' || s[value] == '\t' || s[value] == '\n') {
		value++
	}
	if value == len(s) || s[value] != '=' {
		return i
	}
	for value++; value < len(s) && (s[value] == ' ' || s[value] == '\t' || s[value] == '\n'); {
		value++
	}
	if value == len(s) {
		return -1
	}
	if c := s[value]; c == '"' || c == '\'' {
		end := bytes.IndexByte(s[value+1:], c)
		if end < 0 {
			return -1
		}
		return value + 1 + end + 1
	}
	end := bytes.IndexAny(s[value:], " \t\n\"'=<>`")
	if end <= 0 {
		return -1
	}
	return value + end
}

// destination is the length of the address of a link, from ( to ), or 1.
func destination(s []byte) int {
	const deepest = 32 // as in cmark
	depth := 0
	for i, c := range s[:min(len(s), mostLookedAt)] {
		switch c {
		case '(':
			if depth++; depth > deepest {
				return 1
			}
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		case '\n':
			return 1
		}
	}
	return 1
}

// htmlBlock looks for comments in lines of HTML.
func (m *markdown) htmlBlock(lines []textLine, kind htmlKind) {
	t := m.join(lines)
	if t == nil {
		return
	}
	switch kind {
	case braceNote, percentNote:
		m.unclosedMarker(t, kind, t.lines[0])
	case 3, 4, 5, htmlScript:
		for _, l := range t.lines {
			m.skip(m.whole(l), "in HTML that is no text")
		}
	default:
		m.htmlText(t, kind)
		m.keep(t)
	}
}

// htmlText looks for comments in HTML, where there is no code in backticks.
func (m *markdown) htmlText(t *text, kind htmlKind) {
	before, comments := len(m.markers), true
	for i := 0; i < len(t.joined); {
		switch rest := t.joined[i:]; {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end := -1
			if comments {
				end = after(t.joined, i+2, "-->")
				comments = end >= 0
			}
			if j := bytes.IndexByte(rest[:max(end-i, 0)], '\n'); j >= 0 {
				m.skipLines(t, i+j+1, end, t.lines[0].number)
			}
			i = m.commentAt(t, angled, i, end, false)
		case m.format == MDX && bytes.HasPrefix(rest, []byte(braced.open)):
			i = m.commentAt(t, braced, i, after(t.joined, i+3, braced.close), false)
		case m.format == Obsidian && bytes.HasPrefix(rest, []byte("%%")):
			i = m.commentAt(t, percents, i, after(t.joined, i+2, "%%"), false)
		case m.all && rest[0] == '<':
			n, kind := tagLength(rest)
			if n > 1 {
				t.tokens = append(t.tokens, token{i, i + n, kind})
			}
			i += n
		default:
			i++
		}
	}
	for i := before; i < len(m.markers); i++ { // a whole line of HTML: see the warnings of Scan
		m.markers[i].first = m.markers[i].first && kind == htmlComment
	}
}

// unclosedMarker looks at a comment over several lines: it may be a marker that somebody broke.
func (m *markdown) unclosedMarker(t *text, kind htmlKind, first textLine) {
	s := braced
	if kind == percentNote {
		s = percents
	}
	if looksLikeMarker(t.lineFrom(len(s.open))) {
		m.comment(t, s, 0, -1, false)
		return
	}
	m.skipLines(t, 0, len(t.joined), first.number)
}

// skipLines notes the lines between two places of t that are inside a comment.
func (m *markdown) skipLines(t *text, from, to, since int) {
	first, _ := slices.BinarySearchFunc(t.lines, from, func(l textLine, from int) int { return l.at - from })
	for _, l := range t.lines[first:] {
		if l.at >= to {
			break
		}
		m.skip(m.whole(l), fmt.Sprintf("in the comment that begins on line %d", since))
	}
}

// whole is the line that l is of, from where its text begins.
func (r *reading) whole(l textLine) line {
	return line{start: l.start, end: l.end, number: l.number, keyword: bytes.Contains(r.data[l.start:l.end], []byte(keyword))}
}
