package deals

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth is how wide folded texts and lists on one line may get, in characters.
const lineWidth = 116

// emitter writes a tree of nodes as YAML in one way: block style, two spaces, LF.
type emitter struct {
	b *strings.Builder
	r *remarks
}

// emit writes the fields of a ledger file. The entries of its lists stand apart by an empty line when they take several.
func emit(root *node, r *remarks) string {
	e := emitter{&strings.Builder{}, r}
	e.comments(r.first, "")
	for i := range root.fields {
		f := &root.fields[i]
		if i > 0 {
			e.b.WriteByte('\n')
		}
		e.field(f, "", true)
	}
	if len(r.last) > 0 && len(root.fields) > 0 {
		e.b.WriteByte('\n')
	}
	e.comments(r.last, "")
	return e.b.String()
}

func (e *emitter) comments(lines []string, indent string) {
	for _, l := range lines {
		if l != "" {
			e.b.WriteString(indent + l)
		}
		e.b.WriteByte('\n')
	}
}

// field writes key: value with its comments.
func (e *emitter) field(f *field, indent string, top bool) {
	v := f.val
	text, block := e.scalar(v, indent)
	side := e.r.side[v]
	e.comments(e.r.above[v], indent)
	if side != "" && block { // there is no place beside a text of several lines
		e.comments([]string{side}, indent)
		side = ""
	}
	e.b.WriteString(indent + scalarText(f.key) + ":")
	e.value(v, text, side, indent, top)
	switch v.shape {
	case mapping: // its own stand inside it
	case list:
		e.comments(e.r.below[v], indent+"  ")
	default:
		e.comments(e.r.below[v], indent)
	}
}

// value writes what follows a key or a dash.
func (e *emitter) value(v *node, text, side, indent string, top bool) {
	if side != "" {
		side = " " + side
	}
	switch {
	case v.shape == scalar || v.shape == null:
		if text != "" {
			text = " " + text
		}
		e.b.WriteString(text + side + "\n")
	case v.shape == list && e.oneLine(v):
		e.b.WriteString(" " + flow(v) + side + "\n")
	case v.shape == list:
		e.b.WriteString(side + "\n")
		for i, it := range v.items {
			if top && i > 0 && (tall(it) || tall(v.items[i-1]) || len(e.r.above[it]) > 0) {
				e.b.WriteByte('\n')
			}
			e.item(it, indent+"  ")
		}
	default:
		e.b.WriteString(side + "\n")
		e.mapping(v, indent+"  ")
	}
}

// tall reports whether an entry takes several lines.
func tall(n *node) bool { return n.shape == mapping && len(n.fields) > 1 }

// item writes an entry of a list.
func (e *emitter) item(it *node, indent string) {
	e.comments(e.r.above[it], indent)
	if it.shape != mapping || len(it.fields) == 0 {
		text, _ := e.scalar(it, indent)
		e.b.WriteString(indent + "-")
		e.value(it, text, e.r.side[it], indent, false)
		e.comments(e.r.below[it], indent)
		return
	}
	if side := e.r.side[it]; side != "" {
		e.comments([]string{side}, indent)
	}
	e.comments(e.r.above[it.fields[0].val], indent) // nothing fits between a dash and its first key
	delete(e.r.above, it.fields[0].val)
	inside := emitter{&strings.Builder{}, e.r}
	inside.mapping(it, indent+"  ")
	written := inside.b.String()
	// The dash takes the place of the indent of the first line that is no comment: there is none before it but of a text
	// of several lines.
	for strings.HasPrefix(written, indent+"  #") {
		line, rest, _ := strings.Cut(written, "\n")
		e.b.WriteString(indent + strings.TrimLeft(line, " ") + "\n")
		written = rest
	}
	e.b.WriteString(indent + "- " + strings.TrimPrefix(written, indent+"  "))
}

func (e *emitter) mapping(n *node, indent string) {
	for i := range n.fields {
		e.field(&n.fields[i], indent, false)
	}
	e.comments(e.r.below[n], indent)
}

// oneLine reports whether a list is of short texts without comments, which read best in brackets.
func (e *emitter) oneLine(v *node) bool {
	width := 0
	if len(e.r.below[v]) > 0 {
		return false
	}
	for _, it := range v.items {
		if it.shape != scalar || strings.Contains(it.text, "\n") || e.r.side[it] != "" || len(e.r.above[it]) > 0 || len(e.r.below[it]) > 0 {
			return false
		}
		width += utf8.RuneCountInString(it.text) + 2
	}
	return width < lineWidth-30
}

func flow(v *node) string {
	var parts []string
	for _, it := range v.items {
		s := scalarText(it.text)
		if s != "" && s[0] != '"' && strings.ContainsAny(s, ",[]{}") {
			s = quoted(it.text)
		}
		parts = append(parts, s)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// scalar spells a text, and says whether that takes several lines.
func (e *emitter) scalar(v *node, indent string) (text string, block bool) {
	switch {
	case v.shape == null:
		return "", false
	case v.shape != scalar:
		return "", false
	case strings.Contains(v.text, "\n") && literal(v.text):
		return "|-\n" + indentLines(strings.Split(v.text, "\n"), indent+"  "), true
	case utf8.RuneCountInString(v.text) > lineWidth-20 && foldable(v.text):
		return ">-\n" + indentLines(wrap(v.text, lineWidth-len(indent)-2), indent+"  "), true
	}
	return scalarText(v.text), false
}

func indentLines(lines []string, indent string) string {
	for i, l := range lines {
		if l != "" {
			lines[i] = indent + l
		}
	}
	return strings.Join(lines, "\n")
}

// literal reports whether a text of several lines can stand as it is: no line begins with a blank or ends with one, and
// nothing in it needs an escape.
func literal(s string) bool {
	for l := range strings.SplitSeq(s, "\n") {
		if l != strings.TrimSpace(l) {
			return false
		}
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !printable(r) })
}

// foldable reports whether a long text can be broken at its blanks and read back the same.
func foldable(s string) bool {
	return !strings.Contains(s, "  ") && strings.Contains(s, " ") && s == strings.TrimSpace(s) && !strings.ContainsFunc(s, func(r rune) bool { return !printable(r) || r != ' ' && unicode.IsSpace(r) })
}

func printable(r rune) bool {
	return unicode.IsPrint(r) && r != '\ufeff' && r != utf8.RuneError
}

// wrap breaks a text into lines of at most so many characters, if words allow.
func wrap(s string, width int) []string {
	var lines []string
	line, length := "", 0
	for w := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(w)
		if length > 0 && length+1+n > width {
			lines = append(lines, line)
			line, length = "", 0
		}
		if length > 0 {
			line, length = line+" ", length+1
		}
		line, length = line+w, length+n
	}
	return append(lines, line)
}

// plainText is what needs no quotes in block style: it begins with a letter, a digit or the sign of a currency or of an
// estimate, and holds nothing that ends a value.
var plainText = regexp.MustCompile(`^[\p{L}\p{N}$€£¥(/~][^\x00-\x1f]*$`)

// scalarText spells a text on one line: as it is where that is safe, else in double quotes.
func scalarText(s string) string {
	switch {
	case !plainText.MatchString(s), strings.Contains(s, ": "), strings.Contains(s, " #"), strings.HasSuffix(s, ":"),
		s == "~", strings.EqualFold(s, "null"), strings.ContainsFunc(s, func(r rune) bool { return !printable(r) }), s != strings.TrimSpace(s):
		return quoted(s)
	}
	return s
}

// quoted spells a text in double quotes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case printable(r):
			b.WriteRune(r)
		case r < 0x100:
			b.WriteString(`\x` + hexDigits(r, 2))
		case r < 0x10000:
			b.WriteString(`\u` + hexDigits(r, 4))
		default:
			b.WriteString(`\U` + hexDigits(r, 8))
		}
	}
	b.WriteByte('"')
	return b.String()
}

func hexDigits(r rune, width int) string {
	const digits = "0123456789abcdef"
	out := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		out[i] = digits[r&15]
		r >>= 4
	}
	return string(out)
}
