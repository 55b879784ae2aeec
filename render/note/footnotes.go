package note

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Footnote is a source, or a remark, that content refers to.
type Footnote struct {
	Label string // letters, digits, - and _; without the dg- that all of ours begin with
	Text  string // markup of the note's format, on one line
}

// SourcesQuery is the query of the block that [Note.AddFootnotes] fills.
const SourcesQuery = "sources"

// safeLabel returns a label that every format takes. One that had to be changed gets a hash, so that no two become one.
func safeLabel(label string) string {
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, label)
	if safe != label {
		sum := sha256.Sum256([]byte(label))
		safe += "-" + hex.EncodeToString(sum[:2])
	}
	return "dg-" + safe
}

// FootnoteRef is the sign in a text that refers to a footnote. Where a format knows no footnotes apart from their text, it is a
// reference to an entry of a list of sources: a citation in LaTeX, a cross reference in AsciiDoc and Typst.
func (f Format) FootnoteRef(label string) string {
	l := safeLabel(label)
	switch f {
	case AsciiDoc:
		return "<<" + l + ">>"
	case Typst:
		return "#super[#link(<" + l + ">)[" + escapeTypst(label) + "]]"
	case LaTeX:
		return `\cite{` + l + "}"
	case Org:
		return "[fn:" + l + "]"
	}
	return "[^" + l + "]"
}

// refs find in a text what FootnoteRef writes; the group is the label. In Markdown and Org a colon behind makes it a definition.
var refs = map[Format]*regexp.Regexp{
	Markdown: regexp.MustCompile(`\[\^(dg-[\w-]+)\](:?)`),
	AsciiDoc: regexp.MustCompile(`<<(dg-[\w-]+)(?:,[^>]*)?>>()`),
	Typst:    regexp.MustCompile(`#link\(<(dg-[\w-]+)>\)()`),
	LaTeX:    regexp.MustCompile(`\\cite\{(dg-[\w-]+)\}()`),
	Org:      regexp.MustCompile(`\[fn:(dg-[\w-]+)\]()`),
}

// Footnotes is the list of definitions, a line each.
func (f Format) Footnotes(list []Footnote) string {
	if len(list) == 0 {
		return ""
	}
	var lines []string
	for _, n := range list {
		l, text := safeLabel(n.Label), strings.Join(strings.Fields(n.Text), " ")
		switch f {
		case AsciiDoc:
			lines = append(lines, "* [[["+l+","+n.Label+"]]] "+text)
		case Typst:
			lines = append(lines, "/ "+escapeTypst(n.Label)+`: #metadata("`+l+`") <`+l+"> "+text)
		case LaTeX:
			lines = append(lines, `\bibitem{`+l+"} "+text)
		case Org:
			lines = append(lines, "[fn:"+l+"] "+text)
		default:
			lines = append(lines, "[^"+l+"]: "+text)
		}
	}
	body := strings.Join(lines, "\n")
	switch f {
	case AsciiDoc:
		return "[bibliography]\n" + body
	case LaTeX:
		return "\\begin{thebibliography}{99}\n" + body + "\n\\end{thebibliography}"
	}
	return body
}

// FootnoteRefs lists the labels, without the dg-, of our footnotes that the note refers to, in the order of the first time,
// counting what was replaced. Labels that [Format.FootnoteRef] had to change are listed as changed. References in code, and in the block of sources, do not count.
func (n *Note) FootnoteRefs() []string {
	data, kept := n.assemble()
	var labels []string
	seen := map[string]bool{}
	find, ok := refs[n.Format]
	if !ok {
		find = refs[Markdown]
	}
	for _, t := range read(data, n.Format, true).texts {
		if !strings.Contains(string(t.joined), "dg-") {
			continue
		}
		for _, m := range find.FindAllSubmatchIndex(t.prose(), -1) {
			label := strings.TrimPrefix(string(t.joined[m[2]:m[3]]), "dg-")
			at, l := t.source(m[0])
			definition := m[5] > m[4] || n.Format == Org && at == l.lineStart
			if !definition && !kept(at) && !seen[label] {
				seen[label] = true
				labels = append(labels, label)
			}
		}
	}
	return labels
}

// assemble is the note with everything replaced, and a function that says whether a byte of it is in a block of sources.
func (n *Note) assemble() (data []byte, inSources func(at int) bool) {
	var ranges [][2]int
	at := 0
	for i, s := range n.Slots {
		_, edited := n.edits[i]
		from, to, with := n.layouts[i].contentStart, n.layouts[i].contentEnd, ""
		if edited {
			from, to, with = n.change(i)
		} else {
			with = string(n.data[from:to])
		}
		data = append(append(data, n.data[at:from]...), with...)
		at = to
		if s.Query == SourcesQuery {
			ranges = append(ranges, [2]int{len(data) - len(with), len(data)})
		}
	}
	data = append(data, n.data[at:]...)
	return data, func(at int) bool {
		return slices.ContainsFunc(ranges, func(r [2]int) bool { return r[0] <= at && at < r[1] })
	}
}

// AddFootnotes fills the block whose query is "sources" with the definitions of the footnotes that the note refers to, in that
// order; call it when everything else is replaced. It is an error if the note refers to one that is not in the list, has more
// than one such block, or has none and refers to a footnote; and as for [Note.Replace] if somebody edited the block.
func (n *Note) AddFootnotes(list []Footnote, s Stamp) error {
	return n.addFootnotes(list, s, false)
}

// OverwriteFootnotes is [Note.AddFootnotes] that does not mind what somebody has written by hand.
func (n *Note) OverwriteFootnotes(list []Footnote, s Stamp) error {
	return n.addFootnotes(list, s, true)
}

func (n *Note) addFootnotes(list []Footnote, s Stamp, force bool) error {
	id, err := n.sourcesID()
	if err != nil {
		return err
	}
	known := map[string]Footnote{}
	for _, f := range slices.Backward(list) { // of two with one label the first
		known[safeLabel(f.Label)] = f
	}
	var used []Footnote
	for _, label := range n.FootnoteRefs() {
		f, ok := known["dg-"+label]
		if !ok {
			return &Error{File: n.Name, Code: "footnote", Msg: fmt.Sprintf("the note refers to the source %s, which is not known", quote(label)),
				Hint: "take " + n.Format.FootnoteRef(label) + " out, or refresh what refers to it (with --force, if that was edited by hand)"}
		}
		used = append(used, f)
	}
	switch {
	case id != "":
		return n.replace(id, n.Format.Footnotes(used), s, force)
	case len(used) == 0:
		return nil
	}
	begin, end, err := n.Format.Block(Attribute{"id", SourcesQuery}, Attribute{"q", SourcesQuery})
	if err != nil {
		return err
	}
	return &Error{File: n.Name, Code: "footnote", Msg: "the note refers to sources and has no place for them", Hint: "add at its end the lines " + begin + " and " + end}
}

// sourcesID is the id of the block of sources, or "".
func (n *Note) sourcesID() (id string, err error) {
	for _, slot := range n.Slots {
		if slot.Query != SourcesQuery {
			continue
		}
		if id != "" {
			return "", &Error{File: n.Name, Line: slot.Line, Col: slot.Col, Code: "footnote", Msg: "a second block of sources would define every footnote twice", Hint: "keep one"}
		}
		id = slot.ID
	}
	return id, nil
}
