// Package sarif writes findings in the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS Standard, 27 March
// 2020), which code hosts and editors show beside the lines they are about.
//
// It knows nothing of ledgers: a [Log] is a tool, the rules that were broken, and the results. Of the format it has what
// these need. The Go libraries for all of it bring packages of YAML and JSON Schema along, some of them archived, for the
// dozen fields used here.
package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"
)

// Log is one run of a tool.
type Log struct {
	Tool, Version string
	Rules         []Rule
	Results       []Result          // in the order in which they are to be shown
	Properties    map[string]string // what else is to be known about the run
}

// Rule is one thing a tool looks for.
type Rule struct {
	ID       string
	Short    string // one line
	Full     string // a paragraph or a few
	Markdown string // help with examples
	Level    string // error, warning or note, unless a result says otherwise
}

// Result is one thing found.
type Result struct {
	Rule     string // the ID of one of the rules
	Level    string // error, warning or note
	Message  string
	File     string // with forward slashes; "" where it has none
	Line     int    // from 1; 0 where it has none
	Column   int    // in bytes, from 1; 0 where it has none
	Text     string // of the line, without its end
	Accepted string // why it is not held against the file; "" where it is
}

// Write writes a log as indented JSON. Columns count characters (code points). The fingerprint of a result is made of its
// rule, file and line of text, and tells equal ones apart by their order: it stays the same when lines are added above.
//
// It is an error if a result is of a rule that the log does not have.
func (l Log) Write(w io.Writer) error {
	at := map[string]int{}
	run := runJSON{Tool: toolJSON{driverJSON{Name: l.Tool, Version: l.Version, Rules: []ruleJSON{}}}, ColumnKind: "unicodeCodePoints", Results: []resultJSON{}, Properties: l.Properties}
	for i, r := range l.Rules {
		at[r.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, r.json())
	}
	seen := map[string]int{}
	for _, r := range l.Results {
		i, ok := at[r.Rule]
		if !ok {
			return fmt.Errorf("write SARIF: the result %q is of the rule %q, which the log does not have", r.Message, r.Rule)
		}
		run.Results = append(run.Results, r.json(i, seen))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(logJSON{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []runJSON{run}})
}

func (r Rule) json() ruleJSON {
	out := ruleJSON{ID: r.ID, Short: text{r.Short}, Default: configuration{r.Level}}
	if r.Full != "" {
		out.Full = &text{r.Full}
	}
	if r.Markdown != "" {
		out.Help = &help{Text: strings.TrimSpace(r.Short + "\n\n" + r.Full), Markdown: r.Markdown}
	}
	return out
}

// longLine is the length in bytes above which a line is not looked at: a file may be one line, with a result in each word.
const longLine = 1 << 14

func (r Result) json(rule int, seen map[string]int) resultJSON {
	if len(r.Text) > longLine {
		r.Text, r.Column = "", 0
	}
	key := strings.Join([]string{r.Rule, r.File, strings.TrimSpace(r.Text)}, "\x00")
	seen[key]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
	out := resultJSON{
		RuleID: r.Rule, RuleIndex: rule, Level: r.Level, Message: text{strings.ToValidUTF8(r.Message, "\uFFFD")},
		Fingerprints: map[string]string{"ruleFileLine/v1": hex.EncodeToString(sum[:16])},
	}
	if r.File != "" {
		place := physical{Artifact: artifact{uri(r.File)}}
		if r.Line > 0 {
			place.Region = r.region()
		}
		out.Locations = []location{{place}}
	}
	if r.Accepted != "" {
		out.Suppressions = []suppression{{Kind: "inSource", Justification: r.Accepted}}
	}
	return out
}

func (r Result) region() *region {
	out := &region{Line: r.Line}
	if r.Column > 0 && r.Column <= len(r.Text)+1 {
		out.Column = utf8.RuneCountInString(r.Text[:r.Column-1]) + 1
	}
	if r.Text != "" {
		out.Snippet = &text{strings.ToValidUTF8(r.Text, "\uFFFD")}
	}
	return out
}

// uri is a file name as a URI: relative as it is, absolute with the scheme file.
func uri(name string) string {
	u := url.URL{Path: name}
	if path.IsAbs(name) {
		u.Scheme = "file"
	}
	return u.String()
}

type logJSON struct {
	Schema  string    `json:"$schema"`
	Version string    `json:"version"`
	Runs    []runJSON `json:"runs"`
}

type runJSON struct {
	Tool       toolJSON          `json:"tool"`
	ColumnKind string            `json:"columnKind"`
	Results    []resultJSON      `json:"results"`
	Properties map[string]string `json:"properties,omitempty"`
}

type toolJSON struct {
	Driver driverJSON `json:"driver"`
}

type driverJSON struct {
	Name    string     `json:"name"`
	Version string     `json:"version,omitempty"`
	Rules   []ruleJSON `json:"rules"`
}

type ruleJSON struct {
	ID      string        `json:"id"`
	Short   text          `json:"shortDescription"`
	Full    *text         `json:"fullDescription,omitempty"`
	Help    *help         `json:"help,omitempty"`
	Default configuration `json:"defaultConfiguration"`
}

type text struct {
	Text string `json:"text"`
}

type help struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type configuration struct {
	Level string `json:"level"`
}

type resultJSON struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      text              `json:"message"`
	Locations    []location        `json:"locations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Suppressions []suppression     `json:"suppressions,omitempty"`
}

type location struct {
	Physical physical `json:"physicalLocation"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   *region  `json:"region,omitempty"`
}

type artifact struct {
	URI string `json:"uri"`
}

type region struct {
	Line    int   `json:"startLine"`
	Column  int   `json:"startColumn,omitempty"`
	Snippet *text `json:"snippet,omitempty"`
}

type suppression struct {
	Kind          string `json:"kind"`
	Justification string `json:"justification,omitempty"`
}
