package note

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// wholeFile makes one text of all lines of a file that has no containers.
func (r *reading) wholeFile() *text {
	t := &text{joined: make([]byte, 0, len(r.data)+1), table: -1}
	for l, ok := r.first(); ok; l, ok = r.after(l) {
		t.lines = append(t.lines, textLine{start: l.start, end: l.end, lineStart: l.start, number: l.number, at: len(t.joined)})
		t.joined = append(append(t.joined, r.data[l.start:l.end]...), '\n')
	}
	return t
}

// of is the text of the i-th line.
func (t *text) of(i int) []byte {
	l := t.lines[i]
	return t.joined[l.at : l.at+l.end-l.start]
}

// code notes that the i-th line is code.
func (r *reading) code(t *text, i int, why string) {
	l := t.lines[i]
	r.skip(r.whole(l), why)
	if r.all {
		t.tokens = append(t.tokens, token{l.at, l.at + l.end - l.start, tokenCode})
	}
}

// hide adds a token to t.
func (r *reading) hide(t *text, start, end int, kind tokenKind) {
	if r.all {
		t.tokens = append(t.tokens, token{start, end, kind})
	}
}

// frontMatterLines is how many lines of t are front matter.
func (r *reading) frontMatterLines(t *text) int {
	if len(t.lines) == 0 || strings.TrimRight(string(t.of(0)), " \t") != "---" {
		return 0
	}
	for i := 1; i < len(t.lines); i++ {
		if strings.TrimRight(string(t.of(i)), " \t") == "---" {
			for j := range i + 1 {
				r.code(t, j, "in the front matter")
			}
			return i + 1
		}
	}
	return 0
}

// readAsciiDoc finds the comments of AsciiDoc: lines that begin with //, outside blocks that are shown as they are.
func (r *reading) readAsciiDoc() {
	t := r.wholeFile()
	block, since, table, outer := "", 0, "", ""
	for i := r.frontMatterLines(t); i < len(t.lines); i++ {
		s := t.of(i)
		trimmed := strings.TrimRight(string(s), " \t")
		switch {
		case block != "":
			r.code(t, i, fmt.Sprintf("in the block that begins on line %d", since))
			if trimmed == block {
				block = ""
			}
		case asciiDocVerbatim(trimmed):
			block, since = trimmed, t.lines[i].number
			if strings.HasPrefix(block, "```") {
				block = "```"
			}
			r.code(t, i, "in the opening line of a block")
		case len(trimmed) >= 4 && strings.ContainsRune("|,:!", rune(trimmed[0])) && strings.Trim(trimmed[1:], "=") == "":
			if table == "" {
				table = trimmed
			} else if table == trimmed {
				table = ""
			}
			r.hide(t, t.lines[i].at, t.lines[i].at+len(s), tokenTag)
		case bytes.HasPrefix(s, []byte("//")) && !bytes.HasPrefix(s, []byte("///")):
			n := len(r.markers)
			r.comment(t, slashes, t.lines[i].at, t.lines[i].at+len(s), table != "")
			if len(r.markers) > n { // a table that a content does not close ends with it
				switch body := strings.TrimSpace(r.markers[n].body); {
				case strings.HasPrefix(body, "dealgraph:begin"):
					outer = table
				case strings.HasPrefix(body, "dealgraph:end"):
					table = outer
				}
			}
		case trimmed != "" && (s[0] == ' ' || s[0] == '\t') && (i == 0 || len(bytes.TrimSpace(t.of(i-1))) == 0):
			i = r.literalLines(t, i)
		default:
			r.hidePairs(t, i, "`+")
		}
	}
	r.keep(t)
}

// literalLines notes that the i-th line, and those below it to a blank one, are shown as they are because the first is indented. It
// returns the number of the last.
func (r *reading) literalLines(t *text, i int) int {
	if list := strings.TrimLeft(string(t.of(i)), " \t"); len(list) > 1 && strings.ContainsRune("*-.", rune(list[0])) {
		return i // an item
	}
	for {
		r.code(t, i, "in a paragraph that is shown as it is, as it is indented")
		if i+1 == len(t.lines) || len(bytes.TrimSpace(t.of(i+1))) == 0 {
			return i
		}
		i++
	}
}

// asciiDocVerbatim reports whether a line begins a block whose lines are shown as they are, or not at all.
func asciiDocVerbatim(s string) bool {
	if strings.HasPrefix(s, "```") {
		return strings.IndexByte(s[3:], '`') < 0
	}
	return len(s) >= 4 && strings.ContainsRune("-.+/", rune(s[0])) && strings.Trim(s, s[:1]) == ""
}

// hidePairs hides on the i-th line what stands between two of a sign.
func (r *reading) hidePairs(t *text, i int, signs string) {
	if !r.all {
		return
	}
	s, at := t.of(i), t.lines[i].at
	for j := 0; j < len(s); j++ {
		if strings.IndexByte(signs, s[j]) < 0 {
			continue
		}
		k := bytes.IndexByte(s[j+1:], s[j])
		if k <= 0 || s[j+1] == ' ' {
			continue
		}
		r.hide(t, at+j, at+j+k+2, tokenCode)
		j += k + 1
	}
}

// readTypst finds the comments of Typst, // to the end of a line and /* */ that may be nested, outside raw text.
func (r *reading) readTypst() {
	t := r.wholeFile()
	s := t.joined
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\':
			i += 2
		case c == '`':
			n := runLength(s, i)
			end := i + 2
			if n != 2 {
				if end = after(s, i+n, strings.Repeat("`", n)); end < 0 {
					end = len(s) // as Typst does
				}
			}
			r.hide(t, i, end, tokenCode)
			r.skipBetween(t, i, end, "in raw text that begins on line %d")
			i = end
		case c == '/' && i+1 < len(s) && s[i+1] == '/' && (i == 0 || s[i-1] != ':'):
			end := index(s, i, '\n')
			r.comment(t, slashes, i, end, false)
			i = end
		case c == '/' && i+1 < len(s) && s[i+1] == '*':
			i = r.typstComment(t, i)
		default:
			i++
		}
	}
	r.keep(t)
}

// typstComment deals with the comment in stars at i and returns where it ends.
func (r *reading) typstComment(t *text, i int) int {
	s := t.joined
	depth, end := 1, -1
	for j := i + 2; j+1 < len(s) && end < 0; j++ {
		switch {
		case s[j] == '*' && s[j+1] == '/':
			if depth--; depth == 0 {
				end = j + 2
			}
			j++
		case s[j] == '/' && s[j+1] == '*':
			depth++
			j++
		}
	}
	if end >= 0 || looksLikeMarker(t.lineFrom(i+2)) {
		r.comment(t, starred, i, end, false)
	}
	if end < 0 { // it goes on to the end of the file, as it does for Typst
		end = len(s)
	}
	r.skipBetween(t, i, end, "in the comment that begins on line %d")
	return end
}

// skipBetween notes the lines that begin between two places of t.
func (r *reading) skipBetween(t *text, from, to int, why string) {
	if !bytes.Contains(t.joined[from:to], []byte(keyword)) {
		return
	}
	_, first := t.source(from)
	for i := first.number - t.lines[0].number + 1; i < len(t.lines) && t.lines[i].at < to; i++ {
		r.skip(r.whole(t.lines[i]), fmt.Sprintf(why, first.number))
	}
}

var (
	latexVerbatim = regexp.MustCompile(`\\begin\{(verbatim\*?|Verbatim\*?|BVerbatim|LVerbatim|lstlisting|minted|comment|filecontents\*?|alltt)\}`)
	latexEnd      = []byte(`\end{document}`)
)

// readLaTeX finds the comments of LaTeX, from a percent sign to the end of the line, outside verbatim text.
func (r *reading) readLaTeX() {
	t := r.wholeFile()
	environment, since, over := "", 0, false
	for i := range t.lines {
		s := t.of(i)
		switch {
		case over:
			r.code(t, i, `behind \end{document}`)
			continue
		case environment != "":
			r.code(t, i, fmt.Sprintf(`in \begin{%s} on line %d`, environment, since))
			if bytes.Contains(s, []byte(`\end{`+environment+`}`)) {
				environment = ""
			}
			continue
		}
		text := s[:r.latexLine(t, i)]
		if !bytes.Contains(text, []byte(`{`)) {
			continue
		}
		if m := latexVerbatim.FindSubmatchIndex(text); m != nil && !bytes.Contains(text[m[1]:], append([]byte(`\end{`), text[m[2]:m[3]]...)) {
			environment, since = string(text[m[2]:m[3]]), t.lines[i].number
		}
		over = bytes.Contains(text, latexEnd)
	}
	r.keep(t)
}

// latexLine deals with the comment of the i-th line and returns where it begins in the line.
func (r *reading) latexLine(t *text, i int) int {
	s, at := t.of(i), t.lines[i].at
	for j := 0; j < len(s); j++ {
		switch s[j] {
		case '\\':
			if n := verbLength(s[j:]); n > 0 {
				r.hide(t, at+j, at+j+n, tokenCode)
				j += n - 1
				continue
			}
			j++
		case '%':
			r.comment(t, percent, at+j, at+len(s), false)
			return j
		}
	}
	return len(s)
}

// verbLength is the length of \verb|…| or \lstinline|…| with which s begins, or 0.
func verbLength(s []byte) int {
	s = s[:min(len(s), mostLookedAt)]
	for _, command := range []string{`\verb*`, `\verb`, `\lstinline`} {
		if !bytes.HasPrefix(s, []byte(command)) || len(s) == len(command) {
			continue
		}
		c := s[len(command)]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c == ' ' || c == '[' || c == '*' {
			return 0
		}
		if c == '{' {
			c = '}'
		}
		if n := bytes.IndexByte(s[len(command)+1:], c); n >= 0 {
			return len(command) + n + 2
		}
	}
	return 0
}

var orgBlock = regexp.MustCompile(`(?i)^[ \t]*#\+begin_(src|example|export|comment)\b`)

// readOrg finds the comments of Org: lines that begin with # and a space, and @@comment:…@@ in a line.
func (r *reading) readOrg() {
	t := r.wholeFile()
	block, since := "", 0
	for i := range t.lines {
		s := t.of(i)
		lead := bytes.TrimLeft(s, " \t")
		if block != "" {
			r.code(t, i, fmt.Sprintf("in the block that begins on line %d", since))
			if strings.EqualFold(strings.TrimSpace(string(lead)), "#+end_"+block) {
				block = ""
			}
			continue
		}
		at := t.lines[i].at
		switch {
		case bytes.HasPrefix(lead, []byte("#+")):
			if m := orgBlock.FindSubmatch(s); m != nil {
				block, since = strings.ToLower(string(m[1])), t.lines[i].number
			}
			r.hide(t, at, at+len(s), tokenTag)
		case bytes.HasPrefix(lead, []byte("# ")):
			r.comment(t, hash, at+len(s)-len(lead), at+len(s), false)
		case bytes.HasPrefix(lead, []byte(": ")):
			r.code(t, i, "in a line that is shown as it is")
		default:
			r.orgLine(t, at, at+len(s), bytes.HasPrefix(lead, []byte("|")))
		}
	}
	r.keep(t)
}

// orgLine looks for comments in a line, outside =verbatim= and ~code~.
func (r *reading) orgLine(t *text, from, to int, inTable bool) {
	s := t.joined[:to]
	never := map[byte]bool{} // signs that nothing on the rest of the line closes
	for i := from; i < to; {
		switch c := s[i]; {
		case (c == '=' || c == '~') && !never[c] && (i == from || strings.IndexByte(" \t({'\"-", s[i-1]) >= 0):
			n, closed := orgVerbatim(s[i:to])
			never[c] = !closed
			if n > 0 {
				r.hide(t, i, i+n, tokenCode)
			}
			i += max(n, 1)
		case c == '@' && bytes.HasPrefix(s[i:], []byte(orgInline.open)):
			end := after(s, i+len(orgInline.open), orgInline.close)
			if end < 0 && !looksLikeMarker(s[i+len(orgInline.open):to]) {
				i += len(orgInline.open)
				continue
			}
			r.comment(t, orgInline, i, end, inTable)
			i = max(end, i+len(orgInline.open))
		default:
			i++
		}
	}
}

// orgVerbatim is the length of the text between two = or ~ with which s begins, or 0. closed is false if nothing on the line closes
// it, nor anything that begins behind it.
func orgVerbatim(s []byte) (n int, closed bool) {
	if len(s) < 3 || s[1] == ' ' || s[1] == '\t' {
		return 0, true
	}
	for i := 2; i < len(s); i++ {
		if s[i] == s[0] && s[i-1] != ' ' && s[i-1] != '\t' && (i+1 == len(s) || strings.IndexByte(" \t-.,;:!?'\")}[", s[i+1]) >= 0) {
			return i + 1, true
		}
	}
	return 0, false
}
