package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealgraph/render/note"
	"dealgraph/render/table"
)

// scribe writes what the slots of notes are to have: the answers to their queries, as markup.
type scribe struct {
	*asker
	format note.Format
	cites  *citations
	// picture keeps the file of a figure, by its path from the note's folder; nil where figures are told and not drawn.
	keep    func(path string, data []byte) error
	look    []string // flags for all figures
	left    int      // figures that were not drawn
	used    []*queryAnswer
	told    []*queryAnswer    // of used, those shown in tables or in words, and not by one number alone
	cited   bool              // some block refers to a source
	drew    []string          // commands of figures: map, or the name of a chart
	owner   map[string]string // of a figure's file the id of its slot
	missing []string          // ids of slots that could not be answered, for the stamp
}

// newScribe returns a scribe for notes of a format.
func newScribe(a *asker, f note.Format) (*scribe, error) {
	cites, err := newCitations(a.shared, f)
	if err != nil {
		return nil, err
	}
	return &scribe{asker: a, format: f, cites: cites, owner: map[string]string{}}, nil
}

// The queries that are about the note, and not about the ledger alone.
const (
	caveatsQuery = "caveats"
	methodsQuery = "methods"
	stampQuery   = "stamp"
)

// aboutNote reports whether a query is answered from all other answers in the note.
func aboutNote(query string) bool {
	return slices.Contains([]string{note.SourcesQuery, caveatsQuery, methodsQuery, stampQuery}, strings.TrimSpace(query))
}

// ledgerMark is what the end markers record of the ledger.
func (w *scribe) ledgerMark() note.Stamp {
	_, digits, _ := strings.Cut(shortHash(w.shared.Hash), ":")
	return note.Stamp{Ledger: digits[:min(8, len(digits))]}
}

// fill gives every slot of a new note its content. What cannot be answered keeps what it
// had; the error has all that failed, each with its place.
func (w *scribe) fill(ctx context.Context, n *note.Note) error {
	var failed []error
	for _, late := range []bool{false, true} {
		for _, s := range n.Slots {
			if s.Query == note.SourcesQuery || aboutNote(s.Query) != late {
				continue
			}
			content, err := w.content(ctx, s)
			if err == nil {
				err = n.Replace(s.ID, content, w.ledgerMark())
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				failed = append(failed, placed(n.Name, s, err))
			}
		}
	}
	if err := n.AddFootnotes(w.cites.list, w.ledgerMark()); err != nil {
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// placed says of an error in which slot it is, unless it says so itself.
func placed(name string, s note.Slot, err error) error {
	if _, ok := errors.AsType[*note.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*note.EditedError](err); ok {
		return err
	}
	return &note.Error{File: name, Line: s.Line, Col: s.Col, Code: "query", Msg: fmt.Sprintf("%s: %s", s.ID, plain(err.Error()))}
}

// content is what a slot is to have.
func (w *scribe) content(ctx context.Context, s note.Slot) (string, error) {
	if aboutNote(s.Query) {
		return w.about(s)
	}
	args, err := queryArgs(s.Query)
	if err != nil {
		return "", err
	}
	if drawn(args) && !s.Inline && s.Get == "" {
		return w.figure(ctx, s)
	}
	a, err := w.answer(ctx, s.Query)
	if err != nil {
		return "", err
	}
	if s.Inline {
		return w.inline(a, s)
	}
	if !slices.Contains(w.told, a) {
		w.told = append(w.told, a)
	}
	text, err := w.block(a, s)
	if err != nil {
		return "", err
	}
	return w.format.Translate(text)
}

// answer asks a query, and remembers that it was.
func (w *scribe) answer(ctx context.Context, query string) (*queryAnswer, error) {
	a, err := w.ask(ctx, query)
	if err != nil {
		return nil, err
	}
	if a.Err != nil && !errors.Is(a.Err, errFindings) {
		return nil, a.Err
	}
	if len(a.Reports) == 0 {
		return nil, errors.New("the query has no answer")
	}
	if !slices.Contains(w.used, a) {
		w.used = append(w.used, a)
	}
	return a, nil
}

// inline is one value of an answer, in a sentence.
func (w *scribe) inline(a *queryAnswer, s note.Slot) (string, error) {
	if s.Get == "" {
		return "", errors.New(`say with get which value of the answer stands here, as get="bases[0].circulated.text"; --format json shows the answer`)
	}
	v, err := a.get(s.Get)
	if err != nil {
		return "", err
	}
	text, err := written(v, s.Fmt)
	if err != nil {
		return "", fmt.Errorf("get %q: %w", s.Get, err)
	}
	return w.format.Escape(withUndisclosed(a, s, v, text)), nil
}

// withUndisclosed adds to the total of a list what tables add to it: that undisclosed amounts are not in it.
func withUndisclosed(a *queryAnswer, s note.Slot, v any, text string) string {
	base, isTotal := strings.CutSuffix(s.Get, "total")
	if _, isAmount := v.(map[string]any); !isAmount || !isTotal || base != "" && !strings.HasSuffix(base, ".") {
		return text
	}
	beside, err := a.get(base + "undisclosed")
	if n, ok := beside.(float64); err != nil || !ok || n == 0 {
		return text
	}
	if s.Fmt == "" {
		return text + " + ?"
	}
	return "at least " + text
}

// blockLook says how a block is written: the fmt of its marker.
type blockLook struct {
	notes   string   // all; table: without the warnings, which are in the caveats; none
	sources string   // none, top, all
	rows    int      // of each table at most; 0 is all
	columns []string // of each table that has one of them; none is all; -NAME is all but that
}

// topSources is how many sources stand under a block.
const topSources = 6

// blockLooks says what the fmt of a block can be, for help and messages.
const blockLooks = "notes=all|table|none, sources=none|top|all, rows=N, columns=NAME,NAME or columns=-NAME,-NAME (blanks in names as _)"

func parseLook(s string) (blockLook, error) {
	l := blockLook{notes: "all", sources: "top"}
	for _, word := range strings.Fields(s) {
		name, value, _ := strings.Cut(word, "=")
		ok := false
		switch name {
		case "notes":
			l.notes, ok = value, slices.Contains([]string{"all", "table", "none"}, value)
		case "sources":
			l.sources, ok = value, slices.Contains(sourceWords, value)
		case "rows":
			n, err := strconv.Atoi(value)
			l.rows, ok = n, err == nil && n > 0
		case "columns":
			l.columns, ok = strings.Split(value, ","), value != ""
		}
		if !ok {
			return l, fmt.Errorf("fmt=%q is no way to write a block: use %s", word, blockLooks)
		}
	}
	return l, nil
}

var sourceWords = []string{"none", "top", "all"}

// blockPart is which part of an answer a block shows: lead, tables, table 2; nothing is all.
var blockPart = regexp.MustCompile(`^(?:lead|tables|table ([1-9][0-9]*))?$`)

// block is an answer as paragraphs and tables, in Markdown.
func (w *scribe) block(a *queryAnswer, s note.Slot) (string, error) {
	look, err := parseLook(s.Fmt)
	if err != nil {
		return "", err
	}
	m := blockPart.FindStringSubmatch(s.Get)
	if m == nil {
		return "", fmt.Errorf("get=%q is no part of an answer that a block can show: use lead, tables or table 2", s.Get)
	}
	if s.Get == "lead" {
		return w.lead(a, look)
	}
	var blocks []string
	if s.Get == "" && a.Reports[0].Lead != "" {
		blocks = append(blocks, escapeParagraph(flagHint.ReplaceAllString(a.Reports[0].Lead, "")))
	}
	tables := shownTables(a, m[1] == "")
	if m[1] != "" {
		number, _ := strconv.Atoi(m[1])
		if number > len(tables) {
			return "", fmt.Errorf("the answer has tables 1 to %d, and no table %d", len(tables), number)
		}
		tables = tables[number-1 : number]
	}
	for i, t := range tables {
		var b strings.Builder
		t = look.apply(t)
		for k, said := range t.Footnotes {
			t.Footnotes[k] = flagHint.ReplaceAllString(said, "")
		}
		if i == len(tables)-1 && look.notes == "all" {
			for _, r := range a.Reports {
				for _, warning := range r.Warnings {
					t.Footnotes = append(t.Footnotes, flagHint.ReplaceAllString(warning.Error(), ""))
				}
			}
		}
		if err := t.Write(&b, table.Markdown, table.Options{}); err != nil {
			return "", err
		}
		blocks = append(blocks, strings.TrimSpace(b.String()))
	}
	if refs := w.refs(a, look); refs != "" {
		blocks = append(blocks, "Sources: "+refs)
	}
	return strings.Join(blocks, "\n\n"), nil
}

// flagHint is a remark about flags, which is of use on a command line and not in a note.
var flagHint = regexp.MustCompile(` \([^()]*--[a-z][^()]*\)|; with --[a-z][^;]*`)

// lead is the paragraph that begins an answer, with its sources behind it.
func (w *scribe) lead(a *queryAnswer, look blockLook) (string, error) {
	text := a.Reports[0].Lead
	if text == "" {
		return "", fmt.Errorf("%s says nothing in words: circularity --in-words, decay PARTY, cone, slip and survive do", a.Line)
	}
	return escapeParagraph(flagHint.ReplaceAllString(text, "")) + w.refs(a, look), nil
}

var paragraphStart = regexp.MustCompile(`^(?:[-+=]|[0-9]{1,9}[.)])`)

// escapeParagraph is text as a paragraph of Markdown that is nothing else, such as a list.
func escapeParagraph(s string) string { return escapeStart(table.EscapeMarkdown(s)) }

// escapeStart does so for a text that is escaped already but for its beginning.
func escapeStart(s string) string {
	if n := len(paragraphStart.FindString(s)); n > 0 {
		return s[:n-1] + `\` + s[n-1:]
	}
	return s
}

// shownTables are the tables of an answer; of several, those with nothing in them are left out.
func shownTables(a *queryAnswer, filled bool) []table.Table {
	var all, full []table.Table
	for _, r := range a.Reports {
		for _, t := range r.Tables {
			t.Stamp = ""
			all = append(all, t)
			if len(t.Rows) > 0 {
				full = append(full, t)
			}
		}
	}
	if filled && len(full) > 0 {
		return full
	}
	return all
}

// countInTitle finds in a title how many there are of what a table has the first of: (20 of 190 deals, the largest first).
var countInTitle = regexp.MustCompile(` \([0-9]+ of ([0-9]+[^()]*)\)$`)

// apply leaves out of a table what is not wanted.
func (l blockLook) apply(t table.Table) table.Table {
	t.Footnotes = slices.Clone(t.Footnotes)
	if l.notes == "none" {
		t.Footnotes = nil
	}
	of := len(t.Rows)
	for of > 0 && isTotal(t.Rows[of-1]) {
		of--
	}
	if l.rows > 0 && of > l.rows {
		t.Rows = slices.Concat(t.Rows[:l.rows], t.Rows[of:])
		all := strconv.Itoa(of)
		if m := countInTitle.FindStringSubmatch(t.Title); m != nil {
			all = m[1]
		}
		if t.Title == "" {
			t.Title = fmt.Sprintf("The first %d of %s rows", l.rows, all)
		} else {
			t.Title = fmt.Sprintf("%s (%d of %s)", countInTitle.ReplaceAllString(t.Title, ""), l.rows, all)
		}
	}
	return l.narrow(t)
}

// isTotal reports whether a row sums up those above it.
func isTotal(row []table.Cell) bool {
	if len(row) == 0 {
		return false
	}
	text := row[0].Text
	return text == "all" || strings.HasPrefix(text, "all ") || text == "no dollar twice"
}

// narrow keeps the columns that are wanted, if the table has any of them.
func (l blockLook) narrow(t table.Table) table.Table {
	var at, not []int
	for _, name := range l.columns {
		name, without := strings.CutPrefix(name, "-")
		i := slices.IndexFunc(t.Columns, func(c table.Column) bool { return strings.ReplaceAll(c.Name, " ", "_") == name })
		switch {
		case i >= 0 && without:
			not = append(not, i)
		case i >= 0:
			at = append(at, i)
		}
	}
	for i := range t.Columns {
		if len(not) > 0 && !slices.Contains(not, i) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return t
	}
	columns, rows := t.Columns, t.Rows
	t.Columns, t.Rows = nil, nil
	for _, i := range at {
		t.Columns = append(t.Columns, columns[i])
	}
	for _, row := range rows {
		var short []table.Cell
		for _, i := range at {
			short = append(short, row[i])
		}
		if short[0].Text == "" { // of a row of totals, what it is
			short[0] = row[0]
		}
		t.Rows = append(t.Rows, short)
	}
	return t
}

// refs are the footnotes of the sources of an answer.
func (w *scribe) refs(a *queryAnswer, look blockLook) string {
	if look.sources == "none" {
		return ""
	}
	labels := w.cites.of(a)
	more := ""
	if n := len(labels); look.sources == "top" && n > topSources {
		labels, more = labels[:topSources], fmt.Sprintf(" and %d more", n-topSources)
	}
	w.cited = w.cited || len(labels) > 0
	for i, label := range labels {
		labels[i] = note.Markdown.FootnoteRef(label)
	}
	return strings.Join(labels, " ") + more
}

// figureFormats are those that a figure in a note can have.
var figureFormats = []string{"svg", "png", "pdf"}

// figure draws a map or a chart, and shows it.
func (w *scribe) figure(ctx context.Context, s note.Slot) (string, error) {
	files, err := figureFiles(s)
	if err != nil {
		return "", err
	}
	alt, _ := s.Attribute("alt")
	caption, _ := s.Attribute("caption")
	args, err := queryArgs(s.Query)
	if err != nil {
		return "", err
	}
	w.drew = append(w.drew, args[0])
	if args[0] == "chart" && len(args) > 1 {
		w.drew = append(w.drew, args[1])
	}
	if w.keep == nil {
		w.left++
		text := "*Figure: " + table.EscapeMarkdown(cmp.Or(caption, alt, s.ID)) + " It is drawn when the note is in a file.*"
		return w.format.Translate(text)
	}
	svg, err := w.picture(ctx, s.Query, "svg", w.look...)
	if err != nil {
		return "", err
	}
	for _, f := range files {
		if other, taken := w.owner[f.path]; taken && other != s.ID {
			return "", fmt.Errorf("%s is the figure of %s: give this one another file", f.path, other)
		}
		w.owner[f.path] = s.ID
		data := svg
		switch f.format {
		case "png":
			data, err = w.picture(ctx, s.Query, "png", append(slices.Clone(w.look), "--scale=2")...)
		case "pdf":
			data, err = w.picture(ctx, s.Query, "pdf", w.look...)
		}
		if err != nil {
			return "", err
		}
		if err := w.keep(f.path, data); err != nil {
			return "", err
		}
	}
	return w.format.Figure(note.Figure{Path: files[0].path, Alt: cmp.Or(alt, shortened(descriptionOf(svg)), caption, "Figure "+s.ID), Caption: caption}), nil
}

// descriptionOf is what a picture says of itself to those who do not see it.
func descriptionOf(svg []byte) string {
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		if t, ok := token.(xml.StartElement); ok && t.Name.Local == "desc" {
			var text string
			if d.DecodeElement(&text, &t) != nil {
				return ""
			}
			return strings.Join(strings.Fields(text), " ")
		}
	}
}

// longestAlt is how many bytes the words for a picture may have.
const longestAlt = 400

// sentenceEnd is where a sentence ends: behind a word that is no number, since "5." begins an item of a list.
var sentenceEnd = regexp.MustCompile(`(?:^|\s)\S*[^\s\d]\S*?\.\s`)

// shortened is a text up to the end of a sentence.
func shortened(s string) string {
	if len(s) <= longestAlt {
		return s
	}
	if ends := sentenceEnd.FindAllStringIndex(s[:longestAlt], -1); len(ends) > 0 {
		return s[:ends[len(ends)-1][1]-1]
	}
	i := strings.LastIndexByte(s[:longestAlt], ' ')
	return s[:max(i, 0)] + " …"
}

// figureFile is where a figure of a slot lies, from the folder of the note, and what it is.
type figureFile struct{ path, format string }

// figureFiles are the files of the figure of a slot: fig/ID.svg, or what its marker says of file and format. The first is shown.
func figureFiles(s note.Slot) ([]figureFile, error) {
	name, named := s.Attribute("file")
	stem, extension := "fig/"+s.ID, ""
	if named {
		extension = path.Ext(name)
		stem = strings.TrimSuffix(name, extension)
		if !fs.ValidPath(name) {
			return nil, fmt.Errorf("file=%q is no path of a figure: write one from the folder of the note, into it, with /, such as img/%s.svg", name, s.ID)
		}
		for part := range strings.SplitSeq(name, "/") {
			if err := note.CheckName(part); err != nil {
				return nil, fmt.Errorf("file=%q is no path of a figure: %w", name, err)
			}
		}
	}
	formats, _ := s.Attribute("format")
	wanted := strings.FieldsFunc(formats, func(r rune) bool { return r == '|' || r == ',' || r == ' ' })
	if own := strings.TrimPrefix(extension, "."); named && !slices.Contains(wanted, own) {
		wanted = slices.Insert(wanted, 0, own)
	}
	if len(wanted) == 0 {
		wanted = []string{"svg"}
	}
	var out []figureFile
	for _, f := range wanted {
		if !slices.Contains(figureFormats, f) {
			return nil, fmt.Errorf("%q is no format of a figure: use %s", f, strings.Join(figureFormats, ", "))
		}
		out = append(out, figureFile{stem + "." + f, f})
	}
	return out, nil
}
