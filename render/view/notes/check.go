package notes

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dealgraph/deals"
	"dealgraph/render/sarif"
	"dealgraph/render/table"
	"dealgraph/render/view"
)

// The severities of findings, as SARIF has them. An error says that the note is not to be relied on as it is.
const (
	Error   = "error"
	Warning = "warning"
	Note    = "note"
)

// Kind is a kind of finding.
type Kind struct {
	Code     string `json:"code"` // stable
	Severity string `json:"severity"`
	Meaning  string `json:"meaning"` // one line
}

// Finding is something about a place in a note, or about a whole one.
type Finding struct {
	Code     string  `json:"code"`
	Severity string  `json:"severity"`
	File     string  `json:"file"`
	Line     int     `json:"line,omitempty"` // from 1; nothing: the whole file
	Column   int     `json:"column,omitempty"`
	ID       string  `json:"id,omitempty"`
	Query    string  `json:"query,omitempty"`
	Get      string  `json:"get,omitempty"`
	Message  string  `json:"message"`
	Hint     string  `json:"hint,omitempty"`
	Sentence string  `json:"sentence,omitempty"` // as the note has it
	Was      string  `json:"was,omitempty"`      // what the note says
	Is       string  `json:"is,omitempty"`       // what it is to say
	By       string  `json:"by,omitempty"`       // by how much a number moved
	Causes   []Cause `json:"because_of,omitempty"`
	Rest     string  `json:"rest,omitempty"` // of the move, which no cause alone explains
	Remark   string  `json:"remark,omitempty"`
	Text     string  `json:"-"` // the line of the file
}

// Cause is a record of the ledger that changed and moved a number.
type Cause struct {
	Table  string       `json:"table"` // deals, parties, facts, controls, rates, or day
	Key    string       `json:"key"`
	About  string       `json:"about,omitempty"`
	What   string       `json:"what"`         // became of it
	By     string       `json:"by,omitempty"` // what there would be less, or more, without it
	Source *view.Source `json:"source,omitempty"`
	Claim  bool         `json:"claim,omitempty"` // what is said now is a claim, not how the deal is written
}

// Record is what the changed record is called.
func (c Cause) Record() string {
	if c.Table == deals.DayTable {
		return "the last day of the ledger"
	}
	return c.Key
}

// String is the cause in a line.
func (c Cause) String() string {
	out := c.Record()
	if c.About != "" {
		out += " (" + c.About + ")"
	}
	out += ": " + c.What
	if c.By != "" {
		out += ", " + c.By
	}
	if c.Source != nil {
		if c.Claim {
			out += "; by a claim of " + c.Source.String()
		} else {
			out += "; " + c.Source.String()
		}
	}
	return out
}

// File is a note that was checked.
type File struct {
	File       string    `json:"file"`
	Ledger     string    `json:"ledger,omitempty"`
	LedgerHash string    `json:"ledger_hash,omitempty"`
	Places     int       `json:"places"`
	Findings   []Finding `json:"findings"`
	Diff       string    `json:"diff,omitempty"` // what a refresh would change
}

// Errors counts the findings that say the note is not true.
func (f File) Errors() int { return count(f.Findings, Error) }

// Check is what was found in notes.
type Check struct {
	Words  string `json:"in_words"`
	Errors int    `json:"errors"`
	Notes  int    `json:"notes"`            // findings that are no errors
	Unread int    `json:"unread,omitempty"` // notes that could not be read, or their ledger
	Files  []File `json:"files"`
}

func count(list []Finding, severity string) int {
	n := 0
	for _, f := range list {
		if f.Severity == severity {
			n++
		}
	}
	return n
}

// Told counts the findings and says so in words.
func (c *Check) Told() {
	places, stale := 0, 0
	c.Errors, c.Notes = 0, 0
	for _, f := range c.Files {
		n := f.Errors()
		c.Errors += n
		c.Notes += len(f.Findings) - n
		places += f.Places
		if n > 0 {
			stale++
		}
	}
	c.Words = view.Plural(places, "place", "places") + " in " + view.Plural(len(c.Files), "note", "notes") + ": "
	switch {
	case c.Errors > 0:
		c.Words += view.Plural(c.Errors, "thing is", "things are") + " to be put right"
		if len(c.Files) > 1 {
			c.Words += ", in " + view.Plural(stale, "note", "notes")
		}
	case places == 0:
		c.Words += "nothing to check"
	default:
		c.Words += "all true"
	}
	if c.Notes > 0 {
		c.Words += "; " + view.Plural(c.Notes, "remark", "remarks")
	}
	if c.Unread > 0 {
		c.Words += "; " + view.Plural(c.Unread, "note", "notes") + " could not be checked"
	}
}

// Findings are those of all files.
func (c Check) Findings() []Finding {
	var all []Finding
	for _, f := range c.Files {
		all = append(all, f.Findings...)
	}
	return all
}

// Tables show the findings, and what moved the numbers.
func (c Check) Tables() []table.Table {
	t := table.Table{Title: c.Words, Columns: []table.Column{{Name: "place"}, {Name: "code"}, {Name: "id"}, {Name: "in the note", Max: 40}, {Name: "now", Max: 40}, {Name: "what", Max: 90}}}
	because := table.Table{Title: "Because of", Columns: []table.Column{{Name: "place"}, {Name: "id"}, {Name: "record"}, {Name: "about", Max: 40}, {Name: "what became of it", Max: 70}, {Name: "by", Align: table.Right}, {Name: "source", Max: 60}}}
	for _, f := range c.Findings() {
		t.Rows = append(t.Rows, view.Texts(f.Place(), f.Code, f.ID, oneLine(f.Was), oneLine(f.Is), f.Message))
		for _, x := range f.Causes {
			row := view.Texts(f.Place(), f.ID, strings.TrimSpace(x.Table+" "+x.Key), x.About, x.What, x.By, "")
			if x.Source != nil {
				row[6] = table.Cell{Text: x.Source.String(), Link: x.Source.URL}
			}
			because.Rows = append(because.Rows, row)
		}
	}
	out := []table.Table{t}
	if len(because.Rows) > 0 {
		out = append(out, because)
	}
	return out
}

// Place is where a finding is: file:line:column, as far as known.
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
}

// oneLine is a text without its line ends, and not for ever.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 200
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + " …"
	}
	return s
}

// Sarif is a log of findings with the rules of those kinds that were found. Files are named with forward slashes.
func Sarif(list []Finding, kinds []Kind, version, words string) sarif.Log {
	log := sarif.Log{Tool: "dealgraph", Version: version, Properties: map[string]string{"summary": words}}
	for _, k := range kinds {
		if slices.ContainsFunc(list, func(f Finding) bool { return f.Code == k.Code }) {
			log.Rules = append(log.Rules, sarif.Rule{ID: k.Code, Short: view.Upper(k.Meaning), Level: k.Severity})
		}
	}
	for _, f := range list {
		if !slices.ContainsFunc(log.Rules, func(r sarif.Rule) bool { return r.ID == f.Code }) {
			log.Rules = append(log.Rules, sarif.Rule{ID: f.Code, Short: view.Upper(f.Code), Level: f.Severity})
		}
		message := f.Message
		if f.Hint != "" {
			message += " (" + f.Hint + ")"
		}
		for _, c := range f.Causes {
			message += "\nBecause of " + c.String()
		}
		log.Results = append(log.Results, sarif.Result{Rule: f.Code, Level: f.Severity, Message: message, File: filepath.ToSlash(f.File), Line: f.Line, Column: f.Column, Text: f.Text})
	}
	return log
}
