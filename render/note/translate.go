package note

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Translate writes the Markdown of a report (paragraphs, headings, emphasis, links, pictures, lists, quotes, code, tables, and our
// footnotes) in the format. For Markdown and Obsidian it changes nothing. HTML is an error: a report has none.
func (f Format) Translate(markdown string) (string, error) {
	switch f {
	case Markdown:
		return markdown, nil
	case Obsidian:
		return outsideCode(markdown, obsidianPercent), nil
	case MDX:
		return outsideCode(figureLabel.ReplaceAllString(markdown, "$1"), mdxBrace), nil
	}
	marked := markdownRef.ReplaceAllString(markdown, "\uE000$1\uE001")
	t := &translator{format: f, source: []byte(marked)}
	tree := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(gmtext.NewReader(t.source))
	out := t.blocks(tree, "\n\n")
	return out, t.err
}

var (
	figureLabel = regexp.MustCompile(`(!\[[^\n]*\]\([^)\n]*\))\{#[\pL\pN_.-]+\}`)
	markdownRef = regexp.MustCompile(`\[\^dg-([\w-]+)\]`)
	markedRef   = regexp.MustCompile("\uE000([^\uE001]*)\uE001")
	labelBehind = regexp.MustCompile(`^\{#fig-([\pL\pN_.-]+)\}`)
)

// mdxBrace escapes a brace, which would begin code of MDX.
func mdxBrace(_, c byte) string {
	if c == '{' || c == '}' {
		return string([]byte{'\\', c})
	}
	return string([]byte{c})
}

// obsidianPercent escapes the second of two percent signs, which would begin a comment of Obsidian.
func obsidianPercent(before, c byte) string {
	if before == '%' && c == '%' {
		return "&#37;"
	}
	return string([]byte{c})
}

// outsideCode writes each byte of Markdown outside code, and without a backslash before it, as a function has it that is given the
// byte before it too.
func outsideCode(markdown string, write func(before, c byte) string) string {
	s := []byte(markdown)
	var b strings.Builder
	before := byte(0)
	for i := 0; i < len(s); {
		end := i
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			end = i + 2
		case c == '`':
			n := runLength(s, i)
			end = max(closingRun(s, i+n, n), i)
		}
		if end > i {
			b.Write(s[i:end])
			i, before = end, 0
			continue
		}
		b.WriteString(write(before, s[i]))
		before = s[i]
		i++
	}
	return b.String()
}

// translator writes a tree of Markdown in another format.
type translator struct {
	format Format
	source []byte
	depth  int // of lists
	err    error
}

func (t *translator) refuse(n ast.Node) string {
	if t.err == nil {
		t.err = fmt.Errorf("%s cannot be written as %s", strings.ToLower(n.Kind().String()), t.format)
	}
	return ""
}

// blocks writes the children of n, with separator between them.
func (t *translator) blocks(n ast.Node, separator string) string {
	var parts []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s := t.block(c); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, separator)
}

// pick returns the one of four that is for the format.
func (t *translator) pick(asciiDoc, typst, latex, org string) string {
	switch t.format {
	case AsciiDoc:
		return asciiDoc
	case Typst:
		return typst
	case LaTeX:
		return latex
	}
	return org
}

func (t *translator) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		if s, ok := t.figure(n); ok {
			return s
		}
		return t.inline(n)
	case *ast.Heading:
		return t.heading(n)
	case *ast.List:
		return t.list(n)
	case *ast.Blockquote:
		inner := t.blocks(n, "\n\n")
		return t.pick("____\n"+inner+"\n____", "#quote(block: true)[\n"+inner+"\n]", "\\begin{quote}\n"+inner+"\n\\end{quote}", "#+begin_quote\n"+inner+"\n#+end_quote")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return t.code(n)
	case *ast.ThematicBreak:
		return t.pick("'''", "#line(length: 100%)", `\noindent\rule{\linewidth}{0.4pt}`, "-----")
	case *extast.Table:
		return t.table(n)
	}
	return t.refuse(n)
}

func (t *translator) heading(n *ast.Heading) string {
	s := t.inline(n)
	latex := []string{"section", "subsection", "subsubsection", "paragraph", "subparagraph", "subparagraph"}[n.Level-1]
	return t.pick(strings.Repeat("=", n.Level+1)+" "+s, strings.Repeat("=", n.Level)+" "+s, `\`+latex+"{"+s+"}", strings.Repeat("*", n.Level)+" "+s)
}

func (t *translator) code(n ast.Node) string {
	s := strings.TrimSuffix(string(n.Lines().Value(t.source)), "\n")
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	var org []string
	for line := range strings.SplitSeq(s, "\n") {
		org = append(org, ": "+line)
	}
	if t.format == LaTeX && strings.Contains(s, `\end{verbatim}`) || t.format == AsciiDoc && strings.Contains("\n"+s+"\n", "\n----\n") {
		return t.refuse(n)
	}
	return t.pick("----\n"+s+"\n----", fence+"\n"+s+"\n"+fence, "\\begin{verbatim}\n"+s+"\n\\end{verbatim}", strings.Join(org, "\n"))
}

func (t *translator) list(n *ast.List) string {
	t.depth++
	defer func() { t.depth-- }()
	var items []string
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		sign := t.pick(strings.Repeat("*", t.depth)+" ", "- ", `\item `, "- ")
		if n.IsOrdered() {
			sign = t.pick(strings.Repeat(".", t.depth)+" ", "+ ", `\item `, fmt.Sprintf("%d. ", number))
			number++
		}
		inner := t.blocks(c, t.pick("\n", "\n\n", "\n\n", "\n"))
		indent := strings.Repeat(" ", len(sign))
		if t.format == AsciiDoc || t.format == LaTeX {
			indent = ""
		}
		items = append(items, sign+strings.ReplaceAll(inner, "\n", "\n"+indent))
	}
	s := strings.Join(items, "\n")
	if t.format == LaTeX {
		kind := "itemize"
		if n.IsOrdered() {
			kind = "enumerate"
		}
		return "\\begin{" + kind + "}\n" + s + "\n\\end{" + kind + "}"
	}
	return s
}

// figure writes a paragraph that is a picture alone, perhaps with a label behind it.
func (t *translator) figure(n ast.Node) (string, bool) {
	picture, ok := n.FirstChild().(*ast.Image)
	if !ok {
		return "", false
	}
	var behind strings.Builder
	for c := picture.NextSibling(); c != nil; c = c.NextSibling() {
		text, ok := c.(*ast.Text)
		if !ok {
			return "", false
		}
		behind.Write(text.Segment.Value(t.source))
	}
	p := Figure{Path: string(picture.Destination), Alt: t.plain(picture)}
	if m := labelBehind.FindStringSubmatch(behind.String()); m != nil && len(m[0]) == behind.Len() {
		p.ID = m[1]
	} else if behind.Len() > 0 {
		return "", false
	}
	return t.format.Figure(p), true
}

// plain is the text of a node's children, without markup.
func (t *translator) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if s, ok := c.(*ast.Text); ok && entering {
			b.WriteString(unescaped(s.Segment.Value(t.source)))
			if s.SoftLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// unescaped is Markdown's text as it is meant: without backslashes and entities.
func unescaped(s []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s))))
}

// escape is Format.Escape that keeps blanks at both ends, and knows our footnotes.
func (t *translator) escape(s string) string {
	var b strings.Builder
	for at := 0; at < len(s); {
		end, after, ref := len(s), len(s), ""
		if m := markedRef.FindStringSubmatchIndex(s[at:]); m != nil {
			end, after, ref = at+m[0], at+m[1], t.format.FootnoteRef(s[at+m[2]:at+m[3]])
		}
		part := s[at:end]
		trimmed := strings.Trim(part, " ")
		if trimmed == "" {
			b.WriteString(part + ref)
		} else {
			i := strings.Index(part, trimmed)
			b.WriteString(part[:i] + t.format.Escape(trimmed) + part[i+len(trimmed):] + ref)
		}
		at = after
	}
	return b.String()
}

// inline writes the children of n in a line.
func (t *translator) inline(n ast.Node) string {
	var b strings.Builder
	pending := "" // text is joined first: goldmark cuts it at every sign that could mean something
	flush := func() {
		b.WriteString(t.escape(pending))
		pending = ""
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			pending += unescaped(c.Segment.Value(t.source))
			switch {
			case c.HardLineBreak():
				flush()
				b.WriteString(t.pick(" +\n", " \\\n", `\\`+"\n", `\\`+"\n"))
			case c.SoftLineBreak():
				pending += " "
			}
		case *ast.String:
			pending += string(c.Value)
		default:
			flush()
			b.WriteString(t.span(c))
		}
	}
	flush()
	return b.String()
}

// span writes what stands in a line and is not text.
func (t *translator) span(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Emphasis:
		inner := t.inline(n)
		if n.Level == 2 {
			return t.pick("**"+inner+"**", "#strong["+inner+"]", `\textbf{`+inner+"}", "*"+inner+"*")
		}
		return t.pick("__"+inner+"__", "#emph["+inner+"]", `\emph{`+inner+"}", "/"+inner+"/")
	case *ast.CodeSpan:
		s := t.codeText(n)
		return t.pick("`"+t.format.Escape(s)+"`", "#raw("+typstString(s)+")", `\texttt{`+t.format.Escape(s)+"}", "~"+s+"~")
	case *ast.Link:
		return t.link(string(n.Destination), t.inline(n), n)
	case *ast.AutoLink:
		return t.link(string(n.URL(t.source)), t.escape(string(n.Label(t.source))), n)
	}
	return t.refuse(n)
}

// codeText is what a code span shows, on one line.
func (t *translator) codeText(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s, ok := c.(*ast.Text); ok {
			b.Write(s.Segment.Value(t.source))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// link writes a link to an http or https address, and of any other only the text.
func (t *translator) link(to, shown string, n ast.Node) string {
	if !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") {
		return shown
	}
	address := string(util.URLEscape([]byte(to), true))
	plain := strings.NewReplacer("[", "%5B", "]", "%5D", " ", "%20", "{", "%7B", "}", "%7D", `\`, "%5C", `"`, "%22", "|", "%7C").Replace(address)
	return t.pick("link:++"+plain+"++["+strings.ReplaceAll(shown, "]", `\]`)+"]", "#link("+typstString(address)+")["+shown+"]",
		`\href{`+strings.NewReplacer("%", `\%`, "#", `\#`).Replace(plain)+"}{"+shown+"}", "[["+plain+"]["+shown+"]]")
}

// table writes a table. The first row is its head.
func (t *translator) table(n *extast.Table) string {
	var rows [][]string
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, t.cell(c))
		}
		rows = append(rows, cells)
	}
	return t.pick(asciiDocTable(rows, n.Alignments), typstTable(rows, n.Alignments), latexTable(rows, n.Alignments), orgTable(rows, n.Alignments))
}

// aligned has for each column the word for where its cells stand.
func aligned(columns []extast.Alignment, left, right, center string) []string {
	var all []string
	for _, a := range columns {
		switch a {
		case extast.AlignRight:
			all = append(all, right)
		case extast.AlignCenter:
			all = append(all, center)
		default:
			all = append(all, left)
		}
	}
	return all
}

func asciiDocTable(rows [][]string, columns []extast.Alignment) string {
	var s strings.Builder
	s.WriteString(`[cols="` + strings.Join(aligned(columns, "<", ">", "^"), ",") + `",options="header"]` + "\n|===\n")
	for i, r := range rows {
		s.WriteString("|" + strings.Join(r, " |") + "\n")
		if i == 0 {
			s.WriteString("\n")
		}
	}
	return s.String() + "|==="
}

func typstTable(rows [][]string, columns []extast.Alignment) string {
	var s strings.Builder
	s.WriteString(fmt.Sprintf("#table(\n  columns: %d,\n  align: (%s,),\n", len(columns), strings.Join(aligned(columns, "left", "right", "center"), ", ")))
	for i, r := range rows {
		line := "[" + strings.Join(r, "], [") + "]"
		if i == 0 {
			line = "table.header(" + line + ")"
		}
		s.WriteString("  " + line + ",\n")
	}
	return s.String() + ")"
}

func latexTable(rows [][]string, columns []extast.Alignment) string {
	var s strings.Builder
	s.WriteString("\\begin{tabular}{" + strings.Join(aligned(columns, "l", "r", "c"), "") + "}\n\\hline\n")
	for i, r := range rows {
		s.WriteString(strings.Join(r, " & ") + " \\\\\n")
		if i == 0 {
			s.WriteString("\\hline\n")
		}
	}
	return s.String() + "\\hline\n\\end{tabular}"
}

func orgTable(rows [][]string, columns []extast.Alignment) string {
	lines := []string{"| " + strings.Join(aligned(columns, "<l>", "<r>", "<c>"), " | ") + " |"}
	for i, r := range rows {
		lines = append(lines, "| "+strings.Join(r, " | ")+" |")
		if i == 0 {
			lines = append(lines, "|"+strings.Repeat("---+", len(r)-1)+"---|")
		}
	}
	return strings.Join(lines, "\n")
}

// cell writes a cell, in which bars that would end it are escaped.
func (t *translator) cell(c ast.Node) string {
	s := t.inline(c)
	if t.format == AsciiDoc {
		return escapeBars(s, AsciiDoc)
	}
	return s
}
