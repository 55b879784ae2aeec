package deals

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// remarks are the comments of a YAML file, each beside the value it is about. A comment on a line of its own belongs to what
// begins below it; one that is indented deeper than that, or has nothing below, closes the block it stands in. A comment
// after a value belongs to that value.
type remarks struct {
	above map[*node][]string // lines before the key or dash; "" is an empty line
	side  map[*node]string   // on the line of the key
	below map[*node][]string // at the end of a mapping or list entry
	first []string           // at the head of the file, set off by an empty line
	last  []string           // at its end
}

func newRemarks() *remarks {
	return &remarks{above: map[*node][]string{}, side: map[*node]string{}, below: map[*node][]string{}}
}

// mark is a value as comments find it: in file order, outer ones first.
type mark struct {
	n      *node // a field's value, an entry of a list, or the document
	line   int
	indent int // of the line it begins on
}

// readRemarks finds the comments among the tokens of a file and gives each to a value of the tree.
func readRemarks(tokens token.Tokens, lines []string, root *node) *remarks {
	r := newRemarks()
	var marks []mark
	collect(root, lines, &marks)
	var block []string // comment lines read so far, for what comes below
	blockIndent, blockEnd := 0, 0
	flush := func(next int) { // next is the index of the first mark below the block
		r.place(block, blockIndent, blockEnd, marks, next, lines)
		block = nil
	}
	at := 0
	for _, t := range tokens {
		if t.Type != token.CommentType {
			continue
		}
		line := t.Position.Line
		text := "#" + trimComment(t.Value)
		if line < 1 || line > len(lines) {
			continue
		}
		before := at
		for at < len(marks) && marks[at].line <= line {
			at++
		}
		if strings.TrimSpace(lines[line-1])[0] != '#' { // beside something
			if len(block) > 0 {
				flush(before)
			}
			r.beside(text, marks, at)
			continue
		}
		if len(block) > 0 && (before != at || indentOf(lines[line-1]) != blockIndent) {
			flush(before)
		}
		if len(block) == 0 {
			blockIndent = indentOf(lines[line-1])
		} else {
			for range min(1, line-blockEnd-1) {
				block = append(block, "")
			}
		}
		block, blockEnd = append(block, text), line
		if next := at; next < len(marks) && nextComment(tokens, t, marks[next].line) {
			continue
		}
		flush(at)
	}
	return r
}

// nextComment reports whether another comment of its own line follows before a line.
func nextComment(tokens token.Tokens, t *token.Token, line int) bool {
	for n := t.Next; n != nil; n = n.Next {
		if n.Position.Line >= line {
			return false
		}
		if n.Type == token.CommentType {
			return true
		}
	}
	return false
}

// collect lists the values of a tree by the lines they begin on.
func collect(n *node, lines []string, marks *[]mark) {
	add := func(v *node, line int) {
		indent := 0
		if line >= 1 && line <= len(lines) {
			indent = indentOf(lines[line-1])
		}
		*marks = append(*marks, mark{v, line, indent})
	}
	for i := range n.fields {
		add(n.fields[i].val, n.fields[i].pos.Line)
		collect(n.fields[i].val, lines, marks)
	}
	for _, it := range n.items {
		add(it, it.pos.Line)
		collect(it, lines, marks)
	}
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// beside gives a comment to the innermost value that begins on its line or last before it. A second one moves above.
func (r *remarks) beside(text string, marks []mark, at int) {
	if at == 0 {
		r.first = append(r.first, text)
		return
	}
	n := marks[at-1].n
	if r.side[n] != "" {
		r.above[n] = append(r.above[n], text)
		return
	}
	r.side[n] = text
}

// place gives a block of comment lines to what stands below it, or to the block that it closes.
func (r *remarks) place(block []string, indent, end int, marks []mark, next int, lines []string) {
	if next == len(marks) {
		if owner := closing(marks[:next], indent); owner != nil {
			r.below[owner] = append(r.below[owner], block...)
			return
		}
		r.last = append(r.last, block...)
		return
	}
	below := marks[next]
	if indent > below.indent {
		if owner := closing(marks[:next], indent); owner != nil {
			r.below[owner] = append(r.below[owner], block...)
			return
		}
	}
	if cut := slices.Index(reversed(block), ""); next == 0 && cut >= 0 { // what is set off stays at the head
		cut = len(block) - cut
		r.first, block = append(r.first, block[:cut]...), block[cut:]
	}
	apart := below.line > end+1 && strings.TrimSpace(lines[end]) == ""
	switch {
	case apart && next == 0:
		r.first = append(append(r.first, block...), "")
	case apart:
		r.above[below.n] = append(r.above[below.n], append(block, "")...)
	default:
		r.above[below.n] = append(r.above[below.n], block...)
	}
}

// closing is the value at whose end a comment of an indent stands: the last mapping or list that is indented less.
func closing(marks []mark, indent int) *node {
	for i := len(marks) - 1; i >= 0; i-- {
		if m := marks[i]; (m.n.shape == mapping || m.n.shape == list && len(m.n.items) > 0) && m.indent < indent {
			return m.n
		}
	}
	return nil
}

func reversed(lines []string) []string {
	out := slices.Clone(lines)
	slices.Reverse(out)
	return out
}

// trimComment is a comment without the blanks behind it.
func trimComment(s string) string { return strings.TrimRight(s, " \t\r\n") }
