package draft

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"dealgraph/deals"
	"dealgraph/render/note"
)

//go:embed templates
var files embed.FS

// Template is one that comes with the program.
type Template struct {
	Name    string
	Meaning string // for whom and about what
}

// Templates lists the templates, those about one party first.
func Templates() []Template {
	return []Template{
		{"equity", "one company for who invests in it: who pays it, what goes round, what is due when, the cone"},
		{"credit", "one issuer for who lends to it: dues by year, survival, exposure, concentration, guarantees"},
		{"newsroom", "the whole network for readers: the map, the circles, what shrank, where each number is from"},
		{"stability", "the whole network for supervisors: circularity by basis, concentration, a shock, gaps in the data"},
		{"report", "everything at once: what dealgraph report writes"},
	}
}

// Source is the text of a template that comes with the program, and false if there is none of that name.
func Source(name string) (string, bool) {
	if !slices.ContainsFunc(Templates(), func(t Template) bool { return t.Name == name }) {
		return "", false
	}
	data, err := files.ReadFile("templates/" + name + ".md.tmpl")
	return string(data), err == nil
}

// Function is one that templates can call.
type Function struct {
	Name    string
	Use     string // its arguments
	Meaning string
	Example string
	Block   bool // it stands alone on its line
}

// Functions lists the functions that templates can call. Whoever writes a draft gives all of them.
func Functions() []Function {
	return []Function{
		{"query", `"QUERY" ["OPTION"…]`, "the whole answer: its paragraph, its tables, its sources", `{{query "circularity --basis signed"}}`, true},
		{"table", `N "QUERY" ["OPTION"…]`, "the N-th table of the answer", `{{table 1 "exposure openai" "rows=5" "notes=none"}}`, true},
		{"say", `"QUERY" ["OPTION"…]`, "the paragraph that begins the answer of circularity --in-words, decay PARTY, cone, slip, survive or shock", `{{say "cone openai --spread 6"}}`, true},
		{"figure", `"ID" "QUERY" "CAPTION" ["ALT"]`, "a map or a chart, as a file fig/ID.svg beside the note", `{{figure "cone" "chart cone openai --spread 6" "The cone of OpenAI."}}`, true},
		{"number", `"QUERY" "GET" ["FORMAT"]`, "one value of the answer, in a sentence: GET picks it out of the JSON", `{{number "circularity --basis signed" "bases[0].circulated.text" "bn"}}`, false},
		{"value", `"QUERY" "GET"`, "the same, to compare with or to range over: it leaves no slot", `{{if gt (value "list" "undisclosed") 0.0}}…{{end}}`, false},
		{"text", "VALUE", "what value gave, as Markdown: a name that has marks of Markdown in it stays a name", `{{range value "list" "deals"}}{{text .payer.name}}, {{end}}`, false},
		{"has", `"QUERY" ["GET"]`, "whether the query is answered with something in its tables, and GET, if there is one, is true or more than nothing", `{{if has "cycles --basis signed"}}…{{end}}`, false},
		{"party", "", "the id of the party the note is about: that of --party, or the one with most counterparties; nothing in a ledger without deals", `{{query (print "exposure " party)}}`, false},
		{"name", "", "its name, as Markdown", `# {{name}}`, false},
		{"Name", "", "the same, to begin a sentence with", `{{Name}} is due to pay …`, false},
		{"label", "", "the same as plain text, for the captions of figures", `{{figure "cone" (print "chart cone " party) (print "The cone of " label)}}`, false},
		{"ledger", "", "what the ledger is called", `{{ledger}}`, false},
		{"asof", "", "the last day of which the ledger tells; nothing if no deal has a date", `As of {{asof}}.`, false},
		{"caveats", "", "what weakens the numbers of this note: letters of intent, ceilings, weak sources, and what the answers warn of", `{{caveats}}`, true},
		{"methods", "", "how the numbers of this note were got, in words", `{{methods}}`, true},
		{"sources", "", "the footnotes of the sources that the note refers to", `{{sources}}`, true},
		{"stamp", "", "the state of the ledger and the version of the program", `{{stamp}}`, true},
	}
}

// MaxSource is how many bytes a template may have, MaxDraft how many a draft.
const (
	MaxSource = 1 << 20
	MaxDraft  = 8 << 20
)

// Write makes a draft. The functions are those of [Functions], by name. The error is of type note.Errors and names the line
// of the template.
func Write(name, source string, functions map[string]any) ([]byte, error) {
	if len(source) > MaxSource {
		return nil, note.Errors{{File: name, Code: "size", Msg: fmt.Sprintf("a template has at most %d KB", MaxSource>>10)}}
	}
	t, err := template.New("template").Option("missingkey=error").Funcs(functions).Parse(strings.ReplaceAll(source, "\r\n", "\n"))
	if err != nil {
		return nil, placed(name, source, err)
	}
	var b bytes.Buffer
	if err := t.Execute(&limited{&b, MaxDraft}, nil); err != nil {
		return nil, placed(name, source, err)
	}
	out := tidy(b.Bytes())
	if len(out) == 1 {
		return nil, note.Errors{{File: name, Code: "template", Msg: "the template writes nothing"}}
	}
	return out, nil
}

// limited refuses to be written more than so many bytes.
type limited struct {
	w    io.Writer
	left int
}

var errTooLarge = fmt.Errorf("the draft would have more than %d MB", MaxDraft>>20)

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errTooLarge
	}
	return l.w.Write(p)
}

var blankLines = regexp.MustCompile(`\n{3,}`)

// tidy leaves one blank line where actions that wrote nothing left several, and none at the ends.
func tidy(draft []byte) []byte {
	return append(bytes.TrimSpace(blankLines.ReplaceAll(draft, []byte("\n\n"))), '\n')
}

var (
	where   = regexp.MustCompile(`^template: [^:]*:(\d+)(?::(\d+))?: ?`)
	calling = regexp.MustCompile(`^executing "[^"]*" at <.*?>: `)
	called  = regexp.MustCompile(`^error calling (\w+): `)
	missing = regexp.MustCompile(`function "([^"]*)" not defined`)
	noData  = regexp.MustCompile(`^nil data; no entry for key "([^"]*)"$`)
	unended = regexp.MustCompile(`^unclosed action started at [^:]*:(\d+)$`)
	counted = regexp.MustCompile(`wrong number of args for (\w+): want (.*) got (\d+)`)
)

// placed says where in the template an error is, and what in our words.
func placed(name, source string, err error) error {
	if errors.Is(err, errTooLarge) {
		return note.Errors{{File: name, Code: "size", Msg: errTooLarge.Error()}}
	}
	out := &note.Error{File: name, Code: "template", Msg: err.Error()}
	if m := where.FindStringSubmatch(out.Msg); m != nil {
		out.Msg = strings.TrimPrefix(out.Msg, m[0])
		out.Line, _ = strconv.Atoi(m[1])
		if m[2] != "" {
			at, _ := strconv.Atoi(m[2])
			out.Col = at + 1 // text/template counts from 0
		}
		if m := unended.FindStringSubmatch(out.Msg); m != nil {
			out.Line, _ = strconv.Atoi(m[1])
			out.Msg = "the {{ that begins here is never closed by }}"
		}
		if lines := strings.Split(source, "\n"); out.Line >= 1 && out.Line <= len(lines) {
			out.Source = strings.TrimSuffix(lines[out.Line-1], "\r")
		}
	}
	out.Msg = calling.ReplaceAllString(out.Msg, "")
	out.Msg = called.ReplaceAllString(out.Msg, "")
	if m := counted.FindStringSubmatch(out.Msg); m != nil {
		out.Msg = fmt.Sprintf("the number of arguments of %s is %s here", m[1], m[3])
		if f, ok := function(m[1]); ok {
			out.Hint = strings.TrimSpace("write " + f.Name + " " + f.Use)
		}
	}
	if m := noData.FindStringSubmatch(out.Msg); m != nil {
		out.Msg, out.Hint = fmt.Sprintf("there is no .%s: a template has no data", m[1]), "call functions, as {{name}}"
	}
	if m := missing.FindStringSubmatch(out.Msg); m != nil {
		var names []string
		for _, f := range Functions() {
			names = append(names, f.Name)
		}
		out.Msg, out.Hint = fmt.Sprintf("there is no function %q", m[1]), "there are "+strings.Join(names, ", ")
		if near, ok := deals.Suggest(m[1], names); ok {
			out.Hint = "did you mean " + near + "?"
		}
		out.Col = max(1, strings.Index(out.Source, m[1])+1)
	}
	if out.Line > 0 && out.Col == 0 { // what cannot be parsed has a line alone
		out.Col = max(1, strings.Index(out.Source, "{{")+1)
	}
	return note.Errors{out}
}

// function is the one of that name.
func function(name string) (Function, bool) {
	i := slices.IndexFunc(Functions(), func(f Function) bool { return f.Name == name })
	if i < 0 {
		return Function{}, false
	}
	return Functions()[i], true
}
