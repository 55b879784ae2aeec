package note

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// markdown walks through the blocks of a Markdown file, line by line, as CommonMark describes it: containers (quotes, items of
// lists, footnotes) around one leaf (a paragraph, code, HTML). It knows as much as is needed to tell what is prose, where
// comments are, and with what a line begins; it never builds a tree.
type markdown struct {
	*reading
	stack  []container
	pieces []piece // of the line at hand: what its containers took
	leaf   leaf
	since  int    // the line on which the leaf began
	mark   []byte // of a fence: its character, as often as it is there
	html   htmlKind
	lines  []textLine // of a paragraph or of HTML
	table  bool       // the paragraph has turned out to be a table, which does not go on as a paragraph would
}

// container is a quote, or an item or footnote whose lines are indented.
type container struct {
	quote    bool
	width    int  // columns of indentation that a line needs
	empty    bool // an item of which nothing was seen
	footnote bool
}

// piece is what a container took from the front of a line.
type piece struct {
	start, end int
	width      int // of an item or footnote that begins here: how many spaces stand for it on other lines; else -1
}

// maxDepth is how many containers there can be in each other; what is deeper is taken for text.
const maxDepth = 200

type leaf uint8

const (
	noLeaf leaf = iota
	paragraph
	fence
	indented
	html
)

// htmlKind is the number that CommonMark gives to a kind of HTML block, and two of ours.
type htmlKind uint8

const (
	htmlRaw     htmlKind = 1 // script, pre, style, textarea
	htmlComment htmlKind = 2
	htmlTag     htmlKind = 6 // known tags, and 7: any tag alone on its line
	braceNote   htmlKind = 8 // a comment of MDX over several lines
	percentNote htmlKind = 9 // one of Obsidian
	htmlScript  htmlKind = 10
)

// cursor is a place in a line, with its column: a tab reaches to the next multiple of four.
type cursor struct {
	data     []byte
	pos, end int
	col      int
}

// ahead is where the next character is that is no blank, and how many columns of blanks are before it.
func (c *cursor) ahead() (pos, indent int) {
	col := c.col
	for pos = c.pos; pos < c.end; pos++ {
		switch c.data[pos] {
		case ' ':
			col++
		case '\t':
			col += 4 - col%4
		default:
			return pos, col - c.col
		}
	}
	return pos, col - c.col
}

// blanks takes at most n columns of blanks. Of a tab it may take a part.
func (c *cursor) blanks(n int) {
	for n > 0 && c.pos < c.end {
		switch c.data[c.pos] {
		case ' ':
			c.pos, c.col, n = c.pos+1, c.col+1, n-1
		case '\t':
			width := 4 - c.col%4
			if width > n {
				c.col += n
				return
			}
			c.pos, c.col, n = c.pos+1, c.col+width, n-width
		default:
			return
		}
	}
}

// take moves n bytes, none of them a tab.
func (c *cursor) take(n int) { c.pos, c.col = c.pos+n, c.col+n }

func (r *reading) readMarkdown() {
	m := &markdown{reading: r}
	l, ok := r.first()
	if ok {
		l, ok = r.frontMatter(l)
	}
	for ; ok; l, ok = r.after(l) {
		m.line(l)
	}
	m.flush()
}

// frontMatter skips the front matter that may begin on the first line l, and returns the line after it.
func (r *reading) frontMatter(l line) (line, bool) {
	open := string(bytes.TrimRight(r.data[l.start:l.end], " \t"))
	if open != "---" && open != "+++" {
		return l, true
	}
	at := *r
	for next, ok := r.after(l); ok; next, ok = r.after(next) {
		if s := string(bytes.TrimRight(r.data[next.start:next.end], " \t")); s == open || open == "---" && s == "..." {
			return r.after(next)
		}
		r.skip(next, "in the front matter")
	}
	r.nextLF, r.nextCR, r.ignored = at.nextLF, at.nextCR, at.ignored
	return l, true // it never ends, so it is none
}

// line reads one line.
func (m *markdown) line(l line) {
	c := &cursor{data: m.data, pos: l.start, end: l.end}
	m.pieces = m.pieces[:0]
	matched := m.match(c)
	all := matched == len(m.stack)
	if all && m.leaf > paragraph && m.inLeaf(c, l) {
		return
	}
	if !all && m.leaf > paragraph {
		m.flush()
	}
	opened := m.open(c, l, &matched)
	pos, _ := c.ahead()
	blank := pos == c.end
	switch {
	case opened == openedLeaf:
		m.filled(true)
		return
	case m.leaf == paragraph && !blank && opened == openedNothing && (matched == len(m.stack) || !m.table): // also a lazy one, without its containers
	case m.leaf == paragraph && (blank || opened != openedNothing || matched < len(m.stack)):
		m.flush()
	}
	if m.leaf != paragraph {
		m.stack = m.stack[:matched]
		if blank {
			return
		}
		m.leaf, m.since = paragraph, l.number
	}
	m.filled(!blank)
	m.add(pos, l)
	if n := len(m.lines); n > 1 && !m.table && isDelimiter(m.data[pos:l.end]) {
		head := m.lines[n-2]
		m.table = cells(m.data[pos:l.end]) == cells(m.data[head.start:head.end])
	}
}

// match takes from the front of the line what the open containers want, and returns how many of them go on.
func (m *markdown) match(c *cursor) int {
	for i, ct := range m.stack {
		pos, indent := c.ahead()
		start := c.pos
		switch blank := pos == c.end; {
		case ct.quote:
			if indent > 3 || blank || m.data[pos] != '>' {
				return i
			}
			c.blanks(indent)
			c.take(1)
			c.blanks(1)
		case blank && ct.empty:
			return i
		case blank:
			c.blanks(indent)
		case indent < ct.width:
			return i
		default:
			c.blanks(ct.width)
		}
		m.pieces = append(m.pieces, piece{start, c.pos, -1})
	}
	return len(m.stack)
}

// filled notes that the open containers have something in them.
func (m *markdown) filled(yes bool) {
	for i := range m.stack {
		m.stack[i].empty = m.stack[i].empty && !yes
	}
}

// inLeaf reads a line inside code or HTML, and reports whether it belonged there.
func (m *markdown) inLeaf(c *cursor, l line) bool {
	pos, indent := c.ahead()
	blank := pos == c.end
	switch m.leaf {
	case fence:
		if rest := bytes.TrimRight(m.data[pos:c.end], " \t"); indent < 4 && len(rest) >= len(m.mark) && len(bytes.Trim(rest, string(m.mark[:1]))) == 0 {
			m.flush()
			return true
		}
		m.skip(l, fmt.Sprintf("in the code that begins on line %d", m.since))
		return true
	case indented:
		if !blank && indent < 4 {
			m.flush()
			return false
		}
		m.skip(l, "in code, as it is indented by four columns")
		return true
	}
	if blank && (m.html == htmlTag || m.html == htmlTag+1) {
		m.flush()
		return false
	}
	m.htmlLine(c, l)
	return true
}

// what a line can open.
type opening uint8

const (
	openedNothing opening = iota
	openedContainer
	openedLeaf
)

// open opens the containers, and perhaps the leaf, that begin on the line. matched is how many containers go on; the others are
// closed when something is opened.
func (m *markdown) open(c *cursor, l line, matched *int) opening {
	opened := openedNothing
	room := func() { // closes what does not go on
		m.flush()
		m.stack = m.stack[:*matched]
		m.filled(true)
		opened = openedContainer
	}
	for {
		pos, indent := c.ahead()
		if pos == c.end || *matched == maxDepth {
			return opened
		}
		inParagraph := m.leaf == paragraph && opened == openedNothing && !m.table
		goesOn := inParagraph && *matched == len(m.stack)
		rest := m.data[pos:c.end]
		switch {
		case indent >= 4 && (inParagraph || m.format == MDX):
			return opened
		case indent >= 4:
			room()
			m.leaf, m.since = indented, l.number
			m.skip(l, "in code, as it is indented by four columns")
			return openedLeaf
		case m.leafStart(c, l, rest, pos, goesOn, inParagraph, room):
			return openedLeaf
		case !m.container(c, rest, indent, goesOn, room):
			return opened
		}
		*matched = len(m.stack)
	}
}

// container opens the container that begins with rest, and reports whether there is one.
func (m *markdown) container(c *cursor, rest []byte, indent int, interrupts bool, room func()) bool {
	start := c.pos
	open := func(n int) {
		room()
		c.blanks(indent)
		c.take(n)
	}
	if rest[0] == '>' {
		open(1)
		c.blanks(1)
		m.stack = append(m.stack, container{quote: true})
		m.pieces = append(m.pieces, piece{start, c.pos, -1})
		return true
	}
	if n := footnoteLabel(rest); n > 0 {
		open(n)
		if pos, blanks := c.ahead(); pos < c.end { // what follows is at the beginning, however far
			c.blanks(blanks)
		}
		m.stack = append(m.stack, container{width: 4, footnote: true})
		m.pieces = append(m.pieces, piece{start, c.pos, 4})
		return true
	}
	n := listMarker(rest, interrupts)
	if n == 0 {
		return false
	}
	open(n)
	pos, spaces := c.ahead()
	empty := pos == c.end
	if spaces < 1 || spaces > 4 || empty {
		spaces = 1
	}
	c.blanks(spaces)
	width := indent + n + spaces
	m.stack = append(m.stack, container{width: width, empty: empty})
	m.pieces = append(m.pieces, piece{start, c.pos, width})
	return true
}

// leafStart opens the leaf, other than a paragraph, that begins with rest, and reports whether there is one.
func (m *markdown) leafStart(c *cursor, l line, rest []byte, pos int, goesOn, inParagraph bool, room func()) bool {
	switch rest[0] {
	case '#':
		if n := len(rest) - len(bytes.TrimLeft(rest, "#")); n <= 6 && (n == len(rest) || rest[n] == ' ' || rest[n] == '\t') {
			room()
			m.leaf = paragraph
			m.add(pos+n, l)
			m.flush()
			return true
		}
	case '`', '~':
		n := len(rest) - len(bytes.TrimLeft(rest, string(rest[:1])))
		if n < 3 || rest[0] == '`' && bytes.IndexByte(rest[n:], '`') >= 0 {
			return false
		}
		room()
		m.leaf, m.since, m.mark = fence, l.number, rest[:n]
		m.skip(l, "in the opening line of code")
		return true
	case '<', '{', '%':
		kind := m.htmlStart(rest, inParagraph)
		if kind == 0 {
			return false
		}
		room()
		m.leaf, m.since, m.html = html, l.number, kind
		c.blanks(1 << 20)
		m.htmlLine(c, l)
		return true
	case '=', '-', '*', '_':
		if goesOn && (rest[0] == '=' || rest[0] == '-') && len(bytes.TrimRight(bytes.TrimLeft(rest, string(rest[:1])), " \t")) == 0 {
			m.flush() // the underline of a heading
			return true
		}
		if isRule(rest) {
			room()
			return true
		}
	}
	return false
}

// isRule reports whether a line is a thematic break.
func isRule(rest []byte) bool {
	n := 0
	for _, c := range rest {
		switch c {
		case rest[0]:
			n++
		case ' ', '\t':
		default:
			return false
		}
	}
	return n >= 3 && rest[0] != '='
}

// listMarker returns how long the bullet or number is with which rest begins, or 0. Fewer can interrupt a paragraph.
func listMarker(rest []byte, interrupts bool) int {
	n := 0
	switch c := rest[0]; {
	case c == '-' || c == '*' || c == '+':
		n = 1
	case c >= '0' && c <= '9':
		for n < len(rest) && n < 10 && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n > 9 || n == len(rest) || rest[n] != '.' && rest[n] != ')' || interrupts && string(bytes.TrimLeft(rest[:n-1], "0")) != "" || interrupts && rest[n-1] != '1' {
			return 0
		}
		n++
	default:
		return 0
	}
	if n < len(rest) && rest[n] != ' ' && rest[n] != '\t' || interrupts && len(bytes.TrimLeft(rest[n:], " \t")) == 0 {
		return 0
	}
	return n
}

// footnoteLabel returns how long the label of a footnote's definition is with which rest begins, or 0.
func footnoteLabel(rest []byte) int {
	if !bytes.HasPrefix(rest, []byte("[^")) {
		return 0
	}
	i := bytes.IndexByte(rest, ']')
	if i < 3 || i+1 >= len(rest) || rest[i+1] != ':' || bytes.ContainsAny(rest[:i], " \t") {
		return 0
	}
	return i + 2
}

// add adds a line, from pos on, to the leaf.
func (m *markdown) add(pos int, l line) {
	t := textLine{start: pos, end: l.end, lineStart: l.start, number: l.number}
	if l.keyword {
		t.prefix, t.opens = m.prefix()
		from := l.start
		if n := len(m.pieces); n > 0 {
			from = m.pieces[n-1].end
		}
		lead := string(m.data[from:pos])
		t.prefix += lead
		t.behind = strings.Trim(lead, " \t") != ""
	}
	m.lines = append(m.lines, t)
}

// prefix is with what a line begins that is to stand in the same containers as the line at hand, and whether one of them begins
// on the line at hand.
func (m *markdown) prefix() (prefix string, opens bool) {
	var b []byte
	for _, p := range m.pieces {
		if p.width < 0 {
			b = append(b, m.data[p.start:p.end]...)
			continue
		}
		opens = true
		b = append(b, bytes.Repeat([]byte(" "), p.width)...)
	}
	return string(b), opens
}

// flush ends the leaf.
func (m *markdown) flush() {
	switch m.leaf {
	case paragraph:
		m.paragraph(m.lines)
	case html:
		m.htmlBlock(m.lines, m.html)
	}
	m.leaf, m.lines, m.table = noLeaf, m.lines[:0], false
}

// blockTags are the tags with which HTML begins that goes on to the next blank line.
var blockTags = regexp.MustCompile(`(?i)^</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[ \t]|/?>|$)`)

var (
	loneTag  = regexp.MustCompile(`^(?:<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:[^\s"'=<>` + "`" + `]+|'[^']*'|"[^"]*"))?)*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*$`)
	rawTag   = regexp.MustCompile(`(?i)^<(?:(script|style|textarea)|pre)(?:[ \t>]|$)`)
	rawClose = regexp.MustCompile(`(?i)^</(?:script|pre|style|textarea)\b`)
	rawEnd   = regexp.MustCompile(`(?i)</(?:script|pre|style|textarea)>`)
)

// htmlStart returns the kind of HTML, or of a comment of ours, that begins with rest, or 0.
func (m *markdown) htmlStart(rest []byte, inParagraph bool) htmlKind {
	switch rest[0] {
	case '{':
		return m.noteStart(MDX, rest, braced, braceNote)
	case '%':
		return m.noteStart(Obsidian, rest, percents, percentNote)
	}
	if m.format == MDX || len(rest) < 2 {
		return 0
	}
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		return htmlComment
	case rest[1] == '?':
		return 3
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		return 5
	case rest[1] == '!' && len(rest) > 2 && rest[2]|0x20 >= 'a' && rest[2]|0x20 <= 'z':
		return 4
	}
	switch raw := rawTag.FindSubmatch(rest); {
	case raw != nil && raw[1] != nil:
		return htmlScript
	case raw != nil:
		return htmlRaw
	case blockTags.Match(rest):
		return htmlTag
	case !inParagraph && !rawClose.Match(rest) && loneTag.Match(rest):
		return htmlTag + 1
	}
	return 0
}

// noteStart is the kind of a line that begins with a comment of MDX or Obsidian, if it is alone on its line or goes on below.
func (m *markdown) noteStart(f Format, rest []byte, s spelling, goesOn htmlKind) htmlKind {
	if m.format != f || !bytes.HasPrefix(rest, []byte(s.open)) {
		return 0
	}
	i := bytes.Index(rest[len(s.open):], []byte(s.close))
	switch {
	case i < 0:
		return goesOn
	case len(bytes.TrimRight(rest[len(s.open)+i+len(s.close):], " \t")) == 0:
		return htmlComment
	}
	return 0
}

// htmlLine adds a line to HTML, and ends it where the line has what ends it.
func (m *markdown) htmlLine(c *cursor, l line) {
	start := c.pos
	m.add(start, l)
	rest := m.data[start:l.end]
	has := func(s string) bool { return bytes.Contains(rest, []byte(s)) }
	first := len(m.lines) == 1
	over := false
	switch m.html {
	case htmlRaw, htmlScript:
		over = rawEnd.Match(rest)
	case htmlComment:
		over = m.format != Markdown && first && !bytes.HasPrefix(rest, []byte("<!--")) || has("-->")
	case 3:
		over = has("?>")
	case 4:
		over = has(">")
	case 5:
		over = has("]]>")
	case braceNote:
		over = has("*/}")
	case percentNote:
		over = !first && has("%%")
	}
	if over {
		m.flush()
	}
}
