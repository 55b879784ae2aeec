package view

import (
	"fmt"
	"strings"

	"dealgraph/deals/check"
	"dealgraph/render/table"
)

// Explanations are the checks and the errors of reading of one name, or of all.
type Explanations struct {
	Explanations []Explanation `json:"explanations"`
}

// Explanation teaches one check, or one kind of error of reading.
type Explanation struct {
	Name       string       `json:"name"`
	Layer      string       `json:"layer"` // "reading" or "check"
	Severities []string     `json:"severities"`
	Meaning    string       `json:"meaning"`
	Asks       string       `json:"asks,omitempty"`
	Matters    string       `json:"matters"`
	Example    []check.File `json:"example,omitempty"`
	Message    string       `json:"message,omitempty"`
	Mended     []check.File `json:"mended,omitempty"`
}

// Explained gathers explanations to show.
func Explained(list []check.Explanation) Explanations {
	out := Explanations{Explanations: []Explanation{}}
	for _, e := range list {
		one := Explanation{e.Name, string(e.Layer), nil, e.Meaning, e.Asks, e.Matters, e.Example, e.Message, e.Mended}
		for _, s := range e.Severities {
			one.Severities = append(one.Severities, string(s))
		}
		out.Explanations = append(out.Explanations, one)
	}
	return out
}

// Kind says what is explained: "a check, warning", "an error or warning of reading".
func (e Explanation) Kind() string {
	words := strings.Join(e.Severities, " or ")
	if e.Layer == string(check.Reading) {
		article := "a "
		if strings.HasPrefix(words, "e") {
			article = "an "
		}
		return article + words + " of reading"
	}
	return "a check, " + words
}

// asks is what it asks, at length where there is more to say than the one line.
func (e Explanation) asks() string {
	if e.Asks != "" {
		return e.Asks
	}
	return firstUpper(e.Meaning) + "."
}

// Tables lists what is explained, a line each.
func (e Explanations) Tables() []table.Table {
	t := table.Table{Columns: []table.Column{{Name: "name"}, {Name: "what it is"}, {Name: "what it asks"}}}
	for _, one := range e.Explanations {
		t.Rows = append(t.Rows, Texts(one.Name, one.Kind(), one.Meaning))
	}
	return []table.Table{t}
}

// Text is the explanation for a terminal of a width in characters; bold marks headings.
func (e Explanation) Text(width int, bold func(string) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", bold(e.Name), e.Kind())
	section := func(title, body string) {
		if body != "" {
			fmt.Fprintf(&b, "\n%s\n%s", bold(title), body)
		}
	}
	section("What it asks", wrap(e.asks(), width))
	section("Why it matters", wrap(e.Matters, width))
	section("An example", indent(e.Example))
	section("What is said about it", "    "+strings.ReplaceAll(strings.TrimSuffix(e.Message, "\n"), "\n", "\n    ")+"\n")
	section("Mended", indent(e.Mended))
	return b.String()
}

// Markdown is the explanation for a note.
func (e Explanation) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n*%s.*\n\n", e.Name, firstUpper(e.Kind()))
	b.WriteString(e.help())
	return strings.ToValidUTF8(b.String(), "\uFFFD") // one example is of bytes that are no text
}

// help is the explanation without its heading, in Markdown.
func (e Explanation) help() string {
	var b strings.Builder
	b.WriteString(e.asks() + "\n\n" + e.Matters + "\n\n")
	if len(e.Example) == 0 {
		return b.String()
	}
	b.WriteString(fenced(e.Example) + "```text\n" + e.Message + "```\n\nMended:\n\n" + fenced(e.Mended))
	return b.String()
}

func fenced(files []check.File) string {
	var b strings.Builder
	for _, f := range files {
		_, ending, _ := strings.Cut(f.Name, ".")
		if len(files) > 1 {
			fmt.Fprintf(&b, "`%s`\n\n", f.Name)
		}
		fmt.Fprintf(&b, "```%s\n%s```\n\n", ending, f.Text)
	}
	return b.String()
}

// indent shows files below one another, each with its name.
func indent(files []check.File) string {
	var b strings.Builder
	for _, f := range files {
		b.WriteString("    # " + f.Name + "\n")
		for line := range strings.Lines(f.Text) {
			b.WriteString("    " + line)
		}
		if f.Text == "" {
			b.WriteString("    # (nothing)\n")
		}
	}
	return b.String()
}

// wrap breaks the paragraphs of a text into lines of a width.
func wrap(s string, width int) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	for p := range strings.SplitSeq(s, "\n\n") {
		at := 0
		for i, word := range strings.Fields(p) {
			n := len([]rune(word))
			switch {
			case i == 0:
			case at+1+n > width:
				b.WriteByte('\n')
				at = 0
			default:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(word)
			at += n
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func firstUpper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
