package main

import (
	"errors"
	"slices"

	"dealgraph/render/note"
	"dealgraph/render/view/notes"
)

// The codes of what note check finds beside what [note.Scan] does, whose codes stand as they are.
const (
	codeDiffers       = "differs"
	codeEmpty         = "empty"
	codeEdited        = "edited"
	codeStamp         = "stamp"
	codeOld           = "old"
	codePinned        = "pinned"
	codeQuery         = "query"
	codeClaim         = "claim"
	codeFootnote      = "footnote"
	codeFigureStale   = "figure-stale"
	codeFigureMissing = "figure-missing"
	codeFigureEdited  = "figure-edited"
)

// noteKinds are the kinds of what note check finds.
func noteKinds() []notes.Kind {
	return []notes.Kind{
		{Code: codeDiffers, Severity: notes.Error, Meaning: "the ledger, or this version of the program, gives another answer than the note has"},
		{Code: codeEmpty, Severity: notes.Error, Meaning: "a place was never filled"},
		{Code: codeEdited, Severity: notes.Error, Meaning: "somebody edited what stands between markers, and it is not what the query gives"},
		{Code: codeQuery, Severity: notes.Error, Meaning: "a query cannot be answered"},
		{Code: codeFootnote, Severity: notes.Error, Meaning: "a source is not known, or has no place in the note"},
		{Code: codeFigureStale, Severity: notes.Error, Meaning: "a figure would show something else now"},
		{Code: codeFigureMissing, Severity: notes.Error, Meaning: "the file of a figure is not there"},
		{Code: codeFigureEdited, Severity: notes.Error, Meaning: "the file of a figure was edited, or is not this program's"},
		{Code: codeOld, Severity: notes.Error, Meaning: "answers are of a day before --max-age"},
		{Code: codePinned, Severity: notes.Note, Meaning: "a query asks for a day before the last one in the ledger"},
		{Code: codeClaim, Severity: notes.Note, Meaning: "a later source, as good as the one in use, says otherwise about a deal that an answer names"},
		{Code: codeStamp, Severity: notes.Note, Meaning: "the note was last refreshed with another state of the ledger, or another version of the program"},
		{Code: "unbalanced", Severity: notes.Error, Meaning: "a marker without its other half, not closed, or not alone on its line"},
		{Code: "nested", Severity: notes.Error, Meaning: "a place within another"},
		{Code: "order", Severity: notes.Error, Meaning: "an end marker before its begin"},
		{Code: "duplicate", Severity: notes.Error, Meaning: "two places with one id"},
		{Code: "id", Severity: notes.Error, Meaning: "a place without an id, or with one that cannot name a file"},
		{Code: "attribute", Severity: notes.Error, Meaning: "a marker says something that is not known"},
		{Code: "quote", Severity: notes.Error, Meaning: "quotes in a marker are not closed, curly, or in the wrong place"},
		{Code: "prefix", Severity: notes.Error, Meaning: "an end marker in another list, quote or indentation than its begin"},
		{Code: "table", Severity: notes.Error, Meaning: "a bar in a marker ends the cell of a table"},
		{Code: "dash", Severity: notes.Error, Meaning: "dashes that end a comment, or make GitHub show it"},
		{Code: "line", Severity: notes.Warning, Meaning: "a number at the beginning of a line, which Markdown takes for HTML"},
		{Code: "version", Severity: notes.Error, Meaning: "markers of a newer version of the program"},
		{Code: "encoding", Severity: notes.Error, Meaning: "markers or contents that are not UTF-8"},
		{Code: "size", Severity: notes.Error, Meaning: "more than can be dealt with"},
		{Code: "content", Severity: notes.Error, Meaning: "a content that would break the note"},
		{Code: "format", Severity: notes.Error, Meaning: "a language of notes that is not known"},
		{Code: "front", Severity: notes.Error, Meaning: "front matter that names no ledger as it should"},
	}
}

// severityOf is how much a kind weighs.
func severityOf(code string) string {
	kinds := noteKinds()
	if i := slices.IndexFunc(kinds, func(k notes.Kind) bool { return k.Code == code }); i >= 0 {
		return kinds[i].Severity
	}
	return notes.Error
}

// findingsOf are the findings that an error of a note stands for; other errors are left.
func findingsOf(name string, err error) (list []notes.Finding, other error) {
	var several interface{ Unwrap() []error }
	if at, ok := err.(*note.Error); ok {
		return []notes.Finding{{Code: at.Code, Severity: severityOf(at.Code), File: name, Line: at.Line, Column: at.Col, Message: at.Msg, Hint: at.Hint, Text: at.Source}}, nil
	}
	if !errors.As(err, &several) {
		return nil, err
	}
	var others []error
	for _, one := range several.Unwrap() {
		found, other := findingsOf(name, one)
		list = append(list, found...)
		if other != nil {
			others = append(others, other)
		}
	}
	return list, errors.Join(others...)
}
