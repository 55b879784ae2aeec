package note

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"dealgraph/render/table"
)

// Block returns the two marker lines of a new block; its content goes between them. The attributes must have an id and a q.
func (f Format) Block(attributes ...Attribute) (begin, end string, err error) {
	s := f.language().blocks[0]
	begin, err = f.begin("dealgraph:begin", s, attributes)
	if err != nil {
		return "", "", err
	}
	id, _ := Slot{Attributes: attributes}.Attribute("id")
	return begin, marker{spelling: s}.write("dealgraph:end", []Attribute{{"id", id}}), nil
}

// Inline returns what to put before and after a number to make it an inline slot. In LaTeX and AsciiDoc that includes ends of lines.
func (f Format) Inline(attributes ...Attribute) (begin, end string, err error) {
	s := f.language().inline[0]
	begin, err = f.begin("dealgraph", s, attributes)
	if err != nil {
		return "", "", err
	}
	end = marker{spelling: s}.write("/dealgraph", nil)
	switch f {
	case LaTeX:
		return begin + "\n", end + "\n", nil
	case AsciiDoc:
		return "\n" + begin + "\n", "\n" + end + "\n", nil
	}
	return begin, end, nil
}

// begin writes a begin marker, and reads it again to be sure of it.
func (f Format) begin(word string, s spelling, attributes []Attribute) (string, error) {
	var written []Attribute
	for _, a := range attributes {
		if a.Name == "q" && s == angled {
			a.Value = shortDashes(a.Value)
		}
		written = append(written, a)
	}
	b := marker{spelling: s}.write(word, written)
	end := marker{spelling: s}.write("/dealgraph", nil)
	doc := "x " + b + "1" + end
	switch {
	case word == "dealgraph:begin":
		id, _ := Slot{Attributes: attributes}.Attribute("id")
		doc = b + "\n" + marker{spelling: s}.write("dealgraph:end", []Attribute{{"id", id}})
	case s == slashes:
		doc = b + "\n1\n" + end
	case s == percent:
		doc = "x " + b + "\n1" + end
	}
	n, err := Scan("", []byte(doc), f)
	if err != nil {
		return "", fmt.Errorf("this cannot be a marker: %w", err)
	}
	for i, a := range attributes {
		if len(n.Slots) != 1 || i >= len(n.Slots[0].Attributes) || longFlags(n.Slots[0].Attributes[i].Value) != longFlags(a.Value) {
			return "", fmt.Errorf("the attribute %s=%s cannot stand in a marker of %s", a.Name, quote(a.Value), f)
		}
	}
	return b, nil
}

// Escape returns plain text, such as a number or a name, as markup of the format that shows it literally, on one line.
func (f Format) Escape(text string) string {
	switch f {
	case MDX:
		return strings.NewReplacer("{", `\{`, "}", `\}`).Replace(table.EscapeMarkdown(text))
	case Obsidian:
		return strings.NewReplacer("%%", "%&#37;", "==", `=\=`).Replace(table.EscapeMarkdown(text))
	case Markdown:
		return table.EscapeMarkdown(text)
	}
	text = strings.TrimSpace(table.Visible(text))
	switch f {
	case AsciiDoc:
		return escapeAsciiDoc(text)
	case Typst:
		return escapeTypst(text)
	case LaTeX:
		return latexEscapes.Replace(text)
	}
	return escapeOrg(text)
}

// escapeAsciiDoc passes text through without any substitution but that of < > &, if it has anything that could mean something.
func escapeAsciiDoc(s string) string {
	safe := func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.M, unicode.N) || strings.ContainsRune(" $€£¥.,%?:", r)
	}
	if strings.Trim(s, " ") == "" || strings.IndexFunc(s, func(r rune) bool { return !safe(r) }) < 0 && !strings.Contains(s, "..") && !strings.Contains(s, ":") && !strings.HasPrefix(s, ".") {
		return s
	}
	return "pass:c[" + strings.ReplaceAll(s, "]", `\]`) + "]"
}

// escapeTypst puts a backslash before what means something in Typst.
func escapeTypst(s string) string {
	var b strings.Builder
	for i, r := range s {
		start := i == 0 && strings.ContainsRune("=-+/", r) || i == len(s)-1 && r == '/' // a marker follows, which begins with one
		again := i > 0 && (r == '/' || r == '-' || r == '*') && strings.IndexByte("/-", s[i-1]) >= 0
		if start || again || strings.ContainsRune("\\#$*_`@<>~[]\"'", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var latexEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "#", `\#`, "$", `\$`, "%", `\%`, "&", `\&`, "_", `\_`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "<", `\textless{}`, ">", `\textgreater{}`, "--", "-{}-", "`", "\\textasciigrave{}", `"`, `\textquotedbl{}`)

// orgScheme is what before a colon makes an address of what follows.
var orgScheme = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]{1,30}$`)

// escapeOrg puts a space of no width before what means something in Org, as its manual advises.
func escapeOrg(s string) string {
	amounts := strings.Count(s, "$")
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '|':
			b.WriteString(`\vert{}`)
			continue
		case r == '\\':
			b.WriteString(`\backslash{}`)
			continue
		case r == '$' && amounts > 1: // two could be a formula
			b.WriteString(`\dollar{}`)
			continue
		case strings.ContainsRune("*/_=~+[]{}<>@^#$", r), r == ':' && orgScheme.MatchString(s[max(0, i-40):i]):
			b.WriteString("\u200b")
		}
		b.WriteRune(r)
	}
	if strings.HasPrefix(s, "$") && amounts == 1 { // an amount, which no program takes for a formula
		return strings.TrimPrefix(b.String(), "\u200b")
	}
	return b.String()
}

// Figure is a picture to show in a note.
type Figure struct {
	ID      string // for references to it: fig-ID; "" for none
	Path    string // of the file, relative to the note, with /
	Alt     string // what to read to those who do not see it
	Caption string // "" for none
}

// Figure writes a picture as markup of the format, with its caption. Only where it means something it has a label: in Markdown as
// {#fig-id}, which Pandoc and Quarto know and GitHub shows as text; an empty ID leaves it away.
func (f Format) Figure(p Figure) string {
	alt, caption := f.Escape(p.Alt), f.Escape(p.Caption)
	path := (&url.URL{Path: p.Path}).EscapedPath()
	switch f {
	case AsciiDoc:
		label := ""
		if p.ID != "" {
			label = "[#fig-" + p.ID + "]\n"
		}
		if p.Caption != "" {
			label += "." + caption + "\n"
		}
		return label + "image::" + path + `["` + strings.ReplaceAll(table.Visible(p.Alt), `"`, `\"`) + `"]`
	case Typst:
		s := "#figure(\n  image(" + typstString(p.Path) + ", alt: " + typstString(p.Alt) + "),\n"
		if p.Caption != "" {
			s += "  caption: [" + caption + "],\n"
		}
		s += ")"
		if p.ID != "" {
			s += " <fig-" + p.ID + ">"
		}
		return s
	case LaTeX:
		return latexFigure(p, caption)
	case Org:
		s := ""
		if p.Caption != "" {
			s += "#+CAPTION: " + caption + "\n"
		}
		if p.ID != "" {
			s += "#+NAME: fig-" + p.ID + "\n"
		}
		return s + "#+ATTR_HTML: :alt " + strings.ReplaceAll(table.Visible(p.Alt), " :", " \u200b:") + "\n[[file:" + p.Path + "]]"
	}
	s := "![" + alt + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(path) + ")"
	if f == Markdown && p.ID != "" {
		s += "{#fig-" + p.ID + "}"
	}
	if p.Caption != "" {
		s += "\n\n*" + caption + "*"
	}
	return s
}

// typstString is a string of Typst's code.
func typstString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(table.Visible(s)) + `"`
}

// latexFigure leaves the extension of a picture away, so that the program takes the kind it can read.
func latexFigure(p Figure, caption string) string {
	path := p.Path
	if i := strings.LastIndexByte(path, '.'); i > strings.LastIndexByte(path, '/') {
		path = path[:i]
	}
	s := "\\begin{figure}\n\\centering\n\\includegraphics[width=\\linewidth,alt={" + latexEscapes.Replace(table.Visible(p.Alt)) + "}]{" + path + "}\n"
	if p.Caption != "" {
		s += "\\caption{" + caption + "}\n"
	}
	if p.ID != "" {
		s += "\\label{fig-" + p.ID + "}\n"
	}
	return s + "\\end{figure}"
}
