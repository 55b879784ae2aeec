package deals

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A tableKind is what the rows of a CSV file are, told by its header.
type tableKind struct {
	name    string
	needs   []string // the columns that give it away
	columns []string
	row     func(*decoder, *node)
}

func tableKinds() []tableKind {
	source := []string{"source", "source_title", "source_date", "tier", "note"}
	with := func(more ...string) []string { return append(more, source...) }
	return []tableKind{
		{"controls", []string{"party", "metric", "share"}, with(controlKeys...), (*decoder).control},
		{"facts", []string{"party", "metric", "value"}, with(factKeys...), (*decoder).fact},
		{"deals", []string{"from", "to", "kind"}, with(append([]string{"id", "title"}, legCells...)...), (*decoder).row},
		{"rates", []string{"currency", "per", "rate"}, with("currency", "per", "rate", "date"), (*decoder).rate},
		{"claims", []string{"deal", "field", "value"}, with("deal", "leg", "field", "value"), (*decoder).claimRow},
		{"parties", []string{"id", "name"}, with(partyKeys...), (*decoder).party},
	}
}

// readCSV decodes one table. Rows are read one at a time into one reused node, so that a million rows cost only what the
// ledger keeps of them.
func (d *decoder) readCSV(name string, data []byte) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if line := invalidUTF8(data); line > 0 {
		d.fail(Pos{File: name, Line: line}, "encoding", "not UTF-8 text", "save the file as “CSV UTF-8”")
		return
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = delimiter(data)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true

	header, err := r.Read()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			d.csvSyntax(name, err)
		} else {
			d.warn(Pos{File: name}, "empty", "the file is empty", "")
		}
		return
	}
	columns, kind, ok := d.header(name, r, header)
	if !ok {
		return
	}

	n := &node{shape: mapping, fields: make([]field, len(columns))}
	cells := make([]node, len(columns))
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			if !d.csvSyntax(name, err) {
				return
			}
			continue
		}
		if blank(rec) {
			continue
		}
		if len(rec) > len(columns) && !blank(rec[len(columns):]) {
			line, col := r.FieldPos(len(columns))
			d.fail(Pos{name, line, col}, "columns", fmt.Sprintf("the row has %d cells, the header %d columns", len(rec), len(columns)), "quote a cell that contains "+fmt.Sprintf("%q", r.Comma))
			continue
		}
		for i, key := range columns {
			cells[i] = node{shape: scalar}
			if i < len(rec) {
				line, col := r.FieldPos(i)
				cells[i].pos, cells[i].text = Pos{name, line, col}, strings.TrimSpace(rec[i])
			}
			n.fields[i] = field{key: key, pos: cells[i].pos, val: &cells[i]}
		}
		n.pos = n.fields[0].pos
		kind.row(d, n)
	}
}

// header finds out what the table is and reports columns nobody knows.
func (d *decoder) header(name string, r *csv.Reader, rec []string) (columns []string, kind tableKind, ok bool) {
	columns = make([]string, len(rec))
	for i, h := range rec {
		columns[i] = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(h)), " ", "_")
	}
	for _, kind = range tableKinds() {
		if !slices.ContainsFunc(kind.needs, func(c string) bool { return !slices.Contains(columns, c) }) {
			ok = true
			break
		}
	}
	if !ok {
		d.fail(Pos{name, 1, 1}, "header", fmt.Sprintf("the columns %s are no table of a ledger", strings.Join(columns, ",")), "a table of deals has from,to,kind,amount,status,date,source,note")
		return nil, kind, false
	}
	for i, c := range columns {
		line, col := r.FieldPos(i)
		pos := Pos{name, line, col}
		switch {
		case c == "" && i == len(columns)-1: // a trailing delimiter
		case !slices.Contains(kind.columns, c):
			d.fail(pos, "field", fmt.Sprintf("a table of %s has no column %q", kind.name, c), meant(c, kind.columns))
		case slices.Index(columns, c) < i:
			d.fail(pos, "field", fmt.Sprintf("the column %q stands twice", c), "remove one")
		}
	}
	return columns, kind, true
}

// csvSyntax reports a broken row and whether reading can go on after it.
func (d *decoder) csvSyntax(name string, err error) bool {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		d.fail(Pos{File: name}, "syntax", err.Error(), "")
		return false
	}
	hint := "double the quotes inside a quoted cell"
	if errors.Is(pe.Err, csv.ErrQuote) && pe.Line > pe.StartLine {
		hint = fmt.Sprintf("the quoted cell that begins in line %d may never end", pe.StartLine)
	}
	d.fail(Pos{name, pe.Line, pe.Column}, "syntax", "not valid CSV: "+pe.Err.Error(), hint)
	return true
}

// delimiter is the one of , ; and tab that the header has most of outside quotes; comma when it has none.
func delimiter(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func blank(rec []string) bool {
	return !slices.ContainsFunc(rec, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// invalidUTF8 is the first line that is not UTF-8, or 0.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return 0
	}
	line := 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		data = data[size:]
	}
	return 0
}
